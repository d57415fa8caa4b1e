//! The tags of three articles and of the table, as digits: what the tagger finds must be the same natively and in a
//! browser, whose arithmetic is compiled from the same source to other instructions.

use super::{rows, TABLE};
use whosaid::tagging::{NetworkTagger, Tagger};
use whosaid::text::Text;

/// What was found natively when the weights were last changed.
pub const EXPECTED: &str = include_str!("../tables/tags.txt");

const ARTICLES: [(&str, &str); 3] = [
    ("court", include_str!("../articles/court.txt")),
    ("science", include_str!("../articles/science.txt")),
    ("sport", include_str!("../articles/sport.txt")),
];

/// A line for each text: its name, a tab, a digit for each token.
pub fn found() -> String {
    let tagger = NetworkTagger::built_in().expect("the built-in weights can be read");
    let table = rows(TABLE);
    let texts = ARTICLES
        .iter()
        .map(|(name, text)| (*name, *text))
        .chain(table.iter().map(|row| (row.name.as_str(), row.text.as_str())));
    let mut out =
        String::from("# Tags of the test texts by the shipped weights: UPDATE_TABLE=1 cargo test --test attribution\n");
    for (name, text) in texts {
        let tags = tagger.tag(&Text::new(text)).tags;
        let digits: String = tags.iter().map(|&tag| char::from(b'0' + tag as u8)).collect();
        out += &format!("{name}\t{digits}\n");
    }
    out
}

/// The first text that is tagged otherwise than [`EXPECTED`] says.
pub fn differs() -> Option<String> {
    let found = found();
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (found, expected) = (lines(&found), lines(EXPECTED));
    if found.len() != expected.len() {
        return Some(format!("{} texts, not {}", found.len(), expected.len()));
    }
    found.iter().zip(&expected).find(|(f, e)| f != e).map(|(f, e)| format!("found    {f}\nexpected {e}"))
}
