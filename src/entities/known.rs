//! What the names that the rules are sure of say about the rest of a text.

use super::entity::{Entity, EntityKind};
use super::runs::{self, Run};
use super::words::without_suffix;
use crate::lexicon::{fold, lexicon, title_case, Feature};
use crate::text::Text;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// What the names that were classed say about the rest.
pub(super) struct Known {
    /// Last words of persons' names, folded; and their other words.
    surnames: HashSet<String>,
    others: HashSet<String>,
    /// Number of words of the persons' names by first word, folded lower case, for lines in title case.
    people: HashSet<String>,
    kinds: HashMap<String, EntityKind>,
}

impl Known {
    pub fn new(text: &Text<'_>, found: &[Entity]) -> Self {
        let mut known =
            Self { surnames: HashSet::new(), others: HashSet::new(), people: HashSet::new(), kinds: HashMap::new() };
        for entity in found {
            let lower = runs::folded_words(text, entity.tokens.clone());
            if entity.kind == EntityKind::Person {
                let name = without_suffix(&lower);
                if let Some((last, rest)) = name.split_last() {
                    known.surnames.insert(last.clone());
                    known.others.extend(rest.iter().filter(|w| w.chars().count() > 2).cloned());
                }
                known.people.insert(lower.join(" "));
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
        let joined = lower.join(" ");
        let known = self.people.contains(&joined) || lower.len() == 1 && self.surnames.contains(&lower[0]);
        let (kind, confidence) = if known {
            (EntityKind::Person, 0.9)
        } else if let Some(kind) = self.kinds.get(&joined) {
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
        let lex = lexicon();
        let mut at = range.start;
        while at < range.end {
            if !runs::is_capital(text, at) {
                at += 1;
                continue;
            }
            let mut ends = vec![runs::unit_end(text, at)];
            while ends.len() < 4 && ends[ends.len() - 1] < range.end && runs::is_capital(text, ends[ends.len() - 1]) {
                ends.push(runs::unit_end(text, ends[ends.len() - 1]));
            }
            let words = |end: usize| runs::parts(text, at..end);
            let folded = |end: usize| runs::folded_words(text, at..end);
            let mut hit = None;
            for &end in ends.iter().rev() {
                let name = folded(end);
                let joined = name.join(" ");
                if self.people.contains(&joined)
                    || name.len() == 1 && self.surnames.contains(&joined) && !lower.contains(joined.as_str())
                {
                    hit = Some((end, EntityKind::Person, 0.85));
                } else if let Some(kind) = self.kinds.get(&joined) {
                    hit = Some((end, *kind, 0.7));
                } else if lex.place(&words(end).iter().map(|w| title_case(w)).collect::<Vec<_>>().join(" ")) {
                    hit = Some((end, EntityKind::Place, 0.7));
                }
                if hit.is_some() {
                    break;
                }
            }
            match hit {
                Some((end, kind, confidence)) => {
                    found.push(Entity { tokens: at..end, kind, confidence });
                    at = end;
                }
                None => {
                    let first = words(ends[0]);
                    let given = first.first().is_some_and(|w| lex.given(w).is_some()) && ends.len() > 1;
                    let next_is_name = ends.get(1).is_some_and(|&end| {
                        let name = folded(end);
                        name.len() == 2 && !lower.contains(name[1].as_str()) && lex.noun(&name[1]).is_none()
                    });
                    if given && next_is_name {
                        found.push(Entity { tokens: at..ends[1], kind: EntityKind::Person, confidence: 0.6 });
                        at = ends[1];
                    } else {
                        at = ends[0];
                    }
                }
            }
        }
    }
}
