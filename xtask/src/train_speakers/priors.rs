//! Where the weights of each choice start.

use super::VARIANCE;
use whosaid::speakers::{Choice, Clue};

/// Where the weights of a choice start from what readers of news would say, as the examples are few: their variance, and the
/// weights.
pub(super) struct Prior {
    pub choice: Choice,
    pub variance: f64,
    pub weights: &'static [(Clue, f64)],
}

/// `it` and `they`.
pub(super) const IT: &[(Clue, f64)] = &[
    (Clue::Nobody, -0.5),
    (Clue::OnlyOne, 1.0),
    (Clue::Plural, 0.8),
    (Clue::Singular, -0.4),
    (Clue::Distance, -0.55),
    (Clue::Paragraphs, -0.12),
    (Clue::Subject, 0.7),
    (Clue::SubjectHere, 0.7),
    (Clue::SubjectOfParagraph, 0.5),
    (Clue::OtherParagraph, -0.9),
    (Clue::Source, 0.6),
    (Clue::LastSource, 0.8),
    (Clue::Quoted, -1.6),
    (Clue::Reported, -0.5),
    (Clue::Within, 1.5),
];
pub(super) const PRIORS: [Prior; 8] = [
    Prior {
        choice: Choice::Person,
        variance: VARIANCE,
        weights: &[
            (Clue::GenderAgainst, -7.0),
            (Clue::Introduced, 2.5),
            (Clue::ReportedHere, 3.0),
            (Clue::Linked, -1.5),
        ],
    },
    Prior {
        choice: Choice::Head,
        variance: VARIANCE,
        weights: &[
            (Clue::SetOff, -5.0),
            (Clue::Several, -3.0),
            (Clue::JoinedPhrase, -8.0),
            (Clue::HeadRolesLinked, -4.0),
            (Clue::HeadRoleOf, -4.0),
            (Clue::HeadDocumentLinked, -4.0),
        ],
    },
    Prior { choice: Choice::Later, variance: 0.7, weights: &[] },
    Prior { choice: Choice::Unsourced, variance: VARIANCE, weights: &[(Clue::GoesOn, 2.0)] },
    Prior { choice: Choice::Many, variance: 0.5, weights: IT },
    Prior { choice: Choice::Thing, variance: 0.5, weights: IT },
    Prior {
        choice: Choice::Surname,
        variance: 0.2,
        weights: &[
            (Clue::Titled, 3.0),
            (Clue::Senior, 2.0),
            (Clue::Kin, -1.0),
            (Clue::Agrees, 1.5),
            (Clue::Again, 1.5),
            (Clue::Known, 1.0),
            (Clue::FarMore, 1.0),
            (Clue::FullNear, 0.7),
            (Clue::LastFull, 0.8),
            (Clue::SpokeLast, 0.8),
            (Clue::Source, 0.5),
            (Clue::Often, 0.5),
        ],
    },
    Prior {
        choice: Choice::Description,
        variance: 1.0,
        weights: &[
            (Clue::Nobody, 2.0),
            (Clue::SameNoun, 3.0),
            (Clue::Synonym, 2.0),
            (Clue::RoleWord, 1.5),
            (Clue::Topic, 3.0),
            (Clue::PlainBody, 3.0),
            (Clue::OnlyOne, 2.0),
            (Clue::Age, 3.0),
            (Clue::Modifiers, 0.7),
            (Clue::OtherModifiers, -0.5),
            (Clue::Complement, 0.5),
            (Clue::OtherComplement, -0.4),
            (Clue::Owner, 1.0),
            (Clue::OtherOwner, -0.8),
            (Clue::ToldApart, -1.0),
            (Clue::Clash, -1.5),
            (Clue::Distance, -0.06),
            (Clue::Spoken, 0.5),
            (Clue::Named, 0.4),
            (Clue::LastSource, 0.4),
        ],
    },
];
/// What the corpora hold too seldom for them to say much: these weights stay near where they start.
pub(super) const RARE: [Clue; 12] = [
    Clue::HeadDocumentLinked,
    Clue::Age,
    Clue::GenderAgainst,
    Clue::Introduced,
    Clue::ReportedHere,
    Clue::HeadRolesLinked,
    Clue::SetOff,
    Clue::HeadRoleOf,
    Clue::JoinedPhrase,
    Clue::Topic,
    Clue::PlainBody,
    Clue::OnlyOne,
];
pub(super) const RARE_VARIANCE: f64 = 0.05;
