//! Subjects that do not speak lose the words: `data/rules/non-agents.rules`.

use super::link::{Link, Parts};
use super::rules::non_agents;
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
        let (Some(source), Some(cue)) = (link.source.clone(), link.whole_cue()) else { continue };
        let Some((rule, captures)) = found(parts, link, &source, &cue) else { continue };
        link.source = None;
        let topic = rule.makes == "topic";
        match rule.makes.as_str() {
            "impersonal" => continue,
            "reduced" => {
                reduce(text, link, source, &cue);
                continue;
            }
            _ => link.source_dropped = topic,
        }
        let pronoun = |i: usize| text.is_any(i, FeatureSet::RELATIVE);
        let relative = pronoun(source.start);
        // `…, which are expected to go on`: the relative pronoun is the subject, not the source of another cue.
        if !relative && cue.start.checked_sub(1).is_some_and(|i| pronoun(i) && i >= source.end) {
            link.content.retain(|piece| !(piece.len() == 1 && pronoun(piece.start)));
            link.source_dropped = false;
        } else if topic && !relative && source.end <= cue.start && text.sentence_of(source.start).contains(&cue.start) {
            if let Some(adverb) = captures.get("adverb") {
                if adverb.end < cue.end {
                    link.content.push(adverb.end..cue.end);
                }
                link.cue = vec![adverb];
            }
            link.content.push(source);
            merge(text, &mut link.content);
        }
    }
}

/// The name of the rule that says that a link's source does not speak.
#[cfg(test)]
pub(super) fn rule_of(parts: &mut Parts<'_, '_>, link: &Link) -> Option<&'static str> {
    let cue = link.whole_cue()?;
    let source = link.source.clone().unwrap_or(cue.start..cue.start);
    found(parts, link, &source, &cue).map(|(rule, _)| rule.name.as_str())
}

/// The rule that says that a link's source does not speak.
fn found(
    parts: &mut Parts<'_, '_>,
    link: &Link,
    source: &Range<usize>,
    cue: &Range<usize>,
) -> Option<(&'static Rule, Captures<'static>)> {
    let start = source.start.min(parts.text.sentence_of(cue.start).start);
    let window = start..source.end.max(cue.end + BEHIND).min(parts.text.tokens.len());
    parts.first(non_agents(), link, ClaimForm::Indirect, |rule, view| rule.find(view, &window))
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
    link.content.push(source);
    link.source_dropped = true;
    merge(text, &mut link.content);
}

/// Pieces in text order, those that touch made one.
fn merge(text: &Text<'_>, pieces: &mut Vec<Range<usize>>) {
    pieces.sort_by_key(|piece| piece.start);
    pieces.dedup_by(|piece, last| {
        let touch = piece.start <= last.end && text.paragraph_of(last.start).contains(&piece.start);
        if touch {
            last.end = last.end.max(piece.end);
        }
        touch
    });
}

/// Whether a cue that begins here is the question that somebody was asked, and no word says by whom: `Asked about the
/// bridge, she said …`, `… she said when asked about it`.
pub(crate) fn is_question(text: &Text<'_>, at: usize) -> bool {
    let asked = text.is(at, Feature::Asks) && text.is(at, Feature::VerbPast) && text.tokens[at].kind == TokenKind::Word;
    let behind = |i: usize| text.is(i, Feature::Subordinator) || text.word(i) == "being";
    let begins = || text.sentence_of(at).start == at || text.word(at).starts_with(char::is_uppercase);
    asked && (begins() || at.checked_sub(1).is_some_and(behind))
}
