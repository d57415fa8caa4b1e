//! Descriptions: which earlier person, organisation or document `the former adviser` is.

use super::antecedent::Trail;
use super::phrase::{Determiner, Nominal};
use super::referent::{Referent, ReferentId};
use crate::annotations::SpeakerKind;
use crate::lexicon::{fold, lexicon, Feature};
use crate::text::Text;

/// How a description was resolved.
pub(super) struct Match {
    pub id: ReferentId,
    pub score: f32,
}

/// Whether the lexicon gives a word this feature.
fn is(word: &str, feature: Feature) -> bool {
    lexicon().features(word).has(feature)
}

/// Surname or last word of the possessor, folded lower case.
pub(super) fn possessor_word(text: &Text<'_>, nominal: &Nominal, pronoun: Option<&Referent>) -> Option<String> {
    match &nominal.determiner {
        Determiner::Possessive(range) => {
            range.clone().rev().find(|&i| text.tokens[i].kind.is_word()).map(|i| fold(text.word(i)).to_lowercase())
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

/// The earlier referent that a definite description stands for, best first.
pub(super) fn definite(
    text: &Text<'_>,
    referents: &[Referent],
    trail: &Trail,
    nominal: &Nominal,
    possessor: Option<&str>,
) -> Option<Match> {
    let at = nominal.tokens.start;
    // `the previous poll` is told apart from the one that was spoken of.
    if nominal.modifiers.iter().any(|m| is(m, Feature::Contrasting)) {
        return None;
    }
    let age = age(text, nominal);
    let plural = nominal.plural();
    let mut seen: Vec<ReferentId> = Vec::new();
    let mut matches: Vec<Match> = Vec::new();
    let last_source = trail.last_source(at).map(|s| s.id);
    let gender = nominal.class.gender;
    let topic = topic(text, referents, trail, nominal, possessor);
    for mention in trail.mentions.iter().rev().take(400) {
        if seen.contains(&mention.id) || mention.at >= at {
            continue;
        }
        seen.push(mention.id);
        if seen.len() > 60 {
            break;
        }
        let r = &referents[mention.id];
        if r.is_person() && (plural || !nominal.class.person && nominal.class != Default::default()) {
            continue;
        }
        if !r.is_person() && !plural && r.plural {
            continue;
        }
        // `the authority` is a person or an organisation.
        let body = r.kind == SpeakerKind::Organisation && nominal.class.organisation && head_score(r, nominal) >= 3.0;
        if !r.is_person() && nominal.class.person && !plural && !body {
            continue;
        }
        // `the agencies` are not one of them; only a name may be plural itself: `Northern Airlines`.
        let many =
            |r: &Referent| r.words.last().is_some_and(|w| w.ends_with('s') && lexicon().singular(w) == nominal.noun);
        if plural && !r.plural && !(r.kind == SpeakerKind::Organisation && nominal.class.organisation && many(r)) {
            continue;
        }
        if gender.is_some_and(|g| r.fits(g) < -0.3) {
            continue;
        }
        let mut score = head_score(r, nominal);
        if score < 3.0 && topic == Some(mention.id) {
            score = TOPIC;
        }
        if let (Some(age), Some(known)) = (&age, &r.age) {
            score = if age == known { 4.0 } else { 0.0 };
        }
        if score <= 0.0 {
            continue;
        }
        let has = |word: &String| r.roles.iter().any(|role| role.words.contains(word)) || r.words.contains(word);
        let foreign = nominal.modifiers.iter().any(|word| is(word, Feature::Distinguishing) && !has(word));
        let rivals = r
            .roles
            .iter()
            .filter(|role| role.head == nominal.noun)
            .flat_map(|role| &role.words)
            .any(|word| is(word, Feature::Distinguishing) && !nominal.modifiers.contains(word));
        let below = |word: &String| is(word, Feature::LowerRank);
        // What has a name of its own may be called by its rank or place for the first time, and so may somebody unnamed
        // of whom no other is told: `a government engineer … the state engineer`.
        let body = r.words.is_empty() && nominal.class.organisation;
        if foreign && (rivals || body || nominal.modifiers.iter().any(below)) {
            continue;
        }
        // `the council` is the town's, where the county's is spoken of, too.
        if rivals && r.words.is_empty() {
            score -= 1.0;
        }
        for modifier in &nominal.modifiers {
            if is(modifier, Feature::LightModifier) || age.is_some() {
                continue;
            }
            let folded = fold(modifier);
            let has = r.roles.iter().any(|role| role.words.contains(modifier))
                || r.words.contains(&folded)
                || r.name.to_lowercase().split_whitespace().any(|w| w == modifier);
            score += if has { 0.7 } else { -0.45 };
        }
        if let Some(possessor) = possessor {
            let of = r.roles.iter().any(|role| role.words.iter().any(|w| fold(w) == possessor));
            // `the players' union` is no other association.
            if !of && score < 3.0 && nominal.class.organisation {
                continue;
            }
            // A description of one possessor does not fit that of another.
            score += if of { 1.0 } else { -0.8 };
            if r.surname() == Some(possessor) {
                continue;
            }
        }
        // What the phrase says behind its head must be known of the referent, or the referent be unnamed and the same.
        let complement =
            nominal.complement.clone().filter(|&i| text.word(i).chars().next().is_some_and(char::is_uppercase));
        for word in complement.map(|i| fold(text.word(i)).to_lowercase()) {
            let has = r.roles.iter().any(|role| role.words.iter().any(|w| fold(w) == word)) || r.words.contains(&word);
            score += if has { 0.5 } else { -0.4 };
        }
        let distance = trail.distance(text, mention.at, at) as f32;
        score -= 0.06 * distance.min(20.0);
        if r.spoken > 0 {
            score += 0.5;
        }
        if r.kind == SpeakerKind::Person {
            score += 0.4;
        }
        if last_source == Some(mention.id) {
            score += 0.4;
        }
        matches.push(Match { id: mention.id, score });
    }
    if let Some(n) = nominal.ordinal {
        return ordinal(referents, &matches, nominal, n);
    }
    let best = matches.into_iter().max_by(|a, b| a.score.total_cmp(&b.score)).filter(|m| m.score >= 1.0);
    // `the website`, right behind what a website by name said: that one, not another that was only described long ago.
    let described = best
        .as_ref()
        .is_none_or(|m| referents[m.id].words.is_empty() && trail.distance(text, referents[m.id].last, at) > 2);
    let light = nominal.modifiers.iter().all(|m| is(m, Feature::LightModifier));
    if described && light && nominal.class.organisation && !plural && possessor.is_none() {
        let near = trail.last_source(at).filter(|s| trail.distance(text, s.at, at) <= 1).map(|s| s.id);
        let free = |id: &ReferentId| {
            let r = &referents[*id];
            // What the text calls a bank is no newspaper.
            let other = r.roles.iter().any(|role| {
                lexicon().noun(&role.head).is_some_and(|n| n.organisation)
                    && !lexicon().synonyms(&role.head, &nominal.noun)
            });
            r.kind == SpeakerKind::Organisation && !r.words.is_empty() && !other
        };
        if let Some(id) = near.filter(free).filter(|_| is(&nominal.noun, Feature::PlainOrganisation)) {
            return Some(Match { id, score: 1.0 });
        }
    }
    best.or_else(|| fallback(text, referents, trail, nominal, possessor))
}

/// What a noun counts that fits the subject of the sentence before only because nothing speaks against it: more than one
/// that may stand for another's role, less than the same noun.
const TOPIC: f32 = 2.6;

/// `Marchetti disagreed. “…,” the striker said`: the person of whom the sentence before speaks, named and not yet described.
fn topic(
    text: &Text<'_>,
    referents: &[Referent],
    trail: &Trail,
    nominal: &Nominal,
    possessor: Option<&str>,
) -> Option<ReferentId> {
    let plain = nominal.determiner == Determiner::Definite
        && possessor.is_none()
        && nominal.complement.is_empty()
        && nominal.ordinal.is_none()
        && nominal.class.person
        && !nominal.plural()
        && nominal.modifiers.iter().all(|m| is(m, Feature::LightModifier))
        && !is(&nominal.noun, Feature::Office);
    if !plain {
        return None;
    }
    let here = &text.tokens[nominal.tokens.start];
    let before = trail.recent(text, nominal.tokens.start).find(|s| {
        !s.quoted
            && !s.reported
            && s.function == super::antecedent::Function::Subject
            && text.tokens[s.at].sentence < here.sentence
    })?;
    let r = &referents[before.id];
    let told = &text.tokens[before.at];
    let near = told.paragraph == here.paragraph && trail.distance(text, before.at, nominal.tokens.start) <= 1;
    let free = r.kind == SpeakerKind::Person && r.roles.is_empty() && !r.words.is_empty();
    (near && free && nominal.class.gender.is_none_or(|g| r.fits(g) > -0.3)).then_some(before.id)
}

/// How well a head noun fits what is known of a referent: 3 the same noun, 1.6 a noun that may stand for it.
fn head_score(r: &Referent, nominal: &Nominal) -> f32 {
    let lex = lexicon();
    let noun = nominal.noun.as_str();
    let exact =
        r.roles.iter().any(|role| role.head == noun) || r.words.last().is_some_and(|w| w == noun && !r.is_person());
    if exact {
        return 3.0;
    }
    // `the other` of two officials is an official, but nobody else's spokesman.
    if r.roles.iter().any(|role| super::elliptical::class(&role.head).is_some()) {
        return 0.0;
    }
    // `the Republican presidential nominee` of somebody who is called a candidate.
    if r.roles.iter().any(|role| lex.synonyms(&role.head, noun)) {
        return 1.6;
    }
    if r.is_person() && r.roles.iter().any(|role| role.words.iter().any(|w| w == noun)) {
        return 1.2;
    }
    0.0
}

/// `the second welder`: the second whom the text introduced by that noun.
fn ordinal(referents: &[Referent], matches: &[Match], nominal: &Nominal, n: usize) -> Option<Match> {
    let mut introduced: Vec<ReferentId> = matches
        .iter()
        .map(|m| m.id)
        .filter(|&id| {
            let r = &referents[id];
            r.kind != SpeakerKind::Person && r.roles.iter().any(|role| role.head == nominal.noun)
        })
        .collect();
    introduced.sort_by_key(|&id| referents[id].first);
    introduced.get(n - 1).map(|&id| Match { id, score: 3.0 })
}

/// No noun tells: the person who spoke last, if nothing is known that speaks against it.
fn fallback(
    text: &Text<'_>,
    referents: &[Referent],
    trail: &Trail,
    nominal: &Nominal,
    possessor: Option<&str>,
) -> Option<Match> {
    let at = nominal.tokens.start;
    // `the former minister`: hardly anybody is introduced like that.
    let again = nominal.modifiers.iter().any(|m| is(m, Feature::StatusModifier) || m.starts_with("ex-"));
    if nominal.determiner != Determiner::Definite || possessor.is_some() || !nominal.complement.is_empty() && !again {
        return None;
    }
    if nominal.class.person && !nominal.plural() {
        let last = trail.last_source(at).or_else(|| trail.recent(text, at).find(|s| referents[s.id].is_person()))?;
        let r = &referents[last.id];
        let near = trail.distance(text, last.at, at) <= 2;
        let plain = is(&nominal.noun, Feature::PlainPerson) || nominal.tokens.clone().any(|i| text.word(i) == "year");
        let agrees = nominal.class.gender.is_none_or(|g| r.fits(g) > -0.3);
        let free = plain || (again || r.roles.is_empty()) && r.kind == SpeakerKind::Person;
        return (r.is_person() && near && free && agrees).then_some(Match { id: last.id, score: 0.4 });
    }
    if nominal.class.organisation && !nominal.class.plural {
        // `the company`: the organisation named last.
        let found = trail
            .recent(text, at)
            .find(|s| referents[s.id].kind == SpeakerKind::Organisation && !referents[s.id].words.is_empty())?;
        let near = trail.distance(text, found.at, at) <= 4;
        return (near && is(&nominal.noun, Feature::PlainOrganisation)).then_some(Match { id: found.id, score: 0.3 });
    }
    None
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
            return Some(Match { id: mention.id, score: 1.5 });
        }
    }
    None
}
