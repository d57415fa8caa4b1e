use super::*;

fn worth(source: &str) -> Worth {
    rate(&Text::new(source), &[Span::new(0, source.len() as u32)], None)
}

#[test]
fn signals() {
    for (source, expected) in [
        ("The fire killed 37 people and hurt dozens.", "number cause"),
        ("Exports rose 4 percent in 2021.", "number percentage change date"),
        ("The bridge cost $1.2 billion.", "number money"),
        ("The bridge cost 40 million euros.", "number money"),
        ("Women there earn less than men.", "comparison"),
        ("More than 20 ships were lost.", "number change"),
        ("It was the hottest June on record.", "record date"),
        ("She is the first woman to lead the court.", "record"),
        ("He voted against the bill in May 2019.", "date vote law"),
        ("They may march in the capital.", ""),
        ("One in five children there goes hungry.", "number percentage"),
        ("The collapse was due to rust.", "cause"),
        ("He was sentenced to six years for fraud.", "number date law"),
        ("Call (617) 555-0142 or ask at the desk.", ""),
        ("The line is open on +44 20 7946 0018 and 0800 555 111.", ""),
        ("Those in need can text HELP to 741741.", ""),
        ("Route 9 and I-95 were closed near Exit 14.", ""),
        ("A 12-year-old boy ran home.", "number"),
        ("The shelter at 12 Old Mill Street is open.", ""),
        ("Some 300 people rang the hotline.", "number"),
        ("It happened on Flight 212 to Rome.", ""),
        ("They won the match 24-17.", "number"),
        ("Smith, 45, met the first lady at 10:30 a.m. on the 4th.", ""),
        ("At first nothing happened, and the first stalls opened.", ""),
        ("It was the country's first win, and the third in a row for her.", "record"),
        ("No other town has a mosque.", "record"),
        ("The pump failed twice.", "number"),
        ("The two leaders raised a glass.", "change"),
        ("It sold twice as many cars as Ford.", "comparison"),
    ] {
        let found: Vec<&str> = worth(source).signals.iter().map(|s| s.name()).collect();
        assert_eq!(found.join(" "), expected, "{source}");
    }
}

#[test]
fn facts_before_opinions_predictions_questions_and_experience() {
    let facts = [
        "The city lost 12,000 jobs between 2008 and 2012, more than any other in the state.",
        "The vaccine reduced deaths by 60 percent in a trial of 4,000 patients.",
        "She was convicted of fraud in 2016 and fined $200,000.",
    ];
    let others = [
        "It was a wonderful evening and I am so proud of everybody.",
        "Will the city ever see those 12,000 jobs again?",
        "The vaccine will change our lives, I think.",
        "I was standing at the bus stop when I heard a bang.",
        "We should all be ashamed of what happened here.",
        "Yes.",
        "",
    ];
    for fact in facts {
        for other in others {
            let (a, b) = (worth(fact).score, worth(other).score);
            assert!(a >= b + 0.3, "{a} {fact} / {b} {other}");
        }
    }
}

#[test]
fn an_attitude_is_less_of_a_fact() {
    let source = "traces of the metal were found near the mine";
    let rate = |mode| super::rate(&Text::new(source), &[Span::new(0, source.len() as u32)], Some(mode)).score;
    assert!(rate(ClaimMode::Attitude) < rate(ClaimMode::Statement) - 0.05);
}

#[test]
fn agrees_with_the_training_tool() {
    let ranker = Ranker::built_in().unwrap();
    let reference = include_str!("reference.tsv");
    assert_eq!(reference.lines().count(), 30);
    for line in reference.lines() {
        let (expected, source) = line.split_once('\t').unwrap();
        let expected: f32 = expected.parse().unwrap();
        let text = Text::new(source);
        let found = ranker.log_odds_of(&text);
        assert!((found - expected).abs() < 0.01, "{source}: {found} instead of {expected}");
    }
}

#[test]
fn a_statement_is_ranked_by_its_own_words() {
    let source = "“Nobody slept,” she said. Unemployment in Norland fell by 4 percent in 2019. It rained.";
    let text = Text::new(source);
    let rater = Rater::new(&text);
    let score = |words: &str| {
        let start = source.find(words).unwrap() as u32;
        rater.rate(&[Span::new(start, start + words.len() as u32)], None).score
    };
    let (fact, others) = (score("Unemployment in Norland fell by 4 percent in 2019."), ["Nobody slept", "It rained."]);
    assert!(others.iter().all(|other| score(other) < fact - 0.3));
    // Beyond the first 80 tokens nothing counts.
    let long = format!("It rained. {}Taxes rose by 4 percent in 2019.", "so ".repeat(100));
    let text = Text::new(&long);
    let evidence = Ranker::built_in().unwrap().evidence(&text);
    let of = |count: usize| ranker::log_odds(&evidence, 0..count);
    assert_eq!(of(text.tokens.len()), of(80));
    assert_ne!(of(80), of(79));
}

#[test]
fn other_weights_are_an_error() {
    let file = include_bytes!("../../../data/checkworthy.bin");
    assert!(Ranker::from_bytes(file).is_ok());
    for cut in [0, 8, 15, 40, file.len() - 1] {
        assert!(Ranker::from_bytes(&file[..cut]).is_err(), "{cut}");
    }
    let hash = |body: &[u8]| body.iter().fold(0x811c_9dc5u32, |h, &b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
    let mut other = file.to_vec();
    // The first number behind the head: the trunk that it was trained on.
    other[16] ^= 1;
    let body = hash(&other[16..]);
    other[12..16].copy_from_slice(&body.to_le_bytes());
    assert_eq!(Ranker::from_bytes(&other).err(), Some(crate::network::WeightsError::Trunk));
}

#[test]
fn survives_anything() {
    for source in ["\u{0}", "$", "as", "the", "May", "?", "1", "%", "\u{1F600}", "٣ ٤", "in 2", "$ $ $"] {
        let worth = worth(source);
        assert!((0.0..=1.0).contains(&worth.score), "{source}");
    }
}
