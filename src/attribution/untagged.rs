//! Attributions that rules find where the tags have none: inside the content of another (`data/rules/nested.rules`), where
//! they have source and cue, and no content (`data/rules/unmarked.rules`), and in sentences that they pass over
//! (`data/rules/untagged.rules`).
//!
//! The tagger sees the end of a sentence better than its long beginning: it is sure of the source and of the cue and passes
//! over what they report.

use super::link::Link;
use super::rules;
use super::runs::{touching, Run};
use crate::lexicon::Feature;
use crate::pattern::{Captures, Rule, View};
use crate::text::{self, Text, TokenKind};
use std::ops::Range;

/// Fewer words than this are no claim.
const FEWEST_WORDS: usize = 3;

/// The attributions inside `outer`'s content; none where a piece is short.
pub(super) fn nested(view: &View<'_, '_>, outer: &Link) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for piece in outer.content.iter().filter(|p| p.len() >= 2 * FEWEST_WORDS) {
        let mut at = piece.start;
        while at < piece.end {
            let window = at..view.text.sentence_of(at).end.min(piece.end);
            let of =
                |rule: &'static Rule| rule.find_all(view, window.clone()).into_iter().map(move |found| (rule, found));
            let mut found: Vec<_> = rules::nested().0.iter().flat_map(of).collect();
            found.sort_by_key(|(_, captures)| captures.whole.start);
            for (rule, captures) in found {
                let link = (captures.whole.start >= at)
                    .then(|| link(view.text, outer, piece, &rule.name, &captures))
                    .flatten();
                at = link.as_ref().map_or(at, |_| captures.whole.end);
                links.extend(link);
            }
            at = window.end;
        }
    }
    links
}

fn link(
    text: &Text<'_>,
    outer: &Link,
    piece: &Range<usize>,
    rule: &'static str,
    captures: &Captures<'_>,
) -> Option<Link> {
    let (source, cue, mut content) = (captures.get("source")?, captures.get("cue")?, captures.get("content")?);
    // A quotation keeps its marks, a clause not its full stop and closing mark.
    if text.quotations.binary_search_by_key(&content.start, |q| q.tokens.start).is_err() {
        let says = |i: &usize| text.tokens[*i].kind.is_word() || text.tokens[*i].kind == TokenKind::Clitic;
        content.end = content.clone().rev().find(says).map_or(content.start, |last| last + 1);
    }
    // All of what nobody else is said to have said is no second layer; `Ruiz said it was late, the Courier wrote` has two.
    let bare = outer.source.is_none() || outer.cue.is_empty();
    let whole = bare && source.start <= piece.start && content.end >= piece.end;
    let long = text.words_in(content.clone()) >= FEWEST_WORDS;
    (long && !whole).then(|| Link::by_rule(rule, Some(source), cue, vec![content]))
}

/// The attribution of a source and a cue without a content, where only one stretch of their sentence can be it.
pub(super) fn unmarked(view: &View<'_, '_>, source: &Range<usize>, cue: &Range<usize>) -> Option<Link> {
    let text = view.text;
    let sentence = text.sentence_of(source.start.min(cue.start));
    let start = text::dateline(text, sentence.clone()).map_or(sentence.start, |dash| dash + 1);
    let window = start..sentence.end;
    rules::unmarked().0.iter().find_map(|rule| {
        let content = rule.match_start(view, &window)?.get("content")?;
        Some(Link::by_rule(&rule.name, Some(source.clone()), cue.clone(), vec![content]))
    })
}

/// The attributions of sentences without runs. Only a verb that may stand behind its words or before them is worth a look.
pub(super) fn alone(view: &View<'_, '_>, runs: &[Run]) -> Vec<Link> {
    let text = view.text;
    let calls = |s: &&Range<usize>| {
        (s.start..s.end).any(|i| text.is_small(i, Feature::Statement)) && touching(runs, s).is_empty()
    };
    let found = text.sentences.iter().filter(calls).filter_map(|sentence| {
        let start = text::dateline(text, sentence.clone()).map_or(sentence.start, |dash| dash + 1);
        rules::untagged().0.iter().find_map(|rule| {
            let captures = rule.match_start(view, &(start..sentence.end))?;
            let (source, cue, content) = (captures.get("source")?, captures.get("cue")?, captures.get("content")?);
            Some(Link::by_rule(&rule.name, Some(source), cue, vec![content]))
        })
    });
    found.collect()
}
