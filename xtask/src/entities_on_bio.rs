//! `cargo xtask entities-on-bio FILE.bio`: exact precision, recall and F1 of persons, organisations and places, in
//! each and together, and of other names.
//!
//! The file holds one token and its tag a line, separated by a tab; an empty line ends a sentence and a line with an address
//! begins an article. Tokens are joined by blanks; a name counts where both of its borders and its kind agree.

use std::collections::{BTreeMap, HashSet};
use whosaid::entities::{self, EntityKind};
use whosaid::text::Text;

type Names = HashSet<(usize, usize, usize, &'static str)>;

/// Runs the command.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let input = match arguments {
        [first, input] if first == "--show" => return show(input),
        [input] => input,
        _ => return Err("wanted: FILE.bio, or --show FILE.txt for the names of a text".into()),
    };
    let lines = std::fs::read_to_string(input).map_err(|e| format!("{input}: {e}"))?;
    let (mut gold, mut found): (Names, Names) = Default::default();
    let (mut article, mut text) = (0, String::new());
    let mut open: Option<(usize, &'static str)> = None;
    for line in lines.lines().chain(["http"]) {
        let begins = line.starts_with("http") && (text.is_empty() || text.ends_with('\n'));
        let tagged = line.split_once('\t').filter(|_| !begins);
        let tag = tagged.map_or("O", |t| t.1.trim());
        let goes_on = tag.starts_with("I-");
        if !goes_on {
            if let Some((start, kind)) = open.take() {
                gold.insert((article, start, text.trim_end().len(), kind));
            }
        }
        match tagged {
            Some((token, _)) => {
                if let Some(kind) = tag.strip_prefix("B-").and_then(known) {
                    open = Some((text.len(), kind));
                }
                text.push_str(token);
                text.push(' ');
            }
            None if !begins => text.push('\n'),
            None => {
                let read = Text::new(&text);
                for entity in entities::find(&read) {
                    let span = read.span(entity.tokens);
                    let kind = match entity.kind {
                        EntityKind::Person => "PER",
                        EntityKind::Organisation => "ORG",
                        EntityKind::Place => "LOC",
                        EntityKind::Other => "MISC",
                    };
                    found.insert((article, span.start as usize, span.end as usize, kind));
                }
                article += 1;
                text.clear();
            }
        }
    }
    let mut counts: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    for name in gold.union(&found) {
        for key in [Some(name.3), (name.3 != "MISC").then_some("all")].into_iter().flatten() {
            let count = counts.entry(key).or_default();
            count.0 += usize::from(gold.contains(name) && found.contains(name));
            count.1 += usize::from(found.contains(name));
            count.2 += usize::from(gold.contains(name));
        }
    }
    for (kind, (right, predicted, wanted)) in counts {
        let (p, r) = (right as f64 / predicted.max(1) as f64, right as f64 / wanted.max(1) as f64);
        println!(
            "{kind:4} P {:5.1} R {:5.1} F1 {:5.1}  ({wanted} names)",
            100.0 * p,
            100.0 * r,
            200.0 * p * r / (p + r).max(1e-9)
        );
    }
    Ok(())
}

fn known(kind: &str) -> Option<&'static str> {
    ["PER", "ORG", "LOC", "MISC"].into_iter().find(|k| *k == kind)
}

/// Prints the names of a text, one a line: kind, confidence, words.
fn show(input: &str) -> Result<(), String> {
    let source = std::fs::read_to_string(input).map_err(|e| format!("{input}: {e}"))?;
    let text = Text::new(&source);
    for entity in entities::find(&text) {
        let words = text.slice(text.span(entity.tokens));
        println!("{:14} {:.2}  {words}", format!("{:?}", entity.kind), entity.confidence);
    }
    Ok(())
}
