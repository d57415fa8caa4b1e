//! Texts with sources and contents marked by hand, to test who they are said to be.
//!
//! Sources are marked `<S1 …>`, contents `<C1 …>`; the number joins the two. What is expected of each case is one name for
//! every number, in order, joined by ` | `; `-` where nobody should be named.

use whosaid::annotations::{ClaimForm, ClaimMode};
use whosaid::attribution::Attribution;
use whosaid::entities;
use whosaid::speakers::{self, Speakers};
use whosaid::text::{QuoteState, Span, Text};

#[derive(Clone, Default)]
struct Given {
    source: Option<Span>,
    content: Vec<Span>,
}

/// The text without its marks, and what they mark.
fn read(marked: &str) -> (String, Vec<Given>) {
    let (mut text, mut given, mut open) = (String::new(), Vec::<Given>::new(), Vec::new());
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        let mark = rest.strip_prefix('<').and_then(|r| {
            let kind = r.chars().next().filter(|k| matches!(k, 'S' | 'C'))?;
            let digits: String = r[1..].chars().take_while(char::is_ascii_digit).collect();
            let number: usize = digits.parse().ok()?;
            Some((kind, number, &r[1 + digits.len() + 1..]))
        });
        if let Some((kind, number, after)) = mark {
            open.push((kind, number, text.len() as u32));
            rest = after;
        } else if c == '>' && !open.is_empty() {
            let (kind, number, start) = open.pop().expect("a mark is open");
            given.resize(given.len().max(number), Given::default());
            let span = Span::new(start, text.len() as u32);
            match kind {
                'S' => given[number - 1].source = Some(span),
                _ => given[number - 1].content.push(span),
            }
            rest = &rest[1..];
        } else {
            text.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    (text, given)
}

/// Who the marked sources are.
pub fn resolve(marked: &str) -> (String, Speakers) {
    let (source, given) = read(marked);
    let text = Text::new(&source);
    let attributions: Vec<Attribution> = given
        .into_iter()
        .map(|g| {
            let mut content = g.content;
            content.sort();
            let tokens: Vec<usize> = content.iter().flat_map(|&c| text.tokens_in(c)).collect();
            let quoted = |&i: &usize| text.tokens[i].quote != QuoteState::Outside;
            let form = if !tokens.is_empty() && tokens.iter().all(quoted) {
                ClaimForm::Direct
            } else if tokens.iter().any(quoted) {
                ClaimForm::Mixed
            } else {
                ClaimForm::Indirect
            };
            Attribution {
                source: g.source,
                cue: None,
                content,
                form,
                mode: ClaimMode::Statement,
                qualifiers: Vec::new(),
                stands_for: None,
                continues: None,
                parent: None,
                rule: "given",
                confidence: 1.0,
            }
        })
        .collect();
    let sources = attributions.iter().filter_map(|a| a.source);
    let entities = entities::settle(&text, &entities::find(&text), sources);
    let found = speakers::resolve(&text, &attributions, &entities);
    (source.clone(), found)
}

fn names(found: &Speakers) -> String {
    let name = |of: &Option<(u32, f32)>| of.map_or("-", |(id, _)| found.speakers[id as usize].name.as_str());
    found.of.iter().map(name).collect::<Vec<_>>().join(" | ")
}

/// Fails with all cases that come out otherwise.
pub fn check(cases: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (marked, expected) in cases {
        let (_, found) = resolve(marked);
        let got = names(&found);
        if got != *expected {
            wrong.push(format!("{marked}\n   wanted {expected}\n   got    {got}\n"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// Fails with those cases that no longer come out otherwise than a careful reader would say: they belong to the others then.
#[allow(dead_code, reason = "not every test that takes this module has such cases")]
pub fn check_known_wrong(cases: &[(&str, &str)]) {
    for (marked, expected) in cases {
        assert_ne!(names(&resolve(marked).1), *expected, "right now: {marked}");
    }
}
