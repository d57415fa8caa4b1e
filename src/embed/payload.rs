//! The JSON that stands in the page: what its marks and cards need, and how to find the blocks again.
//!
//! `www/npm/EMBED.md` documents it; `www/js/payload.js` writes and reads the same.

use super::blocks::Blocks;
use crate::annotations::{Annotations, ClaimForm, ClaimMode, MentionForm, PlaceKind, SpeakerKind};
use crate::text::{OffsetMap, OffsetUnit, Span};
use serde::Serialize;

/// The version of this form.
const VERSION: u32 = 1;

/// Start and end, in UTF-16 code units.
type Pair = [u32; 2];

#[derive(Serialize)]
struct Payload<'a> {
    whosaid: u32,
    offsets: OffsetUnit,
    /// Length and hash of each.
    blocks: Vec<[u32; 2]>,
    speakers: Vec<Speaker<'a>>,
    claims: Vec<Claim>,
    places: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct Speaker<'a> {
    name: &'a str,
    kind: SpeakerKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    anonymity: Option<Pair>,
    mentions: Vec<Pair>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pronouns: Vec<Pair>,
    /// Quoted, reported.
    words: [u32; 2],
}

#[derive(Serialize)]
struct Claim {
    form: ClaimForm,
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<ClaimMode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<Pair>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cue: Option<Pair>,
    content: Vec<Pair>,
    confidence: i64,
}

#[derive(Serialize)]
struct Place<'a> {
    name: &'a str,
    kind: PlaceKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    within: Option<&'a str>,
    /// North, east.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<[i64; 2]>,
    mentions: Vec<Pair>,
    confidence: i64,
}

/// The JSON of annotations of `blocks.text`, in any unit, such that it can stand in a script of a page.
pub(super) fn json(blocks: &Blocks, annotations: &Annotations) -> String {
    let found = annotations.clone().with_offsets(OffsetUnit::Utf16, &OffsetMap::new(&blocks.text));
    let pair = |span: Span| [span.start, span.end];
    let speakers = found.speakers.iter().map(|speaker| {
        let mentions = |pronouns: bool| {
            let of_form = speaker.mentions.iter().filter(move |m| (m.form == MentionForm::Pronoun) == pronouns);
            of_form.map(|m| [m.start, m.end]).collect()
        };
        Speaker {
            name: &speaker.name,
            kind: speaker.kind,
            description: speaker.description.as_deref(),
            anonymity: speaker.anonymity.map(pair),
            mentions: mentions(false),
            pronouns: mentions(true),
            words: [speaker.quoted_words, speaker.reported_words],
        }
    });
    let claims = found.claims.iter().map(|claim| Claim {
        form: claim.form,
        mode: (claim.mode == ClaimMode::Attitude).then_some(claim.mode),
        speaker: claim.speaker,
        source: claim.source.map(pair),
        cue: claim.cue.map(pair),
        content: claim.content.iter().copied().map(pair).collect(),
        confidence: hundredths(claim.confidence),
    });
    let places = found.places.iter().map(|place| Place {
        name: &place.name,
        kind: place.kind,
        country: place.country.as_deref(),
        within: place.within.as_deref(),
        at: place.lat.zip(place.lon).map(|(lat, lon)| [hundredths(lat), hundredths(lon)]),
        mentions: place.mentions.iter().map(|m| [m.start, m.end]).collect(),
        confidence: hundredths(place.confidence),
    });
    let payload = Payload {
        whosaid: VERSION,
        offsets: OffsetUnit::Utf16,
        blocks: blocks.blocks.iter().map(|range| length_and_hash(&blocks.text[range.clone()])).collect(),
        speakers: speakers.collect(),
        claims: claims.collect(),
        places: places.collect(),
    };
    // A `<` might end the script.
    serde_json::to_string(&payload).unwrap_or_default().replace('<', "\\u003c")
}

/// A number of few digits that is the same in JavaScript, whose 64 bits are not those of 32.
fn hundredths(value: f32) -> i64 {
    let exact: f64 = value.to_string().parse().unwrap_or_default();
    (exact * 100.0 + 0.5).floor() as i64
}

/// Length in UTF-16 code units, and their FNV-1a hash of 32 bits.
fn length_and_hash(words: &str) -> [u32; 2] {
    words
        .encode_utf16()
        .fold([0, 0x811c_9dc5], |[length, hash], unit| [length + 1, (hash ^ u32::from(unit)).wrapping_mul(0x0100_0193)])
}
