"""The tagger: texts and copies, a teacher, its targets, the small network in several runs, the weights file.

Whatever lies in the work folder is not made again."""

import collections
import pickle

import torch

import corpus
import export
import loop
import prepare
import student
import teacher
import vectors
from recipe import SEED

WEIGHTS = corpus.ROOT / "data/attribution.bin"
REFERENCE = corpus.ROOT / "src/tagging/reference.json"


# Texts for development, and PolNeAR's in one line with straight marks.
MEASURED = ("dev", "dev-line", "news-dev")
# Texts to learn from.
READ = ("train", "news", "own", "unlabelled")


class Data:
    """All documents of the work folder."""

    def __init__(self, work, options):
        self.work, self.options = work, options
        self.words = corpus.read_words(work / "features/words.tsv")
        self.shapes = {surface: shape for surface, (_, _, shape, *_) in self.words.items()}
        self.kept = {}

    def documents(self, name, gold=True):
        if (name, gold) not in self.kept:
            texts = corpus.read_jsonl(self.work / f"texts/{name}.jsonl") if gold else None
            # A copy goes by the name of its texts: `train-2` by `train`.
            source = name if name in MEASURED else name.split("-")[0]
            documents = corpus.load(self.work / f"features/{name}.jsonl", texts, source)
            if not name.startswith(("own", "headlines")):
                documents = self.options.part(documents, 8)
            self.kept[name, gold] = documents
        return self.kept[name, gold]


class Copies:
    """The documents of one epoch: every text once, 40 % of them as they are, the others in another layout; in half of
    them the names are others."""

    def __init__(self, data):
        self.data = data
        self.names = corpus.Names([d for name in ("train", "news") for d in data.documents(name)]
                                  + data.documents("unlabelled", False))

    def pick(self, rng, number, name, copies, gold=True):
        plain = self.data.documents(name, gold)
        other = self.data.documents(f"{name}-{number % copies + 1}", gold)
        chosen = []
        for a, b in zip(plain, other):
            document = a if rng.random() < 0.4 else b
            chosen.append((a, self.names.replaced(document, rng) if rng.random() < 0.5 else document))
        return chosen

    def gold(self, number, repeats=2):
        """The annotated texts as (text as it is, copy): PolNeAR's once; the news of all kinds and the project's own pieces,
        which are fewer, `repeats` times."""
        rng = corpus.seeded(SEED, "copies", number)
        chosen = self.pick(rng, number, "train", 3)
        for repeat in range(repeats):
            for name in ("news", "own"):
                chosen += self.pick(rng, number + repeat, name, 3)
        return chosen

    def unlabelled(self, number):
        """The texts without tags."""
        return self.pick(corpus.seeded(SEED, "unlabelled", number), number, "unlabelled", 1, gold=False)


def train_teacher(data, minilm, recipe):
    pieces = teacher.Pieces(minilm / "vocab.txt")
    torch.manual_seed(SEED)
    net = teacher.Teacher()
    dev = [d for name in ("dev", "news-dev") for d in data.documents(name)[::4] or data.documents(name)]
    copies = Copies(data)

    def train(checkpoint):
        net.start_from(teacher.load_safetensors(minilm / "model.safetensors"))
        teacher.train(net, lambda n: [d for _, d in copies.gold(n)], recipe.teacher_epochs, dev, pieces, data.shapes,
                      seed=SEED, checkpoint=checkpoint)

    path = data.work / "teacher.pt"
    is_new = not path.exists()
    loop.kept(path, net, train)
    for name in MEASURED if is_new else ():
        documents = data.documents(name)
        scores = corpus.span_scores([d.tags for d in documents], teacher.predict(net, documents, pieces, data.shapes))
        loop.say("teacher: {} source {:.1f} cue {:.1f} content {:.1f}".format(name, *scores))
    return net, pieces


def labels(data, net, pieces):
    """The teacher's marginals, by document, of the texts as they are."""
    path = data.work / "labels.pickle"
    if not path.exists():
        found = {}
        for name in READ:
            documents = data.documents(name, False)
            found[name] = dict(zip((d.id for d in documents), teacher.label(net, documents, pieces, data.shapes)))
        part = path.with_suffix(".new")
        with open(part, "wb") as out:
            pickle.dump(found, out)
        part.replace(path)
    with open(path, "rb") as file:
        return pickle.load(file)


def train_student(data, soft, options, recipe):
    """Rounds from one start, each with a rate that falls to nothing anew; what is annotated has half of its targets from the
    annotations, half from the teacher."""
    common, table = vectors.load(options.vectors, options.work)
    counts = collections.Counter()
    for name in READ:
        for document in data.documents(name, gold=False):
            counts.update(data.words[w][0] for w in document.surface)
    words = vectors.vocabulary(counts, recipe.words, common)
    encoder = student.Encoder(data, words)
    copies = Copies(data)
    strays = corpus.Strays(data.documents("train"), data.documents("headlines", False)[0])
    dev = {name: data.documents(name) for name in MEASURED}

    def taught(epoch):
        items = []
        for plain, copy in copies.gold(epoch):
            targets = student.transferred(soft[plain.source][plain.id], plain, copy)
            items.append((copy, student.mixed(copy, targets, 0.5)))
        for plain, copy in copies.unlabelled(epoch):
            items.append((copy, student.transferred(soft["unlabelled"][plain.id], plain, copy)))
        rng = corpus.seeded(SEED, "strays", epoch)
        return [strays.into(*item, rng) for item in items]

    torch.manual_seed(SEED)
    net = student.Student(len(words), recipe.width, [1, 2, 4, 8, 16, 1])
    vectors.start(net, words, common, table)
    first = 0
    for number, epochs in enumerate(recipe.rounds, 1):
        def train(checkpoint, first=first, epochs=epochs, number=number):
            loop.say(f"student: round {number}")
            student.train(net, encoder, taught, epochs, dev, seed=SEED, first=first, word_rate=0.2,
                          rate=3e-3 if number == 1 else 2e-3, checkpoint=checkpoint)

        loop.kept(data.work / f"student-{number}.pt", net, train)
        first += epochs
    return net, words, encoder, dev


# Those of the project's own articles that the Rust tests read: a trial, a transcript, British marks.
READ_BY_TESTS = ("sentences-0", "sentences-14", "sentences-19")


def run(options, recipe):
    """Makes `data/attribution.bin` and what the Rust tests compare with; the figures, a line each."""
    loop.begin(options)
    work = options.folder("tagger")
    if not (work / "features/words.tsv").exists():
        prepare.prepare(options.corpora, work, SEED)
    data = Data(work, options)
    soft = labels(data, *train_teacher(data, options.minilm, recipe))
    net, words, encoder, dev = train_student(data, soft, options, recipe)
    size = export.export(net, words, WEIGHTS, word_levels=31)
    figures = [f"{WEIGHTS.name}: {size} bytes"]
    # Measured, and compared with, is what was written: rounded.
    own = [d for d in data.documents("own") if d.id in READ_BY_TESTS]
    texts = {row["id"]: row["text"] for row in corpus.read_jsonl(work / "texts/own.jsonl")}
    export.reference([texts[d.id] for d in own], student.scores_of(net, encoder, own),
                     student.predict(net, encoder, own), REFERENCE)
    for name, documents in dev.items():
        scores = corpus.span_scores([d.tags for d in documents], student.predict(net, encoder, documents))
        figures.append("{}: source {:.1f} cue {:.1f} content {:.1f}".format(name, *scores))
    return figures
