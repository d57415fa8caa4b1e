//! `cargo xtask reproduce`: whether two clean builds of the page give the same bytes.

use crate::page::dist;
use crate::shell::{command, root, run, say, target_dir};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// `cargo xtask reproduce`: builds the page twice, each time from nothing, and compares every file. Takes some minutes.
pub fn command_reproduce(arguments: &[String]) -> Result<(), String> {
    if !arguments.is_empty() {
        return Err("usage: cargo xtask reproduce".into());
    }
    let built = [build("first")?, build("second")?];
    let [first, second] = &built;
    let names = first.keys().chain(second.keys().filter(|name| !first.contains_key(*name)));
    let different: Vec<&str> = names.filter(|name| first.get(*name) != second.get(*name)).map(String::as_str).collect();
    if first.is_empty() || !different.is_empty() {
        return Err(format!("not the same in both builds: {}", different.join(", ")));
    }
    for (name, hash) in first {
        println!("{hash}  {name}");
    }
    println!("{} files, the same in both builds", first.len());
    Ok(())
}

/// Builds into a target folder of its own, and gives the hash of each file.
fn build(name: &str) -> Result<BTreeMap<String, String>, String> {
    let target = target_dir().join("reproduce").join(name);
    let clean = |folder: &Path| match fs::remove_dir_all(folder) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(format!("{}: {e}", folder.display())),
        _ => Ok(()),
    };
    clean(&target)?;
    clean(&dist())?;
    say(&format!("the {name} build"));
    let program = std::env::current_exe().map_err(|e| e.to_string())?;
    run(command(program).args(["page", "--no-open"]).env("CARGO_TARGET_DIR", &target))?;
    let mut hashes = BTreeMap::new();
    collect(&dist(), &mut hashes)?;
    clean(&target)?;
    Ok(hashes)
}

fn collect(folder: &Path, hashes: &mut BTreeMap<String, String>) -> Result<(), String> {
    for entry in fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, hashes)?;
            continue;
        }
        let bytes = fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let name = path.strip_prefix(root()).unwrap_or(&path).to_string_lossy().into_owned();
        hashes.insert(name, format!("{:x}", Sha256::digest(&bytes)));
    }
    Ok(())
}
