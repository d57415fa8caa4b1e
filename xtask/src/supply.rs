//! What of other people's work is shipped: its licences, where it comes from, and a bill of materials.

use crate::page::{dist, FEATURES};
use crate::setup::TARGET;
use crate::shell::{cargo, command, find_on_path, output, root};
use serde::{Deserialize, Serialize};
use serde_json::{json, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// What the page's credits list.
const LIST: &str = "www/licences.json";

/// Packages of npm whose code is in a file that is shipped: the reader of HTML in `embed.js`. The others build and test.
const SHIPPED_PACKAGES: [&str; 3] = ["entities", "fflate", "parse5"];

/// Licences that ask for no more than that they are named. Of `A OR B` one must be here, of `A AND B` both.
const ALLOWED: [&str; 10] =
    ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "ISC", "MIT", "Unicode-3.0", "Unlicense", "Zlib"];

/// The one registry that crates may come from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Something that is shipped.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Part {
    name: String,
    version: String,
    licence: String,
    /// `crates.io` or `npm`.
    from: String,
}

/// `cargo xtask licences`: writes the list that the page's credits show.
pub fn command_licences(arguments: &[String]) -> Result<(), String> {
    if !arguments.is_empty() {
        return Err("usage: cargo xtask licences".into());
    }
    let parts = shipped()?;
    fs::write(root().join(LIST), written(&parts)?).map_err(|e| format!("{LIST}: {e}"))?;
    println!("{} parts in {LIST}", parts.len());
    Ok(())
}

/// `cargo xtask sbom`: writes what is shipped as CycloneDX into the built folder.
pub fn command_sbom(arguments: &[String]) -> Result<(), String> {
    if !arguments.is_empty() {
        return Err("usage: cargo xtask sbom".into());
    }
    let file = dist().join("sbom.cdx.json");
    fs::create_dir_all(dist()).map_err(|e| format!("{}: {e}", dist().display()))?;
    let lock = read("Cargo.lock")?;
    let text = serde_json::to_string_pretty(&bill(&shipped()?, &checksums(&lock))).map_err(|e| e.to_string())?;
    fs::write(&file, text + "\n").map_err(|e| format!("{}: {e}", file.display()))?;
    println!("{}", file.display());
    Ok(())
}

/// Every shipped part has a licence that allows it, every crate comes from the one registry with its checksum, every npm
/// package with its hash, and the list in the credits is the present one.
pub fn check() -> Result<(), String> {
    let parts = shipped()?;
    let mut problems: Vec<String> = parts
        .iter()
        .filter(|part| !is_allowed(&part.licence))
        .map(|part| format!("{} {} has the licence {:?}", part.name, part.version, part.licence))
        .collect();
    problems.extend(strangers(&read("Cargo.lock")?));
    for lock in ["www/package-lock.json", "tests/consumers/package-lock.json"] {
        let packages = packages(lock)?;
        let bare = packages.iter().filter(|(path, package)| !path.is_empty() && package["integrity"].is_null());
        problems.extend(bare.map(|(path, _)| format!("{lock}: {path} has no hash")));
    }
    if read(LIST)? != written(&parts)? {
        problems.push(format!("{LIST} is not what is shipped: cargo xtask licences"));
    }
    if problems.is_empty() {
        println!("{} parts, all with licences that allow it", parts.len());
        Ok(())
    } else {
        Err(problems.join("\n"))
    }
}

/// Faults that npm's registry knows of in the packages that build, test or are shipped, high and critical ones; `None` where
/// it cannot be asked, as on a machine without a network.
pub fn audit() -> Result<Option<()>, String> {
    let npm = find_on_path("npm").ok_or("npm is needed beside Node")?;
    let mut problems = Vec::new();
    for folder in ["www", "tests/consumers"] {
        // It fails where it finds something, too: what it says counts.
        let mut audit = command(&npm);
        audit.args(["audit", "--json", "--audit-level=high", "--fetch-retries=0"]).current_dir(root().join(folder));
        let said = audit.output().map_err(|e| format!("npm audit: {e}"))?;
        let said: Value = serde_json::from_slice(&said.stdout).unwrap_or_default();
        match faults(&said) {
            Some(found) => problems.extend(found.into_iter().map(|fault| format!("{folder}: {fault}"))),
            None => {
                let why = said["message"].as_str().unwrap_or("no answer");
                println!("not asked: the registry cannot be reached, or knows no audit ({why})");
                return Ok(None);
            }
        }
    }
    if problems.is_empty() {
        Ok(Some(()))
    } else {
        Err(problems.join("\n"))
    }
}

/// The packages with high or critical faults; `None` where the answer is no list of them.
fn faults(said: &Value) -> Option<Vec<String>> {
    let packages = said["vulnerabilities"].as_object()?;
    let grave = packages.iter().filter(|(_, fault)| matches!(fault["severity"].as_str(), Some("high" | "critical")));
    Some(grave.map(|(name, fault)| format!("{name}: {}", fault["severity"].as_str().unwrap_or(""))).collect())
}

fn read(file: &str) -> Result<String, String> {
    fs::read_to_string(root().join(file)).map_err(|e| format!("{file}: {e}"))
}

/// One part a line, so that a change shows as what it is.
fn written(parts: &[Part]) -> Result<String, String> {
    let lines: Result<Vec<String>, _> = parts.iter().map(serde_json::to_string).collect();
    Ok(format!("[\n{}\n]\n", lines.map_err(|e| e.to_string())?.join(",\n")))
}

/// Crates whose code is in the module or the command, and the packages of npm.
fn shipped() -> Result<Vec<Part>, String> {
    let mut parts = BTreeSet::new();
    let page = [&FEATURES[..], &["--target", TARGET]].concat();
    for features in [&page[..], &[]] {
        let mut tree = cargo();
        tree.args(["tree", "--locked", "--package", "whosaid", "--edges", "normal,no-proc-macro", "--prefix", "none"]);
        // Without `--target` it would be that of this machine.
        let everywhere: &[&str] = if features.is_empty() { &["--target", "all"] } else { &[] };
        let rows = output(tree.args(["--format", "{p}\t{l}"]).args(features).args(everywhere))?;
        for row in rows.lines().filter(|row| !row.starts_with("whosaid ")) {
            let (package, licence) = row.split_once('\t').ok_or_else(|| format!("cargo tree: {row}"))?;
            let mut words = package.split(' ');
            let (Some(name), Some(version)) = (words.next(), words.next()) else {
                return Err(format!("cargo tree: {row}"));
            };
            parts.insert(Part {
                name: name.to_owned(),
                version: version.trim_start_matches('v').to_owned(),
                // `A/B` is the old way to write `A OR B`; cargo marks what it has shown before with an asterisk.
                licence: licence.trim_end_matches(" (*)").replace('/', " OR "),
                from: "crates.io".to_owned(),
            });
        }
    }
    let packages = packages("www/package-lock.json")?;
    for name in SHIPPED_PACKAGES {
        let package = packages.get(&format!("node_modules/{name}")).ok_or_else(|| format!("npm: no {name}"))?;
        let field =
            |key: &str| package[key].as_str().map(str::to_owned).ok_or_else(|| format!("npm: {name}: no {key}"));
        let (version, licence) = (field("version")?, field("license")?);
        parts.insert(Part { name: name.to_owned(), version, licence, from: "npm".to_owned() });
    }
    Ok(parts.into_iter().collect())
}

fn packages(lock: &str) -> Result<BTreeMap<String, Value>, String> {
    #[derive(Deserialize)]
    struct Lock {
        packages: BTreeMap<String, Value>,
    }
    let lock: Lock = serde_json::from_str(&read(lock)?).map_err(|e| format!("{lock}: {e}"))?;
    Ok(lock.packages)
}

/// Whether an SPDX expression is met by what is allowed.
fn is_allowed(licence: &str) -> bool {
    // `OR` binds less than `AND`; within brackets there is only one of them in what crates state.
    if let Some((before, rest)) = licence.split_once('(') {
        let Some((inside, after)) = rest.split_once(')') else { return false };
        let inside = if is_allowed(inside) { "MIT" } else { "refused" };
        return is_allowed(&format!("{before}{inside}{after}"));
    }
    licence.split(" OR ").any(|choice| choice.split(" AND ").all(|one| ALLOWED.contains(&one.trim())))
}

/// Entries of a lock file, each with its lines.
fn entries(lock: &str) -> impl Iterator<Item = BTreeMap<&str, &str>> {
    lock.split("[[package]]").skip(1).map(|entry| {
        entry
            .lines()
            .filter_map(|line| line.split_once(" = "))
            .map(|(key, value)| (key, value.trim_matches('"')))
            .collect()
    })
}

/// Crates that come from elsewhere than the registry, or without a checksum. Those of the workspace have no source.
fn strangers(lock: &str) -> Vec<String> {
    entries(lock)
        .filter(|entry| {
            entry.get("source").is_some_and(|&source| source != REGISTRY || !entry.contains_key("checksum"))
        })
        .map(|entry| format!("Cargo.lock: {} comes from {}", entry["name"], entry["source"]))
        .collect()
}

fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let of = |entry: BTreeMap<&str, &str>| {
        let key = ((*entry.get("name")?).to_owned(), (*entry.get("version")?).to_owned());
        Some((key, (*entry.get("checksum")?).to_owned()))
    };
    entries(lock).filter_map(of).collect()
}

/// CycloneDX 1.5. Without a time or a serial number, so that two builds give the same bytes.
fn bill(parts: &[Part], checksums: &BTreeMap<(String, String), String>) -> Value {
    let components: Vec<Value> = parts
        .iter()
        .map(|part| {
            let kind = if part.from == "npm" { "npm" } else { "cargo" };
            let address = format!("pkg:{kind}/{}@{}", part.name, part.version);
            let hash = checksums.get(&(part.name.clone(), part.version.clone())).filter(|_| kind == "cargo");
            let hashes: Vec<Value> = hash.iter().map(|h| json!({ "alg": "SHA-256", "content": h })).collect();
            json!({
                "type": "library", "bom-ref": address, "name": part.name, "version": part.version, "purl": address,
                "licenses": [{ "expression": part.licence }], "hashes": hashes,
            })
        })
        .collect();
    let name = "pkg:cargo/whosaid";
    json!({
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": { "component": {
            "type": "application", "bom-ref": name, "name": "whosaid", "licenses": [{ "expression": "MIT OR Apache-2.0" }],
        } },
        "components": components,
        "dependencies": [{ "ref": name, "dependsOn": components.iter().map(|c| c["bom-ref"].clone()).collect::<Vec<_>>() }],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_audit_tells_grave_faults_or_nothing() {
        let said = json!({ "vulnerabilities": { "a": { "severity": "low" }, "b": { "severity": "critical" } } });
        assert_eq!(faults(&said), Some(vec!["b: critical".to_owned()]));
        assert_eq!(faults(&json!({ "vulnerabilities": {} })), Some(vec![]));
        assert_eq!(faults(&json!({ "message": "405 Method Not Allowed" })), None);
        assert_eq!(faults(&Value::Null), None);
    }

    #[test]
    fn one_of_the_licences_must_do_or_all() {
        for good in ["MIT", "GPL-3.0 OR MIT", "(MIT OR GPL-3.0) AND Unicode-3.0", "Apache-2.0 AND ISC"] {
            assert!(is_allowed(good), "{good}");
        }
        for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT AND GPL-3.0) OR AGPL-3.0", "(MIT", "MIT-0"] {
            assert!(!is_allowed(bad), "{bad}");
        }
    }

    #[test]
    fn crates_come_from_one_registry_with_their_checksums() {
        let entry = |source: &str, more: &str| {
            format!("[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"{source}\"\n{more}\n")
        };
        assert!(strangers("[[package]]\nname = \"whosaid\"\nversion = \"0.1.0\"\n").is_empty());
        let good = entry(REGISTRY, "checksum = \"00ff\"");
        assert!(strangers(&good).is_empty());
        assert_eq!(checksums(&good).get(&("a".into(), "1.0.0".into())).map(String::as_str), Some("00ff"));
        assert_eq!(strangers(&entry(REGISTRY, "")).len(), 1);
        assert_eq!(strangers(&entry("git+https://example.org/a", "checksum = \"00ff\"")).len(), 1);
    }

    #[test]
    fn the_bill_names_each_part_once_with_its_hash() {
        let part = Part { name: "a".into(), version: "1.0.0".into(), licence: "MIT".into(), from: "crates.io".into() };
        let sums = BTreeMap::from([(("a".to_owned(), "1.0.0".to_owned()), "00ff".to_owned())]);
        let bill = bill(&[part], &sums);
        assert_eq!(bill["components"][0]["purl"], "pkg:cargo/a@1.0.0");
        assert_eq!(bill["components"][0]["hashes"][0]["content"], "00ff");
        assert_eq!(bill["dependencies"][0]["dependsOn"], json!(["pkg:cargo/a@1.0.0"]));
    }
}
