"""How sure is "sure"? The reader's own score against how often it is right.

What the net's steps make of a text is a score, not a chance. Two numbers turn one into the other: on texts of the
hard synthetic set, slope and offset of a logistic curve over the score's logit.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np

LEAST = 1e-6
BINS = 10


class Calibration(NamedTuple):
    slope: float = 1.0
    offset: float = 0.0

    def chance(self, score: np.ndarray | float) -> np.ndarray:
        """That a text with this score is right."""
        return _chance(self.slope * _logit(score) + self.offset)


def _logit(score: np.ndarray | float) -> np.ndarray:
    score = np.clip(np.asarray(score, float), LEAST, 1 - LEAST)
    return np.log(score / (1 - score))


def _chance(logit: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(logit, -30, 30)))


def fit(scores: np.ndarray, right: np.ndarray) -> Calibration:
    """Maximum likelihood by Newton's method, with a little pull towards the score itself."""
    x = np.stack([_logit(scores), np.ones(len(scores))], 1)
    prior, pull = np.array([1.0, 0.0]), 1.0
    weights = prior.copy()
    for _ in range(50):
        chance = _chance(x @ weights)
        gradient = x.T @ (chance - right) + pull * (weights - prior)
        curvature = (x * (chance * (1 - chance))[:, None]).T @ x + pull * np.eye(2)
        step = np.clip(np.linalg.solve(curvature, gradient), -0.5, 0.5)  # short steps: far from the answer the curve is flat
        weights = weights - step
        if np.abs(step).max() < 1e-9:
            break
    return Calibration(round(float(weights[0]), 4), round(float(weights[1]), 4))


def expected_error(chances: np.ndarray, right: np.ndarray) -> float:
    """Mean distance, over bins of equal size, between the chance that was given and the share that was right."""
    order = np.argsort(chances)
    parts = [part for part in np.array_split(order, BINS) if len(part)]
    return float(sum(len(part) * abs(chances[part].mean() - right[part].mean()) for part in parts) / max(1, len(chances)))


def draw(groups: dict[str, tuple[np.ndarray, np.ndarray]], path: Path) -> None:
    """The reliability of each group of texts: the chance given against the share that was right."""
    import matplotlib

    matplotlib.use('Agg')
    from matplotlib import pyplot

    figure, axis = pyplot.subplots(figsize=(5, 5), constrained_layout=True)
    axis.plot([0, 1], [0, 1], color='0.7', linewidth=1)
    for name, (chances, right) in groups.items():
        parts = [part for part in np.array_split(np.argsort(chances), BINS) if len(part)]
        axis.plot([chances[p].mean() for p in parts], [right[p].mean() for p in parts], marker='o', label=f'{name} ({len(chances)})')
    axis.set(xlabel='chance given', ylabel='share right', xlim=(0, 1.02), ylim=(0, 1.02))
    axis.grid(alpha=0.3)
    axis.legend()
    figure.savefig(path, dpi=90)
    pyplot.close(figure)
