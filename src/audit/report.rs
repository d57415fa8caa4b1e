//! What an audit finds: the data model of its JSON, schema 1.

use super::corrections::{Act, SourceRef};
use super::digest::Standing;
use crate::annotations::{ClaimForm, ClaimMode, SpeakerKind};
use crate::text::{OffsetUnit, Span};
use serde::Serialize;

/// The version of the audit's schema.
pub const AUDIT_SCHEMA: u32 = 1;

/// Who speaks in the articles of an audit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditReport {
    /// [`AUDIT_SCHEMA`].
    pub schema: u32,
    /// The unit of every span.
    pub offsets: OffsetUnit,
    /// All articles together.
    pub totals: Counts,
    /// Who speaks, most words first; ids are positions.
    pub sources: Vec<Source>,
    /// In the order in which they came; ids of passages and sources refer to these positions.
    pub articles: Vec<Article>,
    /// By part of the paper, most words first; empty when no article has one.
    pub sections: Vec<Part>,
    /// By month, oldest first; empty when no article has one that can be read.
    pub months: Vec<Part>,
    /// By the columns of the user's own table of people, in its order.
    pub columns: Vec<Column>,
    /// Every attributed passage: what the numbers count.
    pub passages: Vec<Passage>,
    /// Sources that may be one, for a person to decide.
    pub suggestions: Vec<Suggestion>,
    /// What a person joined and parted.
    pub corrections: Vec<Act>,
    /// Positions of those corrections that mean nothing in these articles.
    pub missed: Vec<u32>,
}

/// What is counted in some of the passages. Words count once, for the innermost claim; shares are 0 to 1, with four
/// decimals.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Articles that are counted.
    pub articles: u32,
    /// Words of these articles, attributed or not.
    pub words: u32,
    /// Attributed words inside quotation marks.
    pub quoted_words: u32,
    /// Attributed words outside of them.
    pub reported_words: u32,
    /// Of both, those for which it is unclear who speaks.
    pub unclear_words: u32,
    /// Of both, those that rest on unnamed sources alone.
    pub unnamed_words: u32,
    /// Passages that were said or written.
    pub statements: u32,
    /// Passages that were thought, hoped or wanted.
    pub attitudes: u32,
    /// Sources with a name.
    pub named: u32,
    /// Bodies and documents without a name, each counted in its article.
    pub described: u32,
    /// Persons and groups without a name, each counted in its article.
    pub unnamed: u32,
    /// Share of the attributed words that rests on unnamed sources.
    pub unnamed_share: f64,
    /// Share of the attributed words that are those of the first three sources.
    pub first_three_share: f64,
    /// Ids of the three sources with the most words.
    pub first_three: Vec<u32>,
    /// Ids of the sources whose words are only ever reported, never quoted; documents have no voice and are left out, and
    /// so is who has fewer than twelve words.
    pub only_paraphrased: Vec<u32>,
}

/// A source over all articles.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    /// Position in [`AuditReport::sources`].
    pub id: u32,
    /// Most frequent name.
    pub name: String,
    /// What sort of speaker it is, mostly.
    pub kind: SpeakerKind,
    /// How far it can be held to account.
    pub standing: Standing,
    /// Words inside quotation marks.
    pub quoted_words: u32,
    /// Words that are reported.
    pub reported_words: u32,
    /// Passages that were said or written.
    pub statements: u32,
    /// Passages that were thought, hoped or wanted.
    pub attitudes: u32,
    /// Ids of the articles, in order.
    pub articles: Vec<u32>,
    /// Roles and affiliations as the articles give them, most frequent first.
    pub roles: Vec<Role>,
    /// How it is called in each article: why it is one source.
    pub seen: Vec<Seen>,
    /// Why the sources of several articles are taken for one, or what a person joined and parted, in a sentence; `None` for
    /// a source of one article that nobody touched.
    pub joined: Option<String>,
    /// What to look at.
    pub doubts: Vec<String>,
    /// Whether a person joined or parted it.
    pub corrected: bool,
    /// Ids of the passages.
    pub passages: Vec<u32>,
    /// What the user's table says, a cell a column of [`AuditReport::columns`]; `None` when it is not in there.
    pub fields: Option<Vec<String>>,
}

/// A role or affiliation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Role {
    /// As the articles give it.
    pub text: String,
    /// Ids of the articles.
    pub articles: Vec<u32>,
}

/// A source in one article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// Id of the article.
    pub article: u32,
    /// The name there.
    pub name: String,
    /// The role there.
    pub role: Option<String>,
}

/// An article and what is counted in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Article {
    /// The name that it came with; a number is added to one that was there before.
    pub id: String,
    /// Headline, or the beginning of the text.
    pub title: String,
    /// Part of the paper.
    pub section: Option<String>,
    /// As it came.
    pub date: Option<String>,
    /// `2024-03`, where the date could be read.
    pub month: Option<String>,
    /// Position of an article before it that has the same words.
    pub same_as: Option<u32>,
    /// What a person changed in it before it was counted, as JSON; left out when that is nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<serde_json::Value>,
    /// What is counted in it.
    #[serde(flatten)]
    pub counts: Counts,
}

/// A section or a month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// `None` for the articles that have none.
    pub name: Option<String>,
    /// What is counted in its articles.
    #[serde(flatten)]
    pub counts: Counts,
}

/// A column of the user's table of people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// Its values, most words first; last those named sources that are not in the table.
    pub values: Vec<Value>,
}

/// A value of a column.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Value {
    /// `None` for the named sources that are not in the table.
    pub value: Option<String>,
    /// Ids of the sources.
    pub sources: Vec<u32>,
    /// What is counted in the passages of these sources.
    #[serde(flatten)]
    pub counts: Counts,
}

/// Words of an article that are attributed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Passage {
    /// Position of its article.
    pub article: u32,
    /// Id of the claim in the annotations of the article.
    pub claim: u32,
    /// Whether the words are quoted.
    pub form: ClaimForm,
    /// Said, or thought.
    pub mode: ClaimMode,
    /// Ids of who says so; several for a joint statement, none where it is unclear.
    pub sources: Vec<u32>,
    /// Its words inside quotation marks, without those of claims inside it.
    pub quoted_words: u32,
    /// Its other words, without those of claims inside it.
    pub reported_words: u32,
    /// Where it stands in the article's text.
    pub spans: Vec<Span>,
    /// The words, pieces joined by `[…]`.
    pub text: String,
}

/// Sources that may be one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Suggestion {
    /// Ids of the sources that may be another's.
    pub sources: Vec<u32>,
    /// Id of that other.
    pub into: u32,
    /// Why, in a sentence.
    pub why: String,
    /// The acts that join them.
    pub acts: Vec<Act>,
}

impl AuditReport {
    /// The words by which a correction names a source.
    #[must_use]
    pub fn reference(&self, source: u32) -> Option<SourceRef> {
        let source = self.sources.get(source as usize)?;
        let article = source.articles.first().and_then(|&a| self.articles.get(a as usize));
        Some(SourceRef { name: source.name.clone(), article: article.map(|a| a.id.clone()) })
    }

    /// Words of a source, quoted and reported.
    #[must_use]
    pub fn words(&self, source: u32) -> u32 {
        self.sources.get(source as usize).map_or(0, |s| s.quoted_words + s.reported_words)
    }
}
