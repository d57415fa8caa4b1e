//! What the names' network sees of a token besides the word itself: what lists say of the word, and where it stands.
//!
//! The training tool gets these values from here too (`cargo xtask features --names`). The trained weights hold only for
//! them: a change of any value here needs new weights.

use super::words::{is_function_word, PARTICLES};
use super::{is_speech_verb, runs};
use crate::gazetteer::{fold::fold, format::AliasKind, Gazetteer, Via};
use crate::lexicon::{lexicon, title_case, Lexicon};
use crate::text::{Text, TokenKind};
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
    let lex = lexicon();
    let mut found = of_word(lex, surface);
    if surface.len() > 2 && surface.chars().all(char::is_uppercase) {
        found |= of_word(lex, &title_case(surface));
    }
    found
}

fn of_word(lex: &Lexicon, word: &str) -> u16 {
    let capital = word.starts_with(char::is_uppercase);
    let noun = lex.noun(word);
    let mut bits = [false; FLAGS];
    bits[0] = capital && lex.given(word).is_some();
    bits[1] = lex.title(word).is_some();
    bits[2] = noun.is_some_and(|n| n.person);
    bits[3] = lex.organisation_word(word);
    bits[4] = lex.is_organisation(&[word]) || noun.is_some_and(|n| n.organisation);
    bits[5] = lex.place(word);
    bits[6] = lex.demonym(word);
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
    bits[11] = PARTICLES.contains(&word);
    bits[12] = is_function_word(word);
    bits[13] = is_speech_verb(word);
    bits[14] = runs::is_acronym(word);
    bits[15] = capital;
    bits.iter().rev().fold(0, |all, &bit| all << 1 | u16::from(bit))
}

/// Where each token stands, below [`STATES`]: 2 at the start of a paragraph or 1 at the start of another sentence; plus 3
/// in a headline, 6 in a sentence in capitals; plus 9 for a word with a capital that the text has in lower case too, 18
/// for one that it has elsewhere only with a capital, inside a sentence.
#[must_use]
pub fn states(text: &Text<'_>) -> Vec<u8> {
    let mut states = vec![0; text.tokens.len()];
    let mut small: HashSet<String> = HashSet::new();
    let mut inside: HashSet<String> = HashSet::new();
    let mut layouts = Vec::with_capacity(text.sentences.len());
    for sentence in &text.sentences {
        let layout = layout(text, sentence.clone());
        layouts.push(layout);
        for i in sentence.clone().filter(|&i| text.tokens[i].kind == TokenKind::Word) {
            let word = text.word(i);
            if word.starts_with(char::is_lowercase) {
                if !small.contains(word) {
                    small.insert(word.to_owned());
                }
            } else if layout == 0 && i > sentence.start && text.tokens[i - 1].kind == TokenKind::Word {
                let word = word.to_lowercase();
                if !inside.contains(&word) {
                    inside.insert(word);
                }
            }
        }
    }
    for (sentence, layout) in text.sentences.iter().zip(layouts) {
        for i in sentence.clone() {
            let mut state = layout * 3;
            if i == sentence.start {
                let begins = i == 0 || text.tokens[i - 1].paragraph != text.tokens[i].paragraph;
                state += 1 + u8::from(begins);
            }
            let word = text.word(i);
            if word.starts_with(char::is_uppercase) {
                let word = word.to_lowercase();
                if small.contains(&word) {
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

/// 0 for running text, 1 for a headline, 2 for a sentence in capitals.
fn layout(text: &Text<'_>, sentence: std::ops::Range<usize>) -> u8 {
    let (mut words, mut capitals) = (0, 0);
    for i in sentence.clone() {
        let word = text.word(i);
        if text.tokens[i].kind == TokenKind::Word && word.len() > 1 {
            words += 1;
            capitals += usize::from(!word.contains(char::is_lowercase));
        }
    }
    if words >= 3 && capitals * 5 >= words * 4 {
        2
    } else {
        u8::from(runs::is_headline(text, &sentence))
    }
}
