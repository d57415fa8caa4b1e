//! Subjects that do not speak lose the words: `data/rules/non-agents.rules`.

use super::link::{Link, Parts};
use super::rules::{holds, non_agents};
use crate::annotations::ClaimForm;
use crate::lexicon::{Feature, FeatureSet};
use crate::pattern::{Captures, Rule};
use crate::text::{Text, TokenKind};
use std::ops::Range;

/// Tokens behind the cue that a rule may look at.
const BEHIND: usize = 3;

/// Takes their words from subjects that do not speak.
pub(super) fn drop_sources(parts: &mut Parts<'_, '_>, links: &mut [Link]) {
    let text = parts.text;
    for link in links.iter_mut().filter(|link| link.rule.is_none()) {
        let (Some(source), Some(first), Some(last)) = (link.source.clone(), link.cue.first(), link.cue.last()) else {
            continue;
        };
        let cue = first.start..last.end;
        let Some((rule, captures)) = found(parts, link, &source, &cue) else { continue };
        let made = |what| rule.makes(what);
        link.source = None;
        if made("impersonal") {
            continue;
        }
        if made("reduced") {
            reduce(text, link, source, &cue);
            continue;
        }
        let relative = text.is(source.start, Feature::RelativePerson) || text.is(source.start, Feature::RelativeThing);
        let before = source.end <= cue.start && text.sentence_of(source.start) == text.sentence_of(cue.start);
        link.source_dropped = made("topic");
        // `…, which are expected to go on`: the relative pronoun is the subject, not the source of another cue.
        let pronoun = |i: usize| text.is(i, Feature::RelativePerson) || text.is(i, Feature::RelativeThing);
        let other = !relative && cue.start.checked_sub(1).is_some_and(|i| pronoun(i) && i >= source.end);
        if other {
            link.content.retain(|piece| !(piece.len() == 1 && pronoun(piece.start)));
            link.source_dropped = false;
        }
        if made("topic") && before && !relative && !other {
            if let Some(adverb) = captures.get("adverb") {
                if adverb.end < cue.end {
                    link.content.insert(0, adverb.end..cue.end);
                }
                link.cue = vec![adverb];
            }
            link.content.insert(0, source);
            merge(text, &mut link.content);
        }
    }
}

/// The name of the rule that says that a link's source does not speak.
#[cfg(test)]
pub(super) fn rule_of(parts: &mut Parts<'_, '_>, link: &Link) -> Option<&'static str> {
    let cue = link.cue.first()?.start..link.cue.last()?.end;
    let source = link.source.clone().unwrap_or(cue.start..cue.start);
    found(parts, link, &source, &cue).map(|(rule, _)| rule.name.as_str())
}

/// The rule that says that a link's source does not speak.
fn found(
    parts: &mut Parts<'_, '_>,
    link: &Link,
    source: &Range<usize>,
    cue: &Range<usize>,
) -> Option<(&'static Rule, Captures)> {
    let text = parts.text;
    let sentence = text.sentence_of(cue.start);
    let window = source.start.min(sentence.start)..source.end.max(cue.end + BEHIND).min(text.tokens.len());
    parts.of(link, |view| {
        let fits = |rule: &&Rule| rule.conditions.iter().all(|c| holds(c, text, link, ClaimForm::Indirect));
        non_agents().0.iter().filter(fits).find_map(|rule| Some((rule, rule.find(view, window.clone())?)))
    })
}

/// `a man believed to be the driver`, `the ring, said to have been hers`: a relative clause in the passive without its
/// pronoun and verb.
fn reduce(text: &Text<'_>, link: &mut Link, source: Range<usize>, cue: &Range<usize>) {
    // `Lund, said to have been a spy, died`: the second comma ends it.
    let set_off = text.word(source.end) == ",";
    let finite = |i: usize| text.is(i, Feature::FiniteAuxiliary);
    if !set_off && link.content.iter().cloned().flatten().any(finite) {
        link.content.clear();
        return;
    }
    if let Some(piece) = link.content.iter_mut().find(|piece| piece.start == cue.end) {
        let comma = piece.clone().find(|&i| set_off && text.word(i) == ",");
        piece.end = comma.unwrap_or(piece.end);
    }
    link.content.insert(0, source);
    link.source_dropped = true;
    merge(text, &mut link.content);
}

/// Pieces in text order, those that touch made one.
fn merge(text: &Text<'_>, pieces: &mut Vec<Range<usize>>) {
    pieces.sort_by_key(|piece| piece.start);
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(pieces.len());
    for piece in pieces.drain(..) {
        match merged.last_mut() {
            Some(last)
                if piece.start <= last.end
                    && text.tokens[piece.start].paragraph == text.tokens[last.start].paragraph =>
            {
                last.end = last.end.max(piece.end);
            }
            _ => merged.push(piece),
        }
    }
    *pieces = merged;
}

/// Whether a cue that begins here is the question that somebody was asked, and no word says by whom: `Asked about the
/// bridge, she said …`, `… she said when asked about it`.
pub(crate) fn is_question(text: &Text<'_>, at: usize) -> bool {
    const WHEN: FeatureSet = FeatureSet::of(&[Feature::Subordinator]);
    if !text.is(at, Feature::Asks) || !text.is(at, Feature::VerbPast) || text.tokens[at].kind != TokenKind::Word {
        return false;
    }
    let begins = text.sentence_of(at).start == at || text.word(at).starts_with(char::is_uppercase);
    begins || at.checked_sub(1).is_some_and(|before| text.is_any(before, WHEN) || text.word(before) == "being")
}
