//! The `whosaid` command, run as a user runs it.
#![cfg(all(feature = "cli", not(target_arch = "wasm32")))]

use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

fn spawn(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_whosaid"))
        .args(arguments)
        .env_remove("NO_COLOR")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Runs the command with `input` on standard input.
fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = spawn(arguments);
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // The command may end without reading it all.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// A file of this test, with its contents.
fn file(name: &str, contents: &[u8]) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("whosaid-cli-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, contents).unwrap();
    path
}

const FACT: &str = "Rainfall rose 40 percent in 2021, the wettest year since 1998.";

fn article() -> String {
    format!("“The dam will hold,” Mayor Ana Ruiz said. {FACT}\n")
}

#[test]
fn reads_standard_input_and_writes_json_when_piped() {
    for arguments in [&["annotate"][..], &["annotate", "-"], &["annotate", "--format=json"]] {
        let output = run(arguments, article().as_bytes());
        assert_eq!(code(&output), 0, "{}", err(&output));
        let value: Value = serde_json::from_str(&out(&output)).unwrap();
        assert_eq!((&value["schema"], &value["offsets"]), (&Value::from(1), &Value::from("utf16")));
        let own = value["claims"].as_array().unwrap().iter().find(|c| c["form"] == "own").unwrap();
        assert_eq!((&own["rule"], &own["speaker"]), (&Value::from("own-statement"), &Value::Null));
        assert_eq!(value["report"]["ownCheckWorthy"], 1);
    }
}

#[test]
fn offsets_are_in_the_unit_that_was_asked_for() {
    // `🎉é. ` is 5 UTF-16 units, 4 code points, 8 bytes.
    let text = format!("🎉é. {FACT}");
    for (unit, start) in [("utf16", 5), ("codepoint", 4), ("byte", 8)] {
        let output = run(&["annotate", "--offsets", unit], text.as_bytes());
        let value: Value = serde_json::from_str(&out(&output)).unwrap();
        assert_eq!(value["offsets"], unit);
        assert_eq!(value["claims"][0]["content"][0]["start"], start, "{unit}");
    }
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_text() {
    let plain = out(&run(&["annotate"], article().as_bytes()));
    let marked = out(&run(&["annotate"], format!("\u{FEFF}{}", article()).as_bytes()));
    assert_eq!(plain, marked);
}

#[test]
fn names_what_cannot_be_read_and_does_the_others() {
    let good = file("good.txt", article().as_bytes());
    let latin1 = file("latin1.txt", b"caf\xE9 society");
    let cut = file("cut.txt", b"\xEF\xBB\xBFcaf\xC3");
    let utf16 = file("utf16.txt", b"\xFF\xFEa\0");
    let missing = good.with_file_name("missing.txt");
    let folder = good.parent().unwrap();
    let names: Vec<&str> = [&latin1, &good, &missing, &cut, &utf16].iter().map(|p| p.to_str().unwrap()).collect();
    let arguments = [&["annotate", "--format", "jsonl", folder.to_str().unwrap()], &names[..]].concat();
    let output = run(&arguments, b"");
    assert_eq!(code(&output), 1);
    let lines: Vec<Value> = out(&output).lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["id"], *names[1]);
    let errors = err(&output);
    for expected in [
        "latin1.txt: not UTF-8: the first bad byte is 0xE9 at offset 3\n",
        "cut.txt: not UTF-8: the first bad byte is 0xC3 at offset 6 (it ends in the middle of a character)\n",
        "utf16.txt: not UTF-8: the first bad byte is 0xFF at offset 0 (it looks like UTF-16)\n",
        "missing.txt: ",
        ": it is a folder\n",
    ] {
        assert!(errors.contains(expected), "{expected} not in {errors}");
    }
}

#[test]
fn wrong_usage() {
    for (arguments, message) in [
        (&[][..], "a command is missing"),
        (&["anotate"], "there is no command `anotate`"),
        (&["annotate", "--format", "xml"], "there is no format `xml`"),
        (&["annotate", "--format"], "missing"),
        (&["annotate", "--offsets", "chars"], "--offsets is utf16, codepoint or byte"),
        (&["annotate", "--what"], "--what"),
        (&["annotate", "--jsonl", "--format", "csv"], "--jsonl writes jsonl"),
        (&["annotate", "--color", "red"], "--color is"),
        (&["annotate", "--home", "Texas"], "--home is like US"),
        (&["annotate", "--home", "91,0"], "--home is like US"),
        (&["annotate", "--format", "html", "a", "b"], "takes one text, not 2"),
        (&["annotate", "--corrections"], "missing"),
        (&["annotate", "--corrections", "c.json", "a", "b"], "of one text, not of 2"),
        (&["annotate", "--corrections", "c.json", "--jsonl"], "of one text"),
        (&["annotate", "--corrections", "-"], "standard input cannot be both"),
    ] {
        let output = run(arguments, b"");
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(err(&output).contains(message), "{}", err(&output));
        assert!(err(&output).contains("Try `whosaid --help`"), "{arguments:?}");
        assert!(output.stdout.is_empty());
    }
}

/// A deletion of the words that stand at these UTF-16 offsets.
fn deletion(start: usize, end: usize) -> Value {
    serde_json::json!({ "kind": "delete", "claim": { "content": [{ "start": start, "end": end }], "source": null, "speaker": null } })
}

#[test]
fn carries_corrections_out() {
    // `🎉.` and the blank line are 5 UTF-16 units, 4 code points, 7 bytes.
    let text = format!("🎉.\n\n{}", article());
    let found: Value = serde_json::from_str(&out(&run(&["annotate"], text.as_bytes()))).unwrap();
    let said = &found["claims"][0];
    assert_eq!(found["speakers"][0]["name"], "Ana Ruiz");
    let speaker = serde_json::json!({ "name": "Ana Ruiz", "at": null, "speakerKind": null });
    let rename = serde_json::json!({ "kind": "rename", "speaker": speaker, "name": "Ada Ruiz", "speakerKind": "person",
        "description": null });
    let content = &said["content"][0];
    let (start, end) = (content["start"].as_u64().unwrap() as usize, content["end"].as_u64().unwrap() as usize);
    assert_eq!(start, 5);
    for (unit, start, end) in [("utf16", start, end), ("codepoint", start - 1, end - 1), ("byte", start + 2, end + 6)] {
        let list = serde_json::json!([rename, deletion(start, end)]);
        let list = file(&format!("{unit}.json"), list.to_string().as_bytes());
        let arguments = ["annotate", "--offsets", unit, "--corrections", list.to_str().unwrap()];
        let output = run(&arguments, text.as_bytes());
        assert_eq!((code(&output), err(&output).as_str()), (0, ""), "{unit}");
        let value: Value = serde_json::from_str(&out(&output)).unwrap();
        assert_eq!((&value["claims"][0]["form"], &value["offsets"]), (&Value::from("own"), &Value::from(unit)));
        assert_eq!(value["corrections"].as_array().map(Vec::len), Some(2));
        assert_eq!(value["report"]["namedSpeakers"], 0);
        assert!(value["report"]["sentences"][0]["text"].is_string());
    }
    let renamed = file("rename.json", serde_json::json!([rename]).to_string().as_bytes());
    let arguments = ["annotate", "--format", "markdown", "--corrections", renamed.to_str().unwrap()];
    assert!(out(&run(&arguments, text.as_bytes())).contains("Ada Ruiz"));
}

/// An export of the page: its text with corrections and with lines that are not read.
#[test]
fn opens_an_export_of_the_page_again() {
    let text = format!("🎉 Café, said Bo Ek.\n\n{}", article());
    let aside = text.encode_utf16().take_while(|&unit| unit != u16::from(b'\n')).count();
    let start = aside + 2;
    let found: Value = serde_json::from_str(&out(&run(&["annotate"], text.as_bytes()))).unwrap();
    assert_eq!((&found["speakers"][0]["name"], &found["speakers"][1]["name"]), (&"Bo Ek".into(), &"Ana Ruiz".into()));
    let speaker = serde_json::json!({ "name": "Ana Ruiz", "at": null, "speakerKind": null });
    let rename = serde_json::json!({ "kind": "rename", "speaker": speaker, "name": "Ada Ruiz", "speakerKind": "person",
        "description": null });
    let mut export = serde_json::json!({ "schema": 1, "offsets": "utf16", "text": text, "claims": [],
        "setAside": [{ "start": 0, "end": aside, "why": "caption" }], "corrections": [rename] });
    let of = |export: &Value| file("page.json", export.to_string().as_bytes());
    for unit in ["utf16", "byte"] {
        let output = run(&["annotate", "--format", "json", "--offsets", unit, of(&export).to_str().unwrap()], b"");
        assert_eq!((code(&output), err(&output).as_str()), (0, ""), "{unit}");
        let value: Value = serde_json::from_str(&out(&output)).unwrap();
        assert_eq!(value["speakers"].as_array().map(Vec::len), Some(1));
        assert_eq!(value["speakers"][0]["name"], "Ada Ruiz");
        let first = value["claims"][0]["content"][0]["start"].as_u64().unwrap() as usize;
        assert_eq!(first, if unit == "byte" { text.find("\n\n").unwrap() + 2 } else { start }, "{unit}");
    }
    let html = out(&run(&["annotate", "--format", "html", of(&export).to_str().unwrap()], b""));
    assert!(html.contains("Café, said Bo Ek."), "the text keeps what is not read");
    export["schema"] = 2.into();
    let output = run(&["annotate", of(&export).to_str().unwrap()], b"");
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("page.json: the JSON has schema 2; this reads 1"), "{}", err(&output));
}

#[test]
fn says_what_is_wrong_with_corrections() {
    let missed = format!("[{}, {}]", deletion(0, 3), deletion(0, 9_999));
    for (name, contents, message, written) in [
        ("cut.json", "[{\"kind\": ", "cut.json: not JSON: ", false),
        ("one.json", "{\"kind\": \"delete\"}", "one.json: not a list of corrections like [{\"kind\": …}, …]\n", false),
        (
            "export.json",
            "{\"corrections\": []}",
            "export.json: not a list of corrections like [{\"kind\": …}, …]: its `corr",
            false,
        ),
        ("two.json", "[{\"kind\": \"explode\"}]", "two.json: correction 1 is none: unknown variant `explode`", false),
        ("three.json", "[{\"kind\": \"delete\"}]", "three.json: correction 1 is none: missing field `claim`", false),
        ("missed.json", missed.as_str(), "missed.json: correction 2 was not carried out", true),
    ] {
        let list = file(name, contents.as_bytes());
        let output = run(&["annotate", "--corrections", list.to_str().unwrap()], article().as_bytes());
        assert_eq!(code(&output), 1, "{name}");
        assert!(err(&output).contains(message), "{}", err(&output));
        assert_eq!(!output.stdout.is_empty(), written, "{name}");
    }
    let output = run(&["annotate", "--corrections", "no such file.json"], article().as_bytes());
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("no such file.json: "), "{}", err(&output));
}

#[test]
fn help_and_version() {
    let help = out(&run(&["--help"], b""));
    for word in ["--format", "--offsets", "--jsonl", "default on a terminal", "Exit status"] {
        assert!(help.contains(word), "{word}");
    }
    assert!(help.lines().all(|line| line.chars().count() <= 100), "{help}");
    assert_eq!(out(&run(&["annotate", "-V"], b"")), format!("whosaid {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn text_in_colours_only_when_asked() {
    let text = |when| out(&run(&["annotate", "--format", "text", "--color", when], article().as_bytes()));
    assert!(!text("auto").contains('\x1b'));
    assert!(!text("never").contains('\x1b'));
    assert!(text("always").contains('\x1b'));
    for heading in ["REPORT", "THE ARTICLE’S OWN STATEMENTS"] {
        assert!(text("never").contains(heading), "{heading}");
    }
}

#[test]
fn a_home_tells_places_apart() {
    let first = |home: &[&str]| {
        let output = run(&[&["annotate"], home].concat(), b"The fire broke out in Birmingham on Monday.");
        assert_eq!(code(&output), 0, "{}", err(&output));
        let value: Value = serde_json::from_str(&out(&output)).unwrap();
        value["places"][0]["country"].as_str().map(str::to_string)
    };
    for (home, country) in [("gb", "GB"), ("US/Alabama", "US"), ("33.5,-86.8", "US"), ("52.5,-1.9", "GB")] {
        assert_eq!(first(&["--home", home]).as_deref(), Some(country), "{home}");
    }
}

#[test]
fn a_text_cannot_steer_the_terminal() {
    let text = "\x1b]0;owned\x07 and \u{9b}2J\r\nmore";
    let shown = out(&run(&["annotate", "--format", "text"], text.as_bytes()));
    assert!(shown.starts_with("␛]0;owned␇ and \u{FFFD}2J\nmore\n"), "{shown:?}");
}

#[test]
fn csv_of_several_files_has_one_heading() {
    let (a, b) = (file("a.txt", article().as_bytes()), file("=b.txt", article().as_bytes()));
    let output = run(&["annotate", "--format", "csv", a.to_str().unwrap(), b.to_str().unwrap()], b"");
    let table = out(&output);
    assert!(table.starts_with("file,claim,form,"), "{table}");
    assert_eq!(table.matches("speakerKind").count(), 1);
    assert!(table.lines().count() >= 3);
}

#[test]
fn json_lines_keep_order_and_lose_nothing() {
    let mut input = String::from("\u{FEFF}");
    for i in 0..200 {
        input.push_str(&match i {
            13 => "{\"id\": 13, \"text\": \n".to_string(),
            14 => "{\"id\": [14, 1e400], \"text\": 5}\r\n".to_string(),
            15 => "no json\n\n".to_string(),
            16 => "{\"text\": \"No id.\"}\n".to_string(),
            17 => {
                "{\"id\": \"17\", \"text\": \"A \\ud800 and \\\\ud801 b \\ud83c\\udf89.\", \"more\": {}}\n".to_string()
            }
            18 => "{\"id\": 12345678901234567890123, \"text\": \"\"}\n".to_string(),
            19 => "{\"id\": {}, \"missing\": 1}\n".to_string(),
            _ => format!("{{\"id\": {i}, \"text\": \"{}\"}}\n", "Exports rose 4 percent in 2021. ".repeat(i % 7)),
        });
    }
    input.push_str("{\"id\": \"last\", \"text\": \"no line break\"}");
    let output = run(&["annotate", "--jsonl"], input.as_bytes());
    assert_eq!(code(&output), 1);
    let text = out(&output);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 201);
    for (i, line) in lines.iter().enumerate() {
        let value: Value = serde_json::from_str(line).unwrap_or(Value::Null);
        let begins = |expected: &str| assert!(line.starts_with(expected), "{line}");
        match i {
            13 => begins("{\"id\":null,\"error\":\"line 14: not JSON: EOF"),
            14 => begins("{\"id\":[14, 1e400],\"error\":\"line 15: invalid type: integer `5`, expected a string\"}"),
            15 => begins("{\"id\":null,\"error\":\"line 16: not a JSON object"),
            16 => assert_eq!((&value["id"], &value["schema"]), (&Value::Null, &Value::from(1))),
            // `A`, `and`, `ud801`, `b`
            17 => assert_eq!((&value["id"], &value["report"]["words"]), (&Value::from("17"), &Value::from(4))),
            18 => begins("{\"id\":12345678901234567890123,\"schema\":1"),
            19 => begins("{\"id\":{},\"error\":\"line 21: missing field `text`\"}"),
            200 => assert_eq!(value["id"], "last"),
            _ => {
                assert_eq!(value["id"], i);
                assert_eq!(value["claims"].as_array().unwrap().len(), i % 7);
            }
        }
    }
    assert_eq!(err(&output).lines().count(), 4, "{}", err(&output));
    assert!(err(&output).contains("standard input, line 14: not JSON"));
}

#[test]
fn json_lines_that_are_no_utf8() {
    let output = run(&["annotate", "--jsonl"], b"{\"id\": 1, \"text\": \"caf\xE9\"}\n{\"id\": 2, \"text\": \"ok\"}\n");
    assert_eq!(code(&output), 1);
    let text = out(&output);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "{\"id\":null,\"error\":\"line 1: not UTF-8: the first bad byte is 0xE9 at offset 22\"}");
    assert!(lines[1].starts_with("{\"id\":2,\"schema\":1,"));
}

#[test]
fn an_answer_comes_before_the_next_question() {
    let mut child = spawn(&["annotate", "--jsonl"]);
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for id in 0..3 {
        writeln!(stdin, "{{\"id\": {id}, \"text\": \"It rained.\"}}").unwrap();
        assert!(answers.next().unwrap().unwrap().starts_with(&format!("{{\"id\":{id},")));
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_closed_output_is_no_error() {
    for arguments in [&["annotate", "--jsonl"][..], &["annotate"]] {
        let mut child = spawn(arguments);
        drop(child.stdout.take());
        let mut stdin = child.stdin.take().unwrap();
        let line = format!("{{\"id\": 1, \"text\": \"{}\"}}\n", "Exports rose 4 percent in 2021. ".repeat(40));
        for _ in 0..200 {
            if stdin.write_all(line.as_bytes()).is_err() {
                break;
            }
        }
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        assert_eq!((code(&output), err(&output).as_str()), (0, ""), "{arguments:?}");
    }
}

#[test]
fn embed_writes_what_it_finds_into_the_page() {
    let page = format!("<!doctype html>\n<nav>Home</nav><article><p>{}</p></article>\n", article().trim_end());
    let output = run(&["annotate", "--format", "embed"], page.as_bytes());
    assert_eq!(code(&output), 0, "{}", err(&output));
    let (before, after) = page.split_once("</article>").unwrap();
    let written = out(&output);
    let element = written.strip_prefix(before).unwrap().strip_suffix(&format!("</article>{after}")).unwrap();
    let json = element.strip_prefix(r#"<who-said><script type="application/json" data-whosaid>"#).unwrap();
    let payload: Value = serde_json::from_str(json.strip_suffix("</script></who-said>").unwrap()).unwrap();
    assert_eq!(payload["offsets"], "utf16");
    assert_eq!(payload["speakers"][0]["name"], "Ana Ruiz");
}

#[test]
fn embed_says_that_a_page_has_no_text_and_leaves_it() {
    let page = "<nav>Home</nav>";
    let output = run(&["annotate", "--format", "embed"], page.as_bytes());
    assert_eq!((code(&output), out(&output).as_str()), (1, page));
    assert_eq!(err(&output), "whosaid: standard input: there is no text of an article in it\n");
    let corrected = run(&["annotate", "--format", "embed", "--corrections", "list.json"], b"");
    assert_eq!(code(&corrected), 2);
}
