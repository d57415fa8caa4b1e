//! Marks whose spacing tells nothing, decided together.
//!
//! Texts that went through a tokenizer and back have blanks on both sides of a mark, or on the wrong one (`It fell. " Ruiz
//! said`, `a pier" that I would not walk on, "Ruiz said`), and then every mark may open or close. What is left is what stands beside
//! the marks, and what the words between two of them are like: who speaks says `I` and `we`, and `Ruiz said` stands
//! outside. The cheapest row of roles is found by dynamic programming over two states, in time linear in the text.

use super::words::Words;
use super::{Context, Family, Role};
use crate::lexicon::Feature;
use crate::text::token::{Token, TokenKind};
use std::collections::HashMap;
use std::ops::Range;

/// As many marks of unclear spacing make the spacing of a whole text unreliable.
const UNRELIABLE: usize = 2;

/// What a reading costs. Only how these compare matters: a mark on the wrong side outweighs a quotation left open, and what
/// the words tell outweighs both.
mod cost {
    /// A mark with a blank on each side.
    pub const FREE: u32 = 8;
    /// A mark that hangs on the wrong word.
    pub const WRONG_SIDE: u32 = 15;
    /// A curly mark of the wrong shape.
    pub const WRONG_SHAPE: u32 = 25;
    /// A quotation that was not closed before the next opened, or at the end of its paragraph.
    pub const LEFT_OPEN: u32 = 12;
    /// A quotation that goes on in the next paragraph without a mark.
    pub const GOES_ON: u32 = 25;
    /// A mark that is none.
    pub const IGNORED: u32 = 45;
    /// A quotation that opens or ends within a sentence.
    pub const WITHIN_SENTENCE: u32 = 5;
    /// Somebody speaks of himself, and not in quotation marks.
    pub const FIRST_PERSON_OUTSIDE: u32 = 30;
    /// Source and cue, or nothing at all, right behind or before a mark and yet inside.
    pub const ATTRIBUTION_INSIDE: u32 = 30;
    /// Source and cue farther inside, for each of the first few.
    pub const ATTRIBUTION_WITHIN: u32 = 15;
}

/// A double mark.
struct Mark {
    token: usize,
    paragraph: Range<usize>,
    family: Family,
    /// What its shape says.
    shape: Option<Role>,
    context: Context,
}

impl Mark {
    fn at(text: &str, tokens: &[Token], paragraph: &Range<usize>, token: usize) -> Option<Self> {
        let (family, shape) = match tokens[token].span.of(text) {
            "\"" => (Family::Straight, None),
            "“" => (Family::Curly, Some(Role::Open)),
            "”" => (Family::Curly, Some(Role::Close)),
            _ => return None,
        };
        // Inches stand behind their number.
        if token > paragraph.start && tokens[token - 1].kind == TokenKind::Number {
            return None;
        }
        let context = Context::of(text, &tokens[token]);
        Some(Self { token, paragraph: paragraph.clone(), family, shape, context })
    }

    /// Whether its spacing tells nothing, or not what its shape tells.
    fn is_unclear(&self) -> bool {
        match self.shape {
            // At the end of its line it can only close.
            None if self.context.is_free() => self.token + 1 < self.paragraph.end,
            None => self.spaced().is_none(),
            Some(shape) => self.spaced().is_some_and(|role| role != shape),
        }
    }

    /// What its spacing alone says.
    fn spaced(&self) -> Option<Role> {
        match (self.context.looks_open(), self.context.looks_close()) {
            (true, false) => Some(Role::Open),
            (false, true) => Some(Role::Close),
            _ => None,
        }
    }

    /// What it costs to take it for one that opens, or closes.
    fn spacing(&self, role: Role) -> u32 {
        let side = match self.spaced() {
            Some(spaced) if spaced == role => 0,
            Some(_) => cost::WRONG_SIDE,
            None => cost::FREE,
        };
        side + if self.shape.is_some_and(|shape| shape != role) { cost::WRONG_SHAPE } else { 0 }
    }
}

/// A state before a mark, and what the mark does in the cheapest way that leads to the state behind it.
#[derive(Clone, Copy)]
struct Step {
    cost: u32,
    inside: bool,
    role: Option<Role>,
}

/// What the double marks of a text do (`None`: nothing), if its spacing cannot be relied on. Empty for any other text.
pub(super) fn roles(
    text: &str,
    tokens: &[Token],
    paragraphs: &[Range<usize>],
) -> HashMap<usize, Option<(Family, Role)>> {
    let in_paragraph = |p: &Range<usize>| {
        let p = p.clone();
        p.clone().filter(|&i| tokens[i].kind == TokenKind::Mark).filter_map(move |i| Mark::at(text, tokens, &p, i))
    };
    let marks: Vec<Mark> = paragraphs.iter().flat_map(in_paragraph).collect();
    if marks.iter().filter(|mark| mark.is_unclear()).count() < UNRELIABLE {
        return HashMap::new();
    }
    let words = Words { text, tokens };
    let mut steps: Vec<[Step; 2]> = Vec::with_capacity(marks.len());
    let (mut outside, mut inside) = (0, u32::MAX / 2);
    let mut behind = 0;
    for mark in &marks {
        let starts = mark.token == mark.paragraph.start;
        // Outside here, and still inside behind the mark before: the paragraph ended first.
        let mut left_open = false;
        if behind <= mark.paragraph.start {
            left_open = inside + cost::LEFT_OPEN < outside;
            outside = outside.min(inside + cost::LEFT_OPEN);
            inside += if starts { 0 } else { cost::GOES_ON };
        }
        let between = behind.max(mark.paragraph.start)..mark.token;
        outside += outside_of_marks(&words, between.clone());
        inside += within_marks(&words, between);
        let opens = mark.spacing(Role::Open) + opening(&words, mark);
        let closes = mark.spacing(Role::Close) + closing(&words, mark);
        let reopens = opens + if starts { 0 } else { cost::LEFT_OPEN };
        let step = |cost, inside, role| Step { cost, inside, role };
        let cheaper = |a: Step, b: Step| if b.cost < a.cost { b } else { a };
        let out =
            cheaper(step(inside + closes, true, Some(Role::Close)), step(outside + cost::IGNORED, left_open, None));
        let into =
            cheaper(step(outside + opens, left_open, Some(Role::Open)), step(inside + reopens, true, Some(Role::Open)));
        let into = cheaper(into, step(inside + cost::IGNORED, true, None));
        // Only differences count: so they stay small however long the text is.
        let least = out.cost.min(into.cost);
        (outside, inside) = (out.cost - least, into.cost - least);
        steps.push([out, into]);
        behind = mark.token + 1;
    }
    let mut is_inside = inside + cost::LEFT_OPEN < outside;
    let back = marks.iter().zip(&steps).rev().map(|(mark, step)| {
        let step = step[usize::from(is_inside)];
        is_inside = step.inside;
        (mark.token, step.role.map(|role| (mark.family, role)))
    });
    back.collect()
}

/// What it costs that a quotation opens here, by what stands beside the mark.
fn opening(words: &Words<'_>, mark: &Mark) -> u32 {
    let led = |i: usize| words.ends_sentence(i) || matches!(words.word(i), ":" | ",");
    let starts = mark.token == mark.paragraph.start;
    let fits = starts || led(mark.token - 1) && words.is_capital(mark.token + 1);
    cost::WITHIN_SENTENCE * u32::from(!fits)
}

/// What it costs that a quotation ends here.
fn closing(words: &Words<'_>, mark: &Mark) -> u32 {
    let ended = |i: usize| words.ends_sentence(i) || words.word(i) == ",";
    cost::WITHIN_SENTENCE * u32::from(!mark.token.checked_sub(1).is_some_and(ended))
}

/// What it costs that a stretch stands outside of all marks.
fn outside_of_marks(words: &Words<'_>, mut stretch: Range<usize>) -> u32 {
    let first_person = |i: usize| words.has(i, Feature::IPronoun) || words.has(i, Feature::WePronoun);
    cost::FIRST_PERSON_OUTSIDE * u32::from(stretch.any(first_person))
}

/// What it costs that a stretch stands within marks.
fn within_marks(words: &Words<'_>, stretch: Range<usize>) -> u32 {
    let empty = !stretch.clone().any(|i| words.tokens[i].kind.is_word());
    if empty || words.begins_with_attribution(&stretch) || words.leads_in(&stretch) {
        return cost::ATTRIBUTION_INSIDE;
    }
    stretch.filter(|&i| words.attributed_behind(i)).take(3).map(|_| cost::ATTRIBUTION_WITHIN).sum()
}
