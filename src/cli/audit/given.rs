//! What the user gives beside the articles: a table of people, and what a person changed.

use super::arguments::Options;
use crate::cli::corrections::{self, Corrections};
use crate::cli::input::{self, name};
use serde_json::Value;
use std::collections::HashMap;
use std::ffi::OsStr;
use whosaid::audit::{self, Act, People};
use whosaid::text::OffsetUnit;

/// The user's table and corrections.
#[derive(Default)]
pub struct Given {
    /// The table.
    pub people: Option<People>,
    /// What was joined and parted.
    pub acts: Vec<Act>,
    /// What was corrected in single articles, by their ids.
    pub articles: HashMap<String, Corrections>,
}

impl Given {
    /// Reads what the options name.
    ///
    /// # Errors
    /// Names the file and what is wrong with it.
    pub fn of(options: &Options) -> Result<Self, String> {
        let mut given = match options.corrections.as_deref() {
            Some(file) => Self::corrected(file)?,
            None => Self::default(),
        };
        if let Some(file) = options.people.as_deref() {
            let people = audit::people(input::open(file)?).map_err(|message| format!("{}: {message}", name(file)));
            given.people = Some(people?);
        }
        Ok(given)
    }

    /// A list of acts, or the JSON of a whole audit, which also says what was corrected in its articles.
    fn corrected(file: &OsStr) -> Result<Self, String> {
        let wrong = |message: String| format!("{}: {message}", name(file));
        let json = input::read(file)?;
        let value: Value = serde_json::from_str(&json).map_err(|error| wrong(format!("not JSON: {error}")))?;
        let Some(articles) = value["articles"].as_array() else {
            return Ok(Self { acts: corrections::parse(value).map_err(wrong)?, ..Self::default() });
        };
        let unit: OffsetUnit = serde_json::from_value(value["offsets"].clone())
            .map_err(|_| wrong(format!("the offsets are {}", value["offsets"])))?;
        let mut given =
            Self { acts: corrections::parse(value["corrections"].clone()).map_err(wrong)?, ..Self::default() };
        for article in articles {
            let (Some(id), list @ Value::Array(_)) = (article["id"].as_str(), &article["corrections"]) else {
                continue;
            };
            let list = corrections::parse(list.clone()).map_err(|message| wrong(format!("article {id}: {message}")))?;
            given.articles.insert(id.to_owned(), Corrections::of(OsStr::new(id), list, Some(unit)));
        }
        Ok(given)
    }
}
