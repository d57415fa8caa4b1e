//! The file format of gazetteers.
//!
//! A file is a header and sections. Numbers are little-endian.
//!
//! | bytes | what |
//! | --- | --- |
//! | 8 | [`MAGIC`] |
//! | 2 | [`VERSION`] |
//! | 2 | coordinate steps a degree |
//! | 4 | length of everything behind the header |
//! | 8 | FNV-1a hash, 64 bits wide, of everything behind the header |
//!
//! Behind the header come the sections in the order of [`Section`], each with its length in four bytes before it. Every
//! column is a section of its own, and entries are grouped by country and first-level division: so a general compressor
//! packs the file well, and the file itself need not be compressed.
//!
//! Entries of group 0 belong to no division: countries first, then regions, seas, mountains. In every other group the first
//! entry is the division itself when the group says so. Coordinates are steps from the group's south-west corner.

use std::fmt;

/// The first bytes of every gazetteer file.
pub const MAGIC: &[u8; 8] = b"whosaidG";

/// The version of the format that this crate reads and writes.
pub const VERSION: u16 = 1;

/// Length of the header in bytes.
pub const HEADER: usize = 24;

/// The parts of a file, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// UTF-8: what the file holds, from which sources, under which licence.
    About,
    /// ISO 3166-1 alpha-2 codes, two bytes each.
    Countries,
    /// For each group: country index and 1 + whether it begins with its division (a byte each; country 255: none), number of
    /// entries (varint), south-west corner in steps from 90° S, 180° W (two varints).
    Groups,
    /// Names of the entries, one a line.
    Names,
    /// A byte an entry: kind in the low four bits, then [`CAPITAL`] and [`SEAT`].
    Kinds,
    /// Steps north of the corner: one byte below 240; 240 + high byte and low byte below 3,840; else 255, high
    /// byte, low byte.
    Latitudes,
    /// Steps east of the corner, written likewise.
    Longitudes,
    /// A byte an entry: four times the binary logarithm of the population plus one.
    Populations,
    /// GeoNames ids: zigzag varints of the difference to the entry before; 0 stands for no id and leaves the base as it was.
    Ids,
    /// For the entries of group 0, a byte each: index of the country, or 255.
    WorldCountries,
    /// For each other name, the entry: varint difference to the one before.
    AliasEntries,
    /// Other names, one a line.
    AliasNames,
    /// A byte for each other name: [`AliasKind`].
    AliasKinds,
    /// Words that also are names, given names, surnames: folded, one a line.
    Lexicon,
    /// A byte for each of these: see [`WordClass`](super::columns::WordClass).
    LexiconClasses,
}

/// Every section in the order of the file.
pub const SECTIONS: [Section; 15] = [
    Section::About,
    Section::Countries,
    Section::Groups,
    Section::Names,
    Section::Kinds,
    Section::Latitudes,
    Section::Longitudes,
    Section::Populations,
    Section::Ids,
    Section::WorldCountries,
    Section::AliasEntries,
    Section::AliasNames,
    Section::AliasKinds,
    Section::Lexicon,
    Section::LexiconClasses,
];

/// The bit of a kind that marks a national capital.
pub const CAPITAL: u8 = 16;
/// The bit of a kind that marks the seat of a first-level division.
pub const SEAT: u8 = 32;

/// What sort of other name a place has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AliasKind {
    /// Another name.
    Name = 0,
    /// An adjective or a noun for the people.
    Demonym = 1,
    /// An abbreviation: only as it is written, never in other letter case.
    Abbreviation = 2,
}

/// What is wrong with a gazetteer file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GazetteerError {
    /// It does not begin like a gazetteer file.
    NotAGazetteer,
    /// It is of another version of the format.
    Version {
        /// That of the file.
        found: u16,
    },
    /// It ends too early (or too late).
    Length {
        /// Bytes that the header promises, with the header.
        expected: u64,
        /// Bytes that there are.
        found: u64,
    },
    /// Its contents do not have the hash that the header gives.
    Checksum,
    /// A section is not what it should be, although the hash agrees.
    Damaged {
        /// Which one.
        section: Section,
    },
}

impl fmt::Display for GazetteerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAGazetteer => write!(f, "this is no gazetteer file"),
            Self::Version { found } => {
                write!(f, "the gazetteer file is of format version {found}, and version {VERSION} is needed")
            }
            Self::Length { expected, found } => {
                let what = if found < expected { "cut short" } else { "too long" };
                write!(f, "the gazetteer file is {what}: {found} bytes in place of {expected}")
            }
            Self::Checksum => write!(f, "the gazetteer file is damaged: its checksum is wrong"),
            Self::Damaged { section } => write!(f, "the gazetteer file is damaged: its section {section:?} is wrong"),
        }
    }
}

impl std::error::Error for GazetteerError {}

/// The hash of the header.
#[must_use]
pub fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |h, &b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01B3))
}

/// Reads numbers off a section; remembers that one was missing.
pub(super) struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
    failed: bool,
}

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0, failed: false }
    }

    pub(super) fn byte(&mut self) -> u8 {
        let byte = self.bytes.get(self.at).copied();
        self.at += 1;
        byte.unwrap_or_else(|| {
            self.failed = true;
            0
        })
    }

    pub(super) fn varint(&mut self) -> u32 {
        let mut value = 0u32;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte();
            value |= u32::from(byte & 127) << shift;
            if byte < 128 {
                return value;
            }
        }
        self.failed = true;
        0
    }

    pub(super) fn step(&mut self) -> u32 {
        let byte = u32::from(self.byte());
        match byte {
            0..=239 => byte,
            255 => u32::from(self.byte()) << 8 | u32::from(self.byte()),
            _ => (byte - 240) << 8 | u32::from(self.byte()),
        }
    }

    /// Whether everything was there and nothing is left.
    pub(super) fn is_done(&self) -> bool {
        !self.failed && self.at == self.bytes.len()
    }

    pub(super) fn has_failed(&self) -> bool {
        self.failed
    }
}

/// Appends a number to a section.
pub fn write_varint(mut value: u32, bytes: &mut Vec<u8>) {
    while value >= 128 {
        bytes.push((value & 127) as u8 | 128);
        value >>= 7;
    }
    bytes.push(value as u8);
}

/// Appends coordinate steps, at most 65,535, to a section.
pub fn write_step(value: u32, bytes: &mut Vec<u8>) {
    let [low, high, ..] = value.min(65_535).to_le_bytes();
    match value {
        0..=239 => bytes.push(low),
        240..=3839 => bytes.extend([240 + high, low]),
        _ => bytes.extend([255, high, low]),
    }
}

/// Small numbers of either sign as small numbers.
#[must_use]
pub fn zigzag(value: i32) -> u32 {
    ((value << 1) ^ (value >> 31)) as u32
}

/// The other way.
#[must_use]
pub(super) fn unzigzag(value: u32) -> i32 {
    (value >> 1) as i32 ^ -((value & 1) as i32)
}

/// A file of these sections.
#[must_use]
pub fn assemble(steps_per_degree: u16, sections: &[Vec<u8>; 15]) -> Vec<u8> {
    let mut body = Vec::new();
    for section in sections {
        body.extend((section.len() as u32).to_le_bytes());
        body.extend(section);
    }
    let mut file = Vec::with_capacity(HEADER + body.len());
    file.extend(MAGIC);
    file.extend(VERSION.to_le_bytes());
    file.extend(steps_per_degree.to_le_bytes());
    file.extend((body.len() as u32).to_le_bytes());
    file.extend(checksum(&body).to_le_bytes());
    file.extend(body);
    file
}

/// Coordinate steps a degree, and the sections of a file.
pub(super) fn sections(file: &[u8]) -> Result<(u16, [&[u8]; 15]), GazetteerError> {
    if file.get(..8) != Some(MAGIC) {
        return Err(GazetteerError::NotAGazetteer);
    }
    let cut = |expected: u64| GazetteerError::Length { expected, found: file.len() as u64 };
    let (header, body) = file.split_at_checked(HEADER).ok_or_else(|| cut(HEADER as u64))?;
    let short = |at: usize| u16::from_le_bytes([header[at], header[at + 1]]);
    if short(8) != VERSION {
        return Err(GazetteerError::Version { found: short(8) });
    }
    let length = u32::from_le_bytes([header[12], header[13], header[14], header[15]]);
    if u64::from(length) != body.len() as u64 {
        return Err(cut(u64::from(length) + HEADER as u64));
    }
    let mut hash = [0; 8];
    hash.copy_from_slice(&header[16..24]);
    if checksum(body) != u64::from_le_bytes(hash) {
        return Err(GazetteerError::Checksum);
    }
    let mut result: [&[u8]; 15] = [&[]; 15];
    let mut rest = body;
    for (slot, section) in result.iter_mut().zip(SECTIONS) {
        let damaged = || GazetteerError::Damaged { section };
        let (length, behind) = rest.split_first_chunk::<4>().ok_or_else(damaged)?;
        let (bytes, behind) = behind.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or_else(damaged)?;
        *slot = bytes;
        rest = behind;
    }
    if short(10) == 0 || !rest.is_empty() {
        return Err(GazetteerError::Damaged { section: Section::LexiconClasses });
    }
    Ok((short(10), result))
}
