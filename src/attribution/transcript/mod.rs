//! Words whose speaker the layout names: `HOLLIS: Did you read it?`, `Q: …`, a question as a paragraph of its own and the
//! answer behind it, and `“…” ― Ana Ruiz`.
//!
//! Transcripts and signed quotations need no tagger: their form says all, and a tagger trained on running text misses
//! most of them. One label alone proves nothing (`LONDON: Shares fell`), so lines count only in company.

mod interview;
mod label;
mod signed;

use super::link::{self, Link};
use super::runs::{touching, Run};
use crate::entities::{Entity, EntityKind};
use crate::lexicon::Feature;
use crate::pattern::{Layer, View};
use crate::tagging::Role;
use crate::text::{Text, TokenKind};
use label::{Line, Style};
use std::collections::HashSet;
use std::ops::Range;

/// Paragraphs for which somebody goes on without a label, at most.
const LONGEST_TURN: usize = 8;

/// The attributions of labelled lines, of answers without a label and of signed quotations, in text order. What the tags see
/// in questions without a label goes: `Your critics say it is cold.` is put to whoever answers.
pub(super) fn transcripts(text: &Text<'_>, names: &Layer, entities: &[Entity], runs: &mut Vec<Run>) -> Vec<Link> {
    let persons: Vec<&Entity> = entities.iter().filter(|e| e.kind == EntityKind::Person).collect();
    let talk = Talk { text, names, persons, runs };
    let lines = talk.lines();
    let kept = talk.conversation(&lines);
    let mut links = talk.turns(&kept, &lines);
    // Labels may begin in the middle of an interview.
    let unlabelled = kept.first().map_or(text.paragraphs.len(), |line| line.begins(text));
    let (questions, answers) = talk.interview(&lines, unlabelled);
    links.extend(answers);
    links.extend(signed::signed(text));
    links.sort_by_key(|link| link.content[0].start);
    runs.retain(|run| !link::touches(&questions, &run.tokens));
    links
}

/// A text that may hold a conversation.
struct Talk<'a, 't> {
    text: &'a Text<'t>,
    names: &'a Layer,
    persons: Vec<&'a Entity>,
    runs: &'a [Run],
}

impl Talk<'_, '_> {
    fn view(&self) -> View<'_, '_> {
        View { text: self.text, roles: const { &Vec::new() }, names: self.names }
    }

    /// Everything that looks like a labelled line, each with its words up to the next.
    fn lines(&self) -> Vec<Line> {
        let text = self.text;
        let mut lines: Vec<Line> = text.sentences.iter().filter_map(|s| label::line(text, s.start)).collect();
        lines.extend(text.paragraphs.iter().filter_map(|p| label::alone(text, p)));
        lines.sort_by_key(|line| line.label.start);
        for i in 1..lines.len() {
            lines[i - 1].words.end = lines[i - 1].words.end.min(lines[i].label.start);
        }
        // `Ben Marsh: 8 – Solid`: a mark or a score.
        let scored =
            |start: usize| text.tokens[start].kind == TokenKind::Number && !text.tokens[start + 1].kind.is_word();
        lines.retain(|line| !(line.words.is_empty() || line.words.len() > 1 && scored(line.words.start)));
        lines
    }

    // ---- which lines are a conversation ------------------------------------------------------------------------------

    /// The lines that are a conversation.
    fn conversation<'l>(&self, lines: &'l [Line]) -> Vec<Line> {
        let (alone, led): (Vec<&'l Line>, Vec<&'l Line>) = lines.iter().partition(|line| line.alone);
        let of = |style: Style| -> Vec<&'l Line> { led.iter().copied().filter(|l| l.style == style).collect() };
        let letters = self.letters(of(Style::Letter));
        let people: Vec<&'l Line> =
            led.iter().copied().filter(|l| l.style != Style::Letter && self.names_person(l, lines)).collect();
        let mut kept: Vec<&'l Line> = people.iter().copied().filter(|line| line.timed).collect();
        let mut keep = |group: &[&'l Line], holds: bool| kept.extend(group.iter().filter(|_| holds));
        let group = self.group(&letters, lines);
        keep(&letters, group.speakers > 1);
        let capitals = of(Style::Capitals);
        let group = self.group(&capitals, lines);
        keep(&capitals, group.speakers > 1 && group.talks(3) && group.meets() && (group.returning || group.adjacent));
        let named = of(Style::Name);
        let group = self.group(&named, lines);
        keep(&named, group.speakers > 1 && group.talks(2) && group.meets() && group.returning && group.adjacent);
        let group = self.group(&people, lines);
        let in_company = group.speakers > 1 && group.adjacent || group.asked;
        keep(&people, group.finished && group.talks(2) && in_company);
        let group = self.group(&alone, lines);
        keep(&alone, group.speakers > 1 && group.talks(2) && group.meets() && group.returning && !self.signs(&alone));
        kept.sort_by_key(|line| line.label.start);
        kept.dedup_by_key(|line| line.label.start);
        let starts: HashSet<usize> = kept.iter().map(|line| line.label.start).collect();
        // `Interviewer: Did you like it?`, right in front of an answer.
        let asks = |pair: &[&Line]| {
            let next =
                starts.contains(&pair[1].label.start) && pair[1].begins(self.text) == pair[0].paragraph(self.text) + 1;
            next && self.asks(&pair[0].words)
        };
        let askers: HashSet<usize> = led.windows(2).filter(|p| asks(p)).map(|p| p[0].label.start).collect();
        let keeps = |line: &&Line| starts.contains(&line.label.start) || askers.contains(&line.label.start);
        lines.iter().filter(keeps).cloned().collect()
    }

    /// Letters that are labels: an `A` without a mark is one only behind a `Q`, and an article elsewhere.
    fn letters<'l>(&self, mut lines: Vec<&'l Line>) -> Vec<&'l Line> {
        let mut asked = false;
        lines.retain(|line| {
            let letter = self.text.word(line.label.start);
            let question = letter.starts_with('Q');
            let keep = question || asked || !line.mark.is_empty() || letter.len() > 1;
            asked = question;
            keep
        });
        lines
    }

    /// Whether names on lines of their own sign what stands above them: then one ends the text, or follows its like.
    fn signs(&self, alone: &[&Line]) -> bool {
        let Some(last) = self.text.paragraphs.last() else { return false };
        label::is_alone(self.text, last) && alone.last().is_some_and(|line| line.words.end <= last.start)
    }

    /// Whether a label is a person's: a name found as such, a given name and another, initials of one of those.
    fn names_person(&self, line: &Line, lines: &[Line]) -> bool {
        let text = self.text;
        let name = line.name(text);
        let words: Vec<usize> = name.filter(|&i| text.tokens[i].kind == TokenKind::Word).collect();
        let at = self.persons.partition_point(|e| e.tokens.end <= line.label.start);
        let found = self.persons.get(at).is_some_and(|e| e.tokens.start < line.label.end);
        let given = words.len() > 1 && words.iter().any(|&i| text.is(i, Feature::GivenName));
        found || given || self.in_full(line, lines).is_some()
    }

    /// What tells whether some lines are a conversation.
    fn group(&self, group: &[&Line], lines: &[Line]) -> Group {
        let text = self.text;
        let speakers: HashSet<String> = group.iter().map(|line| self.speaker(line, lines)).collect();
        let next_to = |pair: &[&Line]| pair[1].begins(text) <= pair[0].paragraph(text) + 1;
        let after_question = |line: &&&Line| {
            let before = line.begins(text).checked_sub(1).map(|p| &text.paragraphs[p]);
            before.is_some_and(|before| self.is_question(before))
        };
        let talking =
            |line: &&&Line| line.words.clone().any(|i| text.word(i) == "?" || text.is(i, Feature::Conversation));
        // Headlines have no full stop.
        let finished = |line: &&&Line| {
            let last = text.word(line.words.end - 1);
            last.starts_with(|c: char| c.is_ascii_punctuation() || "…”’»".contains(c)) && last != ":"
        };
        Group {
            turns: group.len(),
            speakers: speakers.len(),
            talking: group.iter().filter(talking).count(),
            returning: speakers.len() < group.len(),
            adjacent: group.windows(2).any(next_to),
            asked: group.iter().any(|line| after_question(&line)),
            asks: group.iter().any(|line| self.asks(&line.words)),
            people: group.iter().any(|line| self.names_person(line, lines)),
            finished: group.iter().filter(finished).count() * 2 >= group.len(),
        }
    }

    /// A speaker is known by the last word of the label's name: `JIM TULLY, FARMER`, later `TULLY`, or `JT`.
    fn speaker(&self, line: &Line, lines: &[Line]) -> String {
        let full = self.in_full(line, lines).unwrap_or_else(|| line.name(self.text));
        let last = full.clone().rev().find(|&i| self.text.tokens[i].kind.is_word());
        self.text.word(last.unwrap_or(full.start)).trim_end_matches('.').to_lowercase()
    }

    /// The name that a label of initials stands for: an earlier label, or a person named before.
    fn in_full(&self, line: &Line, lines: &[Line]) -> Option<Range<usize>> {
        let text = self.text;
        let initials: String = line.label.clone().map(|i| text.word(i)).collect::<String>().replace('.', "");
        let begins = initials.starts_with(char::is_uppercase) && initials.ends_with(char::is_uppercase);
        if line.label.len() > 3 || !(2..=4).contains(&initials.len()) || !begins {
            return None;
        }
        let fits = |name: &Range<usize>| name.len() > 1 && self.are_initials(&initials, name);
        let before = lines.partition_point(|l| l.label.start < line.label.start);
        let label = lines[..before].iter().rev().map(|l| l.name(text)).find(fits);
        let named = || {
            let before = self.persons.partition_point(|e| e.tokens.start < line.label.start);
            self.persons[..before].iter().map(|e| e.tokens.clone()).find(fits)
        };
        label.or_else(named)
    }

    /// Whether these are the first letters of a name's words, titles left out, with its particles or without.
    fn are_initials(&self, initials: &str, name: &Range<usize>) -> bool {
        let words = || {
            name.clone().filter(|&i| self.text.tokens[i].kind == TokenKind::Word && !self.text.is(i, Feature::Title))
        };
        let letters = |all: bool| -> String {
            words()
                .filter(|&i| all || self.text.is_capital(i))
                .filter_map(|i| self.text.word(i).chars().next())
                .collect()
        };
        letters(false) == initials || letters(true) == initials
    }

    // ---- what each says ----------------------------------------------------------------------------------------------

    /// The attributions of the lines of a conversation.
    fn turns(&self, kept: &[Line], lines: &[Line]) -> Vec<Link> {
        let text = self.text;
        let number = |line: Option<&Line>| line.map_or(0, |line| line.begins(text));
        // Where most paragraphs have a label, those without belong to whoever has just spoken.
        let dense = kept.len() > 2 && (number(kept.last()) + 1 - number(kept.first())) <= kept.len() * 3;
        let speakers: HashSet<String> = kept.iter().map(|line| self.speaker(line, lines)).collect();
        let answers = kept.iter().find(|line| line.style == Style::Letter);
        let interviewee =
            answers.and_then(|first| interview::interviewee(&self.view(), &self.persons, first.label.start, true));
        let link = |(i, line): (usize, &Line)| {
            let further = self.goes_on(line, kept.get(i + 1), dense, &speakers);
            let content = std::iter::once(&line.words).chain(further).cloned().collect();
            let answer = line.style == Style::Letter && text.word(line.label.start).starts_with('A');
            let stands_for = if answer { interviewee.clone() } else { self.in_full(line, lines) };
            let mut link = Link::by_rule("transcript-line", Some(line.label.clone()), line.mark.clone(), content);
            link.cue.retain(|mark| !mark.is_empty());
            Link { stands_for, ..link }
        };
        kept.iter().enumerate().map(link).collect()
    }

    /// Further paragraphs of a turn: up to the next line; behind the last only while they talk.
    fn goes_on(&self, line: &Line, next: Option<&Line>, dense: bool, speakers: &HashSet<String>) -> &[Range<usize>] {
        let text = self.text;
        let start = line.paragraph(text) + 1;
        // In a quoted transcript every paragraph has a label.
        if text.paragraph_of(line.words.start).end != line.words.end {
            return &[];
        }
        let end = next.map_or(text.paragraphs.len(), |next| next.begins(text)).min(start + LONGEST_TURN);
        let rest = text.paragraphs.get(start..end).unwrap_or_default();
        let belongs = |p: &&Range<usize>| {
            let open = next.is_some() && dense;
            let speaks_of = |i: usize| text.is_capital(i) && speakers.contains(&text.word(i).to_lowercase());
            let prose = || open && is_prose(text, p) && !(p.start..p.end).any(speaks_of);
            !self.is_question(p) && (self.talks(p) && is_prose(text, p) || prose()) && !self.tells(p)
        };
        let count = rest.iter().take_while(belongs).count();
        // An answer that the article breaks off, and takes up again: what lies between is the article's.
        let whole = count == rest.len();
        if next.is_some() && (whole || dense) || next.is_none() && dense {
            &rest[..count]
        } else {
            &[]
        }
    }

    /// Whether somebody talks in a paragraph, and not only in quotation marks.
    fn talks(&self, paragraph: &Range<usize>) -> bool {
        let text = self.text;
        paragraph.clone().any(|i| text.is(i, Feature::Conversation) && text.is_outside(i))
    }

    /// Whether the article tells in a paragraph who says something.
    fn tells(&self, paragraph: &Range<usize>) -> bool {
        let text = self.text;
        let own = |i: usize| text.is(i, Feature::IPronoun) || text.is(i, Feature::WePronoun);
        let source = |run: &&Run| run.role == Role::Source && !run.tokens.clone().any(own);
        touching(self.runs, paragraph).iter().any(|run| source(&run)) && !self.talks(paragraph)
    }

    /// Whether words end with a question.
    fn asks(&self, words: &Range<usize>) -> bool {
        let closes = |i: &usize| !self.text.tokens[*i].kind.is_word() && self.text.word(*i) != "?";
        words.clone().rev().take(3).find(|i| !closes(i)).is_some_and(|i| self.text.word(i) == "?")
    }

    /// Whether a paragraph without a label puts a question to somebody.
    fn is_question(&self, paragraph: &Range<usize>) -> bool {
        const LONGEST: usize = 90;
        let outside = self.text.is_outside(paragraph.start) && paragraph.len() <= LONGEST;
        outside && (self.asks(paragraph) || interview::is_prompt(&self.view(), paragraph))
    }

    /// Answers without a label behind questions in paragraphs of their own, where the article says who is interviewed; with
    /// them the labels of the questions; and the questions. Only the first `paragraphs` are looked at.
    fn interview(&self, lines: &[Line], paragraphs: usize) -> (Vec<Range<usize>>, Vec<Link>) {
        let text = self.text;
        let questions: Vec<usize> = (0..paragraphs).filter(|&p| self.is_question(&text.paragraphs[p])).collect();
        let Some(&first) = questions.first() else { return Default::default() };
        let own = |p: &Range<usize>| {
            let own = |i: usize| text.is(i, Feature::IPronoun) || text.is(i, Feature::WePronoun);
            p.clone().any(|i| own(i) && text.is_outside(i))
        };
        let answer = |(n, &question): (usize, &usize)| {
            let next = questions.get(n + 1).copied();
            let end = next.unwrap_or(paragraphs).min(question + 1 + LONGEST_TURN);
            let rest = &text.paragraphs[(question + 1).min(end)..end];
            // What stands right behind a question answers it.
            let belongs = |(n, p): &(usize, &Range<usize>)| {
                !self.tells(p) && is_prose(text, p) && (next.is_some() || *n == 0 || self.talks(p))
            };
            rest[..rest.iter().enumerate().take_while(belongs).count()].to_vec()
        };
        let answers: Vec<Vec<Range<usize>>> =
            questions.iter().enumerate().map(answer).filter(|a| !a.is_empty()).collect();
        let own = answers.iter().filter(|answer| answer.iter().any(own)).count();
        if own < 2 || own * 2 < questions.len() {
            return Default::default();
        }
        let before = text.paragraphs[first].start;
        // `We need six weeks` answers questions to an office as well.
        let first_person =
            |answer: &&Vec<Range<usize>>| answer.iter().cloned().flatten().any(|i| text.is(i, Feature::IPronoun));
        let personal = answers.iter().filter(first_person).count() > 1;
        let Some(who) = interview::interviewee(&self.view(), &self.persons, before, personal) else {
            return Default::default();
        };
        let asked = |line: &&Line| {
            let number = line.begins(text);
            line.style == Style::Letter && questions.binary_search(&number).is_ok()
        };
        let label = |line: &Line| {
            Link::by_rule("transcript-line", Some(line.label.clone()), line.mark.clone(), vec![line.words.clone()])
        };
        let answer =
            |content| Link { stands_for: Some(who.clone()), ..link::without_source("interview-answer", content) };
        let asked = lines.iter().filter(asked).map(label);
        let links = asked.chain(answers.into_iter().map(answer)).collect();
        (questions.iter().map(|&p| text.paragraphs[p].clone()).collect(), links)
    }
}

/// What tells whether some lines are a conversation: questions and answers, or lines of speakers who come back, or who
/// follow each other, and who say `I` and `you`.
struct Group {
    turns: usize,
    speakers: usize,
    /// Lines with a question or with words of conversation.
    talking: usize,
    /// Whether somebody speaks twice.
    returning: bool,
    /// Whether two lines follow each other.
    adjacent: bool,
    /// Whether a line follows a question that has no label.
    asked: bool,
    /// Whether a line ends with a question.
    asks: bool,
    /// Whether a label is a person's.
    people: bool,
    /// Whether most lines end as sentences do.
    finished: bool,
}

impl Group {
    /// Whether one line in so many talks.
    fn talks(&self, one_in: usize) -> bool {
        self.turns > 0 && self.talking * one_in >= self.turns
    }

    /// Whether people meet here: `Weather: You may need a coat.` is a heading.
    fn meets(&self) -> bool {
        self.asks || self.people
    }
}

/// Whether a paragraph is no heading and no stage direction: it ends as a sentence does.
fn is_prose(text: &Text<'_>, paragraph: &Range<usize>) -> bool {
    let last = text.word(paragraph.end - 1);
    // `(Laughter.)`, and not `[Laughs] I did.`
    let bracket = matches!(text.word(paragraph.start), "(" | "[");
    let aside = bracket && !(paragraph.start..paragraph.end - 1).any(|i| matches!(text.word(i), ")" | "]"));
    !aside && last.starts_with(['.', '!', '?', '…', '”', '"', '’', ')', '*', ']'])
}
