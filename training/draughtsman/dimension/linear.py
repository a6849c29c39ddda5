"""Dimensions between two points, along a line."""

from collections.abc import Iterator

import numpy as np

from ..geometry import angle_of, below, direction, unit
from ..scene import Label
from .callout import Block
from .draft import Draft, Plan


def reading_angle(angle_deg: float) -> float:
    """The angle of a text along a line: from the left, and upward where the line is upright."""
    angle = (angle_deg + 90.0) % 180.0 - 90.0
    return -90.0 if angle > 88.0 else angle


def _extensions(draft: Draft, features: tuple, feet: tuple) -> list[np.ndarray]:
    """From each feature's point past the foot on the dimension line."""
    lines = []
    for point, foot in zip(features, feet):
        way = foot - np.asarray(point, float)
        length = float(np.hypot(*way))
        if length > 0.3:
            along = way / length
            gap = min(draft.manner.gap_mm, length * 0.4)
            lines.append(np.array([point + along * gap, foot + along * draft.manner.overshoot_mm]))
    return lines


def _inside(draft: Draft, block: Block, a, b, along, lines: list, arrows_inside: bool, slide: float) -> Plan:
    """The text between the extension lines."""
    place, manner = draft.habit.text_place, draft.manner
    up, middle = -below(along), a + (b - a) * slide
    arrows = [(a, -along), (b, along)] if arrows_inside else [(a, along), (b, -along)]
    tails = [] if arrows_inside else _tails(draft, a, b, along)
    level = place == 'level'
    if place == 'above' or (
        level and abs(along[1]) < 0.02 and draft.habit.standard != 'asme' and slide == 0.5 and draft.manner.line_between
    ):
        anchor, lift = ('head', -manner.text_gap_mm) if manner.text_below else ('foot', manner.text_gap_mm)
        between = [np.array([a, b])] if arrows_inside or manner.line_between else []
        return Plan(block, middle + up * lift, angle_of(along), anchor, lines + tails + between, arrows)
    half = _extent(block, along, level) / 2 + 0.25 * draft.habit.text_mm
    pieces = [np.array([a, middle - along * half]), np.array([middle + along * half, b])] if arrows_inside else []
    return Plan(block, middle, 0.0 if level else angle_of(along), 'middle', lines + tails + pieces, arrows)


def _extent(block: Block, along, level: bool) -> float:
    """How much of the dimension line the text takes."""
    if not level:
        return block.width
    x, y = abs(along[0]), abs(along[1])
    return min(block.width / max(x, 1e-6), block.height / max(y, 1e-6))


def _tails(draft: Draft, a, b, along) -> list[np.ndarray]:
    tail = along * draft.arrow_mm * draft.manner.tail
    return [np.array([a - tail, a]), np.array([b, b + tail])]


def _outside(draft: Draft, block: Block, a, b, along, lines: list, at_end: bool) -> Plan:
    """The text beside the extension lines, on the dimension line drawn longer."""
    habit, manner = draft.habit, draft.manner
    up, arrow = -below(along), draft.arrow_mm
    way, near, far = (along, b, a) if at_end else (-along, a, b)
    pair = [np.array([a, b])] if manner.line_between or habit.arrow in ('tick', 'dot') else []
    far_tail = [np.array([far, far - way * arrow * manner.tail])]
    arrows = [(a, along), (b, -along)]
    if habit.text_place == 'above':
        reach = arrow * 1.25 + block.width
        at = near + way * (arrow * 1.25 + block.width / 2) + up * manner.text_gap_mm
        return Plan(
            block,
            at,
            angle_of(along),
            'foot',
            lines + pair + far_tail + [np.array([near, near + way * (reach + 0.1 * habit.text_mm)])],
            arrows,
        )
    level = habit.text_place == 'level'
    tail = arrow * manner.tail
    half = _extent(block, along, level) / 2 + 0.3 * habit.text_mm
    at = near + way * (tail + half)
    return Plan(
        block, at, 0.0 if level else angle_of(along), 'middle', lines + pair + far_tail + [np.array([near, near + way * tail])], arrows
    )


def _dragged(draft: Draft, block: Block, a, b, along, lines: list, side: float) -> Plan:
    """A narrow dimension's text on a shelf of its own, led to from the dimension line."""
    middle, up = (a + b) / 2, -below(along)
    rise = draft.habit.text_mm * float(draft.random.uniform(1.5, 3.5))
    knee = middle + up * rise + along * side * rise * 0.6
    end = knee + along * side * (block.width + 0.4 * draft.habit.text_mm)
    at = (knee + end) / 2 + up * draft.manner.text_gap_mm
    strokes = lines + _tails(draft, a, b, along) + [np.array([a, b]), np.array([middle, knee, end])]
    return Plan(block, at, angle_of(along), 'foot', strokes, [(a, along), (b, -along)])


def _slides(draft: Draft) -> list[float]:
    if draft.chance(draft.manner.off_centre):
        return [float(draft.random.uniform(0.2, 0.8)), 0.5]
    return [0.5, 0.38, 0.62, 0.27, 0.73]


def linear_plans(draft: Draft, block: Block, first, second, through, axis_deg: float) -> Iterator[Plan]:
    """Ways to draw the distance of two points along an axis, on the line through `through`, the best way first."""
    along = direction(reading_angle(axis_deg))
    through, first, second = (np.asarray(p, float) for p in (through, first, second))
    a, b = (through + along * float((p - through) @ along) for p in (first, second))
    if (b - a) @ along < 0:
        a, b, first, second = b, a, second, first
    length = float((b - a) @ along)
    if length < 0.2:
        return
    level = draft.habit.text_place == 'level'
    taken, arrow = _extent(block, along, level), draft.arrow_mm
    blunt = draft.habit.arrow in ('tick', 'dot')
    lines = _extensions(draft, (first, second), (a, b))
    air = 0.5 * draft.habit.text_mm
    if length > taken + air + (0 if blunt else 2 * arrow):
        for slide in _slides(draft):
            if abs(slide - 0.5) * length + taken / 2 + arrow < length / 2:
                yield _inside(draft, block, a, b, along, lines, True, slide)
    elif length > taken + air:
        arrows_inside = blunt or (draft.habit.text_place == 'above' and length > 3 * arrow)
        yield _inside(draft, block, a, b, along, lines, arrows_inside, 0.5)
    if draft.chance(draft.manner.dragged):
        yield _dragged(draft, block, a, b, along, lines, 1.0 if draft.chance(0.7) else -1.0)
    end_first = draft.chance(0.65)
    yield _outside(draft, block, a, b, along, lines, end_first)
    yield _outside(draft, block, a, b, along, lines, not end_first)
    yield _dragged(draft, block, a, b, along, lines, 1.0)
    yield _dragged(draft, block, a, b, along, lines, -1.0)


def draw_linear(draft: Draft, callout, first, second, through, axis_deg: float, careless: float = 0.2) -> Label | None:
    block = draft.measure(callout)
    if block is None:
        return None
    return draft.first_with_room(linear_plans(draft, block, first, second, through, axis_deg), careless)


def draw_half(draft: Draft, callout, point, through, axis_deg: float, beyond_mm: float) -> Label | None:
    """A symmetric size of which one side is drawn: one arrow, and the line ends past the axis, which lies at `through`."""
    block = draft.measure(callout)
    if block is None:
        return None
    along = direction(reading_angle(axis_deg))
    through, point = np.asarray(through, float), np.asarray(point, float)
    tip = through + along * float((point - through) @ along)
    way = unit(tip - through)
    tail = through - way * beyond_mm
    middle, half = (tip + tail) / 2, float(np.hypot(*(tip - tail))) / 2
    if half * 2 < block.width + draft.arrow_mm * 1.5:
        tail = tip - way * (block.width + draft.arrow_mm * 2)
        middle = (tip + tail) / 2
    plan = Plan(block, middle - below(along) * draft.manner.text_gap_mm, angle_of(along), 'foot')
    plan.strokes = [*_extensions(draft, (point,), (tip,)), np.array([tip, tail])]
    plan.arrows = [(tip, way)]
    return draft.first_with_room([plan])
