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
    let source = "taxes rose by 4 percent in 2019";
    let rate = |mode| super::rate(&Text::new(source), &[Span::new(0, source.len() as u32)], Some(mode)).score;
    assert!(rate(ClaimMode::Attitude) < rate(ClaimMode::Statement) - 0.1);
}

#[test]
fn the_built_in_weights_are_sound() {
    let file = include_bytes!("../../../data/checkworthy.bin");
    let ranker = Ranker::read(file).unwrap();
    assert_eq!(ranker.write(), file);
    assert!(file.len() <= 16_384, "{}", file.len());
    assert_ne!(ranker.log_odds(&[(0, 1.0)]), ranker.log_odds(&[]));
}

#[test]
fn a_damaged_file_is_an_error() {
    let file = Ranker::built_in().write();
    for cut in [0, 3, 4, 11, file.len() - 1] {
        assert!(Ranker::read(&file[..cut]).is_err(), "{cut}");
    }
    let mut long = file.clone();
    long.extend([0xff, 0xff, 0x7f, 1]);
    assert!(Ranker::read(&long).is_err());
}

#[test]
fn survives_anything() {
    for source in ["\u{0}", "$", "as", "the", "May", "?", "1", "%", "\u{1F600}", "٣ ٤", "in 2", "$ $ $"] {
        let worth = worth(source);
        assert!((0.0..=1.0).contains(&worth.score), "{source}");
    }
}
