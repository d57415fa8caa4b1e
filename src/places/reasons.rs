//! Why one place is meant and not another of the same name: the piece of the resolver's evidence that parts the two most,
//! in words.

use super::groups::{Around, ToponymGroup};
use super::home::Home;
use super::readings::Level;
use super::weights::Weights;
use crate::annotations::PlaceKind;
use crate::gazetteer::{Gazetteer, Via};
use crate::lexicon::{lexicon, Feature};

/// What parts two entries of one name most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The text says `Paris, Texas`; the entry that holds it.
    Inside(u32),
    /// The text says `Paris, Texas`; the entry that lies in it.
    Holds(u32),
    /// This entry, of the same country or division, is mentioned too.
    Mentioned(u32),
    /// This entry, near by, is mentioned too.
    Near(u32),
    /// The text speaks of countries, or of divisions, where the name stands.
    Level(Level),
    /// The words of the text are at home in this country.
    Origin(u32),
    /// The publisher's home is nearer.
    Home,
    /// A country, before all else.
    Country,
    /// A state or province before a town.
    Division,
    /// A national capital.
    Capital,
    /// More inhabitants.
    Larger,
    /// The other goes by this name only now and then.
    OwnName,
}

/// The strongest reason in the text, or else in general, for the first of two entries (numbers in the group's list) over
/// the second; `None` when nothing that the resolver knows speaks for it.
pub(super) fn find(
    gazetteer: &Gazetteer,
    groups: &[ToponymGroup],
    number: usize,
    [this, other]: [usize; 2],
    around: &Around,
    home: Option<&Home>,
    weights: &Weights,
) -> Option<Reason> {
    let group = &groups[number];
    let entries = [group.entries[this].0, group.entries[other].0];
    let together = [this, other].map(|i| around.evidence(gazetteer, number, group, i, weights));
    // For each piece of evidence, how much more of it there is for the first.
    let gain = |value: &dyn Fn(usize) -> f32| value(0) - value(1);
    // A reader can check what the text says: that goes before what holds of every text.
    let mut found: [Option<(f32, Reason)>; 2] = [None, None];
    let mut offer = |gain: f32, reason: Option<Reason>| {
        let Some(reason) = reason else { return };
        let general =
            matches!(reason, Reason::Country | Reason::Division | Reason::Capital | Reason::Larger | Reason::OwnName);
        let (slot, least) = if general { (&mut found[1], 0.05) } else { (&mut found[0], 0.3) };
        if gain > least && slot.is_none_or(|(best, _)| gain > best) {
            *slot = Some((gain, reason));
        }
    };
    if let (Some(partner), None) = (group.partners[this], group.partners[other]) {
        if gazetteer.holds(partner, entries[0]) {
            offer(weights.inside, Some(Reason::Inside(partner)));
        } else {
            offer(weights.holder, Some(Reason::Holds(partner)));
        }
    }
    // What is mentioned of a country tells only its places from those of others.
    let differ = |same: bool| if same { 0.0 } else { 1.0 };
    let country = gain(&|i| together[i].country)
        * differ(gazetteer.country_index(entries[0]) == gazetteer.country_index(entries[1]));
    let division = gain(&|i| together[i].division) * differ(gazetteer.group(entries[0]) == gazetteer.group(entries[1]));
    offer(country, witness(gazetteer, number, around, entries[0], false).map(Reason::Mentioned));
    offer(division, witness(gazetteer, number, around, entries[0], true).map(Reason::Mentioned));
    offer(gain(&|i| together[i].near), nearest(group, this, around, weights).map(Reason::Near));
    if let Some(level) = group.level {
        let has = |i: usize| if level.has(gazetteer, entries[i]) { weights.level } else { 0.0 };
        offer(gain(&has), Some(Reason::Level(level)));
    }
    let country_of = |entry: u32| gazetteer.country_index(entry).and_then(|country| gazetteer.country_entry(country));
    offer(
        weights.origin * (group.origins[this] - group.origins[other]),
        country_of(entries[0]).filter(|&country| country != entries[0]).map(Reason::Origin),
    );
    if let Some(home) = home {
        offer(weights.home * gain(&|i| home.nearness(gazetteer, entries[i])), Some(Reason::Home));
    }
    let kinds = entries.map(|e| gazetteer.kind(e));
    let is = |yes: [bool; 2], weight: f32| if yes[0] && !yes[1] { weight } else { 0.0 };
    offer(is(kinds.map(|k| k == PlaceKind::Country), weights.country), Some(Reason::Country));
    offer(is(entries.map(|e| gazetteer.is_division(e)), weights.division), Some(Reason::Division));
    offer(is(entries.map(|e| gazetteer.is_capital(e)), weights.capital), Some(Reason::Capital));
    let own = [this, other].map(|i| group.entries[i].1 == Via::Main);
    offer(is(own, weights.main), Some(Reason::OwnName));
    // What stands for the population of a sea is none.
    let peopled = |k: PlaceKind| {
        matches!(k, PlaceKind::Country | PlaceKind::Region | PlaceKind::County | PlaceKind::City | PlaceKind::District)
    };
    if kinds.into_iter().all(peopled) {
        let tenfold = gain(&|i| gazetteer.log_population(entries[i])) * std::f32::consts::LOG10_2;
        offer((weights.population + weights.metropolis) * tenfold, Some(Reason::Larger));
    }
    found[0].or(found[1]).map(|(_, reason)| reason)
}

/// What is mentioned of an entry's country, or of its first-level division: that itself rather than a place in it.
fn witness(gazetteer: &Gazetteer, number: usize, around: &Around, entry: u32, division: bool) -> Option<u32> {
    let others = around.chosen.iter().enumerate().filter(|&(n, &e)| n != number && e != entry).map(|(_, &e)| e);
    let mut fitting = others.filter(|&e| {
        if division {
            gazetteer.group(entry) != 0 && gazetteer.group(e) == gazetteer.group(entry)
        } else {
            gazetteer.country_index(entry).is_some() && gazetteer.country_index(e) == gazetteer.country_index(entry)
        }
    });
    let is_whole = |e: u32| {
        if division {
            gazetteer.is_division(e)
        } else {
            gazetteer.kind(e) == PlaceKind::Country
        }
    };
    let first = fitting.next()?;
    Some(if is_whole(first) { first } else { fitting.find(|&e| is_whole(e)).unwrap_or(first) })
}

/// The place whose nearness says most for an entry.
fn nearest(group: &ToponymGroup, index: usize, around: &Around, weights: &Weights) -> Option<u32> {
    let entry = group.entries[index].0;
    let near = group.neighbours.iter().map(|&(other, w)| (other, w * around.nearness(group, index, other, weights)));
    let best = near.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    Some(around.chosen[best.0]).filter(|&other| other != entry && best.1 > 0.0)
}

/// A reason as the page shows it: `Paris in France, not in Texas: Lyon is mentioned too`.
pub(super) fn words(gazetteer: &Gazetteer, [this, other]: [u32; 2], reason: Reason) -> String {
    let name = gazetteer.name(this);
    let because = match reason {
        Reason::Inside(outer) => format!("the text says that it is in {}", with_article(gazetteer, outer)),
        Reason::Holds(inner) => format!("the text says that {} is in it", gazetteer.name(inner)),
        Reason::Mentioned(witness) => format!("{} is mentioned too", with_article(gazetteer, witness)),
        Reason::Near(witness) => format!("{}, near by, is mentioned too", with_article(gazetteer, witness)),
        Reason::Level(Level::Country) => "the text speaks of countries there".to_owned(),
        Reason::Level(Level::Division) => "the text speaks of states or provinces there".to_owned(),
        Reason::Origin(country) => format!("the text’s own words are at home in {}", with_article(gazetteer, country)),
        Reason::Home => "it is nearer to the publisher’s home".to_owned(),
        Reason::Country => "a whole country is meant more often".to_owned(),
        Reason::Division => "a state or province is meant more often".to_owned(),
        Reason::Capital => "a capital is meant more often".to_owned(),
        Reason::Larger => "it has more inhabitants".to_owned(),
        Reason::OwnName => "the other goes by this name less often".to_owned(),
    };
    let kinds = [this, other].map(|e| gazetteer.kind(e));
    let [here, there] = [[this, other], [other, this]].map(|[e, o]| whereabouts(gazetteer, e, o));
    let elsewhere = gazetteer.name(other);
    let is = |place: &Option<String>| place.as_ref().map(|p| format!(" in {p}")).unwrap_or_default();
    match (&here, &there) {
        _ if elsewhere != name => format!("{name}{}, not {elsewhere}{}: {because}", is(&here), is(&there)),
        (Some(here), Some(there)) if kinds[0] == kinds[1] && here != there => {
            format!("{name} in {here}, not in {there}: {because}")
        }
        _ => {
            let sorts = kinds.map(sort);
            if sorts[0] == sorts[1] && here == there {
                // Nothing in a sentence tells them apart.
                return format!("Another {name}{}: {because}", is(&there));
            }
            format!("{name}, the {}{}, not the {}{}: {because}", sorts[0], is(&here), sorts[1], is(&there))
        }
    }
}

/// What an entry lies in, as far as that tells it from another: its country, or its division where the country is the same
/// or known by its states.
fn whereabouts(gazetteer: &Gazetteer, entry: u32, other: u32) -> Option<String> {
    if gazetteer.kind(entry) == PlaceKind::Country {
        return None;
    }
    let same = gazetteer.country_index(entry) == gazetteer.country_index(other);
    let country = gazetteer.country_index(entry).and_then(|country| gazetteer.country_entry(country));
    let by_state = country.is_some_and(|c| lexicon().features(gazetteer.name(c)).has(Feature::KnownByStates));
    let division = gazetteer.division_of(entry).filter(|&d| d != entry && (same || by_state));
    let holder = division.or(country)?;
    (holder != entry).then(|| with_article(gazetteer, holder))
}

/// `the United States`, `Texas`.
fn with_article(gazetteer: &Gazetteer, entry: u32) -> String {
    let name = gazetteer.name(entry);
    let takes = |word: &str| lexicon().features(word).has(Feature::TakesArticle);
    let last = name.rsplit_once(' ').is_some_and(|(_, last)| takes(last));
    // A town called Republic takes none.
    let whole = takes(name) && gazetteer.kind(entry) != PlaceKind::City;
    if whole || last || name.starts_with("United ") || name.contains("Republic of ") {
        format!("the {name}")
    } else {
        name.to_owned()
    }
}

/// What sort of place, in a word.
fn sort(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Facility => "site",
        PlaceKind::Other => "place",
        kind => kind.name(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles() {
        let gazetteer = Gazetteer::default();
        let named = |name: &str| gazetteer.entries().find(|&e| gazetteer.name(e) == name);
        for (name, expected) in [
            ("Netherlands", "the Netherlands"),
            ("United States", "the United States"),
            ("Dominican Republic", "the Dominican Republic"),
            ("Democratic Republic of the Congo", "the Democratic Republic of the Congo"),
            ("Solomon Islands", "the Solomon Islands"),
            ("Norway", "Norway"),
        ] {
            let entry = named(name).unwrap_or_else(|| panic!("{name} is not in the gazetteer"));
            assert_eq!(with_article(&gazetteer, entry), expected);
        }
    }
}
