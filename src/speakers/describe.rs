//! Roles and descriptions: what the words around a name say of its bearer.

use super::names::{squeezed, title_gender, NameMention, Names};
use super::referent::Referent;
use crate::annotations::SpeakerKind;
use crate::entities::{is_function_word, is_speech_verb, is_suffix};
use crate::lexicon::{equivalent, lexicon, Feature, FeatureSet};
use crate::text::{Text, TokenKind};
use std::ops::Range;

/// Ends the part of a noun phrase that its head noun ends.
const BEHIND_NOUN: FeatureSet =
    FeatureSet::of(&[Feature::Preposition, Feature::RelativePerson, Feature::RelativeThing, Feature::Subordinator]);
/// Joins somebody to what he is.
const COPULA: FeatureSet = FeatureSet::of(&[Feature::Be, Feature::Copula]);
/// The longest description before a name, in tokens.
const BEFORE: usize = 10;
/// The longest apposition behind a name, in tokens.
const BEHIND: usize = 26;

/// Lower-case words of a range.
pub(super) fn lower_words(text: &Text<'_>, tokens: Range<usize>) -> Vec<String> {
    tokens.filter(|&i| text.tokens[i].kind.is_word()).map(|i| text.word(i).to_lowercase()).collect()
}

/// Whether two tokens stand together without a blank.
fn joined(text: &Text<'_>, left: usize) -> bool {
    text.tokens.get(left + 1).is_some_and(|t| t.span.start == text.tokens[left].span.end)
}

/// Titles and role in front of a name: `former Treasury adviser`.
pub(super) fn before_name(text: &Text<'_>, name: usize) -> Option<Range<usize>> {
    let lex = lexicon();
    let sentence = text.sentence_of(name);
    let mut start = name;
    while start > sentence.start && name - start < BEFORE {
        let i = start - 1;
        let word = text.word(i);
        let lower = word.starts_with(char::is_lowercase);
        let fits = match text.tokens[i].kind {
            TokenKind::Mark => matches!(word, "-" | "/" | "‑" | "&") && joined(text, i) && i > sentence.start,
            TokenKind::Clitic => matches!(word, "'s" | "’s") && i > sentence.start && start < name,
            TokenKind::Address => false,
            TokenKind::Number => !word.chars().all(|c| c.is_ascii_digit()),
            TokenKind::Word if is_function_word(word) => false,
            TokenKind::Word if !lower => true,
            TokenKind::Word => {
                let noun = lex.noun(word);
                let describes = text.is(i, Feature::DescribingParticiple);
                let verb = text.is_any(i, FeatureSet::VERB)
                    || is_speech_verb(word)
                    || text.is(i, Feature::Preposition)
                    || word.ends_with("ed") && !describes
                    || word.ends_with("ing") && noun.is_none() && !describes
                    || word.ends_with("ly")
                    || word.ends_with('s') && !word.ends_with("ss") && noun.is_none() && !word.ends_with("ics");
                !verb
            }
        };
        // `… in the final Sports doctor Ivan Petrenko`: a capital in front of small words begins a sentence.
        let begins = lower
            && start + 1 < name
            && text.word(start).starts_with(char::is_uppercase)
            && text.word(start + 1).starts_with(char::is_lowercase)
            && !lex.demonym(text.word(start));
        if !fits || begins {
            break;
        }
        start = i;
    }
    // The words right in front must be a noun for a person or a title.
    let near = name.checked_sub(1).filter(|&i| i >= start)?;
    let word = text.word(near);
    let role = lex.title(word).is_some() || lex.noun(word).is_some_and(|n| n.person && !n.plural);
    role.then_some(start..name)
}

/// A noun phrase that stands beside a name.
pub(super) struct Apposition {
    pub tokens: Range<usize>,
    /// The head noun.
    pub head: usize,
}

/// End of the first part of a noun phrase: behind its head noun, in front of `of`, `who`, a participle …
pub(super) fn head_zone(text: &Text<'_>, tokens: &Range<usize>) -> usize {
    let lex = lexicon();
    let mut seen_noun = false;
    for i in tokens.clone() {
        let word = text.word(i);
        if i > tokens.start
            && (text.is_any(i, BEHIND_NOUN) || matches!(word, "not" | "where"))
            && word.starts_with(char::is_lowercase)
        {
            return i;
        }
        if text.tokens[i].kind == TokenKind::Mark
            && !(matches!(word, "-" | "/" | "&" | "‑" | "'" | "’") || is_quote(word))
        {
            return i;
        }
        if seen_noun && word.starts_with(char::is_lowercase) && lex.noun(word).is_none() {
            let participle = word.ends_with("ed") || word.ends_with("ing");
            if participle
                || text.is_any(i, FeatureSet::VERB)
                || is_speech_verb(word)
                || text.is(i, Feature::Postnominal)
            {
                return i;
            }
        }
        seen_noun |= lex.noun(word).is_some();
    }
    tokens.end
}

/// Whether a description begins with a token: `the`, `her`, `one`.
fn is_determined(text: &Text<'_>, token: usize) -> bool {
    text.is_any(token, FeatureSet::DETERMINER) || text.is_any(token, FeatureSet::COUNTING)
}

/// Whether a token is `who`, `whose`, `which` …, but not `that`.
fn is_relative(text: &Text<'_>, token: usize) -> bool {
    text.is_small(token, Feature::RelativePerson) || text.word(token) == "which"
}

fn is_quote(word: &str) -> bool {
    matches!(word, "“" | "”" | "\"" | "‘")
}

/// The noun phrase that begins at `start`, as an apposition: up to the next comma or stop.
fn apposition(text: &Text<'_>, start: usize, sentence_end: usize, person: bool) -> Option<Apposition> {
    let lex = lexicon();
    let mut end = start;
    while end < sentence_end && end - start < BEHIND {
        let word = text.word(end);
        let mark = text.tokens[end].kind == TokenKind::Mark && !matches!(word, "-" | "/" | "&" | "'" | "’" | "‑");
        // `… at Corvin Bank, a report said`, `… against Hart, his lawyer said`: the subject of a clause.
        if is_speech_verb(word) && end > start && text.is_any(start, FeatureSet::DETERMINER) {
            return None;
        }
        if mark || is_speech_verb(word) || (is_relative(text, end) || word == "and") && end == start {
            break;
        }
        if end > start && (is_relative(text, end) || text.is(end, Feature::FiniteAuxiliary)) {
            break;
        }
        end += 1;
    }
    if end == start || end - start >= BEHIND {
        return None;
    }
    let zone = head_zone(text, &(start..end));
    let first = text.word(start);
    let determined = is_determined(text, start) || first == "whose";
    if !determined && (is_function_word(first) || text.is_any(start, FeatureSet::VERB) || first.ends_with("ly")) {
        return None;
    }
    let head = (start..zone).rev().find(|&i| {
        lex.noun(text.word(i))
            .is_some_and(|n| if person { n.person && !n.plural } else { n.organisation || n.document })
    })?;
    Some(Apposition { tokens: start..end, head })
}

/// Without `the` or `another` in front.
fn without_article(text: &Text<'_>, tokens: &Range<usize>) -> Range<usize> {
    let article = text.is(tokens.start, Feature::Article) || text.is(tokens.start, Feature::Another);
    tokens.start + usize::from(article && tokens.len() > 1)..tokens.end
}

/// Reads roles, description and age from the words around every name.
pub(super) fn around_names(text: &Text<'_>, names: &Names, referents: &mut [Referent]) {
    for mention in &names.mentions {
        around_name(text, mention, names, referents);
    }
}

fn around_name(text: &Text<'_>, mention: &NameMention, names: &Names, referents: &mut [Referent]) {
    let lex = lexicon();
    let person = referents[mention.referent].kind == SpeakerKind::Person;
    let name = mention.tokens.clone();
    let sentence = text.sentence_of(name.start);
    let r = &mut referents[mention.referent];
    let mut pre = None;
    if person {
        r.add_gender(title_gender(text, name.start), 4.0);
        if let Some(before) = before_name(text, name.start) {
            let words = lower_words(text, before.clone());
            // `the candidate's daughter`: the daughter, not the candidate.
            let own = before
                .clone()
                .rev()
                .find(|&i| text.tokens[i].kind == TokenKind::Clitic)
                .map_or(before.start, |i| i + 1);
            for i in own..before.end {
                let word = text.word(i);
                if lex.title(word).is_some() {
                    let title = word.trim_end_matches('.').to_lowercase();
                    let noun = equivalent(&title).unwrap_or(&title);
                    if lex.noun(noun).is_some_and(|n| n.person) {
                        r.add_role(noun, words.clone());
                    }
                } else if lex.noun(word).is_some_and(|n| n.person && !n.plural) {
                    r.add_role(word, words.clone());
                }
            }
            if !before.clone().all(|i| text.is(i, Feature::Courtesy)) {
                pre = Some(before);
            }
        }
    }
    let mut at = name.end;
    // `Jr.` behind a comma, `KC` without one
    if text.is(at, Feature::PostNominal) {
        at += 1;
    }
    if text.word(at) == "," && is_suffix(text.word(at + 1)) {
        at += 2;
    }
    // `(R-Ohio)`, `(WHO)`
    if text.word(at) == "(" {
        if let Some(close) = (at + 1..(at + 9).min(sentence.end)).find(|&i| text.word(i) == ")") {
            match text.word(at + 1) {
                "R" => r.add_role("republican", vec!["republican".into()]),
                "D" => r.add_role("democrat", vec!["democrat".into(), "democratic".into()]),
                _ => {}
            }
            if person && text.tokens[at + 1].kind == TokenKind::Number && close == at + 2 {
                r.age = Some(text.word(at + 1).to_owned());
            }
            at = close + 1;
        }
    }
    let mut post = None;
    if matches!(text.word(at), "," | "—" | "–" | "--") && at + 1 < sentence.end {
        let mut start = at + 1;
        if text.tokens[start].kind == TokenKind::Number && text.word(start).len() <= 3 && text.word(start + 1) == "," {
            r.age = Some(text.word(start).to_owned());
            start += 2;
        }
        // `, who is chief economist at …`
        if text.word(start) == "who" && text.is(start + 1, Feature::Be) {
            start += 2;
        }
        let listed = names.within(&(start..start + 2)).iter().any(|m| referents_is_person(referents, m));
        if start < sentence.end && !listed {
            post = apposition(text, start, sentence.end, person);
        }
    }
    let r = &mut referents[mention.referent];
    if let Some(found) = &post {
        let words = lower_words(text, found.tokens.clone());
        r.add_role(text.word(found.head), words.clone());
        // `founder and chief executive of …`
        let zone = head_zone(text, &found.tokens);
        let own = (found.tokens.start..zone).rev().find(|&i| text.tokens[i].kind == TokenKind::Clitic);
        for i in own.map_or(found.tokens.start, |i| i + 1)..zone {
            let noun = lex.noun(text.word(i));
            if i != found.head && noun.is_some_and(|n| if person { n.person && !n.plural } else { n.organisation }) {
                r.add_role(text.word(i), words.clone());
            }
        }
    } else if person && text.is_any(at, COPULA) && text.is_small(at + 1, Feature::Article) {
        if let Some(found) = apposition(text, at + 1, sentence.end, true) {
            if found.head < head_zone(text, &found.tokens) {
                let words = lower_words(text, found.tokens.clone());
                r.add_role(text.word(found.head), words);
            }
        }
    }
    let mut reverse = None;
    if person && pre.is_none() && post.is_none() && name.start > sentence.start + 1 && text.word(name.start - 1) == ","
    {
        let after = text.word(name.end);
        if matches!(after, "," | "." | ")") || is_speech_verb(after) {
            reverse = before_comma(text, name.start - 1, sentence.start);
        }
        if let Some(found) = &reverse {
            let words = lower_words(text, found.tokens.clone());
            referents[mention.referent].add_role(text.word(found.head), words);
        }
    }
    let affiliation = affiliation(text, names, referents, &name, person);
    let r = &mut referents[mention.referent];
    if r.description.is_none() {
        let bare = |range: &Range<usize>| range.clone().all(|i| text.word(i).ends_with('.'));
        let relative = if person { relative_clause(text, at, sentence.end) } else { None };
        let parts = match (pre, post.map(|p| p.tokens), reverse.map(|r| r.tokens), affiliation, relative) {
            (Some(pre), None, _, Some(of), _) => vec![pre, of],
            (Some(pre), None, _, _, _) => vec![pre],
            (Some(pre), Some(post), _, _, _) if !bare(&pre) && pre.len() > 1 => vec![pre, post],
            (_, Some(post), _, _, _) => vec![post],
            (_, _, Some(reverse), _, _) => vec![reverse],
            (_, _, _, Some(of), _) => {
                let the = usize::from(text.word(of.start + 1) == "the");
                vec![of.start + 1 + the..of.end]
            }
            (_, _, _, _, Some(clause)) => vec![clause],
            _ => Vec::new(),
        };
        let Some(first) = parts.first() else { return };
        let is_whose = |i: usize| text.is(i, Feature::ThirdPossessive);
        r.whose = if is_whose(first.start) {
            Some(first.start)
        } else {
            // The description in front of a name begins behind the article.
            first.start.checked_sub(1).filter(|&i| is_whose(i) && i >= sentence.start)
        };
        let texts: Vec<String> = parts
            .iter()
            .map(|part| {
                let part = without_article(text, part);
                let start = part.start + usize::from(is_whose(part.start) && part.len() > 1);
                squeezed(text, text.span(start..part.end))
            })
            .collect();
        let of = |range: &Range<usize>| text.is(range.start, Feature::Affiliation);
        r.description = match (texts.as_slice(), parts.get(1)) {
            ([pre, post], Some(second)) if of(second) => Some(format!("{pre} {post}")),
            ([pre, post], _) => Some(format!("{pre}, {post}")),
            ([one], _) => Some(one.clone()),
            _ => None,
        };
    }
}

/// `, who leads the port workers’ union,`: what somebody is, told by what he does.
fn relative_clause(text: &Text<'_>, at: usize, sentence_end: usize) -> Option<Range<usize>> {
    let comma = text.word(at) == ",";
    if !comma || text.word(at + 1) != "who" || !text.is_small(at + 2, Feature::RoleVerb) {
        return None;
    }
    let start = at + 1;
    let end = (start..sentence_end.min(start + BEHIND))
        .find(|&i| text.tokens[i].kind == TokenKind::Mark && !matches!(text.word(i), "-" | "/" | "&" | "'" | "’"))?;
    (end > start + 2).then_some(start..end)
}

fn referents_is_person(referents: &[Referent], mention: &NameMention) -> bool {
    referents.get(mention.referent).is_some_and(|r| r.kind == SpeakerKind::Person)
}

/// `of the Northern Maps Institute` right behind a name.
fn affiliation(
    text: &Text<'_>,
    names: &Names,
    referents: &[Referent],
    name: &Range<usize>,
    person: bool,
) -> Option<Range<usize>> {
    if !person || !text.is_small(name.end, Feature::Affiliation) {
        return None;
    }
    let the = usize::from(text.word(name.end + 1) == "the");
    let start = name.end + 1 + the;
    let found = names.within(&(start..start + 1)).first()?;
    let organisation = referents.get(found.referent)?.kind == SpeakerKind::Organisation;
    organisation.then_some(name.end..found.tokens.end)
}

/// The noun phrase in front of a comma: `the plaintiff, Ann Carter,`.
fn before_comma(text: &Text<'_>, comma: usize, sentence_start: usize) -> Option<Apposition> {
    let lex = lexicon();
    let start = (sentence_start..comma).rev().take(18).take_while(|&i| {
        let word = text.word(i);
        text.tokens[i].kind != TokenKind::Mark || matches!(word, "-" | "/" | "&" | "'" | "’")
    });
    let start = start.filter(|&i| is_determined(text, i));
    // The leftmost determiner whose phrase has a noun for a person as its head.
    start
        .filter_map(|i| {
            let zone = head_zone(text, &(i..comma));
            let head = zone.checked_sub(1).filter(|&h| h > i)?;
            let person = lex.noun(text.word(head)).is_some_and(|n| n.person && !n.plural);
            person.then_some(Apposition { tokens: i..comma, head })
        })
        .last()
}
