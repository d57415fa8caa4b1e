//! Where entries lie: distances, and which entry holds which.

use super::Gazetteer;
use crate::annotations::PlaceKind;
use crate::math::{asin, sin_cos};

/// Mean radius of the earth in km.
pub const EARTH_RADIUS: f32 = 6371.0;

/// A county's towns lie within this many km of its point.
const COUNTY_REACH: f32 = 80.0;

/// Great-circle distance in km between two points, given as latitude and longitude in degrees (haversine formula).
#[must_use]
pub fn distance(a: [f32; 2], b: [f32; 2]) -> f32 {
    let (la, lb) = (a[0].to_radians(), b[0].to_radians());
    let (north, east) = ((lb - la) / 2.0, (b[1] - a[1]).to_radians() / 2.0);
    let ((north, _), (east, _)) = (sin_cos(north), sin_cos(east));
    let h = north * north + sin_cos(la).1 * sin_cos(lb).1 * east * east;
    2.0 * EARTH_RADIUS * asin(h.min(1.0).sqrt())
}

/// A point, given as latitude and longitude in degrees, on the unit sphere.
#[must_use]
pub fn on_sphere(point: [f32; 2]) -> [f32; 3] {
    let ((lat_sin, lat_cos), (lon_sin, lon_cos)) = (sin_cos(point[0].to_radians()), sin_cos(point[1].to_radians()));
    [lat_cos * lon_cos, lat_cos * lon_sin, lat_sin]
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
