//! What the words beside quotation marks tell of who speaks there.

use crate::lexicon::Feature;
use crate::text::token::Token;
use std::ops::Range;

/// The tokens of a text, asked for source and cue.
pub(super) struct Words<'t> {
    pub text: &'t str,
    pub tokens: &'t [Token],
}

impl Words<'_> {
    pub fn word(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |token| token.span.of(self.text))
    }

    pub fn has(&self, i: usize, feature: Feature) -> bool {
        self.tokens.get(i).is_some_and(|token| token.features.has(feature))
    }

    pub fn is_capital(&self, i: usize) -> bool {
        self.word(i).starts_with(char::is_uppercase)
    }

    pub fn ends_sentence(&self, i: usize) -> bool {
        matches!(self.word(i), "." | "!" | "?" | "…")
    }

    /// A verb that may stand behind what it reports.
    fn says(&self, i: usize) -> bool {
        self.has(i, Feature::Postposed) && (self.has(i, Feature::VerbPast) || self.has(i, Feature::VerbThird))
    }

    fn names(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|token| token.kind.is_word()) && self.is_capital(i)
            || self.has(i, Feature::SubjectPronoun)
    }

    /// Whether source and cue follow a comma: `, she said.`, `, Ruiz added,`, `, said Ruiz`.
    pub fn attributed_behind(&self, comma: usize) -> bool {
        let verb = (comma + 1..comma + 5).find(|&i| !self.names(i)).unwrap_or(comma);
        let ends = matches!(self.word(verb + 1), "." | ",");
        let inverted = verb == comma + 1 && self.names(verb + 1);
        self.word(comma) == "," && self.says(verb) && (ends && verb > comma + 1 || inverted)
    }

    /// Whether a stretch begins with source and cue: `Ruiz said …`, `said the mayor …`, `he added.`
    pub fn begins_with_attribution(&self, stretch: &Range<usize>) -> bool {
        let near = stretch.start..stretch.end.min(stretch.start + 6);
        let cue = near.clone().find(|&i| self.says(i));
        cue.is_some_and(|cue| {
            let subject = near.start..cue;
            let of_names = |i: usize| self.names(i) || matches!(self.word(i), "-" | ".");
            let inverted = subject.is_empty() && (self.names(cue + 1) || self.has(cue + 1, Feature::Article));
            !subject.is_empty() && subject.clone().all(of_names) || inverted
        })
    }

    /// Whether source and cue at the end of a stretch lead into what follows: `… and Ruiz said:`
    pub fn leads_in(&self, stretch: &Range<usize>) -> bool {
        let Some(last) = stretch.end.checked_sub(2).filter(|&last| last > stretch.start) else { return false };
        matches!(self.word(last + 1), ":" | ",") && self.says(last) && self.names(last - 1)
    }
}
