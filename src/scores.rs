//! From text to scores: the one pass of the trained network. Its trunk reads the text, its heads score each token as part of
//! an attribution ([`tagging`](crate::tagging)), as part of a name ([`entities`](crate::entities)) and as evidence of
//! check-worthiness ([`claims`](crate::claims)).

use crate::claims::checkworthy::{Evidence, Ranker};
use crate::entities::{self, Found};
use crate::network::encoder::{First, Reading};
use crate::network::features::states;
use crate::tagging::{NetworkTagger, Tagged};
use crate::text::Text;

/// What the heads say of a text. Tags and names are decided while the text is read: no more than a window of their scores is
/// there at a time.
#[derive(Clone, Debug)]
pub(crate) struct Scores {
    pub tagged: Tagged,
    pub names: Vec<Found>,
    pub evidence: Evidence,
}

impl Scores {
    /// The scores of a text; `None` only where the weights were damaged when the crate was built.
    pub fn of(text: &Text<'_>) -> Option<Self> {
        let network = NetworkTagger::shared()?;
        let tagger = network.network();
        let (names, ranker) = (&entities::network()?.head, &Ranker::built_in()?.network().head);
        let firsts: Vec<&First> = names.first().into_iter().chain(ranker.first()).collect();
        let (states, own_states) = (states(text), entities::features::states(text));
        let reading = Reading::new(text, &states).with_own_states(&own_states);
        let (mut tag_decoder, mut name_decoder) = (network.decoder(text), entities::Decoder::new(text)?);
        let (mut tags, mut name_tags, mut channels) = (Vec::new(), Vec::new(), Vec::new());
        let mut evidence = Evidence::with_capacity(reading.len());
        tagger.encoder.read(&reading, 0..reading.len(), &firsts, |block, room| {
            tags.clear();
            name_tags.clear();
            channels.clear();
            tagger.head.score(block, &[], room, &mut tags);
            tag_decoder.add(&tags);
            names.score(block, &[], room, &mut name_tags);
            name_decoder.add(&name_tags);
            ranker.score(block, &firsts[..1], room, &mut channels);
            evidence.add(&channels);
        });
        Some(Self { tagged: tag_decoder.finish(), names: name_decoder.finish(), evidence })
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
        assert_eq!(scores.tagged, tagger.tag(&text));
        assert_eq!(entities::find_by(&text, Some(scores.names)), entities::find(&text));
        assert_eq!(scores.evidence, Ranker::built_in().unwrap().evidence(&text));
        assert_eq!(scores.evidence.len(), text.tokens.len());
    }
}
