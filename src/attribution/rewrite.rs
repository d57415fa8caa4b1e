//! Draws runs anew where a rule knows better than the tags: words at second hand, names that come late, `according to`.

use super::link::{renew, roles};
use super::rules;
use super::runs::Run;
use crate::pattern::{Captures, Layer, View};
use crate::tagging::Role;
use crate::text::Text;
use std::ops::Range;

/// The captures that become runs.
const MADE: [(&str, Role); 3] = [("source", Role::Source), ("cue", Role::Cue), ("content", Role::Content)];

/// Applies `data/rules/sources.rules`: what a match captured becomes runs in place of those that the match covers.
pub(super) fn rewrite(text: &Text<'_>, names: &Layer, mut runs: Vec<Run>) -> Vec<Run> {
    let mut layer = roles(text, &runs);
    for rule in &rules::sources().0 {
        let mut found: Vec<Captures> = Vec::new();
        let view = View { text, roles: &layer, names };
        for sentence in &text.sentences {
            found.extend(rule.find_all(&view, sentence.clone()));
        }
        for captures in found {
            let capture = |&(name, role): &(&str, Role)| captures.get(name).map(|tokens| Run { role, tokens });
            let mut new: Vec<Run> = MADE.iter().filter_map(capture).collect();
            new.sort_by_key(|run| run.tokens.start);
            put(&mut runs, captures.whole.clone(), new);
            renew(&mut layer, &runs, &captures.whole);
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
