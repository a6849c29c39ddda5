"""Prismatic blocks and housings: pockets, bosses, stepped tops, bores in section, hidden edges."""

import numpy as np

from ..geometry import circle, point
from ..view import Round
from .closeup import detail_of
from .part import Part, chance, length, pick
from .pictorial import Pictorial
from .sketch import Hole, Sketch, arranged, eased, rectangle, sample_hole

NAMES = (
    'Block',
    'Housing',
    'Clamp block',
    'Guide block',
    'Manifold',
    'Bearing block',
    'Jaw',
    'Fixture',
    'Slide',
    'Enclosure',
    'Case lower',
    'V-block',
    'Gripper finger',
    'Carriage',
)


def sample_block(random) -> Part:
    w = length(random, 15, 200)
    d = round(w * float(random.uniform(0.3, 1.0)), 1)
    h = round(w * float(random.uniform(0.2, 0.8)), 1)
    profile, stations = _profile(random, w, h)
    bores = _bores(random, w, d, h, profile)
    front = _front(random, profile, stations, bores, w, h)
    top = _top(random, profile, stations, bores, w, d)
    views = [front.view, top.view]
    if chance(random, 0.65):
        views.append(_side(random, profile, w, d, h).view)
    if chance(random, 0.45):
        section = Sketch('section')
        row = [(float(c[0]), hole) for centres, hole in bores for c in centres]
        flat_top = profile[np.abs(profile[:, 1]) < 1e-6, 0]
        x0, x1 = (float(flat_top.min()), float(flat_top.max())) if len(flat_top) > 1 else (0.0, w)
        section.slab(x0, 0, x1, h, row, True)
        views[0 if chance(random, 0.3) else -1] = section.view
        y = float(top.view.stations_y[-1].at) if top.view.stations_y else d / 2
        top.line((0, y), (w, y), 'cut')
    if chance(random, 0.15) and top.view.rounds:
        spot = top.view.rounds[0]
        views.append(detail_of(top.view, spot.centre, max(spot.radius * 2.5, w * 0.05), float(random.choice([2, 4, 5]))))
    picture = None
    if chance(random, 0.6):
        pictorial = Pictorial.sample(random)
        if chance(random, 0.5) and len(profile) == 4:
            rings = [circle(c, hole.widest)[:-1] * (1, -1) for centres, hole in bores for c in centres][:14]
            pictorial.extrude(rectangle(0, -d, w, 0), h, holes=rings)
        else:
            pictorial.extrude(profile * (1, -1), d, along=(0, 1, 0), across=(-1, 0, 0))
        picture = pictorial.view()
    return Part(pick(random, NAMES), views, picture, (w, h, d))


def _profile(random, w: float, h: float) -> tuple[np.ndarray, list[tuple[float, float]]]:
    """The outline seen from the front, and where its edges are seen from above: (x, y of that edge)."""
    a, b = round(w * float(random.uniform(0.2, 0.4)), 1), round(h * float(random.uniform(0.3, 0.6)), 1)
    kind = str(random.choice(['box', 'step', 'tee', 'groove', 'vee', 'wedge', 'dovetail'], p=[0.32, 0.16, 0.12, 0.14, 0.08, 0.1, 0.08]))
    if kind == 'box':
        points = [(0, 0), (w, 0), (w, h), (0, h)]
    elif kind == 'step':
        points = [(0, 0), (w - a, 0), (w - a, b), (w, b), (w, h), (0, h)]
    elif kind == 'tee':
        points = [(a, 0), (w - a, 0), (w - a, b), (w, b), (w, h), (0, h), (0, b), (a, b)]
    elif kind == 'groove':
        points = [(0, 0), (a, 0), (a, b), (w - a, b), (w - a, 0), (w, 0), (w, h), (0, h)]
    elif kind == 'vee':
        points = [(0, 0), (a, 0), (w / 2, min(b * 1.2, w / 2 - a)), (w - a, 0), (w, 0), (w, h), (0, h)]
    elif kind == 'wedge':
        points = [(a, 0), (w, 0), (w, h), (0, h), (0, b)]
    else:
        lean = b * 0.5
        points = [(0, 0), (a, 0), (a - lean, b), (w - a + lean, b), (w - a, 0), (w, 0), (w, h), (0, h)]
    points = np.array(points, float)
    return points, [(float(x), float(y)) for x, y in points if 0 < x < w and y < h]


def _bores(random, w, d, h, profile) -> list[tuple[list[np.ndarray], Hole]]:
    flat_top = profile[np.abs(profile[:, 1]) < 1e-6, 0]
    low = point(float(flat_top.min()) if len(flat_top) else 0.0, 0)
    high = point(float(flat_top.max()) if len(flat_top) else w, d)
    groups, taken = [], []
    for _ in range(int(random.choice([0, 1, 1, 2, 3]))):
        hole = sample_hole(random, max(0.5, round(min(w, d) * float(random.uniform(0.03, 0.12)), 1)), h)
        centres = [
            c
            for c in arranged(random, low, high, hole.widest * 1.8, hole.widest * 2.6)
            if all(np.hypot(*(c - t)) > r + hole.widest * 1.2 for t, r in taken)
        ]
        if centres:
            groups.append((centres, hole))
            taken += [(c, hole.widest) for c in centres]
    return groups


def _front(random, profile, stations, bores, w, h) -> Sketch:
    front = Sketch('front')
    easing = pick(random, (0, 0, 0, 0.05, 0.1, -0.06)) * min(w, h)
    inner = front.eased(profile, [easing] * len(profile))
    front.extent_of(inner)
    front.slanted_corners(profile)
    for x, y in stations:
        front.x(x, y)
        if y > 0:
            front.y(y, x)
    for centres, hole in bores:
        for x in sorted({round(float(c[0]), 2) for c in centres}):
            for side in (-1, 1):
                front.path([(x + side * r, y) for r, y in hole.flank(0, h)], 'hidden')
            end = hole.flank(0, h)[-1]
            if hole.depth is not None:
                front.path([(x - end[0], end[1]), (x, min(h, end[1] + 0.58 * end[0])), (x + end[0], end[1])], 'hidden')
                front.line((x - end[0], end[1]), (x + end[0], end[1]), 'hidden')
            front.line((x, 0), (x, end[1]), 'centre')
    if chance(random, 0.4):
        # A bore from front to back, perhaps with a ring of threads.
        r = round(min(w, h) * float(random.uniform(0.08, 0.2)), 1)
        centre = point(w / 2, h * 0.62)
        front.circle(centre, r)
        front.cross(centre, r)
        front.view.rounds.append(Round(centre, r, 'hole'))
        front.x(w / 2, centre[1], 'centre')
        front.y(float(centre[1]), w / 2, 'centre')
        if chance(random, 0.3):
            front.circle(centre, r * 1.1)
    return front


def _top(random, profile, stations, bores, w, d) -> Sketch:
    top = Sketch('top')
    easing = pick(random, (0, 0, 0, 0.08, 0.15, -0.08)) * min(w, d)
    outline = top.eased(rectangle(0, 0, w, d), [easing] * 4)
    top.extent_of(outline)
    for x in sorted({round(x, 3) for x, _ in stations}):
        top.line((x, 0), (x, d))
        top.x(x, d)
    for centres, hole in bores:
        top.holes(centres, hole)
    if chance(random, 0.3) and not stations:
        # A pocket, with its floor's corners rounded, and maybe a wall's double line.
        inset = min(w, d) * float(random.uniform(0.12, 0.3))
        loop, fillets, _ = eased(rectangle(inset, inset, w - inset, d - inset), [inset * 0.5] * 4)
        top.loop(loop)
        top.view.fillets += fillets
        top.x(inset, d - inset)
        top.y(inset, w - inset)
        if chance(random, 0.5):
            top.loop(eased(rectangle(inset * 1.15, inset * 1.15, w - inset * 1.15, d - inset * 1.15), [inset * 0.4] * 4)[0], 'thin')
    elif chance(random, 0.25):
        r = min(w, d) * 0.12
        for x in (r * 1.3, w - r * 1.3):
            for y in (r * 1.3, d - r * 1.3):
                top.circle((x, y), r)
                top.circle((x, y), r * 0.45)
                top.cross((x, y), r)
        top.view.rounds += [Round(point(r * 1.3, r * 1.3), r, 'outline', 4), Round(point(w - r * 1.3, r * 1.3), r * 0.45, 'thread', 4)]
    return top


def _side(random, profile, w, d, h) -> Sketch:
    side = Sketch('side')
    side.box(0, 0, d, h)
    side.extent(0, 0, d, h)
    for x, y in sorted({(round(float(x), 3), round(float(y), 3)) for x, y in profile if 0 < y < h}):
        side.line(
            (0, y), (d, y), 'outline' if x >= w * 0.5 and profile[np.abs(profile[:, 1] - y) < 1e-3, 0].max() >= w * 0.95 else 'hidden'
        )
        side.y(y, 0)
    if chance(random, 0.5):
        radius = max(0.5, round(min(d, h) * float(random.uniform(0.05, 0.12)), 1))
        hole = sample_hole(random, radius, w)
        side.holes(arranged(random, (0, h * 0.3), (d, h), hole.widest * 1.6, hole.widest * 2.6), hole)
    return side
