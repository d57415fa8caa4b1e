//! Rules: a pattern, what becomes of its captures, the sentence that tells a reader why, and examples, as `ARCHITECTURE.md`
//! shows.
//!
//! Several `when` lines are alternatives, tried in their order; a line that begins with a blank goes on from the line before.
//! `let subject ( … )` in front of the rules names a part that patterns, and parts behind it, hold as `%subject`.
//! An `if` line names what the stage must know of the thing besides its tokens (`if indirect no-source`).

use super::compile::Pattern;
use super::matcher::{Captures, REACH};
use super::View;
use std::ops::Range;

/// Bytes of a pattern with its parts.
const LONGEST: usize = 50_000;

/// A rule.
#[derive(Clone, Debug, Default)]
pub struct Rule {
    /// Its name, in lower case with hyphens.
    pub name: String,
    /// Why something is marked, in one sentence, for readers; empty where a rule marks nothing by itself.
    pub says: String,
    /// What else must hold; each stage knows its own words.
    pub conditions: Vec<String>,
    /// What becomes of the captures; each stage knows its own words.
    pub makes: String,
    /// Examples that must match, with `[s:source]`, `[q:cue]` and `[c:content]` where the stage reads them.
    pub yes: Vec<String>,
    /// Examples that must not.
    pub no: Vec<String>,
    patterns: Vec<Pattern>,
}

impl Rule {
    /// The first match in a window.
    pub fn find(&self, view: &View<'_, '_>, window: &Range<usize>) -> Option<Captures<'_>> {
        self.patterns.iter().find_map(|pattern| pattern.find(view, window.clone(), window, REACH))
    }

    /// The match that begins where the window begins, however long that is.
    pub fn match_start(&self, view: &View<'_, '_>, window: &Range<usize>) -> Option<Captures<'_>> {
        let start = window.start..window.start + 1;
        self.patterns.iter().find_map(|pattern| pattern.find(view, start.clone(), window, window.len()))
    }

    /// The matches of all its patterns, in order; none overlaps another of the same pattern.
    pub fn find_all(&self, view: &View<'_, '_>, window: Range<usize>) -> Vec<Captures<'_>> {
        let mut found: Vec<Captures<'_>> = Vec::new();
        for pattern in &self.patterns {
            let mut starts = window.clone();
            while let Some(next) = pattern.find(view, starts.clone(), &window, REACH) {
                starts.start = next.whole.end.max(next.whole.start + 1);
                found.push(next);
            }
        }
        found.sort_by_key(|captures| captures.whole.start);
        found
    }
}

/// The rules of one file, in its order.
#[derive(Clone, Debug, Default)]
pub struct Rules(pub Vec<Rule>);

impl Rules {
    /// Reads a file of rules; an error names the rule and the line that cannot be read.
    pub fn read(file: &str) -> Result<Self, String> {
        let mut rules: Vec<Rule> = Vec::new();
        let mut parts: Vec<(String, &str)> = Vec::new();
        // What is indented goes on from the line before.
        let joined = file.replace("\n ", " ");
        for line in joined.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
            let (key, value) = line.split_once(' ').unwrap_or((line, ""));
            let value = value.trim();
            if key == "rule" {
                if value.is_empty() || rules.iter().any(|rule| rule.name == value) {
                    return Err(format!("`{line}`: a rule needs a name of its own"));
                }
                rules.push(Rule { name: value.to_owned(), ..Rule::default() });
                continue;
            }
            if let ("let", Some((name, part))) = (key, value.split_once(' ')) {
                parts.push((format!("%{name}"), part));
                continue;
            }
            let Some(rule) = rules.last_mut() else { return Err(format!("`{line}`: stands in front of all rules")) };
            match key {
                "says" => value.clone_into(&mut rule.says),
                "if" => rule.conditions.extend(value.split_whitespace().map(str::to_owned)),
                "makes" => value.clone_into(&mut rule.makes),
                "yes" => rule.yes.push(value.to_owned()),
                "no" => rule.no.push(value.to_owned()),
                "when" => {
                    let mut whole = value.to_owned();
                    for (name, part) in parts.iter().rev() {
                        whole = whole.replace(name, part);
                        // Parts that hold parts twice double each time.
                        if whole.len() > LONGEST {
                            return Err(format!("rule {}: its pattern is too long", rule.name));
                        }
                    }
                    if let Some((_, unknown)) = whole.split_once('%') {
                        return Err(format!("rule {}: no `let` in front of it for `%{unknown}`", rule.name));
                    }
                    rule.patterns.push(Pattern::new(&whole).map_err(|e| format!("rule {}: {e}", rule.name))?);
                }
                _ => return Err(format!("rule {}: no line begins with `{key}`", rule.name)),
            }
        }
        let bare = rules.iter().find(|rule| rule.patterns.is_empty());
        bare.map(|rule| format!("rule {} has no pattern", rule.name)).map_or(Ok(Self(rules)), Err)
    }

    /// Reads a file that comes with the crate; a test reads it strictly, here a broken one is as good as empty.
    pub fn built_in(file: impl AsRef<[u8]>) -> Self {
        std::str::from_utf8(file.as_ref()).map_or_else(|_| Self::default(), |file| Self::read(file).unwrap_or_default())
    }
}

/// A file of rules as the crate carries it: without comments and examples, which are for readers and tests. As many bytes as
/// the second value says are kept, at most `N`.
pub const fn carried<const N: usize>(file: &str) -> ([u8; N], usize) {
    let (bytes, mut kept, mut length, mut at, mut dropped) = (file.as_bytes(), [0; N], 0, 0, false);
    while at < bytes.len() {
        if at == 0 || bytes[at - 1] == b'\n' {
            // No other line begins like `yes` and `no`.
            dropped = matches!(bytes[at], b'#' | b'y' | b'n');
        }
        if !dropped {
            if length < N {
                kept[length] = bytes[at];
            }
            length += 1;
        }
        at += 1;
    }
    (kept, length)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_file_is_read_or_refused_with_a_reason(
            file in "((rule|says|if|makes|when|yes|no|#) ?([a-c]|[<>()*+?!|:^$“”-]|\\[(source|cue|x)\\]|<said>|[ \n]){0,16}\n){0,6}"
        ) {
            match Rules::read(&file) {
                Ok(rules) => prop_assert!(rules.0.iter().all(|rule| !rule.patterns.is_empty())),
                Err(reason) => prop_assert!(!reason.is_empty()),
            }
        }
    }
}
