//! Names in the text: persons, organisations, places. Serves speakers and places alike.
//!
//! A small trained network (`trained`, `features`; `data/entities.md` is its model card) finds them, the whole text settles
//! their kinds (`merge`), and rules over lists add what they are sure of. The rules: runs of capitalised words, with
//! particles and initials, are split into titles and a name, and the name is classed by given names, titles and nouns in
//! front, words that make organisations, and by what the same words are elsewhere in the text.

pub mod features;
mod merge;
mod naming;
mod runs;
mod settle;
mod trained;
mod words;

use crate::lexicon::{fold, lexicon, title_case};
use crate::text::Text;
pub(crate) use naming::given_as;
use runs::Run;
pub(crate) use runs::{is_acronym, is_capital, is_suffix, name_words, without_suffix};
pub use settle::settle;
pub(crate) use settle::without_article;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
pub(crate) use words::is_function_word;

/// A name.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Its tokens; of a person without titles.
    pub tokens: Range<usize>,
    /// What it names.
    pub kind: EntityKind,
    /// 0 to 1.
    pub confidence: f32,
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum EntityKind {
    Person,
    Organisation,
    Place,
    Other,
}

/// Verbs of speech that mostly have a person's or an organisation's name right in front or behind.
const SPEECH: &[&str] = &[
    "said",
    "says",
    "told",
    "added",
    "asked",
    "wrote",
    "argued",
    "explained",
    "noted",
    "replied",
    "recalled",
    "joked",
    "insisted",
    "warned",
    "tweeted",
    "testified",
    "continued",
    "believes",
    "thinks",
    "hopes",
    "admitted",
];

/// Last words of things that bear the names of persons.
const NAMED_AFTER: &[&str] = &[
    "Day",
    "Act",
    "Bill",
    "Award",
    "Awards",
    "Prize",
    "Tower",
    "Towers",
    "Street",
    "Avenue",
    "Road",
    "Lane",
    "Boulevard",
    "Drive",
    "Park",
    "Bridge",
    "Stadium",
    "Cup",
    "Show",
    "Trophy",
    "Memorial",
    "Hall",
    "Square",
    "Building",
    "Island",
    "County",
    "River",
    "Lake",
    "Law",
    "House",
    "Speech",
    "Airport",
    "Plaza",
    "Station",
    "Arena",
    "Medal",
    "Report",
    "Declaration",
    "Amendment",
    "Era",
    "Presidency",
    "Rally",
    "Tour",
    "Open",
    "Classic",
    "Marathon",
];

/// Whether a word is a verb of speech that names often stand beside.
pub(crate) fn is_speech_verb(word: &str) -> bool {
    SPEECH.contains(&word)
}

/// Finds the names of a text, in text order, not overlapping.
#[must_use]
pub fn find(text: &Text<'_>) -> Vec<Entity> {
    match trained::find(text) {
        Some(found) => merge::merge(text, found, find_by_rules(text)),
        None => find_by_rules(text),
    }
}

/// The names that lists and rules find.
fn find_by_rules(text: &Text<'_>) -> Vec<Entity> {
    let lower = runs::lower_case_words(text);
    let mut found = Vec::new();
    let mut open: Vec<Run> = Vec::new();
    let mut shouted: Vec<Range<usize>> = Vec::new();
    for sentence in &text.sentences {
        if runs::is_headline(text, sentence) {
            shouted.push(sentence.clone());
            continue;
        }
        let mut at = sentence.start;
        while at < sentence.end {
            match runs::run_at(text, &lower, sentence, at) {
                Some(run) => {
                    at = run.tokens.end.max(at + 1);
                    if !classify(text, &run, &mut found) {
                        open.push(run);
                    }
                }
                None => at += 1,
            }
        }
    }
    let known = Known::new(text, &found);
    for run in open {
        found.push(known.classify(text, &run));
    }
    for headline in shouted {
        known.in_headline(text, &lower, headline, &mut found);
    }
    found.sort_by_key(|e| (e.tokens.start, std::cmp::Reverse(e.tokens.end)));
    let mut end = 0;
    found.retain(|e| {
        let free = e.tokens.start >= end && !e.tokens.is_empty();
        if free {
            end = e.tokens.end;
        }
        free
    });
    found
}

/// Classes a run by itself; false when its words alone do not tell.
fn classify(text: &Text<'_>, run: &Run, found: &mut Vec<Entity>) -> bool {
    let lex = lexicon();
    let words = run.words(text);
    let all: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut push = |units: Range<usize>, kind, confidence| {
        if let (Some(first), Some(last)) = (run.units.get(units.start), run.units.get(units.end.wrapping_sub(1))) {
            found.push(Entity { tokens: first.start..last.end, kind, confidence });
        }
    };
    let start = runs::split_titles(&all);
    let name = &all[start..];
    // `Prime Minister`: titles only.
    if name.is_empty() {
        if lex.is_organisation(&all) && all.len() > 2 {
            push(0..all.len(), EntityKind::Organisation, 0.6);
        }
        return true;
    }
    if start > 0 {
        let titles =
            all[..start].iter().rposition(|w| lex.title(w).is_none() && !lex.noun(w).is_some_and(|n| n.person));
        if let Some(last) = titles {
            let front = &all[..=last];
            if lex.is_organisation(front) {
                push(0..last + 1, EntityKind::Organisation, 0.7);
            } else if lex.place(&front.join(" ")) {
                push(0..last + 1, EntityKind::Place, 0.7);
            }
        }
    }
    let joined = name.join(" ");
    if lex.place(&joined) {
        push(start..all.len(), EntityKind::Place, 0.8);
        return true;
    }
    let initial = |w: &str| w.len() == 2 && w.ends_with('.') || w.len() <= 4 && w.matches('.').count() >= 2;
    let given = name.iter().take(2).any(|w| lex.given(w).is_some()) || name.len() > 1 && initial(name[0]);
    let last = name[name.len() - 1];
    // `Barack Obama Day`, `Lord Taylor Street`: called after somebody.
    if name.len() > 2 && NAMED_AFTER.contains(&last) {
        push(start..all.len(), EntityKind::Other, 0.6);
        return true;
    }
    let organisation = lex.is_organisation(name) || name.iter().any(|w| matches!(*w, "of" | "for" | "and" | "&"));
    // `Ann Church` is a person, `Grace Church` was one more likely; `Ford Foundation` is none.
    let surely = lex.is_organisation(name) && !(given && name.len() == 2 && !lex.organisation_word(last));
    if organisation && (surely || !given) {
        push(start..all.len(), EntityKind::Organisation, 0.8);
        return true;
    }
    let role = |w: &str| lex.title(w).is_some() || lex.noun(w).is_some_and(|n| n.person && !n.plural);
    let titled = start > 0 && role(all[start - 1]) || run.after_person_noun;
    if titled && name.len() <= 4 {
        push(start..all.len(), EntityKind::Person, 0.95);
        return true;
    }
    // `Pieter van der Berg`, `Khalid bin Faisal`: hardly anything but persons' names has these.
    let particle = name.len() > 2
        && name[1..].iter().any(|w| matches!(*w, "van" | "von" | "der" | "bin" | "bint" | "ibn" | "ul" | "ben"));
    if (given || particle) && (2..=5).contains(&name.len()) {
        push(start..all.len(), EntityKind::Person, 0.9);
        return true;
    }
    if run.aged && name.len() <= 4 {
        push(start..all.len(), EntityKind::Person, 0.85);
        return true;
    }
    if name.len() == 1 && runs::is_acronym(name[0]) && !run.shouted {
        push(start..all.len(), EntityKind::Organisation, 0.6);
        return true;
    }
    false
}

/// What the names that were classed say about the rest.
struct Known {
    /// Last words of persons' names, folded; and their other words.
    surnames: HashSet<String>,
    others: HashSet<String>,
    /// Number of words of the persons' names by first word, folded lower case, for headlines.
    people: HashSet<String>,
    kinds: HashMap<String, EntityKind>,
}

impl Known {
    fn new(text: &Text<'_>, found: &[Entity]) -> Self {
        let mut known =
            Self { surnames: HashSet::new(), others: HashSet::new(), people: HashSet::new(), kinds: HashMap::new() };
        for entity in found {
            let words = runs::name_words(text, entity.tokens.clone());
            let lower: Vec<String> = words.iter().map(|w| fold(w).to_lowercase()).collect();
            if entity.kind == EntityKind::Person {
                let name = runs::without_suffix(&lower);
                if let Some((last, rest)) = name.split_last() {
                    known.surnames.insert(last.clone());
                    known.others.extend(rest.iter().filter(|w| w.chars().count() > 2).cloned());
                }
                known.people.insert(lower.join(" "));
            } else {
                known.kinds.entry(lower.join(" ")).or_insert(entity.kind);
            }
        }
        known
    }

    fn classify(&self, text: &Text<'_>, run: &Run) -> Entity {
        let lex = lexicon();
        let words = run.words(text);
        let refs: Vec<&str> = words.iter().map(String::as_str).collect();
        let start = runs::split_titles(&refs).min(words.len().saturating_sub(1));
        let tokens = run.units[start].start..run.tokens.end;
        let lower: Vec<String> = words[start..].iter().map(|w| fold(w).to_lowercase()).collect();
        let known = self.people.contains(&lower.join(" ")) || lower.len() == 1 && self.surnames.contains(&lower[0]);
        let (kind, confidence) = if known {
            (EntityKind::Person, 0.9)
        } else if let Some(kind) = self.kinds.get(&lower.join(" ")) {
            (*kind, 0.6)
        } else if lower.len() == 1 && self.others.contains(&lower[0]) {
            (EntityKind::Person, 0.7)
        } else if run.beside_speech && (2..=3).contains(&lower.len()) && !lex.demonym(refs[start]) {
            (EntityKind::Person, 0.6)
        } else if lower.len() == 1 && lex.given(&words[start]).is_some() && !(run.first && run.common) {
            (EntityKind::Person, 0.5)
        } else if lower.len() == 1 && run.beside_speech && (!run.first || !run.common) {
            (EntityKind::Person, 0.4)
        } else {
            (EntityKind::Other, 0.5)
        };
        Entity { tokens, kind, confidence }
    }

    /// Names of a headline: only such as the body of the text has too, or a given name with another word behind it.
    fn in_headline(&self, text: &Text<'_>, lower: &HashSet<String>, range: Range<usize>, found: &mut Vec<Entity>) {
        let lex = lexicon();
        let mut at = range.start;
        while at < range.end {
            if !runs::is_capital(text, at) {
                at += 1;
                continue;
            }
            let mut ends = vec![runs::unit_end(text, at)];
            while ends.len() < 4 && ends[ends.len() - 1] < range.end && runs::is_capital(text, ends[ends.len() - 1]) {
                ends.push(runs::unit_end(text, ends[ends.len() - 1]));
            }
            let words = |end: usize| runs::name_words(text, at..end);
            let folded = |end: usize| -> Vec<String> { words(end).iter().map(|w| fold(w).to_lowercase()).collect() };
            let mut hit = None;
            for &end in ends.iter().rev() {
                let name = folded(end);
                let joined = name.join(" ");
                if self.people.contains(&joined)
                    || name.len() == 1 && self.surnames.contains(&joined) && !lower.contains(&joined)
                {
                    hit = Some((end, EntityKind::Person, 0.85));
                } else if let Some(kind) = self.kinds.get(&joined) {
                    hit = Some((end, *kind, 0.7));
                } else if lex.place(&words(end).iter().map(|w| title_case(w)).collect::<Vec<_>>().join(" ")) {
                    hit = Some((end, EntityKind::Place, 0.7));
                }
                if hit.is_some() {
                    break;
                }
            }
            match hit {
                Some((end, kind, confidence)) => {
                    found.push(Entity { tokens: at..end, kind, confidence });
                    at = end;
                }
                None => {
                    let first = words(ends[0]);
                    let given = first.first().is_some_and(|w| lex.given(w).is_some()) && ends.len() > 1;
                    let next_is_name = ends.get(1).is_some_and(|&end| {
                        let name = folded(end);
                        name.len() == 2 && !lower.contains(&name[1]) && lex.noun(&name[1]).is_none()
                    });
                    if given && next_is_name {
                        found.push(Entity { tokens: at..ends[1], kind: EntityKind::Person, confidence: 0.6 });
                        at = ends[1];
                    } else {
                        at = ends[0];
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(source: &str) -> String {
        let text = Text::new(source);
        let letter = |k| match k {
            EntityKind::Person => "P",
            EntityKind::Organisation => "O",
            EntityKind::Place => "L",
            EntityKind::Other => "x",
        };
        find(&text)
            .iter()
            .filter(|e| e.kind != EntityKind::Other)
            .map(|e| format!("{}:{}", letter(e.kind), text.slice(text.span(e.tokens.clone()))))
            .collect::<Vec<_>>()
            .join("|")
    }

    #[test]
    fn names() {
        for (text, expected) in [
            ("Former adviser Ivan Petrenko spoke to reporters.", "P:Ivan Petrenko"),
            ("The bill was backed by Sen. Carla Ruiz-Ortega of Ohio.", "P:Carla Ruiz-Ortega|L:Ohio"),
            ("Gen. Peter A. Hollis met Mr. Okafor.", "P:Peter A. Hollis|P:Okafor"),
            ("She met Bashar al-Masri and Pieter van der Berg.", "P:Bashar al-Masri|P:Pieter van der Berg"),
            ("The World Health Organization issued advice.", "O:World Health Organization"),
            ("He works at the Ministry of Foreign Affairs.", "O:Ministry of Foreign Affairs"),
            ("Analyst Olena Hrytsenko said so. Hrytsenko left.", "P:Olena Hrytsenko|P:Hrytsenko"),
            ("Tulsa Police Chief Daniel Marks resigned.", "O:Tulsa Police|P:Daniel Marks"),
            ("Prime Minister Haruto Sakamoto flew to Japan.", "P:Haruto Sakamoto|L:Japan"),
            ("Zyler Quenby, 34, was hurt. Quenby lives in Leeds.", "P:Zyler Quenby|P:Quenby|L:Leeds"),
            ("“It hurts,” said Tamsyn Borlase.", "P:Tamsyn Borlase"),
            ("The striker Olu Bakare scored. Will Bakare stay?", "P:Olu Bakare|P:Bakare"),
            ("The World Health Organization (WHO) said so. WHO agreed.", "O:World Health Organization|O:WHO|O:WHO"),
            ("VELMORA WINS APPEAL\nThe lawyer Ilze Kalna said so on Monday in Riga.", "P:Ilze Kalna|L:Riga"),
            ("Chad Morris lives in Chad.", "P:Chad Morris|L:Chad"),
        ] {
            assert_eq!(marked(text), expected, "{text}");
        }
    }

    #[test]
    fn any_text() {
        for text in ["", "A", "A.", "’s", "— —", "Mr.", "Mr. Mr. Mr.", "O'", "Al-", "A-B-C-", "THE END OF IT ALL NOW"]
        {
            let _ = find(&Text::new(text));
        }
    }
}
