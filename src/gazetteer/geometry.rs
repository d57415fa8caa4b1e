//! Where entries lie: distances, and which entry holds which.

use super::Gazetteer;
use crate::annotations::PlaceKind;

/// Mean radius of the earth in km.
pub const EARTH_RADIUS: f32 = 6371.0;

/// A county's towns lie within this many km of its point.
const COUNTY_REACH: f32 = 80.0;

/// Great-circle distance in km between two points, given as latitude and longitude in degrees (haversine formula).
#[must_use]
pub fn distance(a: [f32; 2], b: [f32; 2]) -> f32 {
    let (la, lb) = (a[0].to_radians(), b[0].to_radians());
    let (north, east) = ((lb - la) / 2.0, (b[1] - a[1]).to_radians() / 2.0);
    let h = north.sin().powi(2) + la.cos() * lb.cos() * east.sin().powi(2);
    2.0 * EARTH_RADIUS * h.min(1.0).sqrt().asin()
}

/// A point, given as latitude and longitude in degrees, on the unit sphere.
#[must_use]
pub fn on_sphere(point: [f32; 2]) -> [f32; 3] {
    let (lat, lon) = (point[0].to_radians(), point[1].to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

impl Gazetteer {
    /// Whether a country, division or county holds an entry; a county holds what lies near by in its division.
    #[must_use]
    pub fn holds(&self, outer: u32, inner: u32) -> bool {
        if outer == inner {
            return false;
        }
        match self.kind(outer) {
            PlaceKind::Country => {
                self.kind(inner) != PlaceKind::Country && self.country_index(outer) == self.country_index(inner)
            }
            _ if self.is_division(outer) => self.division_of(inner) == Some(outer),
            PlaceKind::County => {
                self.group(outer) == self.group(inner)
                    && self.group(outer) != 0
                    && distance(self.point(outer), self.point(inner)) < COUNTY_REACH
            }
            _ => false,
        }
    }
}
