//! The scorers' own view of a text: simple tokens and quoted stretches, on purpose not the library's.
//!
//! All offsets are code points.

use super::document::Range;
use std::collections::BTreeSet;
use unicode_properties::{GeneralCategory as Category, GeneralCategoryGroup as Group, UnicodeGeneralCategory};

const QUOTE_CHARACTERS: &str = "\"\u{201c}\u{201d}\u{201e}\u{201f}\u{ab}\u{bb}`\u{2018}\u{2019}'";

/// Letters, numbers and the underscore; no combining marks.
pub fn is_word(c: char) -> bool {
    match c {
        _ if c.is_ascii() => c.is_ascii_alphanumeric() || c == '_',
        _ => matches!(c.general_category_group(), Group::Letter | Group::Number),
    }
}

pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || ('\x1c'..='\x1f').contains(&c)
}

fn is_digit(c: char) -> bool {
    c.general_category() == Category::DecimalNumber || "²³¹⁰⁴⁵⁶⁷⁸⁹".contains(c)
}

/// A sorted set of token numbers.
pub type Ids = BTreeSet<usize>;

/// How many two sets share.
pub fn shared(a: &Ids, b: &Ids) -> usize {
    a.intersection(b).count()
}

/// Whether two sets share anything.
pub fn meet(a: &Ids, b: &Ids) -> bool {
    a.intersection(b).next().is_some()
}

/// Whether the words of a content are inside quotation marks: all, some, none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Direct,
    Mixed,
    Indirect,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Direct, Self::Mixed, Self::Indirect];

    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
        }
    }
}

/// A text with its simple tokens: runs of word characters, and single other characters.
pub struct Doc {
    pub text: Vec<char>,
    pub tokens: Vec<(usize, usize)>,
    quoted: Ids,
}

impl Doc {
    pub fn new(text: &str) -> Self {
        let text: Vec<char> = text.chars().collect();
        let tokens = tokens(&text);
        let mut doc = Self { text, tokens, quoted: Ids::new() };
        let regions = quote_regions(&doc.text);
        doc.quoted = doc.span_ids(&regions).into_iter().collect();
        doc
    }

    pub fn word(&self, token: usize) -> String {
        let (start, end) = self.tokens[token];
        self.text[start..end].iter().collect()
    }

    pub fn slice(&self, [start, end]: Range) -> String {
        let end = end.min(self.text.len());
        self.text[start.min(end)..end].iter().collect()
    }

    pub fn is_word(&self, token: usize) -> bool {
        is_word(self.text[self.tokens[token].0])
    }

    fn is_quote(&self, token: usize) -> bool {
        let (start, end) = self.tokens[token];
        end - start == 1 && QUOTE_CHARACTERS.contains(self.text[start])
    }

    /// The tokens that begin in, or overlap, the spans.
    pub fn span_ids(&self, spans: &[Range]) -> Vec<usize> {
        let mut ids = Vec::new();
        for &[start, end] in spans {
            let mut at = self.tokens.partition_point(|t| t.0 < start);
            if at > 0 && self.tokens[at - 1].1 > start {
                at -= 1;
            }
            while at < self.tokens.len() && self.tokens[at].0 < end {
                ids.push(at);
                at += 1;
            }
        }
        ids
    }

    /// Tokens of the spans without quotation marks.
    pub fn content_ids(&self, spans: &[Range]) -> Ids {
        self.span_ids(spans).into_iter().filter(|&i| !self.is_quote(i)).collect()
    }

    pub fn word_ids(&self, spans: &[Range]) -> Ids {
        self.span_ids(spans).into_iter().filter(|&i| self.is_word(i)).collect()
    }

    pub fn kind(&self, spans: &[Range]) -> Kind {
        let words = self.word_ids(spans);
        match shared(&words, &self.quoted) {
            0 => Kind::Indirect,
            n if n == words.len() => Kind::Direct,
            _ => Kind::Mixed,
        }
    }
}

fn tokens(text: &[char]) -> Vec<(usize, usize)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let start = at;
        at += 1;
        if is_blank(text[start]) {
            continue;
        }
        if is_word(text[start]) {
            while at < text.len() && is_word(text[at]) {
                at += 1;
            }
        }
        tokens.push((start, at));
    }
    tokens
}

/// Quoted stretches, marks included, paragraph by paragraph. One left open runs to the end of its paragraph.
fn quote_regions(text: &[char]) -> Vec<Range> {
    let mut regions = Vec::new();
    let mut begin = 0;
    for paragraph in text.split(|&c| c == '\n') {
        let mut found = double_regions(paragraph);
        single_regions(paragraph, &mut found);
        found.sort_unstable();
        regions.extend(found.into_iter().map(|[a, b]| [begin + a, begin + b]));
        begin += paragraph.len() + 1;
    }
    regions
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Open,
    Close,
}

/// Curly, straight, guillemets, and `` with ''.
fn double_regions(paragraph: &[char]) -> Vec<Range> {
    let mut regions = Vec::new();
    let mut open: Option<usize> = None;
    let mut at = 0;
    while at < paragraph.len() {
        let pair = paragraph.get(at + 1) == Some(&paragraph[at]);
        let (mark, width) = match paragraph[at] {
            '\u{201c}' | '\u{201f}' | '\u{ab}' => (Some(Mark::Open), 1),
            '\u{201d}' | '\u{bb}' => (Some(Mark::Close), 1),
            '"' => {
                let before = if at > 0 { paragraph[at - 1] } else { ' ' };
                let after = paragraph.get(at + 1).copied().unwrap_or(' ');
                let mark = if open.is_none() {
                    // 6'2" is an inch mark.
                    let inch = is_digit(before) && !(is_word(after) && after != '_');
                    (!inch).then_some(Mark::Open)
                } else if is_blank(before) && !is_blank(after) {
                    // The earlier one was never closed.
                    Some(Mark::Open)
                } else {
                    Some(Mark::Close)
                };
                (mark, 1)
            }
            '`' if pair => (Some(Mark::Open), 2),
            '\'' if pair => (Some(if open.is_some() { Mark::Close } else { Mark::Open }), 2),
            _ => (None, 1),
        };
        match mark {
            Some(Mark::Open) => {
                if let Some(start) = open.replace(at) {
                    regions.push([start, at]);
                }
            }
            Some(Mark::Close) => {
                if let Some(start) = open.take() {
                    regions.push([start, at + width]);
                }
            }
            None => {}
        }
        at += width;
    }
    if let Some(start) = open {
        regions.push([start, paragraph.len()]);
    }
    regions
}

/// Single marks outside the double ones, within 300 characters.
fn single_regions(paragraph: &[char], regions: &mut Vec<Range>) {
    const FARTHEST: usize = 300;
    let opens = |i: usize| {
        matches!(paragraph[i], '\u{2018}' | '\'')
            && paragraph.get(i + 1).is_some_and(|&c| is_word(c))
            && !(i > 0 && (is_word(paragraph[i - 1]) || matches!(paragraph[i - 1], '\u{2019}' | '\'' | '.')))
    };
    let closes = |i: usize| {
        matches!(paragraph[i], '\u{2019}' | '\'')
            && i > 0
            && (is_word(paragraph[i - 1]) || ".,!?\u{2026}".contains(paragraph[i - 1]))
            && !paragraph.get(i + 1).is_some_and(|&c| is_word(c))
    };
    let mut behind = 0;
    for start in (0..paragraph.len()).filter(|&i| opens(i)) {
        if start < behind || regions.iter().any(|r| r[0] <= start && start < r[1]) {
            continue;
        }
        // One that is farther away than allowed is as good as none.
        let last = (start + FARTHEST).min(paragraph.len());
        let Some(end) = (start + 1..last).find(|&i| closes(i)).map(|i| i + 1) else { continue };
        if regions.iter().any(|r| start < r[1] && r[0] < end) {
            continue;
        }
        regions.push([start, end]);
        behind = end;
    }
}

/// Words at which the head of a noun phrase is behind us.
const HEAD_STOP: &str = "who which that of in for from at with on to by and or as whose whom where near behind inside \
                         outside about against among including like familiar speaking if";

/// A rough head word of a source, without a parser: the last word before the first comma, bracket, preposition,
/// relative or conjunction.
pub fn head_word(doc: &Doc, spans: &[Range]) -> Option<usize> {
    let mut ids = doc.span_ids(spans);
    ids.sort_unstable();
    let mut last = None;
    for id in ids {
        let word = doc.word(id);
        if doc.is_word(id) {
            let lower = word.to_lowercase();
            if last.is_some() && HEAD_STOP.split_whitespace().any(|w| w == lower) {
                break;
            }
            let start = doc.tokens[id].0;
            if lower == "s" && start > 0 && matches!(doc.text[start - 1], '\'' | '\u{2019}') {
                continue;
            }
            last = Some(id);
        } else if last.is_some() && ",;:()[]\u{2014}\u{2013}".contains(&word) {
            break;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<String> {
        let characters: Vec<char> = text.chars().collect();
        quote_regions(&characters).iter().map(|r| characters[r[0]..r[1]].iter().collect()).collect()
    }

    #[test]
    fn marks_of_all_sorts() {
        assert_eq!(quoted("“Yes,” he said. \"No,\" she said."), ["“Yes,”", "\"No,\""]);
        assert_eq!(quoted("``Yes,'' he said."), ["``Yes,''"]);
        assert_eq!(quoted("It was 'not so' and it's 6'2\" tall"), ["'not so'"]);
        assert_eq!(quoted("“An open one\nand no more"), ["“An open one"]);
        assert_eq!(quoted("«Oui», dit-il"), ["«Oui»"]);
    }

    #[test]
    fn heads() {
        let doc = Doc::new("the spokesman of the city's mayor, Ann Lee");
        let head = |a, b| head_word(&doc, &[[a, b]]).map(|i| doc.word(i));
        assert_eq!(head(0, 42).as_deref(), Some("spokesman"));
        assert_eq!(head(17, 42).as_deref(), Some("mayor"));
        assert_eq!(head_word(&doc, &[]), None);
    }
}
