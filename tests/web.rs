//! The table of attributed sentences and the nasty strings, in a page of a browser.
#![cfg(target_arch = "wasm32")]

mod common;
mod nasty;

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn the_table_is_annotated_as_natively() {
    if let Err(problems) = common::judge(&common::findings()) {
        panic!("{problems}");
    }
}

#[wasm_bindgen_test]
fn the_tags_are_the_same_as_natively() {
    if let Some(difference) = common::tags::differs() {
        panic!("{difference}");
    }
}

#[wasm_bindgen_test]
fn nasty_strings_keep_every_invariant() {
    // A browser's driver gives up on a page that does not answer for half a minute.
    nasty::check_all(2_000);
}
