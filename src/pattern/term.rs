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
        let spelt = |word: &str| Self::Spelt(word.to_owned());
        let class = || CLASSES.iter().find(|class| class.0 == term).map(|class| Self::Class(class.1));
        let ending = || term.strip_prefix('-').filter(|e| !e.is_empty()).map(|e| Self::Ends(e.to_owned()));
        let quoted = term.strip_prefix('\'').and_then(|t| t.strip_suffix('\'')).map(spelt);
        let known = quoted.or_else(|| Feature::named(term).map(Self::Feature)).or_else(class);
        known.or_else(|| role(term).map(Self::Role)).or_else(ending).unwrap_or_else(|| spelt(term))
    }

    fn holds(&self, view: &View<'_, '_>, at: usize) -> bool {
        match self {
            Self::Spelt(asked) => {
                let word = view.text.word(at);
                // Apostrophes may be curly.
                let straight = || word.replace('’', "'").eq_ignore_ascii_case(asked);
                word.eq_ignore_ascii_case(asked) || word.len() > asked.len() && !word.is_ascii() && straight()
            }
            Self::Feature(feature) => view.text.tokens[at].features.has(*feature),
            Self::Class(class) => class(view, at),
            Self::Role(role) => view.roles.get(at).is_some_and(|found| found & !BEGINS == *role),
            Self::Ends(ending) => view.text.is_lower(at) && view.text.word(at).ends_with(ending.as_str()),
        }
    }
}

/// `<a !b | c>`: alternatives, each of terms that all hold; `false` turns a term round.
#[derive(Clone, Debug)]
pub(super) struct Any(Vec<Vec<(Test, bool)>>);

impl Any {
    /// Reads what stands between the brackets; `None` where an alternative is empty.
    pub fn parse(inside: &str) -> Option<Self> {
        let term = |t: &str| match t.strip_prefix('!').filter(|t| !t.is_empty()) {
            Some(t) => (Test::parse(t), false),
            None => (Test::parse(t), true),
        };
        let any: Vec<Vec<_>> = inside.split('|').map(|all| all.split_whitespace().map(term).collect()).collect();
        (!any.iter().any(Vec::is_empty)).then_some(Self(any))
    }

    /// This word alone.
    pub fn word(word: &str) -> Self {
        Self(vec![vec![(Test::Spelt(word.to_owned()), true)]])
    }

    /// Whether a token, which there must be, is such a one.
    pub fn holds(&self, view: &View<'_, '_>, at: usize) -> bool {
        self.0.iter().any(|all| all.iter().all(|(test, wanted)| test.holds(view, at) == *wanted))
    }
}
