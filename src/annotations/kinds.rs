//! The kinds of things, each with its name in JSON and wherever else it is written. A test compares them with the published
//! types.

use serde::{Deserialize, Serialize};

/// Declares enumerations with their names.
macro_rules! kinds {
    ($($(#[$about:meta])* $kind:ident { $($(#[$each:meta])* $variant:ident = $name:literal,)* })*) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $kind {
            $($(#[$each])* #[serde(rename = $name)] $variant,)*
        }

        impl $kind {
            /// All, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name in JSON.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    )*};
}

kinds! {
    /// What sort of speaker it is.
    SpeakerKind {
        /// A person with a name.
        Person = "person",
        /// A person or persons without a name: `a senior official`.
        Unnamed = "unnamed",
        /// A company, ministry, party, newspaper …
        Organisation = "organisation",
        /// A named or general group: `Western officials`, `analysts`.
        Group = "group",
        /// A report, poll, lawsuit, statement, post.
        Document = "document",
    }

    /// How a speaker is named.
    MentionForm {
        /// By name: `Lind`.
        Name = "name",
        /// By description: `the former adviser`.
        Nominal = "nominal",
        /// By pronoun: `he`.
        Pronoun = "pronoun",
    }

    /// Whether a claim's words are quoted.
    ClaimForm {
        /// All words of the content are inside quotation marks.
        Direct = "direct",
        /// Some are.
        Mixed = "mixed",
        /// None is.
        Indirect = "indirect",
        /// The article's own checkable statement.
        Own = "own",
    }

    /// Said or written, or thought, wished, felt.
    ClaimMode {
        /// `said`, `wrote`, `according to`.
        Statement = "statement",
        /// `believes`, `hopes`, `wants to`.
        Attitude = "attitude",
    }

    /// What a cue says of its attribution.
    Qualifier {
        /// `did not say`: not attributed after all.
        Negated = "negated",
        /// `denied`: the source holds the contrary.
        Denied = "denied",
        /// `suggested`, `hinted`, `reportedly`.
        Hedged = "hedged",
        /// `will say`: not said yet.
        Future = "future",
    }

    /// What sort of place it is. New ones come last, sixteen at most: gazetteer files hold their numbers.
    #[allow(missing_docs)]
    PlaceKind {
        Continent = "continent",
        Country = "country",
        Region = "region",
        County = "county",
        City = "city",
        District = "district",
        Water = "water",
        Mountain = "mountain",
        Facility = "facility",
        Other = "other",
    }

    /// What a toponym stands for.
    PlaceRole {
        /// The place itself.
        Literal = "literal",
        /// The dateline of the article.
        Dateline = "dateline",
        /// Its government: `Ankara has signalled …`.
        Government = "government",
        /// A word that describes: `Russian forces`, `the Boston mayor`.
        Modifier = "modifier",
    }

    /// What a sentence of the report is about.
    SentenceKind {
        /// How many speak, and how much of the text is theirs.
        Overview = "overview",
        /// Who has the most to say.
        Loudest = "loudest",
        /// What rests on speakers without a name.
        Unnamed = "unnamed",
        /// Of whom it says why they are not named.
        Anonymity = "anonymity",
        /// Who is never quoted.
        Paraphrased = "paraphrased",
        /// Several claims in a row that one source carries.
        Passage = "passage",
        /// For which claims it is unclear who speaks.
        Unclear = "unclear",
        /// What the article states by itself.
        Own = "own",
    }
}
