"""The loop on a tiny task: `cargo xtask train --self-test`."""

import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch
from torch import nn

import loop

ROWS = np.random.default_rng(5).normal(size=(40, 3)).astype(np.float32)
RIGHT = (ROWS @ np.array([1.0, -2.0, 0.5], np.float32))[:, None]


class Stopped(Exception):
    pass


def train(checkpoint=None, stop_after=None, spoil=None):
    """Five epochs of a linear layer behind a dropout: its losses and weights. `stop_after`: the step at which it breaks off;
    `spoil`: the one whose loss is no number."""
    rng = loop.seeded(3)
    net = nn.Sequential(nn.Dropout(0.2), nn.Linear(3, 1))
    losses = []

    def loss(batch, rng):
        x, y = map(torch.from_numpy, batch)
        found = nn.functional.mse_loss(net(x + float(rng.normal(0, 0.01))), y)
        return found * float("nan") if spoil == len(losses) else found

    def tell(progress):
        losses.append(progress.losses[-1])
        if stop_after and progress.step == stop_after:
            raise Stopped

    optimiser = torch.optim.Adam(net.parameters(), lr=0.1)
    loop.descend("tiny", net, optimiser, lambda epoch, rng: loop.Batches([ROWS, RIGHT], 8, rng), loss, 5, rng,
                 loop.to_floor(4), average=loop.Average(net), after_step=tell, checkpoint=checkpoint)
    return losses, {k: v.tolist() for k, v in net.state_dict().items()}


class LoopTest(unittest.TestCase):
    def test_it_learns_and_repeats_itself(self):
        losses, weights = train()
        self.assertEqual(len(losses), 25)
        self.assertLess(losses[-1], losses[0] / 2)
        self.assertEqual((losses, weights), train())

    def test_a_stopped_run_goes_on_to_the_same_weights(self):
        losses, weights = train()
        with tempfile.TemporaryDirectory() as folder:
            checkpoint = Path(folder) / "tiny.part.pt"
            # In the middle of the fourth epoch: the third's end is kept.
            self.assertRaises(Stopped, train, checkpoint, 17)
            rest, again = train(checkpoint)
        self.assertEqual(rest, losses[15:])
        self.assertEqual(again, weights)

    def test_a_loss_that_is_no_number_ends_it(self):
        self.assertRaises(FloatingPointError, train, spoil=7)

    def test_too_few_rows_are_an_error(self):
        net = nn.Linear(3, 1)
        self.assertRaises(ValueError, loop.descend, "tiny", net, torch.optim.Adam(net.parameters()),
                          lambda epoch, rng: loop.Batches([ROWS[:4]], 8, rng), None, 1, loop.seeded(0), loop.to_zero(0.1))

    def test_rates_rise_and_fall(self):
        floor, zero = loop.to_floor(0.1), loop.to_zero(0.1)
        self.assertAlmostEqual(floor(0, 100), 0.1)
        self.assertAlmostEqual(floor(49, 100), 0.51)
        self.assertAlmostEqual(floor(99, 100), 0.02)
        self.assertAlmostEqual(zero(4, 100), 0.5)
        self.assertAlmostEqual(zero(9, 100), 1.0)
        self.assertEqual(zero(99, 100), 0.0)

    def test_averaged_weights_are_inside_for_a_while(self):
        net = nn.Linear(1, 1, bias=False)
        nn.init.constant_(net.weight, 0.0)
        average = loop.Average(net)
        nn.init.constant_(net.weight, 1.0)
        average.follow(net, 20)  # one half
        with average.inside(net):
            self.assertAlmostEqual(net.weight.item(), 0.5)
        self.assertEqual(net.weight.item(), 1.0)

    def test_windows_and_groups(self):
        columns = loop.cut([np.arange(11), np.arange(22).reshape(11, 2)], 3, 1)
        self.assertEqual(columns[0].tolist(), [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
        self.assertEqual(columns[1].shape, (3, 3, 2))
        rows = [[1] * n for n in (5, 1, 3, 2)]
        self.assertEqual(loop.by_length(rows, 2, range(4)), [[1, 3], [2, 0]])
        x, mask = loop.filled([rows[1], rows[3]])
        self.assertEqual((x.tolist(), mask.tolist()), ([[1, 0], [1, 1]], [[True, False], [True, True]]))


if __name__ == "__main__":
    unittest.main()
