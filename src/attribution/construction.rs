//! Constructions: how source, cue and content of an attribution stand, by name; and what speaks against it.

use super::link::{Link, Parts};
use super::rules;
use crate::annotations::ClaimForm;

/// The name of the rule that found a link, or else of its construction (`data/rules/constructions.rules`).
pub(super) fn name(parts: &mut Parts<'_, '_>, link: &Link, form: ClaimForm) -> &'static str {
    link.rule.unwrap_or_else(|| {
        let found = parts.first(rules::constructions(), link, form, |rule, view| rule.match_start(view, &link.cover()));
        found.map_or("other", |(rule, _)| &rule.name)
    })
}

/// The first doubt that fits a link, by its rule's name: `data/rules/doubts.rules`, weighed by `data/confidence.tsv`.
pub(super) fn doubt(parts: &mut Parts<'_, '_>, link: &Link, form: ClaimForm) -> Option<&'static str> {
    let found = parts.first(rules::doubts(), link, form, |rule, view| rule.find(view, &link.cover()));
    found.map(|(rule, _)| rule.name.as_str())
}
