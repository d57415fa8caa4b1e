//! The crate as it is published: what it embeds is packed, and what is packed builds and does what the README says.

use crate::shell::{cargo, command, output, run, run_and_keep, say, target_dir};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const CRATE: &str = "whosaid";

/// What cargo says where it gets no answer, in lower case.
const UNREACHABLE: &[&str] = &[
    "but --offline was specified",
    "could not resolve host",
    "could not connect",
    "couldn't connect",
    "failed to connect",
    "failed to download",
    "failed to query replaced source registry",
    "network failure",
    "timed out",
    "unable to update registry",
];

/// Packs the crate as `cargo publish` would, and gives the commands that check and build what was packed, as a crate of its own, and run
/// the README's example. The unit tests are the same files that the workspace tests.
///
/// The registry is asked whether it would take the crate; where it cannot be reached, that is said and left out. Files that
/// are not committed are packed too, so that this works in the middle of a change.
pub fn checks() -> Result<[Command; 2], String> {
    let mut publish = cargo();
    publish.args(["publish", "--dry-run", "--no-verify", "--allow-dirty", "--quiet", "--package", CRATE]);
    let (accepted, lines) = run_and_keep(&mut publish)?;
    if !accepted {
        if !is_unreachable(&lines) {
            return Err("`cargo publish --dry-run` failed".into());
        }
        say("the registry cannot be reached: packing without its word");
    }
    let offline: &[&str] = if accepted { &[] } else { &["--offline"] };
    let folder = target_dir().join("package");
    clear(&folder)?;
    run(cargo().args(["package", "--no-verify", "--allow-dirty", "--quiet", "--package", CRATE]).args(offline))?;
    let packed = only_packed(&folder)?;
    run(command("tar").arg("-xzf").arg(&packed).arg("-C").arg(&folder))?;
    let manifest = packed.with_extension("").join("Cargo.toml");
    Ok([&["check"][..], &["test", "--doc"]].map(|what| {
        let mut check = cargo();
        check.args(what).arg("--manifest-path").arg(&manifest).args(offline);
        // The optimiser would take minutes.
        check.args(["--config", "profile.dev.package.whosaid.opt-level=0"]);
        check
    }))
}

fn is_unreachable(lines: &[String]) -> bool {
    lines.iter().any(|line| {
        let line = line.to_lowercase();
        UNREACHABLE.iter().any(|words| line.contains(words))
    })
}

/// What earlier runs packed and unpacked: left where it is, it would hide that a file is missing.
fn clear(folder: &Path) -> Result<(), String> {
    for path in ours(folder) {
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.map_err(|e| format!("{}: {e}", path.display()))?;
    }
    Ok(())
}

fn only_packed(folder: &Path) -> Result<PathBuf, String> {
    let packed = ours(folder).into_iter().find(|path| path.extension().is_some_and(|e| e == "crate"));
    packed.ok_or_else(|| format!("cargo packed nothing in {}", folder.display()))
}

fn ours(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter(|e| e.file_name().to_string_lossy().starts_with(CRATE)).map(|e| e.path()).collect()
}

/// The files that `cargo package` packs: paths from the root, with slashes.
pub fn listed() -> Result<HashSet<String>, String> {
    let list = output(cargo().args(["package", "--list", "--allow-dirty", "--quiet", "--package", CRATE]))?;
    Ok(list.lines().map(|line| line.replace('\\', "/")).collect())
}

/// The files that a source file embeds: paths from the root, with slashes.
pub fn embedded(path: &str, source: &str) -> Vec<String> {
    let mut found = Vec::new();
    for start in ["include_str!(\"", "include_bytes!(\""] {
        for (at, _) in source.match_indices(start) {
            let Some(relative) = source[at + start.len()..].split('"').next() else { continue };
            let mut parts: Vec<&str> = path.split('/').collect();
            parts.pop();
            for part in relative.split('/') {
                match part {
                    ".." => drop(parts.pop()),
                    "." => {}
                    _ => parts.push(part),
                }
            }
            found.push(parts.join("/"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_files_are_found() {
        let source = "const A: &str = include_str!(\"../../data/a.tsv\");\nconst B: &[u8] = include_bytes!(\"b.bin\");";
        assert_eq!(embedded("src/lexicon/read.rs", source), ["data/a.tsv", "src/lexicon/b.bin"]);
        assert_eq!(embedded("src/lib.rs", "#![doc = include_str!(\"../README.md\")]"), ["README.md"]);
    }

    #[test]
    fn only_silence_is_forgiven() {
        let says = |line: &str| is_unreachable(&[line.to_owned()]);
        assert!(says("  [6] Could not resolve host: index.crates.io"));
        assert!(!says("error: crate whosaid@0.1.0 already exists on crates.io index"));
        assert!(!says("error: failed to verify manifest: missing description"));
    }
}
