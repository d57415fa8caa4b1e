//! SHA-256 in base64, in the two alphabets that the formats ask for.

use sha2::{Digest, Sha256};

const DIGITS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// The SHA-256 of `text` for an `ni:` name (RFC 6920): base64url without padding.
pub(super) fn sha256_url(text: &str) -> String {
    base64(&Sha256::digest(text.as_bytes()), ['-', '_'])
}

/// The SHA-256 of `text` for a Content Security Policy: base64 with padding.
#[cfg(test)]
pub(super) fn sha256_csp(text: &str) -> String {
    // 32 bytes are 43 digits: one digit of padding.
    base64(&Sha256::digest(text.as_bytes()), ['+', '/']) + "="
}

fn base64(bytes: &[u8], last_two: [char; 2]) -> String {
    let mut out = String::with_capacity(bytes.len() * 4 / 3 + 3);
    for chunk in bytes.chunks(3) {
        let value = chunk.iter().fold(0u32, |value, &byte| value << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
        for digit in 0..=chunk.len() {
            let six = (value >> (18 - 6 * digit) & 63) as usize;
            out.push(DIGITS.get(six).map_or(last_two[six & 1], |&digit| char::from(digit)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        // RFC 4648, section 10; RFC 6920, section 8.1.
        for (bytes, expected) in [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(bytes.as_bytes(), ['+', '/']), expected);
        }
        assert_eq!(base64(&[0xfb, 0xff], ['+', '/']), "+/8");
        assert_eq!(sha256_url("Hello World!"), "f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk");
    }
}
