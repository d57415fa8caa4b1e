//! Sources of several together: `Ann Carter and Jo Hart`.

use super::describe::head_zone;
use super::names::Names;
use super::referent::Referent;
use crate::annotations::SpeakerKind;
use crate::lexicon::{lexicon, Feature, FeatureSet};
use crate::text::Text;
use std::ops::Range;

/// The parts of `A and B`, if it is that.
pub(super) fn joint(
    text: &Text<'_>,
    names: &Names,
    referents: &[Referent],
    range: &Range<usize>,
) -> Option<Vec<Range<usize>>> {
    let stop = range
        .clone()
        .find(|&i| {
            let acronym = text.word(i) == "(" && text.word(i + 2) == ")" && matches!(text.word(i + 3), "and" | ",");
            i > range.start
                && !acronym
                && (text.is_small(i, Feature::RelativePerson)
                    || matches!(text.word(i), "which" | "(" | "—" | "–" | "--"))
        })
        .unwrap_or(range.end);
    let range = range.start..stop;
    let and = (range.start + 1..range.end.saturating_sub(1)).find(|&i| {
        let w = text.word(i);
        (matches!(w, "and" | "&" | "or")
            || w == "with" && text.word(i - 1) == "along"
            || w == "as" && text.word(i - 1) == "well")
            && names.covering(i).is_none()
    })?;
    let left = range.start..and;
    let right = and + 1..range.end;
    let determined = |i: usize| text.is_any(i, FeatureSet::DETERMINER);
    if left.clone().any(|i| text.is_small(i, Feature::Preposition)) {
        // `the head of research and development`: only where the right side is a noun phrase of its own.
        let own = determined(right.start) || {
            names
                .within(&(right.start..right.start + 3))
                .iter()
                .any(|m| referents[m.referent].kind == SpeakerKind::Person)
                && names.within(&left).iter().any(|m| referents[m.referent].kind == SpeakerKind::Person)
        };
        let comma = left.clone().any(|i| text.word(i) == ",");
        if !own && !comma {
            return None;
        }
    }
    // `The city, in talks with the county and a bank`: no comma ends what the first set off.
    let set_off = left
        .clone()
        .rev()
        .find(|&i| text.word(i) == ",")
        .is_some_and(|comma| comma + 1 < and && text.is_small(comma + 1, Feature::Preposition));
    if set_off && text.word(and - 1) != "," {
        return None;
    }
    // `the Animal and Plant Health inspector`, `Shell and Esso managers`: one noun behind two names.
    let first = right.start..right.clone().find(|&i| text.word(i) == ",").unwrap_or(right.end);
    let capital = |i: usize| crate::entities::is_capital(text, i);
    let common = |i: usize| text.word(i).starts_with(char::is_lowercase) && lexicon().noun(text.word(i)).is_some();
    if capital(and - 1)
        && capital(right.start)
        && first.len() > 1
        && common(first.end - 1)
        && !names.within(&(right.start..right.start + 1)).iter().any(|m| referents[m.referent].is_person())
        && !names.covering(and - 1).is_some_and(|m| referents[m.referent].is_person())
    {
        return None;
    }
    // `founder and chief executive Ann Carter`, `his wife and manager, Jo Hart`: one person of two roles.
    let ends_in_name = |r: &Range<usize>| {
        names.within(r).iter().any(|m| m.tokens.end >= r.end.saturating_sub(1) && referents[m.referent].is_person())
    };
    let holds_name = |r: &Range<usize>| names.within(r).iter().any(|m| referents[m.referent].is_person());
    let lone_role = |r: &Range<usize>| {
        (r.start..head_zone(text, r)).next_back().is_some_and(|i| {
            lexicon().noun(text.word(i)).is_some_and(|n| n.person && !n.plural)
                && text.word(i).starts_with(char::is_lowercase)
        })
    };
    if !holds_name(&left) && lone_role(&left) && ends_in_name(&right) && !determined(right.start) {
        let right_starts_in_name =
            names.within(&(right.start..right.start + 1)).iter().any(|m| m.tokens.start == right.start);
        if !right_starts_in_name {
            return None;
        }
    }
    // `the former senator and current nominee`: no determiner on the right, both singular roles.
    if !holds_name(&left)
        && !holds_name(&right)
        && determined(left.start)
        && !determined(right.start)
        && lone_role(&left)
        && lone_role(&right)
    {
        return None;
    }
    // `Ann Carter, a glaciologist at the university and the lead author`: one person of two roles, for no comma ends the
    // first.
    // `Rita's aunt`: whose name is only an owner's is not one of several.
    let owner = |end: usize| text.is(end, Feature::PossessiveMark);
    let bears_name =
        |r: &Range<usize>| names.within(r).iter().any(|m| referents[m.referent].is_person() && !owner(m.tokens.end));
    let party = |r: &Range<usize>| {
        determined(r.start) && lexicon().noun(text.word(r.end - 1)).is_some_and(|n| n.person && !n.plural)
    };
    let first_part = right.start..right.clone().find(|&i| text.word(i) == ",").unwrap_or(right.end);
    let apposed = left.clone().find(|&i| text.word(i) == ",").is_some_and(|comma| {
        let described = determined(comma + 1) || matches!(text.word(comma + 1), "whose");
        described && holds_name(&(left.start..comma)) && !bears_name(&(comma..range.end))
    });
    if apposed && text.word(and - 1) != "," && (lone_role(&right) || party(&first_part)) {
        return None;
    }
    // `Jo Hart, president and CEO of the fund`: two roles behind one name.
    let role = |r: Range<usize>| {
        (r.start..head_zone(text, &r))
            .next_back()
            .is_some_and(|i| lexicon().noun(text.word(i)).is_some_and(|n| n.person && !n.plural))
    };
    let roles = left.clone().find(|&i| text.word(i) == ",").is_some_and(|comma| {
        holds_name(&(left.start..comma))
            && !holds_name(&(comma..range.end))
            && comma + 1 < and
            && role(comma + 1..and)
            && role(right.clone())
    });
    if roles && text.word(and - 1) != "," && !determined(right.start) {
        return None;
    }
    // `Ann Carter, an economist and tax expert`: the comma begins an apposition.
    let comma = left.clone().find(|&i| text.word(i) == ",");
    if let Some(comma) = comma {
        let one = names.within(&(left.start..comma)).iter().any(|m| referents[m.referent].is_person());
        if one
            && !holds_name(&(comma..range.end))
            && (determined(comma + 1) || lone_role(&left) || lone_role(&right))
            && !determined(right.start)
        {
            return None;
        }
    }
    // A comma in front of `and` that ends an apposition: `Ann Carter, the mayor, and Jo Hart`.
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut from = left.start;
    for comma in left.clone().filter(|&i| text.word(i) == ",") {
        // What begins with an article behind a name describes it.
        let set_off = determined(comma + 1) || text.is_small(comma + 1, Feature::Preposition);
        let apposition = from > left.start
            || set_off && names.within(&(from..comma)).iter().any(|m| referents[m.referent].is_person());
        if comma > from {
            parts.push(from..comma);
        }
        from = comma + 1;
        if apposition && set_off {
            from = left.end;
            break;
        }
    }
    if from < left.end {
        parts.push(from..left.end);
    }
    // `Ann Carter and board members Jo Hart and Li Wei`
    match joint(text, names, referents, &right) {
        Some(more) => parts.extend(more),
        None => parts.push(right),
    }
    Some(parts)
}
