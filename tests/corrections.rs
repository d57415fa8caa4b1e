//! Corrections by hand, on annotations written by hand: what each kind does, and when it finds nothing to do it on.
#![cfg(not(target_arch = "wasm32"))]

use serde::Deserialize;
use whosaid::annotations::{Claim, ClaimForm, ClaimRef, Correction, MentionForm, SpeakerKind, SpeakerRef, BY_HAND};
use whosaid::corrections::{self, check, recount, Corrected, Subject};
use whosaid::text::{OffsetMap, OffsetUnit, Span};
use whosaid::{Annotations, Annotator};

/// An article with annotations; the page's tests read it too.
#[derive(Deserialize)]
struct Harbour {
    text: String,
    annotations: Annotations,
}

fn harbour() -> Harbour {
    let Harbour { text, annotations } = serde_json::from_str(include_str!("tables/harbour.json")).unwrap();
    // In bytes, so that spans slice.
    let annotations = annotations.with_offsets(OffsetUnit::Byte, &OffsetMap::new(&text));
    Harbour { text, annotations }
}

impl Harbour {
    /// The `n`th place of some words.
    fn nth(&self, words: &str, n: usize) -> Span {
        let start = self.text.match_indices(words).nth(n).unwrap_or_else(|| panic!("{words}")).0 as u32;
        Span::new(start, start + words.len() as u32)
    }

    fn at(&self, words: &str) -> Span {
        self.nth(words, 0)
    }

    fn claim(&self, id: usize) -> ClaimRef {
        claim_ref(&self.annotations, id)
    }

    fn speaker(&self, id: usize) -> SpeakerRef {
        speaker_ref(&self.annotations, id)
    }

    fn correct(&self, corrections: &[Correction]) -> Corrected {
        let result = corrections::correct(&self.text, self.annotations.clone(), corrections).unwrap();
        assert_eq!(check(&self.text, &result.annotations), Ok(()), "{corrections:?}");
        assert_eq!(recount(&self.text, result.annotations.clone()).as_ref(), Ok(&result.annotations), "all is counted");
        let carried_out: Vec<_> = (0u32..).zip(corrections).filter(|(n, _)| !result.missed.contains(n)).collect();
        assert_eq!(result.annotations.corrections, carried_out.iter().map(|(_, c)| (*c).clone()).collect::<Vec<_>>());
        // The page's unit gives the same.
        let map = OffsetMap::new(&self.text);
        let mut here = self.annotations.clone();
        here.corrections = corrections.to_vec();
        let mut there = here.with_offsets(OffsetUnit::Utf16, &map);
        let list = std::mem::take(&mut there.corrections);
        let mut in_utf16 = corrections::correct(&self.text, there, &list).unwrap();
        in_utf16.annotations = in_utf16.annotations.with_offsets(OffsetUnit::Byte, &map);
        assert_eq!(in_utf16, result);
        result
    }

    /// What a list of corrections that must all find their aim makes.
    fn corrected(&self, corrections: &[Correction]) -> Annotations {
        let result = self.correct(corrections);
        assert!(result.missed.is_empty(), "{corrections:?}");
        result.annotations
    }

    fn misses(&self, correction: Correction) {
        let result = self.correct(std::slice::from_ref(&correction));
        assert_eq!((&result.missed[..], result.about), (&[0][..], None), "{correction:?}");
        let untouched = recount(&self.text, self.annotations.clone()).unwrap();
        assert_eq!(result.annotations, untouched, "{correction:?}");
    }

    /// `name: first words of the claims; words of the mentions`.
    fn speakers(&self, annotations: &Annotations) -> Vec<String> {
        let words = |start, end| Span::new(start, end).of(&self.text);
        let speaker = |s: &whosaid::annotations::Speaker| {
            let mentions: Vec<&str> = s.mentions.iter().map(|m| words(m.start, m.end)).collect();
            format!("{}: {:?}; {}", s.name, s.claims, mentions.join(", "))
        };
        annotations.speakers.iter().map(speaker).collect()
    }

    fn words(&self, claim: &Claim) -> Vec<&str> {
        claim.content.iter().map(|span| span.of(&self.text)).collect()
    }
}

fn claim_ref(annotations: &Annotations, id: usize) -> ClaimRef {
    let Claim { content, source, speaker, .. } = &annotations.claims[id];
    let speaker = speaker.map(|id| annotations.speakers[id as usize].name.clone());
    ClaimRef { content: content.clone(), source: *source, speaker }
}

fn speaker_ref(annotations: &Annotations, id: usize) -> SpeakerRef {
    let speaker = &annotations.speakers[id];
    SpeakerRef { name: speaker.name.clone(), at: speaker.mentions.first().map(|m| m.span()), speaker_kind: None }
}

fn somebody(name: &str, kind: SpeakerKind) -> Option<SpeakerRef> {
    Some(SpeakerRef { name: name.into(), at: None, speaker_kind: Some(kind) })
}

fn rename(speaker: SpeakerRef, name: &str) -> Correction {
    let description = Some("a treasurer".to_string());
    Correction::Rename { speaker, name: name.into(), speaker_kind: SpeakerKind::Person, description }
}

const FALCAO: &str = "Rui Falcão: [0, 1, 2, 4]; Rui Falcão, he, Falcão, Falcão";
const OFFICIAL: &str = "an official: [3]; An official";

#[test]
fn the_article_is_what_the_tests_take_it_for() {
    let h = harbour();
    assert_eq!(h.speakers(&h.annotations), [FALCAO, OFFICIAL]);
    assert_eq!(h.corrected(&[]).claims, recount(&h.text, h.annotations.clone()).unwrap().claims);
}

#[test]
fn renames_a_speaker() {
    let h = harbour();
    let result = h.correct(&[rename(h.speaker(1), "Ana Reis")]);
    assert_eq!(result.about, Some(Subject::Speaker { id: 1 }));
    assert_eq!(result.before, Some(Subject::Speaker { id: 1 }));
    let ana = &result.annotations.speakers[1];
    assert_eq!((ana.name.as_str(), ana.kind, ana.anonymity), ("Ana Reis", SpeakerKind::Person, None));
    assert_eq!((ana.description.as_deref(), ana.corrected), (Some("a treasurer"), true));
    let claim = &result.annotations.claims[3];
    assert_eq!((claim.confidence, claim.corrected), (0.55, false), "nobody has checked the claim itself");
    let report = &result.annotations.report;
    assert_eq!((report.named_speakers, report.unnamed_speakers), (2, 0));
    assert!(report.sentences[0].text.contains("all by name"), "{:?}", report.sentences);
    h.misses(rename(h.speaker(1), " "));
}

#[test]
fn merges_two_speakers_claims_and_mentions_become_ones() {
    let h = harbour();
    let merged = h.corrected(&[Correction::Merge { speaker: h.speaker(1), into: h.speaker(0) }]);
    assert_eq!(h.speakers(&merged), ["Rui Falcão: [0, 1, 2, 3, 4]; Rui Falcão, he, Falcão, An official, Falcão"]);
    assert_eq!(merged.speakers[0].anonymity, None, "he has a name");
    assert_eq!(merged.speakers[0].description.as_deref(), Some("the city’s chief engineer"));
    let into_unnamed = h.corrected(&[Correction::Merge { speaker: h.speaker(0), into: h.speaker(1) }]);
    assert_eq!(into_unnamed.speakers[0].name, "an official");
    assert!(into_unnamed.speakers[0].anonymity.is_some());
    assert_eq!(into_unnamed.speakers[0].description.as_deref(), Some("the city’s chief engineer"));
    h.misses(Correction::Merge { speaker: h.speaker(0), into: h.speaker(0) });
    let nobody = SpeakerRef { name: "Nobody".into(), at: None, speaker_kind: None };
    h.misses(Correction::Merge { speaker: nobody, into: h.speaker(0) });
}

#[test]
fn what_two_said_together_one_says_once() {
    let mut h = harbour();
    let mut joint = h.annotations.claims[0].clone();
    joint.speaker = Some(1);
    h.annotations.claims.insert(1, joint);
    (0u32..).zip(&mut h.annotations.claims).for_each(|(id, claim)| claim.id = id);
    h.annotations.claims[5].parent = Some(4);
    let merged = h.corrected(&[Correction::Merge { speaker: h.speaker(1), into: h.speaker(0) }]);
    assert_eq!(merged.claims.len(), 6);
    assert_eq!(merged.claims[4].parent, Some(3), "parents follow their claims");
}

#[test]
fn splits_a_speaker_by_claims_and_mentions() {
    let h = harbour();
    let he = h.annotations.speakers[0].mentions[1].span();
    let split = |to| Correction::Split { speaker: h.speaker(0), claims: vec![h.claim(1)], mentions: vec![he], to };
    let result = h.correct(&[split(somebody("a deputy", SpeakerKind::Unnamed))]);
    assert_eq!(
        h.speakers(&result.annotations),
        ["Rui Falcão: [0, 2, 4]; Rui Falcão, Falcão, Falcão", "a deputy: [1]; he", OFFICIAL],
        "by first mention"
    );
    assert_eq!(result.about, Some(Subject::Speaker { id: 1 }));
    assert_eq!(result.before, Some(Subject::Speaker { id: 0 }));
    assert_eq!(result.annotations.claims[1].confidence, 1.0);
    assert!(result.annotations.speakers[0].corrected && result.annotations.speakers[1].corrected);
    let unclear = h.correct(&[split(None)]);
    assert_eq!((unclear.about, unclear.annotations.claims[1].speaker), (Some(Subject::Claim { id: 1 }), None));
    // Nothing to move, and nobody to move it to.
    h.misses(split(Some(h.speaker(0))));
    h.misses(split(Some(SpeakerRef { name: "Nobody".into(), at: None, speaker_kind: None })));
    let (claims, mentions) = (vec![h.claim(3)], vec![h.at("Harbour")]);
    h.misses(Correction::Split { speaker: h.speaker(0), claims, mentions, to: Some(h.speaker(1)) });
}

#[test]
fn a_new_speaker_of_a_split_takes_the_mentions_that_bear_the_name() {
    let h = harbour();
    let mentions = vec![h.nth("Falcão", 2)];
    let to = somebody("Falcão", SpeakerKind::Person);
    let split = Correction::Split { speaker: h.speaker(0), claims: vec![h.claim(4)], mentions, to };
    assert_eq!(
        h.speakers(&h.corrected(&[split])),
        ["Rui Falcão: [0, 1, 2]; Rui Falcão, he, Falcão", OFFICIAL, "Falcão: [4]; Falcão"]
    );
}

#[test]
fn gives_a_claim_to_another_the_pronoun_with_it() {
    let h = harbour();
    let given = h.corrected(&[Correction::Reassign { claim: h.claim(1), to: Some(h.speaker(1)) }]);
    assert_eq!(
        h.speakers(&given),
        ["Rui Falcão: [0, 2, 4]; Rui Falcão, Falcão, Falcão", "an official: [1, 3]; he, An official"]
    );
    let claim = &given.claims[1];
    assert_eq!((claim.confidence, claim.speaker_confidence, claim.corrected), (1.0, Some(1.0), true));
    assert!(claim.source.is_some());
}

#[test]
fn leaves_a_name_with_whose_it_is_and_the_claim_without_these_words() {
    let h = harbour();
    let given = h.corrected(&[Correction::Reassign { claim: h.claim(0), to: Some(h.speaker(1)) }]);
    assert_eq!(h.speakers(&given)[0], "Rui Falcão: [1, 2, 4]; Rui Falcão, he, Falcão, Falcão");
    assert_eq!((given.claims[0].source, given.claims[0].speaker), (None, Some(1)));
    // A name that is the other's too goes along.
    let other = somebody("Marta Falcão", SpeakerKind::Person);
    let given = h.corrected(&[Correction::Reassign { claim: h.claim(2), to: other }]);
    assert_eq!(h.speakers(&given)[1], "Marta Falcão: [2]; Falcão");
    assert!(given.claims[2].source.is_some());
}

#[test]
fn gives_a_claim_to_somebody_new_whose_name_is_looked_for_in_the_text() {
    let h = harbour();
    let given =
        h.corrected(&[Correction::Reassign { claim: h.claim(3), to: somebody("Lisbon", SpeakerKind::Organisation) }]);
    assert_eq!(
        h.speakers(&given),
        [FALCAO, "Lisbon: [3]; An official, Lisbon"],
        "nothing is attributed to the official any more"
    );
    assert_eq!(given.claims[4].parent, Some(3));
    let whole_words =
        h.corrected(&[Correction::Reassign { claim: h.claim(1), to: somebody("wall", SpeakerKind::Document) }]);
    // Both in the headline and in the text, but not as a part of other words.
    assert_eq!(h.speakers(&whole_words)[0], "wall: [1]; wall, wall, he, wall");
    h.misses(Correction::Reassign { claim: h.claim(1), to: somebody("", SpeakerKind::Person) });
}

#[test]
fn leaves_unclear_who_and_settles_it() {
    let h = harbour();
    let unclear = Correction::Reassign { claim: h.claim(1), to: None };
    let result = h.correct(std::slice::from_ref(&unclear));
    let claim = &result.annotations.claims[1];
    assert_eq!((claim.speaker, claim.speaker_confidence), (None, None));
    assert_eq!(h.speakers(&result.annotations)[0], "Rui Falcão: [0, 2, 4]; Rui Falcão, Falcão, Falcão");
    assert_eq!(result.about, Some(Subject::Claim { id: 1 }));
    let settled = Correction::Reassign { claim: claim_ref(&result.annotations, 1), to: Some(h.speaker(0)) };
    assert_eq!(h.corrected(&[unclear, settled]).claims[1].speaker, Some(0));
}

#[test]
fn attributes_the_articles_own_statement() {
    let h = harbour();
    let given = h.corrected(&[Correction::Reassign { claim: h.claim(5), to: Some(h.speaker(0)) }]);
    let claim = &given.claims[5];
    assert_eq!((claim.form, claim.rule.as_str(), claim.speaker), (ClaimForm::Indirect, BY_HAND, Some(0)));
    assert_eq!(given.report.own_check_worthy, 0);
}

#[test]
fn changes_the_words_of_a_claim_and_lets_go_of_a_cue_inside_them() {
    let h = harbour();
    let whole = h.at("An official").cover(h.at("“a joke”"));
    let result = h.correct(&[Correction::Reword { claim: h.claim(3), content: vec![whole] }]);
    let claim = &result.annotations.claims[3];
    assert_eq!((claim.source, claim.cue, claim.speaker), (None, None, Some(1)));
    assert_eq!((claim.rule.as_str(), claim.corrected, &claim.content[..]), (BY_HAND, true, &[whole][..]));
    assert_eq!(result.about, Some(Subject::Claim { id: 3 }));
    // The claim that stands inside it still does.
    assert_eq!(result.annotations.claims[4].parent, Some(3));
    h.misses(Correction::Reword { claim: h.claim(3), content: vec![whole, whole] });
    h.misses(Correction::Reword { claim: h.claim(3), content: Vec::new() });
}

#[test]
fn names_who_speaks_by_other_words_with_another_cue_and_refuses_words_of_the_claim() {
    let h = harbour();
    let other = h.at("who asked");
    let attribute = |source, cue| Correction::Attribution { claim: h.claim(3), source, cue };
    let result = h.correct(&[attribute(Some(other), None)]);
    let claim = &result.annotations.claims[3];
    assert_eq!((claim.source, claim.cue, claim.corrected, claim.confidence), (Some(other), None, true, 1.0));
    assert_eq!(claim.content, h.annotations.claims[3].content);
    assert_eq!(h.speakers(&result.annotations)[1], "an official: [3]; An official, who asked");
    assert_eq!(result.annotations.speakers[1].mentions[1].form, MentionForm::Nominal);
    assert_eq!(result.about, Some(Subject::Claim { id: 3 }));
    let there = h.corrected(&[attribute(Some(h.at("An official")), None)]);
    assert_eq!(there.speakers[1].mentions.len(), 1, "a mention that is there is enough");
    let end = h.text.len() as u32;
    for (source, cue) in [
        (Some(h.at("a joke")), None),
        (Some(other), Some(h.at("asked"))),
        (None, Some(Span::new(0, end + 1))),
        (Some(Span::new(5, 5)), None),
    ] {
        h.misses(attribute(source, cue));
    }
    let named = Correction::Attribution { claim: h.claim(1), source: Some(h.at("the budget")), cue: None };
    assert_eq!(h.corrected(&[named]).speakers[0].mentions[3].form, MentionForm::Nominal);
    for (words, form) in [("it", MentionForm::Pronoun), ("Lisbon has", MentionForm::Name)] {
        let renamed = Correction::Rename {
            speaker: h.speaker(1),
            name: "Lisbon".into(),
            speaker_kind: SpeakerKind::Organisation,
            description: None,
        };
        let words = if words == "it" {
            h.text.rfind(" it.").map(|at| Span::new(at as u32 + 1, at as u32 + 3))
        } else {
            Some(h.at(words))
        };
        let claim = ClaimRef { speaker: Some("Lisbon".into()), ..h.claim(3) };
        let result = h.corrected(&[renamed, Correction::Attribution { claim, source: words, cue: None }]);
        assert_eq!(result.speakers[1].mentions.last().map(|m| m.form), Some(form));
    }
}

#[test]
fn deletes_a_claim_what_was_inside_it_stands_by_itself() {
    let h = harbour();
    let result = h.correct(&[Correction::Delete { claim: h.claim(3) }]);
    assert_eq!((result.annotations.claims.len(), result.about), (5, None));
    assert_eq!(result.before, Some(Subject::Claim { id: 3 }), "what undoing it brings back");
    let inner = &result.annotations.claims[3];
    assert_eq!((h.words(inner), inner.parent), (vec!["the plan “a joke”"], None));
    assert_eq!(h.speakers(&result.annotations), ["Rui Falcão: [0, 1, 2, 3]; Rui Falcão, he, Falcão, Falcão"]);
    assert_eq!(result.annotations.report.unnamed_speakers, 0);
}

#[test]
fn adds_a_claim_in_text_order_and_takes_the_articles_own_statement_out_of_the_way() {
    let h = harbour();
    let content = vec![h.at("The wall was built in 1887")];
    let result = h.correct(&[Correction::Add { content, cue: None, to: Some(h.speaker(1)) }]);
    assert_eq!((result.about, result.before), (Some(Subject::Claim { id: 5 }), None));
    assert_eq!(result.annotations.claims.len(), 6);
    let added = &result.annotations.claims[5];
    assert_eq!((added.rule.as_str(), added.corrected, added.confidence, added.speaker), (BY_HAND, true, 1.0, Some(1)));
    assert_eq!(h.words(added), ["The wall was built in 1887"]);
    assert!(added.signals.contains(&"date".to_string()), "{added:?}");
    let first = h.corrected(&[Correction::Add { content: vec![h.at("Harbour wall")], cue: None, to: None }]);
    assert_eq!((h.words(&first.claims[0]), first.claims[0].speaker), (vec!["Harbour wall"], None));
    assert_eq!(first.claims[5].parent, Some(4), "parents follow their claims");
}

#[test]
fn confirms_what_was_added_twice_and_takes_no_span_outside_the_text() {
    let h = harbour();
    let cue = Some(h.at("who asked"));
    let add = |content| Correction::Add { content, cue, to: Some(h.speaker(0)) };
    let here = vec![h.at("Lisbon has two more like it")];
    assert_eq!(h.corrected(&[add(here.clone()), add(here)]).claims.len(), 7);
    let end = h.text.len() as u32;
    for span in [Span::new(5, end + 1), Span::new(5, u32::MAX), Span::new(7, 7)] {
        h.misses(add(vec![span]));
    }
    h.misses(add(Vec::new()));
    // Half of a character, and a span that ends before it begins.
    for (start, end) in [(5, h.at("ã").start + 1), (9, 5)] {
        let content = vec![Span { start, end }];
        let result = corrections::correct(&h.text, h.annotations.clone(), &[add(content)]).unwrap();
        assert_eq!(result.missed, [0]);
    }
}

#[test]
fn refers_to_what_earlier_ones_have_made() {
    let h = harbour();
    let renamed = rename(h.speaker(1), "Ana Reis");
    let between = h.corrected(std::slice::from_ref(&renamed));
    let merge = Correction::Merge { speaker: speaker_ref(&between, 0), into: speaker_ref(&between, 1) };
    let both = h.corrected(&[renamed.clone(), merge.clone()]);
    assert_eq!(both.speakers.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["Ana Reis"]);
    // One by one gives the same, the record too.
    let one_by_one = corrections::correct(&h.text, between, &[merge]).unwrap().annotations;
    assert_eq!(one_by_one, both);
}

#[test]
fn says_which_no_longer_fit_and_does_the_others() {
    let h = harbour();
    let nowhere = ClaimRef { content: vec![Span::new(0, 3)], source: None, speaker: None };
    let result = h.correct(&[Correction::Delete { claim: nowhere }, Correction::Delete { claim: h.claim(0) }]);
    assert_eq!((result.missed, result.annotations.claims.len()), (vec![0], 5));
}

#[test]
fn finds_a_claim_whose_ends_have_moved_a_little_and_no_other() {
    let h = harbour();
    let whole = h.annotations.claims[3].content[0];
    let found = |start, end| {
        let claim = ClaimRef { content: vec![Span::new(start, end)], source: None, speaker: None };
        h.correct(&[Correction::Delete { claim }]).before
    };
    assert_eq!(found(whole.start + 5, whole.end), Some(Subject::Claim { id: 3 }));
    assert_eq!(found(whole.start, whole.start + 12), None);
    // Without its quotation marks, which are three bytes each, it is the same as well.
    let quoted = h.annotations.claims[1].content.clone();
    let bare = quoted.iter().map(|s| Span::new(s.start + 3, s.end - 3)).collect();
    let claim = ClaimRef { content: bare, source: None, speaker: None };
    assert_eq!(h.correct(&[Correction::Delete { claim }]).before, Some(Subject::Claim { id: 1 }));
}

#[test]
fn tells_a_joint_statements_claims_apart_by_source_and_speaker() {
    let mut h = harbour();
    let mut joint = h.annotations.claims[0].clone();
    joint.speaker = Some(1);
    h.annotations.claims.insert(1, joint);
    (0u32..).zip(&mut h.annotations.claims).for_each(|(id, claim)| claim.id = id);
    h.annotations.claims[5].parent = Some(4);
    for id in [0, 1] {
        let result = h.correct(&[Correction::Delete { claim: h.claim(id as usize) }]);
        assert_eq!(result.before, Some(Subject::Claim { id }));
    }
}

#[test]
fn refuses_annotations_of_another_text() {
    let h = harbour();
    let refused = Annotator::new().correct("Too short.", h.annotations, &[]).unwrap_err().to_string();
    assert!(refused.contains("behind the end of the text"), "{refused}");
}
