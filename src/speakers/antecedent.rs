//! What was mentioned so far, in text order: where antecedents are looked for.

use super::referent::{Referent, ReferentId};
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
pub(super) struct Mention {
    pub at: usize,
    pub id: ReferentId,
    pub function: Function,
    pub quoted: bool,
    /// Whether it is inside what somebody says or thinks, quoted or not.
    pub reported: bool,
    /// Whether an attribution rests on it.
    pub source: bool,
}

/// All mentions so far.
pub(super) struct Trail {
    pub mentions: Vec<Mention>,
    /// For each sentence the number of sentences before it that are not quotations as a whole.
    narrative: Vec<u32>,
}

/// A pronoun whose antecedent is looked for.
pub(super) struct Anaphor<'w> {
    pub at: usize,
    pub class: PronounClass,
    /// What the attribution of the pronoun says: nothing inside it is the antecedent.
    pub content: &'w [Range<usize>],
    /// Speaker of the indirect content around (`Carter said he …`): the likeliest.
    pub within: Option<ReferentId>,
    /// Speaker of the quotation around: never.
    pub not: Option<ReferentId>,
    /// Whether the pronoun stands as the source of an attribution.
    pub source: bool,
    /// Whether the pronoun is inside what somebody says.
    pub reported: bool,
}

/// Which pronoun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PronounClass {
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
        Self { mentions: Vec::new(), narrative }
    }

    /// Narrative sentences between two tokens.
    pub fn distance(&self, text: &Text<'_>, from: usize, to: usize) -> u32 {
        let sentence = |t: usize| text.tokens.get(t).map_or(0, |t| t.sentence as usize);
        let at = |t: usize| self.narrative.get(sentence(t)).copied().unwrap_or(0);
        at(to).saturating_sub(at(from))
    }

    /// The last mention on which an attribution rests.
    pub fn last_source(&self) -> Option<&Mention> {
        self.mentions.iter().rev().take(LOOK_BACK).find(|s| s.source)
    }

    /// Mentions, latest first, that are near enough to look at.
    pub fn recent<'s>(&'s self, text: &'s Text<'_>, at: usize) -> impl Iterator<Item = &'s Mention> + 's {
        self.mentions
            .iter()
            .rev()
            .take(LOOK_BACK)
            .filter(move |s| s.at < at)
            .take_while(move |s| self.distance(text, s.at, at) <= SENTENCES)
    }

    /// The likeliest antecedent of a pronoun and how sure it is.
    pub fn antecedent(
        &self,
        text: &Text<'_>,
        referents: &[Referent],
        anaphor: &Anaphor<'_>,
    ) -> Option<(ReferentId, f32)> {
        let mut best: Vec<(ReferentId, f32)> = Vec::new();
        let last_source = self.last_source().map(|s| (s.at, s.id));
        let here_quoted = quoted(text, anaphor.at);
        // Whether the paragraph has a likely antecedent of its own.
        let mut in_paragraph = false;
        // Whether a paragraph behind the last source is about somebody else: `Varga would not be drawn. …, she laughed.`
        let mut moved = false;
        for mention in self.recent(text, anaphor.at) {
            let Some(r) = referents.get(mention.id) else { continue };
            if anaphor.not == Some(mention.id) || anaphor.content.iter().any(|c| c.contains(&mention.at)) {
                continue;
            }
            let mut score = match anaphor.class {
                PronounClass::One(gender) => {
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
                PronounClass::Many => {
                    if r.is_person() || r.name.is_empty() {
                        continue;
                    }
                    if r.plural {
                        0.8
                    } else {
                        -0.4
                    }
                }
                PronounClass::Thing => {
                    if r.is_person() || r.plural {
                        continue;
                    }
                    0.0
                }
            };
            let distance = self.distance(text, mention.at, anaphor.at) as f32;
            let paragraphs = text.tokens[anaphor.at].paragraph - text.tokens[mention.at].paragraph;
            score -= 0.55 * distance.min(8.0) + 0.12 * (paragraphs as f32).min(5.0);
            score += match mention.function {
                // `… said the minister would go, but he …`
                Function::Subject if text.tokens[mention.at].sentence == text.tokens[anaphor.at].sentence => 1.4,
                Function::Subject => 0.7,
                Function::Object => 0.0,
                Function::Possessive => -0.2,
            };
            // A paragraph is mostly about who is its subject.
            if paragraphs == 0 && mention.function == Function::Subject {
                score += 0.5;
            }
            // `That worries Henry Ostrow, president of the union. “…,” he said`: named and described to be quoted.
            let introduced = anaphor.source && mention.at == r.first && r.words.len() > 1 && !r.roles.is_empty();
            let alone = || {
                let sentence = text.tokens[mention.at].sentence;
                let same = |s: &&Mention| text.tokens[s.at].sentence == sentence;
                let mut beside = self.mentions.iter().rev().skip_while(|s| s.at > mention.at).take_while(same);
                !beside.any(|s| s.source && s.id != mention.id)
            };
            if introduced && alone() && !mention.reported && !mention.quoted && distance <= 1.0 && best.is_empty() {
                score += 1.9;
            }
            // Whoever was the subject of this paragraph comes before those of earlier ones.
            if paragraphs == 0
                && distance > 0.0
                && mention.function == Function::Subject
                && !mention.quoted
                && !mention.reported
            {
                in_paragraph = true;
            } else if paragraphs > 0 && in_paragraph {
                score -= 0.9;
            }
            let behind = |&(at, id): &(usize, ReferentId)| {
                id != mention.id && text.tokens[at].paragraph < text.tokens[mention.at].paragraph && at < mention.at
            };
            moved |= mention.function == Function::Subject
                && !mention.quoted
                && !mention.reported
                && r.kind == SpeakerKind::Person
                && last_source.as_ref().is_some_and(behind);
            if mention.source {
                score += 0.6;
                if last_source == Some((mention.at, mention.id)) && !(paragraphs > 0 && (in_paragraph || moved)) {
                    score += if anaphor.source { 0.8 } else { 0.4 };
                }
            }
            if mention.quoted && !here_quoted {
                score -= 1.6;
            } else if mention.reported && !anaphor.reported && !mention.source {
                score -= 0.5;
            }
            if anaphor.within == Some(mention.id) {
                score += 1.5;
            }
            score += 0.12 * ((1 + r.seen + r.spoken) as f32).ln();
            match best.iter_mut().find(|b| b.0 == mention.id) {
                Some(known) => known.1 = known.1.max(score),
                None => best.push((mention.id, score)),
            }
        }
        best.sort_by(|a, b| b.1.total_cmp(&a.1));
        let (id, score) = *best.first()?;
        let margin = best.get(1).map_or(2.0, |second| score - second.1);
        let floor = match anaphor.class {
            PronounClass::One(_) => -2.6,
            PronounClass::Many => -0.8,
            PronounClass::Thing => -0.3,
        };
        if score < floor {
            return None;
        }
        let sure = 0.55 + 0.22 * margin.min(1.5) + 0.05 * score.clamp(-2.0, 2.0);
        Some((id, sure.clamp(0.3, 0.95)))
    }
}
