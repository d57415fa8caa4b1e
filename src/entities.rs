//! Names in the text: persons, organisations, places. Serves speakers and places alike.

use crate::text::Text;
use std::ops::Range;

/// A name.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it names.
    pub kind: EntityKind,
    /// 0 to 1.
    pub confidence: f32,
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum EntityKind {
    Person,
    Organisation,
    Place,
    Other,
}

/// Finds the names of a text, in text order, not overlapping.
#[must_use]
pub fn find(_text: &Text<'_>) -> Vec<Entity> {
    Vec::new()
}
