//! `cargo xtask eval CORPUS.jsonl`: precision, recall and F1 of the library on a corpus.

pub mod attribution;
mod counts;
pub mod document;
mod names;
mod places;
pub mod quotes;
mod speakers;

use counts::Counts;
use document::Document;
use std::collections::HashMap;
use std::path::PathBuf;

const USAGE: &str = "usage: cargo xtask eval CORPUS.jsonl [--predictions OUT.jsonl] [--score-only PREDICTED.jsonl]

CORPUS.jsonl        neutral format: {\"id\", \"text\", \"attributions\", \"places\"} a line, offsets in code points
--predictions OUT   also writes what the library found, in the same format
--score-only PRED   scores these predictions in place of the library's";

struct Options {
    corpus: PathBuf,
    predictions: Option<PathBuf>,
    score_only: Option<PathBuf>,
}

fn options(arguments: &[String]) -> Result<Options, String> {
    let (mut corpus, mut predictions, mut score_only) = (None, None, None);
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut value = || rest.next().map(PathBuf::from).ok_or_else(|| format!("{argument} needs a value\n{USAGE}"));
        match argument.as_str() {
            "--predictions" => predictions = Some(value()?),
            "--score-only" => score_only = Some(value()?),
            _ if argument.starts_with('-') || corpus.is_some() => {
                return Err(format!("what is `{argument}`?\n{USAGE}"));
            }
            _ => corpus = Some(PathBuf::from(argument)),
        }
    }
    Ok(Options { corpus: corpus.ok_or(USAGE)?, predictions, score_only })
}

/// `cargo xtask eval CORPUS.jsonl …`
pub fn command_eval(arguments: &[String]) -> Result<(), String> {
    let options = options(arguments)?;
    let gold = document::load(&options.corpus)?;
    let (predicted, label) = match &options.score_only {
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
    let label = label.map_or_else(String::new, |l| l.to_string_lossy().into_owned());
    if let Some(file) = &options.predictions {
        document::save(file, &predicted)?;
    }
    let pairs = || gold.iter().zip(&predicted);
    if gold.iter().any(|d| !d.attributions.is_empty()) {
        let counts: Vec<Counts> = pairs().map(|(g, p)| attribution::score(g, p)).collect();
        println!("\n{}", attribution::report(&Counts::total(&counts), &label));
    }
    if gold.iter().any(|d| d.attributions.iter().any(|a| a.cluster.is_some())) {
        let counts: Vec<Counts> = pairs().map(|(g, p)| speakers::score(g, p)).collect();
        println!("\n{}", speakers::report(&Counts::total(&counts), &label));
    }
    if gold.iter().any(|d| !d.places.is_empty()) {
        let scores: Vec<places::Scores> = pairs().map(|(g, p)| places::score(g, p)).collect();
        println!("\n{}", places::report(&scores));
    }
    Ok(())
}

/// One prediction for each gold document, in the same order; one that is missing is empty.
fn align(gold: &[Document], predicted: Vec<Document>) -> Vec<Document> {
    let mut by_id: HashMap<String, Document> = predicted.into_iter().map(|d| (d.id.clone(), d)).collect();
    let empty =
        |id: &str| Document { id: id.to_owned(), text: String::new(), attributions: Vec::new(), places: Vec::new() };
    gold.iter().map(|d| by_id.remove(&d.id).unwrap_or_else(|| empty(&d.id))).collect()
}
