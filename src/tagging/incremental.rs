//! Tagging a text while somebody writes it.

use super::tag::Tagged;
use super::trained::{NetworkTagger, OUTPUTS};
use crate::network::encoder::Reading;
use crate::network::features::states;
use crate::network::memory::Memory;
use crate::text::Text;

/// A tagger that remembers the text that it tagged last. Of the next one it reads anew only what differs from that, and the
/// few words around it that the network sees together with it; the result is to the bit what [`NetworkTagger`] gives.
///
/// It is meant for one text after each edit; any other text is right too, but costs the whole reading. It keeps some
/// fifty bytes a token.
#[derive(Clone, Debug)]
pub struct Incremental {
    tagger: NetworkTagger,
    memory: Memory<OUTPUTS>,
}

impl Incremental {
    /// One that has tagged nothing yet.
    #[must_use]
    pub fn new(tagger: NetworkTagger) -> Self {
        Self { tagger, memory: Memory::default() }
    }

    /// One tag for each token of `text`, as [`Tagger::tag`](super::Tagger::tag) gives them.
    pub fn tag(&mut self, text: &Text<'_>) -> Tagged {
        let states = states(text);
        let scores = self.memory.scores(self.tagger.network(), &Reading::new(text, &states));
        self.tagger.decode(text, scores)
    }

    /// How many tokens of the last text the network had to score.
    #[must_use]
    pub fn scored(&self) -> usize {
        self.memory.scored()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Tagger;
    use super::*;

    const SENTENCES: &str = "“We will build it,” Mayor Ana Holt said on Monday. The bridge at Nordhaven, she added, \
        “is older than any of us”.\n\nAccording to the council, 37 people signed. Nobody answered: ‘Not today.’ Holt's \
        rival, Per Lind, told reporters that the plan was too dear.";

    fn check(incremental: &mut Incremental, source: &str) {
        let text = Text::new(source);
        assert_eq!(incremental.tag(&text), incremental.tagger.tag(&text), "{source}");
    }

    #[test]
    fn a_word_costs_its_surroundings() {
        let tagger = NetworkTagger::built_in().unwrap();
        let reach = tagger.network().reach();
        let mut incremental = Incremental::new(tagger);
        let mut source = format!("{SENTENCES}\n").repeat(30);
        check(&mut incremental, &source);
        let all = incremental.scored();
        assert_eq!(all, Text::new(&source).tokens.len());
        assert!(all > 10 * reach);
        check(&mut incremental, &source);
        assert_eq!(incremental.scored(), 0);
        // One word for another, in the middle, at the beginning, at the end.
        let middle = source.match_indices("people").nth(15).unwrap().0;
        source.replace_range(middle..middle + 6, "voters");
        check(&mut incremental, &source);
        assert_eq!(incremental.scored(), 2 * reach + 1);
        source.insert_str(0, "Yesterday ");
        check(&mut incremental, &source);
        assert!((1..=reach + 2).contains(&incremental.scored()), "{}", incremental.scored());
        source.push_str("Yes");
        check(&mut incremental, &source);
        assert!((1..=reach + 2).contains(&incremental.scored()), "{}", incremental.scored());
        // Another text altogether.
        check(&mut incremental, "It rained.");
        check(&mut incremental, "");
        check(&mut incremental, "It rained.");
    }

    #[cfg(not(target_arch = "wasm32"))]
    mod any_edits {
        use super::*;
        use proptest::prelude::*;

        /// What is cut out (from, how much, in thousandths of the text) and what is put in its place.
        fn edit() -> impl Strategy<Value = (usize, usize, String)> {
            let put = prop_oneof![
                Just(String::new()),
                Just("“".to_owned()),
                Just("\"".to_owned()),
                Just("\n\n".to_owned()),
                Just(" said Ana Holt. ".to_owned()),
                Just(SENTENCES.to_owned()),
                "\\PC{0,6}",
            ];
            let cut = prop_oneof![4 => Just(0), 4 => 0usize..20, 1 => 0usize..600];
            (0usize..=1000, cut, put)
        }

        fn at(source: &str, thousandths: usize) -> usize {
            let place = source.len() * thousandths.min(1000) / 1000;
            (0..=place).rev().find(|&i| source.is_char_boundary(i)).unwrap_or(0)
        }

        proptest! {
            #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

            #[test]
            fn give_what_starting_over_gives(edits in prop::collection::vec(edit(), 1..8)) {
                let mut incremental = Incremental::new(NetworkTagger::built_in().unwrap());
                let mut source = SENTENCES.to_owned();
                check(&mut incremental, &source);
                for (from, length, put) in edits {
                    let (from, to) = (at(&source, from), at(&source, from + length));
                    source.replace_range(from..to.max(from), &put);
                    check(&mut incremental, &source);
                }
            }
        }
    }
}
