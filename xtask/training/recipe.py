"""The numbers of a training run that one may want to change: `train.py --set STEP.NAME=VALUE`."""

import dataclasses
from dataclasses import dataclass
from pathlib import Path

SEED = 1


@dataclass
class Tagger:
    teacher_epochs: int = 2
    rounds: tuple = (18, 14)  # epochs of the small network
    words: int = 8000
    width: int = 96


@dataclass
class Names:
    epochs: int = 10
    first_width: int = 112  # of the head that tags the texts without annotations
    width: int = 80
    dilations: tuple = (1, 2, 4, 1)


@dataclass
class Ranker:
    copies: int = 12  # of each sentence that may be learnt from
    teacher_epochs: int = 3
    epochs: int = 12
    width: int = 96
    dilations: tuple = (1, 2)


RECIPES = {"tagger": Tagger, "names": Names, "ranker": Ranker}


@dataclass
class Options:
    """What a step is given: where things lie, and the share of the texts that are read."""

    corpora: Path
    minilm: Path
    vectors: Path
    work: Path
    share: float = 1.0
    float32: bool = False  # products in single precision instead of bfloat16
    threads: int = 1  # with more of them, sums are rounded otherwise each time

    def folder(self, name):
        path = self.work / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def part(self, rows, least):
        """As many rows as the share says, but `least`, from all over the list: corpora may be sorted."""
        count = min(len(rows), max(least, int(len(rows) * self.share)))
        return rows if self.share >= 1 else [rows[i * len(rows) // count] for i in range(count)]


def recipes(changes):
    """The recipes with changes like `names.width=96`; a tuple's numbers are separated by commas."""
    found = {name: kind() for name, kind in RECIPES.items()}
    for change in changes:
        target, _, value = change.partition("=")
        step, _, name = target.partition(".")
        if step not in found or name not in (f.name for f in dataclasses.fields(found[step])):
            known = [f"{s}.{f.name}" for s, kind in RECIPES.items() for f in dataclasses.fields(kind)]
            raise ValueError(f"`{change}`: there are {', '.join(known)}")
        is_tuple = isinstance(getattr(found[step], name), tuple)
        numbers = tuple(int(n) for n in value.split(",") if n)
        setattr(found[step], name, numbers if is_tuple else int(value))
    return found
