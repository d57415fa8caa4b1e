//! Tokens and paragraphs.
//!
//! A token is a word, a number, a clitic (`'s`, `n't`), an address, or one mark of punctuation. Contractions are split
//! and hyphenated words too, as in the Penn Treebank and Universal Dependencies; a token never begins or ends inside a
//! grapheme cluster.

use super::span::Span;
use crate::lexicon::{lexicon, Feature, FeatureSet};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// The smallest unit of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Bytes.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
    /// Index into [`Text::sentences`](super::Text::sentences).
    pub sentence: u32,
    /// Index into [`Text::paragraphs`](super::Text::paragraphs).
    pub paragraph: u32,
    /// Where it stands with regard to quotation marks.
    pub quote: QuoteState,
    /// What the lexicon knows of it.
    pub features: FeatureSet,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, perhaps with digits; also an abbreviation with its full stops.
    Word,
    /// `'s`, `n't`, `'re` …
    Clitic,
    /// Digits, perhaps with separators or an ending (`1,000`, `75th`).
    Number,
    /// A web address, `@name` or `#tag`.
    Address,
    /// A mark of punctuation or another symbol.
    Mark,
}

impl TokenKind {
    /// Whether it counts as a word.
    #[must_use]
    pub fn is_word(self) -> bool {
        matches!(self, Self::Word | Self::Number | Self::Address)
    }
}

/// Where a token stands with regard to the outermost quotation that holds it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum QuoteState {
    /// Not in quotation marks.
    #[default]
    Outside,
    /// The opening mark.
    Open {
        /// Reads like a sentence, not like a fragment.
        full: bool,
    },
    /// The closing mark.
    Close {
        /// Reads like a sentence, not like a fragment.
        full: bool,
    },
    /// Between the marks.
    Inside {
        /// Reads like a sentence, not like a fragment.
        full: bool,
    },
}

/// A grapheme cluster: where it begins and what its first character is.
#[derive(Clone, Copy)]
struct Cluster {
    // Half as wide as a pointer: there are as many of them as characters.
    start: u32,
    first: char,
}

impl Cluster {
    fn is_blank(self) -> bool {
        self.first.is_whitespace()
            || self.first.is_control()
            || matches!(self.first, '\u{200B}' | '\u{FEFF}' | '\u{00AD}')
    }

    fn is_letter(self) -> bool {
        self.first.is_alphabetic()
    }

    fn is_digit(self) -> bool {
        self.first.is_numeric()
    }

    fn is_word(self) -> bool {
        self.is_letter() || self.is_digit() || self.first == '_'
    }

    fn is_apostrophe(self) -> bool {
        matches!(self.first, '\'' | '\u{2019}' | '\u{02BC}')
    }
}

/// Bytes that are split at a time, where the text has line ends.
const PART: usize = 1 << 14;

/// Splits a text into tokens. Sentence, paragraph and quote state are filled in later.
pub(super) fn tokenize(text: &str) -> Vec<Token> {
    let mut scanner = Scanner { text, clusters: Vec::new(), end: 0, tokens: Vec::with_capacity(text.len() / 4) };
    let mut from = 0;
    while from < text.len() {
        let to = part_end(text, from);
        scanner.clusters.clear();
        scanner.clusters.reserve(text[from..to].chars().count());
        scanner.clusters.extend(text[from..to].grapheme_indices(true).map(|(start, cluster)| Cluster {
            start: (from + start) as u32,
            first: cluster.chars().next().unwrap_or(' '),
        }));
        scanner.end = to;
        let mut at = 0;
        while at < scanner.clusters.len() {
            at = scanner.token(at);
        }
        from = to;
    }
    scanner.tokens.shrink_to_fit();
    scanner.tokens
}

/// Where the part that begins at `from` ends: behind a line end, over which no token goes and, but for a degree sign in front
/// of it, no rule looks.
fn part_end(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let ends = |&at: &usize| bytes[at] == b'\n' && !text[..at].ends_with('°');
    (from + PART..text.len()).find(ends).map_or(text.len(), |at| at + 1)
}

struct Scanner<'s> {
    text: &'s str,
    /// Of the part that is split, which ends there.
    clusters: Vec<Cluster>,
    end: usize,
    tokens: Vec<Token>,
}

impl Scanner<'_> {
    fn offset(&self, at: usize) -> usize {
        self.clusters.get(at).map_or(self.end, |c| c.start as usize)
    }

    fn is(&self, at: usize, test: impl Fn(Cluster) -> bool) -> bool {
        self.clusters.get(at).is_some_and(|&c| test(c))
    }

    fn is_char(&self, at: usize, c: char) -> bool {
        self.is(at, |x| x.first == c)
    }

    fn push(&mut self, from: usize, to: usize, kind: TokenKind) -> usize {
        let span = Span::new(self.offset(from) as u32, self.offset(to) as u32);
        let features = match kind {
            TokenKind::Word => lexicon().features(span.of(self.text)),
            TokenKind::Clitic => lexicon().features(joined(span.of(self.text))),
            // The apostrophe of a possessor is a mark.
            TokenKind::Mark if to == from + 1 => lexicon().features(span.of(self.text)),
            _ => FeatureSet::default(),
        };
        self.tokens.push(Token { span, kind, sentence: 0, paragraph: 0, quote: QuoteState::Outside, features });
        to
    }

    /// Reads the token that begins at cluster `at`; returns the cluster behind it.
    fn token(&mut self, at: usize) -> usize {
        let cluster = self.clusters[at];
        if cluster.is_blank() {
            return at + 1;
        }
        let before_is_word = at > 0 && self.is(at - 1, Cluster::is_word);
        if !before_is_word {
            if let Some(end) = self.address(at) {
                return self.push(at, end, TokenKind::Address);
            }
        }
        if cluster.is_word() {
            return self.word(at);
        }
        // Runs that are one mark: `...`, `--`, two backquotes, two apostrophes, two single marks.
        let same = |i: &usize| self.is_char(*i, cluster.first);
        let length = match cluster.first {
            '.' | '-' | '\u{2013}' | '\u{2014}' => (at..).take_while(same).count(),
            '`' | '\'' | '\u{2018}' | '\u{2019}' if same(&(at + 1)) => 2,
            _ => 1,
        };
        self.push(at, at + length, TokenKind::Mark)
    }

    /// The end of a web address, `@name` or `#tag` that begins at `at`.
    fn address(&self, at: usize) -> Option<usize> {
        let rest = &self.text[self.offset(at)..self.end];
        if matches!(self.clusters[at].first, '@' | '#') {
            let end = (at + 1..).take_while(|&i| self.is(i, Cluster::is_word)).last()? + 1;
            return Some(end);
        }
        let is_web = ["http://", "https://", "www."]
            .iter()
            .any(|p| rest.get(..p.len()).is_some_and(|head| head.eq_ignore_ascii_case(p)));
        if !is_web {
            return None;
        }
        let mut end = (at..).take_while(|&i| self.is(i, |c| !c.is_blank())).last()? + 1;
        while end > at + 1 && self.is(end - 1, |c| !c.is_word() && c.first != '/') {
            end -= 1;
        }
        Some(end)
    }

    /// Reads a word or number that begins at `at`, with the clitic behind it.
    fn word(&mut self, at: usize) -> usize {
        let mut end = at + 1;
        let mut digits = self.clusters[at].is_digit();
        loop {
            if self.is(end, Cluster::is_word) {
                digits &= self.clusters[end].is_digit() || self.is(at, Cluster::is_digit);
                end += 1;
            } else if self.is(end, |c| matches!(c.first, '.' | ',' | ':'))
                && self.is(end - 1, Cluster::is_digit)
                && self.is(end + 1, Cluster::is_digit)
            {
                end += 2;
            } else if self.is(end, |c| c.first == '&')
                && end - at == 1
                && self.is(at, |c| c.first.is_uppercase())
                && self.is(end + 1, |c| c.first.is_uppercase())
                && !self.is(end + 2, Cluster::is_word)
            {
                end += 2; // `Q&A`, `B&B`
            } else if self.is_char(end, '\u{AD}') && self.is(end + 1, Cluster::is_letter) {
                end += 2; // a soft hyphen inside a word
            } else if self.is(end, Cluster::is_apostrophe) {
                // Texts that went through a tokenizer have a blank: `it’ s`.
                let blank = usize::from(self.is_char(end + 1, ' '));
                let tail = (end + 1 + blank..).take_while(|&i| self.is(i, Cluster::is_word)).count();
                let behind = end + 1 + blank + tail;
                if tail == 0 || !self.is(end + 1 + blank, Cluster::is_letter) {
                    break;
                }
                let tail_text = &self.text[self.offset(end + 1 + blank)..self.offset(behind)];
                let is = |s: &str| tail_text.eq_ignore_ascii_case(s);
                if is("t") && end - at >= 2 && self.is(end - 1, |c| matches!(c.first, 'n' | 'N')) {
                    self.push(at, end - 1, TokenKind::Word);
                    return self.push(end - 1, behind, TokenKind::Clitic);
                }
                if lexicon().features(joined(&self.text[self.offset(end)..self.offset(behind)])).has(Feature::Clitic) {
                    self.push(at, end, if digits { TokenKind::Number } else { TokenKind::Word });
                    return self.push(end, behind, TokenKind::Clitic);
                }
                if blank > 0 {
                    break;
                }
                end = behind; // `O'Brien`, `d'Ivoire`
            } else {
                break;
            }
        }
        if self.is_char(end, '.') && self.keeps_stop(at, end) {
            end += 1;
            // `U.S.`, `a.m.`
            while end - at >= 2
                && self.is(end, Cluster::is_letter)
                && self.is_char(end + 1, '.')
                && self.is(end - 1, |c| c.first == '.')
            {
                end += 2;
            }
        }
        self.push(at, end, if digits { TokenKind::Number } else { TokenKind::Word })
    }

    /// Whether the letter at `at` is a unit: `40 °C.`, `40 ° C.`
    fn is_degree(&self, at: usize) -> bool {
        (1..=2).any(|back| at >= back && self.is_char(at - back, '°'))
    }

    /// Whether the full stop at cluster `stop` belongs to the word that begins at `at`.
    fn keeps_stop(&self, at: usize, stop: usize) -> bool {
        let word = &self.text[self.offset(at)..self.offset(stop)];
        let followed_by_letter = self.is(stop + 1, Cluster::is_letter);
        if stop - at == 1 && self.is(at, Cluster::is_letter) {
            // `U.S.` or the initial in `Petra A. Hollis`.
            return if followed_by_letter {
                self.is_char(stop + 2, '.')
            } else {
                self.is(at, |c| c.first.is_uppercase() && c.first != 'I')
                    && self.is(stop + 1, |c| c.is_blank() || c.first == ',')
                    && !self.is_degree(at)
            };
        }
        if followed_by_letter || !word.is_ascii() || word.len() > 6 {
            return false;
        }
        let features = lexicon().features(word);
        let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
        (features.has(Feature::Abbreviation) || capital && features.has(Feature::CapitalAbbreviation))
            // `said no.` at the end of a text or paragraph is no abbreviation
            && self.is(stop + 1, |c| c.first != '\n')
            && stop + 1 < self.clusters.len()
    }
}

/// A clitic without the blank that a tokenizer left in it: `’s` for `’ s`.
pub(super) fn joined(clitic: &str) -> &str {
    match clitic.split_once(' ') {
        Some((_, tail)) => lexicon().clitic(tail).unwrap_or(clitic),
        None => clitic,
    }
}

/// Finds the paragraphs and writes their numbers into the tokens.
///
/// A line break ends a paragraph, except inside hard-wrapped text: where blank lines separate the paragraphs and most
/// lines are of about one length, or where a line ends without punctuation and the next goes on in lower case.
pub(super) fn paragraphs(text: &str, tokens: &mut [Token]) -> Vec<Range<usize>> {
    let wrapped = is_hard_wrapped(text);
    let mut result: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for i in 0..tokens.len() {
        if i > start {
            let gap = &text[tokens[i - 1].span.end as usize..tokens[i].span.start as usize];
            let breaks = line_breaks(gap);
            let goes_on = || {
                let last = tokens[i - 1].span.of(text);
                let next = tokens[i].span.of(text);
                (tokens[i - 1].kind != TokenKind::Mark || last == ",") && next.starts_with(char::is_lowercase)
            };
            if breaks >= 2 || breaks == 1 && !wrapped && !goes_on() {
                result.push(start..i);
                start = i;
            }
        }
        tokens[i].paragraph = result.len() as u32;
    }
    if start < tokens.len() {
        result.push(start..tokens.len());
    }
    result
}

/// Line breaks in a gap between tokens; `\r\n` counts once, a paragraph separator counts as two.
fn line_breaks(gap: &str) -> usize {
    let mut count = 0;
    let mut previous = ' ';
    for c in gap.chars() {
        match c {
            '\n' if previous == '\r' => {}
            '\n' | '\r' | '\u{2028}' | '\u{85}' | '\u{B}' => count += 1,
            '\u{2029}' | '\u{C}' => count += 2,
            _ => {}
        }
        previous = c;
    }
    count
}

/// Whether most lines were broken at a fixed width: at least six lines, blank lines between paragraphs, and of the lines
/// that another one follows at once, four in five between 50 and 100 characters long.
fn is_hard_wrapped(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let (mut followed, mut full, mut blank) = (0usize, 0usize, 0usize);
    for pair in lines.windows(2) {
        if pair[0].is_empty() {
            blank += 1;
        } else if !pair[1].is_empty() {
            followed += 1;
            let length = pair[0].chars().count();
            full += usize::from((50..=100).contains(&length));
        }
    }
    blank > 0 && followed >= 6 && full * 5 >= followed * 4
}

#[cfg(test)]
mod tests {
    use super::PART;
    use crate::text::Text;

    fn words(text: &str) -> Vec<&str> {
        let text = Text::new(text);
        (0..text.tokens.len()).map(|i| text.word(i)).collect()
    }

    #[test]
    fn tokens() {
        for (text, expected) in [
            ("Don't say it's O'Brien's.", "Do|n't|say|it|'s|O'Brien|'s|."),
            ("Gen. Petra A. Hollis, U.S. Army", "Gen.|Petra|A.|Hollis|,|U.S.|Army"),
            ("It fell to 1,000.5 on the 75th day, 77%", "It|fell|to|1,000.5|on|the|75th|day|,|77|%"),
            ("She said no. He left.", "She|said|no|.|He|left|."),
            ("see https://example.org/a?b=c. @name said #yes!", "see|https://example.org/a?b=c|.|@name|said|#yes|!"),
            ("anti-war -- and ... ``so''", "anti|-|war|--|and|...|``|so|''"),
            ("e\u{301}te\u{301} \u{1F468}\u{200D}\u{1F469} ok", "e\u{301}te\u{301}|\u{1F468}\u{200D}\u{1F469}|ok"),
            ("the senators’ “plan”", "the|senators|’|“|plan|”"),
            (
                "The mayor’ s aide didn’ t say that it’ s ours, we’ re told",
                "The|mayor|'s|aide|did|n't|say|that|it|'s|ours|,|we|'re|told",
            ),
            ("the ‘old’ say and O’ Brien", "the|‘|old|’|say|and|O|’|Brien"),
            ("\u{0}a\u{200B}b\u{FEFF}", "a|b"),
        ] {
            assert_eq!(words(text).join("|"), expected);
        }
    }

    #[test]
    fn parts_do_not_show() {
        // Whatever stands at the border of a part; the lengths are such that each character comes to stand there once.
        let line = "It was 40 °\nC. at www.example.org,\r\nshe’ s said no.\nJ. Lee\n\n";
        let once = words(line);
        for shift in 0..line.len() {
            let text = format!("{}{}", "x".repeat(shift) + "\n", line.repeat(2 * PART / line.len()));
            let found = words(&text);
            let (first, rest) = found.split_at(usize::from(shift > 0));
            assert_eq!(first.concat().len(), shift);
            assert!(rest.chunks(once.len()).all(|part| part == once), "{shift}");
        }
    }

    #[test]
    fn paragraphs() {
        let count = |t: &str| Text::new(t).paragraphs.len();
        assert_eq!(count(""), 0);
        assert_eq!(count("One.\nTwo.\r\nThree."), 3);
        assert_eq!(count("The first line is cut\nand goes on here."), 1);
        let line = "These words fill up a line of quite the usual width of text. A";
        assert_eq!(count(&format!("{0}\n{0}\n{0}\n{0}\n\n{0}\n{0}\n{0}\n{0}\n", line)), 2);
    }
}
