//! `cargo xtask bench`: how fast the library is on this machine, and how long a reader of the page waits.

use crate::page::dist;
use crate::setup;
use crate::shell::{cargo, command, root, run, say, target_dir};
use std::time::{Duration, Instant};
use whosaid::text::Text;
use whosaid::Annotator;

/// Long enough for a steady figure.
const LONG_ENOUGH: Duration = Duration::from_secs(3);

/// `cargo xtask bench [FILE…]`: texts to annotate; without any, the articles of the tests. `cargo xtask bench --peers`: the
/// page's module beside other libraries, written to `benches/peers.tsv` and drawn in `benches/peers.svg`.
pub fn command_bench(arguments: &[String]) -> Result<(), String> {
    if arguments.first().is_some_and(|first| first == "--peers") {
        return peers();
    }
    let mut files: Vec<std::path::PathBuf> = arguments.iter().map(Into::into).collect();
    if files.is_empty() {
        let folder = root().join("tests").join("articles");
        let entries = std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        files = entries.flatten().map(|e| e.path()).collect();
        files.sort();
    }
    say("the library, on one thread");
    let begin = Instant::now();
    let annotator = Annotator::new();
    println!("making an annotator: {:.1} ms", milliseconds(begin.elapsed()));
    println!(
        "{:28} {:>10} {:>8} {:>10} {:>14} {:>12}",
        "text", "characters", "tokens", "first, ms", "characters/s", "tokens/s"
    );
    for file in &files {
        let text = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
        measure(&annotator, &file.file_name().unwrap_or_default().to_string_lossy(), &text);
    }
    taggers()?;
    page()
}

/// The taggers natively and in WebAssembly, each in one run: what counts is the ratio.
fn taggers() -> Result<(), String> {
    say("the taggers, natively, on one thread");
    run(cargo().args(["bench", "--quiet", "--bench", "tagger"]))?;
    let (toolchain, bindgen) = (setup::wasm_toolchain(false)?, setup::wasm_bindgen()?);
    say("the taggers, in WebAssembly under Node, on one thread");
    let mut build = toolchain.cargo();
    run(build.args(["build", "--quiet", "--release", "--bench", "tagger", "--target", "wasm32-unknown-unknown"]))?;
    let deps = toolchain.target_dir().join("wasm32-unknown-unknown").join("release").join("deps");
    let out = target_dir().join("bench");
    run(command(bindgen.join("wasm-bindgen"))
        .args(["--target", "nodejs", "--no-typescript", "--out-name", "tagger", "--out-dir"])
        .arg(&out)
        .arg(newest(&deps, "tagger-", ".wasm")?))?;
    run(setup::node_modules()?.node()?.arg(out.join("tagger.js")))
}

/// The file that was written last, of those in a folder whose names begin and end so.
fn newest(folder: &std::path::Path, begin: &str, end: &str) -> Result<std::path::PathBuf, String> {
    let fits = |path: &std::path::PathBuf| {
        path.file_name().and_then(|n| n.to_str()).is_some_and(|n| n.starts_with(begin) && n.ends_with(end))
    };
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    entries
        .flatten()
        .map(|e| e.path())
        .filter(fits)
        .max_by_key(|path| path.metadata().and_then(|m| m.modified()).ok())
        .ok_or_else(|| format!("{}: no {begin}*{end}", folder.display()))
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn measure(annotator: &Annotator, name: &str, text: &str) {
    let (characters, tokens) = (text.chars().count(), Text::new(text).tokens.len());
    let begin = Instant::now();
    std::hint::black_box(annotator.annotate(text));
    let first = begin.elapsed();
    let (begin, mut rounds) = (Instant::now(), 0);
    while begin.elapsed() < LONG_ENOUGH {
        std::hint::black_box(annotator.annotate(text));
        rounds += 1;
    }
    let each = begin.elapsed().as_secs_f64() / f64::from(rounds);
    let per_second = |n: usize| n as f64 / each;
    println!(
        "{name:28} {characters:10} {tokens:8} {:10.1} {:14.0} {:12.0}",
        milliseconds(first),
        per_second(characters),
        per_second(tokens)
    );
}

/// The built page's module, compromise and wink-nlp in one browser.
fn peers() -> Result<(), String> {
    if !dist().join("page").is_dir() {
        return Err("the page is not built: cargo xtask page".into());
    }
    let (modules, browser) = (setup::node_modules()?, setup::browser()?);
    let mut bench = modules.node()?;
    run(bench.arg("benches/peers.mjs").env("DIST", dist()).env("CHROMIUM", browser.chromium))
}

fn page() -> Result<(), String> {
    if !dist().join("page").is_dir() {
        println!("\nthe page is not built, so it is not measured: cargo xtask page");
        return Ok(());
    }
    say("the page, in Chromium");
    let (modules, browser) = (setup::node_modules()?, setup::browser()?);
    let mut bench = modules.node()?;
    bench.arg("benches/page.mjs").env("DIST", dist()).env("CHROMIUM", browser.chromium);
    // The module as wasm-bindgen gives it has the places' stage alone.
    run(bench.env("BOUND", target_dir().join("page").join("web")))
}
