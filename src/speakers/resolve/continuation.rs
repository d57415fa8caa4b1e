//! What is settled when all sources are: quotations that go on, and stated reasons for anonymity.

use super::{Resolver, Source};
use crate::annotations::{ClaimForm, MentionForm, SpeakerKind};
use crate::attribution::Attribution;
use crate::entities::{is_capital, is_speech_verb};
use crate::lexicon::{lexicon, Feature, FeatureSet};
use crate::speakers::anonymity;
use crate::speakers::antecedent::{quoted, Anaphor, PronounClass};
use crate::speakers::describe::lower_words;
use crate::speakers::referent::ReferentId;
use std::ops::Range;

/// Of cues that nobody is named for, on purpose: `was announced`, `reportedly`.
const NOBODY: FeatureSet = FeatureSet::of(&[Feature::Be, Feature::ItPronoun, Feature::Negation, Feature::Impersonal]);
/// Begins a description of somebody new.
const SOMEBODY_NEW: FeatureSet = FeatureSet::of(&[Feature::IndefiniteArticle, Feature::Quantifier, Feature::Another]);

impl Resolver<'_, '_> {
    /// Attributions without a source: whoever spoke before, where the quotation goes on.
    pub(super) fn continuations(&mut self) {
        let mut order: Vec<usize> = (0..self.attributions.len()).collect();
        let start = |a: &Attribution| a.content.first().or(a.cue.as_ref()).map_or(u32::MAX, |s| s.start);
        order.sort_by_key(|&i| start(&self.attributions[i]));
        let mut before: Option<usize> = None;
        for i in order.iter().copied() {
            let a = &self.attributions[i];
            if a.source.is_none() && self.of[i].is_none() {
                if let Some(found) = self.stands_for(i) {
                    self.of[i] = Some(found);
                    before = Some(i);
                    continue;
                }
                if let Some(id) = self.signature(i) {
                    self.of[i] = Some((id, 0.85));
                    before = Some(i);
                    continue;
                }
                if let Some(found) = self.echoed(i, &order) {
                    self.of[i] = Some(found);
                    continue;
                }
                self.ranker.reason = None;
                self.of[i] = self.unsourced(i, before);
                self.why[i] = self.of[i].and(self.ranker.reason).map(|reason| reason.1);
            }
            // Words inside another's words say nothing of who goes on.
            if self.holder[i].is_none() {
                before = Some(i);
            }
        }
    }

    /// Who says words without a source: mostly whoever spoke before.
    fn unsourced(&mut self, i: usize, before: Option<usize>) -> Option<(ReferentId, f32)> {
        let a = &self.attributions[i];
        let goes_on = a.continues.filter(|&c| c != i).and_then(|c| self.of.get(c).copied().flatten());
        let follows = before.filter(|&b| a.continues.is_none() && self.follows(b, i));
        let last = self.text.tokens_in(before.and_then(|b| self.attributions[b].content.last().copied())?).end;
        let content: Vec<Range<usize>> = a.content.iter().map(|&c| self.text.tokens_in(c)).collect();
        let at = content.first()?.start;
        let outside = (a.cue.is_some() && follows.is_none()) || !quoted(self.text, at);
        if self.holder[i].is_some() || outside {
            let behind = follows.and_then(|b| self.of[b]).map(|(id, sure)| (id, sure * 0.7));
            return goes_on.map(|(id, sure)| (id, sure.min(0.9) * 0.97)).or(behind);
        }
        let paragraph = |t: usize| self.text.tokens.get(t).map_or(0, |t| t.paragraph);
        let beside = paragraph(last.saturating_sub(1)) == paragraph(at);
        let near = before.filter(|_| paragraph(at).abs_diff(paragraph(last.saturating_sub(1))) <= 1);
        let named: Vec<ReferentId> =
            content.iter().flat_map(|c| self.names.within(c)).map(|name| name.referent).collect();
        let anaphor = Anaphor {
            content: &content,
            named: &named,
            source: true,
            direct: a.form == ClaimForm::Direct,
            opening: self.text.paragraph_of(at).start == at,
            goes_on: before.filter(|&b| self.unclosed(b, at)).and_then(|b| self.of[b]).map(|of| of.0),
            behind: near.and_then(|b| self.of[b]).map(|(id, _)| (id, beside)),
            ..Anaphor::told(at, PronounClass::Unsourced, false)
        };
        self.ranker.attributions = vec![i];
        let found = self.trail.antecedent(self.text, &self.referents, &anaphor, &mut self.ranker);
        self.ranker.attributions.clear();
        found
    }

    /// Whether no mark closed the quotation of attribution `b`, and the one that begins at a token goes on with it.
    fn unclosed(&self, b: usize, at: usize) -> bool {
        let text = self.text;
        let here = text.quotations.partition_point(|q| q.tokens.start < at);
        let here = text.quotations.get(here).filter(|q| q.tokens.start == at);
        let earlier = here.and_then(|q| q.continues).map(|i| text.span(text.quotations[i].tokens.clone()));
        earlier.is_some_and(|earlier| self.attributions[b].content.iter().any(|c| c.overlaps(earlier)))
    }

    /// A headline that names nobody says what somebody says below: `‘We were robbed’: coach fumes`, `Firm reportedly sold`.
    fn echoed(&self, i: usize, order: &[usize]) -> Option<(ReferentId, f32)> {
        /// Attributions looked at behind the headline, at most.
        const REACH: usize = 40;
        let text = self.text;
        let a = &self.attributions[i];
        let content = text.tokens_in(*a.content.first()?);
        if content.is_empty() {
            return None;
        }
        let title = text.sentence_of(content.start);
        if text.tokens[content.start].paragraph > 1 || !text.is_headline(&title) {
            return None;
        }
        let words = |a: &Attribution| -> Vec<String> {
            a.content.iter().flat_map(|&c| lower_words(text, text.tokens_in(c))).collect()
        };
        let wanted = words(a);
        let below = order.iter().copied().filter(|&j| {
            let first = self.attributions[j].content.first().map_or(content.start, |c| text.tokens_in(*c).start);
            text.tokens.get(first).is_some_and(|t| t.paragraph > text.tokens[content.start].paragraph)
        });
        let mut below =
            below.filter(|&j| self.attributions[j].source.is_some() && self.holder[j].is_none()).take(REACH);
        if a.form == ClaimForm::Direct {
            let same = |j: &usize| {
                wanted.len() >= 3 && words(&self.attributions[*j]).windows(wanted.len()).any(|w| w == wanted)
            };
            return below.find(same).and_then(|j| self.of[j]).map(|(id, sure)| (id, sure * 0.9));
        }
        // The sentence that tells in full what the headline tells in short is the first.
        let hearsay = text.tokens_in(a.cue?).any(|t| text.word(t).to_lowercase().ends_with("edly"));
        let first = below.next().filter(|_| hearsay)?;
        let said = words(&self.attributions[first]);
        let stem = |w: &String| w.chars().take(5).collect::<String>();
        let telling: Vec<String> = wanted.iter().filter(|w| w.chars().count() > 3).map(stem).collect();
        let found = telling.iter().filter(|w| said.iter().any(|s| stem(s) == **w)).count();
        (found * 2 >= telling.len() && found >= 2).then_some(())?;
        self.of[first].map(|(id, sure)| (id, sure * 0.75))
    }

    /// The name behind a dash behind a quotation: `“We shall see.” — Ann Carter`.
    pub(super) fn signature(&mut self, i: usize) -> Option<ReferentId> {
        let text = self.text;
        let last = text.tokens_in(*self.attributions[i].content.last()?);
        let dash = last.end;
        let quotation = last.end > last.start && (quoted(text, last.end - 1) || text.word(last.start) == "“");
        if !quotation || !matches!(text.word(dash), "—" | "–" | "―" | "--" | "-" | "~") {
            return None;
        }
        let ends = |end: usize| {
            text.tokens.get(end).is_none_or(|t| t.paragraph != text.tokens[dash].paragraph)
                || matches!(text.word(end), "," | "." | "(")
        };
        let known = self.names.within(&(dash + 1..dash + 2)).first();
        let known = known.filter(|n| n.tokens.start == dash + 1 && ends(n.tokens.end)).cloned();
        let (tokens, id) = match known {
            Some(name) if self.referents[name.referent].is_person() => (name.tokens, name.referent),
            _ => {
                // Where a name is all that stands between the dash and the end, it need not be a known one.
                let word = |i: usize| is_capital(text, i) || text.is(i, Feature::NameParticle) || text.word(i) == "-";
                let end = (dash + 1..dash + 7).find(|&i| !word(i) || ends(i)).unwrap_or(dash + 7);
                let name = crate::entities::name_words(text, dash + 1..end.min(text.tokens.len()));
                let plain = !name.iter().any(|w| lexicon().noun(w).is_some() || lexicon().demonym(w));
                if !ends(end)
                    || !(2..=4).contains(&name.len())
                    || !plain
                    || lexicon().is_organisation(&name.iter().map(String::as_str).collect::<Vec<_>>())
                {
                    return None;
                }
                (dash + 1..end, self.names.person(text, dash + 1..end, &mut self.referents)?)
            }
        };
        self.referents[id].mentions.push((text.span(tokens), MentionForm::Name));
        Some(id)
    }

    /// Whether attribution `i`, which names no source, goes on with what `b` says.
    pub(super) fn follows(&self, b: usize, i: usize) -> bool {
        let (text, a) = (self.text, &self.attributions[i]);
        let (Some(&content), Some(&last)) = (a.content.first(), self.attributions[b].content.last()) else {
            return false;
        };
        let first = text.tokens_in(content).start;
        let end = text.tokens_in(last).end.saturating_sub(1);
        let (Some(here), Some(there)) = (text.tokens.get(first), text.tokens.get(end)) else { return false };
        if here.paragraph.abs_diff(there.paragraph) > 1 {
            return false;
        }
        match a.cue {
            // A quotation right behind the last.
            None => quoted(text, first) && a.form != ClaimForm::Indirect,
            Some(cue) => {
                let tokens = text.tokens_in(cue);
                // `was announced`, `reportedly`: nobody is named on purpose. The auxiliary may stand in front of the cue.
                let from = tokens.start.saturating_sub(1).max(text.sentence_of(tokens.start).start);
                let passive = (from..tokens.end).any(|t| text.is_any(t, NOBODY));
                // `… and said`, `:`: a verb of speech whose subject stands before the last one.
                let nobody =
                    crate::attribution::non_agent::is_question(text, tokens.start) || text.word(tokens.start) == "to";
                let bare =
                    tokens.len() == 1 && (is_speech_verb(text.word(tokens.start)) || text.word(tokens.start) == ":");
                !passive && !nobody && (bare || tokens.len() <= 3 && a.form == ClaimForm::Direct)
            }
        }
    }

    /// Gives the stated reasons for anonymity to whom they stand beside.
    pub(super) fn anonymity(&mut self, sources: &[Source]) {
        for reason in anonymity::find(self.text) {
            let at = reason.tokens.start;
            let sentence = self.text.sentence_of(at);
            let speaker = |s: &Source| s.attributions.first().and_then(|&i| self.of[i]).map(|of| of.0);
            let until = sources.partition_point(|s| s.tokens.start < sentence.end);
            let near = sources[..until].iter().rev().take(8);
            // The source in front of the reason, or around it, in the same sentence; else the one behind; else the last.
            let here: Vec<&Source> = near.clone().filter(|s| s.tokens.start >= sentence.start).collect();
            let before = here.iter().find(|s| s.tokens.start <= at);
            // `One librarian, who would not give her name, …`: somebody new, and nobody of before.
            if here.is_empty() && self.text.is_any(sentence.start, SOMEBODY_NEW) {
                continue;
            }
            let found = before.or_else(|| here.last()).copied().or_else(|| {
                near.clone().find(|s| self.text.tokens[s.tokens.start].paragraph + 1 >= self.text.tokens[at].paragraph)
            });
            if let Some(id) = found.and_then(speaker) {
                let r = &mut self.referents[id];
                if r.kind != SpeakerKind::Person || r.words.len() <= 1 {
                    r.anonymity.get_or_insert(reason.span);
                }
            }
        }
    }
}
