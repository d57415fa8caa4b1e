//! Annotations while corrections are carried out on them.

use super::Subject;
use crate::annotations::{Annotations, Claim, Speaker};
use crate::text::{OffsetMap, Span};
use std::cmp::Reverse;
use std::collections::HashSet;

/// Claims and speakers to be changed. Offsets are bytes. Ids are positions: what a correction takes
/// away is marked and goes when it is done ([`tidy`](Self::tidy)).
pub struct State<'t> {
    pub(super) source: &'t str,
    pub(super) map: &'t OffsetMap,
    rest: Annotations,
    pub(super) speakers: Vec<Speaker>,
    pub(super) claims: Vec<Claim>,
    /// Positions of the claims that go.
    pub(super) gone: HashSet<usize>,
    /// Who spoke before the correction that is being carried out.
    pub(super) spoke: Vec<bool>,
}

impl<'t> State<'t> {
    /// Annotations of `source` that hold together, offsets in bytes.
    pub fn new(source: &'t str, map: &'t OffsetMap, mut annotations: Annotations) -> Self {
        let speakers = std::mem::take(&mut annotations.speakers);
        let claims = std::mem::take(&mut annotations.claims);
        Self { source, map, rest: annotations, speakers, claims, gone: HashSet::new(), spoke: Vec::new() }
    }

    /// The annotations as they are now; what is counted from them is still that of before.
    pub fn annotations(self) -> Annotations {
        Annotations { speakers: self.speakers, claims: self.claims, ..self.rest }
    }

    /// After a correction: text order, ids as positions, no speaker left over whose last claim went. Gives the new id of
    /// `about`.
    pub fn tidy(&mut self, about: Option<Subject>) -> Option<Subject> {
        let gone = std::mem::take(&mut self.gone);
        let claims = std::mem::take(&mut self.claims).into_iter().enumerate();
        let mut claims: Vec<(usize, Claim)> = claims.filter(|(id, _)| !gone.contains(id)).collect();
        let whole = |claim: &Claim| claim.content.iter().copied().reduce(Span::cover).unwrap_or(Span::new(0, 0));
        claims.sort_by_key(|(_, claim)| {
            let whole = whole(claim);
            (whole.start, Reverse(whole.end))
        });
        let mut first_claim = vec![None; self.speakers.len()];
        for (_, claim) in &claims {
            if let Some(id) = claim.speaker {
                first_claim[id as usize].get_or_insert(whole(claim).start);
            }
        }
        let spoke = std::mem::take(&mut self.spoke);
        let left_over = |id: usize, speaker: &Speaker| {
            first_claim[id].is_none() && (speaker.mentions.is_empty() || spoke.get(id).copied().unwrap_or(false))
        };
        let speakers = std::mem::take(&mut self.speakers).into_iter().enumerate();
        let mut speakers: Vec<(usize, Speaker)> = speakers.filter(|(id, speaker)| !left_over(*id, speaker)).collect();
        let first = |id: usize, speaker: &Speaker| speaker.mentions.first().map(|m| m.start).or(first_claim[id]);
        speakers.sort_by_key(|(id, speaker)| (first(*id, speaker).unwrap_or(u32::MAX), *id));

        let claim_at = places_of(claims.iter().map(|(id, _)| *id));
        let speaker_at = places_of(speakers.iter().map(|(id, _)| *id));
        let place = |places: &[Option<u32>], id: u32| places.get(id as usize).copied().flatten();
        self.claims = claims.into_iter().map(|(_, claim)| claim).collect();
        for (id, claim) in (0u32..).zip(&mut self.claims) {
            claim.id = id;
            claim.parent = claim.parent.and_then(|parent| place(&claim_at, parent));
            claim.speaker = claim.speaker.and_then(|speaker| place(&speaker_at, speaker));
        }
        self.speakers = speakers.into_iter().map(|(_, speaker)| speaker).collect();
        for (id, speaker) in (0u32..).zip(&mut self.speakers) {
            speaker.id = id;
        }
        match about? {
            Subject::Claim { id } => place(&claim_at, id).map(|id| Subject::Claim { id }),
            Subject::Speaker { id } => place(&speaker_at, id).map(|id| Subject::Speaker { id }),
        }
    }
}

/// For each old id its place in the new order; `None`, or nothing, for what is not there any more.
fn places_of(order: impl Iterator<Item = usize>) -> Vec<Option<u32>> {
    let mut places = Vec::new();
    for (place, id) in (0u32..).zip(order) {
        if places.len() <= id {
            places.resize(id + 1, None);
        }
        places[id] = Some(place);
    }
    places
}
