//! The network: embeddings, a dense layer, dilated convolutions of width 3 with residual connections, scores of tags.
//!
//! The convolutions run in whole numbers (inputs of 16 bits, weights of 8, sums of 32), the rest in 32-bit floats in a
//! fixed order and without library functions other than the square root: native code and WebAssembly give the same bits.

use super::features::{state, surface, WordFeatures, STATES};
use super::weights::{Matrix, Weights};
use super::TAGS;
use crate::text::Text;
use std::collections::HashMap;

/// Tokens that are scored at a time; bounds the memory, whatever the text's length.
const BLOCK: usize = 1024;
/// Words whose first layer is kept; beyond that the cache starts anew.
const CACHED_WORDS: usize = 1 << 14;
/// Inputs of the convolutions are counted in steps of 1/1024. A normalised vector of width w has no value above √w, so
/// 16 bits hold up to a width of 1,000; the sum of 3w products stays below 2³¹ by the Cauchy–Schwarz inequality.
const STEPS: f32 = 1024.0;

#[derive(Clone, Debug)]
struct Layer {
    dilation: usize,
    /// Output rows of 3 × width: left, middle, right.
    rows: Vec<i16>,
    /// What one unit of the whole-number sum is worth, for each output.
    scales: Vec<f32>,
    bias: Vec<f32>,
}

/// The network, ready to run.
#[derive(Clone, Debug)]
pub(super) struct Network {
    width: usize,
    vocabulary: Vec<Box<str>>,
    word: Matrix,
    shape: Matrix,
    prefix: Matrix,
    suffix: Matrix,
    /// Dense rows, of the inputs that depend on the word alone.
    dense: Vec<f32>,
    /// What each state adds to the first layer, bias included: states × width.
    states: Vec<f32>,
    layers: Vec<Layer>,
    out: Vec<f32>,
    out_bias: Vec<f32>,
    pub transitions: [[f32; TAGS]; TAGS],
}

/// First-layer values of the words of one text, before state and bias.
struct Words<'t> {
    rows: HashMap<std::borrow::Cow<'t, str>, usize>,
    values: Vec<f32>,
}

impl Network {
    pub fn new(weights: Weights) -> Self {
        let width = weights.width;
        let own = weights.dense.columns - weights.state.columns;
        let mut dense = Vec::with_capacity(width * own);
        let mut states = vec![0.0; STATES * width];
        let (mut row, mut embedding) = (Vec::new(), Vec::new());
        for output in 0..width {
            row.clear();
            weights.dense.row_into(output, &mut row);
            dense.extend_from_slice(&row[..own]);
            for state in 0..STATES {
                embedding.clear();
                weights.state.row_into(state, &mut embedding);
                states[state * width + output] = dot_floats(&row[own..], &embedding) + weights.dense_bias[output];
            }
        }
        let layers = weights
            .convolutions
            .into_iter()
            .map(|c| Layer {
                dilation: c.dilation,
                rows: c.matrix.bytes.iter().map(|&b| i16::from(b)).collect(),
                scales: c.matrix.scales.iter().map(|s| s / STEPS).collect(),
                bias: c.bias,
            })
            .collect();
        Self {
            width,
            vocabulary: weights.vocabulary,
            word: weights.word,
            shape: weights.shape,
            prefix: weights.prefix,
            suffix: weights.suffix,
            dense,
            states,
            layers,
            out: weights.out,
            out_bias: weights.out_bias,
            transitions: weights.transitions,
        }
    }

    /// How many tokens to each side have a say in a token's scores.
    fn reach(&self) -> usize {
        self.layers.iter().map(|l| l.dilation).sum()
    }

    /// Scores of every tag for every token.
    pub fn scores(&self, text: &Text<'_>) -> Vec<[f32; TAGS]> {
        let count = text.tokens.len();
        let mut scores = Vec::with_capacity(count);
        let mut words = Words { rows: HashMap::new(), values: Vec::new() };
        let reach = self.reach();
        let mut hidden = Vec::new();
        let mut scratch = Scratch::default();
        let mut from = 0;
        while from < count {
            let to = count.min(from + BLOCK);
            // With `reach` tokens to each side the scores are exactly those of the whole text.
            let (low, high) = (from.saturating_sub(reach), count.min(to + reach));
            hidden.clear();
            for token in low..high {
                self.first_layer(text, token, &mut words, &mut hidden);
            }
            for layer in &self.layers {
                self.convolve(layer, &mut hidden, &mut scratch);
            }
            for token in from..to {
                let h = &hidden[(token - low) * self.width..][..self.width];
                let mut tags = [0.0; TAGS];
                for (tag, score) in tags.iter_mut().enumerate() {
                    *score = dot_floats(&self.out[tag * self.width..][..self.width], h) + self.out_bias[tag];
                }
                scores.push(tags);
            }
            from = to;
        }
        scores
    }

    fn first_layer<'t>(&self, text: &Text<'t>, token: usize, words: &mut Words<'t>, hidden: &mut Vec<f32>) {
        let surface = surface(text, token);
        let row = match words.rows.get(&surface) {
            Some(&row) => row,
            None => {
                if words.rows.len() >= CACHED_WORDS {
                    words.rows.clear();
                    words.values.clear();
                }
                let row = words.rows.len();
                self.word_values(&surface, &mut words.values);
                words.rows.insert(surface, row);
                row
            }
        };
        let word = &words.values[row * self.width..][..self.width];
        let state = &self.states[usize::from(state(text, token)) * self.width..][..self.width];
        hidden.extend(word.iter().zip(state).map(|(w, s)| (w + s).max(0.0)));
    }

    /// Appends what a word adds to the first layer.
    fn word_values(&self, surface: &str, values: &mut Vec<f32>) {
        let features = WordFeatures::of(surface);
        let listed = self.vocabulary.binary_search_by(|w| (**w).cmp(features.normal.as_str()));
        let word = listed.unwrap_or(self.vocabulary.len() + features.bucket as usize);
        let mut embedding = Vec::with_capacity(self.dense.len() / self.width);
        self.word.row_into(word, &mut embedding);
        self.shape.row_into(features.shape as usize, &mut embedding);
        self.prefix.row_into(features.prefix as usize, &mut embedding);
        self.suffix.row_into(features.suffix as usize, &mut embedding);
        let inputs = embedding.len();
        values.extend((0..self.width).map(|o| dot_floats(&self.dense[o * inputs..][..inputs], &embedding)));
    }

    /// hidden += relu(convolution(normalised hidden)).
    fn convolve(&self, layer: &Layer, hidden: &mut [f32], scratch: &mut Scratch) {
        let width = self.width;
        let count = hidden.len() / width;
        let edge = layer.dilation * width;
        let normal = &mut scratch.normal;
        normal.clear();
        normal.resize(edge, 0);
        for h in hidden.chunks_exact(width) {
            let mean = dot_floats(h, h) / width as f32;
            let factor = STEPS / (mean + 1e-6).sqrt();
            normal.extend(h.iter().map(|v| whole(v * factor)));
        }
        normal.resize(normal.len() + edge, 0);
        let inputs = &mut scratch.inputs;
        for token in 0..count {
            inputs.clear();
            for side in 0..3 {
                inputs.extend_from_slice(&normal[token * width + side * edge..][..width]);
            }
            let h = &mut hidden[token * width..][..width];
            for (output, value) in h.iter_mut().enumerate() {
                let sum = dot(&layer.rows[output * 3 * width..][..3 * width], inputs);
                *value += (sum as f32 * layer.scales[output] + layer.bias[output]).max(0.0);
            }
        }
    }
}

#[derive(Default)]
struct Scratch {
    normal: Vec<i16>,
    inputs: Vec<i16>,
}

/// The nearest whole number, ties to even, of a value whose magnitude is below 2²². One addition instead of a library call.
fn whole(value: f32) -> i16 {
    const SHIFT: f32 = 12_582_912.0; // 1.5 × 2²³
    ((value + SHIFT).to_bits() as i32 - SHIFT.to_bits() as i32) as i16
}

/// The inner product that takes nearly all of the time: the place for a kernel of the machine's own.
#[inline]
fn dot(a: &[i16], b: &[i16]) -> i32 {
    a.iter().zip(b).map(|(&x, &y)| i32::from(x) * i32::from(y)).sum()
}

/// An inner product in a fixed order: eight sums side by side, then those.
fn dot_floats(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0f32; 8];
    let (a_parts, b_parts) = (a.chunks_exact(8), b.chunks_exact(8));
    let tail: f32 = a_parts.remainder().iter().zip(b_parts.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a_parts.zip(b_parts) {
        for i in 0..8 {
            sums[i] += x[i] * y[i];
        }
    }
    let [a, b, c, d, e, f, g, h] = sums;
    (((a + e) + (b + f)) + ((c + g) + (d + h))) + tail
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_to_the_nearest() {
        for (value, expected) in
            [(0.0, 0), (0.5, 0), (1.5, 2), (-0.6, -1), (-2.5, -2), (20070.4, 20070), (-9999.6, -10000)]
        {
            assert_eq!(whole(value), expected, "{value}");
        }
    }

    #[test]
    fn blocks_do_not_show() {
        let network = Network::new(Weights::read(super::super::BUILT_IN).unwrap());
        // Longer than one block, nothing repeats at the block's length.
        let source: String =
            (0..700).map(|i| format!("“We saw {i} of them,” Mayor Lee{i} said on day {}.\n", i % 37)).collect();
        let whole = network.scores(&Text::new(&source));
        assert!(whole.len() > 3 * BLOCK);
        // A text that begins later has its blocks elsewhere; from `reach` on the scores must be equal.
        let cut = source.match_indices('\n').nth(100).unwrap().0 + 1;
        let part = network.scores(&Text::new(&source[cut..]));
        let skipped = whole.len() - part.len();
        let reach = network.reach();
        assert_eq!(whole[skipped + reach..], part[reach..]);
        assert_ne!(whole[skipped], part[0]);
    }
}
