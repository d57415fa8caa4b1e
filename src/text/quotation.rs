//! Pairing of quotation marks.
//!
//! Knows curly, straight, low, angle, double-apostrophe and single marks, tells single marks from apostrophes, and lives
//! with marks that are missing: a mark that opens where one is open says that the earlier one was never closed; a
//! quotation that no mark closes ends with its paragraph, and goes on in the next paragraph if that opens with a mark
//! (each paragraph opens, only the last closes), or if its first mark is the one that was missing.

use super::span::Span;
use super::token::{QuoteState, Token, TokenKind};
use crate::lexicon::Feature;
use std::collections::HashMap;
use std::ops::Range;
use words::Words;

/// A stretch between quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Bytes, marks included.
    pub span: Span,
    /// Tokens, marks included.
    pub tokens: Range<usize>,
    /// Whether a mark opens it; otherwise it goes on from the paragraph before.
    pub opened: bool,
    /// Whether a mark closes it.
    pub closed: bool,
    /// Whether it reads like a sentence: four words or more, with a capital in front or punctuation at the end. The rest
    /// are fragments: `a “rather costly error”`, titles, scare quotes.
    pub full: bool,
    /// Index of the quotation around it.
    pub parent: Option<usize>,
    /// Index of the quotation in an earlier paragraph that goes on here.
    pub continues: Option<usize>,
}

impl Quotation {
    /// Tokens between the marks.
    #[must_use]
    pub fn inner(&self) -> Range<usize> {
        let end = self.tokens.end - usize::from(self.closed);
        (self.tokens.start + usize::from(self.opened)).min(end)..end
    }
}

/// Quotations longer than this many tokens are not believed when no mark closes them.
const LONGEST_UNCLOSED: usize = 400;

/// As many paragraphs a quotation may go on without a mark.
const MOST_PARAGRAPHS: usize = 4;

/// Families of marks: an opening mark is closed by one of its own family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Curly,
    Straight,
    Angle,
    Backquote,
    Single,
}

impl Family {
    /// Double marks, which writers mix in one pair.
    fn is_double(self) -> bool {
        matches!(self, Self::Curly | Self::Straight | Self::Backquote)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Open,
    Close,
    /// Straight or ambiguous: what it does depends on what is open.
    Either,
}

/// What stands right before and right behind a mark.
struct Context {
    before: Option<char>,
    after: Option<char>,
    /// Whether the word behind, blanks between them or not, begins in lower case.
    leads_on: bool,
}

impl Context {
    fn of(text: &str, token: &Token) -> Self {
        let behind = &text[token.span.end as usize..];
        Self {
            before: text[..token.span.start as usize].chars().next_back(),
            after: behind.chars().next(),
            leads_on: behind.chars().take(4).find(|c| !c.is_whitespace()).is_some_and(char::is_lowercase),
        }
    }

    /// Neither the word before nor the one behind holds it.
    fn is_free(&self) -> bool {
        [self.before, self.after].iter().all(|c| c.is_none_or(char::is_whitespace))
    }

    fn looks_open(&self) -> bool {
        let free = self.before.is_none_or(|c| c.is_whitespace() || "([{—–-/“‘\"'«¿¡".contains(c));
        free && self.after.is_some_and(|c| !c.is_whitespace())
    }

    fn looks_close(&self) -> bool {
        let held = self.before.is_some_and(|c| !c.is_whitespace());
        held && self.after.is_none_or(|c| !c.is_alphanumeric())
    }
}

fn mark(word: &str, context: &Context) -> Option<(Family, Role)> {
    let mark = word.chars().next()?;
    Some(match mark {
        '‘' if word == "‘‘" => (Family::Curly, Role::Open),
        '’' if word == "’’" => (Family::Curly, Role::Close),
        // `… at all.“ said the minister`, `… at all. “ said the minister`: meant to close.
        '“' if context.after.is_some_and(char::is_whitespace)
            && (context.looks_close() && !context.looks_open() || context.is_free() && context.leads_on) =>
        {
            (Family::Curly, Role::Either)
        }
        '“' | '‟' | '„' => (Family::Curly, Role::Open),
        // Some languages, and some writers, open with the closing mark.
        '”' if context.looks_open() && !context.looks_close() => (Family::Curly, Role::Either),
        '”' => (Family::Curly, Role::Close),
        '«' if context.looks_close() && !context.looks_open() => (Family::Angle, Role::Close),
        '«' => (Family::Angle, Role::Open),
        '»' if context.looks_open() && !context.looks_close() => (Family::Angle, Role::Either),
        '»' => (Family::Angle, Role::Close),
        '"' => (Family::Straight, Role::Either),
        '`' if word == "``" => (Family::Backquote, Role::Open),
        '\'' if word == "''" => (Family::Backquote, Role::Either),
        '‘' | '‛' | '‚' if context.looks_open() || mark == '‘' && context.after.is_some_and(char::is_alphanumeric) => {
            (Family::Single, Role::Open)
        }
        '\'' | '’' if context.looks_open() && mark == '\'' => (Family::Single, Role::Open),
        '\'' | '’' if context.looks_close() => (Family::Single, Role::Close),
        _ => return None,
    })
}

/// What each mark of a text is: by its shape and spacing, where these can be relied on.
struct Marks<'t> {
    text: &'t str,
    /// What the marks do that were decided together.
    decided: HashMap<usize, Option<(Family, Role)>>,
}

impl Marks<'_> {
    fn of(&self, tokens: &[Token], i: usize, context: &Context) -> Option<(Family, Role)> {
        let decided = self.decided.get(&i).copied();
        decided.unwrap_or_else(|| mark(tokens[i].span.of(self.text), context))
    }

    /// Whether a paragraph begins with a single mark that opens a quotation: one that the paragraph before left open, perhaps.
    fn begins_single(&self, tokens: &[Token], paragraph: &Range<usize>) -> bool {
        let first = paragraph.start;
        let opens = |i: usize| {
            let context = Context::of(self.text, &tokens[i]);
            self.of(tokens, i, &context) == Some((Family::Single, Role::Open))
        };
        paragraph.len() > 1
            && tokens[first].kind == TokenKind::Mark
            && opens(first)
            && !elided(self.text, tokens, first)
    }
}

struct Open {
    family: Family,
    token: usize,
}

/// Pairs the marks of all paragraphs and writes the quote state into the tokens.
pub(super) fn pair(text: &str, tokens: &mut [Token], paragraphs: &[Range<usize>]) -> Vec<Quotation> {
    let mut found: Vec<Quotation> = Vec::new();
    let marks = Marks { text, decided: parity::roles(text, tokens, paragraphs) };
    // The last quotation of the paragraph before, when no mark closed it.
    let mut unclosed: Option<usize> = None;
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let first = found.len();
        let behind = &paragraphs[at..paragraphs.len().min(at + MOST_PARAGRAPHS)];
        let rest = unclosed.and_then(|earlier| rest_of(&marks, tokens, opening(&found, earlier), behind));
        let start = rest.as_ref().map_or(paragraph.start, |rest| rest.tokens.end);
        found.extend(rest);
        let next = paragraphs.get(at + 1).filter(|next| marks.begins_single(tokens, next));
        pair_paragraph(&marks, tokens, start..paragraph.end, next, &mut found);
        let starts = found[first..].iter().position(|q| q.tokens.start == paragraph.start);
        if let (Some(earlier), Some(here)) = (unclosed, starts) {
            found[first + here].continues = Some(earlier);
            found[first + here].full = true;
        }
        unclosed = (first..found.len()).rev().find(|&i| !found[i].closed && found[i].tokens.end == paragraph.end);
    }
    end_unclosed(text, tokens, &mut found);
    for i in 0..found.len() {
        let span = Span::new(tokens[found[i].tokens.start].span.start, tokens[found[i].tokens.end - 1].span.end);
        found[i].span = span;
        found[i].parent = (0..i).rev().take(64).find(|&j| {
            let outer = &found[j].tokens;
            outer.start < found[i].tokens.start && found[i].tokens.end <= outer.end
        });
        if found[i].continues.is_none() {
            found[i].full = is_full(text, tokens, &found[i]);
        }
    }
    for quotation in found.iter().filter(|q| q.parent.is_none()) {
        let full = quotation.full;
        for i in quotation.tokens.clone() {
            tokens[i].quote = QuoteState::Inside { full };
        }
        if quotation.opened {
            tokens[quotation.tokens.start].quote = QuoteState::Open { full };
        }
        if quotation.closed {
            tokens[quotation.tokens.end - 1].quote = QuoteState::Close { full };
        }
    }
    found
}

/// Pairs the marks of one paragraph. `next` is the paragraph behind it, if that begins with a single mark that opens.
fn pair_paragraph(
    marks: &Marks<'_>,
    tokens: &[Token],
    paragraph: Range<usize>,
    next: Option<&Range<usize>>,
    found: &mut Vec<Quotation>,
) {
    let text = marks.text;
    let first = found.len();
    let mut stack: Vec<Open> = Vec::new();
    let finish = |found: &mut Vec<Quotation>, open: &Open, end: usize, closed: bool| {
        // A mark with nothing behind it opens no quotation.
        if end > open.token + 1 + usize::from(closed) {
            let span = Span::new(0, 0);
            let tokens = open.token..end;
            found.push(Quotation { span, tokens, opened: true, closed, full: false, parent: None, continues: None });
        }
    };
    for i in paragraph.clone() {
        if tokens[i].kind != TokenKind::Mark {
            continue;
        }
        let word = tokens[i].span.of(text);
        let context = Context::of(text, &tokens[i]);
        let Some((family, role)) = marks.of(tokens, i, &context) else { continue };
        let same = stack.iter().rposition(|o| o.family == family);
        // Writers mix curly and straight marks in one pair.
        let other = match family {
            Family::Curly if role != Role::Open => stack.iter().rposition(|o| o.family.is_double()),
            Family::Straight | Family::Backquote if context.looks_close() && !context.looks_open() => {
                stack.iter().rposition(|o| o.family.is_double())
            }
            _ => None,
        };
        let open = same.or(other);
        let (opens, closes) = match role {
            Role::Open if family == Family::Single => {
                let led = i == paragraph.start || matches!(tokens[i - 1].span.of(text), ":" | "," | "." | "!" | "?");
                let closes = || single_closes(text, tokens, i, paragraph.clone());
                (open.is_none() && (led && next.is_some() && !elided(text, tokens, i) || closes()), false)
            }
            // The low and the high-six mark: „so“.
            Role::Open if family == Family::Curly && word == "“" => {
                let low = open.is_some_and(|o| tokens[stack[o].token].span.of(text) == "„");
                (!low, low)
            }
            Role::Open => (true, false),
            Role::Close => (false, open.is_some()),
            Role::Either => match open {
                // The earlier one was never closed.
                Some(_) if context.looks_open() && !context.looks_close() => (true, false),
                Some(_) => (false, true),
                // Inches, minutes of arc: `6'2"`.
                None => {
                    let measure = context.before.is_some_and(char::is_numeric) && !context.looks_open();
                    let opens = match context.after {
                        Some(c) if c.is_whitespace() => {
                            let number = i > paragraph.start && tokens[i - 1].kind == TokenKind::Number;
                            let closes = || family == Family::Curly || closes_behind(text, tokens, i, &paragraph);
                            context.is_free() && !number && closes()
                        }
                        after => after.is_some(),
                    };
                    (!measure && opens, false)
                }
            },
        };
        if closes {
            if let Some(at) = open {
                if family == Family::Single && possessive(text, tokens, i, stack[at].token, paragraph.end) {
                    continue;
                }
                // Whatever was opened inside and never closed was no quotation mark.
                stack.truncate(at + 1);
                if let Some(open) = stack.pop() {
                    finish(found, &open, i + 1, true);
                }
            }
        } else if opens {
            if let Some(at) = open {
                let unclosed = stack.drain(at..).next();
                if let Some(unclosed) = unclosed.filter(|o| i - o.token <= LONGEST_UNCLOSED) {
                    finish(found, &unclosed, end_before(text, tokens, unclosed.token, i), false);
                }
            }
            stack.push(Open { family, token: i });
        }
    }
    // Only the outermost may go on to the paragraph's end: single marks without a partner are apostrophes, mostly.
    if let Some(open) = stack.into_iter().find(|o| o.family != Family::Single || next.is_some()) {
        if paragraph.end - open.token <= LONGEST_UNCLOSED {
            finish(found, &open, paragraph.end, false);
        }
    }
    found[first..].sort_by_key(|q| q.tokens.start);
}

/// The mark that opens a quotation which goes on over paragraphs.
fn opening(found: &[Quotation], mut part: usize) -> usize {
    while let Some(earlier) = found[part].continues.filter(|_| !found[part].opened) {
        part = earlier;
    }
    found[part].tokens.start
}

/// What the first of some paragraphs holds of a quotation that the paragraph before left open, if the first mark in them can
/// do nothing but close: all in front of that mark, and the whole paragraph where the mark stands in a later one.
fn rest_of(marks: &Marks<'_>, tokens: &[Token], opened: usize, paragraphs: &[Range<usize>]) -> Option<Quotation> {
    let mark_at = |i: usize| {
        let context = Context::of(marks.text, &tokens[i]);
        let (family, role) = marks.of(tokens, i, &context)?;
        let opens = role == Role::Open || role == Role::Either && !context.looks_close();
        (family != Family::Single).then_some((i, family, opens))
    };
    let is_mark = |i: &usize| tokens[*i].kind == TokenKind::Mark;
    let (_, opened_by, _) = mark_at(opened)?;
    let (paragraph, end) = (paragraphs.first()?, paragraphs.last()?.end);
    let near = paragraph.start..end.min(paragraph.start + LONGEST_UNCLOSED);
    let (last, family, opens) = near.filter(is_mark).find_map(mark_at)?;
    let closed = last < paragraph.end;
    (family == opened_by && !opens && last > paragraph.start).then(|| Quotation {
        span: Span::new(0, 0),
        tokens: paragraph.start..if closed { last + 1 } else { paragraph.end },
        opened: false,
        closed,
        full: false,
        parent: None,
        continues: None,
    })
}

/// Whether a straight mark with a blank on each side has a later one to close it, as texts have it that went through a
/// tokenizer: `" It rains. "`, `'' It rains. ''`
fn closes_behind(text: &str, tokens: &[Token], open: usize, paragraph: &Range<usize>) -> bool {
    let behind = open + 2..paragraph.end.min(open + LONGEST_UNCLOSED);
    let word = |i: usize| tokens[i].span.of(text);
    let mut marks = behind.filter(|&i| tokens[i].kind == TokenKind::Mark && word(i) == word(open));
    marks.next().is_some_and(|i| {
        let context = Context::of(text, &tokens[i]);
        context.looks_close() || context.is_free()
    })
}

/// Where a quotation that no mark closes ends when the mark at `next` opens another: in front of the sentence that leads
/// into that one (`“The quay will stand. The mayor, who paid, said “The town …”`), or right at the mark.
fn end_before(text: &str, tokens: &[Token], open: usize, next: usize) -> usize {
    let stop = |i: usize| matches!(tokens[i].span.of(text), "." | "!" | "?" | "…");
    let leads = tokens[next - 1].kind.is_word() || matches!(tokens[next - 1].span.of(text), "," | ":");
    let starts = |i: usize| tokens[i].span.of(text).starts_with(char::is_uppercase);
    let last = (open + 2..next.saturating_sub(1)).rev().find(|&i| stop(i) && starts(i + 1));
    last.filter(|_| leads).map_or(next, |i| i + 1)
}

/// Ends quotations that no mark closes, and with which no later paragraph goes on, where their source and cue stand: `“The quay
/// will stand, Ruiz said. It rained.`
fn end_unclosed(text: &str, tokens: &[Token], found: &mut [Quotation]) {
    let words = Words { text, tokens };
    let continued: Vec<usize> = found.iter().filter_map(|quotation| quotation.continues).collect();
    for (number, quotation) in found.iter_mut().enumerate() {
        let alone = quotation.opened && quotation.continues.is_none() && continued.binary_search(&number).is_err();
        if alone && !quotation.closed {
            let end = (quotation.tokens.start + 2..quotation.tokens.end).find(|&i| words.attributed_behind(i));
            quotation.tokens.end = end.map_or(quotation.tokens.end, |comma| comma + 1);
        }
    }
}

/// `'90s`, `'em`, `'til`: an elision, not a quotation.
fn elided(text: &str, tokens: &[Token], mark: usize) -> bool {
    tokens.get(mark + 1).is_some_and(|next| {
        let word = next.span.of(text);
        word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 3 || next.features.has(Feature::Elision)
    })
}

/// Whether some later single mark of the paragraph can close the one at `open`.
fn single_closes(text: &str, tokens: &[Token], open: usize, paragraph: Range<usize>) -> bool {
    !elided(text, tokens, open)
        && (open + 2..paragraph.end.min(open + LONGEST_UNCLOSED)).any(|i| {
            tokens[i].kind == TokenKind::Mark
                && mark(tokens[i].span.of(text), &Context::of(text, &tokens[i])) == Some((Family::Single, Role::Close))
        })
}

/// Whether the closing-looking single mark at `at` is the apostrophe of `the senators' plan`: it follows an s, a
/// lower-case word comes next, and a later mark can close.
fn possessive(text: &str, tokens: &[Token], at: usize, open: usize, end: usize) -> bool {
    let follows_s =
        at > open && tokens[at - 1].kind == TokenKind::Word && tokens[at - 1].span.of(text).ends_with(['s', 'S']);
    let goes_on = tokens
        .get(at + 1)
        .is_some_and(|t| t.kind == TokenKind::Word && t.span.of(text).starts_with(char::is_lowercase));
    if !follows_s || !goes_on {
        return false;
    }
    tokens[at + 1..end.min(at + LONGEST_UNCLOSED).max(at + 1)]
        .iter()
        .filter(|t| t.kind == TokenKind::Mark)
        .filter_map(|t| mark(t.span.of(text), &Context::of(text, t)))
        .find(|(family, _)| *family == Family::Single)
        .is_some_and(|(_, role)| role == Role::Close)
}

fn is_full(text: &str, tokens: &[Token], quotation: &Quotation) -> bool {
    let inner = quotation.inner();
    let words = inner.clone().filter(|&i| tokens[i].kind.is_word()).count();
    let first_is_capital = inner
        .clone()
        .find(|&i| tokens[i].kind.is_word())
        .is_some_and(|i| tokens[i].span.of(text).starts_with(char::is_uppercase));
    let ends =
        |token: Option<&Token>| token.is_some_and(|t| matches!(t.span.of(text), "." | "," | "!" | "?" | "…" | "..."));
    let last = inner.end.checked_sub(1).filter(|&i| i >= inner.start).map(|i| &tokens[i]);
    // British usage sets the comma behind the mark, but then the clause is quoted only in part as often as not.
    words >= 4 && (first_is_capital || ends(last))
}

mod parity;
#[cfg(test)]
mod tests;
mod words;
