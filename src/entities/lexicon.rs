//! Word lists for names and for the nouns that stand for speakers.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// The pronoun that a word asks for. Internal: it only chooses between antecedents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Gender {
    Male,
    Female,
}

/// What sort of speaker a noun makes; a noun may be of several classes (`paper`: organisation and document).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Noun {
    pub person: bool,
    pub group: bool,
    pub organisation: bool,
    pub document: bool,
    pub plural: bool,
    pub gender: Option<Gender>,
}

/// All lists, read once.
pub(crate) struct Lexicon {
    given: HashMap<&'static str, Option<Gender>>,
    titles: HashMap<String, Option<Gender>>,
    nouns: HashMap<String, Noun>,
    /// Singular of every plural that the rules make.
    singular: HashMap<String, String>,
    /// For each noun the synonym sets that hold it.
    synonyms: HashMap<&'static str, Vec<u16>>,
    org_last: HashSet<&'static str>,
    org_any: HashSet<&'static str>,
    org_name: HashSet<&'static str>,
    paper: HashSet<&'static str>,
    places: HashSet<&'static str>,
    demonyms: HashSet<&'static str>,
}

const GIVEN_NAMES: &str = include_str!("../../data/given-names.txt");
const NOUNS: &str = include_str!("../../data/nouns.txt");
const ORGANISATIONS: &str = include_str!("../../data/organisation-words.txt");
const PLACES: &str = include_str!("../../data/place-words.txt");

/// Endings of nouns for persons that no list need hold.
const PERSON_ENDINGS: &[&str] =
    &["ologist", "ographer", "ician", "onomist", "etrist", "iatrist", "activist", "herapist"];

/// The lists.
pub(crate) fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(Lexicon::read)
}

/// Class and words of each line of a list; comments are left out.
fn lines(list: &'static str) -> impl Iterator<Item = (&'static str, std::str::SplitWhitespace<'static>)> {
    list.lines().filter(|l| !l.starts_with('#')).filter_map(|l| {
        let mut words = l.split_whitespace();
        words.next().map(|class| (class, words))
    })
}

fn with_gender(word: &'static str) -> (&'static str, Option<Gender>) {
    match word.split_once('/') {
        Some((word, "m")) => (word, Some(Gender::Male)),
        Some((word, "f")) => (word, Some(Gender::Female)),
        _ => (word, None),
    }
}

/// The plural of a noun, by rule.
fn plural(noun: &str) -> String {
    if let Some(stem) = noun.strip_suffix("man").filter(|s| !s.is_empty()) {
        return format!("{stem}men");
    }
    if let Some(stem) = noun.strip_suffix('y').filter(|s| !s.ends_with(['a', 'e', 'o', 'u'])) {
        return format!("{stem}ies");
    }
    if noun.ends_with(['s', 'x', 'z']) || noun.ends_with("ch") || noun.ends_with("sh") {
        return format!("{noun}es");
    }
    format!("{noun}s")
}

impl Lexicon {
    fn read() -> Self {
        let mut given = HashMap::new();
        for (class, words) in lines(GIVEN_NAMES) {
            let gender = match class {
                "m" => Some(Gender::Male),
                "f" => Some(Gender::Female),
                _ => None,
            };
            given.extend(words.map(|w| (w, gender)));
        }
        let (mut titles, mut nouns) = (HashMap::new(), HashMap::<String, Noun>::new());
        let mut irregular: HashMap<&str, &str> = HashMap::new();
        let mut synonyms: HashMap<&'static str, Vec<u16>> = HashMap::new();
        let mut sets = 0;
        let mut classes: Vec<(&str, &'static str)> = Vec::new();
        for (class, words) in lines(NOUNS) {
            match class {
                "title" => {
                    titles.extend(words.map(with_gender).map(|(w, g)| (w.trim_end_matches('.').to_lowercase(), g)));
                }
                "plural" => irregular.extend(words.filter_map(|w| w.split_once('='))),
                "synonyms" => {
                    words.for_each(|w| synonyms.entry(w).or_default().push(sets));
                    sets += 1;
                }
                _ => classes.extend(words.map(|w| (class, w))),
            }
        }
        let mut singular = HashMap::new();
        for (class, word) in classes {
            let (word, gender) = with_gender(word);
            let mut set = |word: String, plural: bool| {
                let noun = nouns.entry(word).or_default();
                match class {
                    "person" => noun.person = true,
                    "group" => noun.group = true,
                    "organisation" => noun.organisation = true,
                    _ => noun.document = true,
                }
                noun.plural |= plural;
                noun.gender = noun.gender.or(gender);
            };
            let lower = word.to_lowercase();
            if class != "group" {
                let many = irregular.get(word).map_or_else(|| plural(&lower), |p| (*p).to_owned());
                set(many.clone(), true);
                singular.insert(many, lower.clone());
            }
            // The words of the class `group` mean several people, whatever their form.
            set(lower, class == "group");
        }
        for word in ["people", "folks", "men", "women", "children"] {
            if let Some(noun) = nouns.get_mut(word) {
                noun.plural = true;
            }
        }
        let org = |wanted: &str| lines(ORGANISATIONS).filter(|l| l.0 == wanted).flat_map(|l| l.1).collect();
        let place = |wanted: &str| lines(PLACES).filter(|l| l.0 == wanted).flat_map(|l| l.1).collect();
        Self {
            given,
            titles,
            nouns,
            singular,
            synonyms,
            org_last: org("last"),
            org_any: org("any"),
            org_name: org("name"),
            paper: org("paper"),
            places: place("place"),
            demonyms: place("demonym"),
        }
    }

    /// Whether a word (capital in front, the rest in lower case) is a given name, and whose.
    pub(crate) fn given(&self, word: &str) -> Option<Option<Gender>> {
        if word.is_ascii() {
            let shouted = word.len() > 2 && word.bytes().all(|b| b.is_ascii_uppercase());
            return self.given.get(if shouted { title_case(word) } else { word.to_owned() }.as_str()).copied();
        }
        self.given.get(fold(word).as_str()).copied()
    }

    /// Whether a word is a title that stands in front of names, and what pronoun it asks for.
    pub(crate) fn title(&self, word: &str) -> Option<Option<Gender>> {
        word.starts_with(char::is_uppercase)
            .then(|| self.titles.get(word.trim_end_matches('.').to_lowercase().as_str()).copied())
            .flatten()
    }

    /// What sort of speaker a noun makes.
    pub(crate) fn noun(&self, word: &str) -> Option<Noun> {
        let lower = word.to_lowercase();
        self.nouns.get(lower.as_str()).copied().or_else(|| {
            // `glaciologist`, `cinematographers`: hardly anything but persons ends like this.
            let one = lower.strip_suffix('s').unwrap_or(&lower);
            let person = one.len() >= 7 && PERSON_ENDINGS.iter().any(|e| one.ends_with(e));
            person.then(|| Noun { person: true, plural: one.len() < lower.len(), ..Noun::default() })
        })
    }

    /// Singular of a noun, lower case.
    pub(crate) fn singular(&self, word: &str) -> String {
        let lower = word.to_lowercase();
        match self.singular.get(&lower) {
            Some(singular) => singular.clone(),
            None if lower.ends_with('s') && !self.nouns.contains_key(&lower) && self.noun(&lower).is_some() => {
                lower[..lower.len() - 1].to_owned()
            }
            None => lower,
        }
    }

    /// Whether two nouns (singular, lower case) may stand for the same speaker.
    pub(crate) fn synonyms(&self, a: &str, b: &str) -> bool {
        let sets = |w: &str| self.synonyms.get(w).map_or(&[][..], Vec::as_slice);
        sets(a).iter().any(|s| sets(b).contains(s))
    }

    /// Whether a name with these words is an organisation's.
    pub(crate) fn is_organisation(&self, words: &[&str]) -> bool {
        let Some(last) = words.last() else { return false };
        words.len() > 1 && (self.org_last.contains(last) || self.paper.contains(last))
            || words.len() > 1 && words.iter().any(|w| self.org_any.contains(w))
            || words.iter().all(|w| self.org_name.contains(w))
    }

    /// Whether a word at the end of a name makes it an organisation's.
    pub(crate) fn organisation_word(&self, word: &str) -> bool {
        self.org_last.contains(word) || self.org_any.contains(word)
    }

    /// Country, state or large city.
    pub(crate) fn place(&self, name: &str) -> bool {
        self.places.contains(name.replace(' ', "_").as_str())
    }

    /// `Russian`, `Republican` …: words with a capital that describe.
    pub(crate) fn demonym(&self, word: &str) -> bool {
        self.demonyms.contains(word)
    }
}

/// `SMITH` → `Smith`.
pub(crate) fn title_case(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect())
}

/// Without the diacritics of Latin letters; other characters stay.
pub(crate) fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        let plain = match c {
            'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
            'À'..='Å' | 'Ā' | 'Ă' | 'Ą' => "A",
            'ç' | 'ć' | 'č' => "c",
            'Ç' | 'Ć' | 'Č' => "C",
            'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
            'È'..='Ë' | 'Ē' | 'Ė' | 'Ę' | 'Ě' => "E",
            'ì'..='ï' | 'ī' | 'į' | 'ı' => "i",
            'Ì'..='Ï' | 'Ī' | 'İ' => "I",
            'ñ' | 'ń' | 'ň' => "n",
            'Ñ' | 'Ń' => "N",
            'ò'..='ö' | 'ø' | 'ō' | 'ő' => "o",
            'Ò'..='Ö' | 'Ø' | 'Ō' | 'Ő' => "O",
            'ù'..='ü' | 'ū' | 'ű' | 'ů' => "u",
            'Ù'..='Ü' | 'Ū' => "U",
            'ý' | 'ÿ' => "y",
            'š' | 'ś' | 'ş' | 'ș' => "s",
            'Š' | 'Ś' | 'Ş' | 'Ș' => "S",
            'ž' | 'ź' | 'ż' => "z",
            'Ž' | 'Ź' | 'Ż' => "Z",
            'ł' => "l",
            'Ł' => "L",
            'ğ' => "g",
            'đ' | 'ď' => "d",
            'Đ' => "D",
            'ř' => "r",
            'ť' | 'ț' | 'ţ' => "t",
            'Ț' => "T",
            'æ' => "ae",
            'ß' => "ss",
            '’' | 'ʼ' => "'",
            '\u{300}'..='\u{36F}' => "",
            _ => {
                out.push(c);
                continue;
            }
        };
        out.push_str(plain);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_and_names() {
        let l = lexicon();
        assert!(l.noun("businessmen").is_some_and(|n| n.person && n.plural));
        assert_eq!(l.singular("Secretaries"), "secretary");
        assert_eq!(l.singular("women"), "woman");
        assert!(l.synonyms("lawyer", "attorney") && !l.synonyms("lawyer", "striker"));
        assert_eq!(l.given("Sergei"), Some(Some(Gender::Male)));
        assert_eq!(l.given("TATIANA"), Some(Some(Gender::Female)));
        assert_eq!(l.given("José"), Some(Some(Gender::Male)));
        assert_eq!(l.given("Monday"), None);
        assert_eq!(l.title("Mrs."), Some(Some(Gender::Female)));
        assert_eq!(l.title("mrs."), None);
        assert!(l.is_organisation(&["Deutsche", "Bank"]) && l.is_organisation(&["NATO"]));
        assert!(!l.is_organisation(&["Ann", "Carter"]));
    }
}
