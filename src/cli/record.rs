//! What the page exported as JSON, opened again: the text, what of it is not read, what a person changed.

use super::corrections::Corrections;
use super::input::name;
use serde_json::Value;
use std::ffi::OsStr;
use std::path::Path;
use whosaid::text::{OffsetMap, OffsetUnit};

/// The one form of the JSON that is read.
const SCHEMA: u64 = 1;

/// A text with what is known of it.
pub struct Record {
    /// The text itself.
    pub text: String,
    /// The same with blanks in place of what is set aside: every offset is the same in bytes and in UTF-16.
    pub read: String,
    /// What a person changed.
    pub corrections: Option<Corrections>,
}

impl Record {
    /// A file's contents: a text, or an export of the page if its name ends in `.json` and it is one.
    ///
    /// # Errors
    /// Names the file and what is wrong with the export.
    pub fn of(file: &OsStr, contents: String) -> Result<Self, String> {
        let export = Path::new(file).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        let value = if export { exported(&contents) } else { Value::Null };
        let Some(text) = value["text"].as_str() else {
            return Ok(Self { read: contents.clone(), text: contents, corrections: None });
        };
        let wrong = |what: &str| format!("{}: {what}", name(file));
        if value["schema"].as_u64() != Some(SCHEMA) {
            return Err(wrong(&format!("the JSON has schema {}; this reads {SCHEMA}", value["schema"])));
        }
        if value["offsets"] != "utf16" {
            return Err(wrong("the offsets of an export with its text are utf16"));
        }
        let read =
            without(text, &value["setAside"]).ok_or_else(|| wrong("`setAside` is no list of spans of the text"))?;
        let list = match &value["corrections"] {
            Value::Null => Vec::new(),
            list => super::corrections::parse(list.clone()).map_err(|message| wrong(&message))?,
        };
        let corrections = Some(Corrections::of(file, list, Some(OffsetUnit::Utf16)));
        Ok(Self { text: text.to_owned(), read, corrections })
    }
}

/// Whether the contents of a file are what the page exports as JSON: a text and what was found in it.
pub fn is_export(contents: &str) -> bool {
    !exported(contents).is_null()
}

/// The JSON of an export; `Null` of anything else.
fn exported(contents: &str) -> Value {
    let value: Value = serde_json::from_str(contents).unwrap_or_default();
    if value["text"].is_string() && value["claims"].is_array() {
        value
    } else {
        Value::Null
    }
}

/// The text with blanks in place of some spans; `None` where they are no spans of it.
fn without(text: &str, spans: &Value) -> Option<String> {
    let map = OffsetMap::new(text);
    let mut read = String::with_capacity(text.len());
    let mut at = 0;
    let list = if spans.is_null() { &[][..] } else { spans.as_array()? };
    for span in list {
        let offset = |key: &str| -> Option<usize> {
            let unit = u32::try_from(span[key].as_u64()?).ok()?;
            Some(map.convert(unit, OffsetUnit::Utf16, OffsetUnit::Byte) as usize)
        };
        let (start, end) = (offset("start")?, offset("end")?);
        if start < at || end < start {
            return None;
        }
        read.push_str(text.get(at..start)?);
        text.get(start..end)?.chars().for_each(|character| read.push_str(blank(character)));
        at = end;
    }
    read.push_str(text.get(at..)?);
    Some(read)
}

/// White space that is as long as a character, in UTF-8 and in UTF-16.
fn blank(character: char) -> &'static str {
    match character.len_utf8() {
        1 => " ",
        2 => "\u{a0}",
        3 => "\u{2003}",
        _ => "\u{a0}\u{a0}",
    }
}

#[cfg(test)]
mod tests {
    use super::{blank, without, Record};
    use std::ffi::OsStr;

    #[test]
    fn blanks_are_as_long_as_what_they_stand_for() {
        for character in ['a', 'é', '€', '🎉'] {
            let blank = blank(character);
            assert_eq!(blank.len(), character.len_utf8());
            assert_eq!(blank.encode_utf16().count(), character.len_utf16());
            assert!(blank.chars().all(char::is_whitespace));
        }
    }

    #[test]
    fn what_is_set_aside_is_blank() {
        let spans = serde_json::json!([{ "start": 3, "end": 5 }]);
        assert_eq!(without("🎉 é! ok", &spans).as_deref(), Some("🎉 \u{a0}  ok"));
        for strange in ["[{}]", "[{\"start\": 4, \"end\": 2}]", "3", "[{\"start\": 0, \"end\": \"x\"}]"] {
            assert_eq!(without("🎉 é! ok", &serde_json::from_str(strange).unwrap()), None, "{strange}");
        }
    }

    #[test]
    fn a_text_is_a_text_whatever_it_looks_like() {
        for (file, contents) in
            [("a.json", "{\"text\": 3"), ("a.json", "[1]"), ("a.txt", "{\"text\":\"x\",\"claims\":[]}")]
        {
            let record = Record::of(OsStr::new(file), contents.to_owned()).unwrap();
            assert_eq!((record.text.as_str(), record.read.as_str()), (contents, contents));
            assert!(record.corrections.is_none());
        }
    }
}
