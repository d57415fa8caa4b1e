//! The gazetteer in memory: columns as in the file, and an index from folded names to entries that is built at load.

mod columns;
pub mod fold;
pub mod format;
mod geometry;
mod load;

pub use columns::WordClass;
pub use format::GazetteerError;
pub use geometry::{distance, on_sphere, EARTH_RADIUS};

use crate::annotations::{PlaceEntry, PlaceKind};
use columns::Lines;
use format::{AliasKind, CAPITAL, SEAT};
use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

/// The built-in file; `data/places.md` says what it holds and which command makes it.
const CORE: &[u8] = include_bytes!("../../data/places-core.bin");

/// The finer file, in native builds only: a page loads it at run time.
#[cfg(all(feature = "full-places", not(target_arch = "wasm32")))]
const FULL: &[u8] = include_bytes!("../../data/places-full.bin");

/// Stands for no entry, name or slot.
const NONE: u32 = u32::MAX;

/// Place kinds by their number in the file.
pub const KINDS: &[PlaceKind] = PlaceKind::ALL;
const _: () = assert!(KINDS.len() <= 16, "a kind has four bits");

/// Names of places with their coordinates.
#[derive(Clone)]
pub struct Gazetteer {
    about: String,
    /// Names of the entries, then other names.
    names: Lines,
    /// For each other name its entry.
    alias_entries: Vec<u32>,
    alias_kinds: Vec<u8>,
    countries: Vec<[u8; 2]>,
    /// For each country its entry.
    country_entries: Vec<u32>,
    groups: Vec<Group>,
    entry_groups: Vec<u16>,
    world_countries: Vec<u8>,
    kinds: Vec<u8>,
    points: Vec<[f32; 2]>,
    populations: Vec<u8>,
    ids: Vec<u32>,
    /// Open addressing: the first name of each key.
    slots: Vec<u32>,
    /// For each name the next one with the same key.
    next: Vec<u32>,
    /// For each name the hash of its key.
    hashes: Vec<u32>,
    lexicon: Lines,
    lexicon_classes: Vec<u8>,
    lexicon_slots: Vec<u32>,
    longest: usize,
}

/// A country's first-level division.
#[derive(Clone, Copy, Debug)]
struct Group {
    country: u8,
    /// The entry of the division, or [`NONE`].
    division: u32,
}

/// How an entry bears a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Via {
    /// It is the entry's own name.
    Main,
    /// It is another one.
    Alias(AliasKind),
}

/// An entry that bears a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// Number of the entry.
    pub entry: u32,
    /// How it bears the name.
    pub via: Via,
    /// Number of the name.
    name: u32,
}

impl fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gazetteer").field("entries", &self.len()).field("names", &self.names.ends.len()).finish()
    }
}

impl Default for Gazetteer {
    fn default() -> Self {
        Self::core()
    }
}

impl Gazetteer {
    /// The built-in gazetteer: countries, first-level divisions, regions, seas, capitals, cities over 15,000 inhabitants.
    #[must_use]
    pub fn core() -> Self {
        // A test reads the built-in file; should it ever be broken all the same, no place is found and all else works.
        Self::from_bytes(CORE).unwrap_or_else(|_| Self::empty())
    }

    /// [`Gazetteer::core`], read once.
    #[must_use]
    pub fn shared_core() -> &'static Self {
        static CORE: OnceLock<Gazetteer> = OnceLock::new();
        CORE.get_or_init(Self::core)
    }

    /// The finer gazetteer that native builds carry.
    #[cfg(all(feature = "full-places", not(target_arch = "wasm32")))]
    #[must_use]
    pub fn full() -> Self {
        Self::from_bytes(FULL).unwrap_or_else(|_| Self::core())
    }

    /// The finest gazetteer that this build carries.
    #[must_use]
    pub fn finest() -> Self {
        #[cfg(all(feature = "full-places", not(target_arch = "wasm32")))]
        return Self::full();
        #[cfg(not(all(feature = "full-places", not(target_arch = "wasm32"))))]
        Self::core()
    }

    /// A gazetteer without a single place.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            about: String::new(),
            names: Lines::default(),
            alias_entries: Vec::new(),
            alias_kinds: Vec::new(),
            countries: Vec::new(),
            country_entries: Vec::new(),
            groups: Vec::new(),
            entry_groups: Vec::new(),
            world_countries: Vec::new(),
            kinds: Vec::new(),
            points: Vec::new(),
            populations: Vec::new(),
            ids: Vec::new(),
            slots: Vec::new(),
            next: Vec::new(),
            hashes: Vec::new(),
            lexicon: Lines::default(),
            lexicon_classes: Vec::new(),
            lexicon_slots: Vec::new(),
            longest: 0,
        }
    }

    fn build_index(&mut self) {
        let count = self.names.ends.len();
        let size = (count * 2).next_power_of_two().max(2);
        self.slots = vec![NONE; size];
        self.next = vec![NONE; count];
        let mut key = String::new();
        let mut other = String::new();
        // From the last to the first, so that an entry's own name and the earlier entry come first in each chain.
        let mut hashes = vec![0u32; count];
        for name in (0..count).rev() {
            key.clear();
            fold::fold_into(self.names.get(name), &mut key);
            self.longest = self.longest.max(key.bytes().filter(|b| *b == b' ').count());
            hashes[name] = fold::hash(&key);
            let mut slot = hashes[name] as usize & (size - 1);
            while self.slots[slot] != NONE {
                let first = self.slots[slot] as usize;
                if hashes[first] == hashes[name] {
                    other.clear();
                    fold::fold_into(self.names.get(first), &mut other);
                    if other == key {
                        break;
                    }
                }
                slot = (slot + 1) & (size - 1);
            }
            self.next[name] = self.slots[slot];
            self.slots[slot] = name as u32;
        }
        self.hashes = hashes;
        let words = self.lexicon.ends.len();
        let size = (words * 2).next_power_of_two().max(2);
        self.lexicon_slots = vec![NONE; size];
        for word in 0..words {
            let mut slot = fold::hash(self.lexicon.get(word)) as usize & (size - 1);
            while self.lexicon_slots[slot] != NONE {
                slot = (slot + 1) & (size - 1);
            }
            self.lexicon_slots[slot] = word as u32;
        }
    }

    /// Number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// What the file says about itself: contents, sources, licence.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.about
    }

    /// Words of the longest name.
    #[must_use]
    pub fn longest_name(&self) -> usize {
        self.longest
    }

    /// The entries that bear a name, given by its [key](fold::fold).
    pub fn bearers(&self, key: &str) -> impl Iterator<Item = Bearer> + '_ {
        let mut name = self.find_name(key);
        std::iter::from_fn(move || {
            let current = name;
            if current == NONE {
                return None;
            }
            name = self.next[current as usize];
            let entries = self.len();
            let index = current as usize;
            Some(if index < entries {
                Bearer { entry: current, via: Via::Main, name: current }
            } else {
                let kind = match self.alias_kinds[index - entries] {
                    1 => AliasKind::Demonym,
                    2 => AliasKind::Abbreviation,
                    _ => AliasKind::Name,
                };
                Bearer { entry: self.alias_entries[index - entries], via: Via::Alias(kind), name: current }
            })
        })
    }

    /// Whether some entry bears the name with this key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.find_name(key) != NONE
    }

    fn find_name(&self, key: &str) -> u32 {
        if key.is_empty() || self.slots.is_empty() {
            return NONE;
        }
        let mask = self.slots.len() - 1;
        let hash = fold::hash(key);
        let mut slot = hash as usize & mask;
        while self.slots[slot] != NONE {
            let first = self.slots[slot] as usize;
            if self.hashes[first] == hash && fold::fold(self.names.get(first)) == key {
                return self.slots[slot];
            }
            slot = (slot + 1) & mask;
        }
        NONE
    }

    /// The name that a bearer has, as the gazetteer writes it.
    #[must_use]
    pub fn spelling(&self, bearer: Bearer) -> &str {
        self.names.get(bearer.name as usize)
    }

    /// What else a word is, given by its key without the last blank.
    #[must_use]
    pub fn word_class(&self, word: &str) -> WordClass {
        if self.lexicon_slots.is_empty() {
            return WordClass::default();
        }
        let mask = self.lexicon_slots.len() - 1;
        let mut slot = fold::hash(word) as usize & mask;
        while self.lexicon_slots[slot] != NONE {
            let found = self.lexicon_slots[slot] as usize;
            if self.lexicon.get(found) == word {
                return WordClass(self.lexicon_classes[found]);
            }
            slot = (slot + 1) & mask;
        }
        WordClass::default()
    }

    /// The entry's own name.
    #[must_use]
    pub fn name(&self, entry: u32) -> &str {
        self.names.get(entry as usize)
    }

    /// What sort of place an entry is.
    #[must_use]
    pub fn kind(&self, entry: u32) -> PlaceKind {
        let code = self.kinds.get(entry as usize).map_or(9, |k| k & 15);
        KINDS.get(usize::from(code)).copied().unwrap_or(PlaceKind::Other)
    }

    /// Whether an entry is a national capital.
    #[must_use]
    pub fn is_capital(&self, entry: u32) -> bool {
        self.kinds.get(entry as usize).is_some_and(|k| k & CAPITAL != 0)
    }

    /// Whether an entry is the seat of a first-level division.
    #[must_use]
    pub fn is_seat(&self, entry: u32) -> bool {
        self.kinds.get(entry as usize).is_some_and(|k| k & SEAT != 0)
    }

    /// Whether an entry is a first-level division.
    #[must_use]
    pub fn is_division(&self, entry: u32) -> bool {
        self.division_of(entry) == Some(entry)
    }

    /// Latitude and longitude in degrees.
    #[must_use]
    pub fn point(&self, entry: u32) -> [f32; 2] {
        self.points.get(entry as usize).copied().unwrap_or_default()
    }

    /// Binary logarithm of the population, 0 where it is unknown; for regions and seas of a population of like renown.
    #[must_use]
    pub fn log_population(&self, entry: u32) -> f32 {
        f32::from(self.populations.get(entry as usize).copied().unwrap_or(0)) / 4.0
    }

    /// GeoNames id.
    #[must_use]
    pub fn geoname_id(&self, entry: u32) -> Option<u32> {
        self.ids.get(entry as usize).copied().filter(|id| *id != 0)
    }

    /// Index of the country of an entry; two entries are of one country when it is equal.
    #[must_use]
    pub fn country_index(&self, entry: u32) -> Option<u8> {
        let group = self.groups.get(usize::from(*self.entry_groups.get(entry as usize)?))?;
        let country = if group.country == 255 { *self.world_countries.get(entry as usize)? } else { group.country };
        (usize::from(country) < self.countries.len()).then_some(country)
    }

    /// ISO 3166-1 alpha-2 code of an entry's country.
    #[must_use]
    pub fn country(&self, entry: u32) -> Option<&str> {
        std::str::from_utf8(&self.countries[usize::from(self.country_index(entry)?)]).ok()
    }

    /// Index of the country with an ISO 3166-1 alpha-2 code.
    #[must_use]
    pub fn country_by_code(&self, code: &str) -> Option<u8> {
        self.countries.iter().position(|c| c == code.as_bytes()).map(|index| index as u8)
    }

    /// The entry of a country, given by its index.
    #[must_use]
    pub fn country_entry(&self, country: u8) -> Option<u32> {
        self.country_entries.get(usize::from(country)).copied().filter(|e| *e != NONE)
    }

    /// Number of the group (country and first-level division) of an entry; 0 for countries and world regions.
    #[must_use]
    pub fn group(&self, entry: u32) -> u16 {
        self.entry_groups.get(entry as usize).copied().unwrap_or(0)
    }

    /// The first-level division that holds an entry; the entry itself when it is one.
    #[must_use]
    pub fn division_of(&self, entry: u32) -> Option<u32> {
        let division = self.groups.get(usize::from(*self.entry_groups.get(entry as usize)?))?.division;
        (division != NONE).then_some(division)
    }

    /// All entries.
    #[must_use]
    pub fn entries(&self) -> Range<u32> {
        0..self.len() as u32
    }

    /// An entry as the annotations show it.
    #[must_use]
    pub fn describe(&self, entry: u32) -> PlaceEntry {
        let [lat, lon] = self.point(entry);
        // Cut what the float adds to the file's steps.
        let round = |degrees: f32| (degrees * 1000.0).round() / 1000.0;
        PlaceEntry {
            name: self.name(entry).to_owned(),
            kind: self.kind(entry),
            country: self.country(entry).map(str::to_owned),
            within: self.division_of(entry).filter(|d| *d != entry).map(|d| self.name(d).to_owned()),
            lat: Some(round(lat)),
            lon: Some(round(lon)),
            geoname_id: self.geoname_id(entry),
            reason: None,
        }
    }
}
