//! From attributions to claims: form, nesting, places, check-worthiness, and the article's own checkable statements.

use crate::annotations::{Claim, Place};
use crate::attribution::Attribution;
use crate::speakers::Speakers;
use crate::text::Text;

/// Builds the claims, in text order of their content, and fills `claims`, `quoted_words` and `reported_words` of the
/// speakers.
#[must_use]
pub fn build(
    _text: &Text<'_>,
    _attributions: &[Attribution],
    _speakers: &mut Speakers,
    _places: &[Place],
) -> Vec<Claim> {
    Vec::new()
}
