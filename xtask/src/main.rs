//! The project's task runner: `cargo xtask COMMAND`.

mod bench;
mod calibrate;
mod calibrate_speakers;
mod cost;
mod differential;
mod entities_on_bio;
mod eval;
mod features;
mod gazetteer;
mod gazetteer_pack;
mod gazetteer_sources;
mod own_places;
mod package;
mod page;
mod pieces;
mod predict_places;
mod rank_sentences;
mod reproduce;
mod serve;
mod setup;
mod shell;
mod size;
mod speakers_on_gold;
mod supply;
mod test;
mod tidy;
mod tidy_words;
mod train;
mod train_places;
mod train_speakers;
mod tune_places;

use std::process::ExitCode;

type Command = fn(&[String]) -> Result<(), String>;

/// Name, what it does, function.
const COMMANDS: &[(&str, &str, Command)] = &[
    ("page", "builds the page (a folder and one file) and opens it", page::command_page),
    ("test", "runs all tests; first installs what they need", test::command_test),
    ("setup", "installs what the page and the tests need, nothing more", setup::command),
    ("eval", "precision, recall and F1 on a corpus: eval CORPUS.jsonl", eval::command_eval),
    ("data", "builds the gazetteer files in data/ from their sources", gazetteer::run),
    ("features", "what the tagger's network sees of texts, for the training tool", features::run),
    ("entities-on-bio", "exact F1 of names on token-tag files: FILE.bio", entities_on_bio::run),
    ("speakers-on-gold", "speakers of given attributions: IN.jsonl OUT.jsonl", speakers_on_gold::run),
    ("calibrate", "fits the confidence of attributions: calibrate CORPUS.jsonl…", calibrate::command),
    ("train-speakers", "trains the ranker of speakers: train-speakers CORPUS.jsonl… PIECES.txt…", train_speakers::run),
    ("calibrate-speakers", "fits how sure it is who speaks: calibrate-speakers CORPUS.jsonl…", calibrate_speakers::run),
    ("bench", "speed of the library and of the page; --peers: beside other libraries", bench::command_bench),
    ("serve", "the built folder on a web server of this machine", serve::command_serve),
    ("size", "sizes of the built page against the budget, or of given files", size::command_size),
    ("cost", "instructions of the built module: growth with the length, and the budget", cost::command_cost),
    (
        "differential",
        "whether the built module finds what the library finds: CORPUS.jsonl…",
        differential::command_differential,
    ),
    ("reproduce", "whether two clean builds of the page give the same bytes", reproduce::command_reproduce),
    ("licences", "lists what is shipped of other people's work in the page's credits", supply::command_licences),
    ("sbom", "a bill of materials (CycloneDX) into the built folder", supply::command_sbom),
    ("tidy", "rules of the house that no compiler checks", tidy::command_tidy),
    ("rank-sentences", "how well check-worthiness orders labelled sentences: CORPUS.jsonl", rank_sentences::run),
    ("train", "trains all that is learnt from corpora, with all that hangs on it: train --help", train::run_training),
    ("train-places", "trains the scorer of places: train-places NAMES.bio PLACES.jsonl…", train_places::run),
    ("tune-places", "tries other settings of places: tune-places CORPUS.jsonl…", tune_places::run),
    ("predict-places", "writes the places of a corpus in the neutral format", predict_places::run),
];

/// Commands that measure: they run with the optimiser on.
const MEASURING: &[&str] = &[
    "eval",
    "bench",
    "calibrate",
    "train-speakers",
    "calibrate-speakers",
    "train-places",
    "predict-places",
    "tune-places",
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let name = arguments.first().map_or("help", String::as_str);
    if let Some((_, _, run)) = COMMANDS.iter().find(|c| c.0 == name) {
        let result = if cfg!(debug_assertions) && MEASURING.contains(&name) {
            run_fast(&arguments)
        } else {
            run(&arguments[1..])
        };
        return match result {
            Ok(()) => ExitCode::SUCCESS,
            Err(message) => {
                eprintln!("xtask {name}: {message}");
                ExitCode::FAILURE
            }
        };
    }
    println!("usage: cargo xtask COMMAND\n");
    for (name, what, _) in COMMANDS {
        println!("  {name:12} {what}");
    }
    if name == "help" {
        ExitCode::SUCCESS
    } else {
        eprintln!("\nxtask: there is no command `{name}`");
        ExitCode::from(2)
    }
}

/// The same command in a build of profile `fast`.
fn run_fast(arguments: &[String]) -> Result<(), String> {
    let mut cargo = shell::cargo();
    cargo.args(["run", "--quiet", "--profile", "fast", "--package", "xtask", "--"]).args(arguments);
    if let Ok(dir) = std::env::current_dir() {
        // Paths among the arguments are the caller's.
        cargo.current_dir(dir);
    }
    match shell::run(&mut cargo) {
        Ok(()) => Ok(()),
        // It has said itself what was wrong.
        Err(_) => std::process::exit(1),
    }
}
