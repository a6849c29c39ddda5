"""Dimensions: hung on a view as a draughtsman would, or scattered over an area on lines of their own."""

from collections.abc import Callable

import numpy as np

from .. import value
from ..geometry import direction
from ..habit import Habit, Random
from ..scene import Label, Scene
from ..view import View
from .angular import draw_angle
from .callout import draw_callout, measure
from .draft import Draft
from .leader import draw_dot_leader, draw_leader
from .linear import draw_linear
from .round import draw_radius, draw_round
from .rows import dimension_axis, dimension_inside, dimension_slanted
from .scatter import scatter_dimensions
from .turned import draw_turned

__all__ = ['Draft', 'dimension_view', 'draw_callout', 'draw_leader', 'draw_linear', 'measure', 'remark_view', 'scatter_dimensions']


def dimension_view(scene: Scene, view: View, habit: Habit, random: Random, density: float = 1.0) -> list[Label]:
    """Dimensions a placed view, off all text that stands already; `density` scales how much of it.

    The view is drawn before: texts keep off the lines that the scene holds.
    """
    if not view.paths:
        return []
    draft = Draft(scene, habit, random, view)

    def wanted(share: float) -> bool:
        return draft.chance(min(1.0, share * density))

    def true_mm(length: float) -> float:
        return length * view.per_mm

    for axis in (0, 1) if draft.chance(0.5) else (1, 0):
        if wanted(0.93):
            dimension_axis(draft, axis, density)
    if wanted(0.35):
        dimension_slanted(draft)
    _turned(draft, wanted)
    for corner in view.corners:
        if wanted(0.75):
            sweep = (corner.end_deg - corner.start_deg) % 360.0
            start, end = (corner.start_deg, corner.end_deg) if sweep <= 180 else (corner.end_deg, corner.start_deg)
            draw_angle(draft, value.angle(min(sweep, 360 - sweep), habit, random), corner.apex, start, end, corner.reach)
    for thing in view.rounds:
        if wanted(0.85):
            draw_round(draft, thing, true_mm)
    for fillet in view.fillets:
        if wanted(0.7):
            draw_radius(
                draft, value.radius(true_mm(fillet.radius), habit, random, fillet.count), fillet.centre, fillet.radius, fillet.middle_deg
            )
    for chamfer in view.chamfers:
        if wanted(0.7):
            _chamfer(draft, chamfer)
    for axis in (0, 1):
        if wanted(0.12):
            dimension_inside(draft, axis)
    if wanted(0.08):
        _remark(draft, value.remark)
    return draft.labels


def _turned(draft: Draft, wanted) -> None:
    """Cylinders: small ones first, so that their dimensions stand nearer to the part."""
    out = draft.manner.first_row_mm
    for cylinder in sorted(draft.view.turned, key=lambda c: c.radius):
        if wanted(0.85) and draw_turned(draft, cylinder, out) is not None and draft.chance(0.6):
            out += draft.manner.row_mm


def _chamfer(draft: Draft, chamfer) -> None:
    callout = value.chamfer(chamfer.leg * draft.per_mm, chamfer.angle_deg, draft.habit, draft.random, 2 if draft.chance(0.08) else 1)
    turns = (0.0, 25.0, -25.0, 50.0, -50.0)
    draw_leader(draft, callout, [(np.asarray(chamfer.at, float), chamfer.outward_deg + turn) for turn in turns])


def remark_view(scene: Scene, view: View, habit: Habit, random: Random, count: int) -> list[Label]:
    """Words about places of a view, all of one kind: where they are, where they are shown larger, or what they are."""
    draft = Draft(scene, habit, random, view)
    say = value.pick(random, lambda random: value.coordinates(habit, random), value.reference, value.remark, value.remark)
    for _ in range(count):
        _remark(draft, say)
    return draft.labels


def _remark(draft: Draft, say: Callable[[Random], value.Callout]) -> None:
    """A word about some place on the part's outline."""
    paths = [path for path in draft.view.paths if path.role == 'outline' and len(path.points)]
    if not paths:
        return
    path = paths[int(draft.random.integers(len(paths)))]
    point = np.asarray(path.points[int(draft.random.integers(len(path.points)))], float)
    low, high = draft.view.bounds()
    away = point - (low + high) / 2
    outward = float(np.degrees(np.arctan2(away[1], away[0])))
    angles = [outward + turn for turn in (0.0, 30.0, -30.0, 60.0)]
    if draft.chance(0.3):
        draw_dot_leader(draft, say(draft.random), point - direction(outward), angles)
    else:
        draw_leader(draft, say(draft.random), [(point, angle) for angle in angles])
