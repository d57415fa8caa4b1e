//! From text to tags: which tokens name a source, which carry the attribution, which are the content.
//!
//! This is the seam behind which a tagger can be exchanged: text in, token tags out. Everything after it reads [`Tagged`].

mod incremental;
mod rules;
mod tag;
mod trained;

pub use incremental::Incremental;
pub use rules::RulesTagger;
pub use tag::{Role, Tag, Tagged, Tagger, MODES, TAGS};
pub(crate) use trained::trunk;
pub use trained::NetworkTagger;
