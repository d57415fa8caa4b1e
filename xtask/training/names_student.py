"""The head for names: on the trunk, with flags of lists, parts of words and where a word stands as further inputs."""

import numpy as np
import torch

import loop
import names_corpus
from heads import FLAGS, Head
from names_corpus import CHAIN
from network import hidden

STATES = 27
LENGTH, BATCH, SHORT = 192, 16, 48


# ---- network --------------------------------------------------------------------------------------------------------


class Student(Head):
    def __init__(self, trunk, width, dilations, drop_parts=0.0):
        super().__init__(trunk, width, dilations, CHAIN.tags, states=STATES, flags=FLAGS, parts=16)
        self.drop_parts = drop_parts
        self.transitions = CHAIN.parameter()

    def forward(self, read, flags, parts, place, drop=0.0):
        """`read`: what the trunk gives."""
        some = self.parts(parts)
        if self.training and self.drop_parts:
            some = some * (torch.rand(*parts.shape[:-1], 1) > self.drop_parts)
        tables, values = read
        return self.scores([tables, flags, some, self.state[place], values], drop)


@torch.no_grad()
def scores_of(net, trunk, words, documents):
    net.eval()
    found = []
    for document in documents:
        which = words.of(document.surface)
        ids, state, place, flags, parts = (torch.from_numpy(a[None]) for a in (
            words.ids[which], document.state.astype(np.int64), document.place.astype(np.int64), words.flags[which],
            words.parts[which]))
        found.append(net(trunk(ids, state), flags, parts, place)[0].numpy())
    return found


def predict(net, trunk, words, documents):
    transitions = net.transitions.detach().numpy()
    return [CHAIN.viterbi(scores, transitions) for scores in scores_of(net, trunk, words, documents)]


def as_shipped(net, trunk, words, documents):
    """The tags that the crate gives: it lets no name go over the border of a sentence."""
    transitions = net.transitions.detach().numpy()
    found = scores_of(net, trunk, words, documents)
    return [CHAIN.viterbi(names_corpus.constrained(s, d), transitions) for s, d in zip(found, documents)]


def windows(items, words, rng):
    """One epoch: all documents in random order, cut into windows from a random offset: words, states, places, tags."""
    items = [items[i] for i in rng.permutation(len(items))]
    columns = ([words.of(d.surface) for d in items], [d.state for d in items], [d.place for d in items],
               [d.tags for d in items])
    return loop.cut([np.concatenate(column) for column in columns], LENGTH, rng.integers(0, LENGTH))


def train(net, trunk, words, make, epochs, dev, *, seed, rate=3e-3, drop=0.3, checkpoint=None):
    """`make(epoch)` gives the documents of one epoch. The net ends with averaged weights."""
    rng, average = loop.seeded(seed), loop.Average(net)

    def batches(epoch, rng):
        return loop.Batches(windows(make(epoch), words, rng), BATCH, rng)

    def loss(batch, rng):
        which, states, places, tags = batch
        ids = words.ids[which]
        # Some words as if the vocabulary had not listed them, some list entries as if nobody had written them.
        ids[..., 0] = hidden(ids[..., 0], ids[..., 4], words.size, rng, 0.06, 0.3)
        flags = (words.flags[which] * (rng.random(which.shape + (1,)) > 0.05)).astype(np.float32)
        ids, states, flags, parts, places, tags = map(torch.from_numpy, (
            ids, states.astype(np.int64), flags, words.parts[which], places.astype(np.int64), tags.astype(np.int64)))
        scores = net(trunk(ids, states, half=True), flags, parts, places, drop)
        # Cut once more: the chain is reckoned token by token, so that short windows are quicker.
        scores, tags = scores.reshape(-1, SHORT, CHAIN.tags), tags.reshape(-1, SHORT)
        return CHAIN.loss(scores, net.transitions, tags, anywhere=True)

    def measure(progress):
        line = (f"names: epoch {progress.epoch}/{epochs} loss {progress.loss():.4f} "
                f"{progress.time() / progress.epoch:.0f} s/epoch")
        if progress.epoch % 3 == 0 or progress.epoch == epochs:
            with average.inside(net):
                for name, documents in dev.items():
                    found = names_corpus.scores(documents, predict(net, trunk, words, documents))
                    line += f" | {name}: " + " ".join(f"{value:.1f}" for value in found)
        loop.say(line)

    optimiser = torch.optim.Adam(net.parameters(), lr=rate, betas=(0.9, 0.99))
    return loop.descend("names", net, optimiser, batches, loss, epochs, rng, loop.to_floor(100), average=average,
                        after_epoch=measure, checkpoint=checkpoint)
