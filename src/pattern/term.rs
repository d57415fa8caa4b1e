//! The terms of patterns: what they ask of a single token.

use super::{View, BEGINS};
use crate::lexicon::Feature;
use crate::text::TokenKind;

/// Roles of an attribution's parts, and what they are called in patterns and captures.
pub const ROLES: [(&str, u8); 3] = [("source", 1), ("cue", 2), ("content", 3)];

/// The code of a role.
pub(super) fn role(name: &str) -> Option<u8> {
    ROLES.iter().find(|role| role.0 == name).map(|role| role.1)
}

/// Whether a token is of a class.
type Class = fn(&View<'_, '_>, usize) -> bool;

/// Kinds of tokens that the lexicon cannot tell by the word alone.
const CLASSES: [(&str, Class); 7] = [
    ("word", |view, at| view.text.tokens[at].kind.is_word()),
    // A mark of punctuation or a symbol.
    ("mark", |view, at| view.text.tokens[at].kind == TokenKind::Mark),
    ("capital", |view, at| view.text.is_capital(at)),
    ("small", |view, at| view.text.is_lower(at)),
    // In no quotation.
    ("outside", |view, at| view.text.is_outside(at)),
    // In a name of any kind.
    ("name", |view, at| view.names.get(at).is_some_and(|&name| name != 0)),
    // In no role.
    ("free", |view, at| view.roles.get(at).is_none_or(|&role| role == 0)),
];

/// What a term of a pattern asks of a token.
#[derive(Clone, Debug)]
enum Test {
    /// This word, in any case.
    Spelt(String),
    Feature(Feature),
    Class(Class),
    /// Part of a run of this role.
    Role(u8),
    /// A small word with this ending.
    Ends(String),
}

impl Test {
    fn parse(term: &str) -> Self {
        let class = || CLASSES.iter().find(|class| class.0 == term).map(|class| Self::Class(class.1));
        let ending = || term.strip_prefix('-').filter(|e| !e.is_empty()).map(|e| Self::Ends(e.to_owned()));
        if let Some(word) = term.strip_prefix('\'').and_then(|t| t.strip_suffix('\'')) {
            return Self::Spelt(word.to_owned());
        }
        let known = Feature::named(term).map(Self::Feature).or_else(class).or_else(|| role(term).map(Self::Role));
        known.or_else(ending).unwrap_or_else(|| Self::Spelt(term.to_owned()))
    }

    fn holds(&self, view: &View<'_, '_>, at: usize) -> bool {
        match self {
            Self::Spelt(asked) => is_spelt(view.text.word(at), asked),
            Self::Feature(feature) => view.text.tokens[at].features.has(*feature),
            Self::Class(class) => class(view, at),
            Self::Role(role) => view.roles.get(at).is_some_and(|found| found & !BEGINS == *role),
            Self::Ends(ending) => view.text.is_lower(at) && view.text.word(at).ends_with(ending.as_str()),
        }
    }
}

fn is_spelt(word: &str, asked: &str) -> bool {
    // Apostrophes may be curly.
    let straight = || word.replace('’', "'").eq_ignore_ascii_case(asked);
    word.eq_ignore_ascii_case(asked) || !word.is_ascii() && straight()
}

/// Terms that all hold; `false` turns a term round.
#[derive(Clone, Debug)]
struct All {
    terms: Vec<(Test, bool)>,
    /// With which letters ([`initial`]) the word may begin: tells most words of a text apart at once.
    initials: u32,
}

/// A bit for the first letter of a word, in any case; all for what is no plain letter.
fn initial(word: &str) -> u32 {
    match word.bytes().next() {
        Some(first) if first.is_ascii_alphabetic() => 1 << (first % 32),
        _ => u32::MAX,
    }
}

/// `<a !b | c>`: alternatives.
#[derive(Clone, Debug)]
pub(super) struct Any(Vec<All>);

impl Any {
    /// Reads what stands between the brackets; `None` where an alternative is empty.
    pub fn parse(inside: &str) -> Option<Self> {
        let term = |t: &str| match t.strip_prefix('!').filter(|t| !t.is_empty()) {
            Some(t) => (Test::parse(t), false),
            None => (Test::parse(t), true),
        };
        let any: Vec<All> = inside.split('|').map(|all| All::of(all.split_whitespace().map(term).collect())).collect();
        (!any.iter().any(|all| all.terms.is_empty())).then_some(Self(any))
    }

    /// This word alone.
    pub fn word(word: &str) -> Self {
        Self(vec![All::of(vec![(Test::Spelt(word.to_owned()), true)])])
    }

    /// Whether a token, which there must be, is such a one.
    pub fn holds(&self, view: &View<'_, '_>, at: usize) -> bool {
        let asked = self.0.iter().any(|all| all.initials != u32::MAX);
        let initial = if asked { initial(view.text.word(at)) } else { u32::MAX };
        let holds = |(test, wanted): &(Test, bool)| test.holds(view, at) == *wanted;
        self.0.iter().any(|all| all.initials & initial != 0 && all.terms.iter().all(holds))
    }
}

impl All {
    fn of(terms: Vec<(Test, bool)>) -> Self {
        let spelt = |term: &(Test, bool)| match term {
            (Test::Spelt(word), true) => Some(initial(word)),
            _ => None,
        };
        Self { initials: terms.iter().find_map(spelt).unwrap_or(u32::MAX), terms }
    }
}
