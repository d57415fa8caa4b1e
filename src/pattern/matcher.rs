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
        let mut search = Search::new(self, view, window.clone());
        starts.find_map(|at| {
            let whole = at..search.run(0, at, reach)?;
            Some(Captures { whole, names: &self.captures, slots: std::mem::take(&mut search.slots) })
        })
    }
}

/// What is still to be tried, or taken back.
enum Job {
    Step { step: usize, at: usize },
    Restore { slot: usize, old: Option<usize> },
}

struct Search<'a, 'v, 't> {
    pattern: &'a Pattern,
    view: &'a View<'v, 't>,
    window: Range<usize>,
    /// The tokens that a match from here may reach.
    reach: Range<usize>,
    /// One bit for each step at each token within reach: what failed once fails again.
    visited: Vec<u64>,
    slots: Vec<Option<usize>>,
    jobs: Vec<Job>,
}

impl<'a, 'v, 't> Search<'a, 'v, 't> {
    fn new(pattern: &'a Pattern, view: &'a View<'v, 't>, window: Range<usize>) -> Self {
        Self { pattern, view, reach: 0..0, window, visited: Vec::new(), slots: Vec::new(), jobs: Vec::new() }
    }

    /// Where a match ends that begins with `step` at token `at`.
    fn run(&mut self, step: usize, at: usize, reach: usize) -> Option<usize> {
        self.reach = at..self.window.end.min(at + reach);
        if !self.may_begin(step, at) {
            return None;
        }
        self.visited.clear();
        self.visited.resize((self.pattern.steps.len() * (self.reach.len() + 1)).div_ceil(64), 0);
        self.slots.clear();
        self.slots.resize(2 * self.pattern.captures.len(), None);
        self.jobs.clear();
        self.jobs.push(Job::Step { step, at });
        while let Some(job) = self.jobs.pop() {
            match job {
                Job::Restore { slot, old } => self.slots[slot] = old,
                Job::Step { step, at } => {
                    if let Some(end) = self.follow(step, at) {
                        return Some(end);
                    }
                }
            }
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

    /// Follows one way until it fails or matches; other ways are put on the stack.
    fn follow(&mut self, mut step: usize, mut at: usize) -> Option<usize> {
        loop {
            let bit = step * (self.reach.len() + 1) + (at - self.reach.start);
            let (word, mask) = (bit / 64, 1 << (bit % 64));
            if self.visited[word] & mask != 0 {
                return None;
            }
            self.visited[word] |= mask;
            match &self.pattern.steps[step] {
                Step::Match => return Some(at),
                Step::Jump(by) => step = step.wrapping_add_signed(*by),
                Step::Split(first, second) => {
                    self.jobs.push(Job::Step { step: step + second, at });
                    step += first;
                }
                Step::Save(slot) => {
                    self.jobs.push(Job::Restore { slot: *slot, old: self.slots[*slot] });
                    self.slots[*slot] = Some(at);
                    step += 1;
                }
                Step::Not(behind) => {
                    if Search::new(self.pattern, self.view, self.window.clone()).run(step + 1, at, REACH).is_some() {
                        return None;
                    }
                    step += behind;
                }
                other => {
                    at = self.pass(other, at)?;
                    step += 1;
                }
            }
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
            Step::Behind(any, wanted) => stays(at.checked_sub(1).is_some_and(|i| any.holds(view, i)) == *wanted),
            _ if at >= self.reach.end => None,
            Step::AnyToken => Some(at + 1),
            Step::Token(any) => any.holds(view, at).then_some(at + 1),
            Step::Role(role) => run_end(view.roles, at, *role),
            Step::Name => run_end(view.names, at, 1),
            Step::Quotation => quotation_end(view.text, at),
            _ => None,
        }
        .filter(|&end| end <= self.reach.end)
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
