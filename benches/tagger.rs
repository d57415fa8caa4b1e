//! Speed of the taggers on one thread: `cargo bench --bench tagger [FILE]`. Without a file the project's own sentences,
//! repeated, are the text.

use std::time::{Duration, Instant};
use whosaid::tagging::{NetworkTagger, RulesTagger, Tagger};
use whosaid::text::Text;

/// Length of the text that is made up, in bytes: some sixty articles.
const BYTES: usize = 300_000;

fn sample() -> String {
    let marked = include_str!("../xtask/training/sentences.txt");
    let plain = marked.lines().filter(|l| !l.starts_with('#')).collect::<Vec<_>>().join("\n");
    let plain = plain.replace("[S ", "").replace("[C ", "").replace("[Q ", "").replace(']', "");
    plain.repeat(BYTES / plain.len() + 1)
}

fn main() {
    let file = std::env::args().skip(1).find(|a| !a.starts_with('-'));
    let source = match &file {
        Some(path) => std::fs::read_to_string(path).expect("the file must be readable UTF-8"),
        None => sample(),
    };
    let network = NetworkTagger::built_in().expect("the built-in weights are sound");
    let text = Text::new(&source);
    println!("{} bytes, {} tokens", source.len(), text.tokens.len());
    measure("reading", text.tokens.len(), || Text::new(&source).tokens.len());
    measure("rules", text.tokens.len(), || RulesTagger.tag(&text).tags.len());
    measure("network", text.tokens.len(), || network.tag(&text).tags.len());
}

/// Prints the best of five runs.
fn measure(name: &str, tokens: usize, mut run: impl FnMut() -> usize) {
    let best = (0..5)
        .map(|_| {
            let begin = Instant::now();
            std::hint::black_box(run());
            begin.elapsed()
        })
        .min()
        .unwrap_or(Duration::MAX);
    println!("{name:8} {:>12.0} tokens a second", tokens as f64 / best.as_secs_f64());
}
