//! From tags to attributions: source, cue and content that belong together.

use crate::annotations::{ClaimForm, ClaimMode};
use crate::text::Span;

/// A source, a cue and a content. Spans are bytes, without surrounding blanks.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// The words that name who speaks; `None` where nobody is named (`it was reported that …`) or where a quotation goes
    /// on without naming its source again (then [`Attribution::continues`] says whose).
    pub source: Option<Span>,
    /// The words that carry the attribution.
    pub cue: Option<Span>,
    /// What is attributed: one or more pieces in text order, quotation marks included.
    pub content: Vec<Span>,
    /// Direct, mixed or indirect.
    pub form: ClaimForm,
    /// Statement or attitude.
    pub mode: ClaimMode,
    /// Index of the earlier attribution whose quotation goes on here.
    pub continues: Option<usize>,
    /// Index of the attribution whose content holds this one whole.
    pub parent: Option<usize>,
    /// Name of the construction.
    pub rule: &'static str,
    /// 0 to 1: how sure it is that these words are attributed and that source, cue and content belong together.
    pub confidence: f32,
}

/// Finds the attributions of a text, in text order of their content.
#[must_use]
pub fn find(_text: &crate::text::Text<'_>, _tagged: &crate::tagging::Tagged) -> Vec<Attribution> {
    Vec::new()
}
