//! Who said what: predicted attributions against gold ones.
//!
//! A pair matches when the tokens of the two contents, quotation marks left out, overlap by half (intersection over
//! union); "who said what" wants a shared source word beside. Pairs are one to one, best first.

use super::counts::{percent, row, Counts};
use super::document::{Attribution, Document, Range};
use super::quotes::{head_word, meet, shared, Doc, Ids, Kind};
use std::collections::{BTreeMap, HashMap};

/// Contents that overlap less are not the same.
pub const HALF: f64 = 0.5;

/// An attribution as sets of tokens.
#[derive(Debug)]
pub struct Parts {
    /// Tokens of the content without quotation marks.
    pub content: Ids,
    words: Ids,
    pub source: Ids,
    head: Option<usize>,
    pub kind: Kind,
    /// The cue tells of speech or writing, not of a thought.
    pub speech: bool,
    cue: bool,
}

impl Parts {
    pub fn new(doc: &Doc, attribution: &Attribution, content: &[Range]) -> Self {
        let ids = doc.content_ids(content);
        let cue = doc.span_ids(&attribution.cue);
        Self {
            words: ids.iter().copied().filter(|&i| doc.is_word(i)).collect(),
            source: doc.word_ids(&attribution.source),
            head: head_word(doc, &attribution.source),
            kind: doc.kind(content),
            speech: cue.iter().any(|&i| is_speech(&doc.word(i).to_lowercase())),
            cue: !attribution.cue.is_empty(),
            content: ids,
        }
    }

    fn quoted(&self) -> bool {
        self.kind != Kind::Indirect
    }

    /// Whether the cue tells of speech or of something else.
    pub fn cue_kind(&self) -> &'static str {
        match (self.speech, self.cue) {
            (true, _) => "speech cue",
            (false, true) => "other cue",
            (false, false) => "no cue",
        }
    }
}

/// `(overlap, gold, predicted)`
pub type Pair = (f64, usize, usize);

/// Every gold and predicted content that share a token.
pub fn candidates(gold: &[&Parts], predicted: &[&Parts]) -> Vec<Pair> {
    let mut holding: HashMap<usize, Vec<usize>> = HashMap::new();
    for (p, parts) in predicted.iter().enumerate() {
        for &id in &parts.content {
            holding.entry(id).or_default().push(p);
        }
    }
    let mut pairs = Vec::new();
    for (g, parts) in gold.iter().enumerate() {
        let mut common: BTreeMap<usize, usize> = BTreeMap::new();
        for id in &parts.content {
            for &p in holding.get(id).into_iter().flatten() {
                *common.entry(p).or_default() += 1;
            }
        }
        for (p, n) in common {
            let union = parts.content.len() + predicted[p].content.len() - n;
            pairs.push((n as f64 / union as f64, g, p));
        }
    }
    pairs
}

/// One to one, best first: gold number → predicted number.
pub fn greedy(mut pairs: Vec<Pair>) -> BTreeMap<usize, usize> {
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut matched, mut taken) = (BTreeMap::new(), Ids::new());
    for (_, g, p) in pairs {
        if !matched.contains_key(&g) && !taken.contains(&p) {
            matched.insert(g, p);
            taken.insert(p);
        }
    }
    matched
}

/// The pairs that overlap by half and pass a further test.
pub fn matches(pairs: &[Pair], test: impl Fn(usize, usize) -> bool) -> BTreeMap<usize, usize> {
    greedy(pairs.iter().copied().filter(|&(s, g, p)| s >= HALF && test(g, p)).collect())
}

/// Gold without a source asks for none.
pub fn same_source(gold: &Parts, predicted: &Parts) -> bool {
    gold.source.is_empty() || meet(&gold.source, &predicted.source)
}

fn count_tokens(counts: &mut Counts, name: &str, gold: &[&Parts], predicted: &[&Parts]) {
    let all = |parts: &[&Parts]| parts.iter().flat_map(|p| p.content.iter().copied()).collect::<Ids>();
    let (gold, predicted) = (all(gold), all(predicted));
    counts.add(&format!("{name} right"), shared(&gold, &predicted));
    counts.add(&format!("{name} predicted"), predicted.len());
    counts.add(&format!("{name} gold"), gold.len());
}

/// Counts spans and "who said what" of a part of the attributions under a name.
fn count_group(counts: &mut Counts, name: &str, gold: &[&Parts], predicted: &[&Parts]) {
    let pairs = candidates(gold, predicted);
    counts.add(&format!("{name} gold"), gold.len());
    counts.add(&format!("{name} predicted"), predicted.len());
    counts.add(&format!("{name} span"), matches(&pairs, |_, _| true).len());
    counts.add(&format!("{name} said"), matches(&pairs, |g, p| same_source(gold[g], predicted[p])).len());
}

/// Scores one document.
pub fn score(gold: &Document, predicted: &Document) -> Counts {
    let mut counts = Counts::default();
    let doc = Doc::new(&gold.text);
    let read = |document: &Document| -> Vec<Parts> {
        let parts = document.attributions.iter().map(|a| Parts::new(&doc, a, &a.content));
        parts.filter(|p| !p.content.is_empty()).collect()
    };
    let (all_gold, all_predicted) = (read(gold), read(predicted));
    let (g, p): (Vec<&Parts>, Vec<&Parts>) = (all_gold.iter().collect(), all_predicted.iter().collect());
    counts.add("documents", 1);
    counts.add("gold", g.len());
    counts.add("predicted", p.len());
    count_tokens(&mut counts, "token", &g, &p);
    score_whole(&mut counts, &g, &p);
    score_pieces(&mut counts, &doc, gold, predicted);
    score_quotes(&mut counts, &g, &p);
    counts
}

fn score_whole(counts: &mut Counts, gold: &[&Parts], predicted: &[&Parts]) {
    let pairs = candidates(gold, predicted);
    let span = matches(&pairs, |_, _| true);
    let said = matches(&pairs, |g, p| same_source(gold[g], predicted[p]));
    let head = matches(&pairs, |g, p| {
        gold[g].source.is_empty() || gold[g].head.is_some_and(|h| predicted[p].source.contains(&h))
    });
    let strict = matches(&pairs, |g, p| {
        meet(&gold[g].source, &predicted[p].source) || gold[g].source.is_empty() && predicted[p].source.is_empty()
    });
    let exact = pairs.iter().filter(|&&(_, g, p)| gold[g].words == predicted[p].words).map(|&(_, g, p)| (1.0, g, p));
    counts.add("touch", greedy(pairs.clone()).len());
    counts.add("exact", greedy(exact.collect()).len());
    counts.add("span", span.len());
    counts.add("said", said.len());
    counts.add("head", head.len());
    counts.add("strict", strict.len());
    for (&g, &p) in &span {
        let (gold, predicted) = (gold[g], predicted[p]);
        if gold.source.is_empty() {
            counts.add("matched without source", 1);
            counts.add("rightly absent", usize::from(predicted.source.is_empty()));
        } else {
            counts.add("matched with source", 1);
            counts.add("source given", usize::from(!predicted.source.is_empty()));
            counts.add("source overlap", usize::from(meet(&gold.source, &predicted.source)));
            counts.add("source head", usize::from(gold.head.is_some_and(|h| predicted.source.contains(&h))));
        }
    }
    for (number, parts) in gold.iter().enumerate() {
        let speech = if parts.speech { "speech" } else { "other" };
        let kind = parts.kind.name();
        for key in [kind, parts.cue_kind(), &format!("{speech} {kind}")] {
            counts.add(&format!("recall {key} gold"), 1);
            counts.add(&format!("recall {key} span"), usize::from(span.contains_key(&number)));
            counts.add(&format!("recall {key} said"), usize::from(said.contains_key(&number)));
        }
    }
    // The narrower task: gold with a speech cue or with quotation marks. Neither right nor wrong are predictions that
    // hit one of the other gold ones, and those that hit nothing and have a cue of thought and no quotation marks.
    let is_claim = |parts: &Parts| parts.speech || parts.quoted();
    let mut hit: HashMap<usize, usize> = said.iter().map(|(&g, &p)| (p, g)).collect();
    for (&g, &p) in &span {
        hit.entry(p).or_insert(g);
    }
    let counts_as_claim = |p: &usize| match hit.get(p) {
        Some(&g) => is_claim(gold[g]),
        None => is_claim(predicted[*p]) || !predicted[*p].cue,
    };
    counts.add("claim gold", gold.iter().filter(|g| is_claim(g)).count());
    counts.add("claim predicted", (0..predicted.len()).filter(counts_as_claim).count());
    counts.add("claim span", span.keys().filter(|&&g| is_claim(gold[g])).count());
    counts.add("claim said", said.keys().filter(|&&g| is_claim(gold[g])).count());
}

/// Every continuous stretch of content stands for itself, with its attribution's source.
fn score_pieces(counts: &mut Counts, doc: &Doc, gold: &Document, predicted: &Document) {
    let read = |document: &Document| -> Vec<Parts> {
        let pieces = document.attributions.iter().flat_map(|a| a.content.iter().map(move |piece| (a, piece)));
        let parts = pieces.map(|(a, piece)| Parts::new(doc, a, std::slice::from_ref(piece)));
        parts.filter(|p| !p.words.is_empty()).collect()
    };
    let (gold, predicted) = (read(gold), read(predicted));
    count_group(counts, "piece", &gold.iter().collect::<Vec<_>>(), &predicted.iter().collect::<Vec<_>>());
}

fn score_quotes(counts: &mut Counts, gold: &[&Parts], predicted: &[&Parts]) {
    let quoted = |parts: &[&'_ Parts]| -> Vec<usize> { (0..parts.len()).filter(|&i| parts[i].quoted()).collect() };
    let quoted_gold: Vec<&Parts> = quoted(gold).into_iter().map(|i| gold[i]).collect();
    let quoted_predicted: Vec<&Parts> = quoted(predicted).into_iter().map(|i| predicted[i]).collect();
    count_tokens(counts, "quote token", &quoted_gold, &quoted_predicted);
    count_group(counts, "quote", &quoted_gold, &quoted_predicted);

    // Fully direct ones; a direct prediction that hits a mixed gold one is left out.
    let direct: Vec<&Parts> = gold.iter().copied().filter(|g| g.kind == Kind::Direct).collect();
    let found: Vec<&Parts> = predicted.iter().copied().filter(|p| p.kind == Kind::Direct).collect();
    let mixed: Ids = gold.iter().filter(|g| g.kind == Kind::Mixed).flat_map(|g| g.content.iter().copied()).collect();
    let pairs = candidates(&direct, &found);
    let span = matches(&pairs, |_, _| true);
    let hit: Ids = span.values().copied().collect();
    let in_mixed = |&p: &usize| !hit.contains(&p) && shared(&found[p].content, &mixed) * 2 >= found[p].content.len();
    counts.add("direct gold", direct.len());
    counts.add("direct predicted", found.len() - (0..found.len()).filter(in_mixed).count());
    counts.add("direct span", span.len());
    counts.add("direct said", matches(&pairs, |g, p| same_source(direct[g], found[p])).len());
}

/// Label, name of what is right, of what is predicted, of gold.
pub const ROWS: &[(&str, &str, &str, &str)] = &[
    ("content tokens (micro)", "token right", "token predicted", "token gold"),
    ("content spans, any overlap", "touch", "predicted", "gold"),
    ("content spans, IoU >= 0.5", "span", "predicted", "gold"),
    ("content spans, exact words", "exact", "predicted", "gold"),
    ("WHO SAID WHAT (IoU >= 0.5 + source overlap)", "said", "predicted", "gold"),
    ("  same, source head word", "head", "predicted", "gold"),
    ("  same, gold without source needs none", "strict", "predicted", "gold"),
    ("pieces: continuous stretches, IoU >= 0.5", "piece span", "piece predicted", "piece gold"),
    ("pieces: who said what", "piece said", "piece predicted", "piece gold"),
    ("claims (speech cue or quoted): spans IoU", "claim span", "claim predicted", "claim gold"),
    ("claims: who said what", "claim said", "claim predicted", "claim gold"),
    ("quotes only (direct+mixed): tokens", "quote token right", "quote token predicted", "quote token gold"),
    ("quotes only (direct+mixed): spans IoU", "quote span", "quote predicted", "quote gold"),
    ("quotes only (direct+mixed): who said what", "quote said", "quote predicted", "quote gold"),
    ("fully direct only: spans IoU", "direct span", "direct predicted", "direct gold"),
    ("fully direct only: who said what", "direct said", "direct predicted", "direct gold"),
];

/// The figures, line by line.
pub fn report(counts: &Counts, name: &str) -> String {
    let n = |key: &str| counts.get(key);
    let mut out = format!("{name}  docs {}  gold {}  predicted {}\n", n("documents"), n("gold"), n("predicted"));
    out += &format!("{:44}{:>7}{:>7}{:>7}\n", "", "P", "R", "F1");
    for (label, right, predicted, gold) in ROWS {
        out += &format!("{label:44}{}\n", row(counts.prf(right, predicted, gold)));
    }
    let pairs = n("matched with source");
    out += &format!(
        "source on matched pairs: overlap {}  head {}  given {}   gold-without-source pairs {}, of them predicted \
         without {}\n",
        percent(n("source overlap"), pairs),
        percent(n("source head"), pairs),
        percent(n("source given"), pairs),
        n("matched without source"),
        n("rightly absent"),
    );
    out += "recall by gold kind (n, span, who said what):\n";
    let kinds = Kind::ALL.map(Kind::name);
    let mut keys: Vec<String> =
        kinds.iter().chain(&["speech cue", "other cue", "no cue"]).map(|k| k.to_string()).collect();
    keys.extend(["speech", "other"].iter().flat_map(|cue| kinds.iter().map(move |kind| format!("{cue} {kind}"))));
    for key in keys {
        let of = |what: &str| n(&format!("recall {key} {what}"));
        let gold = of("gold");
        out += &format!("   {key:18}{gold:6}{:>8}{:>8}\n", percent(of("span"), gold), percent(of("said"), gold));
    }
    out
}

/// Whether a word of a cue tells of speech or writing, as against thought, wish, attitude, perception.
fn is_speech(word: &str) -> bool {
    SPEECH.split_whitespace().any(|w| w == word)
}

const SPEECH: &str = include_str!("speech-words.txt");
