//! Annotations in other forms: pure functions from the text and its annotations to a string.
//!
//! `annotations` may have its offsets in any unit and may come from outside (a page, a corrected file): spans that do not
//! fit the text give empty strings, never a panic. Whatever comes from the text is escaped for the format.

mod csv;
mod geo;
mod hash;
mod html;
mod json;
mod markdown;
pub mod segments;
mod terminal;
mod web_annotation;

pub use csv::{csv, csv_header, csv_rows};
pub use geo::{geojson, kml};
pub use html::html;
pub use json::{json, json_line};
pub use markdown::markdown;
pub use terminal::text;
pub use web_annotation::web_annotation;

use crate::annotations::{
    Annotations, Claim, ClaimForm, ClaimMode, MentionForm, PlaceKind, PlaceRole, Qualifier, SpeakerKind,
};
use crate::text::{OffsetMap, OffsetUnit, Span};
use std::fmt;
use std::str::FromStr;

/// A form that annotations can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// For people to read in a terminal.
    Text,
    /// The JSON of schema 1.
    Json,
    /// A table of the claims.
    Csv,
    /// The marked article with footnotes.
    Markdown,
    /// A page by itself.
    Html,
    /// W3C Web Annotations.
    WebAnnotation,
    /// The places.
    GeoJson,
    /// The places.
    Kml,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 8] =
        [Self::Text, Self::Json, Self::Csv, Self::Markdown, Self::Html, Self::WebAnnotation, Self::GeoJson, Self::Kml];

    /// The name on the command line and in JavaScript.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::WebAnnotation => "web-annotation",
            Self::GeoJson => "geojson",
            Self::Kml => "kml",
        }
    }
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
        Self::ALL.into_iter().find(|f| f.name() == name).ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|f| f.name()).collect();
            format!("there is no format `{name}`; there are {}", names.join(", "))
        })
    }
}

/// Writes the annotations of `source` in `format`.
#[must_use]
pub fn export(format: Format, source: &str, annotations: &Annotations) -> String {
    match format {
        Format::Text => text(source, annotations, false),
        Format::Json => json(annotations),
        Format::Csv => csv(source, annotations),
        Format::Markdown => markdown(source, annotations),
        Format::Html => html(source, annotations),
        Format::WebAnnotation => web_annotation(source, annotations),
        Format::GeoJson => geojson(source, annotations),
        Format::Kml => kml(source, annotations),
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

/// The JSON names of the enumerations, for the formats that are not written by serde.
trait Name {
    fn name(self) -> &'static str;
}

macro_rules! names {
    ($type:ident: $($variant:ident $name:literal),+) => {
        impl Name for $type {
            fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

names!(ClaimForm: Direct "direct", Mixed "mixed", Indirect "indirect", Own "own");
names!(ClaimMode: Statement "statement", Attitude "attitude");
names!(Qualifier: Negated "negated", Denied "denied", Hedged "hedged", Future "future");
names!(SpeakerKind: Person "person", Unnamed "unnamed", Organisation "organisation", Group "group", Document "document");
names!(MentionForm: Name "name", Nominal "nominal", Pronoun "pronoun");
names!(PlaceRole: Literal "literal", Dateline "dateline", Government "government", Modifier "modifier");
names!(PlaceKind: Continent "continent", Country "country", Region "region", County "county", City "city",
    District "district", Water "water", Mountain "mountain", Facility "facility", Other "other");
