//! Each kind of correction, carried out.

use super::lookup::{occurrences, words_of};
use super::state::State;
use super::Subject;
use crate::annotations::{
    Claim, ClaimForm, ClaimMode, Correction, MentionForm, Speaker, SpeakerKind, SpeakerMention, SpeakerRef, BY_HAND,
};
use crate::lexicon::{lexicon, FeatureSet};
use crate::report::is_unnamed;
use crate::text::Span;

/// What came of a correction.
pub enum Outcome {
    /// It is done, on this.
    About(Subject),
    /// What it was about is gone.
    Gone,
}

impl Outcome {
    fn claim(id: usize) -> Self {
        Self::About(Subject::Claim { id: id as u32 })
    }

    fn speaker(id: usize) -> Self {
        Self::About(Subject::Speaker { id: id as u32 })
    }
}

impl State<'_> {
    /// Carries one correction out, whose spans lie in the text. `None`, and nothing has changed, when what it means is not
    /// there.
    pub fn carry_out(&mut self, correction: &Correction) -> Option<Outcome> {
        self.spoke = vec![false; self.speakers.len()];
        for id in self.claims.iter().filter_map(|claim| claim.speaker) {
            self.spoke[id as usize] = true;
        }
        match correction {
            Correction::Rename { speaker, name, speaker_kind, description } => {
                let id = self.speaker(speaker).filter(|_| !name.trim().is_empty())?;
                let speaker = &mut self.speakers[id];
                (speaker.name, speaker.kind, speaker.description) = (name.clone(), *speaker_kind, description.clone());
                speaker.corrected = true;
                if !is_unnamed(speaker) {
                    speaker.anonymity = None;
                }
                Some(Outcome::speaker(id))
            }
            Correction::Merge { speaker, into } => {
                let (gone, kept) = (self.speaker(speaker)?, self.speaker(into)?);
                (gone != kept).then(|| self.merge(gone, kept))
            }
            Correction::Split { speaker, claims, mentions, to } => {
                let from = self.speaker(speaker)?;
                let claims = claims.iter().filter_map(|claim| self.claim(claim));
                let claims: Vec<usize> = claims.filter(|&id| self.claims[id].speaker == Some(from as u32)).collect();
                self.split(from, &claims, mentions, to.as_ref())
            }
            Correction::Reassign { claim, to } => {
                let claim = self.claim(claim)?;
                let to = self.target(to.as_ref())?;
                self.move_mentions(claim, to);
                self.give(claim, to);
                self.drop_own(claim);
                Some(Outcome::claim(claim))
            }
            Correction::Reword { claim, content } => {
                let id = self.claim(claim).filter(|_| in_order(content))?;
                let claim = &mut self.claims[id];
                claim.content.clone_from(content);
                mark(claim);
                let inside = |span: &Span| content.iter().any(|piece| piece.overlaps(*span));
                claim.source = claim.source.filter(|span| !inside(span));
                claim.cue = claim.cue.filter(|span| !inside(span));
                self.drop_own(id);
                Some(Outcome::claim(id))
            }
            Correction::Attribution { claim, source, cue } => {
                let id = self.claim(claim)?;
                let claim = &mut self.claims[id];
                let meets = |span: Span| claim.content.iter().any(|piece| piece.overlaps(span));
                let apart = source.zip(*cue).is_none_or(|(source, cue)| !source.overlaps(cue));
                if !apart || source.is_some_and(meets) || cue.is_some_and(meets) {
                    return None;
                }
                (claim.source, claim.cue) = (*source, *cue);
                mark(claim);
                self.name_at_source(id);
                Some(Outcome::claim(id))
            }
            Correction::Delete { claim } => {
                let id = self.claim(claim)?;
                let parent = self.claims[id].parent;
                for claim in self.claims.iter_mut().filter(|claim| claim.parent == Some(id as u32)) {
                    claim.parent = parent;
                }
                self.gone.push(id);
                Some(Outcome::Gone)
            }
            Correction::Add { content, cue, to } => {
                let to = if in_order(content) { self.target(to.as_ref())? } else { return None };
                let id = self.added(content, to);
                self.claims[id].cue = cue.or(self.claims[id].cue);
                self.give(id, to);
                self.drop_own(id);
                Some(Outcome::claim(id))
            }
        }
    }

    fn merge(&mut self, gone: usize, kept: usize) -> Outcome {
        let absorbed = std::mem::take(&mut self.speakers[gone].mentions);
        let (description, anonymity) = (self.speakers[gone].description.take(), self.speakers[gone].anonymity.take());
        let speaker = &mut self.speakers[kept];
        speaker.description = speaker.description.take().or(description);
        speaker.anonymity = if is_unnamed(speaker) { speaker.anonymity.or(anonymity) } else { None };
        take_in(&mut speaker.mentions, &absorbed);
        speaker.corrected = true;
        let (gone, kept_id) = (Some(gone as u32), Some(kept as u32));
        for claim in self.claims.iter_mut().filter(|claim| claim.speaker == gone) {
            claim.speaker = kept_id;
        }
        // What both said together, one says now: once. In text order what begins at one place stands together.
        let start = |claim: &Claim| claim.content.first().map(|span| span.start);
        for (id, claim) in self.claims.iter().enumerate().filter(|(_, claim)| claim.speaker == kept_id) {
            let mut here = self.claims[..id].iter().rev().take_while(|other| start(other) == start(claim));
            if here.any(|other| other.speaker == kept_id && other.content == claim.content) {
                self.gone.push(id);
            }
        }
        Outcome::speaker(kept)
    }

    fn split(&mut self, from: usize, claims: &[usize], spans: &[Span], to: Option<&SpeakerRef>) -> Option<Outcome> {
        let all = std::mem::take(&mut self.speakers[from].mentions);
        let (moving, staying): (Vec<_>, Vec<_>) = all.iter().copied().partition(|m| spans.contains(&m.span()));
        // First out of the old one's hands, so that a new one of this name finds its own.
        self.speakers[from].mentions = staying;
        let to = if claims.is_empty() && moving.is_empty() { None } else { self.target(to) };
        let Some(to) = to.filter(|&to| to != Some(from)) else {
            self.speakers[from].mentions = all;
            return None;
        };
        for &claim in claims {
            self.give(claim, to);
        }
        if let Some(to) = to {
            let speaker = &mut self.speakers[to];
            take_in(&mut speaker.mentions, &moving);
            speaker.corrected = true;
        }
        self.speakers[from].corrected = true;
        Some(match (to, claims.first()) {
            (Some(to), _) => Outcome::speaker(to),
            (None, Some(&claim)) => Outcome::claim(claim),
            (None, None) => Outcome::speaker(from),
        })
    }

    /// The speaker to whom something goes: one that is there, a new one, or nobody known (`Some(None)`). `None`: whoever is
    /// meant is not there, and nobody new either.
    fn target(&mut self, wanted: Option<&SpeakerRef>) -> Option<Option<usize>> {
        let Some(wanted) = wanted else { return Some(None) };
        if let Some(id) = self.speaker(wanted) {
            return Some(Some(id));
        }
        let kind = wanted.speaker_kind.filter(|_| !wanted.name.trim().is_empty())?;
        let form = if kind == SpeakerKind::Unnamed { MentionForm::Nominal } else { MentionForm::Name };
        let taken = Taken::new(&self.speakers);
        let mentions = occurrences(self.source, &wanted.name).into_iter().filter(|span| !taken.meets(*span));
        self.speakers.push(Speaker {
            id: self.speakers.len() as u32,
            name: wanted.name.clone(),
            kind,
            description: None,
            anonymity: None,
            mentions: mentions.map(|span| SpeakerMention { start: span.start, end: span.end, form }).collect(),
            claims: Vec::new(),
            quoted_words: 0,
            reported_words: 0,
            corrected: true,
        });
        Some(Some(self.speakers.len() - 1))
    }

    fn give(&mut self, claim: usize, to: Option<usize>) {
        let claim = &mut self.claims[claim];
        claim.speaker = to.map(|id| id as u32);
        claim.speaker_confidence = to.map(|_| 1.0);
        claim.speaker_reason = None;
        claim.corrected = true;
        claim.confidence = 1.0;
        if claim.form == ClaimForm::Own {
            // Somebody's words now; which form they have is worked out when all is done.
            claim.form = ClaimForm::Indirect;
            claim.rule = BY_HAND.to_string();
        }
    }

    /// The words that named the wrong speaker here name the right one: `he`, `the mayor`. A name stays with whose it is,
    /// unless it is the other's too (`Lee`, of two of them).
    fn move_mentions(&mut self, claim: usize, to: Option<usize>) {
        let Claim { source: Some(source), speaker: Some(from), .. } = self.claims[claim] else { return };
        if to == Some(from as usize) {
            return;
        }
        let others = self.claims.iter().enumerate().filter(|(id, other)| *id != claim && other.speaker == Some(from));
        let others: Vec<Span> = others.filter_map(|(_, other)| other.source).collect();
        let name = to.map(|id| words_of(&self.speakers[id].name));
        let text = self.source;
        let moves = |mention: &SpeakerMention| {
            let span = mention.span();
            if !source.contains(span) || others.iter().any(|other| other.contains(span)) {
                return false;
            }
            match &name {
                None => mention.form == MentionForm::Pronoun,
                Some(name) => {
                    mention.form != MentionForm::Name || words_of(span.of(text)).iter().all(|word| name.contains(word))
                }
            }
        };
        let from = &mut self.speakers[from as usize];
        let (moving, staying): (Vec<_>, Vec<_>) = from.mentions.drain(..).partition(moves);
        let mut named_else = staying.iter().any(|mention| source.contains(mention.span()));
        from.mentions = staying;
        if let Some(to) = to {
            let speaker = &mut self.speakers[to];
            take_in(&mut speaker.mentions, &moving);
            named_else &= !speaker.mentions.iter().any(|mention| source.contains(mention.span()));
        }
        if named_else {
            // Words that name somebody else are not the ones that name this claim's speaker.
            self.claims[claim].source = None;
        }
    }

    /// The words that name a claim's speaker are a mention of the speaker, where they are not one of anybody yet.
    fn name_at_source(&mut self, claim: usize) {
        let Claim { source: Some(source), speaker: Some(id), .. } = self.claims[claim] else { return };
        if self.speakers.iter().flat_map(|s| &s.mentions).any(|mention| mention.span().overlaps(source)) {
            return;
        }
        let speaker = &mut self.speakers[id as usize];
        let words = source.of(self.source);
        let in_words = |part: &str| part.starts_with(char::is_uppercase) && !occurrences(words, part).is_empty();
        let form = if speaker.name.split_whitespace().any(in_words) {
            MentionForm::Name
        } else if lexicon().features(words).intersects(FeatureSet::PRONOUN) {
            MentionForm::Pronoun
        } else {
            MentionForm::Nominal
        };
        take_in(&mut speaker.mentions, &[SpeakerMention { start: source.start, end: source.end, form }]);
    }

    /// The position of the claim with these words: one that was marked before, for nobody or for the same one, or a new one.
    fn added(&mut self, content: &[Span], to: Option<usize>) -> usize {
        let to = to.map(|id| id as u32);
        let fits = |claim: &Claim| claim.content == content && (claim.speaker.is_none() || claim.speaker == to);
        if let Some(id) = self.claims.iter().position(fits) {
            return id;
        }
        self.claims.push(Claim {
            id: self.claims.len() as u32,
            form: ClaimForm::Indirect,
            mode: ClaimMode::Statement,
            qualifiers: Vec::new(),
            speaker: None,
            speaker_confidence: None,
            speaker_reason: None,
            source: None,
            cue: None,
            content: content.to_vec(),
            parent: None,
            places: Vec::new(),
            check_worthiness: 0.0,
            signals: Vec::new(),
            confidence: 1.0,
            rule: BY_HAND.to_string(),
            corrected: true,
        });
        self.claims.len() - 1
    }

    /// What somebody says is not the article's own statement too.
    fn drop_own(&mut self, claim: usize) {
        let content = &self.claims[claim].content;
        for (id, other) in self.claims.iter().enumerate() {
            let meet = || other.content.iter().any(|a| content.iter().any(|b| a.overlaps(*b)));
            if id != claim && other.form == ClaimForm::Own && meet() {
                self.gone.push(id);
            }
        }
    }
}

/// A person has said what this claim is.
fn mark(claim: &mut Claim) {
    claim.rule = BY_HAND.to_string();
    claim.confidence = 1.0;
    claim.corrected = true;
}

/// Whether pieces can be a content: some, in text order, apart.
fn in_order(content: &[Span]) -> bool {
    !content.is_empty() && content.windows(2).all(|pair| pair[0].end <= pair[1].start)
}

/// Adds mentions to others, all by place and each once.
fn take_in(mentions: &mut Vec<SpeakerMention>, more: &[SpeakerMention]) {
    for mention in more {
        let at = mentions.partition_point(|other| other.span() < mention.span());
        if mentions.get(at).is_none_or(|other| other.span() != mention.span()) {
            mentions.insert(at, *mention);
        }
    }
}

/// The words that name somebody already.
struct Taken(Vec<Span>);

impl Taken {
    fn new(speakers: &[Speaker]) -> Self {
        let mut spans: Vec<Span> = speakers.iter().flat_map(|s| &s.mentions).map(SpeakerMention::span).collect();
        spans.sort_unstable();
        // One inside the other makes one.
        spans.dedup_by(|later, earlier| {
            let meet = later.start < earlier.end;
            if meet {
                *earlier = earlier.cover(*later);
            }
            meet
        });
        Self(spans)
    }

    fn meets(&self, span: Span) -> bool {
        let next = self.0.partition_point(|taken| taken.end <= span.start);
        self.0.get(next).is_some_and(|taken| taken.overlaps(span))
    }
}
