//! The record of what a person changed.
//!
//! A correction is a small command. It names claims and speakers by where they stand in the text, never by their ids:
//! these change with every correction. [`corrections`](crate::corrections) carries them out.

use super::SpeakerKind;
use crate::text::Span;
use serde::{Deserialize, Serialize};

/// The rule of a claim that a person marked.
pub const BY_HAND: &str = "by-hand";

/// One act of a person on the annotations of a text. Spans are in the unit of the annotations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", rename_all_fields = "camelCase", try_from = "Fields")]
pub enum Correction {
    /// A speaker gets another name, kind or description.
    Rename {
        /// Who.
        speaker: SpeakerRef,
        /// The new name.
        name: String,
        /// The new kind.
        speaker_kind: SpeakerKind,
        /// The new description.
        description: Option<String>,
    },
    /// Two speakers are one.
    Merge {
        /// Who goes up in the other.
        speaker: SpeakerRef,
        /// Who remains.
        into: SpeakerRef,
    },
    /// Some of a speaker's claims and mentions are somebody else's.
    Split {
        /// Whose they were.
        speaker: SpeakerRef,
        /// The claims that move.
        claims: Vec<ClaimRef>,
        /// The mentions that move.
        mentions: Vec<Span>,
        /// Whose they are; `None`: it is unclear whose.
        to: Option<SpeakerRef>,
    },
    /// A claim is somebody else's, or the speaker's after all: that confirms it.
    Reassign {
        /// Which.
        claim: ClaimRef,
        /// Whose it is; `None`: it is unclear whose.
        to: Option<SpeakerRef>,
    },
    /// A claim is made of other words.
    Reword {
        /// Which.
        claim: ClaimRef,
        /// What is claimed, in text order.
        content: Vec<Span>,
    },
    /// Other words name who speaks, or carry the attribution.
    Attribution {
        /// Of which claim.
        claim: ClaimRef,
        /// The words that name who speaks; `None`: there are none.
        source: Option<Span>,
        /// The words that carry the attribution; `None`: there are none.
        cue: Option<Span>,
    },
    /// Something is no claim.
    Delete {
        /// What.
        claim: ClaimRef,
    },
    /// Something is a claim.
    Add {
        /// What is claimed, in text order.
        content: Vec<Span>,
        /// The words that carry the attribution.
        cue: Option<Span>,
        /// Who claims it; `None`: it is unclear who.
        to: Option<SpeakerRef>,
    },
}

/// A speaker, by what the text says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SpeakerRef {
    /// The name at the time.
    pub name: String,
    /// The first mention at the time; `None` for a speaker without one.
    pub at: Option<Span>,
    /// What sort of speaker a person added: nobody of this name was there.
    pub speaker_kind: Option<SpeakerKind>,
}

/// A claim, by where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClaimRef {
    /// What is claimed.
    pub content: Vec<Span>,
    /// The words that name who speaks.
    pub source: Option<Span>,
    /// The speaker's name at the time: tells a joint statement's claims apart, and says what was corrected.
    pub speaker: Option<String>,
}

/// A correction as it is written, whatever its kind: a field means the same in all of them. Readers made for each kind by
/// itself take 40 kB of WebAssembly, this one 5.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Fields {
    kind: Kind,
    speaker: Option<SpeakerRef>,
    name: Option<String>,
    speaker_kind: Option<SpeakerKind>,
    description: Option<String>,
    into: Option<SpeakerRef>,
    claim: Option<ClaimRef>,
    claims: Option<Vec<ClaimRef>>,
    mentions: Option<Vec<Span>>,
    content: Option<Vec<Span>>,
    source: Option<Span>,
    cue: Option<Span>,
    to: Option<SpeakerRef>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Rename,
    Merge,
    Split,
    Reassign,
    Reword,
    Attribution,
    Delete,
    Add,
}

impl TryFrom<Fields> for Correction {
    type Error = String;

    /// # Errors
    /// Names the first field that this kind needs and that is not there.
    fn try_from(fields: Fields) -> Result<Self, String> {
        let Fields { kind, speaker, name, speaker_kind, description, into, claim, claims, mentions, content, .. } =
            fields;
        let Fields { source, cue, to, .. } = fields;
        let speaker = need(speaker, "speaker");
        let claim = need(claim, "claim");
        let content = need(content, "content");
        Ok(match kind {
            Kind::Rename => {
                let (name, speaker_kind) = (need(name, "name")?, need(speaker_kind, "speakerKind")?);
                Self::Rename { speaker: speaker?, name, speaker_kind, description }
            }
            Kind::Merge => Self::Merge { speaker: speaker?, into: need(into, "into")? },
            Kind::Split => {
                let (claims, mentions) = (need(claims, "claims")?, need(mentions, "mentions")?);
                Self::Split { speaker: speaker?, claims, mentions, to }
            }
            Kind::Reassign => Self::Reassign { claim: claim?, to },
            Kind::Reword => Self::Reword { claim: claim?, content: content? },
            Kind::Attribution => Self::Attribution { claim: claim?, source, cue },
            Kind::Delete => Self::Delete { claim: claim? },
            Kind::Add => Self::Add { content: content?, cue, to },
        })
    }
}

fn need<T>(field: Option<T>, name: &str) -> Result<T, String> {
    field.ok_or_else(|| format!("missing field `{name}`"))
}

impl SpeakerRef {
    fn spans_mut(&mut self) -> impl Iterator<Item = &mut Span> {
        self.at.iter_mut()
    }
}

impl ClaimRef {
    fn spans_mut(&mut self) -> impl Iterator<Item = &mut Span> {
        self.content.iter_mut().chain(&mut self.source)
    }
}

impl Correction {
    /// Hands every span to `visit`.
    pub(crate) fn each_span(&mut self, visit: impl FnMut(&mut Span)) {
        match self {
            Self::Rename { speaker, .. } => speaker.spans_mut().for_each(visit),
            Self::Merge { speaker, into } => speaker.spans_mut().chain(into.spans_mut()).for_each(visit),
            Self::Split { speaker, claims, mentions, to } => speaker
                .spans_mut()
                .chain(claims.iter_mut().flat_map(ClaimRef::spans_mut))
                .chain(mentions)
                .chain(to.iter_mut().flat_map(SpeakerRef::spans_mut))
                .for_each(visit),
            Self::Reassign { claim, to } => {
                claim.spans_mut().chain(to.iter_mut().flat_map(SpeakerRef::spans_mut)).for_each(visit);
            }
            Self::Reword { claim, content } => claim.spans_mut().chain(content).for_each(visit),
            Self::Attribution { claim, source, cue } => claim.spans_mut().chain(source).chain(cue).for_each(visit),
            Self::Delete { claim } => claim.spans_mut().for_each(visit),
            Self::Add { content, cue, to } => {
                let speaker = to.iter_mut().flat_map(SpeakerRef::spans_mut);
                content.iter_mut().chain(cue).chain(speaker).for_each(visit);
            }
        }
    }
}
