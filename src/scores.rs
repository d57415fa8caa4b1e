//! From text to scores: the one pass of the trained network. Its trunk reads the text, its heads score each token as part of
//! an attribution ([`tagging`](crate::tagging)), as part of a name ([`entities`](crate::entities)) and as evidence of
//! check-worthiness ([`claims`](crate::claims)).

use crate::claims::checkworthy::{Evidence, Ranker};
use crate::entities::{self, NameScores};
use crate::network::encoder::{First, Reading};
use crate::network::features::states;
use crate::tagging::{NetworkTagger, TagScores};
use crate::text::Text;

/// What the heads say of each token.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scores {
    pub tags: TagScores,
    pub names: NameScores,
    pub evidence: Evidence,
}

impl Scores {
    /// The scores of a text; `None` only where the weights were damaged when the crate was built.
    pub fn of(text: &Text<'_>) -> Option<Self> {
        let tagger = NetworkTagger::shared()?.network();
        let (names, ranker) = (&entities::network()?.head, &Ranker::built_in()?.network().head);
        let firsts: Vec<&First> = names.first().into_iter().chain(ranker.first()).collect();
        let (states, own_states) = (states(text), entities::features::states(text));
        let reading = Reading::new(text, &states).with_own_states(&own_states);
        let mut scores = Self::default();
        tagger.encoder.read(&reading, 0..reading.len(), &firsts, |block, room| {
            tagger.head.score(block, &[], room, &mut scores.tags);
            names.score(block, &[], room, &mut scores.names);
            ranker.score(block, &firsts[..1], room, &mut scores.evidence);
        });
        Some(scores)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagging::Tagger;

    #[test]
    fn one_pass_gives_what_each_head_gives_alone() {
        let source = "“Nine of 40 bridges are unsafe,” Ana Holt of Nordhaven Watch said.\n\nRain fell.\n".repeat(60);
        let text = Text::new(&source);
        let scores = Scores::of(&text).unwrap();
        let tagger = NetworkTagger::built_in().unwrap();
        assert_eq!(tagger.decode(&text, &scores.tags), tagger.tag(&text));
        assert_eq!(entities::find_by(&text, &scores.names), entities::find(&text));
        assert_eq!(scores.evidence, Ranker::built_in().unwrap().evidence(&text));
        assert_eq!(scores.evidence.len(), text.tokens.len());
    }
}
