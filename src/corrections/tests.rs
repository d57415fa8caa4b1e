use super::*;
use crate::annotations::{Claim, ClaimForm, BY_HAND};
use crate::text::{OffsetMap, Span};
use crate::Annotator;

const TEXT: &str =
    "LIMA, Peru — “It is late 😀,” Anna Berg, a guide, said on Monday. She said that the road to Cusco, \
which is 40 kilometres long, was closed.\n\nJon Holm said that “nobody came”.";

fn at(words: &str) -> Span {
    let start = TEXT.find(words).unwrap_or_else(|| panic!("{words}")) as u32;
    Span::new(start, start + words.len() as u32)
}

fn found() -> Annotations {
    Annotator::new().annotate(TEXT)
}

fn problem(change: impl FnOnce(&mut Annotations)) -> String {
    let mut annotations = found();
    change(&mut annotations);
    check(TEXT, &annotations).expect_err("it does not fit").to_string()
}

#[test]
fn what_was_found_fits_and_counts_as_before() {
    let annotations = found();
    assert!(annotations.claims.len() >= 3 && annotations.speakers.len() >= 2, "{annotations:?}");
    assert_eq!(recount(TEXT, annotations.clone()), Ok(annotations));
}

#[test]
fn says_what_does_not_fit() {
    let emoji = at("😀").start;
    for (expected, said) in [
        ("the schema is 2, not 1", problem(|a| a.schema = 2)),
        ("claim 1 has the id 7: ids must be positions", problem(|a| a.claims[1].id = 7)),
        ("speaker 0: there is no name", problem(|a| a.speakers[0].name = " ".into())),
        ("claim 0: there is no content", problem(|a| a.claims[0].content.clear())),
        ("claim 0: there is no speaker 99", problem(|a| a.claims[0].speaker = Some(99))),
        ("claim 0: there is no place 99", problem(|a| a.claims[0].places = vec![99])),
        ("claim 0: it is inside itself", problem(|a| a.claims[0].parent = Some(0))),
        ("it is inside itself", problem(|a| (a.claims[0].parent, a.claims[1].parent) = (Some(1), Some(0)))),
        ("claim 0: the confidence is NaN, not 0 to 1", problem(|a| a.claims[0].confidence = f32::NAN)),
        ("is empty or ends before it begins", problem(|a| a.claims[0].content[0] = Span { start: 9, end: 3 })),
        ("lies behind the end of the text", problem(|a| a.claims[0].content[0].end = u32::MAX)),
        ("lies behind the end of the text", problem(|a| a.speakers[0].mentions[0].end = 10_000)),
        ("cuts a character in two", problem(|a| a.claims[0].content[0] = Span::new(emoji + 1, emoji + 8))),
        ("overlap or are not in text order", problem(|a| a.claims[0].content = vec![at("late"), at("It is late")])),
        (
            "correction 0: a span at 5 to 5 is empty",
            problem(|a| a.corrections.push(Correction::Add { content: vec![Span::new(5, 5)], cue: None, to: None })),
        ),
    ] {
        assert!(said.contains(expected), "{said}");
    }
}

fn marked(content: &[&str], speaker: Option<u32>, id: u32) -> Claim {
    Claim {
        id,
        form: ClaimForm::Own,
        rule: BY_HAND.into(),
        speaker,
        content: content.iter().map(|words| at(words)).collect(),
        corrected: true,
        confidence: 1.0,
        ..found().claims[0].clone()
    }
}

#[test]
fn works_out_what_follows_for_a_claim_marked_by_hand() {
    let mut annotations = found();
    let inner = "the road to Cusco, which is 40 kilometres long";
    let id = annotations.claims.len() as u32;
    annotations.claims.push(marked(&[inner], Some(0), id));
    annotations.claims.push(marked(&["“nobody came”"], None, id + 1));
    let annotations = recount(TEXT, annotations).unwrap();
    let by_hand = &annotations.claims[id as usize];
    assert_eq!(by_hand.form, ClaimForm::Indirect);
    assert!(by_hand.signals.contains(&"number".to_string()), "{by_hand:?}");
    assert_eq!(by_hand.places.len(), 1, "Cusco: {by_hand:?}");
    let around = &annotations.claims[by_hand.parent.expect("it stands inside another claim") as usize];
    assert!(around.content[0].of(TEXT).contains(inner));
    assert_eq!(annotations.claims[id as usize + 1].form, ClaimForm::Direct);
    assert_eq!(annotations.speakers[0].claims.last(), Some(&id));
    assert_eq!(check(TEXT, &annotations), Ok(()));
}

#[test]
fn a_claim_around_others_takes_them_in() {
    let mut annotations = found();
    let id = annotations.claims.len() as u32;
    annotations.claims.push(marked(&["Jon Holm said that “nobody came”"], None, id));
    let annotations = recount(TEXT, annotations).unwrap();
    let inner = annotations.claims.iter().find(|c| c.content[0].of(TEXT).contains("“nobody came”") && c.id != id);
    assert_eq!(inner.and_then(|c| c.parent), Some(id));
}

#[test]
fn recounts_speakers_and_report_in_the_unit_that_was_given() {
    let map = OffsetMap::new(TEXT);
    let mut changed = found().with_offsets(OffsetUnit::Utf16, &map);
    let (anna, jon) = (0, changed.speakers.len() as u32 - 1);
    assert_eq!((changed.speakers[0].name.as_str(), changed.report.named_speakers), ("Anna Berg", 2));
    changed.claims.iter_mut().filter(|c| c.speaker == Some(jon)).for_each(|c| c.speaker = Some(anna));
    let counted = recount(TEXT, changed.clone()).unwrap();
    assert_eq!(counted.offsets, OffsetUnit::Utf16);
    assert_eq!(counted.claims, changed.claims);
    assert_eq!((counted.report.named_speakers, counted.report.quoted_share), (1, changed.report.quoted_share));
    assert_eq!(counted.speakers[0].claims.len(), counted.claims.iter().filter(|c| c.speaker == Some(anna)).count());
    assert_eq!(counted.speakers[0].quoted_words, 5, "“It is late” and “nobody came”");
    assert_ne!(counted.report.sentences, changed.report.sentences);
}

#[test]
fn the_record_reads_back_and_changes_its_unit_with_the_rest() {
    let json = serde_json::json!([
        { "kind": "rename", "speaker": { "name": "a", "at": { "start": 18, "end": 24 }, "speakerKind": null }, "name": "b",
          "speakerKind": "person", "description": null },
        { "kind": "split", "speaker": { "name": "a", "at": null, "speakerKind": null },
          "claims": [{ "content": [{ "start": 18, "end": 24 }], "source": null, "speaker": "a" }],
          "mentions": [{ "start": 18, "end": 24 }], "to": { "name": "c", "at": null, "speakerKind": "unnamed" } },
        { "kind": "reword", "claim": { "content": [{ "start": 18, "end": 24 }], "source": null, "speaker": null },
          "content": [{ "start": 18, "end": 24 }] },
        { "kind": "attribution", "claim": { "content": [{ "start": 18, "end": 24 }], "source": null, "speaker": null },
          "source": { "start": 18, "end": 24 }, "cue": null },
        { "kind": "delete", "claim": { "content": [{ "start": 18, "end": 24 }], "source": { "start": 1, "end": 2 }, "speaker": null } },
        { "kind": "add", "content": [{ "start": 18, "end": 24 }], "cue": null, "to": null },
    ]);
    let mut annotations = found();
    annotations.corrections = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(serde_json::to_value(&annotations.corrections).unwrap(), json);
    let map = OffsetMap::new(TEXT);
    let there = annotations.clone().with_offsets(OffsetUnit::Utf16, &map);
    // “—” and “““ have three bytes each and one unit.
    assert!(serde_json::to_string(&there.corrections).unwrap().contains("\"start\":14"));
    assert_eq!(there.with_offsets(OffsetUnit::Byte, &map), annotations);
    let older = serde_json::to_value(found()).unwrap();
    let mut older = older.as_object().unwrap().clone();
    older.remove("corrections");
    assert!(serde_json::from_value::<Annotations>(older.into()).unwrap().corrections.is_empty());
}
