//! Doubts that no corpus of political news teaches: acts and effects that its annotators count as attributions, and
//! readers do not.
//!
//! Each doubt lowers the odds of an attribution by a fixed factor. They were found by reading what the tagger marks in
//! news from elsewhere (courts, police, business, local papers) and weigh what PolNeAR's habit of marking every attitude
//! leaves out; they are not fitted, for there is no corpus to fit them on.

use super::cues;
use super::linking::Link;
use crate::annotations::ClaimForm;
use crate::text::Text;
use std::ops::Range;

/// Verbs that, with a plain noun phrase behind them, tell of an act and not of words: `the court dismissed the petition`.
const ACTS: &str = "accept address advance appeal approve attempt authorise authorize ban broadcast cancel celebrate \
    charge claim confirm declare decline determine direct discover discuss dismiss document endorse file \
    find grade grant hail indict issue lobby log mandate measure name notify offer order pass plead post \
    promote prosecute publish pursue raise rank read receive record refer refuse reject relay release \
    report require resolve reveal review see settle show sing spot submit sue support survey teach text thank veto \
    visit watch welcome withdraw";

/// Participles that tie an effect to the whole sentence, not words to its subject: `…, underscoring the rift`.
const EFFECTS: &str =
    "underscoring underlining highlighting showing reflecting raising sparking fueling fuelling prompting \
    triggering marking formalizing formalising signaling signalling indicating causing leading drawing \
    renewing stoking heightening easing confirming proving";

/// Verbs with which an event brings words about: `the fire sparked speculation`.
const CAUSES: &str =
    "sparked sparks fueled fuelled fuels prompted prompts triggered triggers drew draws stoked stokes \
    renewed renews provoked provokes led brought added";

/// What somebody claims without saying it: `the fire claimed four lives`.
const CLAIMED: &str = "life lives victory title responsibility credit victims asylum benefits gold silver bronze";

/// Words that begin or carry a clause: with one of them the content says something.
const CLAUSE: &str =
    "that whether if how why what when is are was were be been 're ’re has have had will would could can \
    may might should must shall do does did not n't n’t 'll ’ll 'd ’d cannot";

fn listed(list: &str, word: &str) -> bool {
    list.split(' ').any(|w| w == word)
}

/// The logarithm by which the odds of a link are lowered; 0 where there is no doubt.
pub(super) fn doubt(text: &Text<'_>, link: &Link, form: ClaimForm) -> f32 {
    let Some(content) = link.content.first() else { return 0.0 };
    let cue_words: Vec<String> = link.cue.iter().cloned().flatten().map(|i| text.word(i).to_lowercase()).collect();
    let content_words: Vec<String> = content.clone().take(40).map(|i| text.word(i).to_lowercase()).collect();
    let is = |word: Option<&String>, list: &str| word.is_some_and(|w| listed(list, w));
    // `Asked about it, she laughed`: what she was asked is nothing that she says.
    if form == ClaimForm::Indirect && super::patient::is_question(text, content.start) {
        return -8.0;
    }
    // What somebody was asked is a claim of nobody.
    let asked = link.cue.first().is_some_and(|cue| super::patient::is_question(text, cue.start));
    if asked && link.source.is_none() {
        return -3.0;
    }
    let all_words: usize = link.content.iter().map(|c| text.words_in(c.clone())).sum();
    // `Carter said that`: the rest of the sentence was lost.
    if all_words == 1 && (is(content_words.first(), CLAUSE) || is(content_words.first(), "which who whom")) {
        return -8.0;
    }
    // `who declined to be named`: a reason for anonymity, not a claim.
    let opening = content_words.iter().filter(|w| *w != "to").take(2).collect::<Vec<_>>();
    if matches!(opening.as_slice(), [be, what] if *be == "be" && ["named", "identified", "quoted"].contains(&what.as_str()))
    {
        return -8.0;
    }
    if form != ClaimForm::Direct && is(cue_words.first(), EFFECTS) {
        return -2.5;
    }
    if form != ClaimForm::Indirect {
        return 0.0;
    }
    let claims = cue_words.iter().any(|w| w.starts_with("claim"));
    if claims && content_words.iter().take(4).any(|w| listed(CLAIMED, w)) {
        return -4.0;
    }
    if is(cue_words.first(), CAUSES) && cue_words.len() > 1 {
        return -3.0;
    }
    // A relative clause is part of its noun phrase.
    let relative = |w: &String| listed("that which who whom whose", w);
    let opening = content_words.first().is_some_and(|w| w == "to" || listed(CLAUSE, w));
    // `sees him as honest`, `hailed it as a triumph`: a judgement.
    let judges = |w: &String| listed(CLAUSE, w) || w == "as";
    let clausal = opening || content_words.iter().take_while(|w| !relative(w)).any(judges);
    // `Five deaths have been reported`: an event that somebody reported, not words.
    if !clausal && link.source.is_none() && link.continues.is_none() && !link.silenced {
        return -1.5;
    }
    // The object of an act stands behind its verb; words in front of it are a clause: `Lake drained in a day, study finds`.
    let is_object = link.cue.first().is_some_and(|cue| cue.start < content.start);
    if !clausal && is_object && link.content.len() == 1 && is_act(text, &link.cue) {
        return -1.8;
    }
    0.0
}

/// Whether the verb of a cue tells of an act.
fn is_act(text: &Text<'_>, cue: &[Range<usize>]) -> bool {
    let mut verbs =
        cue.iter().cloned().flatten().filter(|&i| cues::cue(text.word(i)).is_none_or(|c| c.is_verb)).peekable();
    verbs.peek().is_some() && verbs.any(|i| stems(&text.word(i).to_lowercase()).iter().any(|s| listed(ACTS, s)))
}

/// What a regular verb form may be made from: `dismissed` → `dismiss`, `filing` → `file`, `denies` → `deny`.
fn stems(word: &str) -> Vec<String> {
    let mut stems = vec![word.to_string()];
    for (ending, replacements) in [
        ("ied", &["y"][..]),
        ("ies", &["y"]),
        ("ed", &["", "e"]),
        ("ing", &["", "e"]),
        ("es", &["", "e"]),
        ("s", &[""]),
    ] {
        if let Some(stem) = word.strip_suffix(ending).filter(|s| s.len() >= 2) {
            stems.extend(replacements.iter().map(|r| format!("{stem}{r}")));
            // `banned` → `ban`
            let mut doubled = stem.chars().rev();
            if let (Some(a), Some(b)) = (doubled.next(), doubled.next()) {
                if a == b && a.is_ascii_alphabetic() {
                    stems.push(stem[..stem.len() - a.len_utf8()].to_string());
                }
            }
        }
    }
    let irregular = match word {
        "found" => "find",
        "sang" | "sung" => "sing",
        "withdrew" | "withdrawn" => "withdraw",
        "taught" => "teach",
        "shown" => "show",
        "saw" | "seen" => "see",
        _ => return stems,
    };
    stems.push(irregular.to_string());
    stems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::form_of;
    use crate::attribution::tests::{link_of, parse};

    #[test]
    fn acts_and_effects_are_doubted_words_are_not() {
        for (marked, doubted) in [
            ("[s:The court] [q:dismissed] [c:a petition by the tenants].", true),
            ("[s:The bureau] [q:filed] [c:its annual accounts].", true),
            ("The flood [q:claimed] [c:nine lives in the valley].", true),
            ("[s:A clerk, who] [q:declined] [c:to be named because of the risk].", true),
            ("They walked out, [q:underscoring] [c:the rift in the party].", true),
            ("[s:The fire] [q:sparked speculation about] [c:the age of the wiring].", true),
            ("[s:Ruiz] [q:said] [c:that].", true),
            ("[s:The court] [q:found] [c:that the tenants were right].", false),
            ("[c:Lake drained in a day], [s:study] [q:finds]", false),
            ("[s:The valley] [q:reported] [c:nine new cases of measles].", true),
            ("[c:Four new cases] [q:have been reported] in the valley.", true),
            ("It [q:was reported] [c:that four were ill].", false),
            ("[s:Ruiz] [q:claimed] [c:the ball was out].", false),
            ("[s:Ruiz] [q:denied] [c:the accusation].", false),
            ("[s:The mayor] [q:criticised] [c:the slow repair of the bridge].", false),
            ("[s:The mayor] [q:confirmed] [c:“the sad news from the mine”].", false),
            ("[s:The union] [q:vowed] [c:to go on].", false),
        ] {
            let (plain, spans) = parse(marked);
            let text = Text::new(&plain);
            let link = link_of(&text, &spans);
            let form = form_of(&text, &link.content);
            assert_eq!(doubt(&text, &link, form) < 0.0, doubted, "{marked}");
        }
    }
}
