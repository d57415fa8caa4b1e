"""Texts for the network for names: token-tag files to texts with spans, copies with other names and other layout."""

import numpy as np

import corpus
import crf

KINDS = ("PER", "ORG", "LOC", "MISC")
TAGS = 1 + 4 * len(KINDS)  # outside; then begin, inside, end, single of each kind
BEGIN, INSIDE, END, SINGLE = range(4)

ALLOWED = np.zeros((TAGS, TAGS), bool)
for _a in range(TAGS):
    for _b in range(TAGS):
        opens = _a and (_a - 1) % 4 in (BEGIN, INSIDE)
        goes_on = _b and (_b - 1) % 4 in (INSIDE, END)
        ALLOWED[_a, _b] = (_a - 1) // 4 == (_b - 1) // 4 if opens and goes_on else not opens and not goes_on
FIRST = np.array([not (t and (t - 1) % 4 in (INSIDE, END)) for t in range(TAGS)])
LAST = np.array([not (t and (t - 1) % 4 in (BEGIN, INSIDE)) for t in range(TAGS)])
CHAIN = crf.Chain(ALLOWED, FIRST)


# ---- reading --------------------------------------------------------------------------------------------------------


def read(path):
    """Articles as lists of sentences; a sentence is its words and its names [kind, begin, end]."""
    articles, sentences, rows = [], [], []

    def close():
        nonlocal rows
        if rows:
            sentences.append(([w for w, _ in rows], tidied([w for w, _ in rows], names_of([t for _, t in rows]))))
        rows = []

    with open(path, encoding="utf-8") as lines:
        for line in lines:
            word, _, tag = line.rstrip("\n").partition("\t")
            if word.startswith("http") and not rows:
                if sentences:
                    articles.append(sentences)
                sentences = []
            elif word and tag:
                rows.append((word, tag))
            else:
                close()
    close()
    if sentences:
        articles.append(sentences)
    return articles


def names_of(tags):
    names = []
    for i, tag in enumerate(tags):
        if tag[0] == "B" or tag[0] == "I" and not (names and names[-1][2] == i and names[-1][0] == tag[2:]):
            names.append([tag[2:], i, i + 1])
        elif tag[0] == "I":
            names[-1][2] = i + 1
    return names


def tidied(words, names):
    """Without habits of the corpus that would hurt: two places joined by a comma are two, and no place begins with a
    word in lower case (`southern`, `the`)."""
    found = []
    for kind, begin, end in names:
        if kind != "LOC":
            found.append([kind, begin, end])
            continue
        cuts = [begin - 1, *(i for i in range(begin, end) if words[i] == ","), end]
        for a, b in zip(cuts, cuts[1:]):
            a += 1
            while a < b - 1 and words[a][0].islower() and not (words[a + 1] == "-"):
                a += 1
            if a < b:
                found.append([kind, a, b])
    return found


# ---- words to text --------------------------------------------------------------------------------------------------

CLITICS = {"s", "t", "re", "ve", "ll", "d", "m"}


def written(sentences, rng, plain=False):
    """The text and its names (kind, begin, end in code points). `plain`: words joined by blanks, as the tag file has them."""
    text, names, quoted = "", [], False
    for words, found in sentences:
        if text:
            text += "\n" if plain or not quoted and rng.random() < 0.5 else " "
        begins, ends, glue = [], [], True
        for i, word in enumerate(words):
            before, after = words[i - 1] if i else "", words[i + 1] if i + 1 < len(words) else ""
            tight = glue
            glue = False
            if plain:
                tight = i == 0
            elif word == '"':
                quoted = not quoted
                tight, glue = tight or not quoted, quoted
            elif word in "“(["  or word in "$£€#‘":
                quoted = quoted or word == "“"
                glue = True
            elif word in ("-", "/", "&") and len(before) and before[-1].isalnum() and after[:1].isalnum() and word != "&":
                tight = glue = True
            elif word in ("’", "'") and after.lower() in CLITICS:
                tight = glue = True
            elif word in ".," and before.isdigit() and after.isdigit():
                tight = glue = True
            elif word == "." and len(before) == 1 and before.isupper():
                tight = True
                glue = len(after) == 1 and after.isupper() and i + 2 < len(words) and words[i + 2] == "."
            elif word.lower() in corpus.NO_BLANK_BEFORE or word in ("’", "”", "'"):
                quoted = quoted and word != "”"
                tight = True
            if not tight:
                text += " "
            begins.append(len(text))
            text += word
            ends.append(len(text))
        names += [(kind, begins[a], ends[b - 1]) for kind, a, b in found]
    return text, names


# ---- copies ---------------------------------------------------------------------------------------------------------


class Pools:
    """Names to put in place of others."""

    def __init__(self, articles, given):
        self.given, self.surnames = given, set()
        self.whole = {("LOC", n): set() for n in (1, 2, 3)} | {("ORG", n): set() for n in range(1, 7)}
        self.acronyms = set()
        for sentences in articles:
            for words, names in sentences:
                for kind, a, b in names:
                    name = tuple(words[a:b])
                    if kind == "PER" and b - a > 1 and name[-1].isalpha() and name[-1][0].isupper() and len(name[-1]) > 2:
                        self.surnames.add(name[-1])
                    elif kind == "ORG" and b - a == 1 and name[0].isupper():
                        self.acronyms.add(name)
                    elif (kind, b - a) in self.whole:
                        self.whole[kind, b - a].add(name)
        self.surnames = sorted(self.surnames)
        self.acronyms = sorted(self.acronyms)
        self.whole = {k: sorted(v) for k, v in self.whole.items()}

    def replaced(self, sentences, rng, rate):
        """A copy with other names; the same name always becomes the same."""
        people, others, copy = {}, {}, []

        def person(words, i):
            word = words[i]
            if not (word.isalpha() and len(word) > 2 and word[0].isupper() and not word.isupper()):
                return word
            if word not in people:
                pool = self.surnames if i == len(words) - 1 else self.given
                people[word] = rng.choice(pool) if rng.random() < rate else word
            return people[word]

        def other(kind, words):
            if (kind, words) not in others:
                if kind == "ORG" and len(words) == 1 and words[0].isupper():
                    pool = self.acronyms
                else:
                    pool = self.whole.get((kind, len(words)))
                others[kind, words] = rng.choice(pool) if pool and rng.random() < rate else words
            return others[kind, words]

        for words, names in sentences:
            out, found, last = [], [], 0
            for kind, a, b in names:
                out += words[last:a]
                old = words[a:b]
                new = [person(old, i) for i in range(b - a)] if kind == "PER" else list(other(kind, tuple(old)))
                found.append([kind, len(out), len(out) + len(new)])
                out += new
                last = b
            copy.append((out + words[last:], found))
        return copy


SMALL = set("a an and as at but by for from in into nor of on or over per the to up via vs with".split())


def shouted(words):
    return [w.upper() if len(w.upper()) == len(w) else w for w in words]


def titled(words):
    return [w if w in SMALL and i or not w[0].islower() else w[0].upper() + w[1:] for i, w in enumerate(words)]


def headlined(sentences, rng):
    """A copy in which some sentences are set like headlines: the first more often, cut to a headline's length."""
    copy = []
    for number, (words, names) in enumerate(sentences):
        chance = rng.random()
        set_so = chance < (0.3 if number == 0 else 0.04)
        if set_so:
            if words and words[-1] == "." and rng.random() < 0.8:
                words = words[:-1]
                names = [n for n in names if n[2] <= len(words)]
            words = shouted(words) if rng.random() < 0.5 else titled(words)
        elif chance > 0.99 and names:
            # A name in capitals in running text.
            words = list(words)
            for _, a, b in names:
                words[a:b] = shouted(words[a:b])
        copy.append((words, names))
    return copy


def rows_of(articles, stem, rng, pools=None, plain=False):
    rows = []
    for number, sentences in enumerate(articles):
        if pools:
            sentences = headlined(pools.replaced(sentences, rng, rng.choice((0.0, 0.5, 0.9))), rng)
        text, names = written(sentences, rng, plain)
        if pools and rng.random() < 0.35:
            text = corpus.one_line(text)
        if pools and rng.random() < 0.3:
            text = corpus.straight(text)
        rows.append({"id": f"{stem}-{number}", "text": text, "names": names})
    return rows


# ---- tags -----------------------------------------------------------------------------------------------------------


def tags_of(row, start, end):
    kind = np.zeros(len(row["text"]) + 1, np.int8)
    owner = np.zeros(len(row["text"]) + 1, np.int32)
    for number, (k, a, b) in enumerate(row["names"]):
        kind[a:b], owner[a:b] = 1 + KINDS.index(k), number + 1
    middle = (start + end - 1) // 2
    k, o = kind[middle], owner[middle]
    same = o[1:] == o[:-1]
    starts = np.concatenate([[True], ~same])
    ends = np.concatenate([~same, [True]])
    part = np.where(starts & ends, SINGLE, np.where(starts, BEGIN, np.where(ends, END, INSIDE)))
    return np.where(k > 0, 4 * (k - 1) + part + 1, 0).astype(np.int8)


def spans(tags):
    """(kind, begin, end) of every name, in tokens."""
    found, begin = [], None
    for i, tag in enumerate(tags):
        if not tag:
            begin = None
            continue
        kind, part = divmod(tag - 1, 4)
        if part in (BEGIN, SINGLE):
            begin = i
        if part in (END, SINGLE) and begin is not None:
            found.append((int(kind), begin, i + 1))
    return found


def constrained(scores, document):
    """Scores by which names end with their sentences. `state % 3` is above zero where a sentence begins."""
    scores, begins = scores.copy(), document.state % 3 > 0
    scores[np.ix_(begins, ~FIRST)] = -1e5
    scores[np.ix_(np.append(begins[1:], True), ~LAST)] = -1e5
    return scores


def load(features, texts=None):
    gold = {row["id"]: row for row in corpus.read_jsonl(texts)} if texts else {}
    documents = []
    for row in corpus.read_jsonl(features):
        start, end = np.array(row["start"], np.int64), np.array(row["end"], np.int64)
        if not len(start):
            continue
        tags = tags_of(gold[row["id"]], start, end) if row["id"] in gold else None
        state, place = (np.array(row[name], np.uint8) for name in ("state", "place"))
        documents.append(corpus.Document(row["id"], row["surface"], state, tags, start, end, place=place))
    return documents


def scores(documents, predicted):
    """Exact F1 of the kinds, and of persons, organisations and places together."""
    counts = np.zeros((4, 3), int)
    for document, tags in zip(documents, predicted):
        gold, found = set(spans(document.tags)), set(spans(tags))
        for kind in range(4):
            a, b = {s for s in gold if s[0] == kind}, {s for s in found if s[0] == kind}
            counts[kind] += (len(a & b), len(b), len(a))
    f1 = lambda c: 200 * c[0] / max(1, c[1] + c[2])  # noqa: E731
    return [f1(counts[:3].sum(0)), *map(f1, counts)]


def given_names():
    with open(corpus.ROOT / "data/lexicon/given-names.tsv", encoding="utf-8") as lines:
        return sorted({line.split("\t")[0].strip() for line in lines if line[0] != "#"} - {""})


def prepare(corpora, work, own, copies=4, seed=1):
    """Writes all texts that training reads, with copies, and their features; `own`: articles of the project."""
    texts = work / "texts"
    texts.mkdir(parents=True, exist_ok=True)
    train = read(corpora / "entities/worldwide-train.bio")
    dev = read(corpora / "entities/worldwide-dev.bio")
    pools = Pools(train, given_names())
    made = {"train": rows_of(train, "train", corpus.seeded(seed, "train")),
            "train-0": rows_of(train, "train", corpus.seeded(seed, "plain"), plain=True),
            "dev": rows_of(dev, "dev", corpus.seeded(seed, "dev")),
            "dev-plain": rows_of(dev, "dev", corpus.seeded(seed, "dev"), plain=True),
            "dev-copy": rows_of(dev, "dev", corpus.seeded(seed, "dev"), Pools(dev, given_names()))}
    for number in range(1, copies + 1):
        made[f"train-{number}"] = rows_of(train, "train", corpus.seeded(seed, "copy", number), pools)
    polnear = corpus.read_jsonl(corpora / "polnear/train.jsonl")
    made["unlabelled"] = [{"id": r["id"], "text": r["text"]} for r in polnear]
    for name in ("lgl", "geovirus"):
        made["unlabelled"] += [{"id": f"{name}-{r['id']}", "text": r["text"]}
                               for r in corpus.read_jsonl(corpora / f"places/{name}.jsonl")]
    made["reference"] = [{"id": path.stem, "text": path.read_text(encoding="utf-8")} for path in own]
    for name, rows in made.items():
        corpus.write_jsonl(texts / f"{name}.jsonl", rows)
    corpus.extract(work / "features", [texts / f"{name}.jsonl" for name in made])
