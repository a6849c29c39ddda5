"""Callouts at the end of a leader: holes, radii, chamfers, threads, remarks."""

from collections.abc import Iterable, Iterator

import numpy as np

from ..geometry import angle_of, below, direction
from ..scene import Label
from .callout import Block
from .draft import Draft, Plan
from .linear import reading_angle


def exit_distance(draft: Draft, tip, way) -> float:
    """How far the view's border is from a point, along a direction."""
    if draft.view is None:
        return 0.0
    low, high = draft.view.bounds()
    way = np.where(np.abs(way) < 1e-9, 1e-9, way)
    return max(0.0, float(np.minimum.reduce(np.maximum((low - tip) / way, (high - tip) / way))))


def outward_angles(draft: Draft, tip, preferred_deg: float | None = None) -> list[float]:
    """Directions for a leader: the preferred one first, or else away from the middle of the view, and their neighbours."""
    if preferred_deg is None:
        if draft.view is not None:
            low, high = draft.view.bounds()
            away = np.asarray(tip, float) - (low + high) / 2
            preferred_deg = angle_of(away) if np.hypot(*away) > 1e-6 else -45.0
        else:
            preferred_deg = float(draft.random.uniform(0, 360))
        # Leaders seldom run level or upright.
        quarter = np.floor(preferred_deg / 90.0) * 90.0
        preferred_deg = quarter + float(draft.random.choice([45.0, 60.0, 30.0, draft.random.uniform(15, 75)]))
    turn = float(draft.random.uniform(20, 40)) * (1 if draft.chance(0.5) else -1)
    return [
        preferred_deg,
        preferred_deg + turn,
        preferred_deg - turn,
        preferred_deg + 90 + turn / 2,
        preferred_deg - 90 + turn / 2,
        preferred_deg + 180,
    ]


def leader_end(draft: Draft, block: Block, tip, knee, lead: np.ndarray, arrows: list, style: str) -> Plan:
    """The text at the end of a leader that comes by `lead` (points up to the knee)."""
    height = draft.habit.text_mm
    way = np.asarray(knee, float) - np.asarray(tip, float)
    right = way[0] > 0 if abs(way[0]) > 1e-6 else draft.chance(0.5)
    side = np.array([1.0 if right else -1.0, 0.0])
    word = 'left' if right else 'right'
    if style == 'above':
        end = knee + side * (block.width + 0.2 * height)
        at = knee + side * 0.1 * height - np.array([0, draft.manner.text_gap_mm])
        return Plan(block, at, 0.0, f'{word} foot', [np.vstack([lead, [end]])], arrows)
    shelf = knee + side * draft.manner.shelf_mm
    anchor = f'{word} first' if style == 'first' and not block.callout.boxed else word
    return Plan(block, shelf + side * 0.35 * height, 0.0, anchor, [np.vstack([lead, [shelf]])], arrows)


def along_line(draft: Draft, block: Block, tip, way, start_mm: float, lead_from, arrows: list) -> Plan:
    """The text along a straight leader, above it as one reads."""
    height = draft.habit.text_mm
    reading = direction(reading_angle(angle_of(way)))
    tip, way = np.asarray(tip, float), np.asarray(way, float)
    middle = tip + way * (start_mm + block.width / 2)
    end = tip + way * (start_mm + block.width + 0.25 * height)
    at = middle - below(reading) * draft.manner.text_gap_mm
    return Plan(block, at, angle_of(reading), 'foot', [np.array([lead_from, end])], arrows)


def leader_plans(draft: Draft, block: Block, tips, arrow_inward: bool = True, style: str | None = None) -> Iterator[Plan]:
    """Ways to lead from one of `tips` (points with a direction in degrees) to the text, the nearest first."""
    height = draft.habit.text_mm
    for reach in (1.0, 2.2, 4.0):
        for tip, angle_deg in tips:
            way = direction(angle_deg)
            use = style or draft.manner.leader_text
            near = height * float(draft.random.uniform(1.8, 4.5)) * reach
            out = exit_distance(draft, tip, way)
            length = near if out > 60 else out + near
            arrows = [(tip, -way)] if arrow_inward else []
            if use == 'along' or (use == 'above' and draft.chance(0.08)):
                yield along_line(draft, block, tip, way, max(length - 0.5 * near, 1.6 * draft.arrow_mm), tip, arrows)
            else:
                if use == 'along' or abs(way[0]) < 0.05:
                    use = 'above'
                knee = tip + way * length
                yield leader_end(draft, block, tip, knee, np.array([tip, knee]), arrows, use)


def draw_leader(draft: Draft, callout, tips: Iterable, careless: float = 0.25, style: str | None = None) -> Label | None:
    block = draft.measure(callout)
    if block is None:
        return None
    return draft.first_with_room(leader_plans(draft, block, list(tips), style=style), careless)


def draw_dot_leader(draft: Draft, callout, point, angles: Iterable[float]) -> Label | None:
    """A leader that ends in a dot on a face."""
    block = draft.measure(callout)
    if block is None:
        return None
    plans = leader_plans(draft, block, [(np.asarray(point, float), angle) for angle in angles], arrow_inward=False, style='above')
    label = draft.first_with_room(plans)
    if label is not None:
        radius = 0.12 * draft.habit.text_mm
        draft.scene.arrow(point, (1, 0), radius * 4, radius, draft.habit.dimension_pen, 'dot')
    return label
