"""The network that finds attributions: tables of words, shapes, prefixes, suffixes and states, convolutions, a chain; and
beside the tags what each word belongs to: a statement, an attitude or nothing that anybody said."""

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

import corpus
import loop
from corpus import ALLOWED, CHAIN, MODES, OPEN, TAGS
from network import Network, hidden

STATES = 3 * corpus.QUOTE_STATES
LENGTH, BATCH = 192, 16
MODE_SHARE = 0.3  # of the loss


# ---- words ----------------------------------------------------------------------------------------------------------


class Encoder:
    """Documents to rows of ids: word, shape, prefix, suffix, state."""

    def __init__(self, data, words):
        self.ids = {w: i for i, w in enumerate(words)}
        self.size = len(words)
        self.table = {}
        for surface, (normal, bucket, shape, prefix, suffix, _) in data.words.items():
            self.table[surface] = (self.ids.get(normal, self.size + bucket), shape, prefix, suffix, self.size + bucket)

    def rows(self, document):
        """n×6: the ids, and the bucket that the word would have outside of the vocabulary."""
        found = np.array([self.table[w] for w in document.surface], np.int32)
        return np.concatenate([found[:, :4], document.state[:, None].astype(np.int32), found[:, 4:]], 1)


# ---- targets --------------------------------------------------------------------------------------------------------


@dataclass
class Targets:
    """What a text's tokens are to be: marginals of tags (n×7) and of pairs (n×7×7, entry i: from token i-1 to i), and
    probabilities of modes (n×3; all zero where nothing is known)."""

    unary: np.ndarray
    pairs: np.ndarray
    modes: np.ndarray


def hard(document):
    """The gold tags and modes."""
    tags, n = document.tags, len(document)
    unary, pairs = np.zeros((n, TAGS), np.float16), np.zeros((n, TAGS, TAGS), np.float16)
    unary[np.arange(n), tags] = 1
    pairs[np.arange(1, n), tags[:-1], tags[1:]] = 1
    modes = np.zeros((n, MODES), np.float16)
    for mode in range(MODES):
        modes[document.modes == mode, mode] = 1
    return Targets(unary, pairs, modes)


def transferred(targets, plain, copy):
    """The targets that the teacher gave for a text as it is, for a copy of another layout or with tokens left out: where
    the copy's tokens are cut otherwise, each takes those of the token at its place."""
    at = np.searchsorted(plain.start, copy.start, side="right") - 1
    at = np.clip(at, 0, len(plain) - 1)
    if len(at) == len(plain) and (at == np.arange(len(at))).all():
        return targets
    found, pairs = targets.unary[at].astype(np.float32), targets.pairs[at].astype(np.float32)
    torn = np.nonzero(at[1:] != at[:-1] + 1)[0] + 1
    if len(torn):
        guess = found[torn - 1][:, :, None] * found[torn][:, None, :] * ALLOWED + 1e-6 * ALLOWED
        pairs[torn] = guess / guess.sum((1, 2), keepdims=True)
    pairs[0] = 0
    return Targets(found.astype(np.float16), pairs.astype(np.float16), targets.modes[at])


def mixed(document, taught, share):
    """`share` of the gold, the rest of the teacher; the teacher alone where gold leaves it open."""
    gold = hard(document)
    settled = document.tags == document.certain
    both = settled & np.concatenate([[True], settled[:-1]])
    unary = np.where(settled[:, None], share * gold.unary + (1 - share) * taught.unary, taught.unary)
    pairs = np.where(both[:, None, None], share * gold.pairs + (1 - share) * taught.pairs, taught.pairs)
    told = document.modes < MODES
    modes = np.where(told[:, None], share * gold.modes + (1 - share) * taught.modes, taught.modes)
    modes[document.modes == OPEN] = 0
    return Targets(unary.astype(np.float16), pairs.astype(np.float16), modes.astype(np.float16))


# ---- network --------------------------------------------------------------------------------------------------------


class Student(Network):
    def __init__(self, words, width, dilations):
        super().__init__(words, CHAIN, width, dilations, states=STATES, further=MODES)

    def forward(self, x, drop=0.0):
        """b×n×5 ids to b×n×10 scores, of tags and of modes."""
        return self.scores([*self.tables(x), self.state[x[..., 4]]], drop)


@torch.no_grad()
def scores_of(net, encoder, documents):
    net.eval()
    return [net(torch.from_numpy(encoder.rows(d)[None, :, :5].astype(np.int64)))[0].numpy() for d in documents]


def predict(net, encoder, documents):
    transitions = net.transitions.detach().numpy()
    found = scores_of(net, encoder, documents)
    return [CHAIN.viterbi(corpus.constrained(s[:, :TAGS], d), transitions) for s, d in zip(found, documents)]


def windows(items, encoder, rng):
    """One epoch of (document, targets) in random order, cut into windows from a random offset: ids and targets."""
    order = rng.permutation(len(items))
    targets = [items[i][1] for i in order]
    columns = [[encoder.rows(items[i][0]) for i in order], *([getattr(t, name) for t in targets]
                                                             for name in ("unary", "pairs", "modes"))]
    columns = [np.concatenate(column) for column in columns]
    rows, unary, pairs, modes = loop.cut(columns, LENGTH, rng.integers(0, LENGTH))
    pairs[:, 0] = 0
    for j in corpus.INSIDE:  # a window may cut a run
        unary[:, 0, j - 1] += unary[:, 0, j]
        unary[:, 0, j] = 0
        pairs[:, 1, j - 1] += pairs[:, 1, j]
        pairs[:, 1, j] = 0
    return rows, unary, pairs, modes


def train(net, encoder, make, epochs, dev, *, seed, first=0, rate=3e-3, word_rate=0.1, drop=0.3, checkpoint=None):
    """`make(epoch)` gives (document, targets) of one epoch. The net ends with averaged weights."""
    rng, average = loop.seeded(seed), loop.Average(net)

    def batches(epoch, rng):
        return loop.Batches(windows(make(first + epoch), encoder, rng), BATCH, rng)

    def loss(batch, rng):
        rows, unary, pairs, modes = batch
        x = rows.astype(np.int64)
        x[..., 0] = hidden(x[..., 0], x[..., 5], encoder.size, rng, 0.04, 0.5)
        scores = net(torch.from_numpy(x[..., :5]), drop)
        modes, pairs = torch.from_numpy(modes).float(), torch.from_numpy(pairs).float().sum((0, 1))
        tags = CHAIN.soft_loss(scores[..., :TAGS], net.transitions, torch.from_numpy(unary).float(), pairs)
        return tags - MODE_SHARE * (modes * F.log_softmax(scores[..., TAGS:], -1)).sum() / modes.sum().clamp(min=1)

    def measure(progress):
        line = (f"student: epoch {progress.epoch}/{epochs} loss {progress.loss():.4f} "
                f"{progress.time() / progress.epoch:.0f} s/epoch")
        if progress.epoch % 4 == 0 or progress.epoch == epochs:
            with average.inside(net):
                for name, documents in dev.items():
                    scores = corpus.span_scores([d.tags for d in documents], predict(net, encoder, documents))
                    line += " | {}: {:.1f} {:.1f} {:.1f}".format(name, *scores)
        loop.say(line)

    return loop.descend("student", net, net.optimiser(rate, word_rate), batches, loss, epochs, rng, loop.to_floor(100),
                        average=average, after_epoch=measure, checkpoint=checkpoint)
