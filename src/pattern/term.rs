//! The terms of patterns: what they ask of a single token.

use super::view::{layer, View};
use crate::lexicon::Feature;
use crate::text::{QuoteState, Text, TokenKind};

/// A kind of token that the lexicon cannot tell by the word alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Letters.
    Word,
    /// Digits.
    Number,
    /// A mark of punctuation or a symbol.
    Mark,
    /// Begins with a capital.
    Capital,
    /// Begins with a small letter.
    Small,
    /// Between quotation marks, or one of them.
    Quoted,
    /// In no quotation.
    Outside,
    /// An opening mark.
    Open,
    /// The opening mark of a quotation that reads like a sentence.
    OpensSentence,
    /// A closing mark.
    Close,
    /// In a name of any kind.
    Name,
    /// In no role.
    Free,
}

impl Class {
    const NAMED: [(&'static str, Self); 12] = [
        ("word", Self::Word),
        ("number", Self::Number),
        ("mark", Self::Mark),
        ("capital", Self::Capital),
        ("small", Self::Small),
        ("quoted", Self::Quoted),
        ("outside", Self::Outside),
        ("open", Self::Open),
        ("opens-sentence", Self::OpensSentence),
        ("close", Self::Close),
        ("name", Self::Name),
        ("free", Self::Free),
    ];
}

/// What a term of a pattern asks of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Test {
    /// This word, in any case.
    Spelt(String),
    Feature(Feature),
    Class(Class),
    /// Part of a run of this role.
    Role(u8),
    /// Part of a name of this kind.
    Named(u8),
    /// A small word with this ending.
    Ends(String),
}

impl Test {
    pub(super) fn parse(term: &str) -> Self {
        if let Some(word) = term.strip_prefix('\'').and_then(|t| t.strip_suffix('\'')) {
            return Self::Spelt(word.to_owned());
        }
        let code = |names: &[(&str, u8)]| names.iter().find(|n| n.0 == term).map(|n| n.1);
        if let Some(feature) = Feature::named(term) {
            Self::Feature(feature)
        } else if let Some((_, class)) = Class::NAMED.iter().find(|(name, _)| *name == term) {
            Self::Class(*class)
        } else if let Some(role) = code(&layer::ROLES) {
            Self::Role(role)
        } else if let Some(kind) = code(&layer::NAMES) {
            Self::Named(kind)
        } else if let Some(ending) = term.strip_prefix('-').filter(|e| !e.is_empty()) {
            Self::Ends(ending.to_owned())
        } else {
            Self::Spelt(term.to_owned())
        }
    }

    pub(super) fn holds(&self, view: &View<'_, '_>, at: usize) -> bool {
        let Some(token) = view.text.tokens.get(at) else { return false };
        match self {
            Self::Spelt(word) => is_spelt(view.text, at, word),
            Self::Feature(feature) => token.features.has(*feature),
            Self::Class(class) => class.holds(view, at),
            Self::Role(role) => view.role(at) == *role,
            Self::Named(kind) => view.name(at) == *kind,
            Self::Ends(ending) => {
                let word = view.text.word(at);
                token.kind == TokenKind::Word && word.ends_with(ending.as_str()) && word.starts_with(char::is_lowercase)
            }
        }
    }
}

fn is_spelt(text: &Text<'_>, at: usize, word: &str) -> bool {
    let found = text.word(at);
    found.eq_ignore_ascii_case(word) || found.contains('’') && found.replace('’', "'").eq_ignore_ascii_case(word)
}

impl Class {
    fn holds(self, view: &View<'_, '_>, at: usize) -> bool {
        let token = &view.text.tokens[at];
        let first = |test: fn(char) -> bool| view.text.word(at).starts_with(test);
        match self {
            Self::Word => token.kind.is_word(),
            Self::Number => token.kind == TokenKind::Number,
            Self::Mark => token.kind == TokenKind::Mark,
            Self::Capital => token.kind == TokenKind::Word && first(char::is_uppercase),
            Self::Small => token.kind == TokenKind::Word && first(char::is_lowercase),
            Self::Quoted => token.quote != QuoteState::Outside,
            Self::Outside => token.quote == QuoteState::Outside,
            Self::Open => matches!(token.quote, QuoteState::Open { .. }),
            Self::OpensSentence => opens_sentence(view.text, at),
            Self::Close => matches!(token.quote, QuoteState::Close { .. }),
            Self::Name => view.name(at) != 0,
            Self::Free => view.role(at) == 0,
        }
    }
}

/// Whether a token is the opening mark of a quotation that reads like a sentence.
pub fn opens_sentence(text: &Text<'_>, at: usize) -> bool {
    match text.tokens[at].quote {
        QuoteState::Open { full } => {
            full || text.sentence_of(at).start == at && text.word(at + 1).starts_with(char::is_uppercase)
        }
        _ => false,
    }
}
