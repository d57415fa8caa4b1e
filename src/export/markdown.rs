//! Markdown (CommonMark with GitHub's tables and footnotes): the article with contents in italics, sources in bold and
//! each claim as a footnote; before it the report and the speakers, behind it the places.

use super::segments::{segments, Cover};
use super::{in_bytes, title};
use crate::annotations::{Annotations, Claim, ClaimForm};
use std::fmt::Write;

/// The document. Footnotes are numbered from 1 (id + 1).
#[must_use]
pub fn markdown(text: &str, annotations: &Annotations) -> String {
    let annotations = in_bytes(text, annotations);
    let mut out = format!("# {}\n\n## Who carries this article?\n\n", plain(&title(text)));
    for sentence in &annotations.report.sentences {
        put(&mut out, &format!("- {}\n", plain(&sentence.text)));
    }
    speakers(&mut out, &annotations);
    out.push_str("\n## The article\n\n");
    out.push_str(article(text, &annotations).trim_end());
    out.push_str("\n\n");
    for claim in annotations.claims.iter().filter(|c| c.form != ClaimForm::Own) {
        footnote(&mut out, &annotations, claim);
    }
    own(&mut out, text, &annotations);
    places(&mut out, &annotations);
    out
}

fn put(out: &mut String, text: &str) {
    out.push_str(text);
}

fn speakers(out: &mut String, annotations: &Annotations) {
    let mut speaking = annotations.speakers.iter().filter(|s| !s.claims.is_empty()).peekable();
    if speaking.peek().is_none() {
        return;
    }
    put(out, "\n## Speakers\n\n| Speaker | Kind | Claims | Words quoted | Words reported |\n| --- | --- | --- | --- | --- |\n");
    for speaker in speaking {
        let description = speaker.description.as_ref().map_or_else(String::new, |d| format!(", {}", plain(d)));
        let claims: Vec<String> = speaker.claims.iter().map(|id| (id + 1).to_string()).collect();
        let _ = writeln!(
            out,
            "| **{}**{description} | {} | {} | {} | {} |",
            plain(&speaker.name),
            speaker.kind.name(),
            claims.join(", "),
            speaker.quoted_words,
            speaker.reported_words
        );
    }
}

fn footnote(out: &mut String, annotations: &Annotations, claim: &Claim) {
    let speaker = claim.speaker.and_then(|id| annotations.speakers.get(id as usize));
    let who = speaker.map_or_else(|| "Unclear who".to_string(), |s| format!("**{}**", plain(&s.name)));
    let qualifiers: String = claim.qualifiers.iter().map(|q| format!(", {}", q.name())).collect();
    let signals =
        if claim.signals.is_empty() { String::new() } else { format!(" ({})", plain(&claim.signals.join(", "))) };
    let _ = writeln!(
        out,
        "[^{}]: {who}: {} {}{qualifiers}; worth a check {:.2}{signals}; {}.",
        claim.id + 1,
        claim.form.name(),
        claim.mode.name(),
        claim.check_worthiness,
        super::sureness(claim)
    );
}

fn own(out: &mut String, text: &str, annotations: &Annotations) {
    let mut claims = annotations.claims.iter().filter(|c| c.form == ClaimForm::Own).peekable();
    if claims.peek().is_some() {
        put(out, "\n## The article’s own statements worth a check\n\n");
    }
    for claim in claims {
        let words = plain(&super::content_words(text, claim));
        let signals: String = claim.signals.iter().map(|s| format!(", {}", plain(s))).collect();
        let _ = writeln!(out, "- {words} ({:.2}{signals})", claim.check_worthiness);
    }
}

fn places(out: &mut String, annotations: &Annotations) {
    if annotations.places.is_empty() {
        return;
    }
    put(out, "\n## Places\n\n| Place | Kind | In | Latitude | Longitude | Mentions |\n| --- | --- | --- | --- | --- | --- |\n");
    for place in &annotations.places {
        let degrees = |value: Option<f32>| value.map_or_else(String::new, |v| format!("{v:.2}"));
        let within: Vec<String> = place.within.iter().chain(&place.country).map(|w| plain(w)).collect();
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            plain(&place.name),
            place.kind.name(),
            within.join(", "),
            degrees(place.lat),
            degrees(place.lon),
            place.mentions.len()
        );
    }
    put(out, "\nPlaces from GeoNames, CC BY 4.0.\n");
}

/// How a stretch of the article is set.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Set {
    Plain,
    Content,
    Source,
}

/// The article: each line of the text is a paragraph.
fn article(text: &str, annotations: &Annotations) -> String {
    let own = |id: u32| annotations.claims.get(id as usize).is_none_or(|c| c.form == ClaimForm::Own);
    // Stretches of one setting; a footnote mark stands by itself.
    let mut runs: Vec<(Set, String)> = Vec::new();
    for segment in segments(text, annotations) {
        let set = if segment.covers.iter().any(|c| matches!(c, Cover::Source(_))) {
            Set::Source
        } else if segment.covers.iter().any(|c| matches!(c, Cover::Content(id) if !own(*id))) {
            Set::Content
        } else {
            Set::Plain
        };
        match runs.last_mut() {
            Some((last, words)) if *last == set && !words.starts_with('\u{0}') => words.push_str(segment.span.of(text)),
            _ => runs.push((set, segment.span.of(text).to_string())),
        }
        for cover in &segment.ends {
            if let Cover::Content(id) = *cover {
                if !own(id) {
                    runs.push((Set::Plain, format!("\u{0}[^{}]", id + 1)));
                }
            }
        }
    }
    let mut out = String::with_capacity(text.len() * 2);
    for (i, (set, words)) in runs.iter().enumerate() {
        if let Some(mark) = words.strip_prefix('\u{0}') {
            out.push_str(mark);
            continue;
        }
        let after = runs.get(i + 1).and_then(|(_, w)| w.chars().next()).map(|c| if c == '\u{0}' { '[' } else { c });
        let words = words.replace('\r', "");
        let mut lines = words.split('\n').peekable();
        while let Some(line) = lines.next() {
            let last = lines.peek().is_none();
            emphasise(&mut out, *set, line, if last { after } else { None });
            if !last && !out.is_empty() && !out.ends_with("\n\n") {
                out.push_str("\n\n");
            }
        }
    }
    out
}

/// Sets `line` in italics or bold. Delimiters count only beside certain characters (CommonMark, "left-flanking delimiter
/// run"); where they would not, HTML does it.
fn emphasise(out: &mut String, set: Set, line: &str, after: Option<char>) {
    let words = line.trim();
    let begins_line = out.is_empty() || out.ends_with('\n');
    if words.is_empty() || set == Set::Plain {
        let line = if begins_line { line.trim_start() } else { line };
        if out.ends_with(']') && line.starts_with('(') {
            // `[^1](…)` would be a link.
            out.push('\\');
        }
        out.push_str(&escape_line(line, begins_line));
        return;
    }
    let lead = line.len() - line.trim_start().len();
    let tail = line.trim_end().len();
    if !begins_line {
        out.push_str(&line[..lead]);
    }
    let apart = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let mark = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric());
    let before = out.chars().next_back();
    let behind = if tail < line.len() { Some(' ') } else { after };
    let free = |side: Option<char>, edge: Option<char>| apart(side) || mark(side) && side != Some('*') || !mark(edge);
    let flanking = free(before, words.chars().next()) && free(behind, words.chars().next_back());
    let (open, close) = match (set, flanking && before != Some('*')) {
        (Set::Source, true) => ("**", "**"),
        (Set::Source, false) => ("<strong>", "</strong>"),
        (_, true) => ("*", "*"),
        (_, false) => ("<em>", "</em>"),
    };
    out.push_str(open);
    out.push_str(&escape_line(words, false));
    out.push_str(close);
    out.push_str(&line[tail..]);
}

/// A stretch inside a line, escaped.
fn plain(text: &str) -> String {
    escape_line(&text.split_whitespace().collect::<Vec<_>>().join(" "), true)
}

/// Escapes what Markdown would read as mark-up; at the beginning of a line also what makes lists, headings and rules.
fn escape_line(line: &str, begins: bool) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    for (i, c) in line.char_indices() {
        let starts = begins
            && (i == 0 && matches!(c, '+' | '-' | '=' | ':') || digits > 0 && i == digits && matches!(c, '.' | ')'));
        if starts || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '$') {
            out.push('\\');
        }
        out.push(if c.is_control() && c != '\t' { '\u{FFFD}' } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes() {
        for (line, begins, expected) in [
            ("a *b* _c_ [d](e) <b> & `f`", true, "a \\*b\\* \\_c\\_ \\[d\\](e) \\<b\\> \\& \\`f\\`"),
            ("- no list", true, "\\- no list"),
            ("12. no list", true, "12\\. no list"),
            ("12.5 percent", false, "12.5 percent"),
            ("# no heading | no cell", true, "\\# no heading \\| no cell"),
            ("\u{1b}[0m", false, "\u{FFFD}\\[0m"),
        ] {
            assert_eq!(escape_line(line, begins), expected);
        }
    }

    #[test]
    fn delimiters_only_where_they_count() {
        for (before, words, after, expected) in [
            ("", "“Yes,”", Some(' '), "*“Yes,”*"),
            ("said: ", "“Yes.”", None, "said: *“Yes.”*"),
            ("x", "“Yes.”", Some('y'), "x<em>“Yes.”</em>"),
            ("a ", " b ", Some('c'), "a  *b* "),
            ("", "it", Some('s'), "*it*"),
            ("", "it.", Some('s'), "<em>it.</em>"),
        ] {
            let mut out = before.to_string();
            emphasise(&mut out, Set::Content, words, after);
            assert_eq!(out, expected);
        }
    }
}
