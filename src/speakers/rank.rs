//! Ranks candidates by what speaks for and against them, with learnt weights.
//!
//! Every choice of the stage is of one shape: a pronoun, a description, a surname or a quotation without a source, some
//! mentions that it may stand for, and the answer that it is none of them. What is known of each is a sum of [`Clue`]s, each
//! times its weight for this kind of choice; the softmax of the sums is how sure the choice is. The weights stand in
//! `data/speaker-weights.tsv`; `cargo xtask train-speakers` finds them (log-linear mention ranking, after Durrett and Klein,
//! "Easy Victories and Uphill Battles in Coreference Resolution", 2013).

pub use super::clues::{Choice, Clue};
use super::referent::ReferentId;
use std::sync::OnceLock;

const CLUES: usize = Clue::ALL.len();

/// The weights of all clues, choice by choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights(Vec<f32>);

impl Weights {
    /// The weights that are built in.
    #[must_use]
    pub fn built_in() -> &'static Self {
        static WEIGHTS: OnceLock<Weights> = OnceLock::new();
        WEIGHTS.get_or_init(|| Self::read(include_str!("../../data/speaker-weights.tsv")).unwrap_or(Self::none()))
    }

    /// All zero.
    #[must_use]
    pub fn none() -> Self {
        Self(vec![0.0; CLUES * Choice::ALL.len()])
    }

    /// Reads rows of choice, clue and weight; `#` begins a comment.
    ///
    /// # Errors
    ///
    /// Names the row that has another shape, an unknown choice or clue, or no finite number.
    pub fn read(table: &str) -> Result<Self, String> {
        let mut weights = Self::none();
        for row in table.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
            let mut fields = row.split('\t');
            let choice = fields.next().and_then(|name| Choice::ALL.into_iter().find(|c| c.name() == name));
            let clue = fields.next().and_then(|name| Clue::ALL.iter().copied().find(|c| c.name() == name));
            let weight = fields.next().and_then(|w| w.parse::<f32>().ok()).filter(|w| w.is_finite());
            let (Some(choice), Some(clue), Some(weight)) = (choice, clue, weight) else {
                return Err(format!("`{row}`: wanted a choice, a clue and a weight"));
            };
            *weights.of_mut(choice, clue) = weight;
        }
        Ok(weights)
    }

    /// The weight of a clue.
    #[must_use]
    pub fn of(&self, choice: Choice, clue: Clue) -> f32 {
        self.0.get(choice as usize * CLUES + clue as usize).copied().unwrap_or(0.0)
    }

    /// The weight of a clue, to be changed.
    pub fn of_mut(&mut self, choice: Choice, clue: Clue) -> &mut f32 {
        &mut self.0[choice as usize * CLUES + clue as usize]
    }
}

/// A candidate and what speaks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Index into the referents; `None` is the answer that it is none of them.
    pub id: Option<usize>,
    /// Clues and their values, if the choices are recorded.
    pub clues: Vec<(Clue, f32)>,
    score: f32,
    /// What speaks most for it of all that can be told, and how much.
    reason: Option<(&'static str, f32)>,
}

/// What the card says of a clue, `None` where it would tell nobody anything.
fn sentence(clue: Clue) -> Option<&'static str> {
    static SENTENCES: OnceLock<Vec<Option<&'static str>>> = OnceLock::new();
    let read = || {
        let rows = include_str!("../../data/speaker-reasons.tsv").lines().filter_map(|row| row.split_once('\t'));
        let rows: Vec<(&str, &str)> = rows.collect();
        Clue::ALL.iter().map(|c| rows.iter().find(|row| row.0 == c.name()).map(|row| row.1)).collect()
    };
    SENTENCES.get_or_init(read).get(clue as usize).copied().flatten()
}

/// A choice that was made, for training.
#[derive(Clone, Debug)]
pub struct Decision {
    /// What was looked for.
    pub choice: Choice,
    /// The attributions whose speaker hangs on it.
    pub attributions: Vec<usize>,
    /// Among whom.
    pub candidates: Vec<Candidate>,
}

/// Weighs the candidates of choices; records them where it is asked to.
pub(super) struct Ranker<'w> {
    weights: &'w Weights,
    /// What was chosen so far, if that is recorded.
    pub record: Option<Vec<Decision>>,
    /// The attributions that the next choices are for.
    pub attributions: Vec<usize>,
    /// Who was chosen last for an attribution, and what spoke most for it.
    pub reason: Option<(ReferentId, &'static str)>,
}

/// The candidates of one choice.
pub(super) struct Field {
    choice: Choice,
    records: bool,
    candidates: Vec<Candidate>,
}

impl Field {
    /// Adds somebody, or the answer that it is nobody.
    pub fn add(&mut self, id: Option<ReferentId>) {
        self.candidates.push(Candidate { id, clues: Vec::new(), score: 0.0, reason: None });
    }
}

impl<'w> Ranker<'w> {
    pub fn new(weights: &'w Weights, record: bool) -> Self {
        Self { weights, record: record.then(Vec::new), attributions: Vec::new(), reason: None }
    }

    pub fn field(&self, choice: Choice) -> Field {
        Field { choice, records: self.record.is_some(), candidates: Vec::new() }
    }

    /// Says something of the candidate that was added last.
    pub fn clue(&self, field: &mut Field, clue: Clue, value: f32) {
        let Some(candidate) = field.candidates.last_mut().filter(|_| value != 0.0) else { return };
        let says = value * self.weights.of(field.choice, clue);
        candidate.score += says;
        if candidate.id.is_some() && says > candidate.reason.map_or(0.0, |known| known.1) {
            candidate.reason = sentence(clue).map(|sentence| (sentence, says)).or(candidate.reason);
        }
        if field.records {
            candidate.clues.push((clue, value));
        }
    }

    /// The likeliest referent and its probability; none where that is the likeliest.
    pub fn choose(&mut self, field: Field) -> Option<(ReferentId, f32)> {
        let best = most_likely(&field.candidates);
        if !self.attributions.is_empty() {
            // Of a name in the source's own words there is nothing to tell.
            let tells = !matches!(field.choice, Choice::Head | Choice::Surname);
            let of = field.candidates.iter().filter(|c| c.id.is_some() && c.id == best.map(|b| b.0));
            let first = of.max_by(|a, b| a.score.total_cmp(&b.score));
            self.reason = first.filter(|_| tells).and_then(|c| Some((c.id?, c.reason?.0)));
        }
        if let Some(record) = self.record.as_mut().filter(|_| !self.attributions.is_empty()) {
            record.push(Decision {
                choice: field.choice,
                attributions: self.attributions.clone(),
                candidates: field.candidates,
            });
        }
        best
    }
}

/// The referent whose mentions have the largest share of the softmax together.
fn most_likely(candidates: &[Candidate]) -> Option<(ReferentId, f32)> {
    let top = candidates.iter().map(|c| c.score).fold(f32::NEG_INFINITY, f32::max);
    let mut shares: Vec<(Option<ReferentId>, f32)> = Vec::new();
    let mut all = 0.0;
    for candidate in candidates {
        let share = (candidate.score - top).exp();
        all += share;
        match shares.iter_mut().find(|s| s.0 == candidate.id) {
            Some(known) => known.1 += share,
            None => shares.push((candidate.id, share)),
        }
    }
    let (id, share) = shares.into_iter().reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    id.map(|id| (id, share / all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        let weights = Weights::read(include_str!("../../data/speaker-weights.tsv")).unwrap();
        assert_eq!(&weights, Weights::built_in());
        assert!(weights.of(Choice::Person, Clue::Gender) > 0.0);
        for wrong in ["person\tgender", "person\tsize\t1", "nobody\tgender\t1", "person\tgender\tNaN"] {
            assert!(Weights::read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_reason_is_of_a_clue() {
        let rows = include_str!("../../data/speaker-reasons.tsv").lines().filter(|l| !l.starts_with('#'));
        for row in rows {
            let (name, told) = row.split_once('\t').unwrap();
            let clue = Clue::ALL.iter().find(|c| c.name() == name).copied();
            assert_eq!(clue.and_then(sentence), Some(told), "{row}");
        }
        assert_eq!(sentence(Clue::Nobody), None);
    }

    #[test]
    fn several_mentions_of_one_outweigh_one_of_another() {
        let of = |id, score| Candidate { id, clues: Vec::new(), score, reason: None };
        let (id, share) = most_likely(&[of(Some(1), 1.0), of(Some(2), 0.8), of(Some(2), 0.7), of(None, 0.0)]).unwrap();
        assert_eq!(id, 2);
        assert!(share > 0.4 && share < 0.6);
        assert_eq!(most_likely(&[of(Some(1), 0.0), of(None, 1.0)]), None);
        assert_eq!(most_likely(&[]), None);
    }
}
