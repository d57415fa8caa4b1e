//! Linking: which source and which content belong to which cue.
//!
//! Nearness decides, and what lies between: sentence borders and other cues cost. With gold tags this links 95 of 100
//! attributions of PolNeAR's development part right, so no model is needed here.

use super::cues;
use super::link::Link;
use super::runs::{gap, Run};
use super::unmarked::unmarked;
use crate::annotations::ClaimMode;
use crate::lexicon::{Feature, FeatureSet};
use crate::pattern::{opens_sentence, View};
use crate::tagging::Role;
use crate::text::{QuoteState, Text, Token};
use std::ops::Range;

/// Costs in tokens; chosen on PolNeAR's training part with gold tags.
mod cost {
    /// A sentence border between cue and source.
    pub const SOURCE_SENTENCE: usize = 25;
    /// A sentence border between cue and content; counts squared.
    pub const CONTENT_SENTENCE: usize = 12;
    /// Some content between cue and source.
    pub const CROSS_CONTENT: usize = 4;
    /// Another source between cue and source.
    pub const CROSS_SOURCE: usize = 10;
    /// Another cue between cue and content.
    pub const CROSS_CUE: usize = 15;
    /// `“C1,” adding “C2”`: a participle governs what follows it.
    pub const BEFORE_PARTICIPLE: usize = 15;
    /// A sentence border between a content and a cue behind it: `“C.” Ruiz reported …` is no attribution of C.
    pub const BORDER_BEFORE_CUE: usize = 15;
    /// Another quotation between a quotation and a cue behind it.
    pub const CROSS_QUOTATION: usize = 15;
    /// Nothing dearer is linked.
    pub const LIMIT: usize = 45;
}

const RELATIVES: FeatureSet = FeatureSet::of(&[Feature::RelativePerson, Feature::RelativeThing]);

/// No run further away than this many runs is looked at: keeps long paragraphs linear.
const WINDOW: usize = 12;

/// Links the runs of a text, given in text order.
pub(super) fn link(view: &View<'_, '_>, runs: &[Run]) -> Vec<Link> {
    let text = view.text;
    let mut links = Vec::new();
    let mut start = 0;
    while start < runs.len() {
        let paragraph = text.tokens[runs[start].tokens.start].paragraph;
        let length = runs[start..].partition_point(|r| text.tokens[r.tokens.start].paragraph == paragraph);
        link_paragraph(view, &runs[start..start + length], &mut links);
        start += length;
    }
    links
}

/// A cue with its source, while contents are being looked for.
struct Group {
    cue: Vec<usize>,
    source: Option<usize>,
}

fn link_paragraph(view: &View<'_, '_>, runs: &[Run], links: &mut Vec<Link>) {
    let text = view.text;
    let mut groups = cue_groups(text, runs);
    for group in &mut groups {
        group.source = source_of(text, runs, group);
    }
    share_sources(text, runs, &mut groups);
    let mut contents: Vec<Vec<usize>> = vec![Vec::new(); groups.len()];
    let mut loose: Vec<usize> = Vec::new();
    for (i, run) in runs.iter().enumerate().filter(|(_, run)| run.role == Role::Content) {
        match group_of(text, runs, &groups, i) {
            Some((group, borders)) => {
                let goes_on = borders > 0 && is_quotation(text, run);
                let quoted = if goes_on { quoted_before(text, runs, &contents, group) } else { None };
                contents[quoted.unwrap_or(group)].push(i);
            }
            None => loose.push(i),
        }
    }
    let first = links.len();
    for (group, content) in groups.iter().zip(contents) {
        if content.is_empty() {
            across_paragraph(text, runs, group, first, links);
            links.extend(around(text, runs, group).or_else(|| {
                let (source, [cue]) = (group.source?, group.cue.as_slice()) else { return None };
                unmarked(view, &runs[source].tokens, &runs[*cue].tokens)
            }));
        } else {
            let pieces = content.into_iter().map(|c| runs[c].tokens.clone()).collect();
            links.push(Link {
                source: group.source.map(|s| runs[s].tokens.clone()).or_else(|| relative_before(text, runs, group)),
                cue: group.cue.iter().map(|&c| runs[c].tokens.clone()).collect(),
                content: without_strays(text, pieces, runs[group.cue[0]].tokens.start),
                ..Link::default()
            });
        }
    }
    links[first..].sort_by_key(Link::start);
    for i in loose {
        adopt(text, runs, i, first, links);
    }
}

/// Cue runs that are one cue: side by side, or with nothing but their source between (`has the mayor said`).
fn cue_groups(text: &Text<'_>, runs: &[Run]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (i, run) in runs.iter().enumerate() {
        if run.role != Role::Cue {
            continue;
        }
        if let Some(group) = groups.last_mut() {
            let last = *group.cue.last().unwrap_or(&i);
            let between = &runs[last + 1..i];
            let distance = gap(&runs[last].tokens, &run.tokens);
            let same_sentence = text.tokens[runs[last].tokens.start].sentence == text.tokens[run.tokens.start].sentence;
            // `did the mayor say`, but not `Ruiz said she described`.
            let auxiliary = !runs[last].tokens.clone().any(|i| cues::cue(text.word(i)).is_some_and(|c| c.is_verb));
            let one_source = auxiliary
                && between.len() == 1
                && between[0].role == Role::Source
                && distance <= between[0].tokens.len() + 1;
            if same_sentence && (between.is_empty() && distance == 0 || one_source) {
                group.cue.push(i);
                continue;
            }
        }
        groups.push(Group { cue: vec![i], source: None });
    }
    groups
}

/// Sentence borders between two runs.
fn sentences_between(text: &Text<'_>, a: &Range<usize>, b: &Range<usize>) -> usize {
    let (first, second) = if a.start <= b.start { (a, b) } else { (b, a) };
    let end = text.tokens[first.end - 1].sentence;
    (text.tokens[second.start].sentence.saturating_sub(end)) as usize
}

/// Whether a run of `role` lies between the runs `a` and `b` (indices).
fn between(runs: &[Run], a: usize, b: usize, role: Role) -> bool {
    let (first, second) = (a.min(b), a.max(b));
    runs[first..second].iter().skip(1).any(|r| r.role == role)
}

fn window(runs: &[Run], at: usize) -> Range<usize> {
    at.saturating_sub(WINDOW)..(at + WINDOW + 1).min(runs.len())
}

fn source_of(text: &Text<'_>, runs: &[Run], group: &Group) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for &cue in &group.cue {
        for i in window(runs, cue) {
            // `Ruiz, who said C, said C2`: the relative pronoun speaks once.
            let spoke = is_relative(text, &runs[i]) && between(runs, cue, i, Role::Cue);
            if runs[i].role != Role::Source || spoke || belongs_elsewhere(text, runs, cue, i) {
                continue;
            }
            let cost = gap(&runs[cue].tokens, &runs[i].tokens)
                + cost::SOURCE_SENTENCE * sentences_between(text, &runs[cue].tokens, &runs[i].tokens)
                + if between(runs, cue, i, Role::Content) { cost::CROSS_CONTENT } else { 0 }
                + if between(runs, cue, i, Role::Source) { cost::CROSS_SOURCE } else { 0 };
            if cost <= cost::LIMIT && best.is_none_or(|(b, _)| cost < b) {
                best = Some((cost, i));
            }
        }
    }
    best.map(|(_, i)| i)
}

/// A source in another sentence than the cue: behind it it begins something new, and one with a cue of its own in its
/// sentence has spoken there.
fn belongs_elsewhere(text: &Text<'_>, runs: &[Run], cue: usize, source: usize) -> bool {
    let sentence = |run: usize| text.tokens[runs[run].tokens.start].sentence;
    sentence(source) > sentence(cue)
        || sentence(source) < sentence(cue)
            && window(runs, source).any(|i| runs[i].role == Role::Cue && sentence(i) == sentence(source))
}

fn is_participle(text: &Text<'_>, runs: &[Run], group: &Group) -> bool {
    text.word(runs[group.cue[0]].tokens.start).ends_with("ing")
}

fn is_relative(text: &Text<'_>, run: &Run) -> bool {
    run.tokens.len() == 1 && text.is_any(run.tokens.start, RELATIVES)
}

/// `the office, which reported C`: the relative pronoun right before a cue without a source.
fn relative_before(text: &Text<'_>, runs: &[Run], group: &Group) -> Option<Range<usize>> {
    let start = runs[group.cue[0]].tokens.start;
    let before = start.checked_sub(1)?;
    ["who", "which"].contains(&text.word(before)).then_some(before..start)
}

/// Leaves out pieces that are no part of what was said: the empty subject in `It was reported that …`, a relative clause
/// about the source behind its quotation (`“C,” said Ruiz, who had come late`), a sentence of the article in front of the
/// quotation that the cue governs, and reported words in another sentence where some stand in that of the cue.
fn without_strays(text: &Text<'_>, pieces: Vec<Range<usize>>, cue: usize) -> Vec<Range<usize>> {
    let many = pieces.len() > 1;
    let quoted = |piece: &Range<usize>| text.tokens[piece.clone()].iter().any(|t| t.quote != QuoteState::Outside);
    let sentence = |token: usize| text.tokens[token].sentence;
    let quotation = pieces.iter().find(|piece| quoted(piece) && piece.end <= cue && opens_sentence(text, piece.start));
    let quotation = quotation.map(|piece| piece.start);
    let after_quotation = pieces.first().is_some_and(quoted);
    // Reported words stand in the sentence of their cue; only quotations go on behind it.
    let touches =
        |piece: &Range<usize>| sentence(piece.start) <= sentence(cue) && sentence(cue) <= sentence(piece.end - 1);
    let beside = pieces.iter().any(touches);
    let stray = |n: usize, piece: &Range<usize>| {
        let empty = piece.len() == 1 && text.word(piece.start).eq_ignore_ascii_case("it");
        let relative = text.is_any(piece.start, RELATIVES) || text.word(piece.start) == "where";
        let before = quotation.is_some_and(|q| piece.start < q && sentence(piece.end - 1) < sentence(q));
        let elsewhere = beside && !touches(piece);
        empty || !quoted(piece) && (before || elsewhere || n > 0 && after_quotation && relative)
    };
    pieces.into_iter().enumerate().filter(|(n, piece)| !(many && stray(*n, piece))).map(|(_, piece)| piece).collect()
}

/// `Ruiz said C1, adding C2`: a cue without a source of its own takes that of the cue before it in its sentence.
fn share_sources(text: &Text<'_>, runs: &[Run], groups: &mut [Group]) {
    for i in 1..groups.len() {
        if groups[i].source.is_none() {
            let (before, here) = (groups[i - 1].cue[0], groups[i].cue[0]);
            let is_near = sentences_between(text, &runs[before].tokens, &runs[here].tokens) == 0;
            if is_near && is_participle(text, runs, &groups[i]) {
                groups[i].source = groups[i - 1].source;
            }
        }
    }
}

/// The group that governs content run `content`.
///
/// Returned with the number of sentence borders between them.
fn group_of(text: &Text<'_>, runs: &[Run], groups: &[Group], content: usize) -> Option<(usize, usize)> {
    let here = &runs[content].tokens;
    let near = window(runs, content);
    let from = groups.partition_point(|g| g.cue.last().is_some_and(|&c| c < near.start));
    let mut best: Option<(usize, usize, usize)> = None;
    for (number, group) in groups.iter().enumerate().skip(from) {
        if group.cue[0] >= near.end {
            break;
        }
        if is_over(text, runs, content, group.cue[0]) {
            continue;
        }
        for &run in group.cue.iter().chain(group.source.iter()) {
            let borders = sentences_between(text, here, &runs[run].tokens);
            let crosses = is_quotation(text, &runs[content])
                && runs[content..run.max(content)]
                    .iter()
                    .skip(1)
                    .any(|r| r.role == Role::Content && is_quotation(text, r));
            let cost = gap(here, &runs[run].tokens)
                + if borders > 0 && content < run { cost::BORDER_BEFORE_CUE } else { 0 }
                + if crosses { cost::CROSS_QUOTATION } else { 0 }
                + cost::CONTENT_SENTENCE * borders * borders
                + if between(runs, content, run, Role::Cue) { cost::CROSS_CUE } else { 0 }
                + if content < run && is_participle(text, runs, group) { cost::BEFORE_PARTICIPLE } else { 0 };
            if cost <= cost::LIMIT && best.is_none_or(|(b, ..)| cost < b) {
                best = Some((cost, number, borders));
            }
        }
    }
    best.map(|(_, number, borders)| (number, borders))
}

/// Whether a quotation has ended with a full stop before the sentence of a cue that has words of its own there: `“It was
/// close.” Ruiz said: “We start anew.”`, `“It was close.” Ruiz said the race was fair`. With a comma in front of the mark
/// it would go on.
fn is_over(text: &Text<'_>, runs: &[Run], content: usize, cue: usize) -> bool {
    let sentence = |i: usize| text.tokens[i].sentence;
    let here = &runs[content].tokens;
    let at = runs[cue].tokens.start;
    let stopped = || {
        here.clone()
            .rev()
            .take(3)
            .find(|&i| !matches!(text.tokens[i].quote, QuoteState::Close { .. }))
            .is_some_and(|i| text.word(i).ends_with('.') && text.tokens[i].quote != QuoteState::Outside)
    };
    // `With these words Ruiz announced her retirement.`
    let back = || {
        let sentence = text.sentence_of(at);
        (sentence.start..sentence.end.min(sentence.start + 4)).any(|i| text.word(i) == "words")
    };
    content < cue
        && sentence(here.end - 1) < sentence(at)
        && !back()
        && is_quotation(text, &runs[content])
        && stopped()
        && window(runs, cue)
            .any(|i| runs[i].role == Role::Content && i > content && sentence(runs[i].tokens.start) == sentence(at))
}

/// Whether a content begins with the opening mark of a quotation that reads like a sentence, however short it is.
fn is_quotation(text: &Text<'_>, run: &Run) -> bool {
    opens_sentence(text, run.tokens.start)
}

/// `“C1,” Ruiz said, pointing at two boats. “C2”`: C2 goes on from C1. The nearest group at or before `group`, in its
/// sentence, that governs a quotation.
fn quoted_before(text: &Text<'_>, runs: &[Run], contents: &[Vec<usize>], group: usize) -> Option<usize> {
    let sentence_of = |g: usize| contents[g].last().map(|&c| text.tokens[runs[c].tokens.end - 1].sentence);
    let quotes = |g: usize| contents[g].iter().any(|&c| is_quotation(text, &runs[c]));
    if contents[group].is_empty() || quotes(group) {
        return None;
    }
    let here = sentence_of(group)?;
    (group.saturating_sub(3)..group).rev().find(|&g| quotes(g) && sentence_of(g) == Some(here))
}

/// A cue of saying whose content is taken by another attribution inside it: `The woman described the man, Ruiz said`,
/// `Ruiz said she described the man`. The tags are flat, so the outer content is read off the sentence.
fn around(text: &Text<'_>, runs: &[Run], group: &Group) -> Option<Link> {
    let (source, &cue) = (&runs[group.source?].tokens, group.cue.first()?);
    let piece = &runs[cue].tokens;
    let says =
        piece.clone().any(|i| cues::cue(text.word(i)).is_some_and(|c| c.is_verb && c.mode == ClaimMode::Statement))
            || text.word(piece.start).eq_ignore_ascii_case("according");
    let sentence = text.sentence_of(piece.start);
    let (start, end) = (source.start.min(piece.start), source.end.max(piece.end));
    let holds_content = |range: &Range<usize>| {
        let near = window(runs, cue);
        runs[near].iter().any(|r| r.role == Role::Content && range.start <= r.tokens.start && r.tokens.end <= range.end)
    };
    let before = sentence.start..start.saturating_sub(1);
    let content = if start > sentence.start + 3 && text.word(start - 1) == "," && holds_content(&before) {
        before
    } else {
        let next = end + usize::from(text.word(end).eq_ignore_ascii_case("that"));
        let inner = window(runs, cue).find(|&i| i > cue && runs[i].tokens.start >= next)?;
        let last = window(runs, cue)
            .rev()
            .find(|&i| i > inner && runs[i].role == Role::Content && runs[i].tokens.end <= sentence.end)?;
        (runs[inner].tokens.start == next && runs[inner].role != Role::Content).then(|| end..runs[last].tokens.end)?
    };
    // Quotations keep their own cue.
    let quoted = text.tokens[content.clone()].iter().any(|t| t.quote != QuoteState::Outside);
    (says && !quoted && start >= sentence.start && end <= sentence.end).then(|| Link {
        source: Some(source.clone()),
        cue: group.cue.iter().map(|&c| runs[c].tokens.clone()).collect(),
        content: vec![content],
        ..Link::default()
    })
}

/// A cue without content in its paragraph: `She wrote:` leads into the next paragraph, `- Ruiz` signs the one before.
fn across_paragraph(text: &Text<'_>, runs: &[Run], group: &Group, first: usize, links: &mut Vec<Link>) {
    let (Some(&cue), Some(&last)) = (group.cue.first(), group.cue.last()) else { return };
    let (begin, end) = (&runs[cue].tokens, &runs[last].tokens);
    let paragraph = text.paragraph_of(begin.start);
    let source = group.source.map(|s| runs[s].tokens.clone());
    let pieces = || group.cue.iter().map(|&c| runs[c].tokens.clone()).collect();
    let tail = (end.start..paragraph.end).all(|i| i < end.end || !text.tokens[i].kind.is_word());
    if tail && (end.start..paragraph.end).any(|i| text.word(i) == ":") {
        links.push(Link { source, cue: pieces(), ..Link::default() });
    } else if begin.start == paragraph.start && !text.tokens[begin.start].kind.is_word() && source.is_some() {
        // Only a paragraph that stands right before it, quoted and without a source of its own.
        if let Some(before) = links[..first].last_mut().filter(|l| l.cue.is_empty() && l.source.is_none()) {
            if before
                .content
                .last()
                .is_some_and(|c| text.tokens[c.end - 1].paragraph + 1 == text.tokens[begin.start].paragraph)
            {
                before.cue = pieces();
                before.source = source;
                before.continues = None;
            }
        }
    }
}

/// A content without a cue near by: it has a source at its side, or goes on from the attribution before it, or stands
/// alone.
fn adopt(text: &Text<'_>, runs: &[Run], content: usize, first: usize, links: &mut Vec<Link>) {
    let here = runs[content].tokens.clone();
    // `links[first..]` is sorted when this is first called, and what is pushed here comes in text order too.
    let before =
        links.iter().enumerate().rev().take_while(|(i, _)| *i + 1 > first).find(|(_, l)| l.start() < here.start);
    let before = before.map(|(i, _)| i).or(first.checked_sub(1));
    let taken = |source: &Range<usize>| before.is_some_and(|i| links[i].source.as_ref() == Some(source));
    let beside = window(runs, content).filter(|&i| {
        runs[i].role == Role::Source
            && gap(&here, &runs[i].tokens) <= 6
            && sentences_between(text, &here, &runs[i].tokens) == 0
            && !taken(&runs[i].tokens)
    });
    if let Some(source) = beside.min_by_key(|&i| gap(&here, &runs[i].tokens)) {
        let source = Some(runs[source].tokens.clone());
        links.push(Link { source, content: vec![here], ..Link::default() });
        return;
    }
    let link = Link { content: vec![here.clone()], ..Link::default() };
    match before {
        // A quotation in pieces is one attribution, also over paragraphs.
        Some(i)
            if i >= first && is_near(text, &links[i], &here)
                || leads_into(text, &links[i], &here)
                || goes_on(text, &links[i], &here) && is_quoted(text, &links[i]) && stands_alone(text, &here)
                || is_same_quotation(text, &links[i], &here) =>
        {
            links[i].content.push(here);
        }
        Some(i) if goes_on(text, &links[i], &here) => links.push(Link { continues: Some(i), ..link }),
        _ if is_quotation(text, &runs[content]) => links.push(link),
        // Reported words without cue and source are the tagger's mistake.
        _ => {}
    }
}

/// Whether a quotation follows at most three sentences behind a link: in text without paragraphs the link may be far away.
fn is_near(text: &Text<'_>, link: &Link, here: &Range<usize>) -> bool {
    let Some(end) = link.content.iter().chain(&link.cue).map(|t| t.end).max() else { return false };
    opens_sentence(text, here.start) && text.tokens[here.start].sentence <= text.tokens[end - 1].sentence + 3
}

fn paragraph(text: &Text<'_>, token: usize) -> u32 {
    text.tokens[token].paragraph
}

/// Whether nothing in the paragraph of a content stands outside quotation marks: no cue can have been overlooked.
fn stands_alone(text: &Text<'_>, here: &Range<usize>) -> bool {
    let outside = |t: &Token| t.kind.is_word() && t.quote == QuoteState::Outside;
    !text.tokens[text.paragraph_of(here.start)].iter().any(outside)
}

/// Whether some of a link's content stands in quotation marks.
fn is_quoted(text: &Text<'_>, link: &Link) -> bool {
    link.content.iter().any(|c| text.tokens[c.clone()].iter().any(|t| t.quote != QuoteState::Outside))
}

/// `She wrote:` at the end of the paragraph before.
fn leads_into(text: &Text<'_>, link: &Link, here: &Range<usize>) -> bool {
    link.content.is_empty()
        && link.cue.last().is_some_and(|c| paragraph(text, c.end - 1) + 1 == paragraph(text, here.start))
}

/// Whether no mark closed the quotation before, and the one that begins here goes on with it.
fn is_same_quotation(text: &Text<'_>, link: &Link, here: &Range<usize>) -> bool {
    let Some(last) = link.content.last() else { return false };
    let at = text.quotations.partition_point(|q| q.tokens.start < here.start);
    text.quotations.get(at).is_some_and(|q| {
        let earlier = q.continues.map(|i| &text.quotations[i].tokens);
        q.tokens.start == here.start && earlier.is_some_and(|t| t.start < last.end && last.start < t.end)
    })
}

/// Whether a quotation without cue and source can be by the speaker of `link`: it stands in the next paragraph at the
/// latest, and is no answer to a question.
fn goes_on(text: &Text<'_>, link: &Link, here: &Range<usize>) -> bool {
    let Some(last) = link.content.iter().chain(&link.cue).map(|t| t.end).max() else { return false };
    let asked = link.content.last().is_some_and(|c| {
        let question = (c.start..c.end).rev().find(|&i| text.word(i).starts_with(['?', '.', '!']));
        question.is_some_and(|i| text.word(i) == "?" && i + 3 > c.end)
    });
    let near = paragraph(text, here.start) == paragraph(text, last - 1) + 1;
    near && opens_sentence(text, here.start) && !(asked && is_quoted(text, link))
}
