//! The article's own checkable statements: sentences that are attributed to nobody and worth a check.

use super::checkworthy::{Rater, Worth};
use crate::annotations::{ClaimMode, Place, PlaceRole};
use crate::attribution::Attribution;
use crate::text::{QuoteState, Span, Text, TokenKind};
use std::ops::Range;

/// A statement of the article's own is a claim from this check-worthiness on: chosen by reading, so that few
/// are left out that a fact-checker would look up, and few are in that nobody would.
pub const THRESHOLD: f32 = 0.6;

/// Shorter statements (in words) are headings, captions and fragments.
const SHORTEST: usize = 5;

/// At most this share of a statement's words may stand inside quotation marks: more is somebody's words.
const MOST_QUOTED: f32 = 0.34;

/// At most this share of a statement's words may be what somebody thinks or wishes.
const MOST_ATTITUDE: f32 = 0.34;

/// Finds the statements with their check-worthiness, in text order.
pub(super) fn find(
    text: &Text<'_>,
    attributions: &[Attribution],
    places: &[Place],
    rater: &Rater<'_, '_>,
) -> Vec<(Span, Worth)> {
    let said = covered(text, attributions, |a| a.mode == ClaimMode::Statement);
    let thought = covered(text, attributions, |a| a.mode == ClaimMode::Attitude);
    let datelines: Vec<u32> = {
        let mut starts: Vec<u32> = places
            .iter()
            .flat_map(|p| &p.mentions)
            .filter(|m| m.role == PlaceRole::Dateline)
            .map(|m| m.start)
            .collect();
        starts.sort_unstable();
        starts
    };
    let mut found = Vec::new();
    for sentence in &text.sentences {
        let tokens = behind_dateline(text, sentence.clone(), &datelines);
        let words = text.words_in(tokens.clone());
        if words < SHORTEST || !is_statement(text, tokens.clone()) {
            continue;
        }
        let share = |test: &dyn Fn(usize) -> bool| {
            let count = tokens.clone().filter(|&i| text.tokens[i].kind.is_word() && test(i)).count();
            count as f32 / words as f32
        };
        if tokens.clone().any(|i| said[i])
            || share(&|i| thought[i]) > MOST_ATTITUDE
            || share(&|i| text.tokens[i].quote != QuoteState::Outside) > MOST_QUOTED
        {
            continue;
        }
        let span = text.span(tokens);
        // The layer says why each statement is in it.
        let worth = rater.rate_with_reason(span);
        if let Some(worth) = worth.filter(|worth| worth.score >= THRESHOLD) {
            found.push((span, worth));
        }
    }
    found
}

/// How sure it is that a reader would want a statement of this check-worthiness checked. Nobody else is named for it, so
/// that is all that can be wrong. The score is drawn towards even odds because it was learnt from debates, not from news.
pub(super) fn confidence(score: f32) -> f32 {
    super::round(0.5 + 0.8 * (score - 0.5))
}

/// For each token whether a part of one of the chosen attributions covers it.
fn covered(text: &Text<'_>, attributions: &[Attribution], choose: impl Fn(&Attribution) -> bool) -> Vec<bool> {
    let mut steps = vec![0i32; text.tokens.len() + 1];
    for attribution in attributions.iter().filter(|a| choose(a)) {
        for span in attribution.content.iter().chain(&attribution.source).chain(&attribution.cue) {
            let tokens = text.tokens_in(*span);
            steps[tokens.start] += 1;
            steps[tokens.end] -= 1;
        }
    }
    let mut depth = 0;
    steps[..text.tokens.len()]
        .iter()
        .map(|step| {
            depth += step;
            depth > 0
        })
        .collect()
}

/// The sentence without `RIGA, Latvia —` in front.
fn behind_dateline(text: &Text<'_>, sentence: Range<usize>, datelines: &[u32]) -> Range<usize> {
    let span = text.span(sentence.clone());
    let at = datelines.partition_point(|&start| start < span.start);
    if datelines.get(at).is_none_or(|&start| start >= span.end) {
        return sentence;
    }
    // A dateline is a few words and a dash.
    let dash = sentence
        .clone()
        .take(16)
        .find(|&i| text.tokens[i].kind == TokenKind::Mark && matches!(text.word(i), "—" | "–" | "--" | "-" | ":"));
    match dash {
        Some(dash) if dash + 1 < sentence.end && text.tokens[dash].span.start > datelines[at] => dash + 1..sentence.end,
        _ => sentence,
    }
}

/// Whether it is a sentence of running text: it ends like one and is no question.
fn is_statement(text: &Text<'_>, tokens: Range<usize>) -> bool {
    let ending = tokens.clone().rev().map(|i| text.word(i)).find(|word| !matches!(*word, "\"" | "”" | "’" | ")" | "]"));
    ending.is_some_and(|word| word != "?" && (word.ends_with('.') || matches!(word, "!" | "…" | ";" | "。")))
}
