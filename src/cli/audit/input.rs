//! Where the articles come from: files, folders, tables.

use crate::cli::corrections::Corrections;
use crate::cli::input::{self, name};
use crate::cli::jsonl::whole_surrogates;
use crate::cli::record;
use std::ffi::OsStr;
use std::fs;
use std::io::BufRead;
use std::path::{Path, PathBuf};
use whosaid::audit::{month, ArticleInfo, Columns, CsvRecords, JsonRecord, Record};

/// An article that is to be read.
pub struct Article {
    /// What is known of it besides its words.
    pub info: ArticleInfo,
    /// What is read of its text.
    pub text: String,
    /// What a person changed in it, where it is an export of the page.
    pub corrections: Option<Corrections>,
}

impl From<Record> for Article {
    fn from(Record { info, text }: Record) -> Self {
        Self { info, text, corrections: None }
    }
}

/// An article, or what could not be read.
pub type Item = Result<Article, String>;

/// What a file holds.
enum Kind {
    Text,
    /// JSON that the page exported.
    Export,
    JsonLines,
    Table,
}

impl Kind {
    /// By the ending of the name; `None` for one that no folder is searched for.
    fn of(file: &Path) -> Option<Self> {
        let ending = file.extension()?.to_string_lossy().to_ascii_lowercase();
        match ending.as_str() {
            "txt" | "text" => Some(Self::Text),
            "md" | "markdown" => Some(Self::Text),
            "json" => Some(Self::Export),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            "csv" | "tsv" => Some(Self::Table),
            _ => None,
        }
    }
}

/// Hands every article of an input to `give`, which says whether to go on.
pub fn read(file: &OsStr, columns: &Columns, give: &mut dyn FnMut(Item) -> bool) -> bool {
    if file == "-" {
        return json_lines(file, columns, None, give);
    }
    let path = Path::new(file);
    if !path.is_dir() {
        return one(path, Kind::of(path).unwrap_or(Kind::Text), columns, None, give);
    }
    let mut found = Vec::new();
    if let Err(message) = collect(path, &mut found) {
        return give(Err(message));
    }
    if found.is_empty() {
        return give(Err(format!("{}: no texts and no tables in it", path.display())));
    }
    found.into_iter().all(|(file, kind)| {
        let section = file.strip_prefix(path).ok().and_then(|inside| inside.parent()).and_then(|p| p.iter().next());
        let section = section.map(|first| first.to_string_lossy().into_owned());
        one(&file, kind, columns, section, give)
    })
}

/// The files of a folder and the folders in it that can be read, in the order of their names; links to folders are not
/// followed.
fn collect(folder: &Path, found: &mut Vec<(PathBuf, Kind)>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut entries: Vec<_> = entries.filter_map(Result::ok).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            collect(&path, found)?;
        } else if let Some(kind) = Kind::of(&path).filter(|_| path.is_file()) {
            // Other JSON lies in folders, too.
            if !matches!(kind, Kind::Export) || input::read(path.as_os_str()).is_ok_and(|json| record::is_export(&json))
            {
                found.push((path, kind));
            }
        }
    }
    Ok(())
}

fn one(
    file: &Path,
    kind: Kind,
    columns: &Columns,
    section: Option<String>,
    give: &mut dyn FnMut(Item) -> bool,
) -> bool {
    let named = file.as_os_str();
    match kind {
        Kind::JsonLines => json_lines(named, columns, section.as_deref(), give),
        Kind::Table => table(named, columns, section.as_deref(), give),
        Kind::Export => give(input::read(named).and_then(|json| {
            if !record::is_export(&json) {
                return Err(format!("{}: not JSON that the page exported with its text", name(named)));
            }
            let record = record::Record::of(named, json)?;
            let info = ArticleInfo { id: name(named), title: None, section, date: date_of(file) };
            Ok(Article { info, text: record.read, corrections: record.corrections })
        })),
        Kind::Text => give(input::read(named).map(|text| {
            let info = ArticleInfo { id: name(named), title: None, section, date: date_of(file) };
            Article { info, text, corrections: None }
        })),
    }
}

/// The date that a file's name begins with.
fn date_of(file: &Path) -> Option<String> {
    let stem = file.file_stem()?.to_string_lossy().into_owned();
    let date = stem.get(..10).or_else(|| stem.get(..7)).filter(|date| month(date).is_some());
    date.map(str::to_owned)
}

/// A row of a table without a section has that of its folder.
fn in_section(mut record: Record, section: Option<&str>) -> Article {
    if record.info.section.is_none() {
        record.info.section = section.map(str::to_owned);
    }
    record.into()
}

fn json_lines(file: &OsStr, columns: &Columns, section: Option<&str>, give: &mut dyn FnMut(Item) -> bool) -> bool {
    let mut reader = match input::open(file) {
        Ok(reader) => reader,
        Err(message) => return give(Err(message)),
    };
    for number in 1.. {
        let mut line = Vec::new();
        let at = |message: String| format!("{}, line {number}: {message}", name(file));
        match reader.read_until(b'\n', &mut line) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) => return give(Err(at(error.to_string()))),
        }
        if number == 1 && line.starts_with(input::BYTE_ORDER_MARK) {
            line.drain(..input::BYTE_ORDER_MARK.len());
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let item = input::decode(line, 0).and_then(|line| {
            let line = whole_surrogates(&line).unwrap_or(line);
            JsonRecord::parse(line.trim_end(), columns, number)
        });
        if !give(item.map(|record| in_section(record, section)).map_err(at)) {
            return false;
        }
    }
    true
}

fn table(file: &OsStr, columns: &Columns, section: Option<&str>, give: &mut dyn FnMut(Item) -> bool) -> bool {
    let at = |message: String| format!("{}: {message}", name(file));
    let rows = match input::open(file) {
        Ok(reader) => CsvRecords::new(reader, columns).map_err(at),
        Err(message) => Err(message),
    };
    match rows {
        Ok(mut rows) => rows.all(|row| give(row.map(|record| in_section(record, section)).map_err(at))),
        Err(message) => give(Err(message)),
    }
}
