//! Linking: which source and which content belong to which cue.
//!
//! Nearness decides, and what lies between: sentence borders and other cues cost. With gold tags this links 95 of 100
//! attributions of PolNeAR's development part right, so no model is needed here.

use super::cues;
use super::form_of;
use super::joined;
use super::link::Link;
use super::runs::Run;
use super::untagged::unmarked;
use crate::annotations::{ClaimForm, ClaimMode};
use crate::lexicon::FeatureSet;
use crate::pattern::View;
use crate::tagging::Role;
use crate::text::{QuoteState, Text};
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

/// No run further away than this many runs is looked at: keeps long paragraphs linear.
const WINDOW: usize = 12;

/// Links the runs of a text, given in text order.
pub(super) fn link(view: &View<'_, '_>, runs: &[Run]) -> Vec<Link> {
    let paragraph = |run: &Run| view.text.tokens[run.tokens.start].paragraph;
    let mut links = Vec::new();
    for runs in runs.chunk_by(|a, b| paragraph(a) == paragraph(b)) {
        Paragraph { text: view.text, runs }.link(view, &mut links);
    }
    joined::join(view.text, &mut links);
    links
}

/// A cue with its source, while contents are being looked for: numbers of runs.
struct Group {
    cue: Vec<usize>,
    source: Option<usize>,
}

/// The runs of a paragraph, called by their numbers.
struct Paragraph<'a, 't> {
    text: &'a Text<'t>,
    runs: &'a [Run],
}

impl Paragraph<'_, '_> {
    fn link(&self, view: &View<'_, '_>, links: &mut Vec<Link>) {
        let mut groups = self.cue_groups();
        for group in &mut groups {
            group.source = self.source_of(group);
        }
        self.share_sources(&mut groups);
        let mut contents: Vec<Vec<usize>> = vec![Vec::new(); groups.len()];
        let mut loose: Vec<usize> = Vec::new();
        for content in (0..self.runs.len()).filter(|&i| self.is(i, Role::Content)) {
            match self.group_of(&groups, content) {
                Some((group, borders)) => {
                    let goes_on = borders > 0 && self.is_quotation(content);
                    let quoted = goes_on.then(|| self.quoted_before(&contents, group)).flatten();
                    contents[quoted.unwrap_or(group)].push(content);
                }
                None => loose.push(content),
            }
        }
        let first = links.len();
        for (group, content) in groups.iter().zip(contents) {
            if content.is_empty() {
                self.across_paragraph(group, first, links);
                links.extend(self.around(group).or_else(|| {
                    let (source, [cue]) = (group.source?, group.cue.as_slice()) else { return None };
                    unmarked(view, self.tokens(source), self.tokens(*cue))
                }));
            } else {
                let source = group.source.map(|s| self.tokens(s).clone()).or_else(|| self.relative_before(group));
                let (spoken, content) = content.into_iter().partition(|&c| self.is_spoken_behind(group, c));
                let pieces = |runs: Vec<usize>| runs.into_iter().map(|c| self.tokens(c).clone()).collect();
                links.extend(without_cue(source.as_ref(), pieces(spoken)));
                let pieces: Vec<Range<usize>> = pieces(content);
                links.push(Link {
                    source,
                    cue: self.cue(group),
                    content: without_strays(self.text, pieces, self.tokens(group.cue[0]).start),
                    ..Link::default()
                });
            }
        }
        links[first..].sort_by_key(Link::start);
        for content in loose {
            self.adopt(content, first, links);
        }
    }

    // ---- runs --------------------------------------------------------------------------------------------------------

    fn is(&self, run: usize, role: Role) -> bool {
        self.runs[run].role == role
    }

    fn tokens(&self, run: usize) -> &Range<usize> {
        &self.runs[run].tokens
    }

    fn cue(&self, group: &Group) -> Vec<Range<usize>> {
        group.cue.iter().map(|&c| self.tokens(c).clone()).collect()
    }

    /// The number of the sentence in which a run begins.
    fn sentence(&self, run: usize) -> u32 {
        self.text.tokens[self.tokens(run).start].sentence
    }

    fn window(&self, at: usize) -> Range<usize> {
        at.saturating_sub(WINDOW)..(at + WINDOW + 1).min(self.runs.len())
    }

    /// Tokens between two runs.
    fn gap(&self, a: usize, b: usize) -> usize {
        let (a, b) = (self.tokens(a), self.tokens(b));
        a.start.max(b.start).saturating_sub(a.end.min(b.end))
    }

    /// Sentence borders between two runs.
    fn borders(&self, a: usize, b: usize) -> usize {
        let end = self.text.tokens[self.tokens(a.min(b)).end - 1].sentence;
        self.sentence(a.max(b)).saturating_sub(end) as usize
    }

    /// Whether a run of `role` lies between two others.
    fn between(&self, a: usize, b: usize, role: Role) -> bool {
        (a.min(b) + 1..a.max(b)).any(|i| self.is(i, role))
    }

    /// Whether a content begins with the opening mark of a quotation that reads like a sentence, however short it is.
    fn is_quotation(&self, run: usize) -> bool {
        self.text.opens_sentence(self.tokens(run).start)
    }

    fn is_participle(&self, group: &Group) -> bool {
        self.text.word(self.tokens(group.cue[0]).start).ends_with("ing")
    }

    // ---- cues and their sources --------------------------------------------------------------------------------------

    fn cue_groups(&self) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for cue in (0..self.runs.len()).filter(|&i| self.is(i, Role::Cue)) {
            match groups.last_mut().filter(|group| group.cue.last().is_some_and(|&last| self.are_one(last, cue))) {
                Some(group) => group.cue.push(cue),
                None => groups.push(Group { cue: vec![cue], source: None }),
            }
        }
        groups
    }

    /// Whether two cue runs are one cue: side by side, or with nothing but their source between (`has the mayor said`).
    fn are_one(&self, last: usize, cue: usize) -> bool {
        let distance = self.gap(last, cue);
        // `did the mayor say`, but not `Ruiz said she described`.
        let auxiliary = || !self.tokens(last).clone().any(|i| cues::is_verb(self.text, i));
        let fits = match cue - last {
            1 => distance == 0,
            2 => self.is(last + 1, Role::Source) && distance <= self.tokens(last + 1).len() + 1 && auxiliary(),
            _ => false,
        };
        fits && self.sentence(last) == self.sentence(cue)
    }

    fn source_of(&self, group: &Group) -> Option<usize> {
        let cost = |cue: usize, source: usize| {
            self.gap(cue, source)
                + cost::SOURCE_SENTENCE * self.borders(cue, source)
                + cost::CROSS_CONTENT * usize::from(self.between(cue, source, Role::Content))
                + cost::CROSS_SOURCE * usize::from(self.between(cue, source, Role::Source))
        };
        let pairs = group.cue.iter().flat_map(|&cue| self.window(cue).map(move |source| (cue, source)));
        let may = |&(cue, source): &(usize, usize)| {
            // `Ruiz, who said C, said C2`: the relative pronoun speaks once.
            let spoke = || self.is_relative(source) && self.between(cue, source, Role::Cue);
            self.is(source, Role::Source) && !spoke() && !self.belongs_elsewhere(cue, source)
        };
        let costs = pairs.filter(may).map(|(cue, source)| (cost(cue, source), source));
        costs.filter(|c| c.0 <= cost::LIMIT).min_by_key(|c| c.0).map(|c| c.1)
    }

    /// A source in another sentence than the cue: behind it it begins something new, and one with a cue of its own in its
    /// sentence has spoken there.
    fn belongs_elsewhere(&self, cue: usize, source: usize) -> bool {
        let (there, here) = (self.sentence(source), self.sentence(cue));
        let spoke = || self.window(source).any(|i| self.is(i, Role::Cue) && self.sentence(i) == there);
        there > here || there < here && spoke()
    }

    fn is_relative(&self, run: usize) -> bool {
        let tokens = self.tokens(run);
        tokens.len() == 1 && self.text.is_any(tokens.start, FeatureSet::RELATIVE)
    }

    /// `the office, which reported C`: the relative pronoun right before a cue without a source.
    fn relative_before(&self, group: &Group) -> Option<Range<usize>> {
        let start = self.tokens(group.cue[0]).start;
        let before = start.checked_sub(1)?;
        ["who", "which"].contains(&self.text.word(before)).then_some(before..start)
    }

    /// `Ruiz said C1, adding C2`: a cue without a source of its own takes that of the cue before it in its sentence.
    fn share_sources(&self, groups: &mut [Group]) {
        for i in 1..groups.len() {
            let near = self.borders(groups[i - 1].cue[0], groups[i].cue[0]) == 0;
            if groups[i].source.is_none() && near && self.is_participle(&groups[i]) {
                groups[i].source = groups[i - 1].source;
            }
        }
    }

    // ---- contents ----------------------------------------------------------------------------------------------------

    /// The group that governs a content, with the number of sentence borders between them.
    fn group_of(&self, groups: &[Group], content: usize) -> Option<(usize, usize)> {
        let near = self.window(content);
        let from = groups.partition_point(|g| g.cue.last().is_some_and(|&c| c < near.start));
        let near = groups.iter().enumerate().skip(from).take_while(|(_, group)| group.cue[0] < near.end);
        let costs = near.filter(|(_, group)| !self.is_over(content, group.cue[0])).flat_map(|(number, group)| {
            let participle = self.is_participle(group);
            let runs = group.cue.iter().chain(&group.source);
            runs.map(move |&run| (self.content_cost(content, run, participle), number, self.borders(content, run)))
        });
        let best = costs.filter(|c| c.0 <= cost::LIMIT).min_by_key(|c| c.0);
        best.map(|(_, number, borders)| (number, borders))
    }

    fn content_cost(&self, content: usize, run: usize, participle: bool) -> usize {
        let borders = self.borders(content, run);
        let crosses =
            self.is_quotation(content) && (content + 1..run).any(|i| self.is(i, Role::Content) && self.is_quotation(i));
        self.gap(content, run)
            + cost::BORDER_BEFORE_CUE * usize::from(borders > 0 && content < run)
            + cost::CROSS_QUOTATION * usize::from(crosses)
            + cost::CONTENT_SENTENCE * borders * borders
            + cost::CROSS_CUE * usize::from(self.between(content, run, Role::Cue))
            + cost::BEFORE_PARTICIPLE * usize::from(content < run && participle)
    }

    /// Whether a quotation has ended with a full stop before the sentence of a cue that has words of its own there: `“It was
    /// close.” Ruiz said: “We start anew.”`, `“It was close.” Ruiz said the race was fair`. With a comma in front of the mark
    /// it would go on.
    fn is_over(&self, content: usize, cue: usize) -> bool {
        let (text, here, there) = (self.text, self.tokens(content), self.sentence(cue));
        let stopped = || {
            let closes = |i: &usize| matches!(text.tokens[*i].quote, QuoteState::Close { .. });
            let last = here.clone().rev().take(3).find(|i| !closes(i));
            last.is_some_and(|i| text.word(i).ends_with('.') && !text.is_outside(i))
        };
        // `With these words Ruiz announced her retirement.`
        let back = || text.sentences[there as usize].clone().take(4).any(|i| text.word(i) == "words");
        content < cue
            && text.tokens[here.end - 1].sentence < there
            && self.is_quotation(content)
            && stopped()
            && !back()
            && self.window(cue).any(|i| i > content && self.is(i, Role::Content) && self.sentence(i) == there)
    }

    /// `“C1,” Ruiz said, pointing at two boats. “C2”`: C2 goes on from C1. The nearest group before `group`, in its
    /// sentence, that governs a quotation.
    fn quoted_before(&self, contents: &[Vec<usize>], group: usize) -> Option<usize> {
        let sentence_of = |g: usize| contents[g].last().map(|&c| self.text.tokens[self.tokens(c).end - 1].sentence);
        let quotes = |g: usize| contents[g].iter().any(|&c| self.is_quotation(c));
        let here = sentence_of(group).filter(|_| !quotes(group))?;
        (group.saturating_sub(3)..group).rev().find(|&g| quotes(g) && sentence_of(g) == Some(here))
    }

    /// `Ruiz hopes for rain. “We need it badly.”`: a quotation in the next sentence is what she said, and no hope.
    fn is_spoken_behind(&self, group: &Group, content: usize) -> bool {
        let (here, cue) = (self.tokens(content), self.tokens(group.cue[0]));
        let thought = || cues::mode(self.text, cue.clone()) == Some(ClaimMode::Attitude);
        here.start > cue.start
            && self.borders(content, group.cue[0]) > 0
            && self.is_quotation(content)
            && self.text.opens_sentence(here.start)
            && thought()
    }

    /// A cue of saying whose content is taken by another attribution inside it: `The woman described the man, Ruiz said`,
    /// `Ruiz said she described the man`. The tags are flat, so the outer content is read off the sentence.
    fn around(&self, group: &Group) -> Option<Link> {
        let text = self.text;
        let (source, &cue) = (self.tokens(group.source?), group.cue.first()?);
        let piece = self.tokens(cue);
        let says =
            piece.clone().any(|i| cues::says(text, i)) || text.word(piece.start).eq_ignore_ascii_case("according");
        let sentence = text.sentence_of(piece.start);
        let (start, end) = (source.start.min(piece.start), source.end.max(piece.end));
        let before = sentence.start..start.saturating_sub(1);
        let in_front = |i: usize| before.start <= self.tokens(i).start && self.tokens(i).end <= before.end;
        let near = || self.window(cue).rev().filter(|&i| self.is(i, Role::Content));
        let content = if start > sentence.start + 3 && text.word(start - 1) == "," && near().any(in_front) {
            before
        } else {
            let next = end + usize::from(text.word(end).eq_ignore_ascii_case("that"));
            let inner = (cue + 1..self.window(cue).end).find(|&i| self.tokens(i).start >= next)?;
            let last = near().find(|&i| i > inner && self.tokens(i).end <= sentence.end)?;
            (self.tokens(inner).start == next && !self.is(inner, Role::Content)).then(|| end..self.tokens(last).end)?
        };
        // Quotations keep their own cue.
        let fits = says && !has_quoted(text, &content) && start >= sentence.start && end <= sentence.end;
        fits.then(|| Link {
            source: Some(source.clone()),
            cue: self.cue(group),
            content: vec![content],
            ..Link::default()
        })
    }

    /// A cue without content in its paragraph: `She wrote:` leads into the next paragraph, `- Ruiz` signs the one before.
    fn across_paragraph(&self, group: &Group, first: usize, links: &mut Vec<Link>) {
        let text = self.text;
        let (Some(&cue), Some(&last)) = (group.cue.first(), group.cue.last()) else { return };
        let (begin, end) = (self.tokens(cue).start, self.tokens(last));
        let paragraph = text.paragraph_of(begin);
        let (source, cue) = (group.source.map(|s| self.tokens(s).clone()), self.cue(group));
        let tail = (end.end..paragraph.end).all(|i| !text.tokens[i].kind.is_word());
        if tail && (end.start..paragraph.end).any(|i| text.word(i) == ":") {
            links.push(Link { source, cue, ..Link::default() });
        } else if begin == paragraph.start && !text.tokens[begin].kind.is_word() && source.is_some() {
            // Only a paragraph that stands right before it, quoted and without a source of its own.
            let before = links[..first].last_mut().filter(|link| link.cue.is_empty() && link.source.is_none());
            let ends = |link: &Link| link.content.last().map(|c| text.tokens[c.end - 1].paragraph + 1);
            if let Some(before) = before.filter(|link| ends(link) == Some(text.tokens[begin].paragraph)) {
                *before = Link { source, cue, continues: None, ..std::mem::take(before) };
            }
        }
    }

    /// A content without a cue near by: it has a source at its side, or goes on from the attribution before it, or stands
    /// alone.
    fn adopt(&self, content: usize, first: usize, links: &mut Vec<Link>) {
        let text = self.text;
        let here = self.tokens(content).clone();
        // `links[first..]` is sorted when this is first called, and what is pushed here comes in text order too.
        let before = (first..links.len()).rev().find(|&i| links[i].start() < here.start).or(first.checked_sub(1));
        let taken = |source: usize| before.is_some_and(|i| links[i].source.as_ref() == Some(self.tokens(source)));
        let beside = self.window(content).filter(|&i| {
            self.is(i, Role::Source) && self.gap(content, i) <= 6 && self.borders(content, i) == 0 && !taken(i)
        });
        if let Some(source) = beside.min_by_key(|&i| self.gap(content, i)) {
            let source = Some(self.tokens(source).clone());
            links.push(Link { source, content: vec![here], ..Link::default() });
            return;
        }
        let goes_on = before.is_some_and(|i| goes_on(text, &links[i], &here));
        match before {
            // A quotation in pieces is one attribution, also over paragraphs.
            Some(i)
                if i >= first && is_near(text, &links[i], &here)
                    || leads_into(text, &links[i], &here)
                    || goes_on && is_quoted(text, &links[i]) && stands_alone(text, &here)
                    || is_same_quotation(text, &links[i], &here) =>
            {
                links[i].content.push(here);
            }
            _ if goes_on || self.is_quotation(content) => {
                let continues = before.filter(|_| goes_on);
                links.push(Link { content: vec![here], continues, ..Link::default() });
            }
            // Reported words without cue and source are the tagger's mistake.
            _ => {}
        }
    }
}

/// What a source says without a cue.
fn without_cue(source: Option<&Range<usize>>, content: Vec<Range<usize>>) -> Option<Link> {
    (!content.is_empty()).then(|| Link { content, stands_for: source.cloned(), ..Link::default() })
}

/// Whether some tokens stand in quotation marks.
fn has_quoted(text: &Text<'_>, tokens: &Range<usize>) -> bool {
    !tokens.clone().all(|i| text.is_outside(i))
}

/// Leaves out pieces that are no part of what was said: the empty subject in `It was reported that …`, a relative clause
/// about the source behind its quotation (`“C,” said Ruiz, who had come late`), a sentence of the article in front of the
/// quotation that the cue governs, and reported words in another sentence where some stand in that of the cue.
fn without_strays(text: &Text<'_>, mut pieces: Vec<Range<usize>>, cue: usize) -> Vec<Range<usize>> {
    if pieces.len() < 2 {
        return pieces;
    }
    let sentence = |token: usize| text.tokens[token].sentence;
    let opens = |piece: &&Range<usize>| piece.end <= cue && text.opens_sentence(piece.start);
    let quotation = pieces.iter().find(opens).map(|piece| piece.start);
    let first = pieces[0].start;
    let after_quotation = has_quoted(text, &pieces[0]);
    // Reported words stand in the sentence of their cue; only quotations go on behind it.
    let touches =
        |piece: &Range<usize>| sentence(piece.start) <= sentence(cue) && sentence(cue) <= sentence(piece.end - 1);
    let beside = pieces.iter().any(touches);
    pieces.retain(|piece| {
        let empty = piece.len() == 1 && text.word(piece.start).eq_ignore_ascii_case("it");
        let relative = text.is_any(piece.start, FeatureSet::RELATIVE) || text.word(piece.start) == "where";
        let before = quotation.is_some_and(|q| piece.start < q && sentence(piece.end - 1) < sentence(q));
        let elsewhere = beside && !touches(piece);
        let stray = before || elsewhere || piece.start > first && after_quotation && relative;
        // A quoted word keeps a piece; a reported clause in another sentence only if it is a quotation as a whole.
        let kept = match form_of(text, std::slice::from_ref(piece)) {
            ClaimForm::Direct => true,
            ClaimForm::Mixed => !elsewhere,
            _ => false,
        };
        !empty && (kept || !stray)
    });
    pieces
}

/// Whether a quotation follows at most three sentences behind a link: in text without paragraphs the link may be far away.
fn is_near(text: &Text<'_>, link: &Link, here: &Range<usize>) -> bool {
    let sentence = |token: usize| text.tokens[token].sentence;
    text.opens_sentence(here.start) && link.last().is_some_and(|last| sentence(here.start) <= sentence(last) + 3)
}

/// Whether a paragraph begins right behind that of a token.
fn is_next_paragraph(text: &Text<'_>, token: usize, here: &Range<usize>) -> bool {
    text.tokens[token].paragraph + 1 == text.tokens[here.start].paragraph
}

/// Whether nothing in the paragraph of a content stands outside quotation marks: no cue can have been overlooked.
fn stands_alone(text: &Text<'_>, here: &Range<usize>) -> bool {
    text.paragraph_of(here.start).all(|i| !text.tokens[i].kind.is_word() || !text.is_outside(i))
}

/// Whether some of a link's content stands in quotation marks.
fn is_quoted(text: &Text<'_>, link: &Link) -> bool {
    link.content.iter().any(|piece| has_quoted(text, piece))
}

/// `She wrote:` at the end of the paragraph before.
fn leads_into(text: &Text<'_>, link: &Link, here: &Range<usize>) -> bool {
    link.content.is_empty() && link.cue.last().is_some_and(|cue| is_next_paragraph(text, cue.end - 1, here))
}

/// Whether no mark closed the quotation before, and the one that begins here goes on with it.
fn is_same_quotation(text: &Text<'_>, link: &Link, here: &Range<usize>) -> bool {
    let Some(last) = link.content.last() else { return false };
    let at = text.quotations.partition_point(|q| q.tokens.start < here.start);
    let quotation = text.quotations.get(at).filter(|q| q.tokens.start == here.start);
    let earlier = quotation.and_then(|q| q.continues).map(|i| &text.quotations[i].tokens);
    earlier.is_some_and(|earlier| earlier.start < last.end && last.start < earlier.end)
}

/// Whether a quotation without cue and source can be by the speaker of `link`: it stands in the next paragraph, and is no
/// answer to a question.
fn goes_on(text: &Text<'_>, link: &Link, here: &Range<usize>) -> bool {
    let asked = link.content.last().is_some_and(|content| {
        let end = content.clone().rev().find(|&i| text.word(i).starts_with(['?', '.', '!']));
        end.is_some_and(|i| text.word(i) == "?" && i + 3 > content.end)
    });
    link.last().is_some_and(|last| is_next_paragraph(text, last, here))
        && text.opens_sentence(here.start)
        && !(asked && is_quoted(text, link))
}
