//! The network: what the tables say of a token, a dense layer, convolutions with residual connections, scores of tags.
//!
//! An [`Encoder`], the trunk, reads tokens and makes of each a row of numbers, its hidden values. A [`Head`] makes scores of
//! them: of the values as they are, or behind a dense layer and convolutions of its own, which read what is known of the word
//! besides. Any number of heads can read along in one pass of the trunk ([`Encoder::read`]). A [`Network`] is a trunk with one
//! head.
//!
//! Convolutions and dense layers are in whole numbers ([`kernel`](super::kernel)); all else is in 32-bit floats, in a fixed order and
//! without library functions other than the square root: native code and WebAssembly give the same bits.

use super::features::{grams, surface, WordFeatures};
use super::kernel::{dot, Convolution, Dense, Room};
use super::weights::{self, Ground, HeadWeights, Matrix, Outputs, Sort, Tables, TrunkWeights, WeightsError};
use crate::text::Text;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Tokens that are read at a time; bounds the memory, whatever the text's length.
const BLOCK: usize = 1024;
/// Words of which the part of the first layers is kept; beyond that the cache starts anew with the next block.
const CACHED_WORDS: usize = 1 << 13;

/// A text as the network reads it: its tokens, the state of each and, for heads that know other states, those too.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading<'a, 't> {
    text: &'a Text<'t>,
    states: &'a [u8],
    own_states: &'a [u8],
}

impl<'a, 't> Reading<'a, 't> {
    /// All tokens of a text, given the state of each.
    pub fn new(text: &'a Text<'t>, states: &'a [u8]) -> Self {
        Self { text, states, own_states: &[] }
    }

    /// The same with the states that a head knows.
    pub fn with_own_states(self, own_states: &'a [u8]) -> Self {
        Self { own_states, ..self }
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.text.tokens.len()
    }

    /// The word at `at` as the network knows it.
    pub fn surface(&self, at: usize) -> Cow<'t, str> {
        surface(self.text, at)
    }

    /// The state at `at`.
    pub fn state(&self, at: usize) -> usize {
        self.states.get(at).map_or(0, |&state| usize::from(state))
    }

    fn own_state(&self, at: usize) -> usize {
        self.own_states.get(at).map_or(0, |&state| usize::from(state))
    }
}

/// What first layers make of the words of a text, before state and bias: the trunk's, and behind it those of the heads. So
/// each word is looked up once.
#[derive(Clone, Debug, Default)]
struct Words<'t> {
    rows: HashMap<Cow<'t, str>, usize>,
    values: Vec<f32>,
}

/// Convolutions that stand on each other.
#[derive(Clone, Debug, Default)]
struct Layers(Vec<Convolution>);

impl Layers {
    fn new(convolutions: &[weights::Convolution]) -> Self {
        Self(convolutions.iter().map(|c| Convolution::new(c.dilation, &c.matrix, &c.bias)).collect())
    }

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

/// What each state adds to a first layer whose inputs from column `from` on are the state's, bias included: states × width.
fn states(layers: &weights::Layers, state: &Matrix, from: usize) -> Vec<f32> {
    let count = state.scales.len().max(1);
    let mut values = vec![0.0; count * layers.width];
    let (mut row, mut embedding) = (Vec::new(), Vec::new());
    for (output, bias) in layers.dense_bias.iter().enumerate() {
        row.clear();
        layers.dense.row_into(output, &mut row);
        for number in 0..count {
            embedding.clear();
            state.row_into(number, &mut embedding);
            values[number * layers.width + output] = dot(&row[from..from + state.columns], &embedding) + bias;
        }
    }
    values
}

/// Of what is not above nothing, nothing is left. A library's maximum would be a call.
fn positive(value: f32) -> f32 {
    if value > 0.0 {
        value
    } else {
        0.0
    }
}

/// The trunk: tokens to rows of hidden values.
#[derive(Clone, Debug)]
pub(crate) struct Encoder {
    /// Of its file.
    hash: u32,
    width: usize,
    tables: Tables,
    /// Of the inputs that depend on the word alone.
    dense: Dense,
    /// What each state adds to the first layer.
    states: Vec<f32>,
    layers: Layers,
    /// What else is known of a word, by its surface, one bit each: for heads alone.
    flags: fn(&str) -> u16,
    flag_count: usize,
}

/// Tokens that were read together, with their hidden values.
pub(crate) struct Block<'a> {
    reading: &'a Reading<'a, 'a>,
    /// Which tokens are asked for.
    tokens: Range<usize>,
    /// The first token that there is a row of; in front of those asked for there are as many more as the margin says.
    first: usize,
    width: usize,
    /// Tokens × width.
    hidden: &'a [f32],
    /// For each token where the first layers of its word begin.
    words: &'a [usize],
    values: &'a [f32],
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
    /// The trunk of these weights. `flags` tells heads what else is known of a surface, in so many bits.
    pub fn new<const N: usize>(weights: TrunkWeights<N>, flags: fn(&str) -> u16, flag_count: usize) -> Self {
        let own = weights.tables.columns();
        Self {
            hash: weights.hash,
            width: weights.layers.width,
            dense: Dense::new(&weights.layers.dense, 0..own),
            states: states(&weights.layers, &weights.state, own),
            layers: Layers::new(&weights.layers.convolutions),
            tables: weights.tables,
            flags,
            flag_count,
        }
    }

    /// What a head's file is held against.
    pub fn ground(&self) -> Ground {
        Ground { hash: self.hash, tables: self.tables.columns(), flags: self.flag_count, width: self.width }
    }

    /// Reads and gives the hidden values of the tokens in `wanted`, block by block, each with the rows of as many more tokens
    /// to both sides, where there are so many, as the heads need that begin with `firsts`.
    pub fn read(
        &self,
        reading: &Reading<'_, '_>,
        wanted: Range<usize>,
        firsts: &[&First],
        mut see: impl FnMut(&Block<'_>, &mut Room),
    ) {
        let reach = self.layers.reach() + firsts.iter().map(|first| first.layers.reach()).max().unwrap_or(0);
        let stride = self.width + firsts.iter().map(|first| first.width).sum::<usize>();
        let count = reading.len();
        let (mut hidden, mut words, mut places) = (Vec::new(), Words::default(), Vec::new());
        let mut room = Room::default();
        let mut from = wanted.start;
        while from < wanted.end.min(count) {
            let to = wanted.end.min(count).min(from + BLOCK);
            // With `reach` tokens to each side the values are exactly those of the whole text.
            let (low, high) = (from.saturating_sub(reach), count.min(to + reach));
            if words.rows.len() >= CACHED_WORDS {
                words = Words::default();
            }
            hidden.clear();
            hidden.reserve((high - low) * self.width);
            places.clear();
            for at in low..high {
                let surface = reading.surface(at);
                let row = match words.rows.get(&surface) {
                    Some(&row) => row,
                    None => {
                        let row = words.rows.len();
                        self.word_values(&surface, firsts, &mut room, &mut words.values);
                        words.rows.insert(surface, row);
                        row
                    }
                };
                places.push(row * stride);
                let word = &words.values[row * stride..][..self.width];
                let state = &self.states[reading.state(at) * self.width..][..self.width];
                hidden.extend(word.iter().zip(state).map(|(w, s)| positive(w + s)));
            }
            self.layers.add_to(&mut hidden, &mut room);
            let block = Block {
                reading,
                tokens: from..to,
                first: low,
                width: self.width,
                hidden: &hidden,
                words: &places,
                values: &words.values,
            };
            see(&block, &mut room);
            from = to;
        }
    }

    /// Appends what a word adds to the first layer, and then to those of the heads.
    fn word_values(&self, surface: &str, firsts: &[&First], room: &mut Room, values: &mut Vec<f32>) {
        let features = WordFeatures::of(surface);
        let tables = &self.tables;
        let listed = tables.vocabulary.binary_search_by(|w| (**w).cmp(features.normal.as_str()));
        let word = listed.unwrap_or(tables.vocabulary.len() + features.bucket as usize);
        let mut embedding = Vec::new();
        tables.word.row_into(word, &mut embedding);
        tables.shape.row_into(features.shape as usize, &mut embedding);
        tables.prefix.row_into(features.prefix as usize, &mut embedding);
        tables.suffix.row_into(features.suffix as usize, &mut embedding);
        self.dense.outputs(&embedding, room, values);
        if firsts.is_empty() {
            return;
        }
        let flags = (self.flags)(surface);
        embedding.extend((0..self.flag_count).map(|bit| f32::from(flags >> bit & 1)));
        let common = embedding.len();
        for first in firsts {
            first.parts_into(&features.normal, &mut embedding);
            first.word.outputs(&embedding, room, values);
            embedding.truncate(common);
        }
    }
}

/// How a head with layers of its own begins: a dense layer of what is known of the word, of the token's own state and of the
/// trunk's values, and convolutions.
#[derive(Clone, Debug)]
pub(crate) struct First {
    width: usize,
    /// Of the inputs that depend on the word alone.
    word: Dense,
    /// Of parts of words; without columns where they do not count.
    grams: Matrix,
    /// What each state adds.
    states: Vec<f32>,
    /// Of the trunk's values.
    values: Dense,
    layers: Layers,
}

impl First {
    fn new<const N: usize>(weights: &HeadWeights<N>, ground: &Ground) -> Self {
        let layers = &weights.layers;
        let own = ground.tables + ground.flags + weights.grams.columns;
        let behind = own + weights.state.columns;
        Self {
            width: layers.width,
            word: Dense::new(&layers.dense, 0..own),
            grams: weights.grams.clone(),
            states: states(layers, &weights.state, own),
            values: Dense::new(&layers.dense, behind..behind + ground.width),
            layers: Layers::new(&layers.convolutions),
        }
    }

    /// Appends what the table of parts says of a word: the sum over the root of the number, so that neither short words nor
    /// long ones outweigh the other inputs.
    fn parts_into(&self, normal: &str, embedding: &mut Vec<f32>) {
        if self.grams.columns == 0 {
            return;
        }
        let parts = grams(normal);
        let factor = 1.0 / (parts.len().max(1) as f32).sqrt();
        let (mut sum, mut row) = (vec![0.0; self.grams.columns], Vec::new());
        for part in parts {
            row.clear();
            self.grams.row_into(part as usize, &mut row);
            for (sum, value) in sum.iter_mut().zip(&row) {
                *sum += value * factor;
            }
        }
        embedding.extend(sum);
    }

    /// The values of a block's tokens behind these layers. `column`: where this head's part of a word begins.
    fn hidden(&self, block: &Block<'_>, column: usize, room: &mut Room) -> Vec<f32> {
        let (from, to) =
            (block.tokens.start.saturating_sub(self.layers.reach()), block.tokens.end + self.layers.reach());
        let from = from.max(block.first);
        let rows = block.rows(from..to);
        let mut hidden = Vec::with_capacity(rows.len() / block.width * self.width);
        let mut values = Vec::with_capacity(self.width);
        for (at, row) in (from..).zip(rows.chunks_exact(block.width)) {
            values.clear();
            self.values.outputs(row, room, &mut values);
            // What counts of the trunk's values is how they stand to each other.
            let factor = 1.0 / (dot(row, row) / block.width as f32 + 1e-6).sqrt();
            let word = &block.values[block.words[at - block.first] + column..][..self.width];
            // A head without states of its own has one for all tokens.
            let state = block.reading.own_state(at).min(self.states.len() / self.width - 1);
            let state = &self.states[state * self.width..][..self.width];
            hidden.extend(word.iter().zip(state).zip(&values).map(|((w, s), v)| positive(w + s + v * factor)));
        }
        self.layers.add_to(&mut hidden, room);
        hidden.truncate((block.tokens.end - from) * self.width);
        hidden.drain(..(block.tokens.start - from) * self.width);
        hidden
    }
}

/// Hidden values to scores of `N` tags.
#[derive(Clone, Debug)]
pub(crate) struct Head<const N: usize> {
    /// Layers of its own.
    first: Option<First>,
    outputs: Outputs<N>,
}

impl<const N: usize> Head<N> {
    /// A head with layers of its own.
    pub fn new(weights: HeadWeights<N>, ground: &Ground) -> Self {
        Self { first: Some(First::new(&weights, ground)), outputs: weights.outputs }
    }

    /// One that scores the trunk's values as they are.
    pub fn plain(outputs: Outputs<N>) -> Self {
        Self { first: None, outputs }
    }

    /// What it begins with, if it has layers of its own.
    pub fn first(&self) -> Option<&First> {
        self.first.as_ref()
    }

    /// How well a tag goes behind another: from × to.
    pub fn transitions(&self) -> &[[f32; N]; N] {
        &self.outputs.transitions
    }

    /// Appends the scores of a block's tokens. `before`: those of the heads read along that stand in front of this one.
    pub fn score(&self, block: &Block<'_>, before: &[&First], room: &mut Room, scores: &mut Vec<[f32; N]>) {
        match &self.first {
            None => self.score_rows(block.rows(block.tokens.clone()), block.width, scores),
            Some(first) => {
                let column = block.width + before.iter().map(|first| first.width).sum::<usize>();
                self.score_rows(&first.hidden(block, column, room), first.width, scores);
            }
        }
    }

    fn score_rows(&self, rows: &[f32], width: usize, scores: &mut Vec<[f32; N]>) {
        let Outputs { rows: weights, bias, .. } = &self.outputs;
        let tag = |row, tag: usize| dot(&weights[tag * width..][..width], row) + bias[tag];
        scores.extend(rows.chunks_exact(width).map(|row| std::array::from_fn(|n| tag(row, n))));
    }
}

/// A trunk with one head; `N` is the number of tags.
#[derive(Clone, Debug)]
pub(crate) struct Network<const N: usize> {
    pub encoder: Arc<Encoder>,
    pub head: Head<N>,
}

impl<const N: usize> Network<N> {
    /// A head's file on the trunk that it was trained on.
    pub fn on(encoder: &Arc<Encoder>, bytes: &[u8], sort: &Sort) -> Result<Self, WeightsError> {
        let ground = encoder.ground();
        let head = Head::new(HeadWeights::read(bytes, sort, &ground)?, &ground);
        Ok(Self { encoder: Arc::clone(encoder), head })
    }

    /// The network in the trunk's file; see [`Encoder::new`].
    pub fn new(weights: TrunkWeights<N>, flags: fn(&str) -> u16, flag_count: usize) -> Self {
        let head = Head::plain(weights.outputs.clone());
        Self { encoder: Arc::new(Encoder::new(weights, flags, flag_count)), head }
    }

    /// How many tokens to each side have a say in a token's scores.
    pub fn reach(&self) -> usize {
        self.encoder.layers.reach() + self.head.first.as_ref().map_or(0, |first| first.layers.reach())
    }

    /// Scores of every tag for every token.
    pub fn scores(&self, reading: &Reading<'_, '_>) -> Vec<[f32; N]> {
        self.scores_of(reading, 0..reading.len())
    }

    /// Scores of every tag for some of the tokens.
    pub fn scores_of(&self, reading: &Reading<'_, '_>, wanted: Range<usize>) -> Vec<[f32; N]> {
        let mut scores = Vec::with_capacity(wanted.len());
        let firsts: Vec<&First> = self.head.first().into_iter().collect();
        self.encoder.read(reading, wanted, &firsts, |block, room| self.head.score(block, &[], room, &mut scores));
        scores
    }
}

#[cfg(test)]
mod tests {
    use super::super::features::states;
    use super::super::sample::{BUILT_IN, OUTPUTS};
    use super::*;

    fn network() -> Network<OUTPUTS> {
        Network::new(TrunkWeights::read(BUILT_IN).unwrap(), |_| 0, 0)
    }

    fn scores<const N: usize>(network: &Network<N>, text: &Text<'_>) -> Vec<[f32; N]> {
        let states = states(text);
        network.scores(&Reading::new(text, &states).with_own_states(&states))
    }

    /// Longer than some blocks; nothing repeats at a block's length.
    fn long() -> String {
        (0..700).map(|i| format!("“We saw {i} of them,” Mayor Lee{i} said on day {}.\n", i % 37)).collect()
    }

    fn blocks_do_not_show_in<const N: usize>(network: &Network<N>) {
        let source = long();
        let whole = scores(network, &Text::new(&source));
        assert!(whole.len() > 3 * BLOCK);
        // A text that begins later has its blocks elsewhere; from `reach` on the scores must be equal.
        let cut = source.match_indices('\n').nth(100).unwrap().0 + 1;
        let part = scores(network, &Text::new(&source[cut..]));
        let skipped = whole.len() - part.len();
        let reach = network.reach();
        assert_eq!(whole[skipped + reach..], part[reach..]);
        assert_ne!(whole[skipped], part[0]);
    }

    #[test]
    fn blocks_do_not_show() {
        blocks_do_not_show_in(&network());
        // With layers and states of its own.
        blocks_do_not_show_in(crate::entities::network().unwrap());
    }

    #[test]
    fn some_tokens_score_as_among_all() {
        let network = crate::entities::network().unwrap();
        let source = long();
        let text = Text::new(&source[..20_000]);
        let states = states(&text);
        let reading = Reading::new(&text, &states).with_own_states(&states);
        let whole = network.scores(&reading);
        let count = whole.len();
        for wanted in [0..1, 0..0, 5..40, 900..2100, count - 1..count, 0..count] {
            let found = network.scores_of(&reading, wanted.clone());
            assert_eq!(found, whole[wanted]);
        }
    }
}
