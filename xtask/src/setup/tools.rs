//! wasm-bindgen's and wasm-pack's command-line tools, installed once into the cache folder.

use super::cache_dir;
use crate::shell::{cargo, command, find_in, find_on_path, output, root, run, say};
use std::path::{Path, PathBuf};

/// The version that is known to work.
const WASM_PACK: &str = "0.15.1";

/// The folder with `wasm-bindgen` and `wasm-bindgen-test-runner`, of the version that the crate is built with: the two
/// must agree to the last digit.
pub fn wasm_bindgen() -> Result<PathBuf, String> {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).map_err(|e| format!("Cargo.lock: {e}"))?;
    let version = locked_version(&lock, "wasm-bindgen").ok_or("Cargo.lock names no wasm-bindgen")?;
    // Without --locked: the lock file that the tool ships asks for crates that registries no longer offer.
    install("wasm-bindgen-cli", "wasm-bindgen", &version, &[], "about four minutes")
}

/// The folder with `wasm-pack`.
pub fn wasm_pack() -> Result<PathBuf, String> {
    install("wasm-pack", "wasm-pack", WASM_PACK, &["--locked"], "about two minutes")
}

/// The version of a package in a lock file.
fn locked_version(lock: &str, package: &str) -> Option<String> {
    let mut lines = lock.lines();
    lines.find(|l| *l == format!("name = \"{package}\""))?;
    Some(lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?.to_owned())
}

fn is_version(program: &Path, version: &str) -> bool {
    output(command(program).arg("--version")).is_ok_and(|said| said.split_whitespace().nth(1) == Some(version))
}

/// The folder that holds `program`: ours, or one on PATH with the same version; else it is installed into ours.
fn install(package: &str, program: &str, version: &str, flags: &[&str], time: &str) -> Result<PathBuf, String> {
    let tools = cache_dir()?.join("tools");
    let bin = tools.join("bin");
    let ours = find_in([bin.clone()], program);
    for found in ours.into_iter().chain(find_on_path(program)) {
        if is_version(&found, version) {
            return found.parent().map(Path::to_path_buf).ok_or_else(|| "a program without a folder".into());
        }
    }
    say(&format!("installing {package} {version}, once, {time}"));
    // A folder of its own, so that an interrupted build goes on where it stopped.
    let build = tools.join("build");
    let mut cargo = cargo();
    cargo.args(["install", package, "--version", version, "--force", "--root"]).arg(&tools).args(flags);
    run(cargo.env("CARGO_TARGET_DIR", &build))?;
    let _ = std::fs::remove_dir_all(&build);
    Ok(bin)
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    #[test]
    fn reads_the_version_of_the_exact_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \
                    \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }
}
