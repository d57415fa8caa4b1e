//! Identities of names: which mentions of persons and organisations name the same one.

use super::rank::Ranker;
use super::referent::{Referent, ReferentId};
use super::surname::{source_of, Bare};
use crate::annotations::SpeakerKind;
use crate::entities::{name_words, without_article, without_suffix, Entity, EntityKind};
use crate::lexicon::{fold, lexicon, nicknames, Feature, FeatureSet, Gender};
use crate::text::{Span, Text};
use std::collections::HashMap;
use std::ops::Range;

/// A name in the text and whose it is.
#[derive(Clone, Debug)]
pub(super) struct NameMention {
    pub tokens: Range<usize>,
    pub referent: ReferentId,
}

/// All names of the text, in text order, and their bearers.
pub(super) struct Names {
    pub mentions: Vec<NameMention>,
    by_last: HashMap<String, Vec<ReferentId>>,
    by_word: HashMap<String, Vec<ReferentId>>,
    organisations: HashMap<String, ReferentId>,
    /// Organisations by the first word of a short name, where it can stand for the whole.
    first_words: HashMap<String, ReferentId>,
    /// Organisations by the last words, two or more, of longer names; `None` where several end so.
    endings: HashMap<String, Option<ReferentId>>,
    /// Whom a bare surname meant last, and where.
    last_bare: HashMap<String, (ReferentId, usize)>,
}

/// Stands in front of whose something is: `his`, `Hart's`.
const OWNER: FeatureSet = FeatureSet::of(&[Feature::ThirdPossessive, Feature::PossessiveMark]);

/// Bearers of one surname that are looked at, at most.
const NAMESAKES: usize = 40;

fn same_given(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let initial = |x: &str, y: &str| {
        let first = x.chars().next();
        (x.chars().filter(|c| *c != '.').count() == 1 || x.contains('.')) && first == y.chars().next()
    };
    initial(a, b) || initial(b, a) || nicknames(a, b)
}

/// A word as names are compared by it: folded, in lower case, without apostrophes (`Ng'ang'a`, later `Nganga`).
pub(super) fn key_word(word: &str) -> String {
    let mut key = fold(word).to_lowercase();
    key.retain(|c| c != '\'');
    key
}

/// Folded, lower case, without suffix; and the suffix.
fn parts(text: &Text<'_>, tokens: Range<usize>) -> (Vec<String>, Option<String>) {
    let words: Vec<String> = name_words(text, tokens).iter().map(|w| key_word(w)).collect();
    let bare = without_suffix(&words);
    let suffix = words.get(bare.len()).map(|s| s.trim_end_matches('.').to_owned());
    (bare.to_vec(), suffix)
}

/// A person's name as it will be shown: with single blanks, without an emoji between its words.
fn shown(text: &Text<'_>, tokens: Range<usize>) -> String {
    let name = squeezed(text, text.span(tokens));
    let symbol = |word: &&str| !word.is_empty() && word.chars().all(|c| !c.is_alphanumeric() && !c.is_ascii());
    if name.split(' ').any(|w| symbol(&w)) {
        name.split(' ').filter(|w| !symbol(w)).collect::<Vec<_>>().join(" ")
    } else {
        name
    }
}

/// The words of a span with single blanks.
pub(super) fn squeezed(text: &Text<'_>, span: Span) -> String {
    text.slice(span).split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Names {
    /// Finds the bearers of all names; those are the first referents. `sources` are the tokens of all sources, in text
    /// order; of a choice that is for one of them, the ranker records its number.
    pub fn new(
        text: &Text<'_>,
        entities: &[Entity],
        sources: &[Range<usize>],
        ranker: &mut Ranker<'_>,
        referents: &mut Vec<Referent>,
    ) -> Self {
        let mut names = Self {
            mentions: Vec::with_capacity(entities.len()),
            by_last: HashMap::new(),
            by_word: HashMap::new(),
            organisations: HashMap::new(),
            first_words: HashMap::new(),
            endings: HashMap::new(),
            last_bare: HashMap::new(),
        };
        // Full names first: a surname may stand before them, in a headline.
        for entity in entities.iter().filter(|e| e.kind == EntityKind::Person) {
            let (words, suffix) = parts(text, entity.tokens.clone());
            if words.len() >= 2 {
                names.full_name(text, entity.tokens.clone(), &words, suffix, referents);
            }
        }
        let mut last_full: HashMap<ReferentId, usize> = HashMap::new();
        // Headlines last: they shorten what the text says in full.
        let in_title = |e: &&Entity| {
            let paragraph = text.tokens[e.tokens.start].paragraph as usize;
            let short =
                text.paragraphs.get(paragraph).is_some_and(|p| p.len() < 26 && (paragraph == 0 || !stopped(text, p)));
            paragraph < 2 && text.paragraphs.len() > 3 && short
        };
        let body = entities.iter().filter(|e| !in_title(e));
        for entity in body.chain(entities.iter().filter(in_title)) {
            let referent = match entity.kind {
                EntityKind::Person => {
                    let (words, suffix) = parts(text, entity.tokens.clone());
                    match words.as_slice() {
                        [] => continue,
                        [one] => {
                            ranker.attributions = source_of(sources, &entity.tokens).into_iter().collect();
                            let said = (one.as_str(), suffix.as_deref());
                            let known = (&last_full, sources);
                            names.single(text, entity.tokens.clone(), said, known, ranker, referents)
                        }
                        _ => {
                            let id = names.find_full(&words, suffix.as_deref(), referents);
                            if let Some(id) = id {
                                // A relative who speaks is no mere relative.
                                referents[id].kin &= source_of(sources, &entity.tokens).is_none();
                                last_full.insert(id, entity.tokens.start);
                            }
                            id
                        }
                    }
                }
                EntityKind::Organisation => Some(names.organisation(text, entity.tokens.clone(), referents)),
                _ => None,
            };
            if let Some(referent) = referent {
                let r = &mut referents[referent];
                r.seen += 1;
                r.first = r.first.min(entity.tokens.start);
                names.mentions.push(NameMention { tokens: entity.tokens.clone(), referent });
            }
        }
        names.mentions.sort_by_key(|m| m.tokens.start);
        ranker.attributions.clear();
        names
    }

    /// The person of a full name that no entity stands for, made if there is none.
    pub fn person(
        &mut self,
        text: &Text<'_>,
        tokens: Range<usize>,
        referents: &mut Vec<Referent>,
    ) -> Option<ReferentId> {
        let (words, suffix) = parts(text, tokens.clone());
        if words.len() < 2 {
            return None;
        }
        self.full_name(text, tokens, &words, suffix.clone(), referents);
        self.find_full(&words, suffix.as_deref(), referents)
    }

    fn full_name(
        &mut self,
        text: &Text<'_>,
        tokens: Range<usize>,
        words: &[String],
        suffix: Option<String>,
        referents: &mut Vec<Referent>,
    ) {
        let display = shown(text, tokens.clone());
        if let Some(id) = self.find_full(words, suffix.as_deref(), referents) {
            let r = &mut referents[id];
            let shouted = |s: &str| !s.chars().any(char::is_lowercase);
            if words.len() > r.words.len() && !shouted(&display) || shouted(&r.name) && !shouted(&display) {
                r.name = display;
                r.words = words.to_vec();
            }
            if r.suffix.is_none() {
                r.suffix = suffix;
            }
            return;
        }
        let mut referent = Referent::new(SpeakerKind::Person, display, tokens.start);
        referent.words = words.to_vec();
        referent.suffix = suffix;
        let first = name_words(text, tokens.clone());
        // The first word that is a given name: `G. Ann Lee`, `von` do not tell.
        if let Some(gender) = first[..first.len() - 1].iter().find_map(|w| lexicon().given(w)) {
            referent.add_gender(gender, 2.0);
        }
        referent.kin = is_relative(text, &tokens);
        let id = referents.len();
        referents.push(referent);
        for (i, word) in words.iter().enumerate() {
            let map = if i + 1 == words.len() { &mut self.by_last } else { &mut self.by_word };
            map.entry(word.clone()).or_default().push(id);
            // `al-Sayegh` is `Sayegh`, too.
            if let Some(bare) = without_article(word) {
                map.entry(bare.to_owned()).or_default().push(id);
            }
        }
    }

    fn find_full(&self, words: &[String], suffix: Option<&str>, referents: &[Referent]) -> Option<ReferentId> {
        let (first, last) = (words.first()?, words.last()?);
        let near = |map: &HashMap<String, Vec<ReferentId>>, word: &String| {
            map.get(word).map_or_else(Vec::new, |ids| ids.iter().rev().take(NAMESAKES).rev().copied().collect())
        };
        let mut candidates = near(&self.by_last, last);
        // `Mohammed bin Salman` and `Mohammed bin Salman Al Saud`
        candidates.extend(near(&self.by_word, first));
        candidates.into_iter().find(|&id| {
            let r = &referents[id];
            let (long, short) =
                if r.words.len() >= words.len() { (&r.words[..], words) } else { (words, &r.words[..]) };
            if r.suffix.is_some() && suffix.is_some() && r.suffix.as_deref() != suffix {
                return false;
            }
            // `Keane Jr.` is not his father.
            if r.suffix.is_some() != suffix.is_some() && (suffix == Some("jr") || r.suffix.as_deref() == Some("jr")) {
                return false;
            }
            let prefix = short.len() >= 2 && long[..short.len()] == *short;
            let given = r.words.last() == Some(last) && {
                r.words.first().is_some_and(|f| same_given(f, first)) && middles_agree(&r.words, words)
                    || r.words.len() > 2 && r.words.get(1) == Some(first)
            };
            // `Da Silva` of `Luís Barroso da Silva`
            let particle = lexicon().features(first).has(Feature::NameParticle);
            prefix || given || particle && long.len() > short.len() && long.ends_with(words)
        })
    }

    /// Bearer of a name of one word.
    fn single(
        &mut self,
        text: &Text<'_>,
        tokens: Range<usize>,
        (word, suffix): (&str, Option<&str>),
        (last_full, sources): (&HashMap<ReferentId, usize>, &[Range<usize>]),
        ranker: &mut Ranker<'_>,
        referents: &mut Vec<Referent>,
    ) -> Option<ReferentId> {
        let gender = title_gender(text, tokens.start);
        let fits = |id: &ReferentId| {
            let r = &referents[*id];
            // News names people in full first: somebody whose full name comes much later is somebody else.
            let ahead = r.first.saturating_sub(tokens.start);
            let later = ahead > 150 && r.words.len() > 1 && !is_early(text, tokens.start);
            !later && gender.is_none_or(|g| r.fits(g) > -0.5) && (suffix.is_none() || r.suffix.as_deref() == suffix)
        };
        for map in [&self.by_last, &self.by_word] {
            let candidates: Vec<ReferentId> =
                map.get(word).into_iter().flatten().rev().take(NAMESAKES).copied().filter(fits).collect();
            let before = self.last_bare.get(word).copied();
            let best = match candidates.as_slice() {
                [] => None,
                [one] => Some(*one),
                _ => {
                    let bare = Bare { at: tokens.start, gender, before, last_full, sources };
                    self.bearer(text, &bare, &candidates, referents, ranker)
                }
            };
            if let Some(best) = best {
                if candidates.len() > 1 {
                    self.last_bare.insert(word.to_owned(), (best, tokens.start));
                }
                if gender.is_some() {
                    referents[best].add_gender(gender, 4.0);
                }
                return Some(best);
            }
        }
        let mut referent = Referent::new(SpeakerKind::Person, squeezed(text, text.span(tokens.clone())), tokens.start);
        referent.words = vec![word.to_owned()];
        referent.suffix = suffix.map(str::to_owned);
        referent.add_gender(gender, 4.0);
        if let Some(gender) = lexicon().given(text.word(tokens.start)) {
            referent.add_gender(gender, 0.7);
        }
        let id = referents.len();
        referents.push(referent);
        self.by_last.entry(word.to_owned()).or_default().push(id);
        Some(id)
    }

    /// The organisation of these words, made if there is none.
    pub fn organisation(&mut self, text: &Text<'_>, tokens: Range<usize>, referents: &mut Vec<Referent>) -> ReferentId {
        let words = name_words(text, tokens.clone());
        let words: Vec<String> = words.into_iter().skip_while(|w| w.eq_ignore_ascii_case("the")).collect();
        let key = key(&words);
        if let Some(&id) = self.organisations.get(&key) {
            return id;
        }
        // `Vantel` of `Vantel AG`, either of which may come first.
        if let [first, ..] = words.as_slice() {
            let (short, place) = (self::key(std::slice::from_ref(first)), lexicon().demonym(first));
            let same = self.first_words.get(&short).copied().filter(|&id| {
                !place
                    && !self.by_last.contains_key(&key_word(first))
                    && (words.len() == 1 || referents[id].words.len() == 1)
            });
            if let Some(id) = same {
                self.organisations.insert(key, id);
                return id;
            }
        }
        // `the Weather Service` behind `the National Weather Service`
        let the = |i: usize| text.word(i).eq_ignore_ascii_case("the");
        let determined = the(tokens.start) || tokens.start.checked_sub(1).is_some_and(the);
        if let Some(&Some(id)) = self.endings.get(&key).filter(|_| determined && words.len() >= 2) {
            self.organisations.insert(key, id);
            return id;
        }
        let name = {
            let skip = usize::from(text.word(tokens.start).eq_ignore_ascii_case("the")).min(tokens.len() - 1);
            squeezed(text, text.span(tokens.start + skip..tokens.end))
        };
        let mut referent = Referent::new(SpeakerKind::Organisation, name, tokens.start);
        referent.words = words.iter().map(|w| key_word(w)).collect();
        if let Some(last) = referent.words.last().cloned() {
            let words = referent.words.clone();
            referent.add_role(&last, words);
        }
        let id = referents.len();
        referents.push(referent);
        self.organisations.insert(key, id);
        // Longer names are titles of books and the like.
        for start in 1..words.len().saturating_sub(1).min(6) {
            let capital = words[start].starts_with(char::is_uppercase);
            if capital {
                let entry = self.endings.entry(self::key(&words[start..])).or_insert(Some(id));
                if *entry != Some(id) {
                    *entry = None;
                }
            }
        }
        // Only of names such as companies bear: `Bank` is no short form of `Bank of Ruritania`.
        if let [first, ..] = words.as_slice() {
            let plain =
                lexicon().noun(first).is_none() && first.starts_with(char::is_uppercase) && !lexicon().demonym(first);
            let company = words.len() == 1 || words.len() == 2 && !lexicon().demonym(&words[1]);
            if plain && company && first.chars().count() > 3 && !lexicon().features(first).has(Feature::CommonFirst) {
                self.first_words.entry(self::key(std::slice::from_ref(first))).or_insert(id);
            }
        }
        // `the World Health Organization (WHO)`, and the initials by themselves later on.
        let initials: String = words
            .iter()
            .filter(|w| w.starts_with(char::is_uppercase))
            .filter_map(|w| w.chars().next())
            .collect::<String>()
            .to_lowercase();
        if words.len() >= 3 && initials.len() >= 3 {
            self.organisations.entry(initials).or_insert(id);
        }
        if text.word(tokens.end) == "(" && text.word(tokens.end + 2) == ")" {
            let short = text.word(tokens.end + 1);
            if crate::entities::is_acronym(short) {
                self.organisations.insert(self::key(&[short.to_owned()]), id);
            }
        }
        // `the Times` behind `The New York Times`
        if let [.., last] = words.as_slice() {
            if words.len() >= 2 && lexicon().is_organisation(&["x", last]) {
                self.organisations.entry(self::key(std::slice::from_ref(last))).or_insert(id);
            }
        }
        id
    }

    /// The name mentions that lie in a range of tokens.
    pub fn within(&self, tokens: &Range<usize>) -> &[NameMention] {
        let start = self.mentions.partition_point(|m| m.tokens.start < tokens.start);
        let end = self.mentions.partition_point(|m| m.tokens.start < tokens.end);
        &self.mentions[start..end.max(start)]
    }

    /// The name that a token lies in.
    pub fn covering(&self, token: usize) -> Option<&NameMention> {
        let behind = self.mentions.partition_point(|m| m.tokens.start <= token);
        behind.checked_sub(1).map(|i| &self.mentions[i]).filter(|m| m.tokens.end > token)
    }

    /// The only person of this surname whose full name the text gives.
    pub fn surname(&self, word: &str, referents: &[Referent]) -> Option<ReferentId> {
        self.person_by_word(word).filter(|&id| referents[id].words.len() > 1)
    }

    /// The person that a bare word names.
    pub fn person_by_word(&self, word: &str) -> Option<ReferentId> {
        let word = key_word(word);
        match self.by_last.get(&word)?.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }
}

/// The pronoun that the titles right in front of a name ask for.
pub(super) fn title_gender(text: &Text<'_>, name: usize) -> Option<Gender> {
    let sentence = text.sentence_of(name);
    (sentence.start..name)
        .rev()
        .take(3)
        .take_while(|&i| {
            lexicon().title(text.word(i)).is_some() || lexicon().noun(text.word(i)).is_some_and(|n| n.person)
        })
        .find_map(|i| {
            let word = text.word(i);
            lexicon().title(word).flatten().or_else(|| lexicon().noun(word).and_then(|n| n.gender))
        })
}

/// Whether the words beside a name say whose relative its bearer is: `his late father Jo Hart`, `Jo Hart, her son,`.
fn is_relative(text: &Text<'_>, name: &Range<usize>) -> bool {
    /// Words between the owner and the relative, and between the relative and the name, at most.
    const REACH: usize = 4;
    let sentence = text.sentence_of(name.start);
    // `Their daughter, Jo Hart, heard the news`: of whom a sentence speaks is no mere relative.
    let owner = |i: usize| text.is_any(i, OWNER) && i > sentence.start;
    let kin = (sentence.start..name.start).rev().take(REACH).find(|&i| text.is(i, Feature::Kin));
    let owned = kin.is_some_and(|kin| (sentence.start..kin).rev().take(REACH).any(owner));
    let apposed = text.word(name.end) == ","
        && owner(name.end + 1)
        && (name.end + 2..sentence.end).take(REACH).any(|i| text.is(i, Feature::Kin));
    owned || apposed
}

/// Whether a paragraph ends like running text.
fn stopped(text: &Text<'_>, paragraph: &Range<usize>) -> bool {
    paragraph.end.checked_sub(1).is_some_and(|last| matches!(text.word(last), "." | "!" | "?" | "”" | "\""))
}

/// Whether a token stands in the first lines, which may shorten names.
fn is_early(text: &Text<'_>, token: usize) -> bool {
    text.tokens[token].paragraph < 2 && text.paragraphs.len() > 3 && text.paragraph_of(token).len() < 26
}

fn key(words: &[String]) -> String {
    words.iter().map(|w| fold(w).to_lowercase().replace('.', "")).collect::<Vec<_>>().join(" ")
}

/// `John A. Smith` and `John B. Smith` are two.
fn middles_agree(a: &[String], b: &[String]) -> bool {
    if a.len() != 3 || b.len() != 3 {
        return true;
    }
    a[1] == b[1] || same_given(&a[1], &b[1])
}
