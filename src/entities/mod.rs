//! Names in the text: persons, organisations, places. Serves speakers and places alike.
//!
//! A small trained network (`trained`, `features`; `data/entities.md` is its model card) finds them, the whole text settles
//! their kinds (`merge`), and rules over lists add what they are sure of. The rules: runs of capitalised words, with
//! particles and initials, are split into titles and a name, and the name is classed by given names, titles and nouns in
//! front, words that make organisations, and by what the same words are elsewhere in the text.

pub mod features;
mod known;
mod merge;
mod rules;
mod runs;
mod settle;
mod trained;
mod words;

use crate::text::Text;
pub(crate) use runs::{is_capital, name_words};
pub use settle::settle;
pub(crate) use settle::{given_as, without_article};
use std::ops::Range;
pub(crate) use trained::{network, Decoder, Found};
pub(crate) use words::{is_acronym, is_function_word, is_speech_verb, is_suffix, without_suffix};

/// A name.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Its tokens; of a person without titles.
    pub tokens: Range<usize>,
    /// What it names.
    pub kind: EntityKind,
    /// 0 to 1.
    pub confidence: f32,
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum EntityKind {
    Person,
    Organisation,
    Place,
    Other,
}

/// Finds the names of a text, in text order, not overlapping.
#[must_use]
pub fn find(text: &Text<'_>) -> Vec<Entity> {
    find_by(text, trained::find(text))
}

/// The names of a text by those that the network found in it; without these by rules alone.
pub(crate) fn find_by(text: &Text<'_>, found: Option<Vec<Found>>) -> Vec<Entity> {
    match found {
        Some(found) => merge::merge(text, found, rules::find(text)),
        None => rules::find(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(source: &str) -> String {
        let text = Text::new(source);
        let letter = |k| match k {
            EntityKind::Person => "P",
            EntityKind::Organisation => "O",
            EntityKind::Place => "L",
            EntityKind::Other => "x",
        };
        find(&text)
            .iter()
            .filter(|e| e.kind != EntityKind::Other)
            .map(|e| format!("{}:{}", letter(e.kind), text.slice(text.span(e.tokens.clone()))))
            .collect::<Vec<_>>()
            .join("|")
    }

    #[test]
    fn names() {
        for (text, expected) in [
            ("Former adviser Ivan Petrenko spoke to reporters.", "P:Ivan Petrenko"),
            ("The bill was backed by Sen. Carla Ruiz-Ortega of Ohio.", "P:Carla Ruiz-Ortega|L:Ohio"),
            ("Gen. Peter A. Hollis met Mr. Okafor.", "P:Peter A. Hollis|P:Okafor"),
            ("She met Bashar al-Masri and Pieter van der Berg.", "P:Bashar al-Masri|P:Pieter van der Berg"),
            ("The World Health Organization issued advice.", "O:World Health Organization"),
            ("He works at the Ministry of Foreign Affairs.", "O:Ministry of Foreign Affairs"),
            ("Analyst Olena Hrytsenko said so. Hrytsenko left.", "P:Olena Hrytsenko|P:Hrytsenko"),
            ("Tulsa Police Chief Daniel Marks resigned.", "O:Tulsa Police|P:Daniel Marks"),
            ("Prime Minister Haruto Sakamoto flew to Japan.", "P:Haruto Sakamoto|L:Japan"),
            ("Zyler Quenby, 34, was hurt. Quenby lives in Leeds.", "P:Zyler Quenby|P:Quenby|L:Leeds"),
            ("“It hurts,” said Tamsyn Borlase.", "P:Tamsyn Borlase"),
            ("The striker Olu Bakare scored. Will Bakare stay?", "P:Olu Bakare|P:Bakare"),
            ("The World Health Organization (WHO) said so. WHO agreed.", "O:World Health Organization|O:WHO|O:WHO"),
            ("VELMORA WINS APPEAL\nThe lawyer Ilze Kalna said so on Monday in Riga.", "P:Ilze Kalna|L:Riga"),
            ("Chad Morris lives in Chad.", "P:Chad Morris|L:Chad"),
        ] {
            assert_eq!(marked(text), expected, "{text}");
        }
    }

    #[test]
    fn any_text() {
        for text in ["", "A", "A.", "’s", "— —", "Mr.", "Mr. Mr. Mr.", "O'", "Al-", "A-B-C-", "THE END OF IT ALL NOW"]
        {
            let _ = find(&Text::new(text));
        }
    }
}
