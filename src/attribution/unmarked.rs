//! Attributions of which the tags have source and cue, and no content: `data/rules/unmarked.rules`.
//!
//! The tagger sees the end of a sentence better than its long beginning: it is sure of the source and of the cue and passes
//! over what they report.

use super::link::Link;
use super::rules;
use crate::pattern::View;
use crate::text;
use std::ops::Range;

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
