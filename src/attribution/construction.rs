//! Constructions: the pattern in which source, cue and content stand, by name.
//!
//! The name is the claim's `rule`; its sentence in `data/constructions.tsv` is what the page shows under "why is this
//! marked?".

use super::cues;
use super::linking::Link;
use crate::annotations::{ClaimForm, BY_HAND};
use crate::text::{QuoteState, Text};
use std::sync::OnceLock;

/// A pattern in which source, cue and content stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Construction {
    /// The name that a claim's `rule` carries.
    pub name: &'static str,
    /// Why a claim with this rule is marked, in one sentence.
    pub explanation: &'static str,
    /// Sentences with `[s:source]`, `[q:cue]` and `[c:content]`, parted by `|`.
    pub examples: &'static str,
}

/// The rule of the article's own statements, which no attribution construction covers.
pub const OWN_STATEMENT: &str = "own-statement";

/// All constructions, the most special first.
#[must_use]
pub fn constructions() -> &'static [Construction] {
    static TABLE: OnceLock<Vec<Construction>> = OnceLock::new();
    TABLE.get_or_init(|| {
        include_str!("../../data/constructions.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| {
                let mut fields = line.splitn(3, '\t');
                Some(Construction { name: fields.next()?, explanation: fields.next()?, examples: fields.next()? })
            })
            .collect()
    })
}

/// The explanation of a claim's `rule`.
#[must_use]
pub fn explain(rule: &str) -> Option<&'static str> {
    if rule == OWN_STATEMENT {
        return Some("The article states this itself, attributes it to nobody, and it could be checked.");
    }
    if rule == BY_HAND {
        return Some("A person marked this by hand.");
    }
    constructions().iter().find(|c| c.name == rule).map(|c| c.explanation)
}

/// The name of a link's construction.
pub(super) fn name(text: &Text<'_>, link: &Link, form: ClaimForm) -> &'static str {
    let Some(first) = link.content.first() else { return "other" };
    let Some(last) = link.content.last() else { return "other" };
    let quoted = form != ClaimForm::Indirect
        && (form == ClaimForm::Direct || matches!(text.tokens[first.start].quote, QuoteState::Open { full: true }));
    let Some(cue) = link.cue.first() else {
        return match (&link.source, link.continues) {
            (Some(_), _) => "quotation-beside-source",
            (None, Some(_)) => "quotation-continued",
            (None, None) => "quotation-alone",
        };
    };
    if !text.tokens[cue.clone()].iter().any(|t| t.kind.is_word()) {
        return "headline-colon";
    }
    let word = text.word(cue.start).to_ascii_lowercase();
    if word == "according" || word == "per" || text.word(cue.end.saturating_sub(1)).eq_ignore_ascii_case("according") {
        return "according-to";
    }
    let source = link.source.as_ref();
    let split = first.start < cue.start && last.start >= cue.end;
    if link.continues.is_some() && link.source.is_none() {
        return "passive-again";
    }
    let set_off = text.tokens[first.start].paragraph > text.tokens[cue.end - 1].paragraph;
    if set_off && form == ClaimForm::Indirect && text.paragraph_of(cue.start).end == first_colon(text, cue.end) + 1 {
        return "block-quotation";
    }
    let before = last.end <= cue.start;
    let inverted = source.is_some_and(|s| s.start >= cue.end && before);
    if quoted {
        if split {
            return "quotation-split";
        }
        if before {
            return if inverted { "quotation-cue-source" } else { "quotation-source-cue" };
        }
        let colon = (cue.end..first.start).any(|i| text.word(i) == ":");
        return if colon { "cue-colon-quotation" } else { "cue-before-quotation" };
    }
    if form == ClaimForm::Mixed {
        return "quoted-fragment";
    }
    if cue.len() == 1 && word.ends_with("ly") && cues::cue(&word).is_none() {
        return "adverb-cue";
    }
    let last_word = text.word(cue.end - 1);
    if cues::cue(last_word).is_some_and(|c| !c.is_verb) || possessed(text, link) {
        return "noun-cue";
    }
    if word.ends_with("ing") && source.is_none_or(|s| s.end < cue.start) {
        return "participle-cue";
    }
    if source.is_none() {
        return "no-source";
    }
    if split {
        return "content-split";
    }
    if before {
        return if inverted { "content-cue-source" } else { "content-source-cue" };
    }
    if first.start < cue.start {
        return "other";
    }
    let opening = [first.start, first.start.saturating_sub(1)].map(|i| text.word(i).to_ascii_lowercase());
    let between = text.words_in(cue.end..first.start);
    let source_between = source.is_some_and(|s| s.start >= cue.end && s.end <= first.start);
    let marker = usize::from(opening[1] == "that" || opening[1] == "to");
    if between > marker && !source_between {
        return "cue-hearer";
    }
    match opening {
        [first, _] if first == "that" => "cue-that",
        [_, before] if before == "that" => "cue-that",
        [first, _] if first == "to" => "cue-infinitive",
        [_, before] if before == "to" => "cue-infinitive",
        _ if source_between => "other",
        _ => "cue-before-content",
    }
}

/// The first colon at or behind a token.
fn first_colon(text: &Text<'_>, from: usize) -> usize {
    (from..text.paragraph_of(from.saturating_sub(1)).end).find(|&i| text.word(i) == ":").unwrap_or(from)
}

/// Whether the cue is owned by its source: `her warning`, `the minister's pledge`.
fn possessed(text: &Text<'_>, link: &Link) -> bool {
    let (Some(source), Some(cue)) = (&link.source, link.cue.first()) else { return false };
    if source.end > cue.start {
        return false;
    }
    let last = text.word(source.end - 1).to_ascii_lowercase();
    let clitic = matches!(last.as_str(), "'s" | "’s" | "their" | "her" | "his" | "its" | "my" | "our" | "your")
        || matches!(text.word(source.end), "'s" | "’s");
    clitic && cue.start <= source.end + 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::form_of;
    use crate::attribution::tests::parse;

    #[test]
    fn every_construction_fits_its_examples() {
        for construction in constructions() {
            for example in construction.examples.split('|') {
                let (plain, spans) = parse(example);
                let text = Text::new(&plain);
                let mut link = Link::default();
                let continued = construction.name == "quotation-continued";
                let again = construction.name == "passive-again";
                for (role, range) in spans {
                    let tokens = text.tokens_in(crate::text::Span::new(range.start as u32, range.end as u32));
                    match role {
                        _ if again && tokens.end <= text.sentences[0].end => link.continues = Some(0),
                        's' if !continued => link.source = Some(tokens),
                        'q' if !continued => link.cue.push(tokens),
                        'c' => link.content.push(tokens),
                        _ => link.continues = Some(0),
                    }
                }
                let form = form_of(&text, &link.content);
                assert_eq!(name(&text, &link, form), construction.name, "{example}");
            }
        }
    }
}
