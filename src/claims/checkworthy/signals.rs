//! What the words of a statement show, by rule.

use super::labels;
use super::word::{at, is, near, words, Word};
use crate::lexicon::Feature;
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

impl Reading {
    /// Reads the tokens of a statement (indices into [`Text::tokens`], in text order).
    #[must_use]
    pub fn new(text: &Text<'_>, tokens: &[usize]) -> Self {
        let words = words(text, tokens);
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
        let begins = i == 0 || words[i - 1].kind == TokenKind::Mark;
        let after_name = i > 0 && words[i - 1].has_capital();
        let first_person = word.is(Feature::IPronoun) && word.text != "i";
        let is_name = word.has_capital() && !begins && !after_name && !first_person && word.kind == TokenKind::Word;
        self.names += usize::from(is_name);
        self.personal += usize::from(first_person);
        self.question |= word.text == "?" && i + 2 >= words.len();
        self.opinion += usize::from(word.is(Feature::Opinion));
        self.prediction += usize::from(
            word.is(Feature::Prediction)
                || word.text == "may"
                || word.lower == "next" && is(words, i, 1, Feature::LongPeriod),
        );
    }
}

fn is_year(word: &Word<'_>) -> bool {
    word.kind == TokenKind::Number
        && word.text.len() == 4
        && matches!(
            word.text.as_bytes(),
            [b'1', b'5'..=b'9', b'0'..=b'9', b'0'..=b'9'] | [b'2', b'0', b'0'..=b'9', b'0'..=b'9']
        )
}

/// `May`, `March` and `Mar.` only beside a number or behind `in`, `since`, `last` …
fn is_month(words: &[Word<'_>], i: usize) -> bool {
    let word = &words[i];
    if !word.has_capital() || !word.is(Feature::Month) {
        return false;
    }
    let number = |offset| at(words, i, offset).is_some_and(|w| w.kind == TokenKind::Number);
    !word.lower.starts_with("ma")
        || number(1)
        || number(-1)
        || is(words, i, -1, Feature::Preposition)
        || is(words, i, -1, Feature::PastModifier)
        || near(words, i, -1) == "until"
}

/// A number that counts or measures: no year, day of the month, time of day or list number.
fn is_number(words: &[Word<'_>], i: usize) -> bool {
    let word = &words[i];
    if word.kind != TokenKind::Number {
        // `the two leaders` are known already, they are not counted.
        let known = at(words, i, -1)
            .is_some_and(|w| w.is(Feature::Definite) && !w.is(Feature::RelativeThing) || w.lower == "other");
        return word.is(Feature::NumberWord) && !known || word.lower == "twice" && i > 0 && !is_multiple(words, i);
    }
    let beside_month = i > 0 && is_month(words, i - 1) || i + 1 < words.len() && is_month(words, i + 1);
    let time = word.text.contains(':') || is(words, i, 1, Feature::ClockTime);
    // `the 24th`, `1st`: an order, not a count.
    let ordinal = word.text.ends_with(|c: char| c.is_alphabetic()) && !word.text.ends_with(['m', 'k', 'g', '%']);
    let decade = word.text.ends_with("0s");
    // `Smith, 45, of Leeds`
    let age = word.text.len() <= 2 && near(words, i, -1) == "," && matches!(near(words, i, 1), "," | "." | "");
    !(is_year(word) || beside_month || time || ordinal || decade || age || labels::is_label(words, i))
}

/// `the`, `that`, `its`, `his`.
fn determines(word: &Word<'_>) -> bool {
    word.is(Feature::Definite) || word.is(Feature::ThirdPossessive)
}

/// `twice as many`, `twice the size`; not `failed twice`.
fn is_multiple(words: &[Word<'_>], i: usize) -> bool {
    matches!(near(words, i, 1), "as" | "more") || at(words, i, 1).is_some_and(determines)
}

/// `was the first to`, `for the first time`, `the country's first`; not `at first`, `the first stalls`, `first lady`.
fn is_a_first(words: &[Word<'_>], i: usize) -> bool {
    let behind = near(words, i, 1);
    if behind == "time" && near(words, i, -1) == "the" {
        return true;
    }
    let ordinary = is(words, i, 1, Feature::Ordinary) || matches!(behind, "," | ".");
    let joined = || is(words, i, -2, Feature::Be) || is(words, i, -2, Feature::Copula);
    !ordinary && (near(words, i, -1) == "'s" || at(words, i, -1).is_some_and(determines) && joined())
}

fn shows(words: &[Word<'_>], i: usize, signal: Signal) -> bool {
    let word = &words[i];
    let lower = word.lower.as_str();
    let number_at = |at: Option<usize>| at.is_some_and(|at| at < words.len() && is_number(words, at));
    match signal {
        Signal::Number => is_number(words, i),
        Signal::Percentage => {
            word.is(Feature::Percent)
                || lower == "out" && near(words, i, 1) == "of" && number_at(Some(i + 2)) && i > 0
                || lower == "one" && near(words, i, 1) == "in" && number_at(Some(i + 2))
        }
        Signal::Money => {
            let counted = |at| number_at(Some(at)) || is(words, at, 0, Feature::NumberWord);
            word.is(Feature::MoneyUnit) && i > 0 && counted(i - 1)
                || matches!(lower, "$" | "€" | "£" | "¥" | "₹" | "₽" | "₴" | "₦" | "₩") && counted(i + 1)
        }
        Signal::Comparison => {
            let comparative = |offset| near(words, i, offset).ends_with("er");
            match lower {
                "than" => {
                    // `more than 20`, `no later than 20`: a number, not a comparison; but `older than 20`.
                    let compares = comparative(-1) && near(words, i, -2) != "no";
                    !word.is(Feature::Ordinary) && (compares || !number_at(Some(i + 1)))
                }
                "times" => number_at(i.checked_sub(1)) && (is_multiple(words, i) || comparative(1)),
                _ => word.is(Feature::Comparison) || word.is(Feature::Multiple) && is_multiple(words, i),
            }
        }
        Signal::Change => {
            word.is(Feature::Change) && !(lower == "lost" && i == 0)
                || matches!(lower, "up" | "down") && number_at(Some(i + 1))
        }
        Signal::Record => match lower {
            "first" => is_a_first(words, i),
            "ever" => i > 0,
            // `a record label`
            _ => word.is(Feature::Record) && !is(words, i, 1, Feature::Ordinary),
        },
        Signal::Date => {
            is_year(word)
                || word.kind == TokenKind::Number && word.text.ends_with("0s")
                || is_month(words, i)
                || word.is(Feature::LongPeriod)
                    && (is(words, i, -1, Feature::PastModifier)
                        || near(words, i, 1) == "ago"
                        || number_at(i.checked_sub(1)))
        }
        Signal::Vote => word.is(Feature::Vote),
        Signal::Cause => word.is(Feature::Cause),
        Signal::Law => word.is(Feature::Law),
    }
}
