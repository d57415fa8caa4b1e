//! Scores that outlive an edit: of a text that was changed only those are made anew that the change can reach.

use super::encoder::{Network, Reading};

/// What a network was given for the tokens of a text. Two texts that are alike here are alike to the network.
#[derive(Clone, Debug, Default)]
struct Inputs {
    /// The words as the network knows them, one behind the other.
    words: String,
    /// Where each ends.
    ends: Vec<usize>,
    states: Vec<usize>,
}

impl Inputs {
    fn of(reading: &Reading<'_, '_>) -> Self {
        let mut inputs = Self::default();
        for at in 0..reading.len() {
            inputs.words.push_str(&reading.surface(at));
            inputs.ends.push(inputs.words.len());
            inputs.states.push(reading.state(at));
        }
        inputs
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn token(&self, at: usize) -> (&str, usize) {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        (&self.words[start..self.ends[at]], self.states[at])
    }
}

/// The scores of the text that was read last.
#[derive(Clone, Debug)]
pub(crate) struct Memory<const N: usize> {
    inputs: Inputs,
    scores: Vec<[f32; N]>,
    /// How many tokens the last text made it score.
    scored: usize,
}

impl<const N: usize> Default for Memory<N> {
    fn default() -> Self {
        Self { inputs: Inputs::default(), scores: Vec::new(), scored: 0 }
    }
}

impl<const N: usize> Memory<N> {
    /// The scores of all tokens: to the bit what [`Network::scores`] gives. All texts must be read by the same network.
    pub fn scores(&mut self, network: &Network<N>, reading: &Reading<'_, '_>) -> &[[f32; N]] {
        let inputs = Inputs::of(reading);
        let (old, new) = (self.inputs.len(), inputs.len());
        let shorter = old.min(new);
        let front = (0..shorter).take_while(|&i| inputs.token(i) == self.inputs.token(i)).count();
        let back = (1..=shorter - front).take_while(|&i| inputs.token(new - i) == self.inputs.token(old - i)).count();
        // Within reach of what changed nothing stays; where nothing changed, nothing is within its reach.
        let reach = if front == old && front == new { 0 } else { network.reach() };
        let (front, back) = (front.saturating_sub(reach), back.saturating_sub(reach));
        let changed = network.scores_of(reading, front..new - back);
        self.scored = changed.len();
        self.scores.splice(front..old - back, changed);
        self.inputs = inputs;
        &self.scores
    }

    /// How many tokens the last text made it score.
    pub fn scored(&self) -> usize {
        self.scored
    }
}
