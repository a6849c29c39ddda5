"""Diameters and radii of circles and arcs seen in plan."""

from collections.abc import Iterator

import numpy as np

from .. import value
from ..geometry import angle_of, below, direction
from ..scene import Label
from .callout import Block
from .draft import Draft, Plan
from .leader import along_line, draw_leader, leader_end, outward_angles
from .linear import draw_linear, reading_angle


def _tips(draft: Draft, centre, radius: float) -> list:
    return [(centre + direction(angle) * radius, angle) for angle in outward_angles(draft, centre)]


def _across_plans(draft: Draft, block: Block, centre, radius: float) -> Iterator[Plan]:
    """The diameter as a line through the centre: its text within, or behind one end."""
    random, arrow, height = draft.random, draft.arrow_mm, draft.habit.text_mm
    for angle in (*outward_angles(draft, centre)[:4], float(random.choice([0.0, 30.0, -30.0, -90.0]))):
        way = direction(angle)
        near, far = centre + way * radius, centre - way * radius
        inside = radius > arrow * 1.6
        arrows = [(near, way), (far, -way)] if inside else [(near, -way), (far, way)]
        start = far if inside else far - way * arrow * draft.manner.tail
        if 2 * radius > block.width + 2.2 * arrow + height:
            reading = direction(reading_angle(angle))
            if draft.habit.text_place == 'above':
                slide = float(random.choice([0.0, 0.45, -0.45])) * (radius - arrow - block.width / 2)
                yield Plan(
                    block,
                    centre + reading * slide - below(reading) * draft.manner.text_gap_mm,
                    angle_of(reading),
                    'foot',
                    [np.array([near, far])],
                    arrows,
                )
            elif draft.habit.text_place == 'inline':
                half = reading * (block.width / 2 + 0.3 * height)
                pieces = [np.array([centre - reading * radius, centre - half]), np.array([centre + half, centre + reading * radius])]
                yield Plan(block, centre, angle_of(reading), 'middle', pieces, arrows)
        out = height * float(random.uniform(1.5, 4))
        if draft.manner.leader_text == 'along' or draft.chance(0.5):
            yield along_line(draft, block, near, way, arrow * (0.6 if inside else 1.8), start, arrows)
        knee = near + way * out
        style = 'above' if draft.manner.leader_text == 'along' else draft.manner.leader_text
        yield leader_end(draft, block, near, knee, np.array([start, knee]), arrows, style)


def draw_across(draft: Draft, callout, centre, radius: float) -> Label | None:
    block = draft.measure(callout)
    return block and draft.first_with_room(_across_plans(draft, block, centre, radius))


def draw_round(draft: Draft, thing, true_mm) -> Label | None:
    """Calls out a hole, a boss, a bolt circle, a thread or a slot's round end."""
    habit, random = draft.habit, draft.random
    size = true_mm(thing.radius)
    if thing.of == 'slot':
        return draw_leader(draft, value.slot(2 * size, habit, random, thing.count), _tips(draft, thing.centre, thing.radius))
    if thing.of == 'thread':
        depth = None if thing.depth is None else true_mm(thing.depth)
        return draw_leader(draft, value.thread(2 * size, habit, random, thing.count, depth), _tips(draft, thing.centre, thing.radius))
    if thing.of == 'hole':
        depth, counterbore, countersink = (
            None if mm is None else true_mm(mm) for mm in (thing.depth, thing.counterbore, thing.countersink)
        )
        # What widens a hole on its far side does not show in plan.
        if counterbore is None and countersink is None and draft.chance(0.15):
            wide = size * float(random.uniform(1.4, 2.2))
            counterbore, countersink = (wide, None) if draft.chance(0.6) else (None, wide)
        callout = value.hole(2 * size, habit, random, thing.count, depth, counterbore, countersink)
        outer = max(thing.radius, thing.counterbore or 0.0, thing.countersink or 0.0)
        if len(callout.rows) == 1 and thing.count == 1 and draft.chance(0.3):
            return draw_across(draft, callout, thing.centre, thing.radius)
        return draw_leader(draft, callout, _tips(draft, thing.centre, outer if draft.chance(0.6) else thing.radius))
    callout = value.diameter(2 * size, habit, random, inner=False)
    if thing.of == 'bolt_circle':
        if thing.count > 1 and draft.chance(0.1):
            callout.rows[0].main += value.pick(random, ' B.C.', ' BC', ' PCD', ' TK', ' LK')
        return draw_across(draft, callout, thing.centre, thing.radius) or draw_leader(
            draft, callout, _tips(draft, thing.centre, thing.radius)
        )
    if draft.chance(0.55):
        label = draw_beside(draft, callout, thing.centre, thing.radius)
        if label is not None:
            return label
    if draft.chance(0.5):
        return draw_across(draft, callout, thing.centre, thing.radius)
    return draw_leader(draft, callout, _tips(draft, thing.centre, thing.radius))


def draw_beside(draft: Draft, callout, centre, radius: float) -> Label | None:
    """The diameter between extension lines beside the circle."""
    upright = draft.chance(0.4)
    axis = direction(90.0 if upright else 0.0)
    across = direction(0.0 if upright else 90.0) * (1 if draft.chance(0.5) else -1)
    clear = radius
    if draft.view is not None:
        low, high = draft.view.bounds()
        edge = high if across.sum() > 0 else low
        clear = abs(float((edge - centre) @ across))
    through = centre + across * (clear + draft.manner.first_row_mm)
    return draw_linear(draft, callout, centre - axis * radius, centre + axis * radius, through, angle_of(axis))


def draw_radius(draft: Draft, callout, centre, radius: float, middle_deg: float) -> Label | None:
    """A radius by a leader from outside, from within the arc, or along the line from the centre."""
    block = draft.measure(callout)
    if block is None:
        return None
    random, arrow, height = draft.random, draft.arrow_mm, draft.habit.text_mm
    way = direction(middle_deg)
    tip = centre + way * radius

    def plans() -> Iterator[Plan]:
        if radius > block.width + 1.8 * arrow and draft.chance(0.7):
            reading = direction(reading_angle(middle_deg))
            at = centre + way * (radius - arrow) / 2 - below(reading) * draft.manner.text_gap_mm
            yield Plan(block, at, angle_of(reading), 'foot', [np.array([centre, tip])], [(tip, way)])
        from_within = draft.chance(0.4)
        for turn in (0.0, 14.0, -14.0, 30.0, -30.0):
            aim = direction(middle_deg + turn)
            end = centre + aim * radius
            out = height * float(random.uniform(1.5, 5))
            style = draft.manner.leader_text
            if from_within and radius < 60:
                # The leader runs inward over the centre; or it starts there and goes out.
                start = centre if radius > 1.5 * arrow else end - aim * 2 * arrow
                if draft.chance(0.5):
                    knee = end - aim * (radius + out)
                    yield leader_end(draft, block, end, knee, np.array([end, knee]), [(end, aim)], 'above' if style == 'along' else style)
                elif style == 'along':
                    yield along_line(draft, block, end, aim, arrow, start, [(end, aim)])
                else:
                    yield leader_end(draft, block, end, end + aim * out, np.array([start, end + aim * out]), [(end, aim)], style)
            if style == 'along':
                yield along_line(draft, block, end, aim, arrow * 1.6, end, [(end, -aim)])
            knee = end + aim * out
            yield leader_end(draft, block, end, knee, np.array([end, knee]), [(end, -aim)], 'above' if style == 'along' else style)

    return draft.first_with_room(plans())
