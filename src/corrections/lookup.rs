//! What a correction means: the claim, the speaker, the words that it names.

use super::state::State;
use super::Subject;
use crate::annotations::{ClaimRef, Correction, SpeakerRef};
use crate::text::{OffsetUnit, Span};
use unicode_segmentation::GraphemeCursor;

/// Claims found anew that share so much of their words are the same one, though its ends may have moved.
const SAME: f32 = 0.8;

impl State<'_> {
    /// What `correction` names, as the annotations are now; `None` for a claim that is to be added.
    pub fn subject_of(&self, correction: &Correction) -> Option<Subject> {
        match correction {
            Correction::Rename { speaker, .. }
            | Correction::Merge { speaker, .. }
            | Correction::Split { speaker, .. } => self.speaker(speaker).map(|id| Subject::Speaker { id: id as u32 }),
            Correction::Reassign { claim, .. }
            | Correction::Reword { claim, .. }
            | Correction::Attribution { claim, .. }
            | Correction::Delete { claim } => self.claim(claim).map(|id| Subject::Claim { id: id as u32 }),
            Correction::Add { .. } => None,
        }
    }

    /// The position of the speaker that is meant: of those mentioned at this place the one of this name, or the first;
    /// of this name anywhere, where nobody is mentioned at this place.
    pub fn speaker(&self, wanted: &SpeakerRef) -> Option<usize> {
        let mentioned = |id: &usize| self.speakers[*id].mentions.iter().any(|m| Some(m.span()) == wanted.at);
        let there: Vec<usize> = (0..self.speakers.len()).filter(mentioned).collect();
        let named = |id: &usize| self.speakers[*id].name == wanted.name;
        if there.is_empty() {
            return (0..self.speakers.len()).find(named);
        }
        there.iter().copied().find(named).or(there.first().copied())
    }

    /// The position of the claim that is meant: with these very words, or with nearly these; of a joint statement's
    /// claims the one of this source and this speaker.
    pub fn claim(&self, wanted: &ClaimRef) -> Option<usize> {
        let mut found: Vec<usize> =
            (0..self.claims.len()).filter(|&id| self.claims[id].content == wanted.content).collect();
        if found.is_empty() {
            let shares: Vec<f32> =
                self.claims.iter().map(|claim| self.shared(&claim.content, &wanted.content)).collect();
            let best = shares.iter().copied().fold(0.0, f32::max);
            if best < SAME {
                return None;
            }
            found = (0..self.claims.len()).filter(|&id| shares[id] == best).collect();
        }
        let narrow = |found: &mut Vec<usize>, fits: &dyn Fn(usize) -> bool| {
            if found.iter().any(|&id| fits(id)) {
                found.retain(|&id| fits(id));
            }
        };
        narrow(&mut found, &|id| self.claims[id].source == wanted.source);
        narrow(&mut found, &|id| {
            let speaker = self.claims[id].speaker.and_then(|speaker| self.speakers.get(speaker as usize));
            speaker.map(|s| &s.name) == wanted.speaker.as_ref()
        });
        found.first().copied()
    }

    /// Of the characters of two contents, the share that both have.
    fn shared(&self, a: &[Span], b: &[Span]) -> f32 {
        let both: u32 = a
            .iter()
            .flat_map(|one| b.iter().map(move |other| (one.start.max(other.start), one.end.min(other.end))))
            .filter(|(start, end)| start < end)
            .map(|(start, end)| self.length(Span::new(start, end)))
            .sum();
        if both == 0 {
            return 0.0;
        }
        let all: u32 = a.iter().chain(b).map(|&span| self.length(span)).sum();
        both as f32 / (all - both) as f32
    }

    /// In UTF-16 units: a quotation mark counts as much as a letter, in any script.
    fn length(&self, span: Span) -> u32 {
        let utf16 = |offset| self.map.convert(offset, OffsetUnit::Byte, OffsetUnit::Utf16);
        utf16(span.end) - utf16(span.start)
    }
}

/// Where `words` stand in `text`, as whole words, not overlapping.
pub fn occurrences(text: &str, words: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let Some(first) = words.chars().next() else { return found };
    let mut from = 0;
    while let Some(start) = text[from..].find(words).map(|at| from + at) {
        let end = start + words.len();
        let whole = |at: usize| GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(false);
        let letter_before = text[..start].chars().next_back().is_some_and(char::is_alphanumeric);
        let letter_behind = text[end..].chars().next().is_some_and(char::is_alphanumeric);
        if !letter_before && !letter_behind && whole(start) && whole(end) {
            found.push(Span::new(start as u32, end as u32));
            from = end;
        } else {
            from = start + first.len_utf8();
        }
    }
    found
}

/// The words of a name, in lower case.
pub fn words_of(name: &str) -> Vec<String> {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}
