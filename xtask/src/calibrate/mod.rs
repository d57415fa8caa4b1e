//! `cargo xtask calibrate UNTAUGHT.jsonl… --taught CORPUS.jsonl…`: fits the confidence of attributions on corpora.
//!
//! On those whose gold tags no tagger was trained on, the weights of what the tagger said: logistic regression with a ridge
//! penalty, by Newton's method. On all what rules, doubts and forms count ([`rows`]). Prints how well confidence holds on
//! documents left out.

mod rows;
mod samples;

use samples::{Corpus, Sample};
use std::fmt::Write;
use std::path::Path;
use whosaid::attribution::{Evidence, EVIDENCE};
use whosaid::tagging::NetworkTagger;

const USAGE: &str = "usage: cargo xtask calibrate UNTAUGHT.jsonl… [--taught CORPUS.jsonl…] [--dry]

The corpora before --taught fit the weights, so no tagger may have learnt their tags; all of them fit rules, doubts and forms,
doubts only where attributions have modes, as those of one corpus at least must. Writes data/confidence.tsv, or only prints with
--dry.";

const FOLDS: usize = 5;
const RIDGE: f64 = 1.0;
const SIZE: usize = EVIDENCE.len();

type Weights = [f64; SIZE];

/// `cargo xtask calibrate UNTAUGHT.jsonl… --taught CORPUS.jsonl…`
pub fn command(arguments: &[String]) -> Result<(), String> {
    let taught = arguments.iter().position(|a| a == "--taught").unwrap_or(arguments.len());
    let is_file = |a: &&String| !a.starts_with('-');
    let untaught = arguments[..taught].iter().filter(is_file).count();
    let files = arguments.iter().filter(is_file).map(Path::new);
    let tagger = NetworkTagger::built_in().map_err(|e| e.to_string())?;
    let corpora: Vec<Corpus> = files.map(|file| samples::read(file, &tagger)).collect::<Result<_, String>>()?;
    // What rules found without tags does not rest on the weights, and doubts are weighed behind them.
    let plain = |s: &&Sample| s.grounds.rule.is_none() && s.grounds.doubt.is_none();
    let tagged: Vec<&Sample> = corpora[..untaught].iter().flat_map(|corpus| &corpus.samples).filter(plain).collect();
    if tagged.is_empty() || !corpora.iter().any(|corpus| corpus.has_modes) {
        return Err(USAGE.to_owned());
    }
    let held_out: Vec<(f64, bool)> = (0..FOLDS)
        .flat_map(|fold| {
            let weights = fit(tagged.iter().copied().filter(|s| s.document % FOLDS != fold));
            let test = tagged.iter().filter(move |s| s.document % FOLDS == fold);
            test.map(|s| (probability(log_odds(&weights, &s.grounds.evidence)), s.right)).collect::<Vec<_>>()
        })
        .collect();
    println!("{}", reliability(&held_out));
    let weights = fit(tagged.iter().copied());
    let mut table = HEAD.to_owned();
    for (name, weight) in EVIDENCE.iter().zip(weights) {
        let _ = writeln!(table, "{name}\t{weight:.4}");
    }
    table += &rows::table(&corpora, &weights);
    print!("{table}");
    if arguments.iter().any(|a| a == "--dry") {
        return Ok(());
    }
    std::fs::write("data/confidence.tsv", table).map_err(|e| format!("data/confidence.tsv: {e}"))
}

const HEAD: &str = "\
# How sure an attribution is, by `cargo xtask calibrate` on the corpora named in xtask/training/README.md (figures only, no text of
# theirs). What the names mean: src/attribution/confidence.rs. Corpora: PolNeAR 1.0, development part (polnear/dev) and training
# part (polnear/train), no data licence stated, it marks no inner attributions; news (news/dev, news/train), texts of LGL, GeoVirus and
# English Worldwide Newswire, no licence stated, evaluation only, whose attributions were marked for this project with what a
# reader must be shown. The texts are the publishers'.
# First the weights, fitted on polnear/dev and news/dev. Then kind:name, value, right ones, instances, articles that hold them, whose, from where:
#   rule    how sure an attribution is that a rule found without tags: the share of right ones, an article counting once
#   doubt   what a doubt adds to the logarithm of the odds, on the statements of news/dev and news/train alone
#   form    what attributions of a form count at least, or at most
#   own     the value rests on these instances, in twenty articles at least, and is drawn towards the shared one
#   prior   there are fewer, so it is the shared one
#   shared  on the instances of all of this kind that have fewer, for them and for those without a row
";

fn log_odds(weights: &Weights, evidence: &Evidence) -> f64 {
    weights.iter().zip(evidence).map(|(w, e)| w * f64::from(*e)).sum()
}

fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// Newton's method: ten steps are plenty for a convex function of so few weights.
fn fit<'s>(samples: impl Iterator<Item = &'s Sample> + Clone) -> Weights {
    let mut weights = [0.0; SIZE];
    for _ in 0..10 {
        let mut gradient = weights.map(|w| RIDGE * w);
        let mut hessian = [[0.0; SIZE]; SIZE];
        for (i, row) in hessian.iter_mut().enumerate() {
            row[i] = RIDGE;
        }
        for sample in samples.clone() {
            let evidence = sample.grounds.evidence.map(f64::from);
            let p = probability(log_odds(&weights, &sample.grounds.evidence));
            let error = p - f64::from(u8::from(sample.right));
            #[allow(clippy::needless_range_loop)] // Indices, as in the formula.
            for i in 0..SIZE {
                gradient[i] += error * evidence[i];
                for j in 0..SIZE {
                    hessian[i][j] += p * (1.0 - p) * evidence[i] * evidence[j];
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
