"""Diameters of turned parts seen from the side: across the axis, at any place along it."""

import numpy as np

from .. import value
from ..geometry import angle_of, below, unit
from ..scene import Label
from ..view import Turned
from .draft import Draft
from .leader import draw_leader
from .linear import draw_half, draw_linear


def draw_turned(draft: Draft, cylinder: Turned, out_mm: float) -> Label | None:
    """One cylinder: across its own outline, or beyond the part's nearer end, `out_mm` from it, between extension lines."""
    habit, random = draft.habit, draft.random
    start, end = np.asarray(cylinder.start, float), np.asarray(cylinder.end, float)
    along = unit(end - start)
    across = below(along)
    true_mm = 2 * cylinder.radius * draft.per_mm
    if cylinder.of == 'thread':
        callout = value.thread(true_mm, habit, random, inner=False)
        if draft.chance(0.35):
            spot = start + (end - start) * float(random.uniform(0.2, 0.8))
            tips = [
                (spot + sign * across * cylinder.radius, angle_of(sign * across) + turn)
                for sign in (-1, 1)
                for turn in (30.0, -30.0, 50.0, -50.0)
            ]
            return draw_leader(draft, callout, tips)
    else:
        callout = value.diameter(true_mm, habit, random, inner=cylinder.of == 'bore')
    one, two = start - across * cylinder.radius, start + across * cylinder.radius
    inside = start + (end - start) * float(random.uniform(0.25, 0.75))
    outside = _beyond(draft, start, end, along, out_mm)
    if cylinder.of == 'bore' and draft.chance(0.12):
        return draw_half(
            draft,
            callout,
            inside + across * cylinder.radius * (1 if draft.chance(0.5) else -1),
            inside,
            angle_of(across),
            habit.text_mm * 1.5,
        )
    upright = abs(along[0]) > 0.7
    order = (
        [inside, outside]
        if cylinder.of == 'outside' and draft.chance(0.45) and np.hypot(*(end - start)) > 3 * habit.text_mm
        else [outside, inside]
    )
    if upright and not draft.chance(0.9):
        order = order[::-1]
    for through in order:
        # Extension lines start at the end of the cylinder that is nearer.
        nearer = start if abs((through - start) @ along) < abs((through - end) @ along) else end
        foot = through if (through - start) @ (through - end) < 0 else nearer
        shift = foot - start
        label = draw_linear(draft, callout, one + shift, two + shift, through, angle_of(across), careless=0.1)
        if label is not None:
            return label
    return None


def _beyond(draft: Draft, start, end, along, out_mm: float) -> np.ndarray:
    """A point on the axis beyond the end of the part that is nearer to this cylinder."""
    low, high = draft.view.bounds()
    corners = np.array([low, high]) @ along
    first, last = corners.min() - start @ along, corners.max() - start @ along
    middle = float((end - start) @ along) / 2
    return start + along * (first - out_mm if middle - first < last - middle else last + out_mm)
