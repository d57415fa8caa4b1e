//! The trained tagger.

use super::tag::{Tag, Tagged, Tagger, MODES, TAGS};
use crate::entities::features::{flags, FLAGS};
use crate::network::chain::{self, Chain};
use crate::network::encoder::{Encoder, Network, Reading};
use crate::network::features::states;
use crate::network::weights::{TrunkWeights, WeightsError};
use crate::text::{QuoteState, Text};
use std::sync::{Arc, OnceLock};

/// The weights that come with the crate: `xtask/training/README.md` tells how they are made.
const BUILT_IN: &[u8] = include_bytes!("../../data/attribution.bin");

/// Outputs of the network: a score of each tag, then of each mode.
pub(crate) const OUTPUTS: usize = TAGS + MODES;

/// The network of `data/attribution.md` and the chain over its scores.
///
/// Time and memory grow with the length of the text; the same text gives the same result on every machine. Clones share the
/// weights.
#[derive(Clone, Debug)]
pub struct NetworkTagger {
    network: Arc<Network<OUTPUTS>>,
}

/// The trunk that the other heads stand on.
pub(crate) fn trunk() -> Result<&'static Arc<Encoder>, WeightsError> {
    shared().as_ref().map(|tagger| &tagger.network.encoder).map_err(|&e| e)
}

fn shared() -> &'static Result<NetworkTagger, WeightsError> {
    static SHARED: OnceLock<Result<NetworkTagger, WeightsError>> = OnceLock::new();
    SHARED.get_or_init(|| NetworkTagger::from_bytes(BUILT_IN))
}

impl NetworkTagger {
    /// The tagger with the weights that come with the crate.
    ///
    /// # Errors
    /// Only where the weights file was damaged when the crate was built.
    pub fn built_in() -> Result<Self, WeightsError> {
        shared().clone()
    }

    /// A tagger with other weights, as `xtask/training` writes them.
    ///
    /// # Errors
    /// When the bytes are no weights, of another version, damaged or contradictory.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WeightsError> {
        Ok(Self { network: Arc::new(Network::new(TrunkWeights::read(bytes)?, flags, FLAGS)) })
    }
}

impl Tagger for NetworkTagger {
    fn tag(&self, text: &Text<'_>) -> Tagged {
        self.decode(text, &self.network.scores(&Reading::new(text, &states(text))))
    }
}

impl NetworkTagger {
    /// The one that all share.
    pub(crate) fn shared() -> Option<&'static Self> {
        shared().as_ref().ok()
    }

    pub(crate) fn network(&self) -> &Network<OUTPUTS> {
        &self.network
    }

    /// From the network's outputs for all tokens to tags and modes.
    pub(crate) fn decode(&self, text: &Text<'_>, outputs: &[[f32; OUTPUTS]]) -> Tagged {
        let mut decoder = self.decoder(text);
        decoder.add(outputs);
        decoder.finish()
    }

    /// Makes tags and modes of the network's outputs while they come.
    pub(crate) fn decoder<'a, 't>(&self, text: &'a Text<'t>) -> Decoder<'a, 't> {
        // In the weights file the modes stand beside the tags; nothing follows them.
        let all = self.network.head.transitions();
        let transitions = std::array::from_fn(|from| std::array::from_fn(|to| all[from][to]));
        let count = text.tokens.len();
        let tagged = Tagged {
            tags: Vec::with_capacity(count),
            posteriors: Vec::with_capacity(count),
            modes: Vec::with_capacity(count),
        };
        Decoder { text, chain: Chain::new(chain::constrained(&transitions, allowed)), tagged }
    }
}

/// See [`NetworkTagger::decoder`].
#[derive(Debug)]
pub(crate) struct Decoder<'a, 't> {
    text: &'a Text<'t>,
    chain: Chain<TAGS>,
    tagged: Tagged,
}

impl Decoder<'_, '_> {
    /// The outputs of the next tokens.
    pub fn add(&mut self, outputs: &[[f32; OUTPUTS]]) {
        let Tagged { tags, posteriors, modes } = &mut self.tagged;
        for row in outputs {
            let mut scores = std::array::from_fn(|tag| row[tag]);
            constrain(self.text, modes.len(), &mut scores);
            modes.push(chain::softmax(std::array::from_fn(|mode| row[TAGS + mode])));
            self.chain.push(scores, &mut |tag, probabilities| {
                tags.push(Tag::ALL[tag]);
                posteriors.push(*probabilities);
            });
        }
    }

    /// Tags and modes of all tokens.
    pub fn finish(mut self) -> Tagged {
        let Tagged { tags, posteriors, .. } = &mut self.tagged;
        self.chain.finish(&mut |tag, probabilities| {
            tags.push(Tag::ALL[tag]);
            posteriors.push(*probabilities);
        });
        self.tagged
    }
}

/// Whether `to` can follow `from`: an inside tag needs its own begin or inside tag before it.
fn allowed(from: usize, to: usize) -> bool {
    let (from, to) = (Tag::ALL[from], Tag::ALL[to]);
    to.begins() || to == Tag::Outside || to.role() == from.role()
}

/// Whether no run may go on over the beginning of this token: sources and cues end with their sentence, contents too
/// unless they are quoted, and everything ends with its paragraph.
fn cut(text: &Text<'_>, token: usize) -> (bool, bool) {
    let Some(before) = token.checked_sub(1).map(|i| &text.tokens[i]) else { return (true, true) };
    let this = &text.tokens[token];
    let paragraph = before.paragraph != this.paragraph;
    let sentence = before.sentence != this.sentence;
    let quoted = matches!(this.quote, QuoteState::Inside { .. } | QuoteState::Close { .. });
    (paragraph || sentence, paragraph || sentence && !quoted)
}

/// Applies the borders of sentences and paragraphs to the scores of a token.
fn constrain(text: &Text<'_>, token: usize, scores: &mut [f32; TAGS]) {
    let (names, content) = cut(text, token);
    if names {
        scores[Tag::SourceInside as usize] = chain::NEVER;
        scores[Tag::CueInside as usize] = chain::NEVER;
    }
    if content {
        scores[Tag::ContentInside as usize] = chain::NEVER;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts with the scores and tags of the training tool's own network in PyTorch.
    fn reference() -> Vec<(String, Vec<[f32; OUTPUTS]>, Vec<Tag>)> {
        let rows: serde_json::Value = serde_json::from_str(include_str!("reference.json")).unwrap();
        let number = |v: &serde_json::Value| v.as_f64().unwrap() as f32;
        rows.as_array()
            .unwrap()
            .iter()
            .map(|row| {
                let scores = row["scores"].as_array().unwrap().iter();
                let scores = scores.map(|s| std::array::from_fn(|tag| number(&s[tag]))).collect();
                let tags = row["tags"].as_array().unwrap().iter();
                let tags = tags.map(|t| Tag::ALL[t.as_u64().unwrap() as usize]).collect();
                (row["text"].as_str().unwrap().to_owned(), scores, tags)
            })
            .collect()
    }

    #[test]
    fn agrees_with_the_training_tool() {
        let tagger = NetworkTagger::built_in().unwrap();
        let reference = reference();
        assert!(reference.len() >= 3);
        for (source, scores, tags) in reference {
            let text = Text::new(&source);
            let found = tagger.network.scores(&Reading::new(&text, &states(&text)));
            assert_eq!(found.len(), scores.len());
            for (token, (found, expected)) in found.iter().zip(&scores).enumerate() {
                for (found, expected) in found.iter().zip(expected) {
                    let word = text.word(token);
                    assert!((found - expected).abs() < 0.01, "token {token} `{word}`: {found} instead of {expected}");
                }
            }
            assert_eq!(tagger.tag(&text).tags, tags, "{source}");
        }
    }

    #[test]
    fn runs_end_with_their_sentence() {
        let text = Text::new("Rain fell. It fell. “It rains. It pours,” he said.\nEnd");
        // Every score begs for one long content.
        let mut scores = vec![[0.0, 0.0, 5.0, 0.0, 5.0, 1.0, 9.0]; text.tokens.len()];
        scores.iter_mut().enumerate().for_each(|(token, scores)| constrain(&text, token, scores));
        let tags = chain::best(&scores, &chain::constrained(&[[0.0; TAGS]; TAGS], allowed));
        let starts: Vec<&str> =
            (0..tags.len()).filter(|&i| tags[i] == Tag::ContentBegin as usize).map(|i| text.word(i)).collect();
        assert_eq!(starts, ["Rain", "It", "“", "End"]);
    }

    #[test]
    fn takes_any_text() {
        let tagger = NetworkTagger::built_in().unwrap();
        for source in
            ["", " ", "\n", "a", "\"", "“", "said", "\u{301}\u{200d}🏳️‍🌈", &"“".repeat(3000), &"é said ".repeat(2500)]
        {
            let text = Text::new(source);
            let tagged = tagger.tag(&text);
            assert_eq!(tagged.tags.len(), text.tokens.len());
            assert_eq!(tagged.posteriors.len(), text.tokens.len());
            assert_eq!(tagged.modes.len(), text.tokens.len());
            for (i, posteriors) in tagged.posteriors.iter().enumerate() {
                assert!((posteriors.iter().sum::<f32>() - 1.0).abs() < 1e-4);
                // An inside tag goes on from the same role.
                let tag = tagged.tags[i];
                assert!(tag.begins() || tag == Tag::Outside || i > 0 && tagged.tags[i - 1].role() == tag.role());
            }
        }
    }
}
