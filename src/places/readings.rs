//! What the words around a mention say of what it means: the place that it stands in (`Paris, Texas`), a list whose other names are
//! all states or all countries, an office that only a state has.

use super::candidates::Candidate;
use super::features::before_division;
use crate::annotations::PlaceKind;
use crate::gazetteer::{format::AliasKind, Gazetteer, Via};
use crate::lexicon::Feature;
use crate::text::{Text, TokenKind};
use std::collections::HashMap;

/// A level of places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// Countries.
    Country,
    /// First-level divisions.
    Division,
}

impl Level {
    /// Whether an entry is of this level.
    pub fn has(self, gazetteer: &Gazetteer, entry: u32) -> bool {
        match self {
            Self::Country => gazetteer.kind(entry) == PlaceKind::Country,
            Self::Division => gazetteer.is_division(entry),
        }
    }
}

/// How one mention is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The level that is asked for.
    pub level: Option<Level>,
    /// The place stands in the one named behind it.
    pub contained: bool,
    /// Where the name stands in several places of the text, `Paris, Texas` and `Paris, France`: the entry that holds this one.
    pub holder: Option<u32>,
}

/// Reads all mentions.
pub fn read(text: &Text<'_>, gazetteer: &Gazetteer, candidates: &[Candidate]) -> Vec<Reading> {
    let mut readings = vec![Reading::default(); candidates.len()];
    let mut listed = vec![false; candidates.len()];
    let mut at = 0;
    while at < candidates.len() {
        let mut end = at + 1;
        while end < candidates.len() && joins(text, gazetteer, candidates, end) {
            end += 1;
        }
        if end - at > 1 {
            if let Some(level) = level_of_list(text, gazetteer, &candidates[at..end]) {
                for number in at..end {
                    listed[number] = true;
                    if candidates[number].bearers.iter().any(|b| level.has(gazetteer, b.entry)) {
                        readings[number].level = Some(level);
                    }
                }
            }
        }
        at = end;
    }
    for (number, candidate) in candidates.iter().enumerate() {
        let next_too = listed.get(number + 1).copied().unwrap_or(false);
        readings[number].contained =
            !(listed[number] && next_too) && before_division(text, gazetteer, candidates, number);
        if has_office(text, candidate) {
            readings[number].level = Some(Level::Division);
        }
    }
    holders(gazetteer, candidates, &mut readings);
    readings
}

/// Whether a candidate goes on with a list: a comma or `and` stands before, and perhaps `the`. An abbreviation does not, it says
/// where the name before lies: `Washington, D.C.`
fn joins(text: &Text<'_>, gazetteer: &Gazetteer, candidates: &[Candidate], number: usize) -> bool {
    let (last, next) = (&candidates[number - 1], &candidates[number]);
    let gap = last.tokens.end..next.tokens.start;
    let is_short = next.bearers.iter().all(|b| b.via == Via::Alias(AliasKind::Abbreviation))
        && !next.bearers.iter().any(|b| gazetteer.kind(b.entry) == PlaceKind::Country);
    if last.is_demonym || next.is_demonym || is_short || gap.is_empty() || gap.len() > 3 {
        return false;
    }
    let joint = |at: usize| text.word(at) == "," || text.is(at, Feature::Coordinator);
    joint(gap.start) && gap.skip(1).all(|at| joint(at) || text.is(at, Feature::Article))
}

/// The level that all names of a list have in common, where one of them hardly means anything else.
fn level_of_list(text: &Text<'_>, gazetteer: &Gazetteer, list: &[Candidate]) -> Option<Level> {
    let last = list.last()?.tokens.start;
    let ends = (1..=2).any(|back| last >= back && text.is(last - back, Feature::Coordinator));
    if !ends && list.len() < 4 {
        return None;
    }
    [Level::Country, Level::Division].into_iter().find(|&level| {
        let mut clear = list.iter().filter_map(|c| clear(gazetteer, c, level));
        let Some(first) = clear.next() else { return false };
        let fits = |entry: u32| {
            let same = level == Level::Country || gazetteer.country_index(entry) == gazetteer.country_index(first);
            same && level.has(gazetteer, entry)
        };
        let able = list.iter().filter(|c| c.bearers.iter().any(|b| fits(b.entry))).count();
        able == list.len() || list.len() > 3 && able * 4 >= list.len() * 3
    })
}

/// What a name means where that is a place of this level, mostly: no other entry has so many inhabitants, and no city in it has
/// its name.
fn clear(gazetteer: &Gazetteer, candidate: &Candidate, level: Level) -> Option<u32> {
    let size = |entry: u32| gazetteer.log_population(entry);
    let entries = || candidate.bearers.iter().map(|b| b.entry);
    let largest = entries().max_by(|&a, &b| size(a).total_cmp(&size(b)))?;
    let is_twin = |entry: u32| {
        let inside = gazetteer.kind(entry) == PlaceKind::City && gazetteer.division_of(entry) == Some(largest);
        level == Level::Division && (inside || gazetteer.is_capital(entry))
    };
    (level.has(gazetteer, largest) && !entries().any(is_twin)).then_some(largest)
}

/// Whether an office stands beside a name that only a state has: `the New York governor`, `the legislature of Washington`.
fn has_office(text: &Text<'_>, candidate: &Candidate) -> bool {
    let (start, end) = (candidate.tokens.start, candidate.tokens.end);
    let owns = text.tokens.get(end).is_some_and(|t| t.kind == TokenKind::Clitic);
    let behind = end + usize::from(owns);
    text.is(behind, Feature::DivisionOffice)
        || start > 1 && text.word(start - 1) == "of" && text.is(start - 2, Feature::DivisionOffice)
}

/// Parts the mentions of a name that stands in several places.
fn holders(gazetteer: &Gazetteer, candidates: &[Candidate], readings: &mut [Reading]) {
    let mut by_name: HashMap<&str, Vec<(usize, u32)>> = HashMap::new();
    for number in 0..candidates.len() {
        if let Some(outer) = readings[number].contained.then(|| candidates.get(number + 1)).flatten() {
            let inner = &candidates[number];
            let holds = |outer: &u32| inner.bearers.iter().any(|b| gazetteer.holds(*outer, b.entry));
            if let Some(holder) = outer.bearers.iter().map(|b| b.entry).find(holds) {
                by_name.entry(&inner.key).or_default().push((number, holder));
            }
        }
    }
    by_name.retain(|_, found| {
        let first = found[0].1;
        found.iter().any(|&(_, h)| h != first && !gazetteer.holds(h, first) && !gazetteer.holds(first, h))
    });
    if by_name.is_empty() {
        return;
    }
    for (number, candidate) in candidates.iter().enumerate() {
        if let Some(found) = by_name.get(candidate.key.as_str()) {
            // What was said last holds.
            let last = found.partition_point(|f| f.0 <= number).saturating_sub(1);
            readings[number].holder = Some(found[last].1);
        }
    }
}
