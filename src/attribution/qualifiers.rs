//! What the cue's own words say of the attribution: denied, hedged, still to come.

use super::rules;
use crate::annotations::Qualifier;
use crate::pattern::View;
use crate::text::Text;
use std::ops::Range;

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
