//! Words of names and beside them, where no token is at hand.

use crate::lexicon::{lexicon, Feature};

/// Whether a word is of no name by itself.
pub(crate) fn is_function_word(word: &str) -> bool {
    lexicon().features(word).has(Feature::FunctionWord)
}

/// Whether a word is a verb of speech that names often stand beside.
pub(crate) fn is_speech_verb(word: &str) -> bool {
    word.starts_with(char::is_lowercase) && lexicon().features(word).has(Feature::NameVerb)
}

/// Two to six capitals.
pub(crate) fn is_acronym(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    (2..=6).contains(&letters)
        && word.chars().all(|c| c.is_uppercase() || c == '.' || c == '&')
        && !lexicon().features(word).has(Feature::NotAcronym)
}

/// `Jr.`, `III` …
pub(crate) fn is_suffix(word: &str) -> bool {
    lexicon().features(word).has(Feature::NameSuffix)
}

/// A name's words without `Jr.` and the like.
pub(crate) fn without_suffix<W: AsRef<str>>(words: &[W]) -> &[W] {
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() && is_suffix(last.as_ref()) => rest,
        _ => words,
    }
}
