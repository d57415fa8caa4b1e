//! Whether annotations that come from outside fit their text and hold together.

use crate::annotations::{Annotations, Correction, SCHEMA};
use crate::text::{OffsetMap, OffsetUnit, Span, MAX_BYTES};
use std::fmt;
use unicode_segmentation::GraphemeCursor;

/// Why annotations do not fit their text, in a sentence that names the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit(String);

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unfit {}

/// Checks what everything else relies on: ids are positions and lead somewhere, spans lie inside the text, are not empty
/// and cut no character in two, the pieces of a content stand in text order and apart, no claim is inside itself, and
/// confidences are 0 to 1.
///
/// # Errors
/// Says what is wrong first, and where.
pub fn check(source: &str, annotations: &Annotations) -> Result<(), Unfit> {
    Fit::new(source, annotations.offsets).annotations(annotations)
}

fn ids(kind: &str, ids: impl Iterator<Item = u32>) -> Result<(), Unfit> {
    for (position, id) in ids.enumerate() {
        if id as usize != position {
            return Err(Unfit(format!("{kind} {position} has the id {id}: ids must be positions")));
        }
    }
    Ok(())
}

fn share(value: f32, what: impl Fn() -> String) -> Result<(), Unfit> {
    // Not a number is in no range.
    if (0.0..=1.0).contains(&value) {
        Ok(())
    } else {
        Err(Unfit(format!("{} is {value}, not 0 to 1", what())))
    }
}

/// The first claim that is its own ancestor. Each claim is walked once.
fn in_a_circle(parents: &[Option<u32>]) -> Option<usize> {
    let mut done = vec![false; parents.len()];
    let mut on_path = vec![false; parents.len()];
    for first in 0..parents.len() {
        let mut path = Vec::new();
        let mut at = Some(first);
        while let Some(claim) = at.filter(|&claim| !done[claim]) {
            if on_path[claim] {
                return Some(claim);
            }
            on_path[claim] = true;
            path.push(claim);
            at = parents[claim].map(|parent| parent as usize);
        }
        for claim in path {
            done[claim] = true;
        }
    }
    None
}

/// One text, for looking up whether spans fit it.
pub(super) struct Fit<'t> {
    source: &'t str,
    pub(super) map: OffsetMap,
    unit: OffsetUnit,
    /// In `unit`.
    length: u32,
}

impl<'t> Fit<'t> {
    pub(super) fn new(source: &'t str, unit: OffsetUnit) -> Self {
        let mut end = source.len().min(MAX_BYTES);
        while !source.is_char_boundary(end) {
            end -= 1;
        }
        let source = &source[..end];
        let map = OffsetMap::new(source);
        let length = map.convert(end as u32, OffsetUnit::Byte, unit);
        Self { source, map, unit, length }
    }

    /// See [`check`].
    pub(super) fn annotations(&self, annotations: &Annotations) -> Result<(), Unfit> {
        let Annotations { speakers, claims, places, .. } = annotations;
        if annotations.schema != SCHEMA {
            return Err(Unfit(format!("the schema is {}, not {SCHEMA}", annotations.schema)));
        }
        ids("speaker", speakers.iter().map(|s| s.id))?;
        ids("claim", claims.iter().map(|c| c.id))?;
        ids("place", places.iter().map(|p| p.id))?;
        for speaker in speakers {
            let what = |part: &str| format!("speaker {}: {part}", speaker.id);
            if speaker.name.trim().is_empty() {
                return Err(Unfit(what("there is no name")));
            }
            for mention in &speaker.mentions {
                self.offsets(mention.start, mention.end, || what("a mention"))?;
            }
            if let Some(reason) = speaker.anonymity {
                self.span(reason, || what("the reason for anonymity"))?;
            }
        }
        for claim in claims {
            let what = |part: &str| format!("claim {}: {part}", claim.id);
            if claim.content.is_empty() {
                return Err(Unfit(what("there is no content")));
            }
            for &span in &claim.content {
                self.span(span, || what("the content"))?;
            }
            if let Some(pair) = claim.content.windows(2).find(|pair| pair[1].start < pair[0].end) {
                let order = format!("the pieces of the content at {} and {}", pair[0].start, pair[1].start);
                return Err(Unfit(what(&format!("{order} overlap or are not in text order"))));
            }
            for (part, span) in [("the source", claim.source), ("the cue", claim.cue)] {
                if let Some(span) = span {
                    self.span(span, || what(part))?;
                }
            }
            let known = [("speaker", claim.speaker, speakers.len()), ("claim", claim.parent, claims.len())];
            let known = known.into_iter().chain(claim.places.iter().map(|&id| ("place", Some(id), places.len())));
            for (kind, id, count) in known {
                if let Some(id) = id.filter(|&id| id as usize >= count) {
                    return Err(Unfit(what(&format!("there is no {kind} {id}, only {count}"))));
                }
            }
            share(claim.confidence, || what("the confidence"))?;
            share(claim.check_worthiness, || what("the check-worthiness"))?;
        }
        let parents: Vec<Option<u32>> = claims.iter().map(|c| c.parent).collect();
        if let Some(id) = in_a_circle(&parents) {
            return Err(Unfit(format!("claim {id}: it is inside itself")));
        }
        for place in places {
            for mention in &place.mentions {
                self.offsets(mention.start, mention.end, || format!("place {}: a mention", place.id))?;
            }
            share(place.confidence, || format!("place {}: the confidence", place.id))?;
        }
        for (n, correction) in annotations.corrections.iter().enumerate() {
            self.correction(correction, || format!("correction {n}: a span"))?;
        }
        Ok(())
    }

    /// A correction whose spans are in the unit of this text, with spans in bytes; `None` when one does not fit.
    pub(super) fn in_bytes(&self, correction: &Correction) -> Option<Correction> {
        self.correction(correction, String::new).ok()?;
        let mut correction = correction.clone();
        correction.each_span(|span| {
            span.start = self.map.convert(span.start, self.unit, OffsetUnit::Byte);
            span.end = self.map.convert(span.end, self.unit, OffsetUnit::Byte);
        });
        Some(correction)
    }

    fn correction(&self, correction: &Correction, what: impl Fn() -> String) -> Result<(), Unfit> {
        let mut result = Ok(());
        // Few and small: a copy costs less than a second walk through the variants.
        correction.clone().each_span(|span| {
            if result.is_ok() {
                result = self.span(*span, &what);
            }
        });
        result
    }

    fn offsets(&self, start: u32, end: u32, what: impl Fn() -> String) -> Result<(), Unfit> {
        let wrong = |why: String| Err(Unfit(format!("{} at {start} to {end} {why}", what())));
        if start >= end {
            return wrong("is empty or ends before it begins".to_string());
        }
        if end > self.length {
            return wrong(format!("lies behind the end of the text at {}", self.length));
        }
        for offset in [start, end] {
            let byte = self.map.convert(offset, self.unit, OffsetUnit::Byte);
            let whole = self.map.convert(byte, OffsetUnit::Byte, self.unit) == offset;
            let mut cursor = GraphemeCursor::new(byte as usize, self.source.len(), true);
            if !whole
                || !self.source.is_char_boundary(byte as usize)
                || !cursor.is_boundary(self.source, 0).unwrap_or(false)
            {
                return wrong(format!("cuts a character in two at {offset}"));
            }
        }
        Ok(())
    }

    fn span(&self, span: Span, what: impl Fn() -> String) -> Result<(), Unfit> {
        self.offsets(span.start, span.end, what)
    }
}
