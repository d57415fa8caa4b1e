//! A small language of patterns over tokens, and rules that use it.
//!
//! Rules stand in `data/rules/*.rules`; `ARCHITECTURE.md` shows one. A pattern is compiled once and matched in time linear in
//! the length of what it is matched against: a bounded backtracker that never visits a step twice at one token.
//!
//! | written | matches |
//! | --- | --- |
//! | `said`, `,`, `'.'` | the word, in any case; in single quotes where it is a sign of this language |
//! | `<be>`, `<verb-past !cue-verb>`, `<who \| capital>` | a token of which all terms hold, of one of the alternatives: features of the lexicon, classes of [`Class`], words, endings as `-ly` |
//! | `[source]`, `[name]`, `[quotation]` | a whole run of a role, a whole name, a whole quotation with its marks |
//! | `.` | any token |
//! | `^ $ ¶` | the start and the end of what is searched (a sentence, mostly), the start of a paragraph |
//! | `a?  a*  a+  a{2,5}` | repetition, as much as possible; with `?` behind it as little as possible |
//! | `(a \| b c)` | alternatives |
//! | `source:( … )` | a capture |
//! | `!( … )  =( … )` | not, or only, before this |
//! | `@<…>  @!<…>` | behind a token of this kind, or not behind one |

mod compile;
mod matcher;
mod rules;

pub use compile::Pattern;
pub use matcher::{Captures, View};
pub use rules::{Rule, Rules};

use crate::lexicon::Feature;
use crate::text::{QuoteState, Text, TokenKind};

/// What stands over the tokens besides their own features: for each token what it is part of, 0 for nothing. A run's first
/// token has [`BEGINS`] set.
pub type Layer = Vec<u8>;

/// The bit of a run's first token.
pub const BEGINS: u8 = 0x80;

/// Layers of a [`View`], and what their values mean. Patterns name them.
pub mod layer {
    /// Roles of an attribution's parts.
    pub const ROLES: [(&str, u8); 3] = [("source", 1), ("cue", 2), ("content", 3)];
    /// Kinds of names.
    pub const NAMES: [(&str, u8); 4] = [("person", 1), ("organisation-name", 2), ("place-name", 3), ("other-name", 4)];
}

/// A kind of token that the lexicon cannot tell by the word alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Letters.
    Word,
    /// Digits.
    Number,
    /// A mark of punctuation or a symbol.
    Mark,
    /// Begins with a capital.
    Capital,
    /// Begins with a small letter.
    Small,
    /// Between quotation marks, or one of them.
    Quoted,
    /// In no quotation.
    Outside,
    /// An opening mark.
    Open,
    /// The opening mark of a quotation that reads like a sentence.
    OpensSentence,
    /// A closing mark.
    Close,
    /// In a name of any kind.
    Name,
    /// In no role.
    Free,
}

impl Class {
    const NAMED: [(&'static str, Self); 12] = [
        ("word", Self::Word),
        ("number", Self::Number),
        ("mark", Self::Mark),
        ("capital", Self::Capital),
        ("small", Self::Small),
        ("quoted", Self::Quoted),
        ("outside", Self::Outside),
        ("open", Self::Open),
        ("opens-sentence", Self::OpensSentence),
        ("close", Self::Close),
        ("name", Self::Name),
        ("free", Self::Free),
    ];
}

/// What a term of a pattern asks of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    /// This word, in any case.
    Spelt(String),
    Feature(Feature),
    Class(Class),
    /// Part of a run of this role.
    Role(u8),
    /// Part of a name of this kind.
    Named(u8),
    /// A small word with this ending.
    Ends(String),
}

impl Test {
    fn parse(term: &str) -> Self {
        let code = |names: &[(&str, u8)]| names.iter().find(|n| n.0 == term).map(|n| n.1);
        if let Some(feature) = Feature::named(term) {
            Self::Feature(feature)
        } else if let Some((_, class)) = Class::NAMED.iter().find(|(name, _)| *name == term) {
            Self::Class(*class)
        } else if let Some(role) = code(&layer::ROLES) {
            Self::Role(role)
        } else if let Some(kind) = code(&layer::NAMES) {
            Self::Named(kind)
        } else if let Some(ending) = term.strip_prefix('-').filter(|e| !e.is_empty()) {
            Self::Ends(ending.to_owned())
        } else {
            Self::Spelt(term.to_owned())
        }
    }

    fn holds(&self, view: &View<'_, '_>, at: usize) -> bool {
        let Some(token) = view.text.tokens.get(at) else { return false };
        match self {
            Self::Spelt(word) => is_spelt(view.text, at, word),
            Self::Feature(feature) => token.features.has(*feature),
            Self::Class(class) => class.holds(view, at),
            Self::Role(role) => view.role(at) == *role,
            Self::Named(kind) => view.name(at) == *kind,
            Self::Ends(ending) => {
                let word = view.text.word(at);
                token.kind == TokenKind::Word && word.ends_with(ending.as_str()) && word.starts_with(char::is_lowercase)
            }
        }
    }
}

fn is_spelt(text: &Text<'_>, at: usize, word: &str) -> bool {
    let found = text.word(at);
    found.eq_ignore_ascii_case(word) || found.contains('’') && found.replace('’', "'").eq_ignore_ascii_case(word)
}

impl Class {
    fn holds(self, view: &View<'_, '_>, at: usize) -> bool {
        let token = &view.text.tokens[at];
        let first = |test: fn(char) -> bool| view.text.word(at).starts_with(test);
        match self {
            Self::Word => token.kind.is_word(),
            Self::Number => token.kind == TokenKind::Number,
            Self::Mark => token.kind == TokenKind::Mark,
            Self::Capital => token.kind == TokenKind::Word && first(char::is_uppercase),
            Self::Small => token.kind == TokenKind::Word && first(char::is_lowercase),
            Self::Quoted => token.quote != QuoteState::Outside,
            Self::Outside => token.quote == QuoteState::Outside,
            Self::Open => matches!(token.quote, QuoteState::Open { .. }),
            Self::OpensSentence => opens_sentence(view.text, at),
            Self::Close => matches!(token.quote, QuoteState::Close { .. }),
            Self::Name => view.name(at) != 0,
            Self::Free => view.role(at) == 0,
        }
    }
}

/// Whether a token is the opening mark of a quotation that reads like a sentence.
pub fn opens_sentence(text: &Text<'_>, at: usize) -> bool {
    match text.tokens[at].quote {
        QuoteState::Open { full } => {
            full || text.sentence_of(at).start == at && text.word(at + 1).starts_with(char::is_uppercase)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a pattern finds in a text, and its capture `x`.
    fn found(pattern: &str, source: &str) -> Vec<String> {
        let text = Text::new(source);
        let (roles, names) = (vec![0; text.tokens.len()], vec![0; text.tokens.len()]);
        let view = View { text: &text, roles: &roles, names: &names };
        let words = |range: std::ops::Range<usize>| text.slice(text.span(range)).to_owned();
        let pattern = Pattern::new(pattern).unwrap();
        let all = pattern.find_all(&view, 0..text.tokens.len());
        all.into_iter().map(|c| c.get("x").map_or_else(|| words(c.whole.clone()), words)).collect()
    }

    #[test]
    fn the_language() {
        for (pattern, source, expected) in [
            ("said", "She said it. He Said so.", "said|Said"),
            ("<he-pronoun | she-pronoun> x:(said)", "She said it. They said so.", "said"),
            ("the x:(.+?) , said", "the old mayor , said the young mayor , said", "old mayor|young mayor"),
            ("the x:(.+) , said", "the old mayor , said the young mayor , said", "old mayor , said the young mayor"),
            ("a (b c?)* d", "a b c b d. a d. a c d.", "a b c b d|a d"),
            ("<be> <-ly>{0,2} x:(<verb-past !ed>)", "It was very clearly told. It was sold.", ""),
            ("<be> x:(<-ly>{0,2}) told", "It was clearly sadly told.", "clearly sadly"),
            (
                "(was | were | has been) told",
                "It was told, they were told, it has been told.",
                "was told|were told|has been told",
            ),
            ("told !(by)", "It was told by him and told to her.", "told"),
            ("told =(to)", "It was told by him and told to her.", "told"),
            ("@<not> x:(told)", "It was told, not told.", "told"),
            ("@!<not> told", "It was told, not told.", "told"),
            ("^ <capital>", "It was. He went.", "It"),
            ("went '.' $", "It went. He went.", "went."),
            ("<open> x:(.{1,4}?) <close>", "She said “no, never” twice.", "no, never"),
            ("<didn't | did> n't", "He didn’t, or didn't.", "didn’t|didn't"),
            ("x:(a{2,3}) b", "a a a a b", "a a a"),
        ] {
            assert_eq!(found(pattern, source).join("|"), expected, "{pattern}");
        }
    }

    #[test]
    fn faults_are_named() {
        for (pattern, problem) in [
            ("a (b", "`)` is missing"),
            ("a ) b", "`)` closes nothing"),
            ("<a", "`>` is missing"),
            ("< >", "an alternative is empty"),
            ("[sources]", "no runs of `sources`"),
            ("a{3,2}", "bounds"),
            ("a{x}", "a number is missing"),
            ("*", "a word"),
        ] {
            assert!(Pattern::new(pattern).is_err_and(|e| e.contains(problem)), "{pattern}");
        }
        assert!(Rules::read("says x").is_err_and(|e| e.contains("in front of all rules")));
        assert!(Rules::read("rule a\nsays x").is_err_and(|e| e.contains("rule a has no pattern")));
        assert!(Rules::read("rule a\nwhen (\n").is_err_and(|e| e.contains("rule a:")));
        assert!(Rules::read("rule a\nwhen b\nrule a\nwhen b").is_err_and(|e| e.contains("name of its own")));
    }

    #[test]
    fn hostile_repetitions_stay_linear() {
        let text = Text::new("a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a");
        let none = vec![0; text.tokens.len()];
        let view = View { text: &text, roles: &none, names: &none };
        let pattern = Pattern::new("((a* a*)* (a | a a)*)* b").unwrap();
        assert_eq!(pattern.find(&view, 0..text.tokens.len()), None);
    }
}
