//! A text with its parts.

use super::layout::Layout;
use super::quotation::{self, Quotation};
use super::sentence;
use super::span::Span;
use super::token::{self, joined, QuoteState, Token, TokenKind};
use crate::lexicon::{Feature, FeatureSet};
use std::ops::Range;

/// The longest text that is annotated, in bytes: offsets are 32 bits wide with room to spare.
pub const MAX_BYTES: usize = 1 << 30;

/// A text with its tokens, sentences, paragraphs and quotations. All offsets are bytes.
#[derive(Clone, Debug)]
pub struct Text<'t> {
    source: &'t str,
    /// In text order, not overlapping, each on grapheme boundaries, none empty, none blank.
    pub tokens: Vec<Token>,
    /// Token ranges; together they hold every token once. A sentence never crosses a paragraph's end.
    pub sentences: Vec<Range<usize>>,
    /// Token ranges; together they hold every token once.
    pub paragraphs: Vec<Range<usize>>,
    /// How each sentence is set.
    pub layouts: Vec<Layout>,
    /// In the order of their opening marks.
    pub quotations: Vec<Quotation>,
}

impl<'t> Text<'t> {
    /// Reads `source`, of which everything behind [`MAX_BYTES`] is left out.
    #[must_use]
    pub fn new(source: &'t str) -> Self {
        let mut end = source.len().min(MAX_BYTES);
        while !source.is_char_boundary(end) {
            end -= 1;
        }
        let source = &source[..end];
        let mut tokens = token::tokenize(source);
        let paragraphs = token::paragraphs(source, &mut tokens);
        let quotations = quotation::pair(source, &mut tokens, &paragraphs);
        let sentences = sentence::split(source, &mut tokens, &paragraphs);
        let layouts = sentences.iter().map(|s| Layout::of(source, &tokens[s.clone()])).collect();
        Self { source, tokens, sentences, paragraphs, layouts, quotations }
    }

    /// The text itself.
    #[must_use]
    pub fn source(&self) -> &'t str {
        self.source
    }

    /// The words of a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &'t str {
        span.of(self.source)
    }

    /// The characters of a token; empty behind the last one. A clitic has no blank: `'s` for `’ s`.
    #[must_use]
    pub fn word(&self, token: usize) -> &'t str {
        match self.tokens.get(token) {
            Some(t) if t.kind == TokenKind::Clitic => joined(t.span.of(self.source)),
            Some(t) => t.span.of(self.source),
            None => "",
        }
    }

    /// Whether the lexicon gives a token this feature; never behind the last one.
    #[must_use]
    pub fn is(&self, token: usize, feature: Feature) -> bool {
        self.tokens.get(token).is_some_and(|t| t.features.has(feature))
    }

    /// [`Text::is`] of a token that begins with a small letter.
    #[must_use]
    pub fn is_small(&self, token: usize, feature: Feature) -> bool {
        self.is(token, feature) && self.word(token).starts_with(char::is_lowercase)
    }

    /// Whether a token is a word that begins with a capital.
    #[must_use]
    pub fn is_capital(&self, token: usize) -> bool {
        self.begins(token, char::is_uppercase)
    }

    /// Whether a token is a word that begins with a small letter.
    #[must_use]
    pub fn is_lower(&self, token: usize) -> bool {
        self.begins(token, char::is_lowercase)
    }

    fn begins(&self, token: usize, with: fn(char) -> bool) -> bool {
        self.tokens.get(token).is_some_and(|t| t.kind == TokenKind::Word) && self.word(token).starts_with(with)
    }

    /// Whether a token stands in no quotation.
    #[must_use]
    pub fn is_outside(&self, token: usize) -> bool {
        self.tokens[token].quote == QuoteState::Outside
    }

    /// Whether a token is the opening mark of a quotation that reads like a sentence.
    #[must_use]
    pub fn opens_sentence(&self, token: usize) -> bool {
        let begins = || self.sentence_of(token).start == token && self.word(token + 1).starts_with(char::is_uppercase);
        matches!(self.tokens[token].quote, QuoteState::Open { full } if full || begins())
    }

    /// Whether the lexicon gives a token one of these features.
    #[must_use]
    pub fn is_any(&self, token: usize, features: FeatureSet) -> bool {
        self.tokens.get(token).is_some_and(|t| t.features.intersects(features))
    }

    /// From the first to the last token of the range, without surrounding blanks.
    #[must_use]
    pub fn span(&self, tokens: Range<usize>) -> Span {
        match (self.tokens.get(tokens.start), tokens.end.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if tokens.start < tokens.end => Span::new(first.span.start, last.span.end),
            _ => Span::new(self.source.len() as u32, self.source.len() as u32),
        }
    }

    /// The tokens that begin in, or overlap, a span.
    #[must_use]
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let start = self.tokens.partition_point(|t| t.span.end <= span.start);
        let end = self.tokens.partition_point(|t| t.span.start < span.end);
        start..end.max(start)
    }

    /// The sentence of a token.
    #[must_use]
    pub fn sentence_of(&self, token: usize) -> Range<usize> {
        self.tokens.get(token).map_or(token..token, |t| self.sentences[t.sentence as usize].clone())
    }

    /// How the sentence of a token is set; as running text behind the last one.
    #[must_use]
    pub fn layout_of(&self, token: usize) -> Layout {
        self.tokens.get(token).map_or(Layout::default(), |t| self.layouts[t.sentence as usize])
    }

    /// The paragraph of a token.
    #[must_use]
    pub fn paragraph_of(&self, token: usize) -> Range<usize> {
        self.tokens.get(token).map_or(token..token, |t| self.paragraphs[t.paragraph as usize].clone())
    }

    /// Words (not punctuation) in a range of tokens.
    #[must_use]
    pub fn words_in(&self, tokens: Range<usize>) -> usize {
        self.tokens[tokens].iter().filter(|t| t.kind.is_word()).count()
    }
}
