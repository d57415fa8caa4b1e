//! The source report: who carries this article.

mod sentences;

pub use sentences::{sentences, ReportSentence};

use crate::annotations::{Annotations, Claim, ClaimForm, MentionForm, Report, Speaker, SpeakerKind};
use crate::claims::{complete, fill_speakers, words::Ownership};
use crate::corrections::{check, Unfit};
use crate::text::{OffsetMap, OffsetUnit, Text};

/// Counts words and speakers. Offsets are bytes.
///
/// A word is a token of letters or digits. Shares are 0 to 1 with four decimals; a word inside several claims counts
/// once, for the innermost. Words whose claim names no speaker are attributed words, but rest neither on a named nor on
/// an unnamed speaker.
#[must_use]
pub fn report(text: &Text<'_>, claims: &[Claim], speakers: &[Speaker]) -> Report {
    let words = text.words_in(0..text.tokens.len());
    let ownership = Ownership::new(text, claims);
    let mut rests_on_unnamed: Vec<Option<bool>> = vec![None; claims.len()];
    let (mut quoted, mut reported, mut unnamed) = (0usize, 0usize, 0usize);
    for (claim, in_quotes) in ownership.words(text) {
        if in_quotes {
            quoted += 1;
        } else {
            reported += 1;
        }
        let rests = *rests_on_unnamed[claim].get_or_insert_with(|| {
            let of = ownership.speakers(claims, claim);
            // A statement made together with somebody named has a name behind it.
            !of.is_empty() && of.iter().filter_map(|&id| speakers.get(id as usize)).all(is_unnamed)
        });
        unnamed += usize::from(rests);
    }
    let speaking = || speakers.iter().filter(|s| !s.claims.is_empty());
    let unnamed_speakers = speaking().filter(|s| is_unnamed(s)).count();
    Report {
        words: words as u32,
        quoted_share: share(quoted, words),
        reported_share: share(reported, words),
        named_speakers: (speaking().count() - unnamed_speakers) as u32,
        unnamed_speakers: unnamed_speakers as u32,
        unnamed_share: share(unnamed, quoted + reported),
        own_check_worthy: claims.iter().filter(|c| c.form == ClaimForm::Own).count() as u32,
    }
}

/// Whether nobody can be held to account by name: a person without a name, or a group that is only described
/// (`Western officials`). An organisation or a document that the text describes (`the company`, `a poll`) is not meant.
#[must_use]
pub fn is_unnamed(speaker: &Speaker) -> bool {
    match speaker.kind {
        SpeakerKind::Unnamed => true,
        SpeakerKind::Group => speaker.mentions.iter().all(|m| m.form != MentionForm::Name),
        SpeakerKind::Person | SpeakerKind::Organisation | SpeakerKind::Document => false,
    }
}

/// Counts everything anew that follows from the claims and their speakers: each speaker's claims and words, and the
/// report; of claims that a person marked ([`BY_HAND`](crate::corrections::BY_HAND)) form, nesting, places and
/// check-worthiness too. For annotations that a person has corrected; offsets may be in any unit and stay in it.
///
/// # Errors
/// When the annotations are not of `source`, or do not hold together ([`check`]).
pub fn recount(source: &str, annotations: Annotations) -> Result<Annotations, Unfit> {
    check(source, &annotations)?;
    let text = Text::new(source);
    let map = OffsetMap::new(source);
    let unit = annotations.offsets;
    let mut annotations = annotations.with_offsets(OffsetUnit::Byte, &map);
    complete(&text, &mut annotations.claims, &annotations.places);
    fill_speakers(&text, &annotations.claims, &mut annotations.speakers);
    annotations.report = report(&text, &annotations.claims, &annotations.speakers);
    Ok(annotations.with_offsets(unit, &map))
}

/// `part` of `whole`, with four decimals; 0 of nothing.
fn share(part: usize, whole: usize) -> f32 {
    if whole == 0 {
        return 0.0;
    }
    ((part as f64 / whole as f64 * 10_000.0).round() / 10_000.0) as f32
}

#[cfg(test)]
mod tests;
