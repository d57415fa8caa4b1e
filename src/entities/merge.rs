//! One list of names from what the network found and what the rules found.
//!
//! The network sees a name with the words around it; this looks at the whole text: the same name is of one kind throughout,
//! an acronym of its long form's, and a name that is known is found again where the network passed it over.

use super::runs::{self, folded_words as key};
use super::trained::{Found, KINDS};
use super::words::{is_acronym, without_suffix};
use super::{Entity, EntityKind};
use crate::lexicon::{fold, lexicon, title_case, Feature, FeatureSet, Noun};
use crate::text::Text;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// How many mentions of a name elsewhere count at most, each as much as what the network makes of the passage. Chosen on
/// development data, as the other numbers here; results hardly change with them.
const VOTERS: f32 = 3.0;
/// How much it speaks for a person that a single word is the last one of a person's name.
const SURNAME: f32 = 0.8;
/// How much it speaks for a person that the rules take the same words for one: `, 34,` stands behind, a title in front.
const RULE: f32 = 0.3;
/// How much it speaks for a kind that an apposition says so, and how many words are read for one.
const DESCRIBED: f32 = 2.0;
const APPOSITION: usize = 8;
/// From here on a name is a place, whatever an apposition says.
const SURELY_PLACE: f32 = 0.7;
/// A person that only the rules found counts from here on.
const SURE: f32 = 0.85;
/// What the network must be sure of a name where every word has a capital.
const TITLE_CASE: f32 = 0.7;
/// Confidence of a name that is found because another passage has it.
const AGAIN: f32 = 0.7;
/// What names found by their mentions elsewhere must be there at least.
const KNOWN: f32 = 0.75;
/// The longest name, in words, that is looked for elsewhere in the text.
const LONGEST: usize = 4;

/// What ends the first part of an apposition: `a maker` (of sensors).
const ENDS_HEAD: FeatureSet = FeatureSet::of(&[Feature::Preposition, Feature::RelativePerson, Feature::RelativeThing]);
/// Small words inside names, of which acronyms may have no letter.
const SMALL: FeatureSet = FeatureSet::of(&[Feature::Article, Feature::Coordinator, Feature::Preposition]);

/// The names of a text: those of the network, of one kind throughout the text, and those that only the rules found, where
/// they have reason enough.
pub(super) fn merge(text: &Text<'_>, mut found: Vec<Found>, ruled: Vec<Entity>) -> Vec<Entity> {
    let by_rule = |tokens: &Range<usize>| {
        let at = ruled.binary_search_by_key(&tokens.start, |e| e.tokens.start).ok()?;
        Some(&ruled[at]).filter(|e| e.kind == EntityKind::Person && e.tokens == *tokens)
    };
    for name in &mut found {
        if let Some(person) = by_rule(&name.tokens) {
            name.kinds[0] += RULE * person.confidence;
        }
    }
    let described = described(text, found.iter().map(|f| &f.tokens).chain(ruled.iter().map(|e| &e.tokens)));
    agree(text, &mut found, &described);
    // Where everything has a capital only what is sure counts there, or what the text has elsewhere.
    found.retain(|name| name.confidence >= TITLE_CASE || !text.layout_of(name.tokens.start).title_case);
    let mut entities: Vec<Entity> = found.iter().map(|name| entity(text, name)).collect();
    let mut taken = vec![false; text.tokens.len()];
    for entity in &mut entities {
        taken[entity.tokens.clone()].fill(true);
        if let (EntityKind::Person, Some(person)) = (entity.kind, by_rule(&entity.tokens)) {
            entity.confidence = entity.confidence.max(person.confidence);
        }
    }
    let known = known(text, &entities);
    again(text, &known, &mut taken, &mut entities);
    let parts: HashSet<String> = entities
        .iter()
        .filter(|e| e.kind == EntityKind::Person && e.tokens.len() > 1 && e.confidence >= KNOWN)
        .flat_map(|e| key(text, e.tokens.clone()))
        .collect();
    for mut entity in ruled {
        let name = key(text, entity.tokens.clone());
        let sure = match entity.kind {
            // Names of no known kind are kept for the speakers: a source may turn out to be one of them.
            EntityKind::Other => true,
            EntityKind::Person => entity.confidence >= SURE || name.len() == 1 && parts.contains(&name[0]),
            EntityKind::Organisation | EntityKind::Place => false,
        };
        if let (EntityKind::Other, Some(kind)) = (entity.kind, described.get(&name.join(" "))) {
            (entity.kind, entity.confidence) = (*kind, AGAIN);
        }
        if entity.kind == EntityKind::Person {
            entity.tokens = without_titles(text, entity.tokens);
        }
        if sure && !taken[entity.tokens.clone()].contains(&true) {
            entities.push(entity);
        }
    }
    entities.sort_by_key(|e| e.tokens.start);
    entities
}

/// What an apposition says of names, by their words: `Talvio, a maker of sensors,` is an organisation.
fn described<'a>(text: &Text<'_>, names: impl Iterator<Item = &'a Range<usize>>) -> HashMap<String, EntityKind> {
    let mut described = HashMap::new();
    for name in names {
        let at = name.end;
        if text.word(at) != "," || !text.is_small(at + 1, Feature::Article) {
            continue;
        }
        let ends = |i: &usize| matches!(text.word(*i), "," | ".") || text.is_any(*i, ENDS_HEAD);
        let end = text.tokens.len().min(at + 2 + APPOSITION);
        let noun = (at + 2..end).take_while(|i| !ends(i)).last().and_then(|i| Noun::of(text.tokens[i].features));
        // `In front of the National Council, the minister, …`: no person's name has an article.
        let article = name.start > 0 && text.is(name.start - 1, Feature::Article);
        let kind = match noun.map(|noun| (noun.person, noun.organisation)) {
            Some((false, true)) => EntityKind::Organisation,
            Some((true, false)) if !article => EntityKind::Person,
            _ => continue,
        };
        described.entry(key(text, name.clone()).join(" ")).or_insert(kind);
    }
    described
}

/// Lets the mentions of a name agree on its kind.
fn agree(text: &Text<'_>, found: &mut [Found], described: &HashMap<String, EntityKind>) {
    let keys: Vec<Vec<String>> = found.iter().map(|f| key(text, f.tokens.clone())).collect();
    let mut names: Vec<String> = keys.iter().map(|k| k.join(" ")).collect();
    // `World Health Organization (WHO)`: what is said of one is said of the other.
    let mut long_forms: HashMap<String, String> = HashMap::new();
    for i in 1..found.len() {
        let (long, short) = (found[i - 1].tokens.clone(), found[i].tokens.clone());
        let bracketed = long.end + 1 == short.start && text.word(long.end) == "(" && text.word(short.end) == ")";
        if bracketed && short.len() == 1 && is_short_for(text.word(short.start), &keys[i - 1]) {
            long_forms.insert(names[i].clone(), names[i - 1].clone());
        }
    }
    for name in &mut names {
        if let Some(long) = long_forms.get(name) {
            name.clone_from(long);
        }
    }
    // What the mentions of a name say of each kind together, and how many there are.
    let mut votes: HashMap<&str, ([f32; 4], f32)> = HashMap::new();
    let mut surnames: HashMap<&str, f32> = HashMap::new();
    for ((name, mention), key) in names.iter().zip(found.iter()).zip(&keys) {
        let (kinds, count) = votes.entry(name.as_str()).or_default();
        *count += 1.0;
        kinds.iter_mut().zip(mention.kinds).for_each(|(sum, value)| *sum += value);
        if let [_, .., last] = without_suffix(key) {
            let sum = surnames.entry(last.as_str()).or_default();
            *sum = sum.max(mention.kinds[0]);
        }
    }
    for ((name, mention), key) in names.iter().zip(found.iter_mut()).zip(&keys) {
        if let Some((kinds, count)) = votes.get(name.as_str()).filter(|votes| votes.1 > 1.0) {
            let weight = (count - 1.0).min(VOTERS);
            for (kind, all) in mention.kinds.iter_mut().zip(kinds) {
                *kind = (*kind + weight * all / count) / (1.0 + weight);
            }
        }
        // `Kisumu, the port`: nouns for organisations say little of a name that is surely a place.
        let kind = described.get(name).filter(|_| mention.kinds[2] < SURELY_PLACE);
        if let Some(kind) = kind.and_then(|kind| KINDS.iter().position(|k| k == kind)) {
            mention.kinds[kind] += DESCRIBED;
        }
        if let [word] = key.as_slice() {
            mention.kinds[0] += SURNAME * surnames.get(word.as_str()).copied().unwrap_or(0.0);
        }
    }
}

/// Whether an acronym is made of the first letters of a name's words, small ones counted in or not.
fn is_short_for(short: &str, words: &[String]) -> bool {
    let short: String = short.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let initials = |all: bool| -> String {
        let words = words.iter().filter(|w| all || !lexicon().features(w).intersects(SMALL));
        words.filter_map(|w| w.chars().next()).collect()
    };
    short.len() > 1 && (short == initials(true) || short == initials(false))
}

fn entity(text: &Text<'_>, name: &Found) -> Entity {
    let best = name.best();
    let share = name.kinds[best] / name.kinds.iter().sum::<f32>().max(1.0);
    let tokens = if best == 0 { without_titles(text, name.tokens.clone()) } else { name.tokens.clone() };
    Entity { tokens, kind: KINDS[best], confidence: name.confidence.min(share) }
}

/// A person's name without the titles in front of it, of one or several, and the country whose: `U.S. Sens. Ada Cole`.
fn without_titles(text: &Text<'_>, tokens: Range<usize>) -> Range<usize> {
    let mut start = tokens.start;
    loop {
        let next = runs::unit_end(text, start);
        let word = text.word(start);
        let country = tokens.end > start + 2 && lexicon().place(word) && !word.contains(char::is_lowercase);
        if next >= tokens.end || !is_honorific(word) && !country {
            return start..tokens.end;
        }
        start = next;
    }
}

/// Whether a word in front of a name is a title rather than a part of it: `Dean Hart` may be called Dean.
fn is_honorific(word: &str) -> bool {
    let lex = lexicon();
    // `Sens.`, `Judges`
    let one = word.trim_end_matches('.').strip_suffix('s');
    let several =
        || one.is_some_and(|one| lex.title(one).is_some()) || lex.title(&title_case(&lex.singular(word))).is_some();
    lex.given(word).is_none() && (lex.title(word).is_some() || several())
}

/// Names that are certain enough to be found again: those of several words, and the last words of persons' names.
fn known(text: &Text<'_>, entities: &[Entity]) -> HashMap<String, EntityKind> {
    let mut known = HashMap::new();
    for entity in entities.iter().filter(|e| e.confidence >= KNOWN && e.kind != EntityKind::Other) {
        let key = key(text, entity.tokens.clone());
        if (2..=LONGEST).contains(&key.len()) {
            known.insert(key.join(" "), entity.kind);
            if let (EntityKind::Person, [_, .., last]) = (entity.kind, without_suffix(&key)) {
                known.entry(last.clone()).or_insert(EntityKind::Person);
            }
        } else if is_acronym(text.word(entity.tokens.start)) {
            // As it is written: `WHO` is not `who`.
            known.insert(text.word(entity.tokens.start).to_owned(), entity.kind);
        }
    }
    known
}

/// Finds known names where the network saw none.
fn again(text: &Text<'_>, known: &HashMap<String, EntityKind>, taken: &mut [bool], entities: &mut Vec<Entity>) {
    let lower = runs::lower_case_words(text);
    for (sentence, layout) in text.sentences.iter().zip(&text.layouts) {
        let mut next = sentence.start;
        while next < sentence.end {
            let at = next;
            next = runs::unit_end(text, at);
            if !runs::is_capital(text, at) {
                continue;
            }
            let acronym = known.get(text.word(at)).filter(|_| !layout.capitals);
            let (mut name, mut end, mut hit) = (String::new(), at, None);
            for words in 1..=LONGEST {
                let unit = runs::unit_end(text, end);
                if end >= sentence.end || unit > sentence.end || taken[end..unit].contains(&true) {
                    break;
                }
                if words > 1 {
                    name.push(' ');
                }
                name.push_str(&fold(text.slice(text.span(end..unit))).to_lowercase());
                end = unit;
                // A surname that is a common word too, too rarely means the person: `Rice`, `Brown`.
                let known = known.get(&name).filter(|_| words > 1 || !lower.contains(name.as_str()));
                hit = known.or(acronym.filter(|_| words == 1)).map(|kind| (end, *kind)).or(hit);
            }
            let Some((end, kind)) = hit else { continue };
            // A part of a longer name is not the name: `Ann Lee Street` is not Ann Lee.
            let part = |i: usize| sentence.contains(&i) && !taken[i] && runs::is_capital(text, i);
            let behind_part = at.checked_sub(1).is_some_and(|i| part(i) && !text.is(i, Feature::Title));
            if layout.title_case || !part(end) && !behind_part {
                entities.push(Entity { tokens: at..end, kind, confidence: AGAIN });
                taken[at..end].fill(true);
                next = end;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &Text<'_>, name: &str, kinds: [f32; 4]) -> Vec<Found> {
        let tokens = text.tokens.len();
        let starts = (0..tokens).filter(|&i| (i + 1..=tokens).any(|e| text.slice(text.span(i..e)) == name));
        let end = |i: usize| (i + 1..=tokens).find(|&e| text.slice(text.span(i..e)) == name).unwrap_or(i + 1);
        starts.map(|i| Found { tokens: i..end(i), kinds, confidence: 0.95 }).collect()
    }

    fn kinds(text: &Text<'_>, entities: &[Entity]) -> Vec<(String, EntityKind)> {
        entities.iter().map(|e| (text.slice(text.span(e.tokens.clone())).to_owned(), e.kind)).collect()
    }

    #[test]
    fn mentions_agree() {
        let text = Text::new("Orla Kestrel spoke. Kestrel left. Kestrel won.");
        let mut names = found(&text, "Orla Kestrel", [0.9, 0.05, 0.0, 0.05]);
        let singles = found(&text, "Kestrel", [0.4, 0.5, 0.1, 0.0]);
        names.extend(singles.into_iter().filter(|s| s.tokens.start > 1));
        let merged = merge(&text, names, Vec::new());
        assert_eq!(merged.len(), 3);
        assert!(merged.iter().all(|e| e.kind == EntityKind::Person), "{merged:?}");
    }

    #[test]
    fn an_acronym_is_what_its_long_form_is() {
        let text = Text::new("The Harbour Workers of Sund (HWS) met. HWS agreed.");
        let mut names = found(&text, "Harbour Workers of Sund", [0.0, 0.9, 0.1, 0.0]);
        names.extend(found(&text, "HWS", [0.0, 0.4, 0.5, 0.1]));
        let merged = merge(&text, names, Vec::new());
        assert_eq!(merged.len(), 3);
        assert!(merged.iter().all(|e| e.kind == EntityKind::Organisation), "{merged:?}");
    }

    #[test]
    fn known_names_are_found_again() {
        let text =
            Text::new("TALVIK WINS AGAIN\nIda Talvik won on Monday. Talvik Street was closed. Critics of Talvik left.");
        let names = found(&text, "Ida Talvik", [1.0, 0.0, 0.0, 0.0]);
        let person = |name: &str| (name.to_owned(), EntityKind::Person);
        assert_eq!(
            kinds(&text, &merge(&text, names, Vec::new())),
            [person("TALVIK"), person("Ida Talvik"), person("Talvik")]
        );
    }
}
