"""Item balloons: a number in a ring, with a leader to its part."""

import numpy as np

from ..geometry import circle, unit
from ..habit import Habit, Random
from ..scene import Label, Line, Scene
from .leader import LEADER_ARROWS, draw_leader, is_clear
from .office import choices_of, pick, symbol_grey, symbol_pen
from .pose import Pose


def draw_balloon(
    scene: Scene, habit: Habit, random: Random, centre, text: str, lower: str = '', tip=None, margin_mm: float = 0.4
) -> Label | None:
    """A balloon at `centre`. `lower` splits it; `tip` is where its leader ends."""
    office = choices_of(habit, 'balloon')
    text_mm = habit.text_mm * float(office.choice([1.0, 1.2, 1.4]))
    shape = pick(office, ('circle', 'circle', 'circle', 'hexagon', 'underline', 'double', 'square'), (5, 5, 5, 1, 2, 1, 0.5))
    letters = habit.lettering if office.random() < 0.7 else habit.sheet_lettering
    widest = max(letters.width(word, text_mm) for word in (text, lower or text))
    radius = max(text_mm * float(office.uniform(1.1, 1.9)), widest * 0.5 + text_mm * 0.35)
    if lower:
        radius, shape = max(radius, text_mm * 1.75), 'circle'
    if shape == 'underline':
        half = np.array([widest / 2 + text_mm * 0.3, text_mm * 0.85])
    else:
        half = np.array([radius, radius])
    pose = Pose(centre)
    quad = pose.quad(-half[0], -half[1], half[0], half[1])
    if not scene.is_free(quad, margin_mm):
        return None

    pen, grey = symbol_pen(habit), symbol_grey(habit)
    if tip is not None:
        _lead(scene, habit, random, pose, np.asarray(tip, float), shape, half, office)
    if shape == 'underline':
        scene.line(pose.at(-half[0], half[1]), pose.at(half[0], half[1]), pen)
    else:
        ring = quad if shape == 'square' else circle(centre, radius)
        if shape == 'hexagon':
            ring = _hexagon(pose, radius * 1.08, 30 * int(office.integers(2)))
        if office.random() < 0.5:
            scene.fill([ring], 255)
        scene.stroke(ring, pen, closed=True)
        if shape == 'double':
            scene.circle(centre, radius * 0.85, pen)
    if lower:
        scene.line(pose.at(-radius, 0), pose.at(radius, 0), pen)
        baselines = (-text_mm * 0.3, text_mm * 1.3)
    else:
        baselines = (text_mm / 2,)
    lines = [Line(word, pose.write(scene, letters, word, 0, y, text_mm, grey, 'centre')) for word, y in zip((text, lower), baselines)]
    scene.reserve(quad)
    return scene.label('balloon', quad, '\n'.join(line.text for line in lines), lines)


def _hexagon(pose: Pose, radius: float, start_deg: float) -> np.ndarray:
    angles = np.radians(start_deg + np.arange(0, 360, 60))
    return pose.points(radius * np.stack([np.cos(angles), np.sin(angles)], 1))


def _lead(scene, habit, random, pose, tip, shape, half, office) -> None:
    end = pick(office, ('arrow', 'dot', 'none'), (5, 4, 1))
    if habit.arrow not in LEADER_ARROWS and end == 'arrow':
        end = 'dot'
    x, _ = pose.local(tip)
    if shape == 'underline':
        start = pose.at(half[0] if x > 0 else -half[0], half[1])
        draw_leader(scene, habit, [start, tip], end)
        return
    reach = half[0]
    if shape == 'square':
        reach = half[0] / max(abs(unit(tip - pose.origin)))
    if office.random() < 0.2 and abs(x) > half[0] * 2.5:  # a short level shelf first
        side = 1 if x > 0 else -1
        draw_leader(scene, habit, [pose.at(side * half[0], 0), pose.at(side * half[0] * 1.8, 0), tip], end)
    else:
        draw_leader(scene, habit, [pose.origin + unit(tip - pose.origin) * reach, tip], end)


def item_text(habit: Habit, random: Random) -> str:
    text = str(int(random.integers(1, 10) if random.random() < 0.55 else random.integers(10, 60)))
    if choices_of(habit, 'balloon text').random() < 0.1:
        text = text.zfill(2)
    return text + (pick(random, 'AB') if random.random() < 0.02 else '')


def lead_balloon(scene: Scene, habit: Habit, random: Random, tip, outward, text: str | None = None) -> Label | None:
    """A balloon off a point, towards `outward`."""
    split = choices_of(habit, 'balloon split').random() < 0.12
    for attempt in range(5):
        way = unit(unit(outward) + random.normal(0, 0.2 + 0.12 * attempt, 2))
        centre = np.asarray(tip, float) + way * habit.text_mm * random.uniform(3, 9 + 2 * attempt)
        if attempt < 4 and not is_clear(scene, [centre, tip]):
            continue
        lower = str(int(random.integers(1, 9))) if split else ''
        label = draw_balloon(scene, habit, random, centre, text or item_text(habit, random), lower, tip)
        if label:
            return label
    return None


def balloon_row(scene: Scene, habit: Habit, random: Random, start, step, tips) -> list[Label]:
    """Balloons in a line, numbered on, each with a leader to one of `tips`."""
    first = int(random.integers(1, 20))
    centres = [np.asarray(start, float) + i * np.asarray(step, float) for i in range(len(tips))]
    axis = int(np.argmax(np.abs(np.asarray(step, float))))
    ordered = sorted((np.asarray(tip, float) for tip in tips), key=lambda tip: tip[axis] * np.sign(step[axis]))
    drawn = [draw_balloon(scene, habit, random, centre, str(first + i), tip=tip) for i, (centre, tip) in enumerate(zip(centres, ordered))]
    return [label for label in drawn if label]


def balloon_stack(scene: Scene, habit: Habit, random: Random, tip, outward, count: int) -> list[Label]:
    """Balloons that touch each other, the first of which has the leader: a screw with its washers."""
    first = lead_balloon(scene, habit, random, tip, outward)
    if first is None:
        return []
    labels, step = [first], np.array([float(np.ptp(first.quad[:, 0])), 0.0])
    if random.random() < 0.5:
        step = np.array([0.0, float(np.ptp(first.quad[:, 1]))])
    for i in range(1, count):
        label = draw_balloon(scene, habit, random, first.quad.mean(0) + i * step * 1.02, item_text(habit, random), margin_mm=-0.4)
        if label is None:
            break
        labels.append(label)
    return labels
