//! What is known before the text is read: whose words hold a source, and which words are somebody's.

use crate::attribution::Attribution;
use crate::speakers::antecedent::quoted;
use crate::text::{Span, Text};
use std::ops::Range;

/// For each attribution the one with the smallest content around its source.
pub(super) fn holders(attributions: &[Attribution]) -> Vec<Option<usize>> {
    /// Contents that begin before a source and are looked at, at most.
    const BACK: usize = 64;
    let mut contents: Vec<(Span, usize)> =
        attributions.iter().enumerate().flat_map(|(i, a)| a.content.iter().map(move |&c| (c, i))).collect();
    contents.sort_by_key(|c| (c.0.start, c.0.end));
    let holder = |i: usize| {
        let source = attributions[i].source.or_else(|| attributions[i].content.first().copied())?;
        let behind = contents.partition_point(|c| c.0.start <= source.start);
        let around = contents[behind.saturating_sub(BACK)..behind].iter();
        around.filter(|c| c.1 != i && c.0.contains(source)).min_by_key(|c| c.0.len()).map(|c| c.1)
    };
    (0..attributions.len()).map(holder).collect()
}

/// For each token whether an attribution's content holds it.
pub(super) fn reported(text: &Text<'_>, attributions: &[Attribution]) -> Vec<bool> {
    let mut reported = vec![false; text.tokens.len()];
    let mut contents: Vec<Range<usize>> = Vec::new();
    for attribution in attributions {
        let pieces: Vec<Range<usize>> = attribution.content.iter().map(|&c| text.tokens_in(c)).collect();
        let holds_quotation = |c: &Range<usize>| c.clone().any(|i| quoted(text, i));
        // `The judge was not moved. “…,” he said`: what stands beside a quotation without marks of its own is told.
        let direct = pieces.iter().any(holds_quotation);
        contents.extend(pieces.into_iter().filter(|c| !direct || holds_quotation(c)));
    }
    contents.sort_by_key(|c| c.start);
    // Contents may lie in one another: no token is written twice.
    let mut done = 0;
    for content in contents {
        if let Some(tokens) = reported.get_mut(content.start.max(done)..content.end) {
            tokens.fill(true);
        }
        done = done.max(content.end);
    }
    reported
}
