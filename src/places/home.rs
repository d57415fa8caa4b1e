//! The publisher's home: a hint to which of two places of one name a text means.

use crate::annotations::PlaceKind;
use crate::gazetteer::{distance, fold, Gazetteer};
use crate::math;

/// Where a text comes from: its publisher's home. Everything is optional.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Home {
    /// ISO 3166-1 alpha-2 code of the country.
    pub country: Option<String>,
    /// Name of the first-level division: `Texas`.
    pub division: Option<String>,
    /// Latitude and longitude in degrees.
    pub point: Option<[f32; 2]>,
}

impl Home {
    /// Reads `30.27,-97.74` (degrees), `Austin, Texas`, `Texas`, `US` or `US/Texas`; `None` when the gazetteer does not
    /// know it.
    #[must_use]
    pub fn parse(text: &str, gazetteer: &Gazetteer) -> Option<Self> {
        let parts: Vec<&str> = match text.split_once('/') {
            Some((country, division)) => vec![division.trim(), country.trim()],
            None => text.split(',').map(str::trim).collect(),
        };
        if let [lat, lon] = parts[..] {
            if let (Ok(lat), Ok(lon)) = (lat.parse::<f32>(), lon.parse::<f32>()) {
                let fits = (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon);
                return fits.then_some(Self { country: None, division: None, point: Some([lat, lon]) });
            }
        }
        // From the largest to the smallest: each lies in the one before.
        let mut found: Option<u32> = None;
        for part in parts.iter().rev() {
            let is_code =
                |entry: u32| gazetteer.kind(entry) == PlaceKind::Country && gazetteer.country(entry) == Some(part);
            let key = fold::fold(part);
            let size = |entry: u32| {
                let is_large = gazetteer.kind(entry) == PlaceKind::Country || gazetteer.is_division(entry);
                gazetteer.log_population(entry) + if is_large { 20.0 } else { 0.0 }
            };
            let by_name = gazetteer.bearers(&key).map(|b| b.entry);
            let entry = by_name
                .filter(|&e| found.is_none_or(|outer| gazetteer.holds(outer, e)))
                .max_by(|&a, &b| size(a).total_cmp(&size(b)));
            found = Some(match found {
                None => gazetteer.entries().find(|&e| is_code(e)).or(entry)?,
                Some(_) => entry?,
            });
        }
        let entry = found?;
        let division = gazetteer.division_of(entry).map(|d| gazetteer.name(d).to_owned());
        let is_large = gazetteer.kind(entry) == PlaceKind::Country || gazetteer.is_division(entry);
        Some(Self {
            country: gazetteer.country(entry).map(str::to_owned),
            division,
            point: (!is_large).then(|| gazetteer.point(entry)),
        })
    }

    /// How near the publisher's home an entry lies, 0 to 1.
    pub(super) fn nearness(&self, gazetteer: &Gazetteer, entry: u32) -> f32 {
        let country = self.country.as_deref().is_some_and(|c| gazetteer.country(entry) == Some(c));
        let division = self.division.as_deref().is_some_and(|wanted| {
            gazetteer.division_of(entry).is_some_and(|d| gazetteer.name(d).eq_ignore_ascii_case(wanted))
        });
        let near = self.point.map_or(0.0, |point| math::exp(-distance(point, gazetteer.point(entry)) / 200.0));
        let divided =
            if self.division.is_some() && (self.country.is_none() || country) && division { 0.7 } else { 0.0 };
        near.max(divided).max(if country { 0.3 } else { 0.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::Home;
    use crate::gazetteer::Gazetteer;

    #[test]
    fn a_home_is_read_in_each_of_its_forms() {
        let gazetteer = Gazetteer::default();
        let parse = |text: &str| Home::parse(text, &gazetteer);
        let texas = parse("Texas").unwrap();
        assert_eq!(
            (texas.country.as_deref(), texas.division.as_deref(), texas.point),
            (Some("US"), Some("Texas"), None)
        );
        assert_eq!(parse("US/Texas"), Some(texas.clone()));
        assert_eq!(parse("Texas, US"), Some(texas));
        assert_eq!(parse("US").unwrap().division, None);
        assert_eq!(parse("30.3, -97.7").unwrap().point, Some([30.3, -97.7]));
        assert!(parse("Austin, Texas").unwrap().point.is_some());
        for strange in ["", ",", "/", "Nowhereshire", "Texas, Nowhereshire", "91, 0"] {
            assert_eq!(parse(strange), None, "{strange}");
        }
    }
}
