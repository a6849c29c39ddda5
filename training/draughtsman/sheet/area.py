"""Upright rectangles on the sheet, in millimetres, and how they divide."""

from typing import NamedTuple

import numpy as np


class Area(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def quad(self) -> np.ndarray:
        return np.array([(self.left, self.top), (self.right, self.top), (self.right, self.bottom), (self.left, self.bottom)], float)

    def inset(self, margin_mm: float) -> 'Area':
        """Smaller by the margin on each side, and larger if it is negative."""
        return Area(self.left + margin_mm, self.top + margin_mm, self.right - margin_mm, self.bottom - margin_mm)

    def columns(self, *shares: float) -> list['Area']:
        """Side by side, from left to right, with widths in these proportions."""
        edges = self.left + self.width * _edges(shares)
        return [Area(float(a), self.top, float(b), self.bottom) for a, b in zip(edges, edges[1:])]

    def rows(self, *shares: float) -> list['Area']:
        """On top of each other, from the top down, with heights in these proportions."""
        edges = self.top + self.height * _edges(shares)
        return [Area(self.left, float(a), self.right, float(b)) for a, b in zip(edges, edges[1:])]


def _edges(shares) -> np.ndarray:
    ends = np.concatenate([[0.0], np.cumsum(np.asarray(shares, float))])
    return ends / ends[-1]
