//! Places in sentences of our own: what is a place, which one, and in what role.

use whosaid::annotations::{Place, PlaceRole};
use whosaid::places::{find, Gazetteer};
use whosaid::text::Text;

fn places(text: &str) -> Vec<Place> {
    static CORE: std::sync::OnceLock<Gazetteer> = std::sync::OnceLock::new();
    find(&Text::new(text), CORE.get_or_init(Gazetteer::core), &[])
}

/// `surface → name, within or country` of every mention, in text order.
fn found(text: &str) -> String {
    let mut mentions: Vec<(u32, String)> = Vec::new();
    for place in places(text) {
        let within = place.within.clone().or(place.country.clone()).unwrap_or_default();
        for m in &place.mentions {
            let surface = &text[m.start as usize..m.end as usize];
            mentions.push((m.start, format!("{surface} → {}, {within}", place.name)));
        }
    }
    mentions.sort();
    mentions.into_iter().map(|m| m.1).collect::<Vec<_>>().join("; ")
}

fn roles(text: &str) -> Vec<(String, PlaceRole)> {
    let mut mentions: Vec<_> = places(text).iter().flat_map(|p| p.mentions.clone()).collect();
    mentions.sort_by_key(|m| m.start);
    mentions.into_iter().map(|m| (text[m.start as usize..m.end as usize].to_owned(), m.role)).collect()
}

#[test]
fn names_in_context() {
    for (text, expected) in [
        ("He lives in Paris, Texas, with his dog.", "Paris → Paris, Texas; Texas → Texas, US"),
        ("The trains from Paris to Lyon are late.", "Paris → Paris, Île-de-France; Lyon → Lyon, Auvergne-Rhône-Alpes"),
        ("She moved to London, Ontario, last year.", "London → London, Ontario; Ontario → Ontario, CA"),
        ("Officials in Kiev met envoys from Kharkov.", "Kiev → Kyiv, Kyiv City; Kharkov → Kharkiv, Kharkiv Oblast"),
        ("They fled the Kharkiv region.", "Kharkiv → Kharkiv Oblast, UA"),
        ("Ministers from Turkey flew to Chad.", "Turkey → Turkey, TR; Chad → Chad, TD"),
        ("They told us that the U.S. would help.", "U.S. → United States, US"),
        ("They told us that the US would help.", "US → United States, US"),
    ] {
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn no_places() {
    for text in [
        "They ate turkey and drank from china cups.",
        "He was reading a nice book on a mobile phone.",
        "The interview was shown on Russia 24 television.",
        "It was up to us to lead them.",
    ] {
        assert_eq!(found(text), "", "{text}");
    }
}

#[test]
fn roles_of_mentions() {
    use PlaceRole::{Dateline, Government, Literal, Modifier};
    for (text, expected) in [
        ("RIGA, Latvia — Soldiers marched.", vec![("RIGA", Dateline), ("Latvia", Dateline)]),
        ("Moscow has increasingly signalled that it is ready to talk.", vec![("Moscow", Government)]),
        ("They arrived in Moscow on Friday.", vec![("Moscow", Literal)]),
        ("The Russian forces withdrew.", vec![("Russian", Modifier)]),
    ] {
        let found = roles(text);
        let found: Vec<(&str, PlaceRole)> = found.iter().map(|(s, r)| (s.as_str(), *r)).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn places_carry_ids_and_alternatives() {
    let found = places("The city of Kherson lies on the Dnieper in Ukraine.");
    assert_eq!(found[0].geoname_id, Some(706_448));
    assert!((found[0].lat.unwrap() - 46.64).abs() < 0.03 && (found[0].lon.unwrap() - 32.61).abs() < 0.03);
    let springfield = places("She grew up in Springfield.");
    assert!((1..=4).contains(&springfield[0].alternatives.len()));
}
