//! Resolution: which entry a name means in this text.
//!
//! All mentions of one name are of one sense. Each entry that bears the name gets a score from its renown, from what the
//! text says of containment (`Paris, Texas`), from countries and divisions that are mentioned too, and from nearness to
//! the places that the names around it mean. The last makes the names depend on each other: three rounds settle them.

use super::candidates::Candidate;
use super::features::{before_division, dateline};
use super::home::Home;
use super::reasons::{self, Reason};
use super::weights::Weights;
use crate::annotations::PlaceKind;
use crate::gazetteer::{format::AliasKind, on_sphere, Gazetteer, Via, EARTH_RADIUS};
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

/// Mentions before and behind a mention whose names count as its neighbours.
const WINDOW: usize = 16;

/// Mentions of one name whose neighbourhood is read.
const READ_MENTIONS: usize = 12;

/// Names that a name's nearness is measured to.
const MAX_NEIGHBOURS: usize = 40;

/// One name: its mentions and entries.
pub(super) struct Name {
    mentions: Vec<usize>,
    pub(super) entries: Vec<(u32, Via)>,
    fixed: Vec<f32>,
    scores: Vec<f32>,
    pub(super) chosen: usize,
    pub(super) neighbours: Vec<(usize, f32)>,
    /// The entries' points on the unit sphere.
    points: Vec<[f32; 3]>,
    /// How much of the belief each entry has so far.
    shares: Vec<f32>,
    /// What stands with the name as `Paris, Texas`: for each entry the one that holds it, or that it holds.
    pub(super) partners: Vec<Option<u32>>,
}

/// Finds the sense of every candidate.
pub fn resolve(
    text: &Text<'_>,
    gazetteer: &Gazetteer,
    candidates: &[Candidate],
    home: Option<&Home>,
    weights: &Weights,
) -> Vec<Sense> {
    // `Kherson region` is another name than `Kherson`.
    let mut numbers: HashMap<(&str, Option<PlaceKind>), usize> = HashMap::new();
    let mut names: Vec<Name> = Vec::new();
    let mut name_of = Vec::with_capacity(candidates.len());
    for (at, candidate) in candidates.iter().enumerate() {
        let number = *numbers.entry((&candidate.key, candidate.head)).or_insert_with(|| {
            names.push(Name {
                mentions: Vec::new(),
                entries: Vec::new(),
                fixed: Vec::new(),
                scores: Vec::new(),
                chosen: 0,
                neighbours: Vec::new(),
                points: Vec::new(),
                shares: Vec::new(),
                partners: Vec::new(),
            });
            names.len() - 1
        });
        let name = &mut names[number];
        for bearer in &candidate.bearers {
            if !name.entries.iter().any(|e| e.0 == bearer.entry) {
                name.entries.push((bearer.entry, bearer.via));
            }
        }
        name.mentions.push(at);
        name_of.push(number);
    }
    score_alone(text, gazetteer, candidates, &mut names, home, weights);
    score_containment(text, gazetteer, candidates, &name_of, &mut names, weights);
    for (number, name) in names.iter_mut().enumerate() {
        name.neighbours = neighbours(&name.mentions, &name_of, number);
        name.chosen = best(&name.fixed);
        name.scores = name.fixed.clone();
        name.points = name.entries.iter().map(|e| on_sphere(gazetteer.point(e.0))).collect();
    }
    for _ in 0..ROUNDS {
        for name in &mut names {
            name.shares = shares(&name.scores, weights.softness);
        }
        score_together(gazetteer, &mut names, weights);
    }
    let around = Around::new(gazetteer, &names);
    let senses: Vec<Sense> = (0..names.len()).map(|n| sense(gazetteer, &names, n, &around, home, weights)).collect();
    name_of.into_iter().map(|number| senses[number].clone()).collect()
}

fn best(scores: &[f32]) -> usize {
    (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]).then(b.cmp(&a))).unwrap_or(0)
}

/// What speaks for each entry by itself.
fn score_alone(
    text: &Text<'_>,
    gazetteer: &Gazetteer,
    candidates: &[Candidate],
    names: &mut [Name],
    home: Option<&Home>,
    weights: &Weights,
) {
    // Datelines open with a city: `WASHINGTON -`.
    let opening = dateline(text).and_then(|last| {
        let first = text.paragraphs.get(text.tokens[last].paragraph as usize)?.start;
        candidates.iter().position(|c| c.tokens.start == first)
    });
    for name in names {
        let opens = opening.is_some_and(|at| name.mentions.contains(&at));
        let has_head = candidates[name.mentions[0]].head.is_some();
        name.fixed = name
            .entries
            .iter()
            .map(|&(entry, via)| {
                let kind = gazetteer.kind(entry);
                let has_twin = gazetteer.is_division(entry)
                    && name.entries.iter().any(|&(other, _)| {
                        gazetteer.kind(other) == PlaceKind::City && gazetteer.division_of(other) == Some(entry)
                    });
                let has_namesake = gazetteer.is_division(entry)
                    && name.entries.iter().any(|&(other, _)| {
                        gazetteer.is_capital(other) && gazetteer.country_index(other) == gazetteer.country_index(entry)
                    });
                let mut score = weights.population * gazetteer.log_population(entry) * std::f32::consts::LOG10_2;
                score += match kind {
                    // The division around a city of its name, where no word behind asks for the division.
                    _ if has_twin && !has_head => weights.twin,
                    _ if gazetteer.is_division(entry) => weights.division,
                    PlaceKind::Country => weights.country,
                    PlaceKind::County if has_head || candidates[name.mentions[0]].key.trim_end().contains(' ') => 0.0,
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
                }
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
        name.partners = vec![None; name.entries.len()];
    }
}

/// `Paris, Texas`: the entries that lie in an entry of the name behind them, and that entry.
fn score_containment(
    text: &Text<'_>,
    gazetteer: &Gazetteer,
    candidates: &[Candidate],
    name_of: &[usize],
    names: &mut [Name],
    weights: &Weights,
) {
    for at in 0..candidates.len().saturating_sub(1) {
        if !before_division(text, gazetteer, candidates, at) {
            continue;
        }
        let (inner, outer) = (name_of[at], name_of[at + 1]);
        if inner == outer {
            continue;
        }
        let outer_entries = names[outer].entries.clone();
        let inner_entries = names[inner].entries.clone();
        for (i, (entry, _)) in inner_entries.iter().enumerate() {
            let outer = outer_entries.iter().find(|(o, _)| gazetteer.holds(*o, *entry));
            if names[inner].partners[i].is_none() && outer.is_some() {
                names[inner].partners[i] = outer.map(|o| o.0);
                names[inner].fixed[i] += weights.inside;
            }
        }
        for (o, (entry, _)) in outer_entries.iter().enumerate() {
            let inner = inner_entries.iter().find(|(i, _)| gazetteer.holds(*entry, *i));
            if names[outer].partners[o].is_none() && inner.is_some() {
                names[outer].partners[o] = inner.map(|i| i.0);
                names[outer].fixed[o] += weights.holder;
            }
        }
    }
}

/// The names around a name's mentions, with how much they count.
fn neighbours(mentions: &[usize], name_of: &[usize], own: usize) -> Vec<(usize, f32)> {
    let mut found: HashMap<usize, f32> = HashMap::new();
    for &at in mentions.iter().take(READ_MENTIONS) {
        let window = at.saturating_sub(WINDOW)..(at + WINDOW + 1).min(name_of.len());
        for (other, &name) in window.clone().zip(&name_of[window]) {
            if name != own {
                let weight = 1.0 / (1.0 + 0.15 * (at.abs_diff(other) as f32 - 1.0));
                let known = found.entry(name).or_insert(0.0);
                *known = known.max(weight);
            }
        }
    }
    let mut result: Vec<(usize, f32)> = found.into_iter().collect();
    result.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    result.truncate(MAX_NEIGHBOURS);
    result
}

/// What the names, as they are understood so far, say about each other.
pub(super) struct Around {
    pub(super) chosen: Vec<u32>,
    anchors: Vec<Vec<Anchor>>,
    /// How much of the text is about each country, by its index: mentioned itself, or places in it.
    countries: HashMap<u8, f32>,
    /// The same for first-level divisions, by their group.
    divisions: HashMap<u16, f32>,
}

/// What the other names say for one entry of a name, in score.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Together {
    pub(super) country: f32,
    pub(super) division: f32,
    pub(super) near: f32,
}

/// How much the mention of an entry says of its country.
fn of_country(gazetteer: &Gazetteer, entry: u32) -> f32 {
    if gazetteer.kind(entry) == PlaceKind::Country {
        1.0
    } else {
        0.5
    }
}

/// How much the mention of an entry says of its first-level division.
fn of_division(gazetteer: &Gazetteer, entry: u32) -> f32 {
    if gazetteer.is_division(entry) {
        1.0
    } else {
        0.5
    }
}

impl Around {
    fn new(gazetteer: &Gazetteer, names: &[Name]) -> Self {
        let chosen: Vec<u32> = names.iter().map(|n| n.entries[n.chosen].0).collect();
        let anchors = names.iter().map(|n| anchors(gazetteer, n)).collect();
        let (mut countries, mut divisions) = (HashMap::new(), HashMap::new());
        for &entry in &chosen {
            if let Some(country) = gazetteer.country_index(entry) {
                *countries.entry(country).or_default() += of_country(gazetteer, entry);
            }
            if gazetteer.group(entry) != 0 {
                *divisions.entry(gazetteer.group(entry)).or_default() += of_division(gazetteer, entry);
            }
        }
        Self { chosen, anchors, countries, divisions }
    }

    /// What speaks for the entry with this number of a name; the name itself does not count.
    pub(super) fn evidence(
        &self,
        gazetteer: &Gazetteer,
        number: usize,
        name: &Name,
        index: usize,
        weights: &Weights,
    ) -> Together {
        let (own, entry) = (self.chosen[number], name.entries[index].0);
        let mut result = Together::default();
        if let Some(country) = gazetteer.country_index(entry) {
            let mut count = self.countries.get(&country).copied().unwrap_or(0.0);
            if gazetteer.country_index(own) == Some(country) {
                count -= of_country(gazetteer, own);
            }
            if count > 0.0 {
                let size = ((gazetteer.log_population(entry) * std::f32::consts::LOG10_2 - 3.0) / 3.0).clamp(0.0, 1.0);
                let share = match gazetteer.kind(entry) {
                    PlaceKind::City | PlaceKind::District => 1.0 - weights.dilution * (1.0 - size),
                    _ => 1.0,
                };
                result.country = weights.same_country * share * (0.5 + count / 6.0).min(1.0);
            }
        }
        let group = gazetteer.group(entry);
        if group != 0 {
            let mut count = self.divisions.get(&group).copied().unwrap_or(0.0);
            if gazetteer.group(own) == group {
                count -= of_division(gazetteer, own);
            }
            if count > 0.0 {
                result.division = weights.same_division * (0.5 + count / 4.0).min(1.0);
            }
        }
        let near: f32 = name.neighbours.iter().map(|&(other, w)| w * self.nearness(name, index, other, weights)).sum();
        result.near = weights.near * near.ln_1p();
        result
    }

    /// How near an entry of a name lies to what another name means, perhaps; 1 is the same spot.
    pub(super) fn nearness(&self, name: &Name, index: usize, other: usize, weights: &Weights) -> f32 {
        let (entry, point) = (name.entries[index].0, name.points[index]);
        let anchors = self.anchors[other].iter().filter(|a| a.entry != entry);
        anchors
            .map(|anchor| {
                let chord = (0..3).map(|axis| (point[axis] - anchor.point[axis]).powi(2)).sum::<f32>().sqrt();
                anchor.weight * (-chord * EARTH_RADIUS / weights.scale).exp()
            })
            .sum()
    }
}

/// One round of what the names say about each other.
fn score_together(gazetteer: &Gazetteer, names: &mut [Name], weights: &Weights) {
    let around = Around::new(gazetteer, names);
    for (number, name) in names.iter_mut().enumerate() {
        if name.entries.len() == 1 {
            continue;
        }
        for index in 0..name.entries.len() {
            let Together { country, division, near } = around.evidence(gazetteer, number, name, index, weights);
            name.scores[index] = name.fixed[index] + country + division + near;
        }
        name.chosen = best(&name.scores);
    }
}

/// Rounds until the names have settled.
const ROUNDS: usize = 4;

/// Entries of a name that others may be near to.
const ANCHORS: usize = 6;

/// An entry that a name means, perhaps.
struct Anchor {
    entry: u32,
    point: [f32; 3],
    /// Its share of the belief, less for what is large.
    weight: f32,
}

/// The likeliest entries of a name.
fn anchors(gazetteer: &Gazetteer, name: &Name) -> Vec<Anchor> {
    let mut order: Vec<usize> = (0..name.entries.len()).filter(|&i| name.shares[i] > 0.02).collect();
    order.sort_by(|&a, &b| name.shares[b].total_cmp(&name.shares[a]).then(a.cmp(&b)));
    order.truncate(ANCHORS);
    order
        .into_iter()
        .map(|i| {
            let entry = name.entries[i].0;
            let size = match gazetteer.kind(entry) {
                PlaceKind::Country | PlaceKind::Continent => 0.2,
                PlaceKind::Region | PlaceKind::Water => 0.4,
                _ => 1.0,
            };
            Anchor { entry, point: name.points[i], weight: name.shares[i] * size }
        })
        .collect()
}

/// Shares of the belief that scores stand for.
fn shares(scores: &[f32], temperature: f32) -> Vec<f32> {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let raw: Vec<f32> = scores.iter().map(|s| ((s - top) * temperature).exp()).collect();
    let sum: f32 = raw.iter().sum();
    raw.into_iter().map(|r| r / sum).collect()
}

fn sense(
    gazetteer: &Gazetteer,
    names: &[Name],
    number: usize,
    around: &Around,
    home: Option<&Home>,
    weights: &Weights,
) -> Sense {
    let name = &names[number];
    let shares = shares(&name.scores, weights.temperature);
    let mut order: Vec<usize> = (0..name.entries.len()).collect();
    order.sort_by(|&a, &b| shares[b].total_cmp(&shares[a]).then(name.entries[a].0.cmp(&name.entries[b].0)));
    let reasons = match order.split_first() {
        Some((&first, others)) => others
            .iter()
            .take(super::ALTERNATIVES)
            .map(|&other| reasons::find(gazetteer, names, number, [first, other], around, home, weights))
            .collect(),
        None => Vec::new(),
    };
    Sense { ranked: order.into_iter().map(|i| (name.entries[i].0, shares[i])).collect(), reasons }
}
