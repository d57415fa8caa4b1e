//! What holds for every text: spans in bounds, on grapheme boundaries and in order, offsets that agree in all units, ids
//! that are positions, and never a panic.
#![cfg(not(target_arch = "wasm32"))]

mod nasty;

use nasty::{check, check_all, long_texts};
use proptest::prelude::*;
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use whosaid::Annotator;

static ANNOTATOR: LazyLock<Annotator> = LazyLock::new(Annotator::new);

/// Pieces that news is made of, and pieces that break things.
const PIECES: &[&str] = &[
    "“",
    "”",
    "\"",
    "‘",
    "’",
    "'",
    "«",
    "»",
    "``",
    "''",
    " ",
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    ",",
    ".",
    ":",
    ";",
    "?",
    "!",
    "—",
    "–",
    "…",
    "(",
    ")",
    "[",
    "]",
    "said",
    "says",
    "told",
    "according to",
    "claimed that",
    "hopes",
    "wants to",
    "adding",
    "he",
    "she",
    "they",
    "who",
    "the",
    "a",
    "that",
    "Ann Lee",
    "Mr. Lee",
    "Lee",
    "the minister",
    "officials",
    "a second official",
    "Kyiv",
    "Paris",
    "Georgia",
    "Reuters",
    "LONDON (Reuters) —",
    "Q:",
    "ANN LEE:",
    "We will win",
    "it rained",
    "5 percent",
    "$3bn",
    "No. 7",
    "U.S.",
    "e\u{301}",
    "\u{301}",
    "\u{200d}",
    "\u{1F600}",
    "\u{1F468}\u{200D}\u{1F469}",
    "\u{1F1FA}\u{1F1E6}",
    "مصر",
    "日本",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{a0}",
    "İ",
    "ß",
    "’s",
    "n’t",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_string(text in any::<String>()) {
        check(&ANNOTATOR, &text);
    }

    #[test]
    fn pieces_of_news_in_any_order(picked in prop::collection::vec(0..PIECES.len(), 0..120)) {
        let text: String = picked.iter().map(|&i| PIECES[i]).collect();
        check(&ANNOTATOR, &text);
    }

    #[test]
    fn sentences_cut_anywhere(start in 0usize..400, end in 0usize..400) {
        let text = "KYIV (AP) — “We’ll rebuild,” said Ann Müller, the mayor’s aide. “Brick by brick.” Critics, according to \
                    two people who asked not to be named, called it “a costly dream”. Ms. Müller 😀 told Reuters: ‘No.’ \
                    She hopes the E.U. will pay; Hungary’s claim that it won’t was “noted”, she added.";
        let boundary = |at: usize| (at..=text.len()).find(|&i| text.is_char_boundary(i)).unwrap_or(text.len());
        let (start, end) = (boundary(start.min(end)), boundary(start.max(end)));
        check(&ANNOTATOR, &text[start..end]);
    }
}

#[test]
fn nasty_strings() {
    check_all();
}

/// A hang is as bad as a panic. What takes longer than its length alone explains is far over these limits.
#[test]
fn junk_takes_time_in_proportion_to_its_length() {
    let texts = long_texts(100_000).into_iter().map(|t| (t, 60));
    // One of each layout at full length: no paragraph ends at all, and nothing but paragraphs.
    let megabytes = long_texts(1_000_000).into_iter().filter(|t| ["noise", "line ends", "one letter"].contains(&t.0));
    for ((name, text), seconds) in texts.chain(megabytes.map(|t| (t, 240))) {
        let begin = Instant::now();
        let found = ANNOTATOR.annotate(&text);
        let time = begin.elapsed();
        println!(
            "{name}, {} kB: {time:.1?}, {} claims, {} places",
            text.len() / 1000,
            found.claims.len(),
            found.places.len()
        );
        assert!(time < Duration::from_secs(seconds), "{name}: {time:?}");
    }
}
