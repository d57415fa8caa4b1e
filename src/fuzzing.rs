//! For `fuzz/` alone: what reads files of the crate's own, which is not public.

pub use crate::lexicon::try_table as lexicon;

use crate::pattern::{Rules, View};
use crate::text::Text;

/// Rules are read or refused with a reason, and what is read can be matched.
pub fn rules(file: &str, text: &Text<'_>) {
    match Rules::read(file) {
        Ok(rules) => {
            let roles: Vec<u8> = (0..text.tokens.len()).map(|at| (at / 2 % 4) as u8).collect();
            let view = View { text, roles: &roles, names: &roles };
            for rule in &rules.0 {
                for sentence in &text.sentences {
                    let _ = rule.find(&view, sentence);
                    let _ = rule.match_start(&view, sentence);
                    let _ = rule.find_all(&view, sentence.clone());
                }
            }
        }
        Err(reason) => assert!(!reason.is_empty()),
    }
}
