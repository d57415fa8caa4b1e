//! Passives that go on with what somebody named just said: `The agency rated two lifts as safe. Nine were rated unsafe.`

use super::link::Link;
use crate::lexicon::Feature;
use crate::text::{QuoteState, Text, TokenKind};
use std::ops::Range;

/// Sentences back to the one that names who says so, at most.
const BACK: u32 = 3;

/// Links looked back over, at most.
const WINDOW: usize = 8;

/// Adds the passives whose verb somebody named has just been the subject of.
pub(super) fn agentless_passives(text: &Text<'_>, links: &mut Vec<Link>) {
    let mut known: Vec<(usize, usize)> = links
        .iter()
        .enumerate()
        .filter(|(_, link)| link.source.is_some() && !link.content.is_empty())
        .filter_map(|(i, link)| link.cue.first().map(|cue| (cue.start, i)))
        .collect();
    known.sort_unstable();
    let mut taken: Vec<Range<usize>> =
        links.iter().flat_map(|link| link.content.iter().chain(&link.cue).chain(&link.source)).cloned().collect();
    taken.sort_by_key(|range| range.start);
    let mut found: Vec<Link> = Vec::new();
    for participle in 0..text.tokens.len() {
        let word = text.word(participle);
        let judges = text.is_small(participle, Feature::Judges) && text.is(participle, Feature::VerbPast);
        if text.tokens[participle].quote != QuoteState::Outside || !judges {
            continue;
        }
        let Some(be) = participle.checked_sub(1).filter(|&be| text.is(be, Feature::Be)) else { continue };
        if text.word(participle + 1) == "by" {
            continue;
        }
        let here = &text.tokens[participle];
        let before = known.partition_point(|&(cue, _)| cue < be);
        let earlier = known[..before].iter().rev().take(WINDOW).map(|&(_, i)| i).find(|&i| {
            let active = |cue: &Range<usize>| {
                cue.len() <= 2
                    && cue.clone().any(|i| text.word(i) == word)
                    && !cue.clone().any(|i| text.is(i, Feature::Be))
            };
            let near = |cue: &Range<usize>| {
                let there = &text.tokens[cue.start];
                there.sentence < here.sentence
                    && here.sentence - there.sentence <= BACK
                    && here.paragraph - there.paragraph <= 1
            };
            links[i].cue.iter().any(|cue| active(cue) && near(cue))
        });
        let Some(earlier) = earlier else { continue };
        let Some(clause) = clause(text, be, participle) else { continue };
        let at = taken.partition_point(|range| range.end <= clause.start);
        if taken.get(at).is_some_and(|range| range.start < clause.end) {
            continue;
        }
        found.push(Link {
            source: None,
            cue: vec![be..participle + 1],
            content: vec![clause.start..be, participle + 1..clause.end],
            continues: Some(earlier),
            rule: Some("agentless-passive"),
            ..Link::default()
        });
    }
    links.extend(found);
}

/// The clause around a passive, without the conjunction in front and what follows a comma.
fn clause(text: &Text<'_>, be: usize, participle: usize) -> Option<Range<usize>> {
    let sentence = text.sentence_of(be);
    let outside = |i: usize| text.tokens[i].quote == QuoteState::Outside;
    let breaks = |i: usize| {
        text.is(i, Feature::Subordinator)
            || text.is(i, Feature::Coordinator)
            || matches!(text.word(i), "," | ";" | ":" | "—" | "–")
    };
    let start = (sentence.start..be).rev().find(|&i| breaks(i)).map_or(sentence.start, |i| i + 1);
    let comma = (participle + 1..sentence.end).find(|&i| matches!(text.word(i), "," | ";" | "—" | "–") && outside(i));
    // `…, compared with only two last year` belongs to it, a clause of its own does not.
    let mut end = comma.unwrap_or(sentence.end);
    if text.word(end + 1) == "compared" {
        end = sentence.end;
    }
    while end > participle + 1 && text.tokens[end - 1].kind == TokenKind::Mark && outside(end - 1) {
        end -= 1;
    }
    let subject = be.checked_sub(start).filter(|&n| n > 0 && n <= 12)?;
    let relative = subject == 1
        && [Feature::RelativePerson, Feature::RelativeThing, Feature::ItPronoun].iter().any(|&f| text.is(be - 1, f));
    (!relative && end > participle + 1).then_some(start..end)
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
