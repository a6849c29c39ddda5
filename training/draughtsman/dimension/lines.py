"""All lines drawn so far, to ask how many of them run through a text."""

import numpy as np

from ..geometry import unit
from ..scene import Scene, Stroke


class Lines:
    def __init__(self, scene: Scene):
        strokes = (item for item in scene.items if isinstance(item, Stroke))
        self._new = [np.vstack([item.points, item.points[:1]]) if item.closed else item.points for item in strokes]
        self._pieces = np.zeros((0, 2, 2))
        self._low, self._high = np.zeros((2, 0)), np.zeros((2, 0))

    def add(self, points: np.ndarray) -> None:
        self._new.append(points)

    def through(self, quad: np.ndarray) -> int:
        """How many straight pieces of lines run through the quad."""
        self._take_in()
        (left, top), (right, bottom) = quad.min(0), quad.max(0)
        low, high = self._low, self._high
        near = np.flatnonzero((low[0] < right) & (high[0] > left) & (low[1] < bottom) & (high[1] > top))
        if not len(near):
            return 0
        along, down = unit(quad[1] - quad[0]), unit(quad[3] - quad[0])
        size = np.array([(quad[1] - quad[0]) @ along, (quad[3] - quad[0]) @ down])
        local = (self._pieces[near] - quad[0]) @ np.stack([along, down], 1)
        start, step = local[:, 0], local[:, 1] - local[:, 0]
        step = np.where(np.abs(step) < 1e-9, 1e-9, step)
        one, two = -start / step, (size - start) / step
        enter = np.maximum(np.minimum(one, two).max(1), 0.0)
        leave = np.minimum(np.maximum(one, two).min(1), 1.0)
        return int((enter < leave).sum())

    def _take_in(self) -> None:
        """Cuts the lines added since the last question into straight pieces."""
        if not self._new:
            return
        points = np.concatenate(self._new)
        within = np.ones(len(points), bool)
        within[np.cumsum([len(line) for line in self._new]) - 1] = False
        within = np.flatnonzero(within)
        starts, ends = points[within], points[within + 1]
        self._new = []
        self._pieces = np.concatenate([self._pieces, np.stack([starts, ends], 1)])
        self._low = np.concatenate([self._low, np.minimum(starts, ends).T], 1)
        self._high = np.concatenate([self._high, np.maximum(starts, ends).T], 1)
