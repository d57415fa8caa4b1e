//! What rules say of a link: how source, cue and content stand, by name; what speaks against it; and what the cue's own
//! words say (denied, hedged, still to come).

use super::link::{Link, Parts};
use super::rules;
use crate::annotations::{ClaimForm, Qualifier};
use crate::pattern::View;
use crate::text::Text;
use std::ops::Range;

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

/// Whether a doubt leaves no attribution, however sure the tags are: its rule `makes nothing`.
pub(super) fn excludes(doubt: &str) -> bool {
    rules::doubts().0.iter().any(|rule| rule.name == doubt && rule.makes == "nothing")
}

/// The qualifiers of a cue, given by its pieces, in the order of [`Qualifier`], which is that of the rules.
pub(super) fn qualifiers(text: &Text<'_>, cue: &[Range<usize>]) -> Vec<Qualifier> {
    let view = View { text, roles: &Vec::new(), names: &Vec::new() };
    let fitting = rules::qualifiers().0.iter().filter(|rule| cue.iter().any(|piece| rule.find(&view, piece).is_some()));
    let made = |makes: &str| match makes {
        "negated" => Some(Qualifier::Negated),
        "denied" => Some(Qualifier::Denied),
        "hedged" => Some(Qualifier::Hedged),
        "future" => Some(Qualifier::Future),
        _ => None,
    };
    fitting.filter_map(|rule| made(&rule.makes)).collect()
}
