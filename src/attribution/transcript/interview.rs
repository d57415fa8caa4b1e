//! Who is interviewed, and what puts a question without a question mark: `data/rules/interviews.rules`.

use super::super::rules::interviews;
use crate::entities::Entity;
use crate::pattern::View;
use std::ops::Range;

/// Tokens in front of the first question that may say who is interviewed, at most.
const INTRODUCTION: usize = 1500;

/// The person of whom the introduction, which ends before a token, says that the questions were put to him; or else, with
/// `only`, the only person whom it names.
pub(super) fn interviewee(view: &View<'_, '_>, persons: &[&Entity], before: usize, only: bool) -> Option<Range<usize>> {
    let text = view.text;
    let start = before.saturating_sub(INTRODUCTION);
    let in_front = persons.iter().filter(|e| (start..before).contains(&e.tokens.start));
    let byline = |e: &&&Entity| text.word(text.paragraph_of(e.tokens.start).start).eq_ignore_ascii_case("by");
    let known: Vec<&Range<usize>> = in_front.filter(|e| !byline(e)).map(|e| &e.tokens).collect();
    let is_known = |who: &Range<usize>| known.iter().any(|name| name.start == who.start);
    let sentences = || text.sentences.iter().filter(|s| s.start >= start && s.end <= before);
    let rules = || interviews().0.iter().filter(|rule| rule.makes == "interviewee");
    let said = rules().find_map(|rule| {
        let mut found = sentences().flat_map(|s| rule.find_all(view, s.clone())).filter_map(|c| c.get("who"));
        found.find(is_known)
    });
    said.or_else(|| {
        let last = |name: &Range<usize>| text.word(name.end - 1);
        let (first, rest) = known.split_first().filter(|_| only)?;
        rest.iter().all(|name| last(name) == last(first)).then(|| (*first).clone())
    })
}

/// Whether a paragraph is a request that calls for an answer as a question does: `Tell us about your first boat.`
pub(super) fn is_prompt(view: &View<'_, '_>, paragraph: &Range<usize>) -> bool {
    let whole = view.text.sentence_of(paragraph.start) == *paragraph;
    let mut rules = interviews().0.iter().filter(|rule| rule.makes == "prompt");
    whole && rules.any(|rule| rule.match_start(view, paragraph).is_some())
}
