//! The audit for the page. Texts of JSON go in and out: it hands them from worker to worker and need not look inside.

use crate::annotations::Correction;
use crate::audit::{
    self, Act, ArticleInfo, Audit, AuditReport, Columns, CsvRecords, Digest, JsonRecord, People, Record,
};
use crate::export;
use crate::text::{OffsetMap, OffsetUnit};
use serde::de::DeserializeOwned;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// What an audit keeps of an article; `json` says the corrections once more.
pub(super) fn digest(
    annotator: &crate::Annotator,
    info: &str,
    text: &str,
    corrections: &[Correction],
    json: &str,
) -> Result<String, JsError> {
    let info: ArticleInfo = read(info)?;
    let mut annotations = annotator.annotate(text).with_offsets(OffsetUnit::Utf16, &OffsetMap::new(text));
    if !corrections.is_empty() {
        let corrected = annotator.correct(text, annotations, corrections);
        annotations = corrected.map_err(|e| JsError::new(&e.to_string()))?.annotations;
    }
    write(&audit::digest(info, text, &annotations, OffsetUnit::Utf16).corrected_by(read(json)?))
}

/// Takes articles in and reports on all of them.
#[wasm_bindgen(js_name = Audit)]
#[derive(Default)]
pub struct WasmAudit {
    audit: Audit,
    people: Option<People>,
    report: Option<AuditReport>,
}

#[wasm_bindgen(js_class = Audit)]
impl WasmAudit {
    /// An audit without articles.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in what `Annotator.digest` made of an article.
    pub fn add(&mut self, digest: &str) -> Result<(), JsError> {
        self.audit.add(read::<Digest>(digest)?);
        self.report = None;
        Ok(())
    }

    /// Takes in what `Annotator.digest` made of an article that was corrected, in place of the one at this position.
    pub fn replace(&mut self, position: usize, digest: &str) -> Result<(), JsError> {
        if !self.audit.replace(position, read::<Digest>(digest)?) {
            return Err(JsError::new("there is no such article in the audit"));
        }
        self.report = None;
        Ok(())
    }

    /// The user's own table of people, as CSV; none for an empty text. Gives the names that it has more than once.
    #[wasm_bindgen(js_name = setPeople)]
    pub fn set_people(&mut self, csv: &str) -> Result<Vec<String>, JsError> {
        self.people = match csv {
            "" => None,
            _ => Some(audit::people(csv.as_bytes()).map_err(|message| JsError::new(&message))?),
        };
        Ok(self.people.as_ref().map_or_else(Vec::new, |people| people.repeated.clone()))
    }

    /// The report as JSON, with an empty list of passages: `passages` has them.
    pub fn report(&mut self, acts: &str) -> Result<String, JsError> {
        let acts: Vec<Act> = read(acts)?;
        let mut report = self.audit.report(&acts, self.people.as_ref());
        let passages = std::mem::take(&mut report.passages);
        let written = write(&report);
        report.passages = passages;
        self.report = Some(report);
        written
    }

    /// Passages of the last report, as JSON.
    pub fn passages(&self, ids: &[u32]) -> Result<String, JsError> {
        let all = self.report.as_ref().map_or(&[][..], |report| &report.passages);
        write(&ids.iter().filter_map(|&id| all.get(id as usize)).collect::<Vec<_>>())
    }

    /// The ids of the passages of an article.
    #[wasm_bindgen(js_name = passagesOf)]
    #[must_use]
    pub fn passages_of(&self, article: u32) -> Vec<u32> {
        let all = self.report.as_ref().map_or(&[][..], |report| &report.passages);
        (0..).zip(all).filter(|(_, passage)| passage.article == article).map(|(id, _)| id).collect()
    }

    /// The last report as `json`, `html`, or the name of a table for CSV.
    #[wasm_bindgen(js_name = exportAs)]
    pub fn export_as(&self, format: &str) -> Result<String, JsError> {
        let Some(report) = &self.report else { return Err(JsError::new("there is no report yet")) };
        match format {
            "json" => Ok(export::audit_json(report)),
            "html" => Ok(export::audit_html(report)),
            table => table
                .parse()
                .map(|table| export::audit_csv(report, table))
                .map_err(|message: String| JsError::new(&message)),
        }
    }
}

/// The articles of a table as JSON: `{"records": […], "problems": […]}`. `kind` is `csv` or `jsonl`, `columns` JSON.
#[wasm_bindgen(js_name = auditRecords)]
pub fn audit_records(kind: &str, text: &str, columns: &str) -> Result<String, JsError> {
    #[derive(Default, Serialize)]
    struct Read {
        records: Vec<Record>,
        problems: Vec<String>,
    }
    let columns: Columns = read(columns)?;
    let mut found = Read::default();
    let mut take = |row: Result<Record, String>| match row {
        Ok(record) => found.records.push(record),
        Err(message) => found.problems.push(message),
    };
    if kind == "csv" {
        let rows = CsvRecords::new(text.as_bytes(), &columns).map_err(|message| JsError::new(&message))?;
        rows.for_each(take);
    } else {
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            let row = JsonRecord::parse(line, &columns, number);
            take(row.map_err(|message| format!("line {number}: {message}")));
        }
    }
    write(&found)
}

fn read<T: DeserializeOwned>(json: &str) -> Result<T, JsError> {
    serde_json::from_str(json).map_err(JsError::from)
}

fn write<T: Serialize + ?Sized>(value: &T) -> Result<String, JsError> {
    serde_json::to_string(value).map_err(JsError::from)
}
