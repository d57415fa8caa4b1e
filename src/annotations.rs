//! What whosaid produces: the data model of JSON schema 1.
//!
//! Inside the crate every offset is a UTF-8 byte offset; [`Annotations::with_offsets`] converts all of them at once, at
//! the boundary, to the unit that a caller wants.

mod correction;
mod kinds;

pub use correction::{ClaimRef, Correction, SpeakerRef, BY_HAND};
pub use kinds::{ClaimForm, ClaimMode, MentionForm, PlaceKind, PlaceRole, Qualifier, SentenceKind, SpeakerKind};

use crate::text::{OffsetMap, OffsetUnit, Span};
use serde::{Deserialize, Serialize, Serializer};

/// The version of the schema that this crate writes.
pub const SCHEMA: u32 = 1;

/// Everything that was found in one text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Annotations {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The unit of every offset in this value.
    pub offsets: OffsetUnit,
    /// In the order of their first mention.
    pub speakers: Vec<Speaker>,
    /// In text order of their content.
    pub claims: Vec<Claim>,
    /// In the order of their first mention.
    pub places: Vec<Place>,
    /// Who carries the article.
    pub report: Report,
    /// What a person changed since, in the order in which it was done; empty for what was found.
    #[serde(default)]
    pub corrections: Vec<Correction>,
}

/// The identity behind sources, resolved over the whole text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Speaker {
    /// Position in [`Annotations::speakers`].
    pub id: u32,
    /// Fullest name in the text, without titles; for an unnamed speaker its first full description.
    pub name: String,
    /// What sort of speaker it is.
    pub kind: SpeakerKind,
    /// Role or affiliation as the text gives them.
    pub description: Option<String>,
    /// The stated reason for anonymity.
    pub anonymity: Option<Span>,
    /// In text order.
    pub mentions: Vec<SpeakerMention>,
    /// Ids of the speaker's claims.
    pub claims: Vec<u32>,
    /// Words of the speaker's inside quotation marks.
    pub quoted_words: u32,
    /// Words attributed to the speaker outside quotation marks.
    pub reported_words: u32,
    /// Whether a person named, merged or split off this speaker.
    #[serde(default)]
    pub corrected: bool,
}

/// One place in the text where a speaker is named.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SpeakerMention {
    /// Start of the mention.
    pub start: u32,
    /// End of the mention, exclusive.
    pub end: u32,
    /// How the speaker is named here.
    pub form: MentionForm,
}

impl SpeakerMention {
    /// The words of the mention.
    #[must_use]
    pub fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// An attribution's content together with its speaker, or a checkable statement of the article's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Claim {
    /// Position in [`Annotations::claims`].
    pub id: u32,
    /// Whether the words are quoted.
    pub form: ClaimForm,
    /// Said, or thought.
    pub mode: ClaimMode,
    /// What the cue says of the attribution: `did not say`, `denied`, `suggested`, `will say`. Empty for a plain one.
    #[serde(default)]
    pub qualifiers: Vec<Qualifier>,
    /// Id of the speaker; `None` when it is unclear or unstated.
    pub speaker: Option<u32>,
    /// How sure it is that this speaker says it, given that the words are right: 0 to 1, calibrated; `None` without one.
    #[serde(default, serialize_with = "decimal_option")]
    pub speaker_confidence: Option<f32>,
    /// What spoke most for this speaker, where the text does not name him here: `the subject of the sentence before`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker_reason: Option<String>,
    /// The words that name who speaks; `None` for a quotation that goes on without naming its source again.
    pub source: Option<Span>,
    /// The words that carry the attribution.
    pub cue: Option<Span>,
    /// What is attributed, in text order.
    pub content: Vec<Span>,
    /// Id of the claim whose content holds this one.
    pub parent: Option<u32>,
    /// Ids of the places inside the content.
    pub places: Vec<u32>,
    /// 0 to 1.
    #[serde(serialize_with = "decimal")]
    pub check_worthiness: f32,
    /// What made it check-worthy.
    pub signals: Vec<String>,
    /// 0 to 1, calibrated: of the claims at 0.9, nine in ten are right.
    #[serde(serialize_with = "decimal")]
    pub confidence: f32,
    /// Name of the rule that acted; explained by [`crate::attribution::explain`].
    pub rule: String,
    /// Whether a person marked this claim, said whose it is, or confirmed it; then `confidence` is 1.
    #[serde(default)]
    pub corrected: bool,
}

/// A toponym, resolved to one gazetteer entry, with all its mentions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// Position in [`Annotations::places`].
    pub id: u32,
    /// The gazetteer's name.
    pub name: String,
    /// What sort of place it is.
    pub kind: PlaceKind,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// First-level division.
    pub within: Option<String>,
    /// Degrees north, WGS 84.
    #[serde(serialize_with = "decimal_option")]
    pub lat: Option<f32>,
    /// Degrees east, WGS 84.
    #[serde(serialize_with = "decimal_option")]
    pub lon: Option<f32>,
    /// GeoNames id.
    pub geoname_id: Option<u32>,
    /// Other entries considered, best first, at most four.
    pub alternatives: Vec<PlaceEntry>,
    /// 0 to 1, calibrated.
    #[serde(serialize_with = "decimal")]
    pub confidence: f32,
    /// In text order.
    pub mentions: Vec<PlaceMention>,
}

/// One gazetteer entry: the fields that a [`Place`] has too (not flattened into it: serde would make it a map).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlaceEntry {
    /// The gazetteer's name.
    pub name: String,
    /// What sort of place it is.
    pub kind: PlaceKind,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// First-level division.
    pub within: Option<String>,
    /// Degrees north, WGS 84.
    #[serde(serialize_with = "decimal_option")]
    pub lat: Option<f32>,
    /// Degrees east, WGS 84.
    #[serde(serialize_with = "decimal_option")]
    pub lon: Option<f32>,
    /// GeoNames id.
    pub geoname_id: Option<u32>,
    /// Why the text's place is another one: `Paris in France, not in Texas: Lyon is mentioned too`.
    pub reason: Option<String>,
}

/// One place in the text where a place is named.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlaceMention {
    /// Start of the mention.
    pub start: u32,
    /// End of the mention, exclusive.
    pub end: u32,
    /// What the name stands for here.
    pub role: PlaceRole,
}

/// The source report: who carries this article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Words of the text.
    pub words: u32,
    /// Share of the words that are attributed and inside quotation marks.
    #[serde(serialize_with = "decimal")]
    pub quoted_share: f32,
    /// Share of the words that are attributed and outside quotation marks.
    #[serde(serialize_with = "decimal")]
    pub reported_share: f32,
    /// Speakers with a name and at least one claim.
    pub named_speakers: u32,
    /// Speakers without a name and at least one claim.
    pub unnamed_speakers: u32,
    /// Of the attributed words, those that rest on unnamed speakers.
    #[serde(serialize_with = "decimal")]
    pub unnamed_share: f32,
    /// The article's own check-worthy statements.
    pub own_check_worthy: u32,
    /// The same in sentences for readers, the most telling first. Empty in annotations that an older version wrote.
    #[serde(default)]
    pub sentences: Vec<ReportSentence>,
}

/// A sentence of the report, with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportSentence {
    /// What it is about.
    pub kind: SentenceKind,
    /// Plain English.
    pub text: String,
    /// Ids of the claims that it rests on, in text order.
    pub claims: Vec<u32>,
    /// Ids of the speakers that it names or counts.
    pub speakers: Vec<u32>,
}

/// Writes 0.93 as 0.93: in JavaScript, where every number has 64 bits, the 32 bits of 0.93 are 0.9300000071525574.
fn decimal<S: Serializer>(value: &f32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(value.to_string().parse().unwrap_or(f64::from(*value)))
}

fn decimal_option<S: Serializer>(value: &Option<f32>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => decimal(value, serializer),
        None => serializer.serialize_none(),
    }
}

impl Annotations {
    /// The same annotations with every offset in `unit`.
    ///
    /// `map` must be of the text that was annotated. Costs nothing when the unit is the same.
    #[must_use]
    pub fn with_offsets(mut self, unit: OffsetUnit, map: &OffsetMap) -> Self {
        if self.offsets == unit {
            return self;
        }
        let from = self.offsets;
        let convert = |offset: &mut u32| *offset = map.convert(*offset, from, unit);
        let convert_span = |span: &mut Span| {
            convert(&mut span.start);
            convert(&mut span.end);
        };
        for speaker in &mut self.speakers {
            speaker.anonymity.iter_mut().for_each(convert_span);
            for mention in &mut speaker.mentions {
                convert(&mut mention.start);
                convert(&mut mention.end);
            }
        }
        for claim in &mut self.claims {
            claim.source.iter_mut().chain(claim.cue.iter_mut()).chain(claim.content.iter_mut()).for_each(convert_span);
        }
        for place in &mut self.places {
            for mention in &mut place.mentions {
                convert(&mut mention.start);
                convert(&mut mention.end);
            }
        }
        for correction in &mut self.corrections {
            correction.each_span(convert_span);
        }
        self.offsets = unit;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As a number of 64 bits, which is what JavaScript gets.
    #[test]
    fn shares_and_degrees_keep_their_decimals() {
        let report = Report { quoted_share: 0.93, reported_share: 1.0, ..Report::default() };
        let value = serde_json::to_value(report).unwrap();
        assert_eq!(value["quotedShare"].as_f64(), Some(0.93));
        assert_eq!(value["reportedShare"].as_f64(), Some(1.0));
        let entry = PlaceEntry {
            name: String::new(),
            kind: PlaceKind::City,
            country: None,
            within: None,
            lat: Some(-46.64),
            lon: None,
            geoname_id: None,
            reason: None,
        };
        let value = serde_json::to_value(entry).unwrap();
        assert_eq!(value["lat"].as_f64(), Some(-46.64));
        assert!(value["lon"].is_null());
    }
}
