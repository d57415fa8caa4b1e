//! What the command line asks for.

use lexopt::prelude::*;
use std::ffi::OsString;
use std::io::IsTerminal;
use whosaid::export::Format;
use whosaid::places::{self, Home};
use whosaid::text::OffsetUnit;

/// The help, without the formats.
const HELP: &str = "\
whosaid finds who said what, and where, in news texts.

usage: whosaid annotate [FILE…] [--format FORMAT] [--offsets UNIT] [--color WHEN]
                        [--home PLACE] [--corrections FILE]
       whosaid annotate --jsonl [FILE…] [--offsets UNIT] [--home PLACE]
       whosaid audit [FILE…]     who speaks in many articles: see `whosaid audit --help`

Reads UTF-8 texts, one a file (embed reads HTML); standard input if there is no FILE, or for `-`.
A .json file that the page exported is opened again: its text, with what was corrected in it.
Nothing leaves this machine.

  --format FORMAT   text is the default on a terminal, json elsewhere
{formats}
  --offsets UNIT    what json, jsonl and csv count offsets in: utf16 (the default: what
                    JavaScript slices by), codepoint (what Python slices by) or byte. A byte
                    order mark at the beginning of a file is not part of the text.
  --home PLACE      where the publisher is at home, which tells places of one name apart: a country
                    (US), a country and its part (US/Texas), or degrees north and east (31.8,-99.9)
  --corrections FILE
                    what a person changed in the text, to be carried out on what was found: a JSON
                    list, as in \"corrections\" of the JSON that the page exports, with offsets in
                    the unit of --offsets. What means nothing in this text is named and passed over.
  --color WHEN      text in colours: auto (on a terminal, unless NO_COLOR is set), always, never
  --jsonl           each input line is {\"id\": …, \"text\": …} and gives one output line: the
                    JSON with that \"id\". The order is kept; all processors are used. A line
                    that cannot be read gives {\"id\": …, \"error\": …} and a message with its
                    number. Half a surrogate pair (`\\ud800`) in a text is read as U+FFFD, which
                    keeps all utf16 offsets.
  -h, --help        this text
  -V, --version     the version

Exit status: 0 done; 1 some input could not be read (each is named on standard error, the others
are done); 2 wrong usage.
";

/// The help, in full.
fn help() -> String {
    let others = [
        ("jsonl", "one line for each text, with the file's name as \"id\""),
        ("embed", "a page of HTML with the annotations in it, for `<who-said>`"),
    ];
    let formats = Format::ALL.iter().map(|format| (format.name(), format.about())).chain(others);
    let formats: Vec<String> = formats.map(|(name, about)| format!("{:20}{name:16}{about}", "")).collect();
    HELP.replace("{formats}", &formats.join("\n"))
}

/// What is to be done.
#[derive(Debug)]
pub enum Invocation {
    /// Print this and end.
    Print(String),
    /// Annotate.
    Annotate(Options),
}

/// How to annotate.
#[derive(Debug)]
pub struct Options {
    /// Names of files; `-` is standard input. Never empty.
    pub files: Vec<OsString>,
    /// Form of the output.
    pub format: OutputFormat,
    /// Unit of the offsets.
    pub offsets: OffsetUnit,
    /// What is known about the texts.
    pub known: places::Options,
    /// Whether the text is coloured.
    pub colours: bool,
    /// Whether each input line is a text of its own.
    pub jsonl: bool,
    /// The file with the corrections of the one text.
    pub corrections: Option<OsString>,
}

/// Form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputFormat {
    /// A line of JSON for each text.
    Lines,
    /// The page that was read, with the annotations of its articles.
    Embed,
    /// One of the library's.
    Library(Format),
}

impl OutputFormat {
    /// Whether several texts make one output.
    fn takes_many(self) -> bool {
        matches!(self, Self::Lines | Self::Library(Format::Text | Format::Json | Format::Csv))
    }
}

/// Reads the arguments (without the program's name).
///
/// # Errors
/// Says what is wrong with the usage.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Invocation, String> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let (mut command, mut files) = (false, Vec::new());
    let (mut format, mut offsets, mut colour, mut jsonl) = (None, None, None, false);
    let mut known = places::Options::default();
    let mut corrections = None;
    while let Some(argument) = parser.next().map_err(|e| e.to_string())? {
        match argument {
            Short('h') | Long("help") => return Ok(Invocation::Print(help())),
            Short('V') | Long("version") => {
                return Ok(Invocation::Print(format!("whosaid {}\n", env!("CARGO_PKG_VERSION"))))
            }
            Long("format") => format = Some(output_format(&value(&mut parser, "--format")?)?),
            Long("offsets") => offsets = Some(offset_unit(&value(&mut parser, "--offsets")?)?),
            Long("color" | "colour") => colour = Some(colours(&value(&mut parser, "--color")?)?),
            Long("home") => known.home = Some(home(&value(&mut parser, "--home")?)?),
            Long("corrections") => corrections = Some(parser.value().map_err(|e| e.to_string())?),
            Long("jsonl") => jsonl = true,
            Value(name) if !command => {
                if name != "annotate" {
                    return Err(format!(
                        "there is no command `{}`; there are `annotate` and `audit`",
                        name.to_string_lossy()
                    ));
                }
                command = true;
            }
            Value(file) => files.push(file),
            other => return Err(other.unexpected().to_string()),
        }
    }
    if !command {
        return Err("a command is missing: `whosaid annotate`".to_string());
    }
    if files.is_empty() {
        files.push("-".into());
    }
    if corrections.is_some() {
        if jsonl {
            return Err("--corrections are of one text, --jsonl has many".to_string());
        }
        if files.len() > 1 {
            return Err(format!("--corrections are of one text, not of {}", files.len()));
        }
        if format == Some(OutputFormat::Embed) {
            return Err("--corrections are of a text, and embed reads a page of HTML".to_string());
        }
        if corrections.as_ref() == files.first() && files[0] == "-" {
            return Err("standard input cannot be both the text and its corrections".to_string());
        }
    }
    let format = match format {
        Some(format) if jsonl && format != OutputFormat::Lines => {
            return Err("--jsonl writes jsonl and no other format".to_string());
        }
        Some(format) if files.len() > 1 && !format.takes_many() => {
            return Err(format!("this format takes one text, not {}", files.len()));
        }
        Some(format) => format,
        None if jsonl => OutputFormat::Lines,
        None if std::io::stdout().is_terminal() => OutputFormat::Library(Format::Text),
        None => OutputFormat::Library(Format::Json),
    };
    let colours = colour.flatten().unwrap_or_else(|| {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        std::io::stdout().is_terminal() && !set("NO_COLOR") && !dumb
    });
    let offsets = offsets.unwrap_or_default();
    Ok(Invocation::Annotate(Options { files, format, offsets, known, colours, jsonl, corrections }))
}

pub(super) fn value(parser: &mut lexopt::Parser, option: &str) -> Result<String, String> {
    let value = parser.value().map_err(|e| e.to_string())?;
    value.into_string().map_err(|value| format!("{option} cannot be {}", value.to_string_lossy()))
}

fn output_format(name: &str) -> Result<OutputFormat, String> {
    match name {
        "jsonl" => Ok(OutputFormat::Lines),
        "embed" => Ok(OutputFormat::Embed),
        _ => name.parse().map(OutputFormat::Library).map_err(|message: String| format!("{message}, jsonl, embed")),
    }
}

pub(super) fn offset_unit(name: &str) -> Result<OffsetUnit, String> {
    match name {
        "utf16" => Ok(OffsetUnit::Utf16),
        "codepoint" => Ok(OffsetUnit::Codepoint),
        "byte" => Ok(OffsetUnit::Byte),
        _ => Err(format!("--offsets is utf16, codepoint or byte, not `{name}`")),
    }
}

/// `US`, `US/Texas`, `31.8,-99.9`.
pub(super) fn home(place: &str) -> Result<Home, String> {
    let wrong = || format!("--home is like US, US/Texas or 31.8,-99.9, not `{place}`");
    if let Some((lat, lon)) = place.split_once(',') {
        let degrees = |text: &str, most: f32| text.trim().parse().ok().filter(|d: &f32| d.abs() <= most);
        let point = degrees(lat, 90.0).zip(degrees(lon, 180.0)).ok_or_else(wrong)?;
        return Ok(Home { point: Some(point.into()), ..Home::default() });
    }
    let (country, division) = place.split_once('/').map_or((place, None), |(country, part)| (country, Some(part)));
    if country.len() != 2 || !country.bytes().all(|b| b.is_ascii_alphabetic()) || division == Some("") {
        return Err(wrong());
    }
    let (country, division) = (Some(country.to_ascii_uppercase()), division.map(str::to_string));
    Ok(Home { country, division, point: None })
}

fn colours(when: &str) -> Result<Option<bool>, String> {
    match when {
        "auto" => Ok(None),
        "always" => Ok(Some(true)),
        "never" => Ok(Some(false)),
        _ => Err(format!("--color is auto, always or never, not `{when}`")),
    }
}
