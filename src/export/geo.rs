//! The places, for maps: GeoJSON (RFC 7946) and KML 2.3.

use super::{escape, in_bytes, one_line};
use crate::annotations::{Annotations, Place};
use crate::text::Span;
use serde_json::{json, Value};
use std::fmt::Write;

/// A GeoJSON feature for each place; a place without a point has a null geometry, as the RFC asks.
#[must_use]
pub fn geojson(text: &str, annotations: &Annotations) -> String {
    let bytes = in_bytes(text, annotations);
    let features: Vec<Value> = bytes
        .places
        .iter()
        .map(|place| {
            // Longitude first.
            let geometry = point(place).map(|(lat, lon)| json!({ "type": "Point", "coordinates": [lon, lat] }));
            json!({
                "type": "Feature",
                "id": place.id,
                "geometry": geometry,
                "properties": {
                    "name": place.name,
                    "kind": place.kind.name(),
                    "country": place.country,
                    "within": place.within,
                    "geonameId": place.geoname_id,
                    "confidence": decimal(place.confidence),
                    "mentions": words(text, place),
                    "claims": claims_about(&bytes, place.id),
                },
            })
        })
        .collect();
    let collection = json!({ "type": "FeatureCollection", "features": features });
    serde_json::to_string_pretty(&collection).unwrap_or_default() + "\n"
}

/// A KML placemark for each place that has a point.
#[must_use]
pub fn kml(text: &str, annotations: &Annotations) -> String {
    let bytes = in_bytes(text, annotations);
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n\
         <name>Places</name>\n",
    );
    for place in &bytes.places {
        let Some((lat, lon)) = point(place) else { continue };
        let within: Vec<&str> = place.within.iter().chain(&place.country).map(String::as_str).collect();
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "<Placemark id=\"place-{}\">\n<name>{}</name>\n<description>{}</description>\n\
             <Point><coordinates>{lon},{lat}</coordinates></Point>\n</Placemark>",
            place.id,
            escape(&place.name),
            escape(&format!("{}; mentioned as {}", within.join(", "), words(text, place).join(", "))),
        );
    }
    out.push_str("</Document>\n</kml>\n");
    out
}

/// Latitude and longitude with the decimals that they have as 32 bits, where they are on the globe.
fn point(place: &Place) -> Option<(f64, f64)> {
    let (lat, lon) = (decimal(place.lat?), decimal(place.lon?));
    (lat.abs() <= 90.0 && lon.abs() <= 180.0).then_some((lat, lon))
}

/// The shortest decimal that is this 32-bit number: 46.64, not 46.63999938964844.
fn decimal(value: f32) -> f64 {
    value.to_string().parse().unwrap_or_default()
}

/// The different ways in which the text names the place, in order.
fn words(text: &str, place: &Place) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for mention in &place.mentions {
        let words = one_line(text, Span::new(mention.start, mention.end));
        if !seen.contains(&words) {
            seen.push(words);
        }
    }
    seen
}

fn claims_about(annotations: &Annotations, place: u32) -> Vec<u32> {
    annotations.claims.iter().filter(|claim| claim.places.contains(&place)).map(|claim| claim.id).collect()
}
