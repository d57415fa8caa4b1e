//! What rules, doubts and forms count: shares of right ones, and what a doubt takes from the log-odds.
//!
//! An article counts once for each name, by the share of right ones in it: the lines of an interview stand or fall together,
//! and twenty of them are one instance. A name found in fewer than [`LEAST`] articles has too few to go by: all of these share
//! one row, fitted on their instances together. That row is drawn towards what all names of the kind have, and rows of their
//! own are drawn towards it.

use super::samples::{Corpus, Sample};
use super::{log_odds, probability, Weights};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write;
use whosaid::attribution::{weighed, Form};

/// Articles that a row of its own rests on.
const LEAST: usize = 20;

/// Articles that what a share is drawn towards counts for.
const STRENGTH: f64 = 10.0;

/// How much the logarithm of the odds is drawn towards what is known of the others: as strongly as two instances of
/// probability 0.85 (whose curvature is p (1 - p) each) hold it, so that a dozen can speak for themselves.
const RIDGE: f64 = 0.25;

/// An instance: the corpus and the article in it, the log-odds without the row that is fitted, and whether it is right.
struct Instance<'c> {
    article: (&'c str, usize),
    log_odds: f64,
    right: bool,
    /// What it counts: all of an article are one together.
    weight: f64,
}

/// The rows of `data/confidence.tsv` behind the weights.
pub fn table(corpora: &[Corpus], weights: &Weights) -> String {
    let mut table = String::new();
    for (kind, shared, names) in weighed() {
        let group = |name: &&'static str| instances(corpora, weights, kind, name);
        let groups: Vec<Vec<Instance>> = names.iter().map(group).collect();
        let fit = if kind == "doubt" { shift } else { share };
        let all: Vec<&Instance> = groups.iter().flatten().collect();
        let rest: Vec<&Instance> = groups.iter().filter(|group| articles(group.iter()) < LEAST).flatten().collect();
        let prior = fit(&rest, fit(&all, if kind == "doubt" { 0.0 } else { 0.5 }));
        row(&mut table, kind, shared, prior, &rest, "shared");
        for (name, group) in names.iter().zip(&groups) {
            let of: Vec<&Instance> = group.iter().collect();
            if articles(group.iter()) < LEAST {
                row(&mut table, kind, name, prior, &of, "prior");
            } else {
                row(&mut table, kind, name, fit(&of, prior), &of, "own");
            }
        }
    }
    table
}

/// The instances of a name.
fn instances<'c>(corpora: &'c [Corpus], weights: &Weights, kind: &str, name: &str) -> Vec<Instance<'c>> {
    let mut found: Vec<Instance> = Vec::new();
    for corpus in corpora {
        for sample in corpus.samples.iter().filter(|sample| name_in(kind, corpus, sample) == Some(name)) {
            let log_odds = log_odds(weights, &sample.grounds.evidence);
            found.push(Instance {
                article: (&corpus.name, sample.document),
                log_odds,
                right: sample.right,
                weight: 1.0,
            });
        }
    }
    // These forms hold up what the tags doubt; the others of their sort are as the tags say.
    if kind == "form" && [Form::AccordingTo, Form::Impersonal].map(Form::name).contains(&name) {
        found.sort_by(|a, b| a.log_odds.total_cmp(&b.log_odds));
        let mut seen = HashSet::new();
        found.retain(|instance| seen.insert(instance.article));
        found.truncate(LEAST);
    }
    let mut in_article: HashMap<(&str, usize), f64> = HashMap::new();
    found.iter().for_each(|instance| *in_article.entry(instance.article).or_default() += 1.0);
    found.iter_mut().for_each(|instance| instance.weight = 1.0 / in_article[&instance.article]);
    found
}

fn articles<'i, 'c: 'i>(instances: impl Iterator<Item = &'i Instance<'c>>) -> usize {
    instances.map(|instance| instance.article).collect::<HashSet<_>>().len()
}

/// The name whose row of a kind a sample tells of.
fn name_in(kind: &str, corpus: &Corpus, sample: &Sample) -> Option<&'static str> {
    let grounds = &sample.grounds;
    match kind {
        "rule" => grounds.rule,
        _ if grounds.rule.is_some() => None,
        // Doubts are about what a reader takes for an attribution, not about what a corpus of political news marks.
        "doubt" => grounds.doubt.filter(|_| corpus.has_modes),
        _ => grounds.form.map(Form::name),
    }
}

/// The share of right ones, drawn towards `prior`.
fn share(instances: &[&Instance], prior: f64) -> f64 {
    let (mut right, mut all) = (STRENGTH * prior, STRENGTH);
    for instance in instances {
        right += instance.weight * f64::from(u8::from(instance.right));
        all += instance.weight;
    }
    right / all
}

/// What must be added to the log-odds for them to hold, drawn towards `prior`: Newton's method.
fn shift(instances: &[&Instance], prior: f64) -> f64 {
    let mut shift = prior;
    for _ in 0..30 {
        let (mut gradient, mut curvature) = (RIDGE * (shift - prior), RIDGE);
        for instance in instances {
            let p = probability(instance.log_odds + shift);
            gradient += instance.weight * (p - f64::from(u8::from(instance.right)));
            curvature += instance.weight * p * (1.0 - p);
        }
        // Far from the optimum the curve is flat, and a whole step would overshoot.
        shift -= (gradient / curvature).clamp(-1.0, 1.0);
    }
    shift
}

fn row(table: &mut String, kind: &str, name: &str, value: f64, instances: &[&Instance], whose: &str) {
    let right = instances.iter().filter(|i| i.right).count();
    let mut by_corpus: BTreeMap<&str, usize> = BTreeMap::new();
    for instance in instances {
        *by_corpus.entry(instance.article.0).or_default() += 1;
    }
    let corpora: Vec<String> = by_corpus.iter().map(|(corpus, n)| format!("{corpus} {n}")).collect();
    let corpora = if corpora.is_empty() { "-".to_owned() } else { corpora.join(", ") };
    let (n, articles) = (instances.len(), articles(instances.iter().copied()));
    let _ = writeln!(table, "{kind}:{name}\t{value:.4}\t{right}\t{n}\t{articles}\t{whose}\t{corpora}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instances(log_odds: f64, right: usize, wrong: usize) -> Vec<Instance<'static>> {
        (0..right + wrong).map(|i| Instance { article: ("own", i), log_odds, right: i < right, weight: 1.0 }).collect()
    }

    #[test]
    fn shares_are_drawn_towards_the_prior() {
        let of = instances(0.0, 20, 0);
        assert!((share(&of.iter().collect::<Vec<_>>(), 0.7) - 0.9).abs() < 1e-9);
        assert!((share(&[], 0.7) - 0.7).abs() < 1e-9);
    }

    #[test]
    fn a_shift_makes_the_odds_hold() {
        let of = instances(2.0, 500, 1500);
        let found = shift(&of.iter().collect::<Vec<_>>(), 0.0);
        assert!((probability(2.0 + found) - 0.25).abs() < 0.01, "{found}");
        assert!((shift(&[], -2.0) + 2.0).abs() < 1e-9);
        // Never right: drawn down, not to infinity.
        let never = instances(0.0, 0, 50);
        assert!((-4.0..-2.0).contains(&shift(&never.iter().collect::<Vec<_>>(), 0.0)));
    }
}
