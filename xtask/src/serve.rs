//! `cargo xtask serve`: the built folder on a small web server of this machine, for modules and the demo.

use crate::page::dist;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

/// `cargo xtask serve [PORT]`
pub fn command_serve(arguments: &[String]) -> Result<(), String> {
    const USAGE: &str = "usage: cargo xtask serve [PORT]";
    let port: u16 = match arguments {
        [] => 8000,
        [port] => port.parse().map_err(|_| USAGE)?,
        _ => return Err(USAGE.into()),
    };
    let folder = dist().join("page");
    if !folder.is_dir() {
        return Err("nothing is built yet: cargo xtask page".into());
    }
    // Only this machine sees it.
    let listener = TcpListener::bind(("127.0.0.1", port)).map_err(|e| format!("port {port}: {e}"))?;
    let address = listener.local_addr().map_err(|e| e.to_string())?;
    println!("{} is at http://{address}/ until Ctrl-C", folder.display());
    for stream in listener.incoming().flatten() {
        let folder = folder.clone();
        // A browser opens several connections and may leave one silent.
        std::thread::spawn(move || {
            let _ = answer(stream, &folder);
        });
    }
    Ok(())
}

fn answer(mut stream: TcpStream, folder: &Path) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut request = String::new();
    let mut reader = BufReader::new(&stream);
    reader.read_line(&mut request)?;
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header)? <= 2 {
            break;
        }
    }
    let mut words = request.split(' ');
    let (method, target) = (words.next().unwrap_or(""), words.next().unwrap_or("/"));
    let found = file_of(folder, target).and_then(|file| std::fs::read(&file).ok().map(|bytes| (file, bytes)));
    let (status, kind, body) = match found {
        _ if method != "GET" && method != "HEAD" => ("405 Method Not Allowed", "text/plain", b"only GET".to_vec()),
        Some((file, bytes)) => ("200 OK", media_type(&file), bytes),
        None => ("404 Not Found", "text/plain", b"not found".to_vec()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: \
         close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    if method != "HEAD" {
        stream.write_all(&body)?;
    }
    stream.flush()
}

/// The file of a request; `None` for one that leads out of the folder.
fn file_of(folder: &Path, target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?.trim_start_matches('/');
    let path = Path::new(if path.is_empty() { "index.html" } else { path });
    if path.components().any(|c| !matches!(c, Component::Normal(_))) {
        return None;
    }
    let file = folder.join(path);
    Some(if file.is_dir() { file.join("index.html") } else { file })
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|e| e.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_stay_in_the_folder() {
        let folder = Path::new("folder");
        assert_eq!(file_of(folder, "/"), Some(folder.join("index.html")));
        assert_eq!(file_of(folder, "/a/b.js?x=1"), Some(folder.join("a/b.js")));
        assert_eq!(file_of(folder, "/../secret"), None);
        assert_eq!(file_of(folder, "/a/../../secret"), None);
    }
}
