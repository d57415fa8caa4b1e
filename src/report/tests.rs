use super::*;
use crate::annotations::{ClaimForm, SentenceKind};
use crate::claims::build;
use crate::claims::tests::{attribution, persons, speaker};
use crate::speakers::Speakers;

const SOURCE: &str = "“It was a long and bitter strike and it cost us dearly,” Ann Lee said. \
A guard, who feared for his job, said the gates had been locked for two days before the fire. \
Western officials said the plan was known to them and to all of their allies from the beginning. \
The strike lasted 41 days, the longest at the port since 1974.";

fn found() -> Report {
    let text = Text::new(SOURCE);
    let attributions = [
        attribution(
            SOURCE,
            Some("Ann Lee"),
            &["“It was a long and bitter strike and it cost us dearly,”"],
            ClaimForm::Direct,
        ),
        attribution(
            SOURCE,
            Some("A guard"),
            &["the gates had been locked for two days before the fire"],
            ClaimForm::Indirect,
        ),
        attribution(
            SOURCE,
            Some("Western officials"),
            &["the plan was known to them and to all of their allies from the beginning"],
            ClaimForm::Indirect,
        ),
    ];
    let mut guard = speaker(1, "A guard", SpeakerKind::Unnamed, MentionForm::Nominal);
    guard.anonymity = Some(crate::claims::tests::at(SOURCE, "who feared for his job"));
    let speakers = Speakers {
        speakers: vec![
            speaker(0, "Ann Lee", SpeakerKind::Person, MentionForm::Name),
            guard,
            speaker(2, "Western officials", SpeakerKind::Group, MentionForm::Nominal),
        ],
        of: vec![Some((0, 1.0)), Some((1, 1.0)), Some((2, 1.0))],
        why: Vec::new(),
    };
    let (claims, speakers) = build(&text, &attributions, speakers, &[]);
    report(&text, &claims, &speakers)
}

#[test]
fn counts() {
    let report = found();
    let expected = Report {
        words: 64,
        quoted_share: 0.1875,
        reported_share: 0.4063,
        named_speakers: 1,
        unnamed_speakers: 2,
        unnamed_share: 0.6842,
        own_check_worthy: 1,
        sentences: report.sentences.clone(),
    };
    assert_eq!(report, expected);
    let nothing = super::report(&Text::new(""), &[], &[]);
    assert_eq!(Report { sentences: Vec::new(), ..nothing }, Report::default());
}

// Snapshots are compared natively only.
#[cfg(not(target_arch = "wasm32"))]
#[test]
fn says_it_in_sentences() {
    let said: Vec<String> =
        found().sentences.iter().map(|s| format!("{:?}: {} {:?}", s.kind, s.text, s.claims)).collect();
    insta::assert_snapshot!(said.join("\n"), @r"
    Overview: Three speakers are heard, one by name and two without; 19% of the words are quoted and 41% are reported. [0, 1, 2]
    Loudest: Western officials have the most to say: 15 of the 38 words that are tied to a speaker (39%). [2]
    Unnamed: 68% of the attributed words rest on speakers without a name: Western officials and a guard. [1, 2]
    Anonymity: The article says why it does not name a guard. [1]
    Paraphrased: Western officials are paraphrased but never quoted. [2]
    Own: The article itself makes one statement worth a check, attributed to nobody. [3]
    ");
}

#[test]
fn names_stand_in_sentences_as_a_person_writes_them() {
    let source = "“We are done,” Ann Lee said. Ann Lee and Jo Hart said that the team had talked about nothing else but the \
                  title since January. Prosecutors said that the men had met four times in the same small hotel by the \
                  harbour that year. Another said that she had been offered two more years at the club and the captain’s \
                  room too.";
    let contents = [
        "“We are done,”",
        "that the team had talked about nothing else but the title since January",
        "that the men had met four times in the same small hotel by the harbour that year",
        "that she had been offered two more years at the club and the captain’s room too",
    ];
    let attributions: Vec<_> = contents.iter().map(|c| attribution(source, None, &[c], ClaimForm::Indirect)).collect();
    let speakers = Speakers {
        speakers: vec![
            speaker(0, "Ann Lee", SpeakerKind::Person, MentionForm::Name),
            speaker(1, "Ann Lee and Jo Hart", SpeakerKind::Group, MentionForm::Name),
            speaker(2, "Prosecutors", SpeakerKind::Group, MentionForm::Nominal),
            speaker(3, "Another", SpeakerKind::Unnamed, MentionForm::Nominal),
        ],
        of: (0..4).map(|id| Some((id, 1.0))).collect(),
        why: Vec::new(),
    };
    let text = Text::new(source);
    let (mut claims, speakers) = build(&text, &attributions, speakers, &[]);
    claims.retain(|c| c.form != ClaimForm::Own);
    let report = report(&text, &claims, &speakers);
    assert_eq!((report.named_speakers, report.unnamed_speakers), (2, 2));
    let of = |kind: SentenceKind| report.sentences.iter().find(|s| s.kind == kind).map(|s| s.text.as_str());
    assert_eq!(of(SentenceKind::Unnamed).unwrap().split_once(": ").unwrap().1, "prosecutors and another source.");
    // Ann Lee is quoted, if alone: she is not silent.
    assert_eq!(of(SentenceKind::Paraphrased), Some("Prosecutors and another source are paraphrased but never quoted."));
}

#[test]
fn those_named_together_have_a_name() {
    let source = "“We are done pretending,” defender Ines Okafor and goalkeeper Kaja Lund said on Monday.";
    let found = crate::Annotator::new().annotate(source);
    assert_eq!((found.report.named_speakers, found.report.unnamed_speakers), (1, 0), "{:?}", found.speakers);
}

#[test]
fn nothing_attributed() {
    let text = Text::new("It rained.");
    let report = report(&text, &[], &[]);
    let said: Vec<_> = report.sentences.into_iter().map(|s| s.text).collect();
    assert_eq!(said, ["Nothing in this text is attributed to anybody."]);
}

#[test]
fn a_passage_with_one_source() {
    let source = "“The river rose by night and took the bridge,” Ann said. “Then the lower road went under water,” \
                  Ann said. “Nobody came to help us until noon,” Ann said. “We carried the old people out by boat \
                  ourselves,” Ann said. “I saw it from the hill,” Bob said.";
    let contents = [
        "“The river rose by night and took the bridge,”",
        "“Then the lower road went under water,”",
        "“Nobody came to help us until noon,”",
        "“We carried the old people out by boat ourselves,”",
        "“I saw it from the hill,”",
    ];
    let attributions: Vec<_> = contents.iter().map(|c| attribution(source, None, &[c], ClaimForm::Direct)).collect();
    let of: Vec<_> = [0, 0, 0, 0, 1].iter().map(|&id| Some((id, 1.0))).collect();
    let speakers = persons(&["Ann", "Bob"], &of);
    let text = Text::new(source);
    let (mut claims, speakers) = build(&text, &attributions, speakers, &[]);
    claims.retain(|c| c.form != ClaimForm::Own);
    let report = report(&text, &claims, &speakers);
    let passage = report.sentences.into_iter().find(|s| s.kind == SentenceKind::Passage);
    assert_eq!(passage.map(|s| s.claims), Some(vec![0, 1, 2, 3]));
}
