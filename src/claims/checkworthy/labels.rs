//! Numbers that count nothing: they name a road, a flight or a page, address a house or a telephone.

use super::word::{at, is, near, Word};
use crate::lexicon::Feature;

/// Words to each side that are read for a street or a telephone number.
const WINDOW: usize = 8;

/// Whether the number at `i` only names or addresses: `Route 9`, `12 Mill Street`, `call 555 0142`.
pub(super) fn is_label(words: &[Word<'_>], i: usize) -> bool {
    // `COVID-19`, `I-95`
    let back = if near(words, i, -1) == "-" { -2 } else { -1 };
    let numbered = at(words, i, back).is_some_and(|w| w.is(Feature::Numbered) && (w.text != "I" || back == -2));
    numbered || is_house(words, i) || is_telephone(words, i)
}

fn capital(words: &[Word<'_>], i: usize, offset: isize) -> bool {
    at(words, i, offset).is_some_and(Word::has_capital)
}

/// `12 Mill Street`, `1600 Old County Road`: names with capitals up to a word for a street.
fn is_house(words: &[Word<'_>], i: usize) -> bool {
    (1..=4).take_while(|&n| capital(words, i, n)).skip(1).any(|n| is(words, i, n, Feature::Street))
}

/// A group of a telephone number: of seven digits and more in groups, or of three and more that one is told to call.
fn is_telephone(words: &[Word<'_>], i: usize) -> bool {
    let groups = |at: &usize| words.get(*at).is_some_and(|w| digits(w) > 0 || matches!(w.text, "-" | "(" | ")" | "+"));
    let first = (i.saturating_sub(WINDOW)..i).rev().take_while(groups).last().unwrap_or(i);
    let all: Vec<usize> =
        (first..i + WINDOW).take_while(groups).map(|at| digits(&words[at])).filter(|&n| n > 0).collect();
    let own = words.get(i).map_or(0, digits);
    let called = (i.saturating_sub(WINDOW)..i).any(|at| words[at].is(Feature::Telephone));
    // `scores of 24-17`, `from 2010-2012` have short groups; thousands are parted by commas, which no group has.
    own > 0 && all.iter().sum::<usize>() >= 7 && all.iter().filter(|&&n| n >= 3).count() >= 2 && !years(&all)
        || called && own >= 3
}

/// `2010-2012`
fn years(groups: &[usize]) -> bool {
    groups.iter().all(|&n| n == 4)
}

/// How many digits a word has that consists of digits and what parts groups of them; else 0.
fn digits(word: &Word<'_>) -> usize {
    let parts = word.text.split(['-', '.', '/']);
    let plain = parts.clone().all(|part| part.trim_start_matches('+').bytes().all(|b| b.is_ascii_digit()));
    if plain {
        word.text.bytes().filter(u8::is_ascii_digit).count()
    } else {
        0
    }
}
