"""The network that ships: embeddings, one dense layer, dilated convolutions of width 3, a CRF layer.

The arithmetic here and in `src/tagging/network.rs` must stay the same."""

import collections
import math
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import corpus
import vectors
from corpus import ALLOWED, TAGS

BUCKETS, SHAPES, PREFIXES, SUFFIXES, STATES = 1024, 64, 1024, 2048, 21
FORBIDDEN = torch.tensor(np.where(ALLOWED, 0.0, -1e4), dtype=torch.float32)
LENGTH, BATCH = 192, 16


# ---- words ----------------------------------------------------------------------------------------------------------


def vocabulary(data, names, size, common_words):
    """Half of the words from the corpora (three times or more), the rest by the frequency order of the vectors; sorted."""
    counts = collections.Counter()
    for name in names:
        for document in data.documents(name, gold=False):
            counts.update(data.words[w][0] for w in document.surface)
    chosen = {w for w, c in counts.most_common(size // 2) if c >= 3}
    # Words of the vectors that any corpus has at all come before the others.
    for wanted in (lambda w: counts[w] > 0, lambda w: True):
        for word in common_words:
            if len(chosen) >= size:
                break
            if wanted(word) and not any(c.isdigit() and c != "0" for c in word):
                chosen.add(word)
    return sorted(chosen, key=lambda w: w.encode())


class Encoder:
    """Documents to rows of ids: word, shape, prefix, suffix, state."""

    def __init__(self, data, words):
        self.ids = {w: i for i, w in enumerate(words)}
        self.size = len(words)
        self.table = {}
        for surface, (normal, bucket, shape, prefix, suffix) in data.words.items():
            self.table[surface] = (self.ids.get(normal, self.size + bucket), shape, prefix, suffix, self.size + bucket)

    def rows(self, document):
        """n×6: the ids, and the bucket that the word would have outside of the vocabulary."""
        found = np.array([self.table[w] for w in document.surface], np.int32)
        return np.concatenate([found[:, :4], document.state[:, None].astype(np.int32), found[:, 4:]], 1)


# ---- targets --------------------------------------------------------------------------------------------------------


def hard(tags):
    n = len(tags)
    unary, pairwise = np.zeros((n, TAGS), np.float16), np.zeros((n, TAGS, TAGS), np.float16)
    unary[np.arange(n), tags] = 1
    pairwise[np.arange(1, n), tags[:-1], tags[1:]] = 1
    return unary, pairwise


def transferred(unary, pairwise, plain, copy):
    """Marginals that the teacher gave for a text as it is, for a copy of another layout or with tokens left out: where
    the copy's tokens are cut otherwise, each takes those of the token at its place."""
    at = np.searchsorted(plain.start, copy.start, side="right") - 1
    at = np.clip(at, 0, len(plain) - 1)
    if len(at) == len(plain) and (at == np.arange(len(at))).all():
        return unary, pairwise
    found, pairs = unary[at].astype(np.float32), pairwise[at].astype(np.float32)
    torn = np.nonzero(at[1:] != at[:-1] + 1)[0] + 1
    if len(torn):
        guess = found[torn - 1][:, :, None] * found[torn][:, None, :] * ALLOWED + 1e-6 * ALLOWED
        pairs[torn] = guess / guess.sum((1, 2), keepdims=True)
    pairs[0] = 0
    return found.astype(np.float16), pairs.astype(np.float16)


def mixed(gold, unary, pairwise, share):
    """`share` of the gold tags, the rest of the teacher's marginals."""
    u, p = hard(gold)
    return (share * u + (1 - share) * unary).astype(np.float16), (share * p + (1 - share) * pairwise).astype(np.float16)


# ---- network --------------------------------------------------------------------------------------------------------


class LogPartition(torch.autograd.Function):
    """log Z of a linear chain; its gradients are the marginals."""

    @staticmethod
    def forward(ctx, scores, transitions):
        batch, length, _ = scores.shape
        step = torch.exp(transitions + FORBIDDEN)
        top = scores.max(-1, keepdim=True).values
        local = torch.exp(scores - top)
        alphas, betas = torch.empty_like(local), torch.empty_like(local)
        start = torch.tensor([0.0 if i in corpus.INSIDE else 1.0 for i in range(TAGS)])
        alpha = local[:, 0] * start
        log_z = torch.zeros(batch)
        for t in range(length):
            if t:
                alpha = (alpha @ step) * local[:, t]
            total = alpha.sum(-1, keepdim=True)
            alpha = alpha / total
            log_z = log_z + torch.log(total[:, 0])
            alphas[:, t] = alpha
        beta = torch.ones(batch, TAGS)
        betas[:, -1] = beta
        for t in range(length - 2, -1, -1):
            beta = (local[:, t + 1] * beta) @ step.T
            beta = beta / beta.sum(-1, keepdim=True)
            betas[:, t] = beta
        unary = alphas * betas
        unary = unary / unary.sum(-1, keepdim=True)
        pairs = alphas[:, :-1, :, None] * step * (local * betas)[:, 1:, None, :]
        pairs = pairs / pairs.sum((2, 3), keepdim=True)
        ctx.save_for_backward(unary, pairs.sum(1))
        return log_z + top[..., 0].sum(1)

    @staticmethod
    def backward(ctx, gradient):
        unary, pairs = ctx.saved_tensors
        return gradient[:, None, None] * unary, (gradient[:, None, None] * pairs).sum(0)


class Student(nn.Module):
    def __init__(self, words, width, dilations, word_width=40, prefix_width=16, suffix_width=16, shape_width=8,
                 state_width=8):
        super().__init__()
        self.dilations = dilations
        normal = lambda *shape, scale: nn.Parameter(torch.randn(*shape) * scale)  # noqa: E731
        self.word = normal(words + BUCKETS, word_width, scale=0.1)
        self.shape = normal(SHAPES, shape_width, scale=0.3)
        self.prefix = normal(PREFIXES, prefix_width, scale=0.2)
        self.suffix = normal(SUFFIXES, suffix_width, scale=0.2)
        self.state = normal(STATES, state_width, scale=0.5)
        inputs = word_width + shape_width + prefix_width + suffix_width + state_width
        self.dense = normal(inputs, width, scale=inputs**-0.5)
        self.dense_bias = nn.Parameter(torch.zeros(width))
        self.gain = nn.Parameter(torch.ones(len(dilations), width))
        self.conv = normal(len(dilations), 3 * width, width, scale=(3 * width) ** -0.5)
        self.conv_bias = nn.Parameter(torch.zeros(len(dilations), width))
        self.out = normal(width, TAGS, scale=width**-0.5)
        self.out_bias = nn.Parameter(torch.zeros(TAGS))
        self.transitions = nn.Parameter(torch.zeros(TAGS, TAGS))

    def forward(self, x, drop=0.0):
        """b×n×5 ids to b×n×7 scores."""
        parts = [self.word[x[..., 0]], self.shape[x[..., 1]], self.prefix[x[..., 2]], self.suffix[x[..., 3]],
                 self.state[x[..., 4]]]
        h = F.dropout(torch.cat(parts, -1), drop, self.training)
        h = F.relu(h @ self.dense + self.dense_bias)
        for i, d in enumerate(self.dilations):
            z = h * torch.rsqrt((h * h).mean(-1, keepdim=True) + 1e-6) * self.gain[i]
            padded = F.pad(z, (0, 0, d, d))
            z = torch.cat([padded[:, : -2 * d], z, padded[:, 2 * d :]], -1)
            if self.training:
                with torch.autocast("cpu", torch.bfloat16):
                    u = z @ self.conv[i]
                u = u.float()
            else:
                u = z @ self.conv[i]
            h = h + F.dropout(F.relu(u + self.conv_bias[i]), drop * 0.5, self.training)
        return h @ self.out + self.out_bias


@torch.no_grad()
def scores_of(net, encoder, documents):
    net.eval()
    return [net(torch.from_numpy(encoder.rows(d)[None, :, :5].astype(np.int64)))[0].numpy() for d in documents]


def predict(net, encoder, documents):
    import teacher

    transitions = net.transitions.detach().numpy()
    found = scores_of(net, encoder, documents)
    return [teacher.viterbi(teacher.constrained(s, d), transitions) for s, d in zip(found, documents)]


def start(words, common_words, table, **sizes):
    net = Student(len(words), **sizes)
    width = net.word.shape[1]
    small = vectors.reduced(table, width)
    where = {w: i for i, w in enumerate(common_words)}
    with torch.no_grad():
        for i, word in enumerate(words):
            if word in where:
                net.word[i] = torch.from_numpy(small[where[word]])
    return net


def train(net, encoder, make, epochs, dev, *, seed, first=0, rate=3e-3, word_rate=0.1, drop=0.3, say=print):
    """`make(epoch)` gives (document, unary, pairwise) of one epoch. Returns the net with averaged weights."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    rest = [p for p in net.parameters() if p is not net.word]
    optimizer = torch.optim.Adam([{"params": [net.word], "lr": rate * word_rate}, {"params": rest, "lr": rate}],
                                 betas=(0.9, 0.99))
    base = [g["lr"] for g in optimizer.param_groups]
    average = {k: v.detach().clone() for k, v in net.state_dict().items()}
    step, total, began = 0, None, time.time()
    for epoch in range(epochs):
        items = make(first + epoch)
        order = rng.permutation(len(items))
        rows = np.concatenate([encoder.rows(items[i][0]) for i in order])
        unary = np.concatenate([items[i][1] for i in order])
        pairwise = np.concatenate([items[i][2] for i in order])
        del items
        offset = rng.integers(0, LENGTH)
        count = (len(rows) - offset) // LENGTH
        end = offset + count * LENGTH
        rows = rows[offset:end].reshape(count, LENGTH, 6)
        unary = unary[offset:end].reshape(count, LENGTH, TAGS).copy()
        pairwise = pairwise[offset:end].reshape(count, LENGTH, TAGS, TAGS).copy()
        pairwise[:, 0] = 0
        for j in corpus.INSIDE:  # a window may cut a run
            unary[:, 0, j - 1] += unary[:, 0, j]
            unary[:, 0, j] = 0
            pairwise[:, 1, j - 1] += pairwise[:, 1, j]
            pairwise[:, 1, j] = 0
        per_epoch = count // BATCH
        total = total or per_epoch * epochs
        picked, losses = rng.permutation(count), []
        for b in range(0, per_epoch * BATCH, BATCH):
            net.train()
            some = picked[b : b + BATCH]
            x = rows[some].astype(np.int64)
            unknown = rng.random(x.shape[:2]) < 0.04
            anything = rng.random(x.shape[:2]) < 0.5
            random_bucket = encoder.size + rng.integers(0, BUCKETS, x.shape[:2])
            x[..., 0] = np.where(unknown, np.where(anything, random_bucket, x[..., 5]), x[..., 0])
            u = torch.from_numpy(unary[some]).float()
            p = torch.from_numpy(pairwise[some]).float().sum((0, 1))
            scores = net(torch.from_numpy(x[..., :5]), drop)
            log_z = LogPartition.apply(scores, net.transitions).sum()
            loss = (log_z - (scores * u).sum() - (net.transitions * p).sum()) / (BATCH * LENGTH)
            factor = min(1.0, (step + 1) / 100) * max(0.02, 1 - step / total)
            for group, lr in zip(optimizer.param_groups, base):
                group["lr"] = lr * factor
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            step += 1
            losses.append(loss.item())
            if not math.isfinite(losses[-1]):
                raise RuntimeError(f"student: the loss is {losses[-1]} at step {step}")
            decay = min(0.998, step / (step + 20))
            with torch.no_grad():
                for k, v in net.state_dict().items():
                    average[k].lerp_(v, 1 - decay)
        line = f"student: epoch {epoch + 1}/{epochs} loss {np.mean(losses):.4f} {(time.time() - began) / (epoch + 1):.0f} s/epoch"
        if dev and (epoch % 4 == 3 or epoch == epochs - 1):
            kept = {k: v.clone() for k, v in net.state_dict().items()}
            net.load_state_dict(average)
            for name, documents in dev.items():
                scores = corpus.span_scores([d.tags for d in documents], predict(net, encoder, documents))
                line += " | {}: {:.1f} {:.1f} {:.1f}".format(name, *scores)
            net.load_state_dict(kept)
        say(line)
    net.load_state_dict(average)
    return net
