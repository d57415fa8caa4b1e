//! The trained ranker: a small network that reads a statement and says how much a fact-checker would want to check it.
//!
//! Its first layer stands on the word tables of the attribution network (`data/attribution.bin`), so that the file holds
//! convolutions only. Each token gives evidence on ten channels; what a statement shows anywhere counts by its
//! strongest token, what it shows everywhere by the sum or the mean.

use crate::network::encoder::{Network, Reading, Words};
use crate::network::features;
use crate::network::weights::{Layout, Weights, WeightsError};
use crate::tagging::tables;
use crate::text::Text;
use std::sync::OnceLock;

/// Channels of which the strongest token speaks for a check.
const FOR: std::ops::Range<usize> = 0..4;
/// Channels of which the strongest token speaks against it.
const AGAINST: std::ops::Range<usize> = 4..8;
/// The channel of which all tokens together count, by the root of their number.
const ALL: usize = 8;
/// The channel of which the mean counts.
const MEAN: usize = 9;
/// All of them.
const CHANNELS: usize = 10;

/// Tokens of a statement that are read: more it never saw in training, and claims nested a thousand deep stay quick.
const MOST_TOKENS: usize = 80;

/// The weights: `data/checkworthy.md` tells how they are made.
const BUILT_IN: &[u8] = include_bytes!("../../../data/checkworthy.bin");

/// How they are laid out.
const LAYOUT: Layout = Layout { magic: b"whoranks", states: features::STATES, flags: 0, grams: 0 };

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

    /// A ranker with other weights, as `xtask/training` writes them for the built-in tables.
    ///
    /// # Errors
    /// When the bytes are no weights of a ranker, of another version, damaged, contradictory, or trained on other tables.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WeightsError> {
        Ok(Self { network: Network::new(&Weights::read_on(bytes, &LAYOUT, tables()?)?, |_| 0) })
    }

    /// Log-odds that a statement of these tokens (indices into [`Text::tokens`]) is worth a check, by its first
    /// 80. It is read on its own, whatever stands around it or around its quotation marks.
    #[must_use]
    pub fn log_odds(&self, text: &Text<'_>, tokens: &[usize]) -> f32 {
        self.log_odds_among(text, tokens, &mut Words::default())
    }

    /// [`log_odds`](Self::log_odds) of one statement among several of a text; `words` is what the ranker knows of it by now.
    pub(super) fn log_odds_among<'t>(&self, text: &Text<'t>, tokens: &[usize], words: &mut Words<'t>) -> f32 {
        let tokens = &tokens[..tokens.len().min(MOST_TOKENS)];
        if tokens.is_empty() {
            return 0.0;
        }
        let evidence = self.network.scores_of(&Reading::part(text, tokens), 0..tokens.len(), words);
        let strongest = |channel: usize| evidence.iter().map(|token| token[channel]).fold(0.0, f32::max);
        let count = tokens.len() as f32;
        let all: f32 = evidence.iter().map(|token| token[ALL].max(0.0)).sum();
        let mean: f32 = evidence.iter().map(|token| token[MEAN]).sum();
        FOR.map(strongest).sum::<f32>() - AGAINST.map(strongest).sum::<f32>() + all / count.sqrt() + mean / count
    }
}
