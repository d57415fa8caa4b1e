//! Attributions inside the content of another: `data/rules/nested.rules`.

use super::link::Link;
use super::rules;
use crate::pattern::{Captures, View};
use crate::text::{Text, TokenKind};
use std::ops::Range;

/// Fewer words than this are no claim.
const FEWEST_WORDS: usize = 3;

/// The attributions inside `outer`'s content; none where a piece is short.
pub(super) fn nested(view: &View<'_, '_>, outer: &Link) -> Vec<Link> {
    let text = view.text;
    let mut links: Vec<Link> = Vec::new();
    for piece in outer.content.iter().filter(|p| p.len() >= 2 * FEWEST_WORDS) {
        let mut at = piece.start;
        while at < piece.end {
            let sentence = text.sentence_of(at);
            let window = at..sentence.end.min(piece.end);
            at = window.end;
            let mut found: Vec<(usize, &'static str, Captures)> = Vec::new();
            for (n, rule) in rules::nested().0.iter().enumerate() {
                found.extend(rule.find_all(view, window.clone()).into_iter().map(|c| (n, rule.name.as_str(), c)));
            }
            found.sort_by_key(|(n, _, captures)| (captures.whole.start, *n));
            let mut end = window.start;
            for (_, rule, captures) in found {
                if captures.whole.start < end {
                    continue;
                }
                if let Some(link) = link(text, piece, rule, &captures) {
                    end = captures.whole.end;
                    links.push(link);
                }
            }
        }
    }
    links
}

fn link(text: &Text<'_>, piece: &Range<usize>, rule: &'static str, captures: &Captures) -> Option<Link> {
    let (source, cue) = (captures.get("source")?, captures.get("cue")?);
    let content = captures.get("content")?;
    // A quotation keeps its marks, a clause not its full stop.
    let end = match text.quotations.binary_search_by_key(&content.start, |q| q.tokens.start) {
        Ok(_) => content.end,
        Err(_) => clause_end(text, &content),
    };
    let content = content.start..end;
    let whole = source.start <= piece.start && content.end >= piece.end;
    (text.words_in(content.clone()) >= FEWEST_WORDS && !whole).then(|| Link {
        source: Some(source),
        cue: vec![cue],
        content: vec![content],
        rule: Some(rule),
        ..Link::default()
    })
}

/// The end of a clause without its full stop and closing mark.
fn clause_end(text: &Text<'_>, clause: &Range<usize>) -> usize {
    let says = |i: &usize| text.tokens[*i].kind.is_word() || text.tokens[*i].kind == TokenKind::Clitic;
    clause.clone().rev().find(says).map_or(clause.start, |last| last + 1)
}
