"""The trunk that all heads stand on, as `data/attribution.bin` has it, and what heads have in common: they read the trunk's
hidden values and its tables, and learn neither. So no head changes what the tagger finds.

The arithmetic here and in `src/network/` must stay the same."""

import struct

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import corpus
import export
import loop
from network import BUCKETS, PARTS, PREFIXES, SHAPES, SUFFIXES, Layers, drawn, neighbours, normalised
from student import STATES

MOST_PARTS = 14
FLAGS = 16


class File:
    """A weights file, read from the front."""

    def __init__(self, path):
        self.data, self.at = path.read_bytes(), 16
        self.hash = struct.unpack_from("<I", self.data, 12)[0]

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
        return torch.from_numpy(values.astype(np.float32))

    def matrix(self, rows, columns):
        scales = self.array(rows, "<f2")
        return scales[:, None] * self.array(rows * columns, "i1").reshape(rows, columns)

    def floats(self, count):
        return self.array(count, "<f4")


class Trunk(nn.Module):
    """Tables, first layer and convolutions of `data/attribution.bin`."""

    def __init__(self, path=corpus.ROOT / "data/attribution.bin"):
        super().__init__()
        file = File(path)
        assert file.data[:8] == export.MAGIC
        self.hash = file.hash
        self.width, *widths, layers = file.numbers("7H")
        self.dilations = list(file.numbers(f"{layers}B"))
        count, _ = file.numbers("2I")
        self.words = file.list_of(count)
        sizes = (count + BUCKETS, SHAPES, PREFIXES, SUFFIXES, STATES)
        for number, (rows, columns) in enumerate(zip(sizes, widths)):
            self.register_buffer(f"table{number}", file.matrix(rows, columns))
        self.table_width = sum(widths[:4])
        self.register_buffer("dense", file.matrix(self.width, sum(widths)).T.contiguous())
        self.register_buffer("dense_bias", file.floats(self.width))
        for i in range(layers):
            self.register_buffer(f"conv{i}", file.matrix(self.width, 3 * self.width).T.contiguous())
            self.register_buffer(f"bias{i}", file.floats(self.width))

    @torch.no_grad()
    def forward(self, ids, state, mask=None, half=False):
        """b×n×4 ids and b×n states: what the tables say of each word, and its normalised hidden values. Where the mask is 0
        there is nothing, as beyond a text's ends. `half`: with products in bfloat16."""
        tables = torch.cat([getattr(self, f"table{i}")[ids[..., i]] for i in range(4)], -1)
        h = F.relu(torch.cat([tables, self.table4[state]], -1) @ self.dense + self.dense_bias)
        for i, distance in enumerate(self.dilations):
            z = normalised(h)
            z = neighbours(z if mask is None else z * mask[..., None], distance)
            with loop.half(half):
                u = z @ getattr(self, f"conv{i}")
            h = h + F.relu(u.float() + getattr(self, f"bias{i}"))
        return tables, normalised(h)


def parts_of(normal):
    """As `grams` in `src/network/features.rs`; a test there holds values."""
    bounded = f"^{normal}$"
    found = [bounded[i : i + n] for n in (3, 4) for i in range(len(bounded) - n + 1)]
    return [export.fnv1a(part.encode()) % PARTS for part in found[:MOST_PARTS]]


class Words:
    """Words to ids (word, shape, prefix, suffix, bucket outside of the vocabulary), flags of lists and parts."""

    def __init__(self, words, trunk, with_parts=False):
        """`words`: what `corpus.read_words` gives."""
        ids = {w: i for i, w in enumerate(trunk.words)}
        self.size = len(ids)
        self.index = {}
        self.ids = np.zeros((len(words), 5), np.int64)
        self.flags = np.zeros((len(words), FLAGS), np.float32)
        self.parts = np.full((len(words), MOST_PARTS), PARTS, np.int64)
        for i, (surface, (normal, bucket, shape, prefix, suffix, flags)) in enumerate(words.items()):
            self.index[surface] = i
            self.ids[i] = (ids.get(normal, self.size + bucket), shape, prefix, suffix, self.size + bucket)
            self.flags[i] = [flags >> k & 1 for k in range(FLAGS)]
            if with_parts:
                found = parts_of(normal)
                self.parts[i, : len(found)] = found

    def of(self, surfaces):
        return np.array([self.index[w] for w in surfaces], np.int32)


class Head(Layers):
    """Outputs from what the trunk gives and, if asked for, from flags of lists, parts of words (`parts`: the width of their
    table) and states of its own."""

    def __init__(self, trunk, width, dilations, outputs, *, states=0, state_width=8, flags=0, parts=0):
        super().__init__()
        self.part_width = parts
        if parts:
            self.grams = drawn(PARTS, parts, scale=0.3)
        if states:
            self.state = drawn(states, state_width, scale=0.5)
        inputs = trunk.table_width + flags + parts + (state_width if states else 0) + trunk.width
        self.build(inputs, width, dilations, outputs)

    def parts(self, parts):
        """b×n×14 buckets, filled up with one more, to what the table says of them."""
        table = torch.cat([self.grams, self.grams.new_zeros(1, self.part_width)])
        some = F.embedding_bag(parts.reshape(-1, MOST_PARTS), table, mode="sum", padding_idx=PARTS)
        count = (parts < PARTS).sum(-1).clamp(min=1).float().sqrt()[..., None]
        return some.reshape(*parts.shape[:-1], self.part_width) / count
