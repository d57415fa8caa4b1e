//! Reads the text from front to back and resolves every source.

use super::describe::lower_words;
use super::names::{squeezed, NameMention, Names};
use super::nominals::{self, Match};
use super::phrase::{self, Determiner, Nominal, Phrase};
use super::referent::{Id, Referent};
use super::trail::{quoted, Function, Kind, Seen, Trail, Wanted};
use super::{anonymity, describe};
use crate::annotations::{ClaimForm, MentionForm, SpeakerKind};
use crate::attribution::Attribution;
use crate::entities::lexicon::{lexicon, Gender};
use crate::entities::{is_capital, is_function_word, is_speech_verb, Entity, EntityKind};
use crate::text::{Span, Text, TokenKind};
use std::collections::HashMap;
use std::ops::Range;

/// What the walk found.
pub(super) struct Walked {
    pub referents: Vec<Referent>,
    pub names: Vec<NameMention>,
    pub of: Vec<Option<(Id, f32)>>,
}

/// Attributions that share one source.
struct Source {
    tokens: Range<usize>,
    attributions: Vec<usize>,
}

struct Walk<'a, 't> {
    text: &'a Text<'t>,
    attributions: &'a [Attribution],
    names: Names,
    referents: Vec<Referent>,
    trail: Trail,
    of: Vec<Option<(Id, f32)>>,
    /// For each attribution the one whose content holds its source.
    holder: Vec<Option<usize>>,
    /// Sources in the first person, to be resolved when all else is.
    first_person: Vec<(usize, usize)>,
    /// The writer, `we`, `you`.
    large: Vec<Id>,
    /// Referents of descriptions by the token of their head noun.
    heads: HashMap<usize, Id>,
    /// For each token whether it is inside somebody's words.
    reported: Vec<bool>,
    /// Tokens of all sources, in text order.
    sources: Vec<Range<usize>>,
}

/// Reads the text.
pub(super) fn walk(text: &Text<'_>, attributions: &[Attribution], entities: &[Entity]) -> Walked {
    let mut sources: Vec<Source> = Vec::new();
    let mut order: Vec<usize> = (0..attributions.len()).filter(|&i| attributions[i].source.is_some()).collect();
    order.sort_by_key(|&i| attributions[i].source.map(|s| (s.start, s.end)));
    for i in order {
        let Some(span) = attributions[i].source else { continue };
        let tokens = text.tokens_in(span);
        match sources.last_mut() {
            Some(last) if last.tokens == tokens => last.attributions.push(i),
            _ if tokens.is_empty() => {}
            _ => sources.push(Source { tokens, attributions: vec![i] }),
        }
    }
    let entities = promote(text, entities, &sources);
    let mut referents = Vec::new();
    let names = Names::new(text, &entities, &mut referents);
    let mut walk = Walk {
        text,
        attributions,
        names,
        referents,
        trail: Trail::new(text),
        of: vec![None; attributions.len()],
        holder: holders(attributions),
        first_person: Vec::new(),
        large: Vec::new(),
        heads: HashMap::new(),
        reported: reported(text, attributions),
        sources: sources.iter().map(|s| s.tokens.clone()).collect(),
    };
    walk.observe_pronouns();
    walk.run(&sources);
    walk.first_person();
    walk.go_on();
    walk.anonymity(&sources);
    Walked { referents: walk.referents, names: walk.names.mentions, of: walk.of }
}

/// For each attribution the one with the smallest content around its source.
fn holders(attributions: &[Attribution]) -> Vec<Option<usize>> {
    /// Contents that begin before a source and are looked at, at most.
    const BACK: usize = 64;
    let mut contents: Vec<(Span, usize)> =
        attributions.iter().enumerate().flat_map(|(i, a)| a.content.iter().map(move |&c| (c, i))).collect();
    contents.sort_by_key(|c| (c.0.start, c.0.end));
    let holder = |i: usize| {
        let source = attributions[i].source.or_else(|| attributions[i].content.first().copied())?;
        let behind = contents.partition_point(|c| c.0.start <= source.start);
        let around = contents[behind.saturating_sub(BACK)..behind].iter();
        around.filter(|c| c.1 != i && c.0.contains(source)).min_by_key(|c| c.0.len()).map(|c| c.1)
    };
    (0..attributions.len()).map(holder).collect()
}

/// For each token whether an attribution's content holds it.
fn reported(text: &Text<'_>, attributions: &[Attribution]) -> Vec<bool> {
    let mut reported = vec![false; text.tokens.len()];
    let mut contents: Vec<Range<usize>> =
        attributions.iter().flat_map(|a| a.content.iter().map(|&c| text.tokens_in(c))).collect();
    contents.sort_by_key(|c| c.start);
    // Contents may lie in one another: no token is written twice.
    let mut done = 0;
    for content in contents {
        for token in content.start.max(done)..content.end {
            reported[token] = true;
        }
        done = done.max(content.end);
    }
    reported
}

/// Makes persons of the unknown names that are sources: two or three capitalised words without an article.
fn promote(text: &Text<'_>, entities: &[Entity], sources: &[Source]) -> Vec<Entity> {
    let lex = lexicon();
    let mut entities = entities.to_vec();
    for entity in &mut entities {
        // What only a verb beside it makes a person is looked at again here.
        if entity.kind == EntityKind::Person && entity.confidence < 0.45 {
            entity.kind = EntityKind::Other;
        }
    }
    let mut surnames: Vec<String> = Vec::new();
    for source in sources {
        let first = entities.partition_point(|e| e.tokens.start < source.tokens.start);
        let Some(entity) = entities.get_mut(first) else { continue };
        let whole = entity.tokens.start == source.tokens.start && entity.kind == EntityKind::Other;
        let words = crate::entities::name_words(text, entity.tokens.clone());
        let after = text.word(entity.tokens.end);
        let ends = entity.tokens.end >= source.tokens.end || matches!(after, "," | "(");
        let plain = words.iter().all(|w| {
            lex.noun(w).is_none()
                && !lex.demonym(w)
                && lex.title(w).is_none()
                && w.chars().skip(1).any(char::is_lowercase)
        });
        let linked = words.iter().any(|w| w.starts_with(char::is_lowercase));
        if whole && ends && plain && !linked && (2..=3).contains(&words.len()) {
            entity.kind = EntityKind::Person;
            surnames.extend(words.last().cloned());
        }
    }
    // Unknown names of one word that are sources: companies and the like, so that all their mentions are gathered.
    let mut single: Vec<String> = Vec::new();
    for source in sources {
        let first = entities.partition_point(|e| e.tokens.start < source.tokens.start);
        if let Some(entity) = entities.get(first).filter(|e| e.kind == EntityKind::Other && e.tokens.len() == 1) {
            let word = text.word(entity.tokens.start);
            let known = lex.noun(word).is_some()
                || lex.demonym(word)
                || lex.title(word).is_some()
                || surnames.iter().any(|s| s == word);
            if entity.tokens == source.tokens && !known {
                single.push(word.to_owned());
            }
        }
    }
    single.sort();
    for entity in &mut entities {
        if entity.kind == EntityKind::Other && entity.tokens.len() == 1 {
            let word = text.word(entity.tokens.start);
            if single.binary_search_by(|s| s.as_str().cmp(word)).is_ok() {
                entity.kind = EntityKind::Organisation;
            }
        }
    }
    if !surnames.is_empty() {
        surnames.sort();
        for entity in &mut entities {
            if entity.kind == EntityKind::Other && entity.tokens.len() == 1 {
                let word = text.word(entity.tokens.start);
                if surnames.binary_search_by(|s| s.as_str().cmp(word)).is_ok() {
                    entity.kind = EntityKind::Person;
                }
            }
        }
    }
    entities
}

impl Walk<'_, '_> {
    /// Counts `he` and `she` right behind the only person of a sentence or two, where nothing else tells.
    fn observe_pronouns(&mut self) {
        for (i, mention) in self.names.mentions.iter().enumerate() {
            if !self.referents[mention.referent].is_person() {
                continue;
            }
            let next = self.names.mentions[i + 1..].iter().find(|m| self.referents[m.referent].is_person());
            let limit = next.map_or(self.text.tokens.len(), |m| m.tokens.start).min(mention.tokens.end + 80);
            let here = quoted(self.text, mention.tokens.start);
            let found = (mention.tokens.end..limit).filter(|&t| quoted(self.text, t) == here).find_map(|t| match self
                .text
                .word(t)
            {
                "he" | "He" | "his" | "His" | "him" | "himself" => Some(Gender::Male),
                "she" | "She" | "her" | "Her" | "herself" => Some(Gender::Female),
                _ => None,
            });
            // Weak: the pronoun may be somebody else's.
            self.referents[mention.referent].add_gender(found, 0.35);
        }
    }

    fn run(&mut self, sources: &[Source]) {
        let text = self.text;
        let (mut source, mut name) = (0, 0);
        // Behind the source that is being read.
        let mut inside = 0;
        for at in 0..text.tokens.len() {
            while source < sources.len() && sources[source].tokens.start <= at {
                self.source(&sources[source]);
                inside = inside.max(sources[source].tokens.end);
                source += 1;
            }
            if name < self.names.mentions.len() && self.names.mentions[name].tokens.start <= at {
                let mention = self.names.mentions[name].clone();
                name += 1;
                let covered =
                    self.trail.seen.last().is_some_and(|s| s.id == mention.referent && s.source && at < inside);
                if !covered {
                    let function = self.function(&mention.tokens);
                    // A name inside a longer source only describes it.
                    let function =
                        if at < inside && function == Function::Subject { Function::Object } else { function };
                    self.push(mention.tokens.start, mention.referent, function, false);
                }
                continue;
            }
            if at < inside || text.tokens[at].kind != TokenKind::Word {
                continue;
            }
            self.narrative(at);
        }
    }

    fn push(&mut self, at: usize, id: Id, function: Function, source: bool) {
        self.referents[id].last = at;
        let reported = self.reported.get(at).copied().unwrap_or(false);
        self.trail.seen.push(Seen { at, id, function, quoted: quoted(self.text, at), reported, source });
    }

    /// What a noun phrase does in its clause, as far as its neighbours tell.
    fn function(&self, tokens: &Range<usize>) -> Function {
        let text = self.text;
        if matches!(text.word(tokens.end), "'s" | "’s" | "'" | "’") {
            return Function::Possessive;
        }
        let sentence = text.sentence_of(tokens.start);
        let mut start = tokens.start;
        if let Some(before) = describe::before_name(text, start) {
            start = before.start;
        }
        while start > sentence.start && matches!(text.word(start - 1), "the" | "The" | "a" | "A" | "an" | "An") {
            start -= 1;
        }
        if start == sentence.start {
            return Function::Subject;
        }
        let before = text.word(start - 1);
        let after = text.word(tokens.end);
        let verb = is_speech_verb(after)
            || matches!(
                after,
                "is" | "was"
                    | "has"
                    | "had"
                    | "will"
                    | "would"
                    | "did"
                    | "does"
                    | "could"
                    | "can"
                    | "may"
                    | "should"
                    | "who"
            )
            || after.ends_with("ed") && after.len() > 3;
        let clause = matches!(
            before,
            "," | "and"
                | "but"
                | "that"
                | "as"
                | "when"
                | "while"
                | "because"
                | "if"
                | "although"
                | "though"
                | "where"
                | "since"
                | "so"
                | ":"
                | ";"
                | "—"
                | "–"
                | "--"
                | "“"
                | "\""
                | "”"
        );
        if clause && (verb || before != "," && before != "and") || verb && !describe::PREPOSITIONS.contains(&before) {
            Function::Subject
        } else {
            Function::Object
        }
    }

    /// A token outside of sources: a pronoun or the beginning of a description of a person.
    fn narrative(&mut self, at: usize) {
        let text = self.text;
        let word = text.word(at);
        let gender = match word {
            "he" | "He" | "him" | "Him" | "his" | "His" => Some(Gender::Male),
            "she" | "She" | "her" | "Her" => Some(Gender::Female),
            _ => None,
        };
        if let Some(gender) = gender {
            if quoted(text, at) {
                return;
            }
            let wanted = Wanted {
                at,
                kind: Kind::One(gender),
                content: &[],
                within: None,
                not: None,
                source: false,
                reported: self.reported[at],
            };
            if let Some((id, sure)) = self.trail.antecedent(text, &self.referents, &wanted) {
                if sure >= 0.5 {
                    let possessive =
                        matches!(word, "his" | "His") || matches!(word, "her" | "Her") && is_noun_next(text, at);
                    let function = if possessive {
                        Function::Possessive
                    } else if matches!(word, "him" | "her") {
                        Function::Object
                    } else {
                        Function::Subject
                    };
                    self.push(at, id, function, false);
                }
            }
            return;
        }
        if quoted(text, at) {
            return;
        }
        if let Some(nominal) = self.narrative_nominal(at) {
            if let Some(id) = self.nominal(&nominal, false).map(|m| m.0) {
                let function = self.function(&nominal.tokens);
                self.push(at, id, function, false);
            }
        }
    }

    /// `a 34-year-old woman`, `the suspect`, `protesters`: a description of persons that begins at `at`.
    fn narrative_nominal(&self, at: usize) -> Option<Nominal> {
        let text = self.text;
        let lex = lexicon();
        let word = text.word(at);
        let determiner = matches!(
            word,
            "a" | "an"
                | "the"
                | "A"
                | "An"
                | "The"
                | "another"
                | "Another"
                | "his"
                | "His"
                | "her"
                | "Her"
                | "some"
                | "Some"
                | "one"
                | "One"
                | "two"
                | "Two"
                | "several"
                | "Several"
                | "many"
                | "Many"
                | "their"
                | "Their"
                | "its"
                | "Its"
        );
        let plural = lex.noun(word).is_some_and(|n| n.person && n.plural);
        let sentence = text.sentence_of(at);
        if !determiner && !plural {
            return None;
        }
        if !determiner {
            let before = at.checked_sub(1).filter(|&i| i >= sentence.start).map_or("", |i| text.word(i));
            // The determiner or an adjective in front began it already, or there is none.
            if before.chars().next().is_some_and(char::is_alphabetic)
                && !is_function_word(before)
                && before.ends_with('s')
            {
                return None;
            }
        }
        let mut head = None;
        for i in at..(at + 8).min(sentence.end) {
            let w = text.word(i);
            let kind = text.tokens[i].kind;
            if kind == TokenKind::Mark && !matches!(w, "-" | "/") || kind == TokenKind::Clitic {
                break;
            }
            if i > at
                && (describe::PREPOSITIONS.contains(&w)
                    || is_speech_verb(w)
                    || matches!(w, "and" | "or" | "who" | "that"))
            {
                break;
            }
            if lex.noun(w).is_some_and(|n| n.person) {
                head = Some(i);
            } else if head.is_some() {
                break;
            }
        }
        let head = head?;
        let next = text.word(head + 1);
        // `the adviser Ivan Petrenko` and `the police officer's`: the name, or the possession, is what counts.
        if is_capital(text, head + 1) && !is_function_word(next) || is_capital(text, head) && head == at {
            return None;
        }
        let before = at.checked_sub(1).filter(|&i| i >= sentence.start).map_or("", |i| text.word(i));
        let before2 = at.checked_sub(2).filter(|&i| i >= sentence.start);
        // An apposition or a predicate says what somebody else is.
        let apposition = before == "," && before2.is_some_and(|i| self.names.mentions_cover(i));
        if apposition
            || matches!(before, "is" | "was" | "as" | "became" | "be" | "been" | "being" | "were" | "are" | "'s")
        {
            return None;
        }
        match phrase::parse(text, &self.names, &self.referents, at..head + 1) {
            Phrase::Nominal(nominal) if nominal.class.person => Some(nominal),
            _ => None,
        }
    }

    /// Resolves a source and gives its speaker to the attributions that rest on it.
    fn source(&mut self, source: &Source) {
        let text = self.text;
        let Some(&first) = source.attributions.first() else { return };
        let parsed = phrase::parse(text, &self.names, &self.referents, source.tokens.clone());
        let (resolved, form) = match &parsed {
            Phrase::Pronoun(word, at) => (self.pronoun(word, *at, first, source), MentionForm::Pronoun),
            Phrase::Named(id) => (Some((*id, 0.96)), MentionForm::Name),
            Phrase::Organisation(tokens) => (Some(self.organisation(tokens.clone())), MentionForm::Name),
            Phrase::Nominal(nominal) => (self.nominal(nominal, true), MentionForm::Nominal),
            Phrase::Joint(parts) => (self.joint(source.tokens.clone(), parts), MentionForm::Nominal),
            Phrase::Empty => (None, MentionForm::Nominal),
        };
        let Some((id, sure)) = resolved else { return };
        self.referents[id].spoken += source.attributions.len() as u32;
        for &i in &source.attributions {
            self.of[i] = Some((id, sure));
        }
        let span = self.attributions[first].source.unwrap_or_else(|| text.span(source.tokens.clone()));
        self.referents[id].mentions.push((span, form));
        let function = match &parsed {
            Phrase::Pronoun(word, _) if matches!(word.as_str(), "his" | "her" | "their" | "its") => {
                Function::Possessive
            }
            _ => Function::Subject,
        };
        self.push(source.tokens.start, id, function, true);
    }

    fn pronoun(&mut self, word: &str, at: usize, attribution: usize, source: &Source) -> Option<(Id, f32)> {
        let text = self.text;
        let content: Vec<Range<usize>> =
            self.attributions[attribution].content.iter().map(|&c| text.tokens_in(c)).collect();
        let holder = self.holder[attribution];
        let held = holder.and_then(|h| self.of[h]).map(|h| h.0);
        let direct = holder.is_some_and(|h| self.attributions[h].form == ClaimForm::Direct || quoted(text, at));
        let (within, not) = if direct { (None, held) } else { (held, None) };
        let ask = |kind| Wanted { at, kind, content: &content, within, not, source: true, reported: self.reported[at] };
        match word {
            "he" | "him" | "his" | "himself" => {
                self.trail.antecedent(text, &self.referents, &ask(Kind::One(Gender::Male)))
            }
            "she" | "her" | "hers" | "herself" => {
                self.trail.antecedent(text, &self.referents, &ask(Kind::One(Gender::Female)))
            }
            "they" | "them" | "their" | "theirs" | "themselves" => {
                self.trail.antecedent(text, &self.referents, &ask(Kind::Many))
            }
            "it" | "its" | "itself" => self.trail.antecedent(text, &self.referents, &ask(Kind::Thing)),
            "who" | "whom" | "whose" | "which" | "that" => self.relative(word, at),
            "i" | "me" | "my" | "mine" | "myself" | "we" | "us" | "our" | "ours" | "ourselves" | "you" | "your" => {
                self.first_person.extend(source.attributions.iter().map(|&i| (i, at)));
                None
            }
            _ => None,
        }
    }

    /// The noun phrase in front of a relative pronoun.
    fn relative(&mut self, word: &str, at: usize) -> Option<(Id, f32)> {
        let text = self.text;
        let lex = lexicon();
        let sentence = text.sentence_of(at);
        let person = word != "which" && word != "that";
        let mut i = at;
        // Over commas, `and`, and phrases with a preposition, to a noun that fits.
        for _ in 0..14 {
            i = i.checked_sub(1).filter(|&i| i >= sentence.start)?;
            let w = text.word(i);
            if let Some(mention) = self.names.covering(i) {
                let id = mention.referent;
                let start = mention.tokens.start;
                if self.referents[id].is_person() == person || word == "that" {
                    return Some((id, 0.85));
                }
                i = start;
                continue;
            }
            if text.tokens[i].kind == TokenKind::Mark {
                if matches!(w, ";" | ":" | "—" | "–" | "“" | "\"") && i + 1 < at {
                    return None;
                }
                continue;
            }
            let Some(noun) = lex.noun(w) else {
                if !person && i + 1 == at && text.tokens[i].kind == TokenKind::Word && !is_function_word(w) {
                    let start = self.phrase_start(i, sentence.start);
                    return self.noun_phrase(start..i + 1).map(|id| (id, 0.5));
                }
                if is_speech_verb(w) || matches!(w, "is" | "was" | "are" | "were") {
                    return None;
                }
                continue;
            };
            let fits =
                if person { noun.person || noun.group } else { noun.organisation || noun.document || noun.group };
            if fits || word == "that" {
                let start = self.phrase_start(i, sentence.start);
                return self.noun_phrase(start..i + 1).map(|id| (id, 0.75));
            }
        }
        None
    }

    /// Goes from a head noun to the left, to the beginning of its phrase.
    fn phrase_start(&self, head: usize, limit: usize) -> usize {
        let text = self.text;
        let mut start = head;
        while start > limit && head - start < 6 {
            let w = text.word(start - 1);
            let lower = w.to_lowercase();
            if matches!(
                lower.as_str(),
                "the" | "a" | "an" | "his" | "her" | "its" | "their" | "some" | "many" | "several" | "most"
            ) {
                return start - 1;
            }
            let kind = text.tokens[start - 1].kind;
            let goes_on = match kind {
                TokenKind::Word => {
                    !is_function_word(w) && !is_speech_verb(w) && !w.ends_with("ed") && !w.ends_with("ing")
                }
                TokenKind::Number | TokenKind::Clitic => true,
                TokenKind::Mark => matches!(w, "-"),
                TokenKind::Address => false,
            };
            if !goes_on {
                break;
            }
            start -= 1;
        }
        start
    }

    /// The referent of a noun phrase that is no source itself.
    fn noun_phrase(&mut self, tokens: Range<usize>) -> Option<Id> {
        match phrase::parse(self.text, &self.names, &self.referents, tokens) {
            Phrase::Named(id) => Some(id),
            Phrase::Organisation(tokens) => Some(self.organisation(tokens).0),
            Phrase::Nominal(nominal) => self.nominal(&nominal, true).map(|m| m.0),
            _ => None,
        }
    }

    /// The organisation, country … of a name that no entity stands for.
    fn organisation(&mut self, tokens: Range<usize>) -> (Id, f32) {
        if let [word] = crate::entities::name_words(self.text, tokens.clone()).as_slice() {
            if let Some(id) = self.names.person_by_word(word) {
                return (id, 0.8);
            }
        }
        (self.names.organisation(self.text, tokens, &mut self.referents), 0.85)
    }

    /// Several together: a speaker of their own.
    fn joint(&mut self, tokens: Range<usize>, parts: &[Range<usize>]) -> Option<(Id, f32)> {
        let text = self.text;
        let mut words: Vec<String> = Vec::new();
        for part in parts {
            // Those who are named join the trail: `he` may be one of them.
            match phrase::parse(text, &self.names, &self.referents, part.clone()) {
                Phrase::Named(id) if self.referents[id].is_person() => words.push(self.referents[id].name.clone()),
                Phrase::Nominal(n) => match nominals::definite(text, &self.referents, &self.trail, &n, None) {
                    Some(m)
                        if n.determiner == Determiner::Definite && self.referents[m.id].kind == SpeakerKind::Person =>
                    {
                        words.push(self.referents[m.id].name.clone());
                    }
                    _ => words.push(squeezed(text, text.span(part.clone()))),
                },
                _ => words.push(squeezed(text, text.span(part.clone()))),
            }
        }
        let key: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
        if let Some(id) = (0..self.referents.len()).rev().take(400).find(|&id| {
            self.referents[id].plural && self.referents[id].roles.iter().any(|r| r.head.is_empty() && r.words == key)
        }) {
            return Some((id, 0.85));
        }
        let name = match words.as_slice() {
            [] => return None,
            [one] => one.clone(),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
        };
        let mut referent = Referent::new(SpeakerKind::Group, name, tokens.start);
        referent.plural = true;
        referent.roles.push(super::referent::Role { head: String::new(), words: key });
        Some((self.add(referent), 0.8))
    }

    fn add(&mut self, referent: Referent) -> Id {
        self.referents.push(referent);
        self.referents.len() - 1
    }

    /// Resolves a description, or makes a new referent of it.
    fn nominal(&mut self, nominal: &Nominal, source: bool) -> Option<(Id, f32)> {
        // `a trader, who said`: the words before `who` may have been read already.
        if let Some(&id) = self.heads.get(&nominal.head) {
            return Some((id, 0.8));
        }
        let found = self.described(nominal, source)?;
        self.heads.insert(nominal.head, found.0);
        Some(found)
    }

    fn described(&mut self, nominal: &Nominal, source: bool) -> Option<(Id, f32)> {
        let text = self.text;
        if source && is_abstract(nominal) {
            return None;
        }
        let owner = match nominal.determiner {
            Determiner::Pronoun(at) => self.possessor(at),
            _ => None,
        };
        let possessor = nominals::possessor_word(text, nominal, owner.map(|id| &self.referents[id]));
        let sentence = text.sentence_of(nominal.tokens.start);
        let headline = source && is_title(text, &sentence);
        let found: Option<Match> = if nominal.another {
            None
        } else {
            match nominal.determiner {
                Determiner::Definite | Determiner::Possessive(_) | Determiner::Pronoun(_) => {
                    nominals::definite(text, &self.referents, &self.trail, nominal, possessor.as_deref())
                }
                Determiner::None => nominals::same_words(text, &self.referents, &self.trail, nominal),
                Determiner::Indefinite if nominal.plural() => {
                    nominals::same_words(text, &self.referents, &self.trail, nominal).filter(|m| {
                        // `many voters` again, but `some voters` are others.
                        self.referents[m.id]
                            .name
                            .eq_ignore_ascii_case(&squeezed(text, text.span(nominal.tokens.clone())))
                    })
                }
                Determiner::Indefinite => None,
            }
        };
        let found = found.or_else(|| self.announced(nominal));
        if let Some(m) = found {
            let sure = if m.score >= 2.5 {
                0.88
            } else if m.score >= 1.0 {
                0.7
            } else {
                0.55
            };
            return Some((m.id, sure));
        }
        if source && !nominal.another && !matches!(nominal.determiner, Determiner::Possessive(_)) {
            if let Some(id) = self.introduced_later(nominal, headline) {
                return Some((id, 0.7));
            }
        }
        let kind = nominal.kind(text);
        let name = self.description_name(nominal, owner);
        let mut referent = Referent::new(kind, name, nominal.tokens.start);
        referent.plural = kind == SpeakerKind::Group || nominal.plural();
        referent.headline = headline;
        referent.add_gender(nominal.class.gender, 3.0);
        let mut words = lower_words(text, nominal.tokens.clone());
        words.extend(possessor);
        referent.add_role(text.word(nominal.head), words);
        let confident = !matches!(nominal.determiner, Determiner::Definite) || !nominal.class.person;
        Some((self.add(referent), if confident { 0.85 } else { 0.65 }))
    }

    /// As it will be shown: the words of the text; of `his lawyer` whose, if that is known.
    fn description_name(&self, nominal: &Nominal, owner: Option<Id>) -> String {
        let text = self.text;
        if let (Determiner::Pronoun(at), Some(owner)) = (&nominal.determiner, owner) {
            let rest = squeezed(text, text.span(at + 1..nominal.tokens.end));
            let name = &self.referents[owner].name;
            if self.referents[owner].kind == SpeakerKind::Person && !rest.is_empty() {
                return format!("{name}’s {rest}");
            }
        }
        squeezed(text, text.span(nominal.tokens.clone()))
    }

    /// Who `his` or `their` is.
    fn possessor(&self, at: usize) -> Option<Id> {
        let kind = match self.text.word(at).to_lowercase().as_str() {
            "his" => Kind::One(Gender::Male),
            "her" => Kind::One(Gender::Female),
            "their" => Kind::Many,
            "its" => Kind::Thing,
            _ => return None,
        };
        let wanted =
            Wanted { at, kind, content: &[], within: None, not: None, source: false, reported: self.reported[at] };
        self.trail.antecedent(self.text, &self.referents, &wanted).filter(|f| f.1 >= 0.5).map(|f| f.0)
    }

    /// What a headline announced without a name: `Panel votes …`, then `A House panel voted …`.
    fn announced(&mut self, nominal: &Nominal) -> Option<Match> {
        let limit = self.referents.len().saturating_sub(40);
        let id = (limit..self.referents.len()).find(|&id| {
            let r = &self.referents[id];
            r.headline
                && r.plural == nominal.plural()
                && self.trail.distance(self.text, r.first, nominal.tokens.start) <= 4
                && r.roles.iter().any(|role| role.head == nominal.noun)
                && r.first < nominal.tokens.start
        })?;
        let name = squeezed(self.text, self.text.span(nominal.tokens.clone()));
        let words = lower_words(self.text, nominal.tokens.clone());
        let r = &mut self.referents[id];
        if nominal.determiner == Determiner::Indefinite && name.len() > r.name.len() {
            r.name = name;
            r.headline = false;
        }
        r.add_role(&nominal.noun.clone(), words);
        Some(Match { id, score: 1.2 })
    }

    /// `A former chairman says …`: a person whose name comes with that role a little later.
    fn introduced_later(&self, nominal: &Nominal, headline: bool) -> Option<Id> {
        let text = self.text;
        let lex = lexicon();
        let early = text.tokens[nominal.head].paragraph <= 2;
        let singular = nominal.class.person && !nominal.class.plural;
        let organisation = nominal.class.organisation && !nominal.class.plural;
        let plain = matches!(nominal.determiner, Determiner::None | Determiner::Indefinite | Determiner::Definite);
        let bare = nominal.determiner == Determiner::Definite && !headline && nominal.modifiers.is_empty();
        if !early || !plain || bare || !(singular || organisation) || quoted(text, nominal.head) {
            return None;
        }
        let behind = nominal.tokens.end;
        let start = self.names.mentions.partition_point(|m| m.tokens.start < behind);
        let mut known: Vec<Id> = Vec::new();
        for mention in &self.names.mentions[start..] {
            if self.trail.distance(text, behind, mention.tokens.start) > 5 || known.len() > 12 {
                break;
            }
            let r = &self.referents[mention.referent];
            let kind = if singular { SpeakerKind::Person } else { SpeakerKind::Organisation };
            if known.contains(&mention.referent) || r.kind != kind {
                continue;
            }
            known.push(mention.referent);
            // Named before: then it would not be introduced by a description now.
            if r.first < nominal.tokens.start && !headline || nominal.class.gender.is_some_and(|g| r.fits(g) < -0.3) {
                continue;
            }
            let shared = |words: &[String]| nominal.modifiers.iter().filter(|m| words.contains(m)).count();
            let fits = r.roles.iter().any(|role| {
                let same = role.head == nominal.noun;
                let head = same || lex.synonyms(&role.head, &nominal.noun);
                if singular {
                    head && (shared(&role.words) > 0 || nominal.modifiers.is_empty() || same && headline)
                        || same && nominal.modifiers.len() <= 1
                } else {
                    head && shared(&role.words) > 0
                }
            });
            // `… says`. Then, as the first who is quoted by name: `said Ivan Petrenko, who …`
            let quoted_first =
                singular && r.roles.is_empty() && r.first == mention.tokens.start && r.words.len() > 1 && {
                    let next = self.sources.partition_point(|s| s.start < behind);
                    let named = |s: &&Range<usize>| !self.names.within(s).is_empty();
                    let first = self.sources[next..].iter().take(4).find(named);
                    first.is_some_and(|s| s.start <= mention.tokens.start && mention.tokens.end <= s.end)
                };
            let fits = fits || quoted_first && nominal.determiner != Determiner::Definite;
            if fits {
                return Some(mention.referent);
            }
        }
        None
    }

    /// `I` and `we`: whoever speaks the words around.
    fn first_person(&mut self) {
        for (i, at) in std::mem::take(&mut self.first_person) {
            let word = self.text.word(at).to_lowercase();
            let mut holder = self.holder[i];
            let mut speaker = None;
            for _ in 0..4 {
                let Some(h) = holder else { break };
                speaker = self.of[h].filter(|s| s.1 > 0.0);
                if speaker.is_some() {
                    break;
                }
                holder = self.holder[h];
            }
            let one = matches!(word.as_str(), "i" | "me" | "my" | "mine" | "myself");
            let span = self.attributions[i].source.unwrap_or_else(|| self.text.span(at..at + 1));
            match speaker {
                Some((id, sure)) if one || word != "you" && word != "your" => {
                    self.of[i] = Some((id, sure.min(0.85)));
                    self.referents[id].mentions.push((span, MentionForm::Pronoun));
                }
                // Outside of everybody's words it is the writer, or people at large.
                _ => {
                    let id = self.at_large(if one { "the author" } else { &word }, one, at);
                    self.of[i] = Some((id, 0.5));
                    self.referents[id].mentions.push((span, MentionForm::Pronoun));
                }
            }
        }
    }

    /// The writer, or the `we` and `you` of a column.
    fn at_large(&mut self, name: &str, one: bool, at: usize) -> Id {
        let name = match name {
            "me" | "my" | "mine" | "myself" => "the author",
            "us" | "our" | "ours" | "ourselves" => "we",
            "your" => "you",
            other => other,
        };
        if let Some(&id) = self.large.iter().find(|&&id| self.referents[id].name == name) {
            return id;
        }
        let kind = if one { SpeakerKind::Unnamed } else { SpeakerKind::Group };
        let id = self.add(Referent::new(kind, name.to_owned(), at));
        self.large.push(id);
        id
    }

    /// Attributions without a source: whoever spoke before, where the quotation goes on.
    fn go_on(&mut self) {
        let mut order: Vec<usize> = (0..self.attributions.len()).collect();
        let start = |a: &Attribution| a.content.first().or(a.cue.as_ref()).map_or(u32::MAX, |s| s.start);
        order.sort_by_key(|&i| start(&self.attributions[i]));
        let mut before: Option<usize> = None;
        for i in order {
            let a = &self.attributions[i];
            if a.source.is_none() && self.of[i].is_none() {
                let known = a.continues.filter(|&c| c != i && c < self.of.len()).and_then(|c| self.of[c]);
                self.of[i] = match (known, before) {
                    (Some((id, sure)), _) => Some((id, sure.min(0.9) * 0.97)),
                    (None, Some(b)) if a.continues.is_none() && self.follows(b, i) => {
                        self.of[b].map(|(id, sure)| (id, sure * 0.75))
                    }
                    _ => None,
                };
            }
            // Words inside another's words say nothing of who goes on.
            if self.holder[i].is_none() {
                before = Some(i);
            }
        }
    }

    /// Whether attribution `i`, which names no source, goes on with what `b` says.
    fn follows(&self, b: usize, i: usize) -> bool {
        let (text, a) = (self.text, &self.attributions[i]);
        let (Some(&content), Some(&last)) = (a.content.first(), self.attributions[b].content.last()) else {
            return false;
        };
        let first = text.tokens_in(content).start;
        let end = text.tokens_in(last).end.saturating_sub(1);
        let (Some(here), Some(there)) = (text.tokens.get(first), text.tokens.get(end)) else { return false };
        if here.paragraph.abs_diff(there.paragraph) > 1 {
            return false;
        }
        match a.cue {
            // A quotation right behind the last.
            None => quoted(text, first) && a.form != ClaimForm::Indirect,
            Some(cue) => {
                let tokens = text.tokens_in(cue);
                // `was announced`, `reportedly`: nobody is named on purpose.
                let passive = tokens.clone().any(|t| {
                    matches!(
                        text.word(t).to_lowercase().as_str(),
                        "is" | "are"
                            | "was"
                            | "were"
                            | "be"
                            | "been"
                            | "being"
                            | "it"
                            | "seems"
                            | "appears"
                            | "reportedly"
                            | "allegedly"
                            | "alleged"
                            | "supposedly"
                            | "expected"
                            | "seem"
                            | "seemed"
                            | "appeared"
                            | "looked"
                            | "reported"
                            | "rumored"
                            | "rumoured"
                            | "n't"
                            | "clear"
                            | "obvious"
                    )
                });
                !passive && tokens.len() <= 3
            }
        }
    }

    /// Gives the stated reasons for anonymity to whom they stand beside.
    fn anonymity(&mut self, sources: &[Source]) {
        for reason in anonymity::find(self.text) {
            let at = reason.tokens.start;
            let sentence = self.text.sentence_of(at);
            let speaker = |s: &Source| s.attributions.first().and_then(|&i| self.of[i]).map(|of| of.0);
            let until = sources.partition_point(|s| s.tokens.start < sentence.end);
            let near = sources[..until].iter().rev().take(8);
            // The source in front of the reason, or around it, in the same sentence; else the one behind; else the last.
            let here: Vec<&Source> = near.clone().filter(|s| s.tokens.start >= sentence.start).collect();
            let before = here.iter().find(|s| s.tokens.start <= at);
            let found = before.or_else(|| here.last()).copied().or_else(|| {
                near.clone().find(|s| self.text.tokens[s.tokens.start].paragraph + 1 >= self.text.tokens[at].paragraph)
            });
            if let Some(id) = found.and_then(speaker) {
                let r = &mut self.referents[id];
                if r.kind != SpeakerKind::Person || r.words.len() <= 1 {
                    r.anonymity.get_or_insert(reason.span);
                }
            }
        }
    }
}

/// `the liberation of the city`: a happening, nobody who speaks.
fn is_abstract(nominal: &Nominal) -> bool {
    let c = nominal.class;
    let unknown = !(c.person || c.group || c.organisation || c.document);
    unknown
        && ["tion", "sion", "ness", "ment", "ity", "ism", "ance", "ence", "ship", "hood"]
            .iter()
            .any(|e| nominal.noun.ends_with(e))
}

/// Whether `her` stands before a noun (`her lawyer`) and not by itself.
fn is_noun_next(text: &Text<'_>, at: usize) -> bool {
    let next = text.word(at + 1);
    text.tokens.get(at + 1).is_some_and(|t| t.kind == TokenKind::Word) && !is_function_word(next)
}

/// A sentence like a headline's: its paragraph has no other and no full stop ends it.
fn is_title(text: &Text<'_>, sentence: &Range<usize>) -> bool {
    let Some(last) = sentence.end.checked_sub(1) else { return false };
    let paragraph = text.paragraph_of(sentence.start);
    let alone = paragraph == *sentence;
    let number = text.tokens[last].paragraph;
    let stopped = matches!(text.word(last), "." | "”" | "\"");
    alone
        && text.paragraphs.len() > 1
        && (number == 0 && sentence.len() < 26 || number <= 2 && sentence.len() < 40 && !stopped)
}

impl Names {
    /// The name that a token lies in.
    pub fn covering(&self, token: usize) -> Option<&NameMention> {
        let behind = self.mentions.partition_point(|m| m.tokens.start <= token);
        behind.checked_sub(1).map(|i| &self.mentions[i]).filter(|m| m.tokens.end > token)
    }
}
