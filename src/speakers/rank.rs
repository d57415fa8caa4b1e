//! Ranks candidates by what speaks for and against them, with learnt weights.
//!
//! Every choice of the stage is of one shape: a pronoun, a description, a surname or a quotation without a source, some
//! mentions that it may stand for, and the answer that it is none of them. What is known of each is a sum of [`Clue`]s, each
//! times its weight for this kind of choice; the softmax of the sums is how sure the choice is. The weights stand in
//! `data/speaker-weights.tsv`; `cargo xtask train-speakers` finds them (log-linear mention ranking, after Durrett and Klein,
//! "Easy Victories and Uphill Battles in Coreference Resolution", 2013).

use super::referent::ReferentId;
use std::sync::OnceLock;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Choice {
    /// Whom `he` or `she` means.
    Person,
    /// Whom `they` means.
    Many,
    /// What `it` means.
    Thing,
    /// Which of its bearers a surname means.
    Surname,
    /// Whom a description means.
    Description,
    /// Who is described before the text names him.
    Later,
    /// Who speaks words without a source.
    Unsourced,
    /// Which name in the words of a source is the speaker's.
    Head,
}

macro_rules! clues {
    ($($(#[$about:meta])* $clue:ident $name:literal,)*) => {
        /// What speaks for or against a candidate.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Clue { $($(#[$about])* $clue,)* }

        impl Clue {
            /// All clues.
            pub const ALL: &'static [Self] = &[$(Self::$clue,)*];

            /// The name in `data/speaker-weights.tsv`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$clue => $name,)* }
            }
        }
    };
}

clues! {
    /// The answer that it is none of the candidates.
    Nobody "nobody",
    /// Nobody, of words in quotation marks that are no sentence.
    Fragment "fragment",
    /// How well the gender fits, up to 1.
    Gender "gender",
    /// How badly.
    GenderAgainst "gender-against",
    /// Nothing tells the gender of somebody who has a name.
    GenderUnknown "gender-unknown",
    /// Somebody without a name.
    Unnamed "unnamed",
    /// `they` of several.
    Plural "plural",
    /// `they` of one organisation.
    Singular "singular",
    /// A document.
    Document "document",
    /// Sentences of the narrative between, 8 at most.
    Distance "distance",
    /// In the same sentence of the narrative.
    SameSentence "same-sentence",
    /// In the sentence before.
    SentenceBefore "sentence-before",
    /// Paragraphs between, 5 at most.
    Paragraphs "paragraphs",
    /// Subject of its clause.
    Subject "subject",
    /// Subject in the same sentence.
    SubjectHere "subject-here",
    /// Subject in the same paragraph.
    SubjectOfParagraph "subject-of-paragraph",
    /// Begins its sentence.
    BeginsSentence "begins-sentence",
    /// Begins the paragraph that the choice stands in.
    OpensParagraph "opens-paragraph",
    /// The first who is mentioned in the sentence.
    First "first",
    /// And the subject.
    SubjectFirst "subject-first",
    /// Right behind a word that opens a subordinate clause.
    Subordinate "subordinate",
    /// Owner of something: `Cole's`.
    Possessive "possessive",
    /// Named and described for the first time, with nobody else who speaks beside.
    Introduced "introduced",
    /// In an earlier paragraph, where this one has a subject of its own.
    OtherParagraph "other-paragraph",
    /// An attribution rests on the mention.
    Source "source",
    /// The last on which one rests.
    LastSource "last-source",
    /// The same, where the choice is no source itself.
    LastSourceTold "last-source-told",
    /// The same, where the text has gone on to somebody else since.
    LastSourceLeft "last-source-left",
    /// The same, of words in quotation marks.
    LastSourceQuoted "last-source-quoted",
    /// The same, where the words begin a paragraph.
    LastSourceOpening "last-source-opening",
    /// The same, where somebody else who fits was the subject since.
    LastSourceTurned "last-source-turned",
    /// The same, of somebody without a name.
    LastSourceUnnamed "last-source-unnamed",
    /// The same, behind `added` and the like.
    LastSourceAdded "last-source-added",
    /// Inside quotation marks, where the choice is not.
    Quoted "quoted",
    /// Inside somebody's words, where the choice is not.
    Reported "reported",
    /// Subject of the reported words in the same sentence.
    ReportedHere "reported-here",
    /// Speaks the reported words around.
    Within "within",
    /// Logarithm of how often the text has spoken of it.
    Often "often",
    /// Nobody else who fits was mentioned since.
    Nearest "nearest",
    /// How many others who fit were mentioned since, 4 at most.
    Rivals "rivals",
    /// The last subject who fits.
    NearestSubject "nearest-subject",
    /// The only one who fits in this paragraph.
    OnlyInParagraph "only-in-paragraph",
    /// The words name the candidate.
    InWords "in-words",
    /// In a headline.
    Headline "headline",
    /// The subject of the sentence before the words, in the same paragraph.
    LeadsIn "leads-in",
    /// And not yet called anything like it.
    LeadsInNew "leads-in-new",
    /// Not yet called anything like it, which is an office or a part in the story: `the judge`.
    Office "office",
    /// An occupation or the like: `the striker`.
    Occupation "occupation",
    /// Sentences of the narrative between, of whom nothing like it was said.
    DistanceNew "distance-new",
    /// A name in front of the noun that is not known of the candidate: `the Harlow Post newspaper`.
    OtherName "other-name",
    /// Two paragraphs back or more, with a narrative between.
    Far "far",
    /// The words go on with what the candidate said, as the quotation marks tell.
    GoesOn "goes-on",
    /// The candidate's words stand right before, in the same paragraph.
    Behind "behind",
    /// In the paragraph before.
    NextParagraph "next-paragraph",
    /// The same noun.
    SameNoun "same-noun",
    /// A noun that may stand for it.
    Synonym "synonym",
    /// A word of what the candidate is.
    RoleWord "role-word",
    /// The person of whom the sentence before speaks, not yet described.
    Topic "topic",
    /// The same age.
    Age "age",
    /// Modifiers that are known of the candidate.
    Modifiers "modifiers",
    /// Modifiers that are not.
    OtherModifiers "other-modifiers",
    /// Words behind the noun that are known of the candidate.
    Complement "complement",
    /// Words behind the noun that are not.
    OtherComplement "other-complement",
    /// The same owner.
    Owner "owner",
    /// Another owner.
    OtherOwner "other-owner",
    /// Told apart from others by a word that the description lacks.
    ToldApart "told-apart",
    /// Has spoken.
    Spoken "spoken",
    /// A person with a name.
    Named "named",
    /// A plain noun (`the man`, `the company`), and nothing against it.
    Plain "plain",
    /// `the company`: the last organisation that has a name and of which nothing speaks against it.
    PlainBody "plain-body",
    /// Nobody yet, by a plain noun.
    NewPlain "new-plain",
    /// Nobody yet, by an office.
    NewOffice "new-office",
    /// Nobody yet, with modifiers that say something.
    NewModified "new-modified",
    /// Nobody yet, with words behind the noun.
    NewComplement "new-complement",
    /// Nobody yet, with an owner.
    NewOwned "new-owned",
    /// The title in front asks for this gender.
    Titled "titled",
    /// A pronoun close by agrees.
    Agrees "agrees",
    /// No `Jr.`.
    Senior "senior",
    /// The surname meant the candidate last.
    Again "again",
    /// Named in full before.
    Known "known",
    /// Named in full close by.
    FullNear "full-near",
    /// Named far more often than the others.
    FarMore "far-more",
    /// The last of the bearers to be named in full.
    LastFull "last-full",
    /// Spoke last of the bearers.
    SpokeLast "spoke-last",
    /// The only one who fits at all.
    OnlyOne "only-one",
    /// Begins the source.
    Begins "begins",
    /// Ends the source.
    Ends "ends",
    /// A comma or a bracket follows.
    CommaBehind "comma-behind",
    /// A small word follows.
    WordBehind "word-behind",
    /// An owner: `Cole's lawyer`.
    OwnerOf "owner-of",
    /// Stands behind a comma.
    CommaBefore "comma-before",
    /// Stands behind a title or a noun for one person.
    RoleBefore "role-before",
    /// Stands behind a preposition or a conjunction.
    LinkBefore "link-before",
    /// Stands behind a word with a capital that is no role.
    CapitalBefore "capital-before",
    /// Stands behind another small word.
    SmallBefore "small-before",
    /// Stands behind a closing bracket.
    BracketBefore "bracket-before",
    /// A noun for one person stands somewhere before.
    RoleSomewhere "role-somewhere",
    /// A noun for several persons stands somewhere before.
    RolesSomewhere "roles-somewhere",
    /// A noun for an organisation or a document ends the words before.
    BodyBefore "body-before",
    /// Another person's name stands before.
    NameBefore "name-before",
    /// `and` stands in the source.
    Joint "joint",
    /// Stands in what a comma and a participle or preposition set off: (the duke,) `standing beside Cole`.
    SetOff "set-off",
    /// The source reads like several sources.
    Several "several",
    /// And a noun phrase of its own stands behind `and`.
    JoinedPhrase "joined-phrase",
    /// And names several persons.
    SeveralNames "several-names",
    /// `and` stands between this name and another person's.
    JoinedNames "joined-names",
    /// A relative pronoun stands before.
    RelativeBefore "relative-before",
    /// A verb of speech stands before.
    VerbBefore "verb-before",
    /// The name has two words or more.
    FullName "full-name",
    /// A noun for one person stands right behind: `Cole supporter`.
    RoleBehind "role-behind",
    /// The source begins with an article or a possessive.
    Determined "determined",
    /// Nothing but roles between it and the comma before.
    Apposed "apposed",
    /// A preposition or a conjunction stands somewhere between it and the comma before.
    LinkSomewhere "link-somewhere",
    /// The words in front of the first preposition end in a noun for one person.
    HeadRole "head-role",
    /// In a noun for several.
    HeadRoles "head-roles",
    /// In a noun for an organisation or a document.
    HeadBody "head-body",
    /// In a noun for a document and nothing else.
    HeadDocument "head-document",
    /// In another noun.
    HeadOther "head-other",
    /// And the name stands in that preposition's phrase, behind no comma.
    HeadRoleLinked "head-role-linked",
    /// The words in front of the first preposition end in a noun for one person, and the name is what a preposition links.
    HeadRoleOf "head-role-of",
    /// The same of a noun for several.
    HeadRolesLinked "head-roles-linked",
    /// Of one for an organisation or a document.
    HeadBodyLinked "head-body-linked",
    /// Of one for a document and nothing else.
    HeadDocumentLinked "head-document-linked",
    /// Of another.
    HeadOtherLinked "head-other-linked",
}

const CLUES: usize = Clue::ALL.len();

impl Choice {
    /// All choices.
    pub const ALL: [Self; 8] = [
        Self::Person,
        Self::Many,
        Self::Thing,
        Self::Surname,
        Self::Description,
        Self::Later,
        Self::Unsourced,
        Self::Head,
    ];

    /// The name in `data/speaker-weights.tsv`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Many => "many",
            Self::Thing => "thing",
            Self::Surname => "surname",
            Self::Description => "description",
            Self::Later => "later",
            Self::Unsourced => "unsourced",
            Self::Head => "head",
        }
    }
}

/// The weights of all clues, choice by choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights(Vec<f32>);

impl Weights {
    /// The weights that are built in.
    #[must_use]
    pub fn built_in() -> &'static Self {
        static WEIGHTS: OnceLock<Weights> = OnceLock::new();
        WEIGHTS.get_or_init(|| Self::read(include_str!("../../data/speaker-weights.tsv")).unwrap_or(Self::none()))
    }

    /// All zero.
    #[must_use]
    pub fn none() -> Self {
        Self(vec![0.0; CLUES * Choice::ALL.len()])
    }

    /// Reads rows of choice, clue and weight; `#` begins a comment.
    ///
    /// # Errors
    ///
    /// Names the row that has another shape, an unknown choice or clue, or no finite number.
    pub fn read(table: &str) -> Result<Self, String> {
        let mut weights = Self::none();
        for row in table.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
            let mut fields = row.split('\t');
            let choice = fields.next().and_then(|name| Choice::ALL.into_iter().find(|c| c.name() == name));
            let clue = fields.next().and_then(|name| Clue::ALL.iter().copied().find(|c| c.name() == name));
            let weight = fields.next().and_then(|w| w.parse::<f32>().ok()).filter(|w| w.is_finite());
            let (Some(choice), Some(clue), Some(weight)) = (choice, clue, weight) else {
                return Err(format!("`{row}`: wanted a choice, a clue and a weight"));
            };
            *weights.of_mut(choice, clue) = weight;
        }
        Ok(weights)
    }

    /// The weight of a clue.
    #[must_use]
    pub fn of(&self, choice: Choice, clue: Clue) -> f32 {
        self.0.get(choice as usize * CLUES + clue as usize).copied().unwrap_or(0.0)
    }

    /// The weight of a clue, to be changed.
    pub fn of_mut(&mut self, choice: Choice, clue: Clue) -> &mut f32 {
        &mut self.0[choice as usize * CLUES + clue as usize]
    }
}

/// A candidate and what speaks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Index into the referents; `None` is the answer that it is none of them.
    pub id: Option<usize>,
    /// Clues and their values, if the choices are recorded.
    pub clues: Vec<(Clue, f32)>,
    score: f32,
    /// What speaks most for it of all that can be told, and how much.
    reason: Option<(&'static str, f32)>,
}

/// What the card says of a clue, `None` where it would tell nobody anything.
fn sentence(clue: Clue) -> Option<&'static str> {
    static SENTENCES: OnceLock<Vec<Option<&'static str>>> = OnceLock::new();
    let read = || {
        let rows = include_str!("../../data/speaker-reasons.tsv").lines().filter_map(|row| row.split_once('\t'));
        let rows: Vec<(&str, &str)> = rows.collect();
        Clue::ALL.iter().map(|c| rows.iter().find(|row| row.0 == c.name()).map(|row| row.1)).collect()
    };
    SENTENCES.get_or_init(read).get(clue as usize).copied().flatten()
}

/// A choice that was made, for training.
#[derive(Clone, Debug)]
pub struct Decision {
    /// What was looked for.
    pub choice: Choice,
    /// The attributions whose speaker hangs on it.
    pub attributions: Vec<usize>,
    /// Among whom.
    pub candidates: Vec<Candidate>,
}

/// Weighs the candidates of choices; records them where it is asked to.
pub(super) struct Ranker<'w> {
    weights: &'w Weights,
    /// What was chosen so far, if that is recorded.
    pub record: Option<Vec<Decision>>,
    /// The attributions that the next choices are for.
    pub attributions: Vec<usize>,
    /// Who was chosen last for an attribution, and what spoke most for it.
    pub reason: Option<(ReferentId, &'static str)>,
}

/// The candidates of one choice.
pub(super) struct Field {
    choice: Choice,
    records: bool,
    candidates: Vec<Candidate>,
}

impl Field {
    /// Adds somebody, or the answer that it is nobody.
    pub fn add(&mut self, id: Option<ReferentId>) {
        self.candidates.push(Candidate { id, clues: Vec::new(), score: 0.0, reason: None });
    }
}

impl<'w> Ranker<'w> {
    pub fn new(weights: &'w Weights, record: bool) -> Self {
        Self { weights, record: record.then(Vec::new), attributions: Vec::new(), reason: None }
    }

    pub fn field(&self, choice: Choice) -> Field {
        Field { choice, records: self.record.is_some(), candidates: Vec::new() }
    }

    /// Says something of the candidate that was added last.
    pub fn clue(&self, field: &mut Field, clue: Clue, value: f32) {
        let Some(candidate) = field.candidates.last_mut().filter(|_| value != 0.0) else { return };
        let says = value * self.weights.of(field.choice, clue);
        candidate.score += says;
        if candidate.id.is_some() && says > candidate.reason.map_or(0.0, |known| known.1) {
            candidate.reason = sentence(clue).map(|sentence| (sentence, says)).or(candidate.reason);
        }
        if field.records {
            candidate.clues.push((clue, value));
        }
    }

    /// The likeliest referent and its probability; none where that is the likeliest.
    pub fn choose(&mut self, field: Field) -> Option<(ReferentId, f32)> {
        let best = most_likely(&field.candidates);
        if !self.attributions.is_empty() {
            // Of a name in the source's own words there is nothing to tell.
            let tells = !matches!(field.choice, Choice::Head | Choice::Surname);
            let of = field.candidates.iter().filter(|c| c.id.is_some() && c.id == best.map(|b| b.0));
            let first = of.max_by(|a, b| a.score.total_cmp(&b.score));
            self.reason = first.filter(|_| tells).and_then(|c| Some((c.id?, c.reason?.0)));
        }
        if let Some(record) = self.record.as_mut().filter(|_| !self.attributions.is_empty()) {
            record.push(Decision {
                choice: field.choice,
                attributions: self.attributions.clone(),
                candidates: field.candidates,
            });
        }
        best
    }
}

/// The referent whose mentions have the largest share of the softmax together.
fn most_likely(candidates: &[Candidate]) -> Option<(ReferentId, f32)> {
    let top = candidates.iter().map(|c| c.score).fold(f32::NEG_INFINITY, f32::max);
    let mut shares: Vec<(Option<ReferentId>, f32)> = Vec::new();
    let mut all = 0.0;
    for candidate in candidates {
        let share = (candidate.score - top).exp();
        all += share;
        match shares.iter_mut().find(|s| s.0 == candidate.id) {
            Some(known) => known.1 += share,
            None => shares.push((candidate.id, share)),
        }
    }
    let (id, share) = shares.into_iter().reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    id.map(|id| (id, share / all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        let weights = Weights::read(include_str!("../../data/speaker-weights.tsv")).unwrap();
        assert_eq!(&weights, Weights::built_in());
        assert!(weights.of(Choice::Person, Clue::Gender) > 0.0);
        for wrong in ["person\tgender", "person\tsize\t1", "nobody\tgender\t1", "person\tgender\tNaN"] {
            assert!(Weights::read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_reason_is_of_a_clue() {
        let rows = include_str!("../../data/speaker-reasons.tsv").lines().filter(|l| !l.starts_with('#'));
        for row in rows {
            let (name, told) = row.split_once('\t').unwrap();
            let clue = Clue::ALL.iter().find(|c| c.name() == name).copied();
            assert_eq!(clue.and_then(sentence), Some(told), "{row}");
        }
        assert_eq!(sentence(Clue::Nobody), None);
    }

    #[test]
    fn several_mentions_of_one_outweigh_one_of_another() {
        let of = |id, score| Candidate { id, clues: Vec::new(), score, reason: None };
        let (id, share) = most_likely(&[of(Some(1), 1.0), of(Some(2), 0.8), of(Some(2), 0.7), of(None, 0.0)]).unwrap();
        assert_eq!(id, 2);
        assert!(share > 0.4 && share < 0.6);
        assert_eq!(most_likely(&[of(Some(1), 0.0), of(None, 1.0)]), None);
        assert_eq!(most_likely(&[]), None);
    }
}
