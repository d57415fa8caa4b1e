//! What the scorer looks at: the candidate, its neighbours, the whole text.

use super::candidates::Candidate;
use super::scorer::Features;
use super::surroundings::{self, Names};
use crate::annotations::PlaceKind;
use crate::entities::Entity;
use crate::gazetteer::{format::AliasKind, Gazetteer, Via, WordClass};
use crate::lexicon::{lexicon, Feature};
use crate::text::{self, Text, TokenKind};
use std::collections::{HashMap, HashSet};

/// What the whole text says about its names.
pub struct Document {
    /// Mentions of each key.
    mentions: HashMap<String, Evidence>,
    /// Words that also occur without a capital, of those that are one-word candidates.
    small: HashSet<String>,
    /// Words that occur behind a given name or title.
    surnames: HashSet<String>,
    /// For each sentence whether it is set in capitals, or each of its words has one.
    cases: Vec<Case>,
    /// What the names of the text say about its words.
    names: Names,
    /// Where the body begins behind a dateline: the last token of the dateline.
    pub dateline: Option<usize>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Evidence {
    count: u32,
    behind_preposition: u32,
    before_division: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Mixed,
    Title,
    Capitals,
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn lower(text: &Text<'_>, at: usize) -> String {
    text.word(at).trim_end_matches('.').to_lowercase()
}

/// Whether the lexicon gives a word, in lower case, this feature.
fn is(word: &str, feature: Feature) -> bool {
    lexicon().features(word).has(feature)
}

/// Whether nothing but one blank, or nothing at all, lies between two tokens.
fn adjoins(text: &Text<'_>, left: usize, right: usize) -> bool {
    match (text.tokens.get(left), text.tokens.get(right)) {
        (Some(a), Some(b)) => b.span.start - a.span.end <= 2 && a.paragraph == b.paragraph,
        _ => false,
    }
}

impl Document {
    /// Reads the whole text once.
    pub fn new(text: &Text<'_>, gazetteer: &Gazetteer, candidates: &[Candidate], entities: &[Entity]) -> Self {
        let mut mentions: HashMap<String, Evidence> = HashMap::new();
        for (number, candidate) in candidates.iter().enumerate() {
            let evidence = mentions.entry(candidate.key.clone()).or_default();
            let at = candidate.tokens.start;
            evidence.count += 1;
            if at > 0 && is(&lower(text, at - 1), Feature::PlacePreposition) {
                evidence.behind_preposition += 1;
            }
            if before_division(text, gazetteer, candidates, number) {
                evidence.before_division += 1;
            }
        }
        let wanted: HashSet<&str> =
            candidates.iter().filter(|c| c.tokens.len() == 1).map(|c| c.key.trim_end()).collect();
        let mut small = HashSet::new();
        let mut surnames = HashSet::new();
        for (at, token) in text.tokens.iter().enumerate() {
            if token.kind != TokenKind::Word {
                continue;
            }
            let word = text.word(at);
            if !is_capital(word) {
                if wanted.contains(word) {
                    small.insert(word.to_owned());
                }
            } else if at > 0 && adjoins(text, at - 1, at) && wanted.contains(word.to_lowercase().as_str()) {
                let before = lower(text, at - 1);
                let is_name = is_capital(text.word(at - 1)) && gazetteer.word_class(&before).given() >= 1;
                if is_name || is(&before, Feature::PlaceTitle) && is_capital(text.word(at - 1)) {
                    surnames.insert(word.to_lowercase());
                }
            }
        }
        let cases = text.sentences.iter().map(|s| case(text, s.clone())).collect();
        Self {
            mentions,
            small,
            surnames,
            cases,
            names: Names::new(text, candidates, entities),
            dateline: dateline(text),
        }
    }
}

/// Whether most words of a sentence have capitals. The scorer's weights were learnt with this measure: it is not [`crate::text::Layout`].
fn case(text: &Text<'_>, sentence: std::ops::Range<usize>) -> Case {
    let (mut words, mut title, mut capitals) = (0, 0, 0);
    for at in sentence {
        let word = text.word(at);
        if text.tokens[at].kind == TokenKind::Word && word.chars().count() > 3 {
            words += 1;
            title += usize::from(is_capital(word));
            capitals += usize::from(!word.contains(char::is_lowercase));
        }
    }
    match words {
        0..=2 => Case::Mixed,
        _ if capitals * 10 >= words * 8 => Case::Capitals,
        _ if title * 10 >= words * 8 => Case::Title,
        _ => Case::Mixed,
    }
}

/// The last token before the dash of a dateline in the first sentences: `RIGA, Latvia —`, `MOSCOW (Reuters) -`.
pub fn dateline(text: &Text<'_>) -> Option<usize> {
    // The title, and perhaps a by-line, may come first.
    text.paragraphs.iter().take(4).find_map(|p| text::dateline(text, p.clone())).map(|dash| dash - 1)
}

/// Whether the next candidate stands behind a comma and is a division or country that holds an entry of this one.
pub fn before_division(text: &Text<'_>, gazetteer: &Gazetteer, candidates: &[Candidate], number: usize) -> bool {
    let (Some(here), Some(next)) = (candidates.get(number), candidates.get(number + 1)) else { return false };
    let comma = here.tokens.end + 1 == next.tokens.start && matches!(text.word(here.tokens.end), "," | "(");
    comma && !next.is_demonym && next.bearers.iter().any(|b| holds_any(gazetteer, b.entry, here))
}

/// Whether `outer` is a country or division (or county) that holds an entry of the candidate.
fn holds_any(gazetteer: &Gazetteer, outer: u32, candidate: &Candidate) -> bool {
    candidate.bearers.iter().any(|b| gazetteer.holds(outer, b.entry))
}

/// A small number as a word.
fn digit(value: usize) -> &'static str {
    const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    DIGITS[value.min(9)]
}

/// What stands at a token, in one word.
fn shape(text: &Text<'_>, at: Option<usize>, adjoining: bool) -> &'static str {
    let Some(token) = at.and_then(|at| text.tokens.get(at)) else { return "edge" };
    let word = text.word(at.unwrap_or(0));
    match token.kind {
        TokenKind::Word if !adjoining => "far",
        TokenKind::Word if is_capital(word) => "capital",
        TokenKind::Word => "small",
        TokenKind::Number => "number",
        TokenKind::Clitic => "clitic",
        TokenKind::Address => "address",
        TokenKind::Mark => match word {
            "," => "comma",
            "." | "!" | "?" => "stop",
            "-" => "hyphen",
            "(" | ")" => "bracket",
            _ => "mark",
        },
    }
}

/// What sort of word stands before or behind, in one word.
fn class(gazetteer: &Gazetteer, word: &str, is_capital: bool) -> &'static str {
    let class = gazetteer.word_class(word);
    let known = lexicon().features(word);
    match () {
        () if known.has(Feature::PlacePreposition) => "preposition",
        () if known.has(Feature::PlaceTitle) => "title",
        () if known.has(Feature::PlaceSpeech) => "speech",
        () if is_capital && known.has(Feature::ProperHead) => "proper",
        () if is_capital && known.has(Feature::BodyHead) => "body",
        () if is_capital && known.has(Feature::GeographicHead) => "feature",
        () if is_capital && class.given() >= 2 && class.common() < 2 => "given",
        () if is_capital && class.surname() >= 2 && class.common() < 2 => "surname",
        () if is_capital && class.common() >= 1 => "capital-word",
        () if is_capital => "capital-name",
        () if known.has(Feature::PlaceDeterminer) => "determiner",
        () if known.has(Feature::PlaceFunction) => "function",
        () => "other",
    }
}

/// The features of one candidate.
pub fn extract(
    text: &Text<'_>,
    gazetteer: &Gazetteer,
    document: &Document,
    candidates: &[Candidate],
    entities: &[Entity],
    number: usize,
    features: &mut Features,
) {
    let candidate = &candidates[number];
    let (start, end) = (candidate.tokens.start, candidate.tokens.end);
    let surface = text.slice(candidate.span);
    let before = start.checked_sub(1);
    let adjoining_before = before.is_some_and(|b| adjoins(text, b, start));
    let adjoining_behind = adjoins(text, end - 1, end);
    let previous = before.map_or(String::new(), |b| lower(text, b));
    let next = lower(text, end);
    // The capital of a sentence's first word says nothing.
    let opens = before.is_some_and(|b| b == 0 || text.tokens[b - 1].sentence != text.tokens[b].sentence);
    let is_name_before = {
        !opens
            || gazetteer.word_class(&previous).given() >= 1
            || is(&previous, Feature::PlaceTitle)
            || is(&previous, Feature::GeographicPrefix)
    };
    let previous_capital = adjoining_before && is_name_before && before.is_some_and(|b| is_capital(text.word(b)));
    // Where all words are in capitals, a neighbour's capital says nothing either.
    let case = document.cases[text.tokens[start].sentence as usize];
    let previous_capital = previous_capital && case != Case::Capitals;
    let next_capital = adjoining_behind && case != Case::Capitals && is_capital(text.word(end));
    let group = if candidate.is_demonym { "demonym" } else { "name" };
    let f = |features: &mut Features, parts: &[&str]| {
        let mut named: Vec<&str> = vec![group, ":"];
        named.extend(parts);
        features.add(&named);
    };

    f(features, &["bias"]);
    let words = candidate.key.bytes().filter(|b| *b == b' ').count();
    f(features, &["words=", digit(words.min(3))]);
    f(features, &["length=", digit(surface.chars().count() / 3)]);

    // Which entries bear the name.
    let best = candidate.bearers.iter().map(|b| gazetteer.log_population(b.entry)).fold(0.0f32, f32::max);
    f(features, &["population=", digit((best / 3.0) as usize)]);
    f(features, &["bearers=", digit(candidate.bearers.len().min(4))]);
    let (mut sorts, mut vias) = (Vec::new(), Vec::new());
    for bearer in &candidate.bearers {
        let sort = match gazetteer.kind(bearer.entry) {
            _ if gazetteer.is_division(bearer.entry) => "division",
            PlaceKind::City if gazetteer.is_capital(bearer.entry) => "national-capital",
            PlaceKind::City if gazetteer.is_seat(bearer.entry) => "seat",
            PlaceKind::City => "city",
            PlaceKind::Country => "country",
            PlaceKind::Continent | PlaceKind::Region => "region",
            PlaceKind::County => "county",
            PlaceKind::District => "district",
            PlaceKind::Water | PlaceKind::Mountain => "nature",
            PlaceKind::Facility | PlaceKind::Other => "facility",
        };
        let via = match bearer.via {
            Via::Main => "main",
            Via::Alias(AliasKind::Name) => "alias",
            Via::Alias(AliasKind::Demonym) => "demonym",
            Via::Alias(AliasKind::Abbreviation) => "abbreviation",
        };
        if !sorts.contains(&sort) {
            sorts.push(sort);
            f(features, &["sort=", sort]);
        }
        if !vias.contains(&via) {
            vias.push(via);
            f(features, &["via=", via]);
        }
    }
    let is_short = words == 1 && surface.chars().count() <= 4;
    if vias.contains(&"abbreviation") {
        f(features, &["abbreviation=", surface]);
    }
    if let Some(head) = candidate.head {
        f(features, &["head=", if head == PlaceKind::County { "county" } else { "region" }]);
    }

    // What else the word is.
    let is_plain = words == 1;
    let own = if is_plain { gazetteer.word_class(candidate.key.trim_end()) } else { WordClass::default() };
    let first = gazetteer.word_class(&lower(text, start));
    let at_start = match before {
        None => true,
        Some(b) => {
            text.tokens[b].sentence != text.tokens[start].sentence
                || matches!(text.word(b), "\"" | "\u{201C}" | "\u{2018}" | ":" | "\u{2022}")
        }
    };
    let small = is_plain && document.small.contains(candidate.key.trim_end());
    if is_plain {
        f(features, &["common=", digit(own.common().into()), if at_start { "@start" } else { "" }]);
        f(features, &["given=", digit(own.given().into()), if next_capital { "@name" } else { "" }]);
        f(features, &["surname=", digit(own.surname().into()), if previous_capital { "@name" } else { "" }]);
    }
    if at_start {
        f(features, &["start"]);
    }
    if small {
        f(features, &["small-elsewhere"]);
    }
    let in_capitals = surface.chars().count() > 3 && !surface.contains(char::is_lowercase);
    match case {
        Case::Mixed if in_capitals => f(features, &["capitals"]),
        Case::Mixed => {}
        Case::Title => f(features, &["title-line", if own.common() > 1 { "&common" } else { "" }]),
        Case::Capitals => f(features, &["capitals-line", if own.common() > 1 { "&common" } else { "" }]),
    }

    // The words around.
    f(features, &["before=", &previous]);
    f(features, &["behind=", &next]);
    let shape_before = match shape(text, before, adjoining_before) {
        "capital" if case == Case::Capitals => "small",
        "capital" if !previous_capital => "opening",
        other => other,
    };
    let shape_behind = match shape(text, Some(end), adjoining_behind) {
        "capital" if !next_capital => "small",
        other => other,
    };
    f(features, &["shapes=", shape_before, "_", shape_behind]);
    let class_before = class(gazetteer, &previous, previous_capital);
    let class_behind = class(gazetteer, &next, next_capital);
    f(features, &["class-before=", class_before, if is_plain { "&1" } else { "" }]);
    f(features, &["class-behind=", class_behind, if is_plain { "&1" } else { "" }]);
    let two_before = before.and_then(|b| b.checked_sub(1)).map_or(String::new(), |b| lower(text, b));
    if previous == "of" {
        let kind = match () {
            () if is(&two_before, Feature::ProperOf) => "name",
            () if is(&two_before, Feature::PlaceOf) => "place",
            () => "other",
        };
        f(features, &["of=", kind]);
    }
    if previous == "the" {
        f(features, &["the-after=", class(gazetteer, &two_before, false)]);
    }
    if next == "of" {
        f(features, &["before-of"]);
    }
    if previous == "and" || previous == "," {
        // In a list with other names?
        let listed = number > 0 && candidates[number - 1].tokens.end + 1 == start;
        f(features, &["listed-behind=", if listed { "place" } else { "other" }]);
    }
    if next == "and" || next == "," {
        let listed = candidates.get(number + 1).is_some_and(|c| c.tokens.start == end + 1);
        f(features, &["listed-before=", if listed { "place" } else { "other" }]);
    }
    let is_initial = before.is_some_and(|b| {
        let word = text.word(b);
        word.len() == 2 && word.ends_with('.') && is_capital(word)
    });
    if is_initial && adjoining_before {
        f(features, &["initial"]);
    }
    if previous_capital && is(&previous, Feature::GeographicPrefix) {
        f(features, &["feature-prefix"]);
    }
    if next_capital && is_plain && first.given() >= 1 && !matches!(class_behind, "proper" | "body") {
        f(features, &["given&", class_behind]);
    }
    if text.word(end) == "-" && adjoining_behind && text.word(end + 1).starts_with(char::is_lowercase) {
        f(features, &["compound"]);
    }
    // `her Sydney flat`: a capital on neither side; `New Orleans Saints player Smith`: further capitals.
    let third = next_capital && adjoins(text, end, end + 1) && is_capital(text.word(end + 1));
    if third {
        f(features, &["capitals-behind"]);
    }

    // The name of a public body, or of anything whose next word is a common one: `Georgia School Boards Association`.
    let is_body = class_behind == "body" || class_behind == "capital-word" && gazetteer.word_class(&next).common() >= 2;
    if is_body && !previous_capital {
        f(features, &["body"]);
    }
    f(features, &["classes=", class_before, "_", class_behind]);
    if candidate.key.starts_with("saint ") {
        f(features, &["saint@", shape_behind]);
    }

    surroundings::extract(text, gazetteer, &document.names, entities, candidate, case == Case::Mixed, |parts| {
        f(features, parts);
    });

    // Containment and dateline.
    if before_division(text, gazetteer, candidates, number) {
        f(features, &["inside-next"]);
    }
    if number > 0 && before_division(text, gazetteer, candidates, number - 1) {
        f(features, &["holds-previous"]);
    }
    if document
        .dateline
        .is_some_and(|last| end <= last + 1 && text.tokens[last].paragraph == text.tokens[start].paragraph)
    {
        f(features, &["dateline"]);
    }

    // The same name elsewhere.
    if let Some(evidence) = document.mentions.get(&candidate.key) {
        f(features, &["count=", digit(evidence.count.min(4) as usize)]);
        let this = u32::from(is(&previous, Feature::PlacePreposition));
        let others = evidence.behind_preposition - this.min(evidence.behind_preposition);
        f(features, &["preposition-elsewhere=", digit(others.min(2) as usize)]);
        if evidence.before_division > 0 {
            f(features, &["division-elsewhere"]);
        }
    }
    if is_plain && document.surnames.contains(&surface.to_lowercase()) {
        f(
            features,
            &[
                "surname-elsewhere",
                if candidate.bearers.iter().any(|b| gazetteer.kind(b.entry) == PlaceKind::Country) {
                    "&country"
                } else {
                    ""
                },
            ],
        );
    }
    if is_short && in_capitals {
        f(features, &["short-capitals"]);
    }
}
