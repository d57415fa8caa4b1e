//! A table of the user's own: names, and whatever columns they keep. Nothing is guessed about anybody from a name.

use super::names::{body_key, words};
use std::collections::hash_map::{Entry, HashMap};

/// Who is in the table, and what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// Headings of the columns besides the name.
    pub columns: Vec<String>,
    rows: HashMap<String, Vec<String>>,
    /// Names that stood in more than one row, of which the first counts.
    pub repeated: Vec<String>,
}

impl People {
    /// A table from its heading and its rows. The names stand in the column `name`, whatever its case, or else in the
    /// first; a short row lacks its last cells.
    #[must_use]
    pub fn new(heading: &[String], rows: impl IntoIterator<Item = Vec<String>>) -> Self {
        let at = heading.iter().position(|h| h.trim().eq_ignore_ascii_case("name")).unwrap_or(0);
        let others = |cells: &[String]| -> Vec<String> {
            let cells = (0..heading.len()).filter(|&n| n != at).map(|n| cells.get(n).map_or("", |c| c.trim()));
            cells.map(str::to_owned).collect()
        };
        let mut people = Self { columns: others(heading), ..Self::default() };
        for cells in rows {
            let Some(name) = cells.get(at).map(|name| name.trim()).filter(|name| !name.is_empty()) else { continue };
            match people.rows.entry(key(name)) {
                Entry::Occupied(_) => people.repeated.push(name.to_owned()),
                Entry::Vacant(row) => {
                    row.insert(others(&cells));
                }
            }
        }
        people
    }

    /// What the table says of the first of these names that it has.
    pub(super) fn find<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Option<&[String]> {
        names.into_iter().find_map(|name| self.rows.get(&key(name))).map(Vec::as_slice)
    }
}

/// By all words of the name: accents, case, full stops and the article of a body do not tell.
fn key(name: &str) -> String {
    let body = body_key(name);
    if body.is_empty() {
        words(name).join(" ")
    } else {
        body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_whatever_their_spelling() {
        let cells = |row: &[&str]| row.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let rows = [
            cells(&["x", "Ilze Kalnina", "yes"]),
            cells(&["y", " "]),
            cells(&["z", "Ilze Kalniņa"]),
            cells(&["w", "Board"]),
        ];
        let people = People::new(&cells(&["desk", "NAME", "expert"]), rows);
        assert_eq!(people.columns, ["desk", "expert"]);
        assert_eq!(people.find(["Nobody", "ILZE KALNIŅA"]), Some(&cells(&["x", "yes"])[..]));
        assert_eq!(people.find(["The Board"]), Some(&cells(&["w", ""])[..]));
        assert_eq!(people.find(["Kalnina"]), None);
        assert_eq!(people.repeated, ["Ilze Kalniņa"]);
    }
}
