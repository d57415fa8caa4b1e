//! Names as the whole text uses them, once it is known which of them are sources.
//!
//! A name that only its verb makes a person is looked at again; what the text calls a union is none; a source of two or three
//! unknown words is somebody, one of a single word a company. So all later stages see the same names.

use super::runs::{is_capital, name_words};
use super::words::{is_acronym, is_suffix};
use super::{Entity, EntityKind};
use crate::lexicon::{lexicon, Feature, FeatureSet};
use crate::text::{self, Span, Text, TokenKind};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

/// Persons below are persons only because a verb stands beside them.
const DOUBTFUL: f32 = 0.45;
/// How sure it is of a name that the text says is one.
const SAID: f32 = 0.9;

/// The names of a text, corrected by what the text calls them and by which of them are sources; `sources` are the spans of
/// all sources, in bytes and any order.
#[must_use]
pub fn settle(text: &Text<'_>, entities: &[Entity], sources: impl IntoIterator<Item = Span>) -> Vec<Entity> {
    let mut sources: Vec<Range<usize>> =
        sources.into_iter().map(|span| text.tokens_in(span)).filter(|tokens| !tokens.is_empty()).collect();
    sources.sort_by_key(|tokens| (tokens.start, tokens.end));
    sources.dedup();
    let mut entities = mend(text, entities);
    known_as(text, &mut entities, &sources);
    for entity in entities.iter_mut().filter(|e| e.kind == EntityKind::Person && e.confidence < DOUBTFUL) {
        entity.kind = EntityKind::Other;
    }
    organisations(text, &mut entities);
    described(text, &mut entities, &sources);
    let surnames = persons(text, &mut entities, &sources);
    companies(text, &mut entities, &sources, &surnames);
    relabel(text, &mut entities, |word| surnames.contains(word), EntityKind::Person);
    entities
}

/// Entities without days behind, and joined where only a symbol (an emoji, `®`) parts them.
fn mend(text: &Text<'_>, entities: &[Entity]) -> Vec<Entity> {
    // `THE MAYOR SAID`: a verb in capitals is no name.
    let shouted_verb = |i: usize| !text.word(i).contains(char::is_lowercase) && text.is(i, Feature::NameVerb);
    // Nor is a `Jr.` that has lost its name.
    let none = |i: usize| shouted_verb(i) || is_suffix(text.word(i));
    let named = |e: &&Entity| !(e.tokens.len() == 1 && none(e.tokens.start) || is_credit(text, e));
    let mut mended: Vec<Entity> = entities.iter().filter(named).cloned().collect();
    for entity in &mut mended {
        // `the Harlow County Commission Monday`: no part of the name.
        while entity.tokens.len() > 1 && text.is(entity.tokens.end - 1, Feature::Weekday) {
            entity.tokens.end -= 1;
        }
        // `Ann Lee KC`
        let person = entity.kind == EntityKind::Person;
        while person && entity.tokens.len() > 2 && text.is(entity.tokens.end - 1, Feature::PostNominal) {
            entity.tokens.end -= 1;
        }
    }
    mended.dedup_by(|next, last| {
        // An acronym behind a symbol is another name.
        let start = next.tokens.start;
        let parted = start == last.tokens.end + 1 && is_symbol(text, start - 1) && !is_acronym(text.word(start));
        let joined = parted && last.kind == EntityKind::Person;
        if joined {
            last.tokens.end = next.tokens.end;
        }
        joined
    });
    // `Anna 👩‍🔬 Berg`, where only the first word was taken for a name.
    for i in 0..mended.len() {
        let end = mended[i].tokens.end;
        let free = mended.get(i + 1).is_none_or(|next| next.tokens.start > end + 1);
        if mended[i].kind == EntityKind::Person && free && is_symbol(text, end) && is_capital(text, end + 1) {
            mended[i].tokens.end = end + 2;
        }
    }
    mended
}

/// A mark that is neither punctuation nor ASCII: emoji and the like.
fn is_symbol(text: &Text<'_>, token: usize) -> bool {
    let symbol = |c| matches!(u32::from(c), 0xA9 | 0xAE | 0x2122 | 0x2190..=0x2BFF | 0x1F000..=0x1FAFF);
    text.tokens.get(token).is_some_and(|t| t.kind == TokenKind::Mark) && text.word(token).starts_with(symbol)
}

/// Where the name begins by which somebody wants to be known, if a word at `at` says so: `a clerk identified only as Ann`,
/// `a man who gave his name as Ben`.
pub(crate) fn given_as(text: &Text<'_>, at: usize) -> Option<usize> {
    let skip = |i: usize| i + usize::from(text.is_small(i, Feature::FocusAdverb));
    let gives = || text.is_small(at + 1, Feature::ThirdPossessive) && text.word(at + 2) == "name";
    let behind = match text.word(at) {
        "identified" | "named" => skip(at + 1),
        "known" if skip(at + 1) > at + 1 => skip(at + 1),
        "gave" | "gives" if gives() => skip(at + 3),
        _ => return None,
    };
    (text.word(behind) == "as" && text.is_capital(behind + 1)).then_some(behind + 1)
}

/// Makes persons of the names by which sources want to be known: `a clerk identified only as Ann`.
fn known_as(text: &Text<'_>, entities: &mut Vec<Entity>, sources: &[Range<usize>]) {
    /// Words of such a name, at most.
    const LONGEST: usize = 4;
    for source in sources {
        let Some(name) = source.clone().find_map(|i| given_as(text, i)) else { continue };
        let last = source.end.min(name + LONGEST);
        let end = (name..last).find(|&i| !is_capital(text, i)).unwrap_or(last);
        if end <= name {
            continue;
        }
        let at = entities.partition_point(|e| e.tokens.end <= name);
        match entities.get_mut(at).filter(|e| e.tokens.start < end) {
            Some(entity) if entity.tokens.start == name => {
                entity.kind = EntityKind::Person;
                entity.confidence = entity.confidence.max(SAID);
            }
            Some(_) => {}
            None => entities.insert(at, Entity { tokens: name..end, kind: EntityKind::Person, confidence: SAID }),
        }
    }
}

/// What the text calls a union, a company, a group is none of the persons: `the campaign group Blue Shelf`.
fn organisations(text: &Text<'_>, entities: &mut [Entity]) {
    let lex = lexicon();
    let mut called: BTreeSet<Vec<String>> = BTreeSet::new();
    for entity in entities.iter().filter(|e| matches!(e.kind, EntityKind::Person | EntityKind::Other)) {
        let words = name_words(text, entity.tokens.clone());
        let before = entity.tokens.start.checked_sub(1).filter(|&i| i >= text.sentence_of(entity.tokens.start).start);
        let noun = before.filter(|&i| text.is_lower(i));
        let kind = noun.and_then(|i| lex.noun(text.word(i)));
        // `the paper`, `the board` and the like are read and sat on by persons of that name, too.
        let organisation = kind.is_some_and(|n| n.organisation && !n.document && !n.person && !n.plural);
        let company = words.len() > 1 && words.last().is_some_and(|w| lex.features(w).has(Feature::CompanyForm));
        // `Vantel's rival Orbitron … Its chief executive`
        let owner = words.len() == 1 && noun.is_some_and(|i| text.is(i, Feature::Owner)) && {
            let end = text.tokens.len().min(entity.tokens.end + 30);
            let says = |feature| (entity.tokens.end..end).any(|i| text.is(i, feature) && !is_acronym(text.word(i)));
            says(Feature::ItPronoun) && !says(Feature::HePronoun) && !says(Feature::RelativePerson)
        };
        if organisation || company || owner {
            called.insert(words);
        }
    }
    // `Vantel` behind `Vantel AG`, unless a person bears that name.
    let persons: HashSet<String> = full_names(text, entities)
        .filter(|words| !called.contains(words))
        .filter_map(|mut words| words.pop())
        .collect();
    for entity in entities.iter_mut().filter(|e| matches!(e.kind, EntityKind::Person | EntityKind::Other)) {
        let words = name_words(text, entity.tokens.clone());
        let short =
            |full: &Vec<String>| words.len() == 1 && full.first() == words.first() && !persons.contains(&words[0]);
        if called.contains(&words) || called.iter().take(50).any(short) {
            entity.kind = EntityKind::Organisation;
        }
    }
}

/// Whether a name stands beside the text and is not spoken of in it: the agency of a dateline (`MOSCOW (Reuters) -`), an
/// exchange and its sign for a company (`(NASDAQ: VRDF)`).
fn is_credit(text: &Text<'_>, entity: &Entity) -> bool {
    let (start, end) = (entity.tokens.start, entity.tokens.end);
    let before = |back: usize| start.checked_sub(back).map_or("", |i| text.word(i));
    if entity.kind == EntityKind::Place || entity.kind == EntityKind::Person {
        return false;
    }
    let paragraph = text.paragraph_of(start);
    let agency =
        || before(1) == "(" && text::dateline(text, paragraph.start..paragraph.end).is_some_and(|dash| end < dash);
    let sign =
        || text.word(end) == ")" && before(1) == ":" && before(3) == "(" || before(1) == "(" && text.word(end) == ":";
    agency() || sign()
}

/// Makes persons of names that the text describes as one: `Linda Dale, director of the fund,`, `Jordan Velm, 17,`. A given
/// name, an age or a source must speak for it, too.
fn described(text: &Text<'_>, entities: &mut [Entity], sources: &[Range<usize>]) {
    let lex = lexicon();
    let mut found: HashSet<Vec<String>> = HashSet::new();
    for entity in entities.iter().filter(|e| e.kind != EntityKind::Person) {
        let (name, end) = (entity.tokens.clone(), entity.tokens.end);
        let words = name_words(text, name.clone());
        let given = words.first().is_some_and(|w| lex.given(w).is_some());
        let plain = || words.iter().all(|w| !is_known(w) && w.chars().skip(1).any(char::is_lowercase));
        let body = || lex.is_organisation(&words.iter().map(String::as_str).collect::<Vec<_>>());
        let article = name.start.checked_sub(1).is_some_and(|i| text.is(i, Feature::Article));
        let may_be = (2..=4).contains(&words.len()) && !article && text.word(end) == ",";
        if !may_be || !given && (!plain() || body()) {
            continue;
        }
        let aged = text.tokens.get(end + 1).is_some_and(|t| t.kind == TokenKind::Number) && text.word(end + 2) == ",";
        let behind = sources.partition_point(|s| s.start <= name.start);
        let source = behind.checked_sub(1).is_some_and(|i| sources[i].end >= end);
        if aged && entity.kind != EntityKind::Place || (given || source) && one_person(text, end + 1) {
            found.insert(words);
        }
    }
    for entity in entities.iter_mut() {
        if !found.is_empty() && found.contains(&name_words(text, entity.tokens.clone())) {
            entity.kind = EntityKind::Person;
        }
    }
}

/// Whether a noun phrase begins at a token whose head is a noun for one person and nothing else.
fn one_person(text: &Text<'_>, start: usize) -> bool {
    /// Words up to the head, at most.
    const LONGEST: usize = 12;
    let end = (start + LONGEST).min(text.sentence_of(start).end);
    let ends = |i: &usize| {
        let mark = text.tokens[*i].kind == TokenKind::Mark && text.word(*i) != "-";
        mark || text.is_any(*i, FeatureSet::BEHIND_HEAD) && text.is_lower(*i)
    };
    let noun = (start..end).take_while(|i| !ends(i)).filter_map(|i| lexicon().noun(text.word(i))).last();
    noun.is_some_and(|n| n.person && !n.plural && !n.organisation)
}

/// The words of the persons' names that have several.
fn full_names<'a>(text: &'a Text<'_>, entities: &'a [Entity]) -> impl Iterator<Item = Vec<String>> + 'a {
    let persons = entities.iter().filter(|e| e.kind == EntityKind::Person);
    persons.map(|e| name_words(text, e.tokens.clone())).filter(|words| words.len() > 1)
}

/// Makes persons of the unknown names that are sources: two or three capitalised words without an article. Their last words.
fn persons(text: &Text<'_>, entities: &mut [Entity], sources: &[Range<usize>]) -> HashSet<String> {
    let lex = lexicon();
    let mut surnames: HashSet<String> = HashSet::new();
    for source in sources {
        let first = entities.partition_point(|e| e.tokens.start < source.start);
        let until = entities.partition_point(|e| e.tokens.start < source.end);
        let other = (first..until).find(|&i| entities[i].kind == EntityKind::Other).unwrap_or(first);
        let Some(entity) = entities.get_mut(other) else { continue };
        // `Its chief executive, Joost Maas`
        let apposed = entity.tokens.start > source.start + 1
            && text.word(entity.tokens.start - 1) == ","
            && lex.noun(text.word(entity.tokens.start - 2)).is_some_and(|n| n.person && !n.plural);
        let whole = (entity.tokens.start == source.start || apposed) && entity.kind == EntityKind::Other;
        let words = name_words(text, entity.tokens.clone());
        let ends = entity.tokens.end >= source.end || matches!(text.word(entity.tokens.end), "," | "(");
        let plain = words.iter().all(|w| !is_known(w) && w.chars().skip(1).any(char::is_lowercase));
        let linked = words.iter().any(|w| w.starts_with(char::is_lowercase));
        if whole && ends && plain && !linked && (2..=3).contains(&words.len()) {
            entity.kind = EntityKind::Person;
            surnames.extend(words.last().cloned());
        }
    }
    // `Berg said`, where the text has `Anna Berg`: a surname by itself is hers; `Sayegh` is one of `al-Sayegh`.
    let last = full_names(text, entities).filter_map(|mut words| words.pop());
    let bare: HashSet<String> =
        last.flat_map(|w| [without_article(&w).map(str::to_owned), Some(w)]).flatten().collect();
    for entity in entities.iter_mut().filter(|e| matches!(e.kind, EntityKind::Other | EntityKind::Organisation)) {
        if let [word] = name_words(text, entity.tokens.clone()).as_slice() {
            if bare.contains(word) && !lex.demonym(word) {
                entity.kind = EntityKind::Person;
            }
        }
    }
    surnames
}

/// Unknown names of one word that are sources: companies and the like, so that all their mentions are gathered.
fn companies(text: &Text<'_>, entities: &mut [Entity], sources: &[Range<usize>], surnames: &HashSet<String>) {
    let mut single: HashSet<&str> = HashSet::new();
    let mut seen: HashMap<&str, u32> = HashMap::new();
    for entity in entities.iter().filter(|e| e.tokens.len() == 1) {
        *seen.entry(text.word(entity.tokens.start)).or_default() += 1;
    }
    for source in sources {
        let first = entities.partition_point(|e| e.tokens.start < source.start);
        let unknown = |e: &&Entity| e.kind == EntityKind::Other && e.tokens.len() == 1 && e.tokens == *source;
        let Some(at) = entities.get(first).filter(unknown).map(|e| e.tokens.start) else { continue };
        let word = text.word(at);
        let known = is_known(word) || text.is_any(at, FeatureSet::COUNTING) || surnames.contains(word);
        // `Replays suggested …`: a plural that has its capital from the sentence.
        let begins = at == text.sentence_of(at).start && word.ends_with('s') && seen.get(word) == Some(&1);
        if !known && !begins {
            single.insert(word);
        }
    }
    relabel(text, entities, |word| single.contains(word), EntityKind::Organisation);
}

/// Whether a word means something by itself, so that it is hardly anybody's name.
fn is_known(word: &str) -> bool {
    let lex = lexicon();
    lex.noun(word).is_some() || lex.demonym(word) || lex.title(word).is_some()
}

/// Gives the unknown names of one word this kind if the word fits.
fn relabel(text: &Text<'_>, entities: &mut [Entity], fits: impl Fn(&str) -> bool, kind: EntityKind) {
    for entity in entities.iter_mut().filter(|e| e.kind == EntityKind::Other && e.tokens.len() == 1) {
        if fits(text.word(entity.tokens.start)) {
            entity.kind = kind;
        }
    }
}

/// `sayegh` of `al-sayegh`.
pub(crate) fn without_article(word: &str) -> Option<&str> {
    let (article, rest) = word.split_once(['-', '‑', '‐'])?;
    (lexicon().features(article).has(Feature::ArabicArticle) && rest.chars().count() > 2).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(tokens: Range<usize>, kind: EntityKind) -> Entity {
        Entity { tokens, kind, confidence: 0.9 }
    }

    fn shown(text: &Text<'_>, entities: &[Entity]) -> Vec<String> {
        entities.iter().map(|e| text.slice(text.span(e.tokens.clone())).to_owned()).collect()
    }

    #[test]
    fn names_without_what_is_not_theirs() {
        let mended = |source: &str, tokens: &[Range<usize>]| {
            let text = Text::new(source);
            let people: Vec<Entity> = tokens.iter().map(|t| entity(t.clone(), EntityKind::Person)).collect();
            shown(&text, &settle(&text, &people, []))
        };
        assert_eq!(mended("Ada Cole Monday", &[0..3]), ["Ada Cole"]);
        let organisations = |source: &str, tokens: &[Range<usize>]| {
            let text = Text::new(source);
            let all: Vec<Entity> = tokens.iter().map(|t| entity(t.clone(), EntityKind::Organisation)).collect();
            shown(&text, &settle(&text, &all, []))
        };
        assert_eq!(organisations("LIMA (Nordpress) - Velm Oil fell.", &[2..3, 5..7]), ["Velm Oil"]);
        assert_eq!(organisations("Velm Oil (NASDAQ: VLMO) fell.", &[0..2, 3..4, 5..6]), ["Velm Oil"]);
        assert_eq!(organisations("The Bank (VBN) fell.", &[1..2, 3..4]), ["Bank", "VBN"]);
        assert_eq!(mended("Anna 👩‍🔬 Berg", &[0..1]), ["Anna 👩‍🔬 Berg"]);
        assert_eq!(mended("Anna 👩‍🔬 Berg", &[0..1, 2..3]), ["Anna 👩‍🔬 Berg"]);
        assert_eq!(mended("Anna , Berg", &[0..1, 2..3]), ["Anna", "Berg"]);
    }

    #[test]
    fn kinds_by_what_the_text_says() {
        use EntityKind::{Organisation, Other, Person};
        for (source, tokens, kind, sources, expected) in [
            ("Joost Velm said so.", 0..2, Other, vec![0..2], Person),
            ("Joost Velm said so.", 0..2, Other, vec![], Other),
            ("Vantrel said so.", 0..1, Other, vec![0..1], Organisation),
            ("Many said so.", 0..1, Other, vec![0..1], Other),
            ("The campaign group Blue Shelf left.", 3..5, Person, vec![], Organisation),
            ("A clerk named only as Runa left.", 5..6, Other, vec![0..6], Person),
            ("Linda Daily, director of the fund, left.", 0..2, Organisation, vec![], Person),
            ("Joost Velm, the firm's managing director, left.", 0..2, Organisation, vec![0..2], Person),
            ("Joost Velm, the firm's managing director, left.", 0..2, Organisation, vec![], Organisation),
            ("Vantrel Quorn, 17, left.", 0..2, Organisation, vec![], Person),
            ("Vantrel Quorn, a bank, left.", 0..2, Organisation, vec![0..2], Organisation),
        ] {
            let text = Text::new(source);
            let spans: Vec<Span> = sources.into_iter().map(|tokens| text.span(tokens)).collect();
            let settled = settle(&text, &[entity(tokens, kind)], spans);
            assert_eq!(settled[0].kind, expected, "{source}");
        }
    }
}
