"""A collection of drawings, and how well it answers: the right one first?"""

from dataclasses import dataclass

import numpy as np

from .embedding import SHEET_SHARE, Embedding, power_mean


@dataclass
class Collection:
    """Many embeddings laid out for exact search by the score of `embedding`."""

    sheets: np.ndarray  # one row a drawing
    views: np.ndarray  # one row a view
    first_view: np.ndarray  # of each drawing

    @classmethod
    def of(cls, embeddings: list[Embedding]) -> 'Collection':
        counts = [len(one.views) for one in embeddings]
        return cls(
            np.stack([one.sheet for one in embeddings]),
            np.concatenate([one.views for one in embeddings]),
            np.concatenate([[0], np.cumsum(counts)[:-1]]),
        )

    def scores(self, query: Embedding) -> np.ndarray:
        best = np.maximum.reduceat(query.views @ self.views.T, self.first_view, axis=1)
        return SHEET_SHARE * (self.sheets @ query.sheet) + (1 - SHEET_SHARE) * power_mean(query.weights, best)


def first_is_right(scores: np.ndarray, relevant: np.ndarray, itself: int | None = None) -> bool:
    """Of one query: is the drawing on top one of those sought? The query itself does not count."""
    scores = scores.copy()
    if itself is not None:
        scores[itself] = -np.inf
    return bool(relevant[int(scores.argmax())])
