//! The pronouns that words ask for.

/// The pronoun that a word asks for. Internal: it only chooses between antecedents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Gender {
    Male,
    Female,
}
