//! Draws runs anew where a rule knows better than the tags: words at second hand, names that come late, `according to`.

use super::runs::{put, Run};
use super::{link, rules};
use crate::pattern::{Captures, Layer, View, ROLES};
use crate::tagging::Role;
use crate::text::Text;
use std::ops::Range;

/// Applies `data/rules/sources.rules` where the tags see something, and in sentences with quoted words: what a match captured becomes runs in place of those that the
/// match covers.
pub(super) fn rewrite(text: &Text<'_>, names: &Layer, mut runs: Vec<Run>) -> Vec<Run> {
    let mut roles = link::roles(text, &runs);
    for rule in &rules::sources().0 {
        let view = View { text, roles: &roles, names };
        let calls = |s: &&Range<usize>| {
            let mut tokens = (*s).clone();
            tokens.any(|i| roles[i] != 0 || !text.is_outside(i))
        };
        let found: Vec<Captures<'_>> =
            text.sentences.iter().filter(calls).flat_map(|s| rule.find_all(&view, s.clone())).collect();
        for captures in found {
            // Captures are called as the roles that they become.
            let called = ROLES.iter().zip([Role::Source, Role::Cue, Role::Content]);
            let run = |((name, _), role): (&(&str, u8), Role)| Some(Run { role, tokens: captures.get(name)? });
            let mut new: Vec<Run> = called.filter_map(run).collect();
            new.sort_by_key(|run| run.tokens.start);
            let start = captures.get("keep").map_or(captures.whole.start, |kept| kept.end);
            let drawn = start..captures.whole.end;
            put(&mut runs, &drawn, new);
            link::renew(&mut roles, &runs, &drawn);
        }
    }
    runs
}
