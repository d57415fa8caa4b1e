//! Annotations in other forms: pure functions from the text and its annotations to a string.
//!
//! `annotations` may have its offsets in any unit and may come from outside (a page, a corrected file): spans that do not
//! fit the text give empty strings, never a panic. Whatever comes from the text is escaped for the format.

mod audit;
mod csv;
mod geo;
mod hash;
mod html;
mod json;
mod markdown;
pub mod segments;
mod terminal;
mod web_annotation;

pub use audit::{audit_csv, audit_html, audit_json, audit_text, AuditTable};
pub use csv::{csv, csv_header, csv_rows};
pub use geo::{geojson, kml};
pub use html::html;
pub use json::{json, json_line};
pub use markdown::markdown;
pub use terminal::text;
pub use web_annotation::web_annotation;

use crate::annotations::{Annotations, Claim};
use crate::text::{OffsetMap, OffsetUnit, Span};
use std::fmt;
use std::str::FromStr;

/// Declares the forms: name on the command line and in JavaScript, what it is, the function that writes it.
macro_rules! formats {
    ($($(#[$about:meta])* $format:ident = $name:literal, $help:literal, $write:expr;)*) => {
        /// A form that annotations can be written in.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Format {
            $($(#[$about])* $format,)*
        }

        impl Format {
            /// All formats.
            pub const ALL: &'static [Self] = &[$(Self::$format,)*];

            /// The name on the command line and in JavaScript.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$format => $name,)*
                }
            }

            /// What it is, for the help of the command line.
            #[must_use]
            pub fn about(self) -> &'static str {
                match self {
                    $(Self::$format => $help,)*
                }
            }
        }

        /// Writes the annotations of `source` in `format`.
        #[must_use]
        pub fn export(format: Format, source: &str, annotations: &Annotations) -> String {
            let write: fn(&str, &Annotations) -> String = match format {
                $(Format::$format => $write,)*
            };
            write(source, annotations)
        }
    };
}

formats! {
    /// For people to read in a terminal.
    Text = "text", "the marked text with lists of speakers, claims and places", |source, found| text(source, found, false);
    /// The JSON of schema 1.
    Json = "json", "one document for each text", |_, found| json(found);
    /// A table of the claims.
    Csv = "csv", "a row for each claim", csv;
    /// The marked article with footnotes.
    Markdown = "markdown", "the marked text, claims as footnotes", markdown;
    /// A page by itself.
    Html = "html", "a page by itself, without scripts", html;
    /// W3C Web Annotations.
    WebAnnotation = "web-annotation", "W3C Web Annotations (JSON-LD); offsets are always code points", web_annotation;
    /// The places.
    GeoJson = "geojson", "the places", geojson;
    /// The places.
    Kml = "kml", "the places", kml;
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = String;

    /// # Errors
    /// Names the formats that exist.
    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL.iter().copied().find(|f| f.name() == name).ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|f| f.name()).collect();
            format!("there is no format `{name}`; there are {}", names.join(", "))
        })
    }
}

/// The annotations with byte offsets.
fn in_bytes(text: &str, annotations: &Annotations) -> Annotations {
    annotations.clone().with_offsets(OffsetUnit::Byte, &OffsetMap::new(text))
}

/// The words of a claim's content, pieces joined by `[…]`, line breaks as blanks.
fn content_words(text: &str, claim: &Claim) -> String {
    claim.content.iter().map(|&span| one_line(text, span)).collect::<Vec<_>>().join(" […] ")
}

/// How sure a claim is, in words: `confidence 0.93`, or that a person has looked.
fn sureness(claim: &Claim) -> String {
    if claim.corrected {
        "checked by hand".to_string()
    } else {
        format!("confidence {:.2}", claim.confidence)
    }
}

/// The words of a span with every run of white space as one blank.
fn one_line(text: &str, span: Span) -> String {
    span.of(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What to call a text: its first line, cut at a word to at most 90 characters.
fn title(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("Untitled");
    if line.chars().count() <= TITLE {
        return line.to_string();
    }
    let cut: String = line.chars().take(TITLE).collect();
    let at = cut.rfind(char::is_whitespace).filter(|&at| at > 0).unwrap_or(cut.len());
    format!("{}…", cut[..at].trim_end())
}

/// Longest title, in characters.
const TITLE: usize = 90;

/// Escapes text for HTML and XML, in elements and in attributes; control characters, which neither can hold, become
/// U+FFFD.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            _ if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => out.push('\u{FFFD}'),
            _ => out.push(c),
        }
    }
    out
}

/// A span of byte offsets, taken from outside, moved into the text and onto character borders.
fn clamp(text: &str, span: Span) -> Span {
    let border = |offset: u32| {
        let mut at = (offset as usize).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at as u32
    };
    Span::new(border(span.start), border(span.end))
}
