//! The audit: who speaks in many articles.
//!
//! Each article is read by itself ([`digest`], in any order, on as many threads as there are); an [`Audit`] keeps of each
//! who speaks and in which words, not its text. [`Audit::report`] joins the sources of all articles by their names, carries
//! out what a person joined and parted, and counts. Nothing is guessed about anybody from a name: what else is to be
//! counted comes from a table of the user's own ([`People`]).
//!
//! ```
//! use whosaid::audit::{digest, ArticleInfo, Audit};
//! use whosaid::text::OffsetUnit;
//!
//! let annotator = whosaid::Annotator::new();
//! let mut audit = Audit::new();
//! for (id, text) in [("one", "“It holds,” Mayor Ilze Kalna said."), ("two", "Ilze Kalna said the bridge was old.")] {
//!     let info = ArticleInfo { id: id.into(), ..ArticleInfo::default() };
//!     audit.add(digest(info, text, &annotator.annotate(text), OffsetUnit::Byte));
//! }
//! let report = audit.report(&[], None);
//! assert_eq!((report.sources[0].name.as_str(), report.sources[0].articles.len()), ("Ilze Kalna", 2));
//! ```

mod corrections;
mod counts;
mod dates;
mod digest;
mod join;
mod names;
mod people;
mod records;
mod report;
mod roles;
mod suggest;

pub use corrections::{Act, SourceRef};
pub use dates::month;
pub use digest::{digest, ArticleInfo, Digest, Standing};
pub use people::People;
pub use records::{people, Columns, CsvRecords, JsonRecord, Record};
pub use report::{
    Article, AuditReport, Column, Counts, Part, Passage, Role, Seen, Source, Suggestion, Value, AUDIT_SCHEMA,
};

use std::collections::HashMap;

/// Takes articles in, one at a time, and reports on all of them.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    articles: Vec<Digest>,
    /// How often each name of an article was there.
    ids: HashMap<String, u32>,
}

impl Audit {
    /// An audit without articles.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes an article in. One whose id was there before gets a number behind it: `7 (2)`.
    pub fn add(&mut self, mut article: Digest) {
        let given = article.info.id.clone();
        while self.ids.contains_key(&article.info.id) {
            let seen = self.ids.entry(given.clone()).or_insert(1);
            *seen += 1;
            article.info.id = format!("{given} ({seen})");
        }
        self.ids.insert(article.info.id.clone(), 1);
        self.articles.push(article);
    }

    /// Takes in an article in place of the one at `position`, after a person corrected it; the id stays. Says whether there
    /// is one.
    pub fn replace(&mut self, position: usize, mut article: Digest) -> bool {
        let Some(old) = self.articles.get_mut(position) else { return false };
        article.info.id.clone_from(&old.info.id);
        *old = article;
        true
    }

    /// Articles so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// Joins the sources, carries out the acts in their order, and counts.
    #[must_use]
    pub fn report(&self, acts: &[Act], people: Option<&People>) -> AuditReport {
        let mut groups = join::join(&self.articles);
        let missed = corrections::carry_out(&self.articles, &mut groups, acts);
        let mut report = counts::count(&self.articles, &groups, acts, people);
        report.suggestions = suggest::suggest(&report);
        report.corrections = acts.to_vec();
        report.missed = missed;
        report
    }
}

#[cfg(test)]
mod tests;
