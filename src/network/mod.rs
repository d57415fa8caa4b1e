//! The machinery below the trained stages: weights, the network that scores tokens, and the linear chain over its scores.
//!
//! It knows no tags and no names: [`tagging`](crate::tagging) brings the trunk, and like [`entities`](crate::entities) and the
//! check-worthiness ranker the weights of its head and what these mean.

pub mod chain;
pub mod encoder;
pub mod features;
pub mod kernel;
pub mod memory;
pub mod weights;

pub use weights::WeightsError;

/// The tagger's weights, as a sample for the tests here.
#[cfg(test)]
mod sample {
    pub const BUILT_IN: &[u8] = include_bytes!("../../data/attribution.bin");
    /// Tags and modes.
    pub const OUTPUTS: usize = 10;
}
