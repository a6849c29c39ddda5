"""Ordinate dimensions: rows of distances from one origin, without dimension lines or on a common one."""

import numpy as np

from .. import value
from ..geometry import below, direction
from ..scene import Label
from .callout import Block
from .draft import Draft, Plan
from .linear import reading_angle


def _spread(places: list[float], pitch: float) -> list[float]:
    """Moves sorted places apart until they are a pitch from each other, as little as needed."""
    moved = list(places)
    for _ in range(20):
        for i in range(len(moved) - 1):
            lack = pitch - (moved[i + 1] - moved[i])
            if lack > 1e-6:
                moved[i] -= lack / 2
                moved[i + 1] += lack / 2
    return moved


def draw_ordinates(draft: Draft, points: list[np.ndarray], axis_deg: float, outward: np.ndarray, base_mm: float, true_mm) -> list[Label]:
    """A number at the end of an extension line from each point, along `outward` to `base_mm` (measured along it).

    The first point is the origin. Texts stand along their extension lines; those of close neighbours are jogged apart.
    """
    along, height = direction(axis_deg), draft.habit.text_mm
    order = sorted(range(len(points)), key=lambda i: float(points[i] @ along))
    places = [float(points[i] @ along) for i in order]
    moved = _spread(places, height * float(draft.random.uniform(1.35, 1.8)))
    origin = float(points[0] @ along)
    signed = draft.chance(0.15)
    angle = reading_angle(float(np.degrees(np.arctan2(outward[1], outward[0]))))
    reads_outward = direction(angle) @ outward > 0
    labels = []
    for index, place, target in zip(order, places, moved):
        distance = true_mm(abs(place - origin))
        zero = draft.habit.decimal.join(('0', '0' * draft.habit.decimals)) if draft.habit.trailing_zeros and draft.habit.decimals else '0'
        text = zero if index == 0 else value.length_text(distance, draft.habit, draft.random)
        if signed and index and place < origin:
            text = '-' + text
        block = draft.measure(value.plain(text))
        if block is None:
            continue
        labels += _one(draft, block, points[index], along, outward, target, base_mm, angle, 'left' if reads_outward else 'right')
    return labels


def _one(draft: Draft, block: Block, point, along, outward, target: float, base_mm: float, angle: float, anchor: str) -> list[Label]:
    height = draft.habit.text_mm
    place = float(point @ along)
    straight = abs(target - place) < 0.05
    gap = min(draft.manner.gap_mm, 0.3 * abs(base_mm - float(point @ outward)))
    start = point + outward * gap
    end = along * target + outward * base_mm
    lead = [start, end]
    if not straight:
        lead = [start, along * place + outward * (base_mm - 2.2 * height), along * target + outward * (base_mm - 0.9 * height), end]
    plan = Plan(block, end + outward * 0.3 * height, angle, anchor, [np.array(lead)])
    return [draft.draw(plan)] if draft.scene.is_free(plan.quad, 0.15) and draft.is_clear(np.array([lead[-2], end])) else []


def draw_running(draft: Draft, points: list[np.ndarray], axis_deg: float, outward: np.ndarray, base_mm: float, true_mm) -> list[Label]:
    """Distances from one origin on one line: an arrow at each, its number along the extension line or above the line."""
    along, height, habit = direction(axis_deg), draft.habit.text_mm, draft.habit
    origin = along * float(points[0] @ along) + outward * base_mm
    blocks = []
    upright = draft.chance(0.6)
    reach = 0.0
    for i, point in enumerate(points):
        foot = along * float(point @ along) + outward * base_mm
        block = draft.measure(
            value.plain('0' if i == 0 else value.length_text(true_mm(float(np.hypot(*(foot - origin)))), habit, draft.random))
        )
        if block is None:
            return []
        blocks.append((block, point, foot))
        reach = max(reach, float(np.hypot(*(foot - origin))))
    out_deg = float(np.degrees(np.arctan2(outward[1], outward[0])))
    angle = reading_angle(out_deg) if upright else reading_angle(axis_deg)
    anchor = (
        ('left' if direction(angle) @ outward > 0 else 'right')
        if upright
        else 'right foot'
        if direction(angle) @ along > 0
        else 'left foot'
    )
    labels, pen = [], habit.dimension_pen
    for i, (block, point, foot) in enumerate(blocks):
        at = (
            foot + outward * (draft.manner.overshoot_mm + 0.25 * height)
            if upright
            else foot - below(direction(angle)) * draft.manner.text_gap_mm - along * 0.3 * height
        )
        line = np.array([point + outward * draft.manner.gap_mm, foot + outward * draft.manner.overshoot_mm])
        plan = Plan(block, at, angle, anchor, [line])
        if not draft.scene.is_free(plan.quad, 0.15) or not draft.is_clear(line):
            continue
        if i == 0:
            draft.scene.circle(origin, 0.22 * height, pen)
        else:
            plan.arrows = [(foot, foot - origin)]
        labels.append(draft.draw(plan))
    if labels:
        ends = [float((foot - origin) @ along) for _, _, foot in blocks]
        draft.scene.line(origin + along * min(ends), origin + along * max(ends), pen)
    return labels
