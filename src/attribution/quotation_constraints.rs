//! The quotation rules that guard the tagger: words between quotation marks that read like a sentence are somebody's.
//!
//! Of the quoted stretches of six words or more in PolNeAR 98 in 100 are content, and all but a few of the rest are titles.

use super::rewrite::rewrite;
use super::runs::Run;
use crate::pattern::Layer;
use crate::tagging::Role;
use crate::text::{self, Quotation, QuoteState, Text};
use std::ops::Range;

/// Shorter quotations that the tagger passed over are left alone: titles, names, scare quotes.
const FEWEST_WORDS: usize = 6;

/// Makes contents and quotations agree: a content that holds most of a full quotation holds all of it, marks included,
/// and a full quotation that no content touches becomes one.
pub(super) fn constrain(text: &Text<'_>, names: &Layer, runs: Vec<Run>) -> Vec<Run> {
    let runs = split_between(text, behind_datelines(text, runs));
    let mut runs = at_semicolons(text, rewrite(text, names, runs));
    for quotation in text.quotations.iter().filter(|q| q.parent.is_none()) {
        if quotation.full {
            complete(text, quotation, &mut runs);
        } else {
            include_marks(quotation, &mut runs);
        }
    }
    runs
}

/// Takes datelines off contents and sources: nobody says `LIMA, March 3 —`. In PolNeAR's training part none of ten contents
/// behind one takes it in.
fn behind_datelines(text: &Text<'_>, runs: Vec<Run>) -> Vec<Run> {
    let behind = |run: Run| {
        let sentence = text.sentence_of(run.tokens.start);
        let dash =
            text::dateline(text, sentence.clone()).filter(|&dash| text::is_plain_dateline(text, sentence.start, dash));
        match dash {
            Some(dash) if run.role != Role::Cue => {
                Run { tokens: run.tokens.start.max(dash + 1)..run.tokens.end, ..run }
            }
            _ => run,
        }
    };
    runs.into_iter().map(behind).filter(|run| !run.tokens.is_empty()).collect()
}

/// Cuts contents where a quotation ends with a sentence and another begins: each has its own cue.
fn split_between(text: &Text<'_>, runs: Vec<Run>) -> Vec<Run> {
    let mut result = Vec::with_capacity(runs.len());
    for mut run in runs {
        if run.role == Role::Content {
            let cuts = (run.tokens.start + 1..run.tokens.end).filter(|&i| {
                // Reported words and a full stop, too, end before a quotation: `… by 8 a.m. EST. “They came from …”`.
                let opens_anew = matches!(text.tokens[i].quote, QuoteState::Open { full: true })
                    && text.tokens[i - 1].quote == QuoteState::Outside
                    && text.word(i - 1).ends_with('.');
                opens_anew
                    || matches!(text.tokens[i - 1].quote, QuoteState::Close { .. })
                        && matches!(text.tokens[i].quote, QuoteState::Open { .. })
                        && text.tokens[i - 1].sentence != text.tokens[i].sentence
            });
            for cut in cuts.collect::<Vec<_>>() {
                result.push(Run { role: run.role, tokens: run.tokens.start..cut });
                run.tokens.start = cut;
            }
        }
        result.push(run);
    }
    result
}

/// Cuts reported words at a semicolon between two cues of their sentence: `She said the worst was over; she has since
/// sold shares, a filing shows`.
fn at_semicolons(text: &Text<'_>, runs: Vec<Run>) -> Vec<Run> {
    let mut result: Vec<Run> = Vec::with_capacity(runs.len());
    for (i, run) in runs.iter().enumerate() {
        let mut rest = run.tokens.clone();
        let sentence = text.tokens[rest.start].sentence;
        let cue = |r: &&Run| r.role == Role::Cue && text.tokens[r.tokens.start].sentence == sentence;
        let flanked = run.role == Role::Content
            && runs[i.saturating_sub(4)..i].iter().any(|r| cue(&r))
            && runs[i + 1..runs.len().min(i + 5)].iter().any(|r| cue(&r));
        if flanked {
            let outside = |i: usize| text.tokens[i].quote == QuoteState::Outside;
            while let Some(cut) =
                (rest.start + 1..rest.end.saturating_sub(1)).find(|&i| text.word(i) == ";" && outside(i))
            {
                result.push(Run { role: run.role, tokens: rest.start..cut });
                rest.start = cut + 1;
            }
        }
        result.push(Run { role: run.role, tokens: rest });
    }
    result
}

/// The runs that touch a range of tokens.
fn touching(runs: &[Run], tokens: &Range<usize>) -> Range<usize> {
    let start = runs.partition_point(|r| r.tokens.end <= tokens.start);
    let end = runs.partition_point(|r| r.tokens.start < tokens.end);
    start..end.max(start)
}

fn complete(text: &Text<'_>, quotation: &Quotation, runs: &mut Vec<Run>) {
    let whole = quotation.tokens.clone();
    let near = touching(runs, &whole);
    let covered: usize = runs[near.clone()]
        .iter()
        .filter(|r| r.role == Role::Content)
        .map(|r| r.tokens.end.min(whole.end) - r.tokens.start.max(whole.start))
        .sum();
    let words = text.words_in(whole.clone());
    let mostly = covered * 2 >= whole.len();
    let is_title = || covered == 0 && words < FEWEST_WORDS;
    if is_title() || !mostly && covered > 0 {
        return;
    }
    if near.is_empty() {
        runs.insert(near.start, Run { role: Role::Content, tokens: whole });
        return;
    }
    // Runs across the quotation's borders keep what is outside; those inside give way to the whole.
    let first = &runs[near.start];
    let last = &runs[near.end - 1];
    let start = if first.role == Role::Content { first.tokens.start.min(whole.start) } else { whole.start };
    let end = if last.role == Role::Content { last.tokens.end.max(whole.end) } else { whole.end };
    let mut replacement = Vec::new();
    if first.role != Role::Content && first.tokens.start < whole.start {
        replacement.push(Run { role: first.role, tokens: first.tokens.start..whole.start });
    }
    replacement.push(Run { role: Role::Content, tokens: start..end });
    if last.role != Role::Content && last.tokens.end > whole.end {
        replacement.push(Run { role: last.role, tokens: whole.end..last.tokens.end });
    }
    runs.splice(near, replacement);
}

/// A content that begins or ends right at a mark of a fragment takes the mark in.
fn include_marks(quotation: &Quotation, runs: &mut [Run]) {
    let near = touching(runs, &quotation.tokens);
    for run in runs[near].iter_mut().filter(|r| r.role == Role::Content) {
        if run.tokens.start == quotation.tokens.start + 1 {
            run.tokens.start -= 1;
        }
        if quotation.closed && run.tokens.end + 1 == quotation.tokens.end {
            run.tokens.end += 1;
        }
    }
}
