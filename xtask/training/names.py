"""The network for names: two first networks, one with and one without parts of words; their common tags of news without
annotations; the network that ships, from both; the weights file.

Whatever lies in the work folder is not made again."""

import collections
import pickle

import torch

import corpus
import export
import loop
import names_corpus
import names_student as student
import vectors
from recipe import SEED

WEIGHTS = corpus.ROOT / "data/entities.bin"
REFERENCE = corpus.ROOT / "src/entities/reference.json"


class Data:
    """All documents of the work folder."""

    def __init__(self, work, options):
        self.work, self.options = work, options
        self.words = student.read_words(work / "features/words.tsv")
        self.kept = {}

    def documents(self, name, gold=True):
        if name not in self.kept:
            texts = self.work / f"texts/{name}.jsonl" if gold else None
            documents = names_corpus.load(self.work / f"features/{name}.jsonl", texts)
            self.kept[name] = documents if name == "reference" else self.options.part(documents, 8)
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


def network(data, name, words, start, recipe, make, parts, drop, drop_parts):
    """A network trained on what `make` gives for each epoch, or read when there is one. `start`: words and vectors."""
    encoder = student.Encoder(data.words, words, parts > 0)
    torch.manual_seed(SEED)
    net = student.Student(len(words), recipe.width, [1, 2, 4, 1], parts, drop_parts)
    vectors.start(net, words, *start)

    def train(checkpoint):
        loop.say(f"names: network {name}")
        dev = {n: data.documents(n) for n in ("dev", "dev-plain", "dev-copy")}
        student.train(net, encoder, make, recipe.epochs, dev, seed=SEED, drop=drop, checkpoint=checkpoint)

    return loop.kept(data.work / f"{name}.pt", net, train), encoder


def tagged(data, first):
    """The texts without annotations, with the tags that the first networks give them together."""
    documents = data.documents("unlabelled", gold=False)
    path = data.work / "unlabelled.pickle"
    if not path.exists():
        transitions = sum(net.transitions.detach().numpy() for net, _ in first) / len(first)
        tags = []
        for document in documents:
            scores = sum(student.scores_of(net, encoder, [document])[0] for net, encoder in first) / len(first)
            tags.append(names_corpus.CHAIN.viterbi(scores, transitions))
        part = path.with_suffix(".new")
        part.write_bytes(pickle.dumps(tags))
        part.replace(path)
    for document, tags in zip(documents, pickle.loads(path.read_bytes())):
        document.tags = tags
    return documents


# Those of the project's own articles that the Rust tests compare scores on.
READ_BY_TESTS = ("court", "science", "sport")


def run(options, recipe):
    """Makes `data/entities.bin` and what the Rust tests compare with; the figures, a line each."""
    loop.begin(options)
    work = options.folder("names")
    if not (work / "features/words.tsv").exists():
        own = [corpus.ROOT / f"tests/articles/{name}.txt" for name in READ_BY_TESTS]
        names_corpus.prepare(options.corpora, work, own, seed=SEED)
    data = Data(work, options)
    start = vectors.load(options.vectors, options.work)
    counts = collections.Counter()
    for name in ("train", "unlabelled"):
        for document in data.documents(name, gold=name == "train"):
            counts.update(data.words[w][0] for w in document.surface)
    words = vectors.vocabulary(counts, recipe.words, start[0])
    first = [network(data, name, words, start, recipe, lambda epoch: data.annotated(epoch)[0], parts, 0.3, 0.0)
             for name, parts in (("without-parts", 0), ("with-parts", 16))]
    unlabelled = tagged(data, first)

    def both(epoch):
        chosen, rng = data.annotated(epoch)
        return chosen + [d for d in unlabelled if rng.random() < 0.35]

    net, encoder = network(data, "final", words, start, recipe, both, 16, 0.33, 0.3)
    size = export.export(net, words, WEIGHTS, word_levels=7, table_levels=15, magic=b"whonames")
    figures = [f"{WEIGHTS.name}: {size} bytes", "exact F1 of persons, organisations and places together, then of each kind:"]
    for name in ("dev", "dev-plain", "dev-copy"):
        documents = data.documents(name)
        found = names_corpus.scores(documents, student.predict(net, encoder, documents))
        figures.append(f"{name}: " + " ".join(f"{value:.1f}" for value in found))
    texts = {row["id"]: row["text"] for row in corpus.read_jsonl(work / "texts/reference.jsonl")}
    own = data.documents("reference", gold=False)
    export.reference([texts[d.id] for d in own], student.scores_of(net, encoder, own),
                     student.as_shipped(net, encoder, own), REFERENCE)
    return figures
