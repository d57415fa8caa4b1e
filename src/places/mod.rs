//! Places: toponyms in context, resolved to gazetteer entries.
//!
//! Text → [candidates] (stretches that bear the name of some entry) → a trained scorer that decides in context which of
//! them name a place → resolution of each name to one entry → places with their mentions and roles.

pub mod candidates;
mod features;
mod groups;
mod home;
mod origin;
mod readings;
mod reasons;
mod resolve;
mod roles;
pub mod scorer;
mod surroundings;
mod weights;

pub use home::Home;
pub use reasons::Reason;
pub use resolve::{resolve, Sense};
pub use weights::{Weights, WEIGHTS};

use crate::annotations::{Place, PlaceEntry, PlaceMention, PlaceRole};
use crate::entities::Entity;
use crate::gazetteer::Gazetteer;
use crate::text::Text;
use candidates::Candidate;
use features::Document;
use scorer::{probability, Features, Scorer};
use std::collections::HashMap;

/// What is known about a text besides its words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// The publisher's home: of two places of one name, the nearer one is likelier.
    pub home: Option<Home>,
}

/// How the scorer's log-odds become a decision.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Decision {
    /// Log-odds from which on a candidate counts as a place.
    pub threshold: f32,
    /// How much of the log-odds of a name's best other mention a mention gets.
    pub consistency: f32,
}

/// Chosen on development data; the corpus that the weights come from names places more sparingly than readers do.
#[doc(hidden)]
pub const DECISION: Decision = Decision { threshold: -0.25, consistency: 0.3 };

/// Other entries that a place shows at most.
const ALTERNATIVES: usize = 4;

/// Finds and resolves the places of a text, in the order of their first mention; spans are bytes.
#[must_use]
pub fn find(text: &Text<'_>, gazetteer: &Gazetteer, entities: &[Entity]) -> Vec<Place> {
    find_with(text, gazetteer, entities, &Options::default())
}

/// [`find`] with what is known about the text.
#[must_use]
pub fn find_with(text: &Text<'_>, gazetteer: &Gazetteer, entities: &[Entity], options: &Options) -> Vec<Place> {
    find_by(text, gazetteer, entities, options, Scorer::built_in())
}

/// [`find_with`] by other weights than the built-in ones: for judging weights on texts that they were not trained on.
#[doc(hidden)]
#[must_use]
pub fn find_by(
    text: &Text<'_>,
    gazetteer: &Gazetteer,
    entities: &[Entity],
    options: &Options,
    scorer: &Scorer,
) -> Vec<Place> {
    let all = candidates::find(text, gazetteer);
    let document = Document::new(text, gazetteer, &all, entities);
    let scores = score(text, gazetteer, &document, &all, entities, scorer);
    let (kept, beliefs) = keep(&all, &scores, &DECISION);
    let senses = resolve::resolve(text, gazetteer, &kept, options.home.as_ref(), &WEIGHTS);
    let mut places: Vec<Place> = Vec::new();
    let mut numbers: HashMap<u32, usize> = HashMap::new();
    for ((candidate, sense), belief) in kept.iter().zip(&senses).zip(&beliefs) {
        let Some(&(entry, share)) = sense.ranked.first() else { continue };
        let mention = PlaceMention {
            start: candidate.span.start,
            end: candidate.span.end,
            role: roles::role(text, gazetteer, &document, candidate, entry),
        };
        // Development data: of those that seem sure, about one in ten is wrong all the same.
        let sure = belief * share;
        let confidence = sure * (1.0 - 0.1 * sure.powi(8));
        let number = *numbers.entry(entry).or_insert_with(|| {
            let others = sense.ranked.iter().skip(1).zip(&sense.reasons);
            let alternatives = others
                .map(|(&(other, _), reason)| PlaceEntry {
                    reason: reason.map(|reason| reasons::words(gazetteer, [entry, other], reason)),
                    ..gazetteer.describe(other)
                })
                .collect();
            let entry = gazetteer.describe(entry);
            places.push(Place {
                id: places.len() as u32,
                name: entry.name,
                kind: entry.kind,
                country: entry.country,
                within: entry.within,
                lat: entry.lat,
                lon: entry.lon,
                geoname_id: entry.geoname_id,
                alternatives,
                confidence,
                mentions: Vec::new(),
            });
            places.len() - 1
        });
        places[number].mentions.push(mention);
        places[number].confidence = places[number].confidence.max(confidence);
    }
    places
}

/// The log-odds of every candidate.
fn score(
    text: &Text<'_>,
    gazetteer: &Gazetteer,
    document: &Document,
    candidates: &[Candidate],
    entities: &[Entity],
    scorer: &Scorer,
) -> Vec<f32> {
    let mut features = Features::default();
    (0..candidates.len())
        .map(|number| {
            features.hashes.clear();
            features::extract(text, gazetteer, document, candidates, entities, number, &mut features);
            let candidate = &candidates[number];
            let party = if follows_party(text, candidate) { WEIGHTS.party } else { 0.0 };
            let dateline = if in_dateline(text, document, candidate) { WEIGHTS.in_dateline } else { 0.0 };
            let byline = if in_byline(text, candidate) { WEIGHTS.byline } else { 0.0 };
            scorer.score(&features) + party + dateline + byline
        })
        .collect()
}

/// Whether a name stands in the dateline: what the gazetteer knows there is a place, `LIMA (Press Desk) -`.
fn in_dateline(text: &Text<'_>, document: &Document, candidate: &Candidate) -> bool {
    let same_paragraph = |last: usize| text.tokens[last].paragraph == text.tokens[candidate.tokens.start].paragraph;
    !candidate.is_demonym
        && document.dateline.is_some_and(|last| candidate.tokens.end <= last + 1 && same_paragraph(last))
}

/// Whether a name stands in a by-line of its own: `By Ann Smith in Paris` tells where the writer is, not where the news is.
fn in_byline(text: &Text<'_>, candidate: &Candidate) -> bool {
    let number = text.tokens[candidate.tokens.start].paragraph as usize;
    let Some(line) = text.paragraphs.get(number).filter(|line| number < 5 && line.len() <= 14) else { return false };
    let opens = text.word(line.start).eq_ignore_ascii_case("by") && candidate.tokens.start > line.start + 1;
    opens && !line.clone().any(|at| matches!(text.word(at), "." | "?" | "!") && at + 1 < line.end)
}

/// Whether a party's letter stands before: `D-Texas`, `R-S.C.`
fn follows_party(text: &Text<'_>, candidate: &Candidate) -> bool {
    let start = candidate.tokens.start;
    start >= 2
        && text.word(start - 1) == "-"
        && matches!(text.word(start - 2).as_bytes(), [b'D' | b'R' | b'I'])
        && text.tokens[start - 1].span.end == candidate.span.start
}

/// The candidates that count as places, with the belief in each.
///
/// A name that is surely a place once is likelier one elsewhere in the text.
#[doc(hidden)]
#[must_use]
pub fn keep(candidates: &[Candidate], scores: &[f32], decision: &Decision) -> (Vec<Candidate>, Vec<f32>) {
    let mut best: HashMap<&str, f32> = HashMap::new();
    for (candidate, &score) in candidates.iter().zip(scores) {
        let known = best.entry(&candidate.key).or_insert(score);
        *known = known.max(score);
    }
    let mut result = (Vec::new(), Vec::new());
    for (candidate, &score) in candidates.iter().zip(scores) {
        let other = best.get(candidate.key.as_str()).copied().unwrap_or(score);
        let raised = if other > score { decision.consistency * other.clamp(0.0, 5.0) } else { 0.0 };
        let score = score + raised - decision.threshold;
        if score >= 0.0 {
            result.0.push(candidate.clone());
            result.1.push(probability(score));
        }
    }
    result
}

/// A candidate with its features, for training.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Sample {
    /// The candidate.
    pub candidate: Candidate,
    /// Its features by name.
    pub features: Vec<String>,
    /// The built-in scorer's log-odds.
    pub score: f32,
}

/// The candidates of a text with their features; for training and for looking at errors.
#[doc(hidden)]
#[must_use]
pub fn samples(text: &Text<'_>, gazetteer: &Gazetteer, entities: &[Entity]) -> Vec<Sample> {
    let all = candidates::find(text, gazetteer);
    let document = Document::new(text, gazetteer, &all, entities);
    (0..all.len())
        .map(|number| {
            let mut features = Features { hashes: Vec::new(), names: Some(Vec::new()) };
            features::extract(text, gazetteer, &document, &all, entities, number, &mut features);
            let score = Scorer::built_in().score(&features);
            Sample { candidate: all[number].clone(), features: features.names.unwrap_or_default(), score }
        })
        .collect()
}

/// Whether a mention is left out where only names of places count.
#[must_use]
pub fn is_modifier(mention: &PlaceMention) -> bool {
    mention.role == PlaceRole::Modifier
}
