//! A Rust toolchain that can build for WebAssembly.
//!
//! The normal way is `rustup target add`. On a Debian machine where rustup's server cannot be reached, Debian's own
//! compiler with a standard library built from Debian's own sources does the same.

use super::{browser::install_debian_packages, cache_dir};
use crate::shell::{cargo, command, find_in, find_on_path, output, run, run_unless, say, target_dir};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// The target that the page is built for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// How long rustup may go without a byte from its server where there is another way.
const SILENCE: Duration = Duration::from_secs(20);

/// A cargo that builds for [`TARGET`].
#[derive(Debug)]
pub enum WasmToolchain {
    /// The one that runs this program.
    Own,
    /// The system's, with a standard library in a folder of ours.
    System {
        /// The system's cargo.
        cargo: PathBuf,
        /// Holds `bin/rustc`, which names this folder as its sysroot, and the standard library.
        sysroot: PathBuf,
        /// The linker's name or path.
        linker: PathBuf,
    },
}

impl WasmToolchain {
    /// For the log.
    pub fn describe(&self) -> String {
        match self {
            Self::Own => "the toolchain in use".into(),
            Self::System { cargo, sysroot, .. } => {
                format!("{} with the standard library in {}", cargo.display(), sysroot.display())
            }
        }
    }

    /// The cargo to call.
    pub fn cargo(&self) -> Command {
        match self {
            Self::Own => cargo(),
            Self::System { cargo, .. } => {
                let mut command = command(cargo);
                self.prepare(&mut command);
                command
            }
        }
    }

    /// Folders that must come first on PATH for tools that call `cargo` and `rustc` by name.
    pub fn path(&self) -> Vec<PathBuf> {
        match self {
            Self::Own => Vec::new(),
            Self::System { cargo, sysroot, .. } => {
                std::iter::once(sysroot.join("bin")).chain(cargo.parent().map(Path::to_path_buf)).collect()
            }
        }
    }

    /// Sets what this toolchain needs in a command's environment.
    pub fn prepare(&self, command: &mut Command) {
        match self {
            Self::Own => {
                if let Some(toolchain) = std::env::var_os("RUSTUP_TOOLCHAIN") {
                    command.env("RUSTUP_TOOLCHAIN", toolchain);
                }
            }
            Self::System { sysroot, linker, .. } => {
                command
                    .env("RUSTC", sysroot.join("bin").join("rustc"))
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
                    .env("CARGO_TARGET_DIR", self.target_dir())
                    .env_remove("RUSTUP_TOOLCHAIN")
                    .env_remove("RUSTFLAGS");
            }
        }
    }

    /// Where it puts what it builds: two compilers must not share a folder, or each would undo the other's work.
    pub fn target_dir(&self) -> PathBuf {
        match self {
            Self::Own => target_dir(),
            Self::System { .. } => target_dir().join("system-rust"),
        }
    }
}

/// Whether a standard library for [`TARGET`] is in a folder.
fn has_std(libdir: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(libdir) else { return false };
    entries.flatten().any(|e| {
        let name = e.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libstd") && name.ends_with(".rlib")
    })
}

/// The compiler next to the cargo that runs this program.
fn own_rustc() -> Command {
    let mut rustc = command(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    if let Some(toolchain) = std::env::var_os("RUSTUP_TOOLCHAIN") {
        rustc.env("RUSTUP_TOOLCHAIN", toolchain);
    }
    rustc
}

fn own_has_target() -> bool {
    let libdir = output(own_rustc().args(["--target", TARGET, "--print", "target-libdir"]));
    libdir.is_ok_and(|dir| has_std(Path::new(dir.trim())))
}

/// Finds, or installs, a toolchain that builds for [`TARGET`].
pub fn wasm_toolchain(from_source: bool) -> Result<WasmToolchain, String> {
    if !from_source {
        if own_has_target() {
            return Ok(WasmToolchain::Own);
        }
        if let Some(ready) = find_built()? {
            return Ok(ready);
        }
        if find_on_path("rustup").is_some() {
            say(&format!("adding Rust's standard library for WebAssembly: rustup target add {TARGET}"));
            add_target()?;
            if own_has_target() {
                return Ok(WasmToolchain::Own);
            }
            println!("   rustup could not fetch it");
        }
    }
    if find_on_path("apt-get").is_none() {
        return Err(format!(
            "there is no standard library for {TARGET}. With rustup: `rustup target add {TARGET}`; without, install \
             your system's package of it (often named rust-std-wasm or rust-wasm) and run this again"
        ));
    }
    say("taking the system's Rust instead, with a standard library built from the system's sources");
    let packages = [
        ("/usr/bin/rustc", "rustc-web"),
        ("/usr/bin/cargo", "cargo-web"),
        ("/usr/lib/rustlib/src/rust/library/sysroot/Cargo.toml", "rust-web-src"),
    ];
    let mut missing: Vec<&str> = packages.iter().filter(|(file, _)| !Path::new(file).exists()).map(|p| p.1).collect();
    if find_linker().is_none() {
        missing.push("lld-19");
    }
    if !missing.is_empty() {
        install_debian_packages(&missing)?;
    }
    build_std()?;
    find_built()?.ok_or_else(|| "the standard library was built but cannot be found".into())
}

/// `rustup target add`. Where there is another way it is ended when nothing has arrived for [`SILENCE`].
fn add_target() -> Result<(), String> {
    let mut rustup = command("rustup");
    rustup.args(["target", "add", TARGET]);
    if let Some(toolchain) = std::env::var_os("RUSTUP_TOOLCHAIN") {
        rustup.arg("--toolchain").arg(toolchain);
    }
    let other_way = find_on_path("apt-get").is_some();
    let downloads = output(command("rustup").args(["show", "home"])).map(|h| Path::new(h.trim()).join("downloads"));
    let arrived = || {
        let files = downloads.as_ref().ok().and_then(|d| std::fs::read_dir(d).ok());
        files.map_or(0, |f| f.flatten().filter_map(|e| e.metadata().ok()).map(|m| m.len()).sum::<u64>())
    };
    let (mut last, mut since) = (arrived(), Instant::now());
    let ended = run_unless(&mut rustup, |_| {
        let now = arrived();
        if now != last {
            (last, since) = (now, Instant::now());
        }
        other_way && since.elapsed() > SILENCE
    })?;
    if ended.is_none() {
        println!("   nothing arrived for {} seconds", SILENCE.as_secs());
    }
    Ok(())
}

fn find_linker() -> Option<PathBuf> {
    ["wasm-ld-19", "wasm-ld"].into_iter().find_map(find_on_path).or_else(|| {
        let folders = ["/usr/lib/llvm-19/bin", "/usr/lib/llvm-20/bin", "/usr/lib/llvm-18/bin"];
        find_in(folders.map(PathBuf::from), "wasm-ld")
    })
}

/// `(rustc, cargo, folder of ours for this version)` of the system's Rust.
fn system_rust() -> Result<Option<(PathBuf, PathBuf, PathBuf)>, String> {
    let (rustc, cargo) = (PathBuf::from("/usr/bin/rustc"), PathBuf::from("/usr/bin/cargo"));
    if !rustc.is_file() || !cargo.is_file() {
        return Ok(None);
    }
    let version = output(command(&rustc).arg("--version"))?;
    let version: String =
        version.split_whitespace().nth(1).unwrap_or("unknown").chars().filter(|c| !"/\\".contains(*c)).collect();
    Ok(Some((rustc, cargo, cache_dir()?.join(format!("rust-{version}")))))
}

fn find_built() -> Result<Option<WasmToolchain>, String> {
    let Some((_, cargo, sysroot)) = system_rust()? else { return Ok(None) };
    let Some(linker) = find_linker() else { return Ok(None) };
    let ready = sysroot.join("complete").is_file();
    Ok(ready.then_some(WasmToolchain::System { cargo, sysroot, linker }))
}

/// Builds the standard library for [`TARGET`] with the system's compiler, from the system's sources, into a sysroot in
/// the cache folder. The system's own folders stay as they are.
fn build_std() -> Result<(), String> {
    let (rustc, cargo, sysroot) = system_rust()?.ok_or("the system's rustc is not there")?;
    let problem = |what: &Path, e: std::io::Error| format!("{}: {e}", what.display());
    say("building the standard library for WebAssembly, once, about a minute");
    // From an empty folder: what a failed build leaves behind would be found twice by the linker.
    let work = sysroot.with_extension("build");
    for dir in [&work, &sysroot] {
        if dir.exists() {
            std::fs::remove_dir_all(dir).map_err(|e| problem(dir, e))?;
        }
    }
    copy_dir(Path::new("/usr/lib/rustlib/src/rust/library"), &work.join("library"))?;
    let built = work.join("target");
    run(command(&cargo)
        .args(["build", "--release", "--target", TARGET, "--features", "compiler-builtins-mem", "--target-dir"])
        .arg(&built)
        .current_dir(work.join("library").join("sysroot"))
        // The standard library uses features of the compiler that are open to nobody else.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-Zforce-unstable-if-unmarked -Cembed-bitcode=yes")
        .env("RUSTC", &rustc))?;

    let lib = sysroot.join("lib").join("rustlib");
    let target_lib = lib.join(TARGET).join("lib");
    std::fs::create_dir_all(&target_lib).map_err(|e| problem(&target_lib, e))?;
    let deps = built.join(TARGET).join("release").join("deps");
    for entry in std::fs::read_dir(&deps).map_err(|e| problem(&deps, e))?.flatten() {
        if entry.path().extension().is_some_and(|e| e == "rlib") {
            std::fs::copy(entry.path(), target_lib.join(entry.file_name())).map_err(|e| problem(&entry.path(), e))?;
        }
    }
    // Build scripts and macros run on this machine: its own standard library is linked in beside.
    let system = output(command(&rustc).args(["--print", "sysroot"]))?;
    let host = output(command(&rustc).arg("-vV"))?;
    let host = host.lines().find_map(|l| l.strip_prefix("host: ")).ok_or("rustc does not name its host")?;
    let system_lib = Path::new(system.trim()).join("lib").join("rustlib").join(host);
    link(&system_lib, &lib.join(host))?;
    let bin = sysroot.join("bin");
    std::fs::create_dir_all(&bin).map_err(|e| problem(&bin, e))?;
    // A wrapper and no flag: wasm-pack asks `rustc` for its sysroot to see whether the target is there.
    let wrapper = format!("#!/bin/sh\nexec '{}' --sysroot '{}' \"$@\"\n", rustc.display(), sysroot.display());
    let file = bin.join("rustc");
    std::fs::write(&file, wrapper).map_err(|e| problem(&file, e))?;
    make_executable(&file)?;
    std::fs::write(sysroot.join("complete"), "").map_err(|e| problem(&sysroot, e))?;
    std::fs::remove_dir_all(&work).map_err(|e| problem(&work, e))
}

fn copy_dir(from: &Path, to: &Path) -> Result<(), String> {
    let problem = |e: std::io::Error| format!("copying {}: {e}", from.display());
    std::fs::create_dir_all(to).map_err(problem)?;
    for entry in std::fs::read_dir(from).map_err(problem)? {
        let entry = entry.map_err(problem)?;
        let target = to.join(entry.file_name());
        if std::fs::metadata(entry.path()).map_err(problem)?.is_dir() {
            copy_dir(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), &target).map_err(problem)?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) -> Result<(), String> {
    std::os::unix::fs::symlink(from, to).map_err(|e| format!("{}: {e}", to.display()))
}

#[cfg(unix)]
fn make_executable(file: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    let problem = |e: std::io::Error| format!("{}: {e}", file.display());
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755)).map_err(problem)
}

#[cfg(not(unix))]
fn link(_from: &Path, _to: &Path) -> Result<(), String> {
    Err("only for Debian and its relatives".into())
}

#[cfg(not(unix))]
fn make_executable(_file: &Path) -> Result<(), String> {
    Err("only for Debian and its relatives".into())
}
