//! Node and the packages that the page is built and tested with.

use crate::shell::{command, find_in, find_on_path, output, path_with, root, run, say};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest Node that the page's build and tests run on.
const OLDEST_NODE: u32 = 20;

/// Installed packages.
#[derive(Debug)]
pub struct NodeModules {
    /// `www/node_modules`.
    pub dir: PathBuf,
    node: PathBuf,
}

impl NodeModules {
    /// `node`, with the packages' programs first on PATH.
    pub fn node(&self) -> Result<Command, String> {
        let mut node = command(&self.node);
        node.env("PATH", path_with(&[&self.dir.join(".bin")])?);
        Ok(node)
    }

    /// A program that one of the packages brings: a script for Node.
    pub fn script(&self, package: &str, path: &str) -> Result<Command, String> {
        let file = self.dir.join(package).join(path);
        if !file.is_file() {
            return Err(format!("{} is not there: is {package} in www/package.json?", file.display()));
        }
        let mut node = self.node()?;
        node.arg(file);
        Ok(node)
    }
}

/// Installs the packages of `www/package-lock.json`, unless they are there already.
pub fn node_modules() -> Result<NodeModules, String> {
    let needed = format!("Node {OLDEST_NODE} or newer is needed (https://nodejs.org, or your system's package)");
    let node = find_on_path("node").ok_or(&needed)?;
    let version = output(command(&node).arg("--version"))?;
    let major: u32 = version.trim().trim_start_matches('v').split('.').next().and_then(|n| n.parse().ok()).unwrap_or(0);
    if major < OLDEST_NODE {
        return Err(format!("{needed}; this one is {}", version.trim()));
    }
    let dir = install("www", &node)?;
    Ok(NodeModules { dir, node })
}

/// Installs the packages that the tests build the packed package with.
pub fn consumers(modules: &NodeModules) -> Result<(), String> {
    install("tests/consumers", &modules.node).map(drop)
}

/// `npm ci` in a folder, unless its packages are there already; returns its `node_modules`.
fn install(folder: &str, node: &Path) -> Result<PathBuf, String> {
    let at = root().join(folder);
    let dir = at.join("node_modules");
    let lock = std::fs::read(at.join("package-lock.json")).map_err(|e| format!("{folder}/package-lock.json: {e}"))?;
    // A copy of the lock file that was installed last says whether anything is to be done.
    let done = dir.join(".installed-lock.json");
    if std::fs::read(&done).is_ok_and(|installed| installed == lock) {
        return Ok(dir);
    }
    say(&format!("installing packages: npm ci in {folder}/"));
    let npm = npm(node).ok_or("npm is needed beside Node")?;
    run(command(npm).args(["ci", "--no-audit", "--no-fund"]).current_dir(&at))?;
    std::fs::write(&done, lock).map_err(|e| format!("{}: {e}", done.display()))?;
    Ok(dir)
}

fn npm(node: &Path) -> Option<PathBuf> {
    find_on_path("npm").or_else(|| find_in(node.parent().map(Path::to_path_buf), "npm"))
}
