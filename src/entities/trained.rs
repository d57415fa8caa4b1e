//! The trained part: the head of `data/entities.md` and the chain over its scores.
//!
//! It stands on the trunk that the tagger of attributions ([`crate::tagging`]) stands on, and reads besides what lists say of
//! the word ([`super::features`]).

use super::features::{self, STATES};
use super::EntityKind;
use crate::network::chain;
use crate::network::encoder::{Network, Reading};
use crate::network::features::states;
use crate::network::weights::{Sort, WeightsError};
use crate::tagging::trunk;
use crate::text::Text;
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

/// The head's outputs for the tokens of a text.
pub(crate) type NameScores = Vec<[f32; TAGS]>;

/// A name that the network found.
#[derive(Clone, Debug)]
pub(super) struct Found {
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
fn constrain(text: &Text<'_>, scores: &mut [[f32; TAGS]]) {
    let count = scores.len();
    for sentence in text.sentences.iter().filter(|sentence| !sentence.is_empty() && sentence.end <= count) {
        let never = |score: &mut [f32; TAGS], over: fn(usize) -> Option<usize>| {
            (0..TAGS).filter(|&tag| over(tag).is_some()).for_each(|tag| score[tag] = chain::NEVER);
        };
        never(&mut scores[sentence.start], goes_on);
        never(&mut scores[sentence.end - 1], leaves_open);
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
pub(super) fn scores(text: &Text<'_>) -> Option<NameScores> {
    let (states, own_states) = (states(text), features::states(text));
    Some(network()?.scores(&Reading::new(text, &states).with_own_states(&own_states)))
}

/// The names of a text, in text order, not overlapping; `None` without weights.
pub(super) fn find(text: &Text<'_>, scores: &[[f32; TAGS]]) -> Option<Vec<Found>> {
    let network = network()?;
    let mut scores = scores.to_vec();
    constrain(text, &mut scores);
    let transitions = chain::constrained(network.head.transitions(), allowed);
    let tags = chain::best(&scores, &transitions);
    let posteriors = chain::posteriors(&scores, &transitions);
    let mut found = Vec::new();
    let mut start = 0;
    for (i, &tag) in tags.iter().enumerate().filter(|(_, tag)| **tag > 0) {
        if goes_on(tag).is_none() {
            start = i;
        }
        if leaves_open(tag).is_none() {
            found.push(name(start..i + 1, &tags, &posteriors));
        }
    }
    Some(found)
}

fn name(tokens: Range<usize>, tags: &[usize], posteriors: &[[f32; TAGS]]) -> Found {
    let (mut kinds, mut confidence) = ([0.0; 4], 1.0f32);
    for i in tokens.clone() {
        for (kind, sum) in kinds.iter_mut().enumerate() {
            *sum += posteriors[i][1 + 4 * kind..5 + 4 * kind].iter().sum::<f32>();
        }
        confidence = confidence.min(posteriors[i][tags[i]]);
    }
    let count = tokens.len() as f32;
    Found { tokens, kinds: kinds.map(|sum| sum / count), confidence }
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
            constrain(&text, &mut scores);
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
        constrain(&text, &mut scores);
        let tags = chain::best(&scores, &chain::constrained(&[[0.0; TAGS]; TAGS], allowed));
        assert_eq!(tags, [1, 2, 2, 3, 1, 2, 3]);
    }

    #[test]
    fn other_weights_are_refused() {
        assert_eq!(read(include_bytes!("../../data/attribution.bin")).err(), Some(WeightsError::NoWeights));
    }
}
