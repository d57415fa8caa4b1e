//! `cargo xtask speakers-on-gold IN.jsonl OUT.jsonl`: resolves the speakers of attributions that are given, so that speaker
//! resolution can be measured by itself.
//!
//! IN holds documents in the neutral format (`id`, `text`, `attributions` with `source`, `cue` and `content` in code
//! points); OUT gets the same attributions with the resolved `speaker`, `speaker_id` and its confidence.

use crate::eval::document;
use serde_json::{json, Value};
use whosaid::annotations::{ClaimForm, ClaimMode};
use whosaid::attribution::Attribution;
use whosaid::text::{OffsetMap, OffsetUnit, Span, Text};
use whosaid::{entities, speakers};

/// Runs the command.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let [input, output] = arguments else { return Err("wanted: IN.jsonl OUT.jsonl".into()) };
    let lines = std::fs::read_to_string(input).map_err(|e| format!("{input}: {e}"))?;
    let mut out = String::new();
    for (number, line) in lines.lines().enumerate() {
        let document: Value = serde_json::from_str(line).map_err(|e| format!("{input}:{}: {e}", number + 1))?;
        out.push_str(&resolve(&document).to_string());
        out.push('\n');
    }
    std::fs::write(output, out).map_err(|e| format!("{output}: {e}"))
}

fn resolve(document: &Value) -> Value {
    let source = document["text"].as_str().unwrap_or_default();
    let text = Text::new(source);
    let map = OffsetMap::new(source);
    let given = document["attributions"].as_array().map_or(&[][..], Vec::as_slice);
    let read = |a: &Value| serde_json::from_value(a.clone()).unwrap_or_default();
    let attributions: Vec<Attribution> = given.iter().map(|a| attribution(&text, &map, &read(a))).collect();
    let sources = attributions.iter().filter_map(|a| a.source);
    let names = entities::settle(&text, &entities::find(&text), sources);
    let found = speakers::resolve(&text, &attributions, &names);
    let resolved: Vec<Value> = given
        .iter()
        .zip(&found.of)
        .map(|(a, of)| {
            let speaker = of.map(|(id, _)| &found.speakers[id as usize]);
            json!({
                "source": a["source"], "cue": a["cue"], "content": a["content"],
                "speaker": speaker.map(|s| &s.name), "speaker_id": of.map(|o| o.0), "confidence": of.map(|o| o.1),
                "description": speaker.map(|s| &s.description),
            })
        })
        .collect();
    json!({ "id": document["id"], "attributions": resolved })
}

/// An attribution as the corpus gives it.
pub fn attribution(text: &Text<'_>, map: &OffsetMap, given: &document::Attribution) -> Attribution {
    let spans = |ranges: &[document::Range]| -> Vec<Span> {
        let offset = |at: usize| map.convert(at as u32, OffsetUnit::Codepoint, OffsetUnit::Byte);
        let mut spans: Vec<Span> = ranges.iter().map(|r| Span::new(offset(r[0]), offset(r[1]))).collect();
        spans.sort();
        spans
    };
    let cover = |spans: &[Span]| spans.iter().copied().reduce(Span::cover);
    let content = spans(&given.content);
    let tokens: Vec<usize> = content.iter().flat_map(|&c| text.tokens_in(c)).collect();
    let quoted = |&i: &usize| text.tokens[i].quote != whosaid::text::QuoteState::Outside;
    let form = if !tokens.is_empty() && tokens.iter().all(quoted) {
        ClaimForm::Direct
    } else if tokens.iter().any(quoted) {
        ClaimForm::Mixed
    } else {
        ClaimForm::Indirect
    };
    Attribution {
        source: cover(&spans(&given.source)),
        cue: cover(&spans(&given.cue)),
        content,
        form,
        mode: ClaimMode::Statement,
        stands_for: None,
        continues: None,
        parent: None,
        qualifiers: Vec::new(),
        rule: "given",
        confidence: 1.0,
    }
}
