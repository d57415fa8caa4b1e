//! Datelines: the place, agency and date in front of an article's first sentence.

use super::document::Text;
use super::token::TokenKind;
use crate::lexicon::{Feature, FeatureSet};
use std::ops::Range;

/// More tokens before the dash are no dateline.
const LONGEST: usize = 18;

/// A dateline whose words are not in capitals is no longer than this, in tokens.
const LONGEST_MIXED: usize = 8;

/// Small words between the names of a dateline, besides `of` and `the`.
const IN_NAMES: FeatureSet = FeatureSet::of(&[Feature::NameParticle, Feature::Coordinator]);

/// The dash that ends a dateline at the start of these tokens (of a paragraph, of a sentence): `TARTU, Estonia —`,
/// `MOSCOW (Reuters) -`, `Lima, March 3 –`. Where a name alone stands before a dash, `NATO — long divided — met`, it reads
/// as one too: see [`is_plain`].
#[must_use]
pub fn dateline(text: &Text<'_>, tokens: Range<usize>) -> Option<usize> {
    let head = tokens.start..tokens.end.min(tokens.start + LONGEST);
    let dash = head.into_iter().find(|&at| is_dash(text, at)).filter(|&dash| dash > tokens.start)?;
    // Before the dash: names, commas, an agency in brackets, a date; no sentence.
    let before = tokens.start..dash;
    let fits = before.clone().all(|at| {
        let word = text.word(at);
        match text.tokens[at].kind {
            TokenKind::Word => is_capital(word) || text.is_any(at, IN_NAMES) || matches!(word, "of" | "the"),
            TokenKind::Number | TokenKind::Clitic => true,
            TokenKind::Mark => matches!(word, "," | "(" | ")" | "-" | "/" | "." | ":" | "\u{2019}" | "'"),
            TokenKind::Address => false,
        }
    });
    let short = before.len() <= LONGEST_MIXED || before.clone().any(|at| in_capitals(text.word(at)));
    (fits && is_capital(text.word(tokens.start)) && short).then_some(dash)
}

/// Whether what [`dateline`] found can be nothing else: its first word is in capitals or an agency stands in brackets, and
/// no second dash of the sentence makes it `NATO — long divided — met`.
#[must_use]
pub fn is_plain(text: &Text<'_>, start: usize, dash: usize) -> bool {
    let sentence = text.sentence_of(dash);
    let bracket = (start..dash).any(|at| text.word(at) == "(");
    let paired = (dash + 1..sentence.end).any(|at| is_dash(text, at));
    bracket || in_capitals(text.word(start)) && (!paired || (start..dash).any(|at| text.word(at) == ","))
}

fn is_dash(text: &Text<'_>, at: usize) -> bool {
    let spaced = at > 0 && text.tokens[at].span.start > text.tokens[at - 1].span.end;
    matches!(text.word(at), "\u{2014}" | "\u{2013}" | "--") || text.word(at) == "-" && spaced
}

fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Three capitals or more.
fn in_capitals(word: &str) -> bool {
    word.chars().count() > 2 && !word.contains(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words behind the dateline of the first sentence, if it can be nothing else.
    fn behind(source: &str) -> Option<&str> {
        let text = Text::new(source);
        let dash = dateline(&text, text.sentence_of(0)).filter(|&dash| is_plain(&text, 0, dash))?;
        Some(source[text.tokens[dash].span.end as usize..].trim())
    }

    #[test]
    fn datelines_of_many_houses() {
        for head in [
            "MANILA, March 3 — ",
            "TARTU, Estonia (Press Desk) - ",
            "LIMA – ",
            "Oslo (NTB) -- ",
            "SAN JOSÉ, Costa Rica — ",
        ] {
            assert_eq!(behind(&format!("{head}Rain fell all day.")), Some("Rain fell all day."), "{head}");
        }
    }

    #[test]
    fn a_subject_before_a_pair_of_dashes_is_none() {
        for sentence in ["NATO — long divided — met again.", "Ms. Okafor — a lawyer — said so.", "Rain fell — again."]
        {
            assert_eq!(behind(sentence), None, "{sentence}");
        }
    }
}
