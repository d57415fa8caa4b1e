use super::*;
use crate::annotations::{MentionForm, PlaceKind, PlaceMention, PlaceRole, Qualifier, SpeakerKind, SpeakerMention};

/// The first place of `words` in `source`.
pub(crate) fn at(source: &str, words: &str) -> Span {
    let start = source.find(words).unwrap_or_else(|| panic!("`{words}` is not in the text"));
    Span::new(start as u32, (start + words.len()) as u32)
}

pub(crate) fn attribution(source: &str, who: Option<&str>, content: &[&str], form: ClaimForm) -> Attribution {
    Attribution {
        source: who.map(|who| at(source, who)),
        cue: None,
        content: content.iter().map(|words| at(source, words)).collect(),
        form,
        mode: ClaimMode::Statement,
        qualifiers: Vec::new(),
        stands_for: None,
        continues: None,
        parent: None,
        rule: "test",
        confidence: 0.876,
    }
}

pub(crate) fn speaker(id: u32, name: &str, kind: SpeakerKind, form: MentionForm) -> Speaker {
    Speaker {
        id,
        name: name.to_string(),
        kind,
        description: None,
        anonymity: None,
        mentions: vec![SpeakerMention { start: 0, end: 1, form }],
        claims: Vec::new(),
        quoted_words: 0,
        reported_words: 0,
        corrected: false,
    }
}

pub(crate) fn persons(names: &[&str], of: &[Option<(u32, f32)>]) -> Speakers {
    let speakers =
        (0u32..).zip(names).map(|(id, name)| speaker(id, name, SpeakerKind::Person, MentionForm::Name)).collect();
    Speakers { speakers, of: of.to_vec(), why: Vec::new() }
}

pub(crate) fn place(source: &str, id: u32, name: &str, role: PlaceRole) -> Place {
    let span = at(source, name);
    Place {
        id,
        name: name.to_string(),
        kind: PlaceKind::City,
        country: Some("UA".to_string()),
        within: None,
        lat: Some(1.0),
        lon: Some(2.0),
        geoname_id: None,
        alternatives: Vec::new(),
        confidence: 0.9,
        mentions: vec![PlaceMention { start: span.start, end: span.end, role }],
    }
}

const NESTED: &str = "Ann Lee said that Bob Hart had told her “we lost it all” in Oslo.";

/// Ann says that Bob told her something.
fn nested() -> (Vec<Attribution>, Speakers) {
    let mut inner = attribution(NESTED, Some("Bob Hart"), &["“we lost it all”"], ClaimForm::Direct);
    inner.parent = Some(0);
    let outer =
        attribution(NESTED, Some("Ann Lee"), &["Bob Hart had told her “we lost it all” in Oslo"], ClaimForm::Mixed);
    (vec![outer, inner], persons(&["Ann Lee", "Bob Hart"], &[Some((0, 0.9)), Some((1, 0.8))]))
}

#[test]
fn nested_words_are_the_inner_speakers() {
    let (attributions, speakers) = nested();
    let text = Text::new(NESTED);
    let places = [place(NESTED, 0, "Oslo", PlaceRole::Literal)];
    let (claims, speakers) = build(&text, &attributions, speakers, &places);
    assert_eq!(claims.len(), 2);
    assert_eq!((claims[0].parent, claims[1].parent), (None, Some(0)));
    assert_eq!((claims[0].speaker, claims[1].speaker), (Some(0), Some(1)));
    assert_eq!((claims[0].places.as_slice(), claims[1].places.as_slice()), (&[0][..], &[][..]));
    assert_eq!(claims[0].confidence, 0.88);
    // Bob Hart had told her … in Oslo | we lost it all
    let counts: Vec<_> = speakers.iter().map(|s| (s.claims.clone(), s.quoted_words, s.reported_words)).collect();
    assert_eq!(counts, [(vec![0], 0, 7), (vec![1], 4, 0)]);
}

#[test]
fn an_inner_claim_without_a_speaker_stays_with_the_outer_one() {
    let (attributions, mut speakers) = nested();
    speakers.of[1] = None;
    let (_, speakers) = build(&Text::new(NESTED), &attributions, speakers, &[]);
    assert_eq!((speakers[0].quoted_words, speakers[0].reported_words), (4, 7));
    // Bob Hart is left with nothing to say.
    assert_eq!(speakers.len(), 1);
}

#[test]
fn an_unsure_speaker_is_not_named() {
    for (sure, expected) in [(0.49, None), (0.5, Some(0)), (0.9, Some(0))] {
        let source = "It is over, he said.";
        let speakers = persons(&["Al Dow"], &[Some((0, sure))]);
        let attributions = [attribution(source, Some("he"), &["It is over"], ClaimForm::Indirect)];
        let (claims, _) = build(&Text::new(source), &attributions, speakers, &[]);
        assert_eq!(claims[0].speaker, expected, "{sure}");
        assert_eq!(claims[0].source, Some(at(source, "he")));
    }
}

#[test]
fn claims_are_in_text_order_and_parents_follow() {
    let source = "“One two,” A said that B thought three four.";
    let mut late = attribution(source, Some("A"), &["B thought three four"], ClaimForm::Indirect);
    late.parent = None;
    let mut inner = attribution(source, Some("B"), &["three four"], ClaimForm::Indirect);
    inner.parent = Some(0);
    let first = attribution(source, Some("A"), &["“One two,”"], ClaimForm::Direct);
    let speakers = persons(&["A", "B"], &[Some((0, 1.0)), Some((1, 1.0)), Some((0, 1.0))]);
    let (claims, speakers) = build(&Text::new(source), &[late, inner, first], speakers, &[]);
    let found: Vec<_> = claims.iter().map(|c| (c.id, c.content[0].of(source), c.parent)).collect();
    assert_eq!(found, [(0, "“One two,”", None), (1, "B thought three four", None), (2, "three four", Some(1))]);
    assert_eq!(speakers[0].claims, [0, 1]);
}

#[test]
fn words_said_together_count_for_each_speaker() {
    let source = "A and B said that the dam would hold.";
    let of = |who| attribution(source, Some(who), &["that the dam would hold"], ClaimForm::Indirect);
    let speakers = persons(&["A", "B"], &[Some((0, 1.0)), Some((1, 1.0))]);
    let text = Text::new(source);
    let (claims, speakers) = build(&text, &[of("A"), of("B")], speakers, &[]);
    assert_eq!(speakers.iter().map(|s| s.reported_words).collect::<Vec<_>>(), [5, 5]);
    let report = crate::report::report(&text, &claims, &speakers);
    assert_eq!(report.reported_share, 0.5556);
}

#[test]
fn broken_input_does_no_harm() {
    // Empty contents, a circle of parents, speakers and spans that do not exist.
    let source = "Short text here.";
    let mut a = attribution(source, None, &["Short"], ClaimForm::Indirect);
    a.parent = Some(1);
    let mut b = attribution(source, None, &["text"], ClaimForm::Indirect);
    b.parent = Some(0);
    let mut c = a.clone();
    c.content = Vec::new();
    let mut d = a.clone();
    d.content = vec![Span::new(5, 900), Span::new(900, 901)];
    d.parent = Some(77);
    d.confidence = f32::NAN;
    let speakers = persons(&["A"], &[None, Some((9, 1.0)), None]);
    let (claims, _) = build(&Text::new(source), &[a, b, c, d], speakers, &[]);
    assert_eq!(claims.len(), 3);
    assert!(claims.iter().all(|c| c.confidence.is_finite()));
    assert_eq!(build(&Text::new(""), &[], Speakers::default(), &[]), (Vec::new(), Vec::new()));
}

#[test]
fn own_statements() {
    let find = |source: &str, attributions: &[Attribution], places: &[Place]| -> Vec<String> {
        let text = Text::new(source);
        let found = own::find(&text, attributions, places, &checkworthy::Rater::new(&text));
        found.iter().map(|(s, _)| s.of(source).to_string()).collect()
    };
    let fact = "Unemployment fell to 3.9 percent in 2023, the lowest rate since 1969.";
    assert_eq!(find(fact, &[], &[]), [fact]);
    for nothing in [
        "Did unemployment fall to 3.9 percent in 2023?",
        "The morning was grey and the streets were quiet.",
        "Unemployment falls to 3.9 percent",
        "“Unemployment fell to 3.9 percent in 2023, the lowest rate since 1969.”",
        "It should be a wonderful summer for everybody.",
    ] {
        assert_eq!(find(nothing, &[], &[]), [""; 0], "{nothing}");
    }
    let said = [attribution(fact, None, &["the lowest rate since 1969"], ClaimForm::Indirect)];
    assert_eq!(find(fact, &said, &[]), [""; 0]);
    let headed = "KYIV, Ukraine — Exports fell by 40 percent in 2022.";
    let dateline = [place(headed, 0, "KYIV", PlaceRole::Dateline)];
    assert_eq!(find(headed, &[], &dateline), ["Exports fell by 40 percent in 2022."]);
}

/// Five thousand claims, each inside the one before: twelve million words, if each claim looked at all of its own.
#[test]
fn deep_nesting_looks_at_few_words_twice() {
    let words = 5_000u32;
    let source = "ab ".repeat(words as usize);
    let end = source.len() as u32 - 1;
    let attributions: Vec<Attribution> = (0..words)
        .map(|i| Attribution {
            source: None,
            cue: None,
            content: vec![Span::new(i * 3, end)],
            form: ClaimForm::Indirect,
            mode: ClaimMode::Statement,
            qualifiers: Vec::new(),
            stands_for: None,
            continues: None,
            parent: i.checked_sub(1).map(|p| p as usize),
            rule: "test",
            confidence: 0.5,
        })
        .collect();
    let of = vec![Some((0, 1.0)); words as usize];
    let speakers = persons(&["A"], &of);
    let text = Text::new(&source);
    let (claims, speakers) = build(&text, &attributions, speakers, &[]);
    assert_eq!(speakers[0].reported_words, words);
    let steps = words::Ownership::new(&text, &claims).steps;
    assert!(steps < 5 * words as usize, "{steps} steps");
}

#[test]
fn what_was_not_said_counts_for_nobody() {
    let source = "He did not say that the dam would hold.";
    let mut denied = attribution(source, Some("He"), &["that the dam would hold"], ClaimForm::Indirect);
    for (qualifier, words) in [(Qualifier::Negated, 0), (Qualifier::Denied, 5), (Qualifier::Hedged, 5)] {
        denied.qualifiers = vec![qualifier];
        let speakers = persons(&["A"], &[Some((0, 1.0))]);
        let (_, speakers) = build(&Text::new(source), std::slice::from_ref(&denied), speakers, &[]);
        assert_eq!(speakers[0].reported_words, words, "{qualifier:?}");
        assert_eq!(speakers[0].claims, [0]);
    }
}

#[test]
fn a_reason_for_anonymity_is_no_claim() {
    let source = "A clerk, who declined to be named because he feared for his job, said the dam would hold.";
    let refused = attribution(source, None, &["to be named because he feared for his job"], ClaimForm::Indirect);
    let mut inner = attribution(source, None, &["for his job"], ClaimForm::Indirect);
    inner.parent = Some(0);
    let said = attribution(source, Some("A clerk"), &["the dam would hold"], ClaimForm::Indirect);
    let mut clerk = speaker(0, "A clerk", SpeakerKind::Unnamed, MentionForm::Nominal);
    clerk.anonymity = Some(at(source, "who declined to be named because he feared for his job"));
    let speakers = Speakers { speakers: vec![clerk], of: vec![Some((0, 1.0)); 3], why: Vec::new() };
    let (claims, speakers) = build(&Text::new(source), &[refused, inner, said], speakers, &[]);
    let found: Vec<&str> = claims.iter().map(|c| c.content[0].of(source)).collect();
    assert_eq!(found, ["the dam would hold"]);
    assert_eq!(speakers[0].claims, [0]);
}
