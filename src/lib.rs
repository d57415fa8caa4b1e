#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod annotations;
mod annotator;
pub mod attribution;
pub mod audit;
pub mod claims;
pub mod corrections;
#[cfg(feature = "embed")]
pub mod embed;
pub mod entities;
pub mod export;
#[cfg(fuzzing)]
pub mod fuzzing;
pub mod gazetteer;
pub mod lexicon;
mod math;
pub mod network;
pub(crate) mod pattern;
pub mod places;
pub mod report;
mod scores;
pub mod speakers;
pub mod tagging;
pub mod text;
#[cfg(all(feature = "wasm", target_arch = "wasm32"))]
mod wasm;

pub use annotations::Annotations;
pub use annotator::Annotator;
