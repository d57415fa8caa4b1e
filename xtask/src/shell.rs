//! Running other programs: found on PATH, with a clean environment, with their output shown and kept.

use std::collections::VecDeque;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The repository's root folder.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Where cargo puts what it builds.
pub fn target_dir() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) if !dir.is_empty() => root().join(dir),
        _ => root().join("target"),
    }
}

/// Says what is being done, in one line.
pub fn say(what: &str) {
    if std::io::stdout().is_terminal() {
        println!("\x1b[1m== {what}\x1b[0m");
    } else {
        println!("== {what}");
    }
    let _ = std::io::stdout().flush();
}

/// The environment variable as a path, if it names a file.
pub fn env_file(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).map(PathBuf::from).filter(|p| p.is_file())
}

/// Looks `name` up in the folders of PATH (with `.exe` and `.cmd` on Windows).
pub fn find_on_path(name: &str) -> Option<PathBuf> {
    find_in(std::env::split_paths(&std::env::var_os("PATH")?), name)
}

/// Looks `name` up in some folders.
pub fn find_in(folders: impl IntoIterator<Item = PathBuf>, name: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ".bat"] } else { &[""] };
    folders.into_iter().flat_map(|d| endings.iter().map(move |e| d.join(format!("{name}{e}")))).find(|p| p.is_file())
}

/// PATH with `first` in front.
pub fn path_with(first: &[&Path]) -> Result<OsString, String> {
    let old = std::env::var_os("PATH").unwrap_or_default();
    let folders = first.iter().map(|p| p.to_path_buf()).chain(std::env::split_paths(&old));
    std::env::join_paths(folders).map_err(|e| format!("PATH: {e}"))
}

/// A command that does not inherit what cargo and rustup tell their children: the toolchain that started this program
/// need not be the one that is called now.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        let kept = ["CARGO_HOME", "CARGO_TERM_COLOR", "RUSTUP_HOME", "RUSTUP_DIST_SERVER", "RUSTUP_UPDATE_ROOT"];
        let kept = kept.contains(&&*text)
            || text.starts_with("CARGO_HTTP")
            || text.starts_with("CARGO_NET")
            || text.starts_with("CARGO_REGISTR")
            || text.starts_with("CARGO_SOURCE")
            || text.starts_with("CARGO_BUILD");
        let set_by_cargo = text.starts_with("CARGO") || text.starts_with("RUSTUP_TOOLCHAIN");
        if set_by_cargo && !kept || text == "RUST_RECURSION_COUNT" {
            command.env_remove(&name);
        }
    }
    if let Some(dir) = std::env::var_os("CARGO_TARGET_DIR") {
        command.env("CARGO_TARGET_DIR", dir);
    }
    // cargo puts the toolchain's and the build's own libraries in front; another toolchain must not load them.
    for name in ["LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"] {
        let Some(value) = std::env::var_os(name) else { continue };
        let own = target_dir();
        let rest: Vec<PathBuf> = std::env::split_paths(&value)
            .filter(|p| !p.starts_with(&own) && !p.components().any(|c| c.as_os_str() == "toolchains"))
            .collect();
        match std::env::join_paths(&rest) {
            Ok(joined) if !rest.is_empty() => command.env(name, joined),
            _ => command.env_remove(name),
        };
    }
    command.current_dir(root());
    command
}

/// The cargo that runs this program, for the machine's own code.
pub fn cargo() -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = command(program);
    if let Some(toolchain) = std::env::var_os("RUSTUP_TOOLCHAIN") {
        command.env("RUSTUP_TOOLCHAIN", toolchain);
    }
    command
}

/// How a command reads when typed.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_stem().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|w| w.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

fn failed_to_start(command: &Command, error: &std::io::Error) -> String {
    format!("`{}` could not be started: {error}", command.get_program().to_string_lossy())
}

fn check(command: &Command, status: ExitStatus) -> Result<(), String> {
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{}` failed ({status})", shown(command)))
    }
}

/// Runs a command with its output shown; an error when it fails.
pub fn run(command: &mut Command) -> Result<(), String> {
    let status = command.stdin(Stdio::null()).status().map_err(|e| failed_to_start(command, &e))?;
    check(command, status)
}

/// What a command prints on standard output; an error when it fails.
pub fn output(command: &mut Command) -> Result<String, String> {
    let out = command.stdin(Stdio::null()).output().map_err(|e| failed_to_start(command, &e))?;
    if !out.status.success() {
        return Err(format!("`{}` failed: {}", shown(command), String::from_utf8_lossy(&out.stderr).trim()));
    }
    Ok(String::from_utf8_lossy(&out.stdout).into_owned())
}

/// Runs a command with its output shown, and keeps the last lines of it: `(succeeded, lines)`.
pub fn run_and_keep(command: &mut Command) -> Result<(bool, Vec<String>), String> {
    const KEPT: usize = 20_000;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| failed_to_start(command, &e))?;
    let lines = Arc::new(Mutex::new(VecDeque::new()));
    let pass_on = |pipe: Box<dyn Read + Send>, to_stderr: bool| {
        let lines = Arc::clone(&lines);
        std::thread::spawn(move || {
            let mut reader = BufReader::new(pipe);
            let mut bytes = Vec::new();
            while reader.read_until(b'\n', &mut bytes).is_ok_and(|n| n > 0) {
                let shown =
                    if to_stderr { std::io::stderr().write_all(&bytes) } else { std::io::stdout().write_all(&bytes) };
                let _ = shown;
                let line = String::from_utf8_lossy(&bytes).trim_end().to_owned();
                if let Ok(mut lines) = lines.lock() {
                    lines.push_back(line);
                    if lines.len() > KEPT {
                        lines.pop_front();
                    }
                }
                bytes.clear();
            }
        })
    };
    let mut threads = Vec::new();
    if let Some(pipe) = child.stdout.take() {
        threads.push(pass_on(Box::new(pipe), false));
    }
    if let Some(pipe) = child.stderr.take() {
        threads.push(pass_on(Box::new(pipe), true));
    }
    let status = child.wait().map_err(|e| failed_to_start(command, &e))?;
    for thread in threads {
        let _ = thread.join();
    }
    let lines = lines.lock().map(|l| l.iter().cloned().collect()).unwrap_or_default();
    Ok((status.success(), lines))
}

/// Runs a command and ends it when `stalled` says so, which is asked twice a second with the time that has passed.
/// `Ok(None)`: it was ended.
pub fn run_unless(
    command: &mut Command,
    mut stalled: impl FnMut(Duration) -> bool,
) -> Result<Option<ExitStatus>, String> {
    let mut child: Child = command.stdin(Stdio::null()).spawn().map_err(|e| failed_to_start(command, &e))?;
    let begin = Instant::now();
    loop {
        match child.try_wait().map_err(|e| e.to_string())? {
            Some(status) => return Ok(Some(status)),
            None if stalled(begin.elapsed()) => {
                let _ = child.kill();
                let _ = child.wait();
                return Ok(None);
            }
            None => std::thread::sleep(Duration::from_millis(500)),
        }
    }
}
