//! Places: toponyms in context, resolved to gazetteer entries.

use crate::annotations::Place;
use crate::entities::Entity;
use crate::text::Text;

/// The gazetteer in memory.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {}

/// Finds and resolves the places of a text, in the order of their first mention; spans are bytes.
#[must_use]
pub fn find(_text: &Text<'_>, _gazetteer: &Gazetteer, _entities: &[Entity]) -> Vec<Place> {
    Vec::new()
}
