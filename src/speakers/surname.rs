//! Surnames by themselves, where the text has several bearers: which of them is meant.

use super::names::Names;
use super::rank::{Choice, Clue, Ranker};
use super::referent::{Referent, ReferentId};
use crate::entities::is_capital;
use crate::lexicon::Gender;
use crate::text::Text;
use std::collections::HashMap;
use std::ops::Range;

/// A surname by itself.
pub(super) struct Bare<'a> {
    pub at: usize,
    /// What the title in front asks for.
    pub gender: Option<Gender>,
    /// Whom the surname meant last, and where.
    pub before: Option<(ReferentId, usize)>,
    pub last_full: &'a HashMap<ReferentId, usize>,
    pub sources: &'a [Range<usize>],
}

/// The source that holds a name.
pub(super) fn source_of(sources: &[Range<usize>], name: &Range<usize>) -> Option<usize> {
    let behind = sources.partition_point(|s| s.start <= name.start);
    behind.checked_sub(1).filter(|&i| sources[i].end >= name.end)
}

impl Names {
    /// Which of several bearers a surname means.
    pub(super) fn bearer(
        &self,
        text: &Text<'_>,
        bare: &Bare<'_>,
        candidates: &[ReferentId],
        referents: &[Referent],
        ranker: &mut Ranker<'_>,
    ) -> Option<ReferentId> {
        /// Mentions looked back over, at most.
        const LOOK_BACK: usize = 200;
        let at = bare.at;
        let paragraph = |token: usize| text.tokens.get(token).map_or(0, |t| t.paragraph);
        let distance = |token: usize| paragraph(at).saturating_sub(paragraph(token));
        // `Cole … her staff`: the next pronoun tells, if no other person comes between.
        let local = (at + 1..(at + 14).min(text.sentence_of(at).end))
            .take_while(|&i| !is_capital(text, i))
            .find_map(|i| text.tokens[i].features.pronoun_gender());
        // The same as just before, unless somebody was named in full since.
        let again = bare.before.filter(|&(_, p)| distance(p) <= 3);
        let full = |id: ReferentId| bare.last_full.get(&id).copied();
        let named_since = candidates.iter().any(|&c| again.is_some_and(|(_, p)| full(c).is_some_and(|f| f > p)));
        let back = || self.mentions.iter().rev().take(LOOK_BACK).filter(|m| m.tokens.start < at);
        let spoke = back().find(|m| candidates.contains(&m.referent) && source_of(bare.sources, &m.tokens).is_some());
        let last_full = candidates.iter().copied().filter(|&c| full(c).is_some()).max_by_key(|&c| full(c));
        let speaks = !ranker.attributions.is_empty();
        let mut field = ranker.field(Choice::Surname);
        for &id in candidates {
            field.add(Some(id));
            let r = &referents[id];
            let mut say = |clue, holds: bool| ranker.clue(&mut field, clue, f32::from(u8::from(holds)));
            say(Clue::Titled, bare.gender.is_some_and(|g| r.fits(g) > 0.5));
            // A son is named with his suffix.
            say(Clue::Senior, r.suffix.as_deref() != Some("jr"));
            say(Clue::Kin, r.kin);
            say(Clue::Agrees, local.is_some_and(|g| r.fits(g) > 0.3));
            say(Clue::Again, !named_since && again.is_some_and(|(same, _)| same == id));
            say(Clue::Known, full(id).is_some() || r.words.len() == 1);
            say(Clue::FullNear, full(id).is_some_and(|p| distance(p) <= 1));
            say(Clue::LastFull, last_full == Some(id));
            say(Clue::FarMore, candidates.iter().all(|&c| c == id || referents[c].seen * 3 + 2 <= r.seen));
            let spoke_last = spoke.is_some_and(|m| m.referent == id);
            say(Clue::SpokeLast, spoke_last);
            say(Clue::Source, spoke_last && speaks);
            ranker.clue(&mut field, Clue::Often, ((1 + r.seen) as f32).ln());
            let last = back().find(|m| m.referent == id).map_or(8, |m| distance(m.tokens.start).min(8));
            ranker.clue(&mut field, Clue::Paragraphs, last as f32);
        }
        ranker.choose(field).map(|found| found.0)
    }
}
