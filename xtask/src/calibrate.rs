//! `cargo xtask calibrate CORPUS.jsonl`: fits the confidence of attributions on a corpus that no tagger was trained on.
//!
//! Logistic regression with a ridge penalty, by Newton's method. Right means: the content overlaps a gold one by half
//! (intersection over union) and the sources share a word. Prints how well confidence holds on documents left out.

use crate::eval::attribution::{candidates, greedy, same_source, Parts, HALF};
use crate::eval::document::{self, Attribution, Document};
use crate::eval::quotes::{meet, shared, Doc};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use whosaid::attribution::{find_with_evidence, EVIDENCE};
use whosaid::entities;
use whosaid::tagging::{NetworkTagger, Tagger};
use whosaid::text::{OffsetMap, OffsetUnit, Span, Text};

const USAGE: &str = "usage: cargo xtask calibrate CORPUS.jsonl [--dry]

Writes data/confidence.tsv, or only prints with --dry.";

const FOLDS: usize = 5;
const RIDGE: f64 = 1.0;
const SIZE: usize = EVIDENCE.len();

struct Sample {
    document: usize,
    evidence: [f64; SIZE],
    right: bool,
}

/// `cargo xtask calibrate CORPUS.jsonl`
pub fn command(arguments: &[String]) -> Result<(), String> {
    let file = arguments.iter().find(|a| !a.starts_with('-')).ok_or(USAGE)?;
    let gold = document::load(Path::new(file))?;
    let tagger = NetworkTagger::built_in().map_err(|e| e.to_string())?;
    let samples: Vec<Sample> =
        gold.iter().enumerate().flat_map(|(n, document)| samples(n, document, &tagger)).collect();
    if samples.is_empty() {
        return Err(format!("{file}: the library found no attribution there"));
    }
    let held_out: Vec<(f64, bool)> = (0..FOLDS)
        .flat_map(|fold| {
            let weights = fit(samples.iter().filter(|s| s.document % FOLDS != fold));
            let test = samples.iter().filter(move |s| s.document % FOLDS == fold);
            test.map(|s| (probability(&weights, &s.evidence), s.right)).collect::<Vec<_>>()
        })
        .collect();
    println!("{}", reliability(&held_out));
    let weights = fit(samples.iter());
    let mut table = String::from(
        "# Weights of the confidence of an attribution, by `cargo xtask calibrate` on the development part of PolNeAR 1.0\n\
         # (figures only; no text of the corpus). What the names mean: src/attribution/confidence.rs.\n\
         # rule:… is how sure an attribution is that a rule found without tags (rule:rules for those without a row), doubt:… what a doubt\n\
         # adds to the logarithm of the odds; both were set by hand from reading and are not fitted yet.\n",
    );
    for (name, weight) in EVIDENCE.iter().zip(weights) {
        let _ = writeln!(table, "{name}\t{weight:.4}");
    }
    // What rules and doubts count is not fitted here.
    let before = std::fs::read_to_string("data/confidence.tsv").unwrap_or_default();
    for row in before.lines().filter(|row| row.starts_with("rule:") || row.starts_with("doubt:")) {
        let _ = writeln!(table, "{row}");
    }
    print!("{table}");
    if arguments.iter().any(|a| a == "--dry") {
        return Ok(());
    }
    std::fs::write("data/confidence.tsv", table).map_err(|e| format!("data/confidence.tsv: {e}"))
}

fn samples(number: usize, document: &Document, tagger: &impl Tagger) -> Vec<Sample> {
    let text = Text::new(&document.text);
    let map = OffsetMap::new(&document.text);
    let offset = |byte| map.convert(byte, OffsetUnit::Byte, OffsetUnit::Codepoint) as usize;
    let spans = |spans: &[Span]| spans.iter().map(|s| [offset(s.start), offset(s.end)]).collect::<Vec<_>>();
    let found = find_with_evidence(&text, &tagger.tag(&text), &entities::find(&text));
    let doc = Doc::new(&document.text);
    let gold: Vec<Parts> = document.attributions.iter().map(|a| Parts::new(&doc, a, &a.content)).collect();
    let predicted: Vec<Parts> = found
        .iter()
        .map(|(a, _)| {
            let source: Vec<Span> = a.source.into_iter().collect();
            let cue: Vec<Span> = a.cue.into_iter().collect();
            let spans = Attribution {
                source: spans(&source),
                cue: spans(&cue),
                content: spans(&a.content),
                ..Attribution::default()
            };
            Parts::new(&doc, &spans, &spans.content)
        })
        .collect();
    let (gold, predicted): (Vec<&Parts>, Vec<&Parts>) = (gold.iter().collect(), predicted.iter().collect());
    let mut pairs = candidates(&gold, &predicted);
    pairs.retain(|&(overlap, g, p)| overlap >= HALF && same_source(gold[g], predicted[p]));
    let mut right: BTreeSet<usize> = greedy(pairs).into_values().collect();
    // The corpus counts a quotation that goes on without a cue to the attribution before it: it is right when it lies in
    // the content of a gold attribution with the source of the one it goes on from; unsourced, when it lies in any.
    for (i, (attribution, _)) in found.iter().enumerate().filter(|(_, (a, _))| a.cue.is_none()) {
        let origin = attribution.continues.unwrap_or(i);
        let inside = |g: &Parts| shared(&g.content, &predicted[i].content) * 2 >= predicted[i].content.len();
        let sourced = |g: &Parts| predicted[origin].source.is_empty() || meet(&g.source, &predicted[origin].source);
        if gold.iter().any(|g| inside(g) && sourced(g)) {
            right.insert(i);
        }
    }
    found
        .iter()
        .enumerate()
        .map(|(i, (_, evidence))| Sample {
            document: number,
            evidence: evidence.map(f64::from),
            right: right.contains(&i),
        })
        .collect()
}

fn probability(weights: &[f64; SIZE], evidence: &[f64; SIZE]) -> f64 {
    let sum: f64 = weights.iter().zip(evidence).map(|(w, e)| w * e).sum();
    1.0 / (1.0 + (-sum).exp())
}

/// Newton's method: ten steps are plenty for a convex function of sixteen weights.
fn fit<'s>(samples: impl Iterator<Item = &'s Sample> + Clone) -> [f64; SIZE] {
    let mut weights = [0.0; SIZE];
    for _ in 0..10 {
        let mut gradient = weights.map(|w| RIDGE * w);
        let mut hessian = [[0.0; SIZE]; SIZE];
        for (i, row) in hessian.iter_mut().enumerate() {
            row[i] = RIDGE;
        }
        for sample in samples.clone() {
            let p = probability(&weights, &sample.evidence);
            let error = p - f64::from(u8::from(sample.right));
            #[allow(clippy::needless_range_loop)] // Indices, as in the formula.
            for i in 0..SIZE {
                gradient[i] += error * sample.evidence[i];
                for j in 0..SIZE {
                    hessian[i][j] += p * (1.0 - p) * sample.evidence[i] * sample.evidence[j];
                }
            }
        }
        let step = solve(hessian, gradient);
        for i in 0..SIZE {
            weights[i] -= step[i];
        }
    }
    weights
}

/// Gaussian elimination with pivots; the ridge keeps the matrix regular.
#[allow(clippy::needless_range_loop)] // Indices, as in the formula.
fn solve(mut matrix: [[f64; SIZE]; SIZE], mut right: [f64; SIZE]) -> [f64; SIZE] {
    for column in 0..SIZE {
        let pivot = (column..SIZE).max_by(|&a, &b| matrix[a][column].abs().total_cmp(&matrix[b][column].abs()));
        let pivot = pivot.unwrap_or(column);
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        for row in column + 1..SIZE {
            let factor = matrix[row][column] / matrix[column][column];
            for i in column..SIZE {
                matrix[row][i] -= factor * matrix[column][i];
            }
            right[row] -= factor * right[column];
        }
    }
    let mut solution = [0.0; SIZE];
    for row in (0..SIZE).rev() {
        let known: f64 = (row + 1..SIZE).map(|i| matrix[row][i] * solution[i]).sum();
        solution[row] = (right[row] - known) / matrix[row][row];
    }
    solution
}

/// Claimed and true share of right ones, by tenths of confidence.
fn reliability(scored: &[(f64, bool)]) -> String {
    let mut table = String::from("confidence      n  claimed  right   (documents left out of the fit)\n");
    for tenth in 0..10 {
        let bin: Vec<&(f64, bool)> = scored.iter().filter(|(p, _)| (p * 10.0).min(9.999) as usize == tenth).collect();
        if bin.is_empty() {
            continue;
        }
        let claimed = bin.iter().map(|(p, _)| p).sum::<f64>() / bin.len() as f64;
        let right = bin.iter().filter(|(_, right)| *right).count() as f64 / bin.len() as f64;
        let _ = writeln!(
            table,
            "{:.1} to {:.1} {:6} {:8.2} {:6.2}",
            f64::from(tenth as u32) / 10.0,
            f64::from(tenth as u32 + 1) / 10.0,
            bin.len(),
            claimed,
            right
        );
    }
    for threshold in [0.2, 0.3, 0.4, 0.5, 0.6, 0.7] {
        let kept: Vec<&(f64, bool)> = scored.iter().filter(|(p, _)| *p >= threshold).collect();
        let right = kept.iter().filter(|(_, right)| *right).count();
        let _ = writeln!(
            table,
            "at {threshold} or more: {} kept, {right} right, precision {:.3}",
            kept.len(),
            right as f64 / kept.len().max(1) as f64
        );
    }
    table
}
