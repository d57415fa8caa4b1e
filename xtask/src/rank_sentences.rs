//! `cargo xtask rank-sentences CORPUS.jsonl`: how well check-worthiness orders labelled sentences.
//!
//! The corpus has one `{"text": …, "label": 0 or 1}` a line. Of ClaimBuster every fifth sentence was held back when the
//! ranker was trained (`xtask/training/checkworthy.py`); on those alone the figures are printed.

use serde_json::Value;
use whosaid::claims::checkworthy::{Ranker, Reading, RANKER_SHARE};
use whosaid::text::Text;

struct Sentence {
    ranked: f32,
    rules: f32,
    number: bool,
    label: bool,
}

pub fn run(arguments: &[String]) -> Result<(), String> {
    let [corpus] = arguments else {
        return Err("usage: cargo xtask rank-sentences CORPUS.jsonl".to_string());
    };
    let held = read(corpus)?;
    println!("{} sentences held back, {} check-worthy", held.len(), held.iter().filter(|s| s.label).count());
    println!("{:28} {:>9} {:>9} {:>9} {:>9}", "", "precision", "recall", "F1", "AP");
    type Judge = fn(&Sentence) -> f32;
    let judges: [(&str, Judge); 4] = [
        ("ranker", |s| s.ranked),
        ("rules", |s| s.rules),
        ("blend, as annotate uses it", |s| RANKER_SHARE * s.ranked + (1.0 - RANKER_SHARE) * s.rules),
        ("has a number", |s| if s.number { 1.0 } else { -1.0 }),
    ];
    for (name, judge) in judges {
        let mut scored: Vec<(f32, bool)> = held.iter().map(|s| (judge(s), s.label)).collect();
        let (precision, recall, f1) = at_even_odds(&scored);
        println!("{name:28} {precision:9.3} {recall:9.3} {f1:9.3} {:9.3}", average_precision(&mut scored));
    }
    Ok(())
}

fn read(path: &str) -> Result<Vec<Sentence>, String> {
    let ranker = Ranker::built_in().ok_or("the built-in ranker is damaged")?;
    let corpus = std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
    corpus
        .lines()
        .enumerate()
        .filter(|(number, _)| number % 5 == 4)
        .map(|(number, line)| {
            let value: Value = serde_json::from_str(line).map_err(|e| format!("{path}, line {}: {e}", number + 1))?;
            let (Some(source), Some(label)) = (value["text"].as_str(), value["label"].as_i64()) else {
                return Err(format!("{path}, line {}: needs \"text\" and \"label\"", number + 1));
            };
            let text = Text::new(source);
            let tokens: Vec<usize> = (0..text.tokens.len()).collect();
            Ok(Sentence {
                ranked: ranker.log_odds_of(&text),
                rules: Reading::new(&text, &tokens).log_odds(),
                number: source.contains(|c: char| c.is_ascii_digit()),
                label: label == 1,
            })
        })
        .collect()
}

fn at_even_odds(scored: &[(f32, bool)]) -> (f64, f64, f64) {
    let count = |test: &dyn Fn(&(f32, bool)) -> bool| scored.iter().filter(|s| test(s)).count() as f64;
    let hits = count(&|s| s.0 > 0.0 && s.1);
    let precision = hits / count(&|s| s.0 > 0.0).max(1.0);
    let recall = hits / count(&|s| s.1).max(1.0);
    (precision, recall, 2.0 * precision * recall / (precision + recall).max(1e-9))
}

/// Mean of the precisions at each check-worthy sentence, best first; of equal scores the wrong ones come first.
fn average_precision(scored: &mut [(f32, bool)]) -> f64 {
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let (mut hits, mut sum) = (0.0, 0.0);
    for (rank, (_, label)) in scored.iter().enumerate() {
        if *label {
            hits += 1.0;
            sum += hits / (rank + 1) as f64;
        }
    }
    sum / f64::max(hits, 1.0)
}
