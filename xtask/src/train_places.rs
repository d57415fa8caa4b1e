//! `cargo xtask train-places NAMES.bio`: trains the scorer that tells places from other names.
//!
//! The corpus is a list of tokens with BIO tags (`token<TAB>tag`), a blank line behind each sentence, a line with an address
//! before each article. A candidate is an example: positive when it is tagged LOC as a whole (or, being a demonym, lies in
//! LOC or MISC), left out when it overlaps a place without being one, negative otherwise. One thing differs from the corpus:
//! a place inside the name of a public body (`Delhi Police`) is a place here, one inside another name (`Delhi Times`) is not.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use whosaid::gazetteer::Gazetteer;
use whosaid::places::{samples, Sample};
use whosaid::text::Text;

/// An article put together from its tokens, with the tagged stretches in bytes.
pub struct Article {
    pub text: String,
    pub names: Vec<(usize, usize, String)>,
}

/// Features rarer than this get no weight.
const LEAST_COUNT: usize = 5;
const EPOCHS: usize = 30;
const RATE: f32 = 0.1;
/// Strength of the L2 penalty, for each example.
const PENALTY: f32 = 2e-6;

pub fn run(arguments: &[String]) -> Result<(), String> {
    let [corpus] = arguments else { return Err("usage: cargo xtask train-places NAMES.bio".to_owned()) };
    let articles = read_bio(Path::new(corpus))?;
    let mut examples: Vec<(Vec<u32>, f32)> = Vec::new();
    let mut vocabulary: HashMap<String, u32> = HashMap::new();
    let mut counts: Vec<usize> = Vec::new();
    let gazetteers = [Gazetteer::core(), Gazetteer::full()];
    for (number, article) in articles.iter().enumerate() {
        let text = Text::new(&article.text);
        // Both gazetteers, so that the weights serve both.
        for sample in samples(&text, &gazetteers[number % 2]) {
            let Some(label) = label(&sample, article) else { continue };
            let features = sample.features.iter().map(|name| {
                let next = vocabulary.len() as u32;
                let id = *vocabulary.entry(name.clone()).or_insert(next);
                if id == next {
                    counts.push(0);
                }
                counts[id as usize] += 1;
                id
            });
            examples.push((features.collect(), label));
        }
    }
    let positive = examples.iter().filter(|e| e.1 > 0.5).count();
    println!("{} articles, {} candidates, {positive} of them places", articles.len(), examples.len());
    for example in &mut examples {
        example.0.retain(|&id| counts[id as usize] >= LEAST_COUNT);
    }
    let weights = train(&examples, vocabulary.len());
    let mut table: Vec<(&String, f32)> = vocabulary
        .iter()
        .map(|(name, &id)| (name, weights[id as usize]))
        .filter(|(_, weight)| weight.abs() >= 0.02)
        .collect();
    table.sort_by(|a, b| a.0.cmp(b.0));
    let mut file = String::from(
        "# Weights of the decision which candidates are places: feature, weight. Written by `cargo xtask train-places` from\n\
         # English Worldwide Newswire (names tagged in world news; only these weights come from it, no text). See places.md.\n",
    );
    for (name, weight) in &table {
        let _ = writeln!(file, "{name}\t{weight:.2}");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/places-weights.tsv");
    fs::write(&path, file).map_err(|e| e.to_string())?;
    println!("{} weights", table.len());
    Ok(())
}

/// Whether a candidate is a place; `None` where it is neither.
fn label(sample: &Sample, article: &Article) -> Option<f32> {
    let candidate = &sample.candidate;
    let (start, end) = (candidate.span.start as usize, candidate.span.end as usize);
    let over = article.names.iter().find(|n| n.0 < end && n.1 > start);
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
            articles.push(Article { text: String::new(), names: Vec::new() });
            continue;
        }
        if articles.is_empty() {
            articles.push(Article { text: String::new(), names: Vec::new() });
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
