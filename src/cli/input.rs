//! Texts from files and from standard input.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufReader, Read};

/// The mark that some programs put in front of UTF-8.
pub const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Name of an input in messages.
pub fn name(file: &OsStr) -> String {
    if file == "-" {
        "standard input".to_string()
    } else {
        file.to_string_lossy().into_owned()
    }
}

/// Opens a file, or standard input for `-`.
///
/// # Errors
/// Names the file and what is wrong.
pub fn open(file: &OsStr) -> Result<Box<dyn io::BufRead + Send>, String> {
    if file == "-" {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    let opened = File::open(file).and_then(|f| {
        if f.metadata()?.is_dir() {
            return Err(io::Error::other("it is a folder"));
        }
        Ok(f)
    });
    opened.map(|f| Box::new(BufReader::new(f)) as _).map_err(|e| format!("{}: {e}", name(file)))
}

/// Reads a whole text, without its byte order mark.
///
/// # Errors
/// Names the file and what is wrong; for a file that is not UTF-8 its first bad byte.
pub fn read(file: &OsStr) -> Result<String, String> {
    let mut bytes = Vec::new();
    open(file)?.read_to_end(&mut bytes).map_err(|e| format!("{}: {e}", name(file)))?;
    if bytes.starts_with(BYTE_ORDER_MARK) {
        bytes.drain(..BYTE_ORDER_MARK.len());
        return decode(bytes, BYTE_ORDER_MARK.len()).map_err(|message| format!("{}: {message}", name(file)));
    }
    decode(bytes, 0).map_err(|message| format!("{}: {message}", name(file)))
}

/// The bytes as UTF-8; `skipped` bytes of the file stood before them.
///
/// # Errors
/// Says which byte is the first bad one.
pub fn decode(bytes: Vec<u8>, skipped: usize) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let bad = bytes.get(at).copied().unwrap_or_default();
        let hint = match bytes {
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => " (it looks like UTF-16)",
            _ if error.utf8_error().error_len().is_none() => " (it ends in the middle of a character)",
            _ => "",
        };
        format!("not UTF-8: the first bad byte is 0x{bad:02X} at offset {}{hint}", at + skipped)
    })
}
