"""Views → vectors, and two drawings → how alike they are. The rule stands in the manifest, and the runtime follows it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..saying import Say

SHEET_SHARE = 0.5  # of the score of two drawings; the rest is for their views, each with its best match
VIEW_POWER = 8  # of the mean over these: a view that both show counts for more than several that are a little alike
BATCH = 64


@dataclass
class Embedding:
    """All vectors have length 1."""

    sheet: np.ndarray
    views: np.ndarray
    weights: np.ndarray


def vectors_of(say: Say, pictures: np.ndarray) -> np.ndarray:
    said = [say(pictures[start : start + BATCH, None]) for start in range(0, len(pictures), BATCH)]
    return unit(np.concatenate(said))


def embedding(vectors: np.ndarray, weights: Sequence[float]) -> Embedding:
    share = np.asarray(weights, np.float32)
    return Embedding(unit(share @ vectors), vectors, share / share.sum())


def score(query: Embedding, other: Embedding) -> float:
    best = (query.views @ other.views.T).max(1)
    return float(SHEET_SHARE * (query.sheet @ other.sheet) + (1 - SHEET_SHARE) * power_mean(query.weights, best))


def power_mean(weights: np.ndarray, best: np.ndarray) -> np.ndarray:
    """Over the rows of `best`, one a view."""
    return (weights @ np.clip(best, 0, None) ** VIEW_POWER) ** (1 / VIEW_POWER)


def unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
