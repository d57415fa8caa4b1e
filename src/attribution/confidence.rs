//! How sure an attribution is: a logistic regression on what the tagger said of its parts and on how they stand, drawn down
//! by doubts; where a rule found it without tags, how many of that rule's are right.
//!
//! All figures stand in `data/confidence.tsv`, fitted by `cargo xtask calibrate`, so that of the attributions at 0.9 nine in
//! ten have the right words and the right source. A rule or doubt with instances in fewer than twenty articles of the corpora
//! counts as the others of its sort that are as rare do together (`rule:rules`, `doubt:doubts`, `form:forms`), and so does
//! one that has no row yet.

use super::cues;
use super::link::Link;
use super::{block_quotation, construction, rules};
use crate::annotations::{ClaimForm, ClaimMode};
use crate::tagging::{Role, Tag, Tagged, TAGS};
use crate::text::{QuoteState, Text};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// What the confidence is computed from, by name: 0 or 1, or the logarithm of a mean posterior probability; of `said`, `said-cue`
/// and `stated`, of the tagger's other opinion ([`Tagged::modes`]), 0 where it gives none.
pub const EVIDENCE: [&str; 19] = [
    "bias",
    "content",
    "content-begin",
    "content-end",
    "source",
    "cue",
    "no-source",
    "no-cue",
    "direct",
    "mixed",
    "attitude",
    "unknown-cue",
    "noun-cue",
    "short",
    "very-short",
    "pieces",
    "said",
    "said-cue",
    "stated",
];

/// The values of [`EVIDENCE`] for one attribution.
pub type Evidence = [f32; EVIDENCE.len()];

/// No posterior counts as less than this: one bad token must not outweigh everything.
const FLOOR: f32 = 0.02;

/// A content between quotation marks counts at least as this, whatever the tagger says: the guard may have found it.
const QUOTED_FLOOR: f32 = 0.5;

fn role_of(posterior: &[f32; TAGS], role: Role) -> f32 {
    Tag::ALL.iter().zip(posterior).filter(|(tag, _)| tag.role() == Some(role)).map(|(_, p)| p).sum()
}

/// Logarithm of the mean posterior probability of `role` over runs of tokens; 0 for no tokens.
fn mean<'a>(tagged: &Tagged, runs: impl IntoIterator<Item = &'a Range<usize>>, role: Role) -> f32 {
    let (mut sum, mut count) = (0.0, 0);
    for posterior in runs.into_iter().filter_map(|run| tagged.posteriors.get(run.clone())).flatten() {
        sum += role_of(posterior, role);
        count += 1;
    }
    if count == 0 {
        0.0
    } else {
        (sum / count as f32).max(FLOOR).ln()
    }
}

/// As [`mean`], but over the tokens alone that have the role as their tag: where a rule has drawn a run anew, the tags say
/// nothing of the rest.
fn mean_of_tagged<'a>(tagged: &Tagged, runs: impl IntoIterator<Item = &'a Range<usize>>, role: Role) -> f32 {
    let has = |i: &usize| tagged.tags.get(*i).is_some_and(|tag| tag.role() == Some(role));
    let tokens: Vec<Range<usize>> = runs.into_iter().cloned().flatten().filter(has).map(|i| i..i + 1).collect();
    mean(tagged, &tokens, role)
}

/// How likely the tokens of `runs` belong to anything that anybody said or thought, and how likely to a statement where they
/// do: two means; `None` where the tagger has no opinion, or there is no token.
pub(super) fn modes<'a>(tagged: &Tagged, runs: impl IntoIterator<Item = &'a Range<usize>>) -> Option<(f32, f32)> {
    let (mut said, mut stated, mut count) = (0.0, 0.0, 0);
    for [_, attitude, statement] in runs.into_iter().filter_map(|run| tagged.modes.get(run.clone())).flatten() {
        said += attitude + statement;
        stated += statement;
        count += 1;
    }
    (count > 0).then(|| (said / count as f32, stated / said.max(f32::MIN_POSITIVE)))
}

/// What speaks for and against a link.
pub(super) fn evidence(text: &Text<'_>, tagged: &Tagged, link: &Link, form: ClaimForm, mode: ClaimMode) -> Evidence {
    let flag = |b: bool| f32::from(u8::from(b));
    let posterior = |i: usize, role: Role| tagged.posteriors.get(i).map_or(FLOOR, |p| role_of(p, role));
    let first = link.content.first().map_or(0, |c| c.start);
    let last = link.content.last().map_or(0, |c| c.end.saturating_sub(1));
    // Where a quotation begins or ends there is no doubt about the border.
    let mark = |i: usize| {
        text.tokens.get(i).is_some_and(|t| matches!(t.quote, QuoteState::Open { .. } | QuoteState::Close { .. }))
    };
    let begin =
        if mark(first) { 1.0 } else { tagged.posteriors.get(first).map_or(FLOOR, |p| p[Tag::ContentBegin as usize]) };
    let end = if mark(last) { 1.0 } else { 1.0 - posterior(last + 1, Role::Content) };
    let content = mean(tagged, &link.content, Role::Content);
    // Quotation marks tell more than the tagger.
    let content = if form == ClaimForm::Direct { content.max(QUOTED_FLOOR.ln()) } else { content };
    let words: usize = link.content.iter().map(|c| text.words_in(c.clone())).sum();
    let known = link.cue.iter().cloned().flatten().filter_map(|i| cues::cue(text.word(i))).collect::<Vec<_>>();
    let opinion = |runs| modes(tagged, runs).unwrap_or((1.0, 1.0));
    let ((said, stated), (said_cue, _)) = (opinion(&link.content), opinion(&link.cue));
    let phrase = link.cue.iter().any(|c| cues::phrase(text, c.start).is_some());
    [
        1.0,
        content,
        begin.max(FLOOR).ln(),
        end.max(FLOOR).ln(),
        mean_of_tagged(tagged, &link.source, Role::Source),
        mean_of_tagged(tagged, &link.cue, Role::Cue),
        flag(link.source.is_none() && link.continues.is_none()),
        flag(link.cue.is_empty()),
        flag(form == ClaimForm::Direct),
        flag(form == ClaimForm::Mixed),
        flag(mode == ClaimMode::Attitude),
        flag(!link.cue.is_empty() && known.is_empty() && !phrase),
        flag(!known.is_empty() && !known.iter().any(|c| c.is_verb)),
        flag(words < 6),
        flag(words < 4),
        flag(link.content.len() > 1),
        said.max(FLOOR).ln(),
        said_cue.max(FLOOR).ln(),
        stated.max(FLOOR).ln(),
    ]
}

/// A form of which more is known than the tags tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `according to` with source and content: what stands beside a phrase that can mean nothing else is content, whatever
    /// the tagger says. Its row is how many are right of the twenty of which the tags are least sure; none counts less.
    AccordingTo,
    /// `It was reported that …`; the same.
    Impersonal,
    /// The subject is spoken of, and nobody is named who speaks. The words are as sure as if the subject spoke them, but
    /// no surer than the row: how many of these are right.
    SourceDropped,
}

impl Form {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::AccordingTo, Self::Impersonal, Self::SourceDropped];

    /// The name in `data/confidence.tsv`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AccordingTo => "according-to",
            Self::Impersonal => "impersonal",
            Self::SourceDropped => "source-dropped",
        }
    }
}

/// What the confidence of an attribution rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Grounds {
    /// What the tagger said of the parts, and how they stand.
    pub evidence: Evidence,
    /// The rule that found it without tags.
    pub rule: Option<&'static str>,
    /// What speaks against it.
    pub doubt: Option<&'static str>,
    /// What its form tells.
    pub form: Option<Form>,
}

/// The confidence of an attribution, 0 to 1.
pub(super) fn confidence(grounds: &Grounds) -> f32 {
    if let Some(rule) = grounds.rule {
        return row(RULE, rule);
    }
    if grounds.doubt.is_some_and(construction::excludes) {
        return 0.0;
    }
    let doubt = grounds.doubt.map_or(0.0, |doubt| row(DOUBT, doubt));
    let tags = |evidence: &Evidence| {
        let log_odds = evidence.iter().zip(weights()).map(|(e, w)| e * w).sum::<f32>() + doubt;
        1.0 / (1.0 + (-log_odds).exp())
    };
    let found = tags(&grounds.evidence);
    match grounds.form {
        None => found,
        Some(Form::SourceDropped) => found.max(tags(&as_if_sourced(&grounds.evidence)).min(form(Form::SourceDropped))),
        Some(known) => found.max(form(known)),
    }
}

/// The evidence that an attribution without a source would give with one.
fn as_if_sourced(evidence: &Evidence) -> Evidence {
    let mut evidence = *evidence;
    if let Some(at) = EVIDENCE.iter().position(|name| *name == "no-source") {
        evidence[at] = 0.0;
    }
    evidence
}

/// Kinds of rows, with the name of the row for those that have none.
type Kind = (&'static str, &'static str);

/// How sure an attribution is that a rule found without tags: how many of them are right.
const RULE: Kind = ("rule", "rules");

/// What a doubt adds to the logarithm of the odds.
const DOUBT: Kind = ("doubt", "doubts");

/// What a [`Form`] counts.
const FORM: Kind = ("form", "forms");

fn form(form: Form) -> f32 {
    row(FORM, form.name())
}

fn row((kind, others): Kind, name: &'static str) -> f32 {
    let rows = &tables().rows;
    rows.get(&(kind, name)).or_else(|| rows.get(&(kind, others))).copied().unwrap_or_default()
}

/// Kinds of rows of `data/confidence.tsv` beside the weights, each with the row that the rare ones share and with all names
/// that may have one of their own: for calibration.
#[must_use]
pub fn weighed() -> [(&'static str, &'static str, Vec<&'static str>); 3] {
    let coded = [rules::unmarked(), rules::untagged(), rules::nested(), rules::coded()];
    let names = |rules: &'static crate::pattern::Rules| rules.0.iter().map(|rule| rule.name.as_str());
    let found = coded.into_iter().flat_map(names).chain([block_quotation::RULE]).collect();
    [
        (RULE.0, RULE.1, found),
        (DOUBT.0, DOUBT.1, names(rules::doubts()).filter(|doubt| !construction::excludes(doubt)).collect()),
        (FORM.0, FORM.1, Form::ALL.map(Form::name).to_vec()),
    ]
}

fn weights() -> &'static Evidence {
    &tables().weights
}

/// The rows of `data/confidence.tsv`.
#[derive(Default)]
struct Tables {
    weights: Evidence,
    /// By kind and name.
    rows: HashMap<(&'static str, &'static str), f32>,
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let mut tables = Tables::default();
        for line in include_str!("../../data/confidence.tsv").lines().filter(|l| !l.starts_with('#')) {
            let mut fields = line.split('\t');
            let (Some(name), Some(Ok(value))) = (fields.next(), fields.next().map(str::parse)) else { continue };
            if let Some(at) = EVIDENCE.iter().position(|e| *e == name) {
                tables.weights[at] = value;
            } else if let Some(of) = name.split_once(':') {
                tables.rows.insert(of, value);
            }
        }
        tables
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows of the file: name, value, and for rules, doubts and forms right ones, instances and whether they are its own.
    fn rows() -> Vec<Vec<&'static str>> {
        let lines = include_str!("../../data/confidence.tsv").lines().filter(|l| !l.starts_with('#'));
        lines.map(|line| line.split('\t').collect()).collect()
    }

    #[test]
    fn every_weight_is_read() {
        for name in EVIDENCE {
            assert!(rows().iter().any(|row| row[0] == name), "{name} has no weight");
        }
        assert!(weights()[1] > 0.0, "a surer content must count in favour");
    }

    #[test]
    fn every_rule_and_doubt_has_a_row_or_shares_one() {
        for (kind, others, names) in weighed() {
            let values = &tables().rows;
            for name in &names {
                let value = values.get(&(kind, *name)).or_else(|| values.get(&(kind, others)));
                let value =
                    value.unwrap_or_else(|| panic!("data/confidence.tsv has neither {kind}:{name} nor {others}"));
                let fits = if kind == DOUBT.0 { *value < 0.0 } else { (0.0..=1.0).contains(value) };
                assert!(fits, "data/confidence.tsv: {kind}:{name} is {value}");
            }
            for &(_, name) in values.keys().filter(|row| row.0 == kind) {
                assert!(name == others || names.contains(&name), "data/confidence.tsv: there is no {kind} {name}");
            }
        }
        for &(kind, name) in tables().rows.keys() {
            assert!(weighed().iter().any(|of| of.0 == kind), "data/confidence.tsv: {kind}:{name} is nothing");
        }
    }

    #[test]
    fn no_row_rests_on_fewer_than_twenty_articles() {
        for row in rows().iter().filter(|row| row[0].contains(':')) {
            let [name, value, right, instances, articles, whose, ..] = row[..] else {
                panic!("{row:?} has six columns at least")
            };
            let (kind, _) = name.split_once(':').unwrap();
            let [right, instances, articles] = [right, instances, articles].map(|n| n.parse::<usize>().unwrap());
            assert!(right <= instances && articles <= instances, "{name}");
            let shared = rows().into_iter().find(|row| row[0] == format!("{kind}:{kind}s")).unwrap();
            match whose {
                "own" => assert!(articles >= 20, "{name} rests on {articles}"),
                "prior" => assert!(value == shared[1] && articles < 20, "{name} is neither fitted nor the shared one"),
                _ => assert_eq!((name, whose), (shared[0], "shared")),
            }
        }
    }

    #[test]
    fn doubts_draw_down_and_known_forms_hold_up() {
        let evidence = EVIDENCE.map(|name| f32::from(u8::from(name == "bias")));
        let plain = Grounds { evidence, rule: None, doubt: None, form: None };
        let doubted = Grounds { doubt: Some("act"), ..plain.clone() };
        assert!(confidence(&doubted) < confidence(&plain));
        let weak = Grounds { evidence: evidence.map(|e| -4.0 * e), ..plain.clone() };
        let held = Grounds { form: Some(Form::AccordingTo), ..weak.clone() };
        assert!(confidence(&weak) < confidence(&held));
        assert_eq!(confidence(&held), form(Form::AccordingTo));
        let ruled = Grounds { rule: Some("nested-noun"), doubt: Some("act"), ..plain };
        assert_eq!(confidence(&ruled), row(RULE, "nested-noun"), "a rule's confidence is its own");
    }
}
