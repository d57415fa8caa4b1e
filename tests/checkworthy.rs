//! The order in which check-worthiness puts news prose. `cargo test --test checkworthy -- --nocapture` prints it.
#![cfg(not(target_arch = "wasm32"))]

use whosaid::claims::checkworthy::{rate, Worth};
use whosaid::text::{Span, Text};

struct Paragraph {
    text: &'static str,
    label: u8,
    worth: Worth,
}

/// Best first.
fn ranking() -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = include_str!("checkworthy.tsv")
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(label, text)| {
            let worth = rate(&Text::new(text), &[Span::new(0, text.len() as u32)], None);
            Paragraph { text, label: label.parse().unwrap(), worth }
        })
        .collect();
    paragraphs.sort_by(|a, b| b.worth.score.total_cmp(&a.worth.score).then(a.label.cmp(&b.label)));
    paragraphs
}

#[test]
fn ranks_news_as_a_fact_checker_would() {
    let ranking = ranking();
    assert_eq!(ranking.len(), 30);
    for paragraph in &ranking {
        let signals: Vec<&str> = paragraph.worth.signals.iter().map(|s| s.name()).collect();
        println!("{:.2}  {}  {}  [{}]", paragraph.worth.score, paragraph.label, paragraph.text, signals.join(", "));
    }
    // Of all pairs of different labels, how many are in the right order?
    let (mut right, mut pairs) = (0, 0);
    for (i, a) in ranking.iter().enumerate() {
        for b in &ranking[i + 1..] {
            pairs += u32::from(a.label != b.label);
            right += u32::from(a.label > b.label);
        }
    }
    println!("{right} of {pairs} pairs in order");
    assert!(right * 100 >= pairs * 92, "{right} of {pairs}");
    for paragraph in &ranking {
        match paragraph.label {
            2 => assert!(paragraph.worth.score >= 0.7, "{}", paragraph.text),
            0 => assert!(paragraph.worth.score < 0.5, "{}", paragraph.text),
            _ => {}
        }
        assert!(paragraph.label < 2 || !paragraph.worth.signals.is_empty(), "{}", paragraph.text);
    }
}
