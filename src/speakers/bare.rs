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
