//! An audit in other forms: tables for spreadsheets, JSON, a page by itself, a table for a terminal.

mod chart;
mod html;
mod summary;
mod table;
mod terminal;

pub use html::audit_html;
pub use table::{audit_csv, AuditTable};
pub use terminal::audit_text;

use crate::audit::AuditReport;

/// The JSON of the audit's schema 1, indented, with a line break at its end.
#[must_use]
pub fn audit_json(report: &AuditReport) -> String {
    let mut text = serde_json::to_string_pretty(report).unwrap_or_default();
    text.push('\n');
    text
}

/// A share as people read it: `12.3%`.
fn percent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

/// A number with a comma between its thousands.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `3 articles`, `1 article`.
fn some(number: u32, one: &str) -> String {
    format!("{} {one}{}", grouped(number), if number == 1 { "" } else { "s" })
}

#[cfg(test)]
#[test]
fn numbers_are_written_for_people() {
    assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    assert_eq!((some(1, "article"), percent(0.1234)), ("1 article".to_owned(), "12.3%".to_owned()));
}
