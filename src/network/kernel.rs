//! Convolutions of width 3 and dense layers in whole numbers: nearly all of a network's time goes here.
//!
//! What goes in is rounded to 16 bits, the weights are signed bytes, and their products are summed in 32 bits, where
//! nothing is lost and nothing overflows. So the order of the sums plays no part: native code, WebAssembly and the plain
//! loop in the tests below give the same bits. What stays in floats (a row's scale, bias, the sum over the layers) are
//! single additions and multiplications, which are the same everywhere.
//!
//! Two outputs `distance` tokens apart share two of their inputs. Winograd's way of filtering makes both from four
//! products where six are the plain way. With inputs d₀ … d₃ at t − d, t, t + d, t + 2d and weights left, middle, right:
//!
//! - P = (d₁ + d₂)·(left + middle + right), Q = (d₂ − d₁)·(left − middle + right)
//! - twice the output at t     = P + Q + (d₀ − d₂)·2 left
//! - twice the output at t + d = P − Q + (d₃ − d₁)·2 right
//!
//! In floats this would round otherwise than the plain way; in whole numbers it is exact.

use super::weights::{Matrix, WIDEST};
use bytemuck::cast;
use std::ops::Range;
use wide::{f32x4, i16x8, i32x4, CmpGt};

/// Outputs that are made at a time.
const LANES: usize = 8;
/// Pairs of tokens that are multiplied at a time: so many sums fit into a machine's registers.
const ROWS: usize = 4;
/// Pairs of tokens that are prepared at a time: they and the weights of a panel fit into the nearest cache.
const PAIRS: usize = 32;
/// Products for two outputs.
const PRODUCTS: usize = 4;

/// The sums of [`ROWS`] pairs for [`LANES`] outputs.
type Sums = [[i32x4; 2]; ROWS];

const NOTHING: i16x8 = i16x8::ZERO;

/// One convolution: a residual layer behind a normalisation.
#[derive(Clone, Debug)]
pub(crate) struct Convolution {
    /// Between a token and its neighbours, in tokens.
    distance: usize,
    /// Number of inputs and of outputs.
    width: usize,
    /// For every eight outputs a panel, for each of the four products, for every two inputs: four outputs' weights, and
    /// four more's. Two inputs of an output stand side by side, as the product of pairs wants them.
    panels: Vec<[i16x8; 2]>,
    /// For every four outputs: what their sums are multiplied with, and what is added then.
    lines: Vec<(f32x4, f32x4)>,
    step: f32,
}

/// Room for what a convolution makes on its way, kept so that it need not be asked for again and again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Room {
    /// The rounded inputs, with blank rows in front and behind.
    rounded: Vec<i16x8>,
    /// What the four products of [`PAIRS`] pairs begin with: for every [`ROWS`] pairs, for each product, for every two
    /// inputs (two numbers in one) those of all rows.
    pairs: Vec<[i32; ROWS]>,
}

/// What the normalised inputs are multiplied with before they are rounded: the greatest power of two that leaves room.
///
/// A normalised row has a mean square of at most 1: no value is beyond √width, and the values together are at most
/// width (Cauchy and Schwarz). The four products take sums and differences of two rows: 2 (√width · step + 1) must fit into
/// 16 bits. Then no sum of theirs leaves 32 bits: their weights are at most 3 · 128 (P, Q) and 2 · 128, so that twice an
/// output is at most (3 + 3 + 2) · 128 · 2 · width · (step + 1), for the widest network 2²⁹. A test goes through all widths.
fn step(width: usize) -> f32 {
    let fits = |step: &u64| 4 * width as u64 * step * step < (i16::MAX as u64 - 2).pow(2);
    (0..14).rev().map(|power| 1 << power).find(fits).unwrap_or(1) as f32
}

impl Convolution {
    /// A convolution with weights from `3 × width` inputs (left, middle, right) to `width` outputs.
    pub fn new(distance: usize, matrix: &Matrix, bias: &[f32]) -> Self {
        let width = bias.len();
        debug_assert!(width % LANES == 0 && width <= WIDEST && matrix.bytes.len() == 3 * width * width);
        let half = width / 2;
        let mut panels = vec![[NOTHING; 2]; width / LANES * PRODUCTS * half];
        let rows = matrix.bytes.chunks_exact(LANES * 3 * width);
        for (panel, rows) in panels.chunks_exact_mut(PRODUCTS * half).zip(rows) {
            for pair in 0..half {
                let mut products = [[0; LANES]; PRODUCTS];
                for (lane, row) in rows.chunks_exact(3 * width).enumerate() {
                    let sides = |input: usize| [0, 1, 2].map(|side| i16::from(row[side * width + input]));
                    let [a, b] = [0, 1].map(|side| sides(input_of(pair, side)));
                    products[0][lane] = in_one(a[0] + a[1] + a[2], b[0] + b[1] + b[2]);
                    products[1][lane] = in_one(a[0] - a[1] + a[2], b[0] - b[1] + b[2]);
                    products[2][lane] = in_one(2 * a[0], 2 * b[0]);
                    products[3][lane] = in_one(2 * a[2], 2 * b[2]);
                }
                for (place, product) in panel[pair..].iter_mut().step_by(half).zip(products) {
                    *place = cast(product);
                }
            }
        }
        let step = step(width);
        // The sums are twice what they should be.
        let scales: Vec<f32> = matrix.scales.iter().map(|scale| scale * 0.5 / step).collect();
        let lines = scales.chunks_exact(4).map(four).zip(bias.chunks_exact(4).map(four)).collect();
        Self { distance, width, panels, lines, step }
    }

    /// How many tokens to each side have a say in a token's output.
    pub fn reach(&self) -> usize {
        self.distance
    }

    /// Adds what the layer makes of the tokens' values (tokens × width) to them; beyond both ends there is nothing.
    pub fn add_to(&self, hidden: &mut [f32], room: &mut Room) {
        let (width, distance) = (self.width, self.distance);
        let vectors = width / LANES;
        let count = hidden.len() / width;
        room.rounded.clear();
        room.rounded.resize(distance * vectors, NOTHING);
        hidden.chunks_exact(width).for_each(|row| round(row, self.step, &mut room.rounded));
        // The last pairs' second tokens may be behind the end, and their neighbours as far again.
        room.rounded.resize((count + 3 * distance) * vectors, NOTHING);
        let group = PRODUCTS * width / 2;
        room.pairs.resize(PAIRS / ROWS * group, [0; ROWS]);
        let mut firsts = (0..count).step_by(2 * distance).flat_map(|at| at..count.min(at + distance));
        let mut tokens = [0; PAIRS];
        loop {
            let mut pairs = 0;
            for (place, token) in tokens.iter_mut().zip(&mut firsts) {
                *place = token;
                pairs += 1;
            }
            if pairs == 0 {
                break;
            }
            for (tokens, group) in tokens[..pairs].chunks(ROWS).zip(room.pairs.chunks_exact_mut(group)) {
                for (row, &token) in tokens.iter().enumerate() {
                    let at = |n: usize| &room.rounded[(token + n * distance) * vectors..][..vectors];
                    prepare([at(0), at(1), at(2), at(3)], row, group);
                }
            }
            self.multiply_pairs(&tokens[..pairs], &room.pairs, hidden);
        }
    }

    /// All outputs of at most [`PAIRS`] pairs: `tokens` has the first token of each.
    fn multiply_pairs(&self, tokens: &[usize], inputs: &[[i32; ROWS]], hidden: &mut [f32]) {
        let width = self.width;
        let half = width / 2;
        let panels = self.panels.chunks_exact(PRODUCTS * half).zip(self.lines.chunks_exact(2));
        for (output, (panel, lines)) in (0..).step_by(LANES).zip(panels) {
            for (group, tokens) in inputs.chunks_exact(PRODUCTS * half).zip(tokens.chunks(ROWS)) {
                let product = |number: usize, sums: &mut Sums| {
                    multiply(sums, &panel[number * half..][..half], &group[number * half..][..half]);
                };
                let (mut first, mut q) = ([[i32x4::ZERO; 2]; ROWS], [[i32x4::ZERO; 2]; ROWS]);
                product(0, &mut first);
                product(1, &mut q);
                let mut second = first;
                for ((first, second), q) in first.iter_mut().zip(&mut second).zip(q) {
                    for side in 0..2 {
                        first[side] += q[side];
                        second[side] -= q[side];
                    }
                }
                product(2, &mut first);
                product(3, &mut second);
                for ((&token, first), second) in tokens.iter().zip(first).zip(second) {
                    finish(hidden, token * width + output, first, lines);
                    finish(hidden, (token + self.distance) * width + output, second, lines);
                }
            }
        }
    }
}

/// Adds the outputs that these sums become to the eight values from `at` on, if they are there.
#[inline]
fn finish(hidden: &mut [f32], at: usize, sums: [i32x4; 2], lines: &[(f32x4, f32x4)]) {
    let Some(values) = hidden.get_mut(at..at + LANES) else { return };
    for ((values, sum), &(scale, bias)) in values.chunks_exact_mut(4).zip(sums).zip(lines) {
        let output = sum.round_float() * scale + bias;
        // Of what is not above nothing, nothing is left.
        let value = four(values) + (output & output.cmp_gt(f32x4::ZERO));
        values.copy_from_slice(&value.to_array());
    }
}

/// The first four of these values.
#[inline]
fn four(values: &[f32]) -> f32x4 {
    f32x4::new([values[0], values[1], values[2], values[3]])
}

/// Which inputs stand in a pair: of every eight the first with the fifth, the second with the sixth and so on, because two
/// vectors of four are joined that way at once.
fn input_of(pair: usize, side: usize) -> usize {
    pair / 4 * LANES + pair % 4 + 4 * side
}

/// Two numbers of 16 bits in one, as [`joined`] has them.
#[inline]
fn in_one(first: i16, second: i16) -> i32 {
    i32::from(first as u16) | i32::from(second) << 16
}

/// Numbers of 16 bits, two in one.
#[inline]
fn joined(first: i32x4, second: i32x4) -> i32x4 {
    (first & i32x4::splat(0xFFFF)) | (second << 16)
}

/// A dense layer for inputs of any size, which are rounded to 16 bits of the greatest among them.
#[derive(Clone, Debug)]
pub(crate) struct Dense {
    /// For every eight outputs a panel as [`Convolution`] has it for one product.
    panels: Vec<[i16x8; 2]>,
    scales: Vec<f32>,
    /// What the greatest input becomes.
    top: f32,
}

impl Dense {
    /// The layer of some of the columns; the number of rows must be a multiple of eight.
    pub fn new(matrix: &Matrix, columns: Range<usize>) -> Self {
        let inputs = columns.len();
        let weight = |output: usize, input: usize| {
            let found = matrix.bytes.get(output * matrix.columns + columns.start + input).filter(|_| input < inputs);
            i16::from(found.copied().unwrap_or(0))
        };
        let pairs = inputs.div_ceil(LANES) * LANES / 2;
        let panel = |first: usize| {
            (0..pairs).map(move |pair| -> [i16x8; 2] {
                let of = |lane: usize, side: usize| weight(first + lane, input_of(pair, side));
                let lanes: [i32; LANES] = std::array::from_fn(|lane| in_one(of(lane, 0), of(lane, 1)));
                cast(lanes)
            })
        };
        let panels = (0..matrix.scales.len()).step_by(LANES).flat_map(panel).collect();
        // No sum is greater than inputs · 128 · top, which must be less than 2³¹.
        let top = ((1 << 24) / (inputs + 1)).min(i16::MAX as usize) as f32;
        Self { panels, scales: matrix.scales.clone(), top }
    }

    /// Appends the outputs.
    pub fn outputs(&self, inputs: &[f32], room: &mut Room, outputs: &mut Vec<f32>) {
        let most = |most: f32, value: &f32| if value.abs() > most { value.abs() } else { most };
        let greatest = inputs.iter().fold(1e-30, most);
        let (factor, back) = (self.top / greatest, greatest / self.top);
        let pairs = &mut room.pairs;
        pairs.clear();
        for values in inputs.chunks(LANES) {
            let mut eight = [0.0; LANES];
            eight[..values.len()].copy_from_slice(values);
            pairs.push(rounded(&eight, factor).to_array());
        }
        let panels = self.panels.chunks_exact(4 * pairs.len().max(1));
        for (panel, scales) in panels.zip(self.scales.chunks_exact(LANES)) {
            let mut sums = [i32x4::ZERO; 2];
            for ([low, high], &pair) in panel.iter().zip(pairs.iter().flatten()) {
                let pair: i16x8 = cast(i32x4::splat(pair));
                sums[0] += pair.dot(*low);
                sums[1] += pair.dot(*high);
            }
            let sums: [i32; LANES] = cast(sums);
            outputs.extend(sums.iter().zip(scales).map(|(&sum, scale)| sum as f32 * scale * back));
        }
    }
}

/// Eight values times `factor`, rounded to whole numbers that 16 bits must be able to hold, in pairs.
#[inline]
fn rounded(values: &[f32], factor: f32) -> i32x4 {
    // Adding it rounds; the number then stands in the lowest bits.
    const SHIFT: f32 = 12_582_912.0; // 1.5 × 2²³
    let whole = |values: f32x4| -> i32x4 { cast(values * f32x4::splat(factor) + f32x4::splat(SHIFT)) };
    joined(whole(four(values)), whole(four(&values[4..])))
}

/// Appends a row's values, normalised, times `step`, rounded to whole numbers.
fn round(row: &[f32], step: f32, out: &mut Vec<i16x8>) {
    let factor = step / (dot(row, row) / row.len() as f32 + 1e-6).sqrt();
    out.extend(row.chunks_exact(LANES).map(|values| -> i16x8 { cast(rounded(values, factor)) }));
}

/// What the four products of a pair begin with, from the rounded inputs before, at and behind its two tokens: one row of a
/// group.
fn prepare([d0, d1, d2, d3]: [&[i16x8]; 4], row: usize, group: &mut [[i32; ROWS]]) {
    let mut products = group.chunks_exact_mut(d0.len() * LANES / 2);
    let mut next = || products.next().unwrap_or_default();
    fill(next(), row, d2, d1, |a, b| a + b);
    fill(next(), row, d2, d1, |a, b| a - b);
    fill(next(), row, d0, d2, |a, b| a - b);
    fill(next(), row, d3, d1, |a, b| a - b);
}

#[inline]
fn fill(product: &mut [[i32; ROWS]], row: usize, a: &[i16x8], b: &[i16x8], join: impl Fn(i16x8, i16x8) -> i16x8) {
    for ((places, &a), &b) in product.chunks_exact_mut(LANES / 2).zip(a).zip(b) {
        let values: [i32; LANES / 2] = cast(join(a, b));
        for (place, value) in places.iter_mut().zip(values) {
            place[row] = value;
        }
    }
}

/// Adds the products of four rows of inputs, two in a number, with a panel of weights. The products of pairs are a machine's
/// own instruction: `pmaddwd` of SSE2, `i32x4.dot_i16x8_s` of WebAssembly. Not inlined: on its own all sums stay in
/// registers, among the loops around it they do not.
#[inline(never)]
fn multiply(sums: &mut Sums, weights: &[[i16x8; 2]], inputs: &[[i32; ROWS]]) {
    let mut s = *sums;
    for ([low, high], inputs) in weights.iter().zip(inputs) {
        for (sums, &inputs) in s.iter_mut().zip(inputs) {
            let inputs: i16x8 = cast(i32x4::splat(inputs));
            sums[0] += inputs.dot(*low);
            sums[1] += inputs.dot(*high);
        }
    }
    *sums = s;
}

/// An inner product in a fixed order: eight sums side by side, then those.
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
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

    struct Random(u32);

    impl Random {
        fn next(&mut self) -> u32 {
            self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            self.0 >> 8
        }

        fn below(&mut self, bound: u32) -> u32 {
            self.next() % bound
        }

        /// -1 to 1.
        fn float(&mut self) -> f32 {
            self.next() as f32 / (1 << 23) as f32 - 1.0
        }

        fn matrix(&mut self, width: usize, byte: fn(&mut Self) -> i8) -> Matrix {
            Matrix {
                scales: (0..width).map(|_| self.float() * 0.01).collect(),
                bytes: (0..3 * width * width).map(|_| byte(self)).collect(),
                columns: 3 * width,
            }
        }
    }

    /// What a convolution is, as plainly as can be; the numbers may be as wide as they like.
    fn plain(distance: usize, matrix: &Matrix, bias: &[f32], hidden: &mut [f32]) {
        let width = bias.len();
        let step = step(width);
        let rounded: Vec<Vec<i64>> = hidden
            .chunks_exact(width)
            .map(|row| {
                let factor = step / (dot(row, row) / width as f32 + 1e-6).sqrt();
                row.iter().map(|value| (value * factor).round_ties_even() as i64).collect()
            })
            .collect();
        for (token, row) in hidden.chunks_exact_mut(width).enumerate() {
            for (output, value) in row.iter_mut().enumerate() {
                let mut sum = 0i64;
                for side in 0..3 {
                    let Some(inputs) = (token + side * distance).checked_sub(distance).and_then(|at| rounded.get(at))
                    else {
                        continue;
                    };
                    let weights = &matrix.bytes[output * 3 * width + side * width..];
                    sum += inputs.iter().zip(weights).map(|(input, &weight)| input * i64::from(weight)).sum::<i64>();
                }
                let sum = i32::try_from(2 * sum).unwrap();
                *value += (sum as f32 * (matrix.scales[output] * 0.5 / step) + bias[output]).max(0.0);
            }
        }
    }

    fn compare(distance: usize, matrix: &Matrix, bias: &[f32], hidden: &[f32]) {
        let (mut found, mut expected) = (hidden.to_vec(), hidden.to_vec());
        Convolution::new(distance, matrix, bias).add_to(&mut found, &mut Room::default());
        plain(distance, matrix, bias, &mut expected);
        let bits = |values: &[f32]| values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
        assert!(
            bits(&found) == bits(&expected),
            "width {}, distance {distance}, {} tokens",
            bias.len(),
            hidden.len() / bias.len()
        );
        assert!(hidden.is_empty() || found != hidden);
    }

    #[test]
    fn agrees_with_the_plain_way_to_the_bit() {
        let mut random = Random(5);
        for width in [8, 16, 24, 80, 96, 128] {
            let matrix = random.matrix(width, |r| r.below(256) as u8 as i8);
            let bias: Vec<f32> = (0..width).map(|_| random.float()).collect();
            for distance in [1, 2, 3, 8, 200] {
                for count in [0, 1, 2, 3, 5, 31, 32, 33, 70] {
                    let size = 4f32.powi(random.below(12) as i32 - 4);
                    let hidden: Vec<f32> = (0..count * width).map(|_| random.float() * size).collect();
                    compare(distance, &matrix, &bias, &hidden);
                }
            }
        }
    }

    #[test]
    fn the_greatest_sums_overflow_nothing() {
        let mut random = Random(8);
        for width in [8, 96, 248, 256, WIDEST] {
            let bias = vec![0.5; width];
            let least = Matrix { bytes: vec![-128; 3 * width * width], ..random.matrix(width, |_| 0) };
            let mixed = random.matrix(width, |r| if r.below(2) == 0 { -128 } else { 127 });
            for matrix in [least, mixed] {
                // Everything in one value, or the same everywhere; both signs.
                let single = |at: usize| (0..width).map(|i| if i == at { 1e15 } else { 0.0 }).collect::<Vec<f32>>();
                let rows = [single(0), single(width - 1), vec![1e15; width], vec![-1e15; width], single(0)];
                compare(1, &matrix, &bias, &rows.concat());
            }
        }
    }

    #[test]
    fn dense_layers_agree_with_the_plain_way() {
        let mut random = Random(3);
        for (width, inputs) in [(8, 1), (16, 7), (80, 100), (96, 80), (96, 3000)] {
            let columns = inputs + 8;
            let matrix = Matrix {
                scales: (0..width).map(|_| random.float()).collect(),
                bytes: (0..width * columns)
                    .map(|i| if i % 3 == 0 { -128 } else { random.below(256) as u8 as i8 })
                    .collect(),
                columns,
            };
            for size in [0.0, 1e-35, 0.01, 1.0, 1e9] {
                let values: Vec<f32> =
                    (0..inputs).map(|i| if i % 5 == 0 { -size } else { random.float() * size }).collect();
                let dense = Dense::new(&matrix, 3..3 + inputs);
                let mut found = Vec::new();
                dense.outputs(&values, &mut Room::default(), &mut found);
                let greatest = values.iter().fold(1e-30, |most: f32, value| most.max(value.abs()));
                let (factor, back) = (dense.top / greatest, greatest / dense.top);
                for (output, found) in found.iter().enumerate() {
                    let weights = matrix.bytes[output * columns + 3..].iter().map(|&b| i64::from(b));
                    let whole = values.iter().map(|value| (value * factor).round_ties_even() as i64);
                    let sum: i64 = whole.zip(weights).map(|(value, weight)| value * weight).sum();
                    let expected = i32::try_from(sum).unwrap() as f32 * matrix.scales[output] * back;
                    assert_eq!(found.to_bits(), expected.to_bits(), "{width} × {inputs}, {size}");
                }
                assert_eq!(found.len(), width);
            }
        }
    }

    #[test]
    fn sums_fit_at_any_width() {
        for width in (LANES..=WIDEST).step_by(LANES) {
            let step = f64::from(step(width));
            assert!(step >= 512.0, "{width}: {step}");
            assert!(2.0 * ((width as f64).sqrt() * step + 1.0) <= f64::from(i16::MAX), "{width}");
            assert!(8.0 * 128.0 * 2.0 * width as f64 * (step + 1.0) < f64::from(i32::MAX), "{width}");
        }
    }
}
