use super::digest::{Local, Words};
use super::*;
use crate::annotations::{ClaimForm, ClaimMode, SpeakerKind};
use crate::text::{OffsetUnit, Span};
use crate::Annotator;

/// An article in which each of these says ten words, in quotation marks or not.
fn article(id: &str, sources: &[(&str, SpeakerKind, Option<&str>, bool)]) -> Digest {
    let local = |&(name, kind, role, _): &(&str, SpeakerKind, Option<&str>, bool)| Local {
        name: name.to_owned(),
        kind,
        standing: if kind == SpeakerKind::Unnamed { Standing::Unnamed } else { Standing::Named },
        description: role.map(str::to_owned),
        aliases: Vec::new(),
        he: None,
        seats: Vec::new(),
    };
    let words = |(n, source): (u32, &(&str, SpeakerKind, Option<&str>, bool))| Words {
        claim: n,
        form: if source.3 { ClaimForm::Direct } else { ClaimForm::Indirect },
        mode: ClaimMode::Statement,
        sources: vec![n],
        quoted: if source.3 { 10 } else { 0 },
        reported: if source.3 { 0 } else { 10 },
        spans: vec![Span::new(n * 10, n * 10 + 5)],
        text: format!("{id} {n}"),
    };
    Digest {
        info: ArticleInfo { id: id.to_owned(), ..ArticleInfo::default() },
        beginning: format!("About {id}"),
        fingerprint: id.bytes().map(u64::from).sum(),
        offsets: OffsetUnit::Utf16,
        words: 100,
        sources: sources.iter().map(local).collect(),
        passages: (0..).zip(sources).map(words).collect(),
        corrections: Vec::new(),
    }
}

const PERSON: SpeakerKind = SpeakerKind::Person;
const BODY: SpeakerKind = SpeakerKind::Organisation;

fn audit(articles: impl IntoIterator<Item = Digest>) -> Audit {
    let mut audit = Audit::new();
    articles.into_iter().for_each(|article| audit.add(article));
    audit
}

/// Name and articles of each source, in the order of the alphabet.
fn joined(report: &AuditReport) -> Vec<(String, Vec<u32>)> {
    let mut all: Vec<_> = report.sources.iter().map(|s| (s.name.clone(), s.articles.clone())).collect();
    all.sort();
    all
}

fn of(name: &str, article: Option<&str>) -> SourceRef {
    SourceRef { name: name.to_owned(), article: article.map(str::to_owned) }
}

#[test]
fn a_full_name_joins_and_a_surname_does_not() {
    let report = audit([
        article("a", &[("Ilze Kalna", PERSON, Some("mayor"), true)]),
        article("b", &[("Ilze Kalniņa", PERSON, None, true), ("Ilze Kalna", PERSON, None, false)]),
        article("c", &[("Kalna", PERSON, None, true)]),
        article("d", &[("Juris Kalna", PERSON, None, true), ("Kalna", PERSON, None, true)]),
    ])
    .report(&[], None);
    let expected = [
        ("Ilze Kalna", vec![0, 1]),
        ("Ilze Kalniņa", vec![1]),
        ("Juris Kalna", vec![3]),
        ("Kalna", vec![2]),
        ("Kalna", vec![3]),
    ];
    assert_eq!(joined(&report), expected.map(|(name, articles)| (name.to_owned(), articles)));
    let kalna = &report.sources[0];
    assert_eq!((kalna.quoted_words, kalna.reported_words, kalna.statements), (10, 10, 2));
    assert_eq!(kalna.joined.as_deref(), Some("the same full name in all articles (Ilze Kalna)"));
    // The surname is offered, to either bearer.
    let offers: Vec<&str> = report.suggestions.iter().map(|s| s.why.as_str()).collect();
    assert_eq!(offers[0], "2 articles have only “Kalna”; Ilze Kalna may be meant, and so may others.");
}

#[test]
fn middle_names_tell_namesakes_apart() {
    let named = |id: &str, name: &str| article(id, &[(name, PERSON, None, true)]);
    let report =
        audit([named("a", "Ann B. Berg"), named("b", "Ann Berta Berg"), named("c", "Ann Berg")]).report(&[], None);
    assert_eq!(report.sources.len(), 1);
    let report =
        audit([named("a", "Ann B. Berg"), named("b", "Ann C. Berg"), named("c", "Ann Berg")]).report(&[], None);
    assert_eq!(report.sources.len(), 3);
    let plain = report.sources.iter().find(|s| s.name == "Ann Berg").unwrap();
    assert!(plain.doubts.iter().any(|doubt| doubt.contains("nothing here tells")), "{:?}", plain.doubts);
    let report = audit([named("a", "Ann Berg Jr."), named("b", "Ann Berg")]).report(&[], None);
    assert_eq!(report.sources.len(), 2);
    assert_eq!(report.suggestions.len(), 1);
}

#[test]
fn roles_without_a_word_in_common_are_flagged() {
    let said = |id: &str, role| article(id, &[("Ann Berg", PERSON, role, true)]);
    let report =
        audit([said("a", Some("striker")), said("b", Some("mayor of Riga")), said("c", None)]).report(&[], None);
    assert_eq!(joined(&report), [("Ann Berg".to_owned(), vec![0, 1, 2])]);
    assert_eq!(
        report.sources[0].doubts,
        ["One name, but roles without a word in common: “striker”, “mayor of Riga”. Is that one person?"]
    );
    let report = audit([said("a", Some("The mayor")), said("b", Some("mayor of Riga"))]).report(&[], None);
    assert!(report.sources[0].doubts.is_empty());
}

#[test]
fn pronouns_that_contradict_keep_namesakes_apart() {
    let said = |id: &str, role, he| {
        let mut article = article(id, &[("Kim Berg", PERSON, role, true)]);
        article.sources[0].he = he;
        article
    };
    let report = audit([
        said("a", Some("pilot"), Some(true)),
        said("b", Some("mayor"), Some(false)),
        said("c", Some("The pilot"), None),
        said("d", None, None),
    ])
    .report(&[], None);
    assert_eq!(joined(&report), [0, 1, 3].map(|n| ("Kim Berg".to_owned(), if n == 0 { vec![0, 2] } else { vec![n] })));
    assert!(report.sources.iter().all(|s| s.doubts.iter().any(|doubt| doubt.contains("Kept apart"))));
}

#[test]
fn bodies_join_by_name_and_by_an_acronym_that_is_explained() {
    let mut explains = article("a", &[("Western Harbour Board", BODY, None, true)]);
    explains.sources[0].aliases = vec!["WHB".to_owned(), "Board".to_owned()];
    let report = audit([
        explains,
        article("b", &[("WHB", BODY, None, true), ("City Council", BODY, None, true)]),
        article(
            "c",
            &[
                ("the Western Harbour Board", BODY, None, true),
                ("City Council", BODY, None, true),
                ("Board", BODY, None, true),
            ],
        ),
    ])
    .report(&[], None);
    let expected = [
        ("Board", vec![2]),
        ("City Council", vec![1]),
        ("City Council", vec![2]),
        ("Western Harbour Board", vec![0, 1, 2]),
    ];
    assert_eq!(joined(&report), expected.map(|(name, articles)| (name.to_owned(), articles)));
    // Every town has one: it is offered, not joined.
    assert!(report.sources.iter().filter(|s| s.name == "City Council").all(|s| s.doubts.len() == 1));
    assert_eq!(report.suggestions.len(), 1);
    let offered = &report.suggestions[0];
    assert_eq!(offered.why, "2 articles have “City Council”, as many bodies are called.");
    assert!(report.sources[0].joined.as_deref().unwrap().contains("acronym"));
}

#[test]
fn an_acronym_of_two_bodies_is_nobodys() {
    let explains = |id: &str, name: &str| {
        let mut article = article(id, &[(name, BODY, None, true)]);
        article.sources[0].aliases = vec!["WHB".to_owned()];
        article
    };
    let report = audit([
        explains("a", "Western Harbour Board"),
        explains("b", "Wool and Hides Bureau"),
        article("c", &[("WHB", BODY, None, true)]),
    ])
    .report(&[], None);
    assert_eq!(report.sources.len(), 3);
}

#[test]
fn unnamed_sources_are_counted_and_never_joined() {
    let unnamed = |id: &str| {
        article(id, &[("a senior official", SpeakerKind::Unnamed, None, true), ("Ann Berg", PERSON, None, false)])
    };
    let report = audit([unnamed("a"), unnamed("b")]).report(&[], None);
    let totals = &report.totals;
    assert_eq!((totals.named, totals.unnamed, totals.articles, totals.words), (1, 2, 2, 200));
    assert_eq!((totals.unnamed_words, totals.unnamed_share, totals.quoted_words), (20, 0.5, 20));
    assert_eq!((totals.first_three_share, &totals.first_three[..]), (1.0, &[0, 1, 2][..]));
    assert_eq!(totals.only_paraphrased, [0]);
    // Each number leads to its passages.
    assert_eq!(
        report.sources[0].passages.iter().map(|&p| report.passages[p as usize].text.as_str()).collect::<Vec<_>>(),
        ["a 1", "b 1"]
    );
}

#[test]
fn a_joint_statement_counts_for_each_and_once_in_all() {
    let mut both = article("a", &[("Ann Berg", PERSON, None, true), ("Ilze Kalna", PERSON, None, true)]);
    both.passages.truncate(1);
    both.passages[0].sources = vec![0, 1];
    let report = audit([both]).report(&[], None);
    assert!(report.sources.iter().all(|s| s.quoted_words == 10));
    assert_eq!((report.totals.quoted_words, report.totals.first_three_share), (10, 1.0));
}

#[test]
fn a_person_joins_and_parts() {
    let said = |id: &str, name| article(id, &[(name, PERSON, None, true)]);
    let audit = audit([said("a", "Ann Berg"), said("b", "Ann Berg"), said("c", "Berg"), said("d", "Berg")]);
    let join = |source, into| Act::Join { source, into };
    let acts = [join(of("Berg", Some("c")), of("Ann Berg", None)), Act::Part { source: of("Ann Berg", Some("b")) }];
    let report = audit.report(&acts, None);
    let named = |articles: &[u32]| ("Ann Berg".to_owned(), articles.to_vec());
    assert_eq!(joined(&report), [named(&[0, 2]), named(&[1]), ("Berg".to_owned(), vec![3])]);
    assert_eq!((report.missed.len(), report.corrections.len()), (0, 2));
    assert!(report.sources.iter().filter(|s| s.name == "Ann Berg").all(|s| s.corrected));
    let evidence: Vec<Option<&str>> = report.sources.iter().map(|s| s.joined.as_deref()).collect();
    let done = "“Ann Berg” of “b” was parted from others of the name";
    let expected = format!("by hand: “Berg” of “c” was joined with “Ann Berg”; {done}");
    assert_eq!(evidence, [Some(expected.as_str()), Some(format!("by hand: {done}").as_str()), None]);
    // All of a name at once, and back by leaving the act out.
    let report = audit.report(&[join(of("Berg", None), of("Ann Berg", None))], None);
    assert_eq!(joined(&report), [named(&[0, 1, 2, 3])]);
    assert_eq!(audit.report(&[], None).sources.len(), 3);
    // What means nothing is told: nobody of that name, several of it, one that is alone already.
    let acts = [
        join(of("Nobody", None), of("Ann Berg", None)),
        join(of("Ann Berg", None), of("Berg", None)),
        Act::Part { source: of("Berg", Some("c")) },
        Act::Part { source: of("Ann Berg", None) },
        join(of("Ann Berg", None), of("Ann Berg", None)),
    ];
    assert_eq!(audit.report(&acts, None).missed, [0, 1, 2, 3, 4]);
}

#[test]
fn an_article_that_was_corrected_takes_the_place_of_what_it_was() {
    let said = |id: &str, name| article(id, &[(name, PERSON, None, true)]);
    let mut audit = audit([said("a", "Ann Berg"), said("b", "Ann Borg"), said("b", "Bo Ek")]);
    let correction =
        serde_json::json!({ "kind": "delete", "claim": { "content": [], "source": null, "speaker": null } });
    let again = said("b", "Ann Berg").corrected_by(vec![correction.clone()]);
    assert!(audit.replace(1, again));
    assert!(!audit.replace(3, said("c", "Ann Berg")));
    let report = audit.report(&[], None);
    assert_eq!(joined(&report), [("Ann Berg".to_owned(), vec![0, 1]), ("Bo Ek".to_owned(), vec![2])]);
    let ids: Vec<&str> = report.articles.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "b (2)"]);
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["articles"][1]["corrections"], serde_json::json!([correction]));
    assert_eq!(json["articles"][0]["corrections"], serde_json::Value::Null);
}

#[test]
fn acts_are_written_as_they_are_read() {
    let json = r#"[{"kind":"join","source":{"name":"Berg","article":"c"},"into":{"name":"Ann Berg","article":null}},{"kind":"part","source":{"name":"Ann Berg","article":"b"}}]"#;
    let acts: Vec<Act> = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&acts).unwrap(), json);
    assert!(
        serde_json::from_str::<Act>(r#"{"kind":"join","source":{"name":"Berg"},"into":{"name":"Ann Berg"}}"#).is_ok()
    );
}

#[test]
fn the_users_own_table_is_counted_by_its_columns() {
    let report = |people: &str| {
        let people = people_of(people);
        audit([
            article("a", &[("Ann Berg", PERSON, None, true), ("Ilze Kalna", PERSON, None, false)]),
            article(
                "b",
                &[
                    ("Ann Berg", PERSON, None, true),
                    ("Juris Ozols", PERSON, None, true),
                    ("a clerk", SpeakerKind::Unnamed, None, true),
                ],
            ),
        ])
        .report(&[], Some(&people))
    };
    let report = report("name,beat\nAnn Berg,sport\nILZE KALNA,town\n");
    assert_eq!(report.columns.len(), 1);
    let rows: Vec<(Option<&str>, u32, u32, u32)> = report.columns[0]
        .values
        .iter()
        .map(|v| (v.value.as_deref(), v.sources.len() as u32, v.counts.quoted_words, v.counts.articles))
        .collect();
    assert_eq!(rows, [(Some("sport"), 1, 20, 2), (Some("town"), 1, 0, 1), (None, 1, 10, 1)]);
    assert_eq!(report.sources[0].fields.as_deref(), Some(&["sport".to_owned()][..]));
}

fn people_of(table: &str) -> People {
    people(table.as_bytes()).unwrap()
}

#[test]
fn sections_and_months_are_counted_where_there_are_any() {
    let with = |id: &str, section: Option<&str>, date: Option<&str>| {
        let mut article = article(id, &[("Ann Berg", PERSON, None, true)]);
        article.info.section = section.map(str::to_owned);
        article.info.date = date.map(str::to_owned);
        article
    };
    let report = audit([
        with("a", Some("Sport"), Some("2024-02-01")),
        with("b", None, Some("2024-01-01")),
        with("c", Some("Sport"), Some("soon")),
    ])
    .report(&[], None);
    let parts = |parts: &[Part]| parts.iter().map(|p| (p.name.clone(), p.counts.articles)).collect::<Vec<_>>();
    assert_eq!(parts(&report.sections), [(Some("Sport".to_owned()), 2), (None, 1)]);
    assert_eq!(parts(&report.months), [(Some("2024-01".to_owned()), 1), (Some("2024-02".to_owned()), 1), (None, 1)]);
    let report = audit([with("a", None, None)]).report(&[], None);
    assert!(report.sections.is_empty() && report.months.is_empty());
}

#[test]
fn articles_of_one_name_are_numbered_and_of_one_text_are_told() {
    let report = audit(["a", "a", "a (2)", "a"].map(|id| article(id, &[]))).report(&[], None);
    let ids: Vec<&str> = report.articles.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(ids, ["a", "a (2)", "a (2) (2)", "a (3)"]);
    assert_eq!(report.articles.iter().map(|a| a.same_as).collect::<Vec<_>>(), [None, Some(0), None, Some(0)]);
}

#[test]
fn real_articles_are_digested_in_the_unit_that_is_asked_for() {
    let text = "🎉 RIGA, Latvia — “The bridge will hold,” Mayor Ilze Kalna said. She said rust was no danger. \
                A senior official, who asked not to be named, said the bridge was closed.";
    let annotations = Annotator::new().annotate(text);
    let mut audits: Vec<AuditReport> = Vec::new();
    for unit in [OffsetUnit::Byte, OffsetUnit::Codepoint] {
        let info = ArticleInfo { id: "x".into(), ..ArticleInfo::default() };
        let digest = digest(info, text, &annotations, unit);
        // As it comes out of another thread's memory or out of JSON.
        let digest: Digest = serde_json::from_str(&serde_json::to_string(&digest).unwrap()).unwrap();
        audits.push(audit([digest]).report(&[], None));
    }
    let [bytes, points] = &audits[..] else { unreachable!() };
    for (passage, other) in bytes.passages.iter().zip(&points.passages) {
        let words: Vec<&str> = passage.spans.iter().map(|span| span.of(text)).collect();
        assert_eq!(words.join(" […] "), passage.text);
        let points: Vec<char> = text.chars().collect();
        let words = other.spans.iter().map(|s| points[s.start as usize..s.end as usize].iter().collect::<String>());
        assert_eq!(words.collect::<Vec<_>>().join(" […] "), passage.text);
    }
    let kalna = &bytes.sources[bytes.sources.iter().position(|s| s.name == "Ilze Kalna").unwrap()];
    let found = &annotations.speakers.iter().find(|s| s.name == "Ilze Kalna").unwrap();
    assert_eq!((kalna.quoted_words, kalna.reported_words), (found.quoted_words, found.reported_words));
    assert_eq!((bytes.totals.named, bytes.totals.unnamed, bytes.totals.words), (1, 1, annotations.report.words));
    assert!((bytes.totals.unnamed_share - f64::from(annotations.report.unnamed_share)).abs() < 1e-4);
    assert_eq!(bytes.articles[0].title.chars().next(), Some('🎉'));
}
