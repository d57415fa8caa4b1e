//! Candidates: stretches of text that bear the name of some gazetteer entry.

use crate::annotations::PlaceKind;
use crate::gazetteer::{fold, format::AliasKind, Bearer, Gazetteer, Via};
use crate::lexicon::{lexicon, Feature, FeatureSet};
use crate::text::{Span, Text, TokenKind};
use std::ops::Range;
use std::sync::OnceLock;

/// A stretch of text that may name a place.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its bytes.
    pub span: Span,
    /// The folded name: the same for all mentions of one name.
    pub key: String,
    /// The entries that bear the name; never empty.
    pub bearers: Vec<Bearer>,
    /// It names people or describes: `Russian`.
    pub is_demonym: bool,
    /// The word behind, or inside, says which sort of place is meant: `Kharkiv region`, `Laurel County`.
    pub head: Option<PlaceKind>,
}

/// The longest name in tokens that is looked for; hyphens, commas and clitics count.
const MAX_TOKENS: usize = 12;

/// Entries of one name that are kept, the most populous ones.
const MAX_BEARERS: usize = 40;

/// Finds the candidates of a text, in text order, not overlapping: at each place the longest name.
pub fn find(text: &Text<'_>, gazetteer: &Gazetteer) -> Vec<Candidate> {
    let mut result: Vec<Candidate> = Vec::new();
    let mut at = 0;
    while at < text.tokens.len() {
        match longest(text, gazetteer, at) {
            Some(candidate) => {
                at = candidate.tokens.end;
                result.push(candidate);
            }
            None => at += 1,
        }
    }
    result
}

/// Whether a name can begin at this token: it has a capital, or a prefix like `sub-` before one.
fn can_begin(text: &Text<'_>, at: usize) -> bool {
    let token = &text.tokens[at];
    if token.kind != TokenKind::Word {
        return false;
    }
    let word = text.word(at);
    if word.starts_with(char::is_uppercase) || word.starts_with('\u{2018}') {
        return true;
    }
    word.starts_with(char::is_lowercase)
        && text.word(at + 1) == "-"
        && text.word(at + 2).starts_with(char::is_uppercase)
}

fn longest(text: &Text<'_>, gazetteer: &Gazetteer, at: usize) -> Option<Candidate> {
    if !can_begin(text, at) {
        return None;
    }
    let mut key = String::new();
    let mut best: Option<Candidate> = None;
    let paragraph = text.tokens[at].paragraph;
    for end in at + 1..=text.tokens.len().min(at + MAX_TOKENS) {
        let token = &text.tokens[end - 1];
        if token.paragraph != paragraph {
            break;
        }
        let word = text.word(end - 1);
        match token.kind {
            TokenKind::Word | TokenKind::Number => fold::fold_into(word, &mut key),
            TokenKind::Clitic => {
                key.pop();
                fold::fold_into(word, &mut key);
            }
            // `W.Va.`
            TokenKind::Mark if word == "." && is_abbreviated(text, end - 1) => continue,
            TokenKind::Mark if matches!(word, "-" | "," | "&" | "/" | "\u{2011}") && end > at + 1 => continue,
            TokenKind::Mark if matches!(word, "'" | "\u{2019}") && end > at + 1 => {
                key.pop();
                continue;
            }
            TokenKind::Mark | TokenKind::Address => break,
        }
        // A possessive is no part of the name unless the name goes on behind it.
        if token.kind == TokenKind::Clitic {
            continue;
        }
        if key.bytes().filter(|b| *b == b' ').count() > gazetteer.longest_name() {
            break;
        }
        let span = text.span(at..end);
        let bearers = fitting(gazetteer, &key, text.slice(span));
        if !bearers.is_empty() {
            let is_demonym = bearers.iter().all(|b| b.via == Via::Alias(AliasKind::Demonym));
            best = Some(Candidate { tokens: at..end, span, key: key.clone(), bearers, is_demonym, head: None });
        }
    }
    let mut candidate = best?;
    if is_something_else(text, gazetteer, &candidate) {
        return None;
    }
    without_city(text, gazetteer, &mut candidate);
    apply_head(text, gazetteer, &mut candidate);
    Some(candidate)
}

/// Whether a full stop joins two parts of an abbreviation.
fn is_abbreviated(text: &Text<'_>, at: usize) -> bool {
    let (Some(before), Some(behind)) = (at.checked_sub(1), text.tokens.get(at + 1)) else { return false };
    text.tokens[before].span.len() <= 2
        && text.tokens[before].span.end == text.tokens[at].span.start
        && text.tokens[at].span.end == behind.span.start
        && text.word(at + 1).starts_with(char::is_uppercase)
}

/// Whether a name is plainly that of something else: a broadcaster, a disease, a language, a date, a state's postal code
/// that stands alone.
fn is_something_else(text: &Text<'_>, gazetteer: &Gazetteer, candidate: &Candidate) -> bool {
    let (start, end) = (candidate.tokens.start, candidate.tokens.end);
    let lower = |at: Option<usize>| at.map_or(String::new(), |at| text.word(at).to_lowercase());
    let (before, behind) = (lower(start.checked_sub(1)), lower(Some(end)));
    let surface = text.slice(candidate.span);
    if is_channel(text, end) || !candidate.is_demonym && (text.is(end, Feature::Disease) || behind.ends_with("virus")) {
        return true;
    }
    if candidate.is_demonym {
        let is_language = behind == "language"
            || start > 0
                && text.is(start - 1, Feature::LanguageContext)
                && (behind.is_empty()
                    || !behind.starts_with(char::is_alphabetic)
                    || text.is(end, Feature::Coordinator)
                    || matches!(behind.as_str(), "with" | "to"));
        // `Native Americans`, `African-American`
        let is_ethnic = before == "native"
            || behind == "-" && lower(Some(end + 1)).starts_with("american")
            || before == "-" && surface.starts_with("American");
        return is_language || is_ethnic;
    }
    // `250 B.C.`
    if matches!(surface, "B.C." | "BC") && start > 0 && text.tokens[start - 1].kind == TokenKind::Number {
        return true;
    }
    // `OK`, `IN`: only behind a comma.
    let is_postal = surface.len() == 2
        && surface.bytes().all(|b| b.is_ascii_uppercase())
        && candidate
            .bearers
            .iter()
            .all(|b| gazetteer.is_division(b.entry) && matches!(b.via, Via::Alias(AliasKind::Abbreviation)));
    is_postal && surface != "DC" && before != "," && before != "("
}

/// Whether a small number behind a name makes it that of a broadcaster or a team: `France 24`, `Denmark 2`; but not the
/// score of a match, `Spain 2, Italy 1`, or a count, `in Chad 24 people died`.
fn is_channel(text: &Text<'_>, at: usize) -> bool {
    let word = text.word(at);
    let adjoins = at > 0
        && text
            .tokens
            .get(at)
            .is_some_and(|t| t.kind == TokenKind::Number && t.span.start == text.tokens[at - 1].span.end + 1);
    if !adjoins || !matches!(word.parse::<u32>(), Ok(1..=99)) {
        return false;
    }
    let behind = text.word(at + 1);
    let counted = text.is_any(at + 1, FeatureSet::of(&[Feature::Group, Feature::Percent, Feature::NumberWord]));
    let counts = counted
        || behind == "per"
        || behind.starts_with(char::is_lowercase) && behind.ends_with('s') && behind != "news" && behind != "is";
    let is_score = matches!(behind, "," | "-" | "\u{2013}" | ";" | "(") || behind.starts_with(char::is_uppercase);
    !counts && !is_score
}

/// The bearers of a key whose spelling allows `surface`.
fn fitting(gazetteer: &Gazetteer, key: &str, surface: &str) -> Vec<Bearer> {
    let letters = surface.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = surface.chars().filter(|c| c.is_uppercase()).count();
    let small = small_words(surface);
    let mut result: Vec<Bearer> = gazetteer
        .bearers(key)
        .filter(|b| match b.via {
            Via::Alias(AliasKind::Abbreviation) => gazetteer.spelling(*b) == surface,
            // `ARE`, `LA`: short words in capitals are abbreviations of something else.
            _ if capitals == letters && letters <= 3 => false,
            _ => small <= small_words(gazetteer.spelling(*b)),
        })
        .collect();
    // One entry may bear a name twice.
    let mut seen = Vec::with_capacity(result.len());
    result.retain(|b| {
        !seen.contains(&b.entry) && {
            seen.push(b.entry);
            seen.len() <= 4 * MAX_BEARERS
        }
    });
    if result.len() > MAX_BEARERS {
        result.sort_by(|a, b| gazetteer.log_population(b.entry).total_cmp(&gazetteer.log_population(a.entry)));
        result.truncate(MAX_BEARERS);
    }
    result
}

/// Words without a capital.
fn small_words(name: &str) -> usize {
    name.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '\u{2019}')
        .filter(|w| w.starts_with(char::is_lowercase))
        .count()
}

/// What sort of place a word behind a name makes of it: (Kherson) `region`.
fn kind_of_head(word: &str) -> Option<PlaceKind> {
    let features = lexicon().features(word);
    let region = features.has(Feature::RegionHead).then_some(PlaceKind::Region);
    region.or_else(|| features.has(Feature::CountyHead).then_some(PlaceKind::County))
}

/// Whether a word for a sort of place means several: `counties`.
fn is_plural(head: &str) -> bool {
    head.ends_with(['s', 'S'])
}

/// The words that make this sort of place of a name, plurals too.
fn heads(kind: PlaceKind) -> &'static [&'static str] {
    static HEADS: OnceLock<[Vec<&str>; 2]> = OnceLock::new();
    let [regions, counties] =
        HEADS.get_or_init(|| [Feature::RegionHead, Feature::CountyHead].map(|f| lexicon().words_with(f)));
    if kind == PlaceKind::County {
        counties
    } else {
        regions
    }
}

/// Whether a word with a capital stands next to a token.
fn is_capital_next(text: &Text<'_>, at: usize) -> bool {
    let next = text.tokens.get(at + 1).filter(|next| next.span.start == text.tokens[at].span.end + 1);
    next.is_some() && text.word(at + 1).starts_with(char::is_uppercase)
}

/// `Dublin City Council`: a council's city, where the longer name is but that of the division around it.
fn without_city(text: &Text<'_>, gazetteer: &Gazetteer, candidate: &mut Candidate) {
    let last = candidate.tokens.end - 1;
    let is_body = text.is(last + 1, Feature::BodyHead) && is_capital_next(text, last);
    if candidate.tokens.len() < 2 || !is_body || text.word(last) != "City" && text.word(last) != "County" {
        return;
    }
    let is_city = |b: &Bearer| gazetteer.kind(b.entry) == PlaceKind::City;
    let american = |b: &Bearer| gazetteer.country(b.entry) == Some("US");
    if candidate.bearers.iter().any(|b| is_city(b) || american(b)) {
        return;
    }
    let short = text.span(candidate.tokens.start..last);
    let key = fold::fold(text.slice(short));
    let bearers = fitting(gazetteer, &key, text.slice(short));
    if !bearers.is_empty() {
        candidate.tokens.end = last;
        (candidate.span, candidate.key, candidate.bearers) = (short, key, bearers);
    }
}

/// Reads the word behind a name that says what sort of place it is: `Kherson region` is the division, not the city. A word
/// with a capital belongs to the name.
fn apply_head(text: &Text<'_>, gazetteer: &Gazetteer, candidate: &mut Candidate) {
    let next = candidate.tokens.end;
    if candidate.tokens.len() > 1 && !candidate.is_demonym {
        let last = text.word(next - 1);
        candidate.head = kind_of_head(last).filter(|_| !is_plural(last));
    }
    if candidate.is_demonym
        || candidate.head.is_some()
        || text.tokens.get(next).is_none_or(|t| t.kind != TokenKind::Word)
    {
        return;
    }
    // `Laurel and Clay counties`: the first of two names has its head further on.
    let is_far_head = |at: &usize| {
        let word = text.word(*at);
        word.starts_with(char::is_lowercase) && is_plural(word) && kind_of_head(word).is_some()
    };
    let goes_on = text.is(next, Feature::Coordinator) && text.word(next + 1).starts_with(char::is_uppercase);
    let far = goes_on.then(|| (next + 2..next + 4).find(is_far_head)).flatten();
    let at = far.unwrap_or(next);
    let head = text.word(at);
    let Some(kind) = kind_of_head(head) else { return };
    // The entries that bear the name with such a word behind it, and those of that kind that bear it alone.
    let mut bearers: Vec<Bearer> = Vec::new();
    for head in heads(kind).iter().filter(|head| !is_plural(head)) {
        bearers.extend(gazetteer.bearers(&format!("{}{head} ", candidate.key)));
    }
    let has_division = |b: &&Bearer| match kind {
        PlaceKind::County => gazetteer.kind(b.entry) == PlaceKind::County,
        _ => gazetteer.is_division(b.entry) || gazetteer.kind(b.entry) == PlaceKind::Region,
    };
    bearers.extend(candidate.bearers.iter().filter(has_division));
    bearers.dedup_by_key(|b| b.entry);
    let is_own = head.starts_with(char::is_uppercase) && !is_plural(head);
    // `Kentucky State Police`, `Ramsey District Court`: the head of the body's name, unless there is such a place.
    let in_body = is_own && is_capital_next(text, at);
    if in_body && !gazetteer.has(&format!("{}{} ", candidate.key, head.to_lowercase())) {
        return;
    }
    if bearers.is_empty() {
        // `the Harare district`: near enough. `Manchester United States`: no head.
        if is_own && head.eq_ignore_ascii_case("state") {
            return;
        }
    } else {
        candidate.bearers = bearers;
        candidate.bearers.truncate(MAX_BEARERS);
    }
    candidate.head = Some(kind);
    if is_own {
        candidate.tokens.end = next + 1;
        candidate.span = text.span(candidate.tokens.clone());
        candidate.key = format!("{}{} ", candidate.key, head.to_lowercase());
    }
}
