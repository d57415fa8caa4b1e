//! What taggers give: tags of tokens, with their probabilities.

use crate::text::Text;

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
    /// For each token how likely it belongs to nothing that anybody said or thought, to an attitude, to a statement; these
    /// three add up to 1. Empty where the tagger does not tell.
    pub modes: Vec<[f32; MODES]>,
}

/// Number of [`Tagged::modes`].
pub const MODES: usize = 3;

/// Text in, token tags out.
pub trait Tagger {
    /// One tag for each token of `text`.
    fn tag(&self, text: &Text<'_>) -> Tagged;
}
