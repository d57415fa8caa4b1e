//! Reads the tables of the lexicon.
//!
//! A row is `word<TAB>features<TAB>forms`, the last column only where rules do not make the forms. `#` begins a comment, and
//! `#all` a line whose features every row of the file has. A word may have rows in several files; its features add up. A noun
//! that begins with a hyphen is an ending.

use super::feature_set::FeatureSet;
use super::features::Feature;
use super::forms;
use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

const NUMBERS: &str = include_str!("../../data/lexicon/numbers.tsv");

/// The tables, with their names.
pub(super) const TABLES: &[(&str, &str)] = &[
    ("closed-class", include_str!("../../data/lexicon/closed-class.tsv")),
    ("cue-nouns", include_str!("../../data/lexicon/cue-nouns.tsv")),
    ("cues", include_str!("../../data/lexicon/cues.tsv")),
    ("endings", include_str!("../../data/lexicon/endings.tsv")),
    ("function-words", include_str!("../../data/lexicon/function-words.tsv")),
    ("given-names", include_str!("../../data/lexicon/given-names.tsv")),
    ("modifiers", include_str!("../../data/lexicon/modifiers.tsv")),
    ("names", include_str!("../../data/lexicon/names.tsv")),
    ("nouns", include_str!("../../data/lexicon/nouns.tsv")),
    ("numbers", NUMBERS),
    ("organisations", include_str!("../../data/lexicon/organisations.tsv")),
    ("phrases", include_str!("../../data/lexicon/phrases.tsv")),
    ("place-scorer", include_str!("../../data/lexicon/place-scorer.tsv")),
    ("places", include_str!("../../data/lexicon/places.tsv")),
    ("segmentation", include_str!("../../data/lexicon/segmentation.tsv")),
    ("speaker-nouns", include_str!("../../data/lexicon/speaker-nouns.tsv")),
    ("things", include_str!("../../data/lexicon/things.tsv")),
    ("time", include_str!("../../data/lexicon/time.tsv")),
    ("titles", include_str!("../../data/lexicon/titles.tsv")),
    ("toponyms", include_str!("../../data/lexicon/toponyms.tsv")),
    ("verbs", include_str!("../../data/lexicon/verbs.tsv")),
    ("worth", include_str!("../../data/lexicon/worth.tsv")),
];

/// 64-bit FNV-1a: quick for short words. The keys are ours, so nobody can choose such that collide.
#[derive(Debug)]
pub(super) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// What the tables say.
#[derive(Debug, Default)]
pub(super) struct Tables {
    pub words: HashMap<Cow<'static, str>, FeatureSet, BuildHasherDefault<Fnv>>,
    /// Singular of every plural that a rule makes or a row gives.
    pub singular: HashMap<String, Cow<'static, str>>,
    /// Rows of several words with the feature [`Feature::Phrase`], by their first word, the longest first.
    pub phrases: HashMap<&'static str, Vec<Phrase>>,
    /// Endings of nouns, and what nouns that end so are.
    pub endings: Vec<(&'static str, FeatureSet)>,
}

/// A row of several words that act as one.
#[derive(Debug)]
pub(crate) struct Phrase {
    pub words: Vec<&'static str>,
    pub features: FeatureSet,
}

/// The number in words, from one to twenty: the row of that number in `numbers.tsv`.
pub(crate) fn cardinal(number: u32) -> Option<&'static str> {
    let mut rows = NUMBERS.lines().filter(|line| !line.starts_with('#'));
    let row = rows.nth((number as usize).checked_sub(1)?)?;
    row.split('\t').next().filter(|_| number <= 20)
}

/// A row of a table.
pub(super) struct Row<'t> {
    pub word: &'t str,
    pub kind: Kind,
    /// Forms that the row gives.
    pub forms: Vec<&'t str>,
}

/// What the second column says of a word.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Kind {
    pub features: FeatureSet,
    pub is_verb: bool,
    pub is_noun: bool,
}

impl Kind {
    /// Adds what these names say; the first that is none is the error.
    fn with(mut self, names: &str) -> Result<Self, String> {
        for name in names.split_whitespace() {
            match (name, Feature::named(name)) {
                ("verb", _) => self.is_verb = true,
                ("noun", _) => self.is_noun = true,
                (_, Some(feature)) => self.features.insert(feature),
                _ => return Err(format!("no feature is called `{name}`")),
            }
        }
        Ok(self)
    }
}

/// The rows of a table; an unknown feature, or a row without features, is an error that names the row.
pub(super) fn rows(table: &str) -> impl Iterator<Item = Result<Row<'_>, String>> {
    let mut all = "";
    // Many rows say the same of their words: it is read once.
    let mut kinds: HashMap<&str, Kind, BuildHasherDefault<Fnv>> = HashMap::default();
    table.lines().filter_map(move |line| {
        if let Some(features) = line.strip_prefix("#all") {
            all = features;
        }
        if line.starts_with('#') || line.trim().is_empty() {
            return None;
        }
        let mut fields = line.split('\t');
        let (word, own) = (fields.next().unwrap_or(""), fields.next().unwrap_or(""));
        let forms = fields.next().map_or_else(Vec::new, |forms| forms.split_whitespace().collect());
        let kind = match kinds.get(own) {
            Some(kind) => Ok(*kind),
            None => {
                let kind = Kind::default().with(all).and_then(|kind| kind.with(own));
                kind.inspect(|&kind| _ = kinds.insert(own, kind))
            }
        };
        Some(match kind {
            Err(problem) => Err(format!("`{line}`: {problem}")),
            Ok(kind) if kind == Kind::default() || word.is_empty() => Err(format!("`{line}`: a word and its features")),
            Ok(kind) => Ok(Row { word, kind, forms }),
        })
    })
}

/// The tables that come with the crate. A test reads them strictly; here a broken row is passed over.
pub(super) fn built_in() -> Tables {
    let mut tables = Tables::default();
    for row in TABLES.iter().flat_map(|(_, table)| rows(table)).flatten() {
        tables.add(row);
    }
    for phrases in tables.phrases.values_mut() {
        phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
    }
    tables
}

impl Tables {
    fn add(&mut self, row: Row<'static>) {
        let Row { word, kind: Kind { features, is_verb, is_noun }, forms: given } = row;
        let mut put = |form: Cow<'static, str>, more: &[Feature]| {
            *self.words.entry(form).or_default() |= features | FeatureSet::of(more);
        };
        if features.has(Feature::Phrase) {
            let words: Vec<&str> = word.split(' ').collect();
            self.phrases.entry(words[0]).or_default().push(Phrase { words, features });
            return;
        }
        if let Some(ending) = word.strip_prefix('-').filter(|_| is_noun) {
            self.endings.push((ending, features));
            return;
        }
        if is_verb {
            put(Cow::Borrowed(word), &[Feature::VerbBase]);
            put(Cow::Owned(forms::third_person(word)), &[Feature::VerbThird]);
            put(Cow::Owned(forms::present_participle(word)), &[Feature::VerbIng]);
            // Where forms are given, the regular past is none.
            if given.is_empty() {
                put(Cow::Owned(forms::past(word)), &[Feature::VerbPast]);
            }
            for form in given {
                let feature = if form.ends_with("ing") { Feature::VerbIng } else { Feature::VerbPast };
                put(Cow::Borrowed(form), &[feature]);
            }
        } else if is_noun {
            put(Cow::Borrowed(word), &[]);
            let plural = given.first().map_or_else(|| forms::plural(word), |form| (*form).to_owned());
            put(Cow::Owned(plural.clone()), &[Feature::Plural]);
            self.singular.insert(plural, Cow::Borrowed(word));
        } else {
            put(Cow::Borrowed(word), &[]);
            for form in given {
                put(Cow::Borrowed(form), &[]);
            }
        }
    }
}

/// Each row of any table is read, with the forms that rules make of its word, or named.
#[cfg(fuzzing)]
pub fn try_table(table: &str) {
    for row in rows(table) {
        match row {
            Ok(Row { word, .. }) => {
                for form in [forms::plural, forms::third_person, forms::present_participle, forms::past] {
                    assert!(!form(word).is_empty());
                }
            }
            Err(problem) => assert!(problem.contains('`')),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_row_is_read() {
        for (name, table) in TABLES {
            let mut seen = HashSet::new();
            for row in rows(table) {
                let row = row.unwrap_or_else(|problem| panic!("data/lexicon/{name}.tsv: {problem}"));
                assert!(seen.insert(row.word), "data/lexicon/{name}.tsv has two rows for `{}`", row.word);
            }
            assert!(!seen.is_empty(), "{name}");
        }
    }

    #[test]
    fn inputs_of_the_place_scorer_stand_in_one_table() {
        let features = |name: &str| -> FeatureSet {
            let table = TABLES.iter().find(|t| t.0 == name).map_or("", |t| t.1);
            rows(table).flatten().fold(FeatureSet::default(), |all, row| all | row.kind.features)
        };
        let inputs = features("place-scorer");
        assert_ne!(inputs, FeatureSet::default());
        for (name, _) in TABLES.iter().filter(|t| t.0 != "place-scorer") {
            assert!(!features(name).intersects(inputs), "data/lexicon/{name}.tsv has inputs of the place scorer");
        }
    }

    #[test]
    fn numbers_stand_in_their_order() {
        assert_eq!([1, 2, 12, 20].map(cardinal), ["one", "two", "twelve", "twenty"].map(Some));
        assert_eq!([0, 21].map(cardinal), [None, None]);
    }

    #[test]
    fn broken_rows_are_named() {
        let problem = |table| rows(table).find_map(Result::err).unwrap_or_default();
        assert!(problem("said\tspeech-like\n").contains("`speech-like`"));
        assert!(problem("said\t\n").contains("said"));
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest::proptest! {
        #[test]
        fn any_row_is_read_or_named(table in "(#all verb\n)?((\\PC{0,5}|[a-zé-]{1,4})\t(verb|noun|noun person|plain)?(\t\\PC{0,8})?\n){0,6}") {
            let mut tables = Tables::default();
            for row in rows(Box::leak(table.into_boxed_str())) {
                match row {
                    Ok(row) => tables.add(row),
                    Err(problem) => assert!(problem.contains('`')),
                }
            }
        }
    }
}
