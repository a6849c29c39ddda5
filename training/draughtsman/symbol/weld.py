"""Welding symbols: an arrow, a reference line, and what stands on it."""

import numpy as np

from ..geometry import arc
from ..habit import Habit, Random
from ..scene import Label, Pen, Scene
from .leader import draw_leader, is_clear
from .office import choices_of, pick, symbol_grey, symbol_pen
from .pose import Pose, write_label

_SHAPES = ('fillet', 'square', 'v', 'bevel', 'u', 'plug', 'spot', 'seam', 'j')
_TAILS = ('111', '131', '135', '141', '136', '21', '111/ISO 5817-C', 'GTAW', 'GMAW', 'TYP', 'SMAW', '135/C', 'ISO 5817-B')
_SHAPE_WEIGHTS = (12, 2, 4, 2, 1, 1, 1.5, 0.7, 0.6)


def _shape(name: str, size: float) -> list[np.ndarray]:
    """The strokes of an elementary symbol, standing on the line at the origin, up positive here."""
    s = size
    if name == 'fillet':
        return [np.array([(-s / 2, 0), (-s / 2, s), (s / 2, 0)])]
    if name == 'square':
        return [np.array([(x, 0), (x, s)]) for x in (-s * 0.2, s * 0.2)]
    if name == 'v':
        return [np.array([(-s * 0.55, s), (0, 0), (s * 0.55, s)])]
    if name == 'bevel':
        return [np.array([(-s * 0.2, 0), (-s * 0.2, s)]), np.array([(-s * 0.2, 0), (s * 0.5, s)])]
    if name == 'u':
        return [np.array([(0, 0), (0, s * 0.45)]), arc((0, s * 0.95), s * 0.5, 180, 360)]
    if name == 'j':
        return [np.array([(0, 0), (0, s)]), arc((s * 0.5, s * 0.95), s * 0.5, 180, 270)]
    if name == 'plug':
        return [np.array([(-s * 0.6, 0), (-s * 0.6, s * 0.7), (s * 0.6, s * 0.7), (s * 0.6, 0)])]
    if name == 'spot':
        return [arc((0, 0), s * 0.5)]
    return [arc((0, 0), s * 0.5), *(np.array([(-s * 0.8, y), (s * 0.8, y)]) for y in (-s * 0.15, s * 0.15))]


def _size_text(habit: Habit, random: Random) -> str:
    if habit.inches:
        return pick(random, ('1/8', '3/16', '1/4', '5/16', '3/8', '.25', '.125'))
    size = pick(random, ('3', '4', '5', '6', '8', '2', '10', '2.5', '3.5')).replace('.', habit.decimal)
    return pick(choices_of(habit, 'weld'), ('a', 'z', '', 'a ', 's')) + size


def _length_text(habit: Habit, random: Random) -> str:
    if habit.inches:
        return pick(random, ('2-6', '1-4', '2', '3', '1.5-3', '4-12'))
    length = int(random.integers(2, 40)) * 5
    count = int(random.integers(2, 13))
    return pick(random, (f'{length}', f'{count}x{length}(100)', f'{length}-{2 * length}', f'{count}×{length}({length * 2})'))


def draw_weld(scene: Scene, habit: Habit, random: Random, tip, outward, tries: int = 6) -> list[Label]:
    """A welding symbol off a joint at `tip`: the labels of its texts."""
    text_mm = habit.text_mm
    office = choices_of(habit, 'weld look')
    size = text_mm * float(office.uniform(1.0, 1.5))
    shape = pick(random, _SHAPES, _SHAPE_WEIGHTS)
    both = random.random() < 0.25
    sizes = _size_text(habit, random) if random.random() < 0.85 else ''
    length = _length_text(habit, random) if random.random() < 0.35 else ''
    tail = ''
    if random.random() < 0.35:
        tail = pick(random, _TAILS)
    write = habit.lettering
    around = text_mm * 1.2
    before = write.width(sizes, text_mm) + text_mm * 0.5 if sizes else 0.0
    after = write.width(length, text_mm) + text_mm * 0.5 if length else 0.0
    span = around + before + size * 1.4 + after + text_mm * random.uniform(0.5, 2)
    tail_width = write.width(tail, text_mm) + text_mm if tail else 0.0
    rise = max(size, text_mm) * 1.25

    for attempt in range(tries):
        side = 1 if (outward[0] + random.normal(0, 0.4)) > 0 else -1
        knee = np.asarray(tip, float) + (np.asarray(outward) + (0.6 * side, 0)) * text_mm * random.uniform(2.5, 6 + 2 * attempt)
        left = knee if side > 0 else knee - (span, 0)
        box_left = -tail_width - text_mm if side < 0 else -text_mm * 0.3
        box_right = span + (tail_width + text_mm if side > 0 else text_mm * 0.3)
        quad = Pose(left).quad(box_left, -rise, box_right, rise if both else text_mm * 0.6)
        if scene.is_free(quad) and is_clear(scene, [knee, tip]):
            break
    else:
        return []

    pen, pose = symbol_pen(habit), Pose(left)
    flip = -1 if not both and random.random() < 0.3 and scene.is_free(Pose(left).quad(0, 0, span, rise), 0.2) else 1
    x = (around if side > 0 else text_mm * 0.4) + before + size * 0.7
    for way in (1, -1) if both else (flip,):
        for points in _shape(shape, size):
            scene.stroke(pose.points(points * (1, -way) + (x, 0)), pen)
    if habit.standard == 'iso' and office.random() < 0.6:
        y = text_mm * 0.3 * flip
        scene.stroke([pose.at(text_mm * 0.3, y), pose.at(span, y)], Pen(pen.width_mm, pen.grey, (1.6, 0.8)))
    _at_the_knee(scene, random, knee, text_mm, pen)
    labels = _texts(scene, habit, pose, text_mm, flip, ((sizes, x - size * 0.7 - text_mm * 0.1, 'right'), (length, x + size * 0.8, 'left')))
    if tail:
        end = knee + (side * span, 0)
        for y in (-0.7, 0.7):
            scene.line(end, end + np.array([side * 0.7, y]) * text_mm, pen)
        at = end + (side * text_mm * 0.8, text_mm / 2)
        anchor = 'left' if side > 0 else 'right'
        labels.append(write_label(scene, habit, 'note', tail, at, 0, text_mm, symbol_grey(habit), anchor, margin_mm=0.0))
    scene.reserve(quad)
    draw_leader(scene, habit, [knee + (side * span, 0), knee, np.asarray(tip, float)])
    return [label for label in labels if label]


def _texts(scene, habit, pose, text_mm, flip, items) -> list[Label | None]:
    """What stands on the reference line, or hangs under it."""
    y = -text_mm * 0.3 if flip > 0 else text_mm * 1.3
    return [
        write_label(scene, habit, 'note', text, pose.at(x, y), 0, text_mm, symbol_grey(habit), anchor, margin_mm=0.0)
        for text, x, anchor in items
        if text
    ]


def _at_the_knee(scene: Scene, random: Random, knee, text_mm: float, pen: Pen) -> None:
    """Welded all around, and the flag of a weld made on site."""
    if random.random() < 0.3:
        scene.circle(knee, text_mm * 0.45, pen)
    if random.random() < 0.15:
        top = knee - (0, text_mm * 2)
        flag = [top, top + (text_mm * 0.9, text_mm * 0.4), top + (0, text_mm * 0.8)]
        scene.line(knee, top, pen)
        if random.random() < 0.7:
            scene.fill([np.array(flag)], pen.grey)
        else:
            scene.stroke(flag, pen, closed=True)
