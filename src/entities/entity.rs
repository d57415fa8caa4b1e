//! What is found: names and their kinds.

use std::ops::Range;

/// A name.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Its tokens; of a person without titles.
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
