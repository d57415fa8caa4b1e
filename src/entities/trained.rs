//! The trained part: the head of `data/entities.md` and the chain over its scores.
//!
//! It stands on the trunk that the tagger of attributions ([`crate::tagging`]) stands on, and reads besides what lists say of
//! the word ([`super::features`]).

use super::features::{self, STATES};
use super::EntityKind;
use crate::network::chain::{self, Chain};
use crate::network::encoder::{Network, Reading};
use crate::network::features::states;
use crate::network::weights::{Sort, WeightsError};
use crate::tagging::trunk;
use crate::text::{Text, Token};
use std::ops::Range;
use std::sync::OnceLock;

/// Outside, then begin, inside, end and single of each kind.
const TAGS: usize = 1 + 4 * KINDS.len();

/// The kinds, in the order of their tags.
pub(super) const KINDS: [EntityKind; 4] =
    [EntityKind::Person, EntityKind::Organisation, EntityKind::Place, EntityKind::Other];

/// The weights that come with the crate: `xtask/training/README.md` tells how they are made.
const BUILT_IN: &[u8] = include_bytes!("../../data/entities.bin");

const SORT: Sort = Sort { magic: b"whonames", states: STATES };

/// A name that the network found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    pub tokens: Range<usize>,
    /// For each of [`KINDS`] the probability that the name is of that kind: the mean of its tokens'.
    pub kinds: [f32; 4],
    /// The least probability of a tag of the best path among the tokens.
    pub confidence: f32,
}

impl Found {
    /// The number of the likeliest kind.
    pub fn best(&self) -> usize {
        (1..4).fold(0, |best, k| if self.kinds[k] > self.kinds[best] { k } else { best })
    }
}

/// Whether a name is open behind this tag (begin, inside), and of which kind.
fn leaves_open(tag: usize) -> Option<usize> {
    tag.checked_sub(1).filter(|tag| tag % 4 < 2).map(|tag| tag / 4)
}

/// Which open name this tag goes on with (inside, end).
fn goes_on(tag: usize) -> Option<usize> {
    tag.checked_sub(1).filter(|tag| matches!(tag % 4, 1 | 2)).map(|tag| tag / 4)
}

fn allowed(from: usize, to: usize) -> bool {
    leaves_open(from) == goes_on(to)
}

/// No name goes over the border of a sentence.
fn constrain(text: &Text<'_>, token: usize, scores: &mut [f32; TAGS]) {
    let same = |other: Option<&Token>| other.is_some_and(|other| other.sentence == text.tokens[token].sentence);
    let mut never = |over: fn(usize) -> Option<usize>| {
        (0..TAGS).filter(|&tag| over(tag).is_some()).for_each(|tag| scores[tag] = chain::NEVER);
    };
    if !same(token.checked_sub(1).and_then(|before| text.tokens.get(before))) {
        never(goes_on);
    }
    if !same(text.tokens.get(token + 1)) {
        never(leaves_open);
    }
}

/// The trunk with the head for names.
pub(crate) fn network() -> Option<&'static Network<TAGS>> {
    static NETWORK: OnceLock<Option<Network<TAGS>>> = OnceLock::new();
    // A test reads the built-in weights; should they ever be broken all the same, the rules do what they can.
    NETWORK.get_or_init(|| read(BUILT_IN).ok()).as_ref()
}

fn read(bytes: &[u8]) -> Result<Network<TAGS>, WeightsError> {
    Network::on(trunk()?, bytes, &SORT)
}

/// The head's outputs for a text; `None` without weights.
fn scores(text: &Text<'_>) -> Option<Vec<[f32; TAGS]>> {
    let (states, own_states) = (states(text), features::states(text));
    Some(network()?.scores(&Reading::new(text, &states).with_own_states(&own_states)))
}

/// The names of a text, in text order, not overlapping; `None` without weights.
pub(super) fn find(text: &Text<'_>) -> Option<Vec<Found>> {
    let mut decoder = Decoder::new(text)?;
    decoder.add(&scores(text)?);
    Some(decoder.finish())
}

/// Makes names of the head's outputs while they come.
#[derive(Debug)]
pub(crate) struct Decoder<'a, 't> {
    text: &'a Text<'t>,
    chain: Chain<TAGS>,
    /// How many tokens have come.
    count: usize,
    names: Names,
}

impl<'a, 't> Decoder<'a, 't> {
    /// In front of a text's first token; `None` without weights.
    pub fn new(text: &'a Text<'t>) -> Option<Self> {
        let chain = Chain::new(chain::constrained(network()?.head.transitions(), allowed));
        Some(Self { text, chain, count: 0, names: Names::default() })
    }

    /// The outputs for the next tokens.
    pub fn add(&mut self, outputs: &[[f32; TAGS]]) {
        for row in outputs {
            let mut scores = *row;
            constrain(self.text, self.count, &mut scores);
            self.count += 1;
            self.chain.push(scores, &mut |tag, probabilities| self.names.add(tag, probabilities));
        }
    }

    /// The names of all tokens.
    pub fn finish(mut self) -> Vec<Found> {
        self.chain.finish(&mut |tag, probabilities| self.names.add(tag, probabilities));
        self.names.found
    }
}

/// Names, and what there is of one that is not at its end.
#[derive(Debug, Default)]
struct Names {
    found: Vec<Found>,
    /// Number of tokens seen.
    seen: usize,
    /// Where the name that is open begins, with sums over its tokens so far.
    start: usize,
    kinds: [f32; 4],
    confidence: f32,
}

impl Names {
    /// The next token.
    fn add(&mut self, tag: usize, probabilities: &[f32; TAGS]) {
        self.seen += 1;
        if tag == 0 {
            return;
        }
        if goes_on(tag).is_none() {
            (self.start, self.kinds, self.confidence) = (self.seen - 1, [0.0; 4], 1.0);
        }
        for (kind, sum) in self.kinds.iter_mut().enumerate() {
            *sum += probabilities[1 + 4 * kind..5 + 4 * kind].iter().sum::<f32>();
        }
        self.confidence = self.confidence.min(probabilities[tag]);
        if leaves_open(tag).is_none() {
            let tokens = self.start..self.seen;
            let count = tokens.len() as f32;
            self.found.push(Found { tokens, kinds: self.kinds.map(|sum| sum / count), confidence: self.confidence });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_training_tool() {
        let rows: serde_json::Value = serde_json::from_str(include_str!("reference.json")).unwrap();
        let rows = rows.as_array().unwrap();
        assert!(rows.len() >= 3);
        let network = read(BUILT_IN).unwrap();
        for row in rows {
            let text = Text::new(row["text"].as_str().unwrap());
            let mut scores = scores(&text).unwrap();
            assert_eq!(scores.len(), row["scores"].as_array().unwrap().len());
            for (i, scores) in scores.iter().enumerate() {
                for (tag, score) in scores.iter().enumerate() {
                    let expected = row["scores"][i][tag].as_f64().unwrap() as f32;
                    let word = text.word(i);
                    assert!((score - expected).abs() < 0.01, "token {i} `{word}`: {score} instead of {expected}");
                }
            }
            scores.iter_mut().enumerate().for_each(|(token, scores)| constrain(&text, token, scores));
            let tags = chain::best(&scores, &chain::constrained(network.head.transitions(), allowed));
            let expected: Vec<usize> =
                row["tags"].as_array().unwrap().iter().map(|t| t.as_u64().unwrap() as usize).collect();
            assert_eq!(tags, expected);
        }
    }

    #[test]
    fn names_are_whole() {
        let text = Text::new("Rain in Rome. Ann Lee Stone");
        // Every score begs for one name over all.
        let mut scores = vec![[0.0; TAGS]; text.tokens.len()];
        for scores in &mut scores {
            scores[2] = 9.0;
        }
        scores.iter_mut().enumerate().for_each(|(token, scores)| constrain(&text, token, scores));
        let tags = chain::best(&scores, &chain::constrained(&[[0.0; TAGS]; TAGS], allowed));
        assert_eq!(tags, [1, 2, 2, 3, 1, 2, 3]);
    }

    #[test]
    fn other_weights_are_refused() {
        assert_eq!(read(include_bytes!("../../data/attribution.bin")).err(), Some(WeightsError::NoWeights));
    }
}
