//! The quotation rules that guard the tagger: words between quotation marks that read like a sentence are somebody's.
//!
//! Of the quoted stretches of six words or more in PolNeAR 98 in 100 are content, and all but a few of the rest are titles.

use super::rewrite::rewrite;
use super::runs::{put, touching, Run};
use crate::pattern::Layer;
use crate::tagging::Role;
use crate::text::{self, Quotation, QuoteState, Text};

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
fn behind_datelines(text: &Text<'_>, mut runs: Vec<Run>) -> Vec<Run> {
    runs.retain_mut(|run| {
        let sentence = text.sentence_of(run.tokens.start);
        let plain = |dash: &usize| text::is_plain_dateline(text, sentence.start, *dash);
        let dash = text::dateline(text, sentence.clone()).filter(plain);
        if let Some(dash) = dash.filter(|_| run.role != Role::Cue) {
            run.tokens.start = run.tokens.start.max(dash + 1);
        }
        !run.tokens.is_empty()
    });
    runs
}

/// Cuts contents where a quotation ends with a sentence and another begins: each has its own cue.
fn split_between(text: &Text<'_>, runs: Vec<Run>) -> Vec<Run> {
    let begins_anew = |i: usize| {
        let [before, here] = [&text.tokens[i - 1], &text.tokens[i]];
        match (before.quote, here.quote) {
            // Reported words and a full stop, too, end before a quotation: `… by 8 a.m. EST. “They came from …”`.
            (QuoteState::Outside, QuoteState::Open { full: true }) => text.word(i - 1).ends_with('.'),
            (QuoteState::Close { .. }, QuoteState::Open { .. }) => before.sentence != here.sentence,
            _ => false,
        }
    };
    cut(&runs, 0, |_, i| begins_anew(i))
}

/// Cuts reported words at a semicolon between two cues of their sentence: `She said the worst was over; she has since
/// sold shares, a filing shows`.
fn at_semicolons(text: &Text<'_>, runs: Vec<Run>) -> Vec<Run> {
    let sentence = |run: &Run| text.tokens[run.tokens.start].sentence;
    let flanked = |at: usize| {
        let cue = |run: &Run| run.role == Role::Cue && sentence(run) == sentence(&runs[at]);
        runs[at.saturating_sub(4)..at].iter().any(cue) && runs[at + 1..runs.len().min(at + 5)].iter().any(cue)
    };
    let ends = |at: usize, i: usize| i + 1 < runs[at].tokens.end && text.word(i) == ";" && text.is_outside(i);
    cut(&runs, 1, |at, i| ends(at, i) && flanked(at))
}

/// Cuts contents at tokens that call for it, given by the run's number and the token, and leaves out as many as `skip` there.
fn cut(runs: &[Run], skip: usize, cuts: impl Fn(usize, usize) -> bool) -> Vec<Run> {
    let mut result = Vec::with_capacity(runs.len());
    for (at, run) in runs.iter().enumerate() {
        let mut rest = run.tokens.clone();
        while let Some(end) = (rest.start + 1..rest.end).find(|&i| run.role == Role::Content && cuts(at, i)) {
            result.push(Run { role: run.role, tokens: rest.start..end });
            rest.start = end + skip;
        }
        result.push(Run { role: run.role, tokens: rest });
    }
    result
}

/// Makes one content of a quotation that contents fill mostly, or that nobody has and that is no title.
fn complete(text: &Text<'_>, quotation: &Quotation, runs: &mut Vec<Run>) {
    let mut whole = quotation.tokens.clone();
    let contents = touching(runs, &whole).iter().filter(|run| run.role == Role::Content).map(|run| &run.tokens);
    let covered: usize = contents.clone().map(|c| c.end.min(whole.end) - c.start.max(whole.start)).sum();
    let is_title = covered == 0 && text.words_in(whole.clone()) < FEWEST_WORDS;
    if is_title || covered > 0 && covered * 2 < whole.len() {
        return;
    }
    // Contents across the quotation's borders are all one with it; other runs keep what is outside.
    let (start, end) = (contents.clone().map(|c| c.start).min(), contents.map(|c| c.end).max());
    whole = start.map_or(whole.start, |s| s.min(whole.start))..end.map_or(whole.end, |e| e.max(whole.end));
    put(runs, &whole.clone(), vec![Run { role: Role::Content, tokens: whole }]);
}

/// A content that begins or ends right at a mark of a fragment takes the mark in.
fn include_marks(quotation: &Quotation, runs: &mut [Run]) {
    let marks = &quotation.tokens;
    let from = runs.partition_point(|run| run.tokens.end <= marks.start);
    for run in runs[from..].iter_mut().take_while(|run| run.tokens.start < marks.end) {
        if run.role == Role::Content {
            run.tokens.start -= usize::from(run.tokens.start == marks.start + 1);
            run.tokens.end += usize::from(quotation.closed && run.tokens.end + 1 == marks.end);
        }
    }
}
