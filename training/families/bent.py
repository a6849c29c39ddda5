"""A seed's stream of chances, bent: the decisions stay as they were, the lengths drawn between them move.

It stands in for `np.random.Generator` where parts are sampled, and knows the five methods that these use.
"""

from collections.abc import Callable

import numpy as np

Bend = Callable[[int, np.ndarray], np.ndarray]  # (which draw, shares of its range) -> other shares


class Bent:
    def __init__(self, seed, bend: Bend | None = None, fork_at: int | None = None, fork_seed=0):
        self._stream = np.random.default_rng(seed)
        self._bend, self._fork_at, self._fork_seed = bend, fork_at, fork_seed
        self.draws = 0

    def _next(self) -> np.random.Generator:
        if self.draws == self._fork_at:
            self._stream = np.random.default_rng(self._fork_seed)
        self.draws += 1
        return self._stream

    def uniform(self, low=0.0, high=1.0, size=None):
        shape = np.broadcast_shapes(np.shape(low), np.shape(high)) if size is None else size
        share = self._next().random(shape)
        if self._bend is not None:
            share = self._bend(self.draws - 1, share)
        return low + (high - low) * share

    def random(self, size=None):
        return self._next().random(size)

    def integers(self, *args, **options):
        return self._next().integers(*args, **options)

    def choice(self, *args, **options):
        return self._next().choice(*args, **options)

    def dirichlet(self, alpha, size=None):
        return self._next().dirichlet(alpha, size)


def one_moved(draw: int, random: np.random.Generator) -> Bend:
    """A revision: one length alone, by a tenth of its range or so."""
    step = float(random.uniform(0.05, 0.2)) * random.choice((-1, 1))

    def bend(index: int, share: np.ndarray) -> np.ndarray:
        return _within(share + step) if index == draw else share

    return bend


def all_moved(random: np.random.Generator) -> Bend:
    """Other proportions: every length, by up to half of its range."""
    seed = int(random.integers(2**32))

    def bend(index: int, share: np.ndarray) -> np.ndarray:
        step = np.random.default_rng([seed, index]).uniform(0.15, 0.5, np.shape(share))
        return _within(share + step * (-1 if (index + seed) % 2 else 1))

    return bend


def _within(share: np.ndarray) -> np.ndarray:
    """Reflected at the ends of the range."""
    share = np.abs(share)
    return np.where(share > 1, 2 - share, share)
