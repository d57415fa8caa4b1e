//! What a person changed in a text, from a file.

use super::input::{self, name};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::ffi::OsStr;
use whosaid::annotations::Correction;
use whosaid::text::{OffsetMap, OffsetUnit};
use whosaid::{Annotations, Annotator};

/// The corrections of one file.
pub struct Corrections {
    /// Name of the file, for messages.
    file: String,
    list: Vec<Correction>,
    /// What its offsets count; `None`: what those of the output count.
    unit: Option<OffsetUnit>,
}

/// Reads a JSON list of corrections.
///
/// # Errors
/// Names the file and what is wrong; of a list that holds something else, which entry it is, counted from 1.
pub fn read(file: &OsStr) -> Result<Corrections, String> {
    Ok(Corrections::of(file, read_list(file)?, None))
}

/// Reads a JSON list of corrections of some sort.
///
/// # Errors
/// As [`read`].
pub fn read_list<C: DeserializeOwned>(file: &OsStr) -> Result<Vec<C>, String> {
    let json = input::read(file)?;
    let value = serde_json::from_str(&json).map_err(|error| format!("not JSON: {error}"));
    value.and_then(parse).map_err(|message| format!("{}: {message}", name(file)))
}

/// A list of corrections of some sort.
///
/// # Errors
/// Says what is wrong; of a list that holds something else, which entry it is, counted from 1.
pub fn parse<C: DeserializeOwned>(value: Value) -> Result<Vec<C>, String> {
    let Value::Array(entries) = value else {
        let hint = if value.get("corrections").is_some() { ": its `corrections` are one" } else { "" };
        return Err(format!("not a list of corrections like [{{\"kind\": …}}, …]{hint}"));
    };
    let correction = |(number, entry)| {
        serde_json::from_value(entry).map_err(|error| format!("correction {number} is none: {error}"))
    };
    (1usize..).zip(entries).map(correction).collect()
}

impl Corrections {
    /// Those of a file, whose offsets count `unit`.
    pub fn of(file: &OsStr, list: Vec<Correction>, unit: Option<OffsetUnit>) -> Self {
        Self { file: name(file), list, unit }
    }

    /// Annotations (byte offsets) of a text with the corrections carried out, whose offsets are in `unit` if they do not say
    /// otherwise; and a complaint for each that means nothing there.
    pub fn carry_out(
        &self,
        annotator: &Annotator,
        text: &str,
        annotations: Annotations,
        unit: OffsetUnit,
    ) -> (Annotations, Vec<String>) {
        let unit = self.unit.unwrap_or(unit);
        let map = OffsetMap::new(text);
        let kept = annotations.clone();
        match annotator.correct(text, annotations.with_offsets(unit, &map), &self.list) {
            Ok(corrected) => {
                let complaint = |&n: &u32| {
                    let number = n + 1;
                    format!("{}: correction {number} was not carried out: what it means is not there", self.file)
                };
                let complaints = corrected.missed.iter().map(complaint).collect();
                (corrected.annotations.with_offsets(OffsetUnit::Byte, &map), complaints)
            }
            // What was just found fits; if ever it does not, the text comes out uncorrected, and says so.
            Err(unfit) => (kept, vec![format!("{}: {unfit}", self.file)]),
        }
    }
}
