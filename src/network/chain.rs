//! The linear chain over the scores: best path and posteriors.

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

/// The best sequence of tags (Viterbi).
pub(crate) fn best<const N: usize>(scores: &[[f32; N]], transitions: &[[f32; N]; N]) -> Vec<usize> {
    let mut back: Vec<[u8; N]> = Vec::with_capacity(scores.len());
    let mut sums = [0.0f32; N];
    for scores in scores {
        let mut next = [f32::MIN; N];
        let mut from = [0; N];
        for (before, (sum, row)) in sums.iter().zip(transitions).enumerate() {
            for tag in 0..N {
                let value = sum + row[tag];
                if value > next[tag] {
                    next[tag] = value;
                    from[tag] = before as u8;
                }
            }
        }
        if back.is_empty() {
            next = [0.0; N];
        }
        for (sum, score) in next.iter_mut().zip(scores) {
            *sum += score;
        }
        // Only differences matter; kept small, they stay exact on long texts.
        let top = greatest(&next);
        sums = next.map(|sum| sum - top);
        back.push(from);
    }
    let mut tag = (0..N).fold(0, |best, tag| if sums[tag] > sums[best] { tag } else { best });
    let mut tags = vec![0; scores.len()];
    for (found, from) in tags.iter_mut().zip(&back).rev() {
        *found = tag;
        tag = usize::from(from[tag]);
    }
    tags
}

/// The greatest value. A library's maximum is a call in WebAssembly.
fn greatest(values: &[f32]) -> f32 {
    values.iter().fold(f32::MIN, |most, &value| if value > most { value } else { most })
}

/// The posterior probability of each tag of each token (forward–backward).
pub(crate) fn posteriors<const N: usize>(scores: &[[f32; N]], transitions: &[[f32; N]; N]) -> Vec<[f32; N]> {
    let steps = transitions.map(|row| row.map(exp));
    let local: Vec<[f32; N]> = scores
        .iter()
        .map(|scores| {
            let top = greatest(scores);
            scores.map(|s| exp(s - top))
        })
        .collect();
    let mut result: Vec<[f32; N]> = Vec::with_capacity(scores.len());
    for (i, local) in local.iter().enumerate() {
        let mut forward = *local;
        if let Some(before) = result.last().filter(|_| i > 0) {
            let mut sums = [0.0; N];
            for (value, row) in before.iter().zip(&steps) {
                for (sum, step) in sums.iter_mut().zip(row) {
                    *sum += value * step;
                }
            }
            for (value, sum) in forward.iter_mut().zip(sums) {
                *value *= sum;
            }
        }
        result.push(normalised(forward));
    }
    let mut backward = [1.0; N];
    for i in (0..result.len()).rev() {
        let mut both = result[i];
        for (value, b) in both.iter_mut().zip(backward) {
            *value *= b;
        }
        result[i] = normalised(both);
        let mut weighted = local[i];
        for (value, b) in weighted.iter_mut().zip(backward) {
            *value *= b;
        }
        for (value, row) in backward.iter_mut().zip(&steps) {
            *value = row.iter().zip(weighted).map(|(step, w)| step * w).sum();
        }
        backward = normalised(backward);
    }
    result
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
        for (i, row) in posteriors(&scores, &transitions).iter().enumerate() {
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
        assert!(best(&[], &[[0.0; TAGS]; TAGS]).is_empty());
        assert!(posteriors(&[], &[[0.0; TAGS]; TAGS]).is_empty());
    }
}
