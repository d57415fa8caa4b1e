//! Reading trained weights: the trunk with the tagger's outputs, `data/attribution.bin`, and the heads that stand on it,
//! `data/entities.bin` and `data/checkworthy.bin`, written by `xtask/training/export.py`.
//!
//! All numbers are little-endian. Nothing is compressed, so that the page's own compression can do it once.
//!
//! | bytes | what |
//! | --- | --- |
//! | 8 | `whosaid` and a zero, of the head for names `whonames`, of that for check-worthiness `whoranks` |
//! | 4 | version, 1 |
//! | 4 | FNV-1a hash of everything behind |
//! | 2 × 6 | widths: hidden, word, shape, prefix, suffix, state |
//! | 2 | number of convolutions, then one byte each: its dilation |
//! | 4, 4 | number of words, bytes of the word list |
//! | … | the word list in byte order, front-coded: bytes shared with the word before, further bytes, those bytes |
//! | … | tables word (+ buckets), shape, prefix, suffix, state, then the dense layer, whose inputs are word, shape, prefix,
//! |   | suffix, state: matrices |
//! | … | bias of the dense layer; for each convolution a matrix (output rows, inputs left, middle, right) and a bias |
//! | … | output rows (tags × hidden), bias, transitions (from × to): 32-bit floats |
//!
//! A head's file has, instead of widths, words and tables: the hash of the trunk's file that it was trained on (4 bytes), the
//! widths hidden, parts of words, state (2 × 3), its dilations, its tables of parts and states. Its dense layer's inputs are
//! word, shape, prefix, suffix, flags, parts, state and the trunk's hidden values.
//!
//! A matrix is all its row scales (16-bit floats), then its rows (signed bytes): value = byte × scale. A bias is 32-bit
//! floats.

use super::features::{GRAM_BUCKETS, PREFIX_BUCKETS, SHAPE_BUCKETS, STATES, SUFFIX_BUCKETS, WORD_BUCKETS};
use std::fmt;

const VERSION: u32 = 1;
/// More is no network of this kind. The kernel's sums hold for it.
pub(super) const WIDEST: usize = 512;
/// No row of weights needs a greater scale: values of 8,000 are no trained network's. With it no float can overflow:
/// whatever a file holds, the first layer stays below 2⁴⁵ and every convolution adds less than 2²⁹.
const GREATEST_SCALE: f32 = 64.0;

/// Why weights cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeightsError {
    /// They do not begin as weights do.
    NoWeights,
    /// They are of another version of the format: the number found.
    Version(u32),
    /// The hash does not fit: something is damaged or missing.
    Damaged,
    /// The sizes contradict each other, or values are no numbers.
    Invalid,
    /// They were trained on another trunk.
    Trunk,
}

impl fmt::Display for WeightsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoWeights => write!(f, "these are no weights of this kind"),
            Self::Version(found) => write!(f, "weights of format {found}, but this program reads format {VERSION}"),
            Self::Damaged => write!(f, "the weights are damaged"),
            Self::Invalid => write!(f, "the weights contradict themselves"),
            Self::Trunk => write!(f, "the weights belong to another trunk"),
        }
    }
}

impl std::error::Error for WeightsError {}

/// A quantised matrix: `value[row][column] = bytes[row * columns + column] * scales[row]`.
#[derive(Clone, Debug)]
pub(crate) struct Matrix {
    pub scales: Vec<f32>,
    pub bytes: Vec<i8>,
    pub columns: usize,
}

impl Matrix {
    /// Appends a row's values.
    pub fn row_into(&self, row: usize, out: &mut Vec<f32>) {
        let scale = self.scales.get(row).copied().unwrap_or(0.0);
        let bytes = self.bytes.get(row * self.columns..(row + 1) * self.columns).unwrap_or(&[]);
        out.extend(bytes.iter().map(|&b| f32::from(b) * scale));
    }
}

/// One convolution of width 3.
#[derive(Clone, Debug)]
pub(crate) struct Convolution {
    pub dilation: usize,
    pub matrix: Matrix,
    pub bias: Vec<f32>,
}

/// What is known of a word before any layer: a row of each table.
#[derive(Clone, Debug)]
pub(crate) struct Tables {
    /// In byte order.
    pub vocabulary: Vec<Box<str>>,
    pub word: Matrix,
    pub shape: Matrix,
    pub prefix: Matrix,
    pub suffix: Matrix,
}

impl Tables {
    /// How many numbers they have for a word.
    pub fn columns(&self) -> usize {
        self.word.columns + self.shape.columns + self.prefix.columns + self.suffix.columns
    }
}

/// A dense layer and convolutions that stand on it.
#[derive(Clone, Debug)]
pub(crate) struct Layers {
    pub width: usize,
    pub dense: Matrix,
    pub dense_bias: Vec<f32>,
    pub convolutions: Vec<Convolution>,
}

/// From hidden values to scores of `N` tags.
#[derive(Clone, Debug)]
pub(crate) struct Outputs<const N: usize> {
    /// Tags × width.
    pub rows: Vec<f32>,
    pub bias: Vec<f32>,
    /// From × to.
    pub transitions: [[f32; N]; N],
}

/// Everything in the trunk's file, with the outputs of the head that has no layer of its own.
#[derive(Clone, Debug)]
pub(crate) struct TrunkWeights<const N: usize> {
    /// The hash in the file's head.
    pub hash: u32,
    pub tables: Tables,
    pub state: Matrix,
    pub layers: Layers,
    pub outputs: Outputs<N>,
}

/// What tells one sort of head from another, besides its number of tags.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sort {
    /// The first bytes of the file.
    pub magic: &'static [u8; 8],
    /// Number of states of its own that a token can be in.
    pub states: usize,
}

/// What a head must know of the trunk that it stands on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ground {
    /// Of the trunk's file.
    pub hash: u32,
    /// How many numbers its tables have for a word.
    pub tables: usize,
    /// Number of flags of a word: inputs that are 0 or 1 as they stand.
    pub flags: usize,
    /// Number of its hidden values.
    pub width: usize,
}

/// Everything in a head's file.
#[derive(Clone, Debug)]
pub(crate) struct HeadWeights<const N: usize> {
    /// Of parts of words; without columns where they do not count.
    pub grams: Matrix,
    /// Without columns where it has no states of its own.
    pub state: Matrix,
    pub layers: Layers,
    pub outputs: Outputs<N>,
}

struct Reader<'b> {
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    fn take(&mut self, bytes: usize) -> Result<&'b [u8], WeightsError> {
        if bytes > self.rest.len() {
            return Err(WeightsError::Invalid);
        }
        let (head, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], WeightsError> {
        self.take(N)?.try_into().map_err(|_| WeightsError::Invalid)
    }

    fn u8(&mut self) -> Result<usize, WeightsError> {
        Ok(usize::from(self.array::<1>()?[0]))
    }

    fn u16(&mut self) -> Result<usize, WeightsError> {
        Ok(usize::from(u16::from_le_bytes(self.array()?)))
    }

    fn u32(&mut self) -> Result<u32, WeightsError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    fn floats(&mut self, count: usize) -> Result<Vec<f32>, WeightsError> {
        let bytes = self.take(count.checked_mul(4).ok_or(WeightsError::Invalid)?)?;
        let values: Vec<f32> = bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        if values.iter().all(|v| v.is_finite() && v.abs() < 1e6) {
            Ok(values)
        } else {
            Err(WeightsError::Invalid)
        }
    }

    fn matrix(&mut self, rows: usize, columns: usize) -> Result<Matrix, WeightsError> {
        let halves = self.take(rows.checked_mul(2).ok_or(WeightsError::Invalid)?)?;
        let scales: Vec<f32> = halves.chunks_exact(2).map(|b| half(u16::from_le_bytes([b[0], b[1]]))).collect();
        if !scales.iter().all(|s| s.abs() <= GREATEST_SCALE) {
            return Err(WeightsError::Invalid);
        }
        let bytes = self.take(rows.checked_mul(columns).ok_or(WeightsError::Invalid)?)?;
        Ok(Matrix { scales, bytes: bytes.iter().map(|&b| b as i8).collect(), columns })
    }

    fn dilations(&mut self) -> Result<&'b [u8], WeightsError> {
        let layers = self.u16()?;
        self.take(layers)
    }

    fn layers(&mut self, width: usize, inputs: usize, dilations: &[u8]) -> Result<Layers, WeightsError> {
        let width = hidden_width(width)?;
        let dense = self.matrix(width, inputs)?;
        let dense_bias = self.floats(width)?;
        let mut convolutions = Vec::new();
        for &dilation in dilations {
            let matrix = self.matrix(width, 3 * width)?;
            let bias = self.floats(width)?;
            if dilation == 0 {
                return Err(WeightsError::Invalid);
            }
            convolutions.push(Convolution { dilation: usize::from(dilation), matrix, bias });
        }
        Ok(Layers { width, dense, dense_bias, convolutions })
    }

    /// The last part of a file.
    fn outputs<const N: usize>(&mut self, width: usize) -> Result<Outputs<N>, WeightsError> {
        let (rows, bias, flat) = (self.floats(N * width)?, self.floats(N)?, self.floats(N * N)?);
        if !self.rest.is_empty() {
            return Err(WeightsError::Invalid);
        }
        let mut transitions = [[0.0; N]; N];
        for (row, values) in transitions.iter_mut().zip(flat.chunks_exact(N)) {
            row.copy_from_slice(values);
        }
        Ok(Outputs { rows, bias, transitions })
    }

    fn words(&mut self, count: usize, bytes: usize) -> Result<Vec<Box<str>>, WeightsError> {
        let mut list = Reader { rest: self.take(bytes)? };
        let mut words: Vec<Box<str>> = Vec::new();
        let mut word: Vec<u8> = Vec::new();
        for _ in 0..count {
            let (shared, further) = (list.u8()?, list.u8()?);
            if shared > word.len() {
                return Err(WeightsError::Invalid);
            }
            word.truncate(shared);
            word.extend_from_slice(list.take(further)?);
            let next = std::str::from_utf8(&word).map_err(|_| WeightsError::Invalid)?;
            if words.last().is_some_and(|last| &**last >= next) {
                return Err(WeightsError::Invalid);
            }
            words.push(next.into());
        }
        if list.rest.is_empty() {
            Ok(words)
        } else {
            Err(WeightsError::Invalid)
        }
    }
}

/// IEEE 754 binary16.
fn half(bits: u16) -> f32 {
    let sign = u32::from(bits & 0x8000) << 16;
    let exponent = u32::from(bits >> 10) & 0x1F;
    let fraction = u32::from(bits & 0x3FF);
    match exponent {
        0 => {
            // 2^-24, the smallest one.
            let value = fraction as f32 * f32::from_bits(0x3380_0000);
            f32::from_bits(value.to_bits() | sign)
        }
        0x1F => f32::from_bits(sign | 0x7F80_0000 | fraction << 13),
        _ => f32::from_bits(sign | (exponent + 112) << 23 | fraction << 13),
    }
}

/// Checks the head; the rest and its hash.
fn open<'b>(bytes: &'b [u8], magic: &[u8; 8]) -> Result<(Reader<'b>, u32), WeightsError> {
    let mut reader = Reader { rest: bytes };
    if reader.array::<8>().map_err(|_| WeightsError::NoWeights)? != *magic {
        return Err(WeightsError::NoWeights);
    }
    let version = reader.u32().map_err(|_| WeightsError::NoWeights)?;
    if version != VERSION {
        return Err(WeightsError::Version(version));
    }
    let hash = reader.u32().map_err(|_| WeightsError::Damaged)?;
    let found = reader.rest.iter().fold(0x811c_9dc5u32, |h, &b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
    if found == hash {
        Ok((reader, hash))
    } else {
        Err(WeightsError::Damaged)
    }
}

/// A width that the kernel can make: eight outputs at a time.
fn hidden_width(width: usize) -> Result<usize, WeightsError> {
    if width == 0 || width > WIDEST || width % 8 != 0 {
        return Err(WeightsError::Invalid);
    }
    Ok(width)
}

impl<const N: usize> TrunkWeights<N> {
    pub fn read(bytes: &[u8]) -> Result<Self, WeightsError> {
        let (mut reader, hash) = open(bytes, b"whosaid\0")?;
        let mut widths = [0; 6];
        for width in &mut widths {
            *width = reader.u16()?;
        }
        let [width, word, shape, prefix, suffix, state] = widths;
        let dilations = reader.dilations()?;
        let (words, list) = (reader.u32()? as usize, reader.u32()? as usize);
        let tables = Tables {
            vocabulary: reader.words(words, list)?,
            word: reader.matrix(words + WORD_BUCKETS as usize, word)?,
            shape: reader.matrix(SHAPE_BUCKETS as usize, shape)?,
            prefix: reader.matrix(PREFIX_BUCKETS as usize, prefix)?,
            suffix: reader.matrix(SUFFIX_BUCKETS as usize, suffix)?,
        };
        let state = reader.matrix(STATES, state)?;
        if tables.columns() == 0 {
            return Err(WeightsError::Invalid);
        }
        let layers = reader.layers(width, tables.columns() + state.columns, dilations)?;
        Ok(Self { hash, tables, state, outputs: reader.outputs(layers.width)?, layers })
    }
}

impl<const N: usize> HeadWeights<N> {
    pub fn read(bytes: &[u8], sort: &Sort, ground: &Ground) -> Result<Self, WeightsError> {
        let (mut reader, _) = open(bytes, sort.magic)?;
        if reader.u32()? != ground.hash {
            return Err(WeightsError::Trunk);
        }
        let (width, grams, state) = (reader.u16()?, reader.u16()?, reader.u16()?);
        let dilations = reader.dilations()?;
        let grams = reader.matrix(if grams > 0 { GRAM_BUCKETS as usize } else { 0 }, grams)?;
        let state = reader.matrix(sort.states, state)?;
        let inputs = ground.tables + ground.flags + grams.columns + state.columns + ground.width;
        let layers = reader.layers(width, inputs, dilations)?;
        Ok(Self { grams, state, outputs: reader.outputs(layers.width)?, layers })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves() {
        for (bits, value) in [
            (0x0000, 0.0),
            (0x3C00, 1.0),
            (0xC000, -2.0),
            (0x3555, 0.333_251_95),
            (0x7BFF, 65504.0),
            (0x0001, 5.960_464_5e-8),
        ] {
            assert_eq!(half(bits), value, "{bits:04x}");
        }
        assert!(half(0x7C01).is_nan());
    }

    fn read(bytes: &[u8]) -> Result<TrunkWeights<10>, WeightsError> {
        TrunkWeights::read(bytes)
    }

    #[test]
    fn anything_else_is_refused() {
        assert_eq!(read(b"").err(), Some(WeightsError::NoWeights));
        assert_eq!(read(b"whosaid\0\x02\0\0\0").err(), Some(WeightsError::Version(2)));
        assert_eq!(read(b"whosaid\0\x01\0\0\0\0\0\0\0abc").err(), Some(WeightsError::Damaged));
        let bytes = super::super::sample::BUILT_IN;
        assert!(read(bytes).is_ok());
        for cut in (0..bytes.len()).step_by(bytes.len() / 50) {
            assert!(read(&bytes[..cut]).is_err());
            // The hash put right: the sizes must be checked too.
            if cut > 16 {
                let mut short = bytes[..cut].to_vec();
                let hash =
                    short[16..].iter().fold(0x811c_9dc5u32, |h, &b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
                short[12..16].copy_from_slice(&hash.to_le_bytes());
                assert_eq!(read(&short).err(), Some(WeightsError::Invalid));
            }
        }
        // A scale that no training gives: the first one, behind the head and the word list, as infinity and as 128.
        for scale in [0x7C00u16, 0x5800] {
            let mut wild = bytes.to_vec();
            let list = u32::from_le_bytes([bytes[40], bytes[41], bytes[42], bytes[43]]) as usize;
            wild[44 + list..46 + list].copy_from_slice(&scale.to_le_bytes());
            let hash = wild[16..].iter().fold(0x811c_9dc5u32, |h, &b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
            wild[12..16].copy_from_slice(&hash.to_le_bytes());
            assert_eq!(read(&wild).err(), Some(WeightsError::Invalid));
        }
        let mut flipped = bytes.to_vec();
        flipped[bytes.len() / 2] ^= 4;
        assert_eq!(read(&flipped).err(), Some(WeightsError::Damaged));
    }
}
