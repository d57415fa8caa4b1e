//! `cargo xtask differential CORPUS.jsonl…`: whether the built module finds in each text of a corpus what the native library
//! finds, to the last digit.

use crate::page;
use crate::setup;
use crate::shell::{output, target_dir};
use serde::Deserialize;
use serde_json::Value;
use std::fs;
use whosaid::text::{OffsetMap, OffsetUnit};
use whosaid::{Annotations, Annotator};

/// `cargo xtask differential CORPUS.jsonl…`: a text a line, as `text` of an object.
pub fn command_differential(arguments: &[String]) -> Result<(), String> {
    if arguments.is_empty() {
        return Err("usage: cargo xtask differential CORPUS.jsonl…".into());
    }
    let mut texts = Vec::new();
    for file in arguments {
        texts.extend(read(file)?);
    }
    let annotator = Annotator::new();
    let mut different = Vec::new();
    for (number, (text, elsewhere)) in texts.iter().zip(in_module(&texts)?).enumerate() {
        let here = annotator.annotate(text).with_offsets(OffsetUnit::Utf16, &OffsetMap::new(text));
        if here != elsewhere {
            let what = difference(&value(&here)?, &value(&elsewhere)?, "");
            let what = what.unwrap_or_else(|| "nothing that JSON shows".into());
            different.push(format!("text {}: {:?}…: {what}", number + 1, text.chars().take(60).collect::<String>()));
        }
    }
    if different.is_empty() {
        println!("{} texts: the same natively and in WebAssembly", texts.len());
        Ok(())
    } else {
        Err(format!("{} of {} texts differ:\n{}", different.len(), texts.len(), different.join("\n")))
    }
}

fn value(annotations: &Annotations) -> Result<Value, String> {
    serde_json::to_value(annotations).map_err(|e| e.to_string())
}

/// Where two results differ first, and how.
fn difference(here: &Value, elsewhere: &Value, path: &str) -> Option<String> {
    match (here, elsewhere) {
        (Value::Object(a), Value::Object(b)) if a.len() == b.len() => a.iter().find_map(|(key, a)| {
            b.get(key).map_or_else(
                || Some(format!("{path}.{key} is missing")),
                |b| difference(a, b, &format!("{path}.{key}")),
            )
        }),
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let mut pairs = a.iter().zip(b).enumerate();
            pairs.find_map(|(at, (a, b))| difference(a, b, &format!("{path}[{at}]")))
        }
        _ => (here != elsewhere).then(|| format!("{path}: {here} natively, {elsewhere} in WebAssembly")),
    }
}

fn read(file: &str) -> Result<Vec<String>, String> {
    #[derive(Deserialize)]
    struct Document {
        text: String,
    }
    let lines = fs::read_to_string(file).map_err(|e| format!("{file}: {e}"))?;
    let text = |line: &str| serde_json::from_str::<Document>(line).map(|d| d.text).map_err(|e| format!("{file}: {e}"));
    lines.lines().filter(|line| !line.trim().is_empty()).map(text).collect()
}

/// What the module finds in each text.
fn in_module(texts: &[String]) -> Result<Vec<Annotations>, String> {
    let folder = target_dir().join("differential");
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let list = folder.join("texts.json");
    let json = serde_json::to_string(texts).map_err(|e| e.to_string())?;
    fs::write(&list, json).map_err(|e| format!("{}: {e}", list.display()))?;
    let bound = page::bound();
    let mut node = setup::node_modules()?.node()?;
    node.arg("xtask/differential.mjs").arg(bound.join("whosaid.js")).arg(bound.join("whosaid_bg.wasm")).arg(&list);
    let lines = output(&mut node)?;
    let found: Result<Vec<Annotations>, _> = lines.lines().map(serde_json::from_str).collect();
    let found = found.map_err(|e| format!("xtask/differential.mjs: {e}"))?;
    if found.len() == texts.len() {
        Ok(found)
    } else {
        Err(format!("{} results for {} texts", found.len(), texts.len()))
    }
}
