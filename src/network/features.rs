//! What the network sees of a token: a canonical form of the word, its hashes, and where it stands.
//!
//! The training tool gets these values from here too (`cargo xtask features`), so that there is one tokeniser and one
//! extraction. The trained weights hold only for them: a change of any value here needs new weights.

use crate::text::{QuoteState, Text, TokenKind};
use std::borrow::Cow;

/// Buckets for words that are not in the vocabulary.
pub const WORD_BUCKETS: u32 = 1024;
/// Buckets for word shapes.
pub const SHAPE_BUCKETS: u32 = 64;
/// Buckets for the first three characters.
pub const PREFIX_BUCKETS: u32 = 1024;
/// Buckets for the last three characters.
pub const SUFFIX_BUCKETS: u32 = 2048;
/// Buckets for [`grams`].
pub const GRAM_BUCKETS: u32 = 2048;
/// Number of [`grams`] of a word that count.
pub const MOST_GRAMS: usize = 14;
/// Number of values of [`state`].
pub const STATES: usize = 21;

/// What is the same for every occurrence of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordFeatures {
    /// Lower case, every digit as `0`: the form that the vocabulary lists.
    pub normal: String,
    /// For words outside of the vocabulary, below [`WORD_BUCKETS`].
    pub bucket: u32,
    /// Hash of the pattern of capitals, small letters and digits, below [`SHAPE_BUCKETS`].
    pub shape: u32,
    /// Hash of the first three characters of the normal form, below [`PREFIX_BUCKETS`].
    pub prefix: u32,
    /// Hash of its last three characters, below [`SUFFIX_BUCKETS`].
    pub suffix: u32,
}

impl WordFeatures {
    /// The features of a [`surface`].
    #[must_use]
    pub fn of(surface: &str) -> Self {
        let mut normal = String::with_capacity(surface.len());
        for c in surface.chars() {
            if c.is_numeric() {
                normal.push('0');
            } else {
                normal.extend(c.to_lowercase());
            }
        }
        let mut shape = String::with_capacity(8);
        let mut last = None;
        for c in surface.chars() {
            let class = match c {
                _ if c.is_uppercase() => 'X',
                _ if c.is_alphabetic() => 'x',
                _ if c.is_numeric() => 'd',
                _ => c,
            };
            if last != Some(class) {
                shape.push(class);
                last = Some(class);
                if shape.chars().count() == 6 {
                    break;
                }
            }
        }
        let head = normal.char_indices().nth(3).map_or(normal.len(), |(at, _)| at);
        let tail = normal.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
        Self {
            bucket: fnv1a(&normal) % WORD_BUCKETS,
            shape: fnv1a(&shape) % SHAPE_BUCKETS,
            prefix: fnv1a(&normal[..head]) % PREFIX_BUCKETS,
            suffix: fnv1a(&normal[tail..]) % SUFFIX_BUCKETS,
            normal,
        }
    }
}

/// Hashes of the first [`MOST_GRAMS`] parts of a normal form: its stretches of three characters, then of four, `^` in front
/// of it and `$` behind it counted in. Below [`GRAM_BUCKETS`]. They tell names apart that no list has.
#[must_use]
pub fn grams(normal: &str) -> Vec<u32> {
    let bounded: Vec<char> = std::iter::once('^').chain(normal.chars()).chain(std::iter::once('$')).collect();
    let stretches = bounded.windows(3).chain(bounded.windows(4)).take(MOST_GRAMS);
    stretches.map(|part| fnv1a(&part.iter().collect::<String>()) % GRAM_BUCKETS).collect()
}

/// 32-bit FNV-1a of the UTF-8 bytes (Fowler, Noll, Vo; offset basis and prime as in draft-eastlake-fnv).
fn fnv1a(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The word as the network knows it: the token's characters, with the spellings of one thing made one. Quotation marks
/// that pair are `“` and `”` (outermost) or `‘` and `’` (inside others), whatever the text has; other double marks are
/// `"`; apostrophes are straight, dashes `—`, and addresses stand for their kind.
#[must_use]
pub fn surface<'t>(text: &Text<'t>, token: usize) -> Cow<'t, str> {
    let word = text.word(token);
    let Some(this) = text.tokens.get(token) else { return Cow::Borrowed("") };
    match this.kind {
        TokenKind::Mark => match this.quote {
            QuoteState::Open { .. } => Cow::Borrowed("“"),
            QuoteState::Close { .. } => Cow::Borrowed("”"),
            _ => mark(text, token, word),
        },
        TokenKind::Address => Cow::Borrowed(match word.chars().next() {
            Some('@') => "@name",
            Some('#') => "#tag",
            _ => "http",
        }),
        _ if word.contains(['\u{2019}', '\u{02BC}', '\u{AD}']) => {
            Cow::Owned(word.replace(['\u{2019}', '\u{02BC}'], "'").replace('\u{AD}', ""))
        }
        _ => Cow::Borrowed(word),
    }
}

fn mark<'t>(text: &Text<'t>, token: usize, word: &'t str) -> Cow<'t, str> {
    let blank_or_border = |at: Option<char>| at.is_none_or(char::is_whitespace);
    Cow::Borrowed(match word {
        "“" | "”" | "‟" | "„" | "«" | "»" | "``" | "''" | "‘‘" | "’’" => "\"",
        "‘" | "’" | "‛" | "‚" | "`" => "'",
        "-" => {
            let span = text.tokens[token].span;
            let before = text.source()[..span.start as usize].chars().next_back();
            let after = text.source()[span.end as usize..].chars().next();
            // A hyphen joins words; with blanks on both sides it is a dash.
            if blank_or_border(before) && blank_or_border(after) {
                "—"
            } else {
                "-"
            }
        }
        _ if word.chars().all(|c| matches!(c, '-' | '\u{2010}'..='\u{2015}')) => "—",
        _ if word.len() > 1 && word.chars().all(|c| c == '.') => "…",
        _ => word,
    })
}

/// Where the token stands, below [`STATES`]: three times the quote state (0 outside; 1 opening mark, 2 closing mark and
/// 3 inside of a quotation that reads like a sentence; 4, 5, 6 the same of a fragment), plus 2 at the start of a
/// paragraph or 1 at the start of another sentence.
#[must_use]
pub fn state(text: &Text<'_>, token: usize) -> u8 {
    let Some(this) = text.tokens.get(token) else { return 0 };
    let quote = match this.quote {
        QuoteState::Outside => 0,
        QuoteState::Open { full } => 4 - 3 * u8::from(full),
        QuoteState::Close { full } => 5 - 3 * u8::from(full),
        QuoteState::Inside { full } => 6 - 3 * u8::from(full),
    };
    let before = token.checked_sub(1).and_then(|i| text.tokens.get(i));
    let start = match before {
        Some(before) if before.paragraph == this.paragraph => u8::from(before.sentence != this.sentence),
        _ => 2,
    };
    3 * quote + start
}

/// The [`state`] of every token.
#[must_use]
pub fn states(text: &Text<'_>) -> Vec<u8> {
    (0..text.tokens.len()).map(|token| state(text, token)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surfaces(source: &str) -> String {
        let text = Text::new(source);
        (0..text.tokens.len()).map(|i| surface(&text, i).into_owned()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn spellings_of_one_thing_are_one() {
        let expected = "“ It is n't over ” , he said .";
        for source in [
            "“It isn’t over”, he said.",
            "\"It isn't over\", he said.",
            "«It isn't over», he said.",
            "``It isn't over'', he said.",
            "'It isn't over', he said.",
            "„It isn’t over“, he said.",
        ] {
            assert_eq!(surfaces(source), expected, "{source}");
        }
        assert_eq!(
            surfaces("Rain - much of it -- fell... on far-off isles – and"),
            "Rain — much of it — fell … on far - off isles — and"
        );
        assert_eq!(surfaces("See https://example.org/a, says @her #now"), "See http , says @name #tag");
        assert_eq!(surfaces("a 6\" nail"), "a 6 \" nail");
    }

    #[test]
    fn words_have_stable_features() {
        // Published FNV-1a test values.
        assert_eq!(fnv1a(""), 0x811c_9dc5);
        assert_eq!(fnv1a("a"), 0xe40c_292c);
        assert_eq!(fnv1a("foobar"), 0xbf9c_f968);
        let word = WordFeatures::of("McDonald's2016");
        assert_eq!(word.normal, "mcdonald's0000");
        assert_eq!(word.prefix, fnv1a("mcd") % PREFIX_BUCKETS);
        assert_eq!(word.suffix, fnv1a("000") % SUFFIX_BUCKETS);
        assert_eq!(word.shape, fnv1a("XxXx'x") % SHAPE_BUCKETS);
        assert_eq!(grams("ab"), ["^ab", "ab$", "^ab$"].map(|g| fnv1a(g) % GRAM_BUCKETS));
        assert_eq!((grams("").len(), grams(&"é".repeat(99)).len()), (0, MOST_GRAMS));
        assert_eq!(WordFeatures::of("Ön").prefix, WordFeatures::of("öN").suffix % PREFIX_BUCKETS);
    }

    #[test]
    fn states_tell_quotation_and_start() {
        let text = Text::new("He said: “We all go now.” It was a “bad day”.\nEnd");
        let states: Vec<u8> = (0..text.tokens.len()).map(|i| state(&text, i)).collect();
        assert_eq!(states, [2, 0, 0, 3, 9, 9, 9, 9, 9, 6, 1, 0, 0, 12, 18, 18, 15, 0, 2]);
        assert!(states.iter().all(|&s| usize::from(s) < STATES));
    }
}
