//! Small parts of the gazetteer: columns of names, classes of words.

/// Lines of a text.
#[derive(Clone, Default)]
pub(super) struct Lines {
    text: String,
    pub(super) ends: Vec<u32>,
}

impl Lines {
    /// Appends the lines of a section; how many they were, or `None` when it is no text or its last line does not end.
    pub(super) fn push_all(&mut self, bytes: &[u8]) -> Option<usize> {
        let text = std::str::from_utf8(bytes).ok()?;
        let before = self.ends.len();
        let base = self.text.len() as u32;
        self.text.push_str(text);
        self.ends.extend(bytes.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(i, _)| base + i as u32));
        if !text.is_empty() && !text.ends_with('\n') {
            return None;
        }
        Some(self.ends.len() - before)
    }

    /// A line without its end; empty behind the last one.
    pub(super) fn get(&self, line: usize) -> &str {
        let start = if line == 0 { 0 } else { self.ends.get(line - 1).map_or(0, |end| end + 1) };
        self.ends.get(line).and_then(|&end| self.text.get(start as usize..end as usize)).unwrap_or("")
    }
}

/// What else a word is besides a place name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordClass(pub(super) u8);

impl WordClass {
    /// A class from its parts: `common` 0 (no common word) to 3 (among the commonest), `given` and `surname` 0 to 3.
    #[must_use]
    pub fn new(common: u8, given: u8, surname: u8) -> Self {
        Self((common & 3) | (given & 3) << 2 | (surname & 3) << 4)
    }

    /// The number that stands in the file.
    #[must_use]
    pub fn code(self) -> u8 {
        self.0
    }

    /// How common the word is in lower case: 0 (not at all) to 3.
    #[must_use]
    pub fn common(self) -> u8 {
        self.0 & 3
    }

    /// How common it is as a given name: 0 (not at all) to 3.
    #[must_use]
    pub fn given(self) -> u8 {
        self.0 >> 2 & 3
    }

    /// How common it is as a surname: 0 (not at all) to 3.
    #[must_use]
    pub fn surname(self) -> u8 {
        self.0 >> 4 & 3
    }
}
