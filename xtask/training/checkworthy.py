"""The check-worthiness ranker: two teachers, MiniLM fine-tuned on four fifths of ClaimBuster; sentences for them to judge;
their judgements; the small network in two rounds; the weights file. It stands on the tables of `data/attribution.bin`.

Whatever lies in the work folder is not made again."""

import json
import re

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import corpus
import loop
import teacher
import worth_corpus
import worth_student as student
from recipe import SEED

WEIGHTS = corpus.ROOT / "data/checkworthy.bin"
REFERENCE = corpus.ROOT / "src/claims/checkworthy/reference.tsv"
LABEL = 0.5  # what the label weighs in a sentence's target; the rest is the teachers'
# In the second round:
HIDDEN = 0.08  # of the words, read as unknown ones
FIRST = 0.4  # what the network of the first round weighs beside the teachers


# ---- measuring ------------------------------------------------------------------------------------------------------


def average_precision(scores, labels):
    """Mean of the precisions at each check-worthy sentence; of equal scores the wrong ones come first."""
    hits, total = 0, 0.0
    for rank, i in enumerate(sorted(range(len(scores)), key=lambda i: (-scores[i], labels[i])), 1):
        if labels[i]:
            hits += 1
            total += hits / rank
    return total / max(1, hits)


def f1(scores, labels):
    """At even odds."""
    hits = sum(s > 0 and l for s, l in zip(scores, labels))
    return 2 * hits / max(1, sum(s > 0 for s in scores) + sum(labels))


def figures(scores, labels):
    return f"F1 {f1(scores, labels):.3f}, average precision {average_precision(scores, labels):.4f}"


# ---- teachers -------------------------------------------------------------------------------------------------------


class Judge(nn.Module):
    """MiniLM with one output from the mean of its pieces."""

    def __init__(self, weights):
        super().__init__()
        encoder = teacher.Teacher()
        encoder.start_from(weights)
        self.word, self.position, self.kind = encoder.word, encoder.position, encoder.kind
        self.norm, self.layers = encoder.norm, encoder.layers
        self.out = nn.Linear(self.word.embedding_dim, 1)

    def forward(self, x, mask):
        h = F.dropout(self.norm(self.word(x) + self.position.weight[: x.shape[1]] + self.kind), 0.1, self.training)
        for layer in self.layers:
            h = layer(h, mask[:, None, None, :])
        h = (h * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return self.out(F.dropout(h, 0.1, self.training))[:, 0]


def pieces_of(text, pieces):
    plain = text.translate(str.maketrans("’‘“”", "''\"\""))
    ids = [piece for word in re.findall(r"\w+|[^\w\s]", plain) for piece in pieces.of(word)]
    return [teacher.CLS, *ids[:126], teacher.SEP]


@torch.no_grad()
def judged(net, rows):
    net.eval()
    found = np.zeros(len(rows), np.float32)
    for group in loop.by_length(rows, 64, range(len(rows))):
        found[group] = net(*loop.filled([rows[i] for i in group])).numpy()
    return found


def taught(name, net, rows, labels, which, rate, rng, epochs, checkpoint=None):
    """Trains a teacher on the labels of the rows `which`."""

    def loss(group, rng):
        targets = torch.tensor([float(labels[i]) for i in group])
        return F.binary_cross_entropy_with_logits(net(*loop.filled([rows[i] for i in group])), targets)

    def tell(progress):
        loop.say(f"{name}: epoch {progress.epoch}/{epochs} loss {progress.loss():.3f}")

    return loop.descend(name, net, torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=0.01),
                        lambda epoch, rng: loop.by_length(rows, 32, which, rng), loss, epochs, rng, loop.to_zero(0.1),
                        after_epoch=tell, checkpoint=checkpoint)


# ---- all steps ------------------------------------------------------------------------------------------------------


def judgements(options, recipe, work, texts, labels, learn):
    """Log-odds by both teachers of the labelled sentences and of the others; and the others."""
    path = work / "others.json"
    if not path.exists():
        others = worth_corpus.unlabelled(options.corpora, recipe.copies, corpus.seeded(SEED, "others"))
        path.write_text(json.dumps(options.part(others, 200)), encoding="utf-8")
    others = json.loads(path.read_text(encoding="utf-8"))
    weights, pieces = None, None
    scores = []
    for seed, rate in ((0, 6e-5), (7, 8e-5)):
        kept = work / f"judged-{seed}.npy"
        if not kept.exists():
            weights = weights or teacher.load_safetensors(options.minilm / "model.safetensors")
            pieces = pieces or teacher.Pieces(options.minilm / "vocab.txt")
            rows = [pieces_of(text, pieces) for text in [*texts, *others]]
            which = [i for i in range(len(texts)) if learn[i]]
            rng, net = loop.seeded(seed), Judge(weights)
            loop.kept(work / f"teacher-{seed}.pt", net, lambda checkpoint: taught(
                f"teacher {seed}", net, rows, labels, which, rate, rng, recipe.teacher_epochs, checkpoint))
            np.save(kept, judged(net, rows))
        scores.append(np.load(kept))
    return others, np.mean(scores, 0)


def features(work, texts):
    """Surfaces of every sentence, by the crate."""
    if not (work / "features/words.tsv").exists():
        corpus.write_jsonl(work / "sentences.jsonl", [{"id": str(i), "text": text} for i, text in enumerate(texts)])
        corpus.extract(work / "features", [work / "sentences.jsonl"])
    return [row["surface"][: worth_corpus.LONGEST] for row in corpus.read_jsonl(work / "features/sentences.jsonl")]


def run(options, recipe):
    """Makes `data/checkworthy.bin` and what the Rust tests compare with; the figures, a line each."""
    loop.begin(options)
    work = options.folder("ranker")
    texts, labels, learn = (options.part(rows, 200) for rows in worth_corpus.labelled(options.corpora))
    held = [i for i in range(len(texts)) if not learn[i]]
    held_labels = [labels[i] for i in held]
    others, scores = judgements(options, recipe, work, texts, labels, learn)
    lines = ["on the held-back fifth:", f"both teachers: {figures([scores[i] for i in held], held_labels)}"]
    loop.say("ranker:", lines[-1])
    attribution = student.Attribution()
    surfaces = features(work, [*texts, *others])
    encoder = student.Encoder(attribution, work / "features/words.tsv")
    rows = [encoder.of(s) for s in surfaces]
    # The labelled ones count double.
    which = [i for i in range(len(texts)) if learn[i]] * 2 + list(range(len(texts), len(rows)))
    torch.manual_seed(SEED)
    net = student.Ranker(attribution, recipe.layers)

    def measure(net):
        return figures(student.log_odds(net, rows, held), held_labels)

    def learn_from(scores, epochs, rate, seed, hidden, name):
        odds = 1 / (1 + np.exp(-scores))
        targets = [LABEL * labels[i] + (1 - LABEL) * p if i < len(texts) else p for i, p in enumerate(odds)]
        # A network that stands on other tables is another network.
        loop.kept(work / f"{name}-{attribution.hash:08x}.pt", net, lambda checkpoint: student.train(
            net, rows, targets, which, epochs, rate, 0.15, seed, measure, encoder.unknown, hidden, checkpoint))
        lines.append(f"{name} round: {measure(net)}")

    learn_from(scores, recipe.epochs, 1e-3, SEED, 0.0, "first")
    first = np.array(student.log_odds(net, rows, range(len(rows))))
    learn_from((1 - FIRST) * scores + FIRST * first, recipe.further_epochs, 8e-4, SEED + 1, HIDDEN, "second")
    size = student.write(net, attribution, WEIGHTS)
    reference(work, net, attribution)
    return [*lines, f"rounded to what the file says: {measure(net)}", f"{WEIGHTS.name}: {size} bytes"]


def reference(work, net, attribution):
    """Log-odds of the project's own test paragraphs, for the tests of the Rust code."""
    lines = (corpus.ROOT / "tests/checkworthy.tsv").read_text(encoding="utf-8").splitlines()
    own = [line.split("\t")[1] for line in lines if "\t" in line]
    corpus.write_jsonl(work / "own.jsonl", [{"id": str(i), "text": text} for i, text in enumerate(own)])
    corpus.extract(work / "own", [work / "own.jsonl"])
    encoder = student.Encoder(attribution, work / "own/words.tsv")
    rows = [encoder.of(row["surface"]) for row in corpus.read_jsonl(work / "own/own.jsonl")]
    odds = student.log_odds(net, rows, range(len(rows)))
    REFERENCE.write_text("".join(f"{value:.3f}\t{text}\n" for value, text in zip(odds, own)), encoding="utf-8")
