//! Word lists outside of the lexicon: three or more English words in a row of string literals, in `src/`.
//!
//! Whoever adds a verb or a title should find one place for it: `data/lexicon/`, or a rule in `data/rules/`.

use std::ops::Range;

/// Lists that may stay: path, first word (`*`: every list of the file), why.
pub const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("src/cli/arguments.rs", "auto", "values of an option"),
    ("src/embed/elements.rs", "*", "names of HTML elements"),
    ("src/embed/tree.rs", "*", "names of HTML elements"),
    ("src/export/csv.rs", "claim", "names of columns"),
    ("src/export/audit/table.rs", "*", "names of columns"),
    ("src/export/audit/html.rs", "*", "headings of columns"),
    ("src/attribution/confidence.rs", "bias", "names of weights in data/confidence.tsv"),
    ("src/attribution/rules.rs", "no-source", "conditions of rule files"),
    ("src/pattern/term.rs", "source", "terms of the pattern language"),
    ("src/pattern/rules.rs", "makes", "keys of rule files"),
];

/// A string literal of the source: where it stands, quotation marks included, and what it says.
struct Literal<'s> {
    range: Range<usize>,
    words: &'s str,
}

/// The lists in a source file that no exception covers: line and first word of each.
pub fn lists(path: &str, source: &str) -> Vec<(usize, String)> {
    let code = match source.find("#[cfg(test)]\nmod ") {
        _ if path.ends_with("/tests.rs") => return Vec::new(),
        Some(tests) => &source[..tests],
        None => source,
    };
    let literals = literals(code);
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut run = 0;
    for (i, literal) in literals.iter().enumerate() {
        let joins = i > 0 && joined(&code[literals[i - 1].range.end..literal.range.start]);
        run = if !is_words(literal.words) {
            0
        } else if joins && run > 0 {
            run + 1
        } else {
            1
        };
        let before = code[..literal.range.start].trim_end();
        let single = is_list(literal.words) && ["str =", "listed(", "is_in("].iter().any(|e| before.ends_with(e));
        if run == 3 || single {
            let first = if single { i } else { i - 2 };
            let line = 1 + code[..literals[first].range.start].matches('\n').count();
            let word = literals[first].words.split_whitespace().next().unwrap_or("").to_owned();
            if !EXCEPTIONS.iter().any(|e| e.0 == path && (e.1 == word || e.1 == "*")) {
                found.push((line, word));
            }
        }
    }
    found
}

/// Whether what stands between two literals joins them to a list: commas, bars, `=>`, `||` and names, on one nesting level.
fn joined(between: &str) -> bool {
    let plain = between.trim();
    if matches!(plain, "," | "|" | "],\n" | "], [") || plain.is_empty() {
        return true;
    }
    // `w == "a" || w == "b"`, `"sen" => "senator"`, `("oblast", Region), ("county", County)`, `&["a", "b"], &["c"]`
    let allowed = |c: char| c.is_alphanumeric() || c.is_whitespace() || "|,=>()[]&:_.*!{}".contains(c);
    let telling = plain.contains("|| ") && plain.ends_with("==")
        || plain == "=>"
        || plain.starts_with("=>") && plain.contains(',') && !plain.contains("::")
        || plain.starts_with(", ") && plain.ends_with('(') && plain.contains("), ")
        || plain.starts_with("],") && plain.ends_with('[');
    telling && plain.chars().all(allowed)
}

/// Whether a literal is English: words of letters, perhaps with apostrophes, hyphens and full stops.
fn is_words(literal: &str) -> bool {
    let word =
        |w: &str| w.chars().all(|c| c.is_alphabetic() || "'’-.".contains(c)) && w.chars().any(char::is_alphabetic);
    let mut words = literal.split_whitespace().peekable();
    words.peek().is_some() && words.all(word) && !literal.starts_with('-')
}

/// Whether a literal is a list by itself: three or more words and nothing that makes a sentence of them.
fn is_list(literal: &str) -> bool {
    let words: Vec<&str> = literal.split(|c: char| c.is_whitespace() || c == '\\').filter(|w| !w.is_empty()).collect();
    let small = |w: &&str| w.chars().all(|c| c.is_lowercase() || "'’-".contains(c));
    words.len() >= 3
        && (words.iter().all(small) || words.len() > 6 && words.iter().all(|w| is_words(w)) && !literal.contains(". "))
}

/// The string literals of a source, comments left out.
fn literals(code: &str) -> Vec<Literal<'_>> {
    let bytes = code.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at += code[at..].find('\n').unwrap_or(code.len() - at);
            }
            b'\'' => {
                // A character literal may hold a quotation mark.
                let rest = &code[at + 1..];
                let close =
                    if rest.starts_with('\\') { rest[2.min(rest.len())..].find('\'').map(|i| i + 2) } else { None };
                let one = rest.chars().next().map_or(1, char::len_utf8);
                at += match close {
                    Some(i) => i + 2,
                    None if rest[one.min(rest.len())..].starts_with('\'') => one + 2,
                    None => 1,
                };
            }
            b'"' => {
                let mut end = at + 1;
                while end < bytes.len() && bytes[end] != b'"' {
                    end += 1 + usize::from(bytes[end] == b'\\');
                }
                let end = end.min(bytes.len());
                found.push(Literal { range: at..end + 1, words: code.get(at + 1..end).unwrap_or("") });
                at = end + 1;
            }
            _ => at += 1,
        }
    }
    found.retain(|literal| literal.range.end <= code.len());
    found
}

#[cfg(test)]
mod tests {
    use super::lists;

    #[test]
    fn lists_are_found_and_other_strings_are_not() {
        for (source, expected) in [
            ("const A: &[&str] = &[\"is\", \"are\", \"was\"];", 1),
            ("const A: &str = \"is are was\";", 1),
            ("const A: &str =\n    \"is are \\\n    was were\";", 1),
            ("matches!(w, \"is\" | \"are\" | \"was\")", 1),
            ("w == \"is\" || w == \"are\" || w == \"was\"", 1),
            ("match w { \"sen\" => \"senator\", \"rep\" => \"representative\", _ => w }", 1),
            ("[(\"oblast\", Kind::Region), (\"state\", Kind::Region), (\"county\", Kind::County)]", 1),
            ("matches!(w, \"is\" | \"are\")", 0),
            ("// \"is\", \"are\", \"was\"", 0),
            ("match self { Self::A => \"number\", Self::B => \"money\", Self::C => \"date\" }", 0),
            ("matches!(w, \",\" | \".\" | \";\")", 0),
            ("panic!(\"the file is damaged\")", 0),
            ("fn f() {}\n#[cfg(test)]\nmod tests { const A: &[&str] = &[\"is\", \"are\", \"was\"]; }", 0),
        ] {
            assert_eq!(lists("src/a.rs", source).len(), expected, "{source}");
        }
    }
}
