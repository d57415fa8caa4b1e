//! From sources to speakers: one identity for every source, over the whole text.
//!
//! Names come first: all names of the text are gathered into persons and organisations, with the roles that the words
//! around them give. Then the text is read from front to back. Every name, description and pronoun that stands for a
//! person joins the trail of mentions; every source is resolved against that trail. What stays unclear has no speaker.

mod anonymity;
mod antecedent;
mod apposition;
mod clues;
mod confidence;
mod describe;
mod elliptical;
mod joint;
mod names;
mod nominals;
mod phrase;
mod rank;
mod referent;
mod resolve;
mod surname;

pub use confidence::{SourceForm, SpeakerEvidence};
pub use rank::{Candidate, Choice, Clue, Decision, Weights};

use crate::annotations::{ClaimForm, MentionForm, Speaker, SpeakerMention};
use crate::attribution::Attribution;
use crate::entities::Entity;
use crate::text::{Span, Text};
use std::collections::HashMap;

/// Who speaks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Speakers {
    /// In the order of their first mention; `id` is the position, spans are bytes. `claims`, `quoted_words` and
    /// `reported_words` are filled in by the claims stage.
    pub speakers: Vec<Speaker>,
    /// For each attribution its speaker (index into `speakers`) and how sure that is, 0 to 1, calibrated.
    pub of: Vec<Option<(u32, f32)>>,
    /// For each attribution what spoke most for its speaker, where several might have been meant: `the subject of the sentence
    /// before`. A row of `data/speaker-reasons.tsv`.
    pub why: Vec<Option<&'static str>>,
}

/// Resolves the sources of `attributions`.
#[must_use]
pub fn resolve(text: &Text<'_>, attributions: &[Attribution], entities: &[Entity]) -> Speakers {
    resolve_with_evidence(text, attributions, entities).0
}

/// [`resolve`], and for each attribution what the confidence of its speaker was computed from.
#[must_use]
pub fn resolve_with_evidence(
    text: &Text<'_>,
    attributions: &[Attribution],
    entities: &[Entity],
) -> (Speakers, Vec<Option<SpeakerEvidence>>) {
    gathered(text, attributions, resolve::run(text, attributions, entities, Weights::built_in(), false))
}

/// For training, the choices that resolving the sources makes with these weights; the names of all referents, into which the
/// candidates are indices; and for each attribution the index of who was chosen.
#[must_use]
pub fn decisions(
    text: &Text<'_>,
    attributions: &[Attribution],
    entities: &[Entity],
    weights: &Weights,
) -> (Vec<Decision>, Vec<String>, Vec<Option<usize>>) {
    let resolution = resolve::run(text, attributions, entities, weights, true);
    let names = resolution.referents.iter().map(|r| r.name.clone()).collect();
    (resolution.decisions, names, resolution.of.iter().map(|of| of.map(|of| of.0)).collect())
}

fn gathered(
    text: &Text<'_>,
    attributions: &[Attribution],
    resolution: resolve::Resolution,
) -> (Speakers, Vec<Option<SpeakerEvidence>>) {
    let mentions_of: HashMap<Span, MentionForm> =
        resolution.referents.iter().flat_map(|r| r.mentions.iter().copied()).collect();
    let mut order: Vec<(u32, usize)> = Vec::new();
    let mut mentions: HashMap<usize, Vec<(Span, MentionForm)>> = HashMap::new();
    for &(id, _) in resolution.of.iter().flatten() {
        mentions.entry(id).or_default();
    }
    for (&id, found) in &mut mentions {
        found.extend(resolution.referents[id].mentions.iter().copied());
    }
    for name in &resolution.names {
        if let Some(found) = mentions.get_mut(&name.referent) {
            let span = text.span(name.tokens.clone());
            // A source holds its name already.
            if !resolution.referents[name.referent].mentions.iter().any(|m| m.0.overlaps(span)) {
                found.push((span, MentionForm::Name));
            }
        }
    }
    for (&id, found) in &mut mentions {
        found.sort_by_key(|m| (m.0.start, m.0.end));
        found.dedup_by(|b, a| a.0.overlaps(b.0));
        order.push((found.first().map_or(u32::MAX, |m| m.0.start), id));
    }
    order.sort_unstable();
    let place: HashMap<usize, u32> = order.iter().enumerate().map(|(i, &(_, id))| (id, i as u32)).collect();
    let speakers = order
        .iter()
        .enumerate()
        .map(|(i, &(_, id))| {
            let r = &resolution.referents[id];
            let mentions = mentions.remove(&id).unwrap_or_default();
            Speaker {
                id: i as u32,
                name: r.name.clone(),
                kind: r.kind,
                description: r.description.clone(),
                anonymity: r.anonymity,
                mentions: mentions
                    .into_iter()
                    .map(|(span, form)| SpeakerMention { start: span.start, end: span.end, form })
                    .collect(),
                claims: Vec::new(),
                quoted_words: 0,
                reported_words: 0,
                corrected: false,
            }
        })
        .collect();
    let evidence: Vec<Option<SpeakerEvidence>> = resolution
        .of
        .iter()
        .zip(attributions)
        .map(|(of, a)| of.map(|(_, raw)| SpeakerEvidence { form: form(text, &mentions_of, a), raw }))
        .collect();
    let of = resolution.of.iter().zip(&evidence);
    let of =
        of.map(|(of, e)| of.zip(*e).and_then(|((id, _), e)| place.get(&id).map(|&p| (p, confidence::calibrated(e)))));
    let of = of.collect();
    (Speakers { speakers, of, why: resolution.why }, evidence)
}

/// What an attribution's source is made of.
fn form(text: &Text<'_>, sources: &HashMap<Span, MentionForm>, attribution: &Attribution) -> SourceForm {
    let Some(source) = attribution.source.filter(|&s| !text.tokens_in(s).is_empty()) else {
        let direct = attribution.form == ClaimForm::Direct;
        return if direct { SourceForm::Quotation } else { SourceForm::None };
    };
    match sources.get(&source) {
        Some(MentionForm::Name) => SourceForm::Name,
        Some(MentionForm::Pronoun) => SourceForm::Pronoun,
        _ => SourceForm::Nominal,
    }
}
