"""The steps of a training run: what each reads and writes in the project, whether it is done, and how it is done.

A step is done when it has run and the files that it read and wrote are still the same. Python's standard library is all
that this needs: the networks are imported when they are trained."""

import hashlib
import importlib
import json
import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = "data/MANIFEST.tsv"
TAGGER, NAMES, RANKER = "data/attribution.bin", "data/entities.bin", "data/checkworthy.bin"
PLACES, CONFIDENCE = "data/places-weights.tsv", "data/confidence.tsv"
SPEAKERS, SPEAKER_CONFIDENCE = "data/speaker-weights.tsv", "data/speaker-confidence.tsv"
TRAINED = (TAGGER, NAMES, RANKER, PLACES, CONFIDENCE, SPEAKERS, SPEAKER_CONFIDENCE)
# Which attributions there are to be counted hangs on rules and words as well.
RULES = tuple(sorted(str(file.relative_to(ROOT)) for folder, ending in (("rules", "rules"), ("lexicon", "tsv"))
                     for file in (ROOT / "data" / folder).glob(f"*.{ending}")))
# The project's own pieces, which the ranker of speakers learns from.
PIECES = tuple(sorted(str(file.relative_to(ROOT)) for file in (ROOT / "xtask/training/pieces").glob("*.txt")))
TABLES = ("tests/tables/known-wrong.txt", "tests/tables/tags.txt")
SNAPSHOTS = tuple(f"tests/snapshots/article_{name}.snap" for name in ("court", "science", "sport"))


@dataclass
class Step:
    name: str
    what: str
    run: object  # a function of a Run; its figures, a line each
    reads: tuple = ()
    writes: tuple = ()


@dataclass
class Run:
    """One call of the command: what the networks are given (`recipe.py`)."""

    options: object
    recipes: dict

    def corpus(self, path):
        return self.options.corpora / path

    def cargo(self, *arguments, **environment):
        """Runs cargo in the project, its output shown."""
        subprocess.run(["cargo", *map(str, arguments)], cwd=ROOT, check=True, env={**os.environ, **environment})

    def xtask(self, *arguments):
        """What a command of the task runner prints; it is shown, too. The build is that of `corpus.extract`."""
        command = ["cargo", "run", "--quiet", "--profile", "fast", "--package", "xtask", "--", *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8")
        print(done.stdout, end="", flush=True)
        if done.returncode:
            raise subprocess.CalledProcessError(done.returncode, command)
        return done.stdout.rstrip("\n").split("\n")


def network(name, module):
    def run(run):
        return importlib.import_module(module).run(run.options, run.recipes[name])

    return run


def write_hashes(run):
    """Puts the SHA-256 of the trained weights into the manifest."""
    lines = (ROOT / MANIFEST).read_text(encoding="utf-8").split("\n")
    for i, line in enumerate(lines):
        path, _, rest = line.partition("\t")
        if path in (TAGGER, NAMES, RANKER):
            lines[i] = "\t".join([path, digest(path), rest.partition("\t")[2]])
    (ROOT / MANIFEST).write_text("\n".join(lines), encoding="utf-8")
    return []


def renew_tables(run):
    """Tables and snapshots of what is found; then the crate must reckon what the training tool reckoned."""
    run.cargo("test", "--quiet", "--test", "attribution", "--", "the_table_is", "the_tags_are", UPDATE_TABLE="1")
    run.cargo("test", "--quiet", "--test", "articles", INSTA_UPDATE="always")
    run.cargo("test", "--quiet", "--lib", "agrees_with_the_training_tool")
    return ["the Rust code agrees with the training tool; read the differences in tests/ before committing them"]


def measure(run):
    """The figures that the model cards and the README quote."""
    lines = []
    for title, *command in (
        ("who said what, PolNeAR dev", "eval", run.corpus("polnear/dev.jsonl")),
        ("names of speakers, news for development", "eval", run.corpus("news/dev.jsonl")),
        ("names, English Worldwide Newswire dev", "entities-on-bio", run.corpus("entities/worldwide-dev.bio")),
        ("places, LGL", "eval", run.corpus("places/lgl.jsonl")),
        ("places, GeoVirus", "eval", run.corpus("places/geovirus.jsonl")),
        ("check-worthiness, ClaimBuster's held-back fifth", "rank-sentences",
         run.corpus("checkworthy/claimbuster-train.jsonl")),
        ("sizes", "size", TAGGER, NAMES, RANKER),
    ):
        lines += [f"{title}:", *(f"  {line}" for line in run.xtask(*command)), ""]
    return lines


STEPS = (
    Step("tagger", "the network that finds attributions; two hours", network("tagger", "tagger"), (),
         (TAGGER, "src/tagging/reference.json")),
    Step("names", "the head for names, on the tagger's trunk; half an hour", network("names", "names"), (TAGGER,),
         (NAMES, "src/entities/reference.json")),
    Step("ranker", "the head for check-worthiness, on the tagger's trunk; an hour and a half",
         network("ranker", "checkworthy"), (TAGGER,), (RANKER, "src/claims/checkworthy/reference.tsv")),
    Step("places", "the scorer of places: cargo xtask train-places",
         lambda run: run.xtask("train-places", run.corpus("entities/worldwide-train.bio"),
                               run.corpus("places/lgl.jsonl"), run.corpus("places/geovirus.jsonl")), (NAMES,), (PLACES,)),
    Step("calibrate", "the confidence of attributions: cargo xtask calibrate",
         lambda run: run.xtask("calibrate", *map(run.corpus, ("polnear/dev.jsonl", "news/dev.jsonl")), "--taught",
                               *map(run.corpus, ("polnear/train.jsonl", "news/train.jsonl"))),
         (TAGGER, NAMES, *RULES), (CONFIDENCE,)),
    Step("train-speakers", "who is meant by a pronoun, a description, a surname: cargo xtask train-speakers",
         lambda run: run.xtask("train-speakers", run.corpus("news/train.jsonl"), run.corpus("polnear/dev-speakers.jsonl"),
                               *PIECES),
         (TAGGER, NAMES, CONFIDENCE, *RULES, *PIECES), (SPEAKERS,)),
    Step("calibrate-speakers", "how sure it is who speaks: cargo xtask calibrate-speakers",
         lambda run: run.xtask("calibrate-speakers", *map(run.corpus, ("polnear/dev-speakers.jsonl", "news/dev.jsonl"))),
         (TAGGER, NAMES, CONFIDENCE, SPEAKERS, *RULES), (SPEAKER_CONFIDENCE,)),
    Step("hashes", f"the hashes in {MANIFEST}", write_hashes, (TAGGER, NAMES, RANKER), (MANIFEST,)),
    Step("tables", "tables and snapshots of the tests; the crate agrees with the training tool", renew_tables, TRAINED,
         TABLES + SNAPSHOTS),
    Step("figures", "what the model cards quote, measured", measure, TRAINED),
)
NAMES_OF_STEPS = tuple(step.name for step in STEPS)


# ---- whether a step is done -----------------------------------------------------------------------------------------


def digest(path):
    file = ROOT / path
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else None


def record(work, step):
    return work / "steps" / f"{step.name}.json"


def is_done(work, step):
    path = record(work, step)
    if not path.exists():
        return False
    files = json.loads(path.read_text(encoding="utf-8"))["files"]
    return all(files.get(name) == digest(name) for name in step.reads + step.writes)


def do(run, step):
    """Runs a step and records it."""
    read, began = {name: digest(name) for name in step.reads}, time.time()
    figures = step.run(run)
    path = record(run.options.work, step)
    path.parent.mkdir(parents=True, exist_ok=True)
    files = {**read, **{name: digest(name) for name in step.writes}}
    values = {"files": files, "figures": figures, "seconds": round(time.time() - began)}
    part = path.with_suffix(".new")
    part.write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(path)


def figures(work):
    """The figures of all steps that have run, in their order, as text."""
    parts = []
    for step in STEPS:
        if record(work, step).exists():
            values = json.loads(record(work, step).read_text(encoding="utf-8"))
            parts.append(f"== {step.name} ({values['seconds']} s)")
            parts += values["figures"]
    return "\n".join(parts).rstrip("\n") + "\n"
