//! What follows from the words of a claim that a person marked: form, nesting, places, check-worthiness.

use super::checkworthy::Rater;
use super::PlaceMentions;
use crate::annotations::{Claim, ClaimForm, Place, BY_HAND};
use crate::attribution;
use crate::text::{Span, Text};

/// Fills in the claims whose rule is [`BY_HAND`], as [`build`](super::build) does for those that were found. Offsets are
/// bytes and must fit the text.
///
/// Takes as many steps as there are claims, for each claim that was marked by hand: people mark few.
pub(crate) fn complete(text: &Text<'_>, claims: &mut [Claim], places: &[Place]) {
    if claims.iter().all(|claim| claim.rule != BY_HAND) {
        return;
    }
    let mentions = PlaceMentions::new(places);
    let rater = Rater::new(text);
    for id in 0..claims.len() {
        if claims[id].rule != BY_HAND {
            continue;
        }
        let content = claims[id].content.clone();
        let worth = rater.rate(&content, Some(claims[id].mode));
        let tokens: Vec<_> = content.iter().map(|&span| text.tokens_in(span)).collect();
        let claim = &mut claims[id];
        claim.form = attribution::form_of(text, &tokens);
        claim.places = mentions.inside(&content);
        claim.check_worthiness = worth.score;
        claim.signals = worth.signals.iter().map(ToString::to_string).collect();
        claim.parent = None;
        let Some(whole) = content.iter().copied().reduce(Span::cover) else { continue };
        let around = (0..claims.len())
            .filter(|&i| claims[i].form != ClaimForm::Own && claims[i].content != content)
            .filter(|&i| claims[i].content.iter().any(|piece| piece.contains(whole)))
            .filter(|&i| !is_inside(claims, i, id))
            .min_by_key(|&i| claims[i].content.iter().map(|s| u64::from(s.len())).sum::<u64>());
        claims[id].parent = around.map(|i| i as u32);
        // What stood inside the one around it, and lies inside this one, is inside this one.
        for i in 0..claims.len() {
            let inner = &claims[i];
            let fits = inner.form != ClaimForm::Own
                && inner.content != content
                && inner.parent == claims[id].parent
                && inner.content.iter().all(|&piece| content.iter().any(|outer| outer.contains(piece)));
            if i != id && fits && !is_inside(claims, id, i) {
                claims[i].parent = Some(id as u32);
            }
        }
    }
}

/// Whether `claim` is `outer` or lies inside it, by their parents.
fn is_inside(claims: &[Claim], claim: usize, outer: usize) -> bool {
    let mut at = Some(claim);
    // As many steps as there are claims: enough where none is inside itself.
    for _ in 0..=claims.len() {
        match at {
            Some(i) if i == outer => return true,
            Some(i) => at = claims.get(i).and_then(|c| c.parent).map(|p| p as usize),
            None => return false,
        }
    }
    true
}
