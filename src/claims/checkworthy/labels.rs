//! Numbers that count nothing: they name a road, a flight or a page, address a house or a telephone.

use super::signals::{near, Word};
use super::words;

/// Words to each side that are read for a street or a telephone number.
const WINDOW: usize = 8;

/// What a number behind it names, however it is written.
const NUMBERED: &[&str] = &[
    "apartment",
    "article",
    "channel",
    "chapter",
    "exit",
    "flight",
    "gate",
    "highway",
    "interstate",
    "no.",
    "nos.",
    "page",
    "pages",
    "paragraph",
    "room",
    "route",
    "section",
    "suite",
    "verse",
    "volume",
];

/// What a number behind it names where it has a capital.
const NAMED: &[&str] = &[
    "act",
    "airbus",
    "amendment",
    "apollo",
    "area",
    "ballot",
    "bill",
    "block",
    "boeing",
    "building",
    "bus",
    "camp",
    "cell",
    "class",
    "covid",
    "district",
    "division",
    "episode",
    "form",
    "formula",
    "group",
    "i",
    "level",
    "line",
    "measure",
    "model",
    "phase",
    "pier",
    "platform",
    "proposition",
    "psalm",
    "question",
    "resolution",
    "school",
    "season",
    "sector",
    "stage",
    "terminal",
    "tier",
    "title",
    "type",
    "unit",
    "ward",
    "zone",
];

/// The last word of a street's name.
const STREETS: &[&str] = &[
    "ave",
    "avenue",
    "blvd",
    "boulevard",
    "court",
    "drive",
    "highway",
    "lane",
    "parkway",
    "place",
    "rd",
    "road",
    "square",
    "st",
    "street",
    "terrace",
];

/// A number behind it is one to call.
const CALLS: &[&str] =
    &["call", "calling", "dial", "fax", "helpline", "hotline", "phone", "tel", "telephone", "text", "whatsapp"];

/// Whether the number at `i` only names or addresses: `Route 9`, `12 Mill Street`, `call 555 0142`.
pub(super) fn is_label(words: &[Word<'_>], i: usize) -> bool {
    // `COVID-19`, `I-95`
    let back = if near(words, i, -1) == "-" { -2 } else { -1 };
    let name = near(words, i, back);
    words::has(NUMBERED, name)
        || words::has(NAMED, name) && capital(words, i, back) && (name != "i" || back == -2)
        || is_house(words, i)
        || is_telephone(words, i)
}

fn capital(words: &[Word<'_>], i: usize, offset: isize) -> bool {
    let word = i.checked_add_signed(offset).and_then(|i| words.get(i));
    word.is_some_and(|word| word.text.starts_with(char::is_uppercase))
}

/// `12 Mill Street`, `1600 Old County Road`: names with capitals up to a word for a street.
fn is_house(words: &[Word<'_>], i: usize) -> bool {
    (1..=4)
        .take_while(|&n| capital(words, i, n))
        .skip(1)
        .any(|n| words::has(STREETS, near(words, i, n).trim_end_matches('.')))
}

/// A group of a telephone number: of seven digits and more in groups, or of three and more that one is told to call.
fn is_telephone(words: &[Word<'_>], i: usize) -> bool {
    let groups = |at: &usize| words.get(*at).is_some_and(|w| digits(w) > 0 || matches!(w.text, "-" | "(" | ")" | "+"));
    let first = (i.saturating_sub(WINDOW)..i).rev().take_while(groups).last().unwrap_or(i);
    let all: Vec<usize> =
        (first..i + WINDOW).take_while(groups).map(|at| digits(&words[at])).filter(|&n| n > 0).collect();
    let own = words.get(i).map_or(0, digits);
    let called = (i.saturating_sub(WINDOW)..i).any(|at| words::has(CALLS, &words[at].lower));
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

#[cfg(test)]
mod tests {
    #[test]
    fn lists_are_sorted() {
        for list in [super::NUMBERED, super::NAMED, super::STREETS, super::CALLS] {
            for pair in list.windows(2) {
                assert!(pair[0] < pair[1], "{pair:?}");
            }
        }
    }
}
