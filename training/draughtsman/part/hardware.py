"""More small things that are no text: rings in rings, pads, perforations, coils, scales, screws from their sides.

Like those of `fitting`, each draws itself about `at`, within about `size` either way.
"""

import numpy as np

from ..geometry import arc, direction, point, rotated
from .part import Random, chance
from .sketch import Sketch, eased, rectangle, regular, slot


def standoff(sketch: Sketch, random: Random, at, size: float) -> None:
    """A pressed-in nut, a boss or a grommet from above: rings in rings, some with flats or a notch."""
    radii = np.sort(random.uniform(0.25, 1.0, int(random.integers(2, 5))))
    for radius in radii:
        sketch.circle(at, size * float(radius), 'outline' if chance(random, 0.7) else 'thin')
    if chance(random, 0.2):
        sketch.loop(regular(at, size * 1.1, int(random.choice([6, 6, 8, 12])), float(random.uniform(0, 60))))
    if chance(random, 0.15):
        sketch.path(arc(at, size * float(radii[0]) * 1.25, 15, 285), 'thin')


def hole_group(sketch: Sketch, random: Random, at, size: float) -> None:
    """A few holes side by side without centre marks, as some systems leave them: round ones, slots, ringed ones."""
    count = int(random.integers(1, 6))
    turn = float(random.choice([0, 90, random.uniform(0, 180)], p=[0.45, 0.4, 0.15]))
    pitch = 2 * size / count
    for i in range(count):
        spot = at + direction(turn) * (i - (count - 1) / 2) * pitch
        radius = pitch * float(random.uniform(0.16, 0.46))
        if chance(random, 0.2):
            sketch.loop(slot(spot, radius, radius, float(random.choice([0, 90]))))
            continue
        sketch.circle(spot, radius)
        if chance(random, 0.3):
            sketch.circle(spot, radius * float(random.uniform(0.35, 0.85)))
        if chance(random, 0.15):
            sketch.cross(spot, radius)


def pads(sketch: Sketch, random: Random, at, size: float) -> None:
    """Bare contacts: rows of equal bars, rings or dots, with no box around them."""
    rows, columns = int(random.integers(1, 4)), int(random.integers(2, 9))
    pitch = 2 * size / max(columns, rows * 1.5)
    half_w, half_h = pitch * float(random.uniform(0.12, 0.4)), pitch * float(random.uniform(0.2, 0.65))
    way = int(random.integers(3))
    for i in range(columns):
        for j in range(rows):
            x, y = at + point((i - (columns - 1) / 2) * pitch, (j - (rows - 1) / 2) * pitch * 1.5)
            if way == 0:
                sketch.circle((x, y), half_w)
            elif way == 1:
                sketch.box(x - half_w, y - half_h, x + half_w, y + half_h)
            else:
                sketch.loop(slot((x, y), half_h, half_w, 90))


def coil(sketch: Sketch, random: Random, at, size: float) -> None:
    """A track that winds inward, square or round."""
    turns = int(random.integers(2, 7))
    if chance(random, 0.5):
        angles = np.linspace(0, 2 * np.pi * turns, 30 * turns)
        radius = size * np.linspace(1, 0.2, len(angles))
        sketch.path(np.stack([radius * np.cos(angles), radius * np.sin(angles)], 1) + at)
        return
    reach = size * np.linspace(1, 0.2, 4 * turns)
    corners = np.array([(1, -1), (1, 1), (-1, 1), (-1, -1)])
    sketch.path(np.array([corners[i % 4] * r for i, r in enumerate(reach)]) + at)


def tick_scale(sketch: Sketch, random: Random, at, size: float) -> None:
    """The divisions of a dial or of a ruler."""
    count, long_every = int(random.integers(6, 30)), int(random.choice([2, 5, 10]))
    straight = chance(random, 0.4)
    start, sweep = float(random.uniform(0, 360)), float(random.uniform(60, 330))
    for i in range(count):
        reach = size * (0.24 if i % long_every == 0 else 0.14)
        if straight:
            foot = at + point((2 * i / (count - 1) - 1) * size, 0)
            sketch.line(foot, foot + point(0, -reach), 'thin')
        else:
            way = direction(start + sweep * i / count)
            sketch.line(at + way * size, at + way * (size - reach), 'thin')


def perforation(sketch: Sketch, random: Random, at, size: float) -> None:
    """A field of small openings: round, square, oblong, in rows or staggered."""
    rows, columns = int(random.integers(2, 7)), int(random.integers(3, 10))
    pitch = 2 * size / max(rows, columns)
    shape, staggered = int(random.integers(4)), chance(random, 0.5)
    for j in range(rows):
        for i in range(columns - (j % 2 if staggered else 0)):
            shift = 0.5 * (j % 2) if staggered else 0.0
            spot = at + point((i + shift - (columns - 1) / 2) * pitch, (j - (rows - 1) / 2) * pitch)
            if shape == 0:
                sketch.circle(spot, pitch * 0.3)
            elif shape == 1:
                sketch.loop(regular(spot, pitch * 0.36, 6, 30))
            elif shape == 2:
                sketch.loop(slot(spot, pitch * 0.35, pitch * 0.3))
            else:
                sketch.loop(rectangle(*(spot - pitch * 0.3), *(spot + pitch * 0.3)))


def screw_side(sketch: Sketch, random: Random, at, size: float) -> None:
    """A screw or a nut from its side, with or without its thread."""
    turn = float(random.choice([0, 90, 180, 270]))
    shank, head = size * float(random.uniform(0.12, 0.25)), size * float(random.uniform(0.25, 0.5))
    top = -size + head * float(random.uniform(0.5, 1.2))

    def placed(points):
        return rotated(np.asarray(points, float), turn) + at

    bevel = head * 0.2
    outline = [(-head, -size + bevel), (-head + bevel, -size), (head - bevel, -size), (head, -size + bevel), (head, top), (-head, top)]
    sketch.loop(placed(outline))
    if chance(random, 0.6):
        for x in (-head * 0.5, head * 0.5):
            sketch.path(placed([(x, -size), (x, top)]))
    sketch.path(placed([(-shank, top), (-shank, size), (shank, size), (shank, top)]))
    if chance(random, 0.6):
        for y in np.arange(top + shank, size, shank * float(random.uniform(0.3, 0.8))):
            sketch.path(placed([(-shank, y), (shank, y - shank * 0.25)]), 'thin')
    else:
        for x in (-shank * 0.84, shank * 0.84):
            sketch.path(placed([(x, top + shank), (x, size)]), 'thin')


def keys(sketch: Sketch, random: Random, at, size: float) -> None:
    """A pad of keys or of lamps: equal soft squares, some with a ring or a bar on them."""
    rows, columns = int(random.integers(1, 5)), int(random.integers(2, 6))
    pitch = 2 * size / max(rows, columns)
    half, soft = pitch * 0.4, pitch * float(random.uniform(0.0, 0.3))
    for i in range(columns):
        for j in range(rows):
            spot = at + point((i - (columns - 1) / 2) * pitch, (j - (rows - 1) / 2) * pitch)
            sketch.loop(eased(rectangle(*(spot - half), *(spot + half)), [min(soft, half * 0.9)] * 4)[0])
            mark = random.random()
            if mark < 0.2:
                sketch.circle(spot, half * 0.4, 'thin')
            elif mark < 0.4:
                sketch.line(spot - (half * 0.4, 0), spot + (half * 0.4, 0), 'thin')


def sight(sketch: Sketch, random: Random, at, size: float) -> None:
    """A mark to be aimed at: rings and a cross, quarters, a triangle in a ring."""
    sketch.circle(at, size * 0.6)
    way = int(random.integers(3))
    if way == 0:
        for angle in (0, 90):
            reach = direction(angle) * size
            sketch.line(at - reach, at + reach)
    elif way == 1:
        sketch.loop(regular(at, size * 0.6, 3, float(random.choice([30, 90, 210]))))
    else:
        for start in (0, 180):
            sketch.loop(np.vstack([[at], arc(at, size * 0.6, start, start + 90)]))


HARDWARE = (
    standoff,
    standoff,
    standoff,
    hole_group,
    hole_group,
    hole_group,
    pads,
    pads,
    coil,
    tick_scale,
    perforation,
    screw_side,
    keys,
    sight,
)
