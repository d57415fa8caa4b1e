//! Descriptions: which earlier person, organisation or document `the former adviser` is.

use super::antecedent::{Function, Trail};
use super::names::key_word;
use super::phrase::{Determiner, Nominal};
use super::rank::{Choice, Clue, Field, Ranker};
use super::referent::{Referent, ReferentId};
use crate::annotations::SpeakerKind;
use crate::entities::is_capital;
use crate::lexicon::{lexicon, Feature, FeatureSet, Noun};
use crate::text::Text;
use std::ops::Range;

/// How a description was resolved, and how sure that is.
pub(super) struct Match {
    pub id: ReferentId,
    pub sure: f32,
}

/// Whether the lexicon gives a word this feature.
fn is(word: &str, feature: Feature) -> bool {
    lexicon().features(word).has(feature)
}

/// Surname or last word of the possessor, folded lower case.
pub(super) fn possessor_word(text: &Text<'_>, nominal: &Nominal, pronoun: Option<&Referent>) -> Option<String> {
    match &nominal.determiner {
        Determiner::Possessive(range) => {
            range.clone().rev().find(|&i| text.tokens[i].kind.is_word()).map(|i| key_word(text.word(i)))
        }
        Determiner::Pronoun(_) => pronoun.map(|r| {
            r.surname()
                .map_or_else(|| lexicon().singular(r.name.split_whitespace().next_back().unwrap_or("")), str::to_owned)
        }),
        _ => None,
    }
}

/// Age in `34-year-old`, if the description begins with one.
fn age(text: &Text<'_>, nominal: &Nominal) -> Option<String> {
    nominal.tokens.clone().take(4).find_map(|i| {
        let word = text.word(i);
        let year = (i + 1..i + 4).any(|j| text.word(j) == "year");
        (year && !word.is_empty() && word.chars().all(|c| c.is_ascii_digit())).then(|| word.to_owned())
    })
}

/// Mentions looked back over for a description, and how many different referents, at most.
const LOOK_BACK: usize = 400;
const REFERENTS: usize = 60;
/// Narrative sentences back to somebody of whom nothing is known that the description says, at most.
const UNKNOWN_BACK: u32 = 4;

/// A description and what is known of it.
struct Described<'a, 't> {
    text: &'a Text<'t>,
    nominal: &'a Nominal,
    age: Option<String>,
    /// Surname or last word of the owner.
    possessor: Option<&'a str>,
    /// Whether all its modifiers say little: `the young man`.
    light: bool,
    /// Whether its noun may stand for anybody: `the man`, `the company`.
    plain: bool,
    /// `former`: hardly anybody is introduced like that.
    again: bool,
}

/// The earlier referent that a definite description stands for, if it stands for one.
pub(super) fn definite(
    text: &Text<'_>,
    referents: &[Referent],
    trail: &Trail,
    nominal: &Nominal,
    possessor: Option<&str>,
    ranker: &mut Ranker<'_>,
) -> Option<Match> {
    let at = nominal.tokens.start;
    // `the previous poll` is told apart from the one that was spoken of.
    if nominal.modifiers.iter().any(|m| is(m, Feature::Contrasting)) {
        return None;
    }
    let description = Described::new(text, nominal, possessor);
    let last_source = trail.last_source(at).map(|s| s.id);
    let mut field = ranker.field(Choice::Description);
    description.nobody(ranker, &mut field);
    let office = is(&nominal.noun, Feature::Office);
    let mut seen: Vec<ReferentId> = Vec::new();
    let mut candidates: Vec<ReferentId> = Vec::new();
    // Whether a later subject was met, and a later organisation.
    let mut topic_passed = false;
    let mut body_passed = false;
    // The only person named so far.
    let mut persons = trail.recent(text, at).map(|m| m.id).filter(|&id| referents[id].kind == SpeakerKind::Person);
    let only = persons.next().filter(|&first| persons.all(|id| id == first));
    for mention in trail.mentions.iter().rev().take(LOOK_BACK) {
        if seen.contains(&mention.id) || mention.at >= at {
            continue;
        }
        seen.push(mention.id);
        if seen.len() > REFERENTS {
            break;
        }
        let r = &referents[mention.id];
        let distance = trail.distance(text, mention.at, at);
        let role = description.role(r);
        let unknown = role.is_none() && (description.age.is_none() || description.age != r.age);
        if !description.can_be(r, role) || unknown && (distance > UNKNOWN_BACK || !description.may_be_new_of(r)) {
            continue;
        }
        candidates.push(mention.id);
        field.add(Some(mention.id));
        description.say(r, role, ranker, &mut field);
        let here = &text.tokens[at];
        let there = &text.tokens[mention.at];
        let mut say = |clue, holds: bool| ranker.clue(&mut field, clue, f32::from(u8::from(holds)));
        let subject = mention.function == Function::Subject && !mention.quoted && !mention.reported;
        let before = there.sentence < here.sentence && distance <= 1 && there.paragraph == here.paragraph;
        say(Clue::LastSource, last_source == Some(mention.id));
        say(Clue::LastSourceTold, unknown && last_source == Some(mention.id));
        say(Clue::LeadsIn, subject && before);
        say(Clue::LeadsInNew, unknown && subject && before);
        say(Clue::Office, unknown && office);
        say(Clue::Occupation, unknown && !office && !description.plain && nominal.class.person);
        // `Marchetti disagreed. “…,” the striker said`: of whom the sentence before speaks, named and not yet described.
        let bare = description.light && nominal.complement.is_empty() && !is(&nominal.noun, Feature::Office);
        let fresh = r.kind == SpeakerKind::Person && r.roles.is_empty();
        say(Clue::Topic, unknown && fresh && bare && subject && before && !topic_passed);
        topic_passed |= subject && there.sentence < here.sentence;
        let class = nominal.class;
        let named_last = unknown || role == Some(Clue::Synonym) && class.organisation && !class.document;
        let body =
            named_last && description.plain && r.kind == SpeakerKind::Organisation && nominal.complement.is_empty();
        say(Clue::OnlyOne, unknown && bare && (fresh || description.plain) && only == Some(mention.id));
        say(Clue::PlainBody, body && !body_passed);
        body_passed |= body;
        say(Clue::Nearest, unknown && candidates.len() == 1);
        say(Clue::Quoted, mention.quoted);
        say(Clue::Subject, subject);
        say(Clue::Source, mention.source);
        ranker.clue(&mut field, Clue::Often, ((1 + r.seen + r.spoken) as f32).ln());
        ranker.clue(&mut field, Clue::Distance, (distance as f32).min(20.0));
        ranker.clue(&mut field, Clue::DistanceNew, if unknown { (distance as f32).min(20.0) } else { 0.0 });
        let rivals = if unknown { candidates.len() - 1 } else { 0 };
        ranker.clue(&mut field, Clue::Rivals, rivals.min(4) as f32);
    }
    if let Some(n) = nominal.ordinal {
        return ordinal(referents, &candidates, nominal, n);
    }
    ranker.choose(field).map(|(id, sure)| Match { id, sure })
}

impl<'a, 't> Described<'a, 't> {
    fn new(text: &'a Text<'t>, nominal: &'a Nominal, possessor: Option<&'a str>) -> Self {
        let has_year = nominal.tokens.clone().any(|i| text.word(i) == "year");
        let age = age(text, nominal);
        Self {
            text,
            nominal,
            possessor,
            light: age.is_some() || nominal.modifiers.iter().all(|m| is(m, Feature::LightModifier)),
            age,
            plain: is(&nominal.noun, Feature::PlainPerson) || is(&nominal.noun, Feature::PlainOrganisation) || has_year,
            again: nominal.modifiers.iter().any(|m| is(m, Feature::StatusModifier) || m.starts_with("ex-")),
        }
    }

    /// Adds the answer that it is none of those whom the text tells of.
    fn nobody(&self, ranker: &Ranker<'_>, field: &mut Field) {
        field.add(None);
        let mut say = |clue, holds: bool| ranker.clue(field, clue, f32::from(u8::from(holds)));
        say(Clue::Nobody, true);
        say(Clue::NewPlain, self.plain);
        say(Clue::NewOffice, is(&self.nominal.noun, Feature::Office));
        say(Clue::NewModified, !self.light);
        say(Clue::NewComplement, !self.nominal.complement.is_empty());
        say(Clue::NewOwned, self.possessor.is_some());
    }

    /// Whether the description can mean somebody at all.
    fn can_be(&self, r: &Referent, role: Option<Clue>) -> bool {
        let class = self.nominal.class;
        let plural = self.nominal.plural();
        if r.is_person() && (plural || !class.person && class != Noun::default())
            || !r.is_person() && !plural && r.plural
        {
            return false;
        }
        // `the authority` is a person or an organisation.
        let body = r.kind == SpeakerKind::Organisation && class.organisation && role == Some(Clue::SameNoun);
        if !r.is_person() && class.person && !plural && !body {
            return false;
        }
        // `the agencies` are not one of them; only a name may be plural itself: `Northern Airlines`.
        let many = |word: &String| word.ends_with('s') && lexicon().singular(word) == self.nominal.noun;
        let named_so = r.kind == SpeakerKind::Organisation && class.organisation && r.words.last().is_some_and(many);
        if plural && !r.plural && !named_so || class.gender.is_some_and(|g| r.fits(g) < -0.3) {
            return false;
        }
        if let (Some(age), Some(known)) = (&self.age, &r.age) {
            if age != known {
                return false;
            }
        }
        // What has a name of its own may be called by its rank or place for the first time, and so may somebody unnamed
        // of whom no other is told: `a government official … the state official`.
        let modifiers = &self.nominal.modifiers;
        let foreign = modifiers.iter().any(|word| is(word, Feature::Distinguishing) && !knows(r, word));
        let nameless = r.words.is_empty() && class.organisation;
        if foreign && (self.told_apart(r) || nameless || modifiers.iter().any(|word| is(word, Feature::LowerRank))) {
            return false;
        }
        // `the players' union` is no other association, and nobody is his own owner.
        let Some(possessor) = self.possessor else { return true };
        let owned = r.roles.iter().any(|role| role.words.iter().any(|w| key_word(w) == possessor));
        (owned || role == Some(Clue::SameNoun) || !class.organisation) && r.surname() != Some(possessor)
    }

    /// Whether it may be said of somebody of whom the text has not said it.
    fn may_be_new_of(&self, r: &Referent) -> bool {
        let class = self.nominal.class;
        let kind = match r.kind {
            SpeakerKind::Person => class.person,
            SpeakerKind::Unnamed => class.person && self.plain,
            SpeakerKind::Organisation => class.organisation && !r.words.is_empty(),
            _ => false,
        };
        // What the text calls a bank is no newspaper.
        let other = r.roles.iter().any(|role| {
            lexicon().noun(&role.head).is_some_and(|n| n.organisation)
                && !lexicon().synonyms(&role.head, &self.nominal.noun)
        });
        let office = is(&self.nominal.noun, Feature::Office) && !r.roles.is_empty();
        let free = self.nominal.determiner == Determiner::Definite && self.possessor.is_none();
        kind && free && !office && !self.nominal.plural() && !(class.organisation && !class.person && other)
    }

    /// How the noun fits what is known of somebody.
    fn role(&self, r: &Referent) -> Option<Clue> {
        let lex = lexicon();
        let noun = self.nominal.noun.as_str();
        let last_word = || r.words.last().is_some_and(|w| w == noun && !r.is_person());
        if r.roles.iter().any(|role| role.head == noun) || last_word() {
            return Some(Clue::SameNoun);
        }
        // `the other` of two officials is an official, but nobody else's spokesman.
        if r.roles.iter().any(|role| super::elliptical::class(&role.head).is_some()) {
            return None;
        }
        // `the Republican presidential nominee` of somebody who is called a candidate.
        if r.roles.iter().any(|role| lex.synonyms(&role.head, noun)) {
            return Some(Clue::Synonym);
        }
        let word = r.is_person() && r.roles.iter().any(|role| role.words.iter().any(|w| w == noun));
        word.then_some(Clue::RoleWord)
    }

    /// Whether somebody of the same role is told apart from others by a word that the description lacks.
    fn told_apart(&self, r: &Referent) -> bool {
        let mut roles = r.roles.iter().filter(|role| role.head == self.nominal.noun);
        let lacks = |word: &String| is(word, Feature::Distinguishing) && !self.nominal.modifiers.contains(word);
        roles.any(|role| role.words.iter().any(lacks))
    }

    /// Whether somebody is called by the same noun with a modifier of its own, and the description has another:
    /// `the Irish minister` of the Danish minister.
    fn clashes(&self, r: &Referent) -> bool {
        let telling = |word: &String| {
            *word != self.nominal.noun && !is(word, Feature::LightModifier) && !is(word, Feature::FunctionWord)
        };
        let new = self.nominal.modifiers.iter().any(|m| telling(m) && !knows(r, m));
        let mut roles = r.roles.iter().filter(|role| role.head == self.nominal.noun);
        let other = |word: &String| telling(word) && !self.nominal.modifiers.contains(word);
        new && roles.any(|role| {
            let head = role.words.iter().position(|w| lexicon().singular(w) == role.head).unwrap_or(0);
            role.words[..head].iter().any(other)
        })
    }

    /// Says what of the description is known of somebody.
    fn say(&self, r: &Referent, role: Option<Clue>, ranker: &Ranker<'_>, field: &mut Field) {
        let mut say = |clue, value: f32| ranker.clue(field, clue, value);
        let yes = |holds: bool| f32::from(u8::from(holds));
        if let Some(role) = role {
            say(role, 1.0);
        } else {
            say(Clue::Plain, yes(self.plain));
            say(Clue::Again, yes(self.again));
            say(Clue::Introduced, yes(r.roles.is_empty()));
        }
        say(Clue::Age, yes(self.age.is_some() && self.age == r.age));
        // `the council` is the town's, where the county's is spoken of, too.
        say(Clue::ToldApart, yes(self.told_apart(r) && r.words.is_empty()));
        for modifier in self.nominal.modifiers.iter().filter(|m| !is(m, Feature::LightModifier)) {
            if self.age.is_none() {
                say(if knows(r, modifier) { Clue::Modifiers } else { Clue::OtherModifiers }, 1.0);
            }
        }
        say(Clue::Clash, yes(role == Some(Clue::SameNoun) && self.clashes(r)));
        // `the Harlow Post newspaper`
        let before = self.nominal.head.saturating_sub(1);
        let named = self.nominal.tokens.contains(&before)
            && is_capital(self.text, before)
            && !self.text.is_any(before, FeatureSet::DETERMINER);
        say(Clue::OtherName, yes(named && !knows(r, &self.text.word(before).to_lowercase())));
        if let Some(possessor) = self.possessor {
            // A description of one possessor does not fit that of another.
            let owned = r.roles.iter().any(|role| role.words.iter().any(|w| key_word(w) == possessor));
            say(if owned { Clue::Owner } else { Clue::OtherOwner }, 1.0);
        }
        // What the phrase says behind its head must be known of the referent, or the referent be unnamed and the same.
        for word in self.nominal.complement.clone().map(|i| self.text.word(i)) {
            if word.starts_with(char::is_uppercase) {
                let folded = key_word(word);
                let known = r.roles.iter().any(|role| role.words.iter().any(|w| key_word(w) == folded));
                let known = known || r.words.contains(&folded);
                say(if known { Clue::Complement } else { Clue::OtherComplement }, 1.0);
            }
        }
        say(Clue::Gender, yes(self.nominal.class.gender.is_some_and(|g| r.fits(g) > 0.3)));
        say(Clue::Spoken, yes(r.spoken > 0));
        say(Clue::Named, yes(r.kind == SpeakerKind::Person));
    }
}

/// Somebody whom the text names behind a description, and what the text does there.
pub(super) struct Named {
    pub id: ReferentId,
    pub name: Range<usize>,
    /// Whether it is the first source behind the description that names a person.
    pub speaks_first: bool,
    /// Narrative sentences between.
    pub distance: u32,
}

/// Who of those named behind it a description introduces: `A former chairman says …`.
pub(super) fn later(
    text: &Text<'_>,
    referents: &[Referent],
    nominal: &Nominal,
    (named, headline): (&[Named], bool),
    ranker: &mut Ranker<'_>,
) -> Option<Match> {
    let description = Described::new(text, nominal, None);
    let mut field = ranker.field(Choice::Later);
    description.nobody(ranker, &mut field);
    ranker.clue(&mut field, Clue::Headline, f32::from(u8::from(headline)));
    ranker.clue(&mut field, Clue::Determined, f32::from(u8::from(nominal.determiner == Determiner::Definite)));
    for (rivals, one) in named.iter().enumerate() {
        let r = &referents[one.id];
        field.add(Some(one.id));
        let role = description.role(r);
        description.say(r, role, ranker, &mut field);
        let mut say = |clue, holds: bool| ranker.clue(&mut field, clue, f32::from(u8::from(holds)));
        let first = r.first == one.name.start;
        let unknown = role.is_none() && r.roles.is_empty();
        let opens = text.paragraph_of(one.name.start).start == one.name.start;
        say(Clue::LeadsIn, role.is_some() && headline);
        say(Clue::Known, !first);
        say(Clue::FullName, r.words.len() > 1);
        say(Clue::Nearest, rivals == 0);
        say(Clue::OpensParagraph, opens);
        say(Clue::Apposed, opens && unknown && text.word(one.name.end) == ",");
        say(Clue::Source, one.speaks_first);
        say(Clue::LastSource, one.speaks_first && unknown);
        ranker.clue(&mut field, Clue::Rivals, rivals.min(4) as f32);
        ranker.clue(&mut field, Clue::Distance, one.distance as f32);
    }
    ranker.choose(field).map(|(id, sure)| Match { id, sure })
}

/// Whether a word is among those that say what somebody is, or of the name.
fn knows(r: &Referent, word: &String) -> bool {
    r.roles.iter().any(|role| role.words.contains(word))
        || r.words.contains(&key_word(word))
        || r.name.to_lowercase().split_whitespace().any(|w| w == word)
}

/// `the second businessman`: the second whom the text introduced by that noun.
fn ordinal(referents: &[Referent], candidates: &[ReferentId], nominal: &Nominal, n: usize) -> Option<Match> {
    let so_called = |&id: &ReferentId| {
        let r = &referents[id];
        r.kind != SpeakerKind::Person && r.roles.iter().any(|role| role.head == nominal.noun)
    };
    let mut introduced: Vec<ReferentId> = candidates.iter().copied().filter(so_called).collect();
    introduced.sort_by_key(|&id| referents[id].first);
    introduced.get(n - 1).map(|&id| Match { id, sure: 0.88 })
}

/// An earlier referent with the very same description: `analysts` … `analysts`.
pub(super) fn same_words(text: &Text<'_>, referents: &[Referent], trail: &Trail, nominal: &Nominal) -> Option<Match> {
    let plural = nominal.plural();
    let mut seen: Vec<ReferentId> = Vec::new();
    for mention in trail.mentions.iter().rev().take(400) {
        if seen.contains(&mention.id) || mention.at >= nominal.tokens.start {
            continue;
        }
        seen.push(mention.id);
        let r = &referents[mention.id];
        if r.is_person() || r.plural != plural {
            continue;
        }
        let same = r.roles.iter().any(|role| {
            let modifiers: Vec<&String> = role.words.iter().filter(|w| lexicon().singular(w) != role.head).collect();
            role.head == nominal.noun
                && (nominal.modifiers.iter().all(|m| role.words.contains(m))
                    && (nominal.modifiers.is_empty() || modifiers.len() <= nominal.modifiers.len() + 1))
        });
        // `many voters` are not `voters`.
        let counted = |name: &str| {
            let first = name.split_whitespace().next().unwrap_or("");
            is(first, Feature::Quantifier) || is(first, Feature::Another)
        };
        if counted(&r.name) != counted(text.word(nominal.tokens.start)) {
            continue;
        }
        let complement: Vec<&str> = nominal.complement.clone().map(|i| text.word(i)).collect();
        let fits = complement.is_empty() || r.name.ends_with(&complement.join(" "));
        if same && fits {
            return Some(Match { id: mention.id, sure: 0.7 });
        }
    }
    None
}
