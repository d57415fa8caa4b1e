//! Articles from tables: CSV and JSON lines, an article a row.

use super::digest::ArticleInfo;
use super::people::People;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io::BufRead;

/// Names of the columns or keys that hold what an audit reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Columns {
    /// The article; must be there.
    pub text: String,
    /// Its name; without one the rows are numbered.
    pub id: String,
    /// Its headline.
    pub title: String,
    /// Its part of the paper.
    pub section: String,
    /// Its date.
    pub date: String,
}

impl Default for Columns {
    fn default() -> Self {
        let named = |name: &str| name.to_owned();
        Self {
            text: named("text"),
            id: named("id"),
            title: named("title"),
            section: named("section"),
            date: named("date"),
        }
    }
}

/// An article of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// What the row says of the article; the id is the row's number where it has none.
    pub info: ArticleInfo,
    /// The article.
    pub text: String,
}

/// Reads a line of JSON lines.
pub struct JsonRecord;

impl JsonRecord {
    /// An article from an object with these keys; `number` is the line's, from 1.
    ///
    /// # Errors
    /// Says what is wrong with the line.
    pub fn parse(line: &str, columns: &Columns, number: u64) -> Result<Record, String> {
        let value: Value = serde_json::from_str(line).map_err(|error| {
            let message = error.to_string();
            format!("not JSON: {} at column {}", message.split(" at line ").next().unwrap_or_default(), error.column())
        })?;
        let Value::Object(row) = value else {
            return Err(format!("not a JSON object like {{{:?}: …}}", columns.text));
        };
        let cell = |key: &str| match row.get(key) {
            Some(Value::String(text)) => Some(text.clone()),
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        let Some(Value::String(text)) = row.get(&columns.text) else {
            let keys: Vec<&str> = row.keys().map(String::as_str).collect();
            return Err(no_column(&columns.text, &keys));
        };
        let info = ArticleInfo {
            id: cell(&columns.id).unwrap_or_else(|| number.to_string()),
            title: cell(&columns.title),
            section: cell(&columns.section),
            date: cell(&columns.date),
        };
        Ok(Record { info, text: text.clone() })
    }
}

fn no_column(wanted: &str, there: &[&str]) -> String {
    format!("there is no text in `{wanted}`; there are {}", there.join(", "))
}

/// Reads a table of comma-separated values (or semicolons or tabs, whichever its heading has most of), UTF-8, a heading
/// first. Each item is an article, or what is wrong with a row.
pub struct CsvRecords<R> {
    rows: csv::StringRecordsIntoIter<R>,
    /// Where text, id, title, section and date stand.
    at: [Option<usize>; 5],
    number: u64,
}

fn reader<R: BufRead>(mut from: R) -> Result<csv::Reader<R>, String> {
    let start = from.fill_buf().map_err(|error| error.to_string())?;
    let heading = start.split(|&b| b == b'\n').next().unwrap_or_default();
    let count = |delimiter: u8| heading.iter().filter(|&&b| b == delimiter).count();
    let delimiter = [b'\t', b';', b','].into_iter().max_by_key(|&d| count(d)).unwrap_or(b',');
    Ok(csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(from))
}

impl<R: BufRead> CsvRecords<R> {
    /// A table; the names of the columns may be in any case.
    ///
    /// # Errors
    /// When it cannot be read, or has no column for the text.
    pub fn new(from: R, columns: &Columns) -> Result<Self, String> {
        let mut reader = reader(from)?;
        let heading = reader.headers().map_err(|error| told(&error))?.clone();
        let find = |name: &str| {
            let fits = |same: &dyn Fn(&str) -> bool| heading.iter().position(|h| same(h.trim()));
            fits(&|h| h == name).or_else(|| fits(&|h| h.eq_ignore_ascii_case(name)))
        };
        if find(&columns.text).is_none() {
            return Err(no_column(&columns.text, &heading.iter().collect::<Vec<_>>()));
        }
        let at = [&columns.text, &columns.id, &columns.title, &columns.section, &columns.date].map(|name| find(name));
        Ok(Self { rows: reader.into_records(), at, number: 0 })
    }
}

impl<R: BufRead> Iterator for CsvRecords<R> {
    type Item = Result<Record, String>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.rows.next()?;
        self.number += 1;
        Some(row.map_err(|error| told(&error)).and_then(|row| {
            let cell = |n: usize| self.at[n].and_then(|at| row.get(at)).map(str::to_owned);
            let line = row.position().map_or(self.number, csv::Position::line);
            let text = cell(0).ok_or_else(|| format!("line {line}: the row ends before its text"))?;
            let id = cell(1).filter(|id| !id.trim().is_empty()).unwrap_or_else(|| self.number.to_string());
            Ok(Record { info: ArticleInfo { id, title: cell(2), section: cell(3), date: cell(4) }, text })
        }))
    }
}

/// What is wrong with a table, with the line.
fn told(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Utf8 { pos, .. } => {
            let line = pos.as_ref().map_or(1, csv::Position::line);
            format!("line {line}: not UTF-8")
        }
        _ => error.to_string(),
    }
}

/// Reads the user's own table of people.
///
/// # Errors
/// When it cannot be read, or holds nobody.
pub fn people(from: impl BufRead) -> Result<People, String> {
    let mut reader = reader(from)?;
    let cells = |row: &csv::StringRecord| row.iter().map(str::to_owned).collect::<Vec<String>>();
    let heading = cells(reader.headers().map_err(|error| told(&error))?);
    if heading.len() < 2 {
        return Err("a table of people has a column of names and at least one other".to_owned());
    }
    let mut rows = Vec::new();
    for row in reader.records() {
        rows.push(cells(&row.map_err(|error| told(&error))?));
    }
    Ok(People::new(&heading, rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_whatever_their_commas() {
        for table in [
            "\u{FEFF}ID,Text,extra\r\na,\"One, “two”\nthree\",x\r\n,Four,\r\n",
            "ID;Text\na;\"One, “two”\nthree\"\n;Four\n",
        ] {
            let rows = CsvRecords::new(table.as_bytes(), &Columns::default()).unwrap();
            let rows: Vec<Record> = rows.map(Result::unwrap).collect();
            let found: Vec<(&str, &str)> = rows.iter().map(|r| (r.info.id.as_str(), r.text.as_str())).collect();
            assert_eq!(found, [("a", "One, “two”\nthree"), ("2", "Four")]);
        }
    }

    #[test]
    fn what_is_wrong_with_a_table_is_told_with_its_line() {
        let table = b"id,text\na,good\nb,caf\xE9\nc\nd,good\n";
        let rows = CsvRecords::new(&table[..], &Columns::default()).unwrap();
        let rows: Vec<Result<String, String>> = rows.map(|row| row.map(|r| r.info.id)).collect();
        let wrong = |text: &str| Err(text.to_owned());
        assert_eq!(
            rows,
            [Ok("a".into()), wrong("line 3: not UTF-8"), wrong("line 4: the row ends before its text"), Ok("d".into())]
        );
        let none = CsvRecords::new(&b"id,body\n"[..], &Columns::default()).err();
        assert_eq!(none.as_deref(), Some("there is no text in `text`; there are id, body"));
    }

    #[test]
    fn lines_of_json_are_articles() {
        let columns = Columns { text: "body".into(), ..Columns::default() };
        let record =
            JsonRecord::parse(r#"{"body": "x", "id": 7, "date": "2024-03-01", "section": null}"#, &columns, 3).unwrap();
        assert_eq!(
            (record.info.id.as_str(), record.info.date.as_deref(), record.info.section),
            ("7", Some("2024-03-01"), None)
        );
        assert_eq!(JsonRecord::parse(r#"{"body": "x"}"#, &columns, 3).unwrap().info.id, "3");
        for (line, message) in [
            ("{", "not JSON"),
            ("[1]", "not a JSON object"),
            (r#"{"text": "x"}"#, "there is no text in `body`; there are text"),
        ] {
            assert!(JsonRecord::parse(line, &columns, 1).unwrap_err().starts_with(message), "{line}");
        }
    }
}
