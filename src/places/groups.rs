//! The mentions of one name as one group, and what the groups say about each other.
//!
//! All mentions of one name are of one sense. What a group means depends on what the others mean: on the countries and
//! divisions that they lie in, and on how near they are.

use super::readings::Level;
use super::weights::Weights;
use crate::annotations::PlaceKind;
use crate::gazetteer::{on_sphere, Gazetteer, Via, EARTH_RADIUS};
use crate::math;
use std::collections::HashMap;

/// Mentions before and behind a mention whose groups count as its neighbours.
const WINDOW: usize = 16;

/// Mentions of one group whose neighbourhood is read.
const READ_MENTIONS: usize = 12;

/// Groups that a group's nearness is measured to.
const MAX_NEIGHBOURS: usize = 40;

/// One name: its mentions and the entries that bear it.
#[derive(Default)]
pub(super) struct ToponymGroup {
    /// Numbers of the candidates, in text order.
    pub mentions: Vec<usize>,
    /// Entries, and by which of their names they are called here.
    pub entries: Vec<(u32, Via)>,
    /// For each entry what speaks for it whatever the other groups mean.
    pub fixed: Vec<f32>,
    /// For each entry all that speaks for it, so far.
    pub scores: Vec<f32>,
    /// The entry with the best score.
    pub chosen: usize,
    /// The groups around its mentions, with how much they count.
    pub neighbours: Vec<(usize, f32)>,
    /// The entries' points on the unit sphere.
    pub points: Vec<[f32; 3]>,
    /// How much of the belief each entry has so far.
    pub shares: Vec<f32>,
    /// The level that its mentions ask for, if one does.
    pub level: Option<Level>,
    /// For each entry how much the words of the text are at home in its country.
    pub origins: Vec<f32>,
    /// What stands with the name as `Paris, Texas`: for each entry the one that holds it, or that it holds.
    pub partners: Vec<Option<u32>>,
}

impl ToponymGroup {
    /// Begins the rounds with what speaks for each entry by itself. `group_of` has the group of every candidate, `own` is
    /// the number of this one.
    pub fn start(&mut self, gazetteer: &Gazetteer, group_of: &[usize], own: usize) {
        self.neighbours = neighbours(&self.mentions, group_of, own);
        self.scores = self.fixed.clone();
        self.choose();
        self.points = self.entries.iter().map(|e| on_sphere(gazetteer.point(e.0))).collect();
    }

    /// Takes the entry with the best score; of two the first.
    pub fn choose(&mut self) {
        let better = |&a: &usize, &b: &usize| self.scores[a].total_cmp(&self.scores[b]).then(b.cmp(&a));
        self.chosen = (0..self.scores.len()).max_by(better).unwrap_or(0);
    }

    /// Shares of the belief that the scores stand for; the higher `sharpness`, the more goes to the best.
    pub fn shares_at(&self, sharpness: f32) -> Vec<f32> {
        let top = self.scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let raw: Vec<f32> = self.scores.iter().map(|s| math::exp((s - top) * sharpness)).collect();
        let sum: f32 = raw.iter().sum();
        raw.into_iter().map(|r| r / sum).collect()
    }
}

/// The groups around a name's mentions, with how much they count.
fn neighbours(mentions: &[usize], group_of: &[usize], own: usize) -> Vec<(usize, f32)> {
    let mut found: HashMap<usize, f32> = HashMap::new();
    for &at in mentions.iter().take(READ_MENTIONS) {
        let window = at.saturating_sub(WINDOW)..(at + WINDOW + 1).min(group_of.len());
        for (other, &group) in window.clone().zip(&group_of[window]) {
            if group != own {
                let weight = 1.0 / (1.0 + 0.15 * (at.abs_diff(other) as f32 - 1.0));
                let known = found.entry(group).or_insert(0.0);
                *known = known.max(weight);
            }
        }
    }
    let mut result: Vec<(usize, f32)> = found.into_iter().collect();
    result.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    result.truncate(MAX_NEIGHBOURS);
    result
}

/// What the groups, as they are understood so far, say about each other.
pub(super) struct Around {
    /// The entry that each group means.
    pub chosen: Vec<u32>,
    anchors: Vec<Vec<Anchor>>,
    /// How much of the text is about each country, by its index: mentioned itself, or places in it.
    countries: HashMap<u8, f32>,
    /// The same for first-level divisions, by their group.
    divisions: HashMap<u16, f32>,
}

/// What the other groups say for one entry of a group, in score.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Together {
    pub country: f32,
    pub division: f32,
    pub near: f32,
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
    pub fn new(gazetteer: &Gazetteer, groups: &[ToponymGroup]) -> Self {
        let chosen: Vec<u32> = groups.iter().map(|g| g.entries[g.chosen].0).collect();
        let anchors = groups.iter().map(|g| anchors(gazetteer, g)).collect();
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

    /// What speaks for the entry with this number of a group; the group itself does not count.
    pub fn evidence(
        &self,
        gazetteer: &Gazetteer,
        number: usize,
        group: &ToponymGroup,
        index: usize,
        weights: &Weights,
    ) -> Together {
        let (own, entry) = (self.chosen[number], group.entries[index].0);
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
        let division = gazetteer.group(entry);
        if division != 0 {
            let mut count = self.divisions.get(&division).copied().unwrap_or(0.0);
            if gazetteer.group(own) == division {
                count -= of_division(gazetteer, own);
            }
            if count > 0.0 {
                result.division = weights.same_division * (0.5 + count / 4.0).min(1.0);
            }
        }
        let near: f32 =
            group.neighbours.iter().map(|&(other, w)| w * self.nearness(group, index, other, weights)).sum();
        result.near = weights.near * math::ln_1p(near);
        result
    }

    /// How near an entry of a group lies to what another means, perhaps; 1 is the same spot.
    pub fn nearness(&self, group: &ToponymGroup, index: usize, other: usize, weights: &Weights) -> f32 {
        let (entry, point) = (group.entries[index].0, group.points[index]);
        let anchors = self.anchors[other].iter().filter(|a| a.entry != entry);
        anchors
            .map(|anchor| {
                let chord = (0..3).map(|axis| (point[axis] - anchor.point[axis]).powi(2)).sum::<f32>().sqrt();
                anchor.weight * math::exp(-chord * EARTH_RADIUS / weights.scale)
            })
            .sum()
    }
}

/// Entries of a group that others may be near to.
const ANCHORS: usize = 6;

/// An entry that a group means, perhaps.
struct Anchor {
    entry: u32,
    point: [f32; 3],
    /// Its share of the belief, less for what is large.
    weight: f32,
}

/// The likeliest entries of a group.
fn anchors(gazetteer: &Gazetteer, group: &ToponymGroup) -> Vec<Anchor> {
    let mut order: Vec<usize> = (0..group.entries.len()).filter(|&i| group.shares[i] > 0.02).collect();
    order.sort_by(|&a, &b| group.shares[b].total_cmp(&group.shares[a]).then(a.cmp(&b)));
    order.truncate(ANCHORS);
    order
        .into_iter()
        .map(|i| {
            let entry = group.entries[i].0;
            let size = match gazetteer.kind(entry) {
                PlaceKind::Country | PlaceKind::Continent => 0.2,
                PlaceKind::Region | PlaceKind::Water => 0.4,
                _ => 1.0,
            };
            Anchor { entry, point: group.points[i], weight: group.shares[i] * size }
        })
        .collect()
}
