//! The kinds of speakers: one list in the crate, in the page and in the published types.
#![cfg(not(target_arch = "wasm32"))]

use whosaid::annotations::SpeakerKind;

/// Every kind: the compiler asks for a new one here.
fn next(kind: Option<SpeakerKind>) -> Option<SpeakerKind> {
    use SpeakerKind::{Document, Group, Organisation, Person, Unnamed};
    match kind {
        None => Some(Person),
        Some(Person) => Some(Unnamed),
        Some(Unnamed) => Some(Organisation),
        Some(Organisation) => Some(Group),
        Some(Group) => Some(Document),
        Some(Document) => None,
    }
}

fn kinds() -> Vec<String> {
    let all = std::iter::successors(next(None), |&kind| next(Some(kind)));
    all.map(|kind| serde_json::to_value(kind).unwrap().as_str().unwrap().to_string()).collect()
}

/// The words in quotation marks between `begin` and the next `end`.
fn quoted(source: &str, begin: &str, end: char) -> Vec<String> {
    let from = source.find(begin).unwrap_or_else(|| panic!("{begin}")) + begin.len();
    let until = source[from..].find(end).map_or(source.len(), |at| from + at);
    source[from..until].split('"').skip(1).step_by(2).map(str::to_string).collect()
}

#[test]
fn the_page_and_the_types_know_the_kinds_of_speakers() {
    let page = include_str!("../www/js/kinds.js");
    let list = page.split_once("export const SPEAKER_KINDS").expect("the list").1;
    assert_eq!(quoted(list, "([", ']'), kinds());
    assert_eq!(quoted(include_str!("../www/types/whosaid.d.ts"), "export type SpeakerKind =", ';'), kinds());
}
