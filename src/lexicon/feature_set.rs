//! Sets of features, as bits.

use super::features::Feature;
use super::gender::Gender;
use std::ops::{BitAnd, BitOr, BitOrAssign};

/// Words of 64 bits that hold all features.
const WORDS: usize = 4;

const _: () = assert!(Feature::ALL.len() <= 64 * WORDS, "a feature set has no bit left");

/// A set of features.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FeatureSet([u64; WORDS]);

impl FeatureSet {
    /// What makes a name an organisation's, at its end at least.
    pub(crate) const ORGANISATION_WORD: Self = Self::of(&[Feature::OrganisationLast, Feature::OrganisationAny]);
    /// What a source can consist of by itself: `he`, `who`, `these`.
    pub const PRONOUN: Self = Self::of(&[
        Feature::HePronoun,
        Feature::ShePronoun,
        Feature::TheyPronoun,
        Feature::ItPronoun,
        Feature::IPronoun,
        Feature::WePronoun,
        Feature::YouPronoun,
        Feature::RelativePerson,
        Feature::RelativeThing,
        Feature::Demonstrative,
    ]);
    /// `the`, `a`; `his`, `their`: begins a description.
    pub const DETERMINER: Self = Self::of(&[Feature::Article, Feature::ThirdPossessive]);
    /// `who`, `which`, `that`.
    pub const RELATIVE: Self = Self::of(&[Feature::RelativePerson, Feature::RelativeThing]);

    /// Ends the part of a noun phrase that its head noun is in.
    pub const BEHIND_HEAD: Self =
        Self::of(&[Feature::Preposition, Feature::Coordinator, Feature::RelativePerson, Feature::RelativeThing]);
    /// Counts, perhaps instead of a noun: `many`, `another`, `the second`.
    pub const COUNTING: Self = Self::of(&[Feature::Quantifier, Feature::Ordinal, Feature::Another]);
    /// A verb, by no ending: `met`, `was`, `had`, `would`.
    pub const VERB: Self = Self::of(&[Feature::VerbOnly, Feature::Be, Feature::Have, Feature::FiniteAuxiliary]);

    /// The set of these features.
    #[must_use]
    pub const fn of(features: &[Feature]) -> Self {
        let mut set = [0; WORDS];
        let mut i = 0;
        while i < features.len() {
            let bit = features[i] as usize;
            set[bit / 64] |= 1 << (bit % 64);
            i += 1;
        }
        Self(set)
    }

    /// Whether the feature is in the set.
    #[must_use]
    pub const fn has(self, feature: Feature) -> bool {
        let bit = feature as usize;
        self.0[bit / 64] >> (bit % 64) & 1 == 1
    }

    /// Whether the two sets share a feature.
    #[must_use]
    pub fn intersects(self, other: Self) -> bool {
        (self & other) != Self::default()
    }

    /// Adds a feature.
    pub fn insert(&mut self, feature: Feature) {
        *self |= Self::of(&[feature]);
    }

    /// The pronoun that a noun or title asks for.
    pub(crate) fn gender(self) -> Option<Gender> {
        match (self.has(Feature::Male), self.has(Feature::Female)) {
            (true, false) => Some(Gender::Male),
            (false, true) => Some(Gender::Female),
            _ => None,
        }
    }

    /// The pronoun that mostly stands for the bearers of a given name.
    pub(crate) fn given_gender(self) -> Option<Gender> {
        match (self.has(Feature::GivenMale), self.has(Feature::GivenFemale)) {
            (true, false) => Some(Gender::Male),
            (false, true) => Some(Gender::Female),
            _ => None,
        }
    }

    /// The pronoun that a pronoun is a form of, where it tells `he` from `she`.
    pub(crate) fn pronoun_gender(self) -> Option<Gender> {
        match (self.has(Feature::HePronoun), self.has(Feature::ShePronoun)) {
            (true, false) => Some(Gender::Male),
            (false, true) => Some(Gender::Female),
            _ => None,
        }
    }
}

impl BitOr for FeatureSet {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] | other.0[i]))
    }
}

impl BitOrAssign for FeatureSet {
    fn bitor_assign(&mut self, other: Self) {
        *self = *self | other;
    }
}

impl BitAnd for FeatureSet {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] & other.0[i]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_sets() {
        assert_eq!(Feature::FiniteAuxiliary.name(), "finite-auxiliary");
        for &feature in Feature::ALL {
            assert_eq!(Feature::named(&feature.name()), Some(feature));
            let set = FeatureSet::of(&[feature]);
            assert_eq!(Feature::ALL.iter().filter(|f| set.has(**f)).count(), 1);
        }
        assert_eq!(Feature::named("finite"), None);
    }
}
