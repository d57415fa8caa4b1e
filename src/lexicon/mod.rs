//! What is known of English words: one table of features for all stages.
//!
//! The rows stand in `data/lexicon/*.tsv`: a word, its features, and forms that no rule makes. A token's features are looked
//! up once, when the text is read ([`Token::features`](crate::text::Token::features)); every stage asks those bits and none
//! keeps lists of its own.

mod feature_set;
mod features;
mod forms;
mod gender;
mod letters;
mod read;
mod synonyms;

pub use feature_set::FeatureSet;
pub use features::Feature;
pub(crate) use gender::Gender;
pub(crate) use letters::{base_letter, fold, title_case};
#[cfg(fuzzing)]
pub use read::try_table;
pub(crate) use read::{cardinal, Phrase};
pub(crate) use synonyms::{country_signs, equivalent, nicknames, synonyms};

use std::sync::OnceLock;

/// All words with their features.
#[derive(Debug)]
pub struct Lexicon(read::Tables);

/// The lexicon, read once.
#[must_use]
pub fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| Lexicon(read::built_in()))
}

/// What a given name is looked up by, where the row with just these letters is missing.
const GIVEN: FeatureSet = FeatureSet::of(&[Feature::GivenName, Feature::GivenMale, Feature::GivenFemale]);

/// What an abbreviation has in common with its row without a full stop.
const ABBREVIABLE: FeatureSet = FeatureSet::of(&[
    Feature::Title,
    Feature::Courtesy,
    Feature::Male,
    Feature::Female,
    Feature::NameSuffix,
    Feature::BeforeName,
    Feature::StateAbbreviation,
    Feature::Month,
    Feature::Street,
]);

/// What nouns stand for.
const NOUN: FeatureSet = FeatureSet::of(&[Feature::Person, Feature::Group, Feature::Organisation, Feature::Document]);

/// Longer words are in no row.
const LONGEST: usize = 32;

/// Shorter words are not known by their ending.
const SHORTEST_WITH_ENDING: usize = 7;

impl Lexicon {
    /// The features of a word as it stands in a text.
    ///
    /// A row in lower case holds for every spelling, one with a capital only for that; a given name in capitals or with
    /// accents is known by its plain row. Apostrophes may be curly or straight. A word that no row calls a noun may be one
    /// by its ending (`-ologist`).
    #[must_use]
    pub fn features(&self, word: &str) -> FeatureSet {
        if word.len() > LONGEST {
            return FeatureSet::default();
        }
        if word.is_ascii() {
            let mut buffer = [0; LONGEST];
            let lower = &mut buffer[..word.len()];
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            let lower = std::str::from_utf8(lower).unwrap_or("");
            let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
            let mut found = self.row(lower);
            if capital {
                found |= self.row(word);
                if word.len() > 2 && word.bytes().all(|b| b.is_ascii_uppercase()) {
                    found |= self.row(&title_case(word)) & GIVEN;
                }
            }
            if let Some(bare) = lower.strip_suffix('.') {
                found |= self.row(bare) & ABBREVIABLE;
            }
            return self.with_ending(lower, found);
        }
        let plain = word.replace(['\u{2019}', '\u{02BC}'], "'");
        let lower = plain.to_lowercase();
        let mut found = self.row(&lower);
        if plain.starts_with(char::is_uppercase) {
            found |= self.row(&plain);
            found |= self.row(&fold(&plain)) & GIVEN;
        }
        self.with_ending(&lower, found)
    }

    /// The clitic that ends in these letters: `'s`.
    pub(crate) fn clitic(&self, letters: &str) -> Option<&str> {
        let with = |key: String| self.0.words.get_key_value(key.as_str()).map(|(clitic, _)| clitic.as_ref());
        let lower = letters.to_lowercase();
        let known = with(format!("'{lower}")).filter(|clitic| self.row(clitic).has(Feature::Clitic));
        known.or_else(|| with(format!("n'{lower}")))
    }

    fn row(&self, key: &str) -> FeatureSet {
        self.0.words.get(key).copied().unwrap_or_default()
    }

    /// With what the ending says of a word (lower case) that no row calls a noun.
    fn with_ending(&self, lower: &str, found: FeatureSet) -> FeatureSet {
        let one = lower.strip_suffix('s').unwrap_or(lower);
        if one.len() < SHORTEST_WITH_ENDING || found.intersects(NOUN) {
            return found;
        }
        match self.0.endings.iter().find(|(ending, _)| one.ends_with(ending)) {
            Some((_, features)) if one.len() < lower.len() => found | *features | FeatureSet::of(&[Feature::Plural]),
            Some((_, features)) => found | *features,
            None => found,
        }
    }

    /// The words with a feature, in the order of the alphabet.
    pub(crate) fn words_with(&self, feature: Feature) -> Vec<&str> {
        let fitting = self.0.words.iter().filter(|(_, features)| features.has(feature));
        let mut words: Vec<&str> = fitting.map(|(word, _)| word.as_ref()).collect();
        words.sort_unstable();
        words
    }

    /// Whether a word has an ending with this feature; endings are in lower case and of two to five letters.
    pub(crate) fn ends_like(&self, word: &str, feature: Feature) -> bool {
        let ending = |length: usize| word.len().checked_sub(length).and_then(|at| word.get(at..));
        (2..=5).filter_map(ending).any(|ending| self.row(&format!("-{ending}")).has(feature))
    }

    /// The phrases that begin with a word, given in lower case.
    pub(crate) fn phrases(&self, first: &str) -> &[Phrase] {
        self.0.phrases.get(first).map_or(&[], Vec::as_slice)
    }

    /// Whether a word (capital in front, the rest in lower case) is a given name, and whose.
    pub(crate) fn given(&self, word: &str) -> Option<Option<Gender>> {
        let features = self.features(word);
        features.has(Feature::GivenName).then(|| features.given_gender())
    }

    /// Whether a word is a title that stands in front of names, and what pronoun it asks for.
    pub(crate) fn title(&self, word: &str) -> Option<Option<Gender>> {
        let is_title = word.starts_with(char::is_uppercase).then(|| self.features(word));
        is_title.filter(|f| f.has(Feature::Title)).map(FeatureSet::gender)
    }

    /// What sort of speaker a noun makes.
    pub(crate) fn noun(&self, word: &str) -> Option<Noun> {
        Noun::of(self.features(word))
    }

    /// Singular of a noun, lower case.
    pub(crate) fn singular(&self, word: &str) -> String {
        let lower = word.to_lowercase();
        match self.0.singular.get(&lower) {
            Some(singular) => singular.clone().into_owned(),
            None if lower.ends_with('s')
                && !self.row(&lower).intersects(NOUN)
                && self.features(&lower).intersects(NOUN) =>
            {
                lower[..lower.len() - 1].to_owned()
            }
            None => lower,
        }
    }

    /// Whether two nouns (singular, lower case) may stand for the same speaker.
    pub(crate) fn synonyms(&self, a: &str, b: &str) -> bool {
        synonyms(a, b)
    }

    /// Whether a name with these words is an organisation's.
    pub(crate) fn is_organisation(&self, words: &[&str]) -> bool {
        makes_organisation(words.iter().map(|word| self.row(word)))
    }

    /// Whether a word, as its row spells it, makes a name an organisation's at its end.
    pub(crate) fn organisation_word(&self, word: &str) -> bool {
        self.row(word).intersects(FeatureSet::ORGANISATION_WORD)
    }

    /// Country, state or large city.
    pub(crate) fn place(&self, name: &str) -> bool {
        self.row(name).has(Feature::Place)
    }

    /// `Russian`, `Republican` …: words with a capital that describe.
    pub(crate) fn demonym(&self, word: &str) -> bool {
        self.row(word).has(Feature::Demonym)
    }
}

/// Whether a name whose words have these features is an organisation's.
pub(crate) fn makes_organisation(
    words: impl DoubleEndedIterator<Item = FeatureSet> + ExactSizeIterator + Clone,
) -> bool {
    const LAST: FeatureSet = FeatureSet::of(&[Feature::OrganisationLast, Feature::PaperLast]);
    let Some(last) = words.clone().next_back() else { return false };
    let several = words.len() > 1;
    several && (last.intersects(LAST) || words.clone().any(|word| word.has(Feature::OrganisationAny)))
        || words.clone().all(|word| word.has(Feature::OrganisationName))
}

/// What sort of speaker a noun makes; a noun may be of several classes (`paper`: organisation and document).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Noun {
    pub person: bool,
    pub group: bool,
    pub organisation: bool,
    pub document: bool,
    pub plural: bool,
    pub gender: Option<Gender>,
}

impl Noun {
    /// What the features of a word say of it as a noun.
    pub fn of(features: FeatureSet) -> Option<Self> {
        let has = |feature| features.has(feature);
        let noun = Self {
            person: has(Feature::Person),
            group: has(Feature::Group),
            organisation: has(Feature::Organisation),
            document: has(Feature::Document),
            plural: has(Feature::Plural),
            gender: features.gender(),
        };
        (noun.person || noun.group || noun.organisation || noun.document).then_some(noun)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_and_names() {
        let l = lexicon();
        assert!(l.noun("businessmen").is_some_and(|n| n.person && n.plural));
        assert_eq!(l.singular("Secretaries"), "secretary");
        assert_eq!(l.singular("women"), "woman");
        assert!(l.synonyms("lawyer", "attorney") && !l.synonyms("lawyer", "striker"));
        assert_eq!(l.given("Sergei"), Some(Some(Gender::Male)));
        assert_eq!(l.given("TATIANA"), Some(Some(Gender::Female)));
        assert_eq!(l.given("José"), Some(Some(Gender::Male)));
        assert_eq!(l.given("Monday"), None);
        assert_eq!(l.title("Mrs."), Some(Some(Gender::Female)));
        assert_eq!(l.title("mrs."), None);
        assert!(l.is_organisation(&["Deutsche", "Bank"]) && l.is_organisation(&["NATO"]));
        assert!(!l.is_organisation(&["Ann", "Carter"]));
    }
}
