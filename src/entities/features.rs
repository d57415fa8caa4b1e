//! What the names' network sees of a token besides the word itself: what lists say of the word, and where it stands.
//!
//! The training tool gets these values from here too (`cargo xtask features --names`). The trained weights hold only for
//! them: a change of any value here needs new weights.

use super::runs;
use super::words::is_acronym;
use crate::gazetteer::{fold::fold, format::AliasKind, Gazetteer, Via};
use crate::lexicon::{lexicon, title_case, Feature};
use crate::text::{Layout, Text, TokenKind};
use std::collections::HashSet;

/// Number of bits of [`flags`].
pub const FLAGS: usize = 16;
/// Number of values of [`states`].
pub const STATES: usize = 27;

/// What lists say of a word, one bit each, the lowest first: given name, title, noun for a person, word of
/// organisations' names, name of an organisation or noun for one, place, word made from a place's name; a place of the
/// core gazetteer, one of more than 130,000 inhabitants or so; known as a surname, as a common word; particle, function
/// word, verb of speech, letters like an acronym's, begins with a capital. A word in capitals counts as if written
/// `Like This`, too.
#[must_use]
pub fn flags(surface: &str) -> u16 {
    let mut found = of_word(surface);
    if surface.len() > 2 && surface.chars().all(char::is_uppercase) {
        found |= of_word(&title_case(surface));
    }
    found
}

fn of_word(word: &str) -> u16 {
    let lex = lexicon();
    let features = lex.features(word);
    let is = |feature| features.has(feature);
    let capital = word.starts_with(char::is_uppercase);
    let small = word.starts_with(char::is_lowercase);
    let mut bits = [false; FLAGS];
    bits[0] = capital && is(Feature::GivenName);
    bits[1] = capital && is(Feature::Title);
    bits[2] = is(Feature::Person);
    bits[3] = lex.organisation_word(word);
    bits[4] = is(Feature::OrganisationName) || is(Feature::Organisation);
    bits[5] = is(Feature::Place);
    bits[6] = is(Feature::Demonym);
    if capital {
        let gazetteer = Gazetteer::shared_core();
        let key = fold(word);
        for bearer in gazetteer.bearers(&key) {
            if bearer.via == Via::Main || bearer.via == Via::Alias(AliasKind::Name) {
                bits[7] = true;
                bits[8] |= gazetteer.log_population(bearer.entry) > 17.0;
            }
        }
        let class = gazetteer.word_class(key.trim_end());
        bits[0] |= class.given() > 1;
        bits[9] = class.surname() > 0;
        bits[10] = class.common() > 0;
    }
    bits[11] = small && is(Feature::NameParticle);
    bits[12] = is(Feature::FunctionWord);
    bits[13] = small && is(Feature::NameVerb);
    bits[14] = is_acronym(word);
    bits[15] = capital;
    bits.iter().rev().fold(0, |all, &bit| all << 1 | u16::from(bit))
}

/// Where each token stands, below [`STATES`]: 2 at the start of a paragraph or 1 at the start of another sentence; plus 3
/// in title case, 6 in a sentence in capitals; plus 9 for a word with a capital that the text has in lower case too, 18
/// for one that it has elsewhere only with a capital, inside a sentence.
#[must_use]
pub fn states(text: &Text<'_>) -> Vec<u8> {
    let mut states = vec![0; text.tokens.len()];
    let small = runs::lower_case_words(text);
    let mut inside: HashSet<String> = HashSet::new();
    for (sentence, layout) in text.sentences.iter().zip(&text.layouts) {
        for i in sentence.clone().filter(|&i| text.tokens[i].kind == TokenKind::Word) {
            let word = text.word(i);
            let running = !layout.title_case && !layout.capitals && !word.starts_with(char::is_lowercase);
            if running && i > sentence.start && text.tokens[i - 1].kind == TokenKind::Word {
                inside.insert(word.to_lowercase());
            }
        }
    }
    for (sentence, layout) in text.sentences.iter().zip(&text.layouts) {
        for i in sentence.clone() {
            let mut state = match layout {
                Layout { capitals: true, .. } => 6,
                Layout { title_case: true, .. } => 3,
                Layout { .. } => 0,
            };
            if i == sentence.start {
                let begins = i == 0 || text.tokens[i - 1].paragraph != text.tokens[i].paragraph;
                state += 1 + u8::from(begins);
            }
            let word = text.word(i);
            if word.starts_with(char::is_uppercase) {
                let word = word.to_lowercase();
                if small.contains(word.as_str()) {
                    state += 9;
                } else if inside.contains(&word) {
                    state += 18;
                }
            }
            states[i] = state;
        }
    }
    states
}
