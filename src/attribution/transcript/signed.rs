//! Quotations that a name behind a dash signs: `“…” ― Ana Ruiz`.

use super::super::cues;
use super::super::link::Link;
use crate::lexicon::{Feature, FeatureSet};
use crate::text::{QuoteState, Text, TokenKind};
use std::ops::Range;

/// `“…” ― Ana Ruiz`, as readers' letters, epigraphs and reviews have it: a whole quotation, a dash, a name and the end of
/// the paragraph or the next quotation.
pub(super) fn signed(text: &Text<'_>) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for quotation in text.quotations.iter().filter(|q| q.parent.is_none() && q.full && q.closed) {
        let start = quotation.tokens.start;
        let behind_signature = links.last().and_then(|l| l.source.as_ref()).is_some_and(|s| s.end == start);
        if text.sentence_of(start).start != start && !behind_signature {
            continue;
        }
        let dash = quotation.tokens.end;
        if let Some(signature) = signature(text, dash) {
            let content = vec![quotation.tokens.clone()];
            links.push(Link::by_rule("signed-quotation", Some(signature), dash..dash + 1, content));
        }
    }
    links
}

/// The name behind the dash at token `dash`, in its paragraph or as the next.
fn signature(text: &Text<'_>, dash: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 10;
    const JOINING: FeatureSet = FeatureSet::of(&[Feature::NameParticle, Feature::Article, Feature::Coordinator]);
    if !matches!(text.word(dash), "―" | "—" | "–" | "-" | "--" | "~") {
        return None;
    }
    let (start, border) = (dash + 1, text.paragraph_of(dash).end);
    let opens = |i: usize| matches!(text.tokens[i].quote, QuoteState::Open { full: true });
    let mut end = (start..border.min(start + LONGEST + 2)).find(|&i| opens(i)).unwrap_or(border);
    end -= usize::from(end > start && text.word(end - 1) == ".");
    if end <= start || end - start > LONGEST {
        return None;
    }
    let address = |i: usize| text.tokens[i].kind == TokenKind::Address;
    let of_name = |i: usize| match text.tokens[i].kind {
        TokenKind::Word => text.is_capital(i) || text.is_any(i, JOINING) || text.word(i) == "of",
        _ => address(i) || matches!(text.word(i), "." | "-" | "&" | "'" | "’"),
    };
    let begins = text.word(start).starts_with(char::is_uppercase) || address(start);
    let is_name = (start..end).take_while(|&i| text.word(i) != ",").all(of_name);
    // `“…” — Ruiz said`: a cue of its own.
    let speaks = |i: usize| text.word(i).starts_with(char::is_lowercase) && cues::is_verb(text, i);
    (begins && is_name && !(start..end).any(speaks)).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_signed_quotations() {
        let found = |plain: &str| -> Vec<String> {
            let text = Text::new(plain);
            let words = |range: &Range<usize>| text.slice(text.span(range.clone())).to_string();
            let of = |l: &Link| format!("{}|{}", words(l.source.as_ref().unwrap()), words(&l.content[0]));
            signed(&text).iter().map(of).collect()
        };
        assert_eq!(
            found("“The garden was a gift to all of us.” ― Ada M. Knox\n“We shall miss the old trees.” — Piet van Dam, gardener"),
            ["Ada M. Knox|“The garden was a gift to all of us.”", "Piet van Dam, gardener|“We shall miss the old trees.”"]
        );
        for plain in [
            "“The garden was a gift to all of us,” — Knox said on Monday.",
            "“The garden was a gift to all of us” — and nobody thanked her.",
            "The song “All of the Lights Went Out” – Knox’s best – was played twice.",
        ] {
            assert_eq!(found(plain), Vec::<String>::new(), "{plain}");
        }
    }
}
