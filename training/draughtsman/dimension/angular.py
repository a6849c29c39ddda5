"""Angles between two edges, and lengths of arcs."""

from collections.abc import Iterator

import numpy as np

from ..geometry import angle_of, arc, below, direction
from ..scene import Label
from .callout import Block
from .draft import Draft, Plan
from .linear import reading_angle


def _tangent(angle_deg: float) -> np.ndarray:
    """The way of a clockwise arc at this angle."""
    return direction(angle_deg + 90.0)


def _sides(draft: Draft, apex, edges: tuple, reach: float, radius: float) -> list[np.ndarray]:
    """Extension lines of the edges, where the arc lies beyond them."""
    lines = []
    for edge in edges:
        way = direction(edge)
        if radius + draft.manner.overshoot_mm > reach:
            start = min(reach + draft.manner.gap_mm, radius)
            lines.append(np.array([apex + way * start, apex + way * (radius + draft.manner.overshoot_mm)]))
    return lines


def _text_at(draft: Draft, block: Block, apex, angle: float, radius: float) -> tuple[np.ndarray, float, str]:
    """Above the arc (as one reads) at this angle."""
    out = direction(angle)
    reading = direction(reading_angle(angle_of(_tangent(angle))))
    sagitta = radius - np.sqrt(max(radius**2 - (block.width / 2) ** 2, 0.0)) if radius > block.width / 2 else radius
    outward = float(-below(reading) @ out) > 0
    lift = draft.manner.text_gap_mm if outward else draft.manner.text_gap_mm + sagitta
    return apex + out * radius - below(reading) * lift, angle_of(reading), 'foot'


def angle_plans(draft: Draft, block: Block, apex, start_deg: float, end_deg: float, reach: float, radii) -> Iterator[Plan]:
    """Ways to draw the angle from one edge clockwise to another."""
    apex = np.asarray(apex, float)
    sweep = (end_deg - start_deg) % 360.0
    end_deg = start_deg + sweep
    middle = start_deg + sweep / 2
    arrow, height = draft.arrow_mm, draft.habit.text_mm
    for radius in radii:
        length = np.radians(sweep) * radius
        lines = _sides(draft, apex, (start_deg, end_deg), reach, radius)
        per_mm = np.degrees(1.0 / radius)
        inward = [(apex + direction(start_deg) * radius, -_tangent(start_deg)), (apex + direction(end_deg) * radius, _tangent(end_deg))]
        outward = [(tip, -toward) for tip, toward in inward]
        aligned = draft.habit.text_place != 'level' and draft.habit.standard != 'asme'
        taken = block.width if aligned else block.width * abs(_tangent(middle)[0]) + block.height * abs(_tangent(middle)[1])
        if length > taken + 2 * arrow + 0.6 * height:
            if aligned and draft.habit.text_place == 'above':
                at, angle, anchor = _text_at(draft, block, apex, middle, radius)
                yield Plan(block, at, angle, anchor, [*lines, arc(apex, radius, start_deg, end_deg)], inward)
            else:
                half = (taken / 2 + 0.3 * height) * per_mm
                arcs = [arc(apex, radius, start_deg, middle - half), arc(apex, radius, middle + half, end_deg)]
                angle = angle_of(direction(reading_angle(angle_of(_tangent(middle))))) if aligned else 0.0
                yield Plan(block, apex + direction(middle) * radius, angle, 'middle', lines + arcs, inward)
            continue
        # Too narrow: the text behind one edge, or outside the arc.
        arrows_in = length > 2.5 * arrow
        tail = arrow * draft.manner.tail * per_mm
        pieces = [arc(apex, radius, start_deg, end_deg)] if arrows_in or draft.manner.line_between else []
        for sign in (1.0, -1.0) if draft.chance(0.5) else (-1.0, 1.0):
            edge = end_deg if sign > 0 else start_deg
            other = start_deg if sign > 0 else end_deg
            if aligned and draft.habit.text_place == 'above':
                reach_deg = (arrow * 1.5 + block.width) * per_mm
                if reach_deg > 150:
                    continue
                at, angle, anchor = _text_at(draft, block, apex, edge + sign * (arrow * 1.4 + block.width / 2) * per_mm, radius)
                tails = [
                    arc(apex, radius, *sorted((edge, edge + sign * reach_deg))),
                    arc(apex, radius, *sorted((other, other - sign * tail))),
                ]
                yield Plan(block, at, angle, anchor, lines + pieces + tails, outward)
            else:
                tails = [arc(apex, radius, *sorted((edge, edge + sign * tail))), arc(apex, radius, *sorted((other, other - sign * tail)))]
                way = _tangent(edge + sign * tail) * sign
                at = apex + direction(edge + sign * tail) * radius
                half = abs(way[0]) * block.width / 2 + abs(way[1]) * block.height / 2 + 0.3 * height
                yield Plan(block, at + way * half, 0.0, 'middle', lines + pieces + tails, outward)
        # Level text beyond the arc.
        out = direction(middle)
        half = abs(out[0]) * block.width / 2 + abs(out[1]) * block.height / 2 + 0.3 * height
        tails = [] if arrows_in else [arc(apex, radius, end_deg, end_deg + tail), arc(apex, radius, start_deg - tail, start_deg)]
        yield Plan(
            block,
            apex + out * (radius + half),
            0.0,
            'middle',
            lines + tails + [arc(apex, radius, start_deg, end_deg)],
            inward if arrows_in else outward,
        )


def draw_angle(draft: Draft, callout, apex, start_deg: float, end_deg: float, reach: float) -> Label | None:
    block = draft.measure(callout)
    if block is None:
        return None
    height, random = draft.habit.text_mm, draft.random
    first = max(reach * float(random.uniform(0.6, 1.3)), height * float(random.uniform(3, 6)))
    radii = [first, first * 1.35, first * 1.8, max(first * 0.7, height * 2)]
    return draft.first_with_room(angle_plans(draft, block, apex, start_deg, end_deg, reach, radii))


def draw_arc_length(draft: Draft, callout, centre, radius: float, start_deg: float, end_deg: float) -> Label | None:
    """The length along an arc, on an arc around it."""
    block = draft.measure(callout)
    if block is None:
        return None
    radii = [radius + draft.manner.first_row_mm * factor for factor in (1.0, 1.6)]
    return draft.first_with_room(angle_plans(draft, block, centre, start_deg, end_deg, radius, radii))
