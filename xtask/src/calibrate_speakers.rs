//! `cargo xtask calibrate-speakers CORPUS.jsonl…`: fits how sure it is who speaks, on corpora that say who does.
//!
//! For each form of source (a name, a description, a pronoun, none) a line on the log-odds that the resolution gives, by
//! Newton's method with a penalty that draws it towards the identity. Right means: the content overlaps a gold one by half
//! and the name is that of its speaker. The attributions are the library's own, for their sources are what is resolved.

use crate::eval::document::{self, Document};
use crate::eval::speakers as names;
use std::fmt::Write;
use std::path::Path;
use whosaid::speakers::{SourceForm, SpeakerEvidence};
use whosaid::tagging::{NetworkTagger, Tagger};
use whosaid::text::{OffsetMap, OffsetUnit, Span, Text};
use whosaid::{attribution, entities, speakers};

const USAGE: &str = "usage: cargo xtask calibrate-speakers CORPUS.jsonl… [--dry]

Writes data/speaker-confidence.tsv, or only prints with --dry.";

/// How much the fit is drawn towards `offset 0, slope 1`, in samples.
const RIDGE: f64 = 2.0;
const FOLDS: usize = 4;

struct Sample {
    document: usize,
    evidence: SpeakerEvidence,
    right: bool,
}

/// The command.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let files: Vec<&String> = arguments.iter().filter(|a| !a.starts_with('-')).collect();
    if files.is_empty() {
        return Err(USAGE.to_owned());
    }
    let mut gold: Vec<Document> = Vec::new();
    for file in files {
        gold.extend(document::load(Path::new(file))?);
    }
    let tagger = NetworkTagger::built_in().map_err(|e| e.to_string())?;
    let samples: Vec<Sample> = gold.iter().enumerate().flat_map(|(n, d)| samples(n, d, &tagger)).collect();
    let mut table = String::from(
        "# How sure it is who speaks, by `cargo xtask calibrate-speakers` on 24 articles of PolNeAR 1.0 with speakers added and\n\
         # on news for development (figures only): form of the source, offset, slope; the log-odds are offset + slope × those\n\
         # of the resolution.\n",
    );
    let mut held_out: Vec<(f64, bool)> = Vec::new();
    for form in SourceForm::ALL {
        let of: Vec<&Sample> = samples.iter().filter(|s| s.evidence.form == form).collect();
        let (offset, slope) = fit(of.iter().copied());
        for fold in 0..FOLDS {
            let (offset, slope) = fit(of.iter().copied().filter(|s| s.document % FOLDS != fold));
            let test = of.iter().filter(|s| s.document % FOLDS == fold);
            held_out.extend(test.map(|s| (probability(offset, slope, s), s.right)));
        }
        let right = of.iter().filter(|s| s.right).count();
        println!("{:12} {} of {} right, offset {offset:.3}, slope {slope:.3}", form.name(), right, of.len());
        let _ = writeln!(table, "{}\t{offset:.3}\t{slope:.3}", form.name());
    }
    println!("\nconfidence       n  claimed  right   (documents left out of the fit)");
    for (low, high) in [(0.0, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01)] {
        let bin: Vec<&(f64, bool)> = held_out.iter().filter(|(p, _)| (low..high).contains(p)).collect();
        let n = bin.len().max(1) as f64;
        let claimed = bin.iter().map(|(p, _)| p).sum::<f64>() / n;
        let right = bin.iter().filter(|(_, right)| *right).count() as f64 / n;
        println!("{low:.2} to {:.2} {:6} {claimed:8.2} {right:6.2}", f64::min(high, 1.0), bin.len());
    }
    if arguments.iter().any(|a| a == "--dry") {
        return Ok(());
    }
    std::fs::write("data/speaker-confidence.tsv", table).map_err(|e| format!("data/speaker-confidence.tsv: {e}"))
}

fn samples(number: usize, gold: &Document, tagger: &impl Tagger) -> Vec<Sample> {
    let text = Text::new(&gold.text);
    let map = OffsetMap::new(&gold.text);
    let offset = |byte| map.convert(byte, OffsetUnit::Byte, OffsetUnit::Codepoint) as usize;
    let names = entities::find(&text);
    let attributions = attribution::find(&text, &tagger.tag(&text), &names);
    let sources = attributions.iter().filter_map(|a| a.source);
    let settled = entities::settle(&text, &names, sources);
    let (found, evidence) = speakers::resolve_with_evidence(&text, &attributions, &settled);
    let range = |s: &Span| [offset(s.start), offset(s.end)];
    let predicted = Document {
        id: gold.id.clone(),
        text: String::new(),
        attributions: attributions
            .iter()
            .zip(&found.of)
            .map(|(a, of)| document::Attribution {
                source: a.source.iter().map(range).collect(),
                cue: a.cue.iter().map(range).collect(),
                content: a.content.iter().map(range).collect(),
                speaker: of.map(|(id, _)| found.speakers[id as usize].name.clone()),
                ..document::Attribution::default()
            })
            .collect(),
        places: Vec::new(),
    };
    names::judged(gold, &predicted)
        .into_iter()
        .filter_map(|(i, right)| Some(Sample { document: number, evidence: evidence[i]?, right }))
        .collect()
}

fn log_odds(p: f32) -> f64 {
    let p = f64::from(p).clamp(0.02, 0.98);
    (p / (1.0 - p)).ln()
}

fn probability(offset: f64, slope: f64, sample: &Sample) -> f64 {
    1.0 / (1.0 + (-(offset + slope * log_odds(sample.evidence.raw))).exp())
}

/// Offset and slope of the likeliest line.
fn fit<'s>(samples: impl Iterator<Item = &'s Sample> + Clone) -> (f64, f64) {
    let (mut offset, mut slope) = (0.0, 1.0);
    for _ in 0..20 {
        let (mut g0, mut g1) = (RIDGE * offset, RIDGE * (slope - 1.0));
        let (mut h00, mut h01, mut h11) = (RIDGE, 0.0, RIDGE);
        for sample in samples.clone() {
            let x = log_odds(sample.evidence.raw);
            let p = probability(offset, slope, sample);
            let error = p - f64::from(u8::from(sample.right));
            let weight = p * (1.0 - p);
            g0 += error;
            g1 += error * x;
            h00 += weight;
            h01 += weight * x;
            h11 += weight * x * x;
        }
        let determinant = h00 * h11 - h01 * h01;
        offset -= (h11 * g0 - h01 * g1) / determinant;
        slope -= (h00 * g1 - h01 * g0) / determinant;
    }
    // A surer resolution must not count as less sure.
    (offset, slope.max(0.2))
}
