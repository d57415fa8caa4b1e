//! Tagged sentences and the attributions that they must link to.

use super::*;
use crate::tagging::{Tag, TAGS};

/// Reads `[s:source] [q:cue] [c:content]` into a text and its tags; `¶` is a paragraph's end.
pub(super) fn parse(marked: &str) -> (String, Vec<(char, Range<usize>)>) {
    let mut plain = String::new();
    let mut spans = Vec::new();
    let mut rest = marked;
    while let Some(open) = rest.find('[') {
        plain.push_str(&rest[..open]);
        let role = rest[open + 1..].chars().next().unwrap();
        let close = rest[open..].find(']').unwrap() + open;
        let start = plain.len();
        plain.push_str(&rest[open + 3..close]);
        spans.push((role, start..plain.len()));
        rest = &rest[close + 1..];
    }
    plain.push_str(rest);
    // Both are two bytes long, so that the offsets stay.
    (plain.replace('¶', "\n\n"), spans)
}

/// The marked words as one link.
pub(super) fn link_of(text: &Text<'_>, spans: &[(char, Range<usize>)]) -> Link {
    let mut link = Link::default();
    for (role, range) in spans {
        let tokens = text.tokens_in(Span::new(range.start as u32, range.end as u32));
        match role {
            's' => link.source = Some(tokens),
            'q' => link.cue.push(tokens),
            _ => link.content.push(tokens),
        }
    }
    link
}

fn tagged(text: &Text<'_>, spans: &[(char, Range<usize>)]) -> Tagged {
    let mut tags = vec![Tag::Outside; text.tokens.len()];
    for (role, range) in spans {
        let base = match role {
            's' => 1,
            'q' => 3,
            _ => 5,
        };
        for (n, i) in text.tokens_in(Span::new(range.start as u32, range.end as u32)).enumerate() {
            tags[i] = Tag::ALL[base + usize::from(n > 0)];
        }
    }
    let certain = |t: &Tag| {
        let mut posterior = [0.0; TAGS];
        posterior[*t as usize] = 1.0;
        posterior
    };
    Tagged { posteriors: tags.iter().map(certain).collect(), tags, modes: Vec::new() }
}

/// `source|cue|piece + piece` for each attribution, `>` where it lies inside another, `~` where it goes on.
fn linked(marked: &str) -> Vec<String> {
    let (plain, spans) = parse(marked);
    let text = Text::new(&plain);
    find(&text, &tagged(&text, &spans), &crate::entities::find(&text))
        .iter()
        .map(|a| {
            let of = |span: &Option<Span>| span.map_or("", |s| text.slice(s)).to_string();
            let pieces: Vec<&str> = a.content.iter().map(|&p| text.slice(p)).collect();
            let sign = if a.parent.is_some() { ">" } else { "" };
            let sign = if a.continues.is_some() { "~" } else { sign };
            format!("{sign}{}|{}|{}", of(&a.source), of(&a.cue), pieces.join(" + "))
        })
        .collect()
}

#[test]
fn tags_link_to_attributions() {
    let table: &[(&str, &[&str])] = &[
        ("[c:“We lost,”] [s:she] [q:said]. [c:“It was close.”]", &["she|said|“We lost,” + “It was close.”"]),
        ("[s:Ruiz, who] [q:said] [c:no], [q:said] [c:yes].", &["Ruiz, who|said|no", "Ruiz, who|said|yes"]),
        (
            "[s:Ruiz], [s:who] [q:said] [c:it rained], [q:added] [c:it snowed].",
            &["who|said|it rained", "Ruiz|added|it snowed"],
        ),
        (
            "[c:“We lost the cup,”] [s:she] [q:said], [q:adding] [c:that it was close].",
            &["she|said|“We lost the cup,”", "she|adding|that it was close"],
        ),
        (
            "[c:“We lost the cup,”] [s:Ruiz] [q:said], [q:calling] [c:the final a gift]. [c:“It was close.”]",
            &["Ruiz|said|“We lost the cup,” + “It was close.”", "Ruiz|calling|the final a gift"],
        ),
        // The quotation in the next sentence is not Marsh's.
        (
            "[c:“The pump broke,”] [s:he] [q:said]. [c:“It runs again.”] [s:Marsh] [q:reported] from Oban.",
            &["he|said|“The pump broke,” + “It runs again.”"],
        ),
        // Side by side, each with its own cue.
        (
            "[c:“The frost came late,”] [q:said] [s:a grower]. [c:“It took the plums.” “It took the pears,”] [s:the grower] [q:added].",
            &["a grower|said|“The frost came late,” + “It took the plums.”", "the grower|added|“It took the pears,”"],
        ),
        // It ended with a stop: the next speaker has his own words.
        (
            "[s:He] [q:said]: [c:“It is full here.] [c:“It is too cold.”] [s:Marsh] [q:said]: [c:“We start anew.”]",
            &["He|said|“It is full here. + “It is too cold.”", "Marsh|said|“We start anew.”"],
        ),
        ("[c:“It is too cold,”] [s:Marsh] [q:said]: [c:“We start anew.”]", &["Marsh|said|“It is too cold,” + “We start anew.”"]),
        // Reported words end where a quotation begins.
        (
            "[s:Ruiz] [q:said] [c:the boats left at 4 p.m. GMT. “They sailed in every direction,”] [s:she] [q:said].",
            &["Ruiz|said|the boats left at 4 p.m. GMT.", "she|said|“They sailed in every direction,”"],
        ),
        // Said once, however many cues lead to it.
        ("[s:Ruiz], [q:replying to] Marsh, [q:said] [c:it was over].", &["Ruiz|said|it was over"]),
        (
            "[q:According to] [s:Boreal], [c:the online atlas, the lake is the deepest of all].",
            &["Boreal, the online atlas|According to|the lake is the deepest of all"],
        ),
        (
            "[q:According to] [s:Ruiz], [c:the driver, a man of 40, was asleep at the wheel].",
            &["Ruiz|According to|the driver, a man of 40, was asleep at the wheel"],
        ),
        // Paragraphs.
        (
            "[s:She] [q:wrote]:¶[c:“We will not come back to this town.”]",
            &["She|wrote|“We will not come back to this town.”"],
        ),
        (
            "[c:“We will not come back here,”] [s:he] [q:said].¶[c:“It is over for good now.”]",
            &["he|said|“We will not come back here,” + “It is over for good now.”"],
        ),
        (
            "[s:He] [q:said] [c:he would not come back].¶[c:“It is over for good now.”]",
            &["He|said|he would not come back", "~||“It is over for good now.”"],
        ),
        (
            "[c:“Will you come back here?”] [s:he] [q:asked].¶[c:“No, it is over for good now.”]",
            &["he|asked|“Will you come back here?”", "||“No, it is over for good now.”"],
        ),
        ("[s:He] [q:said]: [c:“We lost it all.¶“We start anew.”]", &["He|said|“We lost it all. + “We start anew.”"]),
        ("[c:“We will win it in the end.”]¶[q:—] [s:Ana Ruiz]", &["Ana Ruiz|—|“We will win it in the end.”"]),
        // Nested.
        (
            "[s:The guard] [q:described] [c:the boy who hid], [s:Marsh] [q:said].",
            &["Marsh|said|The guard described the boy who hid", ">The guard|described|the boy who hid"],
        ),
        (
            "[s:Marsh] [q:said] [s:the guard] [q:described] [c:the boy who hid].",
            &["Marsh|said|the guard described the boy who hid", ">the guard|described|the boy who hid"],
        ),
        ("[s:Buyers] [q:still regard] [c:the brand as solid], [q:according to] [s:dealers], [s:who] [q:said] [c:it would keep its price].", &["dealers|according to|Buyers still regard the brand as solid", ">Buyers|still regard|the brand as solid", "who|said|it would keep its price"]),
        // A headline without a full stop in the running text.
        ("[s:Rival claims she lost the harbour race Skipper Ana Ruiz, owner of the yard B. Keel], [q:said] [c:it was over].", &["Skipper Ana Ruiz, owner of the yard B. Keel|said|it was over"]),
        // The guard: a quotation that was passed over, one that was tagged in part, a title that stays unmarked.
        ("“We will never come back here again,” [s:he] [q:said].", &["he|said|“We will never come back here again,”"]),
        (
            "“We will [c:never come back here again],” [s:he] [q:said].",
            &["he|said|“We will never come back here again,”"],
        ),
        ("They sang “Back to the Old Town”.", &[]),
    ];
    for (marked, expected) in table {
        let found = linked(marked);
        assert_eq!(found, *expected, "{marked}");
    }
}
