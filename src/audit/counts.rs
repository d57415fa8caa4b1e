//! From joined sources to numbers, each with its passages.

use super::corrections::{shown, Act};
use super::dates::month;
use super::digest::{Digest, Local, Standing};
use super::join::{Doubt, Group, Member};
use super::people::People;
use super::report::{Article, AuditReport, Column, Counts, Part, Passage, Role, Seen, Source, Value, AUDIT_SCHEMA};
use crate::annotations::{ClaimMode, SpeakerKind};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Who is paraphrased with fewer words than this is not called silent; the report of an article draws the same line.
const FEW_WORDS: u32 = 12;

/// Counts; the groups' sources become those of the report, most words first.
pub(super) fn count(articles: &[Digest], groups: &[Group], acts: &[Act], people: Option<&People>) -> AuditReport {
    let mut of: HashMap<Member, usize> = HashMap::new();
    for (g, group) in groups.iter().enumerate() {
        of.extend(group.members.iter().map(|&member| (member, g)));
    }
    let mut passages = gather(articles, &of);
    let mut words = vec![0u32; groups.len()];
    for passage in &passages {
        for &g in &passage.sources {
            words[g as usize] += passage.quoted_words + passage.reported_words;
        }
    }
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|&g| (Reverse(words[g]), groups[g].members.first().copied(), shown(articles, &groups[g])));
    let mut ids = vec![0u32; groups.len()];
    order.iter().zip(0..).for_each(|(&g, id)| ids[g] = id);
    for passage in &mut passages {
        passage.sources.iter_mut().for_each(|g| *g = ids[*g as usize]);
        passage.sources.sort_unstable();
        passage.sources.dedup();
    }
    let mut sources: Vec<Source> =
        order.iter().zip(0..).map(|(&g, id)| source(articles, &groups[g], id, acts, people)).collect();
    for (p, passage) in (0..).zip(&passages) {
        for &id in &passage.sources {
            let source = &mut sources[id as usize];
            source.passages.push(p);
            source.quoted_words += passage.quoted_words;
            source.reported_words += passage.reported_words;
            *if passage.mode == ClaimMode::Statement { &mut source.statements } else { &mut source.attitudes } += 1;
        }
    }
    tell_namesakes(&mut sources);
    let scope = Scope { articles, sources: &sources, passages: &passages };
    let rows = scope.articles();
    let parts = |of: &dyn Fn(&Article) -> Option<String>| scope.parts(&rows, of);
    let mut sections = parts(&|row| row.section.clone());
    sections.sort_by_key(|part| Reverse(part.counts.quoted_words + part.counts.reported_words));
    let months = parts(&|row| row.month.clone());
    let columns = people.map_or_else(Vec::new, |people| scope.columns(people));
    let totals = scope.counts(0..articles.len() as u32, passages.iter());
    AuditReport {
        schema: AUDIT_SCHEMA,
        offsets: articles.first().map_or_else(Default::default, |article| article.offsets),
        totals,
        sections,
        months,
        columns,
        articles: rows,
        sources,
        passages,
        suggestions: Vec::new(),
        corrections: Vec::new(),
        missed: Vec::new(),
    }
}

/// All passages, their sources as positions of groups.
fn gather(articles: &[Digest], of: &HashMap<Member, usize>) -> Vec<Passage> {
    let passages = articles.iter().enumerate().flat_map(|(a, article)| {
        article.passages.iter().map(move |words| Passage {
            article: a as u32,
            claim: words.claim,
            form: words.form,
            mode: words.mode,
            sources: {
                let groups = words.sources.iter().filter_map(|&s| of.get(&(a, s as usize)));
                groups.map(|&g| g as u32).collect::<BTreeSet<u32>>().into_iter().collect()
            },
            quoted_words: words.quoted,
            reported_words: words.reported,
            spans: words.spans.clone(),
            text: words.text.clone(),
        })
    });
    passages.collect()
}

fn source(articles: &[Digest], group: &Group, id: u32, acts: &[Act], people: Option<&People>) -> Source {
    let locals: Vec<(u32, &Local)> = group.members.iter().map(|&(a, s)| (a as u32, &articles[a].sources[s])).collect();
    let name = shown(articles, group).to_owned();
    let mut kinds: BTreeMap<SpeakerKind, usize> = BTreeMap::new();
    locals.iter().for_each(|(_, local)| *kinds.entry(local.kind).or_default() += 1);
    let mut roles: Vec<Role> = Vec::new();
    for (article, local) in &locals {
        let Some(text) = &local.description else { continue };
        match roles.iter_mut().find(|role| role.text.to_lowercase() == text.to_lowercase()) {
            Some(role) => role.articles.push(*article),
            None => roles.push(Role { text: text.clone(), articles: vec![*article] }),
        }
    }
    roles.sort_by_key(|role| Reverse(role.articles.len()));
    let standing = locals.iter().map(|(_, local)| local.standing).min().unwrap_or(Standing::Unnamed);
    let mut in_articles: Vec<u32> = locals.iter().map(|(article, _)| *article).collect();
    in_articles.dedup();
    let doubts = group.doubts.iter().filter_map(|doubt| told(*doubt, &roles)).collect();
    let names = std::iter::once(name.as_str()).chain(locals.iter().map(|(_, local)| local.name.as_str()));
    Source {
        id,
        kind: kinds
            .into_iter()
            .max_by_key(|(kind, count)| (*count, Reverse(*kind)))
            .map_or(SpeakerKind::Unnamed, |k| k.0),
        standing,
        quoted_words: 0,
        reported_words: 0,
        statements: 0,
        attitudes: 0,
        joined: (in_articles.len() > 1 || !group.by_hand.is_empty()).then(|| evidence(articles, group, acts, &locals)),
        articles: in_articles,
        roles,
        seen: locals
            .iter()
            .map(|(article, local)| Seen {
                article: *article,
                name: local.name.clone(),
                role: local.description.clone(),
            })
            .collect(),
        doubts,
        corrected: !group.by_hand.is_empty(),
        passages: Vec::new(),
        fields: people.filter(|_| standing == Standing::Named).and_then(|p| p.find(names)).map(<[String]>::to_vec),
        name,
    }
}

/// Why the sources of several articles are taken for one, or what a person did about that.
fn evidence(articles: &[Digest], group: &Group, acts: &[Act], locals: &[(u32, &Local)]) -> String {
    if !group.by_hand.is_empty() {
        let done = group.by_hand.iter().filter_map(|&n| acts.get(n as usize)).map(ToString::to_string);
        return format!("by hand: {}", done.collect::<Vec<_>>().join("; "));
    }
    let what = if locals[0].1.kind == SpeakerKind::Person { "full name" } else { "name" };
    let mut names: Vec<&str> = locals.iter().map(|(_, local)| local.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let explained = group
        .explained
        .first()
        .map_or_else(String::new, |&a| format!("; “{}” gives both its name and its acronym", articles[a].info.id));
    format!("the same {what} in all articles ({}){explained}", names.join(", "))
}

fn told(doubt: Doubt, roles: &[Role]) -> Option<String> {
    Some(match doubt {
        Doubt::RolesDiffer => {
            let roles: Vec<String> = roles.iter().take(4).map(|role| format!("“{}”", role.text)).collect();
            format!("One name, but roles without a word in common: {}. Is that one person?", roles.join(", "))
        }
        Doubt::Unclear => "Others have this name too, and nothing here tells which of them is meant.".to_owned(),
        Doubt::Generic => "Others are called so too: not joined, for many bodies have such a name.".to_owned(),
        Doubt::Namesake => return None,
    })
}

/// Says of those who have one name and are kept apart that there are others, and what these are said to be.
fn tell_namesakes(sources: &mut [Source]) {
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for source in sources
        .iter()
        .filter(|s| s.standing == Standing::Named && s.kind == SpeakerKind::Person && s.name.contains(' '))
    {
        by_name.entry(source.name.to_lowercase()).or_default().push(source.id as usize);
    }
    for others in by_name.into_values().filter(|others| others.len() > 1) {
        for &id in &others {
            let roles = others.iter().filter(|&&other| other != id).map(|&other| {
                sources[other].roles.first().map_or("without a role", |role| role.text.as_str()).to_owned()
            });
            let roles: Vec<String> = roles.take(3).collect();
            sources[id].doubts.push(format!("Kept apart from others of this name: {}.", roles.join("; ")));
        }
    }
}

/// What there is to count.
struct Scope<'a> {
    articles: &'a [Digest],
    sources: &'a [Source],
    passages: &'a [Passage],
}

impl Scope<'_> {
    /// Counts some passages of some articles.
    fn counts<'p>(
        &self,
        articles: impl IntoIterator<Item = u32>,
        passages: impl Iterator<Item = &'p Passage> + Clone,
    ) -> Counts {
        let mut counts = Counts::default();
        for article in articles {
            counts.articles += 1;
            counts.words += self.articles[article as usize].words;
        }
        // Quoted and reported words of each source.
        let mut of: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
        for passage in passages.clone() {
            let words = passage.quoted_words + passage.reported_words;
            counts.quoted_words += passage.quoted_words;
            counts.reported_words += passage.reported_words;
            *if passage.mode == ClaimMode::Statement { &mut counts.statements } else { &mut counts.attitudes } += 1;
            if passage.sources.is_empty() {
                counts.unclear_words += words;
            } else if passage.sources.iter().all(|&id| self.sources[id as usize].standing == Standing::Unnamed) {
                counts.unnamed_words += words;
            }
            for &id in &passage.sources {
                let (quoted, reported) = of.entry(id).or_default();
                *quoted += passage.quoted_words;
                *reported += passage.reported_words;
            }
        }
        for &id in of.keys() {
            match self.sources[id as usize].standing {
                Standing::Named => counts.named += 1,
                Standing::Described => counts.described += 1,
                Standing::Unnamed => counts.unnamed += 1,
            }
        }
        let silent = of.iter().filter(|(&id, (quoted, reported))| {
            let source = &self.sources[id as usize];
            *quoted == 0
                && *reported >= FEW_WORDS
                && source.kind != SpeakerKind::Document
                && source.standing == Standing::Named
        });
        counts.only_paraphrased = silent.map(|(&id, _)| id).collect();
        let mut first: Vec<(u32, u32)> =
            of.into_iter().map(|(id, (quoted, reported))| (quoted + reported, id)).collect();
        first.sort_unstable_by_key(|&(words, id)| (Reverse(words), id));
        first.truncate(3);
        counts.first_three = first.into_iter().filter(|(words, _)| *words > 0).map(|(_, id)| id).collect();
        // A joint statement of two of the three counts once.
        let theirs = passages.filter(|p| p.sources.iter().any(|id| counts.first_three.contains(id)));
        let theirs: u32 = theirs.map(|p| p.quoted_words + p.reported_words).sum();
        let attributed = counts.quoted_words + counts.reported_words;
        counts.first_three_share = share(theirs, attributed);
        counts.unnamed_share = share(counts.unnamed_words, attributed);
        counts
    }

    fn articles(&self) -> Vec<Article> {
        let mut before: HashMap<u64, u32> = HashMap::new();
        let mut at = 0;
        let rows = (0..).zip(self.articles).map(|(a, article)| {
            let start = at;
            at += article.passages.len();
            let same = *before.entry(article.fingerprint).or_insert(a);
            Article {
                id: article.info.id.clone(),
                title: filled(&article.info.title).unwrap_or_else(|| article.beginning.clone()),
                section: filled(&article.info.section),
                date: filled(&article.info.date),
                month: article.info.date.as_deref().and_then(month),
                same_as: (same != a && article.words > 0).then_some(same),
                corrections: article.corrections.clone(),
                counts: self.counts([a], self.passages[start..at].iter()),
            }
        });
        rows.collect()
    }

    /// The articles by what `of` says of them; nothing when it never says anything. Those without come last.
    fn parts(&self, rows: &[Article], of: &dyn Fn(&Article) -> Option<String>) -> Vec<Part> {
        let mut named: BTreeMap<(bool, Option<String>), Vec<u32>> = BTreeMap::new();
        for (a, row) in (0..).zip(rows) {
            let name = of(row);
            named.entry((name.is_none(), name)).or_default().push(a);
        }
        if named.keys().all(|(none, _)| *none) {
            return Vec::new();
        }
        let mut by_article: Vec<Vec<&Passage>> = vec![Vec::new(); rows.len()];
        self.passages.iter().for_each(|p| by_article[p.article as usize].push(p));
        let parts = named.into_iter().map(|((_, name), articles)| {
            let passages = articles.iter().flat_map(|&a| by_article[a as usize].iter().copied());
            Part { name, counts: self.counts(articles.iter().copied(), passages) }
        });
        parts.collect()
    }

    fn columns(&self, people: &People) -> Vec<Column> {
        let named = || self.sources.iter().filter(|source| source.standing == Standing::Named);
        let columns = people.columns.iter().enumerate().map(|(n, name)| {
            let mut by_value: BTreeMap<Option<&str>, Vec<u32>> = BTreeMap::new();
            for source in named() {
                let value = source.fields.as_ref().map(|fields| fields.get(n).map_or("", String::as_str));
                by_value.entry(value).or_default().push(source.id);
            }
            let mut values: Vec<Value> = by_value
                .into_iter()
                .map(|(value, sources)| {
                    let theirs: BTreeSet<u32> =
                        sources.iter().flat_map(|&id| self.sources[id as usize].passages.iter().copied()).collect();
                    let passages = theirs.iter().map(|&p| &self.passages[p as usize]);
                    let articles: BTreeSet<u32> = passages.clone().map(|p| p.article).collect();
                    let mut counts = self.counts(articles, passages);
                    // Of the value alone: those with whom they made a joint statement may have another.
                    counts.named = sources.len() as u32;
                    (counts.described, counts.unnamed) = (0, 0);
                    Value { value: value.map(str::to_owned), sources, counts }
                })
                .collect();
            values.sort_by_key(|v| (v.value.is_none(), Reverse(v.counts.quoted_words + v.counts.reported_words)));
            Column { name: name.clone(), values }
        });
        columns.collect()
    }
}

/// What is not blank.
fn filled(text: &Option<String>) -> Option<String> {
    text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// `part` of `whole`, with four decimals; 0 of nothing.
fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    (f64::from(part) / f64::from(whole) * 10_000.0).round() / 10_000.0
}
