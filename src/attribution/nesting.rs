//! Attributions inside the content of another: `“He told me he would leave,” she said`.
//!
//! The tags are flat, so the inner attributions are found by rule, and only where the words leave no doubt: a subject, a
//! plain verb of saying, and `that`, a name or pronoun that begins a clause, or a quotation inside the quotation.

use super::cues;
use super::linking::Link;
use crate::annotations::ClaimMode;
use crate::text::{QuoteState, Text, TokenKind};
use std::ops::Range;

const VERBS: &[&str] = &[
    "said",
    "says",
    "told",
    "tells",
    "claimed",
    "claims",
    "warned",
    "warns",
    "promised",
    "promises",
    "admitted",
    "admits",
    "announced",
    "insisted",
    "insists",
    "argued",
    "argues",
    "replied",
    "wrote",
    "declared",
    "testified",
    "vowed",
    "stated",
];

const PRONOUNS: &[&str] = &["he", "she", "they", "i", "we", "you", "it", "who"];

/// Words that can stand between subject and verb.
const BETWEEN: &[&str] =
    &["has", "have", "had", "also", "once", "then", "later", "always", "just", "even", "recently", "repeatedly"];

/// Words with which a reported clause begins when `that` is left out.
const CLAUSE_STARTS: &[&str] = &[
    "he", "she", "they", "i", "we", "you", "it", "the", "there", "his", "her", "their", "my", "our", "this", "these",
    "those",
];

const HEARERS: &[&str] =
    &["me", "him", "her", "them", "us", "you", "reporters", "police", "investigators", "everyone", "people"];

/// How sure an attribution inside another's content is: set by hand, no corpus marks them.
const INNER_CONFIDENCE: f32 = 0.6;

/// Fewer words than this are no claim.
const FEWEST_WORDS: usize = 3;

/// The attributions inside `outer`'s content; none where a piece is short.
pub(super) fn nested(text: &Text<'_>, outer: &Link) -> Vec<Link> {
    let mut found = Vec::new();
    for piece in outer.content.iter().filter(|p| p.len() >= 2 * FEWEST_WORDS) {
        let mut at = piece.start;
        while at < piece.end {
            match inner(text, piece, at).or_else(|| noun(text, piece, at)) {
                Some(link) => {
                    at = link.content[0].end;
                    found.push(link);
                }
                None => at += 1,
            }
        }
    }
    found
}

fn is_in(list: &[&str], word: &str) -> bool {
    list.iter().any(|w| w.eq_ignore_ascii_case(word))
}

/// The attribution whose verb is token `verb`.
fn inner(text: &Text<'_>, piece: &Range<usize>, verb: usize) -> Option<Link> {
    let word = text.word(verb);
    if !is_in(VERBS, word) || !word.starts_with(char::is_lowercase) {
        return None;
    }
    let sentence = text.sentence_of(verb);
    let limits = piece.start.max(sentence.start)..piece.end.min(sentence.end);
    let source = subject(text, &limits, verb)?;
    let mut next = verb + 1;
    if text.tokens.get(next).is_some()
        && (is_in(HEARERS, text.word(next)) || word.starts_with("t") && is_name(text, next))
    {
        // `told her that`; `said her doctor` has no `that` and no clause behind.
        let tells = ["told", "tells", "warned", "warns", "promised", "promises"].contains(&word);
        if tells {
            next += 1;
            while next < limits.end && is_name(text, next) && is_name(text, next - 1) {
                next += 1;
            }
        }
    }
    let content = if let Some(quoted) = quotation_at(text, next, &limits) {
        quoted
    } else {
        // `told him to leave`, where the hearer makes it an order and not a plan.
        let order = next > verb + 1 && text.word(next) == "to";
        let that = order || text.word(next).eq_ignore_ascii_case("that");
        let clause =
            is_in(CLAUSE_STARTS, text.word(next)) && text.tokens.get(next + 1).is_some_and(|t| t.kind.is_word());
        if !that && !clause {
            return None;
        }
        next..clause_end(text, next, limits.end)
    };
    let whole = source.start <= piece.start && content.end >= piece.end;
    (text.words_in(content.clone()) >= FEWEST_WORDS && !whole).then(|| Link {
        source: Some(source),
        cue: vec![verb..verb + 1],
        content: vec![content],
        by_rule: Some(INNER_CONFIDENCE),
        ..Link::default()
    })
}

/// `comments by Ana Ruiz, the mayor, that the bridge was safe`: the attribution whose noun is token `cue`.
fn noun(text: &Text<'_>, piece: &Range<usize>, cue: usize) -> Option<Link> {
    /// Words between the noun and the name, and between the name and `that`.
    const REACH: usize = 16;
    if cues::noun(text.word(cue)) != Some(ClaimMode::Statement) {
        return None;
    }
    let end = piece.end.min(text.sentence_of(cue).end);
    let by = (cue + 1..end.min(cue + 1 + REACH / 2)).find(|&i| is_in(&["by", "from"], text.word(i)))?;
    let start = (by + 1..end.min(by + 4)).find(|&i| is_name(text, i))?;
    let name = start..(start..end).find(|&i| !is_name(text, i)).unwrap_or(end);
    let that = (name.end..end.min(name.end + REACH)).find(|&i| text.word(i) == "that")?;
    // Without a comma the clause is the name's own: `by the Ruiz that we knew`.
    let apposed = that == name.end || text.word(name.end) == ",";
    let content = that..clause_end(text, that, end);
    (apposed && text.words_in(content.clone()) > FEWEST_WORDS).then(|| Link {
        source: Some(name),
        cue: vec![cue..cue + 1],
        content: vec![content],
        by_rule: Some(INNER_CONFIDENCE),
        ..Link::default()
    })
}

fn is_name(text: &Text<'_>, at: usize) -> bool {
    text.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Word) && text.word(at).starts_with(char::is_uppercase)
}

/// The pronoun or name right before the verb.
fn subject(text: &Text<'_>, limits: &Range<usize>, verb: usize) -> Option<Range<usize>> {
    let mut end = verb;
    while end > limits.start && is_in(BETWEEN, text.word(end - 1)) {
        end -= 1;
    }
    let last = end.checked_sub(1).filter(|&i| i >= limits.start)?;
    if is_in(PRONOUNS, text.word(last)) {
        return Some(last..end);
    }
    let mut start = end;
    while start > limits.start && is_name(text, start - 1) {
        start -= 1;
    }
    if start < end {
        return Some(start..end);
    }
    nominal(text, limits.start..end)
}

/// `the mayor`, `my old father`: a determiner and up to three words right before the verb, at the start of a clause.
fn nominal(text: &Text<'_>, limits: Range<usize>) -> Option<Range<usize>> {
    const DETERMINERS: &[&str] = &["the", "a", "an", "my", "his", "her", "their", "our", "your", "its"];
    const CLAUSE: &[&str] =
        &["that", "and", "but", "when", "after", "because", "if", "as", "while", "where", ",", ";", ":"];
    let lowest = limits.end.saturating_sub(4).max(limits.start);
    let start = (lowest..limits.end.saturating_sub(1)).rev().find(|&i| is_in(DETERMINERS, text.word(i)))?;
    let words = start + 1..limits.end;
    let plain = words
        .clone()
        .all(|i| text.tokens[i].kind == TokenKind::Word && cues::cue(text.word(i)).is_none_or(|c| !c.is_verb));
    let begins = start == limits.start
        || is_in(CLAUSE, text.word(start - 1))
        || matches!(text.tokens[start - 1].quote, QuoteState::Open { .. });
    (plain && begins).then_some(start..limits.end)
}

/// The quotation inside the quotation that opens at `at` or behind a comma or colon.
fn quotation_at(text: &Text<'_>, at: usize, limits: &Range<usize>) -> Option<Range<usize>> {
    let at = if matches!(text.word(at), "," | ":") { at + 1 } else { at };
    let from = text.quotations.partition_point(|q| q.tokens.start < at);
    let quotation = text.quotations.get(from).filter(|q| q.tokens.start == at && q.parent.is_some())?;
    (quotation.tokens.start < limits.end).then(|| quotation.tokens.clone())
}

/// The end of the clause: the sentence's, without its full stop and closing mark.
fn clause_end(text: &Text<'_>, start: usize, end: usize) -> usize {
    let mut end = end;
    while end > start && !text.tokens[end - 1].kind.is_word() && text.tokens[end - 1].kind != TokenKind::Clitic {
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_inner_attributions() {
        for (content, expected) in [
            ("“He told me that he would leave the city,” she said", "He|told|that he would leave the city"),
            ("“My boss said, ‘Never come back here again,’ and I left.”", "My boss|said|‘Never come back here again,’"),
            ("“She told us ‘never come back here again’ and left.”", "She|told|‘never come back here again’"),
            ("the mayor had lied when Ana Ruiz said the bridge was safe", "Ana Ruiz|said|the bridge was safe"),
            ("“I said no to all of them there.”", ""),
            ("they never said a word about it all", ""),
            (
                "comments on Monday by Gen. Ana B. Ruiz, head of the guard, that winter offers a chance",
                "Gen. Ana B. Ruiz|comments|that winter offers a chance",
            ),
            ("the man who warned him that it was late", "who|warned|that it was late"),
            ("that the old mayor had told him to burn the file", "the old mayor|told|to burn the file"),
            ("“My father always said, ‘Never sell your best boat.’”", "My father|said|‘Never sell your best boat.’"),
            ("the house of the man said to be his", ""),
        ] {
            let text = Text::new(content);
            let end = (0..text.tokens.len()).find(|&i| text.word(i) == "she").unwrap_or(text.tokens.len());
            let outer = Link { content: vec![0..end], ..Link::default() };
            let found: Vec<String> = nested(&text, &outer)
                .iter()
                .map(|l| {
                    let words = |r: &Range<usize>| text.slice(text.span(r.clone()));
                    format!("{}|{}|{}", words(l.source.as_ref().unwrap()), words(&l.cue[0]), words(&l.content[0]))
                })
                .collect();
            assert_eq!(found.join(";"), expected, "{content}");
        }
    }
}
