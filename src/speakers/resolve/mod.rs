//! Reads the text from front to back and resolves every source.

mod continuation;
mod head;
mod identify;
mod narrative;
mod prepare;
mod pronouns;

use super::antecedent::{quoted, Function, Mention, Trail};
use super::describe;
use super::names::{NameMention, Names};
use super::phrase::{self, Phrase};
use super::rank::{Decision, Ranker, Weights};
use super::referent::{Referent, ReferentId};
use crate::annotations::{MentionForm, SpeakerKind};
use crate::attribution::Attribution;
use crate::entities::{is_function_word, is_speech_verb, Entity};
use crate::lexicon::{lexicon, Feature, FeatureSet};
use crate::text::{Text, TokenKind};
use prepare::{holders, reported};
use std::collections::HashMap;
use std::ops::Range;

/// Opens a subordinate clause.
const OPENS_SUBORDINATE: FeatureSet =
    FeatureSet::of(&[Feature::Subordinator, Feature::RelativePerson, Feature::RelativeThing]);
/// In front of who says it, of a noun: `the claim by Hart that …`.
const PREPOSED: FeatureSet = FeatureSet::of(&[Feature::Preposition]);

/// What resolving the sources of a text gives.
pub(super) struct Resolution {
    pub referents: Vec<Referent>,
    pub names: Vec<NameMention>,
    pub of: Vec<Option<(ReferentId, f32)>>,
    /// For each attribution what spoke most for its speaker, where the text had to be weighed.
    pub why: Vec<Option<&'static str>>,
    /// The choices, if they were to be recorded.
    pub decisions: Vec<Decision>,
}

/// Attributions that share one source.
struct Source {
    tokens: Range<usize>,
    attributions: Vec<usize>,
}

struct Resolver<'a, 't> {
    text: &'a Text<'t>,
    attributions: &'a [Attribution],
    names: Names,
    referents: Vec<Referent>,
    trail: Trail,
    ranker: Ranker<'a>,
    of: Vec<Option<(ReferentId, f32)>>,
    why: Vec<Option<&'static str>>,
    /// For each attribution the one whose content holds its source.
    holder: Vec<Option<usize>>,
    /// Sources in the first person, to be resolved when all else is.
    first_person: Vec<(usize, usize)>,
    /// The writer, and those for whom he writes, where the text is written in the first person.
    authors: Vec<ReferentId>,
    /// Referents of labels that are no names.
    labels: Vec<ReferentId>,
    /// Referents of descriptions by the token of their head noun.
    heads: HashMap<usize, ReferentId>,
    /// For each token whether it is inside somebody's words.
    reported: Vec<bool>,
    /// Tokens of all sources, in text order.
    sources: Vec<Range<usize>>,
}

/// Reads the text; with `record`, the choices come along.
pub(super) fn run(
    text: &Text<'_>,
    attributions: &[Attribution],
    entities: &[Entity],
    weights: &Weights,
    record: bool,
) -> Resolution {
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
    let mut referents = Vec::new();
    let mut ranker = Ranker::new(weights, record);
    let tokens: Vec<Range<usize>> = sources.iter().map(|s| s.tokens.clone()).collect();
    let names = Names::new(text, entities, &tokens, &mut ranker, &mut referents);
    for decision in ranker.record.iter_mut().flatten() {
        decision.attributions = decision.attributions.iter().flat_map(|&s| sources[s].attributions.clone()).collect();
    }
    describe::around_names(text, &names, &mut referents);
    let mut resolver = Resolver {
        text,
        attributions,
        names,
        referents,
        trail: Trail::new(text),
        ranker,
        of: vec![None; attributions.len()],
        why: vec![None; attributions.len()],
        holder: holders(attributions),
        first_person: Vec::new(),
        authors: Vec::new(),
        labels: Vec::new(),
        heads: HashMap::new(),
        reported: reported(text, attributions),
        sources: tokens,
    };
    resolver.observe_pronouns();
    resolver.run(&sources);
    resolver.first_person();
    resolver.continuations();
    resolver.anonymity(&sources);
    Resolution {
        referents: resolver.referents,
        names: resolver.names.mentions,
        of: resolver.of,
        why: resolver.why,
        decisions: resolver.ranker.record.unwrap_or_default(),
    }
}

impl Resolver<'_, '_> {
    /// Counts `he` and `she` right behind the only person of a sentence or two, where nothing else tells.
    fn observe_pronouns(&mut self) {
        for (i, mention) in self.names.mentions.iter().enumerate() {
            if !self.referents[mention.referent].is_person() {
                continue;
            }
            // `Mary Hobbs and Ellen Tate run the shop. He …` tells of neither.
            let sentence = self.text.sentence_of(mention.tokens.start);
            let mut beside = self.names.mentions[..i].iter().rev().take_while(|m| m.tokens.start >= sentence.start);
            if beside.any(|m| m.referent != mention.referent && self.referents[m.referent].is_person()) {
                continue;
            }
            let next = self.names.mentions[i + 1..].iter().find(|m| self.referents[m.referent].is_person());
            let limit = next.map_or(self.text.tokens.len(), |m| m.tokens.start).min(mention.tokens.end + 80);
            let here = quoted(self.text, mention.tokens.start);
            let found = (mention.tokens.end..limit)
                .filter(|&t| quoted(self.text, t) == here)
                .find_map(|t| self.text.tokens[t].features.pronoun_gender());
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
                    self.trail.mentions.last().is_some_and(|s| s.id == mention.referent && s.source && at < inside);
                if !covered {
                    let function = self.function(&mention.tokens);
                    // A name inside a longer source only describes it.
                    let function =
                        if at < inside && function == Function::Subject { Function::Object } else { function };
                    self.push(mention.tokens.start, mention.referent, function, false);
                    if let Some(parts) = self.named_together(name - 1).filter(|_| at >= inside) {
                        let all = parts[0].start..parts[parts.len() - 1].end;
                        if let Some((id, _)) = self.joint(all, &parts) {
                            self.push(at, id, function, false);
                        }
                    }
                }
                continue;
            }
            if at < inside || text.tokens[at].kind != TokenKind::Word {
                continue;
            }
            self.narrative(at);
        }
    }

    /// The names of `Ann Carter and Jo Hart`, where the name with this number is the first of them: `they` may be these.
    fn named_together(&self, first: usize) -> Option<Vec<Range<usize>>> {
        let text = self.text;
        let person = |m: &&NameMention| self.referents[m.referent].is_person();
        let mut mentions = self.names.mentions[first..].iter();
        let mut parts = vec![mentions.next().filter(person)?.tokens.clone()];
        let begins =
            |tokens: &Range<usize>| describe::before_name(text, tokens.start).map_or(tokens.start, |b| b.start);
        if begins(&parts[0]).checked_sub(1).is_some_and(|i| text.is(i, Feature::Coordinator)) {
            return None;
        }
        for next in mentions.take_while(person) {
            let link = parts[parts.len() - 1].end;
            let word = text.word(link);
            if begins(&next.tokens) != link + 1 || !matches!(word, "and" | ",") {
                return None;
            }
            parts.push(next.tokens.clone());
            if word == "and" {
                return Some(parts);
            }
        }
        None
    }

    fn push(&mut self, at: usize, id: ReferentId, function: Function, source: bool) {
        self.referents[id].last = at;
        let text = self.text;
        let reported = self.reported.get(at).copied().unwrap_or(false);
        let sentence = text.sentence_of(at);
        let leads = self.trail.mentions.last().is_none_or(|last| last.at < sentence.start);
        let start = self.phrase_begins(at);
        let subordinate = start > sentence.start && text.is_any(start - 1, OPENS_SUBORDINATE);
        // `according to Hart` is as good as `Hart said`.
        let linked =
            source && start > sentence.start && text.is_any(start - 1, PREPOSED) && text.word(start - 1) != "to";
        let quoted = quoted(text, at);
        self.trail.mentions.push(Mention { at, id, function, quoted, reported, source, leads, subordinate, linked });
    }

    /// Where the noun phrase begins that a name or a description stands in, with the title and the article in front.
    fn phrase_begins(&self, at: usize) -> usize {
        let text = self.text;
        let limit = text.sentence_of(at).start;
        let mut start = describe::before_name(text, at).map_or(at, |before| before.start);
        while start > limit && text.is(start - 1, Feature::Article) {
            start -= 1;
        }
        start
    }

    /// Whether a word behind a noun phrase reads like its verb: one that is known, or a small word that is nothing else.
    fn is_verb(&self, at: usize) -> bool {
        let text = self.text;
        let word = text.word(at);
        let adverb = word.ends_with("ly") || text.is_small(at, Feature::MidAdverb);
        let at = if adverb { at + 1 } else { at };
        let word = text.word(at);
        let small =
            text.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Word) && word.starts_with(char::is_lowercase);
        let unknown = !is_function_word(word) && lexicon().noun(word).is_none() && !text.is(at, Feature::Subordinator);
        small && (is_speech_verb(word) || text.is_any(at, FeatureSet::VERB) || unknown)
    }

    /// What a noun phrase does in its clause, as far as its neighbours tell.
    fn function(&self, tokens: &Range<usize>) -> Function {
        let text = self.text;
        if text.is(tokens.end, Feature::PossessiveMark) {
            return Function::Possessive;
        }
        let sentence = text.sentence_of(tokens.start);
        let start = self.phrase_begins(tokens.start);
        if start == sentence.start {
            return Function::Subject;
        }
        let before = text.word(start - 1);
        let after = text.word(tokens.end);
        // `As for Carter, he …`, `As for the deputy mayor, Jo Carter, she …`
        if after == "," && text.word(sentence.start) == "As" && text.word(sentence.start + 1) == "for" {
            return Function::Subject;
        }
        // `Her deputy, Ann Carter, took a calmer view`
        let lead = sentence.start..start - 1;
        let apposed = before == ","
            && after == ","
            && lead.len() <= 6
            && lead.clone().all(|i| text.tokens[i].kind != TokenKind::Mark && !text.is(i, Feature::Preposition))
            && lead
                .clone()
                .next_back()
                .is_some_and(|i| text.word(i).starts_with(char::is_lowercase) && !text.word(i).ends_with("ed"));
        if apposed && lead.len() >= 2 {
            return Function::Subject;
        }
        let verb = after == "who" || self.is_verb(tokens.end);
        let clause = text.is_small(start - 1, Feature::ClauseOpener)
            || matches!(before, "," | ":" | ";" | "—" | "–" | "--" | "“" | "\"" | "”");
        if clause && (verb || before != "," && before != "and")
            || verb && !text.is_small(start - 1, Feature::Preposition)
        {
            Function::Subject
        } else {
            Function::Object
        }
    }

    /// Who an attribution says that its source, or its words without one, stand for; not where the pronoun speaks against it.
    fn stands_for(&mut self, attribution: usize) -> Option<(ReferentId, f32)> {
        let text = self.text;
        let a = &self.attributions[attribution];
        let tokens = text.tokens_in(a.stands_for?);
        let source = a.source.map(|s| text.tokens_in(s)).unwrap_or_default();
        let name = self.names.within(&tokens).first().or_else(|| self.names.covering(tokens.start)).map(|n| n.referent);
        let id = name.or_else(|| match phrase::parse(text, &self.names, &self.referents, tokens) {
            Phrase::Nominal(nominal) => self.nominal(&nominal, false).map(|found| found.0),
            _ => None,
        })?;
        let pronoun = text.tokens.get(source.start).filter(|_| source.len() == 1);
        let gender = pronoun.and_then(|t| t.features.pronoun_gender());
        gender.is_none_or(|gender| self.referents[id].fits(gender) > -0.3).then_some((id, 0.9))
    }

    /// Whoever a label names that is no name, `Q` or `Speaker 2`: the same throughout.
    fn label(&mut self, attribution: usize) -> Option<(ReferentId, f32)> {
        let a = &self.attributions[attribution];
        let source = a.source.filter(|_| a.rule == "transcript-line")?;
        let label = self.text.slice(source).trim_end_matches('.');
        let known = self.labels.iter().copied().find(|&id| self.referents[id].name == label);
        let id = known.unwrap_or_else(|| {
            let at = self.text.tokens_in(source).start;
            let id = self.add(Referent::new(SpeakerKind::Unnamed, label.to_owned(), at));
            self.labels.push(id);
            id
        });
        Some((id, 0.9))
    }

    /// Resolves a source and gives its speaker to the attributions that rest on it.
    fn source(&mut self, source: &Source) {
        let text = self.text;
        let Some(&first) = source.attributions.first() else { return };
        self.ranker.attributions.clone_from(&source.attributions);
        self.ranker.reason = None;
        let parsed = phrase::parse(text, &self.names, &self.referents, source.tokens.clone());
        let several = matches!(parsed, Phrase::Joint(_));
        let parsed = self.head_name(&source.tokens, several).map_or(parsed, Phrase::Named);
        let stands_for = self.stands_for(first);
        let (resolved, form) = match &parsed {
            Phrase::Pronoun(..) if stands_for.is_some() => (stands_for, MentionForm::Pronoun),
            _ if stands_for.is_some() => (stands_for, MentionForm::Name),
            _ if is_letter(text, &source.tokens) => (self.label(first), MentionForm::Nominal),
            Phrase::Pronoun(word, at) => (self.pronoun(word, *at, first, source), MentionForm::Pronoun),
            Phrase::Named(id) => (Some((*id, 0.96)), MentionForm::Name),
            Phrase::Organisation(tokens) => (Some(self.organisation(tokens.clone())), MentionForm::Name),
            Phrase::Nominal(nominal) => (self.nominal(nominal, true), MentionForm::Nominal),
            Phrase::Joint(parts) => {
                // `Ann Carter and two of her colleagues`: a name stands behind it.
                let named = parts.iter().any(|part| {
                    let names = self.names.within(part);
                    names.iter().any(|name| self.referents[name.referent].is_person())
                });
                let form = if named { MentionForm::Name } else { MentionForm::Nominal };
                (self.joint(source.tokens.clone(), parts), form)
            }
            Phrase::Empty => (None, MentionForm::Nominal),
        };
        self.ranker.attributions.clear();
        let Some((id, sure)) = resolved.or_else(|| self.label(first)) else { return };
        let why = self.ranker.reason.take().filter(|reason| reason.0 == id).map(|reason| reason.1);
        self.whose(id);
        self.referents[id].spoken += source.attributions.len() as u32;
        for &i in &source.attributions {
            self.of[i] = Some((id, sure));
            self.why[i] = why;
        }
        let span = self.attributions[first].source.unwrap_or_else(|| text.span(source.tokens.clone()));
        self.referents[id].mentions.push((span, form));
        let function = match &parsed {
            Phrase::Pronoun(_, at) if text.is(*at, Feature::ThirdPossessive) => Function::Possessive,
            _ => Function::Subject,
        };
        self.push(source.tokens.start, id, function, true);
    }
}

/// Whether a source is the letter of a question or an answer.
fn is_letter(text: &Text<'_>, source: &Range<usize>) -> bool {
    source.len() == 1 && matches!(text.word(source.start).trim_end_matches('.'), "Q" | "A")
}
