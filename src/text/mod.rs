//! The text and its parts: tokens, sentences, paragraphs, quotations. Everything later reads these and never the raw text.

mod dateline;
mod document;
mod layout;
mod offsets;
mod quotation;
mod sentence;
mod span;
mod token;

pub use dateline::{dateline, is_plain as is_plain_dateline};
pub use document::{Text, MAX_BYTES};
pub use layout::Layout;
pub use offsets::{OffsetMap, OffsetUnit};
pub use quotation::Quotation;
pub use span::Span;
pub use token::{QuoteState, Token, TokenKind};
