"""The teacher: MiniLM-L6 with embeddings of quotation state and shape and a CRF layer over the first pieces of words.

It never ships; the small network learns from its marginals. Encoder weights: all-MiniLM-L6-v2 (Apache-2.0)."""

import json
import unicodedata
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import corpus
import loop
from corpus import CHAIN, MODES, TAGS
from student import MODE_SHARE, Targets

WINDOW = 256  # pieces, with [CLS]
CLS, SEP, MASK, UNKNOWN = 101, 102, 103, 100


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
        self.out = nn.Linear(width, TAGS + MODES)
        self.transitions = CHAIN.parameter()

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
        with loop.half():
            for layer in self.layers:
                h = layer(h, mask)
        return self.out(F.dropout(h.float(), 0.1, self.training))


def windows(documents, pieces, shapes, rng):
    """One epoch: all documents in random order, cut into windows from a random offset; piece rows, and gold beside them:
    tags, tags without what can be taken either way, modes."""
    order = rng.permutation(len(documents))
    rows = [encoded(documents[i], pieces, shapes) for i in order]
    gold = [np.stack([d.tags, d.certain, d.modes], 1)[r[:, 4]] for d, r in zip((documents[i] for i in order), rows)]
    rows, gold = loop.cut([np.concatenate(rows), np.concatenate(gold)], WINDOW - 1, rng.integers(0, WINDOW))
    count = len(rows)
    first = np.zeros((count, 1, 5), np.int32)
    first[..., 0] = CLS
    return np.concatenate([first, rows], 1), np.concatenate([np.zeros((count, 1, 3), gold.dtype), gold], 1)


def first_pieces(rows, gold):
    """Where the words begin, their gold, and which entries are real."""
    is_first = rows[..., 3] == 1
    longest = int(is_first.sum(1).max())
    where = np.zeros((len(rows), longest), np.int64)
    found = np.zeros((len(rows), longest, 3), np.int64)
    mask = np.zeros((len(rows), longest), bool)
    for b in range(len(rows)):
        k = np.nonzero(is_first[b])[0]
        values = gold[b][k].astype(np.int64)
        for column in (0, 1):
            if values[0, column] in corpus.INSIDE:
                values[0, column] -= 1
        where[b, : len(k)], found[b, : len(k)], mask[b, : len(k)] = k, values, True
    return torch.from_numpy(where), torch.from_numpy(found), torch.from_numpy(mask)


def mode_loss(scores, modes, mask):
    """Cross-entropy of the modes where gold tells them; where it only tells that something is said or thought, of that."""
    logs = F.log_softmax(scores, -1)
    either = torch.logsumexp(logs[..., 1:], -1)
    told = logs.gather(-1, modes.clamp(max=MODES - 1)[..., None])[..., 0]
    loss = torch.where(modes == corpus.EITHER, either, told)
    known = mask & (modes != corpus.OPEN)
    return -(loss * known).sum() / known.sum()


@torch.no_grad()
def emissions(net, documents, pieces, shapes, margin=40, batch=16):
    """Scores n×10 of every document, of tags and modes, from overlapping windows."""
    net.eval()
    rows = [encoded(d, pieces, shapes) for d in documents]
    found = [np.zeros((len(d), TAGS + MODES), np.float32) for d in documents]
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


def label(net, documents, pieces, shapes):
    """The targets that the teacher sets: marginals, and the probabilities of modes."""
    transitions, labels, part = net.transitions.detach().numpy(), [], 100
    for begin in range(0, len(documents), part):
        some = documents[begin : begin + part]
        for document, scores in zip(some, emissions(net, some, pieces, shapes, margin=24)):
            tags, modes = scores[:, :TAGS], torch.from_numpy(scores[:, TAGS:])
            unary, pairs = CHAIN.marginals(corpus.constrained(tags, document), transitions)
            labels.append(Targets(unary, pairs, F.softmax(modes, -1).numpy().astype(np.float16)))
        loop.say(f"teacher: {begin + len(some)}/{len(documents)} documents read")
    return labels


def predict(net, documents, pieces, shapes):
    transitions = net.transitions.detach().numpy()
    found = emissions(net, documents, pieces, shapes)
    return [CHAIN.viterbi(corpus.constrained(s[:, :TAGS], d), transitions) for s, d in zip(found, documents)]


def train(net, make, epochs, dev, pieces, shapes, *, seed, rate=1.5e-4, batch=4, checkpoint=None):
    """`make(epoch)` gives the documents of one epoch; returns the trained net."""
    rng = loop.seeded(seed)
    new = {id(p) for p in net.new_parameters()}
    optimiser = torch.optim.AdamW(
        [{"params": [p for p in net.parameters() if id(p) not in new], "lr": rate},
         {"params": net.new_parameters(), "lr": rate * 10}], weight_decay=0.01)

    def batches(epoch, rng):
        return loop.Batches(windows(make(epoch), pieces, shapes, rng), batch, rng)

    def loss(some, rng):
        rows, gold = some
        where, gold, mask = first_pieces(rows, gold)
        x = torch.from_numpy(rows[..., :3].astype(np.int64))
        hide = (torch.rand(x.shape[:2]) < 0.06) & (x[..., 0] > 110)
        x[..., 0] = torch.where(hide, MASK, x[..., 0])
        scores = net(x).gather(1, where[..., None].expand(-1, -1, TAGS + MODES))
        tags = CHAIN.partial_loss(scores[..., :TAGS], net.transitions, gold[..., 0], gold[..., 1], mask)
        return tags + MODE_SHARE * mode_loss(scores[..., TAGS:], gold[..., 2], mask)

    def tell(progress):
        step, total = progress.step, progress.total
        if step in (5, 20) or step % 100 == 0:
            speed = step * batch * WINDOW / progress.time()
            left = (total - step) * batch * WINDOW / speed / 60
            recent = np.mean(progress.losses[-100:])
            loop.say(f"teacher: step {step}/{total} loss {recent:.4f} {speed:.0f} pieces/s {left:.0f} min left")
        if step % 600 == 0 and dev:
            scores = corpus.span_scores([d.tags for d in dev], predict(net, dev, pieces, shapes))
            loop.say("teacher: dev (part) source {:.1f} cue {:.1f} content {:.1f}".format(*scores))
            if step >= 1200 and scores[2] < 40:
                raise RuntimeError("teacher: it does not learn")

    return loop.descend("teacher", net, optimiser, batches, loss, epochs, rng, loop.to_floor(0.08), after_step=tell,
                        checkpoint=checkpoint)
