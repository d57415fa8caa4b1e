//! `whosaid audit`: who speaks in many articles.
//!
//! A reader hands each article to whichever worker is free; what the workers make of them is taken in in the order of the
//! articles. The queues are short, so that few texts are in memory at a time.

pub mod arguments;
mod input;

use super::{complain, corrections, input as files};
use arguments::{Format, Options};
use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{sync_channel, SyncSender};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use whosaid::audit::{self, Act, Audit, AuditReport, Digest, People, Record};
use whosaid::{export, Annotator};

/// Articles in waiting for each worker.
const AHEAD: usize = 4;

/// How often the progress is shown anew.
const SHOWN_EVERY: Duration = Duration::from_millis(100);

/// An article in its place, or what could not be read there.
type Job = (usize, Result<Record, String>);

/// Audits the inputs and writes the result; says how many inputs, rows and corrections could not be used.
pub fn run(options: &Options) -> io::Result<usize> {
    let (people, acts) = match given(options) {
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
    let audit = read(options, &mut failures);
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

/// The user's table and corrections.
fn given(options: &Options) -> Result<(Option<People>, Vec<Act>), String> {
    let people = options.people.as_deref().map(|file| {
        let reader = files::open(file)?;
        audit::people(reader).map_err(|message| format!("{}: {message}", files::name(file)))
    });
    let acts = options.corrections.as_deref().map(corrections::read_list);
    Ok((people.transpose()?, acts.transpose()?.unwrap_or_default()))
}

/// Reads all articles on all processors.
fn read(options: &Options, failures: &mut usize) -> Audit {
    let annotator = Annotator::with_all_places();
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let (jobs, job_queue) = sync_channel::<Job>(workers * AHEAD);
    let (done, results) = sync_channel::<(usize, Result<Digest, String>)>(workers * AHEAD);
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
                let digest = article.map(|Record { info, text }| {
                    let annotations = annotator.annotate_with(&text, &options.known);
                    audit::digest(info, &text, &annotations, options.offsets)
                });
                if done.send((n, digest)).is_err() {
                    break;
                }
            });
        }
        drop(done);
        scope.spawn(move || hand_out(options, &jobs));
        let mut progress = Progress::new();
        // Those that are done before one in front of them.
        let mut waiting: BTreeMap<usize, Result<Digest, String>> = BTreeMap::new();
        let mut next = 0;
        for (n, digest) in results {
            waiting.insert(n, digest);
            while let Some(digest) = waiting.remove(&next) {
                next += 1;
                match digest {
                    Ok(digest) => audit.add(digest),
                    Err(message) => {
                        progress.clear();
                        complain(&message);
                        *failures += 1;
                    }
                }
            }
            progress.show(audit.len());
        }
        progress.clear();
    });
    audit
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
