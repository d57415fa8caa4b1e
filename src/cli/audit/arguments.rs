//! What `whosaid audit` is asked for.

use crate::cli::arguments::{home, offset_unit, value};
use lexopt::prelude::*;
use std::ffi::OsString;
use std::io::IsTerminal;
use whosaid::audit::Columns;
use whosaid::export::AuditTable;
use whosaid::places;
use whosaid::text::OffsetUnit;

const HELP: &str = "\
whosaid audit counts who speaks in many articles.

usage: whosaid audit [FILE…] [--format FORMAT] [--table TABLE] [--join PEOPLE.csv]
                     [--corrections FILE] [--text-column NAME] [--id-column NAME]
                     [--title-column NAME] [--section-column NAME] [--date-column NAME]
                     [--offsets UNIT] [--home PLACE]

Reads UTF-8: texts, an article a file; .json that the page exported, with what was corrected and set aside
there; folders, whose .txt, .text, .md, .markdown, .json, .csv, .tsv, .jsonl and .ndjson are read and whose
folders are sections; .jsonl and .ndjson, an article a line; .csv and .tsv, an article a row. `-` or no FILE
is standard input as JSON lines. All processors are used; nothing leaves this machine.

  --format FORMAT   table   the first sources, for people to read (the default on a terminal)
                    json    everything (the default elsewhere)
                    csv     one table, for spreadsheets
                    html    a page by itself, each number a link to its passages
  --table TABLE     which table csv has: sources (the default), articles, sections, months, columns
                    (of --join), passages
  --join FILE       a CSV of your own: a column `name` and whatever columns you keep; sources of these
                    names are counted by each of the columns. Nothing is guessed from names.
  --corrections FILE
                    which sources are one and which are not, to be carried out on what was joined by
                    name: a JSON list of {\"kind\": \"join\", \"source\": WHO, \"into\": WHO} and
                    {\"kind\": \"part\", \"source\": WHO}; WHO is {\"name\": …, \"article\": ID or null}.
                    Or the json of an audit, of the page or of this command, whose \"corrections\" these are:
                    what was corrected in its articles is then carried out, too, by their ids.
  --text-column NAME, --id-column NAME, --title-column NAME, --section-column NAME, --date-column NAME
                    the columns of a table, or the keys of a line: text, id, title, section, date
                    unless said otherwise; only the text must be there. Dates give months where they
                    are like 2024-03-05 or 5 Mar 2024. A file that begins with such a date has it.
  --offsets UNIT    what spans are counted in: utf16 (the default), codepoint or byte
  --home PLACE      where the publisher is at home, as for `whosaid annotate`
  -h, --help        this text

Exit status: 0 done; 1 some input could not be read or some correction means nothing (each is named on
standard error, the others are done); 2 wrong usage.
";

/// What is to be done.
pub enum Invocation {
    /// Print this and end.
    Print(String),
    /// Audit.
    Audit(Box<Options>),
}

/// How to audit.
pub struct Options {
    /// Names of files and folders; `-` is standard input. Never empty.
    pub files: Vec<OsString>,
    /// Form of the output.
    pub format: Format,
    /// What holds what in tables.
    pub columns: Columns,
    /// The user's table of people.
    pub people: Option<OsString>,
    /// What was joined and parted.
    pub corrections: Option<OsString>,
    /// Unit of the spans.
    pub offsets: OffsetUnit,
    /// What is known about the texts.
    pub known: places::Options,
}

/// Form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text,
    /// A table for spreadsheets.
    Csv(AuditTable),
    /// Everything.
    Json,
    /// A page.
    Html,
}

/// Reads the arguments behind `audit`.
///
/// # Errors
/// Says what is wrong with the usage.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Invocation, String> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let (mut files, mut format, mut table) = (Vec::new(), None, None);
    let (mut people, mut corrections, mut offsets) = (None, None, OffsetUnit::default());
    let (mut columns, mut known) = (Columns::default(), places::Options::default());
    while let Some(argument) = parser.next().map_err(|e| e.to_string())? {
        match argument {
            Short('h') | Long("help") => return Ok(Invocation::Print(HELP.to_owned())),
            Long("format") => format = Some(value(&mut parser, "--format")?),
            Long("table") => table = Some(value(&mut parser, "--table")?.parse::<AuditTable>()?),
            Long("join") => people = Some(parser.value().map_err(|e| e.to_string())?),
            Long("corrections") => corrections = Some(parser.value().map_err(|e| e.to_string())?),
            Long("text-column") => columns.text = value(&mut parser, "--text-column")?,
            Long("id-column") => columns.id = value(&mut parser, "--id-column")?,
            Long("title-column") => columns.title = value(&mut parser, "--title-column")?,
            Long("section-column") => columns.section = value(&mut parser, "--section-column")?,
            Long("date-column") => columns.date = value(&mut parser, "--date-column")?,
            Long("offsets") => offsets = offset_unit(&value(&mut parser, "--offsets")?)?,
            Long("home") => known.home = Some(home(&value(&mut parser, "--home")?)?),
            Value(file) => files.push(file),
            other => return Err(other.unexpected().to_string()),
        }
    }
    if files.is_empty() {
        files.push("-".into());
    }
    for (option, file) in [("--join", &people), ("--corrections", &corrections)] {
        if file.as_ref().is_some_and(|file| file == "-") && files.iter().any(|file| file == "-") {
            return Err(format!("standard input cannot be both the articles and {option}"));
        }
    }
    let format = match format.as_deref() {
        Some("table") => Format::Text,
        Some("json") => Format::Json,
        Some("csv") => Format::Csv(table.unwrap_or(AuditTable::Sources)),
        Some("html") => Format::Html,
        Some(other) => return Err(format!("--format is table, csv, json or html, not `{other}`")),
        None if table.is_some() => Format::Csv(table.unwrap_or(AuditTable::Sources)),
        None if std::io::stdout().is_terminal() => Format::Text,
        None => Format::Json,
    };
    if table.is_some() && !matches!(format, Format::Csv(_)) {
        return Err("--table is of --format csv".to_owned());
    }
    if table == Some(AuditTable::Columns) && people.is_none() {
        return Err("--table columns needs --join: its columns are those of your table".to_owned());
    }
    Ok(Invocation::Audit(Box::new(Options { files, format, columns, people, corrections, offsets, known })))
}
