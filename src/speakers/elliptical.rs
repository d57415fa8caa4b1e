//! Descriptions without a noun of their own, which only count: `one`, `another`, `the other`, `a second`.

use crate::lexicon::{lexicon, Feature, FeatureSet, Noun};

/// What a word that only counts stands for: a person, or several.
pub(super) fn class(word: &str) -> Option<Noun> {
    let features = lexicon().features(word);
    let person = || Noun { person: true, plural: features.has(Feature::Plural), ..Noun::default() };
    features.intersects(FeatureSet::COUNTING).then(person)
}
