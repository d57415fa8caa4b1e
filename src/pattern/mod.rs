//! A small language of patterns over tokens, and rules that use it.
//!
//! Rules stand in `data/rules/*.rules`; `ARCHITECTURE.md` shows one. A pattern is compiled once and matched in time linear in
//! the length of what it is matched against: a bounded backtracker that never visits a step twice at one token.
//!
//! | written | matches |
//! | --- | --- |
//! | `said`, `,`, `'.'` | the word, in any case; in single quotes where it is a sign of this language |
//! | `<be>`, `<verb-past !cue-verb>`, `<who \| capital>` | a token of which all terms hold, of one of the alternatives: features of the lexicon, classes and roles (`term.rs`), words (in single quotes where they are the name of one of these: `'be'`), endings as `-ly` |
//! | `[source]`, `[name]`, `[quotation]` | a whole run of a role, a whole name, a whole quotation with its marks |
//! | `.` | any token |
//! | `^ $ ¶` | the start and the end of what is searched (a sentence, mostly), the start of a paragraph |
//! | `a?  a*  a+  a{2,5}` | repetition, as much as possible; with `?` behind it as little as possible |
//! | `(a \| b c)` | alternatives |
//! | `source:( … )` | a capture |
//! | `!( … )` | not before this |
//! | `@<…>  @!<…>` | behind a token of this kind, or not behind one |

mod compile;
mod matcher;
mod rules;
mod term;

pub use matcher::Captures;
pub use rules::{carried, Rule, Rules};
pub use term::ROLES;

use crate::text::Text;

/// What stands over the tokens besides their own features: for each token what it is part of, 0 for nothing. A run's first
/// token has [`BEGINS`] set.
pub type Layer = Vec<u8>;

/// The bit of a run's first token.
pub const BEGINS: u8 = 0x80;

/// What a pattern sees: the text, and what earlier stages made of it.
#[derive(Clone, Copy, Debug)]
pub struct View<'a, 't> {
    /// The text.
    pub text: &'a Text<'t>,
    /// [`ROLES`]; empty where there are none yet.
    pub roles: &'a Layer,
    /// Names, all 1; empty where there are none yet.
    pub names: &'a Layer,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    fn rule(pattern: &str) -> Result<Rule, String> {
        Rules::read(&format!("rule a\nwhen {pattern}")).map(|mut rules| rules.0.remove(0))
    }

    /// What a pattern finds in a text, and its capture `x`.
    fn found(pattern: &str, source: &str) -> Vec<String> {
        let text = Text::new(source);
        let (roles, names) = (vec![0; text.tokens.len()], vec![0; text.tokens.len()]);
        let view = View { text: &text, roles: &roles, names: &names };
        let words = |range: std::ops::Range<usize>| text.slice(text.span(range)).to_owned();
        let rule = rule(pattern).unwrap();
        let all = rule.find_all(&view, 0..text.tokens.len());
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
            ("@<not> x:(told)", "It was told, not told.", "told"),
            ("@!<not> told", "It was told, not told.", "told"),
            ("^ <capital>", "It was. He went.", "It"),
            ("went '.' $", "It went. He went.", "went."),
            ("“ x:(.{1,4}?) ”", "She said “no, never” twice.", "no, never"),
            ("<be> <'be'>", "It was be. It is was.", "was be"),
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
            ("<a", "`<…>` is missing"),
            ("< >", "an alternative is empty"),
            ("[sources]", "no runs of `sources`"),
            ("a{3,2}", "bounds"),
            ("a{x}", "a number is missing"),
            ("*", "a word"),
        ] {
            assert!(rule(pattern).is_err_and(|e| e.contains(problem)), "{pattern}");
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
        let rule = rule("((a* a*)* (a | a a)*)* b").unwrap();
        assert_eq!(rule.find(&view, &(0..text.tokens.len())), None);
    }
}
