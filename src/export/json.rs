//! The JSON of schema 1.

use crate::annotations::Annotations;

/// Indented JSON, with a line break at its end.
#[must_use]
pub fn json(annotations: &Annotations) -> String {
    let mut text = serde_json::to_string_pretty(annotations).unwrap_or_default();
    text.push('\n');
    text
}

/// The JSON on one line, with `"id"` in front if one is given (as JSON: a string in quotation marks), and a line break at
/// its end.
#[must_use]
pub fn json_line(id: Option<&str>, annotations: &Annotations) -> String {
    let text = serde_json::to_string(annotations).unwrap_or_default();
    match (id, text.strip_prefix('{')) {
        (Some(id), Some(rest)) => format!("{{\"id\":{id},{rest}\n"),
        _ => text + "\n",
    }
}
