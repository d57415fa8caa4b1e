//! Writes a gazetteer file: see `src/gazetteer/format.rs`.

use std::collections::BTreeMap;
use whosaid::annotations::PlaceKind;
use whosaid::gazetteer::format::{assemble, write_step, write_varint, zigzag, AliasKind, CAPITAL, SEAT};
use whosaid::gazetteer::WordClass;

/// Another name of an entry.
pub struct Alias {
    pub name: String,
    pub kind: AliasKind,
}

/// A place.
pub struct Entry {
    pub name: String,
    pub aliases: Vec<Alias>,
    pub kind: PlaceKind,
    /// ISO 3166-1 alpha-2; empty: none.
    pub country: String,
    /// GeoNames code within the country; empty: none.
    pub division: String,
    pub is_division: bool,
    pub is_capital: bool,
    pub is_seat: bool,
    pub latitude: f64,
    pub longitude: f64,
    pub population: u64,
    /// GeoNames id; 0: none.
    pub id: u32,
}

impl Default for Entry {
    fn default() -> Self {
        Self {
            name: String::new(),
            aliases: Vec::new(),
            kind: PlaceKind::Other,
            country: String::new(),
            division: String::new(),
            is_division: false,
            is_capital: false,
            is_seat: false,
            latitude: 0.0,
            longitude: 0.0,
            population: 0,
            id: 0,
        }
    }
}

/// What goes into a file.
pub struct Selection {
    pub entries: Vec<Entry>,
    pub lexicon: Vec<(String, WordClass)>,
}

/// The file: entries sorted by group, inside it the division first, then by id (which GeoNames gave out by country and
/// name: so both ids and names run on).
pub fn pack(selection: &Selection, about: &str, steps: u16) -> Vec<u8> {
    let mut countries: Vec<&str> =
        selection.entries.iter().filter(|e| e.kind == PlaceKind::Country).map(|e| e.country.as_str()).collect();
    countries.sort_unstable();
    let country = |code: &str| countries.binary_search(&code).map_or(255, |i| i as u8);
    let mut groups: BTreeMap<(&str, &str), Vec<&Entry>> = BTreeMap::new();
    for entry in &selection.entries {
        let in_world = entry.kind == PlaceKind::Country
            || entry.division.is_empty() && !matches!(entry.kind, PlaceKind::City | PlaceKind::County) && entry.id == 0
            || entry.kind == PlaceKind::County && entry.division.is_empty();
        let key = if in_world { ("", "") } else { (entry.country.as_str(), entry.division.as_str()) };
        groups.entry(key).or_default().push(entry);
    }
    let mut sections: [Vec<u8>; 15] = Default::default();
    sections[0] = about.as_bytes().to_vec();
    sections[1] = countries.concat().into_bytes();
    let (mut last_id, mut last_alias, mut number) = (0i32, 0u32, 0u32);
    for ((code, _), mut entries) in groups {
        entries.sort_by_key(|e| (e.kind != PlaceKind::Country, !e.is_division, e.kind != PlaceKind::County, e.id));
        let north = |e: &Entry| ((e.latitude + 90.0) * f64::from(steps)).round() as u32;
        let east = |e: &Entry| ((e.longitude + 180.0) * f64::from(steps)).round() as u32;
        let south = entries.iter().map(|e| north(e)).min().unwrap_or(0);
        let west = entries.iter().map(|e| east(e)).min().unwrap_or(0);
        sections[2].push(country(code));
        sections[2].push(1 + u8::from(entries[0].is_division));
        for value in [entries.len() as u32, south, west] {
            write_varint(value, &mut sections[2]);
        }
        for entry in entries {
            push_line(&mut sections[3], &entry.name);
            let flags = if entry.is_capital { CAPITAL } else { 0 } | if entry.is_seat { SEAT } else { 0 };
            sections[4].push(entry.kind as u8 | flags);
            write_step(north(entry) - south, &mut sections[5]);
            write_step(east(entry) - west, &mut sections[6]);
            sections[7].push(((entry.population as f64 + 1.0).log2() * 4.0).round() as u8);
            if entry.id == 0 {
                sections[8].push(0);
            } else {
                write_varint(zigzag(entry.id as i32 - last_id), &mut sections[8]);
                last_id = entry.id as i32;
            }
            if code.is_empty() {
                sections[9].push(country(&entry.country));
            }
            for alias in &entry.aliases {
                write_varint(number - last_alias, &mut sections[10]);
                last_alias = number;
                push_line(&mut sections[11], &alias.name);
                sections[12].push(alias.kind as u8);
            }
            number += 1;
        }
    }
    for (word, class) in &selection.lexicon {
        push_line(&mut sections[13], word);
        sections[14].push(class.code());
    }
    assemble(steps, &sections)
}

fn push_line(section: &mut Vec<u8>, line: &str) {
    section.extend(line.bytes().map(|b| if b == b'\n' { b' ' } else { b }));
    section.push(b'\n');
}
