//! The linear chain over the scores: best path and posteriors, decided while the scores come.

/// Score of what is forbidden. Far below any sum that a network gives, far from the limits of `f32`.
pub(crate) const NEVER: f32 = -1e5;

/// Transition scores with the forbidden ones out of reach; `allowed` tells of two tags whether the second can follow.
pub(crate) fn constrained<const N: usize>(
    transitions: &[[f32; N]; N],
    allowed: impl Fn(usize, usize) -> bool,
) -> [[f32; N]; N] {
    let mut result = *transitions;
    for (from, row) in result.iter_mut().enumerate() {
        for (to, score) in row.iter_mut().enumerate() {
            if !allowed(from, to) {
                *score = NEVER;
            }
        }
    }
    result
}

/// Tokens whose tags are decided together. A text no longer than that is decided as a whole.
const WINDOW: usize = 1 << 14;
/// Of a longer text, the tokens behind a token that have a say in its tag and its probabilities at least: by far more than any
/// sentence, and none goes on over one.
const LAG: usize = 1 << 11;

/// A chain over tokens whose scores come one after the other: gives for each token the tag on the best path (Viterbi) and the
/// posterior probability of each tag (forward–backward). Holds a window of them, however long the text is.
#[derive(Debug)]
pub(crate) struct Chain<const N: usize> {
    transitions: [[f32; N]; N],
    /// The same as factors.
    steps: [[f32; N]; N],
    window: usize,
    lag: usize,
    /// Of the tokens in the window.
    scores: Vec<[f32; N]>,
    /// The probability of each tag by what stands in front of a token and by its own scores.
    forward: Vec<[f32; N]>,
    /// For each tag of a token that of the token before it on the best path there.
    back: Vec<[u8; N]>,
    /// How good the best path to each tag of the last token is.
    sums: [f32; N],
}

impl<const N: usize> Chain<N> {
    /// A chain with these transition scores, before its first token.
    pub fn new(transitions: [[f32; N]; N]) -> Self {
        let steps = transitions.map(|row| row.map(exp));
        let (scores, forward, back) = (Vec::new(), Vec::new(), Vec::new());
        Self { transitions, steps, window: WINDOW, lag: LAG, scores, forward, back, sums: [0.0; N] }
    }

    /// The next token's scores. `see` is given tag and probabilities of each token, in order, when they are decided.
    pub fn push(&mut self, scores: [f32; N], see: &mut impl FnMut(usize, &[f32; N])) {
        if self.scores.len() == self.window {
            let last = self.decide(self.window - self.lag, see);
            self.go_on_behind(last);
        }
        self.scores.push(scores);
        let first = self.forward.is_empty();
        self.step_best(first);
        let mut forward = factors(&scores);
        if let Some(before) = self.forward.last() {
            let mut sums = [0.0; N];
            for (value, row) in before.iter().zip(&self.steps) {
                for (sum, step) in sums.iter_mut().zip(row) {
                    *sum += value * step;
                }
            }
            for (value, sum) in forward.iter_mut().zip(sums) {
                *value *= sum;
            }
        }
        self.forward.push(normalised(forward));
    }

    /// The tokens that are not decided yet.
    pub fn finish(mut self, see: &mut impl FnMut(usize, &[f32; N])) {
        self.decide(self.scores.len(), see);
    }

    /// The best paths to the tags of the token behind those that `back` tells of.
    fn step_best(&mut self, first: bool) {
        let mut next = [f32::MIN; N];
        let mut from = [0; N];
        for (before, (sum, row)) in self.sums.iter().zip(&self.transitions).enumerate() {
            for tag in 0..N {
                let value = sum + row[tag];
                if value > next[tag] {
                    next[tag] = value;
                    from[tag] = before as u8;
                }
            }
        }
        if first {
            next = [0.0; N];
        }
        for (sum, score) in next.iter_mut().zip(&self.scores[self.back.len()]) {
            *sum += score;
        }
        // Only differences matter; kept small, they stay exact on long texts.
        let top = greatest(&next);
        self.sums = next.map(|sum| sum - top);
        self.back.push(from);
    }

    /// Decides the first `count` tokens of the window and takes them out of it; returns the tag of the last.
    fn decide(&mut self, count: usize, see: &mut impl FnMut(usize, &[f32; N])) -> usize {
        let mut tag = (0..N).fold(0, |best, tag| if self.sums[tag] > self.sums[best] { tag } else { best });
        // `back` is read from behind: what it says of the tokens that are decided gives way to their tags.
        let mut tags = vec![0u8; count];
        for (at, from) in self.back.iter().enumerate().rev() {
            if let Some(found) = tags.get_mut(at) {
                *found = tag as u8;
            }
            tag = usize::from(from[tag]);
        }
        let mut backward = [1.0; N];
        for i in (0..self.scores.len()).rev() {
            if i < count {
                let mut both = self.forward[i];
                for (value, b) in both.iter_mut().zip(backward) {
                    *value *= b;
                }
                self.forward[i] = normalised(both);
            }
            let mut weighted = factors(&self.scores[i]);
            for (value, b) in weighted.iter_mut().zip(backward) {
                *value *= b;
            }
            for (value, row) in backward.iter_mut().zip(&self.steps) {
                *value = row.iter().zip(weighted).map(|(step, w)| step * w).sum();
            }
            backward = normalised(backward);
        }
        for (&tag, probabilities) in tags.iter().zip(&self.forward) {
            see(usize::from(tag), probabilities);
        }
        self.scores.drain(..count);
        self.forward.drain(..count);
        tags.last().map_or(0, |&tag| usize::from(tag))
    }

    /// The best paths anew for the tokens that stay, from the tag that was decided in front of them: no other goes on there.
    fn go_on_behind(&mut self, tag: usize) {
        self.sums = [1e3 * NEVER; N];
        self.sums[tag] = 0.0;
        self.back.clear();
        for _ in 0..self.scores.len() {
            self.step_best(false);
        }
    }
}

fn factors<const N: usize>(scores: &[f32; N]) -> [f32; N] {
    let top = greatest(scores);
    scores.map(|s| exp(s - top))
}

/// The best sequence of tags.
#[cfg(test)]
pub(crate) fn best<const N: usize>(scores: &[[f32; N]], transitions: &[[f32; N]; N]) -> Vec<usize> {
    all(Chain::new(*transitions), scores).0
}

/// Tags and probabilities of all tokens.
#[cfg(test)]
fn all<const N: usize>(mut chain: Chain<N>, scores: &[[f32; N]]) -> (Vec<usize>, Vec<[f32; N]>) {
    let (mut tags, mut posteriors) = (Vec::new(), Vec::new());
    let mut see = |tag: usize, row: &[f32; N]| {
        tags.push(tag);
        posteriors.push(*row);
    };
    for scores in scores {
        chain.push(*scores, &mut see);
    }
    chain.finish(&mut see);
    (tags, posteriors)
}

/// The greatest value. A library's maximum is a call in WebAssembly.
fn greatest(values: &[f32]) -> f32 {
    values.iter().fold(f32::MIN, |most, &value| if value > most { value } else { most })
}

/// Scores as probabilities.
pub(crate) fn softmax<const N: usize>(scores: [f32; N]) -> [f32; N] {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    normalised(scores.map(|s| exp(s - top)))
}

fn normalised<const N: usize>(values: [f32; N]) -> [f32; N] {
    let sum: f32 = values.iter().sum();
    if sum > 0.0 {
        values.map(|v| v / sum)
    } else {
        // Cannot come from finite scores; better than a value that is no number.
        [1.0 / N as f32; N]
    }
}

/// eˣ to about seven digits from additions and multiplications alone: a library's differs from machine to machine.
fn exp(x: f32) -> f32 {
    const SHIFT: f32 = 12_582_912.0; // 1.5 × 2²³: adding it rounds to a whole number
    if x < -87.0 {
        return 0.0;
    }
    let x = if x < 88.0 { x } else { 88.0 };
    let shifted = x * std::f32::consts::LOG2_E + SHIFT;
    let power = shifted - SHIFT;
    // ln 2 in two parts, the first short enough that the product is exact.
    let rest = (x - power * 0.693_359_4) - power * -2.121_944_4e-4;
    let terms = [1.0 / 5040.0, 1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0];
    let series = terms.iter().fold(0.0, |sum, term| sum * rest + term);
    series * f32::from_bits(((power as i32 + 127) as u32) << 23)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAGS: usize = 5;

    fn example() -> (Vec<[f32; TAGS]>, [[f32; TAGS]; TAGS]) {
        let mut seed = 7u32;
        let mut random = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as f32 / (1 << 22) as f32 - 2.0
        };
        let scores = (0..5).map(|_| [0; TAGS].map(|_| random())).collect();
        let transitions = [[0; TAGS]; TAGS].map(|row| row.map(|_| random()));
        // Tags 2 and 4 go on from 1 and 3.
        (scores, constrained(&transitions, |from, to| to == 0 || to % 2 == 1 || from == to || from + 1 == to))
    }

    /// Every path with its score.
    fn paths(scores: &[[f32; TAGS]], transitions: &[[f32; TAGS]; TAGS]) -> Vec<(f64, Vec<usize>)> {
        let mut paths = vec![(0.0, vec![])];
        for scores in scores {
            paths = paths
                .into_iter()
                .flat_map(|(sum, path): (f64, Vec<usize>)| {
                    (0..TAGS).map(move |tag| {
                        let step = path.last().map_or(0.0, |&last| transitions[last][tag]);
                        let mut longer = path.clone();
                        longer.push(tag);
                        (sum + f64::from(step) + f64::from(scores[tag]), longer)
                    })
                })
                .collect();
        }
        paths
    }

    #[test]
    fn agrees_with_all_paths() {
        let (mut scores, transitions) = example();
        for i in [2, 4] {
            scores[0][i] = NEVER;
        }
        let paths = paths(&scores, &transitions);
        let top = paths.iter().max_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
        assert_eq!(best(&scores, &transitions), top.1);
        let total: f64 = paths.iter().map(|p| (p.0 - top.0).exp()).sum();
        for (i, row) in all(Chain::new(transitions), &scores).1.iter().enumerate() {
            for (tag, &found) in row.iter().enumerate() {
                let sum: f64 = paths.iter().filter(|p| p.1[i] == tag).map(|p| (p.0 - top.0).exp()).sum();
                assert!((sum / total - f64::from(found)).abs() < 1e-5, "token {i} tag {tag}: {} {found}", sum / total);
            }
        }
    }

    #[test]
    fn exponential() {
        for x in [-87.0f32, -30.5, -1.0, -0.1, 0.0, 0.3, 1.0, 12.5, 80.0] {
            let expected = f64::from(x).exp();
            assert!((f64::from(exp(x)) / expected - 1.0).abs() < 5e-7, "{x}");
        }
        assert_eq!(exp(-1e5), 0.0);
        assert!(exp(f32::MAX).is_finite());
    }

    #[test]
    fn nothing_in_nothing_out() {
        assert_eq!(all(Chain::new([[0.0; TAGS]; TAGS]), &[]), (vec![], vec![]));
    }

    #[test]
    fn windows_do_not_show() {
        let (_, transitions) = example();
        let mut seed = 7u32;
        let mut random = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as f32 / (1 << 22) as f32 - 2.0
        };
        let scores: Vec<[f32; TAGS]> = (0..2_000).map(|_| [0; TAGS].map(|_| random())).collect();
        let whole = all(Chain::new(transitions), &scores);
        for (window, lag) in [(200, 100), (101, 100), (256, 128)] {
            let parts = all(Chain { window, lag, ..Chain::new(transitions) }, &scores);
            assert_eq!(parts, whole);
        }
        // However little is seen of what follows, no tag stands where it must not.
        let (tags, _) = all(Chain { window: 3, lag: 1, ..Chain::new(transitions) }, &scores);
        assert_eq!(tags.len(), scores.len());
        assert!(tags.windows(2).all(|pair| transitions[pair[0]][pair[1]] > NEVER));
    }
}
