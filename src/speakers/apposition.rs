//! Names behind descriptions: `its author, the retired teacher Ann Carter`, `a clerk identified only as Ann`.

use super::names::Names;
use super::referent::{Referent, ReferentId};
use crate::annotations::SpeakerKind;
use crate::entities::{given_as, is_acronym, is_function_word};
use crate::lexicon::{lexicon, Feature, Noun};
use crate::text::{Text, TokenKind};
use std::ops::Range;

/// The bearer of the name in `rest`, the words behind a description with this noun: `, Ann Carter`, `, the retired teacher Ann Carter`.
pub(super) fn apposed_name(
    text: &Text<'_>,
    names: &Names,
    referents: &[Referent],
    (class, noun): (Noun, &str),
    rest: &Range<usize>,
) -> Option<ReferentId> {
    /// Words between the comma and the name, at most.
    const LONGEST: usize = 6;
    if text.word(rest.start) == "(" {
        return None;
    }
    let owner = class.organisation || lexicon().features(noun).has(Feature::Owner);
    let fits =
        |kind: SpeakerKind| kind == SpeakerKind::Person && class.person || kind == SpeakerKind::Organisation && owner;
    let named = names.within(rest).iter().find(|m| fits(referents[m.referent].kind))?;
    let between = rest.start + 1..named.tokens.start;
    let lex = lexicon();
    let role = |i: usize| lex.title(text.word(i)).is_some() || lex.noun(text.word(i)).is_some_and(|n| n.person);
    if between.clone().all(role) && between.len() <= 3 {
        return Some(named.referent);
    }
    // `the retired teacher`: up to the role that the name follows.
    let plain = |i: usize| text.tokens[i].kind == TokenKind::Word && text.word(i).starts_with(char::is_lowercase);
    let determined = text.is_small(between.start, Feature::Article);
    let ends = between.end > between.start && role(between.end - 1);
    (determined && ends && between.len() <= LONGEST && between.clone().all(plain)).then_some(named.referent)
}

/// The bearer of a name that ends a description without a comma: `a clerk identified only as Ann`, `Director of
/// Public Works Ann Carter`.
pub(super) fn late_name(
    text: &Text<'_>,
    names: &Names,
    referents: &[Referent],
    range: &Range<usize>,
) -> Option<ReferentId> {
    let person = |at: usize| {
        let found = names.covering(at).filter(|m| m.tokens.start == at && referents[m.referent].is_person());
        found.map(|m| m.referent)
    };
    if let Some(id) = range.clone().find_map(|i| given_as(text, i).filter(|name| range.contains(name)).and_then(person))
    {
        return Some(id);
    }
    let mark = |i: usize| text.tokens[i].kind == TokenKind::Mark && !matches!(text.word(i), "-" | "‑" | "&");
    // `World Health Organization (WHO) representative Ann Carter`: what stands behind the bracket goes on.
    let short = |i: usize| text.word(i) == "(" && text.word(i + 2) == ")" && is_acronym(text.word(i + 1));
    let bracket = range.clone().find(|&i| mark(i)).filter(|&i| short(i) && i + 3 < range.end);
    let from = bracket.map_or(range.start, |i| i + 3);
    let end = (from..range.end).find(|&i| mark(i)).unwrap_or(range.end);
    let name = names.within(&(from..end)).iter().rev().find(|m| m.tokens.end == end)?;
    if !referents[name.referent].is_person() || name.tokens.start == from {
        return None;
    }
    let between = from..name.tokens.start;
    let role = |i: usize| {
        lexicon().title(text.word(i)).is_some() || lexicon().noun(text.word(i)).is_some_and(|n| n.person && !n.plural)
    };
    let plain = |i: usize| text.tokens[i].kind == TokenKind::Word && !is_function_word(text.word(i));
    if bracket.is_some() {
        return (between.clone().all(plain) && role(between.end - 1)).then_some(name.referent);
    }
    // `Director of Public Works Ann Carter`, but not `Mother of Sir Ben Carter`.
    let capital = |i: usize| plain(i) && text.word(i).starts_with(char::is_uppercase);
    let joining = |i: usize| is_function_word(text.word(i)) || matches!(text.word(i), "&" | "-");
    let office = range.start + 2..name.tokens.start;
    let headed = role(range.start) && text.word(range.start + 1) == "of" && !office.is_empty();
    let of = office.clone().all(|i| capital(i) || joining(i)) && office.clone().any(|i| capital(i) && !role(i));
    (headed && of && capital(name.tokens.start - 1)).then_some(name.referent)
}
