//! Whose words they are: every token belongs to the innermost claim that holds it.
//!
//! What he says that she said is hers within his: her words count for her, the rest of the sentence for him, and no word
//! counts twice.

use crate::annotations::{Claim, ClaimForm, Qualifier};
use crate::text::{QuoteState, Span, Text};
use std::collections::HashMap;

/// Longest chain of nested claims that is followed: enough for any sentence, and an end to a circle in edited data.
const DEEPEST: usize = 32;

/// The words of each claim.
pub(crate) struct Ownership {
    /// For each token the position of the claim that it belongs to.
    owner: Vec<Option<u32>>,
    /// For each claim the claims of exactly the same content, itself among them: a joint statement counts for each of its
    /// speakers.
    joint: Vec<Vec<u32>>,
    /// How often it was asked where to go on, for the test of deep nesting.
    #[cfg(test)]
    pub(crate) steps: usize,
}

impl Ownership {
    /// Reads the contents of all attributed claims; the article's own statements own nothing, and neither does what
    /// somebody `did not say`.
    pub(crate) fn new(text: &Text<'_>, claims: &[Claim]) -> Self {
        let mut order: Vec<usize> = (0..claims.len()).filter(|&i| is_attributed(&claims[i])).collect();
        // A nested content is shorter than the one around it, so the innermost comes first and keeps its tokens.
        order.sort_by_key(|&i| (claims[i].content.iter().map(|s| u64::from(s.len())).sum::<u64>(), i));
        let count = text.tokens.len();
        let mut owner = vec![None; count];
        let mut joint: Vec<Vec<u32>> = vec![Vec::new(); claims.len()];
        let mut seen: HashMap<&[Span], usize> = HashMap::new();
        let mut free = Free::new(count);
        for i in order {
            let first = *seen.entry(&claims[i].content).or_insert(i);
            joint[first].push(i as u32);
            if first != i {
                continue;
            }
            for &span in &claims[i].content {
                let tokens = text.tokens_in(span);
                let mut at = free.from(tokens.start);
                while at < tokens.end {
                    owner[at] = Some(i as u32);
                    free.take(at);
                    at = free.from(at);
                }
            }
        }
        Self {
            owner,
            joint,
            #[cfg(test)]
            steps: free.steps,
        }
    }

    /// The attributed claims, in order; of those with the same content the first.
    pub(crate) fn leading(&self) -> impl Iterator<Item = usize> + '_ {
        self.joint.iter().enumerate().filter(|(_, joint)| !joint.is_empty()).map(|(claim, _)| claim)
    }

    /// Every word that is attributed, with its claim and whether it stands inside quotation marks.
    pub(crate) fn words<'o>(&'o self, text: &'o Text<'_>) -> impl Iterator<Item = (usize, bool)> + 'o {
        text.tokens.iter().zip(&self.owner).filter(|(token, _)| token.kind.is_word()).filter_map(|(token, owner)| {
            let claim = (*owner)? as usize;
            Some((claim, token.quote != QuoteState::Outside))
        })
    }

    /// Who speaks in `claim`: its speaker and those of the claims with the same content; where it names none, the speaker
    /// of the claim around it. In order of their ids.
    pub(crate) fn speakers(&self, claims: &[Claim], claim: usize) -> Vec<u32> {
        let mut speakers: Vec<u32> =
            self.joint[claim].iter().filter_map(|&i| nearest_speaker(claims, i as usize)).collect();
        speakers.sort_unstable();
        speakers.dedup();
        speakers
    }
}

fn is_attributed(claim: &Claim) -> bool {
    claim.form != ClaimForm::Own && !claim.qualifiers.contains(&Qualifier::Negated)
}

/// The tokens that nobody owns yet. Where claims lie inside each other by the thousand, no token is looked at anew for each.
struct Free {
    /// For each token one at or behind it, itself while it is free; behind the last token stands one that is never taken.
    next: Vec<u32>,
    /// Steps from token to token so far.
    #[cfg(test)]
    steps: usize,
}

impl Free {
    fn new(count: usize) -> Self {
        Self {
            next: (0..=count as u32).collect(),
            #[cfg(test)]
            steps: 0,
        }
    }

    fn take(&mut self, token: usize) {
        self.next[token] = token as u32 + 1;
    }

    /// The first free token at or behind `token`. The way there is shortened for whoever comes next.
    fn from(&mut self, token: usize) -> usize {
        let start = token.min(self.next.len() - 1);
        let mut end = start;
        while self.next[end] as usize != end {
            end = self.next[end] as usize;
            #[cfg(test)]
            {
                self.steps += 1;
            }
        }
        let mut at = start;
        while at != end {
            let next = self.next[at] as usize;
            self.next[at] = end as u32;
            at = next;
        }
        end
    }
}

fn nearest_speaker(claims: &[Claim], claim: usize) -> Option<u32> {
    let mut at = claim;
    for _ in 0..DEEPEST {
        let claim = claims.get(at)?;
        if claim.speaker.is_some() {
            return claim.speaker;
        }
        at = claim.parent? as usize;
    }
    None
}
