//! Runs of capitalised words.

use crate::lexicon::{fold, lexicon, makes_organisation, Feature, FeatureSet, Noun};
use crate::text::{QuoteState, Text, TokenKind};
use std::collections::HashSet;
use std::ops::Range;

/// The longest name, in words.
const LONGEST: usize = 12;

/// Behind these a name may go on with `of`, `for` or `on`.
const HEAD: FeatureSet =
    FeatureSet::of(&[Feature::OrganisationLast, Feature::OrganisationAny, Feature::OrganisationHead]);

/// A word of a name, hyphenated parts together.
#[derive(Clone, Copy)]
pub(super) struct Word<'t> {
    pub text: &'t str,
    pub features: FeatureSet,
}

impl Word<'_> {
    pub fn is(&self, feature: Feature) -> bool {
        self.features.has(feature)
    }

    pub fn is_small(&self) -> bool {
        self.text.starts_with(char::is_lowercase)
    }

    pub fn is_title(&self) -> bool {
        self.is(Feature::Title) && self.text.starts_with(char::is_uppercase)
    }

    pub fn noun(&self) -> Option<Noun> {
        Noun::of(self.features)
    }
}

/// Whether a name with these words is an organisation's.
pub(super) fn is_organisation(words: &[Word<'_>]) -> bool {
    makes_organisation(words.iter().map(|word| word.features))
}

/// Whether these words are the name of a place.
pub(super) fn is_place(words: &[Word<'_>]) -> bool {
    match words {
        [word] => word.is(Feature::Place),
        _ => lexicon().place(&words.iter().map(|word| word.text).collect::<Vec<_>>().join(" ")),
    }
}

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
    pub fn words<'t>(&self, text: &Text<'t>) -> Vec<Word<'t>> {
        let word = |unit: &Range<usize>| {
            let word = text.slice(text.span(unit.clone()));
            let features = if unit.len() == 1 { text.tokens[unit.start].features } else { lexicon().features(word) };
            Word { text: word, features }
        };
        self.units.iter().map(word).collect()
    }
}

/// All words that stand somewhere in the text in lower case.
pub(super) fn lower_case_words<'t>(text: &Text<'t>) -> HashSet<&'t str> {
    (0..text.tokens.len()).filter(|&i| text.is_lower(i)).map(|i| text.word(i)).collect()
}

/// Whether a word begins with a capital that is its own.
pub(crate) fn is_capital(text: &Text<'_>, token: usize) -> bool {
    text.is_capital(token) && text.word(token) != "I"
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

/// What a sentence's first word is, where it is no adjective.
const NO_ADJECTIVE: FeatureSet = FeatureSet::of(&[
    Feature::GivenName,
    Feature::Title,
    Feature::Person,
    Feature::Group,
    Feature::Organisation,
    Feature::Document,
]);

/// The run that begins with the word at `at`, if there is one.
pub(super) fn run_at(text: &Text<'_>, lower: &HashSet<&str>, sentence: &Range<usize>, at: usize) -> Option<Run> {
    // `al-Masri` begins with a particle.
    let particle = |i: usize| text.is_small(i, Feature::NameParticle) && unit_end(text, i) > i + 1;
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
    let next = unit_end(text, at);
    let named_next = next < sentence.end && is_capital(text, next) && !text.is(next, Feature::FunctionWord);
    if text.is(at, Feature::FunctionWord) && !(text.is(at, Feature::GivenName) && named_next) {
        return None;
    }
    // `Will Bakare stay?`
    let asks = text.is(at, Feature::Modal) && text.word(sentence.end - 1) == "?";
    let common = lower.contains(text.word(at).to_lowercase().as_str());
    // `Former Treasury adviser`: an adjective, unless the whole is an organisation.
    let adjective = || {
        let follows = unit_end(text, next);
        let whole = text.is_any(next, FeatureSet::ORGANISATION_WORD)
            || sentence.contains(&follows) && is_capital(text, follows);
        !text.is_any(at, NO_ADJECTIVE) && next == at + 1 && !whole
    };
    // A sentence's first word that is written small elsewhere begins a run only before a name.
    if opens && (asks || common && (!named_next || adjective())) {
        return None;
    }
    let mut units = vec![at..next];
    let mut end = next;
    while end < sentence.end && units.len() < LONGEST {
        if is_capital(text, end) {
            if text.is(end, Feature::FunctionWord) && !text.is(end, Feature::GivenName) {
                break;
            }
        } else if text.is_small(end, Feature::NameParticle) {
            // As many particles as there are, then a capital.
            let mut after = unit_end(text, end);
            while after < sentence.end && text.is_small(after, Feature::NameParticle) && after < end + 4 {
                after = unit_end(text, after);
            }
            let named = hyphenated(end) || after < sentence.end && is_capital(text, after);
            if !named || text.tokens[end].kind != TokenKind::Word {
                break;
            }
        } else if text.is(end, Feature::NameJoiner) {
            let after = end + 1 + usize::from(text.word(end + 1) == "the");
            let head = units.iter().any(|u| text.is_any(u.end - 1, HEAD));
            // `the Ministry of Defence and NATO`: only the first `and` behind an `of` or `for` goes on.
            let linked = units.iter().any(|u| text.is_small(u.start, Feature::Preposition));
            let may = if text.is(end, Feature::Coordinator) {
                head && linked && !units.iter().any(|u| text.is_small(u.start, Feature::Coordinator))
            } else {
                text.word(end) == "&" || head && !named_person(text, &units)
            };
            if !may || after >= sentence.end || !is_capital(text, after) || text.is(after, Feature::FunctionWord) {
                break;
            }
            units.extend((end..after).map(|i| i..i + 1));
            end = after;
            continue;
        } else {
            break;
        }
        units.push(end..unit_end(text, end));
        end = unit_end(text, end);
    }
    let before = at.checked_sub(1).filter(|i| sentence.contains(i));
    let is_before = |feature| before.is_some_and(|i| text.is_small(i, feature));
    let aged = text.word(end) == ","
        && text.tokens.get(end + 1).is_some_and(|t| t.kind == TokenKind::Number)
        && text.word(end + 1).len() <= 3
        && matches!(text.word(end + 2), "," | ".");
    let shouts = |i: usize| text.word(i).len() > 3 && text.word(i).chars().all(char::is_uppercase);
    Some(Run {
        tokens: at..end,
        units,
        after_person_noun: is_before(Feature::Person) && !is_before(Feature::Plural),
        aged,
        beside_speech: text.is_small(end, Feature::NameVerb) || is_before(Feature::NameVerb),
        first: opens,
        common,
        shouted: before.is_some_and(shouts) || sentence.contains(&end) && shouts(end),
    })
}

/// Whether a run so far ends in a person's name, behind which `of` begins something new.
fn named_person(text: &Text<'_>, units: &[Range<usize>]) -> bool {
    let [.., given, last] = units else { return false };
    let given = lexicon().given(text.slice(text.span(given.clone()))).is_some();
    given && !text.is_any(last.end - 1, FeatureSet::ORGANISATION_WORD)
}

/// Number of words in front of a run that are titles, roles or adjectives: what follows is the name.
pub(super) fn split_titles(words: &[Word<'_>]) -> usize {
    let n = words.len();
    let is_title =
        |i: usize| words[i].is_title() || words[i].is(Feature::Person) && !words[i].is(Feature::Organisation);
    let mut start = 0;
    for i in 0..n {
        if !is_title(i) {
            continue;
        }
        let rest = &words[i + 1..];
        let given = words[i].is(Feature::GivenName);
        // `Dean Hollis` and `Charlie Prince` are names.
        if given && rest.len() == 1 && i == start && !is_title(i + 1) {
            continue;
        }
        if i > start && rest.is_empty() && (words[i - 1].is(Feature::GivenName) || words[i - 1].text.ends_with('.')) {
            continue;
        }
        // `Chief Justice of the United States`, `Director of National Intelligence`: no name behind.
        if rest.first().is_some_and(|w| w.is(Feature::NameJoiner)) {
            return n;
        }
        if !rest.is_empty() && (rest.len() > 4 || is_organisation(rest) && rest.len() > 1) {
            // `Justice Department`, `Senate Republican Caucus`
            continue;
        }
        if rest.len() == 1
            && (rest[0].features.intersects(FeatureSet::ORGANISATION_WORD) || rest[0].is(Feature::Organisation))
        {
            continue;
        }
        start = i + 1;
    }
    let given = |i: usize| words[i].is(Feature::GivenName);
    while start + 1 < n && words[start].is(Feature::Demonym) && !given(start) && given(start + 1) {
        start += 1;
    }
    start
}

/// The words of a name: hyphenated parts together.
pub(super) fn parts<'t>(text: &Text<'t>, tokens: Range<usize>) -> Vec<&'t str> {
    let mut words = Vec::new();
    let mut at = tokens.start;
    while at < tokens.end {
        let end = unit_end(text, at).min(tokens.end);
        if text.tokens[at].kind.is_word() || end > at + 1 {
            words.push(text.slice(text.span(at..end)));
        }
        at = end;
    }
    words
}

/// The words of a name, as [`parts`], to keep.
pub(crate) fn name_words(text: &Text<'_>, tokens: Range<usize>) -> Vec<String> {
    parts(text, tokens).into_iter().map(str::to_owned).collect()
}

/// The words of a name, without diacritics, in lower case.
pub(super) fn folded_words(text: &Text<'_>, tokens: Range<usize>) -> Vec<String> {
    parts(text, tokens).into_iter().map(|word| fold(word).to_lowercase()).collect()
}
