//! Byte, UTF-16 and code point offsets of one text.

use serde::{Deserialize, Serialize};

/// The unit in which offsets are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OffsetUnit {
    /// UTF-16 code units: what JavaScript's `slice` takes.
    #[default]
    Utf16,
    /// Unicode scalar values: what Python and the W3C Web Annotation model count.
    Codepoint,
    /// UTF-8 bytes: what Rust counts.
    Byte,
}

/// Converts offsets between the three units. Built in one pass; empty, and free, for a text that is all ASCII.
#[derive(Clone, Debug, Default)]
pub struct OffsetMap {
    /// One entry for each character that is not ASCII, in text order: the offsets right behind it.
    wide: Vec<Behind>,
}

#[derive(Clone, Copy, Debug)]
struct Behind {
    byte: u32,
    utf16: u32,
    codepoint: u32,
}

impl Behind {
    fn get(self, unit: OffsetUnit) -> u32 {
        match unit {
            OffsetUnit::Byte => self.byte,
            OffsetUnit::Utf16 => self.utf16,
            OffsetUnit::Codepoint => self.codepoint,
        }
    }
}

impl OffsetMap {
    /// The map of `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut wide = Vec::new();
        if !text.is_ascii() {
            let mut at = Behind { byte: 0, utf16: 0, codepoint: 0 };
            for c in text.chars() {
                at.byte += c.len_utf8() as u32;
                at.utf16 += c.len_utf16() as u32;
                at.codepoint += 1;
                if !c.is_ascii() {
                    wide.push(at);
                }
            }
        }
        Self { wide }
    }

    /// `offset`, counted in `from`, counted in `to`. An offset inside a character becomes the one before the character.
    #[must_use]
    pub fn convert(&self, offset: u32, from: OffsetUnit, to: OffsetUnit) -> u32 {
        if from == to {
            return offset;
        }
        let behind = self.wide.partition_point(|w| w.get(from) <= offset);
        let base = if behind == 0 { Behind { byte: 0, utf16: 0, codepoint: 0 } } else { self.wide[behind - 1] };
        // Between two wide characters all units advance together.
        let ascii = offset - base.get(from);
        let result = base.get(to).saturating_add(ascii);
        // Inside a wide character: clamp to its beginning.
        match self.wide.get(behind) {
            Some(next) => {
                let width = |unit| match unit {
                    OffsetUnit::Codepoint => 1,
                    OffsetUnit::Utf16 => {
                        if next.byte - base.byte - (next.codepoint - base.codepoint - 1) == 4 {
                            2
                        } else {
                            1
                        }
                    }
                    OffsetUnit::Byte => next.byte - base.byte - (next.codepoint - base.codepoint - 1),
                };
                result.min(next.get(to) - width(to))
            }
            None => result,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_agree_on_every_boundary() {
        for text in ["", "plain", "é", "a“b”c", "x\u{1F600}y", "\u{1F468}\u{200D}\u{1F469}", "e\u{301}\u{FFFD}z"] {
            let map = OffsetMap::new(text);
            let (mut utf16, mut codepoint) = (0, 0);
            let ends = text.char_indices().map(|(i, _)| i).chain([text.len()]);
            for (byte, c) in ends.zip(text.chars().map(Some).chain([None])) {
                let byte = byte as u32;
                assert_eq!(map.convert(byte, OffsetUnit::Byte, OffsetUnit::Utf16), utf16, "{text:?}");
                assert_eq!(map.convert(byte, OffsetUnit::Byte, OffsetUnit::Codepoint), codepoint, "{text:?}");
                assert_eq!(map.convert(utf16, OffsetUnit::Utf16, OffsetUnit::Byte), byte, "{text:?}");
                assert_eq!(map.convert(codepoint, OffsetUnit::Codepoint, OffsetUnit::Byte), byte, "{text:?}");
                assert_eq!(map.convert(utf16, OffsetUnit::Utf16, OffsetUnit::Codepoint), codepoint, "{text:?}");
                if let Some(c) = c {
                    utf16 += c.len_utf16() as u32;
                    codepoint += 1;
                }
            }
        }
    }

    #[test]
    fn inside_a_character_is_before_it() {
        let map = OffsetMap::new("a\u{1F600}b");
        for byte in 1..5 {
            assert_eq!(map.convert(byte, OffsetUnit::Byte, OffsetUnit::Utf16), 1);
        }
        assert_eq!(map.convert(2, OffsetUnit::Utf16, OffsetUnit::Byte), 1);
    }
}
