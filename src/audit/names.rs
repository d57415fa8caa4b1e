//! What names are compared by.

use crate::entities::without_suffix;
use crate::lexicon::{fold, lexicon, Feature, FeatureSet};

/// Words that stand beside the name of a body and say nothing of which one it is.
const PLAIN: FeatureSet = FeatureSet::of(&[
    Feature::OrganisationAny,
    Feature::OrganisationLast,
    Feature::OrganisationHead,
    Feature::Organisation,
    Feature::Group,
    Feature::Person,
    Feature::PlainOrganisation,
    Feature::BodyHead,
    Feature::FunctionWord,
    Feature::NameJoiner,
    Feature::Article,
    Feature::Preposition,
    Feature::Coordinator,
    Feature::CommonFirst,
    Feature::Distinguishing,
    Feature::Document,
    Feature::SpeechCarrier,
    Feature::HearingBody,
]);

/// Words that say which body it is, whatever else they may be.
const TELLING: FeatureSet =
    FeatureSet::of(&[Feature::Place, Feature::Demonym, Feature::GivenName, Feature::OrganisationName]);

/// Without accents, apostrophes and full stops, in lower case.
fn word_key(word: &str) -> String {
    let mut key = fold(word).to_lowercase();
    key.retain(|c| !matches!(c, '\'' | '.' | ',' | '’' | '\u{02BC}'));
    key
}

/// The words of a name, each as it is compared.
pub(super) fn words(name: &str) -> Vec<String> {
    name.split_whitespace().map(word_key).filter(|word| !word.is_empty()).collect()
}

/// A person's name in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PersonName {
    pub first: String,
    pub middle: Vec<String>,
    pub last: String,
    pub suffix: Option<String>,
}

impl PersonName {
    /// `None` where the name has no given name: it tells somebody only inside an article.
    pub fn of(name: &str) -> Option<Self> {
        let all = words(name);
        let bare = without_suffix(&all);
        let suffix = all.get(bare.len()).cloned();
        let [first, middle @ .., last] = bare else { return None };
        // `J. Smith` may be anybody's; `J. K. Maes` is told by both letters.
        let initial = |word: &String| word.chars().count() == 1;
        if initial(last) || initial(first) && middle.is_empty() {
            return None;
        }
        Some(Self { first: first.clone(), middle: middle.to_vec(), last: last.clone(), suffix })
    }

    /// Whether the words between the first and the last may be the same: `W.` and `Walter` may, `W.` and `H.` may not.
    pub fn middles_agree(&self, other: &Self) -> bool {
        let agree = |a: &String, b: &String| {
            let initial = a.chars().count() == 1 || b.chars().count() == 1;
            a == b || initial && a.chars().next() == b.chars().next()
        };
        self.middle.is_empty()
            || other.middle.is_empty()
            || self.middle.len() == other.middle.len()
                && self.middle.iter().zip(&other.middle).all(|(a, b)| agree(a, b))
    }
}

/// What the name of an organisation, a group or a document is compared by: `The Harbour Board Ltd.` is `harbour board`.
pub(super) fn body_key(name: &str) -> String {
    let is = |word: &str, feature| lexicon().features(word).has(feature);
    let mut words: Vec<&str> = name.split_whitespace().collect();
    if words.len() > 1 && is(words[0], Feature::Article) {
        words.remove(0);
    }
    while words.len() > 1 && words.last().is_some_and(|word| is(word.trim_end_matches(','), Feature::CompanyForm)) {
        words.pop();
    }
    let bare = |word: &str| word_key(word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word));
    words.into_iter().map(bare).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether the name of a body may be that of many: `City Council`, `Ministry of Health`.
pub(super) fn is_generic(name: &str) -> bool {
    name.split_whitespace().all(|word| {
        let features = lexicon().features(word);
        let lower = lexicon().features(&word.to_lowercase());
        !features.intersects(TELLING) && (features.intersects(PLAIN) || lower.intersects(PLAIN))
    })
}

/// Whether `short` is made of the first letters of `long`: `WHB` of `Western Harbour Board`.
pub(super) fn is_acronym_of(short: &str, long: &str) -> bool {
    let letters: String = short.chars().filter(|c| c.is_alphanumeric()).collect();
    if letters.chars().count() < 2 || !letters.chars().all(char::is_uppercase) {
        return false;
    }
    let firsts = |all: bool| -> String {
        let words = long.split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty());
        words.filter(|w| all || w.starts_with(char::is_uppercase)).filter_map(|w| w.chars().next()).collect()
    };
    [firsts(true), firsts(false)].iter().any(|made| made.chars().count() > 1 && made.to_uppercase() == letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_need_a_given_name() {
        let name = PersonName::of("Ilze M. Kalniņa Jr.").unwrap();
        assert_eq!((name.first.as_str(), name.last.as_str()), ("ilze", "kalnina"));
        assert_eq!((name.middle, name.suffix), (vec!["m".to_owned()], Some("jr".to_owned())));
        assert_eq!(PersonName::of("Kalna"), None);
        assert_eq!(PersonName::of("I. Kalna"), None);
        assert!(PersonName::of("I. M. Kalna").is_some());
    }

    #[test]
    fn middle_names_agree_or_not() {
        let name = |text| PersonName::of(text).unwrap();
        assert!(name("Ann W. Berg").middles_agree(&name("Ann Walter Berg")));
        assert!(name("Ann W. Berg").middles_agree(&name("Ann Berg")));
        assert!(!name("Ann W. Berg").middles_agree(&name("Ann H. Berg")));
        assert!(!name("Ann W. Berg").middles_agree(&name("Ann H. W. Berg")));
    }

    #[test]
    fn bodies_are_compared_by_their_words() {
        assert_eq!(body_key("The Western Harbour Board’s"), "western harbour board");
        assert_eq!(body_key("Kalna Shipping Ltd."), "kalna shipping");
        assert!(is_acronym_of("WHB", "Western Harbour Board"));
        assert!(is_acronym_of("MOH", "Ministry of Health") && is_acronym_of("MH", "Ministry of Health"));
        assert!(!is_acronym_of("WHO", "Western Harbour Board"));
        assert!(is_generic("City Council") && !is_generic("Riga City Council"));
    }
}
