//! Words that come at second hand, and sources whose name comes late: `The Post quoted Ruiz as saying …`, `Ruiz was quoted
//! by the Post as saying …`, `a clerk identified only as Ruiz`.
//!
//! Corpora give such words to the paper that quotes them. A reader asks who said them.

use super::runs::Run;
use crate::tagging::Role;
use crate::text::{QuoteState, Text, TokenKind};
use std::ops::Range;

/// Forms of the verbs that hand on what another said.
const QUOTED: &str = "quoted quotes quote quoting cited cites cite citing";

/// What the quoted one does.
const SAYING: &str = "saying telling writing stating declaring warning adding asking insisting";

const BE: &str = "is are was were been being";

/// Words that may stand in front of a passive's participle.
const BETWEEN: &str = "also later widely often has have had";

/// Tokens between the verb and `as saying`, at most.
const REACH: usize = 16;

fn listed(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|w| w == word)
}

/// Mends the runs around such words.
pub(super) fn mend(text: &Text<'_>, runs: Vec<Run>) -> Vec<Run> {
    let mut runs = runs;
    let outside = |i: usize| text.tokens[i].quote == QuoteState::Outside && text.tokens[i].kind == TokenKind::Word;
    for i in 0..text.tokens.len() {
        if !outside(i) {
            continue;
        }
        match text.word(i) {
            "identified" | "known" => identified(text, &mut runs, i),
            "gave" => gave_name(text, &mut runs, i),
            word if listed(QUOTED, word) => quoted_as(text, &mut runs, i),
            _ => {}
        }
    }
    runs
}

/// Takes a range of tokens out of all runs, and puts `new` runs in its place.
fn put(runs: &mut Vec<Run>, range: Range<usize>, new: Vec<Run>) {
    let start = runs.partition_point(|r| r.tokens.end <= range.start);
    let end = runs.partition_point(|r| r.tokens.start < range.end).max(start);
    let mut replacement = Vec::new();
    for run in &runs[start..end] {
        if run.tokens.start < range.start {
            replacement.push(Run { role: run.role, tokens: run.tokens.start..range.start });
        }
    }
    replacement.extend(new);
    for run in &runs[start..end] {
        if run.tokens.end > range.end {
            replacement.push(Run { role: run.role, tokens: range.end..run.tokens.end });
        }
    }
    runs.splice(start..end, replacement);
}

/// The run that ends at a token, perhaps with a comma between.
fn ending_at(text: &Text<'_>, runs: &[Run], at: usize) -> Option<usize> {
    let before = runs.partition_point(|r| r.tokens.end <= at).checked_sub(1)?;
    let end = runs[before].tokens.end;
    (end == at || end + 1 == at && text.word(end) == ",").then_some(before)
}

/// End of the name that begins at a token.
fn name_end(text: &Text<'_>, start: usize, limit: usize) -> Option<usize> {
    let capital = |i: usize| {
        text.tokens[i].kind == TokenKind::Word && text.word(i).chars().next().is_some_and(char::is_uppercase)
    };
    let end = (start..limit.min(start + 5)).find(|&i| !capital(i)).unwrap_or(limit.min(start + 5));
    (end > start).then_some(end)
}

/// `a clerk identified only as Ruiz`: the name belongs to the source.
fn identified(text: &Text<'_>, runs: &mut Vec<Run>, participle: usize) {
    let limit = text.sentence_of(participle).end;
    let only = usize::from(matches!(text.word(participle + 1), "only" | "simply" | "solely"));
    let as_ = participle + 1 + only;
    if !matches!(text.word(as_), "as" | "by") || text.word(participle) == "known" && only == 0 {
        return;
    }
    take_in(text, runs, participle, as_ + 1, limit);
}

/// `a clerk who gave her name only as Ruiz`
fn gave_name(text: &Text<'_>, runs: &mut Vec<Run>, verb: usize) {
    let limit = text.sentence_of(verb).end;
    let who = verb.checked_sub(1).filter(|&i| text.word(i) == "who");
    let whose = listed("his her their", text.word(verb + 1)) && text.word(verb + 2) == "name";
    let as_ = (verb + 3..limit.min(verb + 6)).find(|&i| text.word(i) == "as");
    if let (Some(who), true, Some(as_)) = (who, whose, as_) {
        take_in(text, runs, who, as_ + 1, limit);
    }
}

/// Makes the source in front of `from` reach up to the end of the name at `name`.
fn take_in(text: &Text<'_>, runs: &mut Vec<Run>, from: usize, name: usize, limit: usize) {
    let Some(end) = name_end(text, name, limit) else { return };
    let Some(before) = ending_at(text, runs, from).filter(|&i| runs[i].role == Role::Source) else { return };
    let start = runs[before].tokens.start;
    put(runs, start..end, vec![Run { role: Role::Source, tokens: start..end }]);
}

/// `The Post quoted Ruiz as saying …`, `Ruiz was quoted by the Post as saying …`.
fn quoted_as(text: &Text<'_>, runs: &mut Vec<Run>, verb: usize) {
    let sentence = text.sentence_of(verb);
    let limit = sentence.end.min(verb + REACH);
    let Some(as_) = (verb + 1..limit.saturating_sub(1)).find(|&i| {
        text.word(i) == "as" && listed(SAYING, text.word(i + 1)) && text.tokens[i].quote == QuoteState::Outside
    }) else {
        return;
    };
    let end = as_ + 2;
    let between = verb + 1..as_;
    let plain = text.tokens[between.clone()].iter().all(|t| t.quote == QuoteState::Outside)
        && !between.clone().any(|i| matches!(text.word(i), ";" | ":"));
    let mut front = verb;
    while front > sentence.start && listed(BETWEEN, text.word(front - 1)) {
        front -= 1;
    }
    let passive = front > sentence.start && listed(BE, text.word(front - 1));
    if !plain {
        return;
    }
    let as_cue = |from: usize| Run { role: Role::Cue, tokens: from..end };
    if !passive {
        if between.is_empty() || text.word(between.start) == "by" {
            return;
        }
        // The paper only hands on.
        let paper = ending_at(text, runs, front).filter(|&i| runs[i].role == Role::Source);
        let start = paper.map_or(verb, |i| runs[i].tokens.start);
        let mut source = between;
        if text.word(source.end - 1) == "," {
            source.end -= 1;
        }
        if !source.is_empty() {
            put(runs, start..end, vec![Run { role: Role::Source, tokens: source }, as_cue(as_)]);
        }
        return;
    }
    front -= 1;
    while front > sentence.start && (listed(BETWEEN, text.word(front - 1)) || listed(BE, text.word(front - 1))) {
        front -= 1;
    }
    let Some(before) = ending_at(text, runs, front).filter(|&i| runs[i].role != Role::Cue) else { return };
    let subject = runs[before].tokens.clone();
    if subject.start < sentence.start
        || subject.len() > REACH
        || text.tokens[subject.start].quote != QuoteState::Outside
    {
        return;
    }
    put(runs, subject.start..end, vec![Run { role: Role::Source, tokens: subject }, as_cue(front)]);
}
