//! Labels: the words in front of a line of talk that name who speaks.

use crate::lexicon::{Feature, FeatureSet};
use crate::text::{QuoteState, Text, TokenKind};
use std::ops::Range;

/// Longer labels are sentences.
const LONGEST: usize = 7;

/// Tokens that may stand around a label, such as a time of day or the stars of bold type, at most.
const AROUND: usize = 6;

/// Small words that stand inside names and titles: `The Minister for Roads`.
const JOINING: FeatureSet = FeatureSet::of(&[
    Feature::NameParticle,
    Feature::Title,
    Feature::Preposition,
    Feature::Article,
    Feature::Coordinator,
]);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// `Q` and `A`.
    Letter,
    /// `ANDREA BELL, HOST`
    Capitals,
    /// `Gazette`, `Ana Ruiz`
    Name,
}

/// A line of talk.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Who speaks, perhaps with what he is.
    pub label: Range<usize>,
    /// The mark that ends the label; empty where none does.
    pub mark: Range<usize>,
    /// What is said, up to the next label or the paragraph's end.
    pub words: Range<usize>,
    pub style: Style,
    /// Whether a time of day stands beside the label, as in live blogs and recordings.
    pub timed: bool,
    /// Whether the label has its paragraph for itself, without a colon.
    pub alone: bool,
}

impl Line {
    /// The number of the paragraph in which its words begin.
    pub fn paragraph(&self, text: &Text<'_>) -> usize {
        text.tokens[self.words.start].paragraph as usize
    }

    /// The number of the paragraph of its label.
    pub fn begins(&self, text: &Text<'_>) -> usize {
        text.tokens[self.label.start].paragraph as usize
    }

    /// The name in the label, without what stands behind a comma or in brackets.
    pub fn name(&self, text: &Text<'_>) -> Range<usize> {
        let end = self.label.clone().skip(1).find(|&i| matches!(text.word(i), "," | "("));
        self.label.start..end.unwrap_or(self.label.end)
    }
}

/// The labelled line that begins at a sentence's start, perhaps behind an opening mark: each paragraph of a quoted
/// transcript has one.
pub(super) fn line(text: &Text<'_>, start: usize) -> Option<Line> {
    let paragraph = text.paragraph_of(start);
    let opens = paragraph.start == start;
    let quoted = matches!(text.tokens[start].quote, QuoteState::Open { .. });
    let before = |i: &usize| is_type(text, *i) || is_time(text, *i) || matches!(text.word(*i), "[" | "]" | "(" | ")");
    let first = if opens && !quoted {
        (start..paragraph.end.min(start + AROUND)).find(|i| !before(i))?
    } else {
        start + usize::from(quoted)
    };
    let timed = (start..first).any(|i| is_time(text, i));
    if first >= paragraph.end || !text.tokens[first].kind.is_word() {
        return None;
    }
    if let Some(letter) = letter(text, first, &paragraph, opens) {
        return Some(letter);
    }
    let colon = (first + 1..paragraph.end.min(first + LONGEST + AROUND)).find(|&i| text.word(i) == ":")?;
    let (label, behind_time) = bare(text, first..colon);
    let style = style(text, &label, opens)?;
    let mark = colon..colon + 1;
    let words = words(text, colon + 1..paragraph.end)?;
    Some(Line { label, mark, words, style, timed: timed || behind_time, alone: false })
}

/// A label that is a paragraph of its own, without a colon; what follows it are the words.
pub(super) fn alone(text: &Text<'_>, paragraph: &Range<usize>) -> Option<Line> {
    let (label, style, timed) = whole(text, paragraph)?;
    let end = label.end;
    let words = words(text, paragraph.end..paragraph.end)?;
    Some(Line { label, mark: end..end, words, style, timed, alone: true })
}

/// Whether a paragraph is nothing but a label.
pub(super) fn is_alone(text: &Text<'_>, paragraph: &Range<usize>) -> bool {
    whole(text, paragraph).is_some()
}

/// The label that a paragraph is, how it is written, and whether a time stands beside it.
fn whole(text: &Text<'_>, paragraph: &Range<usize>) -> Option<(Range<usize>, Style, bool)> {
    let fits = paragraph.len() <= LONGEST + AROUND && text.is_outside(paragraph.start);
    let first = paragraph.clone().filter(|_| fits).find(|&i| !is_type(text, i))?;
    let (label, timed) = bare(text, first..paragraph.end);
    // A full stop makes it a sentence.
    let stopped = text.word(label.end - 1).ends_with('.') && !is_letter(text, first);
    let letter = label.len() == 1 && is_letter(text, first);
    let style = if letter { Style::Letter } else { style(text, &label, true).filter(|_| !stopped)? };
    Some((label, style, timed))
}

/// `Q: …`, `A. …`, `Q …`
fn letter(text: &Text<'_>, first: usize, paragraph: &Range<usize>, opens: bool) -> Option<Line> {
    if !is_letter(text, first) {
        return None;
    }
    let colon = text.word(first + 1) == ":";
    let marked = colon || opens && matches!(text.word(first + 1), ")" | "-" | "–" | "—" | "." | "*");
    // What stands in the next paragraph marks nothing in this one.
    let marked = marked && first + 1 < paragraph.end;
    let bare = opens && (text.word(first).len() == 2 || text.is_capital(first + 1) || text.word(first + 1) == "“");
    if !(marked || bare) {
        return None;
    }
    let end = first + 1 + usize::from(marked);
    let words = words(text, end..paragraph.end)?;
    Some(Line {
        label: first..first + 1,
        mark: first + 1..end,
        words,
        style: Style::Letter,
        timed: false,
        alone: false,
    })
}

/// Whether a token is the letter of a question or an answer.
pub(super) fn is_letter(text: &Text<'_>, token: usize) -> bool {
    matches!(text.word(token).trim_end_matches('.'), "Q" | "A")
}

/// The words behind a label: of its paragraph, or else of the next.
fn words(text: &Text<'_>, rest: Range<usize>) -> Option<Range<usize>> {
    let begins = |range: &Range<usize>| range.clone().find(|&i| !is_type(text, i)).filter(|&i| i < range.end);
    let has_words = |range: &Range<usize>| text.words_in(range.clone()) > 0;
    if has_words(&rest) {
        return begins(&rest).map(|start| start..rest.end);
    }
    let next = text.paragraph_of(rest.end);
    (next.start == rest.end && has_words(&next)).then(|| begins(&next).map(|start| start..next.end)).flatten()
}

/// A label without the stars of bold type and the time of day, and whether it has one.
fn bare(text: &Text<'_>, label: Range<usize>) -> (Range<usize>, bool) {
    let time = label.clone().skip(1).find(|&i| is_time(text, i));
    let mut end = time.unwrap_or(label.end);
    let ends = |i: usize| is_type(text, i) || time.is_some() && matches!(text.word(i), "," | "(" | "[" | "at" | "-");
    while end > label.start + 1 && ends(end - 1) {
        end -= 1;
    }
    (label.start..end, time.is_some())
}

/// How a label is written; `None` where these words are none.
fn style(text: &Text<'_>, label: &Range<usize>, opens: bool) -> Option<Style> {
    let is_word = |i: usize| text.tokens[i].kind.is_word();
    let name_end = label.clone().skip(1).find(|&i| matches!(text.word(i), "," | "(")).unwrap_or(label.end);
    let in_label = |i: usize| match text.tokens[i].kind {
        TokenKind::Word => true,
        // `Ben Marsh, 41, baker`, `Speaker 2`
        TokenKind::Number => i > name_end || i + 1 == name_end && text.is(i.saturating_sub(1), Feature::Person),
        _ => matches!(text.word(i), "," | "." | "-" | "(" | ")"),
    };
    let last = (label.start..name_end).rev().find(|&i| is_word(i))?;
    let editorial = |i: usize| text.is(i, Feature::EditorialLabel);
    if name_end - label.start > LONGEST
        || label.len() > LONGEST + AROUND
        || !label.clone().all(in_label)
        || editorial(label.start)
        || editorial(last)
    {
        return None;
    }
    let letters = text.word(label.start).chars().filter(|c| c.is_alphabetic()).count();
    if letters > 1 && label.clone().all(|i| !text.word(i).contains(char::is_lowercase)) {
        return Some(Style::Capitals);
    }
    let is_small = |i: usize| text.is_lower(i) && !text.is_any(i, JOINING);
    let begins = text.word(label.start).starts_with(char::is_uppercase);
    (opens && begins && name_end - label.start <= 5 && !(label.start..name_end).any(is_small)).then_some(Style::Name)
}

/// Marks of bold and slanted type in plain text.
fn is_type(text: &Text<'_>, token: usize) -> bool {
    matches!(text.word(token), "*" | "**" | "_" | "__" | "#" | ">")
}

/// `10:32`, `10.32am`, `00:12:05`
fn is_time(text: &Text<'_>, token: usize) -> bool {
    let word = text.word(token).trim_end_matches(['a', 'p', 'm', 'h']);
    let (hours, rest) = word.split_once([':', '.']).unwrap_or((word, ""));
    text.tokens.get(token).is_some_and(|t| t.kind == TokenKind::Number)
        && hours.len() <= 2
        && rest.len() >= 2
        && rest.bytes().all(|b| b.is_ascii_digit() || b == b':')
}
