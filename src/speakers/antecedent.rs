//! What was mentioned so far, in text order: where antecedents are looked for.

use super::rank::{Choice, Clue, Field, Ranker};
use super::referent::{Referent, ReferentId};
use crate::annotations::SpeakerKind;
use crate::lexicon::Gender;
use crate::text::{QuoteState, Text};
use std::ops::Range;

/// Mentions looked back over, at most.
const LOOK_BACK: usize = 80;
/// How badly the gender of somebody fits whom a pronoun cannot mean.
const NEVER: f32 = -0.7;
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
    /// Whether its sentence mentions nobody before.
    pub leads: bool,
    /// Whether it stands right behind a word that opens a subordinate clause.
    pub subordinate: bool,
    /// Whether an attribution rests on it that a preposition links: `the claim by Hart that …`.
    pub linked: bool,
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
    /// Whom those words name.
    pub named: &'w [ReferentId],
    /// Speaker of the indirect content around (`Carter said he …`): the likeliest.
    pub within: Option<ReferentId>,
    /// Speaker of the quotation around: never.
    pub not: Option<ReferentId>,
    /// Whether the pronoun stands as the source of an attribution.
    pub source: bool,
    /// Whether the pronoun is inside what somebody says.
    pub reported: bool,
    /// Whether what is said is in quotation marks.
    pub direct: bool,
    /// Whether the words or the pronoun begin a paragraph.
    pub opening: bool,
    /// Whether the cue goes on with something: `added`.
    pub adds: bool,
    /// Who said what the words go on with, as their quotation marks tell.
    pub goes_on: Option<ReferentId>,
    /// Who said what stands right before, and whether that is in the same paragraph.
    pub behind: Option<(ReferentId, bool)>,
}

impl Anaphor<'_> {
    /// A pronoun outside of all sources.
    pub fn told(at: usize, class: PronounClass, reported: bool) -> Self {
        Self {
            at,
            class,
            content: &[],
            named: &[],
            within: None,
            not: None,
            source: false,
            reported,
            direct: false,
            opening: false,
            adds: false,
            goes_on: None,
            behind: None,
        }
    }
}

/// Which pronoun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PronounClass {
    One(Gender),
    Many,
    Thing,
    /// None: words without a source.
    Unsourced,
}

impl PronounClass {
    fn choice(self) -> Choice {
        match self {
            Self::One(_) => Choice::Person,
            Self::Many => Choice::Many,
            Self::Thing => Choice::Thing,
            Self::Unsourced => Choice::Unsourced,
        }
    }

    /// Whether the pronoun can mean somebody at all.
    fn agrees(self, r: &Referent) -> bool {
        match self {
            // A given name may be borne by both, where pronouns close by say so, too.
            Self::One(gender) => r.is_person() && r.fits(gender) >= NEVER,
            Self::Many => !r.is_person() && !r.name.is_empty(),
            Self::Thing => !r.is_person() && !r.plural,
            Self::Unsourced => !r.name.is_empty(),
        }
    }
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

    /// The last mention before a token on which an attribution rests.
    pub fn last_source(&self, at: usize) -> Option<&Mention> {
        self.before(at).find(|s| s.source)
    }

    /// Mentions before a token, latest first.
    fn before(&self, at: usize) -> impl Iterator<Item = &Mention> {
        let end = self.mentions.partition_point(|m| m.at < at);
        self.mentions[..end].iter().rev().take(LOOK_BACK)
    }

    /// Mentions, latest first, that are near enough to look at.
    pub fn recent<'s>(&'s self, text: &'s Text<'_>, at: usize) -> impl Iterator<Item = &'s Mention> + 's {
        self.before(at).take_while(move |s| self.distance(text, s.at, at) <= SENTENCES)
    }

    /// The likeliest antecedent of a pronoun and how sure it is.
    pub fn antecedent(
        &self,
        text: &Text<'_>,
        referents: &[Referent],
        anaphor: &Anaphor<'_>,
        ranker: &mut Ranker<'_>,
    ) -> Option<(ReferentId, f32)> {
        let eligible: Vec<&Mention> = self
            .recent(text, anaphor.at)
            .filter(|m| anaphor.not != Some(m.id) && !anaphor.content.iter().any(|c| c.contains(&m.at)))
            .filter(|m| referents.get(m.id).is_some_and(|r| anaphor.class.agrees(r)))
            .collect();
        let mut field = ranker.field(anaphor.class.choice());
        field.add(None);
        ranker.clue(&mut field, Clue::Nobody, 1.0);
        let fragment = matches!(text.tokens[anaphor.at].quote, QuoteState::Open { full: false });
        ranker.clue(&mut field, Clue::Fragment, f32::from(u8::from(fragment)));
        let mut around = Around::new(self, text, anaphor, &eligible);
        for mention in &eligible {
            field.add(Some(mention.id));
            let r = &referents[mention.id];
            ranker.agreement(&mut field, anaphor.class, r);
            self.place(text, referents, anaphor, mention, &mut around, (ranker, &mut field));
        }
        ranker.choose(field)
    }

    /// Says of a mention where it stands and what it does there.
    fn place(
        &self,
        text: &Text<'_>,
        referents: &[Referent],
        anaphor: &Anaphor<'_>,
        mention: &Mention,
        around: &mut Around,
        (ranker, field): (&Ranker<'_>, &mut Field),
    ) {
        let r = &referents[mention.id];
        let (here, there) = (&text.tokens[anaphor.at], &text.tokens[mention.at]);
        let distance = self.distance(text, mention.at, anaphor.at) as f32;
        let paragraphs = here.paragraph - there.paragraph;
        let subject = mention.function == Function::Subject;
        let told = !mention.quoted && !mention.reported;
        let before = there.sentence + 1 == here.sentence;
        let mut say = |clue, holds: bool| ranker.clue(field, clue, f32::from(u8::from(holds)));
        say(Clue::SameSentence, there.sentence == here.sentence);
        say(Clue::SentenceBefore, before);
        say(Clue::Subject, subject);
        say(Clue::SubjectHere, subject && there.sentence == here.sentence);
        say(Clue::Possessive, mention.function == Function::Possessive);
        say(Clue::SubjectOfParagraph, subject && paragraphs == 0);
        say(Clue::BeginsSentence, text.sentence_of(mention.at).start == mention.at);
        say(Clue::OpensParagraph, paragraphs == 0 && text.paragraph_of(mention.at).start == mention.at);
        say(Clue::First, mention.leads);
        say(Clue::SubjectFirst, mention.leads && subject);
        say(Clue::Subordinate, mention.subordinate);
        say(Clue::LeadsIn, subject && told && paragraphs == 0 && before);
        say(Clue::Introduced, self.introduces(text, r, mention, anaphor, around.last_subject.is_none()));
        say(Clue::OtherParagraph, paragraphs > 0 && around.paragraph_has_subject);
        say(Clue::OnlyOne, around.only);
        say(Clue::OnlyInParagraph, paragraphs == 0 && around.in_paragraph == [mention.id]);
        say(Clue::Quoted, mention.quoted && !around.quoted);
        say(Clue::Reported, !mention.quoted && mention.reported && !anaphor.reported && !mention.source);
        let inside = mention.reported && !anaphor.reported && !mention.source;
        say(Clue::ReportedHere, inside && subject && there.sentence == here.sentence);
        say(Clue::Within, anaphor.within == Some(mention.id));
        say(Clue::InWords, anaphor.named.contains(&mention.id));
        say(Clue::Headline, text.is_headline(&text.sentence_of(mention.at)));
        say(Clue::Source, mention.source);
        say(Clue::Linked, mention.linked);
        say(Clue::Far, anaphor.class == PronounClass::Unsourced && paragraphs >= 2 && distance >= 3.0);
        say(Clue::GoesOn, anaphor.goes_on == Some(mention.id));
        say(Clue::Behind, anaphor.behind == Some((mention.id, true)));
        say(Clue::NextParagraph, anaphor.behind == Some((mention.id, false)));
        // A paragraph behind the last source that is about somebody else: `Varga would not be drawn. …, she laughed.`
        let behind = |&(at, id): &(usize, ReferentId)| {
            id != mention.id && text.tokens[at].paragraph < there.paragraph && at < mention.at
        };
        around.moved |=
            subject && told && r.kind == SpeakerKind::Person && around.last_source.as_ref().is_some_and(behind);
        if around.last_source == Some((mention.at, mention.id)) {
            let left = paragraphs > 0 && (around.paragraph_has_subject || around.moved);
            say(Clue::LastSource, !left && anaphor.source);
            say(Clue::LastSourceTold, !left && !anaphor.source);
            say(Clue::LastSourceLeft, left);
            say(Clue::LastSourceTurned, around.last_subject.is_some_and(|id| id != mention.id));
            say(Clue::LastSourceUnnamed, r.kind == SpeakerKind::Unnamed);
            say(Clue::LastSourceQuoted, anaphor.direct);
            say(Clue::LastSourceOpening, anaphor.opening);
            say(Clue::LastSourceAdded, anaphor.adds);
        }
        let rivals = around.rivals.iter().filter(|&&id| id != mention.id).count();
        say(Clue::Nearest, rivals == 0);
        say(Clue::NearestSubject, subject && told && around.last_subject.is_none_or(|id| id == mention.id));
        ranker.clue(field, Clue::Rivals, rivals.min(4) as f32);
        ranker.clue(field, Clue::Distance, distance.min(8.0));
        ranker.clue(field, Clue::Paragraphs, (paragraphs as f32).min(5.0));
        ranker.clue(field, Clue::Often, ((1 + r.seen + r.spoken) as f32).ln());
        if paragraphs == 0 && distance > 0.0 && subject && told {
            around.paragraph_has_subject = true;
        }
        if subject && told {
            around.last_subject.get_or_insert(mention.id);
        }
        if !around.rivals.contains(&mention.id) {
            around.rivals.push(mention.id);
        }
    }

    /// `That worries Henry Ostrow, president of the union. “…,” he said`: named and described to be quoted.
    fn introduces(
        &self,
        text: &Text<'_>,
        r: &Referent,
        mention: &Mention,
        anaphor: &Anaphor<'_>,
        is_last: bool,
    ) -> bool {
        let alone = || {
            let sentence = text.tokens[mention.at].sentence;
            let same = |s: &&Mention| text.tokens[s.at].sentence == sentence;
            let mut beside = self.mentions.iter().rev().skip_while(|s| s.at > mention.at).take_while(same);
            !beside.any(|s| s.source && s.id != mention.id)
        };
        let first = anaphor.source && mention.at == r.first && r.words.len() > 1 && !r.roles.is_empty();
        first
            && is_last
            && !mention.reported
            && !mention.quoted
            && self.distance(text, mention.at, anaphor.at) <= 1
            && alone()
    }
}

/// What was met on the way back from a pronoun.
struct Around {
    quoted: bool,
    /// Whether only one fits at all.
    only: bool,
    last_source: Option<(usize, ReferentId)>,
    /// Those who fit, in the pronoun's paragraph.
    in_paragraph: Vec<ReferentId>,
    /// Whether the paragraph has a likely antecedent of its own.
    paragraph_has_subject: bool,
    /// Whether a paragraph behind the last source is about somebody else.
    moved: bool,
    /// Those who fit, mentioned since.
    rivals: Vec<ReferentId>,
    last_subject: Option<ReferentId>,
}

impl Around {
    fn new(trail: &Trail, text: &Text<'_>, anaphor: &Anaphor<'_>, eligible: &[&Mention]) -> Self {
        let paragraph = text.tokens[anaphor.at].paragraph;
        let mut in_paragraph: Vec<ReferentId> = Vec::new();
        for mention in eligible.iter().take_while(|m| text.tokens[m.at].paragraph == paragraph) {
            if !in_paragraph.contains(&mention.id) {
                in_paragraph.push(mention.id);
            }
        }
        Self {
            quoted: quoted(text, anaphor.at),
            only: eligible.windows(2).all(|pair| pair[0].id == pair[1].id),
            last_source: trail.last_source(anaphor.at).map(|s| (s.at, s.id)),
            in_paragraph,
            paragraph_has_subject: false,
            moved: false,
            rivals: Vec::new(),
            last_subject: None,
        }
    }
}

impl Ranker<'_> {
    /// Says how a referent agrees with a pronoun.
    fn agreement(&self, field: &mut Field, class: PronounClass, r: &Referent) {
        let mut say = |clue, value| self.clue(field, clue, value);
        match class {
            PronounClass::One(gender) => {
                let fit = r.fits(gender);
                let unnamed = r.kind == SpeakerKind::Unnamed;
                say(Clue::Gender, fit.max(0.0));
                say(Clue::GenderAgainst, (-fit).max(0.0));
                say(Clue::Unnamed, f32::from(u8::from(unnamed)));
                // Of somebody who is only described the text seldom tells more.
                say(Clue::GenderUnknown, f32::from(u8::from(fit == 0.0 && !unnamed)));
            }
            PronounClass::Many => {
                say(if r.plural { Clue::Plural } else { Clue::Singular }, 1.0);
            }
            PronounClass::Thing => {
                say(Clue::Document, f32::from(u8::from(r.kind == SpeakerKind::Document)));
                say(Clue::Unnamed, f32::from(u8::from(r.words.is_empty())));
            }
            PronounClass::Unsourced => {
                say(Clue::Document, f32::from(u8::from(r.kind == SpeakerKind::Document)));
                say(Clue::Plural, f32::from(u8::from(r.plural)));
                say(Clue::Unnamed, f32::from(u8::from(r.kind == SpeakerKind::Unnamed)));
                say(Clue::Named, f32::from(u8::from(r.kind == SpeakerKind::Person)));
            }
        }
    }
}
