//! Sources whose noun is not all: those that only count (`one`, `another`, `the other`, `a second`), and those with a name
//! behind them (`its author, the retired teacher Ann Carter`).

use super::names::Names;
use super::phrase::{Determiner, Nominal};
use super::referent::{Id, Referent};
use crate::annotations::SpeakerKind;
use crate::entities::lexicon::{lexicon, Noun};
use crate::text::{Text, TokenKind};
use std::ops::Range;

/// Nouns for persons that are companies as often: `the ferry's owner, Blue Strait Lines`.
pub(super) const OWNERS: &[&str] = &[
    "owner",
    "operator",
    "maker",
    "manufacturer",
    "parent",
    "rival",
    "employer",
    "publisher",
    "sponsor",
    "landlord",
    "supplier",
    "partner",
    "developer",
    "competitor",
    "contractor",
    "provider",
    "builder",
    "organiser",
    "organizer",
];

/// The bearer of the name in `rest`, the words behind a description: `, Ann Carter`, `, the retired teacher Ann Carter`.
pub(super) fn apposed_name(
    text: &Text<'_>,
    names: &Names,
    referents: &[Referent],
    nominal: &Nominal,
    rest: &Range<usize>,
) -> Option<Id> {
    /// Words between the comma and the name, at most.
    const LONGEST: usize = 6;
    if text.word(rest.start) == "(" {
        return None;
    }
    let owner = nominal.class.organisation || OWNERS.contains(&nominal.noun.as_str());
    let fits = |kind: SpeakerKind| {
        kind == SpeakerKind::Person && nominal.class.person || kind == SpeakerKind::Organisation && owner
    };
    let named = names.within(rest).iter().find(|m| fits(referents[m.referent].kind))?;
    let between = rest.start + 1..named.tokens.start;
    let lex = lexicon();
    let role = |i: usize| lex.title(text.word(i)).is_some() || lex.noun(text.word(i)).is_some_and(|n| n.person);
    if between.clone().all(role) && between.len() <= 3 {
        return Some(named.referent);
    }
    // `the retired teacher`: up to the role that the name follows.
    let plain = |i: usize| text.tokens[i].kind == TokenKind::Word && text.word(i).starts_with(char::is_lowercase);
    let determined = matches!(text.word(between.start), "the" | "a" | "an");
    let ends = between.end > between.start && role(between.end - 1);
    (determined && ends && between.len() <= LONGEST && between.clone().all(plain)).then_some(named.referent)
}

/// Where the name begins by which somebody wants to be known, if a word at `at` says so: `a clerk identified only as Ann`,
/// `a man who gave his name as Ben`.
pub(super) fn given_as(text: &Text<'_>, at: usize) -> Option<usize> {
    let skip = |i: usize| i + usize::from(matches!(text.word(i), "only" | "simply" | "solely"));
    let as_ = match text.word(at) {
        "identified" | "named" => skip(at + 1),
        "known" if skip(at + 1) > at + 1 => skip(at + 1),
        "gave" | "gives" if matches!(text.word(at + 1), "his" | "her" | "their") && text.word(at + 2) == "name" => {
            skip(at + 3)
        }
        _ => return None,
    };
    let name = as_ + 1;
    let capital = text.tokens.get(name).is_some_and(|t| t.kind == TokenKind::Word)
        && text.word(name).starts_with(char::is_uppercase);
    (text.word(as_) == "as" && capital).then_some(name)
}

/// The bearer of a name that ends a description without a comma: `a clerk identified only as Ann`, `chairman of the
/// Harlow Trust Ann Carter`.
pub(super) fn late_name(text: &Text<'_>, names: &Names, referents: &[Referent], range: &Range<usize>) -> Option<Id> {
    let person = |at: usize| {
        let found = names.covering(at).filter(|m| m.tokens.start == at && referents[m.referent].is_person());
        found.map(|m| m.referent)
    };
    if let Some(id) = range.clone().find_map(|i| given_as(text, i).filter(|name| range.contains(name)).and_then(person))
    {
        return Some(id);
    }
    // The name stands right behind that of what its bearer is the head of.
    let end = range.clone().find(|&i| text.tokens[i].kind == TokenKind::Mark).unwrap_or(range.end);
    let first = range.start + usize::from(matches!(text.word(range.start), "the" | "The"));
    let head = lexicon().noun(text.word(first)).is_some_and(|n| n.person && !n.plural) && text.word(first + 1) == "of";
    let name = names.within(range).iter().rev().find(|m| m.tokens.end == end && m.tokens.start > first + 2)?;
    let body = names.covering(name.tokens.start - 1);
    let named = body.is_some_and(|m| referents[m.referent].kind == SpeakerKind::Organisation);
    (head && named && referents[name.referent].is_person()).then_some(name.referent)
}

/// Words that stand for one person of several, and for more than one.
const ONE: &[&str] = &["one", "another", "other", "first", "second", "third", "fourth", "fifth", "sixth", "latter"];
const MORE: &[&str] =
    &["others", "both", "some", "many", "few", "several", "most", "two", "three", "four", "five", "all"];

/// What a word that only counts stands for: a person, or several.
pub(super) fn class(word: &str) -> Option<Noun> {
    let word = word.to_lowercase();
    let person = |plural| Noun { person: true, plural, ..Noun::default() };
    if ONE.contains(&word.as_str()) {
        Some(person(false))
    } else {
        MORE.contains(&word.as_str()).then(|| person(true))
    }
}

/// Whether a description has no noun but such a word.
pub(super) fn is_bare(nominal: &Nominal) -> bool {
    class(&nominal.noun).is_some()
}

/// Whether it is one of before: `the second`, but not `a second` and not `one`, and never `the other`, which is who was
/// not spoken of yet.
pub(super) fn is_again(nominal: &Nominal) -> bool {
    nominal.determiner == Determiner::Definite && !matches!(nominal.noun.as_str(), "other" | "others")
}
