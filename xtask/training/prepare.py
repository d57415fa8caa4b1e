"""Writes all texts that training reads, with copies of other layout, and their features."""

from pathlib import Path

import corpus


def prepare(corpora, work, seed):
    corpora, texts = Path(corpora), Path(work) / "texts"
    texts.mkdir(parents=True, exist_ok=True)
    files = []

    def write(name, rows):
        path = texts / f"{name}.jsonl"
        corpus.write_jsonl(path, rows)
        files.append(path)

    def copy(rows, number):
        return [dict(row, text=corpus.distorted(row["text"], corpus.seeded(seed, number, row["id"]))) for row in rows]

    def with_copies(name, rows, numbers):
        write(name, rows)
        for number in numbers:
            write(f"{name}-{number}", copy(rows, number))

    with_copies("train", corpus.read_jsonl(corpora / "polnear/train.jsonl"), (1, 2, 3))
    with_copies("news", corpus.read_jsonl(corpora / "news/train.jsonl"), (1, 2, 3))
    dev, news_dev = corpus.read_jsonl(corpora / "polnear/dev.jsonl"), corpus.read_jsonl(corpora / "news/dev.jsonl")
    write("dev", dev)
    write("news-dev", news_dev)
    write("dev-line", [dict(row, text=corpus.straight(corpus.one_line(row["text"]))) for row in dev])
    unlabelled = corpus.token_texts(corpora / "entities/worldwide-train.bio", corpus.seeded(seed, "worldwide"))
    for name in ("lgl", "geovirus"):
        rows = [dict(row, id=f"{name}-{row['id']}") for row in corpus.read_jsonl(corpora / f"places/{name}.jsonl")]
        rng = corpus.seeded(seed, name)
        unlabelled += [dict(id=row["id"], text=corpus.breaks(row["text"], rng, keep=0.9)) for row in rows]
    # What the network is measured on is not read, not even without tags; what has gold tags is read with them.
    known = {beginning(row["text"]) for row in news_dev + corpus.read_jsonl(corpora / "news/train.jsonl")}
    with_copies("unlabelled", [row for row in unlabelled if beginning(row["text"]) not in known], (1,))
    here = Path(__file__).parent
    own = [row for path in [here / "sentences.txt", *sorted(here.glob("pieces/*.txt"))] for row in corpus.marked(path)]
    with_copies("own", own, (1, 2, 3))
    headlines = (here / "headlines.txt").read_text(encoding="utf-8")
    write("headlines", [{"id": "headlines", "text": headlines}])
    corpus.extract(Path(work) / "features", files)


def beginning(text):
    """What tells texts apart, whatever their layout: their first letters and digits."""
    return "".join(c for c in text.lower() if c.isalnum())[:120]
