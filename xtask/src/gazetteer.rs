//! `cargo xtask data`: builds the gazetteer files from pinned packages and the tables in `data/places/`.

use crate::gazetteer_pack::{pack, Alias, Entry, Selection};
use crate::gazetteer_sources::{load, City, Sources};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use whosaid::annotations::PlaceKind;
use whosaid::gazetteer::format::AliasKind;
use whosaid::gazetteer::{fold, Gazetteer, WordClass};

const ABOUT: &str = "Place names and coordinates from GeoNames (https://www.geonames.org), CC BY 4.0; regions, seas, \
                     mountains, other names and demonyms by whosaid. See data/places.md.";

/// Words behind a division's name that people leave out.
const DIVISION_WORDS: &[&str] = &[
    " Oblast",
    " oblast",
    " Province",
    " Region",
    " Governorate",
    " Prefecture",
    " Department",
    " Krai",
    " Kray",
    " Republic",
    " State",
    " County",
    " District",
    " Voivodeship",
    " Territory",
    " Municipality",
    " Parish",
];

/// How much goes into a file.
struct Tier {
    file: &'static str,
    /// Least population of a city, by country.
    city: fn(&str) -> u64,
    /// Least population of a second-level division, by country.
    counties: fn(&str) -> u64,
    /// Least population of a city whose spelling variants are in.
    variants: u64,
    /// Coordinate steps a degree.
    steps: u16,
}

const TIERS: [Tier; 2] = [
    Tier {
        file: "places-core.bin",
        city: |_| 15_000,
        counties: |country| if country == "US" { 0 } else { 5_000_000 },
        variants: 200_000,
        steps: 20,
    },
    Tier {
        file: "places-full.bin",
        city: |country| if is_english(country) { 500 } else { 5_000 },
        counties: |country| if is_english(country) { 0 } else { 250_000 },
        variants: 100_000,
        steps: 20,
    },
];

/// Countries whose small places English-language news names most.
fn is_english(country: &str) -> bool {
    matches!(country, "US" | "GB" | "CA" | "AU" | "NZ" | "IE")
}

pub fn run(_arguments: &[String]) -> Result<(), String> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let sources = load(&root)?;
    for tier in &TIERS {
        let selection = select(&sources, tier)?;
        let file = pack(&selection, ABOUT, tier.steps);
        let gazetteer = Gazetteer::from_bytes(&file).map_err(|e| format!("{}: {e}", tier.file))?;
        let path = root.join("data").join(tier.file);
        fs::write(&path, &file).map_err(|e| format!("{}: {e}", path.display()))?;
        record(&root, &format!("data/{}", tier.file), &file)?;
        println!("{}: {gazetteer:?}, {} bytes", tier.file, file.len());
    }
    Ok(())
}

/// Writes the hash of a file into the list of the generated ones.
fn record(root: &Path, name: &str, file: &[u8]) -> Result<(), String> {
    let path = root.join("data/MANIFEST.tsv");
    let manifest = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let hash: String = Sha256::digest(file).iter().map(|b| format!("{b:02x}")).collect();
    let mut lines: Vec<String> =
        manifest.lines().filter(|l| l.split('\t').next() != Some(name)).map(str::to_owned).collect();
    lines.push(format!("{name}\t{hash}\tcargo xtask data (see data/places.md)"));
    lines[1..].sort();
    fs::write(&path, lines.join("\n") + "\n").map_err(|e| format!("{}: {e}", path.display()))
}

/// The entries of one tier.
struct Builder<'s> {
    sources: &'s Sources,
    entries: Vec<Entry>,
}

fn select(sources: &Sources, tier: &Tier) -> Result<Selection, String> {
    let mut builder = Builder { sources, entries: Vec::new() };
    builder.countries()?;
    let kept: Vec<&City> = sources.cities.iter().filter(|c| is_kept(c, tier)).collect();
    builder.divisions()?;
    builder.counties(tier);
    builder.regions();
    builder.cities(&kept, tier)?;
    let lexicon = lexicon(sources, &builder.entries);
    Ok(Selection { entries: builder.entries, lexicon })
}

fn is_kept(city: &City, tier: &Tier) -> bool {
    match city.feature.as_str() {
        // Abandoned, destroyed and historical places.
        "PPLQ" | "PPLW" | "PPLH" | "PPLCH" => false,
        "PPLC" => true,
        // Quarters of cities: only the large ones, the names of small ones are anybody's.
        "PPLX" => city.population >= (tier.city)(&city.country).max(50_000),
        _ => city.population >= (tier.city)(&city.country),
    }
}

/// Appends other names to an entry, each key once and never its own.
fn add_aliases<'n>(entry: &mut Entry, names: impl Iterator<Item = &'n str>, kind: AliasKind) {
    for name in names {
        let key = fold::fold(name);
        let known = |known: &Alias| known.name == name || fold::fold(&known.name) == key && known.kind == kind;
        let own = fold::fold(&entry.name) == key && kind != AliasKind::Demonym;
        if !own && !key.is_empty() && !entry.aliases.iter().any(known) {
            entry.aliases.push(Alias { name: name.to_owned(), kind });
        }
    }
}

/// Whether a name is an abbreviation that must keep its letter case: short, all capitals or with full stops.
fn is_abbreviation(name: &str) -> bool {
    let letters: String = name.chars().filter(|c| c.is_alphabetic()).collect();
    name.ends_with('.') && name.len() <= 7 && !name.contains(' ') && letters.len() <= 6
        || letters.len() <= 4 && !letters.is_empty() && letters.chars().all(char::is_uppercase)
}

fn add_names<'n>(entry: &mut Entry, names: impl Iterator<Item = &'n str>) {
    let (short, long): (Vec<&str>, Vec<&str>) = names.partition(|n| is_abbreviation(n));
    add_aliases(entry, long.into_iter(), AliasKind::Name);
    // Abbreviations keep every spelling: `U.S.` and `US` fold alike but are matched as written.
    for name in short {
        if !entry.aliases.iter().any(|a| a.name == name) {
            entry.aliases.push(Alias { name: name.to_owned(), kind: AliasKind::Abbreviation });
        }
    }
}

impl Builder<'_> {
    fn countries(&mut self) -> Result<(), String> {
        for row in &self.sources.countries {
            let code = row.get(0);
            let (id, population) = *self.sources.country_facts.get(code).ok_or(format!("no country {code}"))?;
            let mut entry = Entry {
                name: row.get(3).to_owned(),
                kind: PlaceKind::Country,
                country: code.to_owned(),
                latitude: row.number(1).ok_or(format!("no latitude of {code}"))?,
                longitude: row.number(2).ok_or(format!("no longitude of {code}"))?,
                population,
                id,
                ..Entry::default()
            };
            add_names(&mut entry, row.list(4));
            add_aliases(&mut entry, row.list(5), AliasKind::Demonym);
            self.entries.push(entry);
        }
        Ok(())
    }

    /// First-level divisions: their point is the mean of their places unless our table has one.
    fn divisions(&mut self) -> Result<(), String> {
        let mut places: HashMap<String, (f64, f64, f64, u64)> = HashMap::new();
        let mut city_keys: HashSet<(String, String)> = HashSet::new();
        for city in &self.sources.cities {
            let sum = places.entry(format!("{}.{}", city.country, city.admin1)).or_default();
            *sum = (sum.0 + city.latitude, sum.1 + city.longitude, sum.2 + 1.0, sum.3 + city.population);
            if city.population >= 15_000 {
                city_keys.insert((city.country.clone(), fold::fold(&city.name)));
            }
        }
        let ours: HashMap<&str, _> = self.sources.divisions.iter().map(|r| (r.get(0), r)).collect();
        if let Some(unknown) = ours.keys().find(|code| !self.sources.admin1.iter().any(|(c, _)| c == *code)) {
            return Err(format!("divisions.tsv: there is no division {unknown}"));
        }
        let countries: HashSet<&str> = self.sources.countries.iter().map(|r| r.get(0)).collect();
        for (code, name) in &self.sources.admin1 {
            let row = ours.get(code.as_str());
            let Some((country, division)) = code.split_once('.') else { continue };
            let sum = places.get(code).copied().unwrap_or_default();
            let point = match row.and_then(|r| r.number(1).zip(r.number(2))) {
                Some(point) => point,
                None if sum.2 > 0.0 => (sum.0 / sum.2, sum.1 / sum.2),
                None => continue,
            };
            if !countries.contains(country) {
                continue;
            }
            let shown = row.map(|r| r.get(3)).filter(|n| !n.is_empty()).unwrap_or(name);
            let mut entry = Entry {
                name: shown.to_owned(),
                kind: PlaceKind::Region,
                country: country.to_owned(),
                division: division.to_owned(),
                is_division: true,
                latitude: point.0,
                longitude: point.1,
                population: sum.3,
                id: self.sources.division_ids.get(code).copied().unwrap_or(0),
                ..Entry::default()
            };
            // `Kherson Oblast` is found by `Kherson` only where no town has that name; else the word behind decides.
            let short = DIVISION_WORDS.iter().find_map(|word| shown.strip_suffix(word));
            // Nor is `Western` or `Federal` a name without the word behind it.
            let free =
                |n: &&str| !city_keys.contains(&(country.to_owned(), fold::fold(n))) && !is_common(self.sources, n);
            add_names(&mut entry, short.into_iter().filter(free));
            add_names(&mut entry, Some(name.as_str()).filter(free).into_iter());
            if let Some(row) = row {
                add_names(&mut entry, row.list(4));
                add_aliases(&mut entry, row.list(5), AliasKind::Demonym);
            }
            self.entries.push(entry);
        }
        Ok(())
    }

    fn counties(&mut self, tier: &Tier) {
        let mut places: HashMap<String, (f64, f64, f64, u64)> = HashMap::new();
        for city in &self.sources.cities {
            let code = format!("{}.{}.{}", city.country, city.admin1, city.admin2);
            let sum = places.entry(code).or_default();
            *sum = (sum.0 + city.latitude, sum.1 + city.longitude, sum.2 + 1.0, sum.3 + city.population);
        }
        let city_keys: HashSet<(&str, String)> = (self.sources.cities.iter())
            .filter(|c| c.population >= 5_000)
            .map(|c| (c.country.as_str(), fold::fold(&c.name)))
            .collect();
        for (code, name) in &self.sources.admin2 {
            let mut parts = code.splitn(3, '.');
            let (Some(country), Some(division)) = (parts.next(), parts.next()) else { continue };
            let Some(sum) = places.get(code).filter(|sum| sum.3 >= (tier.counties)(country)) else { continue };
            // One that has no more than a city's name is found as that city.
            if !is_english(country) && city_keys.contains(&(country, fold::fold(name))) {
                continue;
            }
            // Towns that are their own county add nothing.
            if name.starts_with("City of ") || name.starts_with("Town of ") {
                continue;
            }
            let mut entry = Entry {
                name: name.clone(),
                kind: PlaceKind::County,
                country: country.to_owned(),
                division: division.to_owned(),
                latitude: sum.0 / sum.2,
                longitude: sum.1 / sum.2,
                population: sum.3,
                id: self.sources.division_ids.get(code).copied().unwrap_or(0),
                ..Entry::default()
            };
            // `Province of Zambales` goes by `Zambales`.
            let short =
                name.strip_prefix("Province of ").or_else(|| DIVISION_WORDS.iter().find_map(|w| name.strip_suffix(w)));
            let is_free = |n: &&str| {
                !is_english(country) && !city_keys.contains(&(country, fold::fold(n))) && !is_common(self.sources, n)
            };
            add_names(&mut entry, short.into_iter().filter(is_free));
            self.entries.push(entry);
        }
    }

    /// Regions and the like; one that is a first-level division too gives that its names.
    fn regions(&mut self) {
        for row in &self.sources.regions {
            let (name, country) = (row.get(0), row.get(4));
            let key = fold::fold(name);
            let twin = self.entries.iter_mut().find(|e| {
                let same = fold::fold(&e.name) == key || e.aliases.iter().any(|a| fold::fold(&a.name) == key);
                e.is_division && e.country == country && row.get(1) == "region" && same
            });
            let population = 10f64.powf(row.number(5).unwrap_or(0.0)) as u64;
            let entry = match twin {
                Some(twin) => twin,
                None => {
                    self.entries.push(Entry {
                        name: name.to_owned(),
                        kind: kind(row.get(1)),
                        country: country.to_owned(),
                        latitude: row.number(2).unwrap_or(0.0),
                        longitude: row.number(3).unwrap_or(0.0),
                        population,
                        ..Entry::default()
                    });
                    let last = self.entries.len() - 1;
                    &mut self.entries[last]
                }
            };
            add_names(entry, row.list(6));
            add_aliases(entry, row.list(7), AliasKind::Demonym);
        }
    }

    fn cities(&mut self, kept: &[&City], tier: &Tier) -> Result<(), String> {
        // What our table says about a city, by GeoNames id.
        let mut ours: BTreeMap<u32, Vec<&crate::gazetteer_sources::Row>> = BTreeMap::new();
        let mut missing = Vec::new();
        for row in &self.sources.aliases {
            let (country, target) = (row.get(0), row.get(1));
            let found = match target.parse::<u32>() {
                Ok(id) => self.sources.cities.iter().find(|c| c.id == id),
                Err(_) => {
                    let key = fold::fold(target);
                    let is = |name: &String| fold::fold(name) == key;
                    let best = |test: &dyn Fn(&&City) -> bool| {
                        let same = self.sources.cities.iter().filter(|c| c.country == country).filter(test);
                        same.max_by_key(|c| (c.population, c.id))
                    };
                    best(&|c| is(&c.name) || is(&c.ascii)).or_else(|| best(&|c| c.alternates.iter().any(is)))
                }
            };
            match found {
                Some(city) => ours.entry(city.id).or_default().push(row),
                None => missing.push(format!("{target} ({country})")),
            }
        }
        if !missing.is_empty() {
            return Err(format!("aliases.tsv: these cities do not exist: {}", missing.join(", ")));
        }
        let main_keys: HashSet<String> = kept.iter().map(|c| fold::fold(&c.name)).collect();
        let divisions: HashSet<(String, String)> =
            self.entries.iter().filter(|e| e.is_division).map(|e| (e.country.clone(), e.division.clone())).collect();
        for city in kept {
            let known = divisions.contains(&(city.country.clone(), city.admin1.clone()));
            let mut entry = Entry {
                name: city.name.clone(),
                kind: if city.feature == "PPLX" { PlaceKind::District } else { PlaceKind::City },
                country: city.country.clone(),
                division: if known { city.admin1.clone() } else { String::new() },
                is_capital: city.feature == "PPLC",
                is_seat: city.feature == "PPLA",
                latitude: city.latitude,
                longitude: city.longitude,
                population: city.population,
                id: city.id,
                ..Entry::default()
            };
            if matches!(city.country.as_str(), "GB" | "IE") {
                add_names(&mut entry, before_water(&city.name).into_iter());
            }
            if city.country == "PH" {
                add_names(&mut entry, city.name.strip_suffix(" City").into_iter());
            }
            let rows: Vec<_> = ours.get(&city.id).into_iter().flatten().collect();
            // The target is the name in English: it becomes the name shown.
            if let Some(row) = rows.iter().find(|r| r.get(1).parse::<u32>().is_err()) {
                entry.name = row.get(1).to_owned();
                add_names(&mut entry, [city.name.as_str()].into_iter());
            }
            for row in rows {
                add_names(&mut entry, row.list(2));
                add_aliases(&mut entry, row.list(3), AliasKind::Demonym);
            }
            if city.population >= tier.variants || entry.is_capital {
                let variants: BTreeSet<&str> = city
                    .alternates
                    .iter()
                    .chain([&city.ascii])
                    .map(String::as_str)
                    .filter(|v| is_variant(&city.name, v) && !main_keys.contains(&fold::fold(v)))
                    .collect();
                add_aliases(&mut entry, variants.into_iter(), AliasKind::Name);
            }
            self.entries.push(entry);
        }
        Ok(())
    }
}

/// What a town on a river or by the sea is called for short: `Stratford-upon-Avon`.
fn before_water(name: &str) -> Option<&str> {
    let at = name.find([' ', '-'])?;
    let joint = name[at + 1..].split([' ', '-']).next()?.to_lowercase();
    matches!(joint.as_str(), "upon" | "on" | "under" | "super" | "in" | "by")
        .then_some(&name[..at])
        .filter(|n| n.len() > 3)
}

/// Whether all words of a name are common ones: `North Western`.
fn is_common(sources: &Sources, name: &str) -> bool {
    fold::fold(name).split_whitespace().all(|word| sources.words.get(word).is_some_and(|class| *class >= 2))
}

/// The kind that a row of `data/places/regions.tsv` names.
fn kind(name: &str) -> PlaceKind {
    PlaceKind::ALL.iter().copied().find(|kind| kind.name() == name).unwrap_or(PlaceKind::Region)
}

/// Whether a name in Latin letters is but another spelling of `name`: alike in all but a letter or two.
///
/// GeoNames' alternates have no language; names in other languages would only be mistaken for something else in English.
fn is_variant(name: &str, other: &str) -> bool {
    let (a, b) = (fold::fold(name), fold::fold(other));
    let plain = |c: char| c.is_ascii_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’');
    if a == b || !other.chars().all(plain) || !other.starts_with(char::is_uppercase) {
        return false;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let limit = if a.len().min(b.len()) >= 8 { 2 } else { 1 };
    a.len().min(b.len()) >= 6 && a.len().abs_diff(b.len()) <= limit && distance(&a, &b) <= limit
}

/// Levenshtein distance.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[b.len()]
}

/// Words that matter to the decision in context: given names, and every one-word place name that also is a common word or a
/// surname.
fn lexicon(sources: &Sources, entries: &[Entry]) -> Vec<(String, WordClass)> {
    let names: BTreeSet<String> = entries
        .iter()
        .flat_map(|e| std::iter::once(&e.name).chain(e.aliases.iter().map(|a| &a.name)))
        .map(|n| fold::fold(n).trim_end().to_owned())
        .filter(|k| !k.contains(' '))
        .collect();
    let rank = |list: &[String]| -> HashMap<String, usize> {
        list.iter().enumerate().rev().map(|(i, n)| (n.clone(), i)).collect()
    };
    let (mut given, surnames) = (rank(&sources.given), rank(&sources.surnames));
    for row in &sources.given_world {
        given.entry(fold::fold(row.get(0)).trim_end().to_owned()).or_insert(300);
    }
    let class = |rank: Option<&usize>, limits: [usize; 3]| match rank {
        Some(&r) => (0..3).filter(|&i| r < limits[i]).count() as u8,
        None => 0,
    };
    let mut words: BTreeSet<&String> = names.iter().collect();
    words.extend(given.iter().filter(|(_, &r)| r < 1500).map(|(n, _)| n));
    words
        .into_iter()
        .filter_map(|word| {
            let common = sources.words.get(word).copied().unwrap_or(0);
            let given = class(given.get(word), [2500, 700, 250]);
            let surname = class(surnames.get(word), [8000, 1500, 300]);
            let class = WordClass::new(common, given, surname);
            (class != WordClass::default()).then(|| (word.clone(), class))
        })
        .collect()
}
