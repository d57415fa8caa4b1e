//! Runs: stretches of tokens with one role.

use super::cues;
use crate::lexicon::{Feature, FeatureSet};
use crate::tagging::{Role, Tagged};
use crate::text::Text;
use std::ops::Range;

/// Consecutive tokens with one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub role: Role,
    pub tokens: Range<usize>,
}

/// Reads the runs off the tags, in text order. A run ends where another begins, at a paragraph's end, and where the role
/// changes; runs without a word are left out, but for the colon or dash that is the cue of a headline.
pub(crate) fn runs(text: &Text<'_>, tagged: &Tagged) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (i, tag) in tagged.tags.iter().enumerate().take(text.tokens.len()) {
        let Some(role) = tag.role() else { continue };
        let goes_on = |last: &Run| last.role == role && last.tokens.end == i && !tag.begins();
        let begins_paragraph = text.paragraph_of(i).start == i;
        match runs.last_mut().filter(|last| goes_on(last) && !begins_paragraph) {
            Some(last) => last.tokens.end = i + 1,
            None => runs.push(Run { role, tokens: i..i + 1 }),
        }
    }
    runs.retain_mut(|run| {
        trim(text, run);
        run.role == Role::Cue && !run.tokens.is_empty() || text.words_in(run.tokens.clone()) > 0
    });
    with_colons(text, runs)
}

/// Makes the colon between a source and a content a cue, where no other stands there: what follows asks what sort of label
/// that is.
fn with_colons(text: &Text<'_>, runs: Vec<Run>) -> Vec<Run> {
    let mut all: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs {
        let label = all.last().filter(|last| last.role == Role::Source && run.role == Role::Content);
        let colon = label.map(|last| last.tokens.end..run.tokens.start).filter(|gap| gap.len() == 1);
        all.extend(colon.filter(|gap| text.word(gap.start) == ":").map(|tokens| Run { role: Role::Cue, tokens }));
        all.push(run);
    }
    all
}

/// Takes stops, commas and dashes off the front of a content or source, and commas off a source's end.
fn trim(text: &Text<'_>, run: &mut Run) {
    if run.role == Role::Cue {
        return;
    }
    let separates = |i: usize| {
        matches!(text.word(i), "," | "." | ":" | ";" | ")" | "]") || text.word(i).starts_with(['-', '–', '—'])
    };
    while !run.tokens.is_empty() && separates(run.tokens.start) {
        run.tokens.start += 1;
    }
    if run.role == Role::Source {
        run.tokens.start = behind_headline(text, &run.tokens).unwrap_or(run.tokens.start);
        while !run.tokens.is_empty() && separates(run.tokens.end - 1) && text.word(run.tokens.end - 1) != ")" {
            run.tokens.end -= 1;
        }
    }
}

/// Where the source begins when a headline without a full stop stands before it in the running text: `Rival claims
/// the cup Skipper Ana Ruiz`. A verb of saying, and later a capital right behind a small word that calls for none.
fn behind_headline(text: &Text<'_>, source: &Range<usize>) -> Option<usize> {
    const JOINING: FeatureSet = FeatureSet::of(&[
        Feature::Preposition,
        Feature::Article,
        Feature::PossessivePronoun,
        Feature::Coordinator,
        Feature::NameParticle,
    ]);
    let verb = source.clone().find(|&i| text.is_lower(i) && cues::is_verb(text, i))?;
    let start = (verb + 2..source.end.saturating_sub(1)).find(|&i| {
        let joined = text.is_any(i - 1, JOINING) || text.word(i - 1) == "former";
        text.is_capital(i) && text.is_capital(i + 1) && text.is_lower(i - 1) && !joined
    })?;
    // `the man who said former Senator Ana Ruiz …`: a clause, not a headline.
    let clause = |i: usize| text.is_any(i, FeatureSet::RELATIVE) || text.word(i) == ",";
    (!(source.start..start).any(clause)).then_some(start)
}

/// The runs, of those in text order, that touch a range of tokens.
pub(super) fn touching<'r>(runs: &'r [Run], tokens: &Range<usize>) -> &'r [Run] {
    &runs[touching_at(runs, tokens)]
}

/// The numbers of [`touching`].
fn touching_at(runs: &[Run], tokens: &Range<usize>) -> Range<usize> {
    let start = runs.partition_point(|run| run.tokens.end <= tokens.start);
    start..runs.partition_point(|run| run.tokens.start < tokens.end).max(start)
}

/// Takes a range of tokens out of all runs, and puts `new` runs in its place.
pub(super) fn put(runs: &mut Vec<Run>, range: &Range<usize>, new: Vec<Run>) {
    let near = touching_at(runs, range);
    let part = |run: &Run, tokens: Range<usize>| (!tokens.is_empty()).then_some(Run { role: run.role, tokens });
    let before = runs[near.clone()].first().and_then(|run| part(run, run.tokens.start..range.start));
    let behind = runs[near.clone()].last().and_then(|run| part(run, range.end..run.tokens.end));
    runs.splice(near, before.into_iter().chain(new).chain(behind));
}
