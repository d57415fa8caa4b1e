"""The head for check-worthiness: on the trunk, ten channels of evidence from each token, which a statement's tokens give
together.

The arithmetic here and in `src/network/`, `src/claims/checkworthy/ranker.rs` must stay the same."""

import numpy as np
import torch
import torch.nn.functional as F

import loop
from heads import FLAGS, Head

FOR, AGAINST, ALL, MEAN, CHANNELS = slice(0, 4), slice(4, 8), 8, 9, 10
TOKENS = 3000  # in a batch


class Ranker(Head):
    def __init__(self, trunk, width, dilations):
        super().__init__(trunk, width, dilations, CHANNELS, flags=FLAGS)

    def forward(self, read, flags, mask, statement, count, drop=0.0):
        """Log-odds of `count` statements; `read`: what the trunk gives of b×n tokens; `statement`: which each belongs to,
        below zero where none."""
        tables, values = read
        e = self.scores([tables, flags, values], drop, mask)[statement >= 0]
        which = statement[statement >= 0]
        zeros = e.new_zeros(count, CHANNELS)
        tokens = e.new_zeros(count).index_add(0, which, torch.ones_like(e[:, 0])).clamp(min=1)
        strongest = zeros[:, :8].scatter_reduce(0, which[:, None].expand(-1, 8), F.relu(e[:, :8]), "amax")
        every = zeros[:, 0].index_add(0, which, F.relu(e[:, ALL])) / tokens.sqrt()
        mean = zeros[:, 0].index_add(0, which, e[:, MEAN]) / tokens
        return strongest[:, FOR].sum(1) - strongest[:, AGAINST].sum(1) + every + mean


class Passages:
    """Passages as rows of ids, with the number of the first statement of each among all."""

    def __init__(self, passages, words):
        self.words = words
        self.rows = [words.of(p.surface) for p in passages]
        self.states = [p.state.astype(np.int64) for p in passages]
        self.statements = [p.statement.astype(np.int64) for p in passages]
        self.counts = [len(p.texts) for p in passages]
        self.first = np.concatenate([[0], np.cumsum(self.counts)[:-1]])

    def groups(self, which, rng=None):
        """Passages of about one length together, so many that a batch has some number of tokens."""
        order = sorted(which, key=lambda i: len(self.rows[i]) + (6 * rng.random() if rng is not None else 0))
        groups, group = [], []
        for i in order:
            if group and (len(group) + 1) * len(self.rows[i]) > TOKENS:
                groups.append(group)
                group = []
            group.append(i)
        groups += [group] if group else []
        if rng is not None:
            rng.shuffle(groups)
        return groups

    def of(self, net, trunk, group, drop=0.0, rng=None, hidden=0.0, half=False):
        """The net's log-odds of all statements of a group."""
        rows, mask = loop.filled([self.rows[i] for i in group])
        states, _ = loop.filled([self.states[i] for i in group])
        ids = self.words.ids[rows.numpy()]
        if hidden:
            ids[..., 0] = np.where(rng.random(ids.shape[:2]) < hidden, ids[..., 4], ids[..., 0])
        number, offset = np.full(rows.shape, -1, np.int64), 0
        for row, i in enumerate(group):
            own = self.statements[i]
            number[row, : len(own)] = np.where(own >= 0, own + offset, -1)
            offset += self.counts[i]
        read = trunk(torch.from_numpy(ids), states, mask.float(), half)
        flags = torch.from_numpy(self.words.flags[rows.numpy()])
        return net(read, flags, mask.float(), torch.from_numpy(number), offset, drop)

    def numbers(self, group):
        """The numbers of the statements of a group among all."""
        return np.concatenate([np.arange(self.first[i], self.first[i] + self.counts[i]) for i in group])


@torch.no_grad()
def log_odds(net, trunk, passages, which):
    """Of all statements of the passages `which`, by their numbers."""
    net.eval()
    found = {}
    for group in passages.groups(which):
        found.update(zip(passages.numbers(group).tolist(), passages.of(net, trunk, group).tolist()))
    return found


def train(net, trunk, passages, targets, choose, epochs, rate, drop, seed, measure, hidden, checkpoint=None):
    """Adam with a linear decay, on cross-entropy with the targets. Each time a share `hidden` of the words is read as if
    it were unknown: turns of phrase must count, and not names alone. `choose(rng)`: the passages of an epoch; `measure(net)`
    says how good it is, in words."""
    targets = torch.tensor(np.asarray(targets), dtype=torch.float32)

    def loss(group, rng):
        odds = passages.of(net, trunk, group, drop, rng, hidden, half=True)
        return F.binary_cross_entropy_with_logits(odds, targets[passages.numbers(group)])

    def tell(progress):
        loop.say(f"ranker: epoch {progress.epoch}/{epochs} loss {progress.loss():.4f} {progress.time():.0f} s,", measure(net))

    return loop.descend("ranker", net, torch.optim.Adam(net.parameters(), lr=rate),
                        lambda epoch, rng: passages.groups(choose(rng), rng), loss, epochs, loop.seeded(seed),
                        loop.to_zero(0.05), after_epoch=tell, checkpoint=checkpoint)
