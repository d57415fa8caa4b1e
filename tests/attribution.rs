//! The table of attributed sentences, natively. `tests/web.rs` and `tests/worker.rs` run the same one in a browser.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use common::{check, rows, run_table, TABLE};
use whosaid::text::Span;
use whosaid::Annotator;

#[test]
fn the_table_is_annotated_as_a_careful_reader_would() {
    match run_table() {
        Ok((rows, known)) => println!("{rows} rows, {known} of them known to be wrong"),
        Err(problems) => panic!("{problems}"),
    }
}

#[test]
fn the_table_covers_the_ground() {
    let rows = rows(TABLE);
    assert!(rows.len() >= 60, "{} rows", rows.len());
    let mut names: Vec<&str> = rows.iter().map(|r| r.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), rows.len(), "names are unique");
}

#[test]
fn marks_are_read() {
    let rows = rows("== a\n[s1=Ann Lee:She] [q1=attitude:hopes] [c1=indirect:\\[all\\] is [c2:well]]\n");
    let row = &rows[0];
    assert_eq!(row.text, "She hopes [all] is well");
    assert_eq!(row.attributions[0].source, Some(Span::new(0, 3)));
    assert_eq!(row.attributions[0].speaker.as_deref(), Some("Ann Lee"));
    assert_eq!(row.attributions[0].content, [Span::new(10, 23)]);
    assert_eq!(row.attributions[1].content, [Span::new(19, 23)]);
}

/// The check itself must be able to fail.
#[test]
fn a_wrong_row_is_told() {
    let marked = "== a\n[s1:Nobody] [q1:grommets] [c1:the xylophone].\n";
    assert_eq!(check(&Annotator::new(), &rows(marked)[0]), ["1: not found"]);
}
