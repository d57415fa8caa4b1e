//! Sources that may be one, which a person may join: surnames by themselves, initials, short forms of given names.

use super::corrections::Act;
use super::digest::Standing;
use super::names::{words, PersonName};
use super::report::{AuditReport, Source, Suggestion};
use crate::annotations::SpeakerKind;
use crate::lexicon::nicknames;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Bearers of one surname that are offered for it, at most.
const OFFERED: usize = 3;

/// What may be one, those with the most words first.
pub(super) fn suggest(report: &AuditReport) -> Vec<Suggestion> {
    /// Persons of one surname.
    #[derive(Default)]
    struct Family<'a> {
        full: Vec<(&'a Source, PersonName)>,
        /// Surname alone, or with an initial.
        short: BTreeMap<Option<char>, Vec<&'a Source>>,
    }
    let mut families: BTreeMap<String, Family<'_>> = BTreeMap::new();
    let persons = report.sources.iter().filter(|s| s.kind == SpeakerKind::Person && s.standing == Standing::Named);
    for source in persons {
        if let Some(name) = PersonName::of(&source.name) {
            families.entry(name.last.clone()).or_default().full.push((source, name));
            continue;
        }
        let words = words(&source.name);
        let (initial, last) = match &words[..] {
            [last] => (None, last),
            [initial, last] => (initial.chars().next(), last),
            _ => continue,
        };
        families.entry(last.clone()).or_default().short.entry(initial).or_default().push(source);
    }
    let mut found = Vec::new();
    for Family { full, short } in families.into_values() {
        for (initial, bare) in short {
            let fits = |name: &PersonName| initial.is_none_or(|i| name.first.starts_with(i));
            let bearers: Vec<&Source> = full.iter().filter(|(_, name)| fits(name)).map(|(source, _)| *source).collect();
            let called = &bare[0].name;
            for home in bearers.iter().take(OFFERED) {
                let others = if bearers.len() > 1 { ", and so may others" } else { "" };
                let why = format!("{} only “{called}”; {} may be meant{others}.", articles(bare.len()), home.name);
                found.extend(offer(report, &bare, home, why));
            }
            if bearers.is_empty() && bare.len() > 1 {
                let why = format!("{} only “{called}”, without a given name.", articles(bare.len()));
                found.extend(offer(report, &bare[1..], bare[0], why));
            }
        }
        for (n, (source, name)) in full.iter().enumerate() {
            for (other, theirs) in &full[..n] {
                let short = name.first != theirs.first && nicknames(&name.first, &theirs.first);
                let suffix = name.first == theirs.first && name.suffix != theirs.suffix;
                if (short || suffix) && name.middles_agree(theirs) {
                    let why = format!("{} and {} may be one person.", other.name, source.name);
                    found.extend(offer(report, &[source], other, why));
                }
            }
        }
    }
    found.sort_by_key(|s| Reverse(s.sources.iter().map(|&id| report.words(id)).sum::<u32>()));
    found
}

fn articles(n: usize) -> String {
    if n == 1 {
        "One article has".to_owned()
    } else {
        format!("{n} articles have")
    }
}

fn offer(report: &AuditReport, sources: &[&Source], into: &Source, why: String) -> Option<Suggestion> {
    let home = report.reference(into.id)?;
    let refs = sources.iter().filter_map(|source| report.reference(source.id));
    let acts = refs.map(|source| Act::Join { source, into: home.clone() }).collect();
    Some(Suggestion { sources: sources.iter().map(|source| source.id).collect(), into: into.id, why, acts })
}
