//! `whosaid audit`, run as a user runs it, on own sample articles.
#![cfg(all(feature = "cli", not(target_arch = "wasm32")))]

use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("audit")
}

/// Runs the command in the folder of the samples, with `input` on standard input.
fn run(arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_whosaid"))
        .arg("audit")
        .args(arguments)
        .current_dir(samples())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    // The command may end without reading it all.
    let writer = std::thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    writer.join().unwrap();
    (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

fn json(arguments: &[&str]) -> Value {
    let (code, out, err) = run(arguments, "");
    assert_eq!((code, err.as_str()), (0, ""));
    serde_json::from_str(&out).unwrap()
}

/// A file of this test, with its contents.
fn file(name: &str, contents: &str) -> String {
    let folder = std::env::temp_dir().join(format!("whosaid-audit-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, contents).unwrap();
    path.to_str().unwrap().to_owned()
}

fn sources<'v>(report: &'v Value, name: &str) -> Vec<&'v Value> {
    report["sources"].as_array().unwrap().iter().filter(|s| s["name"] == name).collect()
}

fn articles(source: &Value) -> Vec<u64> {
    source["articles"].as_array().unwrap().iter().map(|a| a.as_u64().unwrap()).collect()
}

/// The five articles, as JSON lines.
fn lines() -> String {
    let mut lines = String::new();
    for name in [
        "sport/2024-04-14-rowing",
        "sport/2024-04-21-hall",
        "town/2024-03-02-ferry",
        "town/2024-03-20-council",
        "town/2024-04-11-rescue",
    ] {
        let text = std::fs::read_to_string(samples().join("articles").join(format!("{name}.txt"))).unwrap();
        let (section, rest) = name.split_once('/').unwrap();
        let line = serde_json::json!({ "id": name, "text": text, "section": section, "date": &rest[..10] });
        lines.push_str(&format!("{line}\n"));
    }
    lines
}

#[test]
fn folders_are_sections_and_names_of_files_have_dates() {
    let report = json(&["articles"]);
    assert_eq!((&report["schema"], &report["offsets"]), (&Value::from(1), &Value::from("utf16")));
    let parts = |key: &str| -> Vec<(String, u64)> {
        let parts = report[key].as_array().unwrap().iter();
        parts.map(|p| (p["name"].as_str().unwrap().to_owned(), p["articles"].as_u64().unwrap())).collect()
    };
    assert_eq!(parts("sections"), [("town".to_owned(), 3), ("sport".to_owned(), 2)]);
    assert_eq!(parts("months"), [("2024-03".to_owned(), 2), ("2024-04".to_owned(), 3)]);
}

#[test]
fn persons_join_by_full_name_and_namesakes_stay_apart() {
    let report = json(&["articles"]);
    let [mayor] = sources(&report, "Marta Lindqvist")[..] else { panic!("one mayor") };
    assert_eq!(articles(mayor), [1, 2, 3]);
    assert_eq!(mayor["standing"], "named");
    assert!(mayor["quotedWords"].as_u64().unwrap() > 15 && mayor["reportedWords"].as_u64().unwrap() > 5);
    // A pilot who is `he` and a captain who is `she`.
    let pilots = sources(&report, "Kim Dalgaard");
    assert_eq!(pilots.iter().map(|s| articles(s)).collect::<Vec<_>>().concat().len(), 2);
    assert_eq!(pilots.len(), 2);
    assert!(pilots.iter().all(|s| s["doubts"][0].as_str().unwrap().contains("Kept apart")));
    // A spokesman and a trainer: one name, and a word about it.
    let [brandt] = sources(&report, "Olle Brandt")[..] else { panic!("one Olle Brandt") };
    assert_eq!(articles(brandt), [0, 1, 3]);
    assert!(brandt["doubts"][0].as_str().unwrap().contains("Is that one person?"));
}

#[test]
fn an_acronym_goes_to_the_body_that_an_article_explains() {
    let report = json(&["articles"]);
    let [board] = sources(&report, "Western Harbour Board")[..] else { panic!("one board") };
    assert_eq!(articles(board), [2, 3, 4]);
    assert!(board["joined"].as_str().unwrap().contains("acronym"), "{}", board["joined"]);
}

#[test]
fn unnamed_sources_are_counted_by_themselves() {
    let report = json(&["articles"]);
    assert_eq!(report["totals"]["unnamed"], 2);
    let share = report["totals"]["unnamedShare"].as_f64().unwrap();
    assert!(share > 0.1 && share < 0.4, "{share}");
    let first = report["totals"]["firstThreeShare"].as_f64().unwrap();
    assert!(first > 0.4 && first < 1.0, "{first}");
}

#[test]
fn every_number_leads_to_its_passages() {
    let report = json(&["articles", "--offsets", "byte"]);
    let articles: Vec<String> = report["articles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| std::fs::read_to_string(samples().join(a["id"].as_str().unwrap())).unwrap())
        .collect();
    let passages = report["passages"].as_array().unwrap();
    for source in report["sources"].as_array().unwrap() {
        let own: Vec<&Value> =
            source["passages"].as_array().unwrap().iter().map(|p| &passages[p.as_u64().unwrap() as usize]).collect();
        let sum = |key: &str| own.iter().map(|p| p[key].as_u64().unwrap()).sum::<u64>();
        assert_eq!(
            (source["quotedWords"].as_u64().unwrap(), source["reportedWords"].as_u64().unwrap()),
            (sum("quotedWords"), sum("reportedWords"))
        );
        assert_eq!(source["statements"].as_u64().unwrap() + source["attitudes"].as_u64().unwrap(), own.len() as u64);
    }
    for passage in passages {
        let text = &articles[passage["article"].as_u64().unwrap() as usize];
        let words: Vec<&str> = passage["spans"]
            .as_array()
            .unwrap()
            .iter()
            .map(|s| &text[s["start"].as_u64().unwrap() as usize..s["end"].as_u64().unwrap() as usize])
            .collect();
        assert_eq!(words.join(" […] "), passage["text"].as_str().unwrap());
    }
    let total: u64 = passages.iter().map(|p| p["quotedWords"].as_u64().unwrap()).sum();
    assert_eq!(report["totals"]["quotedWords"], total);
}

#[test]
fn tables_and_lines_give_what_files_give() {
    let from_lines = run(&["--format", "csv"], &lines()).1;
    let rows: Vec<Value> = lines().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut table = String::from("Nr;Story;Desk;Day\n");
    for row in &rows {
        let quoted = |key: &str| format!("\"{}\"", row[key].as_str().unwrap().replace('"', "\"\""));
        table.push_str(&format!("{};{};{};{}\n", quoted("id"), quoted("text"), quoted("section"), quoted("date")));
    }
    let table = file("stories.csv", &table);
    let (code, from_table, err) = run(
        &[
            "--format",
            "csv",
            &table,
            "--text-column",
            "story",
            "--id-column",
            "nr",
            "--section-column",
            "desk",
            "--date-column",
            "day",
        ],
        "",
    );
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(from_lines, from_table);
    let sections = run(&["--table", "sections"], &lines()).1;
    let names: Vec<&str> = sections.lines().skip(1).map(|row| row.split(',').next().unwrap()).collect();
    assert_eq!(names, ["town", "sport"]);
}

#[test]
fn the_users_own_table_is_counted_by_its_columns() {
    let (code, out, err) = run(&["articles", "--join", "people.csv", "--table", "columns"], "");
    assert_eq!((code, err.as_str()), (0, ""));
    let rows: Vec<Vec<&str>> = out.lines().map(|row| row.split(',').take(3).collect()).collect();
    assert_eq!(rows[0], ["column", "value", "articles"]);
    assert!(rows.contains(&vec!["role in town", "elected", "3"]), "{rows:?}");
    assert!(rows.contains(&vec!["since", "2021", "3"]), "{rows:?}");
    let report = json(&["articles", "--join", "people.csv"]);
    assert_eq!(sources(&report, "Marta Lindqvist")[0]["fields"], serde_json::json!(["elected", "2019"]));
    assert_eq!(sources(&report, "Kim Dalgaard")[0]["fields"], Value::Null);
}

#[test]
fn a_person_joins_and_parts() {
    let rescue = Path::new("articles").join("town").join("2024-04-11-rescue.txt");
    let hall = Path::new("articles").join("sport").join("2024-04-21-hall.txt");
    let (rescue, hall) = (rescue.to_str().unwrap(), hall.to_str().unwrap());
    let acts = serde_json::json!([
        { "kind": "join", "source": { "name": "Kim Dalgaard", "article": rescue }, "into": { "name": "Marta Lindqvist" } },
        { "kind": "part", "source": { "name": "Olle Brandt", "article": hall } },
        { "kind": "part", "source": { "name": "Nobody", "article": hall } },
    ]);
    let list = file("acts.json", &acts.to_string());
    let (code, out, err) = run(&["articles", "--corrections", &list], "");
    assert_eq!(
        (code, err.as_str()),
        (1, "whosaid: --corrections: correction 3 was not carried out: what it means is not there\n")
    );
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(articles(sources(&report, "Marta Lindqvist")[0]), [1, 2, 3, 4]);
    assert_eq!(sources(&report, "Olle Brandt").len(), 2);
    assert_eq!(report["missed"], serde_json::json!([2]));
    // The report's own list does the same again.
    let again = file("again.json", &report["corrections"].to_string());
    assert_eq!(run(&["articles", "--corrections", &again], "").1, out);
}

/// What the page exports of an article in which one line is set aside and the speaker was renamed.
fn export() -> Value {
    let text = "Photo: a ferry\n\n“We sail again 🎉 on Monday,” said Ann Hult, the chair.\n";
    let at = |words: &str| text[..text.find(words).unwrap()].encode_utf16().count();
    serde_json::json!({
        "schema": 1, "offsets": "utf16", "text": text, "claims": [],
        "setAside": [{ "start": 0, "end": 14, "why": "caption" }],
        "corrections": [{
            "kind": "rename", "name": "Ann Hult-Ek", "speakerKind": "person", "description": "the chair",
            "speaker": { "name": "Ann Hult", "at": { "start": at("Ann"), "end": at("Ann") + 8 }, "speakerKind": "person" },
        }],
    })
}

#[test]
fn an_article_counts_as_it_was_corrected() {
    let one = file("2024-05-06-one.json", &export().to_string());
    let report = json(&[&one]);
    let chair = sources(&report, "Ann Hult-Ek")[0];
    assert_eq!((&chair["quotedWords"], &report["articles"][0]["month"]), (&Value::from(5), &Value::from("2024-05")));
    // What is set aside is no word of the article; offsets are those of the whole text.
    assert_eq!(report["articles"][0]["words"], 10);
    let (passage, text) =
        (&report["passages"][0], export()["text"].as_str().unwrap().encode_utf16().collect::<Vec<_>>());
    let at = |key: &str| passage["spans"][0][key].as_u64().unwrap() as usize;
    let words = String::from_utf16(&text[at("start")..at("end")]).unwrap();
    assert_eq!(Value::from(words), passage["text"]);
    assert_eq!(report["articles"][0]["corrections"], export()["corrections"]);
    // The JSON of an audit says it again for the text alone, whatever its offsets count.
    let plain = file("plain.txt", export()["text"].as_str().unwrap());
    for unit in ["utf16", "byte"] {
        let (_, audit, _) = run(&[&one, "--offsets", unit], "");
        let given = file("audit.json", &audit.replace("2024-05-06-one.json", "plain.txt"));
        let report = json(&[&plain, "--corrections", &given]);
        assert_eq!(sources(&report, "Ann Hult-Ek").len(), 1, "{unit}");
        assert_eq!(report["articles"][0]["corrections"], export()["corrections"], "{unit}");
    }
    let rows = run(&[&one, "--table", "articles"], "").1;
    assert!(rows.lines().next().unwrap().ends_with(",corrections") && rows.trim_end().ends_with(",1"), "{rows}");
}

#[test]
fn other_json_is_passed_over_in_a_folder_and_told_where_it_is_named() {
    let folder = PathBuf::from(file("place", "")).with_file_name("mixed");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("settings.json"), "{\"text\": 3}").unwrap();
    std::fs::write(folder.join("one.json"), export().to_string()).unwrap();
    assert_eq!(json(&[folder.to_str().unwrap()])["totals"]["articles"], 1);
    let (code, _, err) = run(&[folder.join("settings.json").to_str().unwrap()], "");
    assert_eq!(code, 1);
    assert!(err.contains("settings.json: not JSON that the page exported"), "{err}");
}

#[test]
fn cells_run_no_formulas() {
    let text = "“It was the plan all along,” said Ann Hult, the chair.";
    let line = serde_json::json!({ "id": "=1+1", "title": "@cmd", "section": "+x", "text": text });
    for table in ["sources", "articles", "sections", "passages"] {
        let (_, out, _) = run(&["--table", table], &format!("{line}\n"));
        for cell in out.lines().skip(1).flat_map(|row| row.split(',')) {
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{table}: {cell}");
        }
    }
    let (_, out, _) = run(&["--table", "articles"], &format!("{line}\n"));
    assert!(out.contains("\r\n'=1+1,'@cmd,'+x,"), "{out}");
}

#[test]
fn the_page_is_whole_and_safe() {
    let text = "“It was <b>the</b> plan,” said Ann Hult, the chair.";
    let line = serde_json::json!({ "id": "<script>", "title": "A & B <img src=x>", "section": "town", "date": "2024-01-02", "text": text });
    let (code, out, _) = run(&["--format", "html"], &format!("{line}\n"));
    assert_eq!(code, 0);
    assert!(out.contains("A &amp; B &lt;img src=x&gt;") && out.contains("&lt;script&gt;"));
    for never in ["<script", "<img", "<b>the", " style=", " onclick", "http://", "https://"] {
        assert!(!out.contains(never), "{never}");
    }
    assert!(out.contains("default-src 'none'; style-src 'sha256-"));
    // Every link leads somewhere.
    for to in out.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(out.contains(&format!("id=\"{to}\"")), "{to}");
    }
    assert!(out.matches("<svg").count() >= 3, "sources, sections, months");
}

#[test]
fn what_cannot_be_read_is_named_and_the_others_are_done() {
    let broken = file("broken.jsonl", "{\"id\": 1, \"text\": \"“It holds,” said Ann Hult.\"}\n{\n{\"id\": 2}\n");
    let table = file("none.csv", "id,body\n1,x\n");
    let (code, out, err) = run(&[&broken, &table, "missing.txt", "--table", "articles"], "");
    assert_eq!(code, 1);
    assert_eq!(out.lines().count(), 2);
    for expected in [
        "broken.jsonl, line 2: not JSON: ",
        "broken.jsonl, line 3: there is no text in `text`; there are id\n",
        "none.csv: there is no text in `text`; there are id, body\n",
        "missing.txt: ",
    ] {
        assert!(err.contains(expected), "{expected} not in {err}");
    }
    assert_eq!(err.lines().count(), 4);
}

#[test]
fn wrong_usage() {
    for (arguments, message) in [
        (&["--format", "pdf"][..], "--format is table, csv, json or html, not `pdf`"),
        (&["--table", "people"], "there is no table `people`; there are sources, articles"),
        (&["--format", "json", "--table", "articles"], "--table is of --format csv"),
        (&["--table", "columns"], "--table columns needs --join"),
        (&["--corrections", "-"], "standard input cannot be both the articles and --corrections"),
        (&["--speed", "9"], "--speed"),
    ] {
        let (code, out, err) = run(arguments, "");
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(err.contains(message) && err.contains("Try `whosaid audit --help`"), "{err}");
    }
    let (code, out, _) = run(&["--help"], "");
    assert_eq!(code, 0);
    assert!(out.contains("--corrections FILE"));
}

#[test]
fn a_terminal_gets_a_table_and_nothing_that_steers_it() {
    let text = "“The plan is sound,” said Ann Hult, the chair.";
    let line = serde_json::json!({ "id": "1", "title": "\u{1b}[31mred", "text": text });
    let (code, out, err) = run(&["--format", "table"], &format!("{line}\n"));
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.starts_with("1 article with "), "{out}");
    assert!(out.contains("Ann Hult") && out.contains("SOURCE") && !out.contains('\u{1b}'));
    let (code, out, _) = run(&["--format", "table"], "");
    assert_eq!((code, out.as_str()), (0, "0 articles with 0 words: 0 are quoted (0.0%), 0 are reported (0.0%).\n"));
}
