"""Bent sheet metal: the bend seen from its edge, the flanges with their holes, and the flat pattern."""

import math
from itertools import pairwise

import numpy as np

from ..geometry import point, unit
from ..view import Corner, Fillet
from .part import Part, chance, length, pick
from .pictorial import Pictorial
from .sketch import Sketch, arranged, eased, rectangle, sample_hole

NAMES = (
    'Bracket',
    'Angle bracket',
    'Holder',
    'Support',
    'Sheet metal cover',
    'Mounting bracket',
    'Clip',
    'Sensor bracket',
    'Chassis',
    'Guard',
    'Hinge leaf',
    'Z-bracket',
)


def strip(course, thickness: float, radius: float) -> tuple[np.ndarray, list[Fillet]]:
    """The outline of a sheet bent with an inner radius, whose one side follows `course` and whose other lies left of it."""
    course = np.asarray(course, float)
    ways = [unit(b - a) for a, b in pairwise(course)]
    sides = [np.array([way[1], -way[0]]) for way in ways]
    other, outer, inner = [course[0] + sides[0] * thickness], [0.0], [0.0]
    for i in range(1, len(course) - 1):
        bend = sides[i - 1] + sides[i]
        other.append(course[i] + bend * thickness / (bend @ sides[i]))
        turns_left = ways[i - 1][0] * ways[i][1] - ways[i - 1][1] * ways[i][0] < 0
        outer.append(radius + thickness if turns_left else radius)
        inner.append(radius if turns_left else radius + thickness)
    other.append(course[-1] + sides[-1] * thickness)
    loop, fillets, _ = eased(np.vstack([course, other[::-1]]), [*outer, 0.0, 0.0, *inner[:0:-1], 0.0])
    return loop, fillets


def sample_bracket(random) -> Part:
    a, b, wide = length(random, 12, 120), length(random, 12, 120), length(random, 12, 120)
    thickness = float(random.choice([0.8, 1, 1.5, 2, 3, 4, 5]))
    thickness = min(thickness, min(a, b) / 5)
    radius = thickness * float(random.choice([0.5, 1, 1, 1.5]))
    kind = str(random.choice(['L', 'U', 'Z', 'hat', 'open'], p=[0.35, 0.25, 0.15, 0.13, 0.12]))
    if kind == 'L':
        course = [(0, -a), (0, 0), (b, 0)]
    elif kind == 'U':
        course = [(0, -a), (0, 0), (b, 0), (b, -a * float(random.choice([1, 1, 0.6])))]
    elif kind == 'Z':
        course = [(0, 0), (b * 0.5, 0), (b * 0.5, -a), (b, -a)]
    elif kind == 'hat':
        course = [(0, 0), (b * 0.3, 0), (b * 0.3, -a * 0.6), (b * 0.9, -a * 0.6), (b * 0.9, 0), (b * 1.2, 0)]
    else:
        lean = math.radians(float(random.choice([30, 45, 60, 120, 135])))
        course = [(b, 0), (0, 0), (a * math.cos(lean), -a * math.sin(lean))]
    course = np.array(course, float)
    edge = Sketch('front')
    loop, fillets = strip(course, thickness, radius)
    edge.loop(loop)
    edge.view.fillets += fillets
    edge.extent_of(loop)
    for p, q in pairwise(course):
        if abs(p[0] - q[0]) < 1e-6:
            edge.x(p[0], max(p[1], q[1]))
        if abs(p[1] - q[1]) < 1e-6:
            edge.y(p[1], min(p[0], q[0]))
    if kind == 'open':
        back, ahead = course[0] - course[1], course[2] - course[1]
        edge.view.corners.append(
            Corner(course[1], math.degrees(math.atan2(*back[::-1])), math.degrees(math.atan2(*ahead[::-1])), min(a, b))
        )
    views = [edge.view, _face(random, edge, loop, wide, thickness, upright=bool(abs(course[:2, 0]).max() < 1e-6))]
    if chance(random, 0.45):
        views.append(_flat_pattern(random, course, wide, thickness, radius))
    if chance(random, 0.3):
        top = Sketch('top')
        low, high = loop.min(0), loop.max(0)
        top.box(low[0], 0, high[0], wide)
        top.extent(low[0], 0, high[0], wide)
        for x in sorted({round(float(p[0]), 3) for p in course[1:-1]}):
            x += thickness if x < (low[0] + high[0]) / 2 else -thickness
            top.line((x, 0), (x, wide), 'hidden' if chance(random, 0.5) else 'outline')
        views.append(top.view)
    picture = None
    if chance(random, 0.6):
        pictorial = Pictorial.sample(random)
        pictorial.extrude(loop * (1, -1), wide, along=(0, 1, 0), across=(-1, 0, 0))
        picture = pictorial.view()
    size = loop.max(0) - loop.min(0)
    return Part(pick(random, NAMES), views, picture, (float(size[0]), float(size[1]), wide))


def _face(random, edge: Sketch, loop: np.ndarray, wide: float, thickness: float, upright: bool):
    """The upright flange from the side, with holes that show hidden in the edge view."""
    face = Sketch('side')
    top, bottom = float(loop[:, 1].min()), float(loop[:, 1].max())
    easing = pick(random, (0, 0.12, 0.2, -0.15, -0.25)) * min(wide, bottom - top)
    outline = face.eased(rectangle(0, top, wide, bottom), [easing, easing, 0, 0])
    face.extent_of(outline)
    if chance(random, 0.6):
        face.line((0, bottom - thickness), (wide, bottom - thickness))
    hole = sample_hole(random, max(0.8, round(min(wide, bottom - top) * float(random.uniform(0.04, 0.12)), 1)), thickness)
    hole = hole._replace(depth=None)
    centres = arranged(random, (0, top), (wide, bottom - 2 * thickness), hole.widest * 2, hole.widest * 2.6)
    face.holes(centres, hole)
    if chance(random, 0.4):
        face.line((wide / 2, top), (wide / 2, bottom), 'centre')
    if upright:
        for y in sorted({round(float(c[1]), 3) for c in centres}):
            for side in (-1, 1):
                edge.line((0, y + side * hole.radius), (thickness, y + side * hole.radius), 'hidden')
            edge.line((0, y), (thickness, y), 'centre')
    return face.view


def _flat_pattern(random, course: np.ndarray, wide: float, thickness: float, radius: float):
    """The sheet unrolled, with its bend lines."""
    flat = Sketch('flat')
    legs = np.hypot(*np.diff(course, axis=0).T)
    marks = np.concatenate([[0], np.cumsum(legs - thickness * 0.4)])
    total = float(marks[-1])
    easing = pick(random, (0, 0, 0.1, -0.1)) * wide
    outline = flat.eased(rectangle(0, 0, total, wide), [easing] * 4)
    flat.extent_of(outline)
    role = pick(random, ('centre', 'phantom', 'thin', 'hidden'))
    for x in marks[1:-1]:
        flat.line((x, 0), (x, wide), role)
        flat.x(float(x), wide)
        if chance(random, 0.2):
            for y in (0, wide):
                flat.circle((x, y), thickness * 0.8)
    for x0, x1 in pairwise(marks):
        if chance(random, 0.7):
            hole = sample_hole(random, max(0.8, round(min(wide, x1 - x0) * 0.08, 1)), thickness)._replace(depth=None)
            flat.holes(arranged(random, (x0, 0), (x1, wide), hole.widest * 2.2, hole.widest * 2.6), hole)
    return flat.view


def sample_tube_clamp(random) -> Part:
    """A clip around a tube: an arc between two ears."""
    r, thickness = length(random, 5, 40), float(random.choice([1, 1.5, 2, 3]))
    ear, wide = round(r * float(random.uniform(0.8, 1.6)), 1), length(random, 8, 40)
    front = Sketch('front')
    angles = np.radians(np.linspace(180, 360, 33))
    ring = np.stack([np.cos(angles), np.sin(angles)], 1)
    root = math.sqrt((r + thickness) ** 2 - thickness**2)
    over = ring * (r + thickness)
    over = over[over[:, 1] < -thickness]
    loop = np.vstack(
        [
            [(-r - ear, 0), (-r - ear, -thickness), (-root, -thickness)],
            over,
            [(root, -thickness), (r + ear, -thickness), (r + ear, 0)],
            ring[::-1] * r,
        ]
    )
    front.loop(loop)
    front.extent_of(loop)
    front.view.fillets += [Fillet(point(0, 0), r, -60), Fillet(point(0, 0), r + thickness, -120)]
    front.line((-r * 1.3, 0), (r * 1.3, 0), 'centre')
    front.line((0, -r - thickness), (0, 0), 'centre')
    top = Sketch('top')
    outline = top.eased(rectangle(-r - ear, 0, r + ear, wide), [min(wide, ear) * 0.2] * 4)
    top.extent_of(outline)
    for x in (-r - thickness, r + thickness):
        top.line((x, 0), (x, wide))
    hole = sample_hole(random, round(min(ear, wide) * 0.18, 1), thickness)._replace(depth=None)
    centres = [point(-r - ear / 2 - thickness / 2, wide / 2), point(r + ear / 2 + thickness / 2, wide / 2)]
    top.holes(centres, hole)
    for centre in centres:
        front.x(centre[0], 0, 'centre')
        front.line((centre[0], -thickness), (centre[0], 0), 'centre')
    picture = None
    if chance(random, 0.5):
        pictorial = Pictorial.sample(random)
        pictorial.extrude(loop * (1, -1), wide, along=(0, 1, 0), across=(-1, 0, 0))
        picture = pictorial.view()
    return Part(
        pick(random, ('Pipe clamp', 'Clip', 'Saddle clamp', 'Cable clamp')),
        [front.view, top.view],
        picture,
        (2 * (r + ear), r + thickness, wide),
    )
