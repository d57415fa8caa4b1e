"""The chain against all paths of tiny sequences: `cargo xtask train --self-test`."""

import itertools
import unittest

import numpy as np
import torch

import corpus
import crf
import names_corpus

# Three tags: outside, begin, inside; inside needs a begin or an inside before it.
TINY = crf.Chain([[True, True, False], [True, True, True], [True, True, True]], [True, True, False])


def drawn(chain, length, seed, batch=1):
    rng = np.random.default_rng(seed)
    return (rng.normal(0, 2, (batch, length, chain.tags)).astype(np.float32),
            rng.normal(0, 1, (chain.tags, chain.tags)).astype(np.float32))


def paths(chain, scores, transitions, anywhere=False):
    """Every path that is allowed, with its score in double precision."""
    found = {}
    for path in itertools.product(range(chain.tags), repeat=len(scores)):
        if not (anywhere or chain.first[path[0]]) or not all(chain.allowed[a, b] for a, b in zip(path, path[1:])):
            continue
        steps = sum(float(transitions[a, b]) for a, b in zip(path, path[1:]))
        found[path] = steps + sum(float(s[tag]) for s, tag in zip(scores, path))
    return found


def log_sum(values):
    return float(np.logaddexp.reduce(np.array(list(values))))


class ChainTest(unittest.TestCase):
    def test_log_partition_is_the_sum_over_paths(self):
        for length, seed, anywhere in itertools.product((1, 2, 5), range(3), (False, True)):
            scores, transitions = drawn(TINY, length, seed, batch=2)
            found = TINY.log_partition(torch.tensor(scores), torch.tensor(transitions), anywhere=anywhere)
            wanted = [log_sum(paths(TINY, s, transitions, anywhere).values()) for s in scores]
            np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-5, atol=1e-5)

    def test_a_mask_leaves_out_what_is_behind_the_end(self):
        scores, transitions = drawn(TINY, 6, 4, batch=3)
        lengths = (6, 1, 4)
        mask = torch.tensor([[t < n for t in range(6)] for n in lengths])
        leaves = [torch.tensor(a, requires_grad=True) for a in (scores, transitions)]
        found = TINY.log_partition(*leaves, mask)
        wanted = [log_sum(paths(TINY, s[:n], transitions).values()) for s, n in zip(scores, lengths)]
        np.testing.assert_allclose(found.detach().numpy(), wanted, rtol=1e-5, atol=1e-5)
        found.sum().backward()
        steps = torch.zeros(3, 3)
        for gradient, s, n in zip(leaves[0].grad, scores, lengths):
            alone = [torch.tensor(a, requires_grad=True) for a in (s[None, :n], transitions)]
            TINY.log_partition(*alone).sum().backward()
            np.testing.assert_allclose(gradient[:n], alone[0].grad[0], atol=1e-5)
            self.assertFalse(gradient[n:].any())
            steps += alone[1].grad
        np.testing.assert_allclose(leaves[1].grad, steps, atol=1e-5)

    def test_gradients_are_the_marginals(self):
        scores, transitions = drawn(TINY, 5, 7)
        all_paths = paths(TINY, scores[0], transitions)
        log_z = log_sum(all_paths.values())
        unary, pairs = np.zeros((5, 3)), np.zeros((5, 3, 3))
        for path, score in all_paths.items():
            for t, tag in enumerate(path):
                unary[t, tag] += np.exp(score - log_z)
                if t:
                    pairs[t, path[t - 1], tag] += np.exp(score - log_z)
        leaves = [torch.tensor(a, requires_grad=True) for a in (scores, transitions)]
        TINY.log_partition(*leaves).sum().backward()
        np.testing.assert_allclose(leaves[0].grad[0].numpy(), unary, atol=1e-5)
        np.testing.assert_allclose(leaves[1].grad.numpy(), pairs.sum(0), atol=1e-5)
        found = TINY.marginals(scores[0], transitions)
        np.testing.assert_allclose(found[0], unary, atol=1e-3)
        np.testing.assert_allclose(found[1], pairs, atol=1e-3)

    def test_loss_is_the_path_s_share(self):
        scores, transitions = drawn(TINY, 4, 1, batch=2)
        tags = ((1, 2, 0, 1), (0, 1, 2, 2))
        wanted = -sum(paths(TINY, s, transitions)[t] - log_sum(paths(TINY, s, transitions).values())
                      for s, t in zip(scores, tags)) / 8
        inputs = torch.tensor(scores), torch.tensor(transitions)
        self.assertAlmostEqual(TINY.loss(*inputs, torch.tensor(tags)).item(), wanted, 5)
        mask = torch.ones(2, 4, dtype=torch.bool)
        self.assertAlmostEqual(TINY.loss(*inputs, torch.tensor(tags), mask).item(), wanted, 5)
        unary, pairs = torch.zeros(2, 4, 3), torch.zeros(3, 3)
        for b, path in enumerate(tags):
            unary[b, range(4), path] = 1
            for a, c in zip(path, path[1:]):
                pairs[a, c] += 1
        self.assertAlmostEqual(TINY.soft_loss(*inputs, unary, pairs).item(), wanted, 5)

    def test_loss_leaves_out_what_is_behind_the_end(self):
        scores, transitions = drawn(TINY, 4, 2, batch=2)
        tags = torch.tensor([(1, 2, 0, 1), (0, 1, 0, 0)])
        mask = torch.tensor([[True] * 4, [True, True, False, False]])
        wanted = sum(log_sum(paths(TINY, s[:n], transitions).values()) - paths(TINY, s[:n], transitions)[t]
                     for s, n, t in ((scores[0], 4, (1, 2, 0, 1)), (scores[1], 2, (0, 1)))) / 6
        self.assertAlmostEqual(TINY.loss(torch.tensor(scores), torch.tensor(transitions), tags, mask).item(), wanted, 5)

    def test_a_partial_loss_is_the_share_of_all_that_is_possible(self):
        scores, transitions = drawn(TINY, 4, 6)
        tags, others = (1, 2, 0, 1), (1, 2, 1, 2)
        all_paths = paths(TINY, scores[0], transitions)
        possible = [v for path, v in all_paths.items() if all(t in pair for t, pair in zip(path, zip(tags, others)))]
        self.assertGreater(len(possible), 2)
        wanted = (log_sum(all_paths.values()) - log_sum(possible)) / 4
        inputs = torch.tensor(scores), torch.tensor(transitions)
        mask = torch.ones(1, 4, dtype=torch.bool)
        found = TINY.partial_loss(*inputs, torch.tensor([tags]), torch.tensor([others]), mask)
        self.assertAlmostEqual(found.item(), wanted, 4)
        # With one tag a token it is the loss.
        alone = TINY.partial_loss(*inputs, torch.tensor([tags]), torch.tensor([tags]), mask)
        self.assertAlmostEqual(alone.item(), TINY.loss(*inputs, torch.tensor([tags]), mask).item(), 4)

    def test_viterbi_finds_the_best_path(self):
        for chain, length in ((TINY, 1), (TINY, 6), (corpus.CHAIN, 4), (names_corpus.CHAIN, 3)):
            for seed in range(5):
                scores, transitions = drawn(chain, length, seed)
                all_paths = paths(chain, scores[0], transitions)
                self.assertEqual(tuple(chain.viterbi(scores[0], transitions)), max(all_paths, key=all_paths.get))

    def test_names_end_with_their_sentences(self):
        # Every score begs for one name over both sentences.
        scores, state = np.zeros((6, names_corpus.TAGS), np.float32), np.array([2, 0, 18, 1, 9, 0], np.uint8)
        scores[:, 2] = 9
        document = corpus.Document("two", list("abcdef"), state)
        transitions = np.zeros((names_corpus.TAGS, names_corpus.TAGS), np.float32)
        tags = names_corpus.CHAIN.viterbi(names_corpus.constrained(scores, document), transitions)
        self.assertEqual(names_corpus.spans(tags), [(0, 0, 3), (0, 3, 6)])

    def test_extreme_scores_stay_finite(self):
        scores, transitions = drawn(TINY, 50, 3)
        found = TINY.log_partition(torch.tensor(scores * 20), torch.tensor(transitions))
        self.assertTrue(torch.isfinite(found).all())
        self.assertGreater(found.item(), float((scores * 20).max(2).sum()) - 20 * 50)


if __name__ == "__main__":
    unittest.main()
