//! Where: predicted toponyms against gold ones.
//!
//! Recognition by exact span and by overlap; resolution by the distance to the gold point; end to end by both.

use super::counts::prf;
use super::document::{Document, Place};
use std::collections::{BTreeMap, BTreeSet};

/// Half the earth's girth, nearly: the error of a place without a point.
const FARTHEST: f64 = 20039.0;

/// Nearer than this, in km (100 miles), counts as the same place, as usual in the field.
const NEAR: f64 = 161.0;

type Span = (usize, usize);

/// What one document adds.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    exact: f64,
    overlap: f64,
    gold: f64,
    predicted: f64,
    near: f64,
    gold_with_point: f64,
    predicted_with_point: f64,
    unresolved: usize,
    /// Confidence of every predicted mention and whether it is a gold one and near its point; where the gold one has no
    /// point nothing can be told.
    judged: Vec<(f64, bool)>,
    /// Distances in km, of the toponyms that were recognised exactly.
    errors: Vec<f64>,
}

/// Great-circle distance in km of two points in degrees.
fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    const EARTH: f64 = 6371.0088;
    let [la, lo, lb, lp] = [a.0, a.1, b.0, b.1].map(f64::to_radians);
    let h = ((lb - la) / 2.0).sin().powi(2) + la.cos() * lb.cos() * ((lp - lo) / 2.0).sin().powi(2);
    2.0 * EARTH * h.sqrt().min(1.0).asin()
}

fn point(place: &Place) -> Option<(f64, f64)> {
    Some((place.lat?, place.lon?))
}

/// One place a span; one with a point wins.
fn by_span(places: &[Place]) -> BTreeMap<Span, &Place> {
    let mut spans: BTreeMap<Span, &Place> = BTreeMap::new();
    for place in places {
        let kept = spans.entry((place.start, place.end)).or_insert(place);
        if kept.lat.is_none() && place.lat.is_some() {
            *kept = place;
        }
    }
    spans
}

/// How many overlap, one to one: equal spans first, then the longest overlap.
fn overlapping(gold: &BTreeMap<Span, &Place>, predicted: &BTreeMap<Span, &Place>) -> usize {
    let mut pairs = Vec::new();
    for g in gold.keys() {
        for p in predicted.keys() {
            let (start, end) = (g.0.max(p.0), g.1.min(p.1));
            if start < end {
                pairs.push((g != p, std::cmp::Reverse(end - start), *g, *p));
            }
        }
    }
    pairs.sort_unstable();
    let (mut gold_used, mut predicted_used) = (BTreeSet::new(), BTreeSet::new());
    let free = |&&(_, _, g, p): &&(bool, std::cmp::Reverse<usize>, Span, Span)| {
        let both = !gold_used.contains(&g) && !predicted_used.contains(&p);
        if both {
            gold_used.insert(g);
            predicted_used.insert(p);
        }
        both
    };
    pairs.iter().filter(free).count()
}

/// Scores one document.
pub fn score(gold: &Document, predicted: &Document) -> Scores {
    let (gold, predicted) = (by_span(&gold.places), by_span(&predicted.places));
    let mut scores = Scores {
        gold: gold.len() as f64,
        predicted: predicted.len() as f64,
        overlap: overlapping(&gold, &predicted) as f64,
        ..Scores::default()
    };
    let pointless = gold.iter().filter(|(_, place)| place.lat.is_none());
    let pointless_found = pointless.clone().filter(|(span, _)| predicted.contains_key(span)).count();
    scores.gold_with_point = (gold.len() - pointless.count()) as f64;
    scores.predicted_with_point = (predicted.len() - pointless_found) as f64;
    for (span, found) in &predicted {
        let Some(confidence) = found.confidence else { continue };
        let right = match gold.get(span).map(|g| point(g)) {
            Some(None) => continue,
            Some(Some(at)) => point(found).is_some_and(|found| distance(at, found) <= NEAR),
            None => false,
        };
        scores.judged.push((f64::from(confidence), right));
    }
    for (span, place) in &gold {
        let Some(found) = predicted.get(span) else { continue };
        scores.exact += 1.0;
        let Some(right) = point(place) else { continue };
        match point(found) {
            Some(at) => {
                let error = distance(right, at);
                scores.errors.push(error);
                scores.near += f64::from(u8::from(error <= NEAR));
            }
            None => {
                scores.unresolved += 1;
                scores.errors.push(FARTHEST);
            }
        }
    }
    scores
}

/// Area under the sorted, normalised logarithms of the errors, by the trapezoid rule: 0 is best (Gritta et al., "A
/// Pragmatic Guide to Geoparsing Evaluation").
fn area(errors: &[f64]) -> f64 {
    let x: Vec<f64> = errors.iter().map(|e| (e + 1.0).ln() / FARTHEST.ln()).collect();
    match x.len() {
        0 => 0.0,
        1 => x[0],
        n => x.windows(2).map(|w| (w[0] + w[1]) / 2.0).sum::<f64>() / (n - 1) as f64,
    }
}

/// How well the confidence of places holds.
pub fn reliability(scores: &[Scores]) -> String {
    let judged: Vec<(f64, bool)> = scores.iter().flat_map(|s| s.judged.iter().copied()).collect();
    let mut out = format!("{:22}{:>6}{:>12}{:>14}\n", "place's confidence", "n", "mean", "right %");
    let mut error = 0.0;
    for tenth in 0..10 {
        let bin: Vec<&(f64, bool)> = judged.iter().filter(|(c, _)| (c * 10.0).min(9.99) as usize == tenth).collect();
        if bin.is_empty() {
            continue;
        }
        let n = bin.len() as f64;
        let claimed = bin.iter().map(|(c, _)| c).sum::<f64>();
        let right = bin.iter().filter(|(_, right)| *right).count() as f64;
        error += (claimed - right).abs();
        let low = tenth as f64 / 10.0;
        out += &format!("   {low:.1}–{:.1}{n:17}{:12.1}{:14.1}\n", low + 0.1, 100.0 * claimed / n, 100.0 * right / n);
    }
    out += &format!("expected calibration error {:.1}\n", 100.0 * error / judged.len().max(1) as f64);
    out
}

/// The figures, line by line.
pub fn report(scores: &[Scores]) -> String {
    let sum = |field: fn(&Scores) -> f64| scores.iter().map(field).sum::<f64>();
    let line = |label: &str, right: f64, predicted: f64, gold: f64| {
        let [p, r, f] = prf(right, predicted, gold);
        format!("{label:11} P {p:.3} R {r:.3} F1 {f:.3}  (tp {right} gold {gold} pred {predicted})\n")
    };
    let (gold, predicted) = (sum(|s| s.gold), sum(|s| s.predicted));
    let mut out = line("exact", sum(|s| s.exact), predicted, gold);
    out += &line("overlap", sum(|s| s.overlap), predicted, gold);
    out += &line("end_to_end", sum(|s| s.near), sum(|s| s.predicted_with_point), sum(|s| s.gold_with_point));
    let mut errors: Vec<f64> = scores.iter().flat_map(|s| s.errors.iter().copied()).collect();
    errors.sort_by(f64::total_cmp);
    let n = errors.len();
    let share = |part: f64| if n > 0 { part / n as f64 } else { 0.0 };
    let near = errors.iter().filter(|&&e| e <= NEAR).count() as f64;
    let median = if n > 0 { (errors[n / 2] + errors[(n - 1) / 2]) / 2.0 } else { 0.0 };
    let unresolved: usize = scores.iter().map(|s| s.unresolved).sum();
    out += &format!(
        "resolution  n {n} unresolved {unresolved} acc161 {:.3} mean {:.0} km median {median:.1} km AUC {:.3}\n",
        share(near),
        share(errors.iter().sum()),
        area(&errors)
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(start: usize, end: usize, lat: Option<f64>, lon: Option<f64>) -> Place {
        Place { start, end, name: None, lat, lon, kind: None, confidence: None, modifier: false }
    }

    fn document(places: Vec<Place>) -> Document {
        Document { id: String::new(), text: String::new(), attributions: Vec::new(), places }
    }

    #[test]
    fn distances() {
        let (london, paris) = ((51.5074, -0.1278), (48.8566, 2.3522));
        assert!((distance(london, paris) - 344.0).abs() < 2.0);
        assert!((area(&[0.0, 0.0, FARTHEST - 1.0]) - 0.25).abs() < 1e-9);
    }

    #[test]
    fn a_wrong_point_and_a_long_span() {
        let gold = document(vec![
            place(0, 5, Some(51.5), Some(-0.13)),
            place(10, 15, Some(48.85), Some(2.35)),
            place(20, 25, None, None),
        ]);
        let found = document(vec![
            place(0, 5, Some(42.98), Some(-81.25)),
            place(10, 18, Some(48.85), Some(2.35)),
            place(50, 55, Some(1.0), Some(1.0)),
        ]);
        let scores = score(&gold, &found);
        assert_eq!((scores.exact, scores.overlap, scores.predicted, scores.near), (1.0, 2.0, 3.0, 0.0));
        assert_eq!(scores.gold_with_point, 2.0);
        assert!((5800.0..6000.0).contains(&scores.errors[0]));
    }
}
