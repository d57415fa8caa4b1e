//! Subjects that do not speak: who `was criticised`, `faced questions`, was `asked`, or `allegedly` did something.
//!
//! The tags know of sources and cues, not of active and passive, and take the subject of `He has been criticised for …`
//! for the source of the criticism. A wrong speaker is worse than none, so such a subject loses the words; where they are
//! about it, it becomes a part of what is said.

use super::cues;
use super::linking::Link;
use crate::annotations::ClaimMode;
use crate::text::{Text, TokenKind};
use std::ops::Range;

/// Forms of `be` with which a passive is made.
const BE: &str = "is are was were be been being am got";

/// Participles whose subject is what others say something of.
const SAID_OF: &str = "criticised criticized accused charged blamed praised ridiculed condemned attacked mocked hailed \
    called described labelled labeled dubbed known seen viewed regarded considered deemed rated ranked denounced slammed \
    lauded sued indicted convicted expected believed thought said reported alleged rumoured rumored feared censured \
    credited derided lambasted panned suspected";

/// Participles whose subject is told or asked something.
const SAID_TO: &str = "asked pressed urged told warned questioned informed advised reminded ordered instructed \
    challenged quizzed grilled prompted";

/// Participles of a question, as in `Asked whether he would go, Marsh said …`.
const ASKED: &str = "asked pressed questioned quizzed grilled challenged prompted";

/// Words in front of such a participle.
const WHEN_ASKED: &str = "when if while whether being once after";

/// Verbs whose subject has to bear what others say.
const BEARS: &str =
    "face faces faced facing draw draws drew drawn attract attracts attracted receive receives received \
    receiving come comes came coming endure endured weather weathered earn earned win won meet met provoke provoked \
    spark sparked prompt prompted took take takes taking";

/// What is borne.
const BORNE: &str = "criticism criticisms question questions call calls accusation accusations allegation allegations \
    complaint complaints scrutiny concern concerns doubt doubts backlash outcry pressure opposition condemnation praise \
    charge charges anger demand demands request requests suspicion suspicions heat fire claims";

/// What a crowd does: `to shouts of “Shame!”`.
const CROWD: &str = "shouts cheers chants cries boos jeers shout cry chant applause";

/// Participles that stand for a relative clause in the passive: `the man believed to be the driver`.
const REDUCED: &str = "said reputed believed thought rumoured rumored alleged reported understood considered presumed \
    feared suspected supposed";

/// Subjects of which `said to be` and the like is said even without a comma: `one said to be a spy`, never `she`.
const INDEFINITE: &str = "a an one another two three four some several many no any";

/// Adverbs by which a statement is somebody's, and not that of its subject.
const HEARSAY: &str = "reportedly allegedly supposedly purportedly";

fn listed(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|w| w.eq_ignore_ascii_case(word))
}

/// What the subject of a cue is, if not the one who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Something is said of it.
    Topic,
    /// Something is said to it, or others say it.
    Hearer,
}

/// Takes their words from subjects that do not speak.
pub(super) fn silence(text: &Text<'_>, links: &mut [Link]) {
    for link in links.iter_mut().filter(|link| link.by_rule.is_none()) {
        let (Some(source), Some(first), Some(last)) = (&link.source, link.cue.first(), link.cue.last()) else {
            continue;
        };
        let cue = first.start..last.end;
        if is_impersonal(text, &cue) && !(source.start > cue.end && text.word(source.start - 1) == "by") {
            link.source = None;
            continue;
        }
        if is_reduced(text, source, &cue) {
            let source = source.clone();
            // `Lund, said to have been a spy, died`: the second comma ends it.
            let set_off = text.word(source.end) == ",";
            let finite = |i: usize| listed("is are was were has had will would could did", text.word(i));
            if !set_off && link.content.iter().cloned().flatten().any(finite) {
                link.content.clear();
                continue;
            }
            if let Some(piece) = link.content.iter_mut().find(|piece| piece.start == cue.end) {
                let comma = piece.clone().find(|&i| set_off && text.word(i) == ",");
                piece.end = comma.unwrap_or(piece.end);
            }
            link.content.insert(0, source);
            link.source = None;
            link.silenced = true;
            merge(text, &mut link.content);
            continue;
        }
        let Some(part) = part(text, source, &cue, &link.cue) else { continue };
        let source = source.clone();
        link.source = None;
        let relative = ["who", "which", "that", "whom"].contains(&text.word(source.start));
        let before = source.end <= cue.start && text.sentence_of(source.start) == text.sentence_of(cue.start);
        link.silenced = part == Part::Topic;
        // `…, which are expected to go on`: the relative pronoun is the subject, not the source of another cue.
        let pronoun = |i: usize| ["who", "which", "that"].contains(&text.word(i));
        let other = !relative && cue.start.checked_sub(1).is_some_and(|i| pronoun(i) && i >= source.end);
        if other {
            link.content.retain(|piece| !(piece.len() == 1 && pronoun(piece.start)));
            link.silenced = false;
        }
        if part == Part::Topic && before && !relative && !other {
            if let Some(adverb) = hearsay(text, &link.cue) {
                if adverb + 1 < cue.end {
                    link.content.insert(0, adverb + 1..cue.end);
                }
                link.cue = vec![adverb..adverb + 1];
            }
            link.content.insert(0, source);
            merge(text, &mut link.content);
        }
    }
}

/// Pieces in text order, those that touch made one.
fn merge(text: &Text<'_>, pieces: &mut Vec<Range<usize>>) {
    pieces.sort_by_key(|piece| piece.start);
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(pieces.len());
    for piece in pieces.drain(..) {
        match merged.last_mut() {
            Some(last)
                if piece.start <= last.end
                    && text.tokens[piece.start].paragraph == text.tokens[last.start].paragraph =>
            {
                last.end = last.end.max(piece.end);
            }
            _ => merged.push(piece),
        }
    }
    *pieces = merged;
}

/// `It is reported`, `it was long believed`: nobody is named who does.
fn is_impersonal(text: &Text<'_>, cue: &Range<usize>) -> bool {
    text.word(cue.start).eq_ignore_ascii_case("it") && passive(text, cue).is_some_and(|i| i + 1 == cue.end)
}

/// `a man believed to be the driver`, `the ring, said to have been hers`: a relative clause in the passive without its
/// pronoun and verb.
fn is_reduced(text: &Text<'_>, source: &Range<usize>, cue: &Range<usize>) -> bool {
    let word = |i: usize| text.word(i);
    let verb = matches!(word(cue.end), "to") && matches!(word(cue.end + 1), "be" | "have");
    let bare = cue.clone().all(|i| i + 1 == cue.end || word(i).ends_with("ly") || matches!(word(i), "long" | "once"));
    if source.end > cue.start || !verb || !bare || !listed(REDUCED, word(cue.end - 1)) {
        return false;
    }
    let comma = (source.end..cue.start).any(|i| word(i) == ",");
    let plain = (source.end..cue.start).all(|i| word(i) == ",");
    let active = listed("said reported understood", word(cue.end - 1));
    plain && (comma || !active || listed(INDEFINITE, word(source.start)))
}

fn part(text: &Text<'_>, source: &Range<usize>, cue: &Range<usize>, pieces: &[Range<usize>]) -> Option<Part> {
    let word = |i: usize| text.word(i);
    if is_question(text, cue.start) && (source.end <= cue.start || source.start > cue.end) {
        return Some(Part::Hearer);
    }
    // `Roth's letter was ridiculed for its prediction that …`: the letter is his.
    let owner = matches!(word(source.end - 1), "'s" | "’s" | "'" | "’");
    if source.end > cue.start || owner {
        return None;
    }
    if hearsay(text, pieces).is_some() {
        return Some(Part::Topic);
    }
    let tokens = || pieces.iter().cloned().flatten();
    if word(cue.start) == "to" && tokens().any(|i| listed(CROWD, word(i))) {
        return Some(Part::Hearer);
    }
    if let Some(participle) = passive(text, cue) {
        // `was criticised by the mayor`: somebody is named, and the tagger knows who.
        return (word(participle + 1) != "by").then(|| {
            if listed(SAID_TO, word(participle)) {
                Part::Hearer
            } else {
                Part::Topic
            }
        });
    }
    let verb = tokens().find(|&i| !listed("has have had been also again already is was were are", word(i)))?;
    let borne = tokens().any(|i| i > verb && listed(BORNE, word(i)));
    let under = !listed("come comes came coming", word(verb)) || matches!(word(verb + 1), "under" | "in");
    (listed(BEARS, word(verb)) && borne && under).then_some(Part::Hearer)
}

/// The adverb of a cue in which nothing else says that somebody spoke: `allegedly moved`, but not `reportedly told`.
fn hearsay(text: &Text<'_>, cue: &[Range<usize>]) -> Option<usize> {
    let tokens = || cue.iter().cloned().flatten();
    let adverb = tokens().find(|&i| listed(HEARSAY, text.word(i)))?;
    let speaks = tokens().any(|i| cues::cue(text.word(i)).is_some_and(|c| c.is_verb && c.mode == ClaimMode::Statement));
    (!speaks).then_some(adverb)
}

/// The participle of a passive in a cue whose subject is spoken of or spoken to, and that is all the cue says.
fn passive(text: &Text<'_>, cue: &Range<usize>) -> Option<usize> {
    let be = cue.clone().find(|&i| listed(BE, text.word(i)))?;
    let participle =
        (be + 1..cue.end.min(be + 5)).find(|&i| listed(SAID_OF, text.word(i)) || listed(SAID_TO, text.word(i)))?;
    let between = (be + 1..participle).all(|i| {
        let word = text.word(i);
        listed(BE, word)
            || matches!(word, "not" | "n't" | "n’t" | "often" | "once" | "also" | "now" | "first" | "still")
            || word.ends_with("ly")
    });
    between.then_some(participle)
}

/// Whether a cue that begins here is the question that somebody was asked, and no word says by whom: `Asked about the
/// bridge, she said …`, `… she said when asked about it`.
pub(crate) fn is_question(text: &Text<'_>, at: usize) -> bool {
    if !listed(ASKED, text.word(at)) || text.tokens[at].kind != TokenKind::Word {
        return false;
    }
    let begins = text.sentence_of(at).start == at || text.word(at).starts_with(char::is_uppercase);
    begins || at.checked_sub(1).is_some_and(|before| listed(WHEN_ASKED, text.word(before)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::tests::{link_of, parse};

    #[test]
    fn subjects_that_do_not_speak() {
        for (marked, source, content) in [
            (
                "[s:He] [q:has been harshly criticised for] [c:his handling of the fund].",
                false,
                "He|his handling of the fund",
            ),
            ("[q:Asked] [c:whether he would go], [s:Marsh] said he would stay.", false, "whether he would go"),
            ("[s:The firm] [q:faced questions about] [c:its accounts].", false, "its accounts"),
            ("[s:The minister] [q:came under criticism for] [c:the delay].", false, "the delay"),
            ("[s:Marsh] [q:allegedly moved] [c:40,000 euros].", false, "Marsh|moved 40,000 euros"),
            ("[s:They] [q:were told] [c:that it was over].", false, "that it was over"),
            ("[s:Sayer] spoke [q:to shouts of] [c:“Shame!”]", false, "“Shame!”"),
            ("[q:It is reported] [c:that he met two men], [s:one] called Lund.", false, "that he met two men"),
            ("It fell, [s:one] [q:said] [c:to be a spy].", false, "one|to be a spy"),
            ("[s:Lund], [q:reputed] [c:to have been a spy, died].", false, "Lund|to have been a spy"),
            ("[s:The men] sent letters [c:which] [q:are expected] [c:to arrive].", false, "to arrive"),
            ("[s:She] [q:said] [c:to be careful].", true, "to be careful"),
            ("[s:Marsh] [q:claimed] [c:to be the owner].", true, "to be the owner"),
            ("[s:Marsh] [q:reportedly told] [c:friends that it was over].", true, "friends that it was over"),
            ("[s:The mayor] [q:criticised] [c:the delay].", true, "the delay"),
            ("[s:Marsh] [q:was quoted as saying] [c:it was over].", true, "it was over"),
            ("[s:Marsh] [q:asked] [c:whether it was over].", true, "whether it was over"),
            ("[s:Marsh] [q:was concerned] [c:that it was over].", true, "that it was over"),
            ("[s:The mayor] [q:came out against] [c:the plan].", true, "the plan"),
        ] {
            let (plain, spans) = parse(marked);
            let text = Text::new(&plain);
            let mut links = vec![link_of(&text, &spans)];
            silence(&text, &mut links);
            let words: Vec<&str> = links[0].content.iter().map(|c| text.slice(text.span(c.clone()))).collect();
            assert_eq!((links[0].source.is_some(), words.join("|").as_str()), (source, content), "{marked}");
        }
    }
}
