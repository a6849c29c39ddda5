"""Small things on bigger ones: screw heads, connectors, chips, pins, grilles, springs, emblems.

They are what a reader of text may take for text: rows of bars, rings, crosses, zigzags.
Each draws itself about `at`, within about `size` either way.
"""

import numpy as np

from ..geometry import arc, direction, point, rotated
from .part import Random, chance
from .sketch import Sketch, eased, rectangle, regular, slot


def _box(sketch: Sketch, at, half_w: float, half_h: float, role: str = 'outline') -> None:
    sketch.box(at[0] - half_w, at[1] - half_h, at[0] + half_w, at[1] + half_h, role)


def screw_head(sketch: Sketch, random: Random, at, size: float) -> None:
    sketch.circle(at, size)
    if chance(random, 0.4):
        sketch.circle(at, size * 0.86, 'thin')
    kind, turn = int(random.integers(5)), float(random.choice([0, 30, 45, 90, random.uniform(0, 90)]))
    if kind == 0:
        half = size * 0.13
        reach = float(np.sqrt(size**2 - half**2))
        for side in (-1, 1):
            sketch.path(rotated([(-reach, side * half), (reach, side * half)], turn) + at)
    elif kind == 1:
        sketch.loop(regular(at, size * 0.52, 6, turn))
    elif kind == 2:
        a, b = size * 0.14, size * 0.6
        plus = [(-b, -a), (-a, -a), (-a, -b), (a, -b), (a, -a), (b, -a), (b, a), (a, a), (a, b), (-a, b), (-a, a), (-b, a)]
        sketch.loop(rotated(np.array(plus), turn) + at)
    elif kind == 3:
        angles = np.radians(np.arange(0, 360, 10))
        radius = size * (0.48 + 0.1 * np.cos(6 * angles))
        sketch.loop(np.stack([radius * np.cos(angles), radius * np.sin(angles)], 1) + at)
    else:
        sketch.loop(regular(at, size * 1.15, 6, turn))
        sketch.circle(at, size * 0.55)


def pin_row(sketch: Sketch, random: Random, at, size: float) -> None:
    """A header: one or two rows of pins in a box."""
    rows, columns = int(random.integers(1, 3)), int(random.integers(3, 20))
    pitch = 2 * size / columns
    upright = chance(random, 0.4)
    round_pins = chance(random, 0.4)

    def place(x, y):
        return point(at[0] + (y if upright else x), at[1] + (x if upright else y))

    a, b = place(-size, -rows * pitch / 2), place(size, rows * pitch / 2)
    if chance(random, 0.8):
        sketch.box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
    for i in range(columns):
        for j in range(rows):
            spot = place(-size + (i + 0.5) * pitch, (j - (rows - 1) / 2) * pitch)
            if round_pins:
                sketch.circle(spot, pitch * 0.22)
            else:
                _box(sketch, spot, pitch * 0.16, pitch * 0.16)


def chip(sketch: Sketch, random: Random, at, size: float) -> None:
    """A package with legs on two or four sides."""
    legs, four, body = int(random.integers(3, 12)), chance(random, 0.5), size * 0.75
    high = body if four else body * float(random.uniform(0.4, 1.0))
    _box(sketch, at, body, high)
    sketch.circle(at + point(-body, -high) * 0.75, size * 0.06, 'thin')
    pitch = 2 * body / (legs + 0.5)
    for i in range(legs):
        x = (i - (legs - 1) / 2) * pitch
        for side in (-1, 1):
            _box(sketch, at + point(x, side * (high + size * 0.12)), pitch * 0.22, size * 0.12, 'thin')
            if four:
                _box(sketch, at + point(side * (body + size * 0.12), x), size * 0.12, pitch * 0.22, 'thin')


def connector(sketch: Sketch, random: Random, at, size: float) -> None:
    """A socket seen from its mouth: a D, a slot, a modular jack, a round one."""
    kind = int(random.integers(5))
    if kind == 0:
        loop = (
            eased([(-size, -size * 0.4), (size, -size * 0.4), (size * 0.85, size * 0.4), (-size * 0.85, size * 0.4)], [size * 0.15] * 4)[0]
            + at
        )
        sketch.loop(loop)
        for y, count in ((-0.15, 5), (0.15, 4)):
            for i in range(count):
                sketch.circle(at + point((i - (count - 1) / 2) * size * 0.32, y * size), size * 0.07)
        for side in (-1, 1):
            screw_head(sketch, random, at + point(side * size * 1.3, 0), size * 0.2)
    elif kind == 1:
        sketch.loop(slot(at, size * 1.3, size * 0.7))
        sketch.loop(slot(at, size * 1.2, size * 0.5))
        _box(sketch, at, size * 0.6, size * 0.07)
    elif kind == 2:
        _box(sketch, at, size * 0.8, size * 0.8)
        sketch.loop(
            at
            + size
            * np.array(
                [
                    (-0.6, -0.55),
                    (0.6, -0.55),
                    (0.6, 0.35),
                    (0.3, 0.35),
                    (0.3, 0.5),
                    (0.15, 0.5),
                    (0.15, 0.65),
                    (-0.15, 0.65),
                    (-0.15, 0.5),
                    (-0.3, 0.5),
                    (-0.3, 0.35),
                    (-0.6, 0.35),
                ]
            )
        )
        for i in range(8):
            x = (i - 3.5) * 0.12 * size
            sketch.line(at + point(x, -0.55 * size), at + point(x, -0.3 * size), 'thin')
    elif kind == 3:
        for r in (1.0, 0.85, 0.35):
            sketch.circle(at, size * r)
        for a in np.arange(int(random.integers(3, 8))) * 52:
            sketch.circle(at + direction(a) * size * 0.55, size * 0.08)
    else:
        _box(sketch, at, size, size * 0.45)
        _box(sketch, at, size * 0.9, size * 0.34)
        _box(sketch, at - (0, size * 0.1), size * 0.7, size * 0.1)
        for i in range(4):
            _box(sketch, at + point((i - 1.5) * size * 0.35, -size * 0.04), size * 0.08, size * 0.03, 'thin')


def grille(sketch: Sketch, random: Random, at, size: float) -> None:
    """Vents: slots side by side, a field of holes, or rings."""
    kind = int(random.integers(3))
    if kind == 0:
        count = int(random.integers(4, 14))
        pitch, angle = 2 * size / count, float(random.choice([0, 90, 90]))
        for i in range(count):
            shift = (i - (count - 1) / 2) * pitch
            sketch.loop(slot(at + ((0, shift) if angle == 0 else (shift, 0)), size * 1.2, pitch * 0.5, angle))
    elif kind == 1:
        count, hexed = int(random.integers(3, 9)), chance(random, 0.5)
        pitch = 2 * size / count
        for i in range(count):
            for j in range(count):
                spot = at + point((i - (count - 1) / 2 + (0.25 if j % 2 else -0.25) * hexed) * pitch, (j - (count - 1) / 2) * pitch)
                sketch.circle(spot, pitch * 0.28)
    else:
        for r in np.linspace(0.2, 1, int(random.integers(3, 7))):
            sketch.circle(at, size * r)
        for angle in (45, 135):
            sketch.line(at - direction(angle) * size, at + direction(angle) * size)


def spring(sketch: Sketch, random: Random, at, size: float) -> None:
    """A coil seen from its side."""
    coils, half = int(random.integers(4, 14)), size * float(random.uniform(0.2, 0.5))
    pitch = 2 * size / coils
    upright = chance(random, 0.5)
    wire = pitch * 0.28

    def turn(points):
        return at + (points[:, ::-1] if upright else points)

    for i in range(coils):
        x = -size + (i + 0.25) * pitch
        lean = np.array(
            [(x - wire / 2, half), (x - wire / 2 + pitch * 0.5, -half), (x + wire / 2 + pitch * 0.5, -half), (x + wire / 2, half)]
        )
        sketch.loop(turn(lean))
        if i < coils - 1:
            back = np.array([(x + pitch * 0.5 + wire / 2, -half), (x + pitch - wire / 2, half)])
            sketch.path(turn(back), 'thin')
    sketch.path(turn(np.array([(-size, 0.0), (size, 0.0)])), 'centre')


def wheel(sketch: Sketch, random: Random, at, size: float) -> None:
    """A road wheel: tyre, rim, spokes or round windows, hub."""
    for r in (1.0, 0.86, 0.8, 0.24, 0.1):
        sketch.circle(at, size * r)
    count, turn = int(random.integers(3, 8)), float(random.uniform(0, 90))
    windows = chance(random, 0.5)
    for i in range(count):
        angle = turn + i * 360 / count
        if windows:
            sketch.circle(at + direction(angle) * size * 0.52, size * min(0.2, 1.1 / count))
        else:
            for side in (-0.08, 0.08):
                across = direction(angle + 90) * side * size
                sketch.line(at + direction(angle) * size * 0.24 + across, at + direction(angle) * size * 0.79 + across)
        sketch.circle(at + direction(angle + 180 / count) * size * 0.17, size * 0.04)


def emblem(sketch: Sketch, random: Random, at, size: float) -> None:
    """A mark as a firm puts on its housings: free curves, interlaced rings, a star."""
    kind = int(random.integers(4))
    if kind == 0:
        angles = np.linspace(0, 2 * np.pi, 72, endpoint=False)
        waves = sum(random.uniform(-0.25, 0.25) * np.cos(k * angles + random.uniform(0, 6)) for k in range(2, 6))
        for scale in (1.0, 0.6):
            radius = size * scale * (0.8 + 0.4 * waves)
            sketch.loop(np.stack([radius * np.cos(angles), radius * np.sin(angles)], 1) + at)
    elif kind == 1:
        for i in range(int(random.integers(2, 5))):
            sketch.circle(at + point((i - 1.2) * size * 0.55, (i % 2) * size * 0.25), size * 0.42)
    elif kind == 2:
        points, inner = int(random.integers(4, 9)), float(random.uniform(0.3, 0.7))
        radius = np.tile([1.0, inner], points) * size
        angles = np.pi * np.arange(2 * points) / points - np.pi / 2
        sketch.loop(np.stack([radius * np.cos(angles), radius * np.sin(angles)], 1) + at)
        sketch.circle(at, size * 1.1)
    else:
        for i in range(int(random.integers(2, 5))):
            sketch.path(arc(at, size * (1 - 0.22 * i), -150, -30))
        sketch.circle(at, size * 0.12)


def capacitor(sketch: Sketch, random: Random, at, size: float) -> None:
    sketch.circle(at, size * 0.6)
    for angle in (0, 60, 120) if chance(random, 0.5) else (90,):
        sketch.line(at - direction(angle) * size * 0.5, at + direction(angle) * size * 0.5, 'thin')
    if chance(random, 0.5):
        _box(sketch, at, size * 0.65, size * 0.65)


def terminal(sketch: Sketch, random: Random, at, size: float) -> None:
    """A block of clamps with screws."""
    count = int(random.integers(2, 7))
    pitch = 2 * size / count
    for i in range(count):
        spot = at + point((i - (count - 1) / 2) * pitch, 0)
        _box(sketch, spot, pitch / 2, pitch * 0.7)
        screw_head(sketch, random, spot, pitch * 0.32)


def parts_field(sketch: Sketch, random: Random, at, size: float) -> None:
    """Rows of small chip parts: pairs of pads."""
    count, upright = int(random.integers(2, 8)), chance(random, 0.5)
    for i in range(count):
        spot = at + point((i - (count - 1) / 2) * 2 * size / count, 0)
        half = size / count * 0.5
        _box(sketch, spot, half * (0.5 if upright else 1), half * (1 if upright else 0.5))
        for side in (-1, 1):
            shift = point(0, side * half * 0.7) if upright else point(side * half * 0.7, 0)
            _box(sketch, spot + shift, half * (0.5 if upright else 0.3), half * (0.3 if upright else 0.5), 'thin')


ON_BOARD = (pin_row, pin_row, chip, chip, connector, capacitor, terminal, parts_field, parts_field, screw_head, emblem)
ON_PANEL = (connector, connector, grille, screw_head, pin_row, emblem, terminal, wheel)
ANY = (*ON_BOARD, *ON_PANEL, spring)


def scattered(sketch: Sketch, random: Random, low, high, kinds, count: int, taken: list) -> None:
    """Fittings here and there in a rectangle, clear of each other and of what is `taken` as (centre, reach)."""
    low, high = np.asarray(low, float), np.asarray(high, float)
    span = float((high - low).min())
    for _ in range(count):
        size = span * float(np.exp(random.uniform(np.log(0.03), np.log(0.2))))
        room = high - low - 2.8 * size
        if (room <= 0).any():
            continue
        at = low + 1.4 * size + random.uniform(0, 1, 2) * room
        if any(np.hypot(*(at - other)) < reach + size * 1.45 for other, reach in taken):
            continue
        taken.append((at, size * 1.45))
        kinds[int(random.integers(len(kinds)))](sketch, random, at, size)


def border_row(sketch: Sketch, random: Random, low, high, inset: float) -> None:
    """Screws in the four corners."""
    (x0, y0), (x1, y1) = low, high
    size = inset * 0.45
    for at in rectangle(x0 + inset, y0 + inset, x1 - inset, y1 - inset):
        screw_head(sketch, random, at, size)
        if chance(random, 0.6):
            sketch.cross(at, size)
