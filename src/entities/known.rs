//! What the names that the rules are sure of say about the rest of a text.

use super::runs::{self, Run};
use super::words::without_suffix;
use super::{Entity, EntityKind};
use crate::lexicon::{fold, lexicon, title_case, Feature};
use crate::text::Text;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// What the names that were classed say about the rest.
#[derive(Default)]
pub(super) struct Known {
    /// Last words of persons' names, folded; and their other words.
    surnames: HashSet<String>,
    others: HashSet<String>,
    /// Whole names, folded, with what they name: once a person, always a person.
    kinds: HashMap<String, EntityKind>,
}

impl Known {
    pub fn new(text: &Text<'_>, found: &[Entity]) -> Self {
        let mut known = Self::default();
        for entity in found {
            let lower = runs::folded_words(text, entity.tokens.clone());
            if entity.kind == EntityKind::Person {
                let name = without_suffix(&lower);
                if let Some((last, rest)) = name.split_last() {
                    known.surnames.insert(last.clone());
                    known.others.extend(rest.iter().filter(|w| w.chars().count() > 2).cloned());
                }
                known.kinds.insert(lower.join(" "), EntityKind::Person);
            } else {
                known.kinds.entry(lower.join(" ")).or_insert(entity.kind);
            }
        }
        known
    }

    pub fn classify(&self, text: &Text<'_>, run: &Run) -> Entity {
        let words = run.words(text);
        let start = runs::split_titles(&words).min(words.len().saturating_sub(1));
        let tokens = run.units[start].start..run.tokens.end;
        let lower: Vec<String> = words[start..].iter().map(|w| fold(w.text).to_lowercase()).collect();
        let surname = lower.len() == 1 && self.surnames.contains(&lower[0]);
        let known = self.kinds.get(&lower.join(" "));
        let (kind, confidence) = if surname || known == Some(&EntityKind::Person) {
            (EntityKind::Person, 0.9)
        } else if let Some(kind) = known {
            (*kind, 0.6)
        } else if lower.len() == 1 && self.others.contains(&lower[0]) {
            (EntityKind::Person, 0.7)
        } else if run.beside_speech && (2..=3).contains(&lower.len()) && !words[start].is(Feature::Demonym) {
            (EntityKind::Person, 0.6)
        } else if lower.len() == 1 && words[start].is(Feature::GivenName) && !(run.first && run.common) {
            (EntityKind::Person, 0.5)
        } else if lower.len() == 1 && run.beside_speech && (!run.first || !run.common) {
            (EntityKind::Person, 0.4)
        } else {
            (EntityKind::Other, 0.5)
        };
        Entity { tokens, kind, confidence }
    }

    /// Names where every word has a capital: only such as the body of the text has too, or a given name with another word behind it.
    pub fn in_title_case(&self, text: &Text<'_>, lower: &HashSet<&str>, range: Range<usize>, found: &mut Vec<Entity>) {
        let mut at = range.start;
        while at < range.end {
            let goes_on = |&end: &usize| {
                let capital = end < range.end && runs::is_capital(text, end);
                capital.then(|| runs::unit_end(text, end))
            };
            // Where one to four words with capitals end.
            let ends: Vec<usize> = std::iter::successors(goes_on(&at), goes_on).take(4).collect();
            let known = ends.iter().rev().find_map(|&end| self.elsewhere(text, lower, at..end));
            let hit = known.or_else(|| given(text, lower, at..*ends.get(1)?));
            at = hit.as_ref().map(|hit| hit.tokens.end).or(ends.first().copied()).unwrap_or(at + 1);
            found.extend(hit);
        }
    }

    /// A name that the body of the text has too, or a place.
    fn elsewhere(&self, text: &Text<'_>, lower: &HashSet<&str>, tokens: Range<usize>) -> Option<Entity> {
        let name = runs::folded_words(text, tokens.clone());
        let joined = name.join(" ");
        let surname = name.len() == 1 && self.surnames.contains(&joined) && !lower.contains(joined.as_str());
        let place = || runs::parts(text, tokens.clone()).into_iter().map(title_case).collect::<Vec<_>>().join(" ");
        let known = self.kinds.get(&joined);
        let (kind, confidence) = if surname || known == Some(&EntityKind::Person) {
            (EntityKind::Person, 0.85)
        } else if let Some(kind) = known {
            (*kind, 0.7)
        } else if lexicon().place(&place()) {
            (EntityKind::Place, 0.7)
        } else {
            return None;
        };
        Some(Entity { tokens, kind, confidence })
    }
}

/// A given name with a word behind it that is no common one.
fn given(text: &Text<'_>, lower: &HashSet<&str>, tokens: Range<usize>) -> Option<Entity> {
    let first = *runs::parts(text, tokens.start..runs::unit_end(text, tokens.start)).first()?;
    let name = runs::folded_words(text, tokens.clone());
    let common = lower.contains(name.get(1)?.as_str()) || lexicon().noun(&name[1]).is_some();
    let fits = name.len() == 2 && !common && lexicon().given(first).is_some();
    fits.then_some(Entity { tokens, kind: EntityKind::Person, confidence: 0.6 })
}
