//! What the article tells outside of its sources: pronouns and descriptions of persons that later ones go back to.

use super::Resolver;
use crate::entities::{is_capital, is_function_word, is_speech_verb};
use crate::lexicon::{lexicon, Feature, FeatureSet, Noun};
use crate::speakers::antecedent::{quoted, Anaphor, Function, PronounClass};
use crate::speakers::phrase::{self, Nominal, Phrase};
use crate::text::{Text, TokenKind};

/// Begins a description of persons.
const BEGINS_DESCRIPTION: FeatureSet =
    FeatureSet::of(&[Feature::Article, Feature::ThirdPossessive, Feature::Quantifier, Feature::Another]);
/// In front of what somebody else is.
const PREDICATES: FeatureSet = FeatureSet::of(&[Feature::Be, Feature::Copula]);

impl Resolver<'_, '_> {
    /// A token outside of sources: a pronoun or the beginning of a description of a person.
    pub(super) fn narrative(&mut self, at: usize) {
        let text = self.text;
        let gender = text.tokens[at].features.pronoun_gender();
        if let Some(gender) = gender.filter(|_| !text.is(at, Feature::ReflexivePronoun)) {
            if quoted(text, at) {
                return;
            }
            let anaphor = Anaphor::told(at, PronounClass::One(gender), self.reported[at]);
            if let Some((id, sure)) = self.trail.antecedent(text, &self.referents, &anaphor, &mut self.ranker) {
                if sure >= 0.5 {
                    // `her` stands for `him`, too.
                    let object = text.is(at, Feature::ShePronoun) && !is_noun_next(text, at);
                    let function = if text.is(at, Feature::SubjectPronoun) {
                        Function::Subject
                    } else if text.is(at, Feature::PossessivePronoun) && !object {
                        Function::Possessive
                    } else {
                        Function::Object
                    };
                    self.push(at, id, function, false);
                }
            }
            self.relative_of(at);
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

    /// `his mother`, `her lawyer` behind a pronoun that was just read: somebody too, whom `she` may mean.
    fn relative_of(&mut self, at: usize) {
        let Some(nominal) = self.narrative_nominal(at).filter(|n| !n.plural() && n.head > at) else { return };
        // `her predecessor, Omar Benali`: the name counts.
        let behind = nominal.tokens.end;
        if self.text.word(behind) == "," && self.names.covering(behind + 1).is_some() {
            return;
        }
        if let Some((id, _)) = self.nominal(&nominal, false) {
            let function = self.function(&nominal.tokens);
            self.push(nominal.head, id, function, false);
        }
    }

    /// `a 34-year-old woman`, `the suspect`, `protesters`: a description of persons that begins at `at`.
    fn narrative_nominal(&self, at: usize) -> Option<Nominal> {
        let text = self.text;
        let lex = lexicon();
        let word = text.word(at);
        let determiner = text.is_any(at, BEGINS_DESCRIPTION);
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
        // `The report contains …`: what `it` may be.
        let thing = determiner && at == sentence.start;
        let fits = |n: Noun| n.person || thing && !n.plural && (n.organisation || n.document);
        let mut head = None;
        for i in at..(at + 8).min(sentence.end) {
            let w = text.word(i);
            let kind = text.tokens[i].kind;
            if kind == TokenKind::Mark && !matches!(w, "-" | "/") || kind == TokenKind::Clitic {
                break;
            }
            let ends = text.is_any(i, FeatureSet::BEHIND_HEAD) && w.starts_with(char::is_lowercase);
            if i > at && (ends || is_speech_verb(w)) {
                break;
            }
            if lex.noun(w).is_some_and(fits) {
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
        // `the socialist state`, `a Russian village's well`: what follows is the head.
        let is_possessor = text.tokens.get(head + 2).is_some_and(|t| t.kind == TokenKind::Clitic);
        let follows = text.tokens.get(head + 1).is_some_and(|t| t.kind == TokenKind::Word && head + 1 < sentence.end);
        let is_noun = lex.noun(next).is_some_and(|n| !n.plural) || is_possessor;
        if follows && is_noun && next.starts_with(char::is_lowercase) && !is_function_word(next) {
            return None;
        }
        let before = at.checked_sub(1).filter(|&i| i >= sentence.start).map_or("", |i| text.word(i));
        let before2 = at.checked_sub(2).filter(|&i| i >= sentence.start);
        let before_is = |features| at > sentence.start && text.is_any(at - 1, features);
        // An apposition or a predicate says what somebody else is.
        let apposition = before == "," && before2.is_some_and(|i| self.names.covering(i).is_some());
        if apposition || before_is(PREDICATES) || matches!(before, "as" | "'s") {
            return None;
        }
        let end =
            if text.tokens[head].sentence == text.tokens[at].sentence { self.with_affiliation(head) } else { head + 1 };
        let start = if determiner { at } else { self.phrase_start(head, sentence.start) };
        match phrase::parse(text, &self.names, &self.referents, start..end) {
            Phrase::Nominal(nominal) if fits(nominal.class) && !nominal.is_elliptical() => Some(nominal),
            _ => None,
        }
    }
}

/// Whether `her` stands before a noun (`her lawyer`) and not by itself.
fn is_noun_next(text: &Text<'_>, at: usize) -> bool {
    let next = text.word(at + 1);
    text.tokens.get(at + 1).is_some_and(|t| t.kind == TokenKind::Word) && !is_function_word(next)
}
