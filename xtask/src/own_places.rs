//! Sentences of our own about places and what is none (`training/places.txt`), each made anew with several names.
//!
//! A place stands in brackets. `{city}` and its like stand for names that the gazetteer has, drawn by a fixed dice.

use crate::train_places::Article;
use std::collections::HashMap;
use whosaid::annotations::PlaceKind;
use whosaid::gazetteer::{fold, Gazetteer};

const SENTENCES: &str = include_str!("../training/places.txt");

/// How often a sentence with names to draw is made.
const COPIES: usize = 16;

/// The sentences, put together three by three as in an article.
pub fn own_sentences(gazetteer: &Gazetteer) -> Vec<Article> {
    let names = Names::new(gazetteer);
    let mut dice = 0x9E37_79B9_7F4A_7C15u64;
    let mut articles = Vec::new();
    for line in SENTENCES.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let copies = if line.contains('{') { COPIES } else { 4 };
        for _ in 0..copies {
            articles.push(article(line, &names, &mut dice));
        }
    }
    articles
}

/// Names to draw from.
struct Names(HashMap<&'static str, Vec<String>>);

impl Names {
    fn new(gazetteer: &Gazetteer) -> Self {
        let mut lists: HashMap<&'static str, Vec<String>> = HashMap::new();
        for entry in gazetteer.entries() {
            let name = gazetteer.name(entry);
            let key = fold::fold(name);
            let class = gazetteer.word_class(key.trim_end());
            let single = !name.contains([' ', '-', '.', '’', '\'']) && name.is_ascii();
            let millions = gazetteer.log_population(entry) * std::f32::consts::LOG10_2;
            let english = matches!(gazetteer.country(entry), Some("US" | "GB" | "CA" | "AU" | "IE" | "NZ"));
            let mut put = |list: &'static str| lists.entry(list).or_default().push(name.to_owned());
            if single && class.given() >= 1 && class.common() < 2 && millions > 5.5 {
                put("famous");
            }
            match gazetteer.kind(entry) {
                PlaceKind::Country => put("country"),
                PlaceKind::Region if gazetteer.is_division(entry) && english => put("state"),
                PlaceKind::County if gazetteer.country(entry) == Some("US") => put("county"),
                PlaceKind::City => {
                    if millions > 5.3 && class.common() < 2 {
                        put("city");
                    }
                    if english && millions > 3.3 && millions < 4.7 && class.common() < 2 {
                        put("town");
                    }
                    if name.starts_with("Saint ") || name.starts_with("St. ") {
                        put("saint");
                    }
                    if single && class.given() >= 2 && millions > 3.3 {
                        put("given");
                    }
                    if single && class.surname() >= 2 && class.given() < 2 && millions > 3.3 && english {
                        put("surname");
                    }
                }
                _ => {}
            }
        }
        Self(lists)
    }

    fn draw(&self, list: &str, dice: &mut u64) -> &str {
        *dice ^= *dice << 13;
        *dice ^= *dice >> 7;
        *dice ^= *dice << 17;
        // Half of those who are named like a place are named like one that the world knows: `Jordan`.
        let list = if list == "given" && *dice & 8 == 0 { "famous" } else { list };
        let list = self.0.get(list).unwrap_or_else(|| panic!("training/places.txt: there is no list {list}"));
        &list[(*dice >> 11) as usize % list.len()]
    }
}

/// One line with its names drawn and its brackets read.
fn article(line: &str, names: &Names, dice: &mut u64) -> Article {
    let mut drawn: HashMap<&str, String> = HashMap::new();
    let mut result = Article { id: String::new(), text: String::new(), names: Vec::new() };
    let mut open = 0;
    let mut rest = line;
    while let Some(at) = rest.find(['[', ']', '{']) {
        result.text.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b'[' => open = result.text.len(),
            b']' => result.names.push((open, result.text.len(), "LOC".to_owned())),
            _ => {
                let end = at + rest[at..].find('}').unwrap_or(rest.len() - at - 1);
                let slot = &rest[at + 1..end];
                // `{city1}` twice in a line is one name.
                let name = drawn.entry(slot).or_insert_with(|| {
                    names.draw(slot.trim_end_matches(|c: char| c.is_ascii_digit()), dice).to_owned()
                });
                result.text.push_str(name);
                rest = &rest[end + 1..];
                continue;
            }
        }
        rest = &rest[at + 1..];
    }
    result.text.push_str(rest);
    result
}
