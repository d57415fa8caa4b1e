//! `cargo xtask train-places [--held-out FOLDER] NAMES.bio PLACES.jsonl…`: trains the scorer that tells places from other names;
//! with `--held-out` it writes no weights, but what is found in each article of the places by weights trained without it.
//!
//! The first corpus is a list of tokens with BIO tags (`token<TAB>tag`), a blank line behind each sentence, a line with an address
//! before each article. A candidate is an example: positive when it is tagged LOC as a whole (or, being a demonym, lies in
//! LOC or MISC), left out when it overlaps a place without being one, negative otherwise. One thing differs from the corpus:
//! a place inside the name of a public body (`Delhi Police`) is a place here, one inside another name (`Delhi Times`) is not.
//! The others have only places tagged. Sentences of our own (`training/places.txt`) stand for what no corpus has enough of.

use crate::own_places::own_sentences;
use crate::predict_places::{neutral, read_places};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use whosaid::entities;
use whosaid::gazetteer::Gazetteer;
use whosaid::places::scorer::Scorer;
use whosaid::places::{find_by, samples, Options, Sample};
use whosaid::text::Text;

/// An article put together from its tokens, with the tagged stretches in bytes.
pub struct Article {
    pub id: String,
    pub text: String,
    pub names: Vec<(usize, usize, String)>,
}

/// Features rarer than this get no weight.
const LEAST_COUNT: usize = 8;
const EPOCHS: usize = 30;
const RATE: f32 = 0.1;
/// Weights smaller than this are left out.
const LEAST_WEIGHT: f32 = 0.05;
/// Strength of the L2 penalty, for each example.
const PENALTY: f32 = 5e-5;

/// Parts of which each is left out once, for figures on articles that no weights have seen.
const FOLDS: usize = 10;

/// What a candidate is, by features known by number, and how much the example counts.
struct Example {
    features: Vec<u32>,
    label: f32,
    /// The article of its corpus, where that may be held out.
    article: Option<usize>,
}

/// All examples, and the features by name.
#[derive(Default)]
struct Examples {
    list: Vec<Example>,
    vocabulary: HashMap<String, u32>,
    counts: Vec<usize>,
}

impl Examples {
    fn add(&mut self, names: &[String], label: f32, article: Option<usize>) {
        let mut features = Vec::with_capacity(names.len());
        for name in names {
            let next = self.vocabulary.len() as u32;
            let id = *self.vocabulary.entry(name.clone()).or_insert(next);
            if id == next {
                self.counts.push(0);
            }
            self.counts[id as usize] += 1;
            features.push(id);
        }
        self.list.push(Example { features, label, article });
    }

    /// Weights learnt from all examples but those of the articles that are held out, by name.
    fn weights(&self, held_out: impl Fn(usize) -> bool) -> Vec<(&String, f32)> {
        let examples: Vec<(Vec<u32>, f32)> = self
            .list
            .iter()
            .filter(|e| !e.article.is_some_and(&held_out))
            .map(|e| {
                let frequent = e.features.iter().copied().filter(|&id| self.counts[id as usize] >= LEAST_COUNT);
                (frequent.collect(), e.label)
            })
            .collect();
        let weights = train(&examples, self.vocabulary.len());
        let mut table: Vec<(&String, f32)> = self
            .vocabulary
            .iter()
            .map(|(name, &id)| (name, weights[id as usize]))
            .filter(|(_, weight)| weight.abs() >= LEAST_WEIGHT)
            .collect();
        table.sort_by(|a, b| a.0.cmp(b.0));
        table
    }
}

pub fn run(arguments: &[String]) -> Result<(), String> {
    let (held_out, arguments) = match arguments {
        [flag, folder, rest @ ..] if flag == "--held-out" => (Some(folder), rest),
        _ => (None, arguments),
    };
    let [corpus, others @ ..] = arguments else {
        return Err("usage: cargo xtask train-places [--held-out FOLDER] NAMES.bio PLACES.jsonl…".to_owned());
    };
    let gazetteers = [Gazetteer::core(), Gazetteer::full()];
    let mut examples = Examples::default();
    let mut add = |article: &Article, gazetteer: &Gazetteer, number: Option<usize>, guideline: Guideline| {
        let text = Text::new(&article.text);
        for sample in samples(&text, gazetteer, &entities::find(&text)) {
            if let Some(label) = label(&sample, article, guideline) {
                examples.add(&sample.features, label, number);
            }
        }
    };
    for (number, article) in read_bio(Path::new(corpus))?.iter().enumerate() {
        // Both gazetteers, so that the weights serve both.
        add(article, &gazetteers[number % 2], None, Guideline::Names);
    }
    for (number, article) in own_sentences(&gazetteers[1]).iter().enumerate() {
        add(article, &gazetteers[number % 2], None, Guideline::Own);
    }
    let mut corpora = Vec::new();
    let mut first = 0;
    for path in others {
        let articles = read_places(path)?;
        for (number, article) in articles.iter().enumerate() {
            add(article, &gazetteers[1], Some(first + number), Guideline::Places);
        }
        first += articles.len();
        corpora.push((path, first - articles.len(), articles));
    }
    let positive = examples.list.iter().filter(|e| e.label > 0.5).count();
    println!("{} candidates, {positive} of them places", examples.list.len());
    if let Some(folder) = held_out {
        return judge(&examples, &corpora, &gazetteers[1], Path::new(folder));
    }
    let table = examples.weights(|_| false);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/places-weights.tsv");
    fs::write(&path, written(&table)).map_err(|e| e.to_string())?;
    println!("{} weights", table.len());
    Ok(())
}

/// The table as a file.
fn written(table: &[(&String, f32)]) -> String {
    let mut file = String::from(
        "# Weights of the decision which candidates are places: feature, weight. Written by `cargo xtask train-places` from\n\
         # tagged news and sentences of our own (only these weights come from the news, no text). See places.md.\n",
    );
    for (name, weight) in table {
        let _ = writeln!(file, "{name}\t{weight:.2}");
    }
    file
}

/// Writes what is found in each article by weights that were trained without it.
fn judge(
    examples: &Examples,
    corpora: &[(&String, usize, Vec<Article>)],
    gazetteer: &Gazetteer,
    folder: &Path,
) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|e| e.to_string())?;
    let scorers: Vec<Scorer> = (0..FOLDS)
        .map(|fold| Scorer::from_table(&written(&examples.weights(|article| article % FOLDS == fold))))
        .collect();
    for (path, first, articles) in corpora {
        let mut lines = String::new();
        for (number, article) in articles.iter().enumerate() {
            let text = Text::new(&article.text);
            let scorer = &scorers[(first + number) % FOLDS];
            let places = find_by(&text, gazetteer, &entities::find(&text), &Options::default(), scorer);
            let _ = writeln!(lines, "{}", neutral(&article.id, &article.text, &places, false));
        }
        let name = Path::new(path).file_name().ok_or("a corpus has a file name")?;
        fs::write(folder.join(name), lines).map_err(|e| e.to_string())?;
    }
    Ok(())
}

/// By which guideline an article is tagged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Guideline {
    /// Names of all kinds.
    Names,
    /// Nothing but places.
    Places,
    /// Ours.
    Own,
}

/// Whether a candidate is a place; `None` where it is neither.
fn label(sample: &Sample, article: &Article, guideline: Guideline) -> Option<f32> {
    let candidate = &sample.candidate;
    let (start, end) = (candidate.span.start as usize, candidate.span.end as usize);
    let over = article.names.iter().find(|n| n.0 < end && n.1 > start);
    if guideline != Guideline::Names {
        // Demonyms are tagged now and then.
        if candidate.is_demonym {
            return None;
        }
        let Some((from, to, _)) = over else { return Some(0.0) };
        return match (*from == start && *to == end, guideline) {
            // `University of Leeds`, `Leeds Infirmary`: places there, and none here.
            (true, Guideline::Places) if is_in_proper(sample) => None,
            (true, _) => Some(1.0),
            // `Leeds` in `Leeds Road` is none; `Kent Police`, where only `Kent` is one, is neither.
            (false, _) => (*from <= start && end <= *to).then_some(0.0),
        };
    }
    let Some((from, to, tag)) = over else { return Some(0.0) };
    let is_whole = *from == start && *to == end;
    let is_inside = *from <= start && end <= *to;
    match tag.as_str() {
        "LOC" if is_whole => Some(1.0),
        // `northern Iraq`, `Republic of Chile`, `Viva Vida Hospital`: another guideline.
        "LOC" => None,
        "MISC" if candidate.is_demonym && is_inside => Some(1.0),
        "ORG" if is_inside && !is_whole && *from == start && is_in_body(sample) => Some(1.0),
        "MISC" | "PER" | "ORG" if candidate.is_demonym && is_whole => None,
        _ => Some(0.0),
    }
}

/// Whether a place is a part of the name of something that has a name of its own: a school, a paper, a firm, a street.
fn is_in_proper(sample: &Sample) -> bool {
    const HEADS: [&str; 6] =
        ["run=street", "run=institution", "run=proper", "run=company", "of=name", "of-head=institution@capital"];
    sample.features.iter().any(|f| f.split_once(':').is_some_and(|(_, f)| HEADS.contains(&f)))
}

/// Whether a place stands in front of a public body's name: `Nairobi` in `Nairobi City Council`.
fn is_in_body(sample: &Sample) -> bool {
    let has = |end: &str| sample.features.iter().any(|f| f.split_once(':').is_some_and(|(_, f)| f == end));
    let is_large = has("sort=country") || has("sort=division") || has("via=demonym");
    let is_proper = has("class-behind=proper") || has("class-behind=proper&1");
    has("body") || is_large && !is_proper && !has("class-behind=surname&1")
}

/// Logistic regression by AdaGrad, the examples in a fixed shuffled order, the weights averaged over the last half.
fn train(examples: &[(Vec<u32>, f32)], features: usize) -> Vec<f32> {
    let mut weights = vec![0.0f32; features];
    let mut squares = vec![1e-6f32; features];
    let mut sum = vec![0.0f64; features];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    for epoch in 0..EPOCHS {
        for i in (1..order.len()).rev() {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            order.swap(i, (state % (i as u64 + 1)) as usize);
        }
        let mut loss = 0.0f64;
        for &number in &order {
            let (ids, label) = &examples[number];
            let score: f32 = ids.iter().map(|&id| weights[id as usize]).sum();
            let belief = 1.0 / (1.0 + (-score).exp());
            loss -= f64::from(if *label > 0.5 { belief } else { 1.0 - belief }.max(1e-7).ln());
            for &id in ids {
                let id = id as usize;
                let slope = belief - label + PENALTY * examples.len() as f32 / 100.0 * weights[id];
                squares[id] += slope * slope;
                weights[id] -= RATE * slope / squares[id].sqrt();
            }
        }
        if epoch * 2 >= EPOCHS {
            for (total, weight) in sum.iter_mut().zip(&weights) {
                *total += f64::from(*weight);
            }
        }
        if epoch % 10 == 9 {
            println!("epoch {}: loss {:.4}", epoch + 1, loss / examples.len() as f64);
        }
    }
    let rounds = (EPOCHS - EPOCHS.div_ceil(2)) as f64;
    sum.into_iter().map(|total| (total / rounds) as f32).collect()
}

/// Puts the articles of a BIO file together again.
pub fn read_bio(path: &Path) -> Result<Vec<Article>, String> {
    let file = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut articles: Vec<Article> = Vec::new();
    let mut open: Option<(usize, String)> = None;
    let mut at_start = true;
    for line in file.lines() {
        let Some((token, tag)) = line.split_once('\t') else {
            at_start = true;
            continue;
        };
        if token.starts_with("http") && tag == "O" && at_start {
            close(&mut open, articles.last_mut());
            articles.push(Article { id: String::new(), text: String::new(), names: Vec::new() });
            continue;
        }
        if articles.is_empty() {
            articles.push(Article { id: String::new(), text: String::new(), names: Vec::new() });
        }
        if !tag.starts_with("I-") {
            close(&mut open, articles.last_mut());
        }
        let Some(article) = articles.last_mut() else { continue };
        if !article.text.is_empty() && (at_start || needs_blank(&article.text, token)) {
            article.text.push(' ');
        }
        at_start = false;
        if let Some(kind) = tag.strip_prefix("B-") {
            open = Some((article.text.len(), kind.to_owned()));
        }
        article.text.push_str(token);
    }
    close(&mut open, articles.last_mut());
    Ok(articles)
}

fn close(open: &mut Option<(usize, String)>, article: Option<&mut Article>) {
    if let (Some((start, kind)), Some(article)) = (open.take(), article) {
        article.names.push((start, article.text.len(), kind));
    }
}

/// Whether a blank stood between the text so far and the next token, as far as one can tell.
fn needs_blank(text: &str, token: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or("");
    let is_closing =
        matches!(token, "," | "." | ";" | ":" | "!" | "?" | ")" | "]" | "%" | "”" | "’" | "''" | "-" | "n't")
            || token.starts_with('\'') && token.len() > 1 && token.len() < 4
            || token.starts_with('’') && token.chars().count() > 1 && token.chars().count() < 4;
    let is_opening = last.ends_with(['(', '[', '“', '‘', '$', '-', '#', '@']) || last == "``";
    // `U . S .`
    let is_initial = last.len() >= 2
        && last.ends_with('.')
        && token.len() == 1
        && token.starts_with(|c: char| c.is_ascii_uppercase())
        && last.split('.').all(|part| part.len() <= 1);
    !(is_closing || is_opening || is_initial)
}
