//! How sentences are set: as running text, with a capital on every word, in capitals; and which stand as headlines do.

use super::document::Text;
use super::token::{Token, TokenKind};
use crate::lexicon::Feature;
use std::ops::Range;

/// How a sentence is set, by its capitals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Most of its words have a capital, and no full stop ends it: capitals tell no names there.
    pub title_case: bool,
    /// Most of its words are in capitals throughout.
    pub capitals: bool,
}

impl Layout {
    /// The layout of a sentence with these tokens.
    pub(super) fn of(source: &str, sentence: &[Token]) -> Self {
        // Words that a headline may write small are left out there, if they are small.
        let (mut words, mut begun, mut long, mut shouted) = (0, 0, 0, 0);
        for token in sentence.iter().filter(|t| t.kind == TokenKind::Word) {
            let word = token.span.of(source);
            let capital = word.starts_with(char::is_uppercase);
            words += usize::from(capital || !token.features.has(Feature::FunctionWord));
            begun += usize::from(capital);
            long += usize::from(word.len() > 1);
            shouted += usize::from(word.len() > 1 && !word.contains(char::is_lowercase));
        }
        let stopped = sentence.iter().rev().take(2).any(|t| t.span.of(source) == ".");
        Self {
            title_case: words >= 3 && begun * 4 >= words * 3 && (!stopped || words >= 6 && begun * 10 >= words * 9),
            capitals: long >= 3 && shouted * 5 >= long * 4,
        }
    }
}

impl Text<'_> {
    /// Whether a sentence stands where headlines stand: alone in its paragraph, at the beginning of a longer text, and
    /// short. Its capitals do not matter, many houses set headlines like any sentence; for those see [`Layout`].
    #[must_use]
    pub fn is_headline(&self, sentence: &Range<usize>) -> bool {
        let Some(last) = sentence.end.checked_sub(1) else { return false };
        let alone = self.paragraph_of(sentence.start) == *sentence;
        let number = self.tokens[last].paragraph;
        let stopped = matches!(self.word(last), "." | "”" | "\"");
        alone
            && self.paragraphs.len() > 1
            && (number == 0 && sentence.len() < 26 || number <= 2 && sentence.len() < 40 && !stopped)
    }
}

#[cfg(test)]
mod tests {
    use crate::text::Text;

    #[test]
    fn headlines_stand_alone_above_a_text() {
        for (source, expected) in [
            ("Ferry strike enters a third week\n\nNobody sailed.", true),
            ("Ferry strike enters a third week.\n\nNobody sailed.", true),
            ("Ferry strike enters a third week", false),
            ("Ferries stand still. So do the trains.\n\nNobody sailed.", false),
            ("", false),
        ] {
            let text = Text::new(source);
            assert_eq!(text.sentences.first().is_some_and(|s| text.is_headline(s)), expected, "{source}");
        }
    }

    #[test]
    fn title_case_and_capitals() {
        for (source, title_case, capitals) in [
            ("Ferry Strike Enters a Third Week", true, false),
            ("FERRY STRIKE ENTERS A THIRD WEEK", true, true),
            ("THE FERRIES OF VELMORA STAND STILL AGAIN.", true, true),
            ("The ferries of Velmora stand still again.", false, false),
            ("Ana Ruiz left.", false, false),
            ("", false, false),
        ] {
            let layout = Text::new(source).layout_of(0);
            assert_eq!((layout.title_case, layout.capitals), (title_case, capitals), "{source}");
        }
    }
}
