//! What the build and the tests need beside Rust and Node: found, or installed once into a fixed folder.
//!
//! Every step first looks whether the thing is there already, so that a second run does nothing twice.

mod browser;
mod node;
mod tools;
mod wasm;

pub use browser::{browser, firefox, Browser};
pub use node::{consumers, node_modules, NodeModules};
pub use tools::{wasm_bindgen, wasm_pack};
pub use wasm::{wasm_toolchain, WasmToolchain, TARGET};

use std::path::PathBuf;

/// Where tools are kept between runs: `whosaid` in the user's cache folder.
pub fn cache_dir() -> Result<PathBuf, String> {
    let folder = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let cache = if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        folder("XDG_CACHE_HOME").or_else(|| folder("HOME").map(|h| h.join("Library").join("Caches")))
    } else {
        folder("XDG_CACHE_HOME").filter(|p| p.is_absolute()).or_else(|| folder("HOME").map(|h| h.join(".cache")))
    };
    let dir = cache.ok_or("no cache folder: set HOME or XDG_CACHE_HOME")?.join("whosaid");
    std::fs::create_dir_all(&dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    Ok(dir)
}

/// Installs everything that the page and the tests need.
///
/// `--std-from-source` takes the way for machines that cannot reach rustup's server, to try it out.
pub fn command(arguments: &[String]) -> Result<(), String> {
    let from_source = match arguments {
        [] => false,
        [one] if one == "--std-from-source" => true,
        _ => return Err("usage: cargo xtask setup [--std-from-source]".into()),
    };
    let rust = wasm_toolchain(from_source)?;
    println!("Rust for WebAssembly: {}", rust.describe());
    println!("wasm-bindgen: {}", wasm_bindgen()?.display());
    println!("wasm-pack: {}", wasm_pack()?.display());
    println!("Node packages: {}", node_modules()?.dir.display());
    let browser = browser()?;
    println!("browser: {}", browser.chromium.display());
    println!("its driver: {}", browser.driver.display());
    Ok(())
}
