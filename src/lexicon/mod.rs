//! What is known of English words: one table of features for all stages.
//!
//! The rows stand in `data/lexicon/*.tsv`: a word, its features, and forms that no rule makes. A token's features are looked
//! up once, when the text is read ([`Token::features`](crate::text::Token::features)); every stage asks those bits and none
//! keeps lists of its own.

mod features;
mod forms;
mod read;
mod synonyms;

pub use features::{Feature, FeatureSet};
pub(crate) use synonyms::{equivalent, nicknames, synonyms};

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The pronoun that a word asks for. Internal: it only chooses between antecedents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Gender {
    Male,
    Female,
}

/// All words with their features.
#[derive(Debug)]
pub struct Lexicon {
    words: HashMap<Cow<'static, str>, FeatureSet>,
    /// Singular of every plural that a rule makes or a row gives.
    singular: HashMap<String, Cow<'static, str>>,
    /// Rows of several words with the feature [`Feature::Phrase`], by their first word, the longest first.
    phrases: HashMap<&'static str, Vec<Phrase>>,
}

/// A row of several words that act as one.
#[derive(Debug)]
pub(crate) struct Phrase {
    pub words: Vec<&'static str>,
    pub features: FeatureSet,
}

/// The lexicon, read once.
#[must_use]
pub fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(read::built_in)
}

/// What a given name is looked up by, where the row with just these letters is missing.
const GIVEN: FeatureSet = FeatureSet::of(&[Feature::GivenName, Feature::GivenMale, Feature::GivenFemale]);

/// What an abbreviation has in common with its row without a full stop.
const ABBREVIABLE: FeatureSet = FeatureSet::of(&[Feature::Title, Feature::Courtesy, Feature::Male, Feature::Female]);

/// Longer words are in no row.
const LONGEST: usize = 32;

impl Lexicon {
    /// The features of a word as it stands in a text.
    ///
    /// A row in lower case holds for every spelling, one with a capital only for that; a given name in capitals or with
    /// accents is known by its plain row. Apostrophes may be curly or straight.
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
            return found;
        }
        let plain = word.replace(['\u{2019}', '\u{02BC}'], "'");
        let mut found = self.row(&plain.to_lowercase());
        if plain.starts_with(char::is_uppercase) {
            found |= self.row(&plain);
            found |= self.row(&fold(&plain)) & GIVEN;
        }
        found
    }

    fn row(&self, key: &str) -> FeatureSet {
        self.words.get(key).copied().unwrap_or_default()
    }

    /// Whether a word has an ending with this feature; endings are in lower case and of two to five letters.
    pub(crate) fn ends_like(&self, word: &str, feature: Feature) -> bool {
        let ending = |length: usize| word.len().checked_sub(length).and_then(|at| word.get(at..));
        (2..=5).filter_map(ending).any(|ending| self.row(&format!("-{ending}")).has(feature))
    }

    /// The phrases that begin with a word, given in lower case.
    pub(crate) fn phrases(&self, first: &str) -> &[Phrase] {
        self.phrases.get(first).map_or(&[], Vec::as_slice)
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
        Noun::of(self.features(word)).or_else(|| forms::by_ending(&word.to_lowercase()))
    }

    /// Singular of a noun, lower case.
    pub(crate) fn singular(&self, word: &str) -> String {
        let lower = word.to_lowercase();
        match self.singular.get(&lower) {
            Some(singular) => singular.clone().into_owned(),
            None if lower.ends_with('s')
                && Noun::of(self.features(&lower)).is_none()
                && forms::by_ending(&lower).is_some() =>
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
        let Some(last) = words.last() else { return false };
        let has = |word: &str, feature| self.row(word).has(feature);
        words.len() > 1 && (has(last, Feature::OrganisationLast) || has(last, Feature::PaperLast))
            || words.len() > 1 && words.iter().any(|w| has(w, Feature::OrganisationAny))
            || words.iter().all(|w| has(w, Feature::OrganisationName))
    }

    /// Whether a word at the end of a name makes it an organisation's.
    pub(crate) fn organisation_word(&self, word: &str) -> bool {
        let row = self.row(word);
        row.has(Feature::OrganisationLast) || row.has(Feature::OrganisationAny)
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

/// `SMITH` → `Smith`.
pub(crate) fn title_case(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect())
}

/// Without the diacritics of Latin letters; other characters stay.
pub(crate) fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        let plain = match c {
            'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
            'À'..='Å' | 'Ā' | 'Ă' | 'Ą' => "A",
            'ç' | 'ć' | 'č' => "c",
            'Ç' | 'Ć' | 'Č' => "C",
            'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
            'È'..='Ë' | 'Ē' | 'Ė' | 'Ę' | 'Ě' => "E",
            'ì'..='ï' | 'ī' | 'į' | 'ı' => "i",
            'Ì'..='Ï' | 'Ī' | 'İ' => "I",
            'ñ' | 'ń' | 'ň' => "n",
            'Ñ' | 'Ń' => "N",
            'ò'..='ö' | 'ø' | 'ō' | 'ő' => "o",
            'Ò'..='Ö' | 'Ø' | 'Ō' | 'Ő' => "O",
            'ù'..='ü' | 'ū' | 'ű' | 'ů' => "u",
            'Ù'..='Ü' | 'Ū' => "U",
            'ý' | 'ÿ' => "y",
            'š' | 'ś' | 'ş' | 'ș' => "s",
            'Š' | 'Ś' | 'Ş' | 'Ș' => "S",
            'ž' | 'ź' | 'ż' => "z",
            'Ž' | 'Ź' | 'Ż' => "Z",
            'ł' => "l",
            'Ł' => "L",
            'ğ' => "g",
            'đ' | 'ď' => "d",
            'Đ' => "D",
            'ř' => "r",
            'ť' | 'ț' | 'ţ' => "t",
            'Ț' => "T",
            'æ' => "ae",
            'ß' => "ss",
            '’' | 'ʼ' => "'",
            '\u{300}'..='\u{36F}' => "",
            _ => {
                out.push(c);
                continue;
            }
        };
        out.push_str(plain);
    }
    out
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
