//! How sentences are set: as running text, as a headline, in capitals.

use super::token::{Token, TokenKind};
use crate::lexicon::Feature;

/// How a sentence is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Most of its words have a capital, and no full stop ends it: capitals tell no names there.
    pub headline: bool,
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
            headline: words >= 3 && begun * 4 >= words * 3 && (!stopped || words >= 6 && begun * 10 >= words * 9),
            capitals: long >= 3 && shouted * 5 >= long * 4,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::text::Text;

    #[test]
    fn headlines_and_capitals() {
        for (source, headline, capitals) in [
            ("Ferry Strike Enters a Third Week", true, false),
            ("FERRY STRIKE ENTERS A THIRD WEEK", true, true),
            ("THE FERRIES OF VELMORA STAND STILL AGAIN.", true, true),
            ("The ferries of Velmora stand still again.", false, false),
            ("Ana Ruiz left.", false, false),
            ("", false, false),
        ] {
            let layout = Text::new(source).layout_of(0);
            assert_eq!((layout.headline, layout.capitals), (headline, capitals), "{source}");
        }
    }
}
