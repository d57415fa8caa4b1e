//! What holds for every text: spans in bounds, on grapheme boundaries and in order, offsets that agree in all units, ids
//! that are positions, and never a panic.
#![cfg(not(target_arch = "wasm32"))]

mod nasty;
mod properties;

use nasty::{check, check_all, hostile};
use proptest::prelude::*;
use std::sync::LazyLock;
use whosaid::annotations::Correction;
use whosaid::text::OffsetUnit;
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
    check_all(10_000);
}

/// One of each layout at full length: no paragraph ends at all, and nothing but paragraphs. What it costs is counted by
/// `cargo xtask test cost`.
#[test]
fn megabytes() {
    for (name, text) in hostile::texts(1_000_000) {
        if ["noise", "line ends", "one letter"].contains(&name) {
            check(&ANNOTATOR, &text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn corrections_hold_together_and_what_is_missed_changes_nothing(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60),
        given in prop::collection::vec((any::<u8>(), any::<u32>(), 0u32..300, 0u32..300), 0..8),
    ) {
        let text = pieces.join(" ");
        let found = ANNOTATOR.annotate(&text);
        let list: Vec<Correction> = given.into_iter().map(|numbers| properties::correction(&found, numbers)).collect();
        let corrected = ANNOTATOR.correct(&text, found.clone(), &list).unwrap();
        prop_assert_eq!(whosaid::corrections::check(&text, &corrected.annotations), Ok(()));
        let annotations = corrected.annotations;
        prop_assert_eq!(whosaid::corrections::recount(&text, annotations.clone()), Ok(annotations.clone()));
        let again = ANNOTATOR.correct(&text, found, &annotations.corrections).unwrap();
        prop_assert!(again.missed.is_empty());
        prop_assert_eq!(again.annotations, annotations);
    }

    #[test]
    fn a_recount_refuses_or_holds_together(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60),
        changes in prop::collection::vec((any::<u8>(), prop_oneof![0u32..300, any::<u32>()], prop_oneof![0u32..300, any::<u32>()]), 0..6),
    ) {
        let text = pieces.join(" ");
        let found = ANNOTATOR.annotate(&text);
        prop_assert_eq!(whosaid::corrections::recount(&text, found.clone()), Ok(found.clone()));
        let given = properties::distorted(&found, &changes);
        if let Ok(counted) = whosaid::corrections::recount(&text, given.clone()) {
            prop_assert_eq!(whosaid::corrections::check(&text, &counted), Ok(()));
            let again = whosaid::corrections::recount(&text, counted.clone());
            prop_assert_eq!(again, Ok(counted));
        }
        // Of another text, whatever unit is claimed.
        for offsets in [OffsetUnit::Utf16, OffsetUnit::Codepoint] {
            let _ = whosaid::corrections::recount("“Non,” a dit Zoë 😀.", whosaid::Annotations { offsets, ..given.clone() });
        }
    }
}

/// The weights that come with the crate.
const WEIGHTS: &[u8] = include_bytes!("../data/attribution.bin");

/// What HTML, tables and JSON are made of, and what breaks them.
const MARKUP: &[&str] = &[
    "<p>",
    "</p>",
    "<article>",
    "</article>",
    "<who-said>",
    "</who-said>",
    "<who-said for=a>",
    "<div id=a>",
    "</div>",
    "<br>",
    "<script type=\"application/json\" data-whosaid>",
    "</script>",
    "<script>",
    "<!--",
    "-->",
    "<![CDATA[",
    "<table><tr>",
    "<svg>",
    "<template>",
    "<textarea>",
    "&amp;",
    "&#x0;",
    "&",
    "<",
    ">",
    "\"",
    "'",
    "=",
    "/",
    "\n",
    "\r\n",
    "“We will,” said Ann Lee. ",
    "\0",
    "\u{202e}",
    "x",
];
const TABLE: &[&str] = &[
    "text",
    "id",
    "title",
    "date",
    "section",
    "name",
    "beat",
    ",",
    ",",
    ";",
    "\t",
    "\n",
    "\n",
    "\r\n",
    "\"",
    "\"\"",
    "Ann Lee",
    "“We will,” said Ann Lee. ",
    "Ann Müller",
    "2024-03-01",
    "=1+1",
    "{\"text\":\"Ann Lee said it rained.\"}",
    "{",
    "}",
    "[",
    "]",
    "\u{feff}",
    "\0",
];
const JSON: &[&str] = &[
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "\n",
    "\"kind\":",
    "\"rename\"",
    "\"merge\"",
    "\"delete\"",
    "\"add\"",
    "\"reassign\"",
    "\"speaker\":{\"name\":\"Ann Müller\"}",
    "\"into\":{\"name\":\"Critics\"}",
    "\"name\":\"x\"",
    "\"speakerKind\":\"person\"",
    "\"content\":[{\"start\":8,\"end\":29}]",
    "\"claim\":{\"content\":[{\"start\":8,\"end\":29}]}",
    "\"to\":null",
    "null",
    "-1",
    "1e999",
    "4294967295",
    "\"offsets\":\"utf16\"",
    "\"schema\":1",
];

fn made_of(pieces: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(prop::sample::select(pieces), 0..most).prop_map(|picked| picked.concat().into_bytes())
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(prop_oneof![3 => 0u8..32, 1 => any::<u8>()], 0..120)
}

#[test]
fn the_small_weights_are_sound() {
    assert!(whosaid::tagging::NetworkTagger::from_bytes(&properties::small_weights()).is_ok());
}

// The properties that `fuzz/` tries for longer.
proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_format_takes_every_text(text in made_of(PIECES, 60)) {
        properties::text(&text);
    }

    #[test]
    fn an_edited_text_is_tagged_as_if_it_had_always_been_so(edits in made_of(PIECES, 20)) {
        properties::edits(&edits);
    }

    #[test]
    fn a_gazetteer_file_is_refused_or_serves(bytes in bytes()) {
        properties::gazetteer(&bytes);
    }

    #[test]
    fn weights_are_refused_or_serve(bytes in bytes()) {
        properties::weights(&bytes, WEIGHTS);
        properties::weights(&bytes, &properties::small_weights());
    }

    #[test]
    fn any_page_takes_its_annotations(html in made_of(MARKUP, 40)) {
        properties::embed(&html);
    }

    #[test]
    fn what_is_taken_in_is_refused_or_holds_together(json in made_of(JSON, 30)) {
        properties::imports(&json);
    }

    #[test]
    fn a_row_is_an_article_or_an_error(table in made_of(TABLE, 40)) {
        properties::tables(&table);
    }

    #[test]
    fn parts_hold_the_whole_and_offsets_come_back(text in made_of(PIECES, 60)) {
        properties::segments(&text);
    }

    #[test]
    fn distorted_annotations_are_refused_or_corrected(bytes in prop::collection::vec(any::<u8>(), 0..56)) {
        properties::corrections(&bytes);
    }

    #[test]
    fn any_table_is_read(table in made_of(TABLE, 40)) {
        properties::records(&table);
    }

    #[test]
    fn a_page_is_given_back_whole(html in made_of(MARKUP, 40)) {
        properties::html(&html);
    }
}
