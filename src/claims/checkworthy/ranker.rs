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

/// What each token of a text shows on each channel. On all but the last nothing below 0 counts, and most of it is below 0: so
/// only what is above is kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Evidence {
    /// For each token the channels that are kept, a bit each.
    channels: Vec<u16>,
    /// What they show, token by token: a list for every [`PART`] tokens, so that none must be copied to grow.
    values: Vec<Vec<f32>>,
    /// Where in its list the values of every [`STRIDE`]th token begin.
    starts: Vec<u32>,
}

const PART: usize = 1024;

/// Tokens from one known place among the values to the next.
const STRIDE: usize = 32;

impl Evidence {
    /// With room for so many tokens.
    pub fn with_capacity(tokens: usize) -> Self {
        Self {
            channels: Vec::with_capacity(tokens),
            values: Vec::with_capacity(tokens / PART + 1),
            starts: Vec::with_capacity(tokens / STRIDE + 1),
        }
    }

    /// The next tokens'.
    pub fn add(&mut self, shown: &[[f32; CHANNELS]]) {
        for row in shown {
            if self.channels.len() % PART == 0 {
                if let Some(full) = self.values.last_mut() {
                    full.shrink_to_fit();
                }
                self.values.push(Vec::new());
            }
            let Some(values) = self.values.last_mut() else { continue };
            if self.channels.len() % STRIDE == 0 {
                self.starts.push(values.len() as u32);
            }
            let counts = |channel: usize| channel == MEAN || row[channel] > 0.0;
            let kept = (0..CHANNELS).filter(|&channel| counts(channel));
            self.channels.push(kept.clone().fold(0, |bits, channel| bits | 1 << channel));
            values.extend(kept.map(|channel| row[channel]));
        }
    }

    /// How many tokens it is of.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.channels.len()
    }

    /// What a token shows, 0 in place of what is below; `None` behind the last one.
    fn get(&self, token: usize) -> Option<[f32; CHANNELS]> {
        let kept = *self.channels.get(token)?;
        let known = token - token % STRIDE;
        let between: u32 = self.channels[known..token].iter().map(|bits| bits.count_ones()).sum();
        let mut values = self.values[token / PART][(self.starts[token / STRIDE] + between) as usize..].iter();
        let mut row = [0.0; CHANNELS];
        for (channel, value) in row.iter_mut().enumerate() {
            if kept >> channel & 1 == 1 {
                *value = *values.next()?;
            }
        }
        Some(row)
    }
}

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
        let mut evidence = Evidence::default();
        evidence.add(&self.network.scores(&Reading::new(text, &states(text))));
        evidence
    }

    /// Log-odds that a text that is one statement is worth a check, by its first 80 tokens.
    #[must_use]
    pub fn log_odds_of(&self, text: &Text<'_>) -> f32 {
        log_odds(&self.evidence(text), 0..text.tokens.len())
    }
}

/// Log-odds that a statement of these tokens is worth a check, by its first 80.
pub(super) fn log_odds(evidence: &Evidence, tokens: impl Iterator<Item = usize>) -> f32 {
    let (mut strongest, mut all, mut mean, mut count) = ([0.0f32; CHANNELS], 0.0, 0.0, 0);
    for shown in tokens.take(MOST_TOKENS).filter_map(|token| evidence.get(token)) {
        for (most, value) in strongest.iter_mut().zip(shown) {
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
