//! What speaks against an attribution besides the tags: `data/rules/doubts.rules`, weighed by `data/confidence.tsv`.

use super::link::{Link, Parts};
use super::rules::{self, holds};
use crate::annotations::ClaimForm;

/// The first doubt that fits a link, by its rule's name.
pub(super) fn doubt(parts: &mut Parts<'_, '_>, link: &Link, form: ClaimForm) -> Option<&'static str> {
    let (text, window) = (parts.text, link.cover());
    parts.of(link, |view| {
        let mut rules = rules::doubts().0.iter();
        let found = rules.find(|rule| {
            rule.conditions.iter().all(|c| holds(c, text, link, form)) && rule.find(view, window.clone()).is_some()
        });
        found.map(|rule| rule.name.as_str())
    })
}
