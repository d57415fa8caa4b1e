"""The head for check-worthiness on the trunk in `data/attribution.bin`: two teachers, MiniLM fine-tuned on four fifths of
ClaimBuster; statements for them to judge; their judgements; the head; the weights file.

Whatever lies in the work folder is not made again."""

import re

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import corpus
import export
import loop
import teacher
import worth_corpus
import worth_student as student
from heads import Trunk, Words
from recipe import SEED

WEIGHTS = corpus.ROOT / "data/checkworthy.bin"
REFERENCE = corpus.ROOT / "src/claims/checkworthy/reference.tsv"
LABEL = 0.5  # what the label weighs in a sentence's target; the rest is the teachers'
HIDDEN = 0.06  # of the words, read as unknown ones
COPIES, NEWS = 0.4, 0.25  # how much of the copies and of the news is read in an epoch


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
    """Log-odds of all statements by both teachers; they learn from the first, which are labelled."""
    weights, pieces = None, None
    scores = []
    for seed, rate in ((0, 6e-5), (7, 8e-5)):
        kept = work / f"judged-{seed}.npy"
        if not kept.exists():
            weights = weights or teacher.load_safetensors(options.minilm / "model.safetensors")
            pieces = pieces or teacher.Pieces(options.minilm / "vocab.txt")
            rows = [pieces_of(text, pieces) for text in texts]
            which = [i for i in range(len(labels)) if learn[i]]
            rng, net = loop.seeded(seed), Judge(weights)
            loop.kept(work / f"teacher-{seed}.pt", net, lambda checkpoint: taught(
                f"teacher {seed}", net, rows, labels, which, rate, rng, recipe.teacher_epochs, checkpoint))
            np.save(kept, judged(net, rows))
        scores.append(np.load(kept))
    return np.mean(scores, 0)


def read(options, recipe, work, texts, learn):
    """All passages: the labelled sentences, their copies, news; and how many there are of each of the first two."""
    news = [dict(row, id=f"{i}-{row['id']}") for i, row in enumerate(options.part(worth_corpus.news(options.corpora, SEED), 8))]
    copies = worth_corpus.copies(texts, learn, worth_corpus.contents(news), recipe.copies, corpus.seeded(SEED, "copies"))
    alone = [{"id": str(i), "text": text} for i, text in enumerate([*texts, *copies])]
    files = [work / "sentences.jsonl", work / "news.jsonl"]
    if not (work / "features/words.tsv").exists():
        for path, rows in zip(files, (alone, [{"id": row["id"], "text": row["text"]} for row in news])):
            corpus.write_jsonl(path, rows)
        corpus.extract(work / "features", files)
    documents = [corpus.load(work / f"features/{path.name}") for path in files]
    return [*worth_corpus.alone(alone, documents[0]), *worth_corpus.passages(news, documents[1])], len(copies)


def run(options, recipe):
    """Makes `data/checkworthy.bin` and what the Rust tests compare with; the figures, a line each."""
    loop.begin(options)
    work = options.folder("ranker")
    texts, labels, learn = (options.part(rows, 200) for rows in worth_corpus.labelled(options.corpora))
    held = [i for i in range(len(texts)) if not learn[i]]
    held_labels = [labels[i] for i in held]
    found, copies = read(options, recipe, work, texts, learn)
    scores = judgements(options, recipe, work, [text for p in found for text in p.texts], labels, learn)
    lines = ["on the held-back fifth:", f"both teachers: {figures(scores[held], held_labels)}"]
    loop.say("ranker:", lines[-1])
    trunk = Trunk()
    words = Words(corpus.read_words(work / "features/words.tsv"), trunk)
    passages = student.Passages(found, words)
    targets = 1 / (1 + np.exp(-scores))
    targets[: len(texts)] = LABEL * np.array(labels) + (1 - LABEL) * targets[: len(texts)]
    # The labelled ones count double.
    own = [i for i in range(len(texts)) if learn[i]] * 2

    def chosen(rng):
        return own + [i for i in range(len(texts), len(found))
                      if rng.random() < (COPIES if i < len(texts) + copies else NEWS)]

    torch.manual_seed(SEED)
    net = student.Ranker(trunk, recipe.width, recipe.dilations)

    def measure(net):
        odds = student.log_odds(net, trunk, passages, held)
        return figures([odds[i] for i in held], held_labels)

    # One that stands on another trunk is another head.
    loop.kept(work / f"head-{trunk.hash:08x}.pt", net, lambda checkpoint: student.train(
        net, trunk, passages, targets, chosen, recipe.epochs, 2e-3, 0.15, SEED, measure, HIDDEN, checkpoint))
    lines.append(f"the head: {measure(net)}")
    size = export.export_head(net, trunk, torch.zeros(student.CHANNELS, student.CHANNELS), WEIGHTS, b"whoranks", levels=63)
    reference(work, net, trunk)
    return [*lines, f"rounded to what the file says: {measure(net)}", f"{WEIGHTS.name}: {size} bytes"]


def reference(work, net, trunk):
    """Log-odds of the project's own test paragraphs, for the tests of the Rust code."""
    lines = (corpus.ROOT / "tests/checkworthy.tsv").read_text(encoding="utf-8").splitlines()
    own = [line.split("\t")[1] for line in lines if "\t" in line]
    rows = [{"id": str(i), "text": text} for i, text in enumerate(own)]
    corpus.write_jsonl(work / "own.jsonl", rows)
    corpus.extract(work / "own", [work / "own.jsonl"])
    words = Words(corpus.read_words(work / "own/words.tsv"), trunk)
    passages = student.Passages(worth_corpus.alone(rows, corpus.load(work / "own/own.jsonl")), words)
    odds = student.log_odds(net, trunk, passages, range(len(own)))
    REFERENCE.write_text("".join(f"{odds[i]:.3f}\t{text}\n" for i, text in enumerate(own)), encoding="utf-8")
