//! The source report: who carries this article.

mod sentences;

pub use sentences::sentences;

use crate::annotations::{Claim, ClaimForm, MentionForm, Report, Speaker, SpeakerKind};
use crate::claims::words::Ownership;
use crate::text::Text;

/// Counts words and speakers, and says it in sentences. Offsets are bytes; `speakers` must know their claims and words.
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
    let mut report = Report {
        words: words as u32,
        quoted_share: share(quoted, words),
        reported_share: share(reported, words),
        named_speakers: (speaking().count() - unnamed_speakers) as u32,
        unnamed_speakers: unnamed_speakers as u32,
        unnamed_share: share(unnamed, quoted + reported),
        own_check_worthy: claims.iter().filter(|c| c.form == ClaimForm::Own).count() as u32,
        sentences: Vec::new(),
    };
    report.sentences = sentences(claims, speakers, &report);
    report
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

/// `part` of `whole`, with four decimals; 0 of nothing.
fn share(part: usize, whole: usize) -> f32 {
    if whole == 0 {
        return 0.0;
    }
    ((part as f64 / whole as f64 * 10_000.0).round() / 10_000.0) as f32
}

#[cfg(test)]
mod tests;
