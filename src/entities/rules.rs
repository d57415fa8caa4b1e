//! The names that lists and rules find.

use super::known::Known;
use super::runs::{self, is_organisation, is_place, Run};
use super::words::is_acronym;
use super::{Entity, EntityKind};
use crate::lexicon::{Feature, FeatureSet};
use crate::text::Text;
use std::ops::Range;

/// The names of a text, in text order, not overlapping.
pub(super) fn find(text: &Text<'_>) -> Vec<Entity> {
    let lower = runs::lower_case_words(text);
    let mut found = Vec::new();
    let mut open: Vec<Run> = Vec::new();
    let (titled, running): (Vec<_>, Vec<_>) = text.sentences.iter().zip(&text.layouts).partition(|s| s.1.title_case);
    for (sentence, _) in running {
        let mut at = sentence.start;
        while at < sentence.end {
            let run = runs::run_at(text, &lower, sentence, at);
            at = run.as_ref().map_or(0, |run| run.tokens.end).max(at + 1);
            open.extend(run.filter(|run| !classify(text, run, &mut found)));
        }
    }
    let known = Known::new(text, &found);
    found.extend(open.iter().map(|run| known.classify(text, run)));
    for (sentence, _) in titled {
        known.in_title_case(text, &lower, sentence.clone(), &mut found);
    }
    found.sort_by_key(|e| (e.tokens.start, std::cmp::Reverse(e.tokens.end)));
    let mut end = 0;
    found.retain(|e| {
        let free = e.tokens.start >= end && !e.tokens.is_empty();
        if free {
            end = e.tokens.end;
        }
        free
    });
    found
}

/// Classes a run by itself; false when its words alone do not tell.
fn classify(text: &Text<'_>, run: &Run, found: &mut Vec<Entity>) -> bool {
    let all = run.words(text);
    let mut push = |units: Range<usize>, kind, confidence| {
        if let (Some(first), Some(last)) = (run.units.get(units.start), run.units.get(units.end.wrapping_sub(1))) {
            found.push(Entity { tokens: first.start..last.end, kind, confidence });
        }
    };
    let start = runs::split_titles(&all);
    let name = &all[start..];
    // `Prime Minister`: titles only.
    let Some(last) = name.last() else {
        if is_organisation(&all) && all.len() > 2 {
            push(0..all.len(), EntityKind::Organisation, 0.6);
        }
        return true;
    };
    if let Some(last) = all[..start].iter().rposition(|w| !w.is_title() && !w.noun().is_some_and(|n| n.person)) {
        let front = &all[..=last];
        if is_organisation(front) {
            push(0..last + 1, EntityKind::Organisation, 0.7);
        } else if is_place(front) {
            push(0..last + 1, EntityKind::Place, 0.7);
        }
    }
    let initial = |w: &str| w.len() == 2 && w.ends_with('.') || w.len() <= 4 && w.matches('.').count() >= 2;
    let given = name.iter().take(2).any(|w| w.is(Feature::GivenName)) || name.len() > 1 && initial(name[0].text);
    // `Ann Church` is a person, `Grace Church` was one more likely; `Ford Foundation` is none.
    let person = given && name.len() == 2 && !last.features.intersects(FeatureSet::ORGANISATION_WORD);
    let joined = !given && name.iter().any(|w| w.is(Feature::NameJoiner));
    let role = |w: &runs::Word| w.is_title() || w.noun().is_some_and(|n| n.person && !n.plural);
    let titled = start > 0 && role(&all[start - 1]) || run.after_person_noun;
    // `Pieter van der Berg`, `Khalid bin Faisal`
    let particle = name.len() > 2 && name[1..].iter().any(|w| w.is_small() && w.is(Feature::PersonParticle));
    let (kind, confidence) = if is_place(name) {
        (EntityKind::Place, 0.8)
    } else if name.len() > 2 && last.is(Feature::NamedAfter) {
        // `Ann Lee Day`, `Lord Hale Street`: called after somebody.
        (EntityKind::Other, 0.6)
    } else if joined || is_organisation(name) && !person {
        (EntityKind::Organisation, 0.8)
    } else if titled && name.len() <= 4 {
        (EntityKind::Person, 0.95)
    } else if (given || particle) && (2..=5).contains(&name.len()) {
        (EntityKind::Person, 0.9)
    } else if run.aged && name.len() <= 4 {
        (EntityKind::Person, 0.85)
    } else if name.len() == 1 && is_acronym(last.text) && !run.shouted {
        (EntityKind::Organisation, 0.6)
    } else {
        return false;
    };
    push(start..all.len(), kind, confidence);
    true
}
