//! Sentence borders inside paragraphs.

use super::token::{Token, TokenKind};
use crate::lexicon::Feature;
use std::ops::Range;

/// Finds the sentences and writes their numbers into the tokens.
pub(super) fn split(text: &str, tokens: &mut [Token], paragraphs: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut result: Vec<Range<usize>> = Vec::new();
    for paragraph in paragraphs {
        let mut start = paragraph.start;
        let mut i = paragraph.start;
        while i < paragraph.end {
            let mut next = i + 1;
            if ends_sentence(text, tokens, i, paragraph.end) {
                while next < paragraph.end
                    && closes(text, &tokens[next])
                    && tokens[next].span.start == tokens[next - 1].span.end
                {
                    next += 1;
                }
                if next < paragraph.end && starts_sentence(text, tokens, i, next, paragraph.end) {
                    result.push(start..next);
                    start = next;
                }
            }
            i = next;
        }
        if start < paragraph.end {
            result.push(start..paragraph.end);
        }
    }
    for (number, sentence) in result.iter().enumerate() {
        for token in &mut tokens[sentence.clone()] {
            token.sentence = number as u32;
        }
    }
    result
}

fn closes(text: &str, token: &Token) -> bool {
    matches!(token.span.of(text), "\"" | "”" | "’" | "'" | "''" | ")" | "]" | "»")
}

fn ends_sentence(text: &str, tokens: &[Token], i: usize, end: usize) -> bool {
    let word = tokens[i].span.of(text);
    if tokens[i].kind == TokenKind::Mark {
        return matches!(word, "!" | "?" | "…" | "。" | "！" | "？" | "।" | "؟" | "۔") || word.starts_with('.');
    }
    // An abbreviation's stop ends the sentence too when the next word says so.
    let starts = i + 1 < end && tokens[i + 1].features.has(Feature::SentenceStarter);
    if starts && word.len() > 2 && word.ends_with('.') && !tokens[i].features.has(Feature::BeforeName) {
        return true;
    }
    // `They met in Boone, Pa. Hart said so.`: behind a town and its state there is a comma or a new sentence.
    let state = word.ends_with('.') && tokens[i].features.has(Feature::StateAbbreviation);
    let town = || i >= 2 && tokens[i - 1].span.of(text) == "," && is_capital(text, &tokens[i - 2]);
    let goes_on =
        || i + 1 >= end || !is_capital(text, &tokens[i + 1]) || tokens[i + 1].features.has(Feature::BeforeName);
    state && town() && !goes_on()
}

fn is_capital(text: &str, token: &Token) -> bool {
    token.kind == TokenKind::Word && token.span.of(text).starts_with(char::is_uppercase)
}

fn starts_sentence(text: &str, tokens: &[Token], stop: usize, next: usize, end: usize) -> bool {
    let word = tokens[next].span.of(text);
    let Some(first) = word.chars().next() else { return false };
    if first.is_lowercase() {
        return false;
    }
    if tokens[next].kind == TokenKind::Mark
        && !matches!(first, '“' | '"' | '‘' | '\'' | '«' | '„' | '(' | '[' | '-' | '–' | '—' | '`' | '•' | '*' | '»')
    {
        // An emoji or another symbol begins a sentence, punctuation does not.
        return !first.is_ascii_punctuation() && !"”’»…".contains(first);
    }
    // `“Is it?” Lind asked.`
    let quoted_question = next > stop + 1 && matches!(tokens[stop].span.of(text), "?" | "!");
    !(quoted_question
        && (next..end.min(next + 5)).take_while(|&i| tokens[i].kind == TokenKind::Word).any(|i| {
            tokens[i].features.has(Feature::QuoteVerb) && tokens[i].span.of(text).starts_with(char::is_lowercase)
        }))
}

#[cfg(test)]
mod tests {
    use crate::text::Text;

    #[test]
    fn sentences() {
        for (text, expected) in [
            ("One. Two! Three? Four", 4),
            ("“It is over.” He left.", 2),
            ("“Is it over?” Lind asked. No.", 2),
            ("“Is it over?” he asked.", 1),
            ("Gen. Petra A. Hollis of the U.S. Army spoke. The end.", 2),
            ("He lives in the U.S. She does not.", 2),
            ("It fell by 2.5 percent. So what...", 2),
            ("no full stop at all", 1),
            ("Headline without stop\nThe text.", 2),
            ("He won 🎉. 🎉 She lost.", 2),
            ("They met in Boone, Pa. Hart spoke. Lind of Boone, Pa., left. Dover, Del. Gov. Hart came.", 4),
            ("It was 41 ° C. Rain fell at 30 °C. Ada C. Marsh left.", 3),
        ] {
            assert_eq!(Text::new(text).sentences.len(), expected, "{text}");
        }
    }
}
