//! Matches patterns against tokens.

use super::compile::{Pattern, Step};
use super::{Layer, View, BEGINS};
use crate::text::Text;
use std::ops::Range;

/// Tokens that a match is long at most: keeps the time linear however long a sentence is.
pub(super) const REACH: usize = 400;

/// What a match captured: token ranges by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captures<'p> {
    /// All tokens that matched.
    pub whole: Range<usize>,
    names: &'p [String],
    slots: Vec<Option<usize>>,
}

impl Captures<'_> {
    /// The tokens of a capture; `None` where the match has none of that name.
    pub fn get(&self, name: &str) -> Option<Range<usize>> {
        let number = self.names.iter().position(|n| n == name)?;
        let tokens = self.slots[2 * number]?..self.slots[2 * number + 1]?;
        (!tokens.is_empty()).then_some(tokens)
    }
}

impl Pattern {
    /// The first match that begins at one of `starts` and lies in the window, no longer than `reach`.
    pub fn find(
        &self,
        view: &View<'_, '_>,
        mut starts: Range<usize>,
        window: &Range<usize>,
        reach: usize,
    ) -> Option<Captures<'_>> {
        let mut search = Search { pattern: self, view, window, end: 0, visited: Vec::new() };
        starts.find_map(|at| {
            search.end = window.end.min(at + reach);
            let (end, slots) = search.run(0, at)?;
            Some(Captures { whole: at..end, names: &self.captures, slots })
        })
    }
}

struct Search<'a, 'v, 't> {
    pattern: &'a Pattern,
    view: &'a View<'v, 't>,
    window: &'a Range<usize>,
    /// The end of the tokens that a match may reach.
    end: usize,
    /// For each step at each token within reach: what failed once fails again.
    visited: Vec<bool>,
}

impl<'a> Search<'a, '_, '_> {
    /// Where a match ends that begins with `step` at token `start`, and what it captured.
    fn run(&mut self, step: usize, start: usize) -> Option<(usize, Vec<Option<usize>>)> {
        if !self.may_begin(step, start) {
            return None;
        }
        let steps: &'a [Step] = &self.pattern.steps;
        let width = self.end.saturating_sub(start) + 1;
        self.visited.clear();
        self.visited.resize(steps.len() * width, false);
        let mut way = Some((step, start, vec![None; 2 * self.pattern.captures.len()]));
        // What is still to be tried where that fails, the first choice last.
        let mut others = Vec::new();
        while let Some((step, at, mut slots)) = way.take().or_else(|| others.pop()) {
            if std::mem::replace(&mut self.visited[step * width + at - start], true) {
                continue;
            }
            let next = match &steps[step] {
                Step::Match => return Some((at, slots)),
                Step::Jump(by) => Some((step.wrapping_add_signed(*by), at)),
                Step::Split(first, second) => {
                    others.push((step + second, at, slots.clone()));
                    Some((step + first, at))
                }
                Step::Save(slot) => {
                    slots[*slot] = Some(at);
                    Some((step + 1, at))
                }
                Step::Not(behind) => {
                    let mut ahead = Search { end: self.window.end.min(at + REACH), visited: Vec::new(), ..*self };
                    ahead.run(step + 1, at).is_none().then_some((step + behind, at))
                }
                other => self.pass(other, at).map(|next| (step + 1, next)),
            };
            way = next.map(|(step, at)| (step, at, slots));
        }
        None
    }

    /// A cheap look at the first steps, so that most tokens cost next to nothing.
    fn may_begin(&self, step: usize, at: usize) -> bool {
        match &self.pattern.steps[step] {
            Step::Save(_) => self.may_begin(step + 1, at),
            Step::Split(first, second) => self.may_begin(step + first, at) || self.may_begin(step + second, at),
            Step::Jump(_) | Step::Not(_) | Step::Match => true,
            other => self.pass(other, at).is_some_and(|next| next > at || self.may_begin(step + 1, at)),
        }
    }

    /// The token behind what a step takes that neither branches nor captures; `None` where it does not fit.
    fn pass(&self, step: &Step, at: usize) -> Option<usize> {
        let view = self.view;
        let stays = |fits: bool| fits.then_some(at);
        match step {
            Step::Start => stays(at == self.window.start),
            Step::End => stays(at == self.window.end),
            Step::ParagraphStart => stays(view.text.paragraph_of(at).start == at),
            Step::Behind(wanted, any) => stays(at.checked_sub(1).is_some_and(|i| any.holds(view, i)) == *wanted),
            _ if at >= self.end => None,
            Step::AnyToken => Some(at + 1),
            Step::Token(any) => any.holds(view, at).then_some(at + 1),
            Step::Role(role) => run_end(view.roles, at, *role),
            Step::Name => run_end(view.names, at, 1),
            Step::Quotation => quotation_end(view.text, at),
            _ => None,
        }
        .filter(|&end| end <= self.end)
    }
}

/// The end of the run of this code that begins at `at`.
fn run_end(layer: &Layer, at: usize, code: u8) -> Option<usize> {
    let begins = layer.get(at).is_some_and(|&first| first == code | BEGINS);
    begins.then(|| at + 1 + layer[at + 1..].iter().take_while(|&&next| next == code).count())
}

/// The end of the quotation, also one inside another, that begins at `at`.
fn quotation_end(text: &Text<'_>, at: usize) -> Option<usize> {
    let number = text.quotations.partition_point(|q| q.tokens.start < at);
    text.quotations.get(number).filter(|q| q.tokens.start == at).map(|q| q.tokens.end)
}
