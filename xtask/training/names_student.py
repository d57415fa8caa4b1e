"""The network for names: the attribution network's shape, with flags of lists and parts of words as further inputs."""

import numpy as np
import torch
import torch.nn.functional as F

import loop
import names_corpus
from export import fnv1a
from names_corpus import CHAIN
from network import PARTS, Network, hidden

STATES, FLAGS = 27, 16
MOST_PARTS = 14
LENGTH, BATCH = 128, 24


# ---- words ----------------------------------------------------------------------------------------------------------


def read_words(path):
    """Surface → normal form, bucket, shape, prefix, suffix, flags."""
    words = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            surface, normal, *numbers = line.rstrip("\n").split("\t")
            words[surface] = (normal, *map(int, numbers))
    return words


def parts_of(normal):
    """As `grams` in `src/network/features.rs`; a test there holds values."""
    bounded = f"^{normal}$"
    found = [bounded[i : i + n] for n in (3, 4) for i in range(len(bounded) - n + 1)]
    return [fnv1a(part.encode()) % PARTS for part in found[:MOST_PARTS]]


class Encoder:
    """Words to ids (word, shape, prefix, suffix, bucket outside of the vocabulary), flags and parts."""

    def __init__(self, words, listed, with_parts):
        ids = {w: i for i, w in enumerate(listed)}
        self.size = len(listed)
        self.index = {}
        self.rows = np.zeros((len(words), 5), np.int64)
        self.flags = np.zeros((len(words), FLAGS), np.float32)
        self.parts = np.full((len(words), MOST_PARTS), PARTS, np.int64)
        for i, (surface, (normal, bucket, shape, prefix, suffix, flags)) in enumerate(words.items()):
            self.index[surface] = i
            self.rows[i] = (ids.get(normal, self.size + bucket), shape, prefix, suffix, self.size + bucket)
            self.flags[i] = [flags >> k & 1 for k in range(FLAGS)]
            if with_parts:
                found = parts_of(normal)
                self.parts[i, : len(found)] = found

    def of(self, document):
        return np.array([self.index[w] for w in document.surface], np.int32)


# ---- network --------------------------------------------------------------------------------------------------------


class Student(Network):
    def __init__(self, words, width, dilations, parts=0, drop_parts=0.0):
        super().__init__(words, CHAIN, width, dilations, states=STATES, flags=FLAGS, parts=parts, word_width=32,
                         prefix_width=12)
        self.part_width, self.drop_parts = parts, drop_parts

    def forward(self, rows, flags, parts, state, drop=0.0):
        inputs = [*self.tables(rows), flags]
        if self.part_width:
            table = torch.cat([self.grams, self.grams.new_zeros(1, self.part_width)])
            some = F.embedding_bag(parts.reshape(-1, MOST_PARTS), table, mode="sum", padding_idx=PARTS)
            count = (parts < PARTS).sum(-1).clamp(min=1).float().sqrt()[..., None]
            some = some.reshape(*parts.shape[:-1], self.part_width) / count
            if self.training and self.drop_parts:
                some = some * (torch.rand(*parts.shape[:-1], 1) > self.drop_parts)
            inputs.append(some)
        inputs.append(self.state[state])
        return self.scores(inputs, drop)


@torch.no_grad()
def scores_of(net, encoder, documents):
    net.eval()
    found = []
    for document in documents:
        words = encoder.of(document)
        arrays = (encoder.rows[words], encoder.flags[words], encoder.parts[words], document.state.astype(np.int64))
        found.append(net(*(torch.from_numpy(a[None]) for a in arrays))[0].numpy())
    return found


def predict(net, encoder, documents):
    transitions = net.transitions.detach().numpy()
    return [CHAIN.viterbi(scores, transitions) for scores in scores_of(net, encoder, documents)]


def as_shipped(net, encoder, documents):
    """The tags that the crate gives: it lets no name go over the border of a sentence."""
    transitions = net.transitions.detach().numpy()
    found = scores_of(net, encoder, documents)
    return [CHAIN.viterbi(names_corpus.constrained(s, d), transitions) for s, d in zip(found, documents)]


def windows(items, encoder, rng):
    """One epoch: all documents in random order, cut into windows from a random offset: words, states, tags."""
    order = rng.permutation(len(items))
    columns = ([encoder.of(items[i]) for i in order], [items[i].state for i in order], [items[i].tags for i in order])
    return loop.cut([np.concatenate(column) for column in columns], LENGTH, rng.integers(0, LENGTH))


def train(net, encoder, make, epochs, dev, *, seed, rate=3e-3, word_rate=0.3, drop=0.3, checkpoint=None):
    """`make(epoch)` gives the documents of one epoch. The net ends with averaged weights."""
    rng, average = loop.seeded(seed), loop.Average(net)

    def batches(epoch, rng):
        return loop.Batches(windows(make(epoch), encoder, rng), BATCH, rng)

    def loss(batch, rng):
        words, states, tags = batch
        rows = encoder.rows[words]
        # Some words as if the vocabulary had not listed them, some list entries as if nobody had written them.
        rows[..., 0] = hidden(rows[..., 0], rows[..., 4], encoder.size, rng, 0.06, 0.3)
        flags = (encoder.flags[words] * (rng.random(words.shape + (1,)) > 0.05)).astype(np.float32)
        arrays = (rows, flags, encoder.parts[words], states.astype(np.int64))
        scores = net(*map(torch.from_numpy, arrays), drop)
        return CHAIN.loss(scores, net.transitions, torch.from_numpy(tags.astype(np.int64)), anywhere=True)

    def measure(progress):
        line = (f"names: epoch {progress.epoch}/{epochs} loss {progress.loss():.4f} "
                f"{progress.time() / progress.epoch:.0f} s/epoch")
        if progress.epoch % 3 == 0 or progress.epoch == epochs:
            with average.inside(net):
                for name, documents in dev.items():
                    found = names_corpus.scores(documents, predict(net, encoder, documents))
                    line += f" | {name}: " + " ".join(f"{value:.1f}" for value in found)
        loop.say(line)

    return loop.descend("names", net, net.optimiser(rate, word_rate), batches, loss, epochs, rng, loop.to_floor(100),
                        average=average, after_epoch=measure, checkpoint=checkpoint)
