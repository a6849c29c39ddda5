"""Small things strewn over a view that stands on the sheet already, as large as its letters: what a reader of text may take for text."""

import numpy as np

from ..view import Path, View
from .fitting import ANY
from .hardware import HARDWARE
from .part import Random, chance
from .sketch import Sketch

SIZES = (0.35, 4.0)  # in letter heights, either way of the middle
KINDS = (*HARDWARE, *HARDWARE, *ANY)


def strew(view: View, random: Random, text_mm: float, count: int) -> None:
    """Adds so many to the view's paths, in clusters. Within a pictorial view they lie askew, as on one of a box's faces."""
    low, high = view.bounds()
    for _ in range(count):
        size = text_mm * float(np.exp(random.uniform(*np.log(SIZES))))
        room = high - low - 2 * size
        if (room <= 0).any():
            continue
        at = low + size + random.uniform(0, 1, 2) * room
        kind = KINDS[int(random.integers(len(KINDS)))]
        for _ in range(int(random.integers(1, 5)) if chance(random, 0.3) else 1):
            sketch = Sketch(view.kind)
            kind(sketch, random, np.zeros(2), size)
            turned = _on_face(random) if view.kind == 'pictorial' else _on_paper(random)
            view.paths += [Path(path.role, path.points @ turned + at, path.closed) for path in sketch.view.paths]
            at = at + size * random.uniform(1.6, 2.6) * np.array([(1, 0), (0, 1), (-1, 0), (0, -1)][int(random.integers(4))])


def _on_paper(random: Random) -> np.ndarray:
    """Rows that a point is multiplied by: mostly as it is, or a quarter turned."""
    return np.array([(0.0, 1.0), (-1.0, 0.0)]) if chance(random, 0.4) else np.eye(2)


def _on_face(random: Random) -> np.ndarray:
    """What a face of a box does to what lies on it, seen askew: its axes run 15° to 50° off the level, or one of them upright."""
    right, left = np.radians(random.uniform(15, 50, 2))
    axes = [(np.cos(right), -np.sin(right)), (np.cos(left), np.sin(left)), (0.0, 0.9)]
    first, second = random.permutation(3)[:2]
    return np.array([axes[first], axes[second]]) * 0.85
