//! The command line: reads files or standard input, annotates, writes standard output.

mod arguments;
mod audit;
mod corrections;
mod input;
mod jsonl;
mod output;
mod record;

use arguments::{Invocation, Options, OutputFormat};
use record::Record;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;
use whosaid::embed::Page;
use whosaid::Annotator;

/// All done.
const DONE: u8 = 0;
/// Some input could not be read; the others are done.
const SOME_UNREAD: u8 = 1;
/// Wrong usage.
const WRONG_USAGE: u8 = 2;

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    let mut given = std::env::args_os().skip(1).peekable();
    if given.peek().is_some_and(|first| first == "audit") {
        return audited(given.skip(1));
    }
    let options = match arguments::parse(given) {
        Ok(Invocation::Print(text)) => {
            return print(&text);
        }
        Ok(Invocation::Annotate(options)) => options,
        Err(message) => return wrong_usage(&message, "whosaid --help"),
    };
    let done = if options.jsonl { jsonl::run(&options, &Annotator::with_all_places()) } else { annotate(&options) };
    ended(done)
}

/// Runs `whosaid audit` with what stands behind it.
fn audited(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    match audit::arguments::parse(arguments) {
        Ok(audit::arguments::Invocation::Print(text)) => print(&text),
        Ok(audit::arguments::Invocation::Audit(options)) => ended(audit::run(&options)),
        Err(message) => wrong_usage(&message, "whosaid audit --help"),
    }
}

fn print(text: &str) -> ExitCode {
    match io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => ExitCode::from(end_of_output(&error)),
    }
}

fn wrong_usage(message: &str, help: &str) -> ExitCode {
    complain(&format!("{message}\nTry `{help}`."));
    ExitCode::from(WRONG_USAGE)
}

/// The exit status for what could not be read.
fn ended(done: io::Result<usize>) -> ExitCode {
    match done {
        Ok(unread) => ExitCode::from(if unread == 0 { DONE } else { SOME_UNREAD }),
        Err(error) => ExitCode::from(end_of_output(&error)),
    }
}

/// Annotates each input as one text; says how many could not be read.
fn annotate(options: &Options) -> io::Result<usize> {
    let corrections = match options.corrections.as_deref().map(corrections::read).transpose() {
        Ok(corrections) => corrections,
        // Without them the text would come out as it is not meant.
        Err(message) => {
            complain(&message);
            return Ok(1);
        }
    };
    let annotator = Annotator::with_all_places();
    let mut writer = output::Writer::new(options, io::BufWriter::new(io::stdout().lock()));
    let mut unread = 0;
    for file in &options.files {
        match input::read(file) {
            Ok(html) if options.format == OutputFormat::Embed => {
                let page = Page::read(&html);
                let found: Vec<_> = page.texts().map(|text| annotator.annotate_with(text, &options.known)).collect();
                writer.write_raw(&page.with(&found))?;
                if page.texts().all(str::is_empty) {
                    complain(&format!("{}: there is no text of an article in it", input::name(file)));
                    unread += 1;
                }
            }
            Ok(contents) => match Record::of(file, contents) {
                Ok(record) => {
                    let mut annotations = annotator.annotate_with(&record.read, &options.known);
                    if let Some(corrections) = corrections.as_ref().or(record.corrections.as_ref()) {
                        let (corrected, complaints) =
                            corrections.carry_out(&annotator, &record.read, annotations, options.offsets);
                        complaints.iter().for_each(|complaint| complain(complaint));
                        unread += complaints.len();
                        annotations = corrected;
                    }
                    writer.write(file, &record.text, annotations)?;
                }
                Err(message) => {
                    complain(&message);
                    unread += 1;
                }
            },
            Err(message) => {
                complain(&message);
                unread += 1;
            }
        }
    }
    writer.finish()?;
    Ok(unread)
}

/// Whoever reads our output may stop when they have enough (`| head`): that is no error.
fn end_of_output(error: &io::Error) -> u8 {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return DONE;
    }
    complain(&format!("cannot write the output: {error}"));
    SOME_UNREAD
}

/// A line on standard error. Nothing can be done if that fails too.
fn complain(message: &str) {
    let _ = writeln!(io::stderr(), "whosaid: {message}");
}
