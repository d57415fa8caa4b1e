//! The stated reason for anonymity: `who declined to be named because …`.

use crate::entities::is_speech_verb;
use crate::text::{Span, Text, TokenKind};
use std::ops::Range;

/// A stated reason and the token at which it begins.
pub(super) struct Reason {
    pub span: Span,
    pub tokens: Range<usize>,
}

/// Tokens that a clause reaches to either side of what says so, at most.
const LONGEST: usize = 60;

const REFUSALS: &[&str] = &[
    "declined",
    "refused",
    "asked",
    "wished",
    "wanted",
    "requested",
    "preferred",
    "want",
    "wish",
    "not",
    "cannot",
    "declining",
    "asking",
    "insisted",
    "chose",
    "unwilling",
    "n't",
    "without",
    "wanting",
    "agreed",
];

/// All reasons of a text, in text order.
pub(super) fn find(text: &Text<'_>) -> Vec<Reason> {
    let mut found: Vec<Reason> = Vec::new();
    let mut at = 0;
    while at < text.tokens.len() {
        if let Some(trigger) = trigger(text, at) {
            let reason = clause(text, trigger);
            at = reason.tokens.end.max(at + 1);
            found.push(reason);
        } else {
            at += 1;
        }
    }
    found
}

/// The words that say so, if they begin at `at`.
fn trigger(text: &Text<'_>, at: usize) -> Option<Range<usize>> {
    let is = |i: usize, words: &[&str]| words.iter().any(|w| text.word(i).eq_ignore_ascii_case(w));
    match text.word(at) {
        "anonymity" | "anonymously" => {
            let sentence = text.sentence_of(at);
            let before = (sentence.start..at).rev().take(5).find(|&i| {
                is(
                    i,
                    &[
                        "condition",
                        "requested",
                        "requesting",
                        "asked",
                        "asking",
                        "granted",
                        "insisted",
                        "spoke",
                        "speaking",
                        "demanded",
                        "guaranteed",
                        "under",
                    ],
                )
            })?;
            Some(before..at + 1)
        }
        "named" | "identified" | "quoted" => {
            let to_be = is(at.wrapping_sub(1), &["be", "being"]) || is(at.wrapping_sub(2), &["be", "being"]);
            if at < 2 || !to_be {
                return None;
            }
            let sentence = text.sentence_of(at);
            let refusal = (sentence.start..at).rev().take(6).find(|&i| is(i, REFUSALS))?;
            Some(refusal..at + 1)
        }
        "authorized" | "authorised" | "permitted" | "allowed" | "cleared" => {
            let not = (at.saturating_sub(3)..at).any(|i| is(i, &["not", "n't", "never", "nor"]));
            let speak = (at + 1..at + 5)
                .any(|i| is(i, &["speak", "talk", "discuss", "comment", "brief", "disclose", "quoted"]));
            (not && speak && text.word(at + 1) == "to").then_some(at.saturating_sub(1)..at + 3)
        }
        "name" | "names" => {
            let withheld = (at + 1..at + 6).any(|i| is(i, &["withheld", "changed"]))
                && is(at.wrapping_sub(1), &["whose", "his", "her", "their", "real"]);
            let kept = at >= 2
                && (at.saturating_sub(6)..at)
                    .any(|i| is(i, &["give", "giving", "provide", "withhold", "use", "using"]))
                && (at.saturating_sub(7)..at)
                    .any(|i| is(i, &["declined", "refused", "not", "n't", "asked", "without"]));
            let first = (at.saturating_sub(4)..at).any(|i| is(i, &["first"]))
                && (at.saturating_sub(6)..at).any(|i| is(i, &["only"]));
            (withheld || kept || first).then_some(at.saturating_sub(1)..at + 1)
        }
        _ => None,
    }
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
        if matches!(word, "who" | "whose" | "speaking") {
            break;
        }
        // `told reporters on condition of anonymity`
        if word == "on"
            && matches!(text.word(start + 1), "condition" | "the")
            && !matches!(text.word(start.wrapping_sub(1)), "speaking" | "spoke" | "speak" | "talking")
        {
            break;
        }
    }
    let mut end = trigger.end;
    while end < sentence.end && end - trigger.end < LONGEST {
        let word = text.word(end);
        let stop = text.tokens[end].kind == TokenKind::Mark && !matches!(word, "-" | "/" | "'" | "’");
        if stop {
            // `in a paranoid, increasingly totalitarian state`: the comma between two adjectives ends nothing.
            let next = text.word(end + 1);
            let adjectives = word == ","
                && end > start + 2
                && is_adjective(text.word(end - 1))
                && (next.ends_with("ly")
                    || is_adjective(next) && !next.ends_with("ed")
                    || matches!(text.word(end - 2), "a" | "an" | "the" | "such" | "his" | "her"));
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

/// Endings of adjectives, roughly.
fn is_adjective(word: &str) -> bool {
    word.starts_with(char::is_lowercase)
        && ["al", "ic", "ive", "ous", "ful", "less", "oid", "able", "ible", "ary", "ian", "ant", "ent", "ed"]
            .iter()
            .any(|e| word.ends_with(e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons() {
        for (source, expected) in [
            (
                "“It is lost,” said a trader, who declined to be named because of fears in a paranoid, ever harsher state.",
                "who declined to be named because of fears in a paranoid, ever harsher state",
            ),
            ("An aide, speaking on condition of anonymity, said no.", "speaking on condition of anonymity"),
            (
                "The nurse said she was not authorized to speak publicly about it.",
                "she was not authorized to speak publicly about it",
            ),
            ("A neighbour, who asked not to be identified, left.", "who asked not to be identified"),
            ("Lena, whose real name has been changed, agreed.", "whose real name has been changed"),
            ("She was not allowed to leave.", ""),
            ("He was named in the report.", ""),
        ] {
            let text = Text::new(source);
            let found: Vec<&str> = find(&text).iter().map(|r| text.slice(r.span)).collect();
            assert_eq!(found.join("|"), expected, "{source}");
        }
    }
}
