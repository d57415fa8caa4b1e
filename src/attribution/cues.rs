//! The cue lexicon: which verbs, nouns and phrases carry an attribution, and of which kind.
//!
//! Source: `data/cues.tsv`, which says how its lines are to be read.

use crate::annotations::ClaimMode;
use crate::text::Text;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// What the lexicon knows of a word form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    /// A verb's form, or else a noun's.
    pub is_verb: bool,
    /// Said or thought.
    pub mode: ClaimMode,
}

struct Lexicon {
    words: HashMap<String, Cue>,
    nouns: HashMap<String, ClaimMode>,
    /// By first word.
    phrases: HashMap<&'static str, Vec<(Vec<&'static str>, ClaimMode)>>,
}

fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| read(include_str!("../../data/cues.tsv")))
}

fn read(table: &'static str) -> Lexicon {
    let mut lexicon = Lexicon { words: HashMap::new(), nouns: HashMap::new(), phrases: HashMap::new() };
    for line in table.lines().filter(|l| !l.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(lemma), Some(part), Some(kind)) = (fields.next(), fields.next(), fields.next()) else { continue };
        let mode = if kind == "attitude" { ClaimMode::Attitude } else { ClaimMode::Statement };
        match part {
            "phrase" => {
                let words: Vec<&str> = lemma.split(' ').collect();
                lexicon.phrases.entry(words[0]).or_default().push((words, mode));
            }
            "verb" => {
                let irregular: Vec<&str> = fields.next().unwrap_or("").split(' ').filter(|f| !f.is_empty()).collect();
                for form in inflect(lemma, !irregular.is_empty()) {
                    lexicon.words.insert(form, Cue { is_verb: true, mode });
                }
                for form in irregular {
                    lexicon.words.insert(form.to_string(), Cue { is_verb: true, mode });
                }
            }
            _ => {
                for form in [lemma.to_string(), plural(lemma)] {
                    lexicon.nouns.insert(form.clone(), mode);
                    lexicon.words.entry(form).or_insert(Cue { is_verb: false, mode });
                }
            }
        }
    }
    lexicon
}

fn plural(noun: &str) -> String {
    if noun.ends_with('y') && !["ay", "ey", "oy"].iter().any(|e| noun.ends_with(e)) {
        format!("{}ies", &noun[..noun.len() - 1])
    } else if noun.ends_with(['s', 'x', 'z']) || noun.ends_with("ch") || noun.ends_with("sh") {
        format!("{noun}es")
    } else {
        format!("{noun}s")
    }
}

/// The regular forms of a verb. Where irregular forms are listed, only those and the regular `-s` and `-ing` hold.
fn inflect(lemma: &str, irregular: bool) -> Vec<String> {
    let consonant_y = lemma.ends_with('y') && !["ay", "ey", "oy", "uy"].iter().any(|e| lemma.ends_with(e));
    let stem_e = lemma.strip_suffix('e').filter(|s| !s.ends_with('e') && !s.ends_with('o'));
    let mut forms = vec![lemma.to_string(), plural_verb(lemma, consonant_y)];
    forms.push(match stem_e {
        Some(stem) => format!("{stem}ing"),
        None => format!("{lemma}ing"),
    });
    if !irregular {
        forms.push(if consonant_y {
            format!("{}ied", &lemma[..lemma.len() - 1])
        } else if lemma.ends_with('e') {
            format!("{lemma}d")
        } else {
            format!("{lemma}ed")
        });
    }
    forms
}

fn plural_verb(lemma: &str, consonant_y: bool) -> String {
    if consonant_y {
        format!("{}ies", &lemma[..lemma.len() - 1])
    } else if lemma.ends_with(['s', 'x', 'z', 'o']) || lemma.ends_with("ch") || lemma.ends_with("sh") {
        format!("{lemma}es")
    } else {
        format!("{lemma}s")
    }
}

/// What the lexicon says of one word, upper or lower case.
#[must_use]
pub fn cue(word: &str) -> Option<Cue> {
    if word.len() > 24 || !word.is_ascii() {
        return None;
    }
    lexicon().words.get(&word.to_ascii_lowercase()).copied()
}

/// What the lexicon says of a lower-case word as a noun, whether it can be a verb's form too or not.
#[must_use]
pub fn noun(word: &str) -> Option<ClaimMode> {
    lexicon().nouns.get(word).copied()
}

/// The length in tokens and kind of the cue phrase that begins at token `at`.
#[must_use]
pub fn phrase(text: &Text<'_>, at: usize) -> Option<(usize, ClaimMode)> {
    let first = text.word(at).to_ascii_lowercase();
    let found =
        lexicon().phrases.get(first.as_str())?.iter().find(|(words, _)| {
            words.iter().enumerate().all(|(i, word)| text.word(at + i).eq_ignore_ascii_case(word))
        })?;
    Some((found.0.len(), found.1))
}

/// Whether the words of a cue report speech or a state of mind. A phrase counts first, then a speech verb anywhere
/// (`said he believes`), then the last word known; an unknown cue is no statement unless its words stand in quotation
/// marks, which `quoted` says.
#[must_use]
pub fn mode(text: &Text<'_>, cue: Range<usize>, quoted: bool) -> ClaimMode {
    let mut seen = None;
    for i in cue.clone() {
        if let Some((length, mode)) = phrase(text, i) {
            if i + length <= cue.end {
                return mode;
            }
        }
        match self::cue(text.word(i)) {
            Some(Cue { mode: ClaimMode::Statement, .. }) => return ClaimMode::Statement,
            Some(found) => seen = Some(found.mode),
            None => {}
        }
    }
    // The colon or dash of a headline.
    let is_mark = cue.clone().all(|i| !text.tokens[i].kind.is_word());
    seen.unwrap_or(if quoted || is_mark { ClaimMode::Statement } else { ClaimMode::Attitude })
}

/// Whether a cue says that its words were thought and not spoken: `“Never again,” she thought`.
#[must_use]
pub fn thinks(text: &Text<'_>, cue: Range<usize>) -> bool {
    cue.into_iter().any(|i| ["think", "thinks", "thought", "thinking"].contains(&text.word(i)))
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
            assert_eq!(mode(&text, 0..text.tokens.len(), false), expected, "{words}");
        }
    }
}
