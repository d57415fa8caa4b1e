//! `cargo xtask tune-places [--with NAME=VALUE,…] CORPUS.jsonl…`: tries other values of the few numbers by which places are
//! decided on and resolved, and prints what they would give; `--with` prints only what these values give for resolution. It
//! changes nothing.

use serde_json::Value;
use std::collections::HashMap;
use std::fs;
use whosaid::entities;
use whosaid::gazetteer::{distance, Gazetteer};
use whosaid::places::candidates::Candidate;
use whosaid::places::{keep, resolve, samples, Decision, Weights, DECISION, WEIGHTS};
use whosaid::text::{OffsetMap, OffsetUnit, Text};

/// A document of a corpus.
struct Document {
    source: String,
    candidates: Vec<Candidate>,
    scores: Vec<f32>,
    /// Gold spans in bytes with their point.
    gold: HashMap<(u32, u32), Option<[f32; 2]>>,
}

pub fn run(arguments: &[String]) -> Result<(), String> {
    let (with, arguments) = match arguments {
        [flag, values, rest @ ..] if flag == "--with" => (Some(values), rest),
        _ => (None, arguments),
    };
    let gazetteer = Gazetteer::full();
    let mut corpora = Vec::new();
    for path in arguments {
        let file = fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
        let documents: Result<Vec<Document>, String> = file.lines().map(|line| read(line, &gazetteer)).collect();
        corpora.push(documents?);
    }
    if let Some(values) = with {
        let mut weights = WEIGHTS;
        for pair in values.split(',') {
            let wrong = || format!("`{pair}` is no NAME=VALUE of a weight that is tuned");
            let (name, value) = pair.split_once('=').ok_or_else(wrong)?;
            let field = FIELDS.iter().find(|f| f.0 == name).ok_or_else(wrong)?.1;
            *field(&mut weights) = value.parse().map_err(|_| wrong())?;
        }
        println!("resolution {:.4?}", resolution(&corpora, &gazetteer, &weights));
        return Ok(());
    }
    tune_decision(&corpora);
    tune_resolution(&corpora, &gazetteer);
    Ok(())
}

fn read(line: &str, gazetteer: &Gazetteer) -> Result<Document, String> {
    let value: Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
    let source = value["text"].as_str().unwrap_or("").to_owned();
    let map = OffsetMap::new(&source);
    let bytes = |v: &Value| map.convert(v.as_u64().unwrap_or(0) as u32, OffsetUnit::Codepoint, OffsetUnit::Byte);
    let gold = value["places"].as_array().into_iter().flatten().map(|p| {
        let point = p["lat"].as_f64().zip(p["lon"].as_f64()).map(|(lat, lon)| [lat as f32, lon as f32]);
        ((bytes(&p["start"]), bytes(&p["end"])), point)
    });
    let gold = gold.collect();
    let text = Text::new(&source);
    let samples = samples(&text, gazetteer, &entities::find(&text));
    let (candidates, scores) = samples.into_iter().map(|s| (s.candidate, s.score)).unzip();
    Ok(Document { source, candidates, scores, gold })
}

/// Exact F1 of a decision on each corpus; demonyms count on the first only.
fn recognition(corpora: &[Vec<Document>], decision: &Decision) -> Vec<f64> {
    corpora
        .iter()
        .enumerate()
        .map(|(number, documents)| {
            let (mut right, mut found, mut gold) = (0, 0, 0);
            for document in documents {
                gold += document.gold.len();
                for candidate in keep(&document.candidates, &document.scores, decision).0 {
                    if number == 0 || !candidate.is_demonym {
                        found += 1;
                        right += usize::from(document.gold.contains_key(&(candidate.span.start, candidate.span.end)));
                    }
                }
            }
            2.0 * right as f64 / (found + gold) as f64
        })
        .collect()
}

fn tune_decision(corpora: &[Vec<Document>]) {
    for consistency in [0.0, 0.15, 0.3, 0.5, 0.8] {
        for threshold in [0.5, 0.0, -0.25, -0.5, -0.75, -1.0, -1.5, -2.0] {
            let f1 = recognition(corpora, &Decision { threshold, consistency });
            println!("consistency {consistency:.2} threshold {threshold:5.2}: {f1:.3?}");
        }
    }
}

/// Share of the rightly found places within 161 km, for each corpus.
fn resolution(corpora: &[Vec<Document>], gazetteer: &Gazetteer, weights: &Weights) -> Vec<f64> {
    let texts = |d: &Document| keep(&d.candidates, &d.scores, &DECISION).0;
    corpora
        .iter()
        .map(|documents| {
            let (mut right, mut all) = (0, 0);
            for document in documents {
                let kept = texts(document);
                let text = Text::new(&document.source);
                let senses = resolve(&text, gazetteer, &kept, None, weights);
                for (candidate, sense) in kept.iter().zip(&senses) {
                    let gold = document.gold.get(&(candidate.span.start, candidate.span.end));
                    if let (Some(Some(gold)), Some(best)) = (gold, sense.ranked.first()) {
                        all += 1;
                        right += usize::from(distance(*gold, gazetteer.point(best.0)) <= 161.0);
                    }
                }
            }
            f64::from(right as u32) / f64::from(all as u32).max(1.0)
        })
        .collect()
}

/// A weight: its name, where it stands, values to try.
type Field = (&'static str, fn(&mut Weights) -> &mut f32, &'static [f32]);
const FIELDS: [Field; 21] = [
    ("population", |w| &mut w.population, &[0.6, 0.8, 1.0, 1.3, 1.6]),
    ("main", |w| &mut w.main, &[0.5, 1.0, 1.5, 2.5]),
    ("short", |w| &mut w.short, &[0.0, 1.0, 2.0, 2.5]),
    ("level", |w| &mut w.level, &[0.0, 3.0, 5.0, 8.0]),
    ("origin", |w| &mut w.origin, &[0.0, 2.0, 4.0, 6.0, 9.0]),
    ("country", |w| &mut w.country, &[4.0, 5.0, 6.0, 7.0, 9.0]),
    ("division", |w| &mut w.division, &[0.0, 0.7, 1.5, 2.5]),
    ("twin", |w| &mut w.twin, &[-4.0, -2.0, -1.0, 0.0]),
    ("county", |w| &mut w.county, &[-3.0, -1.0, 0.0]),
    ("region", |w| &mut w.region, &[0.5, 1.0, 2.0, 3.0]),
    ("capital", |w| &mut w.capital, &[1.0, 2.0, 3.0, 4.0, 5.0]),
    ("metropolis", |w| &mut w.metropolis, &[0.0, 0.7, 1.5, 2.5, 4.0]),
    ("namesake", |w| &mut w.namesake, &[-6.0, -4.0, -2.0, 0.0]),
    ("dilution", |w| &mut w.dilution, &[0.0, 0.35, 0.7, 1.0]),
    ("seat", |w| &mut w.seat, &[0.0, 0.3, 0.7]),
    ("inside", |w| &mut w.inside, &[8.0, 12.0]),
    ("same_division", |w| &mut w.same_division, &[1.5, 2.2, 3.0, 4.0]),
    ("same_country", |w| &mut w.same_country, &[0.6, 1.2, 1.8, 2.4]),
    ("near", |w| &mut w.near, &[1.0, 1.6, 2.4, 3.2, 4.0]),
    ("scale", |w| &mut w.scale, &[50.0, 80.0, 120.0, 150.0, 220.0]),
    ("softness", |w| &mut w.softness, &[0.5, 0.8, 1.2, 2.5]),
];

fn tune_resolution(corpora: &[Vec<Document>], gazetteer: &Gazetteer) {
    let mut weights = WEIGHTS;
    let value = |f: &[f64]| f.iter().sum::<f64>();
    let mut best = resolution(corpora, gazetteer, &weights);
    println!("resolution now {best:.4?}");
    for _ in 0..2 {
        for (name, field, values) in FIELDS {
            for &to in values {
                let mut other = weights;
                if (*field(&mut other) - to).abs() < 1e-6 {
                    continue;
                }
                *field(&mut other) = to;
                let result = resolution(corpora, gazetteer, &other);
                if value(&result) > value(&best) + 0.001 {
                    println!("{name} {to}: {result:.4?}");
                    best = result;
                    weights = other;
                }
            }
        }
    }
    println!("{weights:#?}");
}
