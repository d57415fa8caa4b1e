//! What the pipeline takes of memory, counted: bytes for each byte of the text at the most, and allocations. Against committed
//! figures, so that neither grows unseen; `cargo test --test memory -- --nocapture` prints what there is now.
#![cfg(not(target_arch = "wasm32"))]

mod nasty;

use nasty::hostile;
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use whosaid::export::{export, Format};
use whosaid::Annotator;

/// The system's allocator, with what it has given.
struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);
static COUNT: AtomicUsize = AtomicUsize::new(0);

fn took(bytes: usize) {
    COUNT.fetch_add(1, Relaxed);
    MOST.fetch_max(NOW.fetch_add(bytes, Relaxed) + bytes, Relaxed);
}

// The crate forbids unsafe code; no allocator is written without it, and this one is the test's alone.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        took(layout.size());
        System.alloc(layout)
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Relaxed);
        System.dealloc(at, layout)
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if size > layout.size() {
            // Where it cannot grow in its place it is copied, and is there twice.
            took(size);
            NOW.fetch_sub(layout.size(), Relaxed);
        } else {
            NOW.fetch_sub(layout.size() - size, Relaxed);
        }
        System.realloc(at, layout, size)
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What was taken at most, and how often, beyond what was there before.
fn counted<T>(work: impl FnOnce() -> T) -> (T, usize, usize) {
    let (before, count) = (NOW.load(Relaxed), COUNT.load(Relaxed));
    MOST.store(before, Relaxed);
    let made = work();
    (made, MOST.load(Relaxed) - before, COUNT.load(Relaxed) - count)
}

/// A text of a row, about so many bytes long.
fn text(name: &str, length: usize) -> String {
    if name == "articles" {
        let article = |name| std::fs::read_to_string(format!("tests/articles/{name}.txt")).unwrap() + "\n\n";
        let articles = ["court", "science", "sport"].map(article).concat();
        return articles.repeat(length.div_ceil(articles.len()));
    }
    let shape = hostile::texts(length).into_iter().find(|shape| shape.0 == name);
    shape.map(|shape| shape.1).unwrap_or_else(|| panic!("tests/tables/memory.tsv: there is no text `{name}`"))
}

/// One test: what runs beside it would be counted, too.
#[test]
fn memory_stays_within_its_budget() {
    let annotator = Annotator::new();
    // Tables that are read once.
    drop(annotator.annotate(&text("articles", 1)));
    let mut problems = Vec::new();
    for row in include_str!("tables/memory.tsv").lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = row.split('\t').collect();
        let [name, length, peak, json, allocations] = fields[..] else { panic!("tests/tables/memory.tsv: {row}") };
        let length: usize = length.parse().unwrap();
        let [short, long] = [length, 2 * length].map(|length| {
            let source = text(name, length);
            let (found, peak, count) = counted(|| annotator.annotate(&source));
            let (_, json, _) = counted(|| export(Format::Json, &source, &found));
            [source.len(), peak, json, count]
        });
        // What does not grow with the text, such as a window of scores, falls out.
        let bytes = (long[0] - short[0]) as f64;
        let grown = |at: usize| (long[at] as f64 - short[at] as f64) / bytes;
        let seen = [grown(1), grown(2), 1000.0 * grown(3)];
        println!("{name:24} {:6.1} {:6.1} {:8.1}   {} for {}", seen[0], seen[1], seen[2], long[1], long[0]);
        let budgets = [("bytes", peak), ("bytes for JSON", json), ("allocations a kilobyte", allocations)];
        for (seen, (what, budget)) in seen.iter().zip(budgets) {
            let budget: f64 = budget.parse().unwrap();
            if *seen > budget {
                problems.push(format!("{name}: {seen:.1} {what}, budget {budget}"));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
