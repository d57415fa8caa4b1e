//! Gazetteer files: those of the project, and damaged ones.

use whosaid::gazetteer::{fold, format, Gazetteer, GazetteerError};

const CORE: &[u8] = include_bytes!("../data/places-core.bin");

#[test]
fn the_built_in_file_is_whole() {
    let core = Gazetteer::from_bytes(CORE).unwrap();
    assert!(core.len() > 30_000);
    assert!(core.about().contains("GeoNames") && core.about().contains("CC BY 4.0"));
    let kherson = core.bearers(&fold::fold("Kherson")).next().unwrap().entry;
    assert_eq!((core.name(kherson), core.country(kherson)), ("Kherson", Some("UA")));
    assert_eq!(core.bearers("no such place ").count(), 0);
}

#[cfg(feature = "full-places")]
#[test]
fn the_finer_file_holds_more() {
    let (core, full) = (Gazetteer::core(), Gazetteer::full());
    assert!(full.len() > 2 * core.len());
    assert!(full.has(&fold::fold("Bicester")) && !full.has(""));
}

#[test]
fn other_files_are_refused() {
    assert_eq!(Gazetteer::from_bytes(b"").unwrap_err(), GazetteerError::NotAGazetteer);
    assert_eq!(Gazetteer::from_bytes(b"<!doctype html><p>not found").unwrap_err(), GazetteerError::NotAGazetteer);
    let mut old = CORE.to_vec();
    old[8] = 0;
    let error = Gazetteer::from_bytes(&old).unwrap_err();
    assert_eq!(error, GazetteerError::Version { found: 0 });
    assert_eq!(error.to_string(), "the gazetteer file is of format version 0, and version 1 is needed");
}

#[test]
fn cut_files_are_refused() {
    for length in (0..CORE.len()).step_by(5003).chain(8..40) {
        let error = Gazetteer::from_bytes(&CORE[..length]).unwrap_err();
        match error {
            GazetteerError::NotAGazetteer => assert!(length < 8),
            GazetteerError::Length { found, .. } => assert_eq!(found, length as u64),
            GazetteerError::Version { .. } => panic!("version of a cut file"),
            other => panic!("{other}"),
        }
    }
    let long = [CORE, b"x"].concat();
    assert!(Gazetteer::from_bytes(&long).unwrap_err().to_string().contains("too long"));
}

#[test]
fn changed_bytes_are_noticed() {
    for at in (format::HEADER..CORE.len()).step_by(9973) {
        let mut changed = CORE.to_vec();
        changed[at] ^= 0x20;
        assert_eq!(Gazetteer::from_bytes(&changed).unwrap_err(), GazetteerError::Checksum, "byte {at}");
    }
}

/// Files whose checksum is right but whose sections are not: an error that names the section, or a gazetteer that works.
#[test]
fn wrong_sections_never_panic() {
    let body = &CORE[format::HEADER..];
    let mut sections: [Vec<u8>; 15] = Default::default();
    let mut at = 0;
    for section in &mut sections {
        let length = u32::from_le_bytes(body[at..at + 4].try_into().unwrap()) as usize;
        *section = body[at + 4..at + 4 + length].to_vec();
        at += 4 + length;
    }
    for number in 0..sections.len() {
        for change in 0..4 {
            let mut wrong = sections.clone();
            let section = &mut wrong[number];
            match change {
                0 => section.clear(),
                1 => section.truncate(section.len() / 2),
                2 => section.extend([255; 9]),
                _ => section.iter_mut().step_by(7).for_each(|b| *b = 0xFF),
            }
            let file = format::assemble(20, &wrong);
            if let Ok(gazetteer) = Gazetteer::from_bytes(&file) {
                for entry in gazetteer.entries().step_by(101) {
                    let _ = gazetteer.describe(entry);
                }
                assert!(gazetteer.bearers(&fold::fold("Springfield")).count() < 1000);
            }
        }
    }
}

/// Found by `fuzz/`: countries of entries that are not there.
#[test]
fn countries_without_entries_are_refused() {
    let mut sections: [Vec<u8>; 15] = Default::default();
    sections[format::Section::Countries as usize] = b"NO".to_vec();
    assert!(Gazetteer::from_bytes(&format::assemble(20, &sections)).is_ok());
    sections[format::Section::WorldCountries as usize] = vec![0];
    let section = format::Section::WorldCountries;
    let refused = Gazetteer::from_bytes(&format::assemble(20, &sections)).unwrap_err();
    assert_eq!(refused, GazetteerError::Damaged { section });
}
