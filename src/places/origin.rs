//! Which country a text is at home in, as its words tell: `sheriff`, `councillor`, `gardaí`, the numbers of roads, money, spelling.
//!
//! Local news names its places without saying where they lie. `Hull` beside the A15 is another one than beside a sheriff.

use crate::gazetteer::Gazetteer;
use crate::lexicon::{country_signs, Feature};
use crate::text::{Text, TokenKind};

/// How many signs it takes to be half sure.
const DOUBT: f32 = 2.0;

/// How much a road's number counts: for so many words.
const ROAD: f32 = 3.0;

/// How much speaks for each country, by its index in the gazetteer, 0 to 1.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    shares: Vec<f32>,
}

impl Origin {
    /// Reads the text once.
    pub fn new(text: &Text<'_>, gazetteer: &Gazetteer) -> Self {
        let mut counts: Vec<(&str, f32)> = Vec::new();
        let mut add = |codes: &'static str, weight: f32| {
            let share = weight / codes.split(' ').count() as f32;
            for code in codes.split(' ') {
                match counts.iter_mut().find(|c| c.0 == code) {
                    Some(known) => known.1 += share,
                    None => counts.push((code, share)),
                }
            }
        };
        for at in 0..text.tokens.len() {
            if let Some(code) = road(text, at) {
                add(code, ROAD);
                continue;
            }
            let word = text.word(at);
            match text.tokens[at].kind {
                TokenKind::Word => {
                    let codes = if word.starts_with(char::is_lowercase) {
                        country_signs(word)
                    } else {
                        country_signs(&word.trim_end_matches('.').to_lowercase())
                    };
                    if let Some(codes) = codes {
                        add(codes, 1.0);
                    }
                }
                _ if word.starts_with('£') => add("GB", 1.0),
                _ => {}
            }
        }
        let sum: f32 = counts.iter().map(|c| c.1).sum();
        let mut shares = Vec::new();
        for (code, count) in counts {
            if let Some(country) = gazetteer.country_by_code(code) {
                let index = usize::from(country);
                if shares.len() <= index {
                    shares.resize(index + 1, 0.0);
                }
                shares[index] = count / (sum + DOUBT);
            }
        }
        Self { shares }
    }

    /// How much speaks for the country of an entry, 0 to 1.
    pub fn share(&self, gazetteer: &Gazetteer, entry: u32) -> f32 {
        let index = gazetteer.country_index(entry).map(usize::from);
        index.and_then(|index| self.shares.get(index)).copied().unwrap_or(0.0)
    }
}

/// The country in which roads have such numbers: `the A15`, `the M62`; `I-95`, `US 41`, `Route 9`; `the N4`.
fn road(text: &Text<'_>, at: usize) -> Option<&'static str> {
    let word = text.word(at);
    let is_number = |at: usize| text.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Number);
    let interstate = word == "I" && text.word(at + 1) == "-" && is_number(at + 2);
    if interstate || text.is(at, Feature::NumberedRoad) && is_number(at + 1) {
        return Some("US");
    }
    let digits = word.get(1..).filter(|d| (1..=4).contains(&d.len()) && d.bytes().all(|b| b.is_ascii_digit()))?;
    let the = at > 0 && (text.is(at - 1, Feature::Article) || text.is(at - 1, Feature::Coordinator));
    match word.as_bytes()[0] {
        b'A' | b'B' | b'M' if the && (digits.len() < 4 || word.starts_with('B')) => Some("GB"),
        b'N' | b'R' if the && digits.len() < 4 => Some("IE"),
        _ => None,
    }
}
