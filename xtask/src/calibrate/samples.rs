//! What the library finds in a corpus, and which of it is right.
//!
//! Right means: the content overlaps a gold one by half (intersection over union) and the sources share a word, also where
//! the library gives none. Three things are neither right nor wrong, since what a corpus says of them is no answer:
//!
//! - attributions inside others, where a corpus marks not one (PolNeAR), if a rule found them: it was not asked for them;
//! - in a corpus with modes, what is optional there;
//! - in a corpus with modes, what the library takes for an attitude. Its readers marked statements whole and attitudes only
//!   here and there, and its measure leaves them out as well. So doubts are fitted on statements alone: of attitudes, which
//!   the page shows on demand, the corpora do not say what a doubt costs.
//!
//! Nothing else is left out. PolNeAR's readers marked no label in three interviews (`Q`, `A`), whose lines so count as wrong:
//! to leave out what gold lacks would be to count only what is right. But an article counts once for each name
//! ([`rows`](super::rows)), so that one long interview does not decide.

use crate::eval::attribution::{candidates, greedy, same_source, Pair, Parts, HALF};
use crate::eval::document::{self, Attribution, Document};
use crate::eval::quotes::{meet, shared, Doc, Ids};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use whosaid::annotations::ClaimMode;
use whosaid::attribution::{find_with_evidence, Attribution as Found, Grounds};
use whosaid::entities;
use whosaid::tagging::Tagger;
use whosaid::text::{OffsetMap, OffsetUnit, Span, Text};

/// An attribution that the library found.
pub struct Sample {
    /// Number of its document in its corpus.
    pub document: usize,
    pub grounds: Grounds,
    pub right: bool,
}

/// A corpus as calibration sees it.
pub struct Corpus {
    /// Folder and file: `polnear/dev`.
    pub name: String,
    /// Its attributions say whether a reader has to be shown them.
    pub has_modes: bool,
    pub samples: Vec<Sample>,
}

/// Reads a corpus and finds its attributions, however unsure; those that are neither right nor wrong are left out.
pub fn read(file: &Path, tagger: &impl Tagger) -> Result<Corpus, String> {
    let gold = document::load(file)?;
    let has_modes = gold.iter().any(|d| d.attributions.iter().any(|a| a.mode.is_some()));
    let has_inner = gold.iter().any(|d| d.attributions.iter().any(|a| is_inner(a, d)));
    let mut samples = Vec::new();
    for (number, document) in gold.iter().enumerate() {
        let (found, parts) = find(document, tagger);
        let right = if has_modes { by_mode(document, &found, &parts) } else { by_marks(&parts, &found, has_inner) };
        let judged = found.into_iter().zip(right);
        samples.extend(
            judged.filter_map(|((_, grounds), right)| right.map(|right| Sample { document: number, grounds, right })),
        );
    }
    let folder = file.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    Ok(Corpus { name: format!("{folder}/{stem}"), has_modes, samples })
}

/// Whether an attribution lies in the content of another.
fn is_inner(attribution: &Attribution, document: &Document) -> bool {
    let inside = |part: &[usize; 2], whole: &[usize; 2]| whole[0] <= part[0] && part[1] <= whole[1];
    document.attributions.iter().any(|outer| {
        outer.content.iter().any(|whole| {
            let parts = || attribution.content.iter().chain(&attribution.cue);
            !attribution.cue.is_empty() && parts().all(|part| inside(part, whole))
        })
    })
}

/// Gold and found attributions as sets of tokens.
struct Both {
    gold: Vec<Parts>,
    found: Vec<Parts>,
}

impl Both {
    fn pairs(&self) -> Vec<Pair> {
        let (gold, found): (Vec<&Parts>, Vec<&Parts>) = (self.gold.iter().collect(), self.found.iter().collect());
        candidates(&gold, &found)
    }
}

fn find(document: &Document, tagger: &impl Tagger) -> (Vec<(Found, Grounds)>, Both) {
    let text = Text::new(&document.text);
    let map = OffsetMap::new(&document.text);
    let offset = |byte| map.convert(byte, OffsetUnit::Byte, OffsetUnit::Codepoint) as usize;
    let spans = |spans: &[Span]| spans.iter().map(|s| [offset(s.start), offset(s.end)]).collect::<Vec<_>>();
    let found = find_with_evidence(&text, &tagger.tag(&text), &entities::find(&text));
    let doc = Doc::new(&document.text);
    let parts = |attribution: &Attribution| Parts::new(&doc, attribution, &attribution.content);
    let gold = document.attributions.iter().map(parts).collect();
    let as_gold = |found: &Found| Attribution {
        source: spans(found.source.as_slice()),
        cue: spans(found.cue.as_slice()),
        content: spans(&found.content),
        ..Attribution::default()
    };
    let predicted = found.iter().map(|(a, _)| parts(&as_gold(a))).collect();
    (found, Both { gold, found: predicted })
}

/// Which of the found ones are right in a corpus that does not say what a reader has to be shown.
fn by_marks(parts: &Both, found: &[(Found, Grounds)], has_inner: bool) -> Vec<Option<bool>> {
    let mut pairs = parts.pairs();
    pairs.retain(|&(overlap, g, p)| overlap >= HALF && same_source(&parts.gold[g], &parts.found[p]));
    let mut right: BTreeSet<usize> = greedy(pairs).into_values().collect();
    // The corpus counts a quotation that goes on without a cue to the attribution before it: it is right when it lies in
    // the content of a gold attribution with the source of the one it goes on from; unsourced, when it lies in any.
    for (i, (attribution, _)) in found.iter().enumerate().filter(|(_, (a, _))| a.cue.is_none()) {
        let origin = &parts.found[attribution.continues.unwrap_or(i)].source;
        let here = &parts.found[i].content;
        let inside = |g: &Parts| shared(&g.content, here) * 2 >= here.len();
        let sourced = |g: &Parts| origin.is_empty() || meet(&g.source, origin);
        if parts.gold.iter().any(|g| inside(g) && sourced(g)) {
            right.insert(i);
        }
    }
    let unasked = |i: usize| !has_inner && found[i].0.parent.is_some() && found[i].1.rule.is_some();
    (0..found.len()).map(|i| (!unasked(i)).then(|| right.contains(&i))).collect()
}

/// Which of the found ones are right in a corpus with modes.
fn by_mode(document: &Document, found: &[(Found, Grounds)], parts: &Both) -> Vec<Option<bool>> {
    let is_statement = |a: &Attribution| a.mode.as_deref().unwrap_or("statement") == "statement";
    let statement: Vec<bool> = document.attributions.iter().map(is_statement).collect();
    // A statement and an optional one may have the same words: the statement goes first.
    let mut pairs = parts.pairs();
    pairs.retain(|pair| pair.0 >= HALF);
    pairs.iter_mut().for_each(|pair| pair.0 += f64::from(u8::from(statement[pair.1])));
    let gold_of: BTreeMap<usize, usize> = greedy(pairs).into_iter().map(|(g, p)| (p, g)).collect();
    let words = |firm: bool| -> Ids {
        let of = parts.gold.iter().zip(&statement).filter(|(_, is)| **is == firm);
        of.flat_map(|(g, _)| g.content.iter().copied()).collect()
    };
    let (firm, loose) = (words(true), words(false));
    let judge = |(i, (attribution, _)): (usize, &(Found, Grounds))| match gold_of.get(&i) {
        _ if attribution.mode == ClaimMode::Attitude => None,
        Some(&g) => statement[g].then(|| same_source(&parts.gold[g], &parts.found[i])),
        None => {
            let content = &parts.found[i].content;
            let optional = shared(content, &loose) * 2 >= content.len() && !meet(content, &firm);
            (!optional).then_some(false)
        }
    };
    found.iter().enumerate().map(judge).collect()
}
