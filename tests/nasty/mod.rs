//! What holds for the annotations of every text, however odd, and texts that are odd.
#![allow(dead_code)] // Each test file uses a part of it.

pub mod hostile;

use unicode_segmentation::UnicodeSegmentation;
use whosaid::annotations::{ClaimForm, SCHEMA};
use whosaid::text::{OffsetMap, OffsetUnit, Span};
use whosaid::{Annotations, Annotator};

/// Short texts, each with something that has broken somebody's annotator.
pub const TEXTS: &[&str] = &[
    "",
    " ",
    "\n\n\n",
    "\t\r\n \u{a0}\u{2003}\u{2028}",
    "\0",
    "a\0b “said\0” \0he said\0.",
    "Word",
    "said",
    "\"",
    "“",
    "”",
    "'",
    "’",
    "«»",
    "“”",
    "\"\"\"\"\"",
    "““““““ he said ””””””",
    "”He said“",
    "“Yes,” ",
    "“,” he said.",
    "“ ” she said. “\n\n” they said.",
    "“Open and never closed, he said.\n\nAnd a new paragraph, she said.",
    "said said said said said said said said",
    "According to according to according to.",
    "he he he he, she she said he said she said they said",
    ":::::",
    "Q: Why now?\n\nA\n* Because.",
    "Q: Why now?\n\nA\n: Because.",
    "A: B: C: D: E:",
    "— — – – - - --",
    "[][]{}<>()()))((",
    "<p>“<b>We</b> will,” said <a href=\"x\">Ann&nbsp;Lee</a>.</p><script>alert('he said')</script>",
    "\u{feff}“BOM,” said Ann Lee.",
    "“Windows lines,” said Ann Lee.\r\n\r\n“Second,” she said.\r\n",
    "“Old Mac lines,” said Ann Lee.\r\r“Second,” she said.\r",
    "Ann\u{a0}Lee said\u{a0}: «\u{a0}Bonjour.\u{a0}»",
    "“\u{301}Yes,” said Ann\u{301} Lee\u{301}.",
    "\u{301}\u{301}\u{301} said \u{301}",
    "Cafe\u{301} owner Rene\u{301} Du\u{308}rr said: “E\u{301}te\u{301}.”\u{301}",
    "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467} said “\u{1F600}\u{1F44D}\u{1F3FD}.”",
    "Ann \u{1F1FA}\u{1F1E6} Lee \u{1F600} said she was \u{1F622}.",
    "\u{200d}“\u{200d}”\u{200d} said\u{200d} Ann\u{200b}Lee",
    "قال الوزير: «لن نستسلم» في القاهرة.",
    "אמר השר: „לא ניכנע” בירושלים.",
    "\u{202e}“desrever” said Ann Lee\u{202c}",
    "“日本語のテキスト” said 田中さん in 東京.",
    "हिन्दी में “क्षि” कहा, said प्रधानमंत्री.",
    "각각 “한국” said 김.",
    "Z\u{351}\u{36b}a\u{343}l\u{35f}g\u{322}o\u{489} said “h\u{489}e\u{362} c\u{337}o\u{335}m\u{338}e\u{335}s.”",
    "\u{fffd}\u{fffd}“\u{fffd}” said \u{fffd}.",
    "\u{e000}\u{10ffff}\u{fdd0} said “\u{10fffd}”.",
    "ＦＵＬＬ ＷＩＤＴＨ said “ｙｅｓ”.",
    "ǅ ŉ ß İ ı ﬁ said “İSTANBUL” in İstanbul.",
    "''''`````` said `` ''",
    "‘’‘’‘‘’’ said ’twas ‘’tis’ rock ’n’ roll",
    "6'2\" tall, 5'11\" wide, 12\" deep, '90s, \"90s\", she said",
    "“a” “b” “c” “d” “e” he said “f” “g” she said “h”",
    "Mr. Mrs. Dr. St. U.S. U.K. e.g. i.e. No. 5 said. Inc. said.",
    "1.5.2.3, 1,000,000.00; 50%—$3bn–£4m said the bank",
    "https://example.org/said?q=“x” said @ann #said ann@example.org",
    "SAID SHE, “NO!” HE SHOUTED: “YES?!” ?!?!",
    "Paris said Paris in Paris, Paris said. Georgia said Jordan told Chad in Chad.",
    "He said she said he said she said he said she said he said she said it.",
    "“One,” said A.\n“Two,” said B.\n\n\n\n“Three.”\n \n“Four.",
];

/// Checks every text of [`TEXTS`], and long ones of about this many characters.
pub fn check_all(length: usize) {
    let annotator = Annotator::new();
    for text in TEXTS {
        check(&annotator, text);
    }
    for (_, text) in hostile::texts(length) {
        check(&annotator, &text);
    }
}

/// Annotates a text and panics, naming it, when an invariant does not hold.
pub fn check(annotator: &Annotator, text: &str) -> Annotations {
    let found = annotator.annotate(text);
    if let Err(problem) = invariants(text, &found) {
        let shown: String = text.chars().take(2_000).collect();
        panic!("{problem}\nin {shown:?}");
    }
    assert_eq!(found, annotator.annotate(text), "the same text gives the same annotations: {text:?}");
    found
}

fn spans(found: &Annotations) -> Vec<(&'static str, Span)> {
    let mut spans = Vec::new();
    for speaker in &found.speakers {
        spans.extend(speaker.anonymity.map(|s| ("anonymity", s)));
        spans.extend(speaker.mentions.iter().map(|m| ("speaker mention", Span { start: m.start, end: m.end })));
    }
    for claim in &found.claims {
        spans.extend(claim.source.map(|s| ("source", s)));
        spans.extend(claim.cue.map(|s| ("cue", s)));
        spans.extend(claim.content.iter().map(|&s| ("content", s)));
    }
    for place in &found.places {
        spans.extend(place.mentions.iter().map(|m| ("place mention", Span { start: m.start, end: m.end })));
    }
    spans
}

fn in_order<T: PartialOrd>(items: impl IntoIterator<Item = T>) -> bool {
    let items: Vec<T> = items.into_iter().collect();
    items.windows(2).all(|w| w[0] <= w[1])
}

fn share(x: f32) -> bool {
    (0.0..=1.0).contains(&x)
}

macro_rules! ensure {
    ($condition:expr, $($message:tt)+) => {
        // Not negated: a comparison with a figure that is no number fails.
        if $condition {
        } else {
            return Err(format!($($message)+));
        }
    };
}

fn invariants(text: &str, found: &Annotations) -> Result<(), String> {
    ensure!(found.schema == SCHEMA && found.offsets == OffsetUnit::Byte, "schema or unit");
    let boundaries: Vec<u32> = text.grapheme_indices(true).map(|g| g.0 as u32).chain([text.len() as u32]).collect();
    for (what, span) in spans(found) {
        let Span { start, end } = span;
        ensure!(start < end && end as usize <= text.len(), "{what} {start}..{end} is out of bounds or empty");
        for edge in [start, end] {
            ensure!(boundaries.binary_search(&edge).is_ok(), "{what} {start}..{end} cuts a grapheme at {edge}");
        }
        let words = span.of(text);
        ensure!(words.trim() == words && !words.is_empty(), "{what} {words:?} has blanks around it");
    }
    check_claims(found)?;
    check_speakers(found)?;
    check_places(found)?;
    let report = &found.report;
    for (name, x) in
        [("quoted", report.quoted_share), ("reported", report.reported_share), ("unnamed", report.unnamed_share)]
    {
        ensure!(share(x), "report: {name} share {x}");
    }
    ensure!(report.quoted_share + report.reported_share <= 1.001, "report: shares add up to more than the text");
    check_units(text, found)
}

fn check_claims(found: &Annotations) -> Result<(), String> {
    let first = |i: usize| found.claims[i].content.first().map(|s| s.start);
    ensure!(in_order((0..found.claims.len()).map(first)), "claims are not in text order");
    for (at, claim) in found.claims.iter().enumerate() {
        let name = format!("claim {at} ({})", claim.rule);
        ensure!(claim.id as usize == at, "{name}: its id is {}", claim.id);
        ensure!(!claim.content.is_empty() && !claim.rule.is_empty(), "{name}: no content or no rule");
        ensure!(claim.content.windows(2).all(|w| w[0].end <= w[1].start), "{name}: pieces out of order: {claim:?}");
        ensure!(share(claim.confidence), "{name}: confidence {}", claim.confidence);
        ensure!(share(claim.check_worthiness), "{name}: check-worthiness {}", claim.check_worthiness);
        if let Some(speaker) = claim.speaker {
            let known = found.speakers.get(speaker as usize);
            ensure!(known.is_some_and(|s| s.claims.contains(&claim.id)), "{name}: its speaker does not know it");
        }
        if claim.form == ClaimForm::Own {
            let nobody = claim.speaker.is_none() && claim.source.is_none() && claim.cue.is_none();
            ensure!(nobody, "{name}: the article's own, with a speaker");
        }
        if let Some(parent) = claim.parent {
            let outer = found.claims.get(parent as usize).filter(|_| parent != claim.id);
            let outer = outer.ok_or_else(|| format!("{name}: parent {parent}"))?;
            let held = |s: &Span| outer.content.iter().any(|o| o.contains(*s));
            ensure!(claim.content.iter().all(held), "{name}: its parent does not hold it");
        }
        for &place in &claim.places {
            let place = found.places.get(place as usize).ok_or_else(|| format!("{name}: place {place}"))?;
            let inside = |m: Span| claim.content.iter().any(|c| c.overlaps(m));
            let inside = place.mentions.iter().any(|m| inside(Span { start: m.start, end: m.end }));
            ensure!(inside, "{name}: {} is not in it", place.name);
        }
    }
    Ok(())
}

fn check_speakers(found: &Annotations) -> Result<(), String> {
    ensure!(in_order(found.speakers.iter().map(|s| s.mentions.first().map(|m| m.start))), "speakers out of order");
    for (at, speaker) in found.speakers.iter().enumerate() {
        let name = format!("speaker {at} ({:?})", speaker.name);
        ensure!(speaker.id as usize == at, "{name}: its id is {}", speaker.id);
        ensure!(!speaker.name.trim().is_empty(), "{name}: no name");
        ensure!(!speaker.mentions.is_empty(), "{name}: never mentioned");
        ensure!(in_order(speaker.mentions.iter().map(|m| (m.start, m.end))), "{name}: mentions out of order");
        ensure!(in_order(&speaker.claims), "{name}: claims out of order");
        for &claim in &speaker.claims {
            let claim = found.claims.get(claim as usize);
            ensure!(claim.is_some_and(|c| c.speaker == Some(speaker.id)), "{name}: a claim of somebody else's");
        }
    }
    Ok(())
}

fn check_places(found: &Annotations) -> Result<(), String> {
    ensure!(in_order(found.places.iter().map(|p| p.mentions.first().map(|m| m.start))), "places out of order");
    for (at, place) in found.places.iter().enumerate() {
        let name = format!("place {at} ({:?})", place.name);
        ensure!(place.id as usize == at, "{name}: its id is {}", place.id);
        ensure!(!place.mentions.is_empty() && !place.name.trim().is_empty(), "{name}: no mention or no name");
        ensure!(in_order(place.mentions.iter().map(|m| (m.start, m.end))), "{name}: mentions out of order");
        ensure!(share(place.confidence), "{name}: confidence {}", place.confidence);
        ensure!(place.alternatives.len() <= 4, "{name}: {} alternatives", place.alternatives.len());
        ensure!(place.lat.is_some() == place.lon.is_some(), "{name}: half a point");
        ensure!(place.lat.is_none_or(|x| (-90.0..=90.0).contains(&x)), "{name}: latitude {:?}", place.lat);
        ensure!(place.lon.is_none_or(|x| (-180.0..=180.0).contains(&x)), "{name}: longitude {:?}", place.lon);
        ensure!(place.country.as_ref().is_none_or(|c| c.len() == 2), "{name}: country {:?}", place.country);
    }
    Ok(())
}

/// The same stretch in every unit, there and back.
fn check_units(text: &str, found: &Annotations) -> Result<(), String> {
    let map = OffsetMap::new(text);
    let utf16: Vec<u16> = text.encode_utf16().collect();
    let codepoints: Vec<char> = text.chars().collect();
    let in_utf16 = found.clone().with_offsets(OffsetUnit::Utf16, &map);
    let in_codepoints = found.clone().with_offsets(OffsetUnit::Codepoint, &map);
    let (a, b, c) = (spans(found), spans(&in_utf16), spans(&in_codepoints));
    ensure!(a.len() == b.len() && b.len() == c.len(), "a span was lost in conversion");
    for ((byte, utf), code) in a.iter().zip(&b).zip(&c) {
        let words = byte.1.of(text);
        let by_utf16 = utf16.get(utf.1.start as usize..utf.1.end as usize).map(String::from_utf16_lossy);
        let by_code = codepoints.get(code.1.start as usize..code.1.end as usize).map(|c| c.iter().collect::<String>());
        ensure!(by_utf16.as_deref() == Some(words), "UTF-16 {:?} is not {words:?}", by_utf16);
        ensure!(by_code.as_deref() == Some(words), "code points {:?} are not {words:?}", by_code);
    }
    ensure!(in_utf16.with_offsets(OffsetUnit::Byte, &map) == *found, "UTF-16 and back");
    ensure!(in_codepoints.with_offsets(OffsetUnit::Byte, &map) == *found, "code points and back");
    Ok(())
}
