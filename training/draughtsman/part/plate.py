"""Flat plates: an outline, patterns of holes, slots and cut-outs, and their edge or section."""

import math

import numpy as np

from ..geometry import arc, point
from ..view import Corner, Fillet, Round
from .part import Part, chance, length, pick
from .pictorial import Pictorial
from .sketch import Sketch, arranged, belt, eased, rectangle, sample_hole, slot

NAMES = (
    'Mounting plate',
    'Base plate',
    'Cover plate',
    'Adapter plate',
    'Front panel',
    'Plate',
    'Spacer plate',
    'Gasket',
    'Shim',
    'Top plate',
    'Side panel',
    'Sensor plate',
)


def sample_plate(random) -> Part:
    w, t = length(random, 18, 260), length(random, 0.8, 20)
    h = w * float(random.choice([1, 0.75, 0.6, 0.5, 0.35, 1.3])) * float(random.uniform(0.9, 1.1))
    h = round(h, 1) if chance(random, 0.4) else float(round(h))
    t = min(t, w / 5)
    plan = Sketch('front')
    outline = _outline(random, plan, w, h)
    h = float(np.ptp(outline[:, 1]))
    plan.extent_of(outline)
    inner_low, inner_high = _room(outline, w, h)
    bores, holes = [], []
    for _ in range(int(random.choice([1, 1, 2, 2, 3]))):
        radius = round(min(w, h) * float(random.uniform(0.015, 0.06)) + 0.5, 1)
        hole = sample_hole(random, radius, t)
        centres = arranged(random, inner_low, inner_high, hole.widest * 2, hole.widest * 2.6)
        centres = [c for c in centres if all(np.hypot(*(c - o)) > r + hole.widest * 1.3 for o, r in holes)]
        if not centres:
            continue
        plan.holes(centres, hole, marked=chance(random, 0.9))
        holes += [(c, hole.widest) for c in centres]
        bores += [(float(c[0]), hole) for c in centres[:8]]
    windows = _windows(random, plan, inner_low, inner_high, holes)
    if chance(random, 0.5):
        plan.line((w / 2, 0), (w / 2, h), 'centre')
        plan.line((0, h / 2), (w, h / 2), 'centre')
    views = [plan.view, _edge_view(random, plan, w, h, t, bores)]
    if chance(random, 0.25):
        views = views[:1]
    picture = None
    if chance(random, 0.5):
        pictorial = Pictorial.sample(random)
        rings = [arc(c, r, 0, 360)[:-1] for c, r in holes[:16]] + windows
        pictorial.extrude(outline * (1, -1), t, holes=[ring * (1, -1) for ring in rings])
        picture = pictorial.view()
    return Part(pick(random, NAMES), views, picture, (w, h, t))


def _room(outline: np.ndarray, w: float, h: float):
    """A rectangle about the middle that the outline does not enter, near enough."""
    steps = np.linspace(0, 1, 9)[:-1, None, None]
    dense = (outline + steps * (np.roll(outline, -1, 0) - outline)).reshape(-1, 2)
    offset = np.abs(dense - (w / 2, h / 2)) / (w / 2, h / 2)
    share = float(np.clip(offset.max(1).min(), 0.3, 1.0))
    return point(w, h) / 2 * (1 - share), point(w, h) / 2 * (1 + share)


def _outline(random, plan: Sketch, w: float, h: float) -> np.ndarray:
    kind = str(
        random.choice(
            ['rectangle', 'arc_sides', 'notched', 'slanted', 'obround', 'rhomb', 'disc_flat', 'tabbed'],
            p=[0.42, 0.12, 0.12, 0.1, 0.06, 0.06, 0.04, 0.08],
        )
    )
    small = min(w, h)
    if kind == 'rectangle':
        easing = float(random.choice([0, 1, 1, -1])) * round(small * float(random.uniform(0.02, 0.22)), 1)
        corners = [easing] * 4 if chance(random, 0.8) else [easing if chance(random, 0.5) else 0 for _ in range(4)]
        return plan.eased(rectangle(0, 0, w, h), corners)
    if kind == 'arc_sides':
        # Two flats, and a circle's arcs on the other sides.
        h = min(h, w * 0.9)
        radius = max(w / 2, h / 2 * float(random.uniform(1.1, 2.0)))
        half = math.degrees(math.asin(min(1.0, h / 2 / radius)))
        middle = point(w / 2, h / 2)
        shift = radius - w / 2
        loop = np.concatenate(
            [arc(middle - (shift, 0), radius, -half, half), arc(middle + point(shift, 0), radius, 180 - half, 180 + half)]
        )
        plan.loop(loop)
        plan.view.fillets += [Fillet(middle - (shift, 0), radius, half * 0.7), Fillet(middle + point(shift, 0), radius, 180 + half * 0.7)]
        return loop
    if kind == 'notched':
        a, b = w * float(random.uniform(0.15, 0.3)), h * float(random.uniform(0.15, 0.3))
        corners = [(0, 0), (w - a, 0), (w - a, b), (w, b), (w, h), (0, h)]
        if chance(random, 0.5):
            corners = [(a, 0), (w - a, 0), (w - a, b), (w, b), (w, h), (0, h), (0, b), (a, b)]
        radius = round(small * 0.05, 1) if chance(random, 0.5) else 0
        loop = plan.eased(corners, [radius] * len(corners))
        plan.x(w - a, 0)
        plan.y(b, w)
        return loop
    if kind == 'slanted':
        a, b = w * float(random.uniform(0.1, 0.35)), h * float(random.uniform(0.2, 0.6))
        corners = (
            [(a, 0), (w - a, 0), (w, b), (w, h), (0, h), (0, b)] if chance(random, 0.5) else [(0, 0), (w - a, 0), (w, b), (w, h), (0, h)]
        )
        plan.slanted_corners(corners)
        plan.x(w - a, 0)
        plan.y(b, w)
        loop = eased(corners, [0] * len(corners))[0]
        plan.loop(loop)
        return loop
    if kind == 'obround':
        r = small / 2
        loop = slot((w / 2, h / 2), max(w, h) - small, small, 0 if w >= h else 90)
        plan.loop(loop)
        plan.view.fillets.append(Fillet(point(r, r), r, 225))
        return loop
    if kind == 'rhomb':
        end, big = small * float(random.uniform(0.1, 0.2)), h / 2
        circles = [(point(end, h / 2), end), (point(w / 2, h / 2), big), (point(w - end, h / 2), end)]
        loop = belt(circles)
        plan.loop(loop)
        plan.holes([circles[0][0], circles[2][0]], sample_hole(random, end * 0.5, 3))
        plan.view.fillets += [Fillet(circles[0][0], end, 160, 2), Fillet(circles[1][0], big, -80)]
        return loop
    if kind == 'disc_flat':
        r, half = small / 2, float(random.uniform(20, 50))
        loop = arc((w / 2, h / 2), r, 90 + half, 450 - half)
        plan.loop(loop)
        plan.view.rounds.append(Round(point(w / 2, h / 2), r, 'outline'))
        plan.cross((w / 2, h / 2), r)
        return loop
    a, b, c = w * float(random.uniform(0.3, 0.42)), h * float(random.uniform(0.08, 0.2)), w * float(random.uniform(0.05, 0.15))
    corners = [
        (0, b),
        (a, b),
        (a, 0),
        (w - a, 0),
        (w - a, b),
        (w, b),
        (w, h),
        (w - c, h),
        (w - c, h - b),
        (w - 2 * c, h - b),
        (w - 2 * c, h),
        (0, h),
    ]
    loop = plan.eased(corners, [round(small * 0.02, 1) if chance(random, 0.7) else 0] * len(corners))
    plan.x(a, 0)
    plan.x(w - a, 0)
    plan.y(b, w)
    return loop


def _windows(random, plan: Sketch, low, high, holes) -> list[np.ndarray]:
    """Slots and cut-outs that keep clear of the holes."""
    loops, size = [], high - low
    for _ in range(int(random.choice([0, 0, 1, 1, 2, 3]))):
        a = float(size.min() * random.uniform(0.1, 0.4))
        centre = low + size * (0.5 if chance(random, 0.4) else 0.5 + random.uniform(-0.5, 0.5, 2) * np.maximum(0, 1 - 2.6 * a / size))
        if any(np.hypot(*(centre - o)) < r + a * 1.3 for o, r in holes):
            continue
        holes.append((centre, 0.0))
        kind = int(random.integers(4))
        x, y = centre
        if kind == 0:
            width, angle = a * float(random.uniform(0.2, 0.6)), float(random.choice([0, 90, 0, 90, 45, 30]))
            loop = slot(centre, a, width, angle)
            plan.view.rounds.append(Round(centre, width / 2, 'slot'))
            plan.cross(centre, (a + width) / 2, angle)
        elif kind == 1:
            loop, fillets, _ = eased(rectangle(x - a, y - a * 0.6, x + a, y + a * 0.6), [float(random.choice([0, 0.1, 0.2])) * a] * 4)
            plan.view.fillets += fillets
            plan.x(x - a, y + a * 0.6)
            plan.x(x + a, y + a * 0.6)
        elif kind == 2:
            loop = arc(centre, a, 0, 360)[:-1]
            plan.view.rounds.append(Round(centre, a, 'hole'))
            plan.cross(centre, a)
        else:
            # A big hole with a flat or a notch.
            loop = arc(centre, a, 110, 430)
            plan.view.corners.append(Corner(centre, 70, 110, a))
            plan.cross(centre, a)
        plan.x(x, y, 'centre')
        plan.y(y, x, 'centre')
        plan.loop(loop)
        loops.append(loop)
        holes[-1] = (centre, a)
    del holes[len(holes) - len(loops) :]
    return loops


def _edge_view(random, plan: Sketch, w: float, h: float, t: float, bores):
    if chance(random, 0.5):
        edge = Sketch('side')
        edge.box(0, 0, t, h)
        edge.extent(0, 0, t, h)
        return edge.view
    cut = chance(random, 0.6)
    edge = Sketch('section' if cut else 'top')
    edge.slab(0, 0, w, t, bores, cut)
    if cut:
        y = float(plan.view.stations_y[-1].at) if plan.view.stations_y else h / 2
        plan.line((0, y), (w, y), 'cut')
    return edge.view
