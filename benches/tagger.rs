//! Speed of the taggers on one thread: `cargo bench --bench tagger [FILE]`. Without a file the project's own sentences,
//! repeated, are the text. `cargo xtask bench` runs the same in WebAssembly.

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

fn bench(source: &str, say: impl Fn(&str), now: impl Fn() -> f64) {
    let network = NetworkTagger::built_in().expect("the built-in weights are sound");
    let text = Text::new(source);
    say(&format!("{} bytes, {} tokens", source.len(), text.tokens.len()));
    let speeds = [
        ("reading", measure(&now, || Text::new(source).tokens.len())),
        ("rules", measure(&now, || RulesTagger.tag(&text).tags.len())),
        ("network", measure(&now, || network.tag(&text).tags.len())),
    ];
    for (name, seconds) in speeds {
        let share = seconds / speeds[2].1;
        say(&format!(
            "{name:8} {:>12.0} tokens a second, {share:.4} of the network's time",
            text.tokens.len() as f64 / seconds
        ));
    }
}

/// Seconds, the best of five runs.
fn measure(now: impl Fn() -> f64, mut run: impl FnMut() -> usize) -> f64 {
    let once = |_| {
        let begin = now();
        std::hint::black_box(run());
        now() - begin
    };
    (0..5).map(once).fold(f64::MAX, f64::min).max(1e-9)
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    let file = std::env::args().skip(1).find(|a| !a.starts_with('-'));
    let source = match &file {
        Some(path) => std::fs::read_to_string(path).expect("the file must be readable UTF-8"),
        None => sample(),
    };
    let begin = std::time::Instant::now();
    bench(&source, |line| println!("{line}"), || begin.elapsed().as_secs_f64());
}

// A module for Node: neither a clock nor a console of its own.
#[cfg(target_arch = "wasm32")]
fn main() {
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = console)]
        fn log(line: &str);
        #[wasm_bindgen(js_namespace = performance)]
        fn now() -> f64;
    }
    bench(&sample(), log, || now() / 1000.0);
}
