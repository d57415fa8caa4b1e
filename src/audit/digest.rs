//! What of one article an audit keeps: who speaks, in which words, and what tells who that is.

use crate::annotations::{Annotations, ClaimForm, ClaimMode, MentionForm, Place, Speaker, SpeakerKind};
use crate::claims::words::Ownership;
use crate::lexicon::Gender;
use crate::report::is_unnamed;
use crate::text::{OffsetMap, OffsetUnit, Span, Text};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::hash_map::DefaultHasher;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

/// What is known of an article besides its words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ArticleInfo {
    /// Its name: a file, an address, a number. The audit numbers those of the same name.
    pub id: String,
    /// Headline; without one the beginning of the text stands in.
    #[serde(default)]
    pub title: Option<String>,
    /// Part of the paper.
    #[serde(default)]
    pub section: Option<String>,
    /// When it appeared, as the archive writes it; see [`month`](super::month).
    #[serde(default)]
    pub date: Option<String>,
}

/// How far a source can be held to account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// A person, a body or a document with a name.
    Named,
    /// A body or a document that the article only describes: `the company`, `a poll`.
    Described,
    /// A person or a group without a name.
    Unnamed,
}

impl Standing {
    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Described => "described",
            Self::Unnamed => "unnamed",
        }
    }
}

/// One article, read. Made by [`digest`], in any order and on any machine; [`Audit::add`](super::Audit::add) takes it in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Digest {
    pub(super) info: ArticleInfo,
    /// First words of the text, for an article without a headline.
    pub(super) beginning: String,
    /// Tells the same text in two articles.
    pub(super) fingerprint: u64,
    pub(super) offsets: OffsetUnit,
    pub(super) words: u32,
    pub(super) sources: Vec<Local>,
    pub(super) passages: Vec<Words>,
    /// What a person changed in it, as JSON.
    #[serde(default)]
    pub(super) corrections: Vec<Value>,
}

impl Digest {
    /// Says what a person changed in the article, as the [`Correction`](crate::annotations::Correction)s are written in JSON
    /// with offsets in the unit of the digest. It is handed on as it is; the annotations have it in them.
    #[must_use]
    pub fn corrected_by(mut self, corrections: Vec<Value>) -> Self {
        self.corrections = corrections;
        self
    }
}

/// A source inside one article.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Local {
    pub name: String,
    pub kind: SpeakerKind,
    pub standing: Standing,
    pub description: Option<String>,
    /// Other names that the article uses: `WHB` for `Western Harbour Board`.
    pub aliases: Vec<String>,
    /// Whether the article's pronouns are all `he` (`true`) or all `she` (`false`).
    pub he: Option<bool>,
    /// The places that the description names.
    pub seats: Vec<Seat>,
}

/// A place in a description.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seat {
    pub name: String,
    pub geoname: u32,
    pub country: Option<String>,
    pub within: Option<String>,
}

/// The words of one claim, and whose they are in its article.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Words {
    pub claim: u32,
    pub form: ClaimForm,
    pub mode: ClaimMode,
    pub sources: Vec<u32>,
    pub quoted: u32,
    pub reported: u32,
    pub spans: Vec<Span>,
    pub text: String,
}

/// An acronym and its closing bracket are not longer than this, in bytes.
const LONGEST_ACRONYM: usize = 12;

/// Longest beginning that stands in for a headline, in characters.
const BEGINNING: usize = 90;

/// Reads the annotations of `source` (offsets in any unit) for an audit, whose spans will be in `unit`.
///
/// Words count as in the article's own report: once, for the innermost claim, and for each speaker of a joint statement.
/// What somebody `did not say` and the article's own statements are no words of a source.
#[must_use]
pub fn digest(info: ArticleInfo, source: &str, annotations: &Annotations, unit: OffsetUnit) -> Digest {
    let map = OffsetMap::new(source);
    let annotations = annotations.clone().with_offsets(OffsetUnit::Byte, &map);
    let text = Text::new(source);
    let claims = &annotations.claims;
    let ownership = Ownership::new(&text, claims);
    let mut counted: BTreeMap<usize, (u32, u32)> = ownership.leading().map(|claim| (claim, (0, 0))).collect();
    for (claim, in_quotes) in ownership.words(&text) {
        let (quoted, reported) = counted.entry(claim).or_default();
        *if in_quotes { quoted } else { reported } += 1;
    }
    // Speakers of whom there are words, in the order of their ids; their ids in the digest are positions.
    let mut ids: BTreeMap<u32, u32> = BTreeMap::new();
    let whose: Vec<Vec<u32>> = counted.keys().map(|&claim| ownership.speakers(claims, claim)).collect();
    let known = |id: &&u32| (**id as usize) < annotations.speakers.len();
    ids.extend(whose.iter().flatten().filter(known).map(|&id| (id, 0)));
    ids.values_mut().zip(0..).for_each(|(id, n)| *id = n);
    let passages = counted.iter().zip(&whose).map(|((&claim, &(quoted, reported)), whose)| {
        let claim = &claims[claim];
        let convert = |offset| map.convert(offset, OffsetUnit::Byte, unit);
        Words {
            claim: claim.id,
            form: claim.form,
            mode: claim.mode,
            sources: whose.iter().filter_map(|id| ids.get(id).copied()).collect(),
            quoted,
            reported,
            spans: claim.content.iter().map(|s| Span::new(convert(s.start), convert(s.end))).collect(),
            text: claim.content.iter().map(|s| one_line(s.of(source))).collect::<Vec<_>>().join(" […] "),
        }
    });
    let mut fingerprint = DefaultHasher::new();
    source.split_whitespace().for_each(|word| word.hash(&mut fingerprint));
    Digest {
        beginning: beginning(source),
        // JavaScript, through which digests may pass as JSON, knows no whole numbers beyond 2^53.
        fingerprint: fingerprint.finish() >> 11,
        offsets: unit,
        words: annotations.report.words,
        passages: passages.collect(),
        corrections: Vec::new(),
        sources: ids.keys().map(|&id| local(&text, &annotations.speakers[id as usize], &annotations.places)).collect(),
        info,
    }
}

fn local(text: &Text<'_>, speaker: &Speaker, places: &[Place]) -> Local {
    let by_name = || speaker.mentions.iter().filter(|m| m.form == MentionForm::Name);
    let standing = match speaker.kind {
        _ if is_unnamed(speaker) => Standing::Unnamed,
        SpeakerKind::Person => Standing::Named,
        // Who was added or named by hand has a name without a mention of it.
        _ if by_name().next().is_some() || speaker.corrected => Standing::Named,
        _ => Standing::Described,
    };
    let mut aliases: Vec<String> = by_name().map(|m| one_line(text.slice(m.span()))).collect();
    aliases.extend(by_name().filter_map(|m| in_brackets(text, m.span())));
    aliases.retain(|alias| *alias != speaker.name);
    aliases.sort();
    aliases.dedup();
    let mut he: Vec<bool> = speaker
        .mentions
        .iter()
        .filter(|m| m.form == MentionForm::Pronoun)
        .flat_map(|m| text.tokens_in(m.span()))
        .filter_map(|token| text.tokens[token].features.pronoun_gender())
        .map(|gender| gender == Gender::Male)
        .collect();
    he.dedup();
    let description = speaker.description.clone();
    Local {
        name: one_line(&speaker.name),
        kind: speaker.kind,
        standing,
        aliases,
        he: if let [one] = he[..] { Some(one) } else { None },
        seats: description.as_deref().map_or_else(Vec::new, |words| seats(text, words, places)),
        description,
    }
}

/// `WHB` of `the Western Harbour Board (WHB)`, whether the mention holds the brackets or ends in front of them.
fn in_brackets(text: &Text<'_>, mention: Span) -> Option<String> {
    let inside = text.slice(mention).split_once('(').map(|(_, rest)| rest);
    let behind = || {
        text.slice(Span::new(mention.end, text.tokens.last().map_or(mention.end, |t| t.span.end)))
            .trim_start()
            .strip_prefix('(')
    };
    let rest = inside.or_else(behind)?;
    let (short, _) = rest.get(..rest.len().min(LONGEST_ACRONYM)).unwrap_or_default().split_once(')')?;
    Some(short.trim().to_owned())
}

/// The places of the article that a description names.
fn seats(text: &Text<'_>, description: &str, places: &[Place]) -> Vec<Seat> {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    let described = words(description);
    let named = |place: &Place| {
        place.mentions.iter().any(|mention| {
            let name = words(text.slice(Span::new(mention.start, mention.end)));
            !name.is_empty() && described.windows(name.len()).any(|window| window == name)
        })
    };
    let fitting = places.iter().filter(|place| named(place));
    fitting
        .filter_map(|place| {
            let (name, geoname) = (place.name.clone(), place.geoname_id?);
            Some(Seat { name, geoname, country: place.country.clone(), within: place.within.clone() })
        })
        .collect()
}

/// With every run of white space as one blank.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first line that is not blank, cut at a word.
fn beginning(source: &str) -> String {
    let line = one_line(source.lines().find(|line| !line.trim().is_empty()).unwrap_or_default());
    let Some((cut, _)) = line.char_indices().nth(BEGINNING) else { return line };
    let at = line[..cut].rfind(' ').filter(|&at| at > 0).unwrap_or(cut);
    format!("{}…", &line[..at])
}
