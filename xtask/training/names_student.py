"""The network for names: the attribution network's shape, with flags of lists and parts of words as further inputs.

The arithmetic here and in `src/tagging/network.rs` must stay the same."""

import collections
import math
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import names_corpus
import vectors
from names_corpus import ALLOWED, FIRST, TAGS

BUCKETS, SHAPES, PREFIXES, SUFFIXES, STATES, FLAGS, PARTS = 1024, 64, 1024, 2048, 27, 16, 2048
MOST_PARTS = 14
FORBIDDEN = torch.tensor(np.where(ALLOWED, 0.0, -1e4), dtype=torch.float32)
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


def fnv1a(data):
    value = 0x811C9DC5
    for byte in data:
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def parts_of(normal):
    """As `grams` in `src/tagging/features.rs`; a test there holds values."""
    bounded = f"^{normal}$"
    found = [bounded[i : i + n] for n in (3, 4) for i in range(len(bounded) - n + 1)]
    return [fnv1a(part.encode()) % PARTS for part in found[:MOST_PARTS]]


def vocabulary(data, names, size, common):
    """Half of the words from the corpora (three times or more), the rest by the frequency order of the vectors; sorted."""
    counts = collections.Counter()
    for name in names:
        for document in data.documents(name, gold=name != "unlabelled"):
            counts.update(data.words[w][0] for w in document.surface)
    chosen = {w for w, c in counts.most_common(size // 2) if c >= 3}
    for wanted in (lambda w: counts[w] > 0, lambda w: True):
        for word in common:
            if len(chosen) >= size:
                break
            if wanted(word) and not any(c.isdigit() and c != "0" for c in word):
                chosen.add(word)
    return sorted(chosen, key=lambda w: w.encode())


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


class LogPartition(torch.autograd.Function):
    """log Z of a linear chain; its gradients are the marginals."""

    @staticmethod
    def forward(ctx, scores, transitions):
        batch, length, _ = scores.shape
        step = torch.exp(transitions + FORBIDDEN)
        top = scores.max(-1, keepdim=True).values
        local = torch.exp(scores - top)
        alphas, betas = torch.empty_like(local), torch.empty_like(local)
        alpha, log_z = local[:, 0], torch.zeros(batch)
        for t in range(length):
            if t:
                alpha = (alpha @ step) * local[:, t]
            total = alpha.sum(-1, keepdim=True)
            alpha = alpha / total
            log_z = log_z + torch.log(total[:, 0])
            alphas[:, t] = alpha
        beta, back = torch.ones(batch, TAGS), step.T.contiguous()
        betas[:, -1] = beta
        for t in range(length - 2, -1, -1):
            beta = (local[:, t + 1] * beta) @ back
            beta = beta / beta.sum(-1, keepdim=True)
            betas[:, t] = beta
        unary = alphas * betas
        unary = unary / unary.sum(-1, keepdim=True)
        pairs = torch.einsum("bti,btj->btij", alphas[:, :-1], (local * betas)[:, 1:]) * step
        pairs = pairs / pairs.sum((2, 3), keepdim=True)
        ctx.save_for_backward(unary, pairs.sum(1))
        return log_z + top[..., 0].sum(1)

    @staticmethod
    def backward(ctx, gradient):
        unary, pairs = ctx.saved_tensors
        return gradient[:, None, None] * unary, (gradient[:, None, None] * pairs).sum(0)


class Student(nn.Module):
    def __init__(self, words, width, dilations, parts=0, word_width=32, prefix_width=12, suffix_width=16,
                 shape_width=8, state_width=8):
        super().__init__()
        self.dilations, self.part_width, self.drop_parts = dilations, parts, 0.0
        normal = lambda *shape, scale: nn.Parameter(torch.randn(*shape) * scale)  # noqa: E731
        self.word = normal(words + BUCKETS, word_width, scale=0.1)
        self.shape = normal(SHAPES, shape_width, scale=0.3)
        self.prefix = normal(PREFIXES, prefix_width, scale=0.2)
        self.suffix = normal(SUFFIXES, suffix_width, scale=0.2)
        self.state = normal(STATES, state_width, scale=0.5)
        if parts:
            self.grams = normal(PARTS, parts, scale=0.3)
        inputs = word_width + shape_width + prefix_width + suffix_width + FLAGS + parts + state_width
        self.dense = normal(inputs, width, scale=inputs**-0.5)
        self.dense_bias = nn.Parameter(torch.zeros(width))
        self.gain = nn.Parameter(torch.ones(len(dilations), width))
        self.conv = normal(len(dilations), 3 * width, width, scale=(3 * width) ** -0.5)
        self.conv_bias = nn.Parameter(torch.zeros(len(dilations), width))
        self.out = normal(width, TAGS, scale=width**-0.5)
        self.out_bias = nn.Parameter(torch.zeros(TAGS))
        self.transitions = nn.Parameter(torch.zeros(TAGS, TAGS))

    def forward(self, rows, flags, parts, state, drop=0.0):
        inputs = [self.word[rows[..., 0]], self.shape[rows[..., 1]], self.prefix[rows[..., 2]],
                  self.suffix[rows[..., 3]], flags]
        if self.part_width:
            table = torch.cat([self.grams, self.grams.new_zeros(1, self.part_width)])
            some = F.embedding_bag(parts.reshape(-1, MOST_PARTS), table, mode="sum", padding_idx=PARTS)
            count = (parts < PARTS).sum(-1).clamp(min=1).float().sqrt()[..., None]
            some = some.reshape(*parts.shape[:-1], self.part_width) / count
            if self.training and self.drop_parts:
                some = some * (torch.rand(*parts.shape[:-1], 1) > self.drop_parts)
            inputs.append(some)
        inputs.append(self.state[state])
        h = F.dropout(torch.cat(inputs, -1), drop, self.training)
        h = F.relu(h @ self.dense + self.dense_bias)
        for i, d in enumerate(self.dilations):
            z = h * torch.rsqrt((h * h).mean(-1, keepdim=True) + 1e-6) * self.gain[i]
            padded = F.pad(z, (0, 0, d, d))
            z = torch.cat([padded[:, : -2 * d], z, padded[:, 2 * d :]], -1)
            with torch.autocast("cpu", torch.bfloat16, enabled=self.training):
                u = z @ self.conv[i]
            h = h + F.dropout(F.relu(u.float() + self.conv_bias[i]), drop * 0.5, self.training)
        return h @ self.out + self.out_bias


def viterbi(scores, transitions):
    step = np.where(ALLOWED, transitions, -1e9)
    back = np.zeros((len(scores), TAGS), np.int32)
    best = np.where(FIRST, scores[0], -1e9)
    for i in range(1, len(scores)):
        options = best[:, None] + step
        back[i] = options.argmax(0)
        best = options.max(0) + scores[i]
    tags = [int(best.argmax())]
    for i in range(len(scores) - 1, 0, -1):
        tags.append(int(back[i][tags[-1]]))
    return np.array(tags[::-1], np.int8)


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
    return [viterbi(scores, transitions) for scores in scores_of(net, encoder, documents)]


def start(words, common, table, **sizes):
    net = Student(len(words), **sizes)
    small = vectors.reduced(table, net.word.shape[1])
    where = {w: i for i, w in enumerate(common)}
    with torch.no_grad():
        for i, word in enumerate(words):
            if word in where:
                net.word[i] = torch.from_numpy(small[where[word]])
    return net


def windows(items, encoder, rng):
    """One epoch: all documents in random order, cut into windows from a random offset: words, states, tags."""
    order = rng.permutation(len(items))
    columns = ([encoder.of(items[i]) for i in order], [items[i].state for i in order], [items[i].tags for i in order])
    columns = [np.concatenate(column) for column in columns]
    offset = rng.integers(0, LENGTH)
    count = (len(columns[0]) - offset) // LENGTH
    return [column[offset : offset + count * LENGTH].reshape(count, LENGTH) for column in columns]


def train(net, encoder, make, epochs, dev, *, seed, rate=3e-3, word_rate=0.3, drop=0.3, say=print):
    """`make(epoch)` gives the documents of one epoch. The net ends with averaged weights."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    rest = [p for p in net.parameters() if p is not net.word]
    optimizer = torch.optim.Adam([{"params": [net.word], "lr": rate * word_rate}, {"params": rest, "lr": rate}],
                                 betas=(0.9, 0.99))
    base = [group["lr"] for group in optimizer.param_groups]
    average = {k: v.detach().clone() for k, v in net.state_dict().items()}
    step, total, began = 0, None, time.time()
    for epoch in range(epochs):
        words, states, tags = windows(make(epoch), encoder, rng)
        per_epoch = len(words) // BATCH
        total = total or per_epoch * epochs
        picked, losses = rng.permutation(len(words)), []
        for b in range(0, per_epoch * BATCH, BATCH):
            net.train()
            some = picked[b : b + BATCH]
            index = words[some]
            rows = encoder.rows[index]
            # Some words as if the vocabulary had not listed them, some list entries as if nobody had written them.
            unknown, anything = rng.random(index.shape) < 0.06, rng.random(index.shape) < 0.3
            bucket = encoder.size + rng.integers(0, BUCKETS, index.shape)
            rows[..., 0] = np.where(unknown, np.where(anything, bucket, rows[..., 4]), rows[..., 0])
            flags = (encoder.flags[index] * (rng.random(index.shape + (1,)) > 0.05)).astype(np.float32)
            gold = torch.from_numpy(tags[some].astype(np.int64))
            arrays = (rows, flags, encoder.parts[index], states[some].astype(np.int64))
            scores = net(*map(torch.from_numpy, arrays), drop)
            right = scores.gather(2, gold[..., None]).sum() + net.transitions[gold[:, :-1], gold[:, 1:]].sum()
            loss = (LogPartition.apply(scores, net.transitions).sum() - right) / gold.numel()
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
                raise RuntimeError(f"names: the loss is {losses[-1]} at step {step}")
            decay = min(0.998, step / (step + 20))
            with torch.no_grad():
                for k, v in net.state_dict().items():
                    average[k].lerp_(v, 1 - decay)
        line = f"names: epoch {epoch + 1}/{epochs} loss {np.mean(losses):.4f} {(time.time() - began) / (epoch + 1):.0f} s/epoch"
        if epoch % 3 == 2 or epoch == epochs - 1:
            kept = {k: v.clone() for k, v in net.state_dict().items()}
            net.load_state_dict(average)
            for name, documents in dev.items():
                found = names_corpus.scores(documents, predict(net, encoder, documents))
                line += f" | {name}: " + " ".join(f"{value:.1f}" for value in found)
            net.load_state_dict(kept)
        say(line)
    net.load_state_dict(average)
