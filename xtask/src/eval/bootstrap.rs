//! How far a figure would move with another sample of documents: percentile intervals of the bootstrap.

use super::counts::Counts;

/// SplitMix64 (Steele, Lea and Flood, 2014): small, and the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }
}

/// For every figure the bounds that hold 95 in 100 of the resampled ones.
///
/// `figures` makes the figures from added-up counts; documents are drawn with replacement, `rounds` times.
pub fn intervals(documents: &[Counts], rounds: usize, figures: impl Fn(&Counts) -> Vec<f64>) -> Vec<(f64, f64)> {
    let mut random = Random(1);
    let mut samples: Vec<Vec<f64>> = Vec::new();
    for _ in 0..rounds {
        let drawn = (0..documents.len()).map(|_| &documents[random.below(documents.len())]);
        for (at, figure) in figures(&Counts::total(drawn)).into_iter().enumerate() {
            if samples.len() <= at {
                samples.push(Vec::new());
            }
            samples[at].push(figure);
        }
    }
    let bounds = |mut sample: Vec<f64>| {
        sample.sort_by(f64::total_cmp);
        let at = |share: f64| sample[((sample.len() - 1) as f64 * share).round() as usize];
        (at(0.025), at(0.975))
    };
    samples.into_iter().map(bounds).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_holds_the_figure_and_is_reproducible() {
        let documents: Vec<Counts> = (0..50)
            .map(|i| {
                let mut counts = Counts::default();
                counts.add("right", i % 2);
                counts.add("all", 1);
                counts
            })
            .collect();
        let share = |c: &Counts| vec![c.get("right") / c.get("all")];
        let found = intervals(&documents, 500, share);
        assert!(found[0].0 < 0.5 && 0.5 < found[0].1 && found[0].1 - found[0].0 < 0.4, "{found:?}");
        assert_eq!(found, intervals(&documents, 500, share));
    }
}
