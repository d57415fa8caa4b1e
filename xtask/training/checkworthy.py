"""From labelled sentences to the check-worthiness ranker: `python checkworthy.py --corpora DIR --minilm DIR --work DIR`.

Steps (each is skipped when its result lies in the work folder): two teachers, MiniLM fine-tuned on four fifths of
ClaimBuster; sentences for them to judge; their judgements; features by the crate; the small network in two rounds; export."""

import argparse
import json
import math
import re
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import corpus
import teacher
import worth_corpus
import worth_student as student

SEED = 1
COPIES = 15  # of each sentence that may be learnt from
LABEL = 0.5  # what the label weighs in a sentence's target; the rest is the teachers'
# In the second round:
HIDDEN = 0.08  # of the words, read as unknown ones
FIRST = 0.4  # what the network of the first round weighs beside the teachers


def say(*words):
    print(time.strftime("%H:%M:%S"), *words, flush=True)


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


def padded(rows, size, order, rng=None):
    order = sorted(order, key=lambda i: len(rows[i]) + (6 * rng.random() if rng is not None else 0))
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    if rng is not None:
        rng.shuffle(groups)
    for group in groups:
        x = np.zeros((len(group), max(len(rows[i]) for i in group)), np.int64)
        for k, i in enumerate(group):
            x[k, : len(rows[i])] = rows[i]
        yield group, torch.from_numpy(x), torch.from_numpy(x > 0)


@torch.no_grad()
def judged(net, rows):
    net.eval()
    found = np.zeros(len(rows), np.float32)
    for group, x, mask in padded(rows, 64, range(len(rows))):
        found[group] = net(x, mask).numpy()
    return found


def taught(weights, rows, labels, which, rate, seed, epochs):
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    net = Judge(weights)
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=0.01)
    steps, step = epochs * math.ceil(len(which) / 32), 0
    for epoch in range(epochs):
        net.train()
        for group, x, mask in padded(rows, 32, which, rng):
            step += 1
            for options in optimiser.param_groups:
                options["lr"] = rate * min(step / (0.1 * steps), (steps - step) / (0.9 * steps))
            targets = torch.tensor([float(labels[i]) for i in group])
            loss = F.binary_cross_entropy_with_logits(net(x, mask), targets)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
        say(f"teacher {seed}, epoch {epoch}: loss {loss.item():.3f}")
    return net


# ---- all steps ------------------------------------------------------------------------------------------------------


def judgements(options, work, texts, labels, learn):
    """Log-odds by both teachers of the labelled sentences and of the others; and the others."""
    path = work / "others.json"
    if not path.exists():
        others = worth_corpus.unlabelled(options.corpora, options.copies, corpus.seeded(SEED, "others"))
        path.write_text(json.dumps(others), encoding="utf-8")
    others = json.loads(path.read_text(encoding="utf-8"))
    weights, pieces = None, None
    scores = []
    for seed, rate in ((0, 6e-5), (7, 8e-5)):
        kept = work / f"judged-{seed}.npy"
        if not kept.exists():
            weights = weights or teacher.load_safetensors(options.minilm / "model.safetensors")
            pieces = pieces or teacher.Pieces(options.minilm / "vocab.txt")
            rows = [pieces_of(text, pieces) for text in [*texts, *others]]
            state = work / f"teacher-{seed}.pt"
            if state.exists():
                net = Judge(weights)
                net.load_state_dict(torch.load(state))
            else:
                which = [i for i in range(len(texts)) if learn[i]]
                net = taught(weights, rows, labels, which, rate, seed, options.teacher_epochs)
                torch.save(net.state_dict(), state)
            np.save(kept, judged(net, rows))
        scores.append(np.load(kept))
    return others, np.mean(scores, 0)


def features(work, texts):
    """Surfaces of every sentence, by the crate."""
    if not (work / "features/words.tsv").exists():
        corpus.write_jsonl(work / "sentences.jsonl", [{"id": str(i), "text": text} for i, text in enumerate(texts)])
        corpus.extract(work / "features", [work / "sentences.jsonl"])
    return [row["surface"][: worth_corpus.LONGEST] for row in corpus.read_jsonl(work / "features/sentences.jsonl")]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", required=True, type=Path, help="folder with checkworthy/, polnear/, entities/")
    parser.add_argument("--minilm", required=True, type=Path, help="model.safetensors and vocab.txt of all-MiniLM-L6-v2")
    parser.add_argument("--work", required=True, type=Path, help="folder for what is in between")
    parser.add_argument("--out", default=corpus.ROOT / "data/checkworthy.bin", type=Path)
    parser.add_argument("--copies", type=int, default=COPIES)
    parser.add_argument("--teacher-epochs", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=18)
    parser.add_argument("--further-epochs", type=int, default=7)
    parser.add_argument("--layers", type=int, default=4)
    options = parser.parse_args()
    torch.set_num_threads(1)
    options.work.mkdir(parents=True, exist_ok=True)
    texts, labels, learn = worth_corpus.labelled(options.corpora)
    held = [i for i in range(len(texts)) if not learn[i]]
    held_labels = [labels[i] for i in held]
    others, scores = judgements(options, options.work, texts, labels, learn)
    say("teachers on the held-back fifth:", figures([scores[i] for i in held], held_labels))
    attribution = student.Attribution()
    surfaces = features(options.work, [*texts, *others])
    encoder = student.Encoder(attribution, options.work / "features/words.tsv")
    rows = [encoder.of(s) for s in surfaces]

    def targets(scores):
        odds = 1 / (1 + np.exp(-scores))
        return [LABEL * labels[i] + (1 - LABEL) * p if i < len(texts) else p for i, p in enumerate(odds)]

    # The labelled ones count double.
    which = [i for i in range(len(texts)) if learn[i]] * 2 + list(range(len(texts), len(rows)))
    say(f"{len(which)} sentences to learn from")
    torch.manual_seed(SEED)
    net = student.Ranker(attribution, options.layers)

    def measure(net):
        return figures(student.log_odds(net, rows, held), held_labels)

    def learn_from(scores, epochs, rate, seed, hidden):
        student.train(net, rows, targets(scores), which, epochs, rate, 0.15, seed, say, measure, encoder.unknown, hidden)

    learn_from(scores, options.epochs, 1e-3, SEED, 0.0)
    first = np.array(student.log_odds(net, rows, range(len(rows))))
    learn_from((1 - FIRST) * scores + FIRST * first, options.further_epochs, 8e-4, SEED + 1, HIDDEN)
    size = student.write(net, attribution, options.out)
    say(f"{options.out}: {size} bytes; rounded to what it says: {measure(net)}")
    own = [line.split("\t")[1] for line in (corpus.ROOT / "tests/checkworthy.tsv").read_text().splitlines() if "\t" in line]
    reference(options.work, net, attribution, own)


def reference(work, net, attribution, own):
    """Log-odds of the project's own test paragraphs, for the tests of the Rust code."""
    corpus.write_jsonl(work / "own.jsonl", [{"id": str(i), "text": text} for i, text in enumerate(own)])
    corpus.extract(work / "own", [work / "own.jsonl"])
    encoder = student.Encoder(attribution, work / "own/words.tsv")
    rows = [encoder.of(row["surface"]) for row in corpus.read_jsonl(work / "own/own.jsonl")]
    odds = student.log_odds(net, rows, range(len(rows)))
    lines = [f"{value:.3f}\t{text}\n" for value, text in zip(odds, own)]
    (corpus.ROOT / "src/claims/checkworthy/reference.tsv").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
