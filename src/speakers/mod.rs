//! From sources to speakers: one identity for every source, over the whole text.

use crate::annotations::Speaker;
use crate::attribution::Attribution;
use crate::entities::Entity;
use crate::text::Text;

/// Who speaks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Speakers {
    /// In the order of their first mention; `id` is the position, spans are bytes. `claims`, `quoted_words` and
    /// `reported_words` are filled in by the claims stage.
    pub speakers: Vec<Speaker>,
    /// For each attribution its speaker (index into `speakers`) and how sure that is, 0 to 1.
    pub of: Vec<Option<(u32, f32)>>,
}

/// Resolves the sources of `attributions`.
#[must_use]
pub fn resolve(_text: &Text<'_>, attributions: &[Attribution], _entities: &[Entity]) -> Speakers {
    Speakers { speakers: Vec::new(), of: vec![None; attributions.len()] }
}
