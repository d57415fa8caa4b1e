//! `cargo xtask train-speakers CORPUS.jsonl…`: trains the ranker that says whom a pronoun, a description or a surname means.
//!
//! It learns from the attributions of the corpora. Of texts that the tagger has not learnt from, it learns from what the
//! tagger finds there as well; of the others (`train.jsonl`) that would be better than anything it meets later.
//!
//! The corpora say who speaks (`speaker`, `cluster`, `aliases`), and so do the project's own pieces. The speakers of their
//! attributions are resolved with the weights of the day; each choice becomes an example, in which those candidates are
//! right whose name fits the speaker, or, of those whom the corpus does not know by name, whose earlier words it gives to the
//! same one; where there is none, the answer `nobody` is right. The weights are the likeliest (the softmax over all mentions,
//! summed over the right ones) under a Gaussian prior. As better weights make other choices possible, this is done a few
//! times over. No random numbers: the same corpora give the same weights.

mod priors;

use crate::eval;
use crate::eval::document::{self, Document};
use crate::eval::speakers::{gold_speakers, is_speaker, matched};
use crate::pieces::{self, Piece};
use crate::speakers_on_gold;
use priors::{PRIORS, RARE, RARE_VARIANCE};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;
use whosaid::annotations::ClaimMode;
use whosaid::attribution::{self, Attribution};
use whosaid::entities;
use whosaid::speakers::{self, Choice, Clue, Decision, Weights};
use whosaid::tagging::{NetworkTagger, Role, Tagger};
use whosaid::text::{OffsetMap, OffsetUnit, Text};

const USAGE: &str = "usage: cargo xtask train-speakers CORPUS.jsonl… PIECES.txt… [--judge=CORPUS.jsonl…] [--left-out] [--dry]

Writes data/speaker-weights.tsv, or only prints with --dry. --judge: how many speakers of the statements found in other texts
are right, with the weights of before and with the new ones. --left-out: the same of the corpora that it learns from, each
article judged by weights that were learnt without it.";

/// Variance of a weight before anything is known.
const VARIANCE: f64 = 2.0;
const ROUNDS: usize = 3;
const STEPS: usize = 600;
const FOLDS: usize = 10;

/// A choice and which of its candidates are right.
struct Sample {
    article: usize,
    choice: Choice,
    candidates: Vec<Judged>,
}

/// The clues of a candidate, whether it is right, and whom it stands for.
type Judged = (Vec<(Clue, f32)>, bool, Option<usize>);

/// The command.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let files: Vec<&String> = arguments.iter().filter(|a| !a.starts_with('-')).collect();
    if files.is_empty() {
        return Err(USAGE.to_owned());
    }
    let tagger = NetworkTagger::built_in().map_err(|e| e.to_string())?;
    let mut articles: Vec<Document> = Vec::new();
    let mut given: Vec<Vec<Given>> = Vec::new();
    let mut own: Vec<Piece> = Vec::new();
    for file in files {
        let path = Path::new(file);
        if file.ends_with(".txt") {
            own.extend(pieces::load(path)?);
            continue;
        }
        let learnt = path.file_stem().is_some_and(|stem| stem == "train");
        for article in document::load(path)? {
            let found = (!learnt).then(|| found(&article, &tagger));
            given.push(std::iter::once(of_corpus(&article)).chain(found).collect());
            articles.push(article);
        }
    }
    for piece in own {
        let (article, of) = of_piece(piece);
        articles.push(article);
        given.push(vec![of]);
    }
    let mut weights = Weights::built_in().clone();
    let mut left_out = vec![weights.clone(); FOLDS];
    for round in 0..ROUNDS {
        let of = |(number, article): (usize, &Document)| -> Vec<Sample> {
            given[number].iter().flat_map(|given| examples(number, article, given, &weights)).collect()
        };
        let samples: Vec<Sample> = articles.iter().enumerate().flat_map(of).collect();
        for choice in Choice::ALL {
            let of: Vec<&Sample> = samples.iter().filter(|s| s.choice == choice).collect();
            let fitted = fit(&of, choice);
            if round + 1 == ROUNDS {
                report(choice, &of, &fitted, &weights, &mut left_out);
            }
            for &clue in Clue::ALL {
                *weights.of_mut(choice, clue) = fitted[clue as usize] as f32;
            }
        }
    }
    if arguments.iter().any(|a| a == "--left-out") {
        let corpus = |(number, article): (usize, &Document)| -> Vec<bool> {
            let of_corpus = !article.id.is_empty();
            of_corpus.then(|| judged(article, &tagger, &left_out[number % FOLDS])).into_iter().flatten().collect()
        };
        let judged: Vec<bool> = articles.iter().enumerate().flat_map(corpus).collect();
        let right = judged.iter().filter(|&&right| right).count();
        println!("left out: {right} of {} right", judged.len());
    }
    for file in arguments.iter().filter_map(|a| a.strip_prefix("--judge=")) {
        let articles = document::load(Path::new(file))?;
        for (which, weights) in [("before", Weights::built_in()), ("now", &weights)] {
            let judged: Vec<bool> = articles.iter().flat_map(|a| judged(a, &tagger, weights)).collect();
            let right = judged.iter().filter(|&&right| right).count();
            println!("{file}: {right} of {} right {which}", judged.len());
        }
    }
    if arguments.iter().any(|a| a == "--dry") {
        return Ok(());
    }
    std::fs::write("data/speaker-weights.tsv", table(&weights)).map_err(|e| format!("data/speaker-weights.tsv: {e}"))
}

fn table(weights: &Weights) -> String {
    let mut table = String::from(
        "# Who is meant: weights of the ranker of mentions (choice, clue, weight), by `cargo xtask train-speakers` from news\n\
         # and 24 articles of PolNeAR 1.0, both with speakers added by reading (only these figures come from them), and from\n\
         # the project's own pieces in xtask/training/pieces.\n",
    );
    for choice in Choice::ALL {
        for &clue in Clue::ALL {
            let weight = weights.of(choice, clue);
            if weight.abs() >= 0.005 {
                let _ = writeln!(table, "{}\t{}\t{weight:.2}", choice.name(), clue.name());
            }
        }
    }
    table
}

/// Attributions of an article and the numbers of their speakers: 0 where the corpus names none, nothing where it is silent.
struct Given {
    attributions: Vec<Attribution>,
    clusters: Vec<Option<u32>>,
}

/// The attributions of the corpus.
fn of_corpus(gold: &Document) -> Given {
    let text = Text::new(&gold.text);
    let map = OffsetMap::new(&gold.text);
    let attributions = gold.attributions.iter().map(|a| speakers_on_gold::attribution(&text, &map, a)).collect();
    Given { attributions, clusters: gold.attributions.iter().map(|a| a.cluster).collect() }
}

/// The attributions of a piece of the project's own, linked by the library, and its speakers.
fn of_piece(piece: Piece) -> (Document, Given) {
    let text = Text::new(&piece.text);
    let attributions = attribution::find(&text, &piece.tagged(&text), &entities::find(&text));
    let mut speakers: Vec<String> = Vec::new();
    let mut number = |name: &str| {
        if name == "?" {
            return 0;
        }
        let known = speakers.iter().position(|s| s == name);
        known.unwrap_or_else(|| {
            speakers.push(name.to_owned());
            speakers.len() - 1
        }) as u32
            + 1
    };
    let cluster = |a: &Attribution| {
        let (role, at) = match a.source {
            Some(source) => (Role::Source, source),
            None => (Role::Content, *a.content.first()?),
        };
        let mark = piece.marks.iter().rev().find(|m| m.role == role && m.span.overlaps(at))?;
        let words = text.slice(mark.span);
        let name = if mark.speaker.is_empty() && role == Role::Source { words } else { &*mark.speaker };
        (!name.is_empty()).then(|| number(name))
    };
    let clusters = attributions.iter().map(cluster).collect();
    let speaker = |(i, name): (usize, &String)| {
        let small = name.starts_with(|c: char| !c.is_uppercase()) || name.starts_with("The ") || name.starts_with("A ");
        document::Attribution {
            speaker: Some(name.clone()),
            cluster: Some(i as u32 + 1),
            source_kind: Some(
                if name.contains(" and ") {
                    "group"
                } else if small || !name.contains(' ') {
                    "anonymous"
                } else {
                    "person"
                }
                .to_owned(),
            ),
            ..Default::default()
        }
    };
    let known = speakers.iter().enumerate().map(speaker).collect();
    let given = Given { attributions, clusters };
    (Document { id: String::new(), text: piece.text.clone(), attributions: known, places: Vec::new() }, given)
}

/// Of each statement whose words the library finds whether its speaker is right.
fn judged(gold: &Document, tagger: &impl Tagger, weights: &Weights) -> Vec<bool> {
    let text = Text::new(&gold.text);
    let map = OffsetMap::new(&gold.text);
    let attributions = attribution::find(&text, &tagger.tag(&text), &entities::find(&text));
    let sources = attributions.iter().filter_map(|a| a.source);
    let names = entities::settle(&text, &entities::find(&text), sources);
    let (_, names, of) = speakers::decisions(&text, &attributions, &names, weights);
    let offset = |byte| map.convert(byte, OffsetUnit::Byte, OffsetUnit::Codepoint) as usize;
    let predicted = Document {
        id: gold.id.clone(),
        text: String::new(),
        attributions: attributions
            .iter()
            .zip(&of)
            .filter(|(a, _)| a.mode == ClaimMode::Statement)
            .map(|(a, of)| document::Attribution {
                content: a.content.iter().map(|s| [offset(s.start), offset(s.end)]).collect(),
                speaker: of.map(|id| names[id].clone()),
                ..Default::default()
            })
            .collect(),
        places: Vec::new(),
    };
    let mut gold = gold.clone();
    gold.attributions.retain(|a| a.mode.as_deref().is_none_or(|m| m == "statement"));
    eval::speakers::judged(&gold, &predicted).into_iter().map(|j| j.1).collect()
}

/// The library's own attributions; whose words are not the corpus's, the corpus says nothing of.
fn found(gold: &Document, tagger: &impl Tagger) -> Given {
    let text = Text::new(&gold.text);
    let map = OffsetMap::new(&gold.text);
    let attributions = attribution::find(&text, &tagger.tag(&text), &entities::find(&text));
    let offset = |byte| map.convert(byte, OffsetUnit::Byte, OffsetUnit::Codepoint) as usize;
    let content = |a: &Attribution| a.content.iter().map(|s| [offset(s.start), offset(s.end)]).collect();
    let predicted = Document {
        id: gold.id.clone(),
        text: String::new(),
        attributions: attributions
            .iter()
            .map(|a| document::Attribution { content: content(a), ..Default::default() })
            .collect(),
        places: Vec::new(),
    };
    let mut clusters = vec![None; attributions.len()];
    for (wanted, found) in matched(gold, &predicted) {
        clusters[found] = gold.attributions[wanted].cluster;
    }
    Given { attributions, clusters }
}

/// The choices of an article, with what is right.
fn examples(number: usize, gold: &Document, given: &Given, weights: &Weights) -> Vec<Sample> {
    let text = Text::new(&gold.text);
    let Given { attributions, clusters } = given;
    let sources = attributions.iter().filter_map(|a| a.source);
    let names = entities::settle(&text, &entities::find(&text), sources);
    let (decisions, names, of) = speakers::decisions(&text, attributions, &names, weights);
    let known = gold_speakers(gold);
    // Whose words those who were chosen spoke, by the order of the text.
    let mut spoken: HashMap<usize, Vec<(u32, u32)>> = HashMap::new();
    for (a, (referent, attribution)) in of.iter().zip(attributions).enumerate() {
        if let (Some(id), Some(cluster)) = (referent, clusters[a].filter(|&c| c != 0)) {
            let at = attribution.source.or(attribution.content.first().copied()).map_or(0, |s| s.start);
            spoken.entry(*id).or_default().push((at, cluster));
        }
    }
    let example = |decision: Decision| {
        let a = *decision.attributions.first()?;
        let cluster = clusters[a]?;
        let at = attributions[a].source.or(attributions[a].content.first().copied()).map_or(0, |s| s.start);
        // Whom the corpus knows by name is right by name; of others it tells whose words they spoke before.
        let joint = known.get(&cluster).is_some_and(|speaker| speaker.name.contains(" and "));
        let fits = |id: usize| {
            if decision.choice == Choice::Head {
                return is_speaker(&names[id], cluster, &known) && !joint;
            }
            if known.keys().any(|&of| is_speaker(&names[id], of, &known)) {
                return is_speaker(&names[id], cluster, &known);
            }
            let earlier: Vec<u32> = spoken.get(&id).into_iter().flatten().filter(|s| s.0 < at).map(|s| s.1).collect();
            let same = earlier.iter().filter(|&&c| c == cluster).count();
            same * 2 > earlier.len()
        };
        let mut candidates: Vec<Judged> =
            decision.candidates.into_iter().map(|c| (c.clues, c.id.is_some_and(fits), c.id)).collect();
        if !candidates.iter().any(|c| c.1) {
            // Which of the bearers of a surname it is was decided before, wrongly.
            let surname = |name: &str| name.split_whitespace().next_back().map(str::to_lowercase);
            let of = gold.attributions.iter().find(|a| a.cluster == Some(cluster)).and_then(|a| a.speaker.as_deref());
            let namesake = |c: &Judged| c.2.is_some_and(|id| of.is_some_and(|of| surname(&names[id]) == surname(of)));
            if decision.choice == Choice::Head && candidates.iter().any(namesake) {
                return None;
            }
            for candidate in &mut candidates {
                candidate.1 = candidate.2.is_none();
            }
        }
        // What is no choice teaches nothing.
        let open = candidates.iter().any(|c| c.1) && candidates.iter().any(|c| !c.1);
        open.then_some(Sample { article: number, choice: decision.choice, candidates })
    };
    decisions.into_iter().filter_map(example).collect()
}

/// The softmax of the candidates' sums.
fn shares(sample: &Sample, weights: &[f64]) -> Vec<f64> {
    let sums: Vec<f64> = sample
        .candidates
        .iter()
        .map(|c| c.0.iter().map(|&(clue, value)| weights[clue as usize] * f64::from(value)).sum())
        .collect();
    let top = sums.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let shares: Vec<f64> = sums.iter().map(|s| (s - top).exp()).collect();
    let all: f64 = shares.iter().sum();
    shares.into_iter().map(|s| s / all).collect()
}

/// The likeliest weights, by Adam on the whole gradient.
fn fit(samples: &[&Sample], choice: Choice) -> Vec<f64> {
    let size = Clue::ALL.len();
    let mut prior = vec![0.0; size];
    let mut variance = vec![VARIANCE; size];
    if let Some(known) = PRIORS.iter().find(|p| p.choice == choice) {
        variance.fill(known.variance);
        for &(clue, weight) in known.weights {
            prior[clue as usize] = weight;
            if RARE.contains(&clue) {
                variance[clue as usize] = RARE_VARIANCE;
            }
        }
    }
    let mut weights = prior.clone();
    let (mut first, mut second) = (vec![0.0; size], vec![0.0; size]);
    for step in 1..=STEPS {
        let mut slope: Vec<f64> = (0..size).map(|i| (weights[i] - prior[i]) / variance[i]).collect();
        for sample in samples {
            let shares = shares(sample, &weights);
            let right: f64 = shares.iter().zip(&sample.candidates).filter(|(_, c)| c.1).map(|(s, _)| s).sum();
            for (share, candidate) in shares.iter().zip(&sample.candidates) {
                let wanted = if candidate.1 { share / right.max(1e-12) } else { 0.0 };
                for &(clue, value) in &candidate.0 {
                    slope[clue as usize] += (share - wanted) * f64::from(value);
                }
            }
        }
        let rate = 0.1 * (1.0 - step as f64 / (STEPS + 1) as f64);
        for i in 0..size {
            first[i] = 0.9 * first[i] + 0.1 * slope[i];
            second[i] = 0.99 * second[i] + 0.01 * slope[i] * slope[i];
            let (m, v) = (first[i] / (1.0 - 0.9f64.powi(step as i32)), second[i] / (1.0 - 0.99f64.powi(step as i32)));
            weights[i] -= rate * m / (v.sqrt() + 1e-9);
        }
    }
    weights
}

/// Whether the likeliest referent is right.
fn is_right(sample: &Sample, weights: &[f64]) -> bool {
    let mut sums: HashMap<Option<usize>, (f64, bool)> = HashMap::new();
    for (share, candidate) in shares(sample, weights).into_iter().zip(&sample.candidates) {
        let sum = sums.entry(candidate.2).or_insert((0.0, candidate.1));
        sum.0 += share;
    }
    sums.into_iter().max_by(|a, b| a.1 .0.total_cmp(&b.1 .0).then(b.0.cmp(&a.0))).is_some_and(|(_, (_, right))| right)
}

/// Prints how often the choice is right: with the weights of before, with the new ones, and with articles left out. Keeps the
/// weights that are learnt without the articles.
fn report(choice: Choice, samples: &[&Sample], fitted: &[f64], before: &Weights, left_out: &mut [Weights]) {
    let before: Vec<f64> = Clue::ALL.iter().map(|&clue| f64::from(before.of(choice, clue))).collect();
    let count = |weights: &[f64]| samples.iter().filter(|s| is_right(s, weights)).count();
    let mut held_out = 0;
    for (fold, left_out) in left_out.iter_mut().enumerate() {
        let rest: Vec<&Sample> = samples.iter().copied().filter(|s| s.article % FOLDS != fold).collect();
        let weights = fit(&rest, choice);
        held_out += samples.iter().filter(|s| s.article % FOLDS == fold && is_right(s, &weights)).count();
        for &clue in Clue::ALL {
            *left_out.of_mut(choice, clue) = weights[clue as usize] as f32;
        }
    }
    let all = samples.len().max(1) as f64 / 100.0;
    println!(
        "{:12} {:5} choices, right: {:.1} % before, {:.1} % now, {:.1} % with the article left out",
        choice.name(),
        samples.len(),
        count(&before) as f64 / all,
        count(fitted) as f64 / all,
        held_out as f64 / all,
    );
}
