//! Pronouns as sources: `he`, `who`, `I`.

use super::{Resolver, Source};
use crate::annotations::{ClaimForm, ClaimMode, MentionForm, SpeakerKind};
use crate::entities::{is_function_word, is_speech_verb};
use crate::lexicon::{lexicon, Feature, FeatureSet};
use crate::speakers::antecedent::{quoted, Anaphor, PronounClass};
use crate::speakers::referent::{Referent, ReferentId};
use crate::text::{Text, TokenKind};
use std::ops::Range;

/// `I`, `we`, and whom they speak to.
const FIRST_PERSON: FeatureSet = FeatureSet::of(&[Feature::IPronoun, Feature::WePronoun, Feature::YouPronoun]);
/// What a pronoun of the third person stands for.
fn class(text: &Text<'_>, at: usize) -> Option<PronounClass> {
    let features = text.tokens.get(at)?.features;
    if features.has(Feature::TheyPronoun) {
        Some(PronounClass::Many)
    } else if features.has(Feature::ItPronoun) {
        Some(PronounClass::Thing)
    } else {
        features.pronoun_gender().map(PronounClass::One)
    }
}

impl Resolver<'_, '_> {
    pub(super) fn pronoun(
        &mut self,
        word: &str,
        at: usize,
        attribution: usize,
        source: &Source,
    ) -> Option<(ReferentId, f32)> {
        let text = self.text;
        let mut content: Vec<Range<usize>> =
            self.attributions[attribution].content.iter().map(|&c| text.tokens_in(c)).collect();
        // `The judge was not moved. “It is theft,” he said`: what stands in front of the quotation may tell who he is.
        let holds_quotation = |c: &Range<usize>| c.clone().any(|i| quoted(text, i));
        if content.iter().any(holds_quotation) {
            content.retain(holds_quotation);
        }
        let holder = self.holder[attribution];
        let held = holder.and_then(|h| self.of[h]).map(|h| h.0);
        let direct = holder.is_some_and(|h| self.attributions[h].form == ClaimForm::Direct || quoted(text, at));
        let (within, not) = if direct { (None, held) } else { (held, None) };
        if let Some(class) = class(text, at) {
            let named: Vec<ReferentId> =
                content.iter().flat_map(|c| self.names.within(c)).map(|name| name.referent).collect();
            let first = content.iter().map(|c| c.start).chain([at]).min().unwrap_or(at);
            let a = &self.attributions[attribution];
            let anaphor = Anaphor {
                content: &content,
                named: &named,
                within,
                not,
                source: true,
                direct: a.form == ClaimForm::Direct,
                opening: text.paragraph_of(first).start == first,
                adds: a.cue.is_some_and(|cue| text.tokens_in(cue).any(|i| text.is(i, Feature::GoesOn))),
                ..Anaphor::told(at, class, self.reported[at])
            };
            return self.trail.antecedent(text, &self.referents, &anaphor, &mut self.ranker);
        }
        if text.is_any(at, FeatureSet::RELATIVE) {
            return self.relative(word, at).filter(|&(id, _)| {
                // `surveys which back the plan`: no document wishes or supports anything.
                self.attributions[attribution].mode == ClaimMode::Statement
                    || self.referents[id].kind != SpeakerKind::Document
            });
        }
        if text.is_any(at, FIRST_PERSON) {
            self.first_person.extend(source.attributions.iter().map(|&i| (i, at)));
        }
        None
    }

    /// The noun phrase in front of a relative pronoun.
    pub(super) fn relative(&mut self, word: &str, at: usize) -> Option<(ReferentId, f32)> {
        let text = self.text;
        let lex = lexicon();
        let sentence = text.sentence_of(at);
        let person = word != "which" && word != "that";
        let mut i = at;
        // Over commas, `and`, and phrases with a preposition, to a noun that fits.
        for _ in 0..14 {
            i = i.checked_sub(1).filter(|&i| i >= sentence.start)?;
            let w = text.word(i);
            if let Some(mention) = self.names.covering(i) {
                let id = mention.referent;
                let start = mention.tokens.start;
                // `members of Carter's party, who …`
                let owner = text.is(mention.tokens.end, Feature::PossessiveMark);
                if !owner && self.referents[id].is_person() == person || word == "that" {
                    return Some((id, 0.85));
                }
                i = start;
                continue;
            }
            if text.tokens[i].kind == TokenKind::Mark {
                if matches!(w, ";" | ":" | "—" | "–" | "“" | "\"") && i + 1 < at {
                    return None;
                }
                continue;
            }
            // `a few days ago, whose …`
            if text.is_any(i, FeatureSet::COUNTING) && text.is(i + 1, Feature::TimeUnit) {
                continue;
            }
            let Some(noun) = lex.noun(w) else {
                if !person && i + 1 == at && text.tokens[i].kind == TokenKind::Word && !is_function_word(w) {
                    let start = self.phrase_start(i, sentence.start);
                    return self.noun_phrase(start..i + 1).map(|id| (id, 0.5));
                }
                if is_speech_verb(w) || text.is_small(i, Feature::Be) {
                    return None;
                }
                continue;
            };
            let fits =
                if person { noun.person || noun.group } else { noun.organisation || noun.document || noun.group };
            if fits || word == "that" {
                let start = self.phrase_start(i, sentence.start);
                return self.noun_phrase(start..self.with_affiliation(i)).map(|id| (id, 0.75));
            }
        }
        None
    }

    /// Where a description ends that says from where somebody is: `analysts at Corvin Bank`.
    pub(super) fn with_affiliation(&self, head: usize) -> usize {
        let text = self.text;
        if !text.is_small(head + 1, Feature::Affiliation) {
            return head + 1;
        }
        let name = head + 2 + usize::from(text.word(head + 2) == "the");
        self.names.covering(name).filter(|m| m.tokens.start == name).map_or(head + 1, |m| m.tokens.end)
    }

    /// Goes from a head noun to the left, to the beginning of its phrase.
    pub(super) fn phrase_start(&self, head: usize, limit: usize) -> usize {
        let text = self.text;
        let mut start = head;
        while start > limit && head - start < 6 {
            let w = text.word(start - 1);
            if text.is_any(start - 1, FeatureSet::DETERMINER) || text.is(start - 1, Feature::Quantifier) {
                return start - 1;
            }
            let kind = text.tokens[start - 1].kind;
            let goes_on = match kind {
                TokenKind::Word => {
                    let participle = w.ends_with("ed") || w.ends_with("ing");
                    let describes = text.is(start - 1, Feature::DescribingParticiple);
                    !is_function_word(w) && !is_speech_verb(w) && (!participle || describes)
                }
                TokenKind::Number | TokenKind::Clitic => true,
                TokenKind::Mark => matches!(w, "-"),
                TokenKind::Address => false,
            };
            if !goes_on {
                break;
            }
            start -= 1;
        }
        start
    }

    /// Who `his` or `their` is.
    pub(super) fn possessor(&mut self, at: usize) -> Option<ReferentId> {
        let class = class(self.text, at)?;
        let anaphor = Anaphor::told(at, class, self.reported[at]);
        let unrecorded = std::mem::take(&mut self.ranker.attributions);
        let found = self.trail.antecedent(self.text, &self.referents, &anaphor, &mut self.ranker);
        self.ranker.attributions = unrecorded;
        found.filter(|f| f.1 >= 0.5).map(|f| f.0)
    }

    /// `I` and `we`: whoever speaks the words around.
    pub(super) fn first_person(&mut self) {
        let pending = std::mem::take(&mut self.first_person);
        let column = !pending.is_empty() && self.is_column(|i| self.text.word(i) == "I");
        let editorial =
            !pending.is_empty() && self.is_column(|i| self.text.is(i, Feature::WePronoun) && self.text.word(i) != "US");
        for (i, at) in pending {
            let mut holder = self.holder[i];
            let mut speaker = None;
            for _ in 0..4 {
                let Some(h) = holder else { break };
                speaker = self.of[h].filter(|s| s.1 > 0.0);
                if speaker.is_some() {
                    break;
                }
                holder = self.holder[h];
            }
            let one = self.text.is(at, Feature::IPronoun);
            let you = self.text.is(at, Feature::YouPronoun);
            let span = self.attributions[i].source.unwrap_or_else(|| self.text.span(at..at + 1));
            match speaker {
                Some((id, sure)) if !you => {
                    self.of[i] = Some((id, sure.min(0.85)));
                    self.referents[id].mentions.push((span, MentionForm::Pronoun));
                }
                // Outside of everybody's words it is the writer, or those for whom he writes, where the text speaks like
                // that again and again. `You` is nobody.
                _ if one && column || !one && editorial && !you => {
                    let id = self.author(one, at);
                    self.of[i] = Some((id, 0.7));
                    self.referents[id].mentions.push((span, MentionForm::Pronoun));
                }
                _ => {}
            }
        }
    }

    /// Whether the text is written in the first person: not by a lost quotation mark, but over and over.
    fn is_column(&self, first_person: impl Fn(usize) -> bool) -> bool {
        /// So many sentences say so outside of quotation marks and of everybody's words.
        const SENTENCES: usize = 3;
        let text = self.text;
        let says = |sentence: &&Range<usize>| {
            (*sentence).clone().any(|i| first_person(i) && !quoted(text, i) && !self.reported[i])
        };
        text.sentences.iter().filter(says).take(SENTENCES).count() == SENTENCES
    }

    /// The writer of a column, or the `we` of an editorial.
    fn author(&mut self, one: bool, at: usize) -> ReferentId {
        let (name, kind) = if one { ("the author", SpeakerKind::Unnamed) } else { ("we", SpeakerKind::Group) };
        if let Some(&id) = self.authors.iter().find(|&&id| self.referents[id].name == name) {
            return id;
        }
        let id = self.add(Referent::new(kind, name.to_owned(), at));
        self.authors.push(id);
        id
    }
}
