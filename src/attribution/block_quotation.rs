//! Block quotations: `The ministry wrote:` and then a paragraph without quotation marks.
//!
//! Statements, posts, letters and notices often stand like that on the web, set off by a margin that plain text has lost.
//! A colon that ends a paragraph is no proof (`Here are the results:`), so the paragraph must say that somebody wrote or
//! said what follows, and nothing else may be what he said.

use super::cues;
use super::link::Link;
use super::runs::{touching, Run};
use crate::lexicon::{Feature, FeatureSet};
use crate::tagging::Role;
use crate::text::{Text, TokenKind};
use std::ops::Range;

/// Forms of a verb that say that it was done.
const FINITE: FeatureSet = FeatureSet::of(&[Feature::VerbPast, Feature::VerbThird]);

/// Words between subject and verb.
const BETWEEN: FeatureSet = FeatureSet::of(&[Feature::MidAdverb, Feature::Have]);

/// Words that no subject has.
const NO_SUBJECT: FeatureSet =
    FeatureSet::of(&[Feature::Coordinator, Feature::RelativePerson, Feature::RelativeThing, Feature::ItPronoun]);

/// The rule that finds them; `data/rules/constructions.rules` explains it.
pub(super) const RULE: &str = "block-quotation";

/// Paragraphs that a block quotation goes on for, at most.
const LONGEST: usize = 8;

/// The block quotations of a text.
pub(super) fn blocks(text: &Text<'_>, runs: &[Run]) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut end = 0;
    for (number, lead) in text.paragraphs.iter().enumerate() {
        if lead.start < end {
            continue;
        }
        let Some((source, cue)) = leads(text, runs, lead) else { continue };
        let content = content(text, runs, number + 1);
        let Some(last) = content.last() else { continue };
        end = last.end;
        links.push(Link::by_rule(RULE, Some(source), cue, content));
    }
    links
}

/// Source and cue of a paragraph that leads with a colon into what somebody says.
fn leads(text: &Text<'_>, runs: &[Run], lead: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    /// Tokens between the verb and the colon.
    const REACH: usize = 14;
    let colon = lead.end.checked_sub(1).filter(|&i| i > lead.start && text.word(i) == ":")?;
    let start = text.sentence_of(colon).start.max(lead.start);
    if !(start..=colon).all(|i| text.is_outside(i)) {
        return None;
    }
    // What the tagger says, where nothing but the hearer and the manner stands between the verb and the colon.
    let inside = |run: &&Run| run.tokens.start >= start && run.tokens.end <= colon;
    let here = || touching(runs, &(start..colon)).iter().filter(inside).rev();
    let speaks = |run: &&Run| run.role == Role::Cue && run.tokens.clone().any(|i| cues::says(text, i));
    if let Some(cue) = here().find(speaks).filter(|cue| colon - cue.tokens.end <= REACH) {
        let taken = here().any(|run| run.role == Role::Content && run.tokens.start >= cue.tokens.start);
        if let Some(source) = here().find(|run| run.role == Role::Source).filter(|_| !taken) {
            return Some((source.tokens.clone(), cue.tokens.clone()));
        }
    }
    // `The council posted a notice on its website:`
    let verb = (start + 1..colon).find(|&i| text.is(i, Feature::Publishes) && text.is_any(i, FINITE))?;
    let reads = text.is(verb, Feature::ReadsOut);
    let words = (start..colon).any(|i| i != verb && text.is(i, Feature::PublishedWords));
    if !(words || reads) || colon - verb > REACH {
        return None;
    }
    let mut subject = start..verb;
    if text.is(start, Feature::Preposition) {
        subject.start = (start..verb).find(|&i| text.word(i) == ",")? + 1;
    }
    while subject.len() > 1 && text.is_any(subject.end - 1, BETWEEN) {
        subject.end -= 1;
    }
    let plain =
        |i: usize| text.tokens[i].kind != TokenKind::Mark && !text.is_any(i, NO_SUBJECT) && text.word(i) != "there";
    ((1..=8).contains(&subject.len()) && subject.clone().all(plain)).then_some((subject, verb..verb + 1))
}

/// The words of a line of a list, without its mark; `None` for other paragraphs.
fn item(text: &Text<'_>, paragraph: &Range<usize>) -> Option<Range<usize>> {
    let start = paragraph.start;
    let number = text.tokens[start].kind == TokenKind::Number && matches!(text.word(start + 1), "." | ")");
    let mark = matches!(text.word(start), "-" | "–" | "—" | "•" | "*" | "·" | "‣") && paragraph.len() > 2;
    (number || mark).then(|| start + 1 + usize::from(number)..paragraph.end)
}

/// The paragraphs from number `first` on that are the block: all lines of a list; else one, and those behind it that go on
/// in the first person.
fn content(text: &Text<'_>, runs: &[Run], first: usize) -> Vec<Range<usize>> {
    let Some(paragraph) = text.paragraphs.get(first) else { return Vec::new() };
    let rest = &text.paragraphs[first..text.paragraphs.len().min(first + LONGEST)];
    let items: Vec<Range<usize>> = rest.iter().map_while(|p| item(text, p)).collect();
    if !items.is_empty() {
        return items;
    }
    let own = |i: usize| text.is(i, Feature::WePronoun) || text.is(i, Feature::IPronoun);
    // Somebody else's words, with their source beside them, are the article again.
    let article = |p: &Range<usize>| {
        let here = touching(runs, p);
        let verb = |i: usize| text.is(i, Feature::Postposed) || text.word(i) == "according";
        here.iter().any(|run| run.role == Role::Cue && run.tokens.clone().any(verb))
            && here.iter().any(|run| run.role == Role::Source && !own(run.tokens.start))
    };
    let plain = |p: &Range<usize>| p.clone().all(|i| text.is_outside(i)) && !article(p) && text.word(p.end - 1) != ":";
    if text.words_in(paragraph.clone()) < 3 || !plain(paragraph) {
        return Vec::new();
    }
    let goes_on = |p: &&Range<usize>| plain(p) && (p.start..p.end).any(own);
    std::iter::once(paragraph).chain(rest[1..].iter().take_while(goes_on)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(plain: &str) -> Vec<String> {
        let text = Text::new(plain);
        let words = |range: &Range<usize>| text.slice(text.span(range.clone())).to_string();
        blocks(&text, &[])
            .iter()
            .map(|l| {
                let pieces: Vec<String> = l.content.iter().map(words).collect();
                format!("{}|{}|{}", words(l.source.as_ref().unwrap()), words(&l.cue[0]), pieces.join(" + "))
            })
            .collect()
    }

    #[test]
    fn paragraphs_behind_a_colon() {
        assert_eq!(
            found("The council posted a notice on Friday:\n\nKeys are due by March. We regret this.\n\nWe thank you all.\n\nNobody came."),
            ["The council|posted|Keys are due by March. We regret this. + We thank you all."]
        );
        assert_eq!(
            found("On Monday, the Daily Hare gave the mayor a warm endorsement:\n\nShe knows the town and its debts.\n\nThe vote is in May."),
            ["the Daily Hare|gave|She knows the town and its debts."]
        );
        assert_eq!(
            found("A sign on the door reads:\n\n- Closed on Mondays.\n- No dogs.\n\nPeople bring dogs."),
            ["A sign on the door|reads|Closed on Mondays. + No dogs."]
        );
        for plain in [
            "Here are the results:\n\nThe home side won by two points.",
            "The club made three changes to its side:\n\nA keeper came in and two wingers left.",
            "She posted a notice:\n\n“We are closed today, and tomorrow too.”",
            "There were notices posted: one on each door.\n\nNobody read them at all.",
        ] {
            assert_eq!(found(plain), Vec::<String>::new(), "{plain}");
        }
    }
}
