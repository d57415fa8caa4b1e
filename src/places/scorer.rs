//! The trained scorer: logistic regression over sparse features, its weights a readable table.

use crate::math;
use std::sync::OnceLock;

/// `feature<TAB>weight` a line, `#` before comments; written by `cargo xtask train-places`.
const WEIGHTS: &str = include_str!("../../data/places-weights.tsv");

/// The features of one candidate, as hashes of their names; each counts once.
#[derive(Clone, Debug, Default)]
pub struct Features {
    /// Hashes, in the order in which they were added.
    pub hashes: Vec<u32>,
    /// Their names, kept only in training.
    pub names: Option<Vec<String>>,
}

impl Features {
    /// Adds the feature whose name is the parts joined.
    pub fn add(&mut self, parts: &[&str]) {
        let mut hash = 0x811C_9DC5u32;
        for byte in parts.iter().flat_map(|p| p.bytes()) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
        self.hashes.push(hash);
        if let Some(names) = &mut self.names {
            names.push(parts.concat());
        }
    }

    /// Adds it when something holds.
    pub fn add_if(&mut self, holds: bool, parts: &[&str]) {
        if holds {
            self.add(parts);
        }
    }
}

/// Weights by feature hash.
#[derive(Clone, Debug, Default)]
pub struct Scorer {
    weights: Vec<(u32, f32)>,
}

impl Scorer {
    /// The built-in weights.
    #[must_use]
    pub fn built_in() -> &'static Self {
        static SCORER: OnceLock<Scorer> = OnceLock::new();
        SCORER.get_or_init(|| Self::from_table(WEIGHTS))
    }

    /// Reads a table; lines that are none are left out.
    #[must_use]
    pub fn from_table(table: &str) -> Self {
        let mut weights: Vec<(u32, f32)> = table
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| {
                let (name, weight) = line.split_once('\t')?;
                let mut features = Features::default();
                features.add(&[name]);
                Some((*features.hashes.first()?, weight.parse().ok()?))
            })
            .collect();
        weights.sort_by_key(|w| w.0);
        Self { weights }
    }

    /// The log-odds of a candidate.
    #[must_use]
    pub fn score(&self, features: &Features) -> f32 {
        features
            .hashes
            .iter()
            .filter_map(|hash| self.weights.binary_search_by_key(hash, |w| w.0).ok())
            .map(|found| self.weights[found].1)
            .sum()
    }
}

/// Probability from log-odds.
#[must_use]
pub fn probability(score: f32) -> f32 {
    math::logistic(score)
}
