//! Texts with marks in them: `[s1:The minister] [q1:said] [c1:“…”]`. The same tables are read natively, in a page and in
//! a worker.
#![allow(dead_code)] // Each test file uses a part of it.

pub mod tags;

use whosaid::annotations::{Claim, ClaimForm, ClaimMode};
use whosaid::text::Span;
use whosaid::{Annotations, Annotator};

/// The tables, read at compile time: a browser has no files.
pub const TABLE: &str = include_str!("../tables/attribution.txt");
const KNOWN_WRONG: &str = include_str!("../tables/known-wrong.txt");

/// What a row says of one attribution. Spans are bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expected {
    pub source: Option<Span>,
    pub speaker: Option<String>,
    pub cue: Option<Span>,
    pub mode: Option<ClaimMode>,
    pub content: Vec<Span>,
    pub form: Option<ClaimForm>,
}

/// A text without its marks, and what the marks say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    pub name: String,
    pub text: String,
    pub attributions: Vec<Expected>,
}

/// Reads a table. Panics at a mistake in it: the tables are part of the tests.
pub fn rows(table: &str) -> Vec<Row> {
    let mut rows: Vec<(String, String)> = Vec::new();
    for line in table.lines() {
        if let Some(name) = line.strip_prefix("== ") {
            rows.push((name.trim().to_owned(), String::new()));
        } else if let Some((_, text)) = rows.last_mut() {
            text.push_str(line);
            text.push('\n');
        } else {
            assert!(line.is_empty() || line.starts_with('#'), "text before the first row: {line}");
        }
    }
    rows.into_iter().map(|(name, marked)| row(name, marked.trim())).collect()
}

fn row(name: String, marked: &str) -> Row {
    let mut row = Row { name, ..Row::default() };
    let mut open: Vec<(char, &str, &str, u32)> = Vec::new();
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        let at = row.text.len() as u32;
        if let Some(escaped) = rest.strip_prefix('\\') {
            let c = escaped.chars().next().unwrap_or_else(|| panic!("{}: nothing behind \\", row.name));
            row.text.push(c);
            rest = &escaped[c.len_utf8()..];
        } else if c == '[' {
            let (label, behind) = rest[1..].split_once(':').unwrap_or_else(|| panic!("{}: {rest}", row.name));
            let (tag, value) = label.split_once('=').unwrap_or((label, ""));
            open.push((tag.chars().next().unwrap_or(' '), tag.get(1..).unwrap_or(""), value, at));
            rest = behind;
        } else if c == ']' {
            let (kind, numbers, value, start) = open.pop().unwrap_or_else(|| panic!("{}: `]` without `[`", row.name));
            for number in numbers.split(',') {
                let number = number.parse().unwrap_or_else(|_| panic!("{}: {kind}{numbers}", row.name));
                close(&mut row, kind, number, value, Span::new(start, at));
            }
            rest = &rest[1..];
        } else {
            row.text.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    assert!(open.is_empty(), "{}: `[` without `]`", row.name);
    assert!(row.attributions.iter().all(|a| !a.content.is_empty()), "{}: an attribution without content", row.name);
    row
}

fn close(row: &mut Row, kind: char, number: usize, value: &str, span: Span) {
    if row.attributions.len() < number {
        row.attributions.resize(number, Expected::default());
    }
    let name = &row.name;
    let expected = &mut row.attributions[number - 1];
    match (kind, value) {
        ('s', _) => {
            expected.source = Some(span);
            expected.speaker = (!value.is_empty()).then(|| value.to_owned());
        }
        ('q', "") => (expected.cue, expected.mode) = (Some(span), Some(ClaimMode::Statement)),
        ('q', "attitude") => (expected.cue, expected.mode) = (Some(span), Some(ClaimMode::Attitude)),
        ('c', form) => {
            expected.content.push(span);
            expected.content.sort();
            if let Some(speaker) = form.strip_prefix('@') {
                expected.speaker = Some(speaker.to_owned());
            }
            expected.form = match form {
                _ if form.is_empty() || form.starts_with('@') => expected.form,
                "direct" => Some(ClaimForm::Direct),
                "mixed" => Some(ClaimForm::Mixed),
                "indirect" => Some(ClaimForm::Indirect),
                _ => panic!("{name}: form {form}"),
            };
        }
        _ => panic!("{name}: mark {kind}={value}"),
    }
}

/// The words of some spans, each with its offset. Marks and blanks are no words: whether a comma or `that` belongs to
/// a content is a matter of taste that no reader would notice.
fn words(text: &str, spans: &[Span]) -> Vec<(usize, String)> {
    let mut words = Vec::new();
    for span in spans {
        let mut at = span.start as usize;
        for word in span.of(text).split(|c: char| !c.is_alphanumeric()) {
            if !word.is_empty() && word != "that" {
                words.push((at, word.to_owned()));
            }
            at += word.len();
            at += text[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    words
}

/// Intersection over union of the words of two contents.
fn overlap(text: &str, a: &[Span], b: &[Span]) -> f64 {
    let (a, b) = (words(text, a), words(text, b));
    let both = a.iter().filter(|w| b.contains(w)).count();
    let all = a.len() + b.len() - both;
    if all == 0 {
        0.0
    } else {
        both as f64 / all as f64
    }
}

/// What a reader would call wrong with a claim that is meant to be `expected`.
fn differences(text: &str, annotations: &Annotations, expected: &Expected, claim: &Claim) -> Vec<String> {
    // Three words in four: a reader still sees the same claim.
    const ENOUGH: f64 = 0.75;
    let mut wrong = Vec::new();
    let same = overlap(text, &expected.content, &claim.content);
    if same < ENOUGH {
        let found: Vec<&str> = claim.content.iter().map(|s| s.of(text)).collect();
        wrong.push(format!("content is {found:?}"));
    }
    match (expected.source, claim.source) {
        (Some(right), Some(found)) if overlap(text, &[right], &[found]) >= 0.5 => {}
        (None, None) => {}
        (_, found) => wrong.push(format!("source is {:?}", found.map(|s| s.of(text)))),
    }
    match (expected.cue, claim.cue) {
        (Some(right), Some(found)) if !right.overlaps(found) => wrong.push(format!("cue is {:?}", found.of(text))),
        (Some(_), None) => wrong.push("no cue".into()),
        _ => {}
    }
    if expected.mode.is_some_and(|mode| mode != claim.mode) {
        wrong.push(format!("mode is {:?}", claim.mode));
    }
    if expected.form.is_some_and(|form| form != claim.form) {
        wrong.push(format!("form is {:?}", claim.form));
    }
    if let Some(name) = &expected.speaker {
        let found = claim.speaker.and_then(|id| annotations.speakers.get(id as usize)).map(|s| s.name.as_str());
        if found.unwrap_or("-") != name {
            wrong.push(format!("speaker is {found:?}"));
        }
    }
    wrong
}

/// What the library gets wrong in a row; empty when it is right. Claims below even odds are not held against it.
pub fn check(annotator: &Annotator, row: &Row) -> Vec<String> {
    let annotations = annotator.annotate(&row.text);
    let text = row.text.as_str();
    let mut claims: Vec<&Claim> =
        annotations.claims.iter().filter(|c| c.form != ClaimForm::Own && c.confidence >= 0.5).collect();
    let mut wrong = Vec::new();
    for (number, expected) in row.attributions.iter().enumerate() {
        let best = (0..claims.len()).max_by(|&a, &b| {
            let of = |i: usize| overlap(text, &expected.content, &claims[i].content);
            of(a).total_cmp(&of(b))
        });
        match best.filter(|&i| overlap(text, &expected.content, &claims[i].content) > 0.0) {
            Some(i) => {
                let claim = claims.remove(i);
                let different = differences(text, &annotations, expected, claim);
                wrong.extend(different.into_iter().map(|d| format!("{}: {d}", number + 1)));
            }
            None => wrong.push(format!("{}: not found", number + 1)),
        }
    }
    for claim in claims {
        let found: Vec<&str> = claim.content.iter().map(|s| s.of(text)).collect();
        wrong.push(format!("found {found:?} by {:?} beside", claim.source.map(|s| s.of(text))));
    }
    wrong
}

/// What one row came to: its name, and what is wrong.
pub type Finding = (Row, Vec<String>);

/// Annotates every row of the table.
pub fn findings() -> Vec<Finding> {
    let annotator = Annotator::new();
    rows(TABLE).into_iter().map(|row| (check(&annotator, &row), row)).map(|(wrong, row)| (row, wrong)).collect()
}

/// The names in `known-wrong.txt`.
pub fn known_wrong() -> Vec<&'static str> {
    let lines = KNOWN_WRONG.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty());
    lines.map(|l| l.split('\t').next().unwrap_or(l)).collect()
}

/// `Err` lists the rows that are wrong and should not be, and those that are right and are still listed as wrong; `Ok`
/// says how many rows there are and how many of them are known to be wrong.
pub fn judge(findings: &[Finding]) -> Result<(usize, usize), String> {
    let known = known_wrong();
    let mut problems = Vec::new();
    for name in &known {
        if !findings.iter().any(|(row, _)| row.name == *name) {
            problems.push(format!("known-wrong.txt names no row: {name}"));
        }
    }
    for (row, wrong) in findings {
        match (wrong.is_empty(), known.contains(&row.name.as_str())) {
            (false, false) => problems.push(format!("{}\n    {}\n    {}", row.name, row.text, wrong.join("\n    "))),
            (true, true) => problems.push(format!("{}\n    is right now: take it out of known-wrong.txt", row.name)),
            _ => {}
        }
    }
    if problems.is_empty() {
        Ok((findings.len(), known.len()))
    } else {
        Err(format!("{} of {} rows\n\n{}\n", problems.len(), findings.len(), problems.join("\n\n")))
    }
}
