//! The network: what the tables say of a token, a dense layer, convolutions with residual connections, scores of tags.
//!
//! An [`Encoder`] reads tokens and makes of each a row of numbers, its hidden values. A [`Head`] makes scores of them; any
//! number of heads can stand on one encoder, with convolutions of their own or without. A [`Network`] is an encoder with one
//! head.
//!
//! Convolutions and dense layer are in whole numbers ([`kernel`](super::kernel)); all else is in 32-bit floats, in a fixed order and
//! without library functions other than the square root: native code and WebAssembly give the same bits.

use super::features::{grams, surface, WordFeatures};
use super::kernel::{dot, Convolution, Dense, Room};
use super::weights::{Tables, Weights};
use crate::text::Text;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Tokens that are read at a time; bounds the memory, whatever the text's length.
const BLOCK: usize = 1024;
/// Words whose first layer is kept; beyond that the cache starts anew.
const CACHED_WORDS: usize = 1 << 14;

/// Tokens to be read as if nothing else were there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading<'a, 't> {
    text: &'a Text<'t>,
    tokens: Option<&'a [usize]>,
    states: &'a [u8],
}

impl<'a, 't> Reading<'a, 't> {
    /// All tokens of a text, given the state of each.
    pub fn whole(text: &'a Text<'t>, states: &'a [u8]) -> Self {
        Self { text, tokens: None, states }
    }

    /// Some tokens of a text (indices into [`Text::tokens`]), all in state 0.
    pub fn part(text: &'a Text<'t>, tokens: &'a [usize]) -> Self {
        Self { text, tokens: Some(tokens), states: &[] }
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.map_or(self.text.tokens.len(), <[usize]>::len)
    }

    /// The word at `at` as the network knows it.
    pub fn surface(&self, at: usize) -> Cow<'t, str> {
        surface(self.text, self.tokens.map_or(at, |tokens| tokens[at]))
    }

    /// The state at `at`.
    pub fn state(&self, at: usize) -> usize {
        self.states.get(at).map_or(0, |&state| usize::from(state))
    }
}

/// What a network knows of the words of a text: their part of the first layer, before state and bias. Whoever reads one text
/// in several parts keeps it, so that each word is looked up once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words<'t> {
    rows: HashMap<Cow<'t, str>, usize>,
    values: Vec<f32>,
}

/// Convolutions that stand on each other.
#[derive(Clone, Debug, Default)]
struct Layers(Vec<Convolution>);

impl Layers {
    /// How many tokens to each side have a say in a token's values.
    fn reach(&self) -> usize {
        self.0.iter().map(Convolution::reach).sum()
    }

    fn add_to(&self, hidden: &mut [f32], room: &mut Room) {
        for layer in &self.0 {
            layer.add_to(hidden, room);
        }
    }
}

/// Tokens to rows of hidden values.
#[derive(Clone, Debug)]
pub(crate) struct Encoder {
    width: usize,
    tables: Arc<Tables>,
    /// Of the inputs that depend on the word alone.
    dense: Dense,
    /// What each state adds to the first layer, bias included: states × width.
    states: Vec<f32>,
    layers: Layers,
    /// What else is known of a word, by its surface: one bit each.
    flags: fn(&str) -> u16,
    flag_count: usize,
}

/// Tokens that were read together, with their hidden values.
pub(crate) struct Block<'a> {
    /// Which tokens are asked for.
    tokens: Range<usize>,
    /// The first token that there is a row of; in front of those asked for there are as many more as the margin says.
    first: usize,
    width: usize,
    /// Tokens × width.
    hidden: &'a [f32],
}

impl Block<'_> {
    /// The rows of some tokens, as far as they are there.
    fn rows(&self, tokens: Range<usize>) -> &[f32] {
        let last = self.first + self.hidden.len() / self.width;
        let (from, to) = (tokens.start.max(self.first), tokens.end.min(last));
        &self.hidden[(from - self.first) * self.width..(to - self.first) * self.width]
    }
}

impl Encoder {
    /// The encoder of these weights with their first `layers` convolutions. `flags` tells what else is known of a surface, one
    /// bit each.
    fn new<const N: usize>(weights: &Weights<N>, layers: usize, flags: fn(&str) -> u16) -> Self {
        let width = weights.width;
        let own = weights.dense.columns - weights.tables.state.columns;
        let mut states = vec![0.0; weights.states * width];
        let (mut row, mut embedding) = (Vec::new(), Vec::new());
        for output in 0..width {
            row.clear();
            weights.dense.row_into(output, &mut row);
            for state in 0..weights.states {
                embedding.clear();
                weights.tables.state.row_into(state, &mut embedding);
                states[state * width + output] = dot(&row[own..], &embedding) + weights.dense_bias[output];
            }
        }
        Self {
            width,
            tables: Arc::clone(&weights.tables),
            dense: Dense::new(&weights.dense, own),
            states,
            layers: convolutions(weights, 0..layers),
            flags,
            flag_count: weights.flags,
        }
    }

    /// Reads and gives the hidden values of the tokens in `wanted`, block by block, each with the rows of `margin` more
    /// tokens to both sides, where there are so many.
    pub fn read<'t>(
        &self,
        reading: &Reading<'_, 't>,
        words: &mut Words<'t>,
        wanted: Range<usize>,
        margin: usize,
        room: &mut Room,
        mut see: impl FnMut(&Block<'_>, &mut Room),
    ) {
        let reach = self.layers.reach() + margin;
        let count = reading.len();
        let mut hidden = Vec::new();
        let mut from = wanted.start;
        while from < wanted.end.min(count) {
            let to = wanted.end.min(count).min(from + BLOCK);
            // With `reach` tokens to each side the values are exactly those of the whole text.
            let (low, high) = (from.saturating_sub(reach), count.min(to + reach));
            hidden.clear();
            hidden.reserve((high - low) * self.width);
            for at in low..high {
                self.first_layer(reading, at, words, &mut hidden);
            }
            self.layers.add_to(&mut hidden, room);
            see(&Block { tokens: from..to, first: low, width: self.width, hidden: &hidden }, room);
            from = to;
        }
    }

    fn first_layer<'t>(&self, reading: &Reading<'_, 't>, at: usize, words: &mut Words<'t>, hidden: &mut Vec<f32>) {
        let surface = reading.surface(at);
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
        let state = &self.states[reading.state(at) * self.width..][..self.width];
        // A library's maximum would be a call.
        let positive = |value: f32| if value > 0.0 { value } else { 0.0 };
        hidden.extend(word.iter().zip(state).map(|(w, s)| positive(w + s)));
    }

    /// Appends what a word adds to the first layer.
    fn word_values(&self, surface: &str, values: &mut Vec<f32>) {
        let features = WordFeatures::of(surface);
        let tables = &*self.tables;
        let listed = tables.vocabulary.binary_search_by(|w| (**w).cmp(features.normal.as_str()));
        let word = listed.unwrap_or(tables.vocabulary.len() + features.bucket as usize);
        let mut embedding = Vec::with_capacity(self.dense.inputs());
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
        self.dense.outputs(&embedding, values);
    }
}

fn convolutions<const N: usize>(weights: &Weights<N>, which: Range<usize>) -> Layers {
    let chosen = weights.convolutions[which].iter();
    Layers(chosen.map(|c| Convolution::new(c.dilation, &c.matrix, &c.bias)).collect())
}

/// Rows of hidden values to scores of `N` tags.
#[derive(Clone, Debug)]
pub(crate) struct Head<const N: usize> {
    /// Convolutions of its own.
    layers: Layers,
    /// Tags × width.
    out: Vec<f32>,
    bias: Vec<f32>,
    pub transitions: [[f32; N]; N],
}

impl<const N: usize> Head<N> {
    /// The head of these weights with the convolutions from number `layers` on.
    fn new(weights: &Weights<N>, layers: usize) -> Self {
        Self {
            layers: convolutions(weights, layers..weights.convolutions.len()),
            out: weights.out.clone(),
            bias: weights.out_bias.clone(),
            transitions: weights.transitions,
        }
    }

    /// The margin that it needs.
    pub fn reach(&self) -> usize {
        self.layers.reach()
    }

    /// Appends the scores of a block's tokens.
    pub fn score(&self, block: &Block<'_>, room: &mut Room, scores: &mut Vec<[f32; N]>) {
        if self.layers.0.is_empty() {
            self.outputs(block.rows(block.tokens.clone()), block.width, scores);
            return;
        }
        let from = block.tokens.start.saturating_sub(self.reach()).max(block.first);
        let mut hidden = block.rows(from..block.tokens.end + self.reach()).to_vec();
        self.layers.add_to(&mut hidden, room);
        let rows = &hidden[(block.tokens.start - from) * block.width..][..block.tokens.len() * block.width];
        self.outputs(rows, block.width, scores);
    }

    fn outputs(&self, rows: &[f32], width: usize, scores: &mut Vec<[f32; N]>) {
        let tag = |row, tag: usize| dot(&self.out[tag * width..][..width], row) + self.bias[tag];
        scores.extend(rows.chunks_exact(width).map(|row| std::array::from_fn(|n| tag(row, n))));
    }
}

/// An encoder with one head; `N` is the number of tags.
#[derive(Clone, Debug)]
pub(crate) struct Network<const N: usize> {
    encoder: Encoder,
    head: Head<N>,
}

impl<const N: usize> Network<N> {
    /// `flags` tells what else is known of a surface, one bit each.
    pub fn new(weights: &Weights<N>, flags: fn(&str) -> u16) -> Self {
        Self::split(weights, weights.convolutions.len(), flags)
    }

    /// With the convolutions from number `layers` on in the head.
    fn split(weights: &Weights<N>, layers: usize, flags: fn(&str) -> u16) -> Self {
        Self { encoder: Encoder::new(weights, layers, flags), head: Head::new(weights, layers) }
    }

    /// How well a tag goes behind another: from × to.
    pub fn transitions(&self) -> &[[f32; N]; N] {
        &self.head.transitions
    }

    /// How many tokens to each side have a say in a token's scores.
    pub fn reach(&self) -> usize {
        self.encoder.layers.reach() + self.head.reach()
    }

    /// Scores of every tag for every token.
    pub fn scores(&self, reading: &Reading<'_, '_>) -> Vec<[f32; N]> {
        self.scores_of(reading, 0..reading.len(), &mut Words::default())
    }

    /// Scores of every tag for some of the tokens.
    pub fn scores_of<'t>(
        &self,
        reading: &Reading<'_, 't>,
        wanted: Range<usize>,
        words: &mut Words<'t>,
    ) -> Vec<[f32; N]> {
        let mut scores = Vec::with_capacity(wanted.len());
        self.encoder.read(reading, words, wanted, self.head.reach(), &mut Room::default(), |block, room| {
            self.head.score(block, room, &mut scores);
        });
        scores
    }
}

#[cfg(test)]
mod tests {
    use super::super::features::states;
    use super::super::sample::{BUILT_IN, LAYOUT, OUTPUTS};
    use super::*;

    fn weights() -> Weights<OUTPUTS> {
        Weights::read(BUILT_IN, &LAYOUT).unwrap()
    }

    fn scores(network: &Network<OUTPUTS>, text: &Text<'_>) -> Vec<[f32; OUTPUTS]> {
        network.scores(&Reading::whole(text, &states(text)))
    }

    /// Longer than some blocks; nothing repeats at a block's length.
    fn long() -> String {
        (0..700).map(|i| format!("“We saw {i} of them,” Mayor Lee{i} said on day {}.\n", i % 37)).collect()
    }

    #[test]
    fn blocks_do_not_show() {
        let network = Network::new(&weights(), |_| 0);
        let source = long();
        let whole = scores(&network, &Text::new(&source));
        assert!(whole.len() > 3 * BLOCK);
        // A text that begins later has its blocks elsewhere; from `reach` on the scores must be equal.
        let cut = source.match_indices('\n').nth(100).unwrap().0 + 1;
        let part = scores(&network, &Text::new(&source[cut..]));
        let skipped = whole.len() - part.len();
        let reach = network.reach();
        assert_eq!(whole[skipped + reach..], part[reach..]);
        assert_ne!(whole[skipped], part[0]);
    }

    #[test]
    fn some_tokens_score_as_among_all() {
        let network = Network::new(&weights(), |_| 0);
        let source = long();
        let text = Text::new(&source[..20_000]);
        let states = states(&text);
        let reading = Reading::whole(&text, &states);
        let whole = network.scores(&reading);
        let count = whole.len();
        for wanted in [0..1, 0..0, 5..40, 900..2100, count - 1..count, 0..count] {
            let found = network.scores_of(&reading, wanted.clone(), &mut Words::default());
            assert_eq!(found, whole[wanted]);
        }
    }

    #[test]
    fn a_head_may_have_layers_of_its_own() {
        let source = long();
        let text = Text::new(&source);
        let weights = weights();
        let whole = scores(&Network::new(&weights, |_| 0), &text);
        for layers in [0, 3, 5] {
            assert_eq!(scores(&Network::split(&weights, layers, |_| 0), &text), whole, "{layers}");
        }
    }
}
