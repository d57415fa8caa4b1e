"""From the corpora to the weights: `python train.py --corpora DIR --minilm DIR --vectors FILE --work DIR`.

Steps (each is skipped when its result lies in the work folder): prepare, teacher, label, student, export.
"""

import argparse
import pickle
import time
from pathlib import Path

import torch

import corpus
import prepare
import teacher

SEED = 1


def say(*words):
    print(time.strftime("%H:%M:%S"), *words, flush=True)


class Data:
    """All documents of the work folder."""

    def __init__(self, work):
        self.work = Path(work)
        self.words, self.shapes = {}, {}
        self.read_words()

    def read_words(self):
        with open(self.work / "features/words.tsv", encoding="utf-8") as lines:
            for line in lines:
                surface, normal, bucket, shape, prefix, suffix = line.rstrip("\n").split("\t")
                self.words[surface] = (normal, int(bucket), int(shape), int(prefix), int(suffix))
                self.shapes[surface] = int(shape)

    def documents(self, name, gold=True):
        texts = corpus.read_jsonl(self.work / f"texts/{name}.jsonl") if gold else None
        return corpus.load(self.work / f"features/{name}.jsonl", texts, name)


def copies(data, number):
    """Documents of epoch `number`: every text once, half of them as they are, half in another layout; in half of them
    the names are others. The project's own sentences, twice, from the second epoch on."""
    names = copies.names = getattr(copies, "names", None) or corpus.Names(
        data.documents("train") + data.documents("unlabelled", False))
    rng = corpus.seeded(SEED, "copies", number)
    plain, other = data.documents("train"), data.documents(f"train-{number % 3 + 1}")
    chosen = [a if rng.random() < 0.4 else b for a, b in zip(plain, other)]
    if number > 0 and (data.work / "features/own.jsonl").exists():
        data.read_words()
        chosen += data.documents("own") + data.documents(f"own-{number % 3 + 1}")
    return [names.replaced(d, rng) if rng.random() < 0.5 else d for d in chosen]


def train_teacher(data, minilm, epochs):
    path = data.work / "teacher.pt"
    pieces = teacher.Pieces(Path(minilm) / "vocab.txt")
    net = teacher.Teacher()
    if path.exists():
        net.load_state_dict(torch.load(path))
        return net, pieces
    net.start_from(teacher.load_safetensors(Path(minilm) / "model.safetensors"))
    dev = data.documents("dev")[::4]
    makers = [lambda n=n: copies(data, n) for n in range(epochs)]
    teacher.train(net, makers, dev, pieces, data.shapes, seed=SEED, say=say, checkpoint=data.work / "teacher.part.pt")
    torch.save(net.state_dict(), path)
    for name in ("dev", "dev-line"):
        documents = data.documents(name)
        scores = corpus.span_scores([d.tags for d in documents], teacher.predict(net, documents, pieces, data.shapes))
        say("teacher: {} source {:.1f} cue {:.1f} content {:.1f}".format(name, *scores))
    return net, pieces


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", required=True)
    parser.add_argument("--minilm", required=True)
    parser.add_argument("--vectors")
    parser.add_argument("--work", required=True)
    parser.add_argument("--teacher-epochs", type=int, default=3)
    parser.add_argument("--only")
    options = parser.parse_args()
    torch.set_num_threads(1)
    work = Path(options.work)
    if not (work / "features/words.tsv").exists():
        prepare.prepare(options.corpora, work, SEED)
    data = Data(work)
    train_teacher(data, options.minilm, options.teacher_epochs)


if __name__ == "__main__":
    main()
