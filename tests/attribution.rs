//! The table of attributed sentences, natively. `tests/web.rs` and `tests/worker.rs` run the same one in a browser.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use common::{check, findings, judge, rows, Finding, TABLE};
use whosaid::text::Span;
use whosaid::Annotator;

/// `UPDATE_TABLE=1 cargo test --test attribution` writes the rows that are wrong today to `known-wrong.txt`.
#[test]
fn the_table_is_annotated_as_a_careful_reader_would() {
    let findings = findings();
    if std::env::var_os("UPDATE_TABLE").is_some() {
        write_known_wrong(&findings);
        return;
    }
    match judge(&findings) {
        Ok((rows, known)) => println!("{rows} rows, {known} of them known to be wrong"),
        Err(problems) => panic!("{problems}"),
    }
}

fn write_known_wrong(findings: &[Finding]) {
    let mut out = String::from(
        "# Rows of attribution.txt that the library gets wrong today: name, a tab, what goes wrong.\n\
         # A test checks that they are still wrong: whoever makes one right takes it out of here, or has all of this\n\
         # written anew: UPDATE_TABLE=1 cargo test --test attribution\n",
    );
    for (row, wrong) in findings.iter().filter(|f| !f.1.is_empty()) {
        out += &format!("{}\t{}\n", row.name, wrong.join("; "));
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tables/known-wrong.txt");
    std::fs::write(file, out).expect("the table's folder can be written to");
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

/// `UPDATE_TABLE=1 cargo test --test attribution` writes `tables/tags.txt` anew; `tests/web.rs` compares in a browser.
#[test]
fn the_tags_are_those_of_the_shipped_weights() {
    if std::env::var_os("UPDATE_TABLE").is_some() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tables/tags.txt");
        std::fs::write(file, common::tags::found()).expect("the table's folder can be written to");
        return;
    }
    if let Some(difference) = common::tags::differs() {
        panic!("{difference}");
    }
}
