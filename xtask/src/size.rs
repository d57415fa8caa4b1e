//! `cargo xtask size`: what a browser downloads, against the committed budget.

use crate::page::dist;
use crate::shell::root;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Part, the largest brotli size in bytes. The file says why each number is what it is.
const BUDGET: &str = "xtask/size-budget.tsv";

/// What the page fetches before it can mark anything.
const FIRST: [&str; 6] =
    ["page/index.html", "page/app.js", "page/whosaid.css", "page/worker.js", "page/whosaid.js", "page/whosaid_bg.wasm"];

struct Size {
    part: String,
    raw: usize,
    brotli: usize,
    /// Page and extension have files in common, and packing takes its time.
    hash: [u8; 32],
}

/// `cargo xtask size [FILE…]`: the built page against its budget, or the sizes of files.
pub fn command_size(arguments: &[String]) -> Result<(), String> {
    if arguments.is_empty() {
        return check();
    }
    for file in arguments {
        let bytes = fs::read(file).map_err(|e| format!("{file}: {e}"))?;
        println!("{file}: {} bytes, {} packed by brotli", bytes.len(), brotli(&bytes)?);
    }
    Ok(())
}

/// Prints the size of every file of the built page; an error when one is over its budget or has none.
pub fn check() -> Result<(), String> {
    let budget = read_budget()?;
    let mut sizes = Vec::new();
    collect(&dist(), &mut sizes)?;
    sizes.sort_by(|a, b| a.part.cmp(&b.part));
    if sizes.is_empty() {
        return Err("nothing is built yet: cargo xtask page".into());
    }
    println!("{:44} {:>10} {:>10} {:>10}", "part", "raw", "brotli", "budget");
    let mut problems = Vec::new();
    let mut row = |part: &str, raw: usize, brotli: usize| {
        let limit = budget.iter().find(|(name, _)| matches(name, part)).map(|b| b.1);
        let shown = limit.map_or_else(|| "-".to_owned(), |l| l.to_string());
        println!("{part:44} {raw:10} {brotli:10} {shown:>10}");
        match limit {
            Some(limit) if brotli > limit => problems.push(format!("{part}: {brotli} bytes, budget {limit}")),
            Some(_) => {}
            None => problems.push(format!("{part}: no line in {BUDGET}")),
        }
    };
    for size in &sizes {
        row(&size.part, size.raw, size.brotli);
    }
    // The large gazetteer is fetched behind the first marks; the element and its demo are another page's.
    let first = |s: &&Size| FIRST.contains(&s.part.as_str());
    let (raw, brotli) = sizes.iter().filter(first).fold((0, 0), |(r, b), s| (r + s.raw, b + s.brotli));
    row("before the first highlight", raw, brotli);
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems.join("\n"))
    }
}

/// A budget line's name fits a part; `*` stands for any characters.
fn matches(pattern: &str, part: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == part,
        Some((head, tail)) => part.len() >= head.len() + tail.len() && part.starts_with(head) && part.ends_with(tail),
    }
}

fn read_budget() -> Result<Vec<(String, usize)>, String> {
    let file = root().join(BUDGET);
    let text = fs::read_to_string(&file).map_err(|e| format!("{BUDGET}: {e}"))?;
    let lines = text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty());
    lines
        .map(|line| {
            let (part, bytes) = line.split_once('\t').ok_or_else(|| format!("{BUDGET}: no tab in `{line}`"))?;
            let bytes = bytes.trim().parse().map_err(|e| format!("{BUDGET}: `{line}`: {e}"))?;
            Ok((part.to_owned(), bytes))
        })
        .collect()
}

fn collect(dir: &Path, sizes: &mut Vec<Size>) -> Result<(), String> {
    let Ok(entries) = fs::read_dir(dir) else { return Ok(()) };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, sizes)?;
        } else {
            let bytes = fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
            let part = path.strip_prefix(dist()).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            // A list of sizes is no part of the page, nor is what the tests build of it for others.
            if part != "sizes.json" && !part.starts_with("consumers/") {
                let hash = Sha256::digest(&bytes).into();
                let same = sizes.iter().find(|size| size.hash == hash).map(|size| size.brotli);
                let brotli = same.map_or_else(|| brotli(&bytes), Ok)?;
                sizes.push(Size { part, raw: bytes.len(), brotli, hash });
            }
        }
    }
    Ok(())
}

/// Size after brotli at its strongest, as a static host does it.
fn brotli(bytes: &[u8]) -> Result<usize, String> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 24);
    writer.write_all(bytes).and_then(|()| writer.flush()).map_err(|e| e.to_string())?;
    Ok(writer.into_inner().len())
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_any_characters() {
        assert!(matches("page/whosaid_bg.wasm", "page/whosaid_bg.wasm"));
        assert!(matches("page/*.js", "page/chunk-AB12.js"));
        assert!(!matches("page/*.js", "page/style.css"));
        assert!(!matches("page/a*a", "page/a"));
    }
}
