//! From tags to attributions: source, cue and content that belong together.

// A run of tokens is a range, and a list of runs may hold just one.
#![allow(clippy::single_range_in_vec_init)]

mod agentless_passive;
mod block_quotation;
mod confidence;
mod construction;
mod cues;
mod joined;
mod link;
mod linking;
pub(crate) mod non_agent;
mod quotation_constraints;
mod rewrite;
mod rules;
mod runs;
#[cfg(test)]
mod tests;
mod transcript;
mod untagged;

pub use confidence::{weighed, Evidence, Form, Grounds, EVIDENCE};
pub use rules::{explain, explanations, Explanation, OWN_STATEMENT};

use crate::annotations::{ClaimForm, ClaimMode, Qualifier};
use crate::entities::Entity;
use crate::lexicon::Feature;
use crate::pattern::View;
use crate::tagging::Tagged;
use crate::text::{Span, Text};
use link::{Link, Parts};
use std::collections::HashSet;
use std::ops::Range;

/// A source, a cue and a content. Spans are bytes, without surrounding blanks.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// The words that name who speaks; `None` where nobody is named (`it was reported that …`) or where a quotation goes
    /// on without naming its source again (then [`Attribution::continues`] says whose).
    pub source: Option<Span>,
    /// The words that carry the attribution.
    pub cue: Option<Span>,
    /// What is attributed: one or more pieces in text order, quotation marks included.
    pub content: Vec<Span>,
    /// Direct, mixed or indirect.
    pub form: ClaimForm,
    /// Statement or attitude.
    pub mode: ClaimMode,
    /// What the cue says of the attribution, in the order of [`Qualifier`].
    pub qualifiers: Vec<Qualifier>,
    /// The words elsewhere that name whoever the source stands for, or whoever speaks where there is no source: the full name
    /// for initials, the person interviewed for an answer.
    pub stands_for: Option<Span>,
    /// Index of the earlier attribution whose quotation goes on here.
    pub continues: Option<usize>,
    /// Index of the attribution whose content holds this one whole.
    pub parent: Option<usize>,
    /// Name of the rule that acted.
    pub rule: &'static str,
    /// 0 to 1: how sure it is that these words are attributed and that source, cue and content belong together.
    pub confidence: f32,
}

/// Attitudes less sure than this are left out: about one in three of them is right. They are shown on request only.
pub const LEAST_CONFIDENCE: f32 = 0.3;

/// Statements less sure than this are left out: a reader is shown none that is likelier wrong than right.
pub const LEAST_OF_STATEMENTS: f32 = 0.5;

/// Whether an attribution is sure enough to be told.
fn is_sure(attribution: &Attribution) -> bool {
    let least = if attribution.mode == ClaimMode::Statement { LEAST_OF_STATEMENTS } else { LEAST_CONFIDENCE };
    attribution.confidence >= least
}

/// Finds the attributions of a text, in text order of their content, those left out of which it is not sure enough
/// ([`LEAST_CONFIDENCE`], [`LEAST_OF_STATEMENTS`]).
#[must_use]
pub fn find(text: &Text<'_>, tagged: &Tagged, entities: &[Entity]) -> Vec<Attribution> {
    let found = find_with_evidence(text, tagged, entities);
    let mut places = 0..;
    let keep = |(found, doubled): (&(Attribution, Grounds), bool)| is_sure(&found.0) && !doubled;
    let place: Vec<Option<usize>> =
        found.iter().zip(doubled(&found)).map(|pair| keep(pair).then(|| places.next()).flatten()).collect();
    let kept = found.into_iter().zip(&place).filter(|(_, place)| place.is_some());
    kept.map(|((attribution, _), _)| Attribution {
        continues: attribution.continues.and_then(|i| place[i]),
        parent: attribution.parent.and_then(|i| place[i]),
        ..attribution
    })
    .collect()
}

/// All attributions however unsure, each with what its confidence rests on: for calibration.
#[must_use]
pub fn find_with_evidence(text: &Text<'_>, tagged: &Tagged, entities: &[Entity]) -> Vec<(Attribution, Grounds)> {
    let names = link::names(text, entities);
    let mut runs = quotation_constraints::constrain(text, &names, runs::runs(text, tagged));
    let mut lines = transcript::transcripts(text, &names, entities, &mut runs);
    link::make_room(&mut runs, &lines);
    let blocks = block_quotation::blocks(text, &runs);
    link::make_room(&mut runs, &blocks);
    lines.extend(blocks);
    let roles = link::roles(text, &runs);
    let view = View { text, roles: &roles, names: &names };
    let mut links = linking::link(&view, &runs);
    let mut parts = Parts::new(text, &names);
    non_agent::drop_sources(&mut parts, &mut links);
    links.extend(lines);
    links.extend(untagged::alone(&view, &runs));
    agentless_passive::agentless_passives(text, &mut links);
    // The tags may have seen one of these too.
    let mut cues: HashSet<usize> = links.iter().flat_map(|link| &link.cue).map(|cue| cue.start).collect();
    let mut inner: Vec<Link> = links.iter().flat_map(|link| untagged::nested(&view, link)).collect();
    // And an attribution may stand inside of two others.
    inner.retain(|link| link.cue.iter().all(|cue| cues.insert(cue.start)));
    links.extend(inner);
    links.iter_mut().for_each(|link| stands_for(&view, link));
    let links = in_order(links);
    let mut found: Vec<(Attribution, Grounds)> =
        links.iter().map(|link| attribution(&mut parts, tagged, link)).collect();
    for i in 0..found.len() {
        found[i].0.parent = parent(&found, i);
    }
    found
}

/// Says whom a pronoun stands for where the construction does: `Ruiz's sermon, in which she called for peace`.
fn stands_for(view: &View<'_, '_>, link: &mut Link) {
    let Some(source) = link.source.clone().filter(|s| s.len() == 1 && view.text.is(s.start, Feature::SubjectPronoun))
    else {
        return;
    };
    let sentence = view.text.sentence_of(source.start);
    let mut found = rules::stands_for().0.iter().flat_map(|rule| rule.find_all(view, sentence.clone()));
    let name = found.find(|c| c.get("source").as_ref() == Some(&source)).and_then(|c| c.get("name"));
    link.stands_for = name.or(link.stands_for.take());
}

/// Which of the attributions begin with the cue of a surer one of the same source: `Marsh, answering a question, said C`
/// is said once.
fn doubled(found: &[(Attribution, Grounds)]) -> Vec<bool> {
    let sure = found.iter().filter(|(a, _)| is_sure(a));
    let cues: HashSet<(u32, Span)> = sure.filter_map(|(a, _)| Some((a.cue?.start, a.source?))).collect();
    let begins = |a: &Attribution| Some((a.content.first()?.start, a.source?));
    found.iter().map(|(a, _)| begins(a).is_some_and(|begins| cues.contains(&begins))).collect()
}

/// Sorts the links by their content, leaves out those without, and keeps what `continues` points at.
fn in_order(mut links: Vec<Link>) -> Vec<Link> {
    let mut order: Vec<usize> = (0..links.len()).filter(|&i| !links[i].content.is_empty()).collect();
    order.sort_by_key(|&i| links[i].content[0].start);
    let mut place = vec![0; links.len()];
    order.iter().enumerate().for_each(|(new, &old)| place[old] = new);
    let mut moved = |old: usize| {
        let link = std::mem::take(&mut links[old]);
        Link { continues: link.continues.map(|i| place[i]), ..link }
    };
    order.into_iter().map(&mut moved).collect()
}

fn attribution(parts: &mut Parts<'_, '_>, tagged: &Tagged, link: &Link) -> (Attribution, Grounds) {
    let text = parts.text;
    let form = form_of(text, &link.content);
    // The first piece that the lexicon knows: `has … said`.
    let known = |piece: &&Range<usize>| (piece.start..piece.end).any(|i| cues::at(text, i).is_some());
    let cue = link.cue.iter().find(known).or(link.cue.first());
    let asked = cue.filter(|cue| !is_hearing(text, link, cue));
    let asked = asked.filter(|cue| !is_uttered(text, link, form) || cues::thinks(text, cue.start..cue.end));
    // What the lexicon does not know, the tagger judges by the whole sentence; without an opinion it is no statement unless
    // quotation marks say so.
    let judged = || {
        let stated = confidence::modes(tagged, link.cue.iter().chain(&link.content)).map(|(_, stated)| stated > 0.5);
        let quoted = form != ClaimForm::Indirect;
        if quoted || stated == Some(true) {
            ClaimMode::Statement
        } else {
            ClaimMode::Attitude
        }
    };
    let mode = asked.map_or(ClaimMode::Statement, |cue| cues::mode(text, cue.clone()).unwrap_or_else(judged));
    let rule = construction::name(parts, link, form);
    let doubt = if link.rule.is_none() { construction::doubt(parts, link, form) } else { None };
    let grounds = Grounds {
        evidence: confidence::evidence(text, tagged, link, form, mode),
        rule: link.rule,
        doubt,
        form: known_form(text, link, rule),
    };
    let attribution = Attribution {
        source: link.source.clone().map(|s| text.span(s)),
        cue: cue.map(|c| text.span(c.clone())),
        content: link.content.iter().map(|c| text.span(c.clone())).collect(),
        form,
        mode,
        qualifiers: construction::qualifiers(text, &link.cue),
        stands_for: link.stands_for.clone().map(|s| text.span(s)),
        continues: link.continues,
        parent: None,
        rule,
        confidence: confidence::confidence(&grounds),
    };
    (attribution, grounds)
}

/// The form of a link, where it tells more than the tags.
fn known_form(text: &Text<'_>, link: &Link, rule: &str) -> Option<Form> {
    if rule == Form::AccordingTo.name() && link.source.is_some() {
        Some(Form::AccordingTo)
    } else if is_impersonal(text, link) {
        Some(Form::Impersonal)
    } else {
        link.source_dropped.then_some(Form::SourceDropped)
    }
}

/// `the court heard that …`: said there, by somebody whom the text may not name.
fn is_hearing(text: &Text<'_>, link: &Link, cue: &Range<usize>) -> bool {
    let last = link.source.clone().and_then(|s| s.rev().find(|&i| text.tokens[i].kind.is_word()));
    text.is(cue.end - 1, Feature::Hears) && last.is_some_and(|i| text.is(i, Feature::HearingBody))
}

/// `It was reported that …`: said by somebody whom the text does not name.
fn is_impersonal(text: &Text<'_>, link: &Link) -> bool {
    let (None, Some(cue), [content]) = (&link.source, link.cue.last(), link.content.as_slice()) else { return false };
    let start = cue.end.saturating_sub(4).max(text.sentence_of(cue.start).start);
    cue.end == content.start
        && text.word(content.start) == "that"
        && text.word(cue.end - 1).ends_with("ed")
        && (start..cue.end).any(|i| text.word(i).eq_ignore_ascii_case("it"))
}

/// Whether the content is a whole sentence in quotation marks: whoever `wonders “Is it alive?”` says it.
fn is_uttered(text: &Text<'_>, link: &Link, form: ClaimForm) -> bool {
    form == ClaimForm::Direct && link.content.first().is_some_and(|piece| text.opens_sentence(piece.start))
}

/// Direct when every word of the content is inside quotation marks, mixed when some are.
pub(crate) fn form_of(text: &Text<'_>, content: &[Range<usize>]) -> ClaimForm {
    let words = || content.iter().cloned().flatten().filter(|&i| text.tokens[i].kind.is_word());
    if words().all(|i| text.is_outside(i)) {
        ClaimForm::Indirect
    } else if words().any(|i| text.is_outside(i)) {
        ClaimForm::Mixed
    } else {
        ClaimForm::Direct
    }
}

/// The nearest earlier attribution one of whose pieces holds all pieces, the cue and the source of attribution `at`.
fn parent(found: &[(Attribution, Grounds)], at: usize) -> Option<usize> {
    /// Farther back none is looked for: keeps long texts linear.
    const WINDOW: usize = 16;
    let inner = &found[at].0;
    let whole = inner.content.iter().chain(&inner.cue).chain(&inner.source).copied().reduce(Span::cover)?;
    (at.saturating_sub(WINDOW)..at)
        .rev()
        .find(|&i| found[i].0.content.iter().any(|piece| piece.contains(whole) && inner.content != [*piece]))
}
