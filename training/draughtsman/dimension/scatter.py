"""Dimensions on lines that belong to no part, at any angle, so that the net sees geometry it would not meet otherwise."""

import math

import numpy as np

from .. import value
from ..geometry import direction, quad_of
from ..habit import Habit, Random
from ..scene import Label, Scene
from .angular import draw_angle, draw_arc_length
from .draft import Draft
from .leader import draw_leader
from .linear import draw_half, draw_linear
from .ordinate import draw_ordinates, draw_running
from .round import draw_across, draw_radius


def scatter_dimensions(scene: Scene, area, habit: Habit, random: Random, count: int) -> list[Label]:
    """Tries `count` dimensions (clusters among them) within an area: a quad, or its bounds ((x0, y0), (x1, y1))."""
    area = np.asarray(area, float)
    quad = quad_of(*area) if area.shape == (2, 2) else area
    draft = Draft(scene, habit, random)
    shares = np.array([share for share, _ in _KINDS])
    for _ in range(count):
        u, v = random.uniform(0, 1, 2)
        spot = quad[0] + (quad[1] - quad[0]) * u + (quad[3] - quad[0]) * v
        _KINDS[int(random.choice(len(_KINDS), p=shares / shares.sum()))][1](draft, spot)
    return draft.labels


def _some_angle(random: Random) -> float:
    """Level and upright lines most often."""
    chance = random.random()
    if chance < 0.06:  # a line that leans a little, as along a taper
        return float(random.choice([0.0, 90.0]) + random.normal(0, 4.0)) % 180
    return (
        0.0
        if chance < 0.38
        else 90.0
        if chance < 0.7
        else float(random.choice([30, 45, 60, 120, 135, 150]))
        if chance < 0.78
        else float(random.uniform(0, 180))
    )


def _span_mm(draft: Draft, longest: float = 22.0) -> float:
    return draft.habit.text_mm * float(np.exp(draft.random.uniform(math.log(0.5), math.log(longest))))


def _size(draft: Draft, span_mm: float) -> float:
    """The true length of a line: as if at some scale, or just any."""
    if draft.chance(0.6):
        return max(0.1, span_mm * float(draft.random.choice([0.1, 0.2, 0.5, 1, 2, 5])) * float(draft.random.uniform(0.8, 1.25)))
    return value.invented_length(draft.random)


def _invented(draft: Draft, span_mm: float):
    habit, random = draft.habit, draft.random
    chance = random.random()
    if chance < 0.1:
        return value.single_digit(habit, random)
    size = _size(draft, span_mm)
    if chance < 0.18:
        return value.diameter(size, habit, random)
    if chance < 0.2:
        return value.linear(size, habit, random, count=int(random.integers(2, 9)))
    if chance < 0.23:
        return value.thread(size, habit, random, inner=False)
    return value.linear(size, habit, random)


def _feature_points(draft: Draft, a, b, across) -> tuple[np.ndarray, np.ndarray]:
    reach = draft.habit.text_mm * draft.random.uniform(0.0, 8.0, 2) * (0.0 if draft.chance(0.12) else 1.0)
    return a + across * reach[0], b + across * reach[1]


def _edge(draft: Draft, one, two) -> None:
    """Some line of a part that is not there."""
    if draft.chance(0.3):
        draft.scene.line(one, two, draft.habit.part_pen)


def _linear(draft: Draft, spot) -> None:
    angle, span = _some_angle(draft.random), _span_mm(draft)
    along = direction(angle)
    across = direction(angle + 90.0) * (1 if draft.chance(0.5) else -1)
    a, b = spot - along * span / 2, spot + along * span / 2
    one, two = _feature_points(draft, a, b, across)
    if draw_linear(draft, _invented(draft, span), one, two, spot, angle) is not None:
        _edge(draft, one, two)


def _boxed(draft: Draft, spot) -> None:
    """A theoretically exact size, as often aslant as not."""
    random, span = draft.random, _span_mm(draft)
    callout = value.boxed(_size(draft, span), draft.habit, random)
    angle = float(random.uniform(0, 180)) if draft.chance(0.6) else _some_angle(random)
    if draft.chance(0.3):
        draw_leader(draft, callout, [(spot, angle + turn) for turn in (0, 90, 180, 270)])
        return
    along, across = direction(angle), direction(angle + 90.0)
    a, b = spot - along * span / 2, spot + along * span / 2
    draw_linear(draft, callout, *_feature_points(draft, a, b, across), spot, angle)


def _deviating(draft: Draft, spot) -> None:
    """A size with a zero over or under its deviation."""
    angle, span = _some_angle(draft.random), _span_mm(draft)
    callout = value.deviating(_size(draft, span), draft.habit, draft.random)
    along, across = direction(angle), direction(angle + 90.0)
    a, b = spot - along * span / 2, spot + along * span / 2
    draw_linear(draft, callout, *_feature_points(draft, a, b, across), spot, angle)


def _half(draft: Draft, spot) -> None:
    angle, span = _some_angle(draft.random), _span_mm(draft)
    across = direction(angle + 90.0)
    point = spot + direction(angle) * span + across * draft.habit.text_mm * float(draft.random.uniform(0, 6))
    draw_half(draft, _invented(draft, 2 * span), point, spot, angle, draft.habit.text_mm * float(draft.random.uniform(0.8, 3)))


def _stack(draft: Draft, spot) -> None:
    """Parallel dimensions close to each other: from one base, or nested about a middle."""
    random, height = draft.random, draft.habit.text_mm
    angle, span = _some_angle(random), max(4 * height, _span_mm(draft, 30.0))
    along, across = direction(angle), direction(angle + 90.0)
    pitch = height * float(random.uniform(1.5, 2.6))
    from_base = draft.chance(0.6)
    sign = 1.0 if draft.chance(0.5) else -1.0
    for i in range(int(random.integers(2, 7))):
        wide = span * (1 + i * float(random.uniform(0.05, 0.35)))
        through = spot + across * pitch * i * sign
        start = spot - along * (span if from_base else wide) / 2
        foot = across * (-sign) * height * 2
        draw_linear(draft, _invented(draft, wide), start + foot, start + along * wide + foot, through, angle)


def _chain(draft: Draft, spot) -> None:
    random, height = draft.random, draft.habit.text_mm
    angle = _some_angle(random)
    along, across = direction(angle), direction(angle + 90.0)
    place = spot
    foot = across * height * float(random.uniform(1, 6)) * (1 if draft.chance(0.5) else -1)
    for _ in range(int(random.integers(2, 8))):
        span = _span_mm(draft, 10.0)
        draw_linear(draft, _invented(draft, span), place + foot, place + along * span + foot, spot, angle)
        place = place + along * span


def _digits(draft: Draft, spot) -> None:
    """A single digit between arrows, alone."""
    angle, span = _some_angle(draft.random), _span_mm(draft, 8.0)
    along, across = direction(angle), direction(angle + 90.0)
    a, b = spot - along * span / 2, spot + along * span / 2
    draw_linear(draft, value.single_digit(draft.habit, draft.random), *_feature_points(draft, a, b, across), spot, angle)


def _leader(draft: Draft, spot) -> None:
    habit, random = draft.habit, draft.random
    angle = float(random.uniform(0, 360))
    size, count = value.invented_length(random, 0.8, 60.0), int(random.choice([1, 1, 1, 2, 3, 4, 6, 8, 12]))
    chance = random.random()
    depth = None if draft.chance(0.5) else size * float(random.uniform(0.5, 3))
    if chance < 0.34:
        widened = random.random()
        callout = value.hole(
            size, habit, random, count, depth, size * 0.9 if widened < 0.25 else None, size * 0.95 if 0.25 < widened < 0.4 else None
        )
    elif chance < 0.52:
        callout = value.thread(size, habit, random, count, depth)
    elif chance < 0.68:
        callout = value.chamfer(min(size, 5.0), 45.0 if draft.chance(0.8) else float(random.choice([15, 20, 30, 60])), habit, random, count)
    elif chance < 0.86:
        callout = value.radius(size, habit, random, count)
    elif chance < 0.92:
        callout = value.remark(random)
    else:
        callout = _invented(draft, size)
    if draw_leader(draft, callout, [(spot, angle + turn) for turn in (0, 90, 180, 270)]) is not None and draft.chance(0.3):
        radius = habit.text_mm * float(random.uniform(0.4, 3))
        draft.scene.circle(spot - direction(angle) * radius, radius, habit.part_pen)


def _circle(draft: Draft, spot) -> None:
    radius = _span_mm(draft, 14.0)
    if draw_across(draft, value.diameter(_size(draft, 2 * radius), draft.habit, draft.random), spot, radius) is not None and draft.chance(
        0.8
    ):
        draft.scene.circle(spot, radius, draft.habit.part_pen)


def _radius(draft: Draft, spot) -> None:
    radius = _span_mm(draft, 16.0)
    draw_radius(draft, value.radius(_size(draft, radius), draft.habit, draft.random), spot, radius, float(draft.random.uniform(0, 360)))


def _angle(draft: Draft, spot) -> None:
    random = draft.random
    start = float(random.choice([0.0, 90.0, 180.0, 270.0, random.uniform(0, 360)]))
    sweep = float(random.choice([15, 30, 45, 60, 90, 120, round(random.uniform(3, 170)), random.uniform(3, 170)]))
    reach = _span_mm(draft, 12.0)
    if draw_angle(draft, value.angle(sweep, draft.habit, random), spot, start, start + sweep, reach) is not None:
        for edge in (start, start + sweep):
            draft.scene.line(spot, spot + direction(edge) * reach, draft.habit.part_pen)


def _arc(draft: Draft, spot) -> None:
    radius, start, sweep = _span_mm(draft, 12.0), float(draft.random.uniform(0, 360)), float(draft.random.uniform(20, 150))
    draw_arc_length(
        draft, value.arc_length(_size(draft, math.radians(sweep) * radius), draft.habit, draft.random), spot, radius, start, start + sweep
    )


def _ordinates(draft: Draft, spot) -> None:
    random, height = draft.random, draft.habit.text_mm
    angle = float(random.choice([0.0, 90.0])) if draft.chance(0.85) else _some_angle(random)
    along = direction(angle)
    outward = direction(angle + (90.0 if draft.chance(0.5) else -90.0))
    places = np.cumsum(random.uniform(0.5, 6.0, int(random.integers(3, 10)))) * height
    points = [spot + along * place - outward * height * float(random.uniform(0, 5)) for place in places]
    if draft.chance(0.25):  # measured both ways from a middle
        origin = points.pop(int(random.integers(len(points))))
        points.insert(0, origin)
    scale = float(random.choice([0.2, 0.5, 1.0, 1.0, 2.0, 5.0]))
    draw = draw_ordinates if draft.chance(0.75) else draw_running
    draw(draft, points, angle, outward, float(spot @ outward) + height * 2.5, lambda length: length * scale)


_KINDS = (
    (0.26, _linear),
    (0.12, _digits),
    (0.05, _boxed),
    (0.06, _deviating),
    (0.1, _stack),
    (0.09, _chain),
    (0.18, _leader),
    (0.05, _circle),
    (0.05, _radius),
    (0.06, _angle),
    (0.02, _arc),
    (0.03, _half),
    (0.04, _ordinates),
)
