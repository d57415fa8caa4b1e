//! From text to tags: which tokens name a source, which carry the attribution, which are the content.
//!
//! This is the seam behind which a tagger can be exchanged: text in, token tags out. Everything after it reads [`Tagged`].

mod rules;
mod trained;

pub use rules::RulesTagger;
pub use trained::NetworkTagger;

use crate::network::features;
use crate::network::weights::{Layout, Tables, Weights, WeightsError};
use crate::text::Text;
use std::sync::Arc;

/// The role of a token in an attribution. A run of `Inside` goes on from the token before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Tag {
    /// No part of an attribution.
    #[default]
    Outside,
    /// First token of a source.
    SourceBegin,
    /// Further token of a source.
    SourceInside,
    /// First token of a cue.
    CueBegin,
    /// Further token of a cue.
    CueInside,
    /// First token of a content.
    ContentBegin,
    /// Further token of a content.
    ContentInside,
}

/// Number of [`Tag`]s.
pub const TAGS: usize = 7;

impl Tag {
    /// All tags, in the order of their numbers.
    pub const ALL: [Self; TAGS] = [
        Self::Outside,
        Self::SourceBegin,
        Self::SourceInside,
        Self::CueBegin,
        Self::CueInside,
        Self::ContentBegin,
        Self::ContentInside,
    ];

    /// The role, without the position in the run.
    #[must_use]
    pub fn role(self) -> Option<Role> {
        match self {
            Self::Outside => None,
            Self::SourceBegin | Self::SourceInside => Some(Role::Source),
            Self::CueBegin | Self::CueInside => Some(Role::Cue),
            Self::ContentBegin | Self::ContentInside => Some(Role::Content),
        }
    }

    /// Whether a run begins here.
    #[must_use]
    pub fn begins(self) -> bool {
        matches!(self, Self::SourceBegin | Self::CueBegin | Self::ContentBegin)
    }
}

/// The three parts of an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Who speaks.
    Source,
    /// The words that carry the attribution.
    Cue,
    /// What is attributed.
    Content,
}

/// What a tagger says of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tagged {
    /// One for each token.
    pub tags: Vec<Tag>,
    /// For each token the posterior probability of each tag, in the order of [`Tag::ALL`].
    pub posteriors: Vec<[f32; TAGS]>,
}

/// Text in, token tags out.
pub trait Tagger {
    /// One tag for each token of `text`.
    fn tag(&self, text: &Text<'_>) -> Tagged;
}

/// The weights that come with the crate: `xtask/training/README.md` tells how they are made.
const BUILT_IN: &[u8] = include_bytes!("../../data/attribution.bin");

/// How they are laid out.
const LAYOUT: Layout = Layout { magic: b"whosaid\0", states: features::STATES, flags: 0, grams: 0 };

/// The tables of the built-in weights, for networks that stand on them.
pub(crate) fn tables() -> Result<Arc<Tables>, WeightsError> {
    Ok(Weights::<TAGS>::read(BUILT_IN, &LAYOUT)?.tables)
}

/// The runs of a text in brackets: `S[she] C[said] Q[that it rains]`.
#[cfg(test)]
fn show(text: &Text<'_>, tags: &[Tag]) -> String {
    let mut runs: Vec<(Role, std::ops::Range<usize>)> = Vec::new();
    for (i, tag) in tags.iter().enumerate() {
        match (tag.role(), runs.last_mut()) {
            (Some(role), Some((last, range))) if !tag.begins() && *last == role && range.end == i => range.end += 1,
            (Some(role), _) => runs.push((role, i..i + 1)),
            (None, _) => {}
        }
    }
    let letter = |role| match role {
        Role::Source => 'S',
        Role::Cue => 'C',
        Role::Content => 'Q',
    };
    let shown = runs.into_iter().map(|(role, range)| format!("{}[{}]", letter(role), text.slice(text.span(range))));
    shown.collect::<Vec<_>>().join(" ")
}
