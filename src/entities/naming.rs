//! Names by which somebody wants to be known: `a clerk identified only as Ann`.

use crate::lexicon::Feature;
use crate::text::{Text, TokenKind};

/// Where the name begins by which somebody wants to be known, if a word at `at` says so: `a clerk identified only as Ann`,
/// `a man who gave his name as Ben`.
pub(crate) fn given_as(text: &Text<'_>, at: usize) -> Option<usize> {
    let skip = |i: usize| i + usize::from(text.is_small(i, Feature::FocusAdverb));
    let as_ = match text.word(at) {
        "identified" | "named" => skip(at + 1),
        "known" if skip(at + 1) > at + 1 => skip(at + 1),
        "gave" | "gives" if text.is_small(at + 1, Feature::ThirdPossessive) && text.word(at + 2) == "name" => {
            skip(at + 3)
        }
        _ => return None,
    };
    let name = as_ + 1;
    let capital = text.tokens.get(name).is_some_and(|t| t.kind == TokenKind::Word)
        && text.word(name).starts_with(char::is_uppercase);
    (text.word(as_) == "as" && capital).then_some(name)
}
