//! Quotations that go on over paragraphs: each is one attribution.

use super::link::Link;
use crate::text::{QuoteState, Text};

/// Gives a quotation that goes on over paragraphs, `“One.` and then `Two,” Ruiz said`, to the cue behind its end: all of it,
/// unless it has a cue in the sentence in which it begins.
pub(super) fn join(text: &Text<'_>, links: &mut [Link]) {
    let mut holder: Vec<Option<usize>> = vec![None; text.tokens.len()];
    for (number, link) in links.iter().enumerate() {
        link.content.iter().cloned().flatten().for_each(|i| holder[i] = Some(number));
    }
    let mut joined: Vec<usize> = (0..links.len()).collect();
    // From the end: the last part's cue takes one part after the other.
    for quotation in text.quotations.iter().rev() {
        let Some(earlier) = quotation.continues.map(|i| &text.quotations[i].tokens) else { continue };
        let (Some(here), Some(there)) = (holder[quotation.tokens.start], holder[earlier.end - 1]) else { continue };
        let behind = links[here].cue.first().is_some_and(|cue| cue.start >= quotation.tokens.end);
        let Some(at) = links[there].content.iter().rposition(|piece| piece.contains(&(earlier.end - 1))) else {
            continue;
        };
        let piece = links[there].content[at].clone();
        let sentence = |token: usize| text.tokens[token].sentence;
        let cued = links[there].cue.iter().any(|cue| sentence(cue.start) == sentence(piece.start));
        if here != there && behind && !cued {
            links[there].content.remove(at);
            piece.clone().for_each(|i| holder[i] = Some(here));
            links[here].content.push(piece);
            if links[there].content.is_empty() {
                joined[there] = here;
            }
        }
    }
    for link in links {
        link.continues = link.continues.map(|i| joined[i]);
        link.content.sort_by_key(|piece| piece.start);
        // Without a mark in front of the next paragraph the words are one stretch.
        link.content.dedup_by(|next, piece| {
            let inside = matches!(text.tokens[next.start].quote, QuoteState::Inside { .. } | QuoteState::Close { .. });
            let one = inside && piece.end == next.start;
            if one {
                piece.end = next.end;
            }
            one
        });
    }
}
