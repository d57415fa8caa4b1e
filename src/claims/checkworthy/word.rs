//! The words of a statement, as the rules of check-worthiness read them.

use crate::lexicon::{lexicon, Feature, FeatureSet};
use crate::text::{Text, TokenKind};

/// A token of a statement.
pub(super) struct Word<'t> {
    pub text: &'t str,
    /// In lower case, apostrophes straight.
    pub lower: String,
    pub kind: TokenKind,
    /// Its own, and those of the phrases that end with it: `led to` is a cause at `to`.
    pub features: FeatureSet,
}

impl Word<'_> {
    pub fn is(&self, feature: Feature) -> bool {
        self.features.has(feature)
    }

    pub fn has_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }
}

/// The words of a statement's tokens (indices into [`Text::tokens`], in text order).
pub(super) fn words<'t>(text: &Text<'t>, tokens: &[usize]) -> Vec<Word<'t>> {
    let mut words: Vec<Word<'t>> = tokens
        .iter()
        .map(|&i| {
            let word = text.word(i);
            let lower = word.to_lowercase().replace('\u{2019}', "'");
            Word { text: word, lower, kind: text.tokens[i].kind, features: text.tokens[i].features }
        })
        .collect();
    for i in 0..words.len() {
        for phrase in lexicon().phrases(&words[i].lower) {
            if phrase.words.iter().enumerate().all(|(n, word)| near(&words, i, n as isize) == *word) {
                words[i + phrase.words.len() - 1].features |= phrase.features;
            }
        }
    }
    words
}

/// The word at `i + offset`; `None` outside.
pub(super) fn at<'w, 't>(words: &'w [Word<'t>], i: usize, offset: isize) -> Option<&'w Word<'t>> {
    i.checked_add_signed(offset).and_then(|i| words.get(i))
}

/// The word at `i + offset`, lower case; empty outside.
pub(super) fn near<'w>(words: &'w [Word<'_>], i: usize, offset: isize) -> &'w str {
    at(words, i, offset).map_or("", |w| w.lower.as_str())
}

/// Whether the word at `i + offset` has a feature.
pub(super) fn is(words: &[Word<'_>], i: usize, offset: isize, feature: Feature) -> bool {
    at(words, i, offset).is_some_and(|w| w.is(feature))
}
