//! `cargo xtask page`: builds the page, as a folder and as one file, and the browser extension; opens the file.

use crate::setup::{node_modules, wasm_bindgen, wasm_toolchain, NodeModules, WasmToolchain};
use crate::shell::{command, find_on_path, root, run, say, target_dir};
use std::path::{Path, PathBuf};

/// The features that the page's module is built with.
pub const FEATURES: [&str; 3] = ["--no-default-features", "--features", "wasm"];

/// Data is most of the module: -Os saves 500 bytes in 1.2 MB of brotli, so the faster code is taken.
const WASM_OPT: [&str; 1] = ["-O3"];

/// Where the built page goes.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// What wasm-bindgen and wasm-opt leave: `whosaid.js` and `whosaid_bg.wasm`.
pub fn bound() -> PathBuf {
    target_dir().join("page").join("web")
}

/// `cargo xtask page [--no-open]`
pub fn command_page(arguments: &[String]) -> Result<(), String> {
    let open = match arguments {
        [] => true,
        [one] if one == "--no-open" => false,
        _ => return Err("usage: cargo xtask page [--no-open]".into()),
    };
    let toolchain = wasm_toolchain(false)?;
    build(&toolchain, &node_modules()?)?;
    let file = dist().join("whosaid.html");
    if open {
        show(&file);
    }
    println!("\nthe page in one file, to be opened by a browser:  {}", file.display());
    println!("the folder for a web server:                      {}", dist().join("page").display());
    println!("the extension, to be loaded by a browser:         {}", dist().join("extension").display());
    Ok(())
}

/// Builds the page into [`dist`].
pub fn build(toolchain: &WasmToolchain, modules: &NodeModules) -> Result<(), String> {
    let wasm = build_wasm(toolchain, modules)?;
    say("building the page");
    let mut node = modules.node()?;
    run(node.arg("www/build.mjs").arg("--wasm").arg(wasm).arg("--out").arg(dist()))
}

/// cargo, wasm-bindgen, wasm-opt. The folder that is returned holds `web/whosaid.js` and `web/whosaid_bg.wasm`.
fn build_wasm(toolchain: &WasmToolchain, modules: &NodeModules) -> Result<PathBuf, String> {
    let bindgen = wasm_bindgen()?;
    let mut cargo = toolchain.cargo();
    say("compiling for WebAssembly: cargo build --release");
    run(cargo.args(["build", "--release", "--lib", "--target", "wasm32-unknown-unknown"]).args(FEATURES))?;
    let built = toolchain.target_dir().join("wasm32-unknown-unknown").join("release").join("whosaid.wasm");

    let out = target_dir().join("page");
    let (bound, web) = (out.join("bindgen"), out.join("web"));
    let mut generate = command(bindgen.join("wasm-bindgen"));
    generate.args(["--target", "web", "--out-name", "whosaid", "--out-dir"]).arg(&bound).arg(&built);
    run(&mut generate)?;

    // wasm-opt takes its time: not again for the same module.
    let module = "whosaid_bg.wasm";
    let (before, seen) = (bound.join(module), out.join("optimised-from.wasm"));
    let read = |file: &Path| std::fs::read(file).map_err(|e| format!("{}: {e}", file.display()));
    let fresh = read(&before)?;
    let settings = WASM_OPT.join(" ");
    let same = std::fs::read(&seen).is_ok_and(|old| old == fresh)
        && std::fs::read_to_string(out.join("wasm-opt.txt")).is_ok_and(|s| s == settings);
    if !(same && web.join(module).is_file()) {
        say(&format!("optimising: wasm-opt {settings}"));
        create(&web)?;
        let mut optimise = modules.script("binaryen", "bin/wasm-opt")?;
        run(optimise.args(WASM_OPT).arg(&before).arg("-o").arg(web.join(module)))?;
        write(&seen, &fresh)?;
        write(&out.join("wasm-opt.txt"), settings.as_bytes())?;
    }
    for entry in std::fs::read_dir(&bound).map_err(|e| format!("{}: {e}", bound.display()))?.flatten() {
        if entry.file_name() != module && entry.path().is_file() {
            std::fs::copy(entry.path(), web.join(entry.file_name())).map_err(|e| e.to_string())?;
        }
    }
    Ok(out)
}

fn create(dir: &Path) -> Result<(), String> {
    std::fs::create_dir_all(dir).map_err(|e| format!("{}: {e}", dir.display()))
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(file, bytes).map_err(|e| format!("{}: {e}", file.display()))
}

/// Opens a file in the default browser where there is a display; else, or when that fails, nothing happens.
fn show(file: &Path) {
    let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    let opener = if set("CI") {
        None
    } else if cfg!(windows) {
        // `start` takes a first quoted argument for a window's title.
        Some(("cmd", vec!["/C", "start", ""]))
    } else if cfg!(target_os = "macos") {
        Some(("open", vec![]))
    } else if set("DISPLAY") || set("WAYLAND_DISPLAY") {
        find_on_path("xdg-open").map(|_| ("xdg-open", vec![]))
    } else {
        None
    };
    match opener {
        Some((program, arguments)) => {
            say("opening the page in the browser");
            let mut open = command(program);
            if let Err(error) = run(open.args(arguments).arg(file)) {
                println!("   {error}");
            }
        }
        None => println!("no display: the page is not opened"),
    }
}
