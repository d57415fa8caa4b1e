//! W3C Web Annotations (JSON-LD): a page of annotations with two selectors for each target.
//!
//! The Recommendation counts a `TextPositionSelector` in code points; a `TextQuoteSelector` beside it finds the words
//! again where the text was changed in front of them. Only terms of the Recommendation's own context are used, so that
//! any reader understands all of it. The text is named by its SHA-256 (RFC 6920): whoever has it can tell that it is the
//! same.

use super::hash::sha256_url;
use super::{clamp, in_bytes};
use crate::annotations::{Annotations, Claim, ClaimForm, Place, Speaker};
use crate::text::{OffsetMap, OffsetUnit, Span};
use serde_json::{json, Value};

/// Characters of context on each side of a quotation.
const CONTEXT: usize = 32;

/// The annotations as one `AnnotationPage`: claims (with the speaker as a body, and with the source and the cue in a
/// linking annotation), mentions of speakers, places.
#[must_use]
pub fn web_annotation(text: &str, annotations: &Annotations) -> String {
    let bytes = in_bytes(text, annotations);
    let writer = Writer { text, map: OffsetMap::new(text), source: name_of(text) };
    let mut items = Vec::new();
    for claim in &bytes.claims {
        let speaker = claim.speaker.and_then(|id| bytes.speakers.get(id as usize));
        items.push(writer.claim(claim, speaker));
        items.extend(writer.carriers(claim));
    }
    items.extend(bytes.speakers.iter().filter(|s| !s.mentions.is_empty()).map(|s| writer.speaker(s)));
    items.extend(bytes.places.iter().filter(|p| !p.mentions.is_empty()).map(|p| writer.place(p)));
    let page = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": format!("{}#annotations", writer.source),
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": items,
    });
    serde_json::to_string_pretty(&page).unwrap_or_default() + "\n"
}

struct Writer<'t> {
    text: &'t str,
    map: OffsetMap,
    source: String,
}

impl Writer<'_> {
    fn id(&self, what: &str, number: u32) -> String {
        format!("{}#{what}-{number}", self.source)
    }

    /// One target for each span, a list only where there are several.
    fn targets(&self, spans: impl IntoIterator<Item = Span>) -> Value {
        let mut targets: Vec<Value> = spans.into_iter().map(|span| self.target(span)).collect();
        if targets.len() == 1 {
            targets.remove(0)
        } else {
            Value::Array(targets)
        }
    }

    fn target(&self, span: Span) -> Value {
        let span = clamp(self.text, span);
        let (before, after) = (&self.text[..span.start as usize], &self.text[span.end as usize..]);
        let from = before.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
        let to = after.char_indices().nth(CONTEXT).map_or(after.len(), |(at, _)| at);
        let codepoint = |offset| self.map.convert(offset, OffsetUnit::Byte, OffsetUnit::Codepoint);
        json!({
            "source": self.source,
            "selector": [
                { "type": "TextPositionSelector", "start": codepoint(span.start), "end": codepoint(span.end) },
                { "type": "TextQuoteSelector", "exact": span.of(self.text), "prefix": &before[from..], "suffix": &after[..to] },
            ],
        })
    }

    fn claim(&self, claim: &Claim, speaker: Option<&Speaker>) -> Value {
        let mut body = vec![textual("describing", &describe(claim, speaker))];
        if let Some(speaker) = speaker {
            body.push(textual("identifying", &speaker.name));
        }
        body.push(textual("tagging", "claim"));
        body.push(textual("tagging", claim.form.name()));
        body.push(textual("tagging", claim.mode.name()));
        body.extend(claim.qualifiers.iter().map(|q| textual("tagging", q.name())));
        body.extend(claim.corrected.then(|| textual("tagging", "corrected by hand")));
        body.extend(claim.signals.iter().map(|s| textual("tagging", &format!("check-worthy: {s}"))));
        json!({
            "id": self.id("claim", claim.id),
            "type": "Annotation",
            "motivation": "describing",
            "body": body,
            "target": self.targets(claim.content.iter().copied()),
        })
    }

    /// The words that carry the attribution, linked to its claim.
    fn carriers(&self, claim: &Claim) -> Vec<Value> {
        [("source", claim.source), ("cue", claim.cue)]
            .into_iter()
            .filter_map(|(what, span)| Some((what, span?)))
            .map(|(what, span)| {
                json!({
                    "id": self.id(what, claim.id),
                    "type": "Annotation",
                    "motivation": "linking",
                    "body": [textual("tagging", what), { "id": self.id("claim", claim.id) }],
                    "target": self.target(span),
                })
            })
            .collect()
    }

    fn speaker(&self, speaker: &Speaker) -> Value {
        let mut body = vec![
            textual("identifying", &speaker.name),
            textual("tagging", "speaker"),
            textual("tagging", speaker.kind.name()),
        ];
        body.extend(speaker.description.as_deref().map(|d| textual("describing", d)));
        json!({
            "id": self.id("speaker", speaker.id),
            "type": "Annotation",
            "motivation": "identifying",
            "body": body,
            "target": self.targets(speaker.mentions.iter().map(|m| Span::new(m.start, m.end))),
        })
    }

    fn place(&self, place: &Place) -> Value {
        let mut body = vec![
            textual("identifying", &place.name),
            textual("tagging", "place"),
            textual("tagging", place.kind.name()),
        ];
        if let (Some(lat), Some(lon)) = (place.lat, place.lon) {
            // RFC 5870
            body.push(json!({ "id": format!("geo:{lat},{lon}") }));
        }
        body.extend(place.geoname_id.map(|id| json!({ "id": format!("https://sws.geonames.org/{id}/") })));
        json!({
            "id": self.id("place", place.id),
            "type": "Annotation",
            "motivation": "identifying",
            "body": body,
            "target": self.targets(place.mentions.iter().map(|m| Span::new(m.start, m.end))),
        })
    }
}

fn textual(purpose: &str, value: &str) -> Value {
    json!({ "type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value })
}

fn describe(claim: &Claim, speaker: Option<&Speaker>) -> String {
    let who = match (speaker, claim.form) {
        (Some(speaker), _) => format!("by {}", speaker.name),
        (None, ClaimForm::Own) => "of the article’s own".to_string(),
        (None, _) => "by an unclear speaker".to_string(),
    };
    format!(
        "{} {} {who}; check-worthiness {:.2}, confidence {:.2}, rule {}",
        claim.form.name(),
        claim.mode.name(),
        claim.check_worthiness,
        claim.confidence,
        claim.rule
    )
}

/// `ni:///sha-256;…` (RFC 6920): the text's own name, wherever it is.
fn name_of(text: &str) -> String {
    format!("ni:///sha-256;{}", sha256_url(text))
}
