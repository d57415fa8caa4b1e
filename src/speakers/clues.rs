//! What the ranker chooses, and what it looks at: the columns and rows of `data/speaker-weights.tsv`.

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
    /// The same, where a preposition links it: `the claim by Hart that …`.
    Linked "linked",
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
    /// The same noun, where it and the description have each a modifier of its own.
    Clash "clash",
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
    /// Somebody's relative, never heard nor spoken of first by that name: `his late father, Jo Hart`.
    Kin "kin",
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
