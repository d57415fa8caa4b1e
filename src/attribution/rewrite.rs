//! Draws runs anew where a rule knows better than the tags: words at second hand, names that come late, `according to`.

use super::link::{self, role};
use super::rules;
use super::runs::Run;
use crate::pattern::{layer, Captures, Layer, View};
use crate::text::Text;
use std::ops::Range;

/// Applies `data/rules/sources.rules`: what a match captured becomes runs in place of those that the match covers.
pub(super) fn rewrite(text: &Text<'_>, names: &Layer, mut runs: Vec<Run>) -> Vec<Run> {
    let mut roles = link::roles(text, &runs);
    for rule in &rules::sources().0 {
        let mut found: Vec<Captures> = Vec::new();
        let view = View { text, roles: &roles, names };
        for sentence in &text.sentences {
            found.extend(rule.find_all(&view, sentence.clone()));
        }
        for captures in found {
            // Captures are called as the roles that they become.
            let capture =
                |&(name, code): &(&str, u8)| captures.get(name).map(|tokens| Run { role: role(code), tokens });
            let mut new: Vec<Run> = layer::ROLES.iter().filter_map(capture).collect();
            new.sort_by_key(|run| run.tokens.start);
            let start = captures.get("keep").map_or(captures.whole.start, |kept| kept.end);
            let drawn = start..captures.whole.end;
            put(&mut runs, drawn.clone(), new);
            link::renew(&mut roles, &runs, &drawn);
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
