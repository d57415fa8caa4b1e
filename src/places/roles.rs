//! Roles: what a toponym stands for where it stands.

use super::candidates::Candidate;
use super::features::Document;
use super::words::{is_in, GOVERNING, PREPOSITIONS};
use crate::annotations::{PlaceKind, PlaceRole};
use crate::gazetteer::Gazetteer;
use crate::text::{Text, TokenKind};

/// Words that may stand between a government and what it does.
const BETWEEN: &[&str] = &["also", "again", "already", "has", "have", "had", "now", "still", "then", "later", "once"];

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

/// Whether a verb of a government's doings follows: `Moscow has increasingly signalled`.
fn governs(text: &Text<'_>, start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).map_or(String::new(), |b| text.word(b).to_lowercase());
    if is_in(&before, PREPOSITIONS) || matches!(before.as_str(), "of" | "on" | "for" | "with" | "by" | "about") {
        return false;
    }
    for at in end..end + 3 {
        let Some(token) = text.tokens.get(at) else { return false };
        if token.kind != TokenKind::Word || token.sentence != text.tokens[start].sentence {
            return false;
        }
        let word = text.word(at).to_lowercase();
        let is_last_resort = matches!(word.as_str(), "is" | "has");
        if !is_last_resort && is_in(&word, GOVERNING) {
            return true;
        }
        if !is_in(&word, BETWEEN) && !word.ends_with("ly") {
            return false;
        }
    }
    false
}
