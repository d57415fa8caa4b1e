//! Check-worthiness: which statements would a fact-checker want to verify?
//!
//! Two judges, blended. Rules read what the words show (a number, a comparison, a record, a cause …) and give the reasons
//! that a person sees. A small network, trained on sentences of US presidential debates that people labelled (ClaimBuster)
//! and on news that two larger ones judged, knows turns of phrase that no list holds. A score says "worth a look", never
//! "true" or "false".

mod labels;
mod ranker;
mod signals;
mod word;

pub(crate) use ranker::Evidence;
pub use ranker::Ranker;
pub use signals::{Reading, Signal};

use crate::annotations::ClaimMode;
use crate::math;
use crate::text::{Span, Text};
use std::borrow::Cow;

/// How much the ranker's log-odds weigh against those of the rules.
///
/// Chosen on debate sentences held back (`data/checkworthy.md`), where half would cost three points of F1; thirty paragraphs
/// of news are in order as well with any share from 0.5 to 0.75, and less well beyond.
pub const RANKER_SHARE: f32 = 0.75;

/// What the blended log-odds are multiplied with. The network is sure of itself where people were not: half keeps the best
/// statements apart instead of giving them all the highest score. It changes no order.
const SHARPNESS: f32 = 0.5;

/// How worthy of a check a statement is.
#[derive(Clone, Debug, PartialEq)]
pub struct Worth {
    /// 0 to 1, two decimals.
    pub score: f32,
    /// What made it check-worthy, in the order of [`Signal`].
    pub signals: Vec<Signal>,
}

/// Rates statements of one text, of which the network gave the evidence in one pass.
#[derive(Debug)]
pub struct Rater<'a, 't> {
    text: &'a Text<'t>,
    /// `None` without weights.
    evidence: Option<Cow<'a, Evidence>>,
}

impl<'a, 't> Rater<'a, 't> {
    /// A rater of this text's statements, for which the network reads it.
    #[must_use]
    pub fn new(text: &'a Text<'t>) -> Self {
        Self { text, evidence: Ranker::built_in().map(|ranker| Cow::Owned(ranker.evidence(text))) }
    }

    /// A rater with what the network gave for this text.
    pub(crate) fn with(text: &'a Text<'t>, evidence: Option<&'a Evidence>) -> Self {
        Self { text, evidence: evidence.map(Cow::Borrowed) }
    }

    /// Rates the words of `spans` (bytes), read as one statement. `mode` is that of the attribution, `None` for the
    /// article's own words: what somebody wishes or believes is less of a fact than what somebody states.
    #[must_use]
    pub fn rate(&self, spans: &[Span], mode: Option<ClaimMode>) -> Worth {
        let (tokens, reading) = self.read(spans);
        self.judge(&tokens, reading, mode)
    }

    /// [`rate`](Self::rate) for the article's own words, where they show a reason.
    pub(super) fn rate_with_reason(&self, span: Span) -> Option<Worth> {
        let (tokens, reading) = self.read(&[span]);
        (!reading.signals.is_empty()).then(|| self.judge(&tokens, reading, None))
    }

    fn read(&self, spans: &[Span]) -> (Vec<usize>, Reading) {
        let tokens: Vec<usize> = spans.iter().flat_map(|&span| self.text.tokens_in(span)).take(MOST_TOKENS).collect();
        let reading = Reading::new(self.text, &tokens);
        (tokens, reading)
    }

    fn judge(&self, tokens: &[usize], reading: Reading, mode: Option<ClaimMode>) -> Worth {
        if reading.words == 0 {
            return Worth { score: 0.0, signals: Vec::new() };
        }
        let rules = reading.log_odds();
        // Without weights the rules alone decide.
        let ranked = self.evidence.as_ref().map_or(rules, |e| ranker::log_odds(e, tokens.iter().copied()));
        let blended = RANKER_SHARE * ranked + (1.0 - RANKER_SHARE) * rules
            - if mode == Some(ClaimMode::Attitude) { ATTITUDE } else { 0.0 };
        Worth { score: super::round(math::logistic(SHARPNESS * blended)), signals: reading.signals }
    }
}

/// [`Rater::rate`] for a single statement.
#[must_use]
pub fn rate(text: &Text<'_>, spans: &[Span], mode: Option<ClaimMode>) -> Worth {
    Rater::new(text).rate(spans, mode)
}

/// Longer contents are speeches: their beginning decides.
const MOST_TOKENS: usize = 400;

/// What an attitude takes off the log-odds.
const ATTITUDE: f32 = 2.0;

#[cfg(test)]
mod tests;
