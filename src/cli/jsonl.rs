//! One text a line: in order, on all processors, in bounded memory.
//!
//! A reader hands each line to whichever worker is free, and the place where its result will be to the writer; the writer
//! waits for the results in the order of the lines. Both queues are short, so no more lines are in memory than there are
//! workers to work on them and a few to keep them busy.

use super::arguments::Options;
use super::input::{self, name, BYTE_ORDER_MARK};
use super::{complain, end_of_output};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::io::{self, BufRead, Write};
use std::sync::mpsc::{sync_channel, Receiver, SyncSender, TryRecvError};
use std::sync::{Mutex, PoisonError};
use whosaid::text::OffsetMap;
use whosaid::{export, Annotator};

/// Lines in waiting for each worker.
const AHEAD: usize = 4;

/// An input line: a text with a name.
#[derive(Deserialize)]
struct Record<'l> {
    #[serde(borrow, default)]
    id: Option<&'l RawValue>,
    text: String,
}

/// An output line, and what was wrong with the input line.
struct Done {
    line: String,
    complaint: Option<String>,
}

struct Job {
    /// Name of the file and number of the line, for messages.
    place: (String, usize),
    line: Vec<u8>,
    done: SyncSender<Done>,
}

/// What the writer gets, in the order of the input.
enum Item {
    /// The result of a line, when it is there.
    Line(Receiver<Done>),
    /// An input that could not be read, or not to its end.
    Unread(String),
}

/// Annotates each line of each input; says how many inputs or lines could not be read.
pub fn run(options: &Options, annotator: &Annotator) -> io::Result<usize> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let (jobs, job_queue) = sync_channel::<Job>(workers * AHEAD);
    let (items, item_queue) = sync_channel::<Item>(workers * (AHEAD + 1));
    let job_queue = Mutex::new(job_queue);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| loop {
                // Only while waiting is the queue locked.
                let job = job_queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
                let Ok(job) = job else { break };
                // Nobody waits any more when the output is closed.
                let _ = job.done.send(work(annotator, options, &job.place, &job.line));
            });
        }
        scope.spawn(move || {
            for file in &options.files {
                if read_lines(file, &jobs, &items).is_none() {
                    break;
                }
            }
        });
        write_in_order(item_queue, io::BufWriter::new(io::stdout().lock())).inspect_err(|error| {
            // The reader may be waiting for input that nobody needs any more.
            std::process::exit(i32::from(end_of_output(error)));
        })
    })
}

/// Sends the lines of an input; `None` when the output is closed.
fn read_lines(file: &std::ffi::OsStr, jobs: &SyncSender<Job>, items: &SyncSender<Item>) -> Option<()> {
    let mut reader = match input::open(file) {
        Ok(reader) => reader,
        Err(message) => return items.send(Item::Unread(message)).ok(),
    };
    for number in 1.. {
        let mut line = Vec::new();
        match reader.read_until(b'\n', &mut line) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) => {
                let message = format!("{}, line {number}: {error}", name(file));
                return items.send(Item::Unread(message)).ok();
            }
        }
        if number == 1 && line.starts_with(BYTE_ORDER_MARK) {
            line.drain(..BYTE_ORDER_MARK.len());
        }
        // A blank line is no record.
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let (done, result) = sync_channel(1);
        items.send(Item::Line(result)).ok()?;
        jobs.send(Job { place: (name(file), number), line, done }).ok()?;
    }
    Some(())
}

fn work(annotator: &Annotator, options: &Options, place: &(String, usize), line: &[u8]) -> Done {
    let failed = |id: &str, message: String| {
        let (file, number) = place;
        let error = serde_json::to_string(&format!("line {number}: {message}")).unwrap_or_default();
        Done {
            line: format!("{{\"id\":{id},\"error\":{error}}}\n"),
            complaint: Some(format!("{file}, line {number}: {message}")),
        }
    };
    let line = match input::decode(line.to_vec(), 0) {
        Ok(line) => line,
        Err(message) => return failed("null", message),
    };
    let whole = match whole_surrogates(&line) {
        Some(repaired) => repaired,
        None => line,
    };
    match serde_json::from_str::<Record<'_>>(&whole) {
        Ok(record) => {
            let map = OffsetMap::new(&record.text);
            let annotations = annotator.annotate_with(&record.text, &options.known).with_offsets(options.offsets, &map);
            let id = record.id.map_or("null", RawValue::get);
            Done { line: export::json_line(Some(id), &annotations), complaint: None }
        }
        Err(error) => {
            // The id may be sound where the text is not.
            let id = serde_json::from_str::<IdAlone<'_>>(&whole).ok().and_then(|r| r.id).map_or("null", RawValue::get);
            failed(id, describe(&error, &whole))
        }
    }
}

#[derive(Deserialize)]
struct IdAlone<'l> {
    #[serde(borrow, default)]
    id: Option<&'l RawValue>,
}

/// The parser's message; it counts lines, of which there is one here.
fn describe(error: &serde_json::Error, line: &str) -> String {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    if !line.trim_start().starts_with('{') {
        return "not a JSON object like {\"id\": …, \"text\": …}".to_string();
    }
    match error.classify() {
        serde_json::error::Category::Data => message.to_string(),
        _ => format!("not JSON: {message} at column {}", error.column()),
    }
}

/// The line with each half of a surrogate pair that stands alone (`\ud800`) as `\ufffd`; `None` if there is none.
///
/// JavaScript and Python write such halves; no UTF-8 text can hold them. U+FFFD is one UTF-16 unit and one code point, as
/// the half was, so that offsets stay right for whoever wrote it.
pub(super) fn whole_surrogates(line: &str) -> Option<String> {
    let bytes = line.as_bytes();
    let unit = |at: usize| -> Option<u32> {
        let escape = bytes.get(at..at + 6).filter(|e| e.starts_with(b"\\u"))?;
        u32::from_str_radix(std::str::from_utf8(&escape[2..]).ok()?, 16).ok()
    };
    let mut alone: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            at += 1;
            continue;
        }
        at += match unit(at) {
            Some(0xD800..=0xDBFF) if matches!(unit(at + 6), Some(0xDC00..=0xDFFF)) => 12,
            Some(0xD800..=0xDFFF) => {
                alone.push(at);
                6
            }
            // Another escape: the character behind the backslash belongs to it.
            _ => 2,
        };
    }
    if alone.is_empty() {
        return None;
    }
    let mut repaired = String::with_capacity(line.len());
    let mut from = 0;
    for at in alone {
        repaired.push_str(&line[from..at]);
        repaired.push_str("\\ufffd");
        from = at + 6;
    }
    repaired.push_str(&line[from..]);
    Some(repaired)
}

fn write_in_order(items: Receiver<Item>, mut out: impl Write) -> io::Result<usize> {
    let mut failures = 0;
    while let Some(item) = next(&items, &mut out)? {
        let complaint = match item {
            Item::Unread(message) => Some(message),
            Item::Line(result) => match next(&result, &mut out)? {
                Some(done) => {
                    out.write_all(done.line.as_bytes())?;
                    done.complaint
                }
                None => Some("a line was lost by an error inside whosaid; please report it".to_string()),
            },
        };
        if let Some(message) = complaint {
            complain(&message);
            failures += 1;
        }
    }
    out.flush()?;
    Ok(failures)
}

/// The next one from a queue, `None` at its end. Before it waits, all output is sent on its way: whoever sends us one line
/// at a time waits for the answer.
fn next<T>(queue: &Receiver<T>, out: &mut impl Write) -> io::Result<Option<T>> {
    match queue.try_recv() {
        Ok(item) => Ok(Some(item)),
        Err(TryRecvError::Disconnected) => Ok(None),
        Err(TryRecvError::Empty) => {
            out.flush()?;
            Ok(queue.recv().ok())
        }
    }
}
