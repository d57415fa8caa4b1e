//! Resolution: which entry a name means in this text.
//!
//! All mentions of one name are of one sense. Each entry that bears the name gets a score from its renown, from what the
//! text says of containment (`Paris, Texas`), from countries and divisions that are mentioned too, and from nearness to
//! the places that the names around it mean. The last makes the names depend on each other: some rounds settle them.

use super::candidates::Candidate;
use super::features::dateline;
use super::groups::{Around, Together, ToponymGroup};
use super::home::Home;
use super::origin::Origin;
use super::readings::{self, Level, Reading};
use super::reasons::{self, Reason};
use super::weights::Weights;
use crate::annotations::PlaceKind;
use crate::gazetteer::{fold, format::AliasKind, Gazetteer, Via};
use crate::text::Text;
use std::collections::HashMap;

/// What one name means.
#[derive(Clone, Debug)]
pub struct Sense {
    /// Entries with their share of the belief, best first.
    pub ranked: Vec<(u32, f32)>,
    /// Why the first is meant and not the second, the third …: as many as a place shows.
    pub reasons: Vec<Option<Reason>>,
}

/// Finds the sense of every candidate.
pub fn resolve(
    text: &Text<'_>,
    gazetteer: &Gazetteer,
    candidates: &[Candidate],
    home: Option<&Home>,
    weights: &Weights,
) -> Vec<Sense> {
    let readings = readings::read(text, gazetteer, candidates);
    let origin = Origin::new(text, gazetteer);
    let mut numbers: HashMap<Name<'_>, usize> = HashMap::new();
    let mut groups: Vec<ToponymGroup> = Vec::new();
    let mut group_of = Vec::with_capacity(candidates.len());
    for (at, candidate) in candidates.iter().enumerate() {
        let reading = readings[at];
        let name = Name {
            key: &candidate.key,
            head: candidate.head,
            holder: reading.holder,
            level: reading.level.filter(|_| has_twin(gazetteer, candidate)),
        };
        let number = *numbers.entry(name).or_insert_with(|| {
            groups.push(ToponymGroup::default());
            groups.len() - 1
        });
        let group = &mut groups[number];
        for bearer in &candidate.bearers {
            if !group.entries.iter().any(|e| e.0 == bearer.entry) {
                group.entries.push((bearer.entry, bearer.via));
            }
        }
        group.level = group.level.or(reading.level);
        group.mentions.push(at);
        group_of.push(number);
    }
    score_alone(text, gazetteer, candidates, &mut groups, home, &origin, weights);
    score_containment(gazetteer, candidates, &readings, &group_of, &mut groups, weights);
    for (number, group) in groups.iter_mut().enumerate() {
        group.start(gazetteer, &group_of, number);
    }
    for _ in 0..ROUNDS {
        for group in &mut groups {
            group.shares = group.shares_at(weights.softness);
        }
        score_together(gazetteer, &mut groups, weights);
    }
    let around = Around::new(gazetteer, &groups);
    let senses: Vec<Sense> = (0..groups.len()).map(|n| sense(gazetteer, &groups, n, &around, home, weights)).collect();
    group_of.into_iter().map(|number| senses[number].clone()).collect()
}

/// What tells the names apart whose mentions are of one sense: `Kherson region` is another name than `Kherson`, `Paris, Texas` than
/// `Paris, France`, and the New York of a governor than that of a mayor.
#[derive(PartialEq, Eq, Hash)]
struct Name<'c> {
    key: &'c str,
    head: Option<PlaceKind>,
    holder: Option<u32>,
    level: Option<Level>,
}

/// Whether a name is that of a first-level division and of a city in it, or of its country's capital.
fn has_twin(gazetteer: &Gazetteer, candidate: &Candidate) -> bool {
    let cities = || candidate.bearers.iter().map(|b| b.entry).filter(|&e| gazetteer.kind(e) == PlaceKind::City);
    candidate.bearers.iter().map(|b| b.entry).filter(|&e| gazetteer.is_division(e)).any(|division| {
        cities().any(|city| {
            gazetteer.division_of(city) == Some(division)
                || gazetteer.is_capital(city) && gazetteer.country_index(city) == gazetteer.country_index(division)
        })
    })
}

/// Whether a name (its key) is a part of a city's own: `hull ` of `kingston upon hull `.
fn is_short(gazetteer: &Gazetteer, entry: u32, key: &str) -> bool {
    if gazetteer.kind(entry) != PlaceKind::City {
        return false;
    }
    let own = fold::fold(gazetteer.name(entry));
    own.len() > key.len() && (own.starts_with(key) || own.strip_suffix(key).is_some_and(|rest| rest.ends_with(' ')))
}

/// What speaks for each entry by itself.
fn score_alone(
    text: &Text<'_>,
    gazetteer: &Gazetteer,
    candidates: &[Candidate],
    groups: &mut [ToponymGroup],
    home: Option<&Home>,
    origin: &Origin,
    weights: &Weights,
) {
    // Datelines open with a city: `WASHINGTON -`.
    let opening = dateline(text).and_then(|last| {
        let first = text.paragraphs.get(text.tokens[last].paragraph as usize)?.start;
        candidates.iter().position(|c| c.tokens.start == first)
    });
    for group in groups {
        let opens = opening.is_some_and(|at| group.mentions.contains(&at));
        let has_head = candidates[group.mentions[0]].head.is_some();
        group.origins = group.entries.iter().map(|e| origin.share(gazetteer, e.0)).collect();
        group.fixed = group
            .entries
            .iter()
            .zip(&group.origins)
            .map(|(&(entry, via), &origin)| {
                let kind = gazetteer.kind(entry);
                let has_twin = gazetteer.is_division(entry)
                    && group.entries.iter().any(|&(other, _)| {
                        gazetteer.kind(other) == PlaceKind::City && gazetteer.division_of(other) == Some(entry)
                    });
                let has_namesake = gazetteer.is_division(entry)
                    && group.entries.iter().any(|&(other, _)| {
                        gazetteer.is_capital(other) && gazetteer.country_index(other) == gazetteer.country_index(entry)
                    });
                let mut score = weights.population * gazetteer.log_population(entry) * std::f32::consts::LOG10_2;
                score += match kind {
                    // The division around a city of its name, where no word behind asks for the division.
                    _ if has_twin && !has_head => weights.twin,
                    _ if gazetteer.is_division(entry) => weights.division,
                    PlaceKind::Country => weights.country,
                    PlaceKind::County if has_head || candidates[group.mentions[0]].key.trim_end().contains(' ') => 0.0,
                    PlaceKind::County => weights.county,
                    PlaceKind::City => {
                        // 300,000 inhabitants.
                        let beyond = (gazetteer.log_population(entry) * std::f32::consts::LOG10_2 - 5.48).max(0.0);
                        weights.metropolis * beyond + if opens { weights.dateline } else { 0.0 }
                    }
                    PlaceKind::District => 0.0,
                    _ => weights.region,
                };
                if via == Via::Main || matches!(via, Via::Alias(AliasKind::Abbreviation | AliasKind::Demonym)) {
                    score += weights.main;
                } else if is_short(gazetteer, entry, &candidates[group.mentions[0]].key) {
                    score += weights.short;
                }
                if group.level.is_some_and(|level| level.has(gazetteer, entry)) {
                    score += weights.level;
                }
                score += weights.origin * origin;
                if gazetteer.is_capital(entry) {
                    score += weights.capital;
                } else if gazetteer.is_seat(entry) {
                    score += weights.seat;
                }
                if has_namesake && !has_head {
                    score += weights.namesake;
                }
                if let Some(home) = home {
                    score += weights.home * home.nearness(gazetteer, entry);
                }
                score
            })
            .collect();
        group.partners = vec![None; group.entries.len()];
    }
}

/// `Paris, Texas`: the entries that lie in an entry of the name behind them, and that entry.
fn score_containment(
    gazetteer: &Gazetteer,
    candidates: &[Candidate],
    readings: &[Reading],
    group_of: &[usize],
    groups: &mut [ToponymGroup],
    weights: &Weights,
) {
    for at in 0..candidates.len().saturating_sub(1) {
        if !readings[at].contained {
            continue;
        }
        let (inner, outer) = (group_of[at], group_of[at + 1]);
        if inner == outer {
            continue;
        }
        let outer_entries = groups[outer].entries.clone();
        let inner_entries = groups[inner].entries.clone();
        for (i, (entry, _)) in inner_entries.iter().enumerate() {
            let outer = outer_entries.iter().find(|(o, _)| gazetteer.holds(*o, *entry));
            if groups[inner].partners[i].is_none() && outer.is_some() {
                groups[inner].partners[i] = outer.map(|o| o.0);
                groups[inner].fixed[i] += weights.inside;
            }
        }
        for (o, (entry, _)) in outer_entries.iter().enumerate() {
            let inner = inner_entries.iter().find(|(i, _)| gazetteer.holds(*entry, *i));
            if groups[outer].partners[o].is_none() && inner.is_some() {
                groups[outer].partners[o] = inner.map(|i| i.0);
                groups[outer].fixed[o] += weights.holder;
            }
        }
    }
}

/// One round of what the names say about each other.
fn score_together(gazetteer: &Gazetteer, groups: &mut [ToponymGroup], weights: &Weights) {
    let around = Around::new(gazetteer, groups);
    for (number, group) in groups.iter_mut().enumerate() {
        if group.entries.len() == 1 {
            continue;
        }
        for index in 0..group.entries.len() {
            let Together { country, division, near } = around.evidence(gazetteer, number, group, index, weights);
            group.scores[index] = group.fixed[index] + country + division + near;
        }
        group.choose();
    }
}

/// Rounds until the names have settled.
const ROUNDS: usize = 4;

fn sense(
    gazetteer: &Gazetteer,
    groups: &[ToponymGroup],
    number: usize,
    around: &Around,
    home: Option<&Home>,
    weights: &Weights,
) -> Sense {
    let group = &groups[number];
    let shares = group.shares_at(weights.temperature);
    let mut order: Vec<usize> = (0..group.entries.len()).collect();
    order.sort_by(|&a, &b| shares[b].total_cmp(&shares[a]).then(group.entries[a].0.cmp(&group.entries[b].0)));
    let reasons = match order.split_first() {
        Some((&first, others)) => others
            .iter()
            .take(super::ALTERNATIVES)
            .map(|&other| reasons::find(gazetteer, groups, number, [first, other], around, home, weights))
            .collect(),
        None => Vec::new(),
    };
    Sense { ranked: order.into_iter().map(|i| (group.entries[i].0, shares[i])).collect(), reasons }
}
