//! The features that a row of the lexicon may give a word.
//!
//! # Inputs of trained weights
//!
//! These keep their rows until the weights that read them are trained anew:
//!
//! - all weights, since they shape tokens and sentences: [`Feature::Abbreviation`], [`Feature::CapitalAbbreviation`],
//!   [`Feature::StateAbbreviation`], [`Feature::Clitic`], [`Feature::Elision`], [`Feature::BeforeName`],
//!   [`Feature::SentenceStarter`], [`Feature::QuoteVerb`]; all their rows stand in `data/lexicon/segmentation.tsv`;
//! - `data/entities.bin`: [`Feature::NameParticle`], [`Feature::NameVerb`], [`Feature::NotAcronym`],
//!   [`Feature::FunctionWord`]. It also reads nouns, titles, given names and the words of organisations and places; a row more
//!   of those gives a word what its like had in training.
//! - `data/places-weights.tsv` (`cargo xtask train-places`): [`Feature::PlacePreposition`], [`Feature::PlaceTitle`],
//!   [`Feature::PlaceSpeech`], [`Feature::PlaceDeterminer`], [`Feature::PlaceFunction`], [`Feature::BodyHead`],
//!   [`Feature::ProperHead`], [`Feature::GeographicHead`], [`Feature::StreetHead`],
//!   [`Feature::InstitutionHead`], [`Feature::GeographicPrefix`], [`Feature::ProperOf`],
//!   [`Feature::PlaceOf`]; all their rows stand in `data/lexicon/place-scorer.tsv`.

use std::collections::HashMap;
use std::sync::OnceLock;

/// Declares the features; the name in the tables is the variant's in lower case, its words joined by hyphens.
macro_rules! features {
    ($($(#[$about:meta])* $name:ident,)*) => {
        /// What a word is, or does, or may stand beside.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Feature {
            $($(#[$about])* $name,)*
        }

        impl Feature {
            /// All, in the order of their bits.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];
        }
    };
}

features! {
    // ---- nouns and names -----------------------------------------------------------------------------------------
    /// A noun for a person: `adviser`.
    Person,
    /// A noun for several people: `family`, `protesters`.
    Group,
    /// A noun for an organisation: `ministry`.
    Organisation,
    /// A noun for what is written, filmed, decided: `report`, `ruling`.
    Document,
    /// A plural form.
    Plural,
    /// `he` stands for it: `spokesman`, `Sir`.
    Male,
    /// `she` stands for it: `actress`, `Dame`.
    Female,
    /// Stands in front of names: `Sen.`, `Professor`.
    Title,
    /// A given name.
    GivenName,
    /// A given name for whose bearers `he` stands, mostly.
    GivenMale,
    /// A given name for whose bearers `she` stands, mostly.
    GivenFemale,
    /// Makes a name an organisation's as its last word: `Holdings`.
    OrganisationLast,
    /// Makes a name an organisation's as any of its words: `Ministry`.
    OrganisationAny,
    /// Is an organisation's name by itself: `NATO`.
    OrganisationName,
    /// The last word of the names of newspapers and magazines: `Herald`.
    PaperLast,
    /// A country, a part of one or a large city, as far as telling persons from places needs it.
    Place,
    /// An adjective made from a place's or a party's name: `Russian`.
    Demonym,
    /// Stands inside names in lower case: `van`, `bin`.
    NameParticle,
    /// A particle that hardly any but persons' names have: `bint`, `von`.
    PersonParticle,
    /// Joins the words of an organisation's name: (Ministry) `of`, (Doctors) `for`.
    NameJoiner,
    /// Stands behind a person's name: `Jr.`, `III`.
    NameSuffix,
    /// Letters behind a person's name that are no part of it: `KC`, `MP`.
    PostNominal,
    /// The last word of things that are called after persons: (Ann Lee) `Prize`.
    NamedAfter,
    /// Goes on with `of`, `for` or `on` inside an organisation's name, and makes none by itself: `Office`.
    OrganisationHead,
    /// In capitals, and yet no acronym of an organisation: `TV`, `CEO`.
    NotAcronym,
    /// A form of a verb that mostly has a person's or an organisation's name beside it: `told`, `believes`.
    NameVerb,
    /// Of no name by itself, though a sentence's first word has a capital: `the`, `later`, `Monday`.
    FunctionWord,
    // ---- tokens and sentences ------------------------------------------------------------------------------------
    /// Keeps its full stop: `Mr.`, `Ltd.`
    Abbreviation,
    /// Keeps its full stop where it has a capital; a word or syllable else: `Miss.`, `No.`
    CapitalAbbreviation,
    /// An abbreviation before names and numbers, so that its stop ends no sentence: `Dr.`, `No.`
    BeforeName,
    /// The abbreviation of a state, behind a town's name: (Boone,) `Pa.`
    StateAbbreviation,
    /// Begins a sentence behind an abbreviation's stop more often than it goes on: (in the U.S.) `They`.
    SentenceStarter,
    /// Carries on the sentence behind a quotation that ends in `?` or `!`: (“Is it?” Lind) `asked`.
    QuoteVerb,
    /// Is a token of its own behind a word: `'s`, `'re`.
    Clitic,
    /// Its apostrophe stands for letters left out, and opens no quotation: `'til`.
    Elision,
    /// A title that says nothing of its bearer but the pronoun: `Mr`, `Dame`.
    Courtesy,
    /// The form of a company, behind its name: `Ltd`, `GmbH`.
    CompanyForm,
    /// Begins the names of many organisations, so that it stands for none by itself: `National`, `Royal`.
    CommonFirst,
    /// The article of an Arabic name, in front of a hyphen: `al`, `ash`.
    ArabicArticle,
    // ---- descriptions of speakers --------------------------------------------------------------------------------
    /// A noun of which a place, a court or a body has one, so that a person just spoken of is not called so for the first
    /// time: `mayor`, `referee`.
    Office,
    /// A noun that says no more than that it is a person: `man`, `pensioner`.
    PlainPerson,
    /// A noun that says no more than that it is an organisation of some sort: `company`, `outlet`.
    PlainOrganisation,
    /// A noun for persons that are companies as often: `owner`, `supplier`.
    Owner,
    /// A relative: `father`, `widow`.
    Kin,
    /// What somebody says something in: `statement`, `interview`.
    SpeechCarrier,
    /// A modifier that any description of somebody may have or lack: `former`, `senior`.
    LightModifier,
    /// A modifier that says which of several: `foreign` (minister), `county` (council).
    Distinguishing,
    /// A modifier of ranks below the one that the bare noun means: `deputy`.
    LowerRank,
    /// A modifier that tells something from what was spoken of before: `previous`, `rival`.
    Contrasting,
    /// A modifier that says how somebody stands in an office: `outgoing`, `embattled`.
    StatusModifier,
    /// A participle that describes persons, as an adjective does: `retired`, `acting`.
    DescribingParticiple,
    /// An adjective that stands behind its noun: `familiar` (with the plan).
    Postnominal,
    /// Ends nouns for happenings and states: `-tion`, `-ship`.
    AbstractEnding,
    // ---- cues ----------------------------------------------------------------------------------------------------
    /// A form of a verb that may carry an attribution.
    CueVerb,
    /// A noun that may carry one: `warning`.
    CueNoun,
    /// Said or written, as the verb that it is a form of: `said`.
    Statement,
    /// Thought, wished or felt, as the verb that it is a form of: `hopes`.
    Attitude,
    /// Said or written, as a noun: `claim`.
    NounStatement,
    /// Thought, wished or felt, as a noun: `belief`.
    NounAttitude,
    /// The row is of several words that act as one: `according to`.
    Phrase,
    /// Takes what was said as a clause without `that`: (she) `says` (it rains).
    BareClause,
    /// Carries what is said by nobody who is named: `reportedly`, `seems`, `clear`.
    Impersonal,
    /// Stands in front of a source without being part of it: `according`, `by`, `even`.
    BeforeSource,
    /// An adverb that may stand between a source and its cue: `also`, `later`, `yesterday`.
    SourceAdverb,
    // ---- forms of verbs ------------------------------------------------------------------------------------------
    /// The base form of a listed verb: `say`.
    VerbBase,
    /// The third person singular of a listed verb: `says`.
    VerbThird,
    /// The present participle of a listed verb: `saying`.
    VerbIng,
    /// Past tense or past participle of a listed verb: `said`, `given`.
    VerbPast,
    /// A form that is a verb's and no ending tells: `met`, `led`, `says`.
    VerbOnly,
    /// Says what somebody is, by what he does: (who) `leads` (the union).
    RoleVerb,
    /// Forms of `become`, which join somebody to what he is as `be` does.
    Copula,
    // ---- closed classes ------------------------------------------------------------------------------------------
    /// `a`, `an`, `the`.
    Article,
    /// `a`, `an`.
    IndefiniteArticle,
    /// `the`, `this`, `that`, `these`, `those`: what follows is known.
    Definite,
    /// `this`, `that`, `these`, `those`.
    Demonstrative,
    /// `his`, `her`, `its`, `their`, `my`, `our`, `your`.
    PossessivePronoun,
    /// `his`, `her`, `its`, `their`: of somebody spoken of.
    ThirdPossessive,
    /// `he`, `she`, `it`, `they`, `we`, `you`, `I`.
    SubjectPronoun,
    /// `he`, `his`, `him`, `himself`.
    HePronoun,
    /// `she`, `her`, `hers`, `herself`.
    ShePronoun,
    /// `they`, `them`, `their`, `theirs`, `themselves`.
    TheyPronoun,
    /// `it`, `its`, `itself`.
    ItPronoun,
    /// `I`, `me`, `my`, `mine`, `myself`.
    IPronoun,
    /// `we`, `us`, `our`, `ours`, `ourselves`.
    WePronoun,
    /// `you`, `your`, `yours`, `yourself`.
    YouPronoun,
    /// `himself`, `itself` …
    ReflexivePronoun,
    /// `who`, `whom`, `whose`.
    RelativePerson,
    /// `which`, `that`.
    RelativeThing,
    /// Forms of `be`, with `am` and without `got`.
    Be,
    /// Forms of `have`.
    Have,
    /// `will`, `would`, `can`, `could`, `may`, `might`, `must`, `should`, `shall`.
    Modal,
    /// An auxiliary that makes a clause finite: `is`, `had`, `would`, `did`, never `be` and `been`.
    FiniteAuxiliary,
    /// `not`, `n't`, `never`, `cannot` …
    Negation,
    /// `'s`, `'`: the mark of a possessor.
    PossessiveMark,
    /// Begins a clause that hangs on another: `when`, `because`, `although`.
    Subordinator,
    /// `and`, `or`, `but`.
    Coordinator,
    /// A day of the week.
    Weekday,
    /// `of`, `during`, `towards`: begins a phrase behind a noun.
    Preposition,
    /// `a`, `two`, `several`, `no`: what follows is new.
    IndefiniteDeterminer,
    /// Stands between subject and verb: `also`, `later`, `once`.
    MidAdverb,
    /// Begins a question or an indirect one: `how`, `whether`.
    QuestionWord,
    /// Of what is still to come: `will`, `shall`.
    Future,
    /// A word of conversation, as against a list with headings: `I`, `yes`, `thanks`.
    Conversation,
    /// A talk that is printed as questions and answers: `interview`, `podcast`.
    InterviewWord,
    /// Comes together with somebody to talk: (we) `met`, `spoke` (to).
    Converses,
    /// Says what was asked of him: (she) `answers`, `explains`.
    Answers,
    /// Labels what editors write, and no speaker: `UPDATE:`, `PHOTO:`.
    EditorialLabel,
    // ---- what verbs do to their subject and object, and what nouns are in attributions --------------------------
    /// Its passive's subject is what others say something of: `was criticised`.
    SaidOf,
    /// Its passive's subject is told or asked something: `was warned`.
    SaidTo,
    /// Puts a question: `asked`, `pressed`.
    Asks,
    /// Its subject has to bear what others say: `faced questions`.
    Bears,
    /// What is borne: `criticism`, `questions`.
    Borne,
    /// What a crowd utters: `shouts`, `cheers`.
    CrowdNoise,
    /// Its participle stands for a relative clause in the passive: `a man believed to be the driver`.
    ReducedPassive,
    /// Says that a statement is somebody's, and not that of its subject: `allegedly`.
    Hearsay,
    /// May follow what it reports: `…, the engineer said`.
    Postposed,
    /// Judges or makes known, so that its passive may go on with what somebody named just said: `Nine were rated unsafe`.
    Judges,
    /// Leaves no doubt that somebody spoke, also inside another's words: `said`, `promised`.
    PlainSaying,
    /// Takes a hearer without a preposition: `told her`.
    TellsHearer,
    /// Who is told: `reporters`, `them`.
    Hearer,
    /// Makes words public: `issued`, `posted`.
    Publishes,
    /// What is made public: `statement`, `tweet`.
    PublishedWords,
    /// Makes words public by itself: `wrote`, `tweeted`.
    ReadsOut,
    /// With a plain noun phrase behind it tells of an act and not of words: `the court dismissed the petition`.
    Act,
    /// Its participle ties an effect to the sentence, not words to its subject: `…, underscoring the weakness of the board`.
    Effect,
    /// Brings words about, as an event does: `the fire sparked fears`.
    Causes,
    /// What somebody claims without saying it: `the fire claimed four lives`.
    ClaimedThing,
    /// Hands on what another said: `quoted`, `cited`.
    Quotes,
    /// Thinks and does not speak.
    Thinks,
    /// Goes on with what was said before: `added`.
    GoesOn,
    /// Listens: `the court heard`.
    Hears,
    /// Where words are heard: `court`, `inquest`.
    HearingBody,
    /// Says that something is not so: `denied`.
    Denies,
    /// Says it with reserve: `suggested`, `apparently`.
    Hedges,
    /// Will not do it: `refused`.
    Declines,
    /// Does it no more.
    Stops,
    /// Speaks, without words of its own: `speaking`, `talking`.
    Talks,
    /// An ending of adjectives: `-ous`, `-ful`.
    AdjectiveEnding,
    /// Says how many: `some`, `three`, `both`; with `plural` where it is more than one.
    Quantifier,
    /// Joins a person to where he belongs: `of`, `at`, `from`, `with`, `for`.
    Affiliation,
    /// Says how many without a number, or that a number is not exact: `nearly`, `half`, `only`, `dozens`, `numerous`.
    Approximator,
    /// One more, or the rest: `another`, `other`, `additional`.
    Another,
    /// Says which in a row: `second`, `latter`.
    Ordinal,
    /// A number in words that counts: `two`, `dozens`, `million`; also of several words, `a third`.
    NumberWord,
    // ---- around place names: inputs of the place scorer ----------------------------------------------------------
    /// Stands before a place: `in`, `towards`, `visiting`.
    PlacePreposition,
    /// Stands before a person's name, which may be a place's as well: `Mr`, `Lord`.
    PlaceTitle,
    /// Says that the name before it is a speaker's: `said`.
    PlaceSpeech,
    /// Determines the noun behind it: `the`, `every`, `our`.
    PlaceDeterminer,
    /// A frequent small word: `of`, `and`, `was`.
    PlaceFunction,
    /// Behind a place's name makes the whole the name of a public body of that place, so that the place is named inside:
    /// (Kent) `Police`.
    BodyHead,
    /// Behind a place's name makes the whole the name of a newspaper, club, company, school of its own: (Boston) `Globe`.
    ProperHead,
    /// Behind a name makes the whole the name of something in the landscape, or a street's: `Valley`, `Avenue`.
    GeographicHead,
    /// Behind a name makes the whole the name of a street: (Lincoln) `Avenue`.
    StreetHead,
    /// Behind a name, often a saint's, makes the whole the name of a house for the sick, of learning or of God: (St. Luke) `Hospital`.
    InstitutionHead,
    /// The same before a name: `Lake`, `Fort`.
    GeographicPrefix,
    /// Before `of` makes the whole the name of something else: `University` (of Leeds).
    ProperOf,
    /// Before `of` says that a place follows: `outskirts` (of Leeds).
    PlaceOf,
    // ---- around place names: rules -------------------------------------------------------------------------------
    /// Behind a place's name makes the whole the name of a disease, as `-virus` does: (Hong Kong) `flu`.
    Disease,
    /// Beside an adjective makes it the name of a language: `spoke` (French).
    LanguageContext,
    /// Behind a name says that a first-level division or a region is meant: (Kherson) `oblast`.
    RegionHead,
    /// Behind a name says that a part of a division is meant: (Laurel) `County`.
    CountyHead,
    /// Only a first-level division has one, no city: (the New York) `governor`.
    DivisionOffice,
    /// Before a number names an American road: `Route` (9).
    NumberedRoad,
    /// Does what governments do, so that the name of a country or capital before it stands for one: (Paris) `recalled` (its
    /// ambassador).
    Governing,
    /// A place's name, or the last word of its name, that takes `the` in a sentence: `Netherlands`, (Solomon) `Islands`.
    TakesArticle,
    /// A country of which the world knows the parts: `Canada`.
    KnownByStates,
    // ---- check-worthiness ----------------------------------------------------------------------------------------
    /// Of a hundred: `percent`, `%`.
    Percent,
    /// A unit of money: `euros`.
    MoneyUnit,
    /// One thing against another: `fewer`, `versus`.
    Comparison,
    /// Says how many times as much: `twice` (the size).
    Multiple,
    /// A quantity goes up or down: `doubled`, `shrinking`.
    Change,
    /// A superlative of measure, or a word of the first or last time: `busiest`, `unprecedented`.
    Record,
    /// A month, also shortened.
    Month,
    /// A stretch of time of a week and more: `decade`.
    LongPeriod,
    /// Before a stretch of time says that it has passed or is passing: `last`, `this`; before a month
    /// that it is one: `early` (March).
    PastModifier,
    /// The time of day, behind a number: `p.m.`
    ClockTime,
    /// A vote or an election: `referendum`.
    Vote,
    /// One thing brings about another: `because`, `triggered`, `led to`.
    Cause,
    /// What a court, a law or the police does: `fined`, `legislation`.
    Law,
    /// Judgement and feeling: `absurd`, `proud`.
    Opinion,
    /// What has not happened yet: `will`, `forecast`.
    Prediction,
    /// The number behind it names and counts nothing: `page`, `Psalm`.
    Numbered,
    /// The last word of a street's name: `Lane`.
    Street,
    /// The number behind it is one to call: `hotline`.
    Telephone,
    /// Words that look like a record or a comparison and are none: `first lady`, `rather than`.
    Ordinary,
    // ---- the report ----------------------------------------------------------------------------------------------
    /// A noun that keeps its capital, and is no demonym: `Jew`, `Briton`.
    Capitalised,
    /// Sets apart what follows: `only`, `simply`.
    FocusAdverb,
    /// Stands in front of a clause's subject: `that`, `because`, `and`, `where`.
    ClauseOpener,
    // ---- time ----------------------------------------------------------------------------------------------------
    /// A stretch of time: `week`, `morning`, `months`.
    TimeUnit,
    /// Stands in front of a time: `last`, `this`, `late`.
    TimeModifier,
}

impl Feature {
    /// The name in the tables and in the rules: `finite-auxiliary`.
    #[must_use]
    pub fn name(self) -> String {
        let mut name = String::new();
        for c in format!("{self:?}").chars() {
            if c.is_uppercase() && !name.is_empty() {
                name.push('-');
            }
            name.extend(c.to_lowercase());
        }
        name
    }

    /// The feature of a name in the tables.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        static NAMES: OnceLock<HashMap<String, Feature>> = OnceLock::new();
        let names = NAMES.get_or_init(|| Self::ALL.iter().map(|f| (f.name(), *f)).collect());
        names.get(name).copied()
    }
}
