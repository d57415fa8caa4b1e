//! How sure an attribution is: a logistic regression on what the tagger said of its parts and on how they stand.
//!
//! The weights in `data/confidence.tsv` were fitted on PolNeAR's development part by `cargo xtask calibrate`, so that of
//! the attributions at 0.9 nine in ten have the right words and the right source.

use super::cues;
use super::link::Link;
use crate::annotations::{ClaimForm, ClaimMode};
use crate::tagging::{Role, Tag, Tagged, TAGS};
use crate::text::{QuoteState, Text};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// What the confidence is computed from, by name: 0 or 1, or the logarithm of a mean posterior probability.
pub const EVIDENCE: [&str; 16] = [
    "bias",
    "content",
    "content-begin",
    "content-end",
    "source",
    "cue",
    "no-source",
    "no-cue",
    "direct",
    "mixed",
    "attitude",
    "unknown-cue",
    "noun-cue",
    "short",
    "very-short",
    "pieces",
];

/// The values of [`EVIDENCE`] for one attribution.
pub type Evidence = [f32; EVIDENCE.len()];

/// No posterior counts as less than this: one bad token must not outweigh everything.
const FLOOR: f32 = 0.02;

/// A content between quotation marks counts at least as this, whatever the tagger says: the guard may have found it.
const QUOTED_FLOOR: f32 = 0.5;

/// A source of which the tagger sees less than this was drawn by a rule, and counts as [`DRAWN`].
const UNSEEN: f32 = 0.1;

/// What a source that a rule has drawn counts as.
const DRAWN: f32 = 0.5;

fn role_of(posterior: &[f32; TAGS], role: Role) -> f32 {
    Tag::ALL.iter().zip(posterior).filter(|(tag, _)| tag.role() == Some(role)).map(|(_, p)| p).sum()
}

/// Logarithm of the mean posterior probability of `role` over runs of tokens; 0 for no tokens.
fn mean<'a>(tagged: &Tagged, runs: impl IntoIterator<Item = &'a Range<usize>>, role: Role) -> f32 {
    let (mut sum, mut count) = (0.0, 0);
    for posterior in runs.into_iter().filter_map(|run| tagged.posteriors.get(run.clone())).flatten() {
        sum += role_of(posterior, role);
        count += 1;
    }
    if count == 0 {
        0.0
    } else {
        (sum / count as f32).max(FLOOR).ln()
    }
}

/// What speaks for and against a link.
pub(super) fn evidence(text: &Text<'_>, tagged: &Tagged, link: &Link, form: ClaimForm, mode: ClaimMode) -> Evidence {
    let flag = |b: bool| f32::from(u8::from(b));
    let posterior = |i: usize, role: Role| tagged.posteriors.get(i).map_or(FLOOR, |p| role_of(p, role));
    let first = link.content.first().map_or(0, |c| c.start);
    let last = link.content.last().map_or(0, |c| c.end.saturating_sub(1));
    // Where a quotation begins or ends there is no doubt about the border.
    let mark = |i: usize| {
        text.tokens.get(i).is_some_and(|t| matches!(t.quote, QuoteState::Open { .. } | QuoteState::Close { .. }))
    };
    let begin =
        if mark(first) { 1.0 } else { tagged.posteriors.get(first).map_or(FLOOR, |p| p[Tag::ContentBegin as usize]) };
    let end = if mark(last) { 1.0 } else { 1.0 - posterior(last + 1, Role::Content) };
    let content = mean(tagged, &link.content, Role::Content);
    let source = mean(tagged, &link.source, Role::Source);
    // Quotation marks tell more than the tagger.
    let content = if form == ClaimForm::Direct { content.max(QUOTED_FLOOR.ln()) } else { content };
    let words: usize = link.content.iter().map(|c| text.words_in(c.clone())).sum();
    let known = link.cue.iter().cloned().flatten().filter_map(|i| cues::cue(text.word(i))).collect::<Vec<_>>();
    let phrase = link.cue.iter().any(|c| cues::phrase(text, c.start).is_some());
    [
        1.0,
        content,
        begin.max(FLOOR).ln(),
        end.max(FLOOR).ln(),
        if source < UNSEEN.ln() { DRAWN.ln() } else { source },
        mean(tagged, &link.cue, Role::Cue),
        flag(link.source.is_none() && link.continues.is_none()),
        flag(link.cue.is_empty()),
        flag(form == ClaimForm::Direct),
        flag(form == ClaimForm::Mixed),
        flag(mode == ClaimMode::Attitude),
        flag(!link.cue.is_empty() && known.is_empty() && !phrase),
        flag(!known.is_empty() && !known.iter().any(|c| c.is_verb)),
        flag(words < 6),
        flag(words < 4),
        flag(link.content.len() > 1),
    ]
}

/// The confidence of an attribution, 0 to 1; `doubt` is added to the logarithm of its odds.
pub(super) fn confidence(evidence: &Evidence, doubt: f32) -> f32 {
    let sum: f32 = evidence.iter().zip(weights()).map(|(e, w)| e * w).sum::<f32>() + doubt;
    1.0 / (1.0 + (-sum).exp())
}

/// The confidence that an attribution without a source would have with one.
pub(super) fn as_if_sourced(evidence: &Evidence, doubt: f32) -> f32 {
    let mut evidence = *evidence;
    if let Some(at) = EVIDENCE.iter().position(|name| *name == "no-source") {
        evidence[at] = 0.0;
    }
    confidence(&evidence, doubt)
}

/// How sure an attribution is that a rule found without tags: of those that it found in the training corpora, how many were
/// right; where these hold too few, what all rules together have.
pub(super) fn of_rule(rule: &str) -> f32 {
    let rows = &tables().rules;
    rows.get(rule).or_else(|| rows.get("rules")).copied().unwrap_or(0.5)
}

/// By how much a doubt lowers the logarithm of the odds.
pub(super) fn of_doubt(rule: &str) -> f32 {
    let rows = &tables().doubts;
    rows.get(rule).or_else(|| rows.get("doubts")).copied().unwrap_or(0.0)
}

fn weights() -> &'static Evidence {
    &tables().weights
}

/// The rows of `data/confidence.tsv`.
#[derive(Default)]
struct Tables {
    weights: Evidence,
    rules: HashMap<&'static str, f32>,
    doubts: HashMap<&'static str, f32>,
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let mut tables = Tables::default();
        for line in include_str!("../../data/confidence.tsv").lines().filter(|l| !l.starts_with('#')) {
            let mut fields = line.split('\t');
            let (Some(name), Some(Ok(value))) = (fields.next(), fields.next().map(str::parse)) else { continue };
            if let Some(at) = EVIDENCE.iter().position(|e| *e == name) {
                tables.weights[at] = value;
            } else if let Some(rule) = name.strip_prefix("rule:") {
                tables.rules.insert(rule, value);
            } else if let Some(doubt) = name.strip_prefix("doubt:") {
                tables.doubts.insert(doubt, value);
            }
        }
        tables
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_weight_is_read() {
        for name in EVIDENCE {
            assert!(
                include_str!("../../data/confidence.tsv").lines().any(|l| l.split('\t').next() == Some(name)),
                "{name} has no weight"
            );
        }
        assert!(weights()[1] > 0.0, "a surer content must count in favour");
    }
}
