//! `cargo xtask eval CORPUS.jsonl`: precision, recall and F1 of the library on a corpus.

pub mod attribution;
mod bootstrap;
mod breakdown;
mod counts;
pub mod document;
mod names;
mod places;
pub mod quotes;
pub mod speakers;

use counts::Counts;
use document::Document;
use std::collections::HashMap;
use std::path::PathBuf;

const USAGE: &str = "usage: cargo xtask eval CORPUS.jsonl [OPTION…]

CORPUS.jsonl        neutral format: {\"id\", \"text\", \"attributions\", \"places\"} a line, offsets in code points
--predictions OUT   also writes what the library found, in the same format
--score-only PRED   scores these predictions in place of the library's
--details           also recall by construction, precision by cue, reliability tables of claims, speakers and places
--distort HOW       on a copy of the texts: `line` (no line ends), `straight` (straight quotation marks), or both,
                    with a comma between
--statements        leaves attitudes out of the predictions
--no-modifiers      leaves places out that stand before a noun (`Boston mayor`), for corpora that mark none
--at-least X        leaves predictions below a confidence out
--bootstrap N       95 % intervals from N samples of documents";

#[derive(Debug, Default)]
struct Options {
    corpus: PathBuf,
    predictions: Option<PathBuf>,
    score_only: Option<PathBuf>,
    details: bool,
    distort: Vec<String>,
    statements: bool,
    no_modifiers: bool,
    at_least: f32,
    bootstrap: usize,
}

fn options(arguments: &[String]) -> Result<Options, String> {
    let mut options = Options::default();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut value = || rest.next().ok_or_else(|| format!("{argument} needs a value\n{USAGE}"));
        let number = |text: &str| format!("{argument}: `{text}` is no number");
        match argument.as_str() {
            "--predictions" => options.predictions = Some(value()?.into()),
            "--score-only" => options.score_only = Some(value()?.into()),
            "--details" => options.details = true,
            "--statements" => options.statements = true,
            "--no-modifiers" => options.no_modifiers = true,
            "--distort" => options.distort = value()?.split(',').map(str::to_owned).collect(),
            "--at-least" => options.at_least = value().and_then(|v| v.parse().map_err(|_| number(v)))?,
            "--bootstrap" => options.bootstrap = value().and_then(|v| v.parse().map_err(|_| number(v)))?,
            _ if argument.starts_with('-') || !options.corpus.as_os_str().is_empty() => {
                return Err(format!("what is `{argument}`?\n{USAGE}"));
            }
            _ => options.corpus = argument.into(),
        }
    }
    if options.corpus.as_os_str().is_empty() {
        return Err(USAGE.into());
    }
    Ok(options)
}

/// Texts in another layout. Every change keeps the number of code points, so that the gold spans still fit.
fn distort(documents: &mut [Document], ways: &[String]) -> Result<(), String> {
    for way in ways {
        let change: fn(char) -> char = match way.as_str() {
            "line" => |c| if matches!(c, '\n' | '\r') { ' ' } else { c },
            "straight" => |c| match c {
                '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' => '"',
                '\u{2018}'..='\u{201b}' => '\'',
                _ => c,
            },
            _ => return Err(format!("--distort {way}: there are `line` and `straight`")),
        };
        for document in &mut *documents {
            document.text = document.text.chars().map(change).collect();
        }
    }
    Ok(())
}

/// `cargo xtask eval CORPUS.jsonl …`
pub fn command_eval(arguments: &[String]) -> Result<(), String> {
    let options = options(arguments)?;
    let mut gold = document::load(&options.corpus)?;
    distort(&mut gold, &options.distort)?;
    let (mut predicted, label) = match &options.score_only {
        Some(file) => (align(&gold, document::load(file)?), file.file_stem()),
        None => {
            let characters: usize = gold.iter().map(|d| d.text.chars().count()).sum();
            let begin = std::time::Instant::now();
            let predicted = document::predict(&gold);
            let seconds = begin.elapsed().as_secs_f64();
            println!(
                "annotated {} documents, {characters} characters in {seconds:.2} s: {:.0} thousand characters a second",
                gold.len(),
                characters as f64 / seconds.max(1e-9) / 1000.0
            );
            (predicted, options.corpus.file_stem())
        }
    };
    for document in &mut predicted {
        document.places.retain(|p| !(options.no_modifiers && p.modifier));
        document.attributions.retain(|a| {
            let attitude = a.mode.as_deref() == Some("attitude");
            !(options.statements && attitude) && a.confidence.unwrap_or(1.0) >= options.at_least
        });
    }
    let label = label.map_or_else(String::new, |l| l.to_string_lossy().into_owned());
    if let Some(file) = &options.predictions {
        document::save(file, &predicted)?;
    }
    let pairs = || gold.iter().zip(&predicted);
    if gold.iter().any(|d| !d.attributions.is_empty()) {
        let counts: Vec<Counts> = pairs().map(|(g, p)| attribution::score(g, p)).collect();
        println!("\n{}", attribution::report(&Counts::total(&counts), &label));
        if options.bootstrap > 0 {
            println!("{}", attribution_intervals(&counts, options.bootstrap));
        }
        if options.details {
            let counts: Vec<Counts> = pairs().map(|(g, p)| breakdown::score(g, p)).collect();
            println!("{}", breakdown::report(&Counts::total(&counts)));
        }
    }
    if gold.iter().any(|d| d.attributions.iter().any(|a| a.cluster.is_some())) {
        let counts: Vec<Counts> = pairs().map(|(g, p)| speakers::score(g, p)).collect();
        println!("\n{}", speakers::report(&Counts::total(&counts), &label));
        if options.details {
            println!("{}", speakers::reliability(&Counts::total(&counts)));
        }
    }
    if gold.iter().any(|d| !d.places.is_empty()) {
        let scores: Vec<places::Scores> = pairs().map(|(g, p)| places::score(g, p)).collect();
        println!("\n{}", places::report(&scores));
        if options.details {
            println!("{}", places::reliability(&scores));
        }
    }
    Ok(())
}

/// F1 of every row with its interval.
fn attribution_intervals(documents: &[Counts], rounds: usize) -> String {
    let figures = |counts: &Counts| -> Vec<f64> {
        attribution::ROWS.iter().map(|(_, right, predicted, gold)| counts.prf(right, predicted, gold)[2]).collect()
    };
    let intervals = bootstrap::intervals(documents, rounds, figures);
    let found = figures(&Counts::total(documents));
    let mut out = format!("F1 with 95 % intervals, {rounds} samples of {} documents\n", documents.len());
    for (((label, ..), f1), (low, high)) in attribution::ROWS.iter().zip(found).zip(intervals) {
        out += &format!("{label:44}{:7.1}   {:.1}–{:.1}\n", 100.0 * f1, 100.0 * low, 100.0 * high);
    }
    out
}

/// One prediction for each gold document, in the same order; one that is missing is empty.
fn align(gold: &[Document], predicted: Vec<Document>) -> Vec<Document> {
    let mut by_id: HashMap<String, Document> = predicted.into_iter().map(|d| (d.id.clone(), d)).collect();
    let empty =
        |id: &str| Document { id: id.to_owned(), text: String::new(), attributions: Vec::new(), places: Vec::new() };
    gold.iter().map(|d| by_id.remove(&d.id).unwrap_or_else(|| empty(&d.id))).collect()
}
