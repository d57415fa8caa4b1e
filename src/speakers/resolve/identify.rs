//! Descriptions, organisations and joint sources: who of those known so far, or somebody new.

use super::Resolver;
use crate::annotations::SpeakerKind;
use crate::entities::is_capital;
use crate::lexicon::{lexicon, Feature, FeatureSet};
use crate::speakers::antecedent::{quoted, Function};
use crate::speakers::describe::lower_words;
use crate::speakers::elliptical;
use crate::speakers::names::squeezed;
use crate::speakers::nominals::{self, Match, Named};
use crate::speakers::phrase::{self, Determiner, Nominal, Phrase};
use crate::speakers::referent::{Referent, ReferentId, Role};
use crate::text::TokenKind;
use std::ops::Range;

/// Goes on with a description, so that no verb follows it at once.
const GOES_ON: FeatureSet = FeatureSet::of(&[Feature::RelativePerson, Feature::Preposition, Feature::Coordinator]);

impl Resolver<'_, '_> {
    /// The referent of a noun phrase that is no source itself.
    pub(super) fn noun_phrase(&mut self, tokens: Range<usize>) -> Option<ReferentId> {
        match phrase::parse(self.text, &self.names, &self.referents, tokens) {
            Phrase::Named(id) => Some(id),
            Phrase::Organisation(tokens) => Some(self.organisation(tokens).0),
            Phrase::Nominal(nominal) => self.nominal(&nominal, true).map(|m| m.0),
            _ => None,
        }
    }

    /// The organisation, country … of a name that no entity stands for.
    pub(super) fn organisation(&mut self, tokens: Range<usize>) -> (ReferentId, f32) {
        if let [word] = crate::entities::name_words(self.text, tokens.clone()).as_slice() {
            if let Some(id) = self.names.person_by_word(word) {
                return (id, 0.8);
            }
        }
        (self.names.organisation(self.text, tokens, &mut self.referents), 0.85)
    }

    /// Several together: a speaker of their own.
    pub(super) fn joint(&mut self, tokens: Range<usize>, parts: &[Range<usize>]) -> Option<(ReferentId, f32)> {
        let text = self.text;
        let mut words: Vec<String> = Vec::new();
        self.ranker.attributions.clear();
        for part in parts {
            // Those who are named join the trail: `he` may be one of them.
            match phrase::parse(text, &self.names, &self.referents, part.clone()) {
                Phrase::Named(id) if self.referents[id].is_person() => words.push(self.referents[id].name.clone()),
                Phrase::Nominal(n) => {
                    match nominals::definite(text, &self.referents, &self.trail, &n, None, &mut self.ranker) {
                        Some(m)
                            if n.determiner == Determiner::Definite
                                && self.referents[m.id].kind == SpeakerKind::Person =>
                        {
                            words.push(self.referents[m.id].name.clone());
                        }
                        _ => words.push(squeezed(text, text.span(part.clone()))),
                    }
                }
                _ => words.push(squeezed(text, text.span(part.clone()))),
            }
        }
        // `Carter and Hart` are those who are `Hart and Carter` elsewhere.
        let mut key: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
        key.sort_unstable();
        if let Some(id) = (0..self.referents.len()).rev().take(400).find(|&id| {
            self.referents[id].plural && self.referents[id].roles.iter().any(|r| r.head.is_empty() && r.words == key)
        }) {
            return Some((id, 0.85));
        }
        // Later on `the union` may be one of them.
        for part in parts {
            if let Phrase::Nominal(n) = phrase::parse(text, &self.names, &self.referents, part.clone()) {
                let owned = matches!(n.determiner, Determiner::Possessive(_));
                if n.class.organisation && (owned || n.determiner == Determiner::Definite) {
                    if let Some((id, _)) = self.nominal(&n, false) {
                        self.push(n.tokens.start, id, Function::Object, false);
                    }
                }
            }
        }
        let name = match words.as_slice() {
            [] => return None,
            [one] => one.clone(),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
        };
        let mut referent = Referent::new(SpeakerKind::Group, name, tokens.start);
        referent.plural = true;
        referent.organisations =
            parts.iter().all(|part| match phrase::parse(text, &self.names, &self.referents, part.clone()) {
                Phrase::Named(id) => self.referents[id].kind == SpeakerKind::Organisation,
                Phrase::Nominal(n) => n.class.organisation,
                Phrase::Organisation(_) => true,
                _ => false,
            });
        referent.roles.push(Role { head: String::new(), words: key });
        Some((self.add(referent), 0.8))
    }

    pub(super) fn add(&mut self, referent: Referent) -> ReferentId {
        self.referents.push(referent);
        self.referents.len() - 1
    }

    /// Resolves a description, or makes a new referent of it.
    pub(super) fn nominal(&mut self, nominal: &Nominal, source: bool) -> Option<(ReferentId, f32)> {
        // `a trader, who said`: the words before `who` may have been read already.
        if let Some(&id) = self.heads.get(&nominal.head) {
            return Some((id, 0.8));
        }
        let found = match self.apposed(nominal) {
            Some(id) => (id, 0.85),
            None => self.described(nominal, source)?,
        };
        self.heads.insert(nominal.head, found.0);
        Some(found)
    }

    /// The person whose name stands right in front: `Ellen Dorsey, a nurse with twenty years behind her, …`.
    fn apposed(&self, nominal: &Nominal) -> Option<ReferentId> {
        let text = self.text;
        let plain = matches!(nominal.determiner, Determiner::Indefinite | Determiner::None);
        if !plain || !nominal.class.person || nominal.plural() || nominal.another {
            return None;
        }
        let comma = nominal.tokens.start.checked_sub(1).filter(|&i| text.word(i) == ",")?;
        // `Dorsey, 34, a nurse`
        let aged = comma >= 2 && text.tokens[comma - 1].kind == TokenKind::Number && text.word(comma - 2) == ",";
        let name = self.names.covering(comma.checked_sub(if aged { 3 } else { 1 })?)?;
        if !self.referents[name.referent].is_person() || text.sentence_of(comma) != text.sentence_of(name.tokens.start)
        {
            return None;
        }
        // `After the death of Ann Lee, a neighbour said`: the verb follows at once, so it is the neighbour who says it.
        let end = nominal.tokens.end;
        let stops = matches!(text.word(end), "," | "—" | "–" | ".")
            || text.is_any(end, GOES_ON) && text.word(end).starts_with(char::is_lowercase);
        stops.then_some(name.referent)
    }

    pub(super) fn described(&mut self, nominal: &Nominal, source: bool) -> Option<(ReferentId, f32)> {
        let text = self.text;
        // `52%)` is nobody either.
        if source && (is_abstract(nominal) || text.tokens[nominal.head].kind != TokenKind::Word) {
            return None;
        }
        let owner = match nominal.determiner {
            Determiner::Pronoun(at) => self.possessor(at),
            _ => None,
        };
        // `Her accompanying post said`: she wrote it.
        let written = |id: &ReferentId| {
            source && self.referents[*id].kind == SpeakerKind::Person && text.is(nominal.head, Feature::PublishedWords)
        };
        let author = match &nominal.determiner {
            Determiner::Possessive(of) => self.names.covering(of.end - 1).map(|name| name.referent),
            _ => owner,
        };
        if let Some(author) = author.filter(written) {
            return Some((author, 0.8));
        }
        let possessor = nominals::possessor_word(text, nominal, owner.map(|id| &self.referents[id]));
        let sentence = text.sentence_of(nominal.tokens.start);
        let headline = source && text.is_headline(&sentence);
        if nominal.is_elliptical() {
            return Some(self.counted(nominal));
        }
        let found: Option<Match> = if nominal.another {
            None
        } else {
            match nominal.determiner {
                Determiner::Definite | Determiner::Possessive(_) | Determiner::Pronoun(_) => {
                    let possessor = possessor.as_deref();
                    nominals::definite(text, &self.referents, &self.trail, nominal, possessor, &mut self.ranker)
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
        let found = found.or_else(|| self.announced(nominal)).or_else(|| self.together(nominal));
        // What a headline says without a name, the text may name now.
        let (headlined, found) = match found {
            Some(m) if self.referents[m.id].headline => (Some(m), None),
            found => (None, found),
        };
        if let Some(m) = found {
            return Some((m.id, m.sure));
        }
        // `HOST: …` is not whoever the next label names.
        let label = self.ranker.attributions.first().is_some_and(|&i| self.attributions[i].rule == "transcript-line");
        // `Ruritania's education minister`, but no other body than `the ministry's agency`.
        let owned = match &nominal.determiner {
            Determiner::Possessive(of) => {
                let owner = self.names.covering(of.end - 1).map(|name| name.referent);
                !nominal.class.person || owner.is_some_and(|owner| self.referents[owner].is_person())
            }
            _ => false,
        };
        if source && !label && !nominal.another && !owned {
            if let Some(m) = self.introduced_later(nominal, headline) {
                return Some((m.id, m.sure));
            }
        }
        if let Some(m) = headlined {
            return Some((m.id, m.sure));
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

    /// `The agencies` right behind what several organisations said together.
    fn together(&self, nominal: &Nominal) -> Option<Match> {
        let plain =
            nominal.determiner == Determiner::Definite && nominal.modifiers.iter().all(|m| m == "two" || m == "three");
        if !plain || !nominal.plural() || !nominal.class.organisation || !nominal.complement.is_empty() {
            return None;
        }
        let last = self.trail.last_source(nominal.tokens.start)?;
        let r = &self.referents[last.id];
        let joint = r.plural && r.roles.iter().any(|role| role.head.is_empty());
        let near = self.trail.distance(self.text, last.at, nominal.tokens.start) <= 2;
        (joint && near && r.organisations).then_some(Match { id: last.id, sure: 0.7 })
    }

    /// `One`, `the other`, `a second`: somebody new among those spoken of last, or who was counted so before.
    fn counted(&mut self, nominal: &Nominal) -> (ReferentId, f32) {
        let text = self.text;
        let at = nominal.tokens.start;
        let plural = nominal.plural();
        let recent: Vec<ReferentId> = self.trail.recent(text, at).filter(|s| s.source).map(|s| s.id).collect();
        if nominal.is_again() {
            let known = |id: &ReferentId| {
                let r = &self.referents[*id];
                r.kind != SpeakerKind::Person
                    && r.plural == plural
                    && r.roles.iter().any(|role| role.head == nominal.noun)
            };
            if let Some(id) = recent.iter().copied().find(known) {
                return (id, 0.8);
            }
        }
        let mut referent = Referent::new(nominal.kind(text), self.description_name(nominal, None), at);
        referent.plural = plural;
        referent.add_role(&nominal.noun, lower_words(text, nominal.tokens.clone()));
        // Of whom: `two officials … One said`, `one official … A second said`.
        let whole = recent.iter().copied().find(|&id| {
            let r = &self.referents[id];
            r.words.is_empty() && matches!(r.kind, SpeakerKind::Group | SpeakerKind::Unnamed)
        });
        if let Some(whole) = whole {
            let of = &self.referents[whole];
            for role in of.roles.iter().filter(|role| !role.head.is_empty() && elliptical::class(&role.head).is_none())
            {
                let words: Vec<String> =
                    role.words.iter().filter(|w| elliptical::class(w).is_none()).cloned().collect();
                referent.roles.push(Role { head: role.head.clone(), words });
            }
            if of.plural {
                let joint = of.roles.iter().any(|role| role.head.is_empty());
                let of = if joint { of.name.clone() } else { decapitalised(&of.name) };
                referent.description = Some(format!("of {of}"));
            }
            referent.male = of.male;
            referent.female = of.female;
        }
        (self.add(referent), 0.8)
    }

    /// Completes a description that begins with `his` or `her`: `Ann Carter’s lawyer`.
    pub(super) fn whose(&mut self, id: ReferentId) {
        let Some(at) = self.referents[id].whose.take() else { return };
        let owner = self.possessor(at).filter(|&owner| owner != id);
        let name = owner.map(|o| &self.referents[o]).filter(|o| !o.words.is_empty()).map(|o| o.name.clone());
        if let (Some(name), Some(role)) = (name, &self.referents[id].description) {
            self.referents[id].description = Some(format!("{name}’s {role}"));
        }
    }

    /// As it will be shown: the words of the text; of `his lawyer` whose, if that is known.
    pub(super) fn description_name(&self, nominal: &Nominal, owner: Option<ReferentId>) -> String {
        let text = self.text;
        if let (Determiner::Pronoun(at), Some(owner)) = (&nominal.determiner, owner) {
            let rest = squeezed(text, text.span(at + 1..nominal.tokens.end));
            let name = &self.referents[owner].name;
            if !self.referents[owner].words.is_empty() && !rest.is_empty() {
                return format!("{name}’s {rest}");
            }
        }
        squeezed(text, text.span(nominal.tokens.clone()))
    }

    /// What a headline announced without a name: `Panel votes …`, then `A House panel voted …`.
    pub(super) fn announced(&mut self, nominal: &Nominal) -> Option<Match> {
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
        Some(Match { id, sure: 0.7 })
    }

    /// `A former chairman says …`: somebody whose name comes a little later.
    fn introduced_later(&mut self, nominal: &Nominal, headline: bool) -> Option<Match> {
        /// Names looked at, different bearers, and narrative sentences on, at most.
        const NAMES: usize = 60;
        const BEARERS: usize = 12;
        const REACH: u32 = 5;
        let text = self.text;
        let head = &text.tokens[nominal.head];
        let kind = match (nominal.class.person, nominal.class.organisation) {
            _ if nominal.class.plural => return None,
            (true, _) => SpeakerKind::Person,
            (_, true) => SpeakerKind::Organisation,
            _ => return None,
        };
        // `Agriculture and Food Agency` is a name of its own.
        let name = kind == SpeakerKind::Organisation
            && is_capital(text, nominal.head)
            && nominal.head > text.sentence_of(nominal.head).start;
        if name || head.paragraph > 2 || head.sentence > 8 || quoted(text, nominal.head) {
            return None;
        }
        let behind = nominal.tokens.end;
        let start = self.names.mentions.partition_point(|m| m.tokens.start < behind);
        let sources = &self.sources[self.sources.partition_point(|s| s.start < behind)..];
        let of_person = |s: &&Range<usize>| self.names.within(s).iter().any(|m| self.referents[m.referent].is_person());
        let first = sources.iter().take(4).find(of_person);
        let mut named: Vec<Named> = Vec::new();
        for mention in self.names.mentions[start..].iter().take(NAMES) {
            let (id, name) = (mention.referent, mention.tokens.clone());
            let distance = self.trail.distance(text, behind, name.start);
            if distance > REACH || named.len() > BEARERS {
                break;
            }
            let r = &self.referents[id];
            // `By Jane Belton`: who writes is nobody of whom the article tells.
            let byline = text.word(text.paragraph_of(name.start).start).eq_ignore_ascii_case("by");
            // Who was named before would not be introduced by a description now.
            let known = r.first < nominal.tokens.start && !headline || named.iter().any(|n| n.id == id);
            if r.kind == kind && !byline && !known && nominal.class.gender.is_none_or(|g| r.fits(g) >= -0.3) {
                let speaks_first = first.is_some_and(|s| s.start <= name.start && name.end <= s.end);
                named.push(Named { id, name, speaks_first, distance });
            }
        }
        if named.is_empty() {
            return None;
        }
        nominals::later(text, &self.referents, nominal, (&named, headline), &mut self.ranker)
    }
}

/// With a small first letter, unless the word has its capital by itself: `Syrian officials`.
fn decapitalised(name: &str) -> String {
    let (first, rest) = name.split_once(' ').unwrap_or((name, ""));
    let acronym = first.chars().skip(1).any(char::is_uppercase);
    if acronym || lexicon().demonym(first) || rest.is_empty() && first.len() < 2 {
        return name.to_owned();
    }
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}

/// `the repair of the bridge`: a happening, nobody who speaks.
pub(super) fn is_abstract(nominal: &Nominal) -> bool {
    let c = nominal.class;
    let unknown = !(c.person || c.group || c.organisation || c.document);
    unknown && lexicon().ends_like(&nominal.noun, Feature::AbstractEnding)
}
