"""Drawn marks of a sheet: projection symbols, company marks, signatures, codes for scanners."""

import numpy as np

from ..geometry import arc, circle, rotated
from ..scene import Pen, Scene
from .area import Area

Random = np.random.Generator


def draw_projection(scene: Scene, random: Random, area: Area, pen: Pen, first_angle: bool) -> None:
    """The truncated cone and its circles, with centre lines."""
    unit = min(area.width / 5.6, area.height / 2.6)
    x, y = area.centre
    circles, cone = (x + unit * 1.3, x - unit * 1.4) if first_angle else (x - unit * 1.3, x + unit * 1.4)
    scene.circle((circles, y), unit, pen)
    scene.circle((circles, y), unit * 0.5, pen)
    wide, narrow = (1.0, 0.5) if random.random() < 0.5 else (0.5, 1.0)
    left, right = cone - unit * 1.1, cone + unit * 1.1
    scene.stroke(
        [(left, y - unit * wide), (right, y - unit * narrow), (right, y + unit * narrow), (left, y + unit * wide)], pen, closed=True
    )
    if random.random() < 0.85:
        dash = (unit * 0.8, unit * 0.2, unit * 0.15, unit * 0.2) if random.random() < 0.7 else None
        thin = Pen(pen.width_mm * 0.7, pen.grey, dash)
        scene.line((circles - unit * 1.25, y), (circles + unit * 1.25, y), thin)
        scene.line((circles, y - unit * 1.25), (circles, y + unit * 1.25), thin)
        scene.line((left - unit * 0.2, y), (right + unit * 0.2, y), thin)


def draw_signature(scene: Scene, random: Random, area: Area, grey: int) -> None:
    """A scribble; no text, so no label."""
    count = 60
    t = np.linspace(0, 1, count)
    height = area.height * float(random.uniform(0.3, 0.7))
    waves = sum(np.sin(2 * np.pi * (t * random.uniform(2, 9) + random.random())) * random.uniform(0.1, 0.5) for _ in range(3))
    swing = np.cos(2 * np.pi * (t * random.uniform(3, 8) + random.random())) * area.width * 0.05
    width = area.width * float(random.uniform(0.4, 0.9))
    x = area.left + (area.width - width) * random.random() + width * t + swing
    y = area.centre[1] + waves * height * (1.1 - 0.7 * t)
    scene.stroke(np.stack([x, y], 1), Pen(float(random.uniform(0.15, 0.4)), grey))
    if random.random() < 0.3:
        scene.line(
            (area.left + area.width * 0.2, area.bottom - area.height * 0.2),
            (area.right - area.width * 0.2, area.bottom - area.height * 0.25),
            Pen(0.2, grey),
        )


def draw_emblem(scene: Scene, random: Random, area: Area, grey: int) -> None:
    """A firm's mark, of no firm that is."""
    radius = min(area.width, area.height) / 2
    centre = np.array(area.centre)
    pen = Pen(max(0.2, radius * float(random.uniform(0.04, 0.2))), grey)
    shape = int(random.integers(9))
    spin = float(random.uniform(0, 90))

    def polygon(count: int, size: float, turn: float = 0.0) -> np.ndarray:
        angles = np.radians(turn + np.arange(count) * 360 / count)
        return centre + radius * size * np.stack([np.cos(angles), np.sin(angles)], 1)

    if shape == 0:  # a gear
        teeth = int(random.integers(6, 14))
        angles = np.linspace(0, 2 * np.pi, teeth * 8, endpoint=False)
        reach = radius * np.where(np.arange(len(angles)) % 8 < 4, 1.0, 0.78)
        scene.fill([centre + reach[:, None] * np.stack([np.cos(angles), np.sin(angles)], 1), circle(centre, radius * 0.45)], grey)
    elif shape == 1:
        for share in np.linspace(1, 0.3, int(random.integers(2, 5))):
            scene.circle(centre, radius * share, pen)
    elif shape == 2:
        count = int(random.integers(3, 9))
        scene.fill([polygon(count, 1, spin), polygon(count, float(random.uniform(0.4, 0.75)), spin)], grey)
    elif shape == 3:  # bars
        for i in range(int(random.integers(3, 6))):
            left = centre[0] - radius + i * radius * 0.5
            top = centre[1] + radius - radius * float(random.uniform(0.5, 2))
            scene.fill([Area(left, top, left + radius * 0.3, centre[1] + radius).quad], grey)
    elif shape == 4:  # petals
        count = int(random.integers(4, 8))
        for i in range(count):
            petal = rotated(circle(centre + (radius * 0.65, 0), radius * 0.3), spin + i * 360 / count, centre)
            scene.fill([petal], grey)
    elif shape == 5:
        scene.fill([circle(centre, radius), circle(centre + radius * np.array((0.3, -0.1)), radius * 0.6)], grey)
    elif shape == 6:  # a star
        count = int(random.integers(4, 8))
        outer, inner = polygon(count, 1, spin), polygon(count, 0.45, spin + 180 / count)
        scene.fill([np.stack([outer, inner], 1).reshape(-1, 2)], grey)
    elif shape == 7:
        scene.stroke(polygon(6, 1, 30), pen, closed=True)
        for corner in polygon(3, 1, 30):
            scene.line(centre, corner, pen)
    else:
        for i in range(3):
            scene.stroke(arc(centre, radius * (1 - i * 0.27), spin, spin + float(random.uniform(120, 250))), pen)


def draw_code(scene: Scene, random: Random, area: Area, grey: int) -> None:
    """A square code or a bar code; it says nothing."""
    loops = []
    if area.width > area.height * 2.2:
        edges = np.cumsum(random.integers(1, 4, int(random.integers(30, 70)) * 2)).astype(float)
        edges *= min(area.width, area.height * 4) / edges[-1]
        for left, right in zip(edges[::2], edges[1::2]):
            loops.append(Area(area.left + left, area.top, area.left + right, area.bottom).quad)
    else:
        count = int(random.choice([21, 25, 29]))
        side = min(area.width, area.height) / count
        dark = random.random((count, count)) < 0.5
        finder = np.pad(np.pad(np.ones((3, 3), bool), 1), 1, constant_values=True)
        corner = np.pad(finder, ((0, 1), (0, 1)))
        dark[:8, :8], dark[:8, -8:], dark[-8:, :8] = corner, corner[:, ::-1], corner[::-1]
        left, top = area.centre[0] - side * count / 2, area.centre[1] - side * count / 2
        for y, row in enumerate(dark):
            steps = np.flatnonzero(np.diff(np.concatenate([[False], row, [False]])))
            for start, stop in zip(steps[::2], steps[1::2]):
                loops.append(Area(left + start * side, top + y * side, left + stop * side, top + (y + 1) * side).quad)
    for loop in loops:
        scene.fill([loop], grey)
