//! `cargo xtask predict-places CORPUS.jsonl OUT.jsonl [--core] [--no-modifiers] [--home HOMES.tsv]`: writes the places of
//! each document in the neutral format (offsets in code points), for the scorer.

use crate::train_places::Article;
use serde_json::{json, Value};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::time::Instant;
use whosaid::annotations::{Place, PlaceRole};
use whosaid::entities;
use whosaid::gazetteer::Gazetteer;
use whosaid::places::scorer::{Features, Scorer};
use whosaid::places::{find_with, samples, Home, Options};
use whosaid::text::{OffsetMap, OffsetUnit, Text};

pub fn run(arguments: &[String]) -> Result<(), String> {
    let flag = |name: &str| arguments.iter().any(|a| a == name);
    let homes = match arguments.iter().position(|a| a == "--home").and_then(|i| arguments.get(i + 1)) {
        Some(path) => read_homes(path)?,
        None => HashMap::new(),
    };
    if let [first, text] = arguments {
        if first == "--explain" {
            return explain(text);
        }
    }
    let [corpus, out, ..] = arguments else {
        return Err("usage: predict-places CORPUS.jsonl OUT.jsonl [--core] [--no-modifiers] [--home TSV]".to_owned());
    };
    let start = Instant::now();
    let gazetteer = if flag("--core") { Gazetteer::core() } else { Gazetteer::full() };
    println!("gazetteer read in {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let file = fs::read_to_string(corpus).map_err(|e| format!("{corpus}: {e}"))?;
    let (mut result, mut characters, mut seconds) = (String::new(), 0, 0.0);
    for line in file.lines() {
        let document: Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
        let source = document["text"].as_str().unwrap_or("");
        let home = document["domain"].as_str().and_then(|d| homes.get(d)).cloned();
        let text = Text::new(source);
        let names = if flag("--no-entities") { Vec::new() } else { entities::find(&text) };
        let start = Instant::now();
        let places = find_with(&text, &gazetteer, &names, &Options { home });
        seconds += start.elapsed().as_secs_f64();
        characters += source.len();
        let id = document["id"].as_str().unwrap_or("");
        let _ = writeln!(result, "{}", neutral(id, source, &places, flag("--no-modifiers")));
    }
    fs::write(out, result).map_err(|e| format!("{out}: {e}"))?;
    println!("{characters} bytes at {:.2} MB/s", characters as f64 / 1e6 / seconds);
    Ok(())
}

/// The places of a document in the neutral format.
pub fn neutral(id: &str, source: &str, places: &[Place], no_modifiers: bool) -> Value {
    let map = OffsetMap::new(source);
    let points = |offset: u32| map.convert(offset, OffsetUnit::Byte, OffsetUnit::Codepoint);
    let mut mentions = Vec::new();
    for place in places {
        for mention in &place.mentions {
            if no_modifiers && mention.role == PlaceRole::Modifier {
                continue;
            }
            mentions.push(json!({
                "start": points(mention.start), "end": points(mention.end), "name": place.name,
                "lat": place.lat, "lon": place.lon, "confidence": place.confidence,
                "within": place.within, "country": place.country, "role": mention.role,
            }));
        }
    }
    mentions.sort_by_key(|m| m["start"].as_u64());
    json!({ "id": id, "places": mentions })
}

/// The articles of a corpus in the neutral format, with the tagged places in bytes.
pub fn read_places(path: &str) -> Result<Vec<Article>, String> {
    let file = fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
    file.lines()
        .map(|line| {
            let value: Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
            let text = value["text"].as_str().unwrap_or("").to_owned();
            let map = OffsetMap::new(&text);
            let bytes = |v: &Value| {
                map.convert(v.as_u64().unwrap_or(0) as u32, OffsetUnit::Codepoint, OffsetUnit::Byte) as usize
            };
            let places = value["places"].as_array().into_iter().flatten();
            let names = places.map(|p| (bytes(&p["start"]), bytes(&p["end"]), "LOC".to_owned())).collect();
            Ok(Article { id: value["id"].as_str().unwrap_or("").to_owned(), text, names })
        })
        .collect()
}

/// The candidates of a text, each with its features and their weights.
fn explain(source: &str) -> Result<(), String> {
    let gazetteer = Gazetteer::full();
    let text = Text::new(source);
    for sample in samples(&text, &gazetteer, &entities::find(&text)) {
        println!("{} {:.2}", text.slice(sample.candidate.span), sample.score);
        for name in &sample.features {
            let mut feature = Features::default();
            feature.add(&[name]);
            println!("    {:6.2} {name}", Scorer::built_in().score(&feature));
        }
    }
    for place in find_with(&text, &gazetteer, &entities::find(&text), &Options::default()) {
        let place = serde_json::to_string(&place).map_err(|e| e.to_string())?;
        println!("{place}");
    }
    Ok(())
}

/// `domain<TAB>country<TAB>division<TAB>lat<TAB>lon` a line.
fn read_homes(path: &str) -> Result<HashMap<String, Home>, String> {
    let file = fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
    let text = |s: Option<&str>| s.filter(|s| !s.is_empty()).map(str::to_owned);
    Ok(file
        .lines()
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let domain = columns.next()?.to_owned();
            let (country, division) = (text(columns.next()), text(columns.next()));
            let number = |s: Option<&str>| s.and_then(|s| s.parse().ok());
            let point = number(columns.next()).zip(number(columns.next())).map(|(lat, lon)| [lat, lon]);
            Some((domain, Home { country, division, point }))
        })
        .collect())
}
