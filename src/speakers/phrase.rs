//! What the words of a source are: a pronoun, a name, a description, several of them together.

use super::describe::head_zone;
use super::joint::joint;
use super::names::{NameMention, Names};
use super::referent::{Referent, ReferentId};
use super::{apposition, elliptical};
use crate::annotations::SpeakerKind;
use crate::entities::{is_acronym, is_capital, is_suffix};
use crate::lexicon::{equivalent, lexicon, Feature, FeatureSet, Noun};
use crate::text::{Text, TokenKind};
use std::ops::Range;

/// What may stand behind a pronoun in a source: `she, too`, `they both`.
const BESIDE_PRONOUN: FeatureSet =
    FeatureSet::of(&[Feature::SourceAdverb, Feature::Quantifier, Feature::FiniteAuxiliary]);
/// What may stand behind a name in a source: `Carter himself`, `Carter too`.
const BEHIND_NAME: FeatureSet = FeatureSet::of(&[Feature::SourceAdverb, Feature::ReflexivePronoun]);
/// Says how many.
const QUANTITY: FeatureSet =
    FeatureSet::of(&[Feature::Quantifier, Feature::Approximator, Feature::Another, Feature::IndefiniteArticle]);
/// What is never in front of a finite verb: no noun, but what a noun follows.
const NO_SUBJECT: FeatureSet = FeatureSet::of(&[Feature::Article, Feature::PossessivePronoun, Feature::Demonstrative]);
/// What may stand inside a name: `Parks and Water Department`.
const WITHIN_NAME: FeatureSet = FeatureSet::of(&[Feature::Preposition, Feature::Coordinator, Feature::Article]);
/// What a long description may be cut in front of.
const PHRASE_END: FeatureSet = FeatureSet::of(&[
    Feature::Preposition,
    Feature::Coordinator,
    Feature::RelativePerson,
    Feature::RelativeThing,
    Feature::Subordinator,
]);

/// A source, read.
#[derive(Clone, Debug)]
pub(super) enum Phrase {
    /// `he`, `who` …: the lower-case word and its token.
    Pronoun(String, usize),
    /// A name.
    Named(ReferentId),
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

/// A description: `the former Treasury adviser`.
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

    /// Whether it has no noun of its own: `one`, `the second`.
    pub fn is_elliptical(&self) -> bool {
        elliptical::class(&self.noun).is_some()
    }

    /// Whether it is one of before: `the second`, but not `a second` and not `one`, and never `the other`, which is who was
    /// not spoken of yet.
    pub fn is_again(&self) -> bool {
        self.determiner == Determiner::Definite && !matches!(self.noun.as_str(), "other" | "others")
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

/// Reads the words of a source.
pub(super) fn parse(text: &Text<'_>, names: &Names, referents: &[Referent], range: Range<usize>) -> Phrase {
    let mut range = range.start..range.end.min(text.tokens.len());
    while range.start < range.end && edge(text, range.start) {
        range.start += 1;
    }
    while range.start < range.end
        && (edge(text, range.end - 1)
            || text.is_small(range.end - 1, Feature::Coordinator)
            || matches!(text.word(range.end - 1), "'s" | "’s") && range.len() > 1)
    {
        range.end -= 1;
    }
    while let Some(end) = behind_when(text, &range) {
        range.end = end;
    }
    // `the council itself` is the council.
    if range.len() > 2 && text.is(range.end - 1, Feature::ReflexivePronoun) {
        range.end -= 1;
    }
    while range.len() > 1
        && text.is(range.start, Feature::BeforeSource)
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
    // `WHO` and `US` are none.
    let shouted = |word: &str| word.len() > 1 && !word.contains(char::is_lowercase);
    let pronoun = |i: usize| text.is_any(i, FeatureSet::PRONOUN) && !shouted(text.word(i));
    let rest = |&i: &usize| pronoun(i) || text.is_any(i, BESIDE_PRONOUN);
    if pronoun(first) && words[1..].iter().all(rest) {
        return Phrase::Pronoun(text.word(first).to_lowercase(), first);
    }
    // `who had expected the cut`: the tagger took the clause along.
    let relative = text.word(first).to_lowercase();
    if words.len() > 1 && pronoun(first) && matches!(relative.as_str(), "who" | "which") {
        return Phrase::Pronoun(relative, first);
    }
    if let Some(id) = apposition::name_given(text, names, referents, &range) {
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
            if let Some(id) = apposition::apposed_name(
                text,
                names,
                referents,
                (nominal.class, &nominal.noun),
                &(segment.end..range.end),
            ) {
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
    let last = range.end.checked_sub(1).filter(|&last| last > range.start)?;
    let mut end = None;
    if text.is(last, Feature::Weekday) || text.is_small(last, Feature::SourceAdverb) {
        end = Some(last);
    } else if text.is_small(last, Feature::TimeUnit) && text.is_small(last - 1, Feature::TimeModifier) {
        end = Some(last - 1);
    } else if text.is_small(last, Feature::SpeechCarrier) {
        let inside = (range.start + 1..last).rev().take(5).find(|&i| matches!(text.word(i), "in" | "on"));
        end =
            inside.filter(|&i| text.is(i + 1, Feature::IndefiniteArticle) || text.is(i + 1, Feature::ThirdPossessive));
    }
    let mut end = end?;
    while end > range.start + 1
        && (matches!(text.word(end - 1), "on" | ",") || text.is_small(end - 1, Feature::TimeModifier))
    {
        end -= 1;
    }
    // `a study published on Monday`
    let participle = text.word(end - 1).ends_with("ed") || text.is_small(end - 1, Feature::VerbOnly);
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
        if text.is_small(end, Feature::RelativePerson)
            || text.is_small(end, Feature::RelativeThing) && end > range.start + 1
        {
            break;
        }
        // `Most counties have missed the deadline`: the tagger took in more than the noun phrase.
        let finite = text.is_small(end, Feature::FiniteAuxiliary);
        if finite && text.tokens[end - 1].kind == TokenKind::Word && !text.is_any(end - 1, NO_SUBJECT) {
            break;
        }
        end += 1;
    }
    range.start..end
}

/// A source without appositions.
fn simple(text: &Text<'_>, names: &Names, referents: &[Referent], range: Range<usize>) -> Phrase {
    let lex = lexicon();
    if let Some(mark) = owner_of_name(text, &range) {
        return simple(text, names, referents, mark + 1..range.end);
    }
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
        if person && tail.clone().all(|i| text.is_any(i, BEHIND_NAME)) {
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
        if text.is(at, Feature::Definite) {
            determiner = Determiner::Definite;
        } else if text.is(at, Feature::PossessivePronoun) {
            determiner = Determiner::Pronoun(at);
        } else if let Some(n) = equivalent(&word).and_then(|n| n.parse().ok()) {
            // `a third official` is one more, `the third official` one of before; `the first lady` is neither.
            if text.word(at + 1).to_lowercase() == "lady" {
                break;
            }
            another |= determiner == Determiner::Indefinite;
            ordinal = Some(n);
        } else if text.is(at, Feature::Another) {
            another |= determiner != Determiner::Definite || word == "another";
            if determiner == Determiner::None {
                determiner = Determiner::Indefinite;
            }
        } else if text.is_any(at, QUANTITY) || number {
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
    let counts = (genitive.is_none() && class == Noun::default()).then(|| elliptical::class(head_word)).flatten();
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
    let boundary = |&i: &usize| text.is_any(i, PHRASE_END) && text.word(i).starts_with(char::is_lowercase);
    (head + 2..limit).rev().find(boundary).unwrap_or(head + 1).min(range.end)
}

/// Where the owner of a name ends, if that has a preposition: `the Ministry of Trade’s` in front of `Import Office`.
fn owner_of_name(text: &Text<'_>, range: &Range<usize>) -> Option<usize> {
    let mark = range.clone().rev().find(|&i| text.is(i, Feature::PossessiveMark))?;
    let name = mark + 1..range.end;
    let part =
        |i: usize| is_capital(text, i) || text.is_any(i, WITHIN_NAME) && text.word(i).starts_with(char::is_lowercase);
    let named =
        name.len() > 1 && is_capital(text, name.start) && is_capital(text, name.end - 1) && name.clone().all(part);
    let of = (range.start + 1..mark).any(|i| text.is_small(i, Feature::Preposition));
    (named && of && is_capital(text, mark - 1)).then_some(mark)
}

/// The first preposition that is no part of a name.
fn preposition(text: &Text<'_>, names: &Names, range: &Range<usize>) -> usize {
    (range.start + 1..range.end)
        .find(|&i| text.is_small(i, Feature::Preposition) && names.covering(i).is_none())
        .filter(|&i| {
            // `Nearly eight of 10 voters`, `many of the voters`: the head stands behind.
            let quantity =
                (range.start..i).all(|j| text.is_any(j, QUANTITY) || text.tokens[j].kind == TokenKind::Number);
            !(quantity && text.word(i) == "of")
        })
        .unwrap_or(range.end)
}
