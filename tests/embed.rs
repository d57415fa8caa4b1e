//! Annotations inside web pages: the same articles, at the same place, as `embed.js` finds and writes.
#![cfg(all(feature = "embed", not(target_arch = "wasm32")))]

use serde::Deserialize;
use serde_json::Value;
use whosaid::embed::Page;
use whosaid::{Annotations, Annotator};

#[derive(Deserialize)]
struct Case {
    name: String,
    html: String,
    texts: Vec<String>,
    out: String,
}

#[derive(Deserialize)]
struct Embedded {
    text: String,
    annotations: Annotations,
    payload: Value,
}

fn cases() -> Vec<Case> {
    serde_json::from_str(include_str!("tables/embed.json")).unwrap()
}

/// Signs in place of what was put in.
fn brief(html: &str) -> String {
    let script = r#"<script[^>]* data-whosaid>\{"whosaid":1[^<]*</script>"#;
    let with = regex::Regex::new(&format!("<who-said>{script}</who-said>")).unwrap().replace_all(html, "[+]");
    regex::Regex::new(script).unwrap().replace_all(&with, "[=]").into_owned()
}

fn nothing_in(page: &Page) -> Vec<Annotations> {
    page.texts().map(|_| Annotator::new().annotate("")).collect()
}

#[test]
fn articles_and_places_are_those_of_the_table() {
    let mut wrong = Vec::new();
    for Case { name, html, texts, out } in cases() {
        let page = Page::read(&html);
        let embedded = page.with(&nothing_in(&page));
        let (found, written) = (page.texts().collect::<Vec<_>>(), brief(&embedded));
        if found != texts || written != out {
            wrong.push(format!("{name}:\n  {found:?}\n  {written}"));
        }
        let again = Page::read(&embedded);
        if again.with(&nothing_in(&again)) != embedded {
            wrong.push(format!("{name}: a second time changes it"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_json_is_that_of_the_table() {
    let Embedded { text, annotations, payload } = serde_json::from_str(include_str!("tables/embedded.json")).unwrap();
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace("\n\n", "</p><p>");
    let html = format!("<p>{escaped}</p>");
    let page = Page::read(&html);
    assert_eq!(page.texts().collect::<Vec<_>>(), [&text]);
    let embedded = page.with(&[annotations]);
    let json = embedded.split("data-whosaid>").nth(1).unwrap().split("</script>").next().unwrap();
    assert!(!json.contains('<'), "it could end the script");
    assert_eq!(serde_json::from_str::<Value>(json).unwrap(), payload);
}

#[test]
fn pages_that_are_cut_anywhere_are_read() {
    let whole: String = cases().iter().map(|case| case.html.as_str()).collect();
    for end in (0..whole.len()).filter(|&end| whole.is_char_boundary(end)).step_by(7) {
        let page = Page::read(&whole[..end]);
        let embedded = page.with(&nothing_in(&page));
        assert!(brief(&embedded).len() >= end.min(1), "at {end}");
    }
}

#[test]
fn a_page_is_nested_as_deep_as_it_likes() {
    let html = "<div>".repeat(20_000) + "Deep.";
    assert_eq!(Page::read(&html).texts().collect::<Vec<_>>(), ["Deep."]);
}
