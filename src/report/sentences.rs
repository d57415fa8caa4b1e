//! The source report in a few sentences, each with the claims that it rests on. They count and name; they judge nothing.

use super::is_unnamed;
use crate::annotations::{Claim, ClaimForm, Report, ReportSentence, SentenceKind, Speaker, SpeakerKind};
use crate::lexicon::{cardinal, lexicon, Feature, FeatureSet};

/// A speaker paraphrased with fewer words than this is not worth a sentence.
const FEW_WORDS: u32 = 12;
/// So many claims in a row, with so many words, make a passage of one source.
const PASSAGE_CLAIMS: usize = 4;
const PASSAGE_WORDS: u32 = 30;
/// So many passages are told, the longest first.
const MOST_PASSAGES: usize = 3;
/// So many names stand in a list; the others are counted.
const MOST_NAMES: usize = 3;

/// Says in sentences who carries the article, the most telling first. `speakers` must know their claims and words;
/// of `report` the counts are read.
#[must_use]
pub fn sentences(claims: &[Claim], speakers: &[Speaker], report: &Report) -> Vec<ReportSentence> {
    let writer = Writer::new(claims, speakers, report);
    let mut result = vec![writer.overview()];
    result.extend(writer.loudest());
    result.extend(writer.unnamed());
    result.extend(writer.anonymity());
    result.extend(writer.paraphrased());
    result.extend(writer.passages());
    result.extend(writer.unclear());
    result.extend(writer.own());
    result
}

struct Writer<'a> {
    claims: &'a [Claim],
    /// All of them: ids are positions.
    speakers: &'a [Speaker],
    report: &'a Report,
    /// With at least one claim, most words first.
    speaking: Vec<&'a Speaker>,
    /// Words that a speaker is known for.
    words: u32,
}

fn words(speaker: &Speaker) -> u32 {
    speaker.quoted_words + speaker.reported_words
}

impl<'a> Writer<'a> {
    fn new(claims: &'a [Claim], speakers: &'a [Speaker], report: &'a Report) -> Self {
        let mut speaking: Vec<&Speaker> = speakers.iter().filter(|s| !s.claims.is_empty()).collect();
        speaking.sort_by_key(|s| (std::cmp::Reverse(words(s)), s.id));
        let words = speaking.iter().map(|s| words(s)).sum();
        Self { claims, speakers, report, speaking, words }
    }

    fn attributed(&self) -> impl Iterator<Item = &'a Claim> {
        self.claims.iter().filter(|c| c.form != ClaimForm::Own)
    }

    fn sentence(&self, kind: SentenceKind, text: String, of: &[&Speaker], mut claims: Vec<u32>) -> ReportSentence {
        claims.extend(of.iter().flat_map(|s| &s.claims));
        claims.sort_unstable();
        claims.dedup();
        ReportSentence { kind, text, claims, speakers: of.iter().map(|s| s.id).collect() }
    }

    fn overview(&self) -> ReportSentence {
        let report = self.report;
        if self.attributed().next().is_none() {
            let text = "Nothing in this text is attributed to anybody.".to_string();
            return self.sentence(SentenceKind::Overview, text, &[], Vec::new());
        }
        let (named, unnamed) = (report.named_speakers, report.unnamed_speakers);
        let who = match (named, unnamed) {
            (0, 0) => "It is unclear who speaks in this text".to_string(),
            (1, 0) => "One speaker is heard, by name".to_string(),
            (0, 1) => "One speaker is heard, without a name".to_string(),
            (_, 0) => format!("{} speakers are heard, all by name", capital(&number(named))),
            (0, _) => format!("{} speakers are heard, none by name", capital(&number(unnamed))),
            _ => format!(
                "{} speakers are heard, {} by name and {} without",
                capital(&number(named + unnamed)),
                number(named),
                number(unnamed)
            ),
        };
        let text = format!(
            "{who}; {} of the words are quoted and {} are reported.",
            percent(report.quoted_share),
            percent(report.reported_share)
        );
        self.sentence(SentenceKind::Overview, text, &[], self.attributed().map(|c| c.id).collect())
    }

    fn loudest(&self) -> Option<ReportSentence> {
        let first = *self.speaking.first()?;
        let share = words(first) as f32 / self.words.max(1) as f32;
        if self.speaking.len() == 1 {
            return (self.report.named_speakers == 1 && words(first) >= FEW_WORDS).then(|| {
                self.sentence(
                    SentenceKind::Loudest,
                    format!("{} is the only speaker.", capital(&first.name)),
                    &[first],
                    Vec::new(),
                )
            });
        }
        let second = self.speaking[1];
        if words(first) < FEW_WORDS || words(first) == words(second) {
            return None;
        }
        let text = format!(
            "{} {} the most to say: {} of the {} words that are tied to a speaker ({}).",
            capital(&first.name),
            if first.kind == SpeakerKind::Group { "have" } else { "has" },
            words(first),
            self.words,
            percent(share)
        );
        Some(self.sentence(SentenceKind::Loudest, text, &[first], Vec::new()))
    }

    fn unnamed(&self) -> Option<ReportSentence> {
        let unnamed: Vec<&Speaker> = self.speaking.iter().copied().filter(|s| is_unnamed(s)).collect();
        if unnamed.is_empty() {
            return None;
        }
        let text = format!(
            "{} of the attributed words rest on {}: {}.",
            capital(&percent(self.report.unnamed_share)),
            if unnamed.len() == 1 { "a speaker without a name" } else { "speakers without a name" },
            list(&unnamed)
        );
        Some(self.sentence(SentenceKind::Unnamed, text, &unnamed, Vec::new()))
    }

    fn anonymity(&self) -> Option<ReportSentence> {
        let persons: Vec<&Speaker> = self.speaking.iter().copied().filter(|s| s.kind == SpeakerKind::Unnamed).collect();
        let explained: Vec<&Speaker> = persons.iter().copied().filter(|s| s.anonymity.is_some()).collect();
        if explained.is_empty() {
            return None;
        }
        let text = if explained.len() == persons.len() && persons.len() > 1 {
            format!("For all {} people without a name it says why they are not named.", number(persons.len() as u32))
        } else {
            format!("The article says why it does not name {}.", list(&explained))
        };
        Some(self.sentence(SentenceKind::Anonymity, text, &explained, Vec::new()))
    }

    fn paraphrased(&self) -> Option<ReportSentence> {
        let silent: Vec<&Speaker> = self
            .speaking
            .iter()
            .copied()
            // A report or a poll has no voice of its own.
            .filter(|s| s.quoted_words == 0 && s.reported_words >= FEW_WORDS && s.kind != SpeakerKind::Document)
            // Nor is somebody silent who is quoted alone.
            .filter(|s| !self.speaking.iter().any(|other| other.quoted_words > 0 && is_one_of(other, s)))
            .collect();
        if silent.is_empty() {
            return None;
        }
        let text = format!("{} {} paraphrased but never quoted.", capital(&list(&silent)), is_are(&silent));
        Some(self.sentence(SentenceKind::Paraphrased, text, &silent, Vec::new()))
    }

    /// Several claims in a row that all have one speaker.
    fn passages(&self) -> Vec<ReportSentence> {
        if self.speaking.len() < 2 {
            return Vec::new();
        }
        let top: Vec<&Claim> = self.attributed().filter(|c| c.parent.is_none()).collect();
        let mut found: Vec<(u32, &Speaker, Vec<u32>)> = Vec::new();
        for run in top.chunk_by(|a, b| a.speaker == b.speaker) {
            let speaker = run[0].speaker.and_then(|id| self.speakers.get(id as usize));
            let Some(speaker) = speaker.filter(|_| run.len() >= PASSAGE_CLAIMS) else { continue };
            let share = run.len() as f32 / speaker.claims.len().max(1) as f32;
            let estimated = (words(speaker) as f32 * share.min(1.0)) as u32;
            if estimated >= PASSAGE_WORDS {
                found.push((estimated, speaker, run.iter().map(|c| c.id).collect()));
            }
        }
        found.sort_by_key(|(words, _, claims)| (std::cmp::Reverse(*words), claims[0]));
        found.truncate(MOST_PASSAGES);
        found.sort_by_key(|(_, _, claims)| claims[0]);
        found
            .into_iter()
            .enumerate()
            .map(|(n, (_, speaker, claims))| ReportSentence {
                kind: SentenceKind::Passage,
                text: format!(
                    "{} passage has a single source: {} claims in a row are {}.",
                    if n == 0 { "One" } else { "Another" },
                    number(claims.len() as u32),
                    possessive(&inside(speaker))
                ),
                claims,
                speakers: vec![speaker.id],
            })
            .collect()
    }

    fn unclear(&self) -> Option<ReportSentence> {
        let claims: Vec<u32> = self.attributed().filter(|c| c.speaker.is_none()).map(|c| c.id).collect();
        if claims.is_empty() {
            return None;
        }
        let text = format!("For {} it is unclear who speaks.", count(claims.len() as u32, "claim"));
        Some(ReportSentence { kind: SentenceKind::Unclear, text, claims, speakers: Vec::new() })
    }

    fn own(&self) -> Option<ReportSentence> {
        let claims: Vec<u32> = self.claims.iter().filter(|c| c.form == ClaimForm::Own).map(|c| c.id).collect();
        if claims.is_empty() {
            return None;
        }
        let text = format!(
            "The article itself makes {} worth a check, attributed to nobody.",
            count(claims.len() as u32, "statement")
        );
        Some(ReportSentence { kind: SentenceKind::Own, text, claims, speakers: Vec::new() })
    }
}

fn is_are(speakers: &[&Speaker]) -> &'static str {
    match speakers {
        [one] if one.kind != SpeakerKind::Group => "is",
        _ => "are",
    }
}

/// Whether a speaker is one of those who speak together: `Ann Lee` of `Ann Lee and Jo Hart`.
fn is_one_of(speaker: &Speaker, group: &Speaker) -> bool {
    group.kind == SpeakerKind::Group
        && group.id != speaker.id
        && group.name.split(", ").flat_map(|part| part.split(" and ")).any(|part| part == speaker.name)
}

/// `A`, `A and B`, `A, B and C`, `A, B, C and two others`; `A and B, and C` where some speak together.
fn list(speakers: &[&Speaker]) -> String {
    let shown = if speakers.len() == MOST_NAMES + 1 { speakers.len() } else { speakers.len().min(MOST_NAMES) };
    let mut names: Vec<String> = speakers[..shown].iter().map(|s| inside(s)).collect();
    if speakers.len() > shown {
        names.push(format!("{} others", number((speakers.len() - shown) as u32)));
    }
    match names.pop() {
        Some(last) if names.iter().chain([&last]).any(|name| name.contains(" and ")) && !names.is_empty() => {
            format!("{}, and {last}", names.join(", "))
        }
        Some(last) if !names.is_empty() => format!("{} and {last}", names.join(", ")),
        Some(last) => last,
        None => String::new(),
    }
}

/// The name as it stands inside a sentence: `a guard`, where the text began one with `A guard`.
fn inside(speaker: &Speaker) -> String {
    let name = &speaker.name;
    if !matches!(speaker.kind, SpeakerKind::Unnamed | SpeakerKind::Group | SpeakerKind::Document) {
        return name.clone();
    }
    let words: Vec<&str> = name.split(' ').collect();
    let features = lexicon().features(words[0]);
    // `One official spoke, another …` leaves out what a sentence of its own needs.
    let bare = match words[..] {
        [only] => only.eq_ignore_ascii_case("another") || only.eq_ignore_ascii_case("one"),
        [_, ordinal] => features.has(Feature::IndefiniteArticle) && lexicon().features(ordinal).has(Feature::Ordinal),
        _ => false,
    };
    if bare {
        return format!("{} source", name.to_lowercase());
    }
    if is_name(words[0], features) {
        name.clone()
    } else {
        name.replacen(words[0], &words[0].to_lowercase(), 1)
    }
}

/// Words that have a capital at the beginning of a description only because a sentence began with them.
const NO_NAMES: FeatureSet = FeatureSet::of(&[
    Feature::Article,
    Feature::Another,
    Feature::LightModifier,
    Feature::NumberWord,
    Feature::Quantifier,
]);

/// Whether the first word of a description keeps its capital: all but determiners, light modifiers and nouns for several
/// people, `Police`, `Two`, `Former`.
fn is_name(word: &str, features: FeatureSet) -> bool {
    let singular = lexicon().singular(word);
    let is_proper = || lexicon().demonym(&capital(&singular)) || features.has(Feature::Capitalised);
    let people = features.has(Feature::Plural) && (features.has(Feature::Person) || features.has(Feature::Group));
    let is_capitals = word.chars().filter(|c| c.is_uppercase()).count() > 1;
    is_capitals || !(features.intersects(NO_NAMES) || people && !is_proper())
}

fn possessive(name: &str) -> String {
    if name.ends_with(['s', 'S']) {
        format!("{name}’")
    } else {
        format!("{name}’s")
    }
}

/// A whole percentage that does not round something to nothing.
fn percent(share: f32) -> String {
    let percent = (share * 100.0).round() as u32;
    match percent {
        0 if share > 0.0 => "less than 1%".to_string(),
        0 => "none".to_string(),
        _ => format!("{percent}%"),
    }
}

fn count(count: u32, what: &str) -> String {
    format!("{} {what}{}", number(count), if count == 1 { "" } else { "s" })
}

/// In words up to twelve, as newspapers do.
fn number(number: u32) -> String {
    match number {
        0 => "no".to_owned(),
        1..=12 => cardinal(number).map_or_else(|| number.to_string(), str::to_owned),
        _ => number.to_string(),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotations::MentionForm;
    use crate::claims::tests::speaker;

    #[test]
    fn descriptions_lose_the_capital_of_their_sentence() {
        for (name, expected) in [
            ("Two guards", "two guards"),
            ("Former miners", "former miners"),
            ("The porter", "the porter"),
            ("Farmers near the dam", "farmers near the dam"),
            ("A third", "a third source"),
            ("One", "one source"),
            ("Syrians", "Syrians"),
            ("Welshmen", "Welshmen"),
            ("MPs", "MPs"),
            ("Western officials", "Western officials"),
            ("", ""),
        ] {
            assert_eq!(inside(&speaker(0, name, SpeakerKind::Group, MentionForm::Nominal)), expected);
        }
        let one = speaker(0, "Two Rivers", SpeakerKind::Organisation, MentionForm::Name);
        assert_eq!(inside(&one), "Two Rivers");
        assert_eq!([0, 1, 12, 13].map(number), ["no", "one", "twelve", "13"]);
    }
}
