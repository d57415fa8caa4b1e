//! Words whose speaker is named by a label: `HOLLIS: Did you read it?`, `Q: …`, and `“…” ― Ana Ruiz`.
//!
//! Transcripts and signed quotations need no tagger: their form says all, and a tagger trained on running text misses
//! most of them. One label alone proves nothing (`LONDON: Shares fell`), so lines count only in company.

use super::cues;
use super::link::Link;
use super::runs::{touching, Run};
use crate::lexicon::{Feature, FeatureSet};
use crate::tagging::Role;
use crate::text::{QuoteState, Text, TokenKind};
use std::collections::HashSet;
use std::ops::Range;

/// Longer labels are sentences.
const LONGEST_LABEL: usize = 7;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `Q` and `A`.
    Letter,
    /// `ANDREA BELL, HOST`
    Capitals,
    /// `Gazette`, `Ana Ruiz`
    Name,
}

struct Line {
    /// Behind it stands the colon.
    label: Range<usize>,
    /// Up to the next label or the paragraph's end.
    words: Range<usize>,
    style: Style,
}

impl Line {
    /// The number of its paragraph.
    fn paragraph(&self, text: &Text<'_>) -> usize {
        text.tokens[self.label.end].paragraph as usize
    }
}

/// The attributions of labelled lines and signed quotations, in text order.
pub(super) fn transcripts(text: &Text<'_>, runs: &[Run]) -> Vec<Link> {
    let mut links = transcript(text, runs);
    links.extend(signed(text));
    links.sort_by_key(|link| link.content[0].start);
    links
}

// ---- transcripts -----------------------------------------------------------------------------------------------------

fn transcript(text: &Text<'_>, runs: &[Run]) -> Vec<Link> {
    let mut lines: Vec<Line> = text.sentences.iter().filter_map(|sentence| line(text, sentence.start)).collect();
    for i in 1..lines.len() {
        lines[i - 1].words.end = lines[i - 1].words.end.min(lines[i].label.start);
    }
    for style in [Style::Letter, Style::Capitals, Style::Name] {
        if !is_transcript(text, &lines, style) {
            lines.retain(|line| line.style != style);
        }
    }
    let link = |(i, line): (usize, &Line)| {
        let further = lines.get(i + 1).map_or(&[][..], |next| goes_on(text, runs, line, next));
        let content = std::iter::once(&line.words).chain(further).cloned().collect();
        let colon = line.label.end..line.label.end + 1;
        Link::by_rule("transcript-line", Some(line.label.clone()), colon, content)
    };
    lines.iter().enumerate().map(link).collect()
}

/// The labelled line that begins at a sentence's start, perhaps behind an opening mark: each paragraph of a quoted
/// transcript has one.
fn line(text: &Text<'_>, start: usize) -> Option<Line> {
    let paragraph = text.paragraph_of(start);
    let quoted = matches!(text.tokens[start].quote, QuoteState::Open { .. });
    let start = start + usize::from(quoted);
    let colon = (start + 1..paragraph.end.min(start + LONGEST_LABEL + 1)).find(|&i| text.word(i) == ":")?;
    let label = start..colon;
    let words = colon + 1..paragraph.end;
    let is_word = |i: usize| text.tokens[i].kind.is_word();
    if !is_word(start) || !words.clone().any(is_word) {
        return None;
    }
    let first = text.word(start);
    if label.len() == 1 && matches!(first, "Q" | "A") {
        return Some(Line { label, words, style: Style::Letter });
    }
    let in_label =
        |i: usize| text.tokens[i].kind == TokenKind::Word || matches!(text.word(i), "," | "." | "-" | "(" | ")");
    if !label.clone().all(in_label) || text.is(start, Feature::EditorialLabel) {
        return None;
    }
    let capitals = label.clone().all(|i| !text.word(i).contains(char::is_lowercase))
        && first.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let name = label.len() <= 4
        && start - usize::from(quoted) == paragraph.start
        && label.clone().all(|i| !is_word(i) || text.word(i).starts_with(char::is_uppercase));
    let style = if capitals { Style::Capitals } else { Style::Name };
    (capitals || name).then_some(Line { label, words, style })
}

/// Whether the lines of one style are a conversation: questions and answers, or lines of speakers who come back, or who
/// follow each other, and who say `I` and `you`.
fn is_transcript(text: &Text<'_>, lines: &[Line], style: Style) -> bool {
    let of_style: Vec<&Line> = lines.iter().filter(|line| line.style == style).collect();
    // A speaker is known by the last word of the label's name: `JIM TULLY, FARMER`, later `TULLY`.
    let name = |line: &Line| {
        let end = line.label.clone().find(|&i| text.word(i) == ",").unwrap_or(line.label.end);
        text.word(end - 1).to_lowercase()
    };
    let speakers: HashSet<String> = of_style.iter().map(|line| name(line)).collect();
    if speakers.len() < 2 {
        return false;
    }
    let talk = |line: &&&Line| line.words.clone().any(|i| text.word(i) == "?" || text.is(i, Feature::Conversation));
    let talking = of_style.iter().filter(talk).count();
    let returning = speakers.len() < of_style.len();
    let next_to = |pair: &[&Line]| pair[1].paragraph(text) <= pair[0].paragraph(text) + 1;
    match style {
        Style::Letter => true,
        Style::Capitals => talking * 3 >= of_style.len() && (returning || of_style.windows(2).any(next_to)),
        Style::Name => talking * 2 >= of_style.len() && returning && of_style.windows(2).any(next_to),
    }
}

/// Further paragraphs of an answer: between two lines, at most three, talking, without a source of their own.
fn goes_on<'t>(text: &'t Text<'_>, runs: &[Run], line: &Line, next: &Line) -> &'t [Range<usize>] {
    let between = text.paragraphs.get(line.paragraph(text) + 1..next.paragraph(text)).unwrap_or_default();
    let talks = |p: &Range<usize>| p.clone().any(|i| text.is(i, Feature::Conversation));
    let has_source = |p: &Range<usize>| touching(runs, p).iter().any(|run| run.role == Role::Source);
    if between.len() <= 3 && between.iter().all(|p| talks(p) && !has_source(p)) {
        between
    } else {
        &[]
    }
}

// ---- signed quotations -----------------------------------------------------------------------------------------------

/// `“…” ― Ana Ruiz`, as readers' letters, epigraphs and reviews have it: a whole quotation, a dash, a name and the end of
/// the paragraph or the next quotation.
fn signed(text: &Text<'_>) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for quotation in text.quotations.iter().filter(|q| q.parent.is_none() && q.full && q.closed) {
        let start = quotation.tokens.start;
        let behind_signature = links.last().and_then(|l| l.source.as_ref()).is_some_and(|s| s.end == start);
        if text.sentence_of(start).start != start && !behind_signature {
            continue;
        }
        let dash = quotation.tokens.end;
        if let Some(signature) = signature(text, dash) {
            let content = vec![quotation.tokens.clone()];
            links.push(Link::by_rule("signed-quotation", Some(signature), dash..dash + 1, content));
        }
    }
    links
}

/// The name behind the dash at token `dash`, in its paragraph or as the next.
fn signature(text: &Text<'_>, dash: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 10;
    const JOINING: FeatureSet = FeatureSet::of(&[Feature::NameParticle, Feature::Article, Feature::Coordinator]);
    if !matches!(text.word(dash), "―" | "—" | "–" | "-" | "--" | "~") {
        return None;
    }
    let (start, border) = (dash + 1, text.paragraph_of(dash).end);
    let opens = |i: usize| matches!(text.tokens[i].quote, QuoteState::Open { full: true });
    let mut end = (start..border.min(start + LONGEST + 2)).find(|&i| opens(i)).unwrap_or(border);
    end -= usize::from(end > start && text.word(end - 1) == ".");
    if end <= start || end - start > LONGEST {
        return None;
    }
    let address = |i: usize| text.tokens[i].kind == TokenKind::Address;
    let of_name = |i: usize| match text.tokens[i].kind {
        TokenKind::Word => text.is_capital(i) || text.is_any(i, JOINING) || text.word(i) == "of",
        _ => address(i) || matches!(text.word(i), "." | "-" | "&" | "'" | "’"),
    };
    let begins = text.word(start).starts_with(char::is_uppercase) || address(start);
    let is_name = (start..end).take_while(|&i| text.word(i) != ",").all(of_name);
    // `“…” — Ruiz said`: a cue of its own.
    let speaks = |i: usize| text.word(i).starts_with(char::is_lowercase) && cues::is_verb(text, i);
    (begins && is_name && !(start..end).any(speaks)).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(plain: &str) -> Vec<String> {
        let text = Text::new(plain);
        let words = |range: &Range<usize>| text.slice(text.span(range.clone())).to_string();
        transcripts(&text, &[])
            .iter()
            .map(|l| {
                let pieces: Vec<String> = l.content.iter().map(words).collect();
                format!("{}|{}", words(l.source.as_ref().unwrap()), pieces.join(" + "))
            })
            .collect()
    }

    #[test]
    fn reads_transcripts() {
        assert_eq!(
            found("HARE: Did you see the light?\n\nMOLE: I saw nothing at all."),
            ["HARE|Did you see the light?", "MOLE|I saw nothing at all."]
        );
        assert_eq!(
            found("The talk began at nine. Q: Who built it? A: A joiner from the coast. Q: And who paid?"),
            ["Q|Who built it?", "A|A joiner from the coast.", "Q|And who paid?"]
        );
        assert_eq!(
            found("Courier: Why did you leave?\n\nLena Roth: I was tired.\n\nI wanted to see the sea.\n\nCourier: And now?\n\nRoth: We shall see."),
            [
                "Courier|Why did you leave?",
                "Lena Roth|I was tired. + I wanted to see the sea.",
                "Courier|And now?",
                "Roth|We shall see."
            ]
        );
        assert_eq!(
            found("“BELL: Where were you?\n\n“ADA KNOX, MINER: I was below. We heard it.”"),
            ["BELL|Where were you?", "ADA KNOX, MINER|I was below. We heard it.”"]
        );
    }

    #[test]
    fn headings_and_datelines_are_no_speakers() {
        for plain in [
            "OSLO: The bank cut its rate on Monday.\n\nBERN: The council met for an hour.",
            "UPDATE: We have added a photo.\n\nNOTE: You can write to us.",
            "Serves: Four people.\n\nTime: Two hours.\n\nServes: With rice, if you like.",
            "A: The first point.\n\nB: The second point.",
            "Ruiz: I never said that.",
        ] {
            assert_eq!(found(plain), Vec::<String>::new(), "{plain}");
        }
    }

    #[test]
    fn reads_signed_quotations() {
        assert_eq!(
            found("“The garden was a gift to all of us.” ― Ada M. Knox\n“We shall miss the old trees.” — Piet van Dam, gardener"),
            ["Ada M. Knox|“The garden was a gift to all of us.”", "Piet van Dam, gardener|“We shall miss the old trees.”"]
        );
        for plain in [
            "“The garden was a gift to all of us,” — Knox said on Monday.",
            "“The garden was a gift to all of us” — and nobody thanked her.",
            "The song “All of the Lights Went Out” – Knox’s best – was played twice.",
        ] {
            assert_eq!(found(plain), Vec::<String>::new(), "{plain}");
        }
    }
}
