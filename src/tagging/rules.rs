//! A tagger of rules alone: quotation marks, verbs of speech and the nearest name. It knows direct quotes, `X said (that)
//! …` and `according to X`, and serves as the measure that the trained network has to beat.

use super::tag::{Role, Tag, Tagged, Tagger, TAGS};
use crate::lexicon::{Feature, FeatureSet};
use crate::text::{Text, TokenKind};
use std::ops::Range;

/// Sources of a single word: `she`, `who`.
const PRONOUN: FeatureSet = FeatureSet::of(&[Feature::SubjectPronoun, Feature::RelativePerson]);

/// What a noun phrase may begin with.
const DETERMINER: FeatureSet =
    FeatureSet::of(&[Feature::Article, Feature::PossessivePronoun, Feature::Quantifier, Feature::Another]);

/// What may stand between a source and its verb.
const BETWEEN: FeatureSet = FeatureSet::of(&[Feature::Have, Feature::MidAdverb]);

/// The furthest that a source may be from its verb, in tokens.
const FURTHEST: usize = 12;

/// Tags by rules; holds nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct RulesTagger;

impl Tagger for RulesTagger {
    fn tag(&self, text: &Text<'_>) -> Tagged {
        let mut tags = vec![Tag::Outside; text.tokens.len()];
        for quotation in text.quotations.iter().filter(|q| q.parent.is_none() && q.full) {
            mark(&mut tags, quotation.tokens.clone(), Role::Content);
        }
        for sentence in &text.sentences {
            Sentence { text, range: sentence.clone() }.tag(&mut tags);
        }
        let posteriors = tags
            .iter()
            .map(|&tag| {
                let mut one = [0.0; TAGS];
                one[tag as usize] = 1.0;
                one
            })
            .collect();
        Tagged { tags, posteriors, modes: Vec::new() }
    }
}

/// Writes a run over tokens that have no tag yet; `false` where one has.
fn mark(tags: &mut [Tag], range: Range<usize>, role: Role) -> bool {
    let Some(run) = tags.get_mut(range) else { return false };
    if run.is_empty() || run.iter().any(|&t| t != Tag::Outside) {
        return false;
    }
    let (begin, inside) = match role {
        Role::Source => (Tag::SourceBegin, Tag::SourceInside),
        Role::Cue => (Tag::CueBegin, Tag::CueInside),
        Role::Content => (Tag::ContentBegin, Tag::ContentInside),
    };
    run.fill(inside);
    run[0] = begin;
    true
}

struct Sentence<'a, 't> {
    text: &'a Text<'t>,
    range: Range<usize>,
}

impl Sentence<'_, '_> {
    fn is(&self, token: usize, features: FeatureSet) -> bool {
        self.range.contains(&token) && self.text.is_any(token, features)
    }

    fn is_word(&self, token: usize, word: &str) -> bool {
        self.range.contains(&token) && self.text.word(token).eq_ignore_ascii_case(word)
    }

    /// A verb of saying that is no infinitive.
    fn is_saying(&self, token: usize) -> bool {
        let is = |feature| self.text.is(token, feature);
        is(Feature::CueVerb) && is(Feature::Statement) && !is(Feature::VerbBase)
    }

    fn is_name(&self, token: usize) -> bool {
        self.range.contains(&token)
            && self.text.tokens[token].kind == TokenKind::Word
            && self.text.word(token).starts_with(char::is_uppercase)
    }

    fn tag(&self, tags: &mut [Tag]) {
        let mut i = self.range.start;
        while i < self.range.end {
            if tags[i] == Tag::Outside {
                if self.is_word(i, "according") && self.is_word(i + 1, "to") {
                    self.according(i, tags);
                } else if self.is_saying(i) {
                    self.verb(i, tags);
                }
            }
            i += 1;
        }
    }

    /// `According to X, …` and `…, according to X.`
    fn according(&self, at: usize, tags: &mut [Tag]) {
        let from = at + 2;
        let to = (from..self.range.end).find(|&i| self.stops(i)).unwrap_or(self.range.end);
        if from == to || to - from > FURTHEST {
            return;
        }
        let content = if at == self.range.start { to + 1..self.end() } else { self.range.start..at };
        let content = self.trimmed(content);
        mark(tags, at..from, Role::Cue);
        mark(tags, from..to, Role::Source);
        mark(tags, content, Role::Content);
    }

    fn verb(&self, at: usize, tags: &mut [Tag]) {
        let Some(source) = self.source(at, tags) else { return };
        let quoted = (self.range.start..self.range.end)
            .any(|i| matches!(tags[i].role(), Some(Role::Content)) && i.abs_diff(at) <= 2 * FURTHEST);
        let that = self.is_word(at + 1, "that");
        let clause = self.trimmed(at + 1..self.end());
        let reports = source.end <= at && !clause.is_empty() && (that || self.text.is(at, Feature::BareClause));
        // `…, she said.`
        let behind = self.stops(at + 1) || at + 1 >= self.end();
        let before = self.range.start..source.start.min(at);
        let is_after = behind && source.end <= at && before.len() > 3 && self.text.word(before.end - 1) == ",";
        if quoted {
            mark(tags, source, Role::Source);
            mark(tags, at..at + 1, Role::Cue);
        } else if reports && !behind {
            mark(tags, source, Role::Source);
            mark(tags, at..at + 1, Role::Cue);
            mark(tags, clause, Role::Content);
        } else if is_after && mark(tags, self.trimmed(before), Role::Content) {
            mark(tags, source, Role::Source);
            mark(tags, at..at + 1, Role::Cue);
        }
    }

    /// The nearest name, pronoun or noun phrase that ends right before the verb or begins right behind it.
    fn source(&self, verb: usize, tags: &[Tag]) -> Option<Range<usize>> {
        let free = |i: usize| tags[i] == Tag::Outside;
        // Before it, but for auxiliaries and adverbs.
        let mut end = verb;
        while end > self.range.start && self.is(end - 1, BETWEEN) {
            end -= 1;
        }
        if end > self.range.start && self.is(end - 1, PRONOUN) && free(end - 1) {
            return Some(end - 1..end);
        }
        let phrase = |i: usize| self.range.contains(&i) && self.text.tokens[i].kind != TokenKind::Mark && free(i);
        let mut start = end;
        while start > self.range.start && end - start < FURTHEST && phrase(start - 1) {
            start -= 1;
            if self.is(start, DETERMINER) || !self.is_name(start) && self.is_name(start + 1) && start + 1 < end {
                break;
            }
        }
        if start < end && !self.is(start, DETERMINER) && !self.is_name(start) {
            start += 1;
        }
        if start < end && (self.is_name(start) || self.is(start, DETERMINER)) {
            return Some(start..end);
        }
        // Behind it: `“…,” said Dora Hill.`
        let begin = verb + 1;
        if self.is(begin, PRONOUN) && free(begin) {
            return Some(begin..begin + 1);
        }
        let stop = (begin..self.range.end.min(begin + FURTHEST)).find(|&i| !phrase(i)).unwrap_or(self.range.end);
        let named = (begin..stop).any(|i| self.is_name(i)) || self.is(begin, DETERMINER);
        (named && begin < stop && stop - begin <= FURTHEST).then_some(begin..stop)
    }

    fn stops(&self, token: usize) -> bool {
        !self.range.contains(&token) || matches!(self.text.word(token), "," | "." | ";" | ":" | "?" | "!" | "—" | "–")
    }

    /// The sentence's end without its stop.
    fn end(&self) -> usize {
        let last = self.range.end - 1;
        if matches!(self.text.word(last), "." | "?" | "!") {
            last
        } else {
            self.range.end
        }
    }

    /// Without commas at its ends.
    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let (mut start, mut end) = (range.start.min(range.end), range.end);
        while start < end && self.stops(start) {
            start += 1;
        }
        while end > start && self.stops(end - 1) {
            end -= 1;
        }
        start..end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The runs of a text in brackets: `S[she] C[said] Q[that it rains]`.
    fn show(text: &Text<'_>, tags: &[Tag]) -> String {
        let mut runs: Vec<(Role, Range<usize>)> = Vec::new();
        for (i, tag) in tags.iter().enumerate() {
            match (tag.role(), runs.last_mut()) {
                (Some(role), Some((last, range))) if !tag.begins() && *last == role && range.end == i => range.end += 1,
                (Some(role), _) => runs.push((role, i..i + 1)),
                (None, _) => {}
            }
        }
        let letter = |role| match role {
            Role::Source => 'S',
            Role::Cue => 'C',
            Role::Content => 'Q',
        };
        let shown = runs.into_iter().map(|(role, range)| format!("{}[{}]", letter(role), text.slice(text.span(range))));
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn constructions() {
        for (text, expected) in [
            ("“We will win it again,” Mara Lind said.", "Q“We will win it again,” S[Mara Lind] C[said]"),
            ("“We will win it again,” said the old coach.", "Q“We will win it again,” C[said] S[the old coach]"),
            ("Mara Lind said that it rains.", "S[Mara Lind] C[said] Q[that it rains]"),
            ("She said it rains.", "S[She] C[said] Q[it rains]"),
            ("The road is closed, the police said.", "Q[The road is closed] S[the police] C[said]"),
            ("According to the mayor, the road is closed.", "C[According to] S[the mayor] Q[the road is closed]"),
            ("The road is closed, according to Ann Lee.", "Q[The road is closed] C[according to] S[Ann Lee]"),
            ("The team confirmed a defeat.", ""),
            ("No one was hurt.", ""),
        ] {
            let expected = expected.replace("Q“", "Q[“").replace("” ", "”] ");
            assert_eq!(show(&Text::new(text), &RulesTagger.tag(&Text::new(text)).tags), expected, "{text}");
        }
    }

    #[test]
    fn takes_any_text() {
        for text in ["", "said", "said said", "According to", "\"", ". said that", "he said,", "“ ” said he said that"]
        {
            let text = Text::new(text);
            assert_eq!(RulesTagger.tag(&text).tags.len(), text.tokens.len());
        }
    }
}
