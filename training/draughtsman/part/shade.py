"""Plain views shaded with their edges, as modelling systems put them on sheets."""

import numpy as np

from ..view import Face, View
from .part import Random, chance

MOST_FACES = 12


def shade(view: View, random: Random, grey: int) -> None:
    """Lays greys under the view: its largest outline, what lies within it lighter or darker, and holes as paper."""
    outlines = [path.points for path in view.paths if path.role == 'outline' and len(path.points) > 3]
    outlines = [loop for loop in outlines if _area(loop) > 0]
    outlines.sort(key=_area, reverse=True)
    view.faces += [Face([loop], _tone(random, grey) if index else grey) for index, loop in enumerate(outlines[:MOST_FACES])]


def _tone(random: Random, grey: int) -> int:
    return 255 if chance(random, 0.4) else int(np.clip(grey + random.normal(0, 25), 90, 250))


def _area(loop: np.ndarray) -> float:
    x, y = loop.T
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2
