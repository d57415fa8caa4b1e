//! Places in sentences of our own: what is a place, which one, and in what role.

use whosaid::annotations::{Place, PlaceRole};
use whosaid::entities;
use whosaid::gazetteer::Gazetteer;
use whosaid::places::{find, find_with, Home, Options};
use whosaid::text::Text;

fn places(text: &str) -> Vec<Place> {
    static CORE: std::sync::OnceLock<Gazetteer> = std::sync::OnceLock::new();
    let text = Text::new(text);
    find(&text, CORE.get_or_init(Gazetteer::core), &entities::find(&text))
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
fn cities_that_the_world_knows() {
    for (text, expected) in [
        (
            "Talks between Moscow and Washington broke down.",
            "Moscow → Moscow, Moscow City; Washington → Washington, District of Columbia",
        ),
        ("WASHINGTON - The president met lawmakers.", "WASHINGTON → Washington, District of Columbia"),
        (
            "Officials in Washington said talks would go on in Geneva.",
            "Washington → Washington, District of Columbia; Geneva → Geneva, Geneva",
        ),
        (
            "The ship sailed from Baltimore to Rotterdam.",
            "Baltimore → Baltimore, Maryland; Rotterdam → Rotterdam, South Holland",
        ),
        // What stands around them can say otherwise.
        (
            "Fires have burned from Spokane, Washington, to Olympia.",
            "Spokane → Spokane, Washington; Washington → Washington, US; Olympia → Olympia, Washington",
        ),
        ("The university in Athens, Georgia, closed.", "Athens → Athens, Georgia; Georgia → Georgia, US"),
        (
            "Voters in Manchester and Nashua, New Hampshire, waited.",
            "Manchester → Manchester, New Hampshire; Nashua → Nashua, New Hampshire; New Hampshire → New Hampshire, US",
        ),
        (
            "The disease has spread in Nigeria, Niger and Benin.",
            "Nigeria → Nigeria, NG; Niger → Niger, NE; Benin → Benin, BJ",
        ),
    ] {
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn where_the_writer_sat_is_not_where_the_news_is() {
    let body = "A fisherman was cleared by a jury in Plymouth on Thursday, and the judge thanked the jury.";
    let sure = |text: &str| places(text).into_iter().find(|p| p.name == "Lima").map_or(0.0, |p| p.confidence);
    let byline = sure(&format!("Fisherman cleared over harbour fire\n\nBy Mara Quill in Lima\n\n{body}"));
    assert!(byline < 0.5, "{byline}");
    assert!(sure(&format!("{body}\n\nMara Quill was in Lima then.")) > 0.6);
    // Where the news goes on there, it counts.
    assert!(sure(&format!("By Mara Quill in Lima\n\n{body}\n\nThe boat was sold in Lima.")) > 0.6);
}

/// Why the first other place of a name is not meant.
fn reason(text: &str, name: &str, within: &str) -> String {
    let place = places(text).into_iter().find(|p| p.name == name).unwrap();
    let is_meant = |a: &&whosaid::annotations::PlaceEntry| {
        a.within.as_deref() == Some(within) || a.within.is_none() && a.country.as_deref() == Some(within)
    };
    place.alternatives.iter().find(is_meant).and_then(|a| a.reason.clone()).unwrap_or_default()
}

#[test]
fn alternatives_have_reasons() {
    for (text, name, within, expected) in [
        ("The trains from Paris to Lyon are late.", "Paris", "Texas", "Paris in France, not in Texas: Lyon is mentioned too"),
        ("He lives in Paris, Texas, with his dog.", "Paris", "Île-de-France", "Paris in Texas, not in France: the text says that it is in Texas"),
        ("She moved to London, Ontario, last year.", "London", "England", "London in Ontario, not in the United Kingdom: the text says that it is in Ontario"),
        ("The ministers of Georgia and Armenia met in Tbilisi.", "Georgia", "US", "Georgia, the country, not the region in the United States: the text speaks of countries there"),
        ("Voters in Ohio, New York and Pennsylvania go to the polls.", "New York", "New York", "New York in the United States, not New York City in New York: the text speaks of states or provinces there"),
        ("Snow lay on the A52 near Boston, and councillors met.", "Boston", "Massachusetts", "Boston in the United Kingdom, not in Massachusetts: the text’s own words are at home in the United Kingdom"),
        ("Talks between Moscow and Washington broke down.", "Washington", "US", "Washington, the city in the District of Columbia, not the region in the United States: a capital is meant more often"),
    ] {
        assert_eq!(reason(text, name, within), expected, "{text}");
    }
}

/// Only which stretches are places.
fn surfaces(text: &str) -> String {
    roles(text).into_iter().map(|m| m.0).collect::<Vec<_>>().join("|")
}

#[test]
fn which_names_are_places() {
    for (text, expected) in [
        ("Michael Jordan said that he would fly to Jordan.", "Jordan"),
        ("The farmers of Turkey sell more turkey than those of Hungary.", "Turkey|Hungary"),
        ("He studied at the University of Oxford and works in Reading.", "Reading"),
        ("President Washington never lived in Washington.", "Washington"),
        ("The Paris Times is printed in Marseille.", "Marseille"),
        ("They flew from Nice to Mobile, Alabama.", "Nice|Mobile|Alabama"),
        ("Chad Smith arrived in Chad with Georgia Brown.", "Chad"),
        ("The ministers of Georgia and Armenia met in Tbilisi.", "Georgia|Armenia|Tbilisi"),
        ("Spain beat Italy 2-1 in Milan.", "Spain|Italy|Milan"),
        ("WAR REACHES KYIV AS TALKS FAIL IN GENEVA", "KYIV|GENEVA"),
        ("LONDON (Agency) - Ministers met.", "LONDON"),
        ("Farmers in Laurel County and in Boone County complained.", "Laurel County|Boone County"),
        ("The ship left the Black Sea for the Strait of Hormuz.", "Black Sea|Strait of Hormuz"),
        ("The West Nile virus was found in Cairo.", "Cairo"),
        ("A Brazilian court and the Brazilians' lawyers disagreed.", "Brazilian|Brazilians"),
        ("Sen. Mary Smith, D-Texas, voted no.", "Texas"),
    ] {
        assert_eq!(surfaces(text), expected, "{text}");
    }
}

#[test]
fn one_sense_in_a_document() {
    let text =
        "Fans came to Paris, Texas, from Dallas and Tulsa. Later, Paris was calm again. In Paris the shops opened.";
    let found = places(text);
    let paris = found.iter().find(|p| p.name == "Paris").unwrap();
    assert_eq!((paris.within.as_deref(), paris.mentions.len()), (Some("Texas"), 3));
}

#[test]
fn the_publishers_home_decides() {
    let gazetteer = Gazetteer::core();
    let text = Text::new("She grew up in Springfield and stayed in Springfield.");
    for (home, within) in
        [("Missouri, US", "Missouri"), ("42.1,-72.6", "Massachusetts"), ("Chicago, Illinois", "Illinois")]
    {
        let options = Options { home: Home::parse(home, &gazetteer) };
        assert!(options.home.is_some(), "{home}");
        let found = find_with(&text, &gazetteer, &[], &options);
        assert_eq!(found[0].within.as_deref(), Some(within), "{home}");
    }
    assert_eq!(Home::parse("Nowhere at all", &gazetteer), None);
    assert_eq!(Home::parse("95,200", &gazetteer), None);
    assert_eq!(Home::parse("US", &gazetteer).unwrap().country.as_deref(), Some("US"));
}

#[test]
fn no_places() {
    for text in [
        "They ate turkey and drank from china cups.",
        "He was reading a nice book on a mobile phone.",
        "The match was shown on France 24 television.",
        "It was up to us to lead them.",
    ] {
        assert_eq!(found(text), "", "{text}");
    }
}

#[test]
fn roles_of_mentions() {
    use PlaceRole::{Dateline, Government, Literal, Modifier};
    for (text, expected) in [
        ("TARTU, Estonia — Choirs marched.", vec![("TARTU", Dateline), ("Estonia", Dateline)]),
        ("Lisbon has now agreed to pay a third of the dam.", vec![("Lisbon", Government)]),
        ("They arrived in Lisbon on Friday.", vec![("Lisbon", Literal)]),
        ("The Italian rowers withdrew.", vec![("Italian", Modifier)]),
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

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use super::places;
    use proptest::prelude::*;

    /// Words that make candidates, among them marks and letters of every kind.
    fn text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "\\PC{0,6}",
            prop::sample::select(vec![
                "Paris",
                ", ",
                " Texas",
                "St. ",
                "U.S.",
                "W.Va.",
                "Kharkiv region",
                " and ",
                "counties",
                "-",
                "—",
                "’s ",
                "\u{301}",
                "\u{200D}",
                "MOSCOW",
                "\n\n",
                "Côte d’Ivoire",
                " 24 ",
                "D-",
                "sub-Saharan Africa",
                "\u{0}",
            ])
            .prop_map(str::to_owned),
        ];
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn spans_are_in_order_and_in_bounds(text in text()) {
            let found = places(&text);
            let mut spans = Vec::new();
            let mut first = 0;
            for (number, place) in found.iter().enumerate() {
                prop_assert_eq!(place.id as usize, number);
                prop_assert!((0.0..=1.0).contains(&place.confidence) && place.alternatives.len() <= 4);
                prop_assert!(place.mentions.windows(2).all(|m| m[0].end <= m[1].start));
                prop_assert!(place.mentions[0].start >= first);
                first = place.mentions[0].start;
                spans.extend(place.mentions.iter().map(|m| (m.start as usize, m.end as usize)));
            }
            spans.sort_unstable();
            prop_assert!(spans.windows(2).all(|s| s[0].1 <= s[1].0));
            for (start, end) in spans {
                let surface = text.get(start..end);
                prop_assert!(surface.is_some_and(|s| !s.is_empty() && s.trim() == s));
            }
        }
    }
}
