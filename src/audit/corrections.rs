//! What a person joins and parts.

use super::digest::Digest;
use super::join::{Group, Member};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::fmt;

/// One act of a person on the sources of an audit. Like those of an article it names sources by where they stand, never by
/// ids, which change with every act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Act {
    /// A source is the same as another, whose name stays.
    Join {
        /// Who goes up in the other; without an article all sources of that name.
        source: SourceRef,
        /// Who remains.
        into: SourceRef,
    },
    /// The source of one article is somebody else than those of the same name in other articles.
    Part {
        /// Who; with its article.
        source: SourceRef,
    },
}

/// A source of an audit.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SourceRef {
    /// The name that the audit shows, or the one in that article.
    pub name: String,
    /// The id of an article in which it speaks: tells namesakes apart.
    #[serde(default)]
    pub article: Option<String>,
}

impl fmt::Display for SourceRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.article {
            Some(article) => write!(f, "“{}” of “{article}”", self.name),
            None => write!(f, "“{}”", self.name),
        }
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Join { source, into } => write!(f, "{source} was joined with {into}"),
            Self::Part { source } => write!(f, "{source} was parted from others of the name"),
        }
    }
}

/// Carries out the acts, in order. Gives the positions of those that mean nothing here: nobody of that name, or several
/// where one is meant.
pub(super) fn carry_out(articles: &[Digest], groups: &mut Vec<Group>, acts: &[Act]) -> Vec<u32> {
    let mut missed = Vec::new();
    for (n, act) in (0..).zip(acts) {
        let done = match act {
            Act::Join { source, into } => join(articles, groups, source, into, n),
            Act::Part { source } => part(articles, groups, source, n),
        };
        if done.is_none() {
            missed.push(n);
        }
    }
    groups.retain(|group| !group.members.is_empty());
    missed
}

/// The name that a group is shown by: the one it was joined to by hand, else the most frequent, an acronym last.
pub(super) fn shown<'g>(articles: &'g [Digest], group: &'g Group) -> &'g str {
    if let Some(name) = &group.name {
        return name;
    }
    let mut counted: HashMap<&str, (bool, usize, Reverse<Member>)> = HashMap::new();
    for &(a, s) in &group.members {
        let name = articles[a].sources[s].name.as_str();
        let spelt = name.chars().any(char::is_lowercase);
        counted.entry(name).or_insert((spelt, 0, Reverse((a, s)))).1 += 1;
    }
    counted.into_iter().max_by_key(|(_, rank)| *rank).map_or("", |(name, _)| name)
}

fn found(articles: &[Digest], groups: &[Group], meant: &SourceRef) -> Vec<usize> {
    let here = |&&(a, _): &&Member| meant.article.as_ref().is_none_or(|id| articles[a].info.id == *id);
    let fits = |group: &Group| {
        let mut members = group.members.iter().filter(here).peekable();
        members.peek().is_some()
            && (shown(articles, group) == meant.name
                || meant.article.is_some() && members.any(|&(a, s)| articles[a].sources[s].name == meant.name))
    };
    (0..groups.len()).filter(|&g| fits(&groups[g])).collect()
}

fn join(articles: &[Digest], groups: &mut [Group], source: &SourceRef, into: &SourceRef, act: u32) -> Option<()> {
    let [home] = found(articles, groups, into)[..] else { return None };
    let gone = found(articles, groups, source);
    if gone.is_empty() || gone == [home] {
        return None;
    }
    let name = shown(articles, &groups[home]).to_owned();
    for g in gone.into_iter().filter(|&g| g != home) {
        let group = std::mem::take(&mut groups[g]);
        groups[home].members.extend(group.members);
        groups[home].explained.extend(group.explained);
        groups[home].by_hand.extend(group.by_hand);
    }
    groups[home].members.sort_unstable();
    groups[home].doubts.clear();
    groups[home].by_hand.push(act);
    groups[home].by_hand.sort_unstable();
    groups[home].name = Some(name);
    Some(())
}

fn part(articles: &[Digest], groups: &mut Vec<Group>, source: &SourceRef, act: u32) -> Option<()> {
    source.article.as_ref()?;
    let [home] = found(articles, groups, source)[..] else { return None };
    let here = |&(a, _): &Member| Some(&articles[a].info.id) == source.article.as_ref();
    let (gone, rest): (Vec<Member>, Vec<Member>) = groups[home].members.iter().partition(|member| here(member));
    if rest.is_empty() {
        return None;
    }
    groups[home].members = rest;
    groups[home].by_hand.push(act);
    groups.push(Group { members: gone, by_hand: vec![act], ..Group::default() });
    Some(())
}
