//! Names behind descriptions: `its author, the retired teacher Ann Carter`, `a clerk identified only as Ann`.

use super::names::Names;
use super::referent::{Referent, ReferentId};
use crate::annotations::SpeakerKind;
use crate::entities::given_as;
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
    let fits = |kind: SpeakerKind| kind == SpeakerKind::Organisation && owner;
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

/// The bearer of the name by which a description says that somebody wants to be known: `a clerk identified only as Ann`.
pub(super) fn name_given(
    text: &Text<'_>,
    names: &Names,
    referents: &[Referent],
    range: &Range<usize>,
) -> Option<ReferentId> {
    let person = |at: usize| {
        let found = names.covering(at).filter(|m| m.tokens.start == at && referents[m.referent].is_person());
        found.map(|m| m.referent)
    };
    range.clone().find_map(|i| given_as(text, i).filter(|name| range.contains(name)).and_then(person))
}
