//! Reading a gazetteer file into columns. Trusts nothing: every count is checked against what is there.

use super::format::{self, GazetteerError, Reader, Section};
use super::{Gazetteer, Group, NONE};
use crate::annotations::PlaceKind;

impl Gazetteer {
    /// Reads a gazetteer file.
    ///
    /// # Errors
    /// When the file is not one, is cut, of another version, or damaged; the error says which. Memory stays in proportion
    /// to the file's length.
    pub fn from_bytes(file: &[u8]) -> Result<Self, GazetteerError> {
        let (steps, sections) = format::sections(file)?;
        let part = |section: Section| sections[section as usize];
        let damaged = |section: Section| GazetteerError::Damaged { section };
        let mut it = Self::empty();
        it.about = String::from_utf8(part(Section::About).to_vec()).map_err(|_| damaged(Section::About))?;
        let entries = it.names.push_all(part(Section::Names)).ok_or(damaged(Section::Names))?;
        let aliases = it.names.push_all(part(Section::AliasNames)).ok_or(damaged(Section::AliasNames))?;
        it.countries = part(Section::Countries).chunks_exact(2).map(|c| [c[0], c[1]]).collect();
        if it.countries.len() > 254 || it.countries.iter().any(|c| !c.iter().all(u8::is_ascii_uppercase)) {
            return Err(damaged(Section::Countries));
        }
        for (column, section) in [(&mut it.kinds, Section::Kinds), (&mut it.populations, Section::Populations)] {
            *column = part(section).to_vec();
            if column.len() != entries {
                return Err(damaged(section));
            }
        }
        it.alias_kinds = part(Section::AliasKinds).to_vec();
        if it.alias_kinds.len() != aliases {
            return Err(damaged(Section::AliasKinds));
        }
        it.world_countries = part(Section::WorldCountries).to_vec();
        it.read_groups(f32::from(steps), entries, &sections)?;
        it.read_ids(part(Section::Ids), entries)?;
        it.read_aliases(part(Section::AliasEntries), entries, aliases)?;
        let words = it.lexicon.push_all(part(Section::Lexicon)).ok_or(damaged(Section::Lexicon))?;
        it.lexicon_classes = part(Section::LexiconClasses).to_vec();
        if it.lexicon_classes.len() != words {
            return Err(damaged(Section::LexiconClasses));
        }
        it.country_entries = vec![NONE; it.countries.len()];
        for (entry, &country) in it.world_countries.iter().enumerate() {
            if it.kinds[entry] & 15 == PlaceKind::Country as u8 {
                if let Some(slot) = it.country_entries.get_mut(usize::from(country)) {
                    *slot = entry as u32;
                }
            }
        }
        it.build_index();
        Ok(it)
    }

    fn read_groups(&mut self, steps: f32, entries: usize, sections: &[&[u8]; 15]) -> Result<(), GazetteerError> {
        let reader = |section: Section| Reader::new(sections[section as usize]);
        let damaged = |section: Section| GazetteerError::Damaged { section };
        let mut groups = reader(Section::Groups);
        let (mut latitudes, mut longitudes) = (reader(Section::Latitudes), reader(Section::Longitudes));
        self.entry_groups.reserve_exact(entries);
        self.points.reserve_exact(entries);
        while self.points.len() < entries {
            let number = self.groups.len();
            let country = groups.byte();
            let has_division = groups.byte() == 2;
            let count = groups.varint() as usize;
            let (south, west) = (groups.varint() as f32, groups.varint() as f32);
            let first = self.points.len();
            if groups.has_failed() || count == 0 || count > entries - first || number > usize::from(u16::MAX) {
                return Err(damaged(Section::Groups));
            }
            if number == 0 && self.world_countries.len() != count {
                return Err(damaged(Section::WorldCountries));
            }
            if country != 255 && usize::from(country) >= self.countries.len() {
                return Err(damaged(Section::Groups));
            }
            self.groups.push(Group { country, division: if has_division { first as u32 } else { NONE } });
            for _ in 0..count {
                let north = (south + latitudes.step() as f32) / steps - 90.0;
                let east = (west + longitudes.step() as f32) / steps - 180.0;
                self.points.push([north.clamp(-90.0, 90.0), east.clamp(-180.0, 180.0)]);
                self.entry_groups.push(number as u16);
            }
        }
        // The countries of the first group's entries: without a group there are none.
        if self.groups.is_empty() && !self.world_countries.is_empty() {
            return Err(damaged(Section::WorldCountries));
        }
        for (reader, section) in
            [(groups, Section::Groups), (latitudes, Section::Latitudes), (longitudes, Section::Longitudes)]
        {
            if !reader.is_done() {
                return Err(damaged(section));
            }
        }
        Ok(())
    }

    fn read_ids(&mut self, bytes: &[u8], entries: usize) -> Result<(), GazetteerError> {
        let mut reader = Reader::new(bytes);
        let mut last = 0i32;
        self.ids.reserve_exact(entries);
        for _ in 0..entries {
            let step = format::unzigzag(reader.varint());
            if step == 0 {
                self.ids.push(0);
            } else {
                last = last.wrapping_add(step);
                self.ids.push(last as u32);
            }
        }
        reader.is_done().then_some(()).ok_or(GazetteerError::Damaged { section: Section::Ids })
    }

    fn read_aliases(&mut self, bytes: &[u8], entries: usize, aliases: usize) -> Result<(), GazetteerError> {
        let mut reader = Reader::new(bytes);
        let mut entry = 0u32;
        self.alias_entries.reserve_exact(aliases);
        for _ in 0..aliases {
            entry = entry.saturating_add(reader.varint());
            if entry as usize >= entries {
                break;
            }
            self.alias_entries.push(entry);
        }
        let done = reader.is_done() && self.alias_entries.len() == aliases;
        done.then_some(()).ok_or(GazetteerError::Damaged { section: Section::AliasEntries })
    }
}
