//! Constructions: how source, cue and content of an attribution stand, by name.

use super::link::{Link, Parts};
use super::rules::{constructions, holds};
use crate::annotations::ClaimForm;

/// The name of the rule that found a link, or else of its construction.
pub(super) fn name(parts: &mut Parts<'_, '_>, link: &Link, form: ClaimForm) -> &'static str {
    if let Some(rule) = link.rule {
        return rule;
    }
    let (text, window) = (parts.text, link.cover());
    let found = parts.of(link, |view| {
        constructions().0.iter().find(|rule| {
            rule.conditions.iter().all(|c| holds(c, text, link, form)) && rule.match_start(view, &window).is_some()
        })
    });
    found.map_or("other", |rule| &rule.name)
}
