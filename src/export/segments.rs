//! A text cut into flat segments, each with everything that covers it.
//!
//! Claims lie inside claims, sources and places inside claims, and no mark-up nests the way they do. Cutting the text at
//! every border gives stretches that are covered as a whole or not at all; whoever marks up a text (HTML, Markdown, a
//! terminal, the page) goes through them once.

use super::clamp;
use crate::annotations::Annotations;
use crate::text::{OffsetMap, OffsetUnit, Span};

/// What covers a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cover {
    /// A piece of the content of a claim: its id.
    Content(u32),
    /// The source of a claim: its id.
    Source(u32),
    /// The cue of a claim: its id.
    Cue(u32),
    /// A mention of a speaker: id and number of the mention.
    Speaker(u32, u32),
    /// A mention of a place: id and number of the mention.
    Place(u32, u32),
}

/// A stretch of text between two borders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Bytes.
    pub span: Span,
    /// What covers it, in the order of [`Cover`].
    pub covers: Vec<Cover>,
    /// Those of `covers` that begin here.
    pub begins: Vec<Cover>,
    /// Those of `covers` that end here: what has several pieces begins and ends with each.
    pub ends: Vec<Cover>,
}

impl Segment {
    /// The innermost claim whose content this is.
    #[must_use]
    pub fn claim(&self, annotations: &Annotations) -> Option<u32> {
        let length = |id: u32| {
            annotations.claims.get(id as usize).map_or(u64::MAX, |c| c.content.iter().map(|s| u64::from(s.len())).sum())
        };
        self.covers
            .iter()
            .filter_map(|cover| if let Cover::Content(id) = cover { Some(*id) } else { None })
            .min_by_key(|&id| length(id))
    }
}

/// Cuts `text`. The segments are in order, none is empty, and together they are the text.
#[must_use]
pub fn segments(text: &str, annotations: &Annotations) -> Vec<Segment> {
    let map = OffsetMap::new(text);
    let unit = annotations.offsets;
    let byte = |offset: u32| map.convert(offset, unit, OffsetUnit::Byte);
    let mut marks: Vec<(Span, Cover)> = Vec::new();
    let mut add = |start: u32, end: u32, cover: Cover| {
        let span = clamp(text, Span::new(byte(start), byte(end)));
        if !span.is_empty() {
            marks.push((span, cover));
        }
    };
    for (id, claim) in (0u32..).zip(&annotations.claims) {
        claim.content.iter().for_each(|s| add(s.start, s.end, Cover::Content(id)));
        claim.source.iter().for_each(|s| add(s.start, s.end, Cover::Source(id)));
        claim.cue.iter().for_each(|s| add(s.start, s.end, Cover::Cue(id)));
    }
    for (id, speaker) in (0u32..).zip(&annotations.speakers) {
        (0u32..).zip(&speaker.mentions).for_each(|(n, m)| add(m.start, m.end, Cover::Speaker(id, n)));
    }
    for (id, place) in (0u32..).zip(&annotations.places) {
        (0u32..).zip(&place.mentions).for_each(|(n, m)| add(m.start, m.end, Cover::Place(id, n)));
    }
    cut(text.len() as u32, &marks)
}

fn cut(length: u32, marks: &[(Span, Cover)]) -> Vec<Segment> {
    let mut borders: Vec<u32> = marks.iter().flat_map(|(s, _)| [s.start, s.end]).chain([0, length]).collect();
    borders.sort_unstable();
    borders.dedup();
    let mut starts: Vec<&(Span, Cover)> = marks.iter().collect();
    starts.sort_unstable_by_key(|(span, cover)| (span.start, *cover));
    let mut starts = starts.into_iter().peekable();
    let mut open: Vec<(Span, Cover)> = Vec::new();
    let mut result = Vec::with_capacity(borders.len());
    for pair in borders.windows(2) {
        let span = Span::new(pair[0], pair[1]);
        open.retain(|(mark, _)| mark.end > span.start);
        while let Some(mark) = starts.next_if(|(mark, _)| mark.start == span.start) {
            open.push(*mark);
        }
        let mut covers: Vec<Cover> = open.iter().map(|(_, cover)| *cover).collect();
        covers.sort_unstable();
        covers.dedup();
        let mut begins: Vec<Cover> = open.iter().filter(|(m, _)| m.start == span.start).map(|(_, c)| *c).collect();
        begins.sort_unstable();
        let mut ends: Vec<Cover> = open.iter().filter(|(m, _)| m.end == span.end).map(|(_, c)| *c).collect();
        ends.sort_unstable();
        result.push(Segment { span, covers, begins, ends });
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    /// What the page's `segments.js` is tested with too: `name`, `text`, `marks`, and the stretches that are covered, each
    /// with what covers it. `harbour` are those of the annotations in `harbour.json`.
    #[derive(Deserialize)]
    struct Fixture {
        cases: Vec<Case>,
        harbour: Vec<(String, String)>,
    }

    #[derive(Deserialize)]
    struct Case {
        name: String,
        text: String,
        marks: Vec<(u32, u32, String, u32)>,
        segments: Vec<(String, String)>,
    }

    #[derive(Deserialize)]
    struct Harbour {
        text: String,
        annotations: Annotations,
    }

    fn cover(layer: &str, id: u32) -> Cover {
        match layer {
            "claim" => Cover::Content(id),
            "source" => Cover::Source(id),
            "cue" => Cover::Cue(id),
            "speaker" => Cover::Speaker(id, 0),
            "place" => Cover::Place(id, 0),
            _ => panic!("there is no layer {layer}"),
        }
    }

    /// The stretches that are covered; and checks that all of them together are the text.
    fn covered(text: &str, segments: &[Segment]) -> Vec<(String, String)> {
        assert_eq!(segments.iter().map(|s| s.span.of(text)).collect::<String>(), text);
        let name = |cover: &Cover| match cover {
            Cover::Content(id) => format!("claim {id}"),
            Cover::Source(id) => format!("source {id}"),
            Cover::Cue(id) => format!("cue {id}"),
            Cover::Speaker(id, _) => format!("speaker {id}"),
            Cover::Place(id, _) => format!("place {id}"),
        };
        let row = |segment: &Segment| {
            let mut names: Vec<String> = segment.covers.iter().map(name).collect();
            names.sort_unstable();
            (segment.span.of(text).to_string(), names.join(", "))
        };
        segments.iter().filter(|s| !s.covers.is_empty()).map(row).collect()
    }

    #[test]
    fn cuts_as_the_page_does() {
        let fixture: Fixture = serde_json::from_str(include_str!("../../tests/tables/segments.json")).unwrap();
        for Case { name, text, marks, segments } in fixture.cases {
            let marks: Vec<(Span, Cover)> = marks
                .iter()
                .map(|(start, end, layer, id)| (Span::new(*start, *end), cover(layer, *id)))
                .filter(|(span, _)| !span.is_empty())
                .collect();
            assert_eq!(covered(&text, &cut(text.len() as u32, &marks)), segments, "{name}");
        }
        let harbour: Harbour = serde_json::from_str(include_str!("../../tests/tables/harbour.json")).unwrap();
        let segments = segments(&harbour.text, &harbour.annotations);
        assert_eq!(covered(&harbour.text, &segments), fixture.harbour);
    }

    #[test]
    fn says_what_begins_and_ends() {
        let marks = [(Span::new(0, 4), Cover::Content(0)), (Span::new(2, 4), Cover::Place(0, 0))];
        let segments = cut(5, &marks);
        let borders: Vec<(usize, usize)> = segments.iter().map(|s| (s.begins.len(), s.ends.len())).collect();
        assert_eq!(borders, [(1, 0), (1, 2), (0, 0)]);
        assert!(cut(0, &[]).is_empty());
    }
}
