//! The cue lexicon: which verbs, nouns and phrases carry an attribution, and of which kind.
//!
//! The words stand in `data/lexicon/cues.tsv`, `cue-nouns.tsv` and `phrases.tsv`.

use crate::annotations::ClaimMode;
use crate::lexicon::{lexicon, Feature, FeatureSet, Phrase};
use crate::text::Text;
use std::ops::Range;

/// What the lexicon knows of a word form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    /// A verb's form, or else a noun's.
    pub is_verb: bool,
    /// Said or thought.
    pub mode: ClaimMode,
}

/// What the lexicon says of one word, upper or lower case.
pub fn cue(word: &str) -> Option<Cue> {
    of(lexicon().features(word))
}

/// What the features of a word say of it as a cue: as a verb's form, or else as a noun.
pub fn of(features: FeatureSet) -> Option<Cue> {
    let verb = features.has(Feature::CueVerb);
    let mode = if verb { verb_mode(features) } else { noun_mode(features) };
    mode.map(|mode| Cue { is_verb: verb, mode })
}

/// What the lexicon says of a token.
pub(super) fn at(text: &Text<'_>, token: usize) -> Option<Cue> {
    text.tokens.get(token).and_then(|token| of(token.features))
}

/// Whether a token is a verb that carries an attribution.
pub(super) fn is_verb(text: &Text<'_>, token: usize) -> bool {
    at(text, token).is_some_and(|cue| cue.is_verb)
}

/// Whether a token is a verb of saying.
pub(super) fn says(text: &Text<'_>, token: usize) -> bool {
    at(text, token).is_some_and(|cue| cue.is_verb && cue.mode == ClaimMode::Statement)
}

fn verb_mode(features: FeatureSet) -> Option<ClaimMode> {
    let statement = features.has(Feature::Statement).then_some(ClaimMode::Statement);
    statement.or_else(|| features.has(Feature::Attitude).then_some(ClaimMode::Attitude))
}

fn noun_mode(features: FeatureSet) -> Option<ClaimMode> {
    let statement = features.has(Feature::NounStatement).then_some(ClaimMode::Statement);
    statement.or_else(|| features.has(Feature::NounAttitude).then_some(ClaimMode::Attitude))
}

/// The length in tokens and kind of the cue phrase that begins at token `at`.
pub fn phrase(text: &Text<'_>, at: usize) -> Option<(usize, ClaimMode)> {
    let first = text.word(at).to_ascii_lowercase();
    let fits = |phrase: &&Phrase| {
        phrase.words.iter().enumerate().all(|(i, word)| text.word(at + i).eq_ignore_ascii_case(word))
    };
    // The longest first, whatever it stands for: the `per` of `per cent` carries nothing. Only one of the same words, which
    // another stage knows too, must not hide it.
    let mut fitting = lexicon().phrases(&first).iter().filter(fits).peekable();
    let length = fitting.peek()?.words.len();
    fitting
        .take_while(|phrase| phrase.words.len() == length)
        .find_map(|phrase| verb_mode(phrase.features))
        .map(|mode| (length, mode))
}

/// Whether the words of a cue report speech or a state of mind. A phrase counts first, then a speech verb anywhere
/// (`said he believes`), then the last word known. `None` where nothing is known.
pub fn mode(text: &Text<'_>, cue: Range<usize>) -> Option<ClaimMode> {
    let mut seen = None;
    for i in cue.clone() {
        if let Some((_, mode)) = phrase(text, i).filter(|(length, _)| i + length <= cue.end) {
            return Some(mode);
        }
        match at(text, i) {
            Some(Cue { mode: ClaimMode::Statement, .. }) => return Some(ClaimMode::Statement),
            Some(found) => seen = Some(found.mode),
            None => {}
        }
    }
    // The colon or dash of a headline.
    let is_mark = cue.clone().all(|i| !text.tokens[i].kind.is_word());
    seen.or(is_mark.then_some(ClaimMode::Statement))
}

/// Whether a cue says that its words were thought and not spoken: `“Never again,” she thought`.
pub fn thinks(text: &Text<'_>, cue: Range<usize>) -> bool {
    cue.into_iter().any(|i| text.is(i, Feature::Thinks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for (word, mode) in [
            ("said", ClaimMode::Statement),
            ("Denies", ClaimMode::Statement),
            ("quipped", ClaimMode::Statement),
            ("writing", ClaimMode::Statement),
            ("agreeing", ClaimMode::Statement),
            ("thought", ClaimMode::Attitude),
            ("hopes", ClaimMode::Attitude),
            ("trying", ClaimMode::Attitude),
        ] {
            assert_eq!(cue(word).map(|c| (c.is_verb, c.mode)), Some((true, mode)), "{word}");
        }
        assert_eq!(cue("allegations").map(|c| c.is_verb), Some(false));
        assert_eq!(cue("sayed"), None);
        assert_eq!(cue("table").map(|c| c.is_verb), Some(true));
    }

    #[test]
    fn phrases() {
        for (words, expected) in [
            ("per the ministry", Some((1, ClaimMode::Statement))),
            ("per cent", None),
            ("Called for calm", Some((2, ClaimMode::Statement))),
            ("called him", None),
        ] {
            assert_eq!(phrase(&Text::new(words), 0), expected, "{words}");
        }
    }

    #[test]
    fn modes() {
        for (words, expected) in [
            ("according to", ClaimMode::Statement),
            ("is expected to", ClaimMode::Attitude),
            ("did n't say", ClaimMode::Statement),
            ("said he believes", ClaimMode::Statement),
            ("would like", ClaimMode::Attitude),
            (":", ClaimMode::Statement),
        ] {
            let text = Text::new(words);
            assert_eq!(mode(&text, 0..text.tokens.len()), Some(expected), "{words}");
        }
    }
}
