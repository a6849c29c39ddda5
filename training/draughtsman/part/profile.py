"""Bars of one cross-section: extrusions, rolled sections and tubes, with their ends seen and their length broken."""

import numpy as np

from ..geometry import circle, point
from ..view import Fillet, Round
from .closeup import broken
from .part import Part, chance, length, pick
from .pictorial import Pictorial
from .sketch import Hole, Sketch, eased, rectangle, regular

NAMES = ('Profile', 'Extrusion', 'Rail', 'Beam', 'Strut', 'Frame member', 'Tube', 'Guide rail', 'Channel', 'Bar', 'Cross bar', 'Spacer bar')


def _slotted(a: float) -> np.ndarray:
    """A quarter of the usual square profile with a T-slot in each side, turned four times."""
    h = a / 2
    neck, wide, lip, deep = a * 0.1, a * 0.2, a * 0.06, a * 0.17
    side = np.array(
        [
            (-h, -h),
            (-neck, -h),
            (-neck, -h + lip),
            (-wide, -h + lip),
            (-wide, -h + lip * 2),
            (-neck * 0.9, -h + deep + lip),
            (neck * 0.9, -h + deep + lip),
            (wide, -h + lip * 2),
            (wide, -h + lip),
            (neck, -h + lip),
            (neck, -h),
        ]
    )
    turns = [side]
    for _ in range(3):
        turns.append(turns[-1] @ np.array([(0, 1), (-1, 0)]))
    return np.concatenate(turns)


def _section(random, a: float) -> tuple[str, np.ndarray, list[np.ndarray], list[Fillet]]:
    """Kind, outline, hollows, fillets; about the origin."""
    kind = str(random.choice(['slotted', 'angle', 'channel', 'beam', 'tube', 'round_tube', 'hexagon', 'tee', 'box', 'finned']))
    h, t = a / 2, round(a * float(random.uniform(0.06, 0.16)), 1)
    k = h * float(random.choice([1, 0.75, 0.5, 1.4]))
    r = t * float(random.choice([0, 0.5, 1.0]))
    if kind == 'slotted':
        loop, fillets, _ = eased(_slotted(a), ([a * 0.04] + [0] * 10) * 4)
        return kind, loop, [circle((0, 0), a * 0.085)[:-1]], fillets
    if kind == 'angle':
        points, easings = [(-h, -k), (-h + t, -k), (-h + t, k - t), (h, k - t), (h, k), (-h, k)], [0, r * 0.5, r, r * 0.5, 0, 0]
    elif kind == 'channel':
        points, easings = (
            [(-h, -k), (-h + t, -k), (-h + t, k - t), (h - t, k - t), (h - t, -k), (h, -k), (h, k), (-h, k)],
            [0, 0, r, r, 0, 0, r, r],
        )
    elif kind == 'beam':
        w = t * 0.6
        points = [
            (-k, -h),
            (k, -h),
            (k, -h + t),
            (w / 2, -h + t),
            (w / 2, h - t),
            (k, h - t),
            (k, h),
            (-k, h),
            (-k, h - t),
            (-w / 2, h - t),
            (-w / 2, -h + t),
            (-k, -h + t),
        ]
        easings = [0, 0, 0, r, r, 0, 0, 0, 0, r, r, 0]
    elif kind == 'tee':
        points, easings = (
            [(-h, -k), (h, -k), (h, -k + t), (t / 2, -k + t), (t / 2, k), (-t / 2, k), (-t / 2, -k + t), (-h, -k + t)],
            [0, 0, 0, r, 0, 0, r, 0],
        )
    elif kind == 'tube':
        loop, fillets, _ = eased(rectangle(-h, -k, h, k), [t * 1.5] * 4)
        return kind, loop, [eased(rectangle(-h + t, -k + t, h - t, k - t), [t * 0.5] * 4)[0]], fillets
    elif kind == 'round_tube':
        return kind, circle((0, 0), h)[:-1], [circle((0, 0), h - t)[:-1]], []
    elif kind == 'hexagon':
        return kind, regular((0, 0), h, 6, float(random.choice([0, 30]))), [], []
    elif kind == 'finned':
        fins = int(random.integers(4, 14))
        step = 2 * h / (fins - 0.5)
        points = [(-h, k)]
        for x in -h + step * np.arange(fins):
            points += [(x, -k), (x + step * 0.5, -k), (x + step * 0.5, k - t), (x + step, k - t)]
        points[-2:] = [(h, k)]
        return kind, np.array(points, float), [], []
    else:
        points, easings = rectangle(-h, -k, h, k), [r] * 4
    loop, fillets, _ = eased(points, easings)
    return kind, loop, [], fillets


def sample_profile(random) -> Part:
    a = length(random, 8, 100)
    long = round(a * float(random.uniform(3, 20)))
    kind, loop, hollows, fillets = _section(random, a)
    cut = chance(random, 0.5)
    end = Sketch('section' if cut else 'side')
    if cut:
        end.cut([loop, *hollows])
    else:
        for ring in (loop, *hollows):
            end.loop(ring)
    end.view.fillets += fillets
    end.extent_of(loop)
    for ring in hollows:
        if kind in ('slotted', 'round_tube'):
            end.view.rounds.append(Round(point(0, 0), float(ring[:, 0].max()), 'hole'))
    if kind == 'round_tube':
        end.view.rounds.append(Round(point(0, 0), a / 2, 'outline'))
    for x, y in loop:
        if len(loop) < 16:
            end.x(float(x), float(y))
            end.y(float(y), float(x))
    if chance(random, 0.7):
        low, high = loop.min(0), loop.max(0)
        end.line((0, low[1]), (0, high[1]), 'centre')
        end.line((low[0], 0), (high[0], 0), 'centre')
    views = [_along(random, loop, hollows, long, kind), end.view]
    if chance(random, 0.4):
        views = views[::-1]
    picture = None
    if chance(random, 0.5):
        pictorial = Pictorial.sample(random)
        pictorial.extrude(loop * (1, -1), min(long, a * 6), along=(0, 1, 0), across=(-1, 0, 0), holes=[ring * (1, -1) for ring in hollows])
        picture = pictorial.view()
    size = np.ptp(loop, 0)
    return Part(pick(random, NAMES), views, picture, (long, float(size[0]), float(size[1])))


def _along(random, loop, hollows, long: float, kind: str):
    side = Sketch('front')
    top, bottom = float(loop[:, 1].min()), float(loop[:, 1].max())
    side.box(0, top, long, bottom)
    if kind != 'round_tube' and len(loop) < 120:
        seen = sorted({round(float(y), 2) for y in loop[:, 1]})
        last = top
        for y in seen:
            if y - last > (bottom - top) * 0.03 and bottom - y > (bottom - top) * 0.03:
                side.line((0, y), (long, y))
                last = y
    for ring in hollows:
        for y in (ring[:, 1].min(), ring[:, 1].max()):
            side.line((0, float(y)), (long, float(y)), 'hidden')
    side.extent(0, top, long, bottom)
    if chance(random, 0.55):
        hole = Hole(round((bottom - top) * float(random.uniform(0.06, 0.16)), 1))
        count = int(random.integers(1, 7))
        first = float(long * random.uniform(0.04, 0.15))
        side.holes(
            [point(x, (top + bottom) / 2) for x in np.linspace(first, long - first, count)]
            if count > 1
            else [point(first, (top + bottom) / 2)],
            hole,
        )
    side.line((0, (top + bottom) / 2), (long, (top + bottom) / 2), 'centre')
    if long > (bottom - top) * 6 and chance(random, 0.6):
        return broken(side.view, long * float(random.uniform(0.2, 0.35)), long * float(random.uniform(0.6, 0.8)), random)
    return side.view
