//! What the cue's own words say of the attribution: denied, hedged, still to come.

use super::rules;
use crate::annotations::Qualifier;
use crate::pattern::View;
use crate::text::Text;
use std::ops::Range;

/// What the rules call each qualifier.
const MADE: [(&str, Qualifier); 4] = [
    ("negated", Qualifier::Negated),
    ("denied", Qualifier::Denied),
    ("hedged", Qualifier::Hedged),
    ("future", Qualifier::Future),
];

/// The qualifiers of a cue, given by its pieces, in the order of [`Qualifier`].
pub(super) fn qualifiers(text: &Text<'_>, cue: &[Range<usize>]) -> Vec<Qualifier> {
    let view = View { text, roles: &Vec::new(), names: &Vec::new() };
    let says = |made: &str| {
        let mut rules = rules::qualifiers().0.iter().filter(|rule| rule.makes(made));
        rules.any(|rule| cue.iter().any(|piece| rule.find(&view, piece.clone()).is_some()))
    };
    MADE.iter().filter(|(made, _)| says(made)).map(|&(_, qualifier)| qualifier).collect()
}
