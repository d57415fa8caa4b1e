//! Whether what two articles say of a person can be said of one: roles, places, pronouns.

use super::digest::{Local, Seat};
use crate::lexicon::{fold, lexicon, Feature, FeatureSet};
use std::collections::BTreeSet;

/// How what two articles say fits together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It cannot be one person: mayor of two towns, `he` and `she`.
    Against,
    /// The roles have no word in common.
    Apart,
    /// One of them says nothing.
    Open,
    /// They have a word in common.
    Together,
}

/// Words of a description that say nothing of who it is.
const LIGHT: FeatureSet = FeatureSet::of(&[
    Feature::FunctionWord,
    Feature::Article,
    Feature::Preposition,
    Feature::Coordinator,
    Feature::ThirdPossessive,
    Feature::LightModifier,
    Feature::StatusModifier,
    Feature::PossessiveMark,
    Feature::RelativePerson,
    Feature::Be,
]);

/// What an article says of a person, ready to be compared.
pub(super) struct Profile<'a> {
    /// What somebody is: `mayor`; singular.
    heads: BTreeSet<String>,
    /// The other words that tell something.
    words: BTreeSet<String>,
    seats: &'a [Seat],
    he: Option<bool>,
}

/// Compares what two articles say of somebody of the same full name.
pub(super) fn fit(a: &Profile<'_>, b: &Profile<'_>) -> Fit {
    let roles = compare(a, b);
    // A wrong pronoun is likelier than two bearers of one name and one office.
    let pronouns = a.he.zip(b.he).is_some_and(|(a, b)| a != b);
    if pronouns && roles != Fit::Together {
        return Fit::Against;
    }
    roles
}

impl<'a> Profile<'a> {
    pub(super) fn of(local: &'a Local) -> Self {
        let (mut heads, mut words) = (BTreeSet::new(), BTreeSet::new());
        let description = local.description.as_deref().unwrap_or_default();
        for word in description.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '.'))) {
            let word = word.trim_end_matches("'s").trim_end_matches("’s").trim_matches(['\'', '’', '-', '.']);
            let features = lexicon().features(word);
            if word.is_empty() || features.intersects(LIGHT) {
                continue;
            }
            if features.has(Feature::Person) || features.has(Feature::Office) || features.has(Feature::Title) {
                heads.insert(lexicon().singular(word));
            } else {
                words.insert(fold(word).to_lowercase());
            }
        }
        Self { heads, words, seats: &local.seats, he: local.he }
    }

    /// Whether the article says nothing of who it is.
    pub(super) fn is_silent(&self) -> bool {
        self.heads.is_empty() && self.words.is_empty()
    }
}

fn compare(a: &Profile<'_>, b: &Profile<'_>) -> Fit {
    if a.is_silent() || b.is_silent() {
        return Fit::Open;
    }
    let office = a.heads.iter().any(|x| b.heads.iter().any(|y| x == y || lexicon().synonyms(x, y)));
    let telling = a.words.intersection(&b.words).next().is_some();
    // One office in two places is two persons', unless one place lies in the other.
    let seats_differ = !a.seats.is_empty()
        && !b.seats.is_empty()
        && a.seats.iter().all(|x| b.seats.iter().all(|y| !may_be_one_seat(x, y)));
    match (office, telling) {
        (true, _) if seats_differ => Fit::Against,
        (true, _) | (_, true) => Fit::Together,
        _ => Fit::Apart,
    }
}

/// The same place, or one that lies in the other: `Ohio` and `Cleveland`, `Latvian` and `Riga`.
fn may_be_one_seat(a: &Seat, b: &Seat) -> bool {
    if a.geoname == b.geoname || a.country.is_none() || b.country.is_none() {
        return true;
    }
    // A country stands without a division.
    a.country == b.country
        && (a.within.is_none()
            || b.within.is_none()
            || a.within.as_ref() == Some(&b.name)
            || b.within.as_ref() == Some(&a.name))
}

#[cfg(test)]
mod tests {
    use super::{Fit, Local, Profile, Seat};
    use crate::annotations::SpeakerKind;
    use crate::audit::Standing;

    fn somebody(description: &str, seats: &[(&str, u32, &str, Option<&str>)]) -> Local {
        let seat = |&(name, geoname, country, within): &(&str, u32, &str, Option<&str>)| Seat {
            name: name.to_owned(),
            geoname,
            country: Some(country.to_owned()),
            within: within.map(str::to_owned),
        };
        Local {
            name: "Ann Berg".to_owned(),
            kind: SpeakerKind::Person,
            standing: Standing::Named,
            description: (!description.is_empty()).then(|| description.to_owned()),
            aliases: Vec::new(),
            he: None,
            seats: seats.iter().map(seat).collect(),
        }
    }

    fn fit(a: &Local, b: &Local) -> Fit {
        super::fit(&Profile::of(a), &Profile::of(b))
    }

    #[test]
    fn roles_agree_by_a_word() {
        let mayor = somebody("mayor of Riga", &[]);
        assert_eq!(fit(&mayor, &somebody("The mayor", &[])), Fit::Together);
        assert_eq!(fit(&mayor, &somebody("Riga politician", &[])), Fit::Together);
        assert_eq!(fit(&somebody("lawyer", &[]), &somebody("attorney", &[])), Fit::Together);
        assert_eq!(fit(&mayor, &somebody("striker", &[])), Fit::Apart);
        assert_eq!(fit(&mayor, &somebody("", &[])), Fit::Open);
        assert_eq!(fit(&mayor, &somebody("former", &[])), Fit::Open);
    }

    #[test]
    fn one_office_in_two_towns_is_two_persons() {
        let riga = ("Riga", 456_172, "LV", Some("Riga"));
        let mayor = somebody("mayor of Riga", &[riga]);
        let other = somebody("mayor of Liepaja", &[("Liepaja", 457_954, "LV", Some("Liepaja"))]);
        assert_eq!(fit(&mayor, &other), Fit::Against);
        assert_eq!(fit(&mayor, &somebody("Latvian mayor", &[("Latvia", 458_258, "LV", None)])), Fit::Together);
        let pilot = somebody("pilot from Liepaja", &[("Liepaja", 457_954, "LV", Some("Liepaja"))]);
        assert_eq!(fit(&mayor, &pilot), Fit::Apart);
    }

    #[test]
    fn pronouns_tell_where_roles_do_not() {
        let with = |description: &str, he| Local { he: Some(he), ..somebody(description, &[]) };
        assert_eq!(fit(&with("", true), &with("", false)), Fit::Against);
        assert_eq!(fit(&with("pilot", true), &with("mayor", false)), Fit::Against);
        assert_eq!(fit(&with("pilot", true), &with("pilot", false)), Fit::Together);
        assert_eq!(fit(&with("pilot", true), &with("mayor", true)), Fit::Apart);
    }
}
