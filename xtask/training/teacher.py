"""The teacher: MiniLM-L6 with embeddings of quotation state and shape and a CRF layer over the first pieces of words.

It never ships; the small network learns from its marginals. Encoder weights: all-MiniLM-L6-v2 (Apache-2.0)."""

import json
import math
import time
import unicodedata
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import corpus
from corpus import ALLOWED, TAGS

WINDOW = 256  # pieces, with [CLS]
CLS, SEP, MASK, UNKNOWN = 101, 102, 103, 100
FORBIDDEN = torch.tensor(np.where(ALLOWED, 0.0, -1e4), dtype=torch.float32)
START = torch.tensor(np.where([i in corpus.INSIDE for i in range(TAGS)], -1e4, 0.0), dtype=torch.float32)


def load_safetensors(path):
    data = Path(path).read_bytes()
    size = int.from_bytes(data[:8], "little")
    tensors = {}
    for name, about in json.loads(data[8 : 8 + size]).items():
        if name != "__metadata__" and about["dtype"] == "F32":
            begin, end = about["data_offsets"]
            array = np.frombuffer(data[8 + size + begin : 8 + size + end], np.float32).reshape(about["shape"])
            tensors[name] = torch.from_numpy(array.copy())
    return tensors


class Pieces:
    """Greedy WordPiece of single words."""

    def __init__(self, vocabulary):
        lines = Path(vocabulary).read_text(encoding="utf-8").split("\n")
        self.ids = {word: i for i, word in enumerate(lines) if word}
        self.cache = {}

    def of(self, word):
        if word not in self.cache:
            self.cache[word] = self._of(word)
        return self.cache[word]

    def _of(self, word):
        word = unicodedata.normalize("NFD", word.lower())
        parts, current = [], ""
        for c in word:
            category = unicodedata.category(c)
            if category == "Mn":
                continue
            if category[0] in "PS":
                parts += [current, c] if current else [c]
                current = ""
            else:
                current += c
        parts += [current] if current else []
        found = []
        for part in parts:
            begin, pieces = 0, []
            while begin < len(part) and len(part) <= 60:
                end = len(part)
                while end > begin and ("##" if begin else "") + part[begin:end] not in self.ids:
                    end -= 1
                if end == begin:
                    pieces = []
                    break
                pieces.append(self.ids[("##" if begin else "") + part[begin:end]])
                begin = end
            found += pieces or [UNKNOWN]
        return found[:12] or [UNKNOWN]


def encoded(document, pieces, shapes):
    """Piece rows: id, state, shape, first piece or not, word index. A paragraph begins with [SEP]."""
    rows = []
    for i, (word, state) in enumerate(zip(document.surface, document.state)):
        shape = shapes[word]
        if state % 3 == 2:
            rows.append((SEP, state, 0, 0, i))
        for k, piece in enumerate(pieces.of(word)):
            rows.append((piece, state, shape, int(k == 0), i))
    return np.array(rows, np.int32)


class Layer(nn.Module):
    def __init__(self, width=384, inner=1536, heads=12):
        super().__init__()
        self.heads = heads
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, 1e-12), nn.LayerNorm(width, 1e-12)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, h, mask):
        b, t, w = h.shape
        q, k, v = self.qkv(h).view(b, t, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).reshape(b, t, w)
        h = self.norm1(h + self.out(a))
        return self.norm2(h + self.down(F.gelu(self.up(h))))


class Teacher(nn.Module):
    def __init__(self, layers=6, width=384):
        super().__init__()
        self.word, self.position = nn.Embedding(30522, width), nn.Embedding(512, width)
        self.kind = nn.Parameter(torch.zeros(width))
        self.norm = nn.LayerNorm(width, 1e-12)
        self.state, self.shape = nn.Embedding(3 * corpus.QUOTE_STATES, width), nn.Embedding(64, width)
        nn.init.zeros_(self.state.weight)
        nn.init.zeros_(self.shape.weight)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.out = nn.Linear(width, TAGS)
        self.transitions = nn.Parameter(torch.zeros(TAGS, TAGS))

    def new_parameters(self):
        return [self.state.weight, self.shape.weight, self.out.weight, self.out.bias, self.transitions]

    @torch.no_grad()
    def start_from(self, w):
        e = "embeddings."
        self.word.weight.copy_(w[e + "word_embeddings.weight"])
        self.position.weight.copy_(w[e + "position_embeddings.weight"])
        self.kind.copy_(w[e + "token_type_embeddings.weight"][0])
        self.norm.weight.copy_(w[e + "LayerNorm.weight"])
        self.norm.bias.copy_(w[e + "LayerNorm.bias"])
        for i, layer in enumerate(self.layers):
            base = f"encoder.layer.{i}."
            for end in ("weight", "bias"):
                qkv = [w[f"{base}attention.self.{x}.{end}"] for x in ("query", "key", "value")]
                getattr(layer.qkv, end).copy_(torch.cat(qkv))
                for part, name in ((layer.out, "attention.output.dense"), (layer.norm1, "attention.output.LayerNorm"),
                                   (layer.up, "intermediate.dense"), (layer.down, "output.dense"),
                                   (layer.norm2, "output.LayerNorm")):
                    getattr(part, end).copy_(w[f"{base}{name}.{end}"])

    def forward(self, x, mask=None):
        h = self.word(x[..., 0]) + self.state(x[..., 1]) + self.shape(x[..., 2])
        h = F.dropout(self.norm(h + self.position.weight[: x.shape[1]] + self.kind), 0.1, self.training)
        with torch.autocast("cpu", torch.bfloat16):
            for layer in self.layers:
                h = layer(h, mask)
        return self.out(F.dropout(h.float(), 0.1, self.training))


def crf_loss(scores, transitions, tags, mask):
    """Negative log-likelihood a word."""
    allowed = transitions + FORBIDDEN
    alpha = scores[:, 0] + START
    for t in range(1, scores.shape[1]):
        following = torch.logsumexp(alpha[:, :, None] + allowed, 1) + scores[:, t]
        alpha = torch.where(mask[:, t, None], following, alpha)
    gold = (scores.gather(2, tags[..., None])[..., 0] * mask).sum(1)
    gold = gold + (transitions[tags[:, :-1], tags[:, 1:]] * mask[:, 1:]).sum(1)
    return (torch.logsumexp(alpha, -1) - gold).sum() / mask.sum()


def windows(documents, pieces, shapes, rng):
    """One epoch: all documents in random order, cut into windows from a random offset."""
    order = rng.permutation(len(documents))
    rows = [encoded(documents[i], pieces, shapes) for i in order]
    tags = np.concatenate([documents[i].tags[r[:, 4]] for i, r in zip(order, rows)])
    rows = np.concatenate(rows)
    offset = rng.integers(0, WINDOW)
    count = (len(rows) - offset) // (WINDOW - 1)
    end = offset + count * (WINDOW - 1)
    rows = rows[offset:end].reshape(count, WINDOW - 1, 5)
    tags = tags[offset:end].reshape(count, WINDOW - 1)
    first = np.zeros((count, 1, 5), np.int32)
    first[..., 0] = CLS
    return np.concatenate([first, rows], 1), np.concatenate([np.zeros((count, 1), tags.dtype), tags], 1)


def first_pieces(rows, tags):
    """Where the words begin, their tags, and which entries are real."""
    is_first = rows[..., 3] == 1
    longest = int(is_first.sum(1).max())
    where = np.zeros((len(rows), longest), np.int64)
    found = np.zeros((len(rows), longest), np.int64)
    mask = np.zeros((len(rows), longest), bool)
    for b in range(len(rows)):
        k = np.nonzero(is_first[b])[0]
        values = tags[b][k].astype(np.int64)
        if values[0] in corpus.INSIDE:
            values[0] -= 1
        where[b, : len(k)], found[b, : len(k)], mask[b, : len(k)] = k, values, True
    return torch.from_numpy(where), torch.from_numpy(found), torch.from_numpy(mask)


@torch.no_grad()
def emissions(net, documents, pieces, shapes, margin=40, batch=16):
    """Scores n×7 of every document, from overlapping windows."""
    net.eval()
    rows = [encoded(d, pieces, shapes) for d in documents]
    found = [np.zeros((len(d), TAGS), np.float32) for d in documents]
    jobs = []
    for d, r in enumerate(rows):
        begin = 0
        while True:
            low = max(0, min(begin, len(r) - (WINDOW - 1)))
            high = min(len(r), low + WINDOW - 1)
            jobs.append((d, low, high))
            if high == len(r):
                break
            begin = low + WINDOW - 1 - 2 * margin
    jobs.sort(key=lambda j: j[2] - j[1])
    for b in range(0, len(jobs), batch):
        some = jobs[b : b + batch]
        width = max(high - low for _, low, high in some) + 1
        x = np.zeros((len(some), width, 5), np.int32)
        x[:, 0, 0] = CLS
        mask = np.zeros((len(some), width), bool)
        for i, (d, low, high) in enumerate(some):
            x[i, 1 : 1 + high - low] = rows[d][low:high]
            mask[i, : 1 + high - low] = True
        attend = None if mask.all() else torch.from_numpy(mask)[:, None, None, :]
        scores = net(torch.from_numpy(x[..., :3].astype(np.int64)), attend).numpy()
        for i, (d, low, high) in enumerate(some):
            begin = low + margin if low else 0
            end = high if high == len(rows[d]) else high - margin
            for k in range(begin, end):
                if rows[d][k, 3]:
                    found[d][rows[d][k, 4]] = scores[i, 1 + k - low]
    return found


def marginals(scores, transitions):
    """Unary and pairwise marginals of the CRF: n×7 and n×7×7 (entry i: from token i-1 to i), float16."""
    n = len(scores)
    step = np.where(ALLOWED, np.exp(transitions.astype(np.float64)), 0.0)
    local = np.exp((scores - scores.max(1, keepdims=True)).astype(np.float64))
    alpha, beta = np.zeros((n, TAGS)), np.ones((n, TAGS))
    a = local[0] * [0 if i in corpus.INSIDE else 1 for i in range(TAGS)]
    alpha[0] = a / a.sum()
    for t in range(1, n):
        a = (alpha[t - 1] @ step) * local[t]
        alpha[t] = a / a.sum()
    for t in range(n - 2, -1, -1):
        b = step @ (local[t + 1] * beta[t + 1])
        beta[t] = b / b.sum()
    unary = alpha * beta
    unary /= unary.sum(1, keepdims=True)
    pairwise = np.zeros((n, TAGS, TAGS))
    pairwise[1:] = alpha[:-1, :, None] * step * (local[1:] * beta[1:])[:, None, :]
    pairwise[1:] /= pairwise[1:].sum((1, 2), keepdims=True)
    return unary.astype(np.float16), pairwise.astype(np.float16)


def label(net, documents, pieces, shapes, say):
    """Marginals of the documents."""
    transitions, labels, part = net.transitions.detach().numpy(), [], 100
    for begin in range(0, len(documents), part):
        some = documents[begin : begin + part]
        for document, scores in zip(some, emissions(net, some, pieces, shapes, margin=24)):
            labels.append(marginals(constrained(scores, document), transitions))
        say(f"teacher: {begin + len(some)}/{len(documents)} documents read")
    return labels


def constrained(scores, document):
    """No run of source or cue across a sentence's border, none of content outside quotation marks."""
    scores = scores.copy()
    start, quote = document.state % 3, document.state // 3
    scores[np.ix_(start > 0, [2, 4])] -= 1e3
    scores[(start == 2) | ((start == 1) & ~np.isin(quote, (2, 3, 5, 6))), 6] -= 1e3
    return scores


def viterbi(scores, transitions):
    step = np.where(ALLOWED, transitions, -1e9)
    back = np.zeros((len(scores), TAGS), int)
    best = scores[0].copy()
    best[list(corpus.INSIDE)] = -1e9
    for i in range(1, len(scores)):
        options = best[:, None] + step
        back[i] = options.argmax(0)
        best = options.max(0) + scores[i]
    tags = [int(best.argmax())]
    for i in range(len(scores) - 1, 0, -1):
        tags.append(int(back[i][tags[-1]]))
    return np.array(tags[::-1], np.int8)


def predict(net, documents, pieces, shapes):
    transitions = net.transitions.detach().numpy()
    found = emissions(net, documents, pieces, shapes)
    return [viterbi(constrained(s, d), transitions) for s, d in zip(found, documents)]


def train(net, epochs, dev, pieces, shapes, *, seed, rate=1.5e-4, batch=4, say=print, total=None, checkpoint=None):
    """`epochs` are functions that give the documents of an epoch; returns the trained net."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    new = {id(p) for p in net.new_parameters()}
    optimizer = torch.optim.AdamW(
        [{"params": [p for p in net.parameters() if id(p) not in new], "lr": rate},
         {"params": net.new_parameters(), "lr": rate * 10}], weight_decay=0.01)
    base = [group["lr"] for group in optimizer.param_groups]
    step, losses, began = 0, [], time.time()
    for number, make in enumerate(epochs):
        rows, tags = windows(make(), pieces, shapes, rng)
        per_epoch = len(rows) // batch
        total = total or per_epoch * len(epochs)
        order = rng.permutation(len(rows))
        for b in range(0, per_epoch * batch, batch):
            net.train()
            some = order[b : b + batch]
            where, gold, mask = first_pieces(rows[some], tags[some])
            x = torch.from_numpy(rows[some][..., :3].astype(np.int64))
            hide = (torch.rand(x.shape[:2]) < 0.06) & (x[..., 0] > 110)
            x[..., 0] = torch.where(hide, MASK, x[..., 0])
            scores = net(x).gather(1, where[..., None].expand(-1, -1, TAGS))
            loss = crf_loss(scores, net.transitions, gold, mask)
            factor = min(1.0, (step + 1) / (0.08 * total)) * max(0.02, 1 - step / total)
            for group, lr in zip(optimizer.param_groups, base):
                group["lr"] = lr * factor
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            step += 1
            losses.append(loss.item())
            if not math.isfinite(losses[-1]):
                raise RuntimeError(f"teacher: the loss is {losses[-1]} at step {step}")
            if step in (5, 20) or step % 100 == 0:
                speed = step * batch * WINDOW / (time.time() - began)
                left = (total - step) * batch * WINDOW / speed / 60
                say(f"teacher: step {step}/{total} loss {np.mean(losses[-100:]):.4f} {speed:.0f} pieces/s {left:.0f} min left")
            if step % 600 == 0 and dev:
                scores = corpus.span_scores([d.tags for d in dev], predict(net, dev, pieces, shapes))
                say("teacher: dev (part) source {:.1f} cue {:.1f} content {:.1f}".format(*scores))
                if step >= 1200 and scores[2] < 40:
                    raise RuntimeError("teacher: it does not learn")
        if checkpoint:
            torch.save(net.state_dict(), checkpoint)
    return net
