//! The trained ranker: logistic regression over named features and hashed n-grams.

use super::signals::{Reading, Signal};
use crate::text::{Text, TokenKind};
use std::fmt;
use std::sync::OnceLock;

/// Number of weights. The first [`NAMED`] belong to named features, the others to hash buckets.
pub const BUCKETS: usize = 1 << 13;

/// Features that are not hashed: the signals and counts of [`Reading`].
const NAMED: usize = 32;

/// First bytes of a weights file.
const MAGIC: &[u8; 4] = b"WSCW";

/// The weights, as made by `cargo xtask train-checkworthy`; see data/checkworthy.md.
static BUILT_IN: &[u8] = include_bytes!("../../../data/checkworthy.bin");

/// Weights of the ranker.
#[derive(Clone, PartialEq)]
pub struct Ranker {
    bias: f32,
    /// A weight is this times its whole number.
    step: f32,
    weights: Vec<i8>,
}

impl fmt::Debug for Ranker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let used = self.weights.iter().filter(|&&w| w != 0).count();
        f.debug_struct("Ranker").field("bias", &self.bias).field("step", &self.step).field("used", &used).finish()
    }
}

impl Ranker {
    /// The ranker that the crate ships.
    #[must_use]
    pub fn built_in() -> &'static Self {
        static RANKER: OnceLock<Ranker> = OnceLock::new();
        // A test reads the built-in file; without weights the rules alone decide.
        RANKER.get_or_init(|| Self::read(BUILT_IN).unwrap_or(Self { bias: 0.0, step: 0.0, weights: vec![0; BUCKETS] }))
    }

    /// Rounds `weights` ([`BUCKETS`] of them) to whole steps.
    #[must_use]
    pub fn quantised(weights: &[f32], bias: f32) -> Self {
        let largest = weights.iter().fold(0.0f32, |m, w| m.max(w.abs()));
        let step = if largest > 0.0 { largest / 127.0 } else { 1.0 };
        let mut weights: Vec<i8> = weights.iter().map(|w| (w / step).round().clamp(-127.0, 127.0) as i8).collect();
        weights.resize(BUCKETS, 0);
        Self { bias, step, weights }
    }

    /// Log-odds that a sentence with these features is worth a check.
    #[must_use]
    pub fn log_odds(&self, features: &[(u32, f32)]) -> f32 {
        let sum: f32 = features
            .iter()
            .map(|&(i, value)| f32::from(self.weights.get(i as usize).copied().unwrap_or(0)) * value)
            .sum();
        self.bias + self.step * sum
    }

    /// The file: magic, bias and step (little-endian f32), then for each weight that is not 0 its distance from the one
    /// before (LEB128) and its value (i8).
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut file = MAGIC.to_vec();
        file.extend(self.bias.to_le_bytes());
        file.extend(self.step.to_le_bytes());
        let mut distance = 0usize;
        for &weight in &self.weights {
            if weight == 0 {
                distance += 1;
                continue;
            }
            let mut rest = distance;
            while rest >= 128 {
                file.push((rest & 127) as u8 | 128);
                rest >>= 7;
            }
            file.push(rest as u8);
            file.push(weight as u8);
            distance = 0;
        }
        file
    }

    /// Reads such a file.
    ///
    /// # Errors
    /// Says what is wrong with a file that is cut or of another kind.
    pub fn read(file: &[u8]) -> Result<Self, &'static str> {
        let body = file.strip_prefix(MAGIC).ok_or("not a check-worthiness file")?;
        let (head, mut body) = body.split_at_checked(8).ok_or("the check-worthiness file is cut")?;
        let float = |at: usize| f32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let mut weights = vec![0i8; BUCKETS];
        let mut at = 0usize;
        while !body.is_empty() {
            let mut distance = 0usize;
            let mut shift = 0;
            loop {
                let (&byte, rest) = body.split_first().ok_or("the check-worthiness file is cut")?;
                body = rest;
                distance |= usize::from(byte & 127) << shift;
                shift += 7;
                if byte < 128 || shift > 14 {
                    break;
                }
            }
            let (&weight, rest) = body.split_first().ok_or("the check-worthiness file is cut")?;
            body = rest;
            at += distance;
            *weights.get_mut(at).ok_or("the check-worthiness file has too many weights")? = weight as i8;
            at += 1;
        }
        Ok(Self { bias: float(0), step: float(4), weights })
    }
}

/// The features of a statement: index and value, each index once.
#[must_use]
pub fn features(text: &Text<'_>, tokens: &[usize], reading: &Reading) -> Vec<(u32, f32)> {
    let mut found = Vec::with_capacity(tokens.len() * 4 + NAMED);
    let mut hash = |kind: &str, parts: &[&str], value: f32| found.push((bucket(kind, parts), value));
    let words: Vec<String> = tokens.iter().filter_map(|&i| normal(text, i)).collect();
    for (i, word) in words.iter().enumerate() {
        hash("1", &[word], 1.0);
        let before = if i > 0 { words[i - 1].as_str() } else { "^" };
        hash("2", &[before, word], 1.0);
        if i + 1 == words.len() {
            hash("2", &[word, "$"], 1.0);
        }
        let mut ending = word.char_indices().rev().map(|(at, _)| at);
        if let Some(at) = ending.nth(2).filter(|&at| at > 0) {
            hash("e", &[&word[at..]], 0.3);
        }
    }
    // Each n-gram once, and sentences of every length of one size.
    found.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    found.dedup_by_key(|f| f.0);
    let size = found.iter().map(|f| f.1 * f.1).sum::<f32>().sqrt().max(1.0);
    found.iter_mut().for_each(|f| f.1 /= size);
    let named = Signal::ALL.into_iter().map(|s| f32::from(u8::from(reading.has(s)))).chain([
        reading.numbers.min(4) as f32 / 4.0,
        reading.opinion.min(3) as f32 / 3.0,
        reading.prediction.min(3) as f32 / 3.0,
        f32::from(u8::from(reading.question)),
        reading.personal.min(3) as f32 / 3.0,
        reading.names.min(4) as f32 / 4.0,
        reading.words.min(40) as f32 / 40.0,
        f32::from(u8::from(reading.words < 5)),
        f32::from(u8::from(reading.words < 9)),
        f32::from(u8::from(reading.numbers > 0 && reading.prediction > 0)),
        f32::from(u8::from(reading.signals.len() > 1)),
        f32::from(u8::from(reading.signals.is_empty())),
    ]);
    found.extend(named.enumerate().filter(|(_, value)| *value != 0.0).map(|(i, value)| (i as u32, value)));
    found
}

/// A word as the n-grams see it.
fn normal(text: &Text<'_>, token: usize) -> Option<String> {
    let word = text.word(token);
    match text.tokens[token].kind {
        TokenKind::Number => Some("0".to_string()),
        TokenKind::Mark => matches!(word, "$" | "%" | "?" | "!").then(|| word.to_string()),
        _ => Some(word.to_lowercase().replace('’', "'")),
    }
}

/// FNV-1a of the parts, folded to a bucket behind the named features.
fn bucket(kind: &str, parts: &[&str]) -> u32 {
    let mut hash = 0x811c_9dc5u32;
    let mut eat = |bytes: &[u8]| {
        for &byte in bytes {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    };
    eat(kind.as_bytes());
    for part in parts {
        eat(part.as_bytes());
        eat(&[0xff]);
    }
    // The low bits of FNV-1a are the weakest: fold the high ones in.
    let hash = hash ^ (hash >> 15);
    (NAMED + hash as usize % (BUCKETS - NAMED)) as u32
}
