//! Where attributions are found and where not: recall by construction, precision by cue, how far confidence can be
//! trusted.

use super::attribution::{candidates, matches, same_source, Parts};
use super::counts::{percent, prf, row, Counts};
use super::document::{Attribution, Document};
use super::quotes::Doc;

/// A confidence of 0.87 falls into the eighth of these.
const BINS: usize = 10;

/// Rows that a table of many kinds has at most; the rest is added up.
const MOST_ROWS: usize = 24;

/// The order of source (S), cue (Q) and content (C) in the text, with the kind: `C Q S direct`. The pieces of a part that
/// nothing stands between count as one.
fn construction(attribution: &Attribution, parts: &Parts) -> String {
    let of = |letter, spans: &[[usize; 2]]| spans.iter().map(|s| (s[0], letter)).collect::<Vec<(usize, char)>>();
    let mut places = of('S', &attribution.source);
    places.extend(of('Q', &attribution.cue));
    places.extend(of('C', &attribution.content));
    places.sort_unstable();
    let mut letters: Vec<String> = places.iter().map(|p| p.1.to_string()).collect();
    letters.dedup();
    format!("{} {}", letters.join(" "), parts.kind.name())
}

/// The cue's first word, in small letters.
fn cue_word(doc: &Doc, attribution: &Attribution) -> String {
    let first = doc.span_ids(&attribution.cue).into_iter().find(|&i| doc.is_word(i));
    first.map_or_else(|| "(none)".to_owned(), |i| doc.word(i).to_lowercase())
}

/// Counts one document.
pub fn score(gold: &Document, predicted: &Document) -> Counts {
    let mut counts = Counts::default();
    let doc = Doc::new(&gold.text);
    let read = |document: &'_ Document| -> Vec<(usize, Parts)> {
        let parts = document.attributions.iter().map(|a| Parts::new(&doc, a, &a.content)).enumerate();
        parts.filter(|p| !p.1.content.is_empty()).collect()
    };
    let (all_gold, all_predicted) = (read(gold), read(predicted));
    let g: Vec<&Parts> = all_gold.iter().map(|p| &p.1).collect();
    let p: Vec<&Parts> = all_predicted.iter().map(|p| &p.1).collect();
    let pairs = candidates(&g, &p);
    let span = matches(&pairs, |_, _| true);
    let said = matches(&pairs, |i, j| same_source(g[i], p[j]));

    for (number, (at, parts)) in all_gold.iter().enumerate() {
        let name = construction(&gold.attributions[*at], parts);
        counts.add(&format!("construction {name}\tn"), 1);
        counts.add(&format!("construction {name}\tspan"), usize::from(span.contains_key(&number)));
        counts.add(&format!("construction {name}\tsaid"), usize::from(said.contains_key(&number)));
    }
    let span_hit: Vec<usize> = span.values().copied().collect();
    let said_hit: Vec<usize> = said.values().copied().collect();
    for (number, (at, parts)) in all_predicted.iter().enumerate() {
        let attribution = &predicted.attributions[*at];
        let (in_span, in_said) = (span_hit.contains(&number), said_hit.contains(&number));
        let mode = attribution.mode.as_deref().unwrap_or("no mode");
        let keys = [
            format!("cue {}, {mode}", parts.cue_kind()),
            format!("word {}", cue_word(&doc, attribution)),
            format!("rule {}", attribution.rule.as_deref().unwrap_or("-")),
        ];
        for key in keys {
            counts.add(&format!("{key}\tn"), 1);
            counts.add(&format!("{key}\tspan"), usize::from(in_span));
            counts.add(&format!("{key}\tsaid"), usize::from(in_said));
        }
        if let Some(confidence) = attribution.confidence {
            let bin = ((confidence * BINS as f32) as usize).min(BINS - 1);
            counts.add(&format!("bin {bin}\tn"), 1);
            counts.add(&format!("bin {bin}\tsaid"), usize::from(in_said));
            counts.add_float(&format!("bin {bin}\tsum"), f64::from(confidence));
        }
    }
    counts.add("gold", g.len());
    counts
}

/// One table: kinds by number, the rare ones added up.
fn table(counts: &Counts, beginning: &str, what: &str) -> String {
    let get = |name: &str, of: &str| counts.get(&format!("{beginning}{name}\t{of}"));
    let mut names: Vec<&str> = counts.names(beginning).filter_map(|n| n.strip_suffix("\tn")).collect();
    names.sort_by(|a, b| get(b, "n").total_cmp(&get(a, "n")).then(a.cmp(b)));
    let mut out = format!("{:40}{:>7}{:>8}{:>16}\n", what, "n", "span", "who said what");
    let mut line = |name: &str, n: f64, span: f64, said: f64| {
        out += &format!("   {name:37}{n:7}{:>8}{:>16}\n", percent(span, n), percent(said, n));
    };
    let shown = names.len().min(MOST_ROWS);
    for name in &names[..shown] {
        line(name, get(name, "n"), get(name, "span"), get(name, "said"));
    }
    if shown < names.len() {
        let sum = |of| names[shown..].iter().map(|n| get(n, of)).sum::<f64>();
        line(&format!("({} others)", names.len() - shown), sum("n"), sum("span"), sum("said"));
    }
    out
}

/// The tables, line by line.
pub fn report(counts: &Counts) -> String {
    let mut out = table(counts, "construction ", "recall by construction (S source, Q cue)");
    out += &table(counts, "cue ", "precision by kind of cue");
    out += &table(counts, "word ", "precision by first word of the cue");
    out += &table(counts, "rule ", "precision by rule");
    out += &format!("{:12}{:>7}{:>12}{:>16}\n", "confidence", "n", "mean", "who said what");
    let get = |bin: usize, of: &str| counts.get(&format!("bin {bin}\t{of}"));
    let all: f64 = (0..BINS).map(|b| get(b, "n")).sum();
    let mut error = 0.0;
    for bin in 0..BINS {
        let (n, sum, said) = (get(bin, "n"), get(bin, "sum"), get(bin, "said"));
        if n > 0.0 {
            error += (sum - said).abs();
            let low = bin as f64 / BINS as f64;
            out += &format!("   {low:.1}–{:.1}{n:10}{:>12}{:>16}\n", low + 0.1, percent(sum, n), percent(said, n));
        }
    }
    out += &format!("expected calibration error {}\n", percent(error, all));
    out += &format!("{:44}{:>7}{:>7}{:>7}\n", "who said what at a confidence of", "P", "R", "F1");
    for low in [0, 3, 5, 7, 9] {
        let sum = |of| (low..BINS).map(|b| get(b, of)).sum::<f64>();
        let figures = prf(sum("said"), sum("n"), counts.get("gold"));
        out += &format!("   {:41}{}\n", format!("{:.1} or more", low as f64 / BINS as f64), row(figures));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constructions_are_named_by_order() {
        let text = "“Go,” said Ann Lee. “Now.”";
        let attribution = Attribution {
            source: vec![[11, 18]],
            cue: vec![[6, 10]],
            content: vec![[0, 5], [20, 26]],
            ..Attribution::default()
        };
        let parts = Parts::new(&Doc::new(text), &attribution, &attribution.content);
        assert_eq!(construction(&attribution, &parts), "C Q S C direct");
        assert_eq!(cue_word(&Doc::new(text), &attribution), "said");
    }
}
