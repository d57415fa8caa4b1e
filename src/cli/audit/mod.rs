//! `whosaid audit`: who speaks in many articles.
//!
//! A reader hands each article to whichever worker is free; what the workers make of them is taken in in the order of the
//! articles. The queues are short, so that few texts are in memory at a time.

pub mod arguments;
mod given;
mod input;

use super::complain;
use super::corrections::Corrections;
use arguments::{Format, Options};
use given::Given;
use input::Article;
use std::collections::{BTreeMap, HashMap};
use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{sync_channel, SyncSender};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use whosaid::audit::{self, Audit, AuditReport, Digest};
use whosaid::text::{OffsetMap, OffsetUnit};
use whosaid::{export, Annotator};

/// Articles in waiting for each worker.
const AHEAD: usize = 4;

/// How often the progress is shown anew.
const SHOWN_EVERY: Duration = Duration::from_millis(100);

/// An article in its place, or what could not be read there.
type Job = (usize, Result<Article, String>);

/// An article that was read, and what could not be done with it.
type Read = (Digest, Vec<String>);

/// Audits the inputs and writes the result; says how many inputs, rows and corrections could not be used.
pub fn run(options: &Options) -> io::Result<usize> {
    let Given { people, acts, articles } = match Given::of(options) {
        Ok(given) => given,
        // Without them the numbers would be others than those that were asked for.
        Err(message) => {
            complain(&message);
            return Ok(1);
        }
    };
    let mut failures = 0;
    if let Some(people) = &people {
        for name in &people.repeated {
            complain(&format!("--join: {name} is in more than one row; the first counts"));
        }
    }
    let audit = read(options, &articles, &mut failures);
    let report = audit.report(&acts, people.as_ref());
    for &missed in &report.missed {
        let number = missed + 1;
        complain(&format!("--corrections: correction {number} was not carried out: what it means is not there"));
        failures += 1;
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    out.write_all(written(options.format, &report).as_bytes())?;
    out.flush()?;
    Ok(failures)
}

fn written(format: Format, report: &AuditReport) -> String {
    match format {
        Format::Text => export::audit_text(report),
        Format::Csv(table) => export::audit_csv(report, table),
        Format::Json => export::audit_json(report),
        Format::Html => export::audit_html(report),
    }
}

/// Reads all articles on all processors.
fn read(options: &Options, corrected: &HashMap<String, Corrections>, failures: &mut usize) -> Audit {
    let annotator = Annotator::with_all_places();
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let (jobs, job_queue) = sync_channel::<Job>(workers * AHEAD);
    let (done, results) = sync_channel::<(usize, Result<Read, String>)>(workers * AHEAD);
    let job_queue = Mutex::new(job_queue);
    let mut audit = Audit::new();
    std::thread::scope(|scope| {
        for _ in 0..workers {
            let done = done.clone();
            let (annotator, job_queue) = (&annotator, &job_queue);
            scope.spawn(move || loop {
                // Only while waiting is the queue locked.
                let job = job_queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
                let Ok((n, article)) = job else { break };
                let read = article.map(|article| work(annotator, options, corrected, article));
                if done.send((n, read)).is_err() {
                    break;
                }
            });
        }
        drop(done);
        scope.spawn(move || hand_out(options, &jobs));
        let mut progress = Progress::new();
        // Those that are done before one in front of them.
        let mut waiting: BTreeMap<usize, Result<Read, String>> = BTreeMap::new();
        let mut next = 0;
        for (n, read) in results {
            waiting.insert(n, read);
            while let Some(read) = waiting.remove(&next) {
                next += 1;
                let complaints = match read {
                    Ok((digest, complaints)) => {
                        audit.add(digest);
                        complaints
                    }
                    Err(message) => vec![message],
                };
                for message in complaints {
                    progress.clear();
                    complain(&message);
                    *failures += 1;
                }
            }
            progress.show(audit.len());
        }
        progress.clear();
    });
    audit
}

/// Reads an article, with what a person changed in it: by its own file, else by what was given for its id.
fn work(
    annotator: &Annotator,
    options: &Options,
    corrected: &HashMap<String, Corrections>,
    Article { info, text, corrections }: Article,
) -> Read {
    let found = annotator.annotate_with(&text, &options.known);
    let (annotations, complaints) = match corrections.as_ref().or_else(|| corrected.get(&info.id)) {
        Some(corrections) => corrections.carry_out(annotator, &text, found, OffsetUnit::Byte),
        None => (found, Vec::new()),
    };
    let digest = audit::digest(info, &text, &annotations, options.offsets);
    let done = annotations.with_offsets(options.offsets, &OffsetMap::new(&text)).corrections;
    let done = done.iter().filter_map(|correction| serde_json::to_value(correction).ok()).collect();
    (digest.corrected_by(done), complaints)
}

fn hand_out(options: &Options, jobs: &SyncSender<Job>) {
    let mut n = 0;
    for file in &options.files {
        let on = input::read(file, &options.columns, &mut |article| {
            n += 1;
            jobs.send((n - 1, article)).is_ok()
        });
        if !on {
            break;
        }
    }
}

/// How many articles are done, on a line of standard error that is written over; nothing where that is no terminal.
struct Progress {
    shown: Option<Instant>,
    on: bool,
}

impl Progress {
    fn new() -> Self {
        Self { shown: None, on: io::stderr().is_terminal() }
    }

    fn show(&mut self, articles: usize) {
        if self.on && self.shown.is_none_or(|at| at.elapsed() >= SHOWN_EVERY) {
            self.shown = Some(Instant::now());
            let _ = write!(io::stderr(), "\r{articles} articles read ");
        }
    }

    fn clear(&mut self) {
        if self.shown.take().is_some() {
            let _ = write!(io::stderr(), "\r{:40}\r", "");
        }
    }
}
