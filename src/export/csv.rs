//! A table of the claims, for spreadsheets: RFC 4180 (commas, CRLF, quotation marks doubled), UTF-8.
//!
//! Spreadsheets run cells that begin with `=`, `+`, `-`, `@`, a tab or a carriage return as formulas, and a text can be
//! made to do harm that way. Such a cell gets an apostrophe in front, as OWASP advises; all cells of words are checked,
//! cells of numbers are our own and need none.

use super::{content_words, in_bytes, one_line};
use crate::annotations::{Annotations, Claim};

const COLUMNS: &[&str] = &[
    "claim",
    "form",
    "mode",
    "qualifiers",
    "speaker",
    "speakerKind",
    "speakerDescription",
    "source",
    "cue",
    "content",
    "start",
    "end",
    "parent",
    "places",
    "checkWorthiness",
    "signals",
    "confidence",
    "rule",
    "corrected",
];

/// One row for each claim, with a heading. `start` and `end` are those of the content's first and last piece, in the unit
/// of `annotations`.
#[must_use]
pub fn csv(text: &str, annotations: &Annotations) -> String {
    csv_header(false) + &csv_rows(None, text, annotations)
}

/// The heading; with `named`, a first column `file`.
#[must_use]
pub fn csv_header(named: bool) -> String {
    let mut columns: Vec<String> = COLUMNS.iter().map(ToString::to_string).collect();
    if named {
        columns.insert(0, "file".to_string());
    }
    row(&columns)
}

/// The rows alone; with a name, it stands in a first column.
#[must_use]
pub fn csv_rows(name: Option<&str>, text: &str, annotations: &Annotations) -> String {
    let bytes = in_bytes(text, annotations);
    bytes
        .claims
        .iter()
        .zip(&annotations.claims)
        .map(|(claim, given)| {
            let mut cells = cells(text, &bytes, claim, given);
            if let Some(name) = name {
                cells.insert(0, words(name));
            }
            row(&cells)
        })
        .collect()
}

fn cells(text: &str, annotations: &Annotations, claim: &Claim, given: &Claim) -> Vec<String> {
    let speaker = claim.speaker.and_then(|id| annotations.speakers.get(id as usize));
    let places: Vec<&str> = claim
        .places
        .iter()
        .filter_map(|&id| annotations.places.get(id as usize))
        .map(|place| place.name.as_str())
        .collect();
    vec![
        claim.id.to_string(),
        claim.form.name().to_string(),
        claim.mode.name().to_string(),
        claim.qualifiers.iter().map(|q| q.name()).collect::<Vec<_>>().join("; "),
        words(speaker.map_or("", |s| s.name.as_str())),
        speaker.map_or("", |s| s.kind.name()).to_string(),
        words(speaker.and_then(|s| s.description.as_deref()).unwrap_or("")),
        words(&claim.source.map_or_else(String::new, |span| one_line(text, span))),
        words(&claim.cue.map_or_else(String::new, |span| one_line(text, span))),
        words(&content_words(text, claim)),
        given.content.first().map_or_else(String::new, |span| span.start.to_string()),
        given.content.last().map_or_else(String::new, |span| span.end.to_string()),
        claim.parent.map_or_else(String::new, |id| id.to_string()),
        words(&places.join("; ")),
        claim.check_worthiness.to_string(),
        words(&claim.signals.join("; ")),
        claim.confidence.to_string(),
        words(&claim.rule),
        claim.corrected.to_string(),
    ]
}

/// A cell of words, made safe against formulas.
pub(super) fn words(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        format!("'{cell}")
    } else {
        cell.to_string()
    }
}

pub(super) fn row(cells: &[String]) -> String {
    let cells: Vec<String> = cells
        .iter()
        .map(|cell| {
            if cell.contains(['"', ',', '\r', '\n']) || cell.starts_with(' ') || cell.ends_with(' ') {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.clone()
            }
        })
        .collect();
    cells.join(",") + "\r\n"
}
