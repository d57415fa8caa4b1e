//! Corrections by hand: carries out what a person changed, checks that annotations hold together, and counts anew.
//!
//! [`correct`] takes what was found and a list of [`Correction`]s, and gives the corrected annotations. Undo is the same
//! list, shorter: nothing is ever taken back from a result.

mod apply;
mod check;
mod lookup;
mod recount;
mod state;

pub use check::{check, Unfit};
pub use recount::recount;

use crate::annotations::{Annotations, Correction};
use crate::text::{OffsetUnit, Text};
use apply::Outcome;
use check::Fit;
use serde::Serialize;
use state::State;

/// Annotations after corrections.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Corrected {
    /// With the corrections carried out, counted anew, in the unit that they came in. Their list of corrections has grown
    /// by those that were carried out.
    pub annotations: Annotations,
    /// Positions in the list of the corrections that could not be carried out: what they mean is not in the text, or not
    /// in the annotations any more. They change nothing.
    pub missed: Vec<u32>,
    /// What the last correction was about, in `annotations`; `None` where that is gone, or it was missed.
    pub about: Option<Subject>,
    /// The same in the annotations without the last correction: what undoing it brings back.
    pub before: Option<Subject>,
}

/// What a correction is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Subject {
    /// A claim.
    Claim {
        /// Position in [`Annotations::claims`].
        id: u32,
    },
    /// A speaker.
    Speaker {
        /// Position in [`Annotations::speakers`].
        id: u32,
    },
}

/// Carries `corrections` out on `annotations` of `source`, one after the other, and counts anew what follows from them
/// ([`recount`]). Spans of both are in the unit that the annotations name.
///
/// Claims and speakers are looked up by where they stand. A claim whose ends have moved a little is still found, so that
/// corrections outlive a better annotator. A correction that means nothing there is passed over and listed in
/// [`Corrected::missed`].
///
/// # Errors
/// When the annotations are not of `source`, or do not hold together ([`check`]).
///
/// ```
/// use whosaid::annotations::{Correction, SpeakerKind, SpeakerRef};
/// use whosaid::{corrections, Annotator};
///
/// let text = "An aide said that the pier would stay shut.";
/// let found = Annotator::new().annotate(text);
/// let aide = &found.speakers[0];
/// let speaker = SpeakerRef { name: aide.name.clone(), at: aide.mentions.first().map(|m| m.span()), speaker_kind: None };
/// let (name, speaker_kind) = ("Una Rask".to_string(), SpeakerKind::Person);
/// let rename = Correction::Rename { speaker, name, speaker_kind, description: None };
/// let corrected = corrections::correct(text, found, &[rename]).unwrap();
/// assert_eq!(corrected.annotations.speakers[0].name, "Una Rask");
/// assert_eq!(corrected.annotations.report.named_speakers, 1);
/// ```
pub fn correct(source: &str, annotations: Annotations, corrections: &[Correction]) -> Result<Corrected, Unfit> {
    let fit = Fit::new(source, annotations.offsets);
    fit.annotations(&annotations)?;
    let unit = annotations.offsets;
    let mut state = State::new(source, &fit.map, annotations.with_offsets(OffsetUnit::Byte, &fit.map));
    let mut missed = Vec::new();
    let mut carried_out = Vec::with_capacity(corrections.len());
    let (mut about, mut before) = (None, None);
    for (n, correction) in (0u32..).zip(corrections) {
        (about, before) = (None, None);
        let outcome = fit.in_bytes(correction).and_then(|correction| {
            let subject = state.subject_of(&correction);
            state.carry_out(&correction).map(|outcome| (outcome, subject))
        });
        let Some((outcome, subject)) = outcome else {
            missed.push(n);
            continue;
        };
        before = subject;
        about = match outcome {
            Outcome::About(subject) => Some(subject),
            Outcome::Gone => None,
        };
        about = state.tidy(about);
        carried_out.push(correction.clone());
    }
    let mut annotations = state.annotations();
    recount::count(&Text::new(source), &mut annotations);
    let mut annotations = annotations.with_offsets(unit, &fit.map);
    annotations.corrections.extend(carried_out);
    Ok(Corrected { annotations, missed, about, before })
}

#[cfg(test)]
mod tests;
