//! Annotations while corrections are carried out on them.

use super::Subject;
use crate::annotations::{Annotations, Claim, Speaker};
use crate::text::{OffsetMap, Span};

/// Claims and speakers to be changed. Offsets are bytes. Ids are positions: what a correction takes
/// away is marked and goes when it is done ([`tidy`](Self::tidy)).
pub struct State<'t> {
    pub(super) source: &'t str,
    pub(super) map: &'t OffsetMap,
    rest: Annotations,
    pub(super) speakers: Vec<Speaker>,
    pub(super) claims: Vec<Claim>,
    /// Positions of the claims that go.
    pub(super) gone: Vec<usize>,
    /// Who spoke before the correction that is being carried out.
    pub(super) spoke: Vec<bool>,
}

impl<'t> State<'t> {
    /// Annotations of `source` that hold together, offsets in bytes.
    pub fn new(source: &'t str, map: &'t OffsetMap, mut annotations: Annotations) -> Self {
        let speakers = std::mem::take(&mut annotations.speakers);
        let claims = std::mem::take(&mut annotations.claims);
        Self { source, map, rest: annotations, speakers, claims, gone: Vec::new(), spoke: Vec::new() }
    }

    /// The annotations as they are now; what is counted from them is still that of before.
    pub fn annotations(self) -> Annotations {
        Annotations { speakers: self.speakers, claims: self.claims, ..self.rest }
    }

    /// After a correction: text order, ids as positions, no speaker left over whose last claim went. Gives the new id of
    /// `about`.
    pub fn tidy(&mut self, about: Option<Subject>) -> Option<Subject> {
        let mut stays = vec![true; self.claims.len()];
        for id in self.gone.drain(..) {
            stays[id] = false;
        }
        let spoke = std::mem::take(&mut self.spoke);
        // A claim comes before the ones inside it.
        let keys = self.claims.iter().map(|claim| {
            let whole = claim.content.iter().copied().reduce(Span::cover).unwrap_or(Span::new(0, 0));
            (whole.start, u32::MAX - whole.end)
        });
        let order = in_order(keys, |id| stays[id]);
        let mut first_claim = vec![u32::MAX; self.speakers.len()];
        for &(start, _, id) in &order {
            if let Some(speaker) = self.claims[id as usize].speaker {
                let first = &mut first_claim[speaker as usize];
                *first = start.min(*first);
            }
        }
        let claim_at = rearrange(&mut self.claims, &order);

        let keys = self.speakers.iter().zip(&first_claim);
        let keys = keys.map(|(speaker, first)| (speaker.mentions.first().map_or(*first, |mention| mention.start), 0));
        let order = in_order(keys, |id| {
            let left_over = self.speakers[id].mentions.is_empty() || spoke.get(id).copied().unwrap_or(false);
            first_claim[id] < u32::MAX || !left_over
        });
        let speaker_at = rearrange(&mut self.speakers, &order);

        let place = |places: &[Option<u32>], id: u32| places.get(id as usize).copied().flatten();
        for (id, claim) in (0u32..).zip(&mut self.claims) {
            claim.id = id;
            claim.parent = claim.parent.and_then(|parent| place(&claim_at, parent));
            claim.speaker = claim.speaker.and_then(|speaker| place(&speaker_at, speaker));
        }
        for (id, speaker) in (0u32..).zip(&mut self.speakers) {
            speaker.id = id;
        }
        match about? {
            Subject::Claim { id } => place(&claim_at, id).map(|id| Subject::Claim { id }),
            Subject::Speaker { id } => place(&speaker_at, id).map(|id| Subject::Speaker { id }),
        }
    }
}

/// Two keys and an id for each that stays, by the keys; what is equal stays in its order.
fn in_order(keys: impl Iterator<Item = (u32, u32)>, stays: impl Fn(usize) -> bool) -> Vec<(u32, u32, u32)> {
    let keyed = (0u32..).zip(keys).map(|(id, (first, second))| (first, second, id));
    let mut order: Vec<(u32, u32, u32)> = keyed.filter(|&(_, _, id)| stays(id as usize)).collect();
    order.sort_unstable();
    order
}

/// Puts things in the order of the ids, without those that are not in it. Gives for each old id its new one.
fn rearrange<T>(things: &mut Vec<T>, order: &[(u32, u32, u32)]) -> Vec<Option<u32>> {
    let mut places = vec![None; things.len()];
    let mut old: Vec<Option<T>> = std::mem::take(things).into_iter().map(Some).collect();
    for &(_, _, id) in order {
        places[id as usize] = Some(things.len() as u32);
        things.extend(old[id as usize].take());
    }
    places
}
