//! The stated reason for anonymity: `who declined to be named because …`.

use crate::entities::is_speech_verb;
use crate::lexicon::{lexicon, Feature, FeatureSet};
use crate::pattern::{Rules, View};
use crate::text::{Span, Text, TokenKind};
use std::ops::Range;
use std::sync::OnceLock;

/// A stated reason and the token at which it begins.
pub(super) struct Reason {
    pub span: Span,
    pub tokens: Range<usize>,
}

/// What stands in front of a row of adjectives.
const BEFORE_ADJECTIVES: FeatureSet = FeatureSet::of(&[Feature::Article, Feature::HePronoun, Feature::ShePronoun]);

/// Tokens that a clause reaches to either side of what says so, at most.
const LONGEST: usize = 60;

/// The rules of `data/rules/anonymity.rules`.
const FILE: &str = include_str!("../../data/rules/anonymity.rules");

/// All reasons of a text, in text order.
pub(super) fn find(text: &Text<'_>) -> Vec<Reason> {
    static RULES: OnceLock<Rules> = OnceLock::new();
    let rules = RULES.get_or_init(|| Rules::built_in(FILE));
    let view = View { text, roles: &Vec::new(), names: &Vec::new() };
    let mut found: Vec<Reason> = Vec::new();
    for sentence in &text.sentences {
        let matches = rules.0.iter().flat_map(|rule| rule.find_all(&view, sentence.clone()));
        let mut cores: Vec<Range<usize>> = matches.map(|captures| captures.whole).collect();
        cores.sort_by_key(|core| (core.start, core.end));
        for core in cores {
            if found.last().is_none_or(|last| last.tokens.end <= core.start) {
                found.push(clause(text, core));
            }
        }
    }
    found
}

/// The clause around a trigger.
fn clause(text: &Text<'_>, trigger: Range<usize>) -> Reason {
    let sentence = text.sentence_of(trigger.start);
    let outside = |i: usize| super::antecedent::quoted(text, i);
    let mut start = trigger.start;
    while start > sentence.start && trigger.start - start < LONGEST {
        let word = text.word(start - 1);
        if matches!(word, "," | ";" | "(" | "—" | "–" | "--" | ":")
            || outside(start - 1)
            || is_speech_verb(word) && word != "asked"
        {
            break;
        }
        start -= 1;
        if text.is(start, Feature::RelativePerson) || word == "speaking" {
            break;
        }
        // `told reporters on condition of anonymity`
        if word == "on"
            && matches!(text.word(start + 1), "condition" | "the")
            && !start.checked_sub(1).is_some_and(|i| text.is(i, Feature::Talks))
        {
            break;
        }
    }
    let mut end = trigger.end;
    while end < sentence.end && end - trigger.end < LONGEST {
        let word = text.word(end);
        let stop = text.tokens[end].kind == TokenKind::Mark && !matches!(word, "-" | "/" | "'" | "’");
        if stop {
            // `in a nervous, ever poorer town`: the comma between two adjectives ends nothing.
            let next = text.word(end + 1);
            let adjectives = word == ","
                && end > start + 2
                && is_adjective(text.word(end - 1))
                && (next.ends_with("ly")
                    || is_adjective(next) && !next.ends_with("ed")
                    || text.is_any(end - 2, BEFORE_ADJECTIVES)
                    || text.word(end - 2) == "such");
            if !adjectives {
                break;
            }
        }
        if is_speech_verb(word) && end > trigger.end {
            break;
        }
        end += 1;
    }
    Reason { span: text.span(start..end), tokens: start..end }
}

/// Whether a word has an adjective's ending, roughly.
fn is_adjective(word: &str) -> bool {
    word.starts_with(char::is_lowercase) && lexicon().ends_like(word, Feature::AdjectiveEnding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_fits_its_examples() {
        for rule in Rules::read(FILE).unwrap().0 {
            for (example, wanted) in rule.yes.iter().map(|e| (e, true)).chain(rule.no.iter().map(|e| (e, false))) {
                let (source, expected) = example.split_once(" => ").unwrap_or((example, ""));
                let text = Text::new(source);
                let found: Vec<&str> = find(&text).iter().map(|r| text.slice(r.span)).collect();
                assert_eq!(found.join("|"), expected, "{}: {source}", rule.name);
                assert_eq!(!found.is_empty(), wanted, "{}: {source}", rule.name);
            }
        }
    }
}
