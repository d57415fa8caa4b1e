//! Roles: what a toponym stands for where it stands.

use super::candidates::Candidate;
use super::features::Document;
use crate::annotations::{PlaceKind, PlaceRole};
use crate::gazetteer::Gazetteer;
use crate::lexicon::{Feature, FeatureSet};
use crate::text::{Text, TokenKind};

/// Stands between a government and what it does.
const BETWEEN: FeatureSet = FeatureSet::of(&[Feature::Have, Feature::MidAdverb]);

/// The forms that a verb has behind its subject.
const FINITE: FeatureSet = FeatureSet::of(&[Feature::VerbPast, Feature::VerbThird]);

/// What a mention of `entry` stands for.
pub fn role(
    text: &Text<'_>,
    gazetteer: &Gazetteer,
    document: &Document,
    candidate: &Candidate,
    entry: u32,
) -> PlaceRole {
    if candidate.is_demonym {
        return PlaceRole::Modifier;
    }
    let (start, end) = (candidate.tokens.start, candidate.tokens.end);
    if let Some(last) = document.dateline {
        if end <= last + 1 && text.tokens[last].paragraph == text.tokens[start].paragraph {
            return PlaceRole::Dateline;
        }
    }
    let may_govern = gazetteer.kind(entry) == PlaceKind::Country
        || gazetteer.is_capital(entry)
        || gazetteer.kind(entry) == PlaceKind::Facility;
    if may_govern && governs(text, start, end) {
        return PlaceRole::Government;
    }
    PlaceRole::Literal
}

/// Whether a verb of a government's doings follows: `Ankara has often signalled`.
fn governs(text: &Text<'_>, start: usize, end: usize) -> bool {
    // `after` and its like open a clause of which the name is the subject.
    let hangs = |before: usize| {
        text.is(before, Feature::PlacePreposition)
            || text.is(before, Feature::Preposition) && !text.is(before, Feature::Subordinator)
    };
    if start.checked_sub(1).is_some_and(hangs) {
        return false;
    }
    for at in end..end + 3 {
        let Some(token) = text.tokens.get(at) else { return false };
        if token.kind != TokenKind::Word || token.sentence != text.tokens[start].sentence {
            return false;
        }
        if text.is(at, Feature::Governing) && text.is_any(at, FINITE) {
            return true;
        }
        if !text.is_any(at, BETWEEN) && !text.word(at).ends_with("ly") {
            return false;
        }
    }
    false
}
