//! The neutral corpus format: one JSON document a line, offsets in Unicode code points, end exclusive.

use serde::{Deserialize, Deserializer, Serialize};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use whosaid::annotations::{ClaimForm, ClaimMode, PlaceRole};
use whosaid::text::{OffsetMap, OffsetUnit, Span};
use whosaid::Annotator;

/// Start and end, in code points.
pub type Range = [usize; 2];

/// A text with what is marked in it, by people or by the library.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Document {
    pub id: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    #[serde(default)]
    pub attributions: Vec<Attribution>,
    #[serde(default)]
    pub places: Vec<Place>,
}

/// A source, a cue and a content.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Attribution {
    #[serde(default)]
    pub source: Vec<Range>,
    #[serde(default)]
    pub cue: Vec<Range>,
    #[serde(default)]
    pub content: Vec<Range>,
    #[serde(default)]
    pub speaker: Option<String>,
    /// Equal ids are the same speaker. Any JSON value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker_id: Option<serde_json::Value>,
    /// Gold only: number of the speaker in the text, 0 where the text names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<u32>,
    /// Gold only: person, unnamed, organisation, group, document, unknown.
    #[serde(default, deserialize_with = "source_kind", skip_serializing_if = "Option::is_none")]
    pub source_kind: Option<String>,
    /// Gold only: other names of the speaker.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Gold only: names of other speakers that are right as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub speaker_also: Vec<String>,
    /// Predictions only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
    /// Predictions only: how sure it is who speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker_confidence: Option<f32>,
    /// Predictions only: name of the rule that acted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Predictions only: `statement` or `attitude`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
}

/// The corpora call `anonymous` what is `unnamed` everywhere here.
fn source_kind<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let kind = Option::<String>::deserialize(deserializer)?;
    Ok(kind.map(|kind| if kind == "anonymous" { "unnamed".to_owned() } else { kind }))
}

/// One mention of a place.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Place {
    pub start: usize,
    pub end: usize,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub lat: Option<f64>,
    #[serde(default)]
    pub lon: Option<f64>,
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Predictions only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
    /// Stands before a noun (`Boston mayor`) or names a people; predictions of this run only.
    #[serde(skip)]
    pub modifier: bool,
}

/// Reads a corpus, in order. An id that occurs twice stands for its last document.
pub fn load(path: &Path) -> Result<Vec<Document>, String> {
    let file = std::fs::File::open(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut documents: Vec<Document> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (number, line) in BufReader::new(file).lines().enumerate() {
        let problem = |e: &dyn std::fmt::Display| format!("{}, line {}: {e}", path.display(), number + 1);
        let line = line.map_err(|e| problem(&e))?;
        if line.trim().is_empty() {
            continue;
        }
        let document: Document = serde_json::from_str(&line).map_err(|e| problem(&e))?;
        match places.get(&document.id) {
            Some(&at) => documents[at] = document,
            None => {
                places.insert(document.id.clone(), documents.len());
                documents.push(document);
            }
        }
    }
    Ok(documents)
}

/// Writes a corpus, without the texts.
pub fn save(path: &Path, documents: &[Document]) -> Result<(), String> {
    let problem = |e: &dyn std::fmt::Display| format!("{}: {e}", path.display());
    let file = std::fs::File::create(path).map_err(|e| problem(&e))?;
    let mut out = std::io::BufWriter::new(file);
    for document in documents {
        let line = serde_json::to_string(document).map_err(|e| problem(&e))?;
        writeln!(out, "{line}").map_err(|e| problem(&e))?;
    }
    out.flush().map_err(|e| problem(&e))
}

/// What the library finds in the texts of `gold`, in the same order, worked out on all cores.
pub fn predict(gold: &[Document]) -> Vec<Document> {
    let annotator = Annotator::with_all_places();
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(gold.len().max(1));
    let next = std::sync::atomic::AtomicUsize::new(0);
    let mut found: Vec<(usize, Document)> = std::thread::scope(|scope| {
        let work = || {
            let mut found = Vec::new();
            loop {
                let at = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                let Some(document) = gold.get(at) else { return found };
                found.push((at, predict_one(&annotator, document)));
            }
        };
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|t| t.join().unwrap_or_default()).collect()
    });
    found.sort_by_key(|f| f.0);
    found.into_iter().map(|f| f.1).collect()
}

/// The article's own statements are left out: nobody is made to say them.
fn predict_one(annotator: &Annotator, document: &Document) -> Document {
    let map = OffsetMap::new(&document.text);
    let annotations = annotator.annotate(&document.text).with_offsets(OffsetUnit::Codepoint, &map);
    let range = |span: Span| [span.start as usize, span.end as usize];
    let attributions = annotations.claims.iter().filter(|c| c.form != ClaimForm::Own);
    let attributions = attributions.map(|claim| {
        let speaker = claim.speaker.and_then(|id| annotations.speakers.get(id as usize));
        Attribution {
            source: claim.source.into_iter().map(range).collect(),
            cue: claim.cue.into_iter().map(range).collect(),
            content: claim.content.iter().copied().map(range).collect(),
            speaker: speaker.map(|s| s.name.clone()),
            speaker_id: speaker.map(|s| s.id.into()),
            confidence: Some(claim.confidence),
            speaker_confidence: claim.speaker_confidence,
            rule: Some(claim.rule.clone()),
            mode: Some(if claim.mode == ClaimMode::Statement { "statement" } else { "attitude" }.into()),
            ..Attribution::default()
        }
    });
    let places = annotations.places.iter().flat_map(|place| {
        place.mentions.iter().map(|mention| Place {
            start: mention.start as usize,
            end: mention.end as usize,
            name: Some(place.name.clone()),
            lat: place.lat.map(f64::from),
            lon: place.lon.map(f64::from),
            kind: None,
            confidence: Some(place.confidence),
            modifier: mention.role == PlaceRole::Modifier,
        })
    });
    Document {
        id: document.id.clone(),
        text: String::new(),
        attributions: attributions.collect(),
        places: places.collect(),
    }
}
