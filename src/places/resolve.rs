//! Resolution: which entry a name means in this text.
//!
//! All mentions of one name are of one sense. Each entry that bears the name gets a score from its renown, from what the
//! text says of containment (`Paris, Texas`), from countries and divisions that are mentioned too, and from nearness to
//! the places that the names around it mean. The last makes the names depend on each other: three rounds settle them.

use super::candidates::Candidate;
use super::features::{before_division, holds};
use super::format::AliasKind;
use super::gazetteer::{Gazetteer, Via};
use super::home::Home;
use crate::annotations::PlaceKind;
use crate::text::Text;
use std::collections::HashMap;

/// How much each piece of evidence weighs; see `resolve`.
#[derive(Clone, Copy, Debug)]
pub struct Weights {
    /// For each tenfold population.
    pub population: f32,
    /// The name is the entry's own.
    pub main: f32,
    /// A country.
    pub country: f32,
    /// A first-level division.
    pub division: f32,
    /// A first-level division around a city of the same name.
    pub twin: f32,
    /// A second-level division whose name was not given in full.
    pub county: f32,
    /// A region, sea, mountain, facility.
    pub region: f32,
    /// A national capital.
    pub capital: f32,
    /// The seat of a first-level division.
    pub seat: f32,
    /// The text says `name, division`.
    pub inside: f32,
    /// The division stands behind a name that lies in it.
    pub holder: f32,
    /// Its division is mentioned elsewhere.
    pub same_division: f32,
    /// Its country is mentioned elsewhere.
    pub same_country: f32,
    /// Other places near by.
    pub near: f32,
    /// Distance at which nearness has fallen to a third, km.
    pub scale: f32,
    /// Near the publisher's home.
    pub home: f32,
    /// How sharply the belief goes to the best entry between the rounds.
    pub softness: f32,
    /// The same for the confidence.
    pub temperature: f32,
}

/// Chosen on development data by coordinate search; see `data/places.md`.
pub const WEIGHTS: Weights = Weights {
    population: 0.8,
    main: 2.5,
    country: 5.0,
    division: 2.5,
    twin: -2.0,
    county: 0.0,
    region: 2.0,
    capital: 1.0,
    seat: 0.3,
    inside: 12.0,
    holder: 3.0,
    same_division: 2.0,
    same_country: 2.4,
    near: 3.6,
    scale: 120.0,
    home: 4.0,
    softness: 1.2,
    temperature: 0.8,
};

/// What one name means.
#[derive(Clone, Debug)]
pub struct Sense {
    /// Entries with their share of the belief, best first.
    pub ranked: Vec<(u32, f32)>,
}

/// Great-circle distance in km.
#[must_use]
pub fn distance(a: [f32; 2], b: [f32; 2]) -> f32 {
    let (la, lb) = (a[0].to_radians(), b[0].to_radians());
    let (north, east) = ((lb - la) / 2.0, (b[1] - a[1]).to_radians() / 2.0);
    let h = north.sin().powi(2) + la.cos() * lb.cos() * east.sin().powi(2);
    2.0 * 6371.0 * h.min(1.0).sqrt().asin()
}

/// Mentions before and behind a mention whose names count as its neighbours.
const WINDOW: usize = 16;

/// Mentions of one name whose neighbourhood is read.
const READ_MENTIONS: usize = 12;

/// Names that a name's nearness is measured to.
const MAX_NEIGHBOURS: usize = 40;

/// One name: its mentions and entries.
struct Name {
    mentions: Vec<usize>,
    entries: Vec<(u32, Via)>,
    fixed: Vec<f32>,
    scores: Vec<f32>,
    chosen: usize,
    neighbours: Vec<(usize, f32)>,
    /// The entries' points on the unit sphere.
    points: Vec<[f32; 3]>,
    /// How much of the belief each entry has so far.
    shares: Vec<f32>,
    /// Sum of the containment evidence is certain: `Paris, Texas`.
    inside: Vec<bool>,
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
                inside: Vec::new(),
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
    score_alone(gazetteer, candidates, &mut names, home, weights);
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
    let senses: Vec<Sense> = names.iter().map(|name| sense(name, weights)).collect();
    name_of.into_iter().map(|number| senses[number].clone()).collect()
}

fn best(scores: &[f32]) -> usize {
    (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]).then(b.cmp(&a))).unwrap_or(0)
}

/// What speaks for each entry by itself.
fn score_alone(
    gazetteer: &Gazetteer,
    candidates: &[Candidate],
    names: &mut [Name],
    home: Option<&Home>,
    weights: &Weights,
) {
    for name in names {
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
                let mut score = weights.population * gazetteer.log_population(entry) * std::f32::consts::LOG10_2;
                score += match kind {
                    // The division around a city of its name, where no word behind asks for the division.
                    _ if has_twin && !has_head => weights.twin,
                    _ if gazetteer.is_division(entry) => weights.division,
                    PlaceKind::Country => weights.country,
                    PlaceKind::County if has_head || candidates[name.mentions[0]].key.trim_end().contains(' ') => 0.0,
                    PlaceKind::County => weights.county,
                    PlaceKind::City | PlaceKind::District => 0.0,
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
                if let Some(home) = home {
                    score += weights.home * home.nearness(gazetteer, entry);
                }
                score
            })
            .collect();
        name.inside = vec![false; name.entries.len()];
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
            if !names[inner].inside[i] && outer_entries.iter().any(|(o, _)| holds(gazetteer, *o, *entry)) {
                names[inner].inside[i] = true;
                names[inner].fixed[i] += weights.inside;
            }
        }
        for (o, (entry, _)) in outer_entries.iter().enumerate() {
            if !names[outer].inside[o] && inner_entries.iter().any(|(i, _)| holds(gazetteer, *entry, *i)) {
                names[outer].inside[o] = true;
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

/// One round of what the names say about each other.
fn score_together(gazetteer: &Gazetteer, names: &mut [Name], weights: &Weights) {
    let chosen: Vec<u32> = names.iter().map(|n| n.entries[n.chosen].0).collect();
    let anchors: Vec<Vec<Anchor>> = names.iter().map(|n| anchors(gazetteer, n)).collect();
    // Names whose chosen entry is, or lies in, a country or division.
    let mut countries: HashMap<u8, f32> = HashMap::new();
    let mut divisions: HashMap<u16, f32> = HashMap::new();
    let share = |gazetteer: &Gazetteer, entry: u32| if gazetteer.kind(entry) == PlaceKind::Country { 1.0 } else { 0.5 };
    for &entry in &chosen {
        if let Some(country) = gazetteer.country_index(entry) {
            *countries.entry(country).or_default() += share(gazetteer, entry);
        }
        if gazetteer.group(entry) != 0 {
            *divisions.entry(gazetteer.group(entry)).or_default() +=
                if gazetteer.is_division(entry) { 1.0 } else { 0.5 };
        }
    }
    for (number, name) in names.iter_mut().enumerate() {
        if name.entries.len() == 1 {
            continue;
        }
        let own = chosen[number];
        for (i, &(entry, _)) in name.entries.iter().enumerate() {
            let mut score = name.fixed[i];
            if let Some(country) = gazetteer.country_index(entry) {
                let mut count = countries.get(&country).copied().unwrap_or(0.0);
                if gazetteer.country_index(own) == Some(country) {
                    count -= share(gazetteer, own);
                }
                if count > 0.0 {
                    score += weights.same_country * (0.5 + count / 6.0).min(1.0);
                }
            }
            let group = gazetteer.group(entry);
            if group != 0 {
                let mut count = divisions.get(&group).copied().unwrap_or(0.0);
                if gazetteer.group(own) == group {
                    count -= if gazetteer.is_division(own) { 1.0 } else { 0.5 };
                }
                if count > 0.0 {
                    score += weights.same_division * (0.5 + count / 4.0).min(1.0);
                }
            }
            let mut near = 0.0;
            for &(other, weight) in &name.neighbours {
                for anchor in &anchors[other] {
                    if anchor.entry != entry {
                        let chord =
                            (0..3).map(|axis| (name.points[i][axis] - anchor.point[axis]).powi(2)).sum::<f32>().sqrt();
                        near += weight * anchor.weight * (-chord * 6371.0 / weights.scale).exp();
                    }
                }
            }
            score += weights.near * near.ln_1p();
            name.scores[i] = score;
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

fn on_sphere(point: [f32; 2]) -> [f32; 3] {
    let (lat, lon) = (point[0].to_radians(), point[1].to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

/// Shares of the belief that scores stand for.
fn shares(scores: &[f32], temperature: f32) -> Vec<f32> {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let raw: Vec<f32> = scores.iter().map(|s| ((s - top) * temperature).exp()).collect();
    let sum: f32 = raw.iter().sum();
    raw.into_iter().map(|r| r / sum).collect()
}

fn sense(name: &Name, weights: &Weights) -> Sense {
    let shares = shares(&name.scores, weights.temperature);
    let mut ranked: Vec<(u32, f32)> = name.entries.iter().map(|e| e.0).zip(shares).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    Sense { ranked }
}
