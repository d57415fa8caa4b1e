"""The optimiser's loop that all networks share: a rate that rises and falls, clipped gradients, averaged weights, an error
as soon as a loss is no number, and a checkpoint after each epoch, from which a stopped run goes on to the same numbers."""

import contextlib
import math
import os
import time

import numpy as np
import torch
from torch import nn


HALF = True  # whether products are in bfloat16 where a network says so


def begin(options):
    """One thread unless more are asked for, so that sums are the same every time; and how exact products are."""
    global HALF
    HALF = not options.float32
    torch.set_num_threads(options.threads)


def half(enabled=True):
    """Inside, products are in bfloat16."""
    return torch.autocast("cpu", torch.bfloat16, enabled=enabled and HALF)


def say(*words):
    print(time.strftime("%H:%M:%S"), *words, flush=True)


def seeded(seed):
    """A generator for the order of texts; PyTorch's own, which drops and draws weights, starts from the seed as well."""
    torch.manual_seed(seed)
    return np.random.default_rng(seed)


# ---- the rate -------------------------------------------------------------------------------------------------------


def to_floor(warm, floor=0.02):
    """The rate's factor at a step: rises over `warm` steps (of all steps that share, when below one), falls in a line and
    stays at `floor`."""

    def factor(step, total):
        return min(1.0, (step + 1) / (warm * total if warm < 1 else warm)) * max(floor, 1 - step / total)

    return factor


def to_zero(warm):
    """The rate's factor at a step: rises over that share of the steps, falls in a line to nothing."""

    def factor(step, total):
        return min((step + 1) / (warm * total), (total - (step + 1)) / ((1 - warm) * total))

    return factor


# ---- averaged weights -----------------------------------------------------------------------------------------------


class Average:
    """An exponential average of all weights that follows quickly at first."""

    def __init__(self, net, most=0.998):
        self.most = most
        self.weights = {k: v.detach().clone() for k, v in net.state_dict().items()}

    @torch.no_grad()
    def follow(self, net, step):
        decay = min(self.most, step / (step + 20))
        for k, v in net.state_dict().items():
            self.weights[k].lerp_(v, 1 - decay)

    @contextlib.contextmanager
    def inside(self, net):
        """The net with the averaged weights, for measuring."""
        kept = {k: v.clone() for k, v in net.state_dict().items()}
        net.load_state_dict(self.weights)
        yield net
        net.load_state_dict(kept)


# ---- batches --------------------------------------------------------------------------------------------------------


def cut(columns, length, offset):
    """Columns of one entry a token as windows of `length` tokens, from `offset` on; what is left over is left out."""
    count = (len(columns[0]) - offset) // length
    return [c[offset : offset + count * length].reshape(count, length, *c.shape[1:]) for c in columns]


class Batches:
    """Rows of arrays in random order, `size` at a time; what is left over is left out."""

    def __init__(self, arrays, size, rng):
        self.arrays, self.size = arrays, size
        self.order = rng.permutation(len(arrays[0]))

    def __len__(self):
        return len(self.order) // self.size

    def __iter__(self):
        for begin in range(0, len(self) * self.size, self.size):
            some = self.order[begin : begin + self.size]
            yield [array[some] for array in self.arrays]


def by_length(rows, size, which, rng=None):
    """Groups of up to `size` of the rows `which`, those of about one length together, the groups in random order."""
    order = sorted(which, key=lambda i: len(rows[i]) + (6 * rng.random() if rng is not None else 0))
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    if rng is not None:
        rng.shuffle(groups)
    return groups


def filled(rows):
    """Rows of unlike length as one tensor, filled up with zeros, and the mask of what is real."""
    rows = [np.asarray(row, np.int64) for row in rows]
    longest = max(1, max(len(row) for row in rows))
    x, mask = np.zeros((len(rows), longest, *rows[0].shape[1:]), np.int64), np.zeros((len(rows), longest), bool)
    for k, row in enumerate(rows):
        x[k, : len(row)], mask[k, : len(row)] = row, True
    return torch.from_numpy(x), torch.from_numpy(mask)


# ---- the loop -------------------------------------------------------------------------------------------------------


class Progress:
    """How far a loop has come."""

    def __init__(self):
        self.step, self.total, self.epoch = 0, 0, 0  # steps done, of how many; epochs done
        self.losses, self.first = [], 0  # of all steps; the index of this epoch's first
        self.seconds, self.since = 0.0, time.time()  # spent before the last start, and when that was

    def time(self):
        return self.seconds + time.time() - self.since

    def loss(self):
        """The mean of this epoch so far."""
        return np.mean(self.losses[self.first :])


def descend(name, net, optimiser, batches, loss_of, epochs, rng, factor, *, average=None, after_step=None,
            after_epoch=None, checkpoint=None):
    """Trains `net` in place; it ends with the averaged weights where there is an `average`.

    `batches(epoch, rng)`: those of an epoch, with a length; the first epoch's tells how many steps there will be, more or
    less. `loss_of(batch, rng)`: a scalar;
    `factor(step, total)`: of the optimiser's rates. `after_step` and `after_epoch` are called with the progress."""
    rates = [group["lr"] for group in optimiser.param_groups]
    progress = Progress()
    if checkpoint is not None and checkpoint.exists():
        _resume(checkpoint, progress, net, optimiser, average, rng)
        say(f"{name}: goes on after epoch {progress.epoch} of {epochs}")
    while progress.epoch < epochs:
        some = batches(progress.epoch, rng)
        progress.total = progress.total or len(some) * epochs
        progress.first = len(progress.losses)
        if not len(some):
            raise ValueError(f"{name}: too few texts for one batch")
        for batch in some:
            net.train()
            loss = loss_of(batch, rng)
            value = loss.item()
            if not math.isfinite(value):
                raise FloatingPointError(f"{name}: the loss is {value} at step {progress.step + 1}")
            share = factor(progress.step, progress.total)
            for group, rate in zip(optimiser.param_groups, rates):
                group["lr"] = rate * share
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            progress.step += 1
            progress.losses.append(value)
            if average is not None:
                average.follow(net, progress.step)
            if after_step is not None:
                after_step(progress)
        progress.epoch += 1
        if after_epoch is not None:
            after_epoch(progress)
        if checkpoint is not None:
            _keep(checkpoint, progress, net, optimiser, average, rng)
    if average is not None:
        net.load_state_dict(average.weights)
    return net


# ---- keeping --------------------------------------------------------------------------------------------------------


def save(values, path):
    """A file that is whole or not there."""
    part = path.with_name(path.name + ".new")
    torch.save(values, part)
    os.replace(part, path)


def kept(path, net, train):
    """The net with the weights that lie at `path`; else `train(checkpoint)` trains this very net, and they are put there."""
    if path.exists():
        net.load_state_dict(torch.load(path))
        return net
    checkpoint = path.with_suffix(".part.pt")
    train(checkpoint)
    save(net.state_dict(), path)
    checkpoint.unlink(missing_ok=True)
    return net


def _keep(path, progress, net, optimiser, average, rng):
    save({"net": net.state_dict(), "optimiser": optimiser.state_dict(), "average": average and average.weights,
          "steps": (progress.step, progress.total, progress.epoch), "losses": progress.losses, "time": progress.time(),
          "torch": torch.get_rng_state(), "order": rng.bit_generator.state}, path)


def _resume(path, progress, net, optimiser, average, rng):
    kept = torch.load(path)
    net.load_state_dict(kept["net"])
    optimiser.load_state_dict(kept["optimiser"])
    if average is not None:
        average.weights = kept["average"]
    progress.step, progress.total, progress.epoch = kept["steps"]
    progress.losses, progress.seconds = kept["losses"], kept["time"]
    torch.set_rng_state(kept["torch"])
    rng.bit_generator.state = kept["order"]
