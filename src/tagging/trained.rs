//! The trained tagger.

use super::network::Network;
use super::weights::{Weights, WeightsError};
use super::{crf, Tagged, Tagger};
use crate::text::Text;

/// The network of `data/attribution.md` and the chain over its scores.
///
/// Time and memory grow with the length of the text; the same text gives the same result on every machine.
#[derive(Clone, Debug)]
pub struct NetworkTagger {
    network: Network,
}

impl NetworkTagger {
    /// The tagger with the weights that come with the crate.
    ///
    /// # Errors
    /// Only where the weights file was damaged when the crate was built.
    pub fn built_in() -> Result<Self, WeightsError> {
        Self::from_bytes(super::BUILT_IN)
    }

    /// A tagger with other weights, as `xtask/training` writes them.
    ///
    /// # Errors
    /// When the bytes are no weights, of another version, damaged or contradictory.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WeightsError> {
        Ok(Self { network: Network::new(Weights::read(bytes)?) })
    }
}

impl Tagger for NetworkTagger {
    fn tag(&self, text: &Text<'_>) -> Tagged {
        let mut scores = self.network.scores(text);
        crf::constrain(text, &mut scores);
        let transitions = crf::constrained(&self.network.transitions);
        let tags = crf::best(&scores, &transitions);
        Tagged { tags, posteriors: crf::posteriors(&scores, &transitions) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagging::{Tag, TAGS};

    /// Texts with the scores and tags of the training tool's own network in PyTorch.
    fn reference() -> Vec<(String, Vec<[f32; TAGS]>, Vec<Tag>)> {
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
            let found = tagger.network.scores(&text);
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
    fn takes_any_text() {
        let tagger = NetworkTagger::built_in().unwrap();
        for source in
            ["", " ", "\n", "a", "\"", "“", "said", "\u{301}\u{200d}🏳️‍🌈", &"“".repeat(3000), &"é said ".repeat(2500)]
        {
            let text = Text::new(source);
            let tagged = tagger.tag(&text);
            assert_eq!(tagged.tags.len(), text.tokens.len());
            assert_eq!(tagged.posteriors.len(), text.tokens.len());
            for (i, posteriors) in tagged.posteriors.iter().enumerate() {
                assert!((posteriors.iter().sum::<f32>() - 1.0).abs() < 1e-4);
                // An inside tag goes on from the same role.
                let tag = tagged.tags[i];
                assert!(tag.begins() || tag == Tag::Outside || i > 0 && tagged.tags[i - 1].role() == tag.role());
            }
        }
    }
}
