"""Datum features, with their triangles, and datum targets."""

import math

import numpy as np

from ..geometry import angle_of, circle, unit
from ..habit import Habit, Random
from ..scene import Label, Line, Scene
from .leader import attachment, draw_leader, is_clear, room_near
from .office import choices_of, datum_letter, number_text, pick, symbol_grey, symbol_pen
from .pose import Pose


def draw_datum(scene: Scene, habit: Habit, random: Random, at, outward, letter: str | None = None) -> Label | None:
    """A datum feature at a point of an edge or on a line: the triangle there, the letter's box out along `outward`."""
    office = choices_of(habit, 'datum')
    letter = letter or datum_letter(random)
    text_mm = habit.text_mm * float(office.choice([1.0, 1.0, 1.1, 1.25]))
    old = office.random() < 0.1
    text = f'-{letter}-' if old else letter
    side = text_mm * float(office.uniform(1.6, 2.2))
    base = text_mm * float(office.uniform(0.6, 1.3))
    rise = base * float(office.choice([0.866, 0.6, 1.0]))
    filled, round_box = office.random() < 0.8, office.random() < 0.04
    outward, at = unit(outward), np.asarray(at, float)
    width = max(side, habit.lettering.width(text, text_mm) + text_mm * 0.8)
    aside = np.array([-outward[1], outward[0]])
    reach, reach_aside = ((abs(way) * (width, side)).max() / 2 for way in (outward, aside))
    pen, grey = symbol_pen(habit), symbol_grey(habit)

    for attempt in range(4):
        stem = 0.0 if random.random() < 0.15 else text_mm * random.uniform(0.5, 3.5 + attempt)
        turn_mm = 0.0
        foot = at + outward * (rise + stem)
        if random.random() < 0.1 and stem > 0:  # the stem turns a corner
            turn_mm = text_mm * random.uniform(1, 4) * pick(random, (-1, 1))
        centre = foot + (aside * (turn_mm + math.copysign(reach_aside, turn_mm)) if turn_mm else outward * reach)
        quad = Pose(centre).quad(-width / 2, -side / 2, width / 2, side / 2)
        if scene.is_free(quad) and is_clear(scene, [at + outward * rise, centre]):
            break
    else:
        return None

    across = aside * base / 2
    triangle = np.array([at - across, at + across, at + outward * rise])
    if not (old and office.random() < 0.5):
        if filled:
            scene.fill([triangle], pen.grey)
        scene.stroke(triangle, pen, closed=True)
    knee = foot + aside * turn_mm
    scene.stroke([at + outward * rise, foot, knee] if turn_mm else [at + outward * rise, foot], pen)
    return _box(scene, habit, quad, letter, text, text_mm, pen, grey, round_box)


def _box(scene, habit, quad, letter, text, text_mm, pen, grey, round_box=False) -> Label:
    centre = quad.mean(0)
    if round_box:
        radius = float(np.ptp(quad[:, 1])) * 0.55
        scene.circle(centre, radius, pen)
    else:
        scene.blank(quad)
        scene.stroke(quad, pen, closed=True)
    Pose(centre, angle_of(quad[1] - quad[0])).write(scene, habit.lettering, text, 0, text_mm / 2, text_mm, grey, 'centre')
    scene.reserve(quad)
    return scene.label('datum', quad, text)


def hang_datum(scene: Scene, label: Label, habit: Habit, random: Random) -> Label | None:
    """A datum feature under a control frame (or a dimension), its triangle on the lower edge."""
    quad = label.quad
    down = unit(quad[3] - quad[0])
    at = quad[3] + (quad[2] - quad[3]) * random.uniform(0.15, 0.85)
    return draw_datum(scene, habit, random, at, down)


def draw_datum_target(scene: Scene, habit: Habit, random: Random, tip, outward) -> Label | None:
    """A split circle: the size of the area above, letter and number below; a leader to a cross or a hatched area."""
    office = choices_of(habit, 'datum target')
    text_mm = habit.text_mm * float(office.choice([1.0, 0.9, 0.8]))
    lower = datum_letter(random) + str(int(random.integers(1, 5)))
    upper = ''
    if random.random() < 0.6:
        size = number_text(random.uniform(0.1, 1) if habit.inches else float(random.integers(2, 60)), 2 if habit.inches else 0, habit)
        upper = pick(random, (habit.diameter + size, habit.diameter + size, f'{size}x{size}', size))
    words = [text for text in (upper, lower) if text]
    widest = max(habit.lettering.width(text, text_mm) for text in words)
    radius = max(text_mm * float(office.uniform(1.7, 2.1)), widest * 0.5 + text_mm * 0.35)
    tip = np.asarray(tip, float)
    if not scene.is_free(Pose(tip).quad(-text_mm, -text_mm, text_mm, text_mm), 0.0):
        return None
    quad = room_near(scene, habit, random, tip, outward, 2 * radius, 2 * radius)
    if quad is None:
        return None

    pen, grey = symbol_pen(habit), symbol_grey(habit)
    centre = quad.mean(0)
    pose = Pose(centre)
    _target(scene, habit, random, tip, pen)
    bend = attachment(quad, tip, text_mm * 2, 0.9)[1:]
    draw_leader(scene, habit, [centre + unit(bend[0] - centre) * radius, *bend], pick(random, ('none', 'none', 'arrow', 'dot')))
    scene.circle(centre, radius, pen)
    scene.line(pose.at(-radius, 0), pose.at(radius, 0), pen)
    lines = []
    for text in words:
        baseline = -radius * 0.2 if text is upper else radius * 0.2 + text_mm
        lines.append(Line(text, pose.write(scene, habit.lettering, text, 0, baseline, text_mm, grey, 'centre')))
    scene.reserve(quad)
    return scene.label('datum', quad, '\n'.join(words), lines)


def _target(scene: Scene, habit: Habit, random: Random, at, pen) -> None:
    """What the leader points to."""
    size = habit.text_mm * random.uniform(0.6, 1.2)
    if random.random() < 0.6:
        for slant in ((1, 1), (1, -1)):
            scene.line(at - size * np.array(slant), at + size * np.array(slant), pen)
    else:
        scene.circle(at, size * 1.5, pen._replace(dash=(3, 0.8, 0.8, 0.8)))
        if random.random() < 0.5:
            scene.hatch([circle(at, size * 1.5)], pen, 45, 1.0)
