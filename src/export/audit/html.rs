//! An audit as a page by itself: charts with their tables, and each number a link to its passages.
//!
//! It has no script and loads nothing: its policy forbids both, and allows exactly the one style sheet by its hash. All
//! words of the articles are escaped.

use super::super::escape;
use super::super::html::head;
use super::chart::{bars, Bar};
use super::summary::sentences;
use super::{grouped, percent, some};
use crate::annotations::ClaimForm;
use crate::audit::{Article, AuditReport, Counts, Part, Passage, Source, Standing};
use std::fmt::Write;

/// The style sheet, as it stands between the tags.
const STYLE: &str = include_str!("audit.css");

/// SHA-256 of [`STYLE`] in base64; a test computes it again.
const STYLE_HASH: &str = "pxSEfy/wsbnbzVvxhpP+jr5ob0HP823sxF5/ca2ga7s=";

/// Sources of the first chart.
const CHARTED: usize = 15;

/// Words of a passage that the list of its source shows, in characters.
const SHORT: usize = 90;

/// Writing to a String cannot fail.
macro_rules! put {
    ($out:expr, $($arg:tt)*) => { let _ = write!($out, $($arg)*); };
}

/// The page.
#[must_use]
pub fn audit_html(report: &AuditReport) -> String {
    let title = format!("Who speaks in {}", some(report.totals.articles, "article"));
    let mut out = head(&title, &title, STYLE, STYLE_HASH);
    out.push_str("<ul>\n");
    for sentence in sentences(report) {
        put!(out, "<li>{}</li>\n", escape(&sentence));
    }
    out.push_str("</ul>\n");
    let page = Page { report };
    page.sources(&mut out);
    page.sections(&mut out, "sections", "Sections", &report.sections, |article| article.section.as_deref());
    page.sections(&mut out, "months", "Months", &report.months, |article| article.month.as_deref());
    for (n, column) in report.columns.iter().enumerate() {
        let rows = column.values.iter().map(|value| Row {
            name: value.value.as_deref().unwrap_or("not in the table"),
            counts: &value.counts,
            leads: page.names(&value.sources),
        });
        page.parts(&mut out, &format!("column-{n}"), &column.name, &rows.collect::<Vec<_>>());
    }
    page.articles(&mut out);
    page.by_source(&mut out);
    page.passages(&mut out);
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// A row of a table of sections, months or values.
struct Row<'a> {
    name: &'a str,
    counts: &'a Counts,
    /// Links to the passages that are counted.
    leads: String,
}

struct Page<'a> {
    report: &'a AuditReport,
}

impl Page<'_> {
    fn sources(&self, out: &mut String) {
        let named: Vec<&Source> = self.report.sources.iter().filter(|s| s.standing != Standing::Unnamed).collect();
        if named.is_empty() {
            return;
        }
        out.push_str("<section aria-labelledby=\"sources\">\n<h2 id=\"sources\">Sources</h2>\n");
        let first: Vec<Bar<'_>> = named
            .iter()
            .filter(|s| s.standing == Standing::Named)
            .take(CHARTED)
            .map(|s| Bar {
                name: &s.name,
                link: format!("#s{}", s.id),
                quoted: s.quoted_words,
                reported: s.reported_words,
            })
            .collect();
        out.push_str(&bars("sources", "The sources with the most words; the table has the same numbers", &first));
        out.push_str("<div class=\"wide\">\n<table>\n<caption>Each number leads to its passages.</caption>\n<thead><tr><th scope=\"col\">Source</th><th scope=\"col\">Kind</th>");
        for heading in ["Quoted", "Reported", "Statements", "Articles"] {
            put!(out, "<th scope=\"col\" class=\"number\">{heading}</th>");
        }
        out.push_str("<th scope=\"col\">Roles and affiliations</th>");
        for column in &self.report.columns {
            put!(out, "<th scope=\"col\">{}</th>", escape(&column.name));
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        for s in named {
            put!(out, "<tr><th scope=\"row\">{}", escape(&s.name));
            for doubt in &s.doubts {
                put!(out, "<br><span class=\"doubt\">{}</span>", escape(doubt));
            }
            let kind = if s.standing == Standing::Described { "described " } else { "" };
            put!(out, "</th><td>{kind}{}</td>", s.kind.name());
            for number in [s.quoted_words, s.reported_words, s.statements, s.articles.len() as u32] {
                put!(out, "<td class=\"number\">{}</td>", link(number, &format!("#s{}", s.id)));
            }
            let roles: Vec<&str> = s.roles.iter().map(|role| role.text.as_str()).collect();
            put!(out, "<td>{}</td>", escape(&roles.join("; ")));
            for n in 0..self.report.columns.len() {
                let field = s.fields.as_ref().and_then(|fields| fields.get(n));
                put!(out, "<td>{}</td>", escape(field.map_or("", String::as_str)));
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>\n</div>\n</section>\n");
    }

    /// Sections or months, whose articles `of` tells.
    fn sections(
        &self,
        out: &mut String,
        id: &str,
        heading: &str,
        parts: &[Part],
        of: impl Fn(&Article) -> Option<&str>,
    ) {
        let leads = |part: &Part| {
            let articles = self.report.articles.iter().enumerate().filter(|(_, a)| of(a) == part.name.as_deref());
            articles.map(|(n, a)| format!("<a href=\"#a{n}\">{}</a>", escape(&a.title))).collect::<Vec<_>>().join(", ")
        };
        let rows = parts.iter().map(|part| Row {
            name: part.name.as_deref().unwrap_or("none"),
            counts: &part.counts,
            leads: leads(part),
        });
        self.parts(out, id, heading, &rows.collect::<Vec<_>>());
    }

    /// Sections, months or the values of a column, with lists of what is counted in each.
    fn parts(&self, out: &mut String, id: &str, heading: &str, rows: &[Row<'_>]) {
        if rows.is_empty() {
            return;
        }
        put!(out, "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{}</h2>\n", escape(heading));
        let drawn = rows.iter().enumerate().map(|(n, row)| Bar {
            name: row.name,
            link: format!("#{id}-{n}"),
            quoted: row.counts.quoted_words,
            reported: row.counts.reported_words,
        });
        out.push_str(&bars(id, &format!("{heading}; the table has the same numbers"), &drawn.collect::<Vec<_>>()));
        out.push_str("<div class=\"wide\">\n<table>\n<thead><tr><th scope=\"col\">Name</th>");
        for heading in ["Articles", "Quoted", "Reported", "Named", "Unnamed", "Unnamed share", "First three"] {
            put!(out, "<th scope=\"col\" class=\"number\">{heading}</th>");
        }
        out.push_str("<th scope=\"col\">Who they are</th></tr></thead>\n<tbody>\n");
        for (n, Row { name, counts: c, .. }) in rows.iter().enumerate() {
            put!(out, "<tr><th scope=\"row\">{}</th>", escape(name));
            for number in [c.articles, c.quoted_words, c.reported_words, c.named, c.unnamed] {
                put!(out, "<td class=\"number\">{}</td>", link(number, &format!("#{id}-{n}")));
            }
            for share in [c.unnamed_share, c.first_three_share] {
                put!(out, "<td class=\"number\">{}</td>", percent(share));
            }
            put!(out, "<td>{}</td></tr>\n", self.names(&c.first_three));
        }
        out.push_str("</tbody>\n</table>\n</div>\n");
        for (n, row) in rows.iter().enumerate() {
            put!(out, "<p class=\"quiet\" id=\"{id}-{n}\"><b>{}</b>: {}</p>\n", escape(row.name), row.leads);
        }
        out.push_str("</section>\n");
    }

    /// Links to the passages of sources.
    fn names(&self, ids: &[u32]) -> String {
        let names = ids.iter().filter_map(|&id| self.report.sources.get(id as usize));
        names.map(|s| format!("<a href=\"#s{}\">{}</a>", s.id, escape(&s.name))).collect::<Vec<_>>().join(", ")
    }

    fn articles(&self, out: &mut String) {
        out.push_str("<section aria-labelledby=\"articles\">\n<h2 id=\"articles\">Articles</h2>\n<div class=\"wide\">\n<table>\n<thead><tr><th scope=\"col\">Article</th><th scope=\"col\">Section</th><th scope=\"col\">Date</th>");
        for heading in ["Words", "Quoted", "Reported", "Named", "Unnamed", "Unnamed share"] {
            put!(out, "<th scope=\"col\" class=\"number\">{heading}</th>");
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        for (a, article) in self.report.articles.iter().enumerate() {
            let text = |text: &Option<String>| escape(text.as_deref().unwrap_or_default());
            let c = &article.counts;
            put!(
                out,
                "<tr><th scope=\"row\">{}<br><span class=\"quiet\">{}</span></th><td>{}</td><td>{}</td>",
                escape(&article.title),
                escape(&article.id),
                text(&article.section),
                text(&article.date)
            );
            put!(out, "<td class=\"number\">{}</td>", grouped(c.words));
            for number in [c.quoted_words, c.reported_words, c.named, c.unnamed] {
                put!(out, "<td class=\"number\">{}</td>", link(number, &format!("#a{a}")));
            }
            put!(out, "<td class=\"number\">{}</td></tr>\n", percent(c.unnamed_share));
        }
        out.push_str("</tbody>\n</table>\n</div>\n</section>\n");
    }

    /// For each source a list of links to its passages.
    fn by_source(&self, out: &mut String) {
        out.push_str("<section aria-labelledby=\"by-source\">\n<h2 id=\"by-source\">Passages by source</h2>\n");
        for s in &self.report.sources {
            put!(out, "<div class=\"source\" id=\"s{}\">\n<h3>{}</h3>\n", s.id, escape(&s.name));
            if let Some(joined) = &s.joined {
                put!(out, "<p class=\"quiet\">One source: {}.</p>\n", escape(joined));
            }
            out.push_str("<ol>\n");
            for &p in &s.passages {
                let Some(passage) = self.report.passages.get(p as usize) else { continue };
                let title = self.report.articles.get(passage.article as usize).map_or("", |a| a.title.as_str());
                let short: String = passage.text.chars().take(SHORT).collect();
                let dots = if short.len() < passage.text.len() { "…" } else { "" };
                put!(
                    out,
                    "<li><a href=\"#p{p}\">{}{dots}</a> <span class=\"quiet\">{}</span></li>\n",
                    escape(&short),
                    escape(title)
                );
            }
            out.push_str("</ol>\n</div>\n");
        }
        out.push_str("</section>\n");
    }

    /// Every passage once, in its article.
    fn passages(&self, out: &mut String) {
        out.push_str("<section aria-labelledby=\"passages\">\n<h2 id=\"passages\">Passages by article</h2>\n");
        let mut at = 0;
        for (a, article) in self.report.articles.iter().enumerate() {
            put!(
                out,
                "<div class=\"article\" id=\"a{a}\">\n<h3>{}</h3>\n<p class=\"quiet\">{}</p>\n<ol>\n",
                escape(&article.title),
                escape(&article.id)
            );
            while let Some(passage) = self.report.passages.get(at).filter(|p| p.article as usize == a) {
                let who =
                    if passage.sources.is_empty() { "unclear who".to_owned() } else { self.names(&passage.sources) };
                put!(
                    out,
                    "<li id=\"p{at}\">{who}: <blockquote dir=\"auto\">{}</blockquote> <span class=\"quiet\">{}</span></li>\n",
                    escape(&passage.text),
                    how(passage)
                );
                at += 1;
            }
            out.push_str("</ol>\n</div>\n");
        }
        out.push_str("</section>\n");
    }
}

fn how(passage: &Passage) -> String {
    let form = match passage.form {
        ClaimForm::Direct => "quoted",
        ClaimForm::Mixed => "quoted in part",
        ClaimForm::Indirect | ClaimForm::Own => "reported",
    };
    format!("{form}, {}", some(passage.quoted_words + passage.reported_words, "word"))
}

fn link(number: u32, to: &str) -> String {
    if number == 0 {
        return "0".to_owned();
    }
    format!("<a href=\"{to}\">{}</a>", grouped(number))
}

#[cfg(test)]
#[test]
fn the_policy_allows_the_style_sheet_that_is_there() {
    assert_eq!(STYLE_HASH, super::super::hash::sha256_csp(STYLE));
}
