//! Descriptions without a noun of their own, which only count: `one`, `another`, `the other`, `a second`.

use super::phrase::{Determiner, Nominal};
use crate::lexicon::Noun;

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
