//! What patterns look at: the text, and the layers over its tokens.

use crate::text::Text;

/// What stands over the tokens besides their own features: for each token what it is part of, 0 for nothing. A run's first
/// token has [`BEGINS`] set.
pub type Layer = Vec<u8>;

/// The bit of a run's first token.
pub const BEGINS: u8 = 0x80;

/// Layers of a [`View`], and what their values mean. Patterns name them.
pub mod layer {
    /// Roles of an attribution's parts.
    pub const ROLES: [(&str, u8); 3] = [("source", 1), ("cue", 2), ("content", 3)];
    /// Kinds of names.
    pub const NAMES: [(&str, u8); 4] = [("person", 1), ("organisation-name", 2), ("place-name", 3), ("other-name", 4)];
}

/// What a pattern sees: the text, and what earlier stages made of it.
#[derive(Clone, Copy, Debug)]
pub struct View<'a, 't> {
    /// The text.
    pub text: &'a Text<'t>,
    /// Roles ([`layer::ROLES`](super::layer::ROLES)); empty where there are none yet.
    pub roles: &'a Layer,
    /// Names ([`layer::NAMES`](super::layer::NAMES)); empty where there are none yet.
    pub names: &'a Layer,
}

impl View<'_, '_> {
    pub(super) fn role(&self, at: usize) -> u8 {
        self.roles.get(at).map_or(0, |role| role & !BEGINS)
    }

    pub(super) fn name(&self, at: usize) -> u8 {
        self.names.get(at).map_or(0, |name| name & !BEGINS)
    }
}
