//! The exports: every format from one set of annotations, with text that tries to break out of each.
#![cfg(not(target_arch = "wasm32"))]

use serde_json::{json, Value};
use std::collections::HashSet;
use whosaid::export::{export, Format};
use whosaid::text::{OffsetMap, OffsetUnit};
use whosaid::Annotations;

const TEXT: &str = "Hafen & <Sohn> – a 🎉 headline\n\n\
KYIV — “It’s =lost|, *all* of it,” <b>Ann O’Lee</b>, a “harbour” clerk, said. She said that Bob Ray had told her \"the \
crane fell on us\" in Kyiv.\n\
- Officials, who asked not to be named, said the port lost 4,000 jobs.\r\n\
Exports fell by 40 percent in 2022.";

/// The place of `words`, the `n`th one, in `unit`.
fn at(words: &str, n: usize, unit: OffsetUnit) -> Value {
    let start = TEXT.match_indices(words).nth(n).unwrap_or_else(|| panic!("{words}")).0 as u32;
    let map = OffsetMap::new(TEXT);
    let convert = |offset| map.convert(offset, OffsetUnit::Byte, unit);
    json!({ "start": convert(start), "end": convert(start + words.len() as u32) })
}

fn with(mut span: Value, key: &str, value: &str) -> Value {
    span[key] = value.into();
    span
}

fn annotations(unit: OffsetUnit) -> Annotations {
    let at = |words| at(words, 0, unit);
    let nth = |words, n| self::at(words, n, unit);
    let claim = |id: u32, form: &str, speaker: Value, source: Value, cue: Value, content: Value, parent: Value| {
        json!({
            "id": id, "form": form, "mode": "statement", "qualifiers": [], "speaker": speaker, "source": source,
            "cue": cue, "content": content, "parent": parent, "places": if id == 1 { vec![0] } else { vec![] },
            "checkWorthiness": 0.31, "signals": if id == 3 { vec!["number", "change"] } else { vec![] },
            "confidence": 0.93, "rule": "test-rule",
        })
    };
    let speaker = |id: u32, name: &str, kind: &str, mentions: Value, claims: Value| {
        json!({
            "id": id, "name": name, "kind": kind, "description": if id == 0 { Value::from("A \"harbour\" clerk") } else { Value::Null },
            "anonymity": if id == 2 { at("who asked not to be named") } else { Value::Null },
            "mentions": mentions, "claims": claims, "quotedWords": 6, "reportedWords": 13,
        })
    };
    let value = json!({
        "schema": 1,
        "offsets": unit,
        "speakers": [
            speaker(0, "Ann O’Lee", "person",
                json!([with(at("Ann O’Lee"), "form", "name"), with(at("She"), "form", "pronoun")]), json!([0, 1])),
            speaker(1, "Bob Ray", "person", json!([with(at("Bob Ray"), "form", "name")]), json!([2])),
            speaker(2, "=Officials, \"x\" & <y>", "unnamed", json!([with(at("Officials"), "form", "nominal")]), json!([3])),
        ],
        "claims": [
            claim(0, "direct", 0.into(), at("Ann O’Lee"), at("said"), json!([at("“It’s =lost|, *all* of it,”")]), Value::Null),
            claim(1, "mixed", 0.into(), at("She"), nth("said", 1),
                json!([at("Bob Ray had told her \"the crane fell on us\" in Kyiv")]), Value::Null),
            claim(2, "direct", 1.into(), at("Bob Ray"), at("told"), json!([at("\"the crane fell on us\"")]), 1.into()),
            claim(3, "indirect", 2.into(), at("Officials"), nth("said", 2), json!([at("the port lost 4,000 jobs")]), Value::Null),
            claim(4, "own", Value::Null, Value::Null, Value::Null, json!([at("Exports fell by 40 percent in 2022.")]), Value::Null),
        ],
        "places": [
            { "id": 0, "name": "Kyiv", "kind": "city", "country": "UA", "within": "Kyiv City", "lat": 50.45, "lon": 30.52,
              "geonameId": 703448, "alternatives": [], "confidence": 0.97,
              "mentions": [with(at("KYIV"), "role", "dateline"), with(at("Kyiv"), "role", "literal")] },
            { "id": 1, "name": "No & where", "kind": "other", "country": null, "within": null, "lat": null, "lon": null,
              "geonameId": null, "alternatives": [], "confidence": 0.2, "mentions": [with(at("port"), "role", "literal")] },
        ],
        "report": {
            "words": 60, "quotedShare": 0.1833, "reportedShare": 0.2167, "namedSpeakers": 2, "unnamedSpeakers": 1,
            "unnamedShare": 0.2083, "ownCheckWorthy": 1,
        },
    });
    let mut annotations: Annotations = serde_json::from_value(value).unwrap();
    // What the shares were counted from is not this text; the sentences only say what stands here.
    annotations.report.sentences =
        whosaid::report::sentences(&annotations.claims, &annotations.speakers, &annotations.report);
    annotations
}

fn written(format: Format) -> String {
    export(format, TEXT, &annotations(OffsetUnit::Byte))
}

#[test]
fn the_unit_of_the_offsets_makes_no_difference() {
    for &format in Format::ALL {
        if matches!(format, Format::Json | Format::Csv) {
            continue; // they hold offsets
        }
        for unit in [OffsetUnit::Utf16, OffsetUnit::Codepoint] {
            assert_eq!(export(format, TEXT, &annotations(unit)), written(format), "{format} {unit:?}");
        }
    }
}

#[test]
fn json_reads_back() {
    let given = annotations(OffsetUnit::Utf16);
    let text = export(Format::Json, TEXT, &given);
    assert_eq!(serde_json::from_str::<Annotations>(&text).unwrap(), given);
    for number in ["0.31", "0.93", "50.45", "0.1833"] {
        assert!(text.contains(&format!(": {number},")), "{number}");
    }
}

/// RFC 4180, read strictly.
fn read_csv(table: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut chars = table.chars().peekable();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        let row = rows.last_mut().unwrap();
        let cell = row.last_mut().unwrap();
        match c {
            '"' if quoted && chars.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' if quoted => quoted = false,
            '"' => {
                assert!(cell.is_empty(), "a quotation mark inside a bare cell");
                quoted = true;
            }
            ',' if !quoted => row.push(String::new()),
            '\r' if !quoted => {
                assert_eq!(chars.next(), Some('\n'));
                rows.push(vec![String::new()]);
            }
            _ => cell.push(c),
        }
    }
    assert!(!quoted);
    assert_eq!(rows.pop(), Some(vec![String::new()]), "the last row ends with CRLF");
    rows
}

#[test]
fn csv_is_sound_and_safe() {
    let rows = read_csv(&written(Format::Csv));
    assert_eq!(rows.len(), 6);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
    let column = |name: &str| rows[0].iter().position(|cell| cell == name).unwrap();
    assert_eq!(rows[1][column("content")], "“It’s =lost|, *all* of it,”");
    assert_eq!(rows[1][column("speakerDescription")], "A \"harbour\" clerk");
    assert_eq!(rows[2][column("places")], "Kyiv");
    assert_eq!(rows[3][column("parent")], "1");
    // Made harmless: a spreadsheet would run it.
    assert_eq!(rows[4][column("speaker")], "'=Officials, \"x\" & <y>");
    assert_eq!(rows[4][column("signals")], "number; change");
    for row in &rows[1..] {
        assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])), "{row:?}");
    }
}

#[test]
fn html_is_escaped_and_linked() {
    let page = written(Format::Html);
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv"));
    for never in ["<script", "javascript:", "<Sohn>", "<b>Ann", " style=", " on", "http:", "https:"] {
        let found = page.find(never);
        // ` on` is looked for as an attribute only.
        let found = found.filter(|&i| never != " on" || page[..i].rfind('<') > page[..i].rfind('>'));
        assert_eq!(found.map(|i| &page[i..(i + 40).min(page.len())]), None, "{never}");
    }
    let values = |attribute: &str| -> Vec<&str> {
        page.split(&format!(" {attribute}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).collect()
    };
    let ids: HashSet<&str> = values("id").into_iter().collect();
    assert_eq!(ids.len(), values("id").len(), "an id twice");
    for link in values("href") {
        let id = link.strip_prefix('#').unwrap_or_else(|| panic!("{link} leads away"));
        assert!(ids.contains(id), "{link} leads nowhere");
    }
    for labelled in values("aria-labelledby") {
        assert!(ids.contains(labelled));
    }
}

/// What a reader sees of some HTML.
fn seen(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(i) = rest.find('<') {
        text.push_str(&rest[..i]);
        rest = &rest[i + rest[i..].find('>').unwrap() + 1..];
    }
    text.push_str(rest);
    for (entity, c) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
        text = text.replace(entity, c);
    }
    text
}

#[test]
fn html_holds_every_word_and_every_element_is_closed() {
    let page = written(Format::Html);
    let article = page.split("<article dir=\"auto\">").nth(1).unwrap().split("</article>").next().unwrap();
    // Without the numbers of the claims.
    let mut words = String::new();
    for (i, part) in article.split("<a class=\"ref\"").enumerate() {
        words.push_str(if i == 0 { part } else { part.split_once("</a>").unwrap().1 });
    }
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(flat(&seen(&words.replace("</p>", " "))), flat(TEXT));
    let mut open: Vec<&str> = Vec::new();
    for tag in page.split('<').skip(1).map(|t| t.split('>').next().unwrap()) {
        let name = tag.split_whitespace().next().unwrap();
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name)),
            None if ["!DOCTYPE", "meta", "br"].contains(&name) => {}
            None => open.push(name),
        }
    }
    assert!(open.is_empty());
}

#[test]
fn web_annotations_point_at_their_words() {
    let page: Value = serde_json::from_str(&written(Format::WebAnnotation)).unwrap();
    assert_eq!(page["@context"], "http://www.w3.org/ns/anno.jsonld");
    assert_eq!(page["type"], "AnnotationPage");
    let points: Vec<char> = TEXT.chars().collect();
    let items = page["items"].as_array().unwrap();
    let ids: HashSet<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
    // 5 claims, 4 sources, 4 cues, 3 speakers, 2 places.
    assert_eq!((items.len(), ids.len()), (18, 18));
    for item in items {
        assert_eq!(item["type"], "Annotation");
        let targets = item["target"].as_array().cloned().unwrap_or_else(|| vec![item["target"].clone()]);
        for target in targets {
            assert!(target["source"].as_str().unwrap().starts_with("ni:///sha-256;"));
            let (position, quote) = (&target["selector"][0], &target["selector"][1]);
            assert_eq!(
                (&position["type"], &quote["type"]),
                (&"TextPositionSelector".into(), &"TextQuoteSelector".into())
            );
            let offset = |key: &str| position[key].as_u64().unwrap() as usize;
            let slice = |from: usize, to: usize| points[from..to].iter().collect::<String>();
            assert_eq!(quote["exact"], slice(offset("start"), offset("end")));
            assert_eq!(quote["prefix"], slice(offset("start").saturating_sub(32), offset("start")));
            assert_eq!(quote["suffix"], slice(offset("end"), (offset("end") + 32).min(points.len())));
        }
    }
    let linked = items.iter().filter_map(|item| item["body"][1]["id"].as_str()).filter(|id| id.starts_with("ni:"));
    assert_eq!(linked.filter(|id| ids.contains(id)).count(), 8);
    assert!(items.iter().any(|item| item["body"][3]["id"] == "geo:50.45,30.52"));
}

/// What the context of the Recommendation (<https://www.w3.org/TR/annotation-model/>) makes of the terms that are used here:
/// in which object a term may stand, and what its value is.
const TERMS: &[(&str, &[(&str, &str)])] = &[
    (
        "AnnotationPage",
        &[("@context", "context"), ("id", "iri"), ("type", "type"), ("startIndex", "count"), ("items", "objects")],
    ),
    (
        "Annotation",
        &[("id", "iri"), ("type", "type"), ("motivation", "motivation"), ("body", "objects"), ("target", "objects")],
    ),
    ("TextualBody", &[("type", "type"), ("purpose", "motivation"), ("format", "media type"), ("value", "text")]),
    ("SpecificResource", &[("source", "iri"), ("selector", "objects")]),
    ("TextPositionSelector", &[("type", "type"), ("start", "count"), ("end", "count")]),
    ("TextQuoteSelector", &[("type", "type"), ("exact", "text"), ("prefix", "text"), ("suffix", "text")]),
    ("ExternalWebResource", &[("id", "iri")]),
];

/// The motivations of the Recommendation.
const MOTIVATIONS: &str =
    "assessing bookmarking classifying commenting describing editing highlighting identifying linking \
                           moderating questioning replying tagging";

/// Checks an object that stands where `otherwise` is expected, if it does not say itself what it is.
fn conforms(value: &Value, otherwise: &str) {
    let object = value.as_object().unwrap();
    let kind = object.get("type").map_or(otherwise, |kind| kind.as_str().unwrap());
    let (_, terms) = TERMS.iter().find(|(name, _)| *name == kind).unwrap_or_else(|| panic!("no class: {kind}"));
    for (key, value) in object {
        let (_, what) =
            terms.iter().find(|(term, _)| term == key).unwrap_or_else(|| panic!("no term of {kind}: {key}"));
        let text = || value.as_str().unwrap_or_else(|| panic!("{kind}.{key} is no string: {value}"));
        match *what {
            "context" => assert_eq!(text(), "http://www.w3.org/ns/anno.jsonld"),
            "iri" => {
                let (scheme, rest) = text().split_once(':').unwrap();
                assert!(scheme.chars().all(|c| c.is_ascii_alphanumeric()) && !rest.is_empty(), "{value}");
                assert!(!rest.contains(|c: char| c.is_whitespace() || "<>\"{}|\\^`".contains(c)), "{value}");
            }
            "motivation" => assert!(MOTIVATIONS.split_whitespace().any(|one| one == text()), "{value}"),
            "media type" => assert!(text().split_once('/').is_some()),
            "count" => assert!(value.as_u64().is_some(), "{kind}.{key}: {value}"),
            "objects" => {
                let expected = match key.as_str() {
                    "target" => "SpecificResource",
                    "body" => "ExternalWebResource",
                    _ => "",
                };
                let values = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
                assert!(!values.is_empty(), "{kind}.{key} is empty");
                values.iter().for_each(|inner| conforms(inner, expected));
            }
            _ => drop(text()),
        }
    }
    // What the Recommendation asks for in each.
    for needed in match kind {
        "AnnotationPage" => &["@context", "id", "type", "items"][..],
        "Annotation" => &["id", "type", "target"],
        "TextualBody" => &["type", "value"],
        "SpecificResource" => &["source"],
        "TextPositionSelector" => &["start", "end"],
        "TextQuoteSelector" => &["exact"],
        _ => &["id"],
    } {
        assert!(object.contains_key(*needed), "{kind} lacks {needed}");
    }
}

#[test]
fn web_annotations_use_the_terms_of_the_recommendation() {
    conforms(&serde_json::from_str(&written(Format::WebAnnotation)).unwrap(), "");
}

#[test]
fn places_for_maps() {
    let collection: Value = serde_json::from_str(&written(Format::GeoJson)).unwrap();
    let features = collection["features"].as_array().unwrap();
    assert_eq!(features[0]["geometry"], json!({ "type": "Point", "coordinates": [30.52, 50.45] }));
    assert_eq!(features[0]["properties"]["mentions"], json!(["KYIV", "Kyiv"]));
    assert_eq!(features[0]["properties"]["claims"], json!([1]));
    assert_eq!(features[1]["geometry"], Value::Null);
    let kml = written(Format::Kml);
    assert!(kml.contains("<coordinates>30.52,50.45</coordinates>"), "{kml}");
    assert_eq!(kml.matches("<Placemark").count(), 1);
}

#[test]
fn markdown() {
    insta::assert_snapshot!(written(Format::Markdown));
}

#[test]
fn text() {
    insta::assert_snapshot!(written(Format::Text));
}

#[test]
fn damaged_annotations_do_no_harm() {
    let sound = serde_json::to_value(annotations(OffsetUnit::Utf16)).unwrap();
    // Every number in turn becomes one that fits nowhere.
    let mut paths = Vec::new();
    numbers(&sound, &mut Vec::new(), &mut paths);
    assert!(paths.len() > 80);
    for path in paths {
        for wrong in [0u32, 7, 1_000_000] {
            let mut damaged = sound.clone();
            *path.iter().fold(&mut damaged, |value, key| match key {
                Ok(key) => &mut value[key.as_str()],
                Err(i) => &mut value[*i],
            }) = wrong.into();
            let annotations: Annotations = serde_json::from_value(damaged).unwrap();
            for &format in Format::ALL {
                assert!(!export(format, TEXT, &annotations).is_empty());
                assert!(!export(format, "é", &annotations).is_empty());
                let _ = export(format, "", &annotations);
            }
        }
    }
}

type Path = Vec<Result<String, usize>>;

fn numbers(value: &Value, path: &mut Path, found: &mut Vec<Path>) {
    match value {
        Value::Number(_) => found.push(path.clone()),
        Value::Array(values) => {
            for (i, value) in values.iter().enumerate() {
                path.push(Err(i));
                numbers(value, path, found);
                path.pop();
            }
        }
        Value::Object(values) => {
            for (key, value) in values {
                path.push(Ok(key.clone()));
                numbers(value, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}

#[test]
fn what_a_person_corrected_says_so() {
    let mut annotations = annotations(OffsetUnit::Byte);
    annotations.claims[3].corrected = true;
    annotations.claims[3].confidence = 1.0;
    let said = |format| export(format, TEXT, &annotations).matches("by hand").count();
    assert_eq!([Format::Html, Format::Markdown, Format::WebAnnotation].map(said), [1, 1, 1]);
    let table = read_csv(&export(Format::Csv, TEXT, &annotations));
    let column = table[0].iter().position(|name| name == "corrected").unwrap();
    let marked: Vec<&str> = table[1..].iter().map(|row| row[column].as_str()).collect();
    assert_eq!(marked, ["false", "false", "false", "true", "false"]);
}
