//! Matches patterns against tokens.

use super::compile::{Any, Pattern, Step};
use super::view::{Layer, View, BEGINS};
use crate::text::Text;
use std::ops::Range;

/// Tokens that a match is long at most: keeps the time linear however long a sentence is.
const REACH: usize = 400;

/// The end of the run that begins at `at` and whose code `fits`.
fn run_end(layer: &Layer, at: usize, fits: impl Fn(u8) -> bool) -> Option<usize> {
    let first = *layer.get(at)?;
    if first & BEGINS == 0 || !fits(first & !BEGINS) {
        return None;
    }
    let rest = layer[at + 1..].iter().take_while(|&&code| code == first & !BEGINS).count();
    Some(at + 1 + rest)
}

/// The end of the quotation, also one inside another, that begins at `at`.
fn quotation_end(text: &Text<'_>, at: usize) -> Option<usize> {
    let number = text.quotations.partition_point(|q| q.tokens.start < at);
    text.quotations.get(number).filter(|q| q.tokens.start == at).map(|q| q.tokens.end)
}

/// What a match captured: token ranges by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captures {
    /// All tokens that matched.
    pub whole: Range<usize>,
    named: Vec<(String, Range<usize>)>,
}

impl Captures {
    /// The tokens of a capture; `None` where the match has none of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Range<usize>> {
        self.named.iter().find(|(n, range)| n == name && !range.is_empty()).map(|(_, range)| range.clone())
    }
}

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

impl Pattern {
    /// The first match that begins in the window and lies in it.
    #[must_use]
    pub fn find(&self, view: &View<'_, '_>, window: Range<usize>) -> Option<Captures> {
        self.search(view, window.clone(), window, REACH)
    }

    /// The match that begins where the window begins, however long that is.
    #[must_use]
    pub fn match_start(&self, view: &View<'_, '_>, window: Range<usize>) -> Option<Captures> {
        let (start, reach) = (window.start, window.len());
        self.search(view, start..start + 1, window, reach)
    }

    /// The matches of a window, in order, none overlapping another.
    #[must_use]
    pub fn find_all(&self, view: &View<'_, '_>, window: Range<usize>) -> Vec<Captures> {
        let mut found: Vec<Captures> = Vec::new();
        let mut from = window.start;
        while let Some(next) = self.search(view, from..window.end, window.clone(), REACH) {
            from = next.whole.end.max(next.whole.start + 1);
            found.push(next);
        }
        found
    }

    fn search(
        &self,
        view: &View<'_, '_>,
        starts: Range<usize>,
        window: Range<usize>,
        reach: usize,
    ) -> Option<Captures> {
        let mut search: Option<Search<'_, '_, '_>> = None;
        for at in starts.filter(|&at| self.may_begin(view, at, &window)) {
            let search = search.get_or_insert_with(|| Search::new(self, view, window.clone()));
            if let Some(end) = search.run(0, at, reach) {
                let named = self.captures.iter().enumerate().filter_map(|(n, name)| {
                    let (start, end) = (search.slots[2 * n]?, search.slots[2 * n + 1]?);
                    Some((name.clone(), start..end))
                });
                return Some(Captures { whole: at..end, named: named.collect() });
            }
        }
        None
    }

    /// A cheap look at the first step, so that most tokens cost next to nothing.
    fn may_begin(&self, view: &View<'_, '_>, at: usize, window: &Range<usize>) -> bool {
        let first = self.steps.iter().find(|step| !matches!(step, Step::Save(_)));
        match first {
            Some(Step::Token(any)) => holds(any, view, at),
            Some(Step::Start) => at == window.start,
            Some(Step::Role(_)) => view.roles.get(at).is_some_and(|role| role & BEGINS != 0),
            Some(Step::Name(_)) => view.names.get(at).is_some_and(|name| name & BEGINS != 0),
            Some(Step::Behind(any, wanted)) => at.checked_sub(1).is_some_and(|i| holds(any, view, i)) == *wanted,
            _ => true,
        }
    }
}

fn holds(any: &Any, view: &View<'_, '_>, at: usize) -> bool {
    any.iter().any(|all| all.iter().all(|(test, wanted)| test.holds(view, at) == *wanted))
}

impl<'a, 'v, 't> Search<'a, 'v, 't> {
    fn new(pattern: &'a Pattern, view: &'a View<'v, 't>, window: Range<usize>) -> Self {
        Self {
            pattern,
            view,
            reach: window.start..window.start,
            window,
            visited: Vec::new(),
            slots: vec![None; 2 * pattern.captures.len()],
            jobs: Vec::new(),
        }
    }

    /// Where a match ends that begins with `step` at token `at`.
    fn run(&mut self, step: usize, at: usize, reach: usize) -> Option<usize> {
        self.reach = at..self.window.end.min(at + reach);
        self.visited.clear();
        self.visited.resize((self.pattern.steps.len() * (self.reach.len() + 1)).div_ceil(64), 0);
        self.slots.fill(None);
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

    /// Follows one way until it fails or matches; other ways are put on the stack.
    fn follow(&mut self, mut step: usize, mut at: usize) -> Option<usize> {
        loop {
            let bit = step * (self.reach.len() + 1) + (at - self.reach.start);
            let (word, mask) = (bit / 64, 1 << (bit % 64));
            if self.visited[word] & mask != 0 {
                return None;
            }
            self.visited[word] |= mask;
            let inside = at < self.reach.end;
            match &self.pattern.steps[step] {
                Step::Match => return Some(at),
                Step::Jump(to) => {
                    step = *to;
                    continue;
                }
                Step::Split(first, second) => {
                    self.jobs.push(Job::Step { step: *second, at });
                    step = *first;
                    continue;
                }
                Step::Save(slot) => {
                    self.jobs.push(Job::Restore { slot: *slot, old: self.slots[*slot] });
                    self.slots[*slot] = Some(at);
                }
                Step::Start if at == self.window.start => {}
                Step::End if at == self.window.end => {}
                Step::ParagraphStart if self.view.text.paragraph_of(at).start == at => {}
                Step::Behind(any, wanted) => {
                    if at.checked_sub(1).is_some_and(|i| holds(any, self.view, i)) != *wanted {
                        return None;
                    }
                }
                Step::Look { end, wanted } => {
                    if self.looks(step + 1, at) != *wanted {
                        return None;
                    }
                    step = *end;
                    continue;
                }
                Step::AnyToken if inside => at += 1,
                Step::Token(any) if inside && holds(any, self.view, at) => at += 1,
                Step::Role(role) if inside => at = self.bounded(run_end(self.view.roles, at, |code| code == *role))?,
                Step::Name(kind) if inside => {
                    at = self.bounded(run_end(self.view.names, at, |code| *kind == 0 || code == *kind))?;
                }
                Step::Quotation if inside => at = self.bounded(quotation_end(self.view.text, at))?,
                _ => return None,
            }
            step += 1;
        }
    }

    fn bounded(&self, end: Option<usize>) -> Option<usize> {
        end.filter(|&end| end <= self.reach.end)
    }

    /// Whether the steps from `step` to their own match fit here, whatever they capture.
    fn looks(&self, step: usize, at: usize) -> bool {
        Search::new(self.pattern, self.view, self.window.clone()).run(step, at, REACH).is_some()
    }
}
