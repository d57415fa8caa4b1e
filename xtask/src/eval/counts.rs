//! Named counters that can be added up, document by document, and the figures made of them.

use std::collections::BTreeMap;

/// Named counters. A name that was never counted is 0.
#[derive(Clone, Debug, Default)]
pub struct Counts(BTreeMap<String, f64>);

impl Counts {
    pub fn add(&mut self, name: &str, n: usize) {
        self.add_float(name, n as f64);
    }

    pub fn add_float(&mut self, name: &str, x: f64) {
        match self.0.get_mut(name) {
            Some(value) => *value += x,
            None => {
                self.0.insert(name.to_owned(), x);
            }
        }
    }

    pub fn get(&self, name: &str) -> f64 {
        self.0.get(name).copied().unwrap_or(0.0)
    }

    pub fn merge(&mut self, other: &Self) {
        for (name, x) in &other.0 {
            self.add_float(name, *x);
        }
    }

    pub fn total<'c>(all: impl IntoIterator<Item = &'c Self>) -> Self {
        let mut total = Self::default();
        all.into_iter().for_each(|c| total.merge(c));
        total
    }

    /// Names with a beginning, without it, in order.
    pub fn names<'c>(&'c self, beginning: &'c str) -> impl Iterator<Item = &'c str> {
        self.0.keys().filter_map(move |name| name.strip_prefix(beginning))
    }

    /// Precision, recall and F1, 0 to 1.
    pub fn prf(&self, right: &str, predicted: &str, gold: &str) -> [f64; 3] {
        prf(self.get(right), self.get(predicted), self.get(gold))
    }
}

/// Precision, recall and F1, 0 to 1; what would be divided by zero is 0.
pub fn prf(right: f64, predicted: f64, gold: f64) -> [f64; 3] {
    let over = |whole: f64| if whole > 0.0 { right / whole } else { 0.0 };
    let (p, r) = (over(predicted), over(gold));
    [p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }]
}

/// A share in per cent with one decimal, or a dash where there is no whole.
pub fn percent(part: f64, whole: f64) -> String {
    if whole > 0.0 {
        format!("{:.1}", 100.0 * part / whole)
    } else {
        "-".into()
    }
}

/// Three figures in per cent, for a table.
pub fn row(figures: [f64; 3]) -> String {
    figures.iter().map(|x| format!("{:7.1}", 100.0 * x)).collect()
}
