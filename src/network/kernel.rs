//! The network: embeddings, a dense layer, dilated convolutions of width 3 with residual connections, scores of tags.
//!
//! All arithmetic is in 32-bit floats, in a fixed order and without library functions other than the square root: native
//! code and WebAssembly give the same bits.

use super::features::{grams, surface, WordFeatures};
use super::weights::{Matrix, Tables, Weights};
use crate::text::Text;
use std::collections::HashMap;
use std::sync::Arc;

/// Tokens that are scored at a time; bounds the memory, whatever the text's length.
const BLOCK: usize = 1024;
/// Words whose first layer is kept; beyond that the cache starts anew.
const CACHED_WORDS: usize = 1 << 14;
/// Outputs that the kernel makes at a time.
const LANES: usize = 8;
/// Tokens that it takes at a time.
const ROWS: usize = 4;

#[derive(Clone, Debug)]
struct Layer {
    dilation: usize,
    /// For every eight outputs a panel: for each of the 3 × width inputs (left, middle, right) their eight weights.
    panels: Vec<f32>,
    bias: Vec<f32>,
}

/// The network, ready to run; `N` is the number of tags.
#[derive(Clone, Debug)]
pub(crate) struct Network<const N: usize> {
    width: usize,
    tables: Arc<Tables>,
    /// Dense rows, of the inputs that depend on the word alone.
    dense: Vec<f32>,
    /// What each state adds to the first layer, bias included: states × width.
    states: Vec<f32>,
    layers: Vec<Layer>,
    out: Vec<f32>,
    out_bias: Vec<f32>,
    pub transitions: [[f32; N]; N],
    /// What else is known of a word, by its surface: one bit each.
    flags: fn(&str) -> u16,
    flag_count: usize,
}

/// First-layer values of the words of one text, before state and bias.
struct Words<'t> {
    rows: HashMap<std::borrow::Cow<'t, str>, usize>,
    values: Vec<f32>,
}

impl<const N: usize> Network<N> {
    /// `flags` tells what else is known of a surface, one bit each.
    pub fn new(weights: Weights<N>, flags: fn(&str) -> u16) -> Self {
        let width = weights.width;
        let own = weights.dense.columns - weights.tables.state.columns;
        let mut dense = Vec::with_capacity(width * own);
        let mut states = vec![0.0; weights.states * width];
        let (mut row, mut embedding) = (Vec::new(), Vec::new());
        for output in 0..width {
            row.clear();
            weights.dense.row_into(output, &mut row);
            dense.extend_from_slice(&row[..own]);
            for state in 0..weights.states {
                embedding.clear();
                weights.tables.state.row_into(state, &mut embedding);
                states[state * width + output] = dot(&row[own..], &embedding) + weights.dense_bias[output];
            }
        }
        let layers = weights
            .convolutions
            .into_iter()
            .map(|c| Layer { dilation: c.dilation, panels: panels(&c.matrix), bias: c.bias })
            .collect();
        Self {
            width,
            tables: weights.tables,
            dense,
            states,
            layers,
            out: weights.out,
            out_bias: weights.out_bias,
            transitions: weights.transitions,
            flags,
            flag_count: weights.flags,
        }
    }

    /// How many tokens to each side have a say in a token's scores.
    fn reach(&self) -> usize {
        self.layers.iter().map(|l| l.dilation).sum()
    }

    /// Scores of every tag for every token, given the tokens' states.
    pub fn scores(&self, text: &Text<'_>, states: &[u8]) -> Vec<[f32; N]> {
        self.scores_of(text, text.tokens.len(), |i| (i, states.get(i).map_or(0, |&s| usize::from(s))))
    }

    /// Scores of `count` tokens that are read as if nothing else were there; `at` gives each one's number in the text and
    /// its state.
    pub fn scores_of(&self, text: &Text<'_>, count: usize, at: impl Fn(usize) -> (usize, usize)) -> Vec<[f32; N]> {
        let mut scores = Vec::with_capacity(count);
        let mut words = Words { rows: HashMap::new(), values: Vec::new() };
        let reach = self.reach();
        let mut hidden = Vec::new();
        let mut normal = Vec::new();
        let mut from = 0;
        while from < count {
            let to = count.min(from + BLOCK);
            // With `reach` tokens to each side the scores are exactly those of the whole text.
            let (low, high) = (from.saturating_sub(reach), count.min(to + reach));
            hidden.clear();
            for i in low..high {
                let (token, state) = at(i);
                self.first_layer(text, token, state, &mut words, &mut hidden);
            }
            for layer in &self.layers {
                self.convolve(layer, &mut hidden, &mut normal);
            }
            for i in from..to {
                let h = &hidden[(i - low) * self.width..][..self.width];
                let mut tags = [0.0; N];
                for (tag, score) in tags.iter_mut().enumerate() {
                    *score = dot(&self.out[tag * self.width..][..self.width], h) + self.out_bias[tag];
                }
                scores.push(tags);
            }
            from = to;
        }
        scores
    }

    fn first_layer<'t>(
        &self,
        text: &Text<'t>,
        token: usize,
        state: usize,
        words: &mut Words<'t>,
        hidden: &mut Vec<f32>,
    ) {
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
        let state = &self.states[state * self.width..][..self.width];
        hidden.extend(word.iter().zip(state).map(|(w, s)| (w + s).max(0.0)));
    }

    /// Appends what a word adds to the first layer.
    fn word_values(&self, surface: &str, values: &mut Vec<f32>) {
        let features = WordFeatures::of(surface);
        let tables = &*self.tables;
        let listed = tables.vocabulary.binary_search_by(|w| (**w).cmp(features.normal.as_str()));
        let word = listed.unwrap_or(tables.vocabulary.len() + features.bucket as usize);
        let mut embedding = Vec::with_capacity(self.dense.len() / self.width);
        tables.word.row_into(word, &mut embedding);
        tables.shape.row_into(features.shape as usize, &mut embedding);
        tables.prefix.row_into(features.prefix as usize, &mut embedding);
        tables.suffix.row_into(features.suffix as usize, &mut embedding);
        let flags = (self.flags)(surface);
        embedding.extend((0..self.flag_count).map(|bit| f32::from(flags >> bit & 1)));
        if tables.gram.columns > 0 {
            // The sum over the root of the number: neither short words nor long ones outweigh the other inputs.
            let parts = grams(&features.normal);
            let factor = 1.0 / (parts.len().max(1) as f32).sqrt();
            let (mut sum, mut row) = (vec![0.0; tables.gram.columns], Vec::new());
            for part in parts {
                row.clear();
                tables.gram.row_into(part as usize, &mut row);
                for (sum, value) in sum.iter_mut().zip(&row) {
                    *sum += value * factor;
                }
            }
            embedding.extend(sum);
        }
        let inputs = embedding.len();
        values.extend((0..self.width).map(|o| dot(&self.dense[o * inputs..][..inputs], &embedding)));
    }

    /// hidden += relu(convolution(normalised hidden)).
    fn convolve(&self, layer: &Layer, hidden: &mut [f32], normal: &mut Vec<f32>) {
        let width = self.width;
        let count = hidden.len() / width;
        let edge = layer.dilation * width;
        // Beyond both ends there is nothing; the last rows only fill up the kernel's.
        normal.clear();
        normal.resize(edge, 0.0);
        for h in hidden.chunks_exact(width) {
            let factor = 1.0 / (dot(h, h) / width as f32 + 1e-6).sqrt();
            normal.extend(h.iter().map(|v| v * factor));
        }
        normal.resize(normal.len() + edge + ROWS * width, 0.0);
        let row = |token: usize, side: usize| &normal[token * width + side * edge..][..width];
        for (output, (panel, bias)) in
            layer.panels.chunks_exact(3 * width * LANES).zip(layer.bias.chunks_exact(LANES)).enumerate()
        {
            for token in (0..count).step_by(ROWS) {
                let mut sums = [[0.0; LANES]; ROWS];
                for sum in &mut sums {
                    sum.copy_from_slice(bias);
                }
                for (side, weights) in panel.chunks_exact(width * LANES).enumerate() {
                    let rows = [row(token, side), row(token + 1, side), row(token + 2, side), row(token + 3, side)];
                    multiply(&mut sums, weights, rows);
                }
                for (h, sum) in hidden[token * width..].chunks_exact_mut(width).zip(&sums) {
                    for (value, sum) in h[output * LANES..].iter_mut().zip(sum) {
                        *value += sum.max(0.0);
                    }
                }
            }
        }
    }
}

fn panels(matrix: &Matrix) -> Vec<f32> {
    let mut panels = Vec::with_capacity(matrix.bytes.len());
    let mut rows = Vec::new();
    for output in (0..matrix.scales.len()).step_by(LANES) {
        rows.clear();
        for lane in 0..LANES {
            matrix.row_into(output + lane, &mut rows);
        }
        for input in 0..matrix.columns {
            panels.extend((0..LANES).map(|lane| rows[lane * matrix.columns + input]));
        }
    }
    panels
}

/// Adds the product of four rows of inputs with a panel of weights: nearly all of the time goes here. Compilers turn it
/// into vector instructions; a kernel written for one machine would take its place and nothing else's. Not inlined: on
/// its own it is vectorised over the outputs, inside the loops around it LLVM finds a far slower way.
#[inline(never)]
fn multiply(sums: &mut [[f32; LANES]; ROWS], weights: &[f32], rows: [&[f32]; ROWS]) {
    let mut s = *sums;
    let [a, b, c, d] = rows;
    for ((((w, a), b), c), d) in weights.chunks_exact(LANES).zip(a).zip(b).zip(c).zip(d) {
        for lane in 0..LANES {
            s[0][lane] += w[lane] * a;
            s[1][lane] += w[lane] * b;
            s[2][lane] += w[lane] * c;
            s[3][lane] += w[lane] * d;
        }
    }
    *sums = s;
}

/// An inner product in a fixed order: eight sums side by side, then those.
fn dot(a: &[f32], b: &[f32]) -> f32 {
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
    use super::super::features::states;
    use super::super::sample::{BUILT_IN, LAYOUT, TAGS};
    use super::*;

    #[test]
    fn blocks_do_not_show() {
        let network: Network<TAGS> = Network::new(Weights::read(BUILT_IN, &LAYOUT).unwrap(), |_| 0);
        let scores = |text: &Text<'_>| network.scores(text, &states(text));
        // Longer than one block, nothing repeats at the block's length.
        let source: String =
            (0..700).map(|i| format!("“We saw {i} of them,” Mayor Lee{i} said on day {}.\n", i % 37)).collect();
        let whole = scores(&Text::new(&source));
        assert!(whole.len() > 3 * BLOCK);
        // A text that begins later has its blocks elsewhere; from `reach` on the scores must be equal.
        let cut = source.match_indices('\n').nth(100).unwrap().0 + 1;
        let part = scores(&Text::new(&source[cut..]));
        let skipped = whole.len() - part.len();
        let reach = network.reach();
        assert_eq!(whole[skipped + reach..], part[reach..]);
        assert_ne!(whole[skipped], part[0]);
    }
}
