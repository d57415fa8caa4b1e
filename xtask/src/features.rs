//! `features`: what the networks see of each text, for the training tool.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use whosaid::entities::features as entities;
use whosaid::network::features::{states, surface, WordFeatures};
use whosaid::text::{OffsetMap, OffsetUnit, Text};

const USAGE: &str = "usage: cargo xtask features DIR FILE.jsonl…
Reads documents in the neutral format (one JSON object a line with \"id\" and \"text\") and writes
  DIR/FILE.jsonl  {\"id\", \"surface\": […], \"start\": […], \"end\": […] (code points), \"state\": […], \"place\": […]}
  DIR/words.tsv   surface, normal form, word bucket, shape, prefix, suffix, flags: once each word of all files
The place in the text and the flags are what the head for names sees besides";

/// Writes the features of every document.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let [directory, files @ ..] = arguments else { return Err(USAGE.into()) };
    if files.is_empty() {
        return Err(USAGE.into());
    }
    let directory = Path::new(directory);
    fs::create_dir_all(directory).map_err(|e| format!("{}: {e}", directory.display()))?;
    let mut words = BTreeSet::new();
    for file in files {
        let name = Path::new(file).file_name().ok_or_else(|| format!("{file}: no file name"))?;
        documents(Path::new(file), &directory.join(name), &mut words)?;
    }
    let table = directory.join("words.tsv");
    write_words(&table, &words).map_err(|e| format!("{}: {e}", table.display()))
}

fn documents(input: &Path, output: &Path, words: &mut BTreeSet<String>) -> Result<(), String> {
    let problem = |path: &Path, e: &dyn std::fmt::Display| format!("{}: {e}", path.display());
    let reader = BufReader::new(File::open(input).map_err(|e| problem(input, &e))?);
    let mut writer = BufWriter::new(File::create(output).map_err(|e| problem(output, &e))?);
    for (number, line) in reader.lines().enumerate() {
        let line = line.map_err(|e| problem(input, &e))?;
        let value: serde_json::Value =
            serde_json::from_str(&line).map_err(|e| format!("{}:{}: {e}", input.display(), number + 1))?;
        let (Some(id), Some(source)) = (value["id"].as_str(), value["text"].as_str()) else {
            return Err(format!("{}:{}: needs \"id\" and \"text\"", input.display(), number + 1));
        };
        let text = Text::new(source);
        let map = OffsetMap::new(source);
        let points = |at: u32| map.convert(at, OffsetUnit::Byte, OffsetUnit::Codepoint);
        let surfaces: Vec<String> = (0..text.tokens.len()).map(|i| surface(&text, i).into_owned()).collect();
        let mut document = BTreeMap::new();
        document.insert("id", serde_json::json!(id));
        document.insert("start", text.tokens.iter().map(|t| points(t.span.start)).collect());
        document.insert("end", text.tokens.iter().map(|t| points(t.span.end)).collect());
        document.insert("state", serde_json::json!(states(&text)));
        document.insert("place", serde_json::json!(entities::states(&text)));
        document.insert("surface", serde_json::json!(surfaces));
        words.extend(surfaces);
        serde_json::to_writer(&mut writer, &document).map_err(|e| problem(output, &e))?;
        writeln!(writer).map_err(|e| problem(output, &e))?;
    }
    writer.flush().map_err(|e| problem(output, &e))
}

fn write_words(path: &Path, words: &BTreeSet<String>) -> std::io::Result<()> {
    let mut writer = BufWriter::new(File::create(path)?);
    for word in words {
        let f = WordFeatures::of(word);
        let (flags, WordFeatures { normal, bucket, shape, prefix, suffix }) = (entities::flags(word), f);
        writeln!(writer, "{word}\t{normal}\t{bucket}\t{shape}\t{prefix}\t{suffix}\t{flags}")?;
    }
    writer.flush()
}
