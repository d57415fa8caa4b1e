//! What the cue's own words say of the attribution: denied, hedged, still to come.

use crate::annotations::Qualifier;
use crate::text::Text;
use std::ops::Range;

/// Words in a cue, lower case, and what they make of it.
const WORDS: &[(Qualifier, &[&str])] = &[
    (
        Qualifier::Negated,
        &[
            "not",
            "n't",
            "n’t",
            "never",
            "without",
            "cannot",
            "nor",
            "refused",
            "refuses",
            "refusing",
            "declined",
            "declines",
            "declining",
            "stopped",
        ],
    ),
    (
        Qualifier::Denied,
        &[
            "deny",
            "denies",
            "denied",
            "denying",
            "denial",
            "denials",
            "dispute",
            "disputes",
            "disputed",
            "disputing",
            "refute",
            "refutes",
            "refuted",
            "refuting",
            "reject",
            "rejects",
            "rejected",
            "rejecting",
            "rebut",
            "rebuts",
            "rebutted",
            "rebutting",
            "dismiss",
            "dismisses",
            "dismissed",
            "dismissing",
            "disavowed",
            "repudiated",
        ],
    ),
    (
        Qualifier::Hedged,
        &[
            "suggest",
            "suggests",
            "suggested",
            "suggesting",
            "imply",
            "implies",
            "implied",
            "implying",
            "hint",
            "hints",
            "hinted",
            "hinting",
            "appear",
            "appears",
            "appeared",
            "seem",
            "seems",
            "seemed",
            "may",
            "might",
            "could",
            "reportedly",
            "allegedly",
            "supposedly",
            "purportedly",
            "apparently",
            "speculate",
            "speculated",
            "speculates",
            "speculation",
            "indicated",
            "indicates",
            "intimated",
            "insinuated",
        ],
    ),
    (Qualifier::Future, &["will", "'ll", "’ll", "wo", "shall"]),
];

/// Phrases of the future, by words.
const FUTURE: &[&[&str]] =
    &[&["going", "to"], &["expected", "to"], &["plans", "to"], &["set", "to"], &["due", "to"], &["about", "to"]];

/// The qualifiers of a cue, given by its pieces, in the order of [`Qualifier`].
pub(super) fn qualifiers(text: &Text<'_>, cue: &[Range<usize>]) -> Vec<Qualifier> {
    let words: Vec<String> = cue.iter().cloned().flatten().map(|i| text.word(i).to_lowercase()).collect();
    let mut found: Vec<Qualifier> = WORDS
        .iter()
        .filter(|(_, list)| words.iter().any(|w| list.contains(&w.as_str())))
        .map(|(qualifier, _)| *qualifier)
        .collect();
    let phrase = |p: &&[&str]| words.windows(p.len()).any(|w| w.iter().zip(p.iter()).all(|(a, b)| a == b));
    // `plans to say`; a cue that ends with the phrase (`is expected to`) is an attitude itself.
    let carries_on = words.last().is_some_and(|w| w != "to");
    if carries_on && FUTURE.iter().any(phrase) && !found.contains(&Qualifier::Future) {
        found.push(Qualifier::Future);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_cues() {
        for (cue, expected) in [
            ("said", vec![]),
            ("did n't say", vec![Qualifier::Negated]),
            ("has denied", vec![Qualifier::Denied]),
            ("would not deny", vec![Qualifier::Negated, Qualifier::Denied]),
            ("suggested", vec![Qualifier::Hedged]),
            ("will say", vec![Qualifier::Future]),
            ("is expected to announce", vec![Qualifier::Future]),
            ("is expected to", vec![]),
        ] {
            let text = Text::new(cue);
            assert_eq!(qualifiers(&text, &[0..text.tokens.len()]), expected, "{cue}");
        }
    }
}
