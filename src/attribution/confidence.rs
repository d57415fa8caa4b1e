//! How sure an attribution is.

use super::linking::Link;
use crate::annotations::{ClaimForm, ClaimMode};
use crate::tagging::{Role, Tag, Tagged, TAGS};
use crate::text::Text;
use std::ops::Range;

/// Mean posterior probability of `role` over a run.
fn mean(tagged: &Tagged, tokens: &Range<usize>, role: Role) -> f32 {
    let Some(posteriors) = tagged.posteriors.get(tokens.clone()).filter(|p| !p.is_empty()) else { return 0.0 };
    let of = |p: &[f32; TAGS]| -> f32 {
        Tag::ALL.iter().zip(p).filter(|(t, _)| t.role() == Some(role)).map(|(_, p)| p).sum()
    };
    posteriors.iter().map(of).sum::<f32>() / posteriors.len() as f32
}

pub(super) fn confidence(_text: &Text<'_>, tagged: &Tagged, link: &Link, _form: ClaimForm, _mode: ClaimMode) -> f32 {
    let mut product = 1.0;
    for piece in &link.content {
        product *= mean(tagged, piece, Role::Content);
    }
    if let Some(source) = &link.source {
        product *= mean(tagged, source, Role::Source);
    }
    if let Some(cue) = link.cue.first() {
        product *= mean(tagged, cue, Role::Cue);
    }
    product.clamp(0.0, 1.0)
}
