//! Whether a predicted speaker's name fits a gold speaker.

use super::quotes::{is_blank, is_word};
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

const DETERMINERS: &str = "the a an this that these those his her hers its their our my your";
const TITLES: &str = "mr mrs ms miss dr prof professor sir lord lady rev reverend sen senator rep representative \
    congressman congresswoman del delegate gov governor lt gen general col colonel capt captain adm admiral sgt officer \
    president vice former ex secretary minister prime chancellor mayor judge justice attorney chief chairman \
    chairwoman chair director king queen prince princess pope ambassador";
const SUFFIXES: &str = "jr sr ii iii iv";
const PRONOUNS: &str = "i we you he she it they me us him them his her hers its their theirs our my your himself \
    herself itself themselves who which that whom whose this those these";
/// Words behind which a description is no part of the name.
const CUT: &str = "of who whom whose which that with in on at for from to by near about among including where as like \
    familiar briefed speaking close released published conducted taken sent issued provided disseminated unearthed \
    designed aligned monitoring interviewed involved";
const NICKNAMES: &str = "joseph joe|william bill will|james jim|michael mike|robert bob rob|thomas tom|charles chuck \
    charlie|richard dick rick|bernard bernie|daniel dan|edward ed ted|david dave|benjamin ben|elizabeth liz|anthony \
    tony|donald don|timothy tim|samuel sam|christopher chris|matthew matt|steven steve stephen|katherine kate kathy";

fn is_in(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|w| w == word)
}

fn fold(word: &str) -> String {
    word.to_lowercase()
}

fn begins_upper(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// At least one letter with case, and all of them small.
fn is_lower(word: &str) -> bool {
    word.chars().any(char::is_lowercase) && !word.chars().any(char::is_uppercase)
}

fn is_punctuation(word: &str) -> bool {
    let mut characters = word.chars();
    characters.next().is_some_and(|c| !is_word(c)) && characters.next().is_none()
}

/// A gold speaker of a text.
#[derive(Clone, Debug, Default)]
pub struct GoldSpeaker {
    pub name: String,
    pub kind: String,
    pub aliases: Vec<String>,
}

impl GoldSpeaker {
    fn names(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.name).chain(&self.aliases)
    }
}

/// Words and separators; dots inside abbreviations and possessive endings go.
pub fn words(phrase: &str) -> Vec<String> {
    let text: Vec<char> = phrase.nfkc().map(|c| if matches!(c, '\u{2019}' | '\u{2018}') { '\'' } else { c }).collect();
    let text = without_possessives(&text);
    let text: String = text.into_iter().collect::<String>().replace("--", "\u{2014}");
    let text: Vec<char> = text.chars().collect();
    let word_at = |i: usize| text.get(i).is_some_and(|&c| is_word(c));
    let kept = (0..text.len()).filter(|&i| {
        // The dot behind a single letter: `F.B.I.`, `J. Smith`.
        let initial = i > 0 && word_at(i - 1) && !(i > 1 && word_at(i - 2));
        !(text[i] == '.' && initial && !(word_at(i + 1) && word_at(i + 2)))
    });
    split_words(&kept.map(|i| text[i]).collect::<Vec<char>>())
}

fn without_possessives(text: &[char]) -> Vec<char> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let next = text.get(at + 1).copied();
        let after = text.get(at + 2).copied();
        if text[at] == '\'' && matches!(next, Some('s' | 'S')) && !after.is_some_and(is_word) {
            at += 2;
        } else if text[at] == '\'' && next.is_none_or(is_blank) {
            at += 1;
        } else {
            out.push(text[at]);
            at += 1;
        }
    }
    out
}

fn split_words(text: &[char]) -> Vec<String> {
    let inner = |c: char| is_word(c) || matches!(c, '$' | '%');
    let mut words = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let start = at;
        if inner(text[at]) {
            while at < text.len() && inner(text[at]) {
                at += 1;
            }
            while at + 1 < text.len() && matches!(text[at], '\'' | '-') && is_word(text[at + 1]) {
                at += 1;
                while at < text.len() && is_word(text[at]) {
                    at += 1;
                }
            }
            words.push(text[start..at].iter().collect());
        } else {
            at += 1;
            if ",;:()[]\u{2014}\u{2013}".contains(text[start]) {
                words.push(text[start].to_string());
            }
        }
    }
    words
}

/// Words up to the first mark of an apposition ("Jr." after a comma stays), determiners in front dropped.
pub fn phrase(name: &str) -> Vec<String> {
    let words = words(name);
    let mut out: Vec<String> = Vec::new();
    for (i, word) in words.iter().enumerate() {
        if is_punctuation(word) {
            let suffix = word == "," && words.get(i + 1).is_some_and(|w| is_in(SUFFIXES, &fold(w)));
            if !suffix && !out.is_empty() {
                break;
            }
            continue;
        }
        out.push(word.clone());
    }
    while out.len() > 1 && is_in(DETERMINERS, &fold(&out[0])) {
        out.remove(0);
    }
    out
}

/// Whether a prediction says "nobody".
pub fn is_none(name: Option<&str>) -> bool {
    name.is_none_or(|n| ["", "none", "null", "unknown", "n/a"].contains(&fold(n.trim()).as_str()))
}

/// A name to compare by: small letters, without determiners and titles.
pub fn norm(name: &str) -> String {
    let mut words = phrase(name);
    // Not "Justice officials".
    while words.len() > 1 && is_in(TITLES, &fold(&words[0])) && !is_lower(&words[1]) {
        words.remove(0);
    }
    words.iter().map(|w| fold(w)).collect::<Vec<_>>().join(" ")
}

fn head(name: &str, stop_at_and: bool) -> Option<String> {
    let mut head = None;
    for word in phrase(name) {
        let word = fold(&word);
        if head.is_some() && (is_in(CUT, &word) || stop_at_and && matches!(word.as_str(), "and" | "or")) {
            break;
        }
        head = Some(word);
    }
    head
}

/// A person's name in parts, without titles.
#[derive(Debug, Default)]
pub struct Person {
    /// What stands before the surname, as written.
    pub given: Vec<String>,
    pub surname: String,
    pub suffix: String,
}

impl Person {
    pub fn new(name: &str) -> Self {
        let words = phrase(name);
        let suffix = words.iter().map(|w| fold(w)).find(|w| is_in(SUFFIXES, w)).unwrap_or_default();
        let mut words: Vec<String> = words.into_iter().filter(|w| !is_in(SUFFIXES, &fold(w))).collect();
        // "advisers to Mr. Lund" is not Mr. Lund.
        if let Some(cut) = (1..words.len()).find(|&i| is_in(CUT, &fold(&words[i]))) {
            words.truncate(cut);
        }
        let Some(surname) = words.pop() else { return Self { suffix, ..Self::default() } };
        words.retain(|w| !is_in(TITLES, &fold(w)));
        Self { given: words, surname: fold(&surname), suffix }
    }
}

fn acronym(name: &str) -> String {
    let initials = phrase(name).into_iter().filter_map(|w| w.chars().next());
    let initials: String = initials.filter(|c| c.is_uppercase() || c.is_numeric()).collect();
    fold(&initials)
}

/// How well a predicted name fits a gold speaker, 0 (not at all) to 3 (the same).
///
/// 3: equal to the name or an alias without case, titles and determiners. 2: person: given name and surname agree; other:
/// the words of one are all in the other, with the same head word. 1: person: the surname agrees and no other given name
/// stands before it; other: the same head word.
fn level(predicted: &str, gold: &GoldSpeaker) -> u8 {
    let person = gold.kind == "person";
    let (first, rest) = split_apposition(predicted.trim());
    if person && !rest.is_empty() && !first.contains(" and ") && has_lower_word(&first) {
        // "a lawyer for the harbour board, Jonas Weir"
        let level = level(&rest, gold);
        if level >= 2 {
            return level;
        }
    }
    let name = norm(predicted);
    if name.is_empty() {
        0
    } else if gold.names().any(|n| norm(n) == name) {
        3
    } else if is_in(PRONOUNS, &name) {
        0
    } else if person {
        person_level(predicted, gold)
    } else {
        other_level(predicted, &name, gold)
    }
}

/// What stands before and behind the first comma, dash or bracket.
fn split_apposition(name: &str) -> (String, String) {
    let marks = [",", "--", "\u{2014}", "\u{2013}", "("];
    let joined = match marks.iter().filter_map(|m| name.find(m).map(|at| (at, m.len()))).min() {
        None => name.to_owned(),
        Some((at, length)) => {
            format!("{}\n{}", name[..at].trim_end_matches(is_blank), name[at + length..].trim_start_matches(is_blank))
        }
    };
    joined.split_once('\n').map_or((joined.clone(), String::new()), |(a, b)| (a.to_owned(), b.to_owned()))
}

fn has_lower_word(text: &str) -> bool {
    text.split(|c: char| !is_word(c)).any(|w| is_lower(w) && !is_in(DETERMINERS, w))
}

fn person_level(predicted: &str, gold: &GoldSpeaker) -> u8 {
    let (right, found) = (Person::new(&gold.name), Person::new(predicted));
    if found.surname.is_empty() || found.surname != right.surname {
        return 0;
    }
    if !found.suffix.is_empty() && found.suffix != right.suffix {
        return 0;
    }
    let got: Vec<String> = found.given.iter().map(|w| fold(w)).collect();
    if let Some(first) = right.given.first().map(|w| fold(w)) {
        let nicknames = NICKNAMES.split('|').filter(|group| is_in(group, &first)).flat_map(str::split_whitespace);
        let fitting: BTreeSet<&str> = nicknames.chain([first.as_str()]).collect();
        let initial = got.first().is_some_and(|w| w.chars().count() == 1 && first.starts_with(w.as_str()));
        if initial || got.iter().any(|w| fitting.contains(w.as_str())) {
            // "Robert Keane" fits Robert Keane Jr. less well than his father.
            return if !right.suffix.is_empty() && found.suffix.is_empty() { 1 } else { 2 };
        }
    }
    let aliases = gold.aliases.iter().flat_map(|a| Person::new(a).given);
    let known: BTreeSet<String> = right.given.iter().cloned().chain(aliases).map(|w| fold(&w)).collect();
    let other = |w: &&String| begins_upper(w) && !known.contains(&fold(w)) && w.chars().count() > 1;
    u8::from(!found.given.iter().any(|w| other(&w)))
}

fn other_level(predicted: &str, name: &str, gold: &GoldSpeaker) -> u8 {
    let organisation = gold.kind == "organisation";
    let content = |name: &str| -> BTreeSet<String> {
        name.split_whitespace().filter(|w| !is_in(DETERMINERS, w)).map(str::to_owned).collect()
    };
    let joint = |name: &str| format!(" {name} ").contains(" and ");
    let mut best = 0;
    for gold_name in gold.names() {
        let right = norm(gold_name);
        if !organisation && joint(&right) != joint(name) {
            // Two speakers together are not one of them.
            continue;
        }
        let (a, b) = (content(name), content(&right));
        let same_head = head(predicted, !organisation) == head(gold_name, !organisation);
        let nested = (a.is_subset(&b) || b.is_subset(&a)) && !a.is_disjoint(&b);
        let long = |s: &str| s.chars().count() > 1;
        if same_head && nested {
            best = best.max(2);
        } else if same_head && !organisation {
            best = best.max(1);
        } else if organisation
            && long(name)
            && (name == acronym(gold_name) || acronym(predicted) == right && long(&right))
        {
            best = best.max(2);
        }
    }
    best
}

/// Whether a predicted name is right for the gold speaker with a number, of those of the text; 0: the text names none.
///
/// A name that fits another speaker of the text better, or a person's name that fits another person as well, is wrong.
pub fn right(predicted: Option<&str>, gold: u32, speakers: &BTreeMap<u32, GoldSpeaker>, also: &[u32]) -> bool {
    if gold == 0 || is_none(predicted) {
        return gold == 0 && is_none(predicted);
    }
    let predicted = predicted.unwrap_or_default();
    let levels: BTreeMap<u32, u8> = speakers.iter().map(|(&id, s)| (id, level(predicted, s))).collect();
    let is_person = |id: &u32| speakers.get(id).is_some_and(|s| s.kind == "person");
    std::iter::once(&gold).chain(also).any(|wanted| {
        let reached = levels.get(wanted).copied().unwrap_or(0);
        let mut others = levels.iter().filter(|(id, _)| *id != wanted);
        let beaten = others.any(|(id, &l)| l > reached || l == reached && is_person(wanted) && is_person(id));
        reached > 0 && !beaten
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speakers() -> BTreeMap<u32, GoldSpeaker> {
        let all = [
            ("Ellen Marsh", "person", "Marsh|Mrs. Marsh"),
            ("Colin Marsh", "person", "President Colin Marsh"),
            ("Robert Keane Jr.", "person", "Keane Jr."),
            ("Robert J. Keane", "person", "Mr. Keane|Keane"),
            ("a source", "unnamed", ""),
            ("the Federal Board of Inspection", "organisation", ""),
            ("President Lund and Ellen Marsh", "group", ""),
        ];
        let speaker = |(name, kind, aliases): &(&str, &str, &str)| GoldSpeaker {
            name: (*name).into(),
            kind: (*kind).into(),
            aliases: aliases.split('|').filter(|a| !a.is_empty()).map(str::to_owned).collect(),
        };
        (1..).zip(all.iter().map(speaker)).collect()
    }

    #[test]
    fn names_fit_their_own_speaker_only() {
        let speakers = speakers();
        let cases = [
            ("Ellen Marsh", 1, true),
            ("ELLEN MARSH", 1, true),
            ("Colin Marsh", 1, false),
            ("Marsh", 2, false),
            ("she", 1, false),
            ("Sen. Ellen Marsh (L-Wick)", 1, true),
            ("Ellen Marsh, the Liberal nominee", 1, true),
            ("a lawyer for the party, Ellen Marsh", 1, true),
            ("a friend of Ellen Marsh", 1, false),
            ("Robert Keane", 4, true),
            ("Robert Keane", 3, false),
            ("Robert Keane, Jr.", 3, true),
            ("advisers to Mr. Keane", 4, false),
            ("the source", 5, true),
            ("sources", 5, false),
            ("F.B.I.", 6, true),
            ("Lund and Marsh", 7, true),
            ("President Lund", 7, false),
        ];
        for (name, id, expected) in cases {
            assert_eq!(right(Some(name), id, &speakers, &[]), expected, "{name} for {id}");
        }
        assert!(right(None, 0, &speakers, &[]) && right(Some("unknown"), 0, &speakers, &[]));
        assert!(!right(None, 1, &speakers, &[]));
        assert!(right(Some("Mr. Keane"), 1, &speakers, &[4]));
    }

    #[test]
    fn dots_and_possessives_go() {
        assert_eq!(words("F.B.I.'s J. Smith-Jones' car"), ["FBI", "J", "Smith-Jones", "car"]);
    }
}
