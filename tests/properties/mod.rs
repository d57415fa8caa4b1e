//! What holds for whatever is read: texts, files, tables. `tests/props.rs` tries it on stable, `fuzz/` for as long as one likes.
//! Each property takes bytes, and is free to read them as it needs.
#![allow(dead_code)] // Each user takes a part of it.

use std::sync::LazyLock;
use whosaid::annotations::Correction;
use whosaid::audit::{self, ArticleInfo, Audit, Columns, CsvRecords, JsonRecord};
use whosaid::embed::Page;
use whosaid::export::{export, Format};
use whosaid::gazetteer::{format, Gazetteer};
use whosaid::tagging::{Incremental, NetworkTagger, Tagger};
use whosaid::text::{OffsetUnit, Text};
use whosaid::{corrections, Annotations, Annotator};

static ANNOTATOR: LazyLock<Annotator> = LazyLock::new(Annotator::new);
static TAGGER: LazyLock<NetworkTagger> = LazyLock::new(|| NetworkTagger::built_in().expect("the weights are sound"));

/// What corrections and damaged files are tried on.
const ARTICLE: &str = "PARIS — “We’ll rebuild,” said Ann Müller, the mayor’s aide. “Brick by brick.” Critics, according to two \
    people who asked not to be named, called it “a costly dream”. Ms. Müller 😀 told Reuters: ‘No.’ She hopes Georgia will pay.";

/// Every format takes every text with its annotations, and what is JSON can be read again.
pub fn text(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let found = ANNOTATOR.annotate(&text);
    assert_eq!(corrections::check(&text, &found), Ok(()));
    for &format in Format::ALL {
        let out = export(format, &text, &found);
        if matches!(format, Format::Json | Format::WebAnnotation | Format::GeoJson) {
            assert!(serde_json::from_str::<serde_json::Value>(&out).is_ok(), "{}", format.name());
        }
    }
    let json = export(Format::Json, &text, &found);
    assert_eq!(serde_json::from_str::<Annotations>(&json).ok(), Some(found));
}

/// A text that grows and shrinks is tagged as if it had always been so. Each line of the input is an edit: its first two
/// characters say where and how much is cut out, the rest is put there.
pub fn edits(bytes: &[u8]) {
    let input = String::from_utf8_lossy(bytes);
    let mut incremental = Incremental::new(TAGGER.clone());
    let mut source = ARTICLE.to_owned();
    for line in input.split('\n').take(8) {
        let mut given = line.chars();
        let mut number = || given.next().map_or(0, |c| c as usize);
        let boundary = |source: &str, at: usize| (0..=at).rev().find(|&i| source.is_char_boundary(i)).unwrap_or(0);
        let start = boundary(&source, number() * 5 % (source.len() + 1));
        let end = boundary(&source, (start + number() % 64).min(source.len())).max(start);
        source.replace_range(start..end, given.as_str());
        let text = Text::new(&source);
        assert_eq!(incremental.tag(&text), TAGGER.tag(&text), "{source:?}");
    }
}

/// A gazetteer file is refused or serves. The input is the sections of a file, each behind its length in two bytes.
pub fn gazetteer(bytes: &[u8]) {
    let _ = Gazetteer::from_bytes(bytes);
    let mut rest = bytes;
    let sections: [Vec<u8>; 15] = std::array::from_fn(|_| {
        let [low, high, behind @ ..] = rest else { return Vec::new() };
        let (section, behind) = behind.split_at(usize::from(u16::from_le_bytes([*low, *high])).min(behind.len()));
        rest = behind;
        section.to_vec()
    });
    let steps = u16::from_le_bytes([rest.first().copied().unwrap_or(100), rest.get(1).copied().unwrap_or(0)]);
    if let Ok(gazetteer) = Gazetteer::from_bytes(&format::assemble(steps, &sections)) {
        let mut annotator = Annotator::new();
        annotator.set_gazetteer(gazetteer);
        for text in [ARTICLE, "Aa, Bb, Cc and Aa County, Bb."] {
            assert_eq!(corrections::check(text, &annotator.annotate(text)), Ok(()));
        }
    }
}

/// Weights are refused or serve. The input says which bytes of a file that is sound become what, five bytes a change (four
/// say where), and the hash is put right.
pub fn weights(bytes: &[u8], sound: &[u8]) {
    let _ = NetworkTagger::from_bytes(bytes);
    let mut file = sound.to_vec();
    for change in bytes.chunks_exact(5) {
        let [at @ .., value] = change else { continue };
        let at = at.iter().fold(0usize, |n, &b| n << 8 | usize::from(b));
        // Half of the changes in the head, where the sizes are.
        let at = if at % 2 == 0 { at / 2 % 64 } else { at / 2 % file.len() };
        file[at] = *value;
    }
    if bytes.len() % 5 == 1 {
        file.truncate(file.len() / 256 * usize::from(bytes[bytes.len() - 1]));
    }
    if file.len() > 16 {
        let hash = file[16..].iter().fold(0x811c_9dc5u32, |h, &b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
        file[12..16].copy_from_slice(&hash.to_le_bytes());
    }
    if let Ok(tagger) = NetworkTagger::from_bytes(&file) {
        let text = Text::new(ARTICLE);
        assert_eq!(tagger.tag(&text).tags.len(), text.tokens.len());
    }
}

/// A page of HTML keeps every byte beside the annotations that it is given, and takes them twice as well as once.
pub fn embed(bytes: &[u8]) {
    let html = String::from_utf8_lossy(bytes);
    let page = Page::read(&html);
    let found: Vec<Annotations> = page.texts().map(|text| ANNOTATOR.annotate(text)).collect();
    let texts: Vec<String> = page.texts().map(str::to_owned).collect();
    let out = page.with(&found);
    let again = Page::read(&out);
    let _ = again.with(&found);
    // A page without an article is given back as it is.
    if texts.iter().all(String::is_empty) {
        assert_eq!(out, html);
    }
}

/// Annotations and corrections from elsewhere are refused, or hold together after they were carried out. The input is a line
/// of corrections and then annotations, both JSON.
pub fn imports(bytes: &[u8]) {
    let input = String::from_utf8_lossy(bytes);
    let (list, document) = input.split_once('\n').unwrap_or((&input, ""));
    let given = serde_json::from_str::<Vec<Correction>>(list).unwrap_or_default();
    let found = serde_json::from_str::<Annotations>(document).unwrap_or_else(|_| ANNOTATOR.annotate(ARTICLE));
    if let Ok(corrected) = corrections::correct(ARTICLE, found.clone(), &given) {
        assert_eq!(corrections::check(ARTICLE, &corrected.annotations), Ok(()));
        let kept = corrected.annotations.corrections.clone();
        let again = corrections::correct(ARTICLE, found.clone(), &kept).map(|c| c.annotations);
        assert_eq!(again.ok(), Some(corrected.annotations));
    }
    // Whatever is in them, no format panics.
    for &format in Format::ALL {
        let _ = export(format, ARTICLE, &found);
    }
}

/// Tables of articles and of people, CSV and JSON lines: each row an article or an error, and an audit of them.
pub fn tables(bytes: &[u8]) {
    let columns = Columns::default();
    let csv = CsvRecords::new(bytes, &columns).into_iter().flatten();
    let lines = String::from_utf8_lossy(bytes);
    let json = lines.lines().zip(1..).map(|(line, number)| JsonRecord::parse(line, &columns, number));
    let mut audit = Audit::new();
    for record in csv.chain(json).flatten().take(20) {
        let text: String = record.text.chars().take(2_000).collect();
        audit.add(audit::digest(record.info, &text, &ANNOTATOR.annotate(&text), OffsetUnit::Byte));
    }
    // Somebody for the people to be.
    let info = ArticleInfo { id: "a".into(), ..ArticleInfo::default() };
    audit.add(audit::digest(info, ARTICLE, &ANNOTATOR.annotate(ARTICLE), OffsetUnit::Byte));
    let people = audit::people(bytes).ok();
    let report = audit.report(&[], people.as_ref());
    assert_eq!(report.articles.len(), audit.len());
    for suggestion in &report.suggestions {
        let joined = audit.report(&suggestion.acts, people.as_ref());
        assert!(joined.missed.is_empty() && joined.sources.len() < report.sources.len(), "{suggestion:?}");
    }
}
