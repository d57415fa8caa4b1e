"""What the networks that ship have in common: tables of embeddings, one dense layer, dilated convolutions of width 3.

The arithmetic here and in `src/network/` must stay the same."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import loop

BUCKETS, SHAPES, PREFIXES, SUFFIXES, PARTS = 1024, 64, 1024, 2048, 2048


def drawn(*shape, scale):
    return nn.Parameter(torch.randn(*shape) * scale)


def normalised(h):
    return h * torch.rsqrt((h * h).mean(-1, keepdim=True) + 1e-6)


def neighbours(z, distance):
    """b×n×w to b×n×3w: what stands `distance` tokens before, the token itself, what stands as far behind."""
    padded = F.pad(z, (0, 0, distance, distance))
    return torch.cat([padded[:, : -2 * distance], z, padded[:, 2 * distance :]], -1)


def hidden(ids, buckets, size, rng, rate, anything):
    """Ids of words, some as if the vocabulary had not listed them: at `rate` the word's own bucket, or, `anything` of these,
    any bucket. `size`: words in the vocabulary."""
    unknown, other = rng.random(ids.shape) < rate, rng.random(ids.shape) < anything
    bucket = size + rng.integers(0, BUCKETS, ids.shape)
    return np.where(unknown, np.where(other, bucket, buckets), ids)


class Layers(nn.Module):
    """A dense layer, convolutions, outputs."""

    def build(self, inputs, width, dilations, outputs):
        self.dilations = dilations
        self.dense = drawn(inputs, width, scale=inputs**-0.5)
        self.dense_bias = nn.Parameter(torch.zeros(width))
        self.gain = nn.Parameter(torch.ones(len(dilations), width))
        self.conv = drawn(len(dilations), 3 * width, width, scale=(3 * width) ** -0.5)
        self.conv_bias = nn.Parameter(torch.zeros(len(dilations), width))
        self.out = drawn(width, outputs, scale=width**-0.5)
        self.out_bias = nn.Parameter(torch.zeros(outputs))

    def hidden(self, inputs, drop=0.0, mask=None):
        """b×n parts of the input to b×n×width. Where the mask is 0 there is nothing, as beyond a text's ends."""
        h = F.dropout(torch.cat(inputs, -1), drop, self.training)
        h = F.relu(h @ self.dense + self.dense_bias)
        for i, distance in enumerate(self.dilations):
            z = normalised(h) * self.gain[i]
            z = neighbours(z if mask is None else z * mask[..., None], distance)
            with loop.half(self.training):
                u = z @ self.conv[i]
            h = h + F.dropout(F.relu(u.float() + self.conv_bias[i]), drop * 0.5, self.training)
        return h

    def scores(self, inputs, drop=0.0, mask=None):
        """b×n parts of the input to b×n outputs."""
        return self.hidden(inputs, drop, mask) @ self.out + self.out_bias


class Network(Layers):
    """The tagger. `chain`: which tags there are and which may follow which; `further`: outputs beside the scores of the
    tags."""

    def __init__(self, words, chain, width, dilations, *, states, further, word_width=40, prefix_width=16,
                 suffix_width=16, shape_width=8, state_width=8):
        super().__init__()
        self.word = drawn(words + BUCKETS, word_width, scale=0.1)
        self.shape = drawn(SHAPES, shape_width, scale=0.3)
        self.prefix = drawn(PREFIXES, prefix_width, scale=0.2)
        self.suffix = drawn(SUFFIXES, suffix_width, scale=0.2)
        self.state = drawn(states, state_width, scale=0.5)
        inputs = word_width + shape_width + prefix_width + suffix_width + state_width
        self.build(inputs, width, dilations, chain.tags + further)
        self.transitions = chain.parameter()

    def tables(self, ids):
        """What the tables of word, shape, prefix and suffix say of b×n×4 ids."""
        return [self.word[ids[..., 0]], self.shape[ids[..., 1]], self.prefix[ids[..., 2]], self.suffix[ids[..., 3]]]

    def optimiser(self, rate, word_rate):
        """Adam; the word vectors learn at `word_rate` of the rate."""
        rest = [p for p in self.parameters() if p is not self.word]
        return torch.optim.Adam([{"params": [self.word], "lr": rate * word_rate}, {"params": rest, "lr": rate}],
                                betas=(0.9, 0.99))
