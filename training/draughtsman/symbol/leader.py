"""Leaders: where a symbol finds room near what it speaks of, and the line between them."""

from typing import NamedTuple

import numpy as np

from ..geometry import angle_of, direction, size_of, unit
from ..habit import Habit, Random
from ..scene import Pen, Scene
from ..view import View
from .office import symbol_pen
from .pose import Pose

LEADER_ARROWS = ('filled', 'open', 'closed')


class Touch(NamedTuple):
    """A point of an edge that an annotation may touch, the way out of the part there, and the room along the edge."""

    at: np.ndarray
    outward: np.ndarray
    length_mm: float


def sample_touches(view: View, random: Random, count: int) -> list[Touch]:
    """Points on the visible edges of a view, longer edges more often."""
    starts, ends = [], []
    for path in view.paths:
        if path.role not in ('outline', 'cut') or len(path.points) < 2:
            continue
        points = np.vstack([path.points, path.points[:1]]) if path.closed else path.points
        starts.append(points[:-1])
        ends.append(points[1:])
    if not starts or count <= 0:
        return []
    start, end = np.concatenate(starts), np.concatenate(ends)
    lengths = np.hypot(*(end - start).T)
    if lengths.sum() <= 0:
        return []
    low, high = view.bounds()
    middle = (low + high) / 2
    touches = []
    for i in random.choice(len(lengths), count, p=lengths / lengths.sum()):
        at = start[i] + (end[i] - start[i]) * random.uniform(0.1, 0.9)
        along = unit(end[i] - start[i])
        normal = np.array([-along[1], along[0]])
        outward = normal if normal @ (at - middle) >= 0 else -normal
        touches.append(Touch(at, outward, float(lengths[i])))
    return touches


def leader_pen(habit: Habit) -> Pen:
    return Pen(habit.thin_mm, symbol_pen(habit).grey)


def draw_leader(scene: Scene, habit: Habit, points, end: str = 'arrow') -> None:
    """A line from a symbol to its point, the last one. `end`: arrow, dot or none."""
    points = np.asarray(points, float)
    pen = leader_pen(habit)
    scene.stroke(points, pen)
    reserve_line(scene, points)
    toward = points[-1] - points[-2]
    if end == 'arrow':
        style = habit.arrow if habit.arrow in LEADER_ARROWS else 'filled'
        scene.arrow(points[-1], toward, habit.arrow_mm, habit.arrow_half_width_mm, pen, style)
    elif end == 'dot':
        scene.arrow(points[-1], toward, habit.text_mm * 0.9, 0, pen, 'dot')


def reserve_line(scene: Scene, points) -> None:
    """Keeps later texts off a line: a draughtsman writes beside the lines that are there."""
    for start, end in zip(points, points[1:]):
        along = unit(end - start)
        side = np.array([-along[1], along[0]]) * 0.15
        scene.reserve(np.array([start - side, end - side, end + side, start + side]))


def is_clear(scene: Scene, points) -> bool:
    """Does a line keep off the texts that are there? Its ends may touch what they belong to."""
    points = np.asarray(points, float)
    for start, end in zip(points, points[1:]):
        along = unit(end - start)
        trim = min(1.0, 0.15 * float(np.hypot(*(end - start))))
        side = np.array([-along[1], along[0]]) * 0.1
        first, last = start + along * trim, end - along * trim
        if not scene.is_free(np.array([first - side, last - side, last + side, first + side]), 0.0):
            return False
    return True


def attachment(quad: np.ndarray, tip: np.ndarray, shelf_mm: float, share: float) -> np.ndarray:
    """The points of a leader from a box towards `tip`: from the middle of a side, with a shelf, or straight from foot or head."""
    width, height = size_of(quad)
    pose = Pose(quad[0], angle_of(quad[1] - quad[0]))
    x, y = pose.local(tip)
    if 0 <= x <= width:
        return np.array([pose.at(min(max(x, 0), width), height if y > 0 else 0), tip])
    foot = y < 0 or y > height
    if foot and -2 * height < x < width + 2 * height and share < 0.4:
        near_half = share * 1.25 + (0.5 if x > width else 0.0)
        return np.array([pose.at(width * near_half, height if y > 0 else 0), tip])
    edge, sign = (0, -1) if x < 0 else (width, 1)
    start = pose.at(edge, height / 2)
    if abs(x - edge) < shelf_mm * 1.3:
        return np.array([start, tip])
    return np.array([start, pose.at(edge + sign * shelf_mm, height / 2), tip])


def room_near(
    scene: Scene, habit: Habit, random: Random, tip, outward, width: float, height: float, angle_deg: float = 0.0, tries: int = 8
) -> np.ndarray | None:
    """The quad of a free place for a box of this size, not far from `tip`."""
    along = direction(angle_deg)
    half_reach = np.abs(along) * width / 2 + np.abs(along[::-1]) * height / 2
    for attempt in range(tries):
        turn = 0.0 if random.random() < 0.3 else random.normal(0, 25 + 8 * attempt)
        way = direction(angle_of(outward) + turn)
        distance = habit.text_mm * random.uniform(1.5, 6 + 2 * attempt)
        centre = np.asarray(tip) + way * distance + np.sign(way) * np.minimum(half_reach, np.abs(way) * half_reach.max())
        quad = Pose(centre, angle_deg).quad(-width / 2, -height / 2, width / 2, height / 2)
        if scene.is_free(quad) and (attempt > tries - 2 or is_clear(scene, [centre, tip])):
            return quad
    return None
