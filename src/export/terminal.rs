//! A text for people to read in a terminal: the article, marked, then the report, speakers, claims and places.

use super::segments::{segments, Cover};
use super::{content_words, in_bytes};
use crate::annotations::{Annotations, Claim, ClaimForm, Place, Speaker};

/// Escape sequences of the marks.
struct Style {
    content: &'static str,
    source: &'static str,
    place: &'static str,
    quiet: &'static str,
    heading: &'static str,
    end: &'static str,
}

/// Quoted words are underlined besides, so that the kinds can be told apart without colours too.
const COLOURED: Style = Style {
    content: "\x1b[33m",
    source: "\x1b[1;36m",
    place: "\x1b[32m",
    quiet: "\x1b[2m",
    heading: "\x1b[1m",
    end: "\x1b[0m",
};

const QUOTED: &str = "\x1b[33;4m";

/// Longest content (in characters) that the list of claims shows.
const LONGEST: usize = 160;

/// The text with its marks, and lists. Claims are numbered from 1 (id + 1).
///
/// With `colours`, ANSI escape sequences; without, contents in `[…]` with their number, sources in `_…_`, places in `*…*`.
/// Control characters of the text itself are shown as pictures: a text must not steer the terminal.
#[must_use]
pub fn text(source: &str, annotations: &Annotations, colours: bool) -> String {
    let annotations = in_bytes(source, annotations);
    let mut out = String::with_capacity(source.len() * 2);
    article(&mut out, source, &annotations, colours);
    let style = if colours {
        &COLOURED
    } else {
        &Style { content: "", source: "", place: "", quiet: "", heading: "", end: "" }
    };
    let heading = |out: &mut String, name: &str| {
        out.push_str(&format!("\n{}{name}{}\n", style.heading, style.end));
    };
    heading(&mut out, "REPORT");
    for sentence in &annotations.report.sentences {
        out.push_str(&format!("  {}\n", printable(&sentence.text)));
    }
    let speaking: Vec<&Speaker> = annotations.speakers.iter().filter(|s| !s.claims.is_empty()).collect();
    if !speaking.is_empty() {
        heading(&mut out, "SPEAKERS");
    }
    for speaker in speaking {
        out.push_str(&speaker_line(speaker, style));
    }
    for (name, own) in [("CLAIMS", false), ("THE ARTICLE’S OWN STATEMENTS", true)] {
        let claims: Vec<&Claim> = annotations.claims.iter().filter(|c| (c.form == ClaimForm::Own) == own).collect();
        if !claims.is_empty() {
            heading(&mut out, name);
        }
        for claim in claims {
            out.push_str(&claim_line(source, &annotations, claim, style));
        }
    }
    if !annotations.places.is_empty() {
        heading(&mut out, "PLACES");
    }
    for place in &annotations.places {
        out.push_str(&place_line(place, style));
    }
    out
}

fn article(out: &mut String, source: &str, annotations: &Annotations, colours: bool) {
    let own = |id: u32| annotations.claims.get(id as usize).is_none_or(|c| c.form == ClaimForm::Own);
    for segment in segments(source, annotations) {
        let words = printable(segment.span.of(source));
        let content = segment.covers.iter().find_map(|c| match c {
            Cover::Content(id) if !own(*id) => Some(*id),
            _ => None,
        });
        let is_source = segment.covers.iter().any(|c| matches!(c, Cover::Source(_)));
        let is_place = segment.covers.iter().any(|c| matches!(c, Cover::Place(..)));
        let ended = || {
            segment.ends.iter().rev().filter_map(|c| match c {
                Cover::Content(id) if !own(*id) => Some(*id),
                _ => None,
            })
        };
        if colours {
            let style = if is_place {
                COLOURED.place
            } else if is_source {
                COLOURED.source
            } else if let Some(id) = content {
                let direct = annotations.claims.get(id as usize).is_some_and(|c| c.form == ClaimForm::Direct);
                if direct {
                    QUOTED
                } else {
                    COLOURED.content
                }
            } else {
                ""
            };
            if style.is_empty() {
                out.push_str(&words);
            } else {
                out.push_str(&format!("{style}{words}{}", COLOURED.end));
            }
            for id in ended() {
                out.push_str(&format!("{}{}{}", COLOURED.quiet, superscript(id + 1), COLOURED.end));
            }
        } else {
            let begin = |test: &dyn Fn(&Cover) -> bool| segment.begins.iter().any(test);
            let end = |test: &dyn Fn(&Cover) -> bool| segment.ends.iter().any(test);
            let opened = segment.begins.iter().filter(|c| matches!(c, Cover::Content(id) if !own(*id))).count();
            out.push_str(&"[".repeat(opened));
            out.push_str(if begin(&|c| matches!(c, Cover::Source(_))) { "_" } else { "" });
            out.push_str(if begin(&|c| matches!(c, Cover::Place(..))) { "*" } else { "" });
            out.push_str(&words);
            out.push_str(if end(&|c| matches!(c, Cover::Place(..))) { "*" } else { "" });
            out.push_str(if end(&|c| matches!(c, Cover::Source(_))) { "_" } else { "" });
            for id in ended() {
                out.push(']');
                out.push_str(&superscript(id + 1));
            }
        }
    }
    if !out.ends_with('\n') {
        out.push('\n');
    }
}

fn speaker_line(speaker: &Speaker, style: &Style) -> String {
    let description = speaker.description.as_ref().map_or_else(String::new, |d| format!(", {}", printable(d)));
    let claims: Vec<String> = speaker.claims.iter().map(|id| (id + 1).to_string()).collect();
    format!(
        "  {}{}{}{description} {}({}; {} words quoted, {} reported; claim{} {}){}\n",
        style.source,
        printable(&speaker.name),
        style.end,
        style.quiet,
        speaker.kind.name(),
        speaker.quoted_words,
        speaker.reported_words,
        if claims.len() == 1 { "" } else { "s" },
        claims.join(", "),
        style.end,
    )
}

fn claim_line(source: &str, annotations: &Annotations, claim: &Claim, style: &Style) -> String {
    let speaker = claim.speaker.and_then(|id| annotations.speakers.get(id as usize));
    let who = match (speaker, claim.form) {
        (Some(speaker), _) => format!("{}{}{}: ", style.source, printable(&speaker.name), style.end),
        (None, ClaimForm::Own) => String::new(),
        (None, _) => "(unclear who): ".to_string(),
    };
    let words = printable(&content_words(source, claim));
    let cut: String = words.chars().take(LONGEST).collect();
    let more = if cut.len() < words.len() { "…" } else { "" };
    let signals = if claim.signals.is_empty() { String::new() } else { format!(": {}", claim.signals.join(", ")) };
    format!(
        "  {:>3}  {who}{}{cut}{more}{} {}({} {}{}; check-worthy {:.2}{signals}; confidence {:.2}){}\n",
        claim.id + 1,
        style.content,
        style.end,
        style.quiet,
        claim.form.name(),
        claim.mode.name(),
        claim.qualifiers.iter().map(|q| format!(", {}", q.name())).collect::<String>(),
        claim.check_worthiness,
        claim.confidence,
        style.end,
    )
}

fn place_line(place: &Place, style: &Style) -> String {
    let within: Vec<String> =
        place.within.iter().chain(&place.country).filter(|w| **w != place.name).map(|w| printable(w)).collect();
    let within = if within.is_empty() { String::new() } else { format!(", {}", within.join(", ")) };
    let point = match (place.lat, place.lon) {
        (Some(lat), Some(lon)) => format!("{lat:.2}, {lon:.2}"),
        _ => "no point known".to_string(),
    };
    format!(
        "  {}{}{}{within} {}({}; {point}; mentioned {}×){}\n",
        style.place,
        printable(&place.name),
        style.end,
        style.quiet,
        place.kind.name(),
        place.mentions.len(),
        style.end,
    )
}

/// Control characters as pictures (U+2400 …), line breaks and tabs as they are.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            '\0'..='\x1f' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{FFFD}'),
            '\x7f' => '\u{2421}',
            '\u{80}'..='\u{9f}' => '\u{FFFD}',
            _ => c,
        })
        .collect::<String>()
        .replace("\u{240D}\n", "\n")
}

fn superscript(number: u32) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
}
