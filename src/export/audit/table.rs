//! The tables of an audit, for spreadsheets.

use super::super::csv::{row, words};
use crate::audit::{AuditReport, Counts, Part};
use std::str::FromStr;

/// Which table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditTable {
    /// A row a source.
    Sources,
    /// A row an article.
    Articles,
    /// A row a section.
    Sections,
    /// A row a month.
    Months,
    /// A row for each value of each column of the user's table of people.
    Columns,
    /// A row for each passage and each of its sources.
    Passages,
}

impl AuditTable {
    /// All tables, with their names on the command line.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::Sources, "sources"),
        (Self::Articles, "articles"),
        (Self::Sections, "sections"),
        (Self::Months, "months"),
        (Self::Columns, "columns"),
        (Self::Passages, "passages"),
    ];
}

impl FromStr for AuditTable {
    type Err = String;

    /// # Errors
    /// Names the tables that exist.
    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL.iter().find(|(_, n)| *n == name).map(|(table, _)| *table).ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|(_, name)| *name).collect();
            format!("there is no table `{name}`; there are {}", names.join(", "))
        })
    }
}

const SOURCE: &[&str] = &[
    "source",
    "kind",
    "standing",
    "quotedWords",
    "reportedWords",
    "share",
    "statements",
    "attitudes",
    "articles",
    "onlyParaphrased",
    "roles",
    "names",
    "articleIds",
    "joined",
    "doubts",
];

const COUNTS: &[&str] = &[
    "articles",
    "words",
    "quotedWords",
    "reportedWords",
    "unclearWords",
    "unnamedWords",
    "statements",
    "attitudes",
    "named",
    "described",
    "unnamed",
    "unnamedShare",
    "firstThreeShare",
    "firstThree",
];

const PASSAGE: &[&str] = &[
    "articleId",
    "title",
    "section",
    "date",
    "source",
    "kind",
    "standing",
    "form",
    "mode",
    "quotedWords",
    "reportedWords",
    "start",
    "end",
    "text",
];

/// A table as CSV: RFC 4180, UTF-8, a heading first, cells of words safe from being run as formulas.
#[must_use]
pub fn audit_csv(report: &AuditReport, table: AuditTable) -> String {
    match table {
        AuditTable::Sources => sources(report),
        AuditTable::Articles => articles(report),
        AuditTable::Sections => parts(report, "section", &report.sections),
        AuditTable::Months => parts(report, "month", &report.months),
        AuditTable::Columns => columns(report),
        AuditTable::Passages => passages(report),
    }
}

fn heading<'n>(names: impl IntoIterator<Item = &'n &'n str>) -> Vec<String> {
    names.into_iter().map(|name| (*name).to_owned()).collect()
}

fn sources(report: &AuditReport) -> String {
    let own = report.columns.iter().map(|column| words(&column.name));
    let mut out = row(&heading(SOURCE).into_iter().chain(own).collect::<Vec<_>>());
    let attributed = f64::from((report.totals.quoted_words + report.totals.reported_words).max(1));
    let article = |&id: &u32| report.articles.get(id as usize).map_or("", |a| a.id.as_str());
    for s in &report.sources {
        let mut names: Vec<&str> = s.seen.iter().map(|seen| seen.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let roles: Vec<&str> = s.roles.iter().map(|role| role.text.as_str()).collect();
        let ids: Vec<&str> = s.articles.iter().map(article).collect();
        let share = f64::from(s.quoted_words + s.reported_words) / attributed;
        let silent = report.totals.only_paraphrased.binary_search(&s.id).is_ok();
        let mut cells = vec![
            words(&s.name),
            s.kind.name().to_owned(),
            s.standing.name().to_owned(),
            s.quoted_words.to_string(),
            s.reported_words.to_string(),
            format!("{share:.4}"),
            s.statements.to_string(),
            s.attitudes.to_string(),
            s.articles.len().to_string(),
            silent.to_string(),
            words(&roles.join("; ")),
            words(&names.join("; ")),
            words(&ids.join("; ")),
            words(s.joined.as_deref().unwrap_or_default()),
            words(&s.doubts.join(" ")),
        ];
        cells.extend((0..report.columns.len()).map(|n| {
            let fields = s.fields.as_ref().and_then(|fields| fields.get(n));
            words(fields.map_or("", String::as_str))
        }));
        out.push_str(&row(&cells));
    }
    out
}

fn counts(report: &AuditReport, c: &Counts) -> Vec<String> {
    let name = |&id: &u32| report.sources.get(id as usize).map_or("", |s| s.name.as_str());
    let first: Vec<&str> = c.first_three.iter().map(name).collect();
    let numbers = [
        c.articles,
        c.words,
        c.quoted_words,
        c.reported_words,
        c.unclear_words,
        c.unnamed_words,
        c.statements,
        c.attitudes,
        c.named,
        c.described,
        c.unnamed,
    ];
    let mut cells: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    cells.extend([format!("{:.4}", c.unnamed_share), format!("{:.4}", c.first_three_share), words(&first.join("; "))]);
    cells
}

fn articles(report: &AuditReport) -> String {
    let mut out = row(&heading(
        ["articleId", "title", "section", "date", "month"].iter().chain(&COUNTS[1..]).chain(&["corrections"]),
    ));
    for article in &report.articles {
        let text = |text: &Option<String>| words(text.as_deref().unwrap_or_default());
        let (section, date, month) = (text(&article.section), text(&article.date), text(&article.month));
        let mut cells = vec![words(&article.id), words(&article.title), section, date, month];
        cells.extend(counts(report, &article.counts).into_iter().skip(1));
        cells.push(article.corrections.len().to_string());
        out.push_str(&row(&cells));
    }
    out
}

fn parts(report: &AuditReport, name: &str, parts: &[Part]) -> String {
    let mut out = row(&heading([name].iter().chain(COUNTS)));
    for part in parts {
        let mut cells = vec![words(part.name.as_deref().unwrap_or_default())];
        cells.extend(counts(report, &part.counts));
        out.push_str(&row(&cells));
    }
    out
}

fn columns(report: &AuditReport) -> String {
    let mut out = row(&heading(["column", "value"].iter().chain(COUNTS)));
    for column in &report.columns {
        for value in &column.values {
            let mut cells = vec![words(&column.name), words(value.value.as_deref().unwrap_or_default())];
            cells.extend(counts(report, &value.counts));
            out.push_str(&row(&cells));
        }
    }
    out
}

fn passages(report: &AuditReport) -> String {
    let mut out = row(&heading(PASSAGE));
    for passage in &report.passages {
        let Some(article) = report.articles.get(passage.article as usize) else { continue };
        let whose: Vec<Option<u32>> = match passage.sources[..] {
            [] => vec![None],
            _ => passage.sources.iter().copied().map(Some).collect(),
        };
        for id in whose {
            let source = id.and_then(|id| report.sources.get(id as usize));
            let text = |text: &Option<String>| words(text.as_deref().unwrap_or_default());
            out.push_str(&row(&[
                words(&article.id),
                words(&article.title),
                text(&article.section),
                text(&article.date),
                words(source.map_or("", |s| s.name.as_str())),
                source.map_or("", |s| s.kind.name()).to_owned(),
                source.map_or("", |s| s.standing.name()).to_owned(),
                passage.form.name().to_owned(),
                passage.mode.name().to_owned(),
                passage.quoted_words.to_string(),
                passage.reported_words.to_string(),
                passage.spans.first().map_or_else(String::new, |span| span.start.to_string()),
                passage.spans.last().map_or_else(String::new, |span| span.end.to_string()),
                words(&passage.text),
            ]));
        }
    }
    out
}
