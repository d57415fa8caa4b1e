//! Passives that go on with what somebody named just said: `The agency rated two lifts as safe. Nine were rated unsafe.`

use super::link::{touches, Link};
use crate::lexicon::{Feature, FeatureSet};
use crate::text::{Text, TokenKind};
use std::ops::Range;

/// Sentences back to the one that names who says so, at most.
const BACK: u32 = 3;

/// Links looked back over, at most.
const WINDOW: usize = 8;

/// Adds the passives whose verb somebody named has just been the subject of.
pub(super) fn agentless_passives(text: &Text<'_>, links: &mut Vec<Link>) {
    let named = links.iter().enumerate().filter(|(_, link)| link.source.is_some() && !link.content.is_empty());
    let mut known: Vec<(usize, usize)> = named.filter_map(|(i, link)| Some((link.cue.first()?.start, i))).collect();
    known.sort_unstable();
    let mut taken: Vec<Range<usize>> = links.iter().flat_map(Link::parts).map(|part| part.0.clone()).collect();
    taken.sort_by_key(|range| range.start);
    let passive = |&be: &usize| {
        let next = be + 1;
        text.is(be, Feature::Be)
            && text.is_small(next, Feature::Judges)
            && text.is(next, Feature::VerbPast)
            && text.is_outside(next)
            && text.word(next + 1) != "by"
    };
    let mut found: Vec<Link> = Vec::new();
    for be in (0..text.tokens.len().saturating_sub(1)).filter(passive) {
        let here = &text.tokens[be + 1];
        let said = |cue: &Range<usize>| {
            let there = &text.tokens[cue.start];
            cue.len() <= 2
                && cue.clone().any(|i| text.word(i) == text.word(be + 1))
                && !cue.clone().any(|i| text.is(i, Feature::Be))
                && there.sentence < here.sentence
                && here.sentence - there.sentence <= BACK
                && here.paragraph - there.paragraph <= 1
        };
        let before = known[..known.partition_point(|&(cue, _)| cue < be)].iter().rev().take(WINDOW);
        let earlier = before.map(|&(_, i)| i).find(|&i| links[i].cue.iter().any(said));
        let Some((earlier, clause)) = earlier.zip(clause(text, be)) else { continue };
        if !touches(&taken, &clause) {
            let content = vec![clause.start..be, be + 2..clause.end];
            let link = Link::by_rule("agentless-passive", None, be..be + 2, content);
            found.push(Link { continues: Some(earlier), ..link });
        }
    }
    links.extend(found);
}

/// The clause around a passive that begins with `be`, without the conjunction in front and what follows a comma.
fn clause(text: &Text<'_>, be: usize) -> Option<Range<usize>> {
    const OPENS: FeatureSet = FeatureSet::of(&[Feature::Subordinator, Feature::Coordinator]);
    const NO_SUBJECT: FeatureSet =
        FeatureSet::of(&[Feature::RelativePerson, Feature::RelativeThing, Feature::ItPronoun]);
    let (sentence, behind) = (text.sentence_of(be), be + 2);
    let parts = |i: usize| matches!(text.word(i), "," | ";" | "—" | "–");
    let breaks = |i: &usize| text.is_any(*i, OPENS) || parts(*i) || text.word(*i) == ":";
    let start = (sentence.start..be).rev().find(breaks).map_or(sentence.start, |i| i + 1);
    // `…, compared with only two last year` belongs to it, a clause of its own does not.
    let comma = (behind..sentence.end).find(|&i| parts(i) && text.is_outside(i));
    let mut end = comma.filter(|comma| text.word(comma + 1) != "compared").unwrap_or(sentence.end);
    while end > behind && text.tokens[end - 1].kind == TokenKind::Mark && text.is_outside(end - 1) {
        end -= 1;
    }
    let relative = be - start == 1 && text.is_any(be - 1, NO_SUBJECT);
    ((1..=12).contains(&(be - start)) && !relative && end > behind).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passives_of_a_verb_that_somebody_named_just_used() {
        for (plain, expected) in [
            ("The agency rated two lifts as safe. Nine were rated as unsafe.", "Nine|as unsafe"),
            ("Police announced a ban. While a fine was announced for cyclists, nobody paid.", "a fine|for cyclists"),
            ("The agency rated two lifts as safe. Nine were rated by a club as unsafe.", ""),
            ("The agency rated two lifts as safe. Nine were inspected in May.", ""),
        ] {
            let text = Text::new(plain);
            let verb = (0..text.tokens.len()).find(|&i| matches!(text.word(i), "rated" | "announced")).unwrap_or(0);
            let first = text.sentences[0].clone();
            let mut links = vec![Link {
                source: Some(first.start..verb),
                cue: vec![verb..verb + 1],
                content: vec![verb + 1..first.end - 1],
                ..Link::default()
            }];
            agentless_passives(&text, &mut links);
            let found: Vec<&str> =
                links[1..].iter().flat_map(|l| &l.content).map(|c| text.slice(text.span(c.clone()))).collect();
            assert_eq!(found.join("|"), expected, "{plain}");
            assert!(links[1..].iter().all(|l| l.continues == Some(0) && l.source.is_none()), "{plain}");
        }
    }
}
