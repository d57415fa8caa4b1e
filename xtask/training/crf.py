"""A linear chain over the tags of a text: which tag may begin it and which may follow which, log partition, loss,
marginals and the best path. All networks with a chain use this one; `src/network/chain.rs` reads the same numbers."""

import numpy as np
import torch
from torch import nn

NEVER = -1e4  # the score of what is forbidden: its exponential is zero


def forward_backward(scores, step, start, mask=None, precision=torch.float32):
    """Of b sequences of n scores of k tags: log partition (b), marginals of tags (b×n×k) and of pairs (b×(n-1)×k×k,
    entry i: from token i to i+1). `step`: k×k exponentials of the transitions; `start`: 1 for tags that may begin, 0 for
    others; `mask`: b×n, false behind a sequence's end. Alphas and betas are scaled to a sum of one at each token."""
    batch, length, tags = scores.shape
    top = scores.max(-1, keepdim=True).values
    local = torch.exp((scores - top).to(precision))
    alphas, betas = torch.empty_like(local), torch.empty_like(local)
    alpha, log_z = local[:, 0] * start, torch.zeros(batch, dtype=precision)
    for t in range(length):
        following = (alpha @ step) * local[:, t] if t else alpha
        total = following.sum(-1, keepdim=True)
        following, gain = following / total, torch.log(total[:, 0])
        if mask is not None and t:
            following = torch.where(mask[:, t, None], following, alpha)
            gain = torch.where(mask[:, t], gain, torch.zeros_like(gain))
        alpha, log_z = following, log_z + gain
        alphas[:, t] = alpha
    beta, back = torch.ones(batch, tags, dtype=precision), step.T.contiguous()
    betas[:, -1] = beta
    for t in range(length - 2, -1, -1):
        before = (local[:, t + 1] * beta) @ back
        before = before / before.sum(-1, keepdim=True)
        beta = before if mask is None else torch.where(mask[:, t + 1, None], before, beta)
        betas[:, t] = beta
    unary = alphas * betas
    unary = unary / unary.sum(-1, keepdim=True)
    pairs = torch.einsum("bti,btj->btij", alphas[:, :-1], (local * betas)[:, 1:]) * step
    pairs = pairs / pairs.sum((2, 3), keepdim=True)
    tops = top[..., 0].to(precision)
    if mask is not None:
        unary, pairs, tops = unary * mask[..., None], pairs * mask[:, 1:, None, None], tops * mask
    return log_z + tops.sum(1), unary, pairs


class LogPartition(torch.autograd.Function):
    """The log partition as a function of scores and transitions; its gradients are the marginals."""

    @staticmethod
    def forward(ctx, scores, transitions, forbidden, start, mask):
        log_z, unary, pairs = forward_backward(scores, torch.exp(transitions + forbidden), start, mask)
        ctx.save_for_backward(unary, pairs.sum(1))
        return log_z

    @staticmethod
    def backward(ctx, gradient):
        unary, pairs = ctx.saved_tensors
        return gradient[:, None, None] * unary, (gradient[:, None, None] * pairs).sum(0), None, None, None


class Chain:
    """`allowed`: k×k, which tag may follow which (row before column); `first`: k, which may begin a text."""

    def __init__(self, allowed, first):
        self.allowed, self.first = np.asarray(allowed, bool), np.asarray(first, bool)
        self.tags = len(self.first)
        self.forbidden = torch.tensor(np.where(self.allowed, 0.0, NEVER), dtype=torch.float32)

    def parameter(self):
        """Transitions to learn, all alike."""
        return nn.Parameter(torch.zeros(self.tags, self.tags))

    def log_partition(self, scores, transitions, mask=None, anywhere=False):
        """b log partitions of b×n×k scores. `anywhere`: the sequences are cut from texts, and any tag may begin one."""
        start = torch.ones(self.tags) if anywhere else torch.tensor(self.first, dtype=torch.float32)
        return LogPartition.apply(scores, transitions, self.forbidden, start, mask)

    def loss(self, scores, transitions, tags, mask=None, anywhere=False):
        """Negative log-likelihood a token of the tags (b×n)."""
        at, steps = scores.gather(2, tags[..., None])[..., 0], transitions[tags[:, :-1], tags[:, 1:]]
        if mask is not None:
            at, steps = at * mask, steps * mask[:, 1:]
        count = tags.numel() if mask is None else mask.sum()
        log_z = self.log_partition(scores, transitions, mask, anywhere)
        return (log_z.sum() - (at.sum() + steps.sum())) / count

    def partial_loss(self, scores, transitions, tags, others, mask, anywhere=False):
        """Negative log-likelihood a token of all sequences that have, at each token, the one tag or the other (b×n each)."""
        possible = torch.zeros_like(scores, dtype=torch.bool)
        possible.scatter_(2, tags[..., None], True).scatter_(2, others[..., None], True)
        among = self.log_partition(scores.masked_fill(~possible, NEVER), transitions, mask, anywhere)
        return (self.log_partition(scores, transitions, mask, anywhere) - among).sum() / mask.sum()

    def soft_loss(self, scores, transitions, unary, pairs):
        """Cross-entropy a token with targets that are marginals: of tags (b×n×k), and of pairs, summed over all (k×k)."""
        log_z = self.log_partition(scores, transitions).sum()
        return (log_z - (scores * unary).sum() - (transitions * pairs).sum()) / (scores.shape[0] * scores.shape[1])

    def marginals(self, scores, transitions):
        """Of one text's n×k scores, as arrays in half precision: n×k, and n×k×k (entry i: from token i-1 to i; the first
        is zero). Reckoned in double precision."""
        scores, transitions = torch.from_numpy(scores), torch.from_numpy(transitions).double()
        step, start = torch.exp(transitions + self.forbidden.double()), torch.tensor(self.first).double()
        _, unary, pairs = forward_backward(scores[None], step, start, precision=torch.float64)
        pairs = np.concatenate([np.zeros((1, self.tags, self.tags)), pairs[0].numpy()])
        return unary[0].numpy().astype(np.float16), pairs.astype(np.float16)

    def viterbi(self, scores, transitions):
        """The best tags of one text's n×k scores (n at least 1)."""
        step = np.where(self.allowed, transitions, -1e9)
        back = np.zeros((len(scores), self.tags), np.int32)
        best = np.where(self.first, scores[0], -1e9)
        for i in range(1, len(scores)):
            options = best[:, None] + step
            back[i] = options.argmax(0)
            best = options.max(0) + scores[i]
        tags = [int(best.argmax())]
        for i in range(len(scores) - 1, 0, -1):
            tags.append(int(back[i][tags[-1]]))
        return np.array(tags[::-1], np.int8)
