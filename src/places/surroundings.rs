//! What the names and words around a candidate make of it: the name that it is a part of, and whether what stands around it is
//! said of persons.

use super::candidates::Candidate;
use crate::entities::{Entity, EntityKind};
use crate::gazetteer::Gazetteer;
use crate::lexicon::{lexicon, Feature, FeatureSet};
use crate::text::{Text, TokenKind};
use std::collections::{HashMap, HashSet};

/// Words with capitals that are read behind and before a candidate.
const LONGEST_RUN: usize = 6;

/// Tokens behind a candidate among which a pronoun is looked for.
const PRONOUN_WINDOW: usize = 12;

/// Words that stand for one person.
const PERSONAL: FeatureSet = FeatureSet::of(&[Feature::HePronoun, Feature::ShePronoun]);

/// `the`, `a`.
const ARTICLE: FeatureSet = FeatureSet::of(&[Feature::Article, Feature::IndefiniteArticle]);

/// What the names of a text, as the stage before found them, say about single words.
#[derive(Default)]
pub struct Names {
    words: HashMap<String, Uses>,
    /// Keys of the candidates of which something is said that is said of persons.
    persons: HashSet<String>,
}

/// Whether what stands around a candidate is said of a person: its age, `who`, `he` for it in the same sentence.
fn is_person(text: &Text<'_>, candidate: &Candidate) -> bool {
    let end = candidate.tokens.end;
    let who = text.word(end) == "," && text.word(end + 1) == "who";
    candidate.tokens.len() == 1 && (who || has_age(text, end) || pronoun(text, candidate) == Some("he"))
}

/// Whether an age stands behind a name: `, 36,`.
fn has_age(text: &Text<'_>, end: usize) -> bool {
    let years = text.tokens.get(end + 1).filter(|t| t.kind == TokenKind::Number);
    text.word(end) == ","
        && years.is_some()
        && text.word(end + 1).parse().is_ok_and(|years: u32| years < 110)
        && (matches!(text.word(end + 2), "," | "." | ";") || text.is(end + 2, Feature::Coordinator))
}

/// The first pronoun behind a name that opens its clause, where no other name comes between: `Jordan smiled as he left`.
fn pronoun(text: &Text<'_>, candidate: &Candidate) -> Option<&'static str> {
    let (start, end) = (candidate.tokens.start, candidate.tokens.end);
    let opens = start == 0
        || text.tokens[start - 1].sentence != text.tokens[start].sentence
        || matches!(text.word(start - 1), "," | "\u{201D}" | "\"")
        || text.is(start - 1, Feature::Coordinator);
    if !opens {
        return None;
    }
    for at in end..(end + PRONOUN_WINDOW).min(text.tokens.len()) {
        if text.tokens[at].sentence != text.tokens[start].sentence || is_capital(text.word(at)) {
            return None;
        }
        let personal = text.is_any(at, PERSONAL);
        if personal || text.is(at, Feature::ItPronoun) {
            return Some(if personal { "he" } else { "it" });
        }
    }
    None
}

/// How often a word is a name by itself, and how often a part of one.
#[derive(Clone, Copy, Debug, Default)]
struct Uses {
    person: u32,
    place: u32,
    organisation: u32,
    given: bool,
    surname: bool,
}

impl Names {
    /// Reads the names once.
    pub fn new(text: &Text<'_>, candidates: &[Candidate], entities: &[Entity]) -> Self {
        let mut words: HashMap<String, Uses> = HashMap::new();
        for entity in entities {
            let (first, last) = (entity.tokens.start, entity.tokens.end.saturating_sub(1));
            let uses = words.entry(text.word(first).to_lowercase()).or_default();
            if entity.tokens.len() == 1 {
                match entity.kind {
                    EntityKind::Person => uses.person += 1,
                    EntityKind::Place => uses.place += 1,
                    EntityKind::Organisation => uses.organisation += 1,
                    EntityKind::Other => {}
                }
            } else if entity.kind == EntityKind::Person {
                uses.given = true;
                words.entry(text.word(last).to_lowercase()).or_default().surname = true;
            }
        }
        let persons = candidates.iter().filter(|c| is_person(text, c)).map(|c| c.key.clone()).collect();
        Self { words, persons }
    }
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Whether at most one blank parts a token from the next.
fn adjoins_next(text: &Text<'_>, at: usize) -> bool {
    match (text.tokens.get(at), text.tokens.get(at + 1)) {
        (Some(a), Some(b)) => b.span.start - a.span.end <= 2 && a.paragraph == b.paragraph && a.sentence == b.sentence,
        _ => false,
    }
}

/// What sort of word a name's last or first word is.
fn head(gazetteer: &Gazetteer, word: &str) -> &'static str {
    let word = word.trim_end_matches('.');
    let lower = word.to_lowercase();
    let known = lexicon().features(&lower);
    let class = gazetteer.word_class(&lower);
    match () {
        () if known.has(Feature::StreetHead) => "street",
        () if known.has(Feature::InstitutionHead) => "institution",
        () if known.has(Feature::ProperHead) => "proper",
        () if known.has(Feature::CompanyForm) || known.has(Feature::OrganisationLast) => "company",
        () if known.has(Feature::BodyHead) => "body",
        () if known.has(Feature::GeographicHead) => "feature",
        () if known.has(Feature::PlaceTitle) || known.has(Feature::Title) => "title",
        () if known.has(Feature::Person) => "person",
        () if known.has(Feature::Organisation) || known.has(Feature::OrganisationAny) => "organisation",
        () if class.given() >= 2 && class.common() < 2 => "given",
        () if class.surname() >= 2 && class.common() < 2 => "surname",
        () if class.common() >= 1 => "word",
        () => "name",
    }
}

/// Whether a head says no more than that it is a name, or some word.
fn is_plain(head: &str) -> bool {
    head == "name" || head == "word" || head.ends_with("given") || head.ends_with("surname")
}

/// The last token of the words with capitals that stand behind a candidate: of `Lincoln Memorial Hospital` the last word.
fn run_behind(text: &Text<'_>, candidate: &Candidate) -> Option<usize> {
    let mut at = candidate.tokens.end - 1;
    let mut last = None;
    // `St. Luke’s Hospital`: a saint owns it.
    if candidate.key.starts_with("saint ") && text.tokens.get(at + 1).is_some_and(|t| t.kind == TokenKind::Clitic) {
        at += 1;
    }
    while adjoins_next(text, at) && at < candidate.tokens.end + LONGEST_RUN {
        let token = &text.tokens[at + 1];
        let owns = token.kind == TokenKind::Clitic && last.is_some();
        let stop = text.word(at + 1) == "." && text.word(at).len() <= 2;
        match token.kind {
            TokenKind::Word if is_capital(text.word(at + 1)) => last = Some(at + 1),
            _ if owns || stop => {}
            _ => break,
        }
        at += 1;
    }
    last
}

/// The first token of the words with capitals that stand before `start`, without a sentence's first word that has its capital
/// from there.
fn run_before(text: &Text<'_>, gazetteer: &Gazetteer, start: usize) -> Option<usize> {
    let mut first = None;
    let mut at = start;
    while at > 0 && start - at < LONGEST_RUN && adjoins_next(text, at - 1) && is_capital(text.word(at - 1)) {
        at -= 1;
        let opens = at == 0 || text.tokens[at - 1].sentence != text.tokens[at].sentence;
        let lower = text.word(at).to_lowercase();
        if opens
            && (lexicon().features(&lower).has(Feature::FunctionWord) || gazetteer.word_class(&lower).common() >= 3)
        {
            break;
        }
        first = Some(at);
    }
    first
}

/// Adds what the surroundings say, each piece as the parts of a feature's name. `plain` are names in a line that is set neither
/// in capitals nor with a capital on each word, where capitals say something.
pub fn extract(
    text: &Text<'_>,
    gazetteer: &Gazetteer,
    names: &Names,
    entities: &[Entity],
    candidate: &Candidate,
    plain: bool,
    mut add: impl FnMut(&[&str]),
) {
    let (start, end) = (candidate.tokens.start, candidate.tokens.end);
    if plain {
        if let Some(last) = run_behind(text, candidate) {
            let word = text.word(last).trim_end_matches('.').to_lowercase();
            let kind = head(gazetteer, &word);
            add(&["run=", kind]);
            if last > end {
                add(&["run=", kind, "@far"]);
            }
            if !is_plain(kind) {
                add(&["run-word=", &word]);
            }
            if text.word(last + 1) == "of" {
                add(&["run-of=", kind]);
            }
        }
        if let Some(first) = run_before(text, gazetteer, start) {
            add(&["run-before=", head(gazetteer, text.word(first)), if first + 1 < start { "@far" } else { "" }]);
            add(&["run-nearest=", head(gazetteer, text.word(start - 1))]);
        }
        entity(entities, candidate, &mut add);
    }
    if start > 1 && text.word(start - 1) == "of" {
        let word = text.word(start - 2);
        let capital = if is_capital(word) { "@capital" } else { "" };
        add(&["of-head=", head(gazetteer, word), capital]);
    }
    if candidate.tokens.len() == 1 {
        add(&["own=", head(gazetteer, text.word(start))]);
        if matches!(text.word(end), "for" | "of") {
            add(&["own-for=", head(gazetteer, text.word(start))]);
        }
    }
    if candidate.tokens.len() == 1 && !candidate.is_demonym {
        persons(text, gazetteer, names, entities, candidate, &mut add);
    }
    // `a Winona woman`, `the Hull supporters`; `his brother Israel`.
    let noun = |at: usize| text.is_lower(at).then(|| lexicon().noun(text.word(at))).flatten();
    if let Some(noun) = noun(end).filter(|n| n.person || n.group) {
        let article = start > 0 && text.is_any(start - 1, ARTICLE);
        add(&["noun-behind=", if noun.plural { "people" } else { "person" }, if article { "@article" } else { "" }]);
    }
    if start > 0 && noun(start - 1).is_some_and(|n| n.person && !n.plural) {
        add(&["noun-before=person"]);
    }
    if start > 1 && text.word(start - 1) == "," && noun(start - 2).is_some_and(|n| n.person && !n.plural) {
        add(&["noun-before=person,"]);
    }
}

/// What the name says that a candidate is, or is a part of.
fn entity(entities: &[Entity], candidate: &Candidate, add: &mut impl FnMut(&[&str])) {
    let (start, end) = (candidate.tokens.start, candidate.tokens.end);
    let from = entities.partition_point(|e| e.tokens.end <= start);
    let Some(entity) = entities.get(from).filter(|e| e.tokens.start < end) else {
        add(&["entity=none"]);
        return;
    };
    let kind = match entity.kind {
        EntityKind::Person => "person",
        EntityKind::Organisation => "organisation",
        EntityKind::Place => "place",
        EntityKind::Other => "other",
    };
    let part = match (entity.tokens.start.cmp(&start), entity.tokens.end.cmp(&end)) {
        (std::cmp::Ordering::Equal, std::cmp::Ordering::Equal) => "whole",
        (std::cmp::Ordering::Equal, std::cmp::Ordering::Greater) => "first",
        (std::cmp::Ordering::Less, std::cmp::Ordering::Equal) => "last",
        (std::cmp::Ordering::Less, std::cmp::Ordering::Greater) => "inside",
        _ => "more",
    };
    let sure = match entity.confidence {
        c if c >= 0.9 => "3",
        c if c >= 0.7 => "2",
        _ => "1",
    };
    add(&["entity=", kind, "-", part]);
    add(&["entity=", kind, "-", part, sure]);
}

/// What is said of persons: an age behind, `who`, a pronoun; and what the word is elsewhere in the text.
fn persons(
    text: &Text<'_>,
    gazetteer: &Gazetteer,
    names: &Names,
    entities: &[Entity],
    candidate: &Candidate,
    add: &mut impl FnMut(&[&str]),
) {
    let (start, end) = (candidate.tokens.start, candidate.tokens.end);
    let class = gazetteer.word_class(candidate.key.trim_end());
    let given = match class.given() {
        0 => "",
        1 => "&given1",
        _ => "&given",
    };
    let after = text.word(end + 1);
    if has_age(text, end) {
        add(&["comma-behind=age"]);
    } else if text.word(end) == "," && after.starts_with(char::is_lowercase) && after.len() <= 5 {
        add(&["comma-behind=", after]);
    }
    if let Some(pronoun) = pronoun(text, candidate) {
        add(&["pronoun=", pronoun]);
    }
    if is_person(text, candidate) {
        add(&["person"]);
        if !given.is_empty() {
            add(&["person", given]);
        }
    } else if names.persons.contains(&candidate.key) {
        add(&["person-elsewhere"]);
        if !given.is_empty() {
            add(&["person-elsewhere", given]);
        }
    }
    // `Chad’s mother`, `Chad’s government`
    if text.tokens.get(end).is_some_and(|t| t.kind == TokenKind::Clitic) && text.is_lower(end + 1) {
        add(&["owns=", after]);
        add(&["owns=", head(gazetteer, after)]);
        if !given.is_empty() {
            add(&["owns=", after, given]);
        }
    }
    let Some(uses) = names.words.get(&text.word(start).to_lowercase()) else { return };
    let from = entities.partition_point(|e| e.tokens.end <= start);
    let own = entities.get(from).filter(|e| e.tokens == candidate.tokens).map(|e| e.kind);
    let other = |count: u32, kind: EntityKind| count > u32::from(own == Some(kind));
    let (person, place) = (other(uses.person, EntityKind::Person), other(uses.place, EntityKind::Place));
    if person || place {
        add(&["elsewhere=", if person { "person" } else { "" }, if place { "place" } else { "" }]);
    }
    if other(uses.organisation, EntityKind::Organisation) {
        add(&["elsewhere=organisation"]);
    }
    if uses.given {
        add(&["elsewhere=given"]);
    }
    if uses.surname {
        add(&["elsewhere=surname"]);
    }
}
