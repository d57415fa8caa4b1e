//! `cargo xtask test`: everything that must hold before a change lands.

use crate::package;
use crate::page::{self, FEATURES};
use crate::setup::{self, Browser, NodeModules, WasmToolchain};
use crate::shell::{cargo, command, path_with, root, run_and_keep, say};
use crate::{cost, size, supply, tidy};
use std::cell::LazyCell;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

/// What came of a section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Outcome {
    passed: u32,
    failed: u32,
    skipped: u32,
}

impl Outcome {
    fn and(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

/// A tool, found or installed when a section first asks for it.
type Tool<T> = LazyCell<Result<T, String>>;

/// What the sections need.
struct Tools {
    toolchain: Tool<WasmToolchain>,
    bindgen: Tool<PathBuf>,
    pack: Tool<PathBuf>,
    modules: Tool<NodeModules>,
    browser: Tool<Browser>,
}

type Section = (&'static str, &'static str, fn(&Tools) -> Result<Outcome, String>);

/// Name, what it checks, function. The quick ones first.
const SECTIONS: &[Section] = &[
    ("tidy", "file lengths, words, data manifest", |_| tidy::check().map(|()| one())),
    ("supply", "licences and sources of what is shipped", |_| supply::check().map(|()| one())),
    ("audit", "faults that npm knows of in the packages; skipped without a network", |_| {
        let asked = supply::audit()?.is_some();
        Ok(if asked { one() } else { Outcome { skipped: 1, ..Outcome::default() } })
    }),
    ("format", "cargo fmt --check", |_| counted(cargo().args(["fmt", "--all", "--check"]))),
    ("lint", "cargo clippy, no warning allowed", |_| {
        counted(cargo().args(["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]))
    }),
    ("native", "unit tests, tables, properties, snapshots, documentation", |_| {
        counted(cargo().args(["test", "--workspace", "--no-fail-fast"]))
    }),
    ("package", "the crate as it would be published: builds, and does what the README says", |_| {
        package::checks()?.iter_mut().try_fold(Outcome::default(), |total, check| Ok(total.and(counted(check)?)))
    }),
    ("features", "each feature builds alone, on this machine and for WebAssembly", features),
    ("page build", "WebAssembly module, folder, single file, browser extension", |tools| {
        page::build(as_ref(&tools.toolchain)?, as_ref(&tools.modules)?).map(|()| one())
    }),
    ("size", "downloads within the budget", |_| size::check().map(|()| one())),
    ("cost", "instructions in proportion to the length, and within the budget", |tools| {
        cost::check(as_ref(&tools.modules)?).map(|()| one())
    }),
    ("browser", "the tables in Chromium: page and worker, by wasm-pack", wasm_pack),
    ("types", "TypeScript's check of the API and the page", types),
    ("page", "the page driven in Chromium", |tools| {
        setup::consumers(as_ref(&tools.modules)?)?;
        in_chromium(tools, "page")
    }),
    ("extension", "the browser extension driven in Chromium", |tools| in_chromium(tools, "extension")),
    ("firefox", "the page and its engine in Firefox, where there is one", in_firefox),
];

fn one() -> Outcome {
    Outcome { passed: 1, ..Outcome::default() }
}

fn as_ref<T>(tool: &Result<T, String>) -> Result<&T, String> {
    tool.as_ref().map_err(Clone::clone)
}

/// `cargo xtask test [SECTION…]`
pub fn command_test(arguments: &[String]) -> Result<(), String> {
    let known = |name: &String| SECTIONS.iter().any(|s| s.0 == name);
    if let Some(unknown) = arguments.iter().find(|a| !known(a)) {
        let names: Vec<&str> = SECTIONS.iter().map(|s| s.0).collect();
        return Err(format!("there is no section `{unknown}`; there are: {}", names.join(", ")));
    }
    let wanted = |name: &str| arguments.is_empty() || arguments.iter().any(|a| a == name);
    let begin = Instant::now();
    let tools = Tools {
        toolchain: LazyCell::new(|| setup::wasm_toolchain(false)),
        bindgen: LazyCell::new(setup::wasm_bindgen),
        pack: LazyCell::new(setup::wasm_pack),
        modules: LazyCell::new(setup::node_modules),
        browser: LazyCell::new(setup::browser),
    };
    let mut total = Outcome::default();
    let mut rows: Vec<(&str, Outcome, Duration, Option<String>)> = Vec::new();
    for (name, what, check) in SECTIONS.iter().filter(|s| wanted(s.0)) {
        println!();
        say(&format!("{name}: {what}"));
        let started = Instant::now();
        // One section that fails does not hide what the next would say.
        let (outcome, error) = match check(&tools) {
            Ok(outcome) => (outcome, None),
            Err(message) => {
                eprintln!("{message}");
                (Outcome { failed: 1, ..Outcome::default() }, Some(message))
            }
        };
        total = total.and(outcome);
        rows.push((name, outcome, started.elapsed(), error));
    }
    println!();
    say(&format!("summary, after {:.0} s", begin.elapsed().as_secs_f32()));
    for (name, outcome, time, error) in &rows {
        let state = if outcome.failed > 0 { "FAILED" } else { "ok" };
        let Outcome { passed, failed, .. } = outcome;
        print!("{name:12} {state:7} {passed:5} passed {failed:4} failed {:7.1} s", time.as_secs_f32());
        println!("{}", error.as_ref().map_or_else(String::new, |e| format!("   {}", e.lines().next().unwrap_or(""))));
    }
    println!();
    if total.skipped > 0 {
        println!("{} passed, {} failed, {} skipped", total.passed, total.failed, total.skipped);
    } else {
        println!("{} passed, {} failed", total.passed, total.failed);
    }
    if total.failed > 0 {
        return Err("something failed, see the summary above".into());
    }
    Ok(())
}

/// Runs a command and counts the tests that it reports; one that reports none counts as one.
fn counted(command: &mut Command) -> Result<Outcome, String> {
    let (succeeded, lines) = run_and_keep(command)?;
    let mut outcome = count(&lines);
    if !succeeded && outcome.failed == 0 {
        outcome.failed = 1;
    }
    if succeeded && outcome.passed + outcome.failed == 0 {
        outcome.passed = 1;
    }
    Ok(outcome)
}

/// Adds up the closing lines of cargo's, wasm-bindgen's and Node's test runners.
fn count(lines: &[String]) -> Outcome {
    let mut outcome = Outcome::default();
    for line in lines {
        if let Some((_, result)) = line.split_once("test result: ") {
            let number = |word: &str| {
                let before = result.split(word).next().filter(|_| result.contains(word))?;
                before.split_whitespace().last()?.parse::<u32>().ok()
            };
            outcome.passed += number(" passed").unwrap_or(0);
            outcome.failed += number(" failed").unwrap_or(0);
            outcome.skipped += number(" ignored").unwrap_or(0);
        } else if let Some(result) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")) {
            let Some((what, number)) = result.split_once(' ') else { continue };
            let Ok(number) = number.trim().parse::<u32>() else { continue };
            match what {
                "pass" => outcome.passed += number,
                "fail" | "cancelled" => outcome.failed += number,
                "skipped" | "todo" => outcome.skipped += number,
                _ => {}
            }
        }
    }
    outcome
}

fn features(tools: &Tools) -> Result<Outcome, String> {
    let mut total = Outcome::default();
    for features in ["", "cli", "embed", "wasm"] {
        let mut check = cargo();
        check.args(["check", "--quiet", "--package", "whosaid", "--no-default-features", "--features", features]);
        total = total.and(counted(&mut check)?);
    }
    let toolchain = as_ref(&tools.toolchain)?;
    for features in ["", "wasm"] {
        let mut check = toolchain.cargo();
        check.args(["check", "--quiet", "--lib", "--target", "wasm32-unknown-unknown"]);
        total = total.and(counted(check.args(["--no-default-features", "--features", features]))?);
    }
    Ok(total)
}

fn wasm_pack(tools: &Tools) -> Result<Outcome, String> {
    let (toolchain, browser) = (as_ref(&tools.toolchain)?, as_ref(&tools.browser)?);
    let (pack, bindgen) = (as_ref(&tools.pack)?, as_ref(&tools.bindgen)?);
    let mut test = command(pack.join("wasm-pack"));
    toolchain.prepare(&mut test);
    // wasm-pack takes the wasm-bindgen that is on PATH if its version fits, and would else fetch one.
    let first = toolchain.path();
    let folders: Vec<&std::path::Path> =
        first.iter().map(PathBuf::as_path).chain([bindgen.as_path(), pack.as_path()]).collect();
    test.env("PATH", path_with(&folders)?);
    test.args(["test", "--headless", "--chrome", "--chromedriver"]).arg(&browser.driver);
    test.arg("--").args(FEATURES).args(["--test", "web", "--test", "worker"]);
    // The first start of a browser on a busy machine takes longer than the runner's own limit.
    test.env("WASM_BINDGEN_TEST_TIMEOUT", "300").env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60");
    counted(&mut test)
}

fn types(tools: &Tools) -> Result<Outcome, String> {
    let mut tsc = as_ref(&tools.modules)?.script("typescript", "bin/tsc")?;
    counted(tsc.args(["--noEmit", "--project", "www/tsconfig.json"]))
}

/// A small part of the page's tests in Firefox. A machine without one goes without.
fn in_firefox(tools: &Tools) -> Result<Outcome, String> {
    let firefox = match setup::firefox() {
        Ok(firefox) => firefox,
        Err(why) => {
            println!("not tested in Firefox: {why}");
            return Ok(Outcome { skipped: 1, ..Outcome::default() });
        }
    };
    let mut node = as_ref(&tools.modules)?.node()?;
    node.args(["--experimental-websocket", "--test", "--test-reporter=spec", "tests/firefox/firefox.test.mjs"]);
    counted(node.env("DIST", page::dist()).env("FIREFOX", firefox))
}

/// Runs the tests of a folder of `tests/` on what was built.
fn in_chromium(tools: &Tools, folder: &str) -> Result<Outcome, String> {
    let (modules, browser) = (as_ref(&tools.modules)?, as_ref(&tools.browser)?);
    let folder = root().join("tests").join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .map_err(|e| format!("{}: {e}", folder.display()))?
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(format!("no test in {}", folder.display()));
    }
    let mut node = modules.node()?;
    // One browser at a time: two cores are soon busy, and times are measured.
    node.args(["--test", "--test-concurrency=1", "--test-reporter=spec"]).args(files);
    counted(node.env("DIST", page::dist()).env("CHROMIUM", &browser.chromium))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_the_closing_lines_of_the_runners() {
        let lines = [
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "    test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 filtered out",
            "ℹ tests 9",
            "ℹ pass 7",
            "# fail 1",
            "# skipped 1",
        ];
        let outcome = count(&lines.map(String::from));
        assert_eq!(outcome, Outcome { passed: 22, failed: 3, skipped: 2 });
    }
}
