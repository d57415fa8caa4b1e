//! Places in texts of our own, kind by kind: the table says what is one, and which; `tests/tables/places.txt` tells how.

use whosaid::annotations::PlaceRole;
use whosaid::Annotator;

const TABLE: &str = include_str!("tables/places.txt");

/// A place of a line: where it stands, and what it lies in, where that is told.
type Expected = (usize, usize, Option<String>);

/// The text of a line and its places.
fn read(line: &str) -> (String, Vec<Expected>) {
    let mut text = String::new();
    let mut places = Vec::new();
    let mut rest = line;
    while let Some((before, behind)) = rest.split_once('[') {
        let (place, after) = behind.split_once(']').unwrap_or_else(|| panic!("a bracket is open: {line}"));
        let (name, within) = place.split_once('|').map_or((place, None), |(name, within)| (name, Some(within)));
        text.push_str(before);
        let start = text.len();
        text.push_str(name);
        places.push((start, text.len(), within.map(str::to_owned)));
        rest = after;
    }
    text.push_str(rest);
    (text, places)
}

/// What is wrong with what is found in a text.
fn mistake(annotator: &Annotator, text: &str, expected: &[Expected]) -> Option<String> {
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    for place in annotator.annotate(text).places {
        let within = place.within.or(place.country).unwrap_or_default();
        for mention in place.mentions.iter().filter(|m| m.role != PlaceRole::Modifier) {
            found.push((mention.start as usize, mention.end as usize, within.clone()));
        }
    }
    found.sort();
    let is_right = found.len() == expected.len()
        && found.iter().zip(expected).all(|(is, should)| {
            (is.0, is.1) == (should.0, should.1) && should.2.as_ref().is_none_or(|within| *within == is.2)
        });
    let shown: Vec<String> =
        found.iter().map(|(start, end, within)| format!("{}|{within}", &text[*start..*end])).collect();
    (!is_right).then(|| shown.join("; "))
}

#[test]
fn the_table_holds() {
    let annotator = Annotator::with_all_places();
    let mut problems = Vec::new();
    for line in TABLE.lines().filter(|l| !l.is_empty() && !l.starts_with('#') && !l.starts_with("==")) {
        let (known, line) = line.strip_prefix("~ ").map_or((false, line), |line| (true, line));
        let (text, expected) = read(line);
        match mistake(&annotator, &text, &expected) {
            Some(found) if !known => problems.push(format!("{line}\n    found: {found}")),
            None if known => problems.push(format!("{line}\n    is right now: take the `~` away")),
            _ => {}
        }
    }
    assert!(problems.is_empty(), "{}\n{} lines", problems.join("\n"), problems.len());
}
