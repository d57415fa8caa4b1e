//! Roles and descriptions: what the words around a name say of its bearer.

use super::names::{squeezed, NameMention, Names};
use super::referent::Referent;
use super::words::{COURTESY, PARTICIPLES, PAST, PREPOSITIONS};
use crate::annotations::SpeakerKind;
use crate::entities::is_speech_verb;
use crate::lexicon::{lexicon, Gender};
use crate::text::{Text, TokenKind};
use std::ops::Range;

/// The longest description before a name, in tokens.
const BEFORE: usize = 10;
/// The longest apposition behind a name, in tokens.
const BEHIND: usize = 26;

/// The noun that an abbreviated title stands for.
fn title_noun(title: &str) -> String {
    let bare = title.trim_end_matches('.').to_lowercase();
    match bare.as_str() {
        "sen" => "senator",
        "rep" => "representative",
        "gov" => "governor",
        "gen" => "general",
        "dr" => "doctor",
        "prof" => "professor",
        "lt" => "lieutenant",
        "col" => "colonel",
        "capt" => "captain",
        "sgt" => "sergeant",
        "maj" => "major",
        "cmdr" => "commander",
        "adm" => "admiral",
        "insp" => "inspector",
        "det" => "detective",
        "supt" => "superintendent",
        "cllr" => "councillor",
        "rev" | "reverend" => "priest",
        "pres" => "president",
        other => other,
    }
    .to_owned()
}

/// Lower-case words of a range.
pub(super) fn lower_words(text: &Text<'_>, tokens: Range<usize>) -> Vec<String> {
    tokens.filter(|&i| text.tokens[i].kind.is_word()).map(|i| text.word(i).to_lowercase()).collect()
}

/// The pronoun that the titles right in front of a name ask for.
pub(super) fn title_gender(text: &Text<'_>, name: usize) -> Option<Gender> {
    let sentence = text.sentence_of(name);
    (sentence.start..name)
        .rev()
        .take(3)
        .take_while(|&i| {
            lexicon().title(text.word(i)).is_some() || lexicon().noun(text.word(i)).is_some_and(|n| n.person)
        })
        .find_map(|i| {
            let word = text.word(i);
            lexicon().title(word).flatten().or_else(|| lexicon().noun(word).and_then(|n| n.gender))
        })
}

/// Whether two tokens stand together without a blank.
fn joined(text: &Text<'_>, left: usize) -> bool {
    text.tokens.get(left + 1).is_some_and(|t| t.span.start == text.tokens[left].span.end)
}

/// Titles and role in front of a name: `former Kremlin adviser`.
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
            TokenKind::Word if crate::entities::is_function_word(word) => false,
            TokenKind::Word if !lower => true,
            TokenKind::Word => {
                let noun = lex.noun(word);
                let verb = PAST.contains(&word)
                    || is_speech_verb(word)
                    || PREPOSITIONS.contains(&word)
                    || word.ends_with("ed") && !PARTICIPLES.contains(&word)
                    || word.ends_with("ing") && noun.is_none() && word != "acting" && word != "outgoing"
                    || word.ends_with("ly")
                    || word.ends_with('s') && !word.ends_with("ss") && noun.is_none() && !word.ends_with("ics");
                !verb
            }
        };
        // `… a prize Political analyst Ivan Petrenko`: a capital in front of small words begins a sentence.
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
            && (PREPOSITIONS.contains(&word)
                || matches!(word, "who" | "whose" | "which" | "that" | "whom" | "where" | "when" | "because" | "not"))
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
                || PAST.contains(&word)
                || is_speech_verb(word)
                || matches!(word, "taken" | "close" | "familiar")
            {
                return i;
            }
        }
        seen_noun |= lex.noun(word).is_some();
    }
    tokens.end
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
        if mark || is_speech_verb(word) || matches!(word, "who" | "whose" | "whom" | "which" | "and") && end == start {
            break;
        }
        if end > start
            && matches!(word, "who" | "whose" | "whom" | "which" | "has" | "have" | "had" | "is" | "was" | "will")
        {
            break;
        }
        end += 1;
    }
    if end == start || end - start >= BEHIND {
        return None;
    }
    let zone = head_zone(text, &(start..end));
    let first = text.word(start);
    let determined = matches!(
        first,
        "a" | "an" | "the" | "his" | "her" | "its" | "their" | "one" | "another" | "A" | "An" | "The" | "whose"
    );
    if !determined && (crate::entities::is_function_word(first) || PAST.contains(&first) || first.ends_with("ly")) {
        return None;
    }
    let head = (start..zone).rev().find(|&i| {
        lex.noun(text.word(i))
            .is_some_and(|n| if person { n.person && !n.plural } else { n.organisation || n.document })
    })?;
    // `, Ann Lee, said`: the next of a list, not an apposition. `first_name` capital words only are no description
    // unless a noun is among them (`Executive Director`).
    Some(Apposition { tokens: start..end, head })
}

fn without_article(text: &Text<'_>, tokens: &Range<usize>) -> Range<usize> {
    let article = matches!(text.word(tokens.start), "a" | "an" | "the" | "A" | "An" | "The");
    tokens.start + usize::from(article && tokens.len() > 1)..tokens.end
}

/// Reads roles, description and age from the words around a name.
pub(super) fn around_name(text: &Text<'_>, mention: &NameMention, names: &Names, referents: &mut [Referent]) {
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
                    let noun = title_noun(word);
                    if lex.noun(&noun).is_some_and(|n| n.person) {
                        r.add_role(&noun, words.clone());
                    }
                } else if lex.noun(word).is_some_and(|n| n.person && !n.plural) {
                    r.add_role(word, words.clone());
                }
            }
            let courtesy =
                before.clone().all(|i| COURTESY.contains(&text.word(i).trim_end_matches('.').to_lowercase().as_str()));
            if !courtesy {
                pre = Some(before);
            }
        }
    }
    let mut at = name.end;
    // `Jr.` behind a comma
    if text.word(at) == "," && crate::entities::is_suffix(text.word(at + 1)) {
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
        if text.word(start) == "who" && matches!(text.word(start + 1), "is" | "was") {
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
    } else if person
        && matches!(text.word(at), "is" | "was" | "became")
        && matches!(text.word(at + 1), "a" | "an" | "the")
    {
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
        let before = first.start.checked_sub(1).map_or("", |i| text.word(i)).to_lowercase();
        r.whose = if is_whose(text.word(first.start)) {
            Some(first.start)
        } else {
            // The description in front of a name begins behind the article.
            first.start.checked_sub(1).filter(|&i| is_whose(&before) && i >= sentence.start)
        };
        let texts: Vec<String> = parts
            .iter()
            .map(|part| {
                let part = without_article(text, part);
                let start = part.start + usize::from(is_whose(text.word(part.start)) && part.len() > 1);
                squeezed(text, text.span(start..part.end))
            })
            .collect();
        let of = |range: &Range<usize>| matches!(text.word(range.start), "of" | "from" | "at" | "with");
        r.description = match (texts.as_slice(), parts.get(1)) {
            ([pre, post], Some(second)) if of(second) => Some(format!("{pre} {post}")),
            ([pre, post], _) => Some(format!("{pre}, {post}")),
            ([one], _) => Some(one.clone()),
            _ => None,
        };
    }
}

fn is_whose(word: &str) -> bool {
    matches!(word, "his" | "her" | "its" | "their" | "His" | "Her" | "Its" | "Their")
}

/// `, who leads the port workers’ union,`: what somebody is, told by what he does.
fn relative_clause(text: &Text<'_>, at: usize, sentence_end: usize) -> Option<Range<usize>> {
    const VERBS: &[&str] = &[
        "leads",
        "heads",
        "runs",
        "chairs",
        "directs",
        "owns",
        "manages",
        "oversees",
        "coaches",
        "teaches",
        "edits",
        "represents",
        "studies",
        "founded",
        "co-founded",
        "leads",
        "works",
        "serves",
        "commands",
        "led",
        "headed",
        "ran",
        "chaired",
        "represented",
        "taught",
        "lives",
        "farms",
        "presides",
        "advises",
        "co-wrote",
        "co-authored",
        "wrote",
    ];
    let comma = text.word(at) == ",";
    if !comma || text.word(at + 1) != "who" || !VERBS.contains(&text.word(at + 2)) {
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

/// `of the Carnegie Endowment` right behind a name.
fn affiliation(
    text: &Text<'_>,
    names: &Names,
    referents: &[Referent],
    name: &Range<usize>,
    person: bool,
) -> Option<Range<usize>> {
    if !person || !matches!(text.word(name.end), "of" | "from" | "at" | "with") {
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
    let start = start.filter(|&i| {
        matches!(text.word(i).to_lowercase().as_str(), "a" | "an" | "the" | "his" | "her" | "its" | "their" | "one")
    });
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
