//! Which sources of several articles are one: by name, and by what else the articles say of them.
//!
//! Persons are one by their full name only; a surname or a title alone tells somebody inside an article and no further.
//! Bodies and documents are one by their name, or by an acronym that some article explains; not by a name that many bodies
//! bear (`Interior Ministry`). Who has no name is one with nobody.

use super::digest::{Digest, Local, Standing};
use super::names::{body_key, is_acronym_of, is_generic, PersonName};
use super::roles::{fit, Fit, Profile};
use crate::annotations::SpeakerKind;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A source of one article: positions of the article and of the source in it.
pub(super) type Member = (usize, usize);

/// Members of a source that another is compared with, at most.
const COMPARED: usize = 40;

/// What makes a join or its absence worth a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// Joined by name, though their roles have nothing in common.
    RolesDiffer,
    /// Somebody else has the same name, and it cannot be one person.
    Namesake,
    /// Several persons have the name, and nothing tells which is meant.
    Unclear,
    /// Many bodies are called so: not joined.
    Generic,
}

/// The sources that are one.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    /// In the order of the articles.
    pub members: Vec<Member>,
    /// Articles that say what the acronym stands for.
    pub explained: Vec<usize>,
    pub doubts: Vec<Doubt>,
    /// Positions of the acts by which a person joined or parted it.
    pub by_hand: Vec<u32>,
    /// The name that it was joined to by hand.
    pub name: Option<String>,
}

impl Group {
    fn of(members: Vec<Member>) -> Self {
        Self { members, ..Self::default() }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Body,
    Document,
}

/// Given name, surname and suffix: what persons have in common that may be one.
type PersonKey = (String, String, Option<String>);

/// Joins the sources of all articles; every source is in one group.
pub(super) fn join(articles: &[Digest]) -> Vec<Group> {
    let mut persons: BTreeMap<PersonKey, Vec<(Member, PersonName)>> = BTreeMap::new();
    let mut bodies: BTreeMap<(Class, String), Group> = BTreeMap::new();
    let mut groups = Vec::new();
    for (a, article) in articles.iter().enumerate() {
        for (s, source) in article.sources.iter().enumerate() {
            let alone = Group::of(vec![(a, s)]);
            let class = match source.kind {
                _ if source.standing != Standing::Named => {
                    groups.push(alone);
                    continue;
                }
                SpeakerKind::Document => Class::Document,
                SpeakerKind::Organisation | SpeakerKind::Group => Class::Body,
                SpeakerKind::Person | SpeakerKind::Unnamed => {
                    match PersonName::of(&source.name) {
                        Some(name) => persons
                            .entry((name.first.clone(), name.last.clone(), name.suffix.clone()))
                            .or_default()
                            .push(((a, s), name)),
                        None => groups.push(alone),
                    }
                    continue;
                }
            };
            bodies.entry((class, body_key(&source.name))).or_default().members.push((a, s));
        }
    }
    for bearers in persons.into_values() {
        groups.extend(by_middle_name(articles, bearers));
    }
    groups.extend(by_acronym(articles, bodies));
    groups
}

fn source(articles: &[Digest], (article, source): Member) -> &Local {
    &articles[article].sources[source]
}

/// Persons of one first and one last name, told apart by their middle names.
fn by_middle_name(articles: &[Digest], bearers: Vec<(Member, PersonName)>) -> Vec<Group> {
    let mut told: Vec<Vec<(Member, PersonName)>> = Vec::new();
    let (without, with): (Vec<_>, Vec<_>) = bearers.into_iter().partition(|(_, name)| name.middle.is_empty());
    for (member, name) in with {
        match told.iter_mut().find(|one| one.iter().all(|(_, other)| name.middles_agree(other))) {
            Some(one) => one.push((member, name)),
            None => told.push(vec![(member, name)]),
        }
    }
    let unclear = told.len() > 1 && !without.is_empty();
    if told.len() == 1 {
        told[0].extend(without);
    } else if !without.is_empty() {
        told.push(without);
    }
    let several = told.len() > 1;
    let mut groups = Vec::new();
    for (n, one) in told.iter().enumerate() {
        let mut members: Vec<Member> = one.iter().map(|(member, _)| *member).collect();
        members.sort_unstable();
        let last = n + 1 == told.len();
        for mut group in by_role(articles, &members) {
            if unclear && last {
                group.doubts.push(Doubt::Unclear);
            } else if several && !group.doubts.contains(&Doubt::Namesake) {
                group.doubts.push(Doubt::Namesake);
            }
            groups.push(group);
        }
    }
    groups
}

/// Persons of one full name, kept apart where what the articles say contradicts itself.
fn by_role(articles: &[Digest], members: &[Member]) -> Vec<Group> {
    let profiles: HashMap<Member, Profile<'_>> =
        members.iter().map(|&member| (member, Profile::of(source(articles, member)))).collect();
    let mut groups: Vec<Group> = Vec::new();
    let (silent, telling): (Vec<Member>, Vec<Member>) = members.iter().partition(|m| profiles[m].is_silent());
    // Those first of whom something is said: they tell who there is.
    for member in telling.into_iter().chain(silent) {
        let fits: Vec<Option<Fit>> = groups.iter().map(|group| best_fit(&profiles, group, member)).collect();
        let together = fits.iter().position(|fit| *fit == Some(Fit::Together));
        let mut possible = (0..groups.len()).filter(|&g| fits[g].is_some());
        let home = match (together, possible.next(), possible.next()) {
            (Some(g), ..) | (None, Some(g), None) => Some(g),
            (None, None, _) => None,
            (None, Some(_), Some(_)) => {
                groups.push(Group { members: vec![member], doubts: vec![Doubt::Unclear], ..Group::default() });
                continue;
            }
        };
        let Some(home) = home else {
            groups.push(Group::of(vec![member]));
            continue;
        };
        if fits[home] == Some(Fit::Apart) && !groups[home].doubts.contains(&Doubt::RolesDiffer) {
            groups[home].doubts.push(Doubt::RolesDiffer);
        }
        groups[home].members.push(member);
    }
    let several = groups.len() > 1;
    for group in &mut groups {
        group.members.sort_unstable();
        if several && group.doubts.iter().all(|doubt| *doubt != Doubt::Unclear) {
            group.doubts.push(Doubt::Namesake);
        }
    }
    groups
}

/// How a source fits those of a group; `None` when it cannot be one of them.
fn best_fit(profiles: &HashMap<Member, Profile<'_>>, group: &Group, member: Member) -> Option<Fit> {
    let fits = group.members.iter().take(COMPARED).map(|other| fit(&profiles[other], &profiles[&member]));
    let (mut best, mut against) = (Fit::Against, false);
    for fit in fits {
        against |= fit == Fit::Against;
        best = best.max(fit);
    }
    (best == Fit::Together || !against).then_some(best)
}

/// Bodies by their name, if it is not a general one; one that has only an acronym goes to the one whose acronym some article explains, if that is only one.
fn by_acronym(articles: &[Digest], mut bodies: BTreeMap<(Class, String), Group>) -> Vec<Group> {
    let mut explained: BTreeMap<String, BTreeMap<(Class, String), Vec<usize>>> = BTreeMap::new();
    for (key, group) in &bodies {
        for &member in &group.members {
            let source = source(articles, member);
            for alias in source.aliases.iter().filter(|alias| is_acronym_of(alias, &source.name)) {
                let articles = explained.entry(body_key(alias)).or_default().entry(key.clone()).or_default();
                articles.push(member.0);
            }
        }
    }
    // What has an acronym is one body, however plain its words are.
    let has_acronym: BTreeSet<(Class, String)> = explained.values().flat_map(BTreeMap::keys).cloned().collect();
    for (acronym, meanings) in explained {
        let mut meanings = meanings.into_iter();
        let (Some((full, articles)), None) = (meanings.next(), meanings.next()) else { continue };
        let short = (full.0, acronym);
        if short == full {
            continue;
        }
        let Some(group) = bodies.remove(&short) else { continue };
        let home = bodies.entry(full).or_default();
        home.members.extend(group.members);
        home.members.sort_unstable();
        home.explained.extend(articles);
    }
    let mut groups: Vec<Group> = Vec::new();
    for (key, group) in bodies {
        let many = group.members.len() > 1 && !has_acronym.contains(&key);
        if many && is_generic(&source(articles, group.members[0]).name) {
            let alone = |&member: &Member| Group { doubts: vec![Doubt::Generic], ..Group::of(vec![member]) };
            groups.extend(group.members.iter().map(alone));
        } else if !group.members.is_empty() {
            groups.push(group);
        }
    }
    groups
}
