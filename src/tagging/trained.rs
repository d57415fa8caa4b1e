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
