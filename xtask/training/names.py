"""The head for names on the trunk in `data/attribution.bin`: a first, greater head; its tags of news without annotations;
the head that ships, from both; the weights file.

Whatever lies in the work folder is not made again."""

import pickle

import torch

import corpus
import export
import loop
import names_corpus
import names_student as student
from heads import Trunk, Words
from recipe import SEED

WEIGHTS = corpus.ROOT / "data/entities.bin"
REFERENCE = corpus.ROOT / "src/entities/reference.json"
DROP = 0.15


class Data:
    """All documents of the work folder."""

    def __init__(self, work, options):
        self.work, self.options = work, options
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


def head(data, name, trunk, words, width, dilations, epochs, make):
    """A head trained on what `make` gives for each epoch, or read when there is one."""
    torch.manual_seed(SEED)
    net = student.Student(trunk, width, dilations, drop_parts=0.3)

    def train(checkpoint):
        loop.say(f"names: head {name}")
        dev = {n: data.documents(n) for n in ("dev", "dev-plain", "dev-copy")}
        student.train(net, trunk, words, make, epochs, dev, seed=SEED, drop=DROP, checkpoint=checkpoint)

    # One that stands on another trunk is another head.
    return loop.kept(data.work / f"{name}-{trunk.hash:08x}.pt", net, train)


def tagged(data, first, trunk, words):
    """The texts without annotations, with the tags that the first head gives them."""
    documents = data.documents("unlabelled", gold=False)
    path = data.work / f"unlabelled-{trunk.hash:08x}.pickle"
    if not path.exists():
        part = path.with_suffix(".new")
        part.write_bytes(pickle.dumps(student.predict(first, trunk, words, documents)))
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
    data, trunk = Data(work, options), Trunk()
    words = Words(corpus.read_words(work / "features/words.tsv"), trunk, with_parts=True)
    first = head(data, "first", trunk, words, recipe.first_width, [1, 2, 4, 1], recipe.epochs,
                 lambda epoch: data.annotated(epoch)[0])
    unlabelled = tagged(data, first, trunk, words)

    def both(epoch):
        chosen, rng = data.annotated(epoch)
        return chosen + [d for d in unlabelled if rng.random() < 0.35]

    net = head(data, "final", trunk, words, recipe.width, recipe.dilations, recipe.epochs, both)
    size = export.export_head(net, trunk, net.transitions, WEIGHTS, b"whonames", table_levels=15, levels=31)
    figures = [f"{WEIGHTS.name}: {size} bytes", "exact F1 of persons, organisations and places together, then of each kind:"]
    for name in ("dev", "dev-plain", "dev-copy"):
        documents = data.documents(name)
        found = names_corpus.scores(documents, student.predict(net, trunk, words, documents))
        figures.append(f"{name}: " + " ".join(f"{value:.1f}" for value in found))
    texts = {row["id"]: row["text"] for row in corpus.read_jsonl(work / "texts/reference.jsonl")}
    own = data.documents("reference", gold=False)
    export.reference([texts[d.id] for d in own], student.scores_of(net, trunk, words, own),
                     student.as_shipped(net, trunk, words, own), REFERENCE)
    return figures
