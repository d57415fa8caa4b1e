//! What holds for whatever is read: texts, files, tables. `tests/props.rs` tries it on stable, `fuzz/` for as long as one likes.
//! Each property takes bytes, and is free to read them as it needs.
#![allow(dead_code)] // Each user takes a part of it.

use std::sync::{LazyLock, Mutex, PoisonError};
use whosaid::annotations::{Claim, ClaimRef, Correction, SpeakerKind, SpeakerRef, BY_HAND};
use whosaid::audit::{self, ArticleInfo, Audit, Columns, CsvRecords, JsonRecord};
use whosaid::embed::Page;
use whosaid::export::{export, Format};
use whosaid::gazetteer::{format, Gazetteer};
use whosaid::tagging::{Incremental, NetworkTagger, Tagger};
use whosaid::text::{OffsetMap, OffsetUnit, Span, Text};
use whosaid::{corrections, Annotations, Annotator};

static ANNOTATOR: LazyLock<Annotator> = LazyLock::new(Annotator::new);
static TAGGER: LazyLock<NetworkTagger> = LazyLock::new(|| NetworkTagger::built_in().expect("the weights are sound"));
/// What is found in [`ARTICLE`]: properties that read something else should not wait for it each time.
static FOUND: LazyLock<Annotations> = LazyLock::new(|| ANNOTATOR.annotate(ARTICLE));

/// What is found in nothing.
static NOTHING: LazyLock<Annotations> = LazyLock::new(|| ANNOTATOR.annotate(""));

/// What corrections call somebody.
const NAMES: [&str; 8] = ["Ann Müller", "Müller", "the mayor", "two people", "Reuters", "", " ", "\u{202e}😀\0"];

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

/// Tokens, sentences and paragraphs of any text hold all that is not blank, in order, and offsets go to other units and back.
pub fn segments(bytes: &[u8]) {
    let source = String::from_utf8_lossy(bytes);
    let text = Text::new(&source);
    let mut behind = 0;
    for token in &text.tokens {
        assert!(behind <= token.span.start && token.span.start < token.span.end);
        assert!(!token.span.of(&source).trim().is_empty());
        behind = token.span.end;
    }
    for parts in [&text.sentences, &text.paragraphs] {
        let ends = parts.iter().try_fold(0, |at, part| (part.start == at && part.end > at).then_some(part.end));
        assert_eq!(ends, Some(text.tokens.len()));
    }
    let map = OffsetMap::new(&source);
    let units = [OffsetUnit::Byte, OffsetUnit::Utf16, OffsetUnit::Codepoint];
    for at in text.tokens.iter().flat_map(|token| [token.span.start, token.span.end]) {
        for (here, there) in units.iter().flat_map(|&here| units.map(|there| (here, there))) {
            let there_and_back = map.convert(map.convert(at, OffsetUnit::Byte, here), here, there);
            assert_eq!(map.convert(there_and_back, there, OffsetUnit::Byte), at);
        }
    }
    // Offsets that are no boundaries, or behind the end, as others may send them.
    if let [a, b, ..] = bytes {
        for (from, to) in units.iter().flat_map(|&from| units.map(|to| (from, to))) {
            let _ = map.convert(u32::from(*a) * u32::from(*b), from, to);
        }
    }
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
        // One for all: a new annotator would read the built-in gazetteer first.
        static OTHER: LazyLock<Mutex<Annotator>> = LazyLock::new(|| Mutex::new(Annotator::new()));
        let mut annotator = OTHER.lock().unwrap_or_else(PoisonError::into_inner);
        annotator.set_gazetteer(gazetteer);
        let text = "Aa, Bb, Cc and Aa County, Bb. Cc said no.";
        assert_eq!(corrections::check(text, &annotator.annotate(text)), Ok(()));
    }
}

/// Sound weights of the smallest size, for [`weights`]: what is read is the same, and a hundred times as often.
pub fn small_weights() -> Vec<u8> {
    let mut file = b"whosaid\0\x01\0\0\0\0\0\0\0".to_vec();
    // Widths, one convolution, two words.
    file.extend([8u16, 1, 0, 0, 0, 0, 1].iter().flat_map(|n| n.to_le_bytes()));
    file.extend([1, 2, 0, 0, 0, 6, 0, 0, 0, 0, 1, b'a', 0, 1, b'b']);
    // A matrix: the scales, all 1, and the values.
    let mut matrix = |rows: usize, columns: usize| {
        file.extend([0x00, 0x3C].repeat(rows));
        file.extend((0..rows * columns).map(|n| (n % 5) as u8));
    };
    for (rows, columns) in [(2 + 1024, 1), (64, 0), (1024, 0), (2048, 0), (21, 0), (8, 1)] {
        matrix(rows, columns);
    }
    file.extend([0; 4 * 8]);
    file.extend([0x00, 0x3C].repeat(8));
    file.extend([1; 8 * 3 * 8]);
    file.extend([0; 4 * 8]);
    // Outputs of ten tags and modes, their bias, and what follows what.
    file.extend([0; 4 * (10 * 8 + 10 + 10 * 10)]);
    put_hash_right(&mut file);
    file
}

fn put_hash_right(file: &mut [u8]) {
    let hash = file[16..].iter().fold(0x811c_9dc5u32, |h, &b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
    file[12..16].copy_from_slice(&hash.to_le_bytes());
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
        put_hash_right(&mut file);
    }
    if let Ok(tagger) = NetworkTagger::from_bytes(&file) {
        let text = Text::new("“No,” said Ann Lee. 😀 Rain fell.");
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
    let document = serde_json::from_str::<Annotations>(document);
    if given.is_empty() && document.is_err() {
        return;
    }
    let found = document.unwrap_or_else(|_| FOUND.clone());
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

/// Annotations with anything changed are refused or hold together after a recount, and so do those with corrections of what
/// stands there or of anything else. The input is numbers: seven bytes a change or a correction, the first bit of the first
/// says which.
pub fn corrections(bytes: &[u8]) {
    let numbers = |step: &[u8]| {
        let pair = |at: usize| u32::from(step[at]) | u32::from(step[at + 1]) << 8;
        // Mostly inside the text.
        (step[0] >> 1, pair(1), pair(3) % 300, pair(5) % 300)
    };
    let (changes, given): (Vec<&[u8]>, Vec<&[u8]>) = bytes.chunks_exact(7).take(8).partition(|step| step[0] & 1 == 1);
    let changes: Vec<(u8, u32, u32)> = changes.into_iter().map(numbers).map(|(what, a, b, _)| (what, a, b)).collect();
    let found = distorted(&FOUND, &changes);
    if let Ok(counted) = corrections::recount(ARTICLE, found.clone()) {
        assert_eq!(corrections::check(ARTICLE, &counted), Ok(()));
    }
    let list: Vec<Correction> = given.into_iter().map(numbers).map(|step| correction(&found, step)).collect();
    if let Ok(corrected) = corrections::correct(ARTICLE, found, &list) {
        assert_eq!(corrections::check(ARTICLE, &corrected.annotations), Ok(()));
    }
}

/// What a page may send back: annotations of another text, or with anything changed.
pub fn distorted(found: &Annotations, changes: &[(u8, u32, u32)]) -> Annotations {
    let mut found = found.clone();
    let (claims, speakers) = (found.claims.len().max(1), found.speakers.len().max(1));
    for &(what, a, b) in changes {
        let span = Span { start: a, end: b };
        let claim = found.claims.get_mut(a as usize % claims);
        let speaker = found.speakers.get_mut(b as usize % speakers);
        match (what % 12, claim, speaker) {
            (0, Some(claim), _) => claim.content.push(span),
            (1, Some(claim), _) => claim.content = vec![span],
            (2, Some(claim), _) => claim.cue = Some(span),
            (3, Some(claim), _) => claim.speaker = Some(b % 40),
            (4, Some(claim), _) => claim.parent = Some(b % 40),
            (5, Some(claim), _) => claim.places.push(b % 40),
            (6, Some(claim), _) => claim.rule = BY_HAND.into(),
            (7, Some(claim), _) => claim.confidence = f32::from_bits(b),
            (8, Some(claim), _) => claim.id = b,
            (9, _, Some(speaker)) => speaker.anonymity = Some(span),
            (10, _, Some(speaker)) => speaker.mentions.iter_mut().for_each(|m| (m.start, m.end) = (a, b)),
            (11, Some(claim), _) => {
                let copy = Claim { id: claims as u32, rule: BY_HAND.into(), ..claim.clone() };
                found.claims.push(copy);
            }
            _ => {}
        }
    }
    found
}

/// A correction of what stands there, or of anything else.
pub fn correction(found: &Annotations, (what, a, b, c): (u8, u32, u32, u32)) -> Correction {
    let odd = Span { start: b, end: c };
    let claim = |n: u32| match found.claims.get(n as usize % (found.claims.len() + 1)) {
        Some(claim) => {
            let speaker =
                claim.speaker.and_then(|id| found.speakers.get(id as usize)).map(|speaker| speaker.name.clone());
            ClaimRef { content: claim.content.clone(), source: claim.source, speaker }
        }
        None => ClaimRef { content: vec![odd], source: None, speaker: None },
    };
    let speaker = |n: u32| match found.speakers.get(n as usize % (found.speakers.len() + 1)) {
        Some(speaker) => {
            let at = speaker.mentions.get(b as usize % 2).map(|m| m.span());
            SpeakerRef { name: speaker.name.clone(), at, speaker_kind: None }
        }
        None => {
            let name = NAMES[c as usize % NAMES.len()].to_owned();
            SpeakerRef { name, at: None, speaker_kind: (b % 2 == 0).then_some(SpeakerKind::Unnamed) }
        }
    };
    let to = |n: u32| (n % 5 != 0).then(|| speaker(n));
    let content = match found.claims.get(b as usize % (found.claims.len() + 2)) {
        Some(claim) => claim.content.clone(),
        None => vec![odd],
    };
    match what % 8 {
        0 => {
            let (name, speaker_kind) = (NAMES[b as usize % NAMES.len()].into(), SpeakerKind::Group);
            Correction::Rename { speaker: speaker(a), name, speaker_kind, description: None }
        }
        1 => Correction::Merge { speaker: speaker(a), into: speaker(c) },
        2 => {
            Correction::Split { speaker: speaker(a), claims: vec![claim(b), claim(c)], mentions: vec![odd], to: to(c) }
        }
        3 => Correction::Reassign { claim: claim(a), to: to(c) },
        4 => Correction::Reword { claim: claim(a), content },
        5 => Correction::Attribution { claim: claim(a), source: Some(odd), cue: claim(c).source },
        6 => Correction::Delete { claim: claim(a) },
        _ => Correction::Add { content, cue: None, to: to(c) },
    }
}

/// Any bytes as tables of articles and of people, CSV and JSON lines: each row an article or an error.
pub fn records(bytes: &[u8]) {
    let columns = Columns::default();
    let csv = CsvRecords::new(bytes, &columns).into_iter().flatten();
    let lines = String::from_utf8_lossy(bytes);
    let json = lines.lines().zip(1..).map(|(line, number)| JsonRecord::parse(line, &columns, number));
    for record in csv.chain(json) {
        assert!(record.map_or_else(|problem| !problem.is_empty(), |_| true));
    }
    let _ = audit::people(bytes);
}

/// Any page of HTML: what is read as its articles, and where annotations would go. Of what is given back nothing is lost.
pub fn html(bytes: &[u8]) {
    let html = String::from_utf8_lossy(bytes);
    let page = Page::read(&html);
    assert_eq!(page.with(&[]), html);
    let out = page.with(std::slice::from_ref(&*NOTHING));
    assert!(out.len() >= html.len() || html.contains("data-whosaid"));
    for text in page.texts() {
        // Of the blanks of HTML; a vertical tab, say, is none.
        assert_eq!(text.trim_matches([' ', '\n', '\t', '\r', '\u{c}']), text);
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
