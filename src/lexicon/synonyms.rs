//! Words that stand for one another.

use std::collections::HashMap;
use std::sync::OnceLock;

/// The sets of a table, one a row; a word may be in several.
type Sets = HashMap<&'static str, Vec<u16>>;

fn sets(table: &'static str) -> Sets {
    let mut sets = Sets::new();
    for (number, row) in table.lines().filter(|l| !l.starts_with('#')).enumerate() {
        row.split_whitespace().for_each(|word| sets.entry(word).or_default().push(number as u16));
    }
    sets
}

fn share(sets: &Sets, a: &str, b: &str) -> bool {
    let of = |word: &str| sets.get(word).map_or(&[][..], Vec::as_slice);
    of(a).iter().any(|set| of(b).contains(set))
}

/// Whether two nouns (singular, lower case) may stand for the same speaker.
pub(crate) fn synonyms(a: &str, b: &str) -> bool {
    static SETS: OnceLock<Sets> = OnceLock::new();
    share(SETS.get_or_init(|| sets(include_str!("../../data/lexicon/synonyms.tsv"))), a, b)
}

/// Whether two given names (lower case) may be one person's: `william`, `bill`.
pub(crate) fn nicknames(a: &str, b: &str) -> bool {
    static SETS: OnceLock<Sets> = OnceLock::new();
    share(SETS.get_or_init(|| sets(include_str!("../../data/lexicon/nicknames.tsv"))), a, b)
}

/// What a word (lower case, without a full stop) stands for: `sen` for `senator`, `second` for `2`.
pub(crate) fn equivalent(word: &str) -> Option<&'static str> {
    static ROWS: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    let table = include_str!("../../data/lexicon/equivalents.tsv");
    let rows = ROWS.get_or_init(|| table.lines().filter_map(|row| row.split_once('\t')).collect());
    rows.get(word).copied()
}

/// The codes of the countries, a blank between, in whose news a word (lower case) is at home: `US` for `sheriff`.
pub(crate) fn country_signs(word: &str) -> Option<&'static str> {
    static ROWS: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    let table = include_str!("../../data/lexicon/country-signs.tsv");
    let lines = table.lines().filter(|l| !l.starts_with('#'));
    ROWS.get_or_init(|| lines.filter_map(|row| row.split_once('\t')).collect()).get(word).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_for_one_another() {
        assert!(synonyms("lawyer", "attorney") && !synonyms("lawyer", "striker"));
        assert!(nicknames("bill", "william") && !nicknames("bill", "robert"));
        assert_eq!((equivalent("sen"), equivalent("second"), equivalent("clerk")), (Some("senator"), Some("2"), None));
    }
}
