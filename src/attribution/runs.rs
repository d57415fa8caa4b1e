//! Runs: stretches of tokens with one role.

use super::cues;
use crate::lexicon::{Feature, FeatureSet};
use crate::tagging::{Role, Tagged};
use crate::text::{Text, TokenKind};
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
        match runs.last_mut() {
            Some(last)
                if last.role == role
                    && last.tokens.end == i
                    && !tag.begins()
                    && text.tokens[i].paragraph == text.tokens[i - 1].paragraph =>
            {
                last.tokens.end = i + 1;
            }
            _ => runs.push(Run { role, tokens: i..i + 1 }),
        }
    }
    runs.retain_mut(|run| {
        trim(text, run);
        run.role == Role::Cue && !run.tokens.is_empty() || text.words_in(run.tokens.clone()) > 0
    });
    runs
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
        if let Some(start) = behind_headline(text, &run.tokens) {
            run.tokens.start = start;
        }
        while !run.tokens.is_empty() && separates(run.tokens.end - 1) && text.word(run.tokens.end - 1) != ")" {
            run.tokens.end -= 1;
        }
    }
}

/// Where the source begins when a headline without a full stop stands before it in the running text: `Ally brags of
/// votes Analyst Ana Ruiz`. A verb of saying, and later a capital right behind a small word that calls for none.
fn behind_headline(text: &Text<'_>, source: &Range<usize>) -> Option<usize> {
    const JOINING: FeatureSet = FeatureSet::of(&[
        Feature::Preposition,
        Feature::Article,
        Feature::PossessivePronoun,
        Feature::Coordinator,
        Feature::NameParticle,
    ]);
    let capital = |i: usize| text.tokens[i].kind == TokenKind::Word && text.word(i).starts_with(char::is_uppercase);
    let small = |i: usize| text.tokens[i].kind == TokenKind::Word && text.word(i).starts_with(char::is_lowercase);
    let verb = source.clone().find(|&i| small(i) && cues::cue(text.word(i)).is_some_and(|c| c.is_verb))?;
    // `the man who said former Senator Ana Ruiz …`: a clause, not a headline.
    const RELATIVES: FeatureSet = FeatureSet::of(&[Feature::RelativePerson, Feature::RelativeThing]);
    let clause = |end: usize| (source.start..end).any(|i| text.is_any(i, RELATIVES) || text.word(i) == ",");
    (verb + 2..source.end.saturating_sub(1))
        .find(|&i| {
            capital(i) && capital(i + 1) && small(i - 1) && !text.is_any(i - 1, JOINING) && text.word(i - 1) != "former"
        })
        .filter(|&i| !clause(i))
}

/// Tokens between two runs.
pub(crate) fn gap(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.start.max(b.start).saturating_sub(a.end.min(b.end))
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
