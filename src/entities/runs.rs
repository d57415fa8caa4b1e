//! Runs of capitalised words.

use super::words::{is_function_word, PARTICLES};
use crate::lexicon::lexicon;
use crate::text::{QuoteState, Text, TokenKind};
use std::collections::HashSet;
use std::ops::Range;

/// The longest name, in words.
const LONGEST: usize = 12;

/// A run of capitalised words.
pub(super) struct Run {
    pub tokens: Range<usize>,
    /// The words: token ranges, hyphenated words together.
    pub units: Vec<Range<usize>>,
    /// Whether a lower-case noun for a person stands right in front (`adviser Ivan Petrenko`).
    pub after_person_noun: bool,
    /// Whether an age follows (`, 34,`).
    pub aged: bool,
    /// Whether a verb of speech stands right behind or in front.
    pub beside_speech: bool,
    /// Whether it begins the sentence.
    pub first: bool,
    /// Whether its only word stands elsewhere in lower case.
    pub common: bool,
    /// Whether the words around are all in capitals too.
    pub shouted: bool,
}

impl Run {
    /// The words, as written.
    pub fn words(&self, text: &Text<'_>) -> Vec<String> {
        self.units.iter().map(|u| text.slice(text.span(u.clone())).to_owned()).collect()
    }
}

/// All words that stand somewhere in the text in lower case.
pub(super) fn lower_case_words(text: &Text<'_>) -> HashSet<String> {
    let mut words = HashSet::new();
    for (i, token) in text.tokens.iter().enumerate() {
        let word = text.word(i);
        if token.kind == TokenKind::Word && word.starts_with(char::is_lowercase) && !words.contains(word) {
            words.insert(word.to_owned());
        }
    }
    words
}

/// Whether a word begins with a capital.
pub(crate) fn is_capital(text: &Text<'_>, token: usize) -> bool {
    text.tokens.get(token).is_some_and(|t| t.kind == TokenKind::Word)
        && text.word(token).starts_with(char::is_uppercase)
        && text.word(token) != "I"
}

/// Behind the last token of the word at `token`: hyphenated parts belong together.
pub(crate) fn unit_end(text: &Text<'_>, token: usize) -> usize {
    let mut end = token + 1;
    while end + 1 < text.tokens.len()
        && matches!(text.word(end), "-" | "‑" | "‐")
        && text.tokens[end - 1].span.end == text.tokens[end].span.start
        && text.tokens[end].span.end == text.tokens[end + 1].span.start
        && text.tokens[end + 1].kind.is_word()
        && end - token < 8
    {
        end += 2;
    }
    end
}

/// A sentence in which most words have a capital and that no full stop ends.
pub(super) fn is_headline(text: &Text<'_>, sentence: &Range<usize>) -> bool {
    let (mut words, mut capitals) = (0, 0);
    for i in sentence.clone() {
        let word = text.word(i);
        if text.tokens[i].kind == TokenKind::Word && (word.starts_with(char::is_uppercase) || !is_function_word(word)) {
            words += 1;
            capitals += usize::from(word.starts_with(char::is_uppercase));
        }
    }
    let stopped = sentence.clone().rev().take(2).any(|i| text.word(i) == ".");
    words >= 3 && capitals * 4 >= words * 3 && (!stopped || words >= 6 && capitals * 10 >= words * 9)
}

/// Two to six capitals.
pub(crate) fn is_acronym(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    (2..=6).contains(&letters)
        && word.chars().all(|c| c.is_uppercase() || c == '.' || c == '&')
        && !matches!(
            word,
            "US" | "U.S." | "UK" | "U.K." | "TV" | "AM" | "PM" | "II" | "III" | "IV" | "OK" | "CEO" | "CFO"
        )
}

/// The run that begins with the word at `at`, if there is one.
pub(super) fn run_at(text: &Text<'_>, lower: &HashSet<String>, sentence: &Range<usize>, at: usize) -> Option<Run> {
    let lex = lexicon();
    // `al-Masri` begins with a particle.
    let particle = |i: usize| PARTICLES.contains(&text.word(i)) && unit_end(text, i) > i + 1;
    let hyphenated = |i: usize| particle(i) && is_capital(text, unit_end(text, i) - 1);
    if !is_capital(text, at) && !hyphenated(at) {
        return None;
    }
    if at > sentence.start && text.word(at - 1) == "-" && text.tokens[at - 1].span.end == text.tokens[at].span.start {
        return None;
    }
    let opens = at == sentence.start
        || matches!(text.word(at - 1), ":" | "—" | "–" | "--" | "•" | "(" | "[" | "…" | "...")
        || matches!(text.tokens[at - 1].quote, QuoteState::Open { .. });
    let word = text.word(at);
    let lower_word = word.to_lowercase();
    let next = unit_end(text, at);
    let named_next = next < sentence.end && is_capital(text, next) && !is_function_word(text.word(next));
    if is_function_word(word) && !(lex.given(word).is_some() && named_next) {
        return None;
    }
    // `Will Bakare stay?`
    if opens && matches!(word, "Will" | "May") && text.word(sentence.end - 1) == "?" {
        return None;
    }
    let common = lower.contains(&lower_word);
    // A sentence's first word that is written small elsewhere begins a run only before a name.
    if opens && common && !named_next {
        return None;
    }
    if opens
        && common
        && lex.given(word).is_none()
        && lex.noun(word).is_none()
        && lex.title(word).is_none()
        && next == at + 1
    {
        // `Former Kremlin adviser`: an adjective, unless the whole is an organisation.
        let follows = unit_end(text, next);
        if !(lex.organisation_word(text.word(next)) || follows < sentence.end && is_capital(text, follows)) {
            return None;
        }
    }
    let mut units: Vec<Range<usize>> = Vec::with_capacity(4);
    units.push(at..next);
    let mut end = next;
    while end < sentence.end && units.len() < LONGEST {
        let word = text.word(end);
        if is_capital(text, end) {
            if is_function_word(word) && lex.given(word).is_none() && word != "May" {
                break;
            }
        } else if PARTICLES.contains(&word) {
            // As many particles as there are, then a capital.
            let mut after = unit_end(text, end);
            while after < sentence.end && PARTICLES.contains(&text.word(after)) && after < end + 4 {
                after = unit_end(text, after);
            }
            let joined = unit_end(text, end) > end + 1 && is_capital(text, unit_end(text, end) - 1);
            if !(joined || after < sentence.end && is_capital(text, after)) || text.tokens[end].kind != TokenKind::Word
            {
                break;
            }
        } else if matches!(word, "of" | "for" | "and" | "&" | "on") {
            let the = usize::from(text.word(end + 1) == "the");
            let after = end + 1 + the;
            let head = units.iter().any(|u| {
                let w = text.word(u.end - 1);
                lex.organisation_word(w) || matches!(w, "Chiefs" | "House" | "Secretary" | "Office" | "Doctors")
            });
            // `the Ministry of Defence and NATO`: only the first `and` behind an `of` or `for` goes on.
            let linked = units.iter().any(|u| matches!(text.word(u.start), "of" | "for" | "on"));
            let may = match word {
                "&" => true,
                "and" => head && linked && !units.iter().any(|u| text.word(u.start) == "and"),
                _ => head && !named_person(text, &units),
            };
            if !may || after >= sentence.end || !is_capital(text, after) || is_function_word(text.word(after)) {
                break;
            }
            units.push(end..end + 1);
            if the == 1 {
                units.push(end + 1..end + 2);
            }
            end = after;
            continue;
        } else {
            break;
        }
        let unit = unit_end(text, end);
        units.push(end..unit);
        end = unit;
    }
    let tokens = at..end;
    let before = at.checked_sub(1).filter(|&i| i >= sentence.start).map_or("", |i| text.word(i));
    let after = text.word(end);
    let aged = after == ","
        && text.tokens.get(end + 1).is_some_and(|t| t.kind == TokenKind::Number)
        && text.word(end + 1).len() <= 3
        && matches!(text.word(end + 2), "," | ".");
    let noun = before.starts_with(char::is_lowercase).then(|| lex.noun(before)).flatten();
    let beside_speech = super::is_speech_verb(after) || super::is_speech_verb(before);
    let neighbour = |i: Option<usize>| {
        i.filter(|i| sentence.contains(i)).is_some_and(|i| {
            let w = text.word(i);
            w.len() > 3 && w.chars().all(char::is_uppercase)
        })
    };
    let shouted = neighbour(at.checked_sub(1)) || neighbour(Some(end));
    Some(Run {
        tokens,
        units,
        after_person_noun: noun.is_some_and(|n| n.person && !n.plural),
        aged,
        beside_speech,
        first: opens,
        common,
        shouted,
    })
}

/// Whether a run so far ends in a person's name, behind which `of` begins something new.
fn named_person(text: &Text<'_>, units: &[Range<usize>]) -> bool {
    units.len() >= 2 && {
        let given = lexicon().given(text.slice(text.span(units[units.len() - 2].clone()))).is_some();
        given && !lexicon().organisation_word(text.word(units[units.len() - 1].end - 1))
    }
}

/// Number of words in front of a run that are titles, roles or adjectives: what follows is the name.
pub(super) fn split_titles(words: &[&str]) -> usize {
    let lex = lexicon();
    let n = words.len();
    let is_title = |i: usize| {
        let noun = lex.noun(words[i]);
        lex.title(words[i]).is_some() || noun.is_some_and(|n| n.person && !n.organisation)
    };
    let mut start = 0;
    for i in 0..n {
        if !is_title(i) {
            continue;
        }
        let rest = &words[i + 1..];
        let given = lex.given(words[i]).is_some();
        // `Dean Smith` and `Charlie King` are names.
        if given && rest.len() == 1 && i == start && !is_title(i + 1) {
            continue;
        }
        if i > start && rest.is_empty() && (lex.given(words[i - 1]).is_some() || words[i - 1].ends_with('.')) {
            continue;
        }
        // `Chief Justice of the United States`, `Director of National Intelligence`: no name behind.
        if rest.first().is_some_and(|w| matches!(*w, "of" | "for" | "and")) {
            return n;
        }
        if !rest.is_empty() && (rest.len() > 4 || lex.is_organisation(rest) && rest.len() > 1) {
            // `Justice Department`, `Senate Republican Caucus`
            continue;
        }
        if rest.len() == 1 && (lex.organisation_word(rest[0]) || lex.noun(rest[0]).is_some_and(|n| n.organisation)) {
            continue;
        }
        start = i + 1;
    }
    while start + 1 < n && lex.demonym(words[start]) && lex.given(words[start]).is_none() && {
        lex.given(words[start + 1]).is_some()
    } {
        start += 1;
    }
    start
}

/// The words of a name: hyphenated parts together.
pub(crate) fn name_words(text: &Text<'_>, tokens: Range<usize>) -> Vec<String> {
    let mut words = Vec::new();
    let mut at = tokens.start;
    while at < tokens.end {
        let end = unit_end(text, at).min(tokens.end);
        if text.tokens[at].kind.is_word() || end > at + 1 {
            words.push(text.slice(text.span(at..end)).to_owned());
        }
        at = end;
    }
    words
}

/// A name's words without `Jr.` and the like.
pub(crate) fn without_suffix<W: AsRef<str>>(words: &[W]) -> &[W] {
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() && is_suffix(last.as_ref()) => rest,
        _ => words,
    }
}

/// `Jr.`, `III` …
pub(crate) fn is_suffix(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.').to_ascii_lowercase().as_str(),
        "jr" | "sr" | "ii" | "iii" | "iv" | "esq" | "phd" | "md"
    )
}
