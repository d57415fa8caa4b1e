//! `cargo xtask tidy`: rules of the house that no compiler checks.

use crate::package;
use crate::shell::root;
use crate::tidy_words;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A file longer than this holds more than one idea.
const MOST_LINES: usize = 500;

/// Path, SHA-256, the command that makes the file.
const MANIFEST: &str = "data/MANIFEST.tsv";

/// Files that a reader looks for.
const DOCUMENTS: [&str; 4] = ["README.md", "ARCHITECTURE.md", "LICENSE-MIT", "LICENSE-APACHE"];

/// Beginnings of paths on somebody's machine, and what is left over from working. This file is not searched.
const UNWANTED: [&str; 10] =
    ["/home/", "/root/", "/tmp/", "/work/", "/Users/", "dbg!(", "todo!(", "unimplemented!(", "FIXME", "XXX"];

/// Written by tools: neither their length nor their words are ours.
const GENERATED: [&str; 2] = ["Cargo.lock", "package-lock.json"];

/// `cargo xtask tidy`
pub fn command_tidy(arguments: &[String]) -> Result<(), String> {
    if !arguments.is_empty() {
        return Err("usage: cargo xtask tidy".into());
    }
    check()
}

/// Checks every rule; the error names each breach.
pub fn check() -> Result<(), String> {
    let root = root();
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let mut problems = Vec::new();
    let mut binaries = Vec::new();
    let packed = package::listed()?;
    for file in &files {
        let name = file.strip_prefix(&root).unwrap_or(file).to_string_lossy().replace('\\', "/");
        let bytes = fs::read(file).map_err(|e| format!("{name}: {e}"))?;
        match String::from_utf8(bytes) {
            Ok(text) if !text.contains('\0') => {
                check_text(&name, &text, &mut problems);
                check_embedded(&name, &text, &packed, &mut problems);
            }
            _ => {
                if name.starts_with("data/") {
                    binaries.push(name);
                }
            }
        }
    }
    check_manifest(&root, &binaries, &mut problems);
    for document in DOCUMENTS {
        if !root.join(document).is_file() {
            problems.push(format!("{document} is missing"));
        }
    }
    let library = fs::read_to_string(root.join("src").join("lib.rs")).map_err(|e| format!("src/lib.rs: {e}"))?;
    for attribute in ["#![forbid(unsafe_code)]", "#![warn(missing_docs)]"] {
        if !library.contains(attribute) {
            problems.push(format!("src/lib.rs lacks {attribute}"));
        }
    }
    if problems.is_empty() {
        println!("{} files are tidy", files.len());
        Ok(())
    } else {
        Err(problems.join("\n"))
    }
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    const SKIPPED: [&str; 7] = [".git", "target", "dist", "node_modules", "corpus", "artifacts", "pkg"];
    let entries = fs::read_dir(dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let kind = entry.file_type().map_err(|e| e.to_string())?;
        if kind.is_dir() {
            if !SKIPPED.contains(&&*name) {
                collect(&entry.path(), files)?;
            }
        } else if kind.is_file() && !name.ends_with(".log") && name != ".git" {
            files.push(entry.path());
        }
    }
    Ok(())
}

fn check_text(name: &str, text: &str, problems: &mut Vec<String>) {
    let base = name.rsplit('/').next().unwrap_or(name);
    if GENERATED.contains(&base) {
        // Where packages come from is the choice of whoever builds.
        if text.contains("\"resolved\"") {
            problems.push(format!("{name} names a registry: npm config set omit-lockfile-registry-resolved true"));
        }
        return;
    }
    let code = [".rs", ".mjs", ".js", ".ts", ".css", ".html", ".py"].iter().any(|e| name.ends_with(e));
    let lines = text.lines().count();
    if code && lines > MOST_LINES {
        problems.push(format!("{name} has {lines} lines; {MOST_LINES} are the most"));
    }
    if name.starts_with("src/") && name.ends_with(".rs") {
        for (line, word) in tidy_words::lists(name, text) {
            problems.push(format!("{name}:{line}: a word list (`{word}` …); words belong into data/lexicon"));
        }
    }
    let own = name == "xtask/src/tidy.rs" || name.starts_with("data/");
    let prose = code || [".md", ".toml", ".json", "run"].iter().any(|e| name.ends_with(e));
    for (number, line) in text.lines().enumerate() {
        let number = number + 1;
        if prose && line.ends_with([' ', '\t']) {
            problems.push(format!("{name}:{number}: blank at the end of the line"));
        }
        if let Some(word) = UNWANTED.iter().find(|w| !own && prose && line.contains(**w)) {
            problems.push(format!("{name}:{number}: `{word}`"));
        }
    }
}

/// Whatever the library embeds must be in the package, or the published crate does not compile.
fn check_embedded(name: &str, text: &str, packed: &HashSet<String>, problems: &mut Vec<String>) {
    if name.starts_with("src/") && name.ends_with(".rs") {
        for file in package::embedded(name, text).into_iter().filter(|file| !packed.contains(file)) {
            problems.push(format!("{name} embeds {file}, which `include` in Cargo.toml leaves out"));
        }
    }
}

/// Every binary under `data/` is listed with its hash and the command that makes it; nothing else is listed.
fn check_manifest(root: &Path, binaries: &[String], problems: &mut Vec<String>) {
    let text = fs::read_to_string(root.join(MANIFEST)).unwrap_or_default();
    let mut listed = BTreeMap::new();
    for line in text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
        let columns: Vec<&str> = line.split('\t').collect();
        match columns[..] {
            [path, hash, command] if !command.trim().is_empty() => {
                listed.insert(path, hash);
            }
            _ => problems.push(format!("{MANIFEST}: not path, hash, command: `{line}`")),
        }
    }
    for (path, hash) in &listed {
        match fs::read(root.join(path)) {
            Ok(bytes) => {
                let digest = Sha256::digest(&bytes);
                let found: String = digest.iter().map(|b| format!("{b:02x}")).collect();
                if found != *hash {
                    problems.push(format!("{path}: the manifest says {hash}, the file is {found}"));
                }
            }
            Err(error) => problems.push(format!("{MANIFEST} lists {path}: {error}")),
        }
    }
    for binary in binaries {
        if !listed.contains_key(binary.as_str()) {
            problems.push(format!("{binary} is not in {MANIFEST}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{check_embedded, check_text};
    use std::collections::HashSet;

    fn problems_of(name: &str, text: &str) -> Vec<String> {
        let mut problems = Vec::new();
        check_text(name, text, &mut problems);
        problems
    }

    #[test]
    fn breaches_are_found() {
        assert_eq!(problems_of("src/a.rs", &"x\n".repeat(501)).len(), 1);
        assert_eq!(problems_of("src/a.rs", "let a = 1; \n").len(), 1);
        assert_eq!(problems_of("README.md", "see /home/me/notes\n").len(), 1);
        assert_eq!(problems_of("www/package-lock.json", "\"resolved\": \"somewhere\"").len(), 1);
        assert_eq!(problems_of("src/a.rs", "let a = 1;\n"), Vec::<String>::new());
        let packed = HashSet::from(["data/a.tsv".to_owned()]);
        let mut problems = Vec::new();
        check_embedded(
            "src/a.rs",
            "include_str!(\"../data/a.tsv\"); include_str!(\"../data/b.txt\")",
            &packed,
            &mut problems,
        );
        assert_eq!(problems.len(), 1, "{problems:?}");
    }
}
