//! What an audit comes to, in sentences.

use super::{grouped, percent, some};
use crate::audit::{AuditReport, Counts};

/// Names that a sentence lists; the others are counted.
const LISTED: usize = 3;

/// The sentences, the most telling first.
pub(super) fn sentences(report: &AuditReport) -> Vec<String> {
    let t = &report.totals;
    let attributed = t.quoted_words + t.reported_words;
    let of_all = |words: u32| percent(f64::from(words) / f64::from(t.words.max(1)));
    let mut out = vec![format!(
        "{} with {}: {} are quoted ({}), {} are reported ({}).",
        some(t.articles, "article"),
        some(t.words, "word"),
        grouped(t.quoted_words),
        of_all(t.quoted_words),
        grouped(t.reported_words),
        of_all(t.reported_words),
    )];
    if attributed == 0 {
        return out;
    }
    out.push(format!(
        "{} with a name{}; {} without a name, with {} of the attributed words.",
        some(t.named, "source"),
        described(t.described),
        some(t.unnamed, "source"),
        percent(t.unnamed_share),
    ));
    out.push(first_three(report, t));
    let silent = &t.only_paraphrased;
    if !silent.is_empty() {
        let verb = if silent.len() == 1 { "is" } else { "are" };
        out.push(format!("{} {verb} only ever paraphrased.", list(report, silent)));
    }
    if t.unclear_words > 0 {
        let share = percent(f64::from(t.unclear_words) / f64::from(attributed));
        out.push(format!("For {share} of the attributed words it is unclear who speaks."));
    }
    let same = report.articles.iter().filter(|article| article.same_as.is_some()).count() as u32;
    if same > 0 {
        out.push(format!(
            "{} the same text as another before.",
            if same == 1 { "1 article has".to_owned() } else { format!("{} articles have", grouped(same)) }
        ));
    }
    out
}

fn first_three(report: &AuditReport, counts: &Counts) -> String {
    let share = percent(counts.first_three_share);
    let names = list(report, &counts.first_three);
    format!("{share} of the attributed words are those of {names}.")
}

/// `A, B, C and 7 others`
fn list(report: &AuditReport, ids: &[u32]) -> String {
    let names: Vec<&str> =
        ids.iter().take(LISTED).filter_map(|&id| report.sources.get(id as usize)).map(|s| s.name.as_str()).collect();
    let others = ids.len().saturating_sub(LISTED);
    match (&names[..], others) {
        ([], _) => "nobody".to_owned(),
        ([one], 0) => (*one).to_owned(),
        ([first @ .., last], 0) => format!("{} and {last}", first.join(", ")),
        (names, others) => format!("{} and {}", names.join(", "), some(others as u32, "other")),
    }
}

fn described(number: u32) -> String {
    match number {
        0 => String::new(),
        1 => "; 1 body or document that is only described".to_owned(),
        many => format!("; {} bodies and documents that are only described", grouped(many)),
    }
}
