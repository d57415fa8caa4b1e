//! A table for people to read in a terminal.

use super::summary::sentences;
use super::{grouped, percent};
use crate::audit::{AuditReport, Source, Standing};

/// Sources that are listed; the other formats have all.
const LISTED: usize = 30;
/// Widest name and role, in characters.
const WIDE: usize = 34;

/// The sentences, then the first sources with a name. Control characters of the texts are shown as U+FFFD: a text must not
/// steer the terminal.
#[must_use]
pub fn audit_text(report: &AuditReport) -> String {
    let mut out = String::new();
    for sentence in sentences(report) {
        out.push_str(&format!("{}\n", plain(&sentence, usize::MAX)));
    }
    let named: Vec<&Source> = report.sources.iter().filter(|s| s.standing == Standing::Named).collect();
    if named.is_empty() {
        return out;
    }
    let attributed = f64::from((report.totals.quoted_words + report.totals.reported_words).max(1));
    out.push_str(&format!("\n{:WIDE$}  QUOTED  REPORTED   SHARE  ARTICLES  ROLE\n", "SOURCE"));
    for source in named.iter().take(LISTED) {
        let name = plain(&source.name, WIDE);
        let share = f64::from(source.quoted_words + source.reported_words) / attributed;
        let role = source.roles.first().map_or_else(String::new, |role| plain(&role.text, WIDE));
        let line = format!(
            "{name}{:gap$}  {:>6}  {:>8}  {:>6}  {:>8}  {role}{}",
            "",
            grouped(source.quoted_words),
            grouped(source.reported_words),
            percent(share),
            source.articles.len(),
            if source.doubts.is_empty() { "" } else { " [look]" },
            gap = WIDE.saturating_sub(name.chars().count()),
        );
        out.push_str(line.trim_end());
        out.push('\n');
    }
    let more = named.len().saturating_sub(LISTED);
    if more > 0 {
        out.push_str(&format!("… and {} more with a name; csv, json and html have all.\n", grouped(more as u32)));
    }
    if named.iter().take(LISTED).any(|source| !source.doubts.is_empty()) {
        out.push_str("[look]: whether that is one source is worth a look; csv, json and html say why.\n");
    }
    out
}

/// Without control characters, cut to so many characters.
fn plain(text: &str, most: usize) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect();
    match clean.char_indices().nth(most.saturating_sub(1)) {
        Some((at, _)) if clean.chars().count() > most => format!("{}…", &clean[..at]),
        _ => clean,
    }
}
