//! Nouns that may stand for the same speaker.

use std::collections::HashMap;
use std::sync::OnceLock;

/// One set a row; a word may be in several.
const TABLE: &str = include_str!("../../data/lexicon/synonyms.tsv");

/// Whether two nouns (singular, lower case) may stand for the same speaker.
pub(crate) fn synonyms(a: &str, b: &str) -> bool {
    static SETS: OnceLock<HashMap<&'static str, Vec<u16>>> = OnceLock::new();
    let sets = SETS.get_or_init(|| {
        let mut sets: HashMap<&'static str, Vec<u16>> = HashMap::new();
        for (number, row) in TABLE.lines().filter(|l| !l.starts_with('#')).enumerate() {
            row.split_whitespace().for_each(|word| sets.entry(word).or_default().push(number as u16));
        }
        sets
    });
    let of = |word: &str| sets.get(word).map_or(&[][..], Vec::as_slice);
    of(a).iter().any(|set| of(b).contains(set))
}
