//! Which speaker: names and clusters on the attributions whose words were found.

use super::attribution::{candidates, greedy, Parts, HALF};
use super::counts::{percent, row, Counts};
use super::document::{Attribution, Document};
use super::names::{is_none, norm, phrase, right, words, GoldSpeaker, Person};
use super::quotes::{is_blank, is_word, Doc};
use std::collections::{BTreeMap, BTreeSet, HashMap};

const FORMS: [&str; 7] =
    ["pronoun", "surname", "full name", "other name", "nominal, named", "nominal, unnamed", "empty"];
const KINDS: [&str; 6] = ["person", "unnamed", "organisation", "group", "document", "unknown"];
/// Where the bins of the reliability table begin.
const BINS: [f32; 7] = [0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];
const PRONOUNS: &str = "i we you he she it they me us him them his her hers its their theirs our my your himself \
    herself itself themselves who which that whom whose this those these";

/// The speakers that the corpus gives, by their numbers.
pub fn gold_speakers(document: &Document) -> BTreeMap<u32, GoldSpeaker> {
    let mut speakers = BTreeMap::new();
    for a in &document.attributions {
        let Some(cluster) = a.cluster.filter(|&c| c != 0) else { continue };
        speakers.entry(cluster).or_insert_with(|| GoldSpeaker {
            name: a.speaker.clone().unwrap_or_default(),
            kind: a.source_kind.clone().unwrap_or_default(),
            aliases: a.aliases.clone(),
        });
    }
    speakers
}

fn has_capital(name: &str) -> bool {
    phrase(name).iter().any(|w| w.chars().next().is_some_and(char::is_uppercase))
}

/// What has to be resolved. "other name": an organisation's name; "nominal, named": a description of somebody whom the
/// text names; "nominal, unnamed": groups, documents, unnamed people, whose name is their description.
fn form(doc: &Doc, attribution: &Attribution, speaker: Option<&GoldSpeaker>) -> &'static str {
    let source = attribution.source.iter().map(|&s| doc.slice(s)).collect::<Vec<_>>().join(" ");
    let mut low: Vec<String> = words(&source).iter().map(|w| w.to_lowercase()).collect();
    low.retain(|w| w.chars().next().is_some_and(is_word));
    if low.is_empty() {
        return "empty";
    }
    let pronoun = |w: &String| PRONOUNS.split_whitespace().any(|p| p == w);
    if low.iter().all(pronoun) || low == ["many", "of", "whom"] {
        return "pronoun";
    }
    match speaker {
        Some(speaker) if speaker.kind == "person" => person_form(&source, &low, speaker),
        Some(speaker) if speaker.kind == "organisation" && has_capital(&speaker.name) => {
            let names = std::iter::once(&speaker.name).chain(&speaker.aliases);
            let mut names = names.filter(|n| has_capital(n)).map(|n| norm(n));
            let source = norm(&source);
            if names.any(|name| contains_words(&source, &name)) {
                "other name"
            } else {
                "nominal, named"
            }
        }
        _ => "nominal, unnamed",
    }
}

/// `part` is in `whole`, not in the middle of a word.
fn contains_words(whole: &str, part: &str) -> bool {
    whole.match_indices(part).any(|(at, _)| {
        let before = whole[..at].chars().next_back();
        let after = whole[at + part.len()..].chars().next();
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    })
}

fn person_form(source: &str, low: &[String], speaker: &GoldSpeaker) -> &'static str {
    let person = Person::new(&speaker.name);
    let surnames: BTreeSet<String> =
        speaker.aliases.iter().map(|a| Person::new(a).surname).chain([person.surname]).collect();
    let Some(at) = low.iter().position(|w| surnames.contains(w)).filter(|_| speaker.name != "the author") else {
        return "nominal, named";
    };
    if is_possessive(source, &low[at]) {
        // "Jonas Weir's wife"
        return "nominal, named";
    }
    let given: BTreeSet<String> =
        person.given.iter().filter(|w| w.chars().count() > 1).map(|w| w.to_lowercase()).collect();
    if low[at.saturating_sub(3)..at].iter().any(|w| given.contains(w)) {
        "full name"
    } else {
        "surname"
    }
}

/// `word` stands in `source` with a possessive ending and a further word behind.
fn is_possessive(source: &str, word: &str) -> bool {
    let source = source.to_lowercase();
    source.match_indices(word).any(|(at, _)| {
        let Some(rest) = source[at + word.len()..].strip_prefix(['\'', '\u{2019}']) else { return false };
        let rest = rest.strip_prefix('s').unwrap_or(rest);
        let behind = rest.trim_start_matches(is_blank);
        behind.len() < rest.len() && behind.chars().next().is_some_and(is_word)
    })
}

/// The label of a predicted cluster: its id, else its name; without a name it is alone.
fn label(predicted: &Attribution, number: usize) -> String {
    match (&predicted.speaker_id, predicted.speaker.as_deref()) {
        (Some(id), _) if !id.is_null() => format!("id {id}"),
        (_, name) if is_none(name) => format!("none {number}"),
        (_, name) => format!("name {}", norm(name.unwrap_or_default())),
    }
}

/// Sums of B-cubed precision and recall over `(gold, predicted)` labels.
fn b_cubed(items: &[(u32, String)]) -> (f64, f64) {
    let (mut by_gold, mut by_predicted, mut by_both) = (HashMap::new(), HashMap::new(), HashMap::new());
    for item in items {
        *by_gold.entry(item.0).or_insert(0.0) += 1.0;
        *by_predicted.entry(&item.1).or_insert(0.0) += 1.0;
        *by_both.entry(item).or_insert(0.0) += 1.0;
    }
    let precision = items.iter().map(|i| by_both[i] / by_predicted[&i.1]).sum();
    let recall = items.iter().map(|i| by_both[i] / by_gold[&i.0]).sum();
    (precision, recall)
}

/// The attributions of a document that have content, with their places.
fn parts(doc: &Doc, document: &Document) -> Vec<(usize, Parts)> {
    let parts = document.attributions.iter().map(|a| Parts::new(doc, a, &a.content)).enumerate();
    parts.filter(|p| !p.1.content.is_empty()).collect()
}

/// Scores one document.
pub fn score(gold: &Document, predicted: &Document) -> Counts {
    let mut counts = Counts::default();
    let doc = Doc::new(&gold.text);
    let speakers = gold_speakers(gold);
    let by_name: HashMap<&str, u32> = speakers.iter().map(|(&id, s)| (s.name.as_str(), id)).collect();
    let (gold_parts, predicted_parts) = (parts(&doc, gold), parts(&doc, predicted));
    let contents = |parts: &'_ [(usize, Parts)]| -> Vec<usize> { parts.iter().map(|p| p.0).collect() };
    let (gold_ids, predicted_ids) = (contents(&gold_parts), contents(&predicted_parts));
    let g: Vec<&Parts> = gold_parts.iter().map(|p| &p.1).collect();
    let p: Vec<&Parts> = predicted_parts.iter().map(|p| &p.1).collect();
    counts.add("documents", 1);
    counts.add("gold", g.len());
    counts.add("predicted", p.len());
    let matched = greedy(candidates(&g, &p).into_iter().filter(|c| c.0 >= HALF).collect());

    let attribution = |number: usize| &gold.attributions[gold_ids[number]];
    let kind = |a: &Attribution| a.source_kind.clone().unwrap_or_default();
    let form_of = |a: &Attribution| form(&doc, a, a.cluster.and_then(|c| speakers.get(&c)));
    for number in 0..g.len() {
        let a = attribution(number);
        counts.add(&format!("gold {}", form_of(a)), 1);
        counts.add(&format!("gold {}", kind(a)), 1);
        counts.add("gold null", usize::from(a.cluster.unwrap_or(0) == 0));
    }
    let mut items = Vec::new();
    for (&gold_number, &number) in &matched {
        let a = attribution(gold_number);
        let found = &predicted.attributions[predicted_ids[number]];
        let cluster = a.cluster.unwrap_or(0);
        let also: Vec<u32> = a.speaker_also.iter().filter_map(|n| by_name.get(n.as_str()).copied()).collect();
        let ok = usize::from(right(found.speaker.as_deref(), cluster, &speakers, &also));
        counts.add("matched", 1);
        counts.add("right", ok);
        if let Some(sure) = found.speaker_confidence {
            let bin = BINS.iter().rposition(|&low| sure >= low).unwrap_or(0);
            counts.add(&format!("bin {bin}\tn"), 1);
            counts.add(&format!("bin {bin}\tright"), ok);
            counts.add_float(&format!("bin {bin}\tsum"), f64::from(sure));
        }
        if cluster == 0 {
            counts.add("matched null", 1);
            counts.add("right null", ok);
            continue;
        }
        for key in [form_of(a), &kind(a)] {
            counts.add(&format!("matched {key}"), 1);
            counts.add(&format!("right {key}"), ok);
        }
        items.push((cluster, label(found, number)));
    }
    let (precision, recall) = b_cubed(&items);
    counts.add_float("b3 precision", precision);
    counts.add_float("b3 recall", recall);
    counts.add("b3", items.len());
    counts
}

/// Whether a name is that of a speaker.
pub fn is_speaker(name: &str, cluster: u32, speakers: &BTreeMap<u32, GoldSpeaker>) -> bool {
    right(Some(name), cluster, speakers, &[])
}

/// Places of gold and predicted attributions whose words are the same, by half at least.
pub fn matched(gold: &Document, predicted: &Document) -> Vec<(usize, usize)> {
    let doc = Doc::new(&gold.text);
    let (gold_parts, predicted_parts) = (parts(&doc, gold), parts(&doc, predicted));
    let g: Vec<&Parts> = gold_parts.iter().map(|p| &p.1).collect();
    let p: Vec<&Parts> = predicted_parts.iter().map(|p| &p.1).collect();
    let matched = greedy(candidates(&g, &p).into_iter().filter(|c| c.0 >= HALF).collect());
    matched.into_iter().map(|(wanted, found)| (gold_parts[wanted].0, predicted_parts[found].0)).collect()
}

/// For each predicted attribution whose words are right whether its speaker is, by its place.
pub fn judged(gold: &Document, predicted: &Document) -> Vec<(usize, bool)> {
    let speakers = gold_speakers(gold);
    let by_name: HashMap<&str, u32> = speakers.iter().map(|(&id, s)| (s.name.as_str(), id)).collect();
    let is_right = |(wanted, found): (usize, usize)| {
        let a = &gold.attributions[wanted];
        let also: Vec<u32> = a.speaker_also.iter().filter_map(|n| by_name.get(n.as_str()).copied()).collect();
        let name = predicted.attributions[found].speaker.as_deref();
        (found, right(name, a.cluster.unwrap_or(0), &speakers, &also))
    };
    matched(gold, predicted).into_iter().map(is_right).collect()
}

/// How well the confidence of speakers holds, on the attributions whose words are right.
pub fn reliability(counts: &Counts) -> String {
    let mut out = format!("{:22}{:>6}{:>12}{:>14}\n", "speaker's confidence", "n", "mean", "right name %");
    let (mut error, mut all) = (0.0, 0.0);
    for (bin, low) in BINS.iter().enumerate() {
        let get = |of: &str| counts.get(&format!("bin {bin}\t{of}"));
        let (n, sum, right) = (get("n"), get("sum"), get("right"));
        if n > 0.0 {
            error += (sum - right).abs();
            all += n;
            let high = BINS.get(bin + 1).unwrap_or(&1.0);
            out += &format!("   {low:.2}–{high:.2}{n:15}{:>12}{:>14}\n", percent(sum, n), percent(right, n));
        }
    }
    out += &format!("expected calibration error {}\n", percent(error, all));
    out
}

/// The figures, line by line.
pub fn report(counts: &Counts, name: &str) -> String {
    let n = |key: &str| counts.get(key);
    let mut out = format!(
        "{name}  docs {}  gold {}  predicted {}  matched {}\n{:44}{:>7}{:>7}{:>7}\n",
        n("documents"),
        n("gold"),
        n("predicted"),
        n("matched"),
        "",
        "P",
        "R",
        "F1"
    );
    let mut line = |label: &str, figures| out += &format!("{label:44}{}\n", row(figures));
    line("content spans, IoU >= 0.5", counts.prf("matched", "predicted", "gold"));
    line("RIGHT WORDS, RIGHT SPEAKER", counts.prf("right", "predicted", "gold"));
    let share = |key: &str| if n("b3") > 0.0 { n(key) / n("b3") } else { 0.0 };
    let (p, r) = (share("b3 precision"), share("b3 recall"));
    let f = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
    line("speaker clusters, B-cubed on matched pairs", [p, r, f]);
    out += &format!(
        "right name on matched pairs that have a speaker: {}   no speaker in the article: gold {}, matched {}, \
         predicted none {}\n",
        percent(n("right") - n("right null"), n("matched") - n("matched null")),
        n("gold null"),
        n("matched null"),
        n("right null"),
    );
    for (title, keys) in [("by form", &FORMS[..]), ("by kind", &KINDS[..])] {
        out += &format!("{title:22}{:>6}{:>7}{:>14}\n", "gold", "pairs", "right name %");
        for key in keys {
            let of = |what: &str| n(&format!("{what} {key}"));
            let matched = of("matched");
            out += &format!("   {key:19}{:6}{matched:7}{:>14}\n", of("gold"), percent(of("right"), matched));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, part: &str) -> [usize; 2] {
        // ASCII: bytes are code points.
        let start = text.find(part).expect("part of the text");
        [start, start + part.len()]
    }

    #[test]
    fn a_pronoun_and_a_name() {
        let text = "Ann Lee won. \"It is good,\" she said. Bob Ray said it was bad.";
        let attribution = |source: &str, content: &str, speaker: &str, cluster| Attribution {
            source: vec![at(text, source)],
            content: vec![at(text, content)],
            speaker: Some(speaker.into()),
            cluster: Some(cluster),
            source_kind: Some("person".into()),
            ..Attribution::default()
        };
        let mut gold = Document {
            id: "a".into(),
            text: text.into(),
            attributions: vec![
                attribution("she", "\"It is good,\"", "Ann Lee", 1),
                attribution("Bob Ray", "it was bad", "Bob Ray", 2),
            ],
            places: Vec::new(),
        };
        let counts = score(&gold, &gold);
        assert_eq!((counts.get("right"), counts.get("gold pronoun"), counts.get("gold full name")), (2.0, 1.0, 1.0));
        assert_eq!((counts.get("b3 precision"), counts.get("b3 recall")), (2.0, 2.0));
        let right = gold.clone();
        gold.attributions[0].speaker = Some("she".into());
        assert_eq!(score(&right, &gold).get("right"), 1.0);
    }
}
