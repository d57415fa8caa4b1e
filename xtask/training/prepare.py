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

    train = corpus.read_jsonl(corpora / "polnear/train.jsonl")
    dev = corpus.read_jsonl(corpora / "polnear/dev.jsonl")
    write("train", train)
    for number in (1, 2, 3):
        write(f"train-{number}", copy(train, number))
    write("dev", dev)
    write("dev-line", [dict(row, text=corpus.straight(corpus.one_line(row["text"]))) for row in dev])
    unlabelled = corpus.token_texts(corpora / "entities/worldwide-train.bio", corpus.seeded(seed, "worldwide"))
    for name in ("lgl", "geovirus"):
        rows = [dict(row, id=f"{name}-{row['id']}") for row in corpus.read_jsonl(corpora / f"places/{name}.jsonl")]
        rng = corpus.seeded(seed, name)
        unlabelled += [dict(id=row["id"], text=corpus.breaks(row["text"], rng, keep=0.9)) for row in rows]
    write("unlabelled", unlabelled)
    write("unlabelled-1", copy(unlabelled, 1))
    own = Path(__file__).with_name("sentences.txt")
    if own.exists():
        rows = corpus.marked(own)
        write("own", rows)
        for number in (1, 2, 3):
            write(f"own-{number}", copy(rows, number))
    headlines = Path(__file__).with_name("headlines.txt").read_text(encoding="utf-8")
    write("headlines", [{"id": "headlines", "text": headlines}])
    corpus.extract(Path(work) / "features", files)
