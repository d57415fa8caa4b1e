//! What the words of a statement show, by rule.

use super::{labels, words};
use crate::text::{Text, TokenKind};
use std::fmt;

/// A reason to check a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Signal {
    /// A count or measure: `37 people`, `a dozen`.
    Number,
    /// A share: `4 percent`, `one in five`.
    Percentage,
    /// A sum of money.
    Money,
    /// One thing against another: `fewer than`, `twice as many`.
    Comparison,
    /// A quantity that went up or down: `rose`, `has doubled`.
    Change,
    /// A first, an only, a superlative: `the first`, `never before`, `the highest`.
    Record,
    /// A year, a month, a stretch of time since then.
    Date,
    /// Votes, elections, vetoes.
    Vote,
    /// One thing brought about by another: `because`, `led to`.
    Cause,
    /// What a court, a law or the police did: `convicted`, `banned`, `signed`.
    Law,
}

/// What a statement loses in which no rule sees a reason: nobody could be told why it stands high.
const NO_REASON: f32 = 1.5;

impl Signal {
    /// All, in order.
    pub const ALL: [Self; 10] = [
        Self::Number,
        Self::Percentage,
        Self::Money,
        Self::Comparison,
        Self::Change,
        Self::Record,
        Self::Date,
        Self::Vote,
        Self::Cause,
        Self::Law,
    ];

    /// The name in the JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Percentage => "percentage",
            Self::Money => "money",
            Self::Comparison => "comparison",
            Self::Change => "change",
            Self::Record => "record",
            Self::Date => "date",
            Self::Vote => "vote",
            Self::Cause => "cause",
            Self::Law => "law",
        }
    }

    /// What the signal adds to the log-odds. Set by hand for news prose; the order follows what each is worth in
    /// ClaimBuster's labels, where a vote or a record is checked more often than a bare date.
    fn weight(self) -> f32 {
        match self {
            Self::Number => 1.3,
            Self::Percentage => 0.9,
            Self::Money => 0.8,
            Self::Comparison => 1.0,
            Self::Change => 1.1,
            Self::Record => 1.1,
            Self::Date => 0.7,
            Self::Vote => 1.1,
            Self::Cause => 0.8,
            Self::Law => 0.9,
        }
    }
}

impl fmt::Display for Signal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What was read in a statement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Reasons to check it, in order.
    pub signals: Vec<Signal>,
    /// Words.
    pub words: usize,
    /// Numbers that are no dates or times.
    pub numbers: usize,
    /// Words of judgement: `should`, `terrible`, `I think`.
    pub opinion: usize,
    /// Words about what has not happened yet: `will`, `might`, `is expected to`.
    pub prediction: usize,
    /// It asks.
    pub question: bool,
    /// Words of a person about themselves: `I`, `my`.
    pub personal: usize,
    /// Names inside the statement: capitals that do not begin it.
    pub names: usize,
}

pub(super) struct Word<'t> {
    pub text: &'t str,
    pub lower: String,
    pub kind: TokenKind,
}

impl Reading {
    /// Reads the tokens of a statement (indices into [`Text::tokens`], in text order).
    #[must_use]
    pub fn new(text: &Text<'_>, tokens: &[usize]) -> Self {
        let words: Vec<Word<'_>> = tokens
            .iter()
            .map(|&i| {
                let word = text.word(i);
                Word { text: word, lower: word.to_lowercase(), kind: text.tokens[i].kind }
            })
            .collect();
        let mut reading = Self::default();
        let mut found = [false; Signal::ALL.len()];
        for i in 0..words.len() {
            reading.count(&words, i);
            reading.numbers += usize::from(is_number(&words, i));
            for signal in Signal::ALL {
                found[signal as usize] |= shows(&words, i, signal);
            }
        }
        reading.signals = Signal::ALL.into_iter().filter(|&s| found[s as usize]).collect();
        reading
    }

    /// Whether the statement shows `signal`.
    #[must_use]
    pub fn has(&self, signal: Signal) -> bool {
        self.signals.contains(&signal)
    }

    /// Log-odds that it is worth a check, by rule alone.
    #[must_use]
    pub fn log_odds(&self) -> f32 {
        let mut odds = -1.9;
        odds += self.signals.iter().map(|s| s.weight()).sum::<f32>();
        if self.signals.is_empty() {
            odds -= NO_REASON;
        }
        odds += 0.3 * self.numbers.saturating_sub(1).min(2) as f32;
        odds += 0.25 * self.names.min(2) as f32;
        // A fragment states nothing.
        odds -= match self.words {
            0..=2 => 2.5,
            3..=4 => 1.2,
            5..=6 => 0.4,
            _ => 0.0,
        };
        // In a long sentence one word of judgement or of the future weighs less.
        let length = (12.0 / self.words.max(12) as f32).sqrt();
        odds -= length * 1.0 * self.opinion.min(2) as f32;
        odds -=
            length * (1.5 * self.prediction.min(1) as f32 + 0.4 * self.prediction.clamp(1, 2).saturating_sub(1) as f32);
        odds -= length * 0.7 * self.personal.min(2) as f32;
        if self.question {
            odds -= 2.5;
        }
        odds
    }

    fn count(&mut self, words: &[Word<'_>], i: usize) {
        let word = &words[i];
        self.words += usize::from(word.kind.is_word());
        let capital = word.text.starts_with(char::is_uppercase);
        let begins = i == 0 || words[i - 1].kind == TokenKind::Mark;
        let after_name = i > 0 && words[i - 1].text.starts_with(char::is_uppercase);
        let first_person = matches!(word.text, "I" | "me" | "my" | "My" | "myself" | "mine" | "Me");
        self.names += usize::from(capital && !begins && !after_name && !first_person && word.kind == TokenKind::Word);
        self.personal += usize::from(first_person);
        self.question |= word.text == "?" && i + 2 >= words.len();
        let next = words.get(i + 1).map_or("", |w| w.lower.as_str());
        self.opinion += usize::from(
            words::has(words::OPINIONS, &word.lower) || matches!(word.lower.as_str(), "need" | "needs") && next == "to",
        );
        self.prediction += usize::from(
            words::has(words::PREDICTIONS, &word.lower)
                || word.text == "may"
                || word.lower == "going" && next == "to"
                || word.lower == "next" && words::has(words::DURATIONS, next),
        );
    }
}

/// The word at `i + offset`, lower case; empty outside.
pub(super) fn near<'w>(words: &'w [Word<'_>], i: usize, offset: isize) -> &'w str {
    i.checked_add_signed(offset).and_then(|i| words.get(i)).map_or("", |w| w.lower.as_str())
}

fn is_year(word: &Word<'_>) -> bool {
    word.kind == TokenKind::Number
        && word.text.len() == 4
        && matches!(
            word.text.as_bytes(),
            [b'1', b'5'..=b'9', b'0'..=b'9', b'0'..=b'9'] | [b'2', b'0', b'0'..=b'9', b'0'..=b'9']
        )
}

/// `May` and `March` only beside a number or behind `in`, `since` …
fn is_month(words: &[Word<'_>], i: usize) -> bool {
    let word = &words[i];
    if !word.text.starts_with(char::is_uppercase) || !words::has(words::MONTHS, word.lower.trim_end_matches('.')) {
        return false;
    }
    let number =
        |offset| i.checked_add_signed(offset).and_then(|i| words.get(i)).is_some_and(|w| w.kind == TokenKind::Number);
    !matches!(word.lower.as_str(), "may" | "march" | "mar" | "august")
        || number(1)
        || number(-1)
        || matches!(near(words, i, -1), "in" | "since" | "last" | "until" | "of" | "by" | "early" | "late" | "mid")
}

/// A number that counts or measures: no year, day of the month, time of day or list number.
fn is_number(words: &[Word<'_>], i: usize) -> bool {
    let word = &words[i];
    if word.kind != TokenKind::Number {
        // `the third man`, `the second quarter`, `half-hearted`
        let part = matches!(word.lower.as_str(), "third" | "quarter" | "half");
        let counted = matches!(near(words, i, -1), "a" | "one" | "two" | "by" | "than" | "nearly" | "almost" | "about");
        // `the two leaders` are known already, they are not counted.
        let known = matches!(near(words, i, -1), "the" | "these" | "those" | "other");
        let counts = words::has(words::NUMBERS, &word.lower) && (!part || counted) && !known;
        return counts || word.lower == "twice" && i > 0 && !is_multiple(words, i);
    }
    let beside_month = i > 0 && is_month(words, i - 1) || i + 1 < words.len() && is_month(words, i + 1);
    let time = word.text.contains(':') || matches!(near(words, i, 1), "a.m." | "p.m." | "am" | "pm" | "o'clock");
    // `the 24th`, `1st`: an order, not a count.
    let ordinal = word.text.ends_with(|c: char| c.is_alphabetic()) && !word.text.ends_with(['m', 'k', 'g', '%']);
    let decade = word.text.ends_with("0s");
    // `Smith, 45, of Leeds`
    let age = word.text.len() <= 2 && near(words, i, -1) == "," && matches!(near(words, i, 1), "," | "." | "");
    !(is_year(word) || beside_month || time || ordinal || decade || age || labels::is_label(words, i))
}

/// `twice as many`, `twice the size`; not `failed twice`.
fn is_multiple(words: &[Word<'_>], i: usize) -> bool {
    matches!(near(words, i, 1), "as" | "the" | "that" | "its" | "more")
}

/// `was the first to`, `for the first time`, `the country's first`; not `at first`, `the first stalls`, `first lady`.
fn is_a_first(words: &[Word<'_>], i: usize) -> bool {
    let before = near(words, i, -1);
    let is =
        |word: &str| matches!(word, "is" | "are" | "was" | "were" | "be" | "been" | "became" | "become" | "becomes");
    let ordinary = matches!(
        near(words, i, 1),
        "lady" | "minister" | "aid" | "name" | "half" | "round" | "day" | "week" | "thing" | "step" | "," | "." | "few"
    );
    near(words, i, 1) == "time" && before == "the"
        || !ordinary && matches!(before, "'s" | "’s")
        || !ordinary && matches!(before, "the" | "its" | "their" | "his" | "her") && is(near(words, i, -2))
}

fn shows(words: &[Word<'_>], i: usize, signal: Signal) -> bool {
    let word = &words[i];
    let lower = word.lower.as_str();
    let number_at = |at: Option<usize>| at.is_some_and(|at| at < words.len() && is_number(words, at));
    match signal {
        Signal::Number => is_number(words, i),
        Signal::Percentage => {
            matches!(lower, "%" | "percent" | "percentage" | "pct")
                || lower == "per" && near(words, i, 1) == "cent"
                || lower == "out" && near(words, i, 1) == "of" && number_at(Some(i + 2)) && i > 0
                || lower == "one" && near(words, i, 1) == "in" && number_at(Some(i + 2))
        }
        Signal::Money => {
            let counted = |at| number_at(Some(at)) || words::has(words::NUMBERS, near(words, at, 0));
            words::has(words::CURRENCIES, lower) && i > 0 && counted(i - 1)
                || matches!(lower, "$" | "€" | "£" | "¥" | "₹" | "₽" | "₴" | "₦" | "₩") && counted(i + 1)
                || matches!(lower, "us" | "a" | "c" | "nz") && near(words, i, 1) == "$" && counted(i + 2)
        }
        Signal::Comparison => {
            let compares = match lower {
                "than" => {
                    // `more than 20`: a number, not a comparison.
                    !matches!(near(words, i, -1), "rather" | "other" | "else") && !number_at(Some(i + 1))
                }
                "versus" | "vs." => true,
                "times" => number_at(i.checked_sub(1)) && matches!(near(words, i, 1), "as" | "more" | "higher" | "the"),
                "earlier" | "longer" | "older" | "higher" | "greater" | "safer" => {
                    near(words, i, -1) != "no" && near(words, i, 1) == "than"
                }
                "majority" | "minority" => near(words, i, 1) == "of",
                "double" | "triple" => matches!(near(words, i, 1), "the" | "that" | "what" | "its" | "as"),
                "twice" => is_multiple(words, i),
                _ => words::has(words::COMPARISONS, lower),
            };
            compares || lower == "as" && matches!(near(words, i, 1), "many" | "much") && near(words, i, 2) == "as"
        }
        Signal::Change => {
            words::has(words::CHANGES, lower) && !(lower == "lost" && i == 0)
                || matches!(lower, "rise" | "fall") && (near(words, i, 1) == "in" || near(words, i, 1) == "of")
                || matches!(lower, "up" | "down") && number_at(Some(i + 1))
                || matches!(lower, "cut" | "cuts")
                    && matches!(near(words, i, 1), "by" | "to" | "its" | "spending" | "taxes" | "jobs")
        }
        Signal::Record => match lower {
            "only" => near(words, i, -1) == "the",
            "first" => is_a_first(words, i),
            // `for the third year in a row`, `no other county has`
            "row" => near(words, i, -1) == "a" && near(words, i, -2) == "in",
            "no" => near(words, i, 1) == "other",
            "ever" => i > 0,
            "most" => near(words, i, -1) == "the" || near(words, i, -1) == "'s" || near(words, i, -1) == "’s",
            "last" => near(words, i, 1) == "time",
            "record" | "records" => !matches!(near(words, i, 1), "label" | "company" | "store"),
            _ => words::has(words::RECORDS, lower),
        },
        Signal::Date => {
            is_year(word)
                || word.kind == TokenKind::Number && word.text.ends_with("0s")
                || is_month(words, i)
                || words::has(words::DURATIONS, lower)
                    && (matches!(near(words, i, -1), "last" | "past" | "this" | "previous" | "recent")
                        || near(words, i, 1) == "ago"
                        || number_at(i.checked_sub(1)))
        }
        Signal::Vote => words::has(words::VOTES, lower),
        Signal::Cause => match lower {
            "led" => near(words, i, 1) == "to",
            "due" => near(words, i, 1) == "to",
            "result" => near(words, i, 1) == "of" && near(words, i, -1) == "a",
            "linked" => near(words, i, 1) == "to",
            "thanks" => near(words, i, 1) == "to",
            _ => words::has(words::CAUSES, lower),
        },
        Signal::Law => words::has(words::LAWS, lower),
    }
}
