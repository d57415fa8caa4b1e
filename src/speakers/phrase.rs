//! What the words of a source are: a pronoun, a name, a description, several of them together.

use super::bare;
use super::describe::head_zone;
use super::joint::joint;
use super::mend::is_day;
use super::names::{NameMention, Names};
use super::referent::{Id, Referent};
use super::words::{LEADING, ORDINALS, PREPOSITIONS, PRONOUNS, QUANTITIES};
use crate::annotations::SpeakerKind;
use crate::entities::lexicon::{lexicon, Noun};
use crate::entities::{is_acronym, is_capital, is_suffix};
use crate::text::{Text, TokenKind};
use std::ops::Range;

/// A source, read.
#[derive(Clone, Debug)]
pub(super) enum Phrase {
    /// `he`, `who` …: the lower-case word and its token.
    Pronoun(String, usize),
    /// A name.
    Named(Id),
    /// A name of an organisation, a country or the like that no entity stands for: the tokens without article.
    Organisation(Range<usize>),
    /// A description.
    Nominal(Nominal),
    /// Two or more together.
    Joint(Vec<Range<usize>>),
    /// No words.
    Empty,
}

/// What stands in front of a description's noun.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Determiner {
    /// `analysts`
    None,
    /// `the`, `this`, `these`
    Definite,
    /// `a`, `some`, `many`, `three`
    Indefinite,
    /// `his`, `their`
    Pronoun(usize),
    /// `Carter's`, `the ministry's`: the tokens in front of the mark.
    Possessive(Range<usize>),
}

/// A description: `the former Kremlin adviser`.
#[derive(Clone, Debug)]
pub(super) struct Nominal {
    /// From the determiner on, without appositions and relative clauses.
    pub tokens: Range<usize>,
    pub determiner: Determiner,
    /// Token of the head noun.
    pub head: usize,
    /// The head, singular, lower case.
    pub noun: String,
    pub class: Noun,
    /// Words between determiner and head, lower case.
    pub modifiers: Vec<String>,
    /// `first` is 1, `second` 2 …
    pub ordinal: Option<usize>,
    /// `another`, `other`, `a third`: one more, never one of before.
    pub another: bool,
    /// Behind the head: `of the company`.
    pub complement: Range<usize>,
}

impl Nominal {
    /// Whether it is plural.
    pub fn plural(&self) -> bool {
        self.class.plural || self.class.group && !self.class.person && !self.class.organisation
    }

    /// What sort of speaker it makes.
    pub fn kind(&self, text: &Text<'_>) -> SpeakerKind {
        let c = self.class;
        if c.person {
            if c.plural {
                SpeakerKind::Group
            } else {
                SpeakerKind::Unnamed
            }
        } else if c.organisation && c.document {
            // `paper`, `account`: the possessor of a document is mostly a person or organisation.
            SpeakerKind::Organisation
        } else if c.organisation {
            if c.plural {
                SpeakerKind::Group
            } else {
                SpeakerKind::Organisation
            }
        } else if c.document {
            SpeakerKind::Document
        } else if c.group {
            SpeakerKind::Group
        } else if is_capital(text, self.head) && self.head != text.sentence_of(self.head).start {
            SpeakerKind::Organisation
        } else if self.noun.ends_with('s') && !self.noun.ends_with("ss") {
            SpeakerKind::Group
        } else {
            SpeakerKind::Document
        }
    }
}

/// Whether a token is a blank mark at the edge of a source.
fn edge(text: &Text<'_>, token: usize) -> bool {
    text.tokens[token].kind == TokenKind::Mark
}

/// Whether the word is a pronoun that a source can consist of.
pub(crate) fn is_pronoun(word: &str) -> bool {
    PRONOUNS.contains(&word.to_lowercase().as_str())
}

/// Reads the words of a source.
pub(super) fn parse(text: &Text<'_>, names: &Names, referents: &[Referent], range: Range<usize>) -> Phrase {
    let mut range = range.start..range.end.min(text.tokens.len());
    while range.start < range.end && edge(text, range.start) {
        range.start += 1;
    }
    while range.start < range.end
        && (edge(text, range.end - 1)
            || matches!(text.word(range.end - 1), "and" | "or" | "but")
            || matches!(text.word(range.end - 1), "'s" | "’s") && range.len() > 1)
    {
        range.end -= 1;
    }
    while let Some(end) = behind_when(text, &range) {
        range.end = end;
    }
    // `the council itself` is the council.
    if range.len() > 2 && matches!(text.word(range.end - 1), "itself" | "himself" | "herself" | "themselves") {
        range.end -= 1;
    }
    while range.len() > 1
        && LEADING.contains(&text.word(range.start).to_lowercase().as_str())
        && !(text.word(range.start).eq_ignore_ascii_case("in") && range.len() == 2)
        // `both sides`, but `both Carter and Hart`
        && (!text.word(range.start).eq_ignore_ascii_case("both") || range.clone().any(|i| text.word(i) == "and"))
    {
        range.start += 1;
    }
    if range.is_empty() {
        return Phrase::Empty;
    }
    let words: Vec<usize> = range.clone().filter(|&i| text.tokens[i].kind.is_word()).collect();
    let Some(&first) = words.first() else { return Phrase::Empty };
    // `he`; also `he himself`, `she, too`, `they both`.
    let rest =
        |w: &str| is_pronoun(w) || matches!(w, "too" | "also" | "both" | "all" | "then" | "later" | "has" | "is");
    if is_pronoun(text.word(first)) && words[1..].iter().all(|&i| rest(&text.word(i).to_lowercase())) {
        return Phrase::Pronoun(text.word(first).to_lowercase(), first);
    }
    // `who had expected the cut`: the tagger took the clause along.
    let relative = text.word(first).to_lowercase();
    if matches!(relative.as_str(), "who" | "whom" | "which") && words.len() > 1 {
        return Phrase::Pronoun(relative, first);
    }
    if let Some(id) = bare::late_name(text, names, referents, &range) {
        return Phrase::Named(id);
    }
    if let Some(parts) = joint(text, names, referents, &range) {
        return Phrase::Joint(parts);
    }
    let segment = segment(text, &range);
    let phrase = simple(text, names, referents, segment.clone());
    // `a lawyer for the family, Ann Carter`
    if let Phrase::Nominal(nominal) = &phrase {
        let one = !nominal.class.plural || text.word(segment.start).eq_ignore_ascii_case("one");
        if (nominal.class.person || nominal.class.organisation) && one && segment.end < range.end {
            if let Some(id) = super::bare::apposed_name(text, names, referents, nominal, &(segment.end..range.end)) {
                return Phrase::Named(id);
            }
        }
        // `board members, Jo Hart, a consultant,`: no one person is several, so a new clause begins with the name.
        let name = names.covering(segment.end + 1).filter(|m| m.tokens.start == segment.end + 1);
        let name = name.filter(|m| referents[m.referent].words.len() > 1 && referents[m.referent].is_person());
        let ends = |m: &NameMention| m.tokens.end >= range.end || text.word(m.tokens.end) == ",";
        let apposed = segment.end < range.end && text.word(segment.end) == ",";
        if nominal.class.person && nominal.plural() && !one && apposed {
            if let Some(name) = name.filter(|m| ends(m)) {
                return Phrase::Named(name.referent);
            }
        }
    }
    phrase
}

/// Where a source ends if what stands behind says when or in what: `the court on Friday`, `the firm in a statement`.
fn behind_when(text: &Text<'_>, range: &Range<usize>) -> Option<usize> {
    const STRETCHES: &[&str] = &[
        "week",
        "month",
        "year",
        "morning",
        "afternoon",
        "evening",
        "night",
        "weekend",
        "spring",
        "summer",
        "autumn",
        "fall",
        "winter",
        "season",
        "day",
    ];
    const ADVERBS: &[&str] = &[
        "yesterday",
        "tonight",
        "tomorrow",
        "earlier",
        "later",
        "recently",
        "now",
        "still",
        "also",
        "already",
        "again",
        "initially",
        "previously",
        "repeatedly",
        "publicly",
        "today",
        "reportedly",
        "allegedly",
    ];
    const CARRIERS: &[&str] = &[
        "statement",
        "interview",
        "post",
        "tweet",
        "letter",
        "email",
        "e-mail",
        "filing",
        "release",
        "message",
        "speech",
        "memo",
        "report",
        "testimony",
    ];
    let last = range.end.checked_sub(1).filter(|&last| last > range.start)?;
    let word = text.word(last);
    let before = text.word(last - 1);
    let mut end = None;
    if is_day(word) || ADVERBS.contains(&word) {
        end = Some(last);
    } else if STRETCHES.contains(&word) && matches!(before, "this" | "last" | "next" | "that" | "each" | "every") {
        end = Some(last - 1);
    } else if CARRIERS.contains(&word) {
        let inside = (range.start + 1..last).rev().take(5).find(|&i| matches!(text.word(i), "in" | "on" | "via"));
        end = inside.filter(|&i| matches!(text.word(i + 1), "a" | "an" | "his" | "her" | "its" | "their"));
    }
    let mut end = end?;
    while end > range.start + 1 && matches!(text.word(end - 1), "on" | "late" | "early" | "earlier" | "just" | ",") {
        end -= 1;
    }
    // `a study published on Monday`
    let participle =
        text.word(end - 1).ends_with("ed") || matches!(text.word(end - 1), "taken" | "held" | "made" | "sent");
    (end > range.start && !participle).then_some(end)
}

/// Up to the first comma, bracket, dash or relative pronoun.
fn segment(text: &Text<'_>, range: &Range<usize>) -> Range<usize> {
    let mut end = range.start + 1;
    while end < range.end {
        let word = text.word(end);
        let mark = text.tokens[end].kind == TokenKind::Mark;
        let dash = matches!(word, "—" | "–" | "--" | "―");
        if matches!(word, "," | "(" | "[" | ";" | ":") || dash && mark {
            // `Carter, Jr.`
            if !(word == "," && is_suffix(text.word(end + 1))) {
                break;
            }
        }
        if matches!(word, "who" | "whose" | "whom") || matches!(word, "which" | "that") && end > range.start + 1 {
            break;
        }
        // `Most counties have missed the deadline`: the tagger took in more than the noun phrase.
        let finite = matches!(
            word,
            "has"
                | "have"
                | "had"
                | "is"
                | "was"
                | "are"
                | "were"
                | "will"
                | "would"
                | "could"
                | "should"
                | "must"
                | "did"
        );
        if finite && text.tokens[end - 1].kind == TokenKind::Word && !is_determiner(text.word(end - 1)) {
            break;
        }
        end += 1;
    }
    range.start..end
}

fn is_determiner(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "the" | "a" | "an" | "his" | "her" | "its" | "their" | "my" | "our" | "your" | "this" | "that"
    )
}

/// A source without appositions.
fn simple(text: &Text<'_>, names: &Names, referents: &[Referent], range: Range<usize>) -> Phrase {
    let lex = lexicon();
    let zone = range.start..preposition(text, names, &range);
    // Possessor: the last `'s` in front of the head.
    let genitive = zone.clone().rev().find(|&i| {
        i > zone.start
            && i + 1 < zone.end
            && (matches!(text.word(i), "'s" | "’s")
                || matches!(text.word(i), "'" | "’")
                    && text.word(i - 1).ends_with('s')
                    && text.tokens[i].kind == TokenKind::Mark)
    });
    let start = genitive.map_or(zone.start, |g| g + 1);
    let core = start..zone.end;
    let inside = names.within(&core);
    // The name that ends the phrase: `Gov. Ann Carter`, `Carter Jr.`
    if let Some(last) = inside.last() {
        let tail_is_suffix = (last.tokens.end..core.end).all(|i| is_suffix(text.word(i)) || text.word(i) == ",");
        let person = referents[last.referent].kind == SpeakerKind::Person;
        if last.tokens.end >= core.end || tail_is_suffix {
            if person {
                return Phrase::Named(last.referent);
            }
            let common_head = last.tokens.len() > 1 && text.word(core.end - 1).starts_with(char::is_lowercase);
            if !common_head {
                return Phrase::Named(last.referent);
            }
        }
        // `Carter himself`, `Carter too`
        let tail = last.tokens.end..core.end;
        if person && tail.clone().all(|i| matches!(text.word(i), "himself" | "herself" | "too" | "also" | "alone")) {
            return Phrase::Named(last.referent);
        }
    }
    // `Hawk said`: a word that is also a noun, of somebody whose full name the text gives.
    let last = core.end - 1;
    let titled = (core.start..last).all(|i| lex.title(text.word(i)).is_some());
    if genitive.is_none() && titled && core.len() <= 4 && is_capital(text, last) {
        if let Some(id) = names.surname(text.word(last), referents) {
            return Phrase::Named(id);
        }
    }
    let zone_end = head_zone(text, &core).max(core.start + 1).min(core.end);
    let head = (core.start..zone_end).rev().find(|&i| text.tokens[i].kind.is_word()).unwrap_or(core.start);
    let first_name = inside.first().filter(|m| m.tokens.start == core.start || text.word(core.start).ends_with('.'));
    if let Some(first) = first_name {
        // `Carter of the Institute` is caught above; `Carter Wednesday` is a person too.
        let next = text.word(first.tokens.end);
        if referents[first.referent].is_person()
            && first.tokens.end < core.end
            && crate::entities::is_function_word(next)
        {
            return Phrase::Named(first.referent);
        }
    }
    let mut at = core.start;
    let mut determiner = match genitive {
        Some(mark) => Determiner::Possessive(zone.start..mark),
        None => Determiner::None,
    };
    let (mut ordinal, mut another) = (None, false);
    while at < head {
        let word = text.word(at).to_lowercase();
        let number = text.tokens[at].kind == TokenKind::Number
            && word.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.');
        if matches!(word.as_str(), "the" | "this" | "that" | "these" | "those") {
            determiner = Determiner::Definite;
        } else if matches!(word.as_str(), "his" | "her" | "its" | "their" | "my" | "our" | "your") {
            determiner = Determiner::Pronoun(at);
        } else if let Some(o) = ORDINALS.iter().find(|o| o.0 == word) {
            // `a third official` is one more, `the third official` one of before; `the first lady` is neither.
            if text.word(at + 1).to_lowercase() == "lady" {
                break;
            }
            another |= determiner == Determiner::Indefinite;
            ordinal = Some(o.1);
        } else if matches!(word.as_str(), "another" | "other" | "others" | "additional") {
            another |= determiner != Determiner::Definite || word == "another";
            if determiner == Determiner::None {
                determiner = Determiner::Indefinite;
            }
        } else if QUANTITIES.contains(&word.as_str()) || number {
            if determiner == Determiner::None {
                determiner = Determiner::Indefinite;
            }
        } else {
            break;
        }
        at += 1;
    }
    let head_word = text.word(head);
    let mut noun = lex.singular(head_word);
    let mut class = lex.noun(head_word).unwrap_or_default();
    // `one`, `the other`, `a second`: of those spoken of before.
    let counts = (genitive.is_none() && class == Noun::default()).then(|| bare::class(head_word)).flatten();
    if let Some(counted) = counts {
        (noun, class) = (head_word.to_lowercase(), counted);
    }
    // `the 34-year-old`
    if matches!(head_word, "old" | "olds") && text.word(head.wrapping_sub(2)).starts_with("year") {
        noun = "year-old".to_owned();
        class = Noun { person: true, plural: head_word == "olds", ..Noun::default() };
    }
    // An organisation's, country's or unknown person's name: capitals up to its end, and no common noun for a head.
    let named = genitive.is_none()
        && is_capital(text, head)
        && (at == head || (at..=head).filter(|&i| text.tokens[i].kind == TokenKind::Word).all(|i| is_capital(text, i)));
    let common = class.person || class.group && class.plural || class.document;
    if named && !common && (at < head || !class.organisation || is_acronym(head_word)) {
        return Phrase::Organisation(at..zone_end);
    }
    let range = range.start..short_end(text, &range, head);
    let modifiers =
        (at..head).filter(|&i| text.tokens[i].kind.is_word()).map(|i| text.word(i).to_lowercase()).collect();
    Phrase::Nominal(Nominal {
        tokens: range.start..range.end,
        determiner,
        head,
        noun,
        class,
        modifiers,
        ordinal,
        another,
        complement: (head + 1).min(range.end)..range.end,
    })
}

/// Where a description ends that would be too long to be read as one: in front of its last small phrase that fits.
fn short_end(text: &Text<'_>, range: &Range<usize>, head: usize) -> usize {
    /// Tokens of a description, at most.
    const LONGEST: usize = 16;
    if range.len() <= LONGEST {
        return range.end;
    }
    let limit = (range.start + LONGEST).max(head + 1).min(range.end);
    let boundary = |&i: &usize| {
        let word = text.word(i);
        PREPOSITIONS.contains(&word) || matches!(word, "and" | "or" | "that" | "which" | "who" | "where" | "when")
    };
    (head + 2..limit).rev().find(boundary).unwrap_or(head + 1).min(range.end)
}

/// The first preposition that is no part of a name.
fn preposition(text: &Text<'_>, names: &Names, range: &Range<usize>) -> usize {
    (range.start + 1..range.end)
        .find(|&i| PREPOSITIONS.contains(&text.word(i)) && !names.mentions_cover(i))
        .filter(|&i| {
            // `Nearly eight of 10 voters`, `many of the voters`: the head stands behind.
            let quantity = (range.start..i).all(|j| {
                let w = text.word(j).to_lowercase();
                QUANTITIES.contains(&w.as_str()) || text.tokens[j].kind == TokenKind::Number
            });
            !(quantity && text.word(i) == "of")
        })
        .unwrap_or(range.end)
}

impl Names {
    /// Whether a token lies inside a person's name.
    pub fn mentions_cover_person(&self, token: usize, referents: &[Referent]) -> bool {
        self.covering(token).is_some_and(|m| referents[m.referent].is_person())
    }

    /// Whether a token lies inside a name.
    pub fn mentions_cover(&self, token: usize) -> bool {
        let behind = self.mentions.partition_point(|m| m.tokens.start <= token);
        behind > 0 && self.mentions[behind - 1].tokens.end > token
    }
}
