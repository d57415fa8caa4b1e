"""The ranker that ships: the attribution network's tables as they are, a dense layer, convolutions, ten channels.

The arithmetic here and in `src/network/`, `src/claims/checkworthy/ranker.rs` must stay the same."""

import struct

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import export
import loop
from corpus import ROOT
from network import BUCKETS, PREFIXES, SHAPES, SUFFIXES, neighbours, normalised
from student import STATES

FOR, AGAINST, ALL, MEAN, CHANNELS = slice(0, 4), slice(4, 8), 8, 9, 10
BATCH = 32


class Attribution:
    """`data/attribution.bin`: words, tables and the first layers, as the crate reads them."""

    def __init__(self, path=ROOT / "data/attribution.bin"):
        self.data, self.at = path.read_bytes(), 16
        assert self.data[:8] == export.MAGIC
        self.hash = struct.unpack_from("<I", self.data, 12)[0]
        self.width, word, shape, prefix, suffix, state, layers = self.numbers("7H")
        self.dilations = list(self.numbers(f"{layers}B"))
        count, _ = self.numbers("2I")
        self.words = self.list_of(count)
        self.tables = [self.matrix(*size) for size in ((count + BUCKETS, word), (SHAPES, shape), (PREFIXES, prefix),
                                                        (SUFFIXES, suffix), (STATES, state))]
        self.dense = self.matrix(self.width, sum(t.shape[1] for t in self.tables)).T
        self.dense_bias = self.floats(self.width)
        self.convolutions = [(self.matrix(self.width, 3 * self.width).T, self.floats(self.width)) for _ in range(layers)]

    def numbers(self, form):
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def list_of(self, count):
        words, word = [], b""
        for _ in range(count):
            shared, further = self.numbers("2B")
            word = word[:shared] + self.data[self.at : self.at + further]
            self.at += further
            words.append(word.decode())
        return words

    def array(self, count, kind):
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values.astype(np.float32)

    def matrix(self, rows, columns):
        scales = self.array(rows, "<f2")
        return scales[:, None] * self.array(rows * columns, "i1").reshape(rows, columns)

    def floats(self, count):
        return self.array(count, "<f4")


class Encoder:
    """Sentences, as `cargo xtask features` gives them, to rows of table indices; no token is in any state."""

    def __init__(self, attribution, table):
        ids = {word: i for i, word in enumerate(attribution.words)}
        self.rows = {}
        self.unknown = torch.arange(len(ids) + BUCKETS)  # of each word, what stands for it where it is not known
        for line in table.read_text(encoding="utf-8").split("\n"):
            if line:
                surface, normal, *numbers = line.split("\t")
                bucket, shape, prefix, suffix = map(int, numbers)
                known = ids.get(normal, len(ids) + bucket)
                self.rows[surface] = (known, shape, prefix, suffix)
                self.unknown[known] = len(ids) + bucket

    def of(self, surfaces):
        return np.array([self.rows[s] for s in surfaces], np.int64).reshape(-1, 4)


class Ranker(nn.Module):
    def __init__(self, attribution, layers):
        super().__init__()
        self.dilations = attribution.dilations[:layers]
        given = lambda values: nn.Parameter(torch.from_numpy(np.ascontiguousarray(values)))  # noqa: E731
        for i, table in enumerate(attribution.tables[:4]):
            self.register_buffer(f"table{i}", torch.from_numpy(table.copy()))
        self.register_buffer("state", torch.from_numpy(attribution.tables[4][0].copy()))
        self.dense, self.dense_bias = given(attribution.dense), given(attribution.dense_bias)
        self.conv = nn.ParameterList(given(matrix) for matrix, _ in attribution.convolutions[:layers])
        self.conv_bias = nn.ParameterList(given(bias) for _, bias in attribution.convolutions[:layers])
        self.out = nn.Parameter(torch.randn(attribution.width, CHANNELS) * 0.2 * attribution.width**-0.5)
        self.out_bias = nn.Parameter(torch.zeros(CHANNELS))

    def evidence(self, x, mask, drop=0.0):
        """b×n×4 indices to b×n×10. Behind a sentence's end there is nothing: its fill must not be seen."""
        parts = [getattr(self, f"table{i}")[x[..., i]] for i in range(4)]
        parts.append(self.state.expand(*x.shape[:2], -1))
        h = F.dropout(torch.cat(parts, -1), drop, self.training)
        h = F.relu(h @ self.dense + self.dense_bias)
        for d, conv, bias in zip(self.dilations, self.conv, self.conv_bias):
            z = neighbours(normalised(h) * mask[..., None], d)
            h = h + F.dropout(F.relu(z @ conv + bias), drop * 0.5, self.training)
        return F.dropout(h, drop * 0.5, self.training) @ self.out + self.out_bias

    def forward(self, x, mask, drop=0.0):
        """Log-odds of each of b sentences; `mask` is 1 where there is a token."""
        e, count = self.evidence(x, mask, drop), mask.sum(1)
        strongest = (F.relu(e[..., :8]) * mask[..., None]).max(1).values
        everywhere = (F.relu(e[..., ALL]) * mask).sum(1) / count.sqrt() + (e[..., MEAN] * mask).sum(1) / count
        return strongest[:, FOR].sum(1) - strongest[:, AGAINST].sum(1) + everywhere


def together(rows, group):
    """The rows of a group as one tensor, and 1 where there is a token."""
    x, mask = loop.filled([rows[i] for i in group])
    return x, mask.float()


@torch.no_grad()
def log_odds(net, rows, which):
    net.eval()
    found = {}
    for group in loop.by_length(rows, 128, which):
        found.update(zip(group, net(*together(rows, group)).tolist()))
    return [found[i] for i in which]


def train(net, rows, targets, which, epochs, rate, drop, seed, measure, unknown, hidden, checkpoint=None):
    """Adam with a linear decay, on cross-entropy with the targets. Each time a share `hidden` of the words is read as if
    it were unknown: turns of phrase must count, and not names alone. `measure(net)` says how good it is, in words."""
    targets = torch.tensor(targets, dtype=torch.float32)

    def loss(group, rng):
        x, mask = together(rows, group)
        x[..., 0] = torch.where(torch.rand(x.shape[:2]) < hidden, unknown[x[..., 0]], x[..., 0])
        return F.binary_cross_entropy_with_logits(net(x, mask, drop), targets[group])

    def tell(progress):
        loop.say(f"ranker: epoch {progress.epoch}/{epochs} loss {progress.loss():.4f} {progress.time():.0f} s,", measure(net))

    return loop.descend("ranker", net, torch.optim.Adam(net.parameters(), lr=rate),
                        lambda epoch, rng: loop.by_length(rows, BATCH, which, rng), loss, epochs, loop.seeded(seed),
                        loop.to_zero(0.05), after_epoch=tell, checkpoint=checkpoint)


@torch.no_grad()
def write(net, attribution, path):
    """The file that `src/network/weights.rs` describes; sets the network to what the file says."""
    width = net.dense.shape[1]
    body = bytearray(struct.pack("<2H", width, len(net.dilations)) + bytes(net.dilations))
    body += struct.pack("<I", attribution.hash)

    def matrix(parameter):
        steps, scales, kept = export.quantised(parameter.numpy().T)
        body.extend(scales.tobytes() + steps.tobytes())
        parameter.copy_(torch.from_numpy(kept.T))

    def floats(values):
        body.extend(values.detach().numpy().astype("<f4").tobytes())

    matrix(net.dense)
    floats(net.dense_bias)
    for conv, bias in zip(net.conv, net.conv_bias):
        matrix(conv)
        floats(bias)
    floats(net.out.T.contiguous())
    floats(net.out_bias)
    floats(torch.zeros(CHANNELS, CHANNELS))
    data = b"whoranks" + struct.pack("<2I", export.VERSION, export.fnv1a(body)) + bytes(body)
    path.write_bytes(data)
    return len(data)
