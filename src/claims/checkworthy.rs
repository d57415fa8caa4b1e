//! Check-worthiness: which statements would a fact-checker want to verify?
//!
//! Two judges, blended. Rules read what the words show (a number, a comparison, a record, a cause …) and give the reasons
//! that a person sees. A small ranker, trained on sentences of US presidential debates that people labelled
//! (ClaimBuster), knows turns of phrase that no list holds; as debates are no news prose, the rules weigh more. A score
//! says "worth a look", never "true" or "false".

mod ranker;
mod signals;
mod words;

pub use ranker::{features, Ranker, BUCKETS};
pub use signals::{Reading, Signal};

use crate::annotations::ClaimMode;
use crate::text::{Span, Text};

/// How much the ranker's log-odds weigh against those of the rules.
///
/// The ranker orders debate sentences far better than the rules do, but on other debates it loses most of its precision
/// (average precision .09 after .92), so on news it may shift an order, not make one.
pub const RANKER_SHARE: f32 = 0.35;

/// How worthy of a check a statement is.
#[derive(Clone, Debug, PartialEq)]
pub struct Worth {
    /// 0 to 1, two decimals.
    pub score: f32,
    /// What made it check-worthy, in the order of [`Signal`].
    pub signals: Vec<Signal>,
}

/// Rates the words of `spans` (bytes), read as one statement. `mode` is that of the attribution, `None` for the article's
/// own words: what somebody wishes or believes is less of a fact than what somebody states.
#[must_use]
pub fn rate(text: &Text<'_>, spans: &[Span], mode: Option<ClaimMode>) -> Worth {
    let tokens: Vec<usize> = spans.iter().flat_map(|&span| text.tokens_in(span)).take(MOST_TOKENS).collect();
    let reading = Reading::new(text, &tokens);
    if reading.words == 0 {
        return Worth { score: 0.0, signals: Vec::new() };
    }
    let rules = reading.log_odds();
    let ranked = Ranker::built_in().log_odds(&features(text, &tokens, &reading));
    let blended = RANKER_SHARE * ranked + (1.0 - RANKER_SHARE) * rules
        - if mode == Some(ClaimMode::Attitude) { ATTITUDE } else { 0.0 };
    Worth { score: super::round(1.0 / (1.0 + (-blended).exp())), signals: reading.signals }
}

/// Longer contents are speeches: their beginning decides.
const MOST_TOKENS: usize = 400;

/// What an attitude takes off the log-odds.
const ATTITUDE: f32 = 1.2;

#[cfg(test)]
mod tests;
