//! `cargo xtask train`: trains all that is learnt from corpora, by `xtask/training/train.py` in a Python environment that is
//! made once, in the user's cache folder, from pinned packages.

use crate::setup::cache_dir;
use crate::shell::{command, env_file, find_on_path, output, root, run, say};
use std::fs;
use std::path::{Path, PathBuf};

/// The oldest Python for which the pinned packages exist.
const LEAST_PYTHON: (u32, u32) = (3, 11);

const USAGE: &str = "
  cargo xtask train --self-test     checks the training tool's own parts, without a corpus

Python 3.11 or later is taken from PATH, or from the variable PYTHON.";

/// `cargo xtask train --corpora DIR --work DIR …`
pub fn run_training(arguments: &[String]) -> Result<(), String> {
    let folder = root().join("xtask").join("training");
    let script = folder.join("train.py");
    let python = python()?;
    if arguments.is_empty() || arguments.iter().any(|a| a == "--help" || a == "-h") {
        // That needs no package.
        run(command(python).arg("-B").arg(script).arg("--help"))?;
        println!("{USAGE}");
        return Ok(());
    }
    let mut train = command(environment(&python, &folder.join("requirements.txt"))?);
    if arguments == ["--self-test"] {
        return run(train.args(["-B", "-m", "unittest", "discover", "-p", "*_test.py", "-s"]).arg(folder));
    }
    // Paths among the arguments are the caller's.
    train.current_dir(std::env::current_dir().map_err(|e| e.to_string())?);
    run(train.arg("-B").arg(script).args(arguments))
}

/// A Python that is new enough.
fn python() -> Result<PathBuf, String> {
    let named = env_file("PYTHON").into_iter();
    let found = named.chain(["python3.11", "python3", "python"].into_iter().filter_map(find_on_path)).find(|program| {
        output(command(program).arg("--version"))
            .ok()
            .and_then(|said| version(&said))
            .is_some_and(|v| v >= LEAST_PYTHON)
    });
    let (major, minor) = LEAST_PYTHON;
    found.ok_or(format!("no Python {major}.{minor} or later on PATH; the variable PYTHON may name one"))
}

/// `Python 3.11.7` → (3, 11)
fn version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.split_whitespace().nth(1)?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// The Python of the environment with the pinned packages; it is made anew when the pins are others.
fn environment(python: &Path, requirements: &Path) -> Result<PathBuf, String> {
    let folder = cache_dir()?.join("training");
    let own = if cfg!(windows) { folder.join("Scripts").join("python.exe") } else { folder.join("bin").join("python") };
    let wanted = fs::read_to_string(requirements).map_err(|e| format!("{}: {e}", requirements.display()))?;
    // Written last: an environment without it is not whole.
    let installed = folder.join("requirements.txt");
    if own.is_file() && fs::read_to_string(&installed).is_ok_and(|text| text == wanted) {
        return Ok(own);
    }
    say("installing Python packages for training, once, about five minutes");
    run(command(python).args(["-m", "venv", "--clear"]).arg(&folder))?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    run(command(&own).args(pip).arg(requirements))?;
    fs::write(&installed, wanted).map_err(|e| format!("{}: {e}", installed.display()))?;
    Ok(own)
}

#[cfg(test)]
mod tests {
    use super::{version, LEAST_PYTHON};

    #[test]
    fn versions_are_compared_as_numbers() {
        assert_eq!(version("Python 3.11.7\n"), Some((3, 11)));
        assert!(version("Python 3.9.18").is_some_and(|v| v < LEAST_PYTHON));
        assert!(version("Python 3.12.0rc1").is_some_and(|v| v >= LEAST_PYTHON));
        assert_eq!(version("python"), None);
    }
}
