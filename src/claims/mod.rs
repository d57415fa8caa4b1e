//! From attributions to claims: form, nesting, places, check-worthiness, and the article's own checkable statements.

mod by_hand;
pub mod checkworthy;
mod own;
pub(crate) mod words;

pub(crate) use by_hand::complete;

use crate::annotations::{Claim, ClaimForm, ClaimMode, Place, Speaker};
use crate::attribution::{Attribution, OWN_STATEMENT};
use crate::speakers::Speakers;
use crate::text::{Span, Text};

/// A speaker that is less sure than this is not named: a wrong speaker is worse than none. Calibrated, so that below it
/// more names would be wrong than right.
pub const SURE_SPEAKER: f32 = 0.5;

/// Builds the claims, in text order of their content, and gives the speakers of whom there are claims, with `claims`,
/// `quoted_words` and `reported_words` filled. Offsets are bytes.
///
/// A claim's confidence is its attribution's, the speaker's is its own; a speaker below [`SURE_SPEAKER`] is not named.
#[must_use]
pub fn build(
    text: &Text<'_>,
    attributions: &[Attribution],
    speakers: Speakers,
    places: &[Place],
) -> (Vec<Claim>, Vec<Speaker>) {
    build_rated(text, attributions, speakers, places, &checkworthy::Rater::new(text))
}

/// [`build`] with a rater of the text's statements.
pub(crate) fn build_rated(
    text: &Text<'_>,
    attributions: &[Attribution],
    speakers: Speakers,
    places: &[Place],
    rater: &checkworthy::Rater<'_, '_>,
) -> (Vec<Claim>, Vec<Speaker>) {
    let Speakers { mut speakers, of, why } = speakers;
    let mentions = PlaceMentions::new(places);
    let reasons = Reasons::new(&speakers);
    // Position of each claim's attribution, to carry the parents over.
    let mut claims: Vec<(Option<usize>, Claim)> = Vec::with_capacity(attributions.len());
    for (i, attribution) in attributions.iter().enumerate() {
        if attribution.content.is_empty() || reasons.contains_all(&attribution.content) {
            continue;
        }
        let known = of.get(i).copied().flatten();
        let sure = known.filter(|&(id, sure)| sure >= SURE_SPEAKER && (id as usize) < speakers.len());
        let speaker = sure.map(|(id, _)| id);
        let worth = rater.rate(&attribution.content, Some(attribution.mode));
        claims.push((
            Some(i),
            Claim {
                id: 0,
                form: attribution.form,
                mode: attribution.mode,
                qualifiers: attribution.qualifiers.clone(),
                speaker,
                speaker_confidence: sure.map(|(_, sure)| round(sure)),
                speaker_reason: sure.and(why.get(i).copied().flatten()).map(str::to_owned),
                source: attribution.source,
                cue: attribution.cue,
                content: attribution.content.clone(),
                parent: attribution.parent.map(|p| p as u32),
                places: mentions.inside(&attribution.content),
                check_worthiness: worth.score,
                signals: worth.signals.iter().map(ToString::to_string).collect(),
                confidence: round(attribution.confidence),
                rule: attribution.rule.to_string(),
                corrected: false,
            },
        ));
    }
    claims.extend(own::find(text, attributions, places, rater).into_iter().map(|(content, worth)| {
        let claim = Claim {
            id: 0,
            form: ClaimForm::Own,
            mode: ClaimMode::Statement,
            qualifiers: Vec::new(),
            speaker: None,
            speaker_confidence: None,
            speaker_reason: None,
            source: None,
            cue: None,
            content: vec![content],
            parent: None,
            places: mentions.inside(&[content]),
            check_worthiness: worth.score,
            signals: worth.signals.iter().map(ToString::to_string).collect(),
            // Nobody else is named for it: what can be wrong is that it is worth a check.
            confidence: own::confidence(worth.score),
            rule: OWN_STATEMENT.to_string(),
            corrected: false,
        };
        (None, claim)
    }));
    // A claim comes before the ones inside it.
    claims.sort_by_key(|(_, claim)| {
        let start = claim.content[0].start;
        let end = claim.content.iter().map(|s| s.end).max().unwrap_or(start);
        (start, std::cmp::Reverse(end))
    });
    let mut position = vec![None; attributions.len()];
    for (id, (attribution, _)) in claims.iter().enumerate() {
        if let Some(attribution) = *attribution {
            position[attribution] = Some(id as u32);
        }
    }
    let mut claims: Vec<Claim> = claims
        .into_iter()
        .enumerate()
        .map(|(id, (_, mut claim))| {
            claim.id = id as u32;
            claim.parent =
                claim.parent.and_then(|p| position.get(p as usize).copied().flatten()).filter(|&p| p != claim.id);
            claim
        })
        .collect();
    fill_speakers(text, &claims, &mut speakers);
    let speakers = drop_silent(&mut claims, speakers);
    (claims, speakers)
}

/// The speakers without those of whom no claim is left, because their attributions were too unsure to name them.
fn drop_silent(claims: &mut [Claim], speakers: Vec<Speaker>) -> Vec<Speaker> {
    let mut place: Vec<Option<u32>> = vec![None; speakers.len()];
    let mut kept: Vec<Speaker> = Vec::with_capacity(speakers.len());
    for (at, speaker) in speakers.into_iter().enumerate().filter(|(_, speaker)| !speaker.claims.is_empty()) {
        let id = kept.len() as u32;
        place[at] = Some(id);
        kept.push(Speaker { id, ..speaker });
    }
    for claim in claims {
        claim.speaker = claim.speaker.and_then(|id| place.get(id as usize).copied().flatten());
    }
    kept
}

/// Fills `claims`, `quoted_words` and `reported_words` of `speakers` from `claims`. Offsets are bytes.
///
/// A nested claim's words count for its own speaker, not for the one around it; words that several speakers say together
/// count for each.
pub fn fill_speakers(text: &Text<'_>, claims: &[Claim], speakers: &mut [Speaker]) {
    for speaker in speakers.iter_mut() {
        speaker.claims.clear();
        speaker.quoted_words = 0;
        speaker.reported_words = 0;
    }
    for claim in claims {
        if let Some(speaker) = claim.speaker.and_then(|id| speakers.get_mut(id as usize)) {
            speaker.claims.push(claim.id);
        }
    }
    let ownership = words::Ownership::new(text, claims);
    let mut counts = vec![(0u32, 0u32); claims.len()];
    for (claim, quoted) in ownership.words(text) {
        let count = &mut counts[claim];
        *(if quoted { &mut count.0 } else { &mut count.1 }) += 1;
    }
    for (claim, (quoted, reported)) in counts.into_iter().enumerate().filter(|(_, count)| *count != (0, 0)) {
        for id in ownership.speakers(claims, claim) {
            if let Some(speaker) = speakers.get_mut(id as usize) {
                speaker.quoted_words += quoted;
                speaker.reported_words += reported;
            }
        }
    }
}

/// Confidence and scores with two decimals: more would feign precision.
pub(crate) fn round(value: f32) -> f32 {
    if value.is_finite() {
        (value.clamp(0.0, 1.0) * 100.0).round() / 100.0
    } else {
        0.0
    }
}

/// The stated reasons for anonymity, in text order. What they contain (`who declined to be named because …`) says why
/// somebody is not named, it is no claim.
struct Reasons(Vec<Span>);

impl Reasons {
    fn new(speakers: &[Speaker]) -> Self {
        let mut spans: Vec<Span> = speakers.iter().filter_map(|s| s.anonymity).collect();
        spans.sort_unstable();
        Self(spans)
    }

    /// Whether one reason holds all of `content`.
    fn contains_all(&self, content: &[Span]) -> bool {
        let Some(first) = content.first() else { return false };
        let at = self.0.partition_point(|reason| reason.start <= first.start);
        at.checked_sub(1).is_some_and(|i| content.iter().all(|&piece| self.0[i].contains(piece)))
    }
}

/// All mentions of all places, in text order.
struct PlaceMentions(Vec<(Span, u32)>);

impl PlaceMentions {
    fn new(places: &[Place]) -> Self {
        let mut mentions: Vec<(Span, u32)> = places
            .iter()
            .flat_map(|place| place.mentions.iter().map(|m| (Span::new(m.start, m.end), place.id)))
            .collect();
        mentions.sort_unstable();
        Self(mentions)
    }

    /// Ids of the places with a mention inside one of the spans, in order.
    fn inside(&self, spans: &[Span]) -> Vec<u32> {
        let mut ids: Vec<u32> = spans
            .iter()
            .flat_map(|span| {
                let from = self.0.partition_point(|(m, _)| m.start < span.start);
                self.0[from..].iter().take_while(|(m, _)| m.start < span.end).filter(|(m, _)| m.end <= span.end)
            })
            .map(|&(_, id)| id)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

#[cfg(test)]
pub(crate) mod tests;
