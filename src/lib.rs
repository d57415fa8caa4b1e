//! Who said what, and where.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod annotations;
mod annotator;
pub mod attribution;
pub mod claims;
pub mod entities;
pub mod export;
pub mod places;
pub mod report;
pub mod speakers;
pub mod tagging;
pub mod text;

pub use annotations::Annotations;
pub use annotator::Annotator;
