//! `cargo xtask train-checkworthy CORPUS.jsonl [OUTPUT]`: trains the check-worthiness ranker.
//!
//! The corpus has one `{"text": …, "label": 0 or 1}` a line. Every fifth sentence is held back and never learnt from; the
//! figures that are printed are those of the shipped weights on it. Same corpus, same file, byte for byte.

use serde_json::Value;
use whosaid::claims::checkworthy::{features, Ranker, Reading, BUCKETS};
use whosaid::text::Text;

/// Passes over the training sentences.
const EPOCHS: usize = 10;
/// Step of AdaGrad.
const RATE: f32 = 0.15;
/// L1: what a weight must earn to be kept. Sets the size of the file.
const L1: f32 = 0.000_05;
/// L2 on all weights.
const L2: f32 = 0.000_02;
/// How much a check-worthy sentence counts (they are one in four).
const POSITIVE: f32 = 2.2;

struct Example {
    text: String,
    features: Vec<(u32, f32)>,
    rules: f32,
    label: bool,
}

pub fn run(arguments: &[String]) -> Result<(), String> {
    let [corpus, rest @ ..] = arguments else {
        return Err("usage: cargo xtask train-checkworthy CORPUS.jsonl [OUTPUT]".to_string());
    };
    let output = rest.first().map_or("data/checkworthy.bin", String::as_str);
    let examples = read(corpus)?;
    let (mut train, mut held) = (Vec::new(), Vec::new());
    for (i, example) in examples.into_iter().enumerate() {
        if i % 5 == 4 { &mut held } else { &mut train }.push(example);
    }
    println!("{} sentences to learn from, {} held back", train.len(), held.len());
    let ranker = learn(&train);
    let file = ranker.write();
    std::fs::write(output, &file).map_err(|e| format!("{output}: {e}"))?;
    println!("{output}: {} bytes", file.len());
    let share = whosaid::claims::checkworthy::RANKER_SHARE;
    println!("{:28} {:>9} {:>9} {:>9} {:>9}", "on the held-back fifth", "precision", "recall", "F1", "AP");
    type Judge<'a> = &'a dyn Fn(&Example) -> f32;
    let judges: [(&str, Judge); 4] = [
        ("ranker (shipped weights)", &|e| ranker.log_odds(&e.features)),
        ("rules alone", &|e| e.rules),
        ("blend, as annotate uses it", &|e| share * ranker.log_odds(&e.features) + (1.0 - share) * e.rules),
        ("has a number", &|e| if e.text.contains(|c: char| c.is_ascii_digit()) { 1.0 } else { -1.0 }),
    ];
    for (name, judge) in judges {
        let mut scored: Vec<(f32, bool)> = held.iter().map(|e| (judge(e), e.label)).collect();
        let (precision, recall, f1) = at_even_odds(&scored);
        println!("{name:28} {precision:9.3} {recall:9.3} {f1:9.3} {:9.3}", average_precision(&mut scored));
    }
    Ok(())
}

fn read(path: &str) -> Result<Vec<Example>, String> {
    let corpus = std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
    corpus
        .lines()
        .enumerate()
        .map(|(number, line)| {
            let value: Value = serde_json::from_str(line).map_err(|e| format!("{path}, line {}: {e}", number + 1))?;
            let (Some(source), Some(label)) = (value["text"].as_str(), value["label"].as_i64()) else {
                return Err(format!("{path}, line {}: needs \"text\" and \"label\"", number + 1));
            };
            let text = Text::new(source);
            let tokens: Vec<usize> = (0..text.tokens.len()).collect();
            let reading = Reading::new(&text, &tokens);
            let features = features(&text, &tokens, &reading);
            Ok(Example { text: source.to_string(), features, rules: reading.log_odds(), label: label == 1 })
        })
        .collect()
}

/// Logistic regression by AdaGrad with L1 (truncated steps), averaged over the second half of the passes.
fn learn(train: &[Example]) -> Ranker {
    let mut weights = vec![0.0f32; BUCKETS + 1];
    let mut squares = vec![1e-6f32; BUCKETS + 1];
    let mut sums = vec![0.0f64; BUCKETS + 1];
    let mut order: Vec<usize> = (0..train.len()).collect();
    let mut random = 0x9e37_79b9_7f4a_7c15u64;
    let mut averaged = 0;
    for epoch in 0..EPOCHS {
        for i in (1..order.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            order.swap(i, (random % (i as u64 + 1)) as usize);
        }
        for &i in &order {
            let example = &train[i];
            let sum: f32 = example.features.iter().map(|&(f, v)| weights[f as usize] * v).sum();
            let probability = 1.0 / (1.0 + (-(sum + weights[BUCKETS])).exp());
            let error = (probability - f32::from(u8::from(example.label))) * if example.label { POSITIVE } else { 1.0 };
            for &(f, value) in example.features.iter().chain([&(BUCKETS as u32, 1.0)]) {
                let f = f as usize;
                let gradient = error * value + if f < BUCKETS { L2 * weights[f] } else { 0.0 };
                squares[f] += gradient * gradient;
                let step = RATE / squares[f].sqrt();
                weights[f] -= step * gradient;
                if f < BUCKETS {
                    weights[f] = weights[f].signum() * (weights[f].abs() - step * L1).max(0.0);
                }
            }
        }
        if epoch * 2 >= EPOCHS {
            averaged += 1;
            sums.iter_mut().zip(&weights).for_each(|(sum, w)| *sum += f64::from(*w));
        }
    }
    let mean: Vec<f32> = sums.iter().map(|sum| (sum / f64::from(averaged)) as f32).collect();
    Ranker::quantised(&mean[..BUCKETS], mean[BUCKETS])
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
