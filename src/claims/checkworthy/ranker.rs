//! The trained ranker: a head on the network's trunk that says how much a fact-checker would want to check a statement.
//!
//! Each token gives evidence on ten channels, in its place in the text; what a statement shows anywhere counts by its
//! strongest token, what it shows everywhere by the sum or the mean.

use crate::network::encoder::{Network, Reading};
use crate::network::features::states;
use crate::network::weights::{Sort, WeightsError};
use crate::tagging::trunk;
use crate::text::Text;
use std::ops::Range;
use std::sync::OnceLock;

/// Channels of which the strongest token speaks for a check.
const FOR: Range<usize> = 0..4;
/// Channels of which the strongest token speaks against it.
const AGAINST: Range<usize> = 4..8;
/// The channel of which all tokens together count, by the root of their number.
const ALL: usize = 8;
/// The channel of which the mean counts.
const MEAN: usize = 9;
/// All of them.
const CHANNELS: usize = 10;

/// Tokens of a statement that count: more it never saw in training, and claims nested a thousand deep stay quick.
const MOST_TOKENS: usize = 80;

/// What each token of a text shows on each channel.
pub(crate) type Evidence = Vec<[f32; CHANNELS]>;

/// The weights: `data/checkworthy.md` tells how they are made.
const BUILT_IN: &[u8] = include_bytes!("../../../data/checkworthy.bin");

/// How they are laid out.
const SORT: Sort = Sort { magic: b"whoranks", states: 0 };

/// A network that ranks statements.
#[derive(Clone, Debug)]
pub struct Ranker {
    network: Network<CHANNELS>,
}

impl Ranker {
    /// The ranker that the crate ships; `None` only where its weights were damaged when the crate was built.
    #[must_use]
    pub fn built_in() -> Option<&'static Self> {
        static RANKER: OnceLock<Option<Ranker>> = OnceLock::new();
        RANKER.get_or_init(|| Self::from_bytes(BUILT_IN).ok()).as_ref()
    }

    /// A ranker with other weights, as `xtask/training` writes them for the built-in trunk.
    ///
    /// # Errors
    /// When the bytes are no weights of a ranker, of another version, damaged, contradictory, or trained on another trunk.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WeightsError> {
        Ok(Self { network: Network::on(trunk()?, bytes, &SORT)? })
    }

    pub(crate) fn network(&self) -> &Network<CHANNELS> {
        &self.network
    }

    /// Reads a text for its statements.
    #[must_use]
    pub(crate) fn evidence(&self, text: &Text<'_>) -> Evidence {
        self.network.scores(&Reading::new(text, &states(text)))
    }

    /// Log-odds that a text that is one statement is worth a check, by its first 80 tokens.
    #[must_use]
    pub fn log_odds_of(&self, text: &Text<'_>) -> f32 {
        log_odds(&self.evidence(text), 0..text.tokens.len())
    }
}

/// Log-odds that a statement of these tokens is worth a check, by its first 80.
pub(super) fn log_odds(evidence: &[[f32; CHANNELS]], tokens: impl Iterator<Item = usize>) -> f32 {
    let (mut strongest, mut all, mut mean, mut count) = ([0.0f32; CHANNELS], 0.0, 0.0, 0);
    for shown in tokens.take(MOST_TOKENS).filter_map(|token| evidence.get(token)) {
        for (most, &value) in strongest.iter_mut().zip(shown) {
            *most = most.max(value);
        }
        all += shown[ALL].max(0.0);
        mean += shown[MEAN];
        count += 1;
    }
    let sum = |channels: Range<usize>| strongest[channels].iter().sum::<f32>();
    let count = count.max(1) as f32;
    sum(FOR) - sum(AGAINST) + all / count.sqrt() + mean / count
}
