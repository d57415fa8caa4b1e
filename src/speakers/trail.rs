//! What was mentioned so far, in text order: where antecedents are looked for.

use super::referent::{Id, Referent};
use crate::annotations::SpeakerKind;
use crate::lexicon::Gender;
use crate::text::{QuoteState, Text};
use std::ops::Range;

/// Mentions looked back over, at most.
const LOOK_BACK: usize = 80;
/// Narrative sentences looked back over, at most.
const SENTENCES: u32 = 14;

/// What a mention does in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Subject,
    Object,
    Possessive,
}

/// A mention.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub at: usize,
    pub id: Id,
    pub function: Function,
    pub quoted: bool,
    /// Whether it is inside what somebody says or thinks, quoted or not.
    pub reported: bool,
    /// Whether an attribution rests on it.
    pub source: bool,
}

/// All mentions so far.
pub(super) struct Trail {
    pub seen: Vec<Seen>,
    /// For each sentence the number of sentences before it that are not quotations as a whole.
    narrative: Vec<u32>,
}

/// Whose antecedent is wanted.
pub(super) struct Wanted<'w> {
    pub at: usize,
    pub kind: Kind,
    /// What the attribution of the pronoun says: nothing inside it is the antecedent.
    pub content: &'w [Range<usize>],
    /// Speaker of the indirect content around (`Carter said he …`): the likeliest.
    pub within: Option<Id>,
    /// Speaker of the quotation around: never.
    pub not: Option<Id>,
    /// Whether the pronoun stands as the source of an attribution.
    pub source: bool,
    /// Whether the pronoun is inside what somebody says.
    pub reported: bool,
}

/// Which pronoun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    One(Gender),
    Many,
    Thing,
}

/// Whether a token is inside quotation marks.
pub(super) fn quoted(text: &Text<'_>, token: usize) -> bool {
    text.tokens.get(token).is_some_and(|t| t.quote != QuoteState::Outside)
}

impl Trail {
    pub fn new(text: &Text<'_>) -> Self {
        let mut narrative = Vec::with_capacity(text.sentences.len());
        let mut count = 0;
        for sentence in &text.sentences {
            narrative.push(count);
            let inside = sentence.clone().filter(|&i| quoted(text, i)).count();
            count += u32::from(inside * 5 < sentence.len() * 4);
        }
        Self { seen: Vec::new(), narrative }
    }

    /// Narrative sentences between two tokens.
    pub fn distance(&self, text: &Text<'_>, from: usize, to: usize) -> u32 {
        let sentence = |t: usize| text.tokens.get(t).map_or(0, |t| t.sentence as usize);
        let at = |t: usize| self.narrative.get(sentence(t)).copied().unwrap_or(0);
        at(to).saturating_sub(at(from))
    }

    /// The last mention on which an attribution rests.
    pub fn last_source(&self) -> Option<&Seen> {
        self.seen.iter().rev().take(LOOK_BACK).find(|s| s.source)
    }

    /// Mentions, latest first, that are near enough to look at.
    pub fn recent<'s>(&'s self, text: &'s Text<'_>, at: usize) -> impl Iterator<Item = &'s Seen> + 's {
        self.seen
            .iter()
            .rev()
            .take(LOOK_BACK)
            .filter(move |s| s.at < at)
            .take_while(move |s| self.distance(text, s.at, at) <= SENTENCES)
    }

    /// The likeliest antecedent of a pronoun and how sure it is.
    pub fn antecedent(&self, text: &Text<'_>, referents: &[Referent], wanted: &Wanted<'_>) -> Option<(Id, f32)> {
        let mut best: Vec<(Id, f32)> = Vec::new();
        let last_source = self.last_source().map(|s| (s.at, s.id));
        let here_quoted = quoted(text, wanted.at);
        // Whether the paragraph has a likely antecedent of its own.
        let mut in_paragraph = false;
        // Whether a paragraph behind the last source is about somebody else: `Ropata would not complain. …, he laughed.`
        let mut moved = false;
        for seen in self.recent(text, wanted.at) {
            let Some(r) = referents.get(seen.id) else { continue };
            if wanted.not == Some(seen.id) || wanted.content.iter().any(|c| c.contains(&seen.at)) {
                continue;
            }
            let mut score = match wanted.kind {
                Kind::One(gender) => {
                    let fit = r.fits(gender);
                    if !r.is_person() || fit < -0.3 {
                        continue;
                    }
                    if fit == 0.0 {
                        // Of somebody who is only described the text seldom tells more.
                        if r.kind == SpeakerKind::Unnamed {
                            0.0
                        } else {
                            -0.3
                        }
                    } else {
                        0.8 * fit
                    }
                }
                Kind::Many => {
                    if r.is_person() || r.name.is_empty() {
                        continue;
                    }
                    if r.plural {
                        0.8
                    } else {
                        -0.4
                    }
                }
                Kind::Thing => {
                    if r.is_person() || r.plural {
                        continue;
                    }
                    0.0
                }
            };
            let distance = self.distance(text, seen.at, wanted.at) as f32;
            let paragraphs = text.tokens[wanted.at].paragraph - text.tokens[seen.at].paragraph;
            score -= 0.55 * distance.min(8.0) + 0.12 * (paragraphs as f32).min(5.0);
            score += match seen.function {
                // `… said the minister would go, but he …`
                Function::Subject if text.tokens[seen.at].sentence == text.tokens[wanted.at].sentence => 1.4,
                Function::Subject => 0.7,
                Function::Object => 0.0,
                Function::Possessive => -0.2,
            };
            // A paragraph is mostly about who is its subject.
            if paragraphs == 0 && seen.function == Function::Subject {
                score += 0.5;
            }
            // `That worries Henry Ostrow, president of the union. “…,” he said`: named and described to be quoted.
            let introduced = wanted.source && seen.at == r.first && r.words.len() > 1 && !r.roles.is_empty();
            let alone = || {
                let sentence = text.tokens[seen.at].sentence;
                let same = |s: &&Seen| text.tokens[s.at].sentence == sentence;
                let mut beside = self.seen.iter().rev().skip_while(|s| s.at > seen.at).take_while(same);
                !beside.any(|s| s.source && s.id != seen.id)
            };
            if introduced && alone() && !seen.reported && !seen.quoted && distance <= 1.0 && best.is_empty() {
                score += 1.9;
            }
            // Whoever was the subject of this paragraph comes before those of earlier ones.
            if paragraphs == 0 && distance > 0.0 && seen.function == Function::Subject && !seen.quoted && !seen.reported
            {
                in_paragraph = true;
            } else if paragraphs > 0 && in_paragraph {
                score -= 0.9;
            }
            let behind = |&(at, id): &(usize, Id)| {
                id != seen.id && text.tokens[at].paragraph < text.tokens[seen.at].paragraph && at < seen.at
            };
            moved |= seen.function == Function::Subject
                && !seen.quoted
                && !seen.reported
                && r.kind == SpeakerKind::Person
                && last_source.as_ref().is_some_and(behind);
            if seen.source {
                score += 0.6;
                if last_source == Some((seen.at, seen.id)) && !(paragraphs > 0 && (in_paragraph || moved)) {
                    score += if wanted.source { 0.8 } else { 0.4 };
                }
            }
            if seen.quoted && !here_quoted {
                score -= 1.6;
            } else if seen.reported && !wanted.reported && !seen.source {
                score -= 0.5;
            }
            if wanted.within == Some(seen.id) {
                score += 1.5;
            }
            score += 0.12 * ((1 + r.seen + r.spoken) as f32).ln();
            match best.iter_mut().find(|b| b.0 == seen.id) {
                Some(known) => known.1 = known.1.max(score),
                None => best.push((seen.id, score)),
            }
        }
        best.sort_by(|a, b| b.1.total_cmp(&a.1));
        let (id, score) = *best.first()?;
        let margin = best.get(1).map_or(2.0, |second| score - second.1);
        let floor = match wanted.kind {
            Kind::One(_) => -2.6,
            Kind::Many => -0.8,
            Kind::Thing => -0.3,
        };
        if score < floor {
            return None;
        }
        let sure = 0.55 + 0.22 * margin.min(1.5) + 0.05 * score.clamp(-2.0, 2.0);
        Some((id, sure.clamp(0.3, 0.95)))
    }
}
