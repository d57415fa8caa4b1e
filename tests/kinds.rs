//! Kinds and formats have the same names in the crate, in the published types and in the page.
#![cfg(not(target_arch = "wasm32"))]

use whosaid::annotations::{
    ClaimForm, ClaimMode, MentionForm, PlaceKind, PlaceRole, Qualifier, SentenceKind, SpeakerKind,
};
use whosaid::export::Format;

const TYPES: &str = include_str!("../www/types/whosaid.d.ts");

/// The words in quotation marks between `begin` and the next `end`.
fn quoted<'s>(source: &'s str, begin: &str, end: char) -> Vec<&'s str> {
    let from = source.find(begin).unwrap_or_else(|| panic!("{begin}")) + begin.len();
    let until = source[from..].find(end).map_or(source.len(), |at| from + at);
    source[from..until].split('"').skip(1).step_by(2).collect()
}

#[test]
fn the_published_types_have_all_kinds() {
    macro_rules! compare {
        ($($kind:ident)*) => {$(
            let names: Vec<&str> = $kind::ALL.iter().map(|kind| kind.name()).collect();
            assert_eq!(quoted(TYPES, concat!("export type ", stringify!($kind), " ="), ';'), names);
            for kind in $kind::ALL {
                assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
            }
        )*};
    }
    compare! { SpeakerKind MentionForm ClaimForm ClaimMode Qualifier PlaceKind PlaceRole SentenceKind }
}

/// `text` is for terminals alone.
#[test]
fn the_published_types_and_the_page_have_all_formats() {
    let mut names: Vec<&str> = Format::ALL.iter().map(|f| f.name()).filter(|&name| name != "text").collect();
    names.sort_unstable();
    let mut types = quoted(TYPES, "export type ExportFormat =", ';');
    types.sort_unstable();
    assert_eq!(types, names);
    let menu = include_str!("../www/js/exporting.js").split("{ format: \"").skip(1);
    let mut menu: Vec<&str> = menu.filter_map(|row| row.split('"').next()).collect();
    menu.sort_unstable();
    assert_eq!(menu, names);
}
