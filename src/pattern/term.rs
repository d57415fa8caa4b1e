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

    fn holds(&self, view: &View<'_, '_>, at: usize, word: &str) -> bool {
        match self {
            Self::Spelt(asked) => word.eq_ignore_ascii_case(asked),
            Self::Feature(feature) => view.text.tokens[at].features.has(*feature),
            Self::Class(class) => class(view, at),
            Self::Role(role) => view.roles.get(at).is_some_and(|found| found & !BEGINS == *role),
            Self::Ends(ending) => word.ends_with(ending.as_str()) && view.text.is_lower(at),
        }
    }
}

/// `<a !b | c>`: alternatives of terms that all hold; `false` turns a term round.
#[derive(Clone, Debug)]
pub(super) struct Any {
    alternatives: Vec<Vec<(Test, bool)>>,
    /// Of which letters a word may begin with ([`initial`]) one is needed: tells most words of a text apart at once.
    initials: u32,
}

/// A bit for the first letter of a word, in any case.
fn initial(word: &str) -> u32 {
    1 << (word.bytes().next().unwrap_or(0) % 32)
}

impl Any {
    /// Reads what stands between the brackets; `None` where an alternative is empty.
    pub fn parse(inside: &str) -> Option<Self> {
        let term = |t: &str| match t.strip_prefix('!').filter(|t| !t.is_empty()) {
            Some(t) => (Test::parse(t), false),
            None => (Test::parse(t), true),
        };
        let any: Vec<Vec<_>> = inside.split('|').map(|all| all.split_whitespace().map(term).collect()).collect();
        (!any.iter().any(Vec::is_empty)).then(|| Self::of(any))
    }

    fn of(alternatives: Vec<Vec<(Test, bool)>>) -> Self {
        let spelt = |term: &(Test, bool)| match term {
            (Test::Spelt(word), true) => Some(initial(word)),
            _ => None,
        };
        let needed = |all: &Vec<(Test, bool)>| all.iter().find_map(spelt).unwrap_or(u32::MAX);
        Self { initials: alternatives.iter().map(needed).fold(0, |all, one| all | one), alternatives }
    }

    /// This word alone.
    pub fn word(word: &str) -> Self {
        Self::of(vec![vec![(Test::Spelt(word.to_owned()), true)]])
    }

    /// Whether a token, which there must be, is such a one.
    pub fn holds(&self, view: &View<'_, '_>, at: usize) -> bool {
        let word = view.text.word(at);
        // Apostrophes may be curly.
        let straight = (!word.is_ascii()).then(|| word.replace('’', "'"));
        let word = straight.as_deref().unwrap_or(word);
        let holds = |all: &Vec<(Test, bool)>| all.iter().all(|(test, wanted)| test.holds(view, at, word) == *wanted);
        self.initials & initial(word) != 0 && self.alternatives.iter().any(holds)
    }
}
