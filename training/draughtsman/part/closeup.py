"""Views made from other views: an enlarged circle of one, and a long part with its middle left out."""

from dataclasses import replace
from itertools import pairwise

import numpy as np

from ..geometry import circle
from ..view import Path, Section, View


def detail_of(view: View, centre, radius: float, times: float) -> View:
    """What a circle shows, enlarged. Marks the circle in `view`."""
    centre = np.asarray(centre, float)
    rim = circle(centre, radius)[:-1]
    detail = View(kind='detail', per_mm=view.per_mm / times)

    def move(points):
        return (np.asarray(points, float) - centre) * times

    for path in view.paths:
        if path.role in ('cut', 'centre'):
            continue
        points = np.vstack([path.points, path.points[:1]]) if path.closed else path.points
        detail.paths += [Path(path.role, move(piece)) for piece in clipped(points, centre, radius)]
    for section in view.sections:
        loops = [loop for loop in (clipped_loop(loop, rim) for loop in section.loops) if len(loop) > 2]
        if loops:
            detail.sections.append(Section([move(loop) for loop in loops]))

    def inside(at):
        return np.hypot(*(np.asarray(at) - centre)) < radius * 0.95

    detail.stations_x = [
        replace(s, at=float(a[0]), reach=float(a[1])) for s in view.stations_x if inside((s.at, s.reach)) for a in [move((s.at, s.reach))]
    ]
    detail.stations_y = [
        replace(s, at=float(a[1]), reach=float(a[0])) for s in view.stations_y if inside((s.reach, s.at)) for a in [move((s.reach, s.at))]
    ]
    grown = {'depth': lambda v: v and v * times, 'counterbore': lambda v: v and v * times, 'countersink': lambda v: v and v * times}
    for r in view.rounds:
        if inside(r.centre) and r.radius < radius:
            sizes = {name: grow(getattr(r, name)) for name, grow in grown.items()}
            detail.rounds.append(replace(r, centre=move(r.centre), radius=r.radius * times, count=1, **sizes))
    detail.fillets = [replace(f, centre=move(f.centre), radius=f.radius * times, count=1) for f in view.fillets if inside(f.centre)]
    detail.chamfers = [replace(c, at=move(c.at), leg=c.leg * times) for c in view.chamfers if inside(c.at)]
    detail.corners = [replace(c, apex=move(c.apex), reach=min(c.reach, radius * 0.6) * times) for c in view.corners if inside(c.apex)]
    detail.paths.append(Path('thin', move(rim), True))
    view.paths.append(Path('cut', rim, True))
    return detail


def clipped(points: np.ndarray, centre, radius: float) -> list[np.ndarray]:
    """The pieces of a polyline within a circle."""
    pieces, current = [], []
    for a, b in zip(points[:-1] - centre, points[1:] - centre):
        way = b - a
        square = float(way @ way)
        if square < 1e-12:
            continue
        half, rest = float(a @ way) / square, (float(a @ a) - radius**2) / square
        root = half * half - rest
        t0, t1 = (-half - root**0.5, -half + root**0.5) if root > 0 else (1.0, 0.0)
        start, stop = max(0.0, t0), min(1.0, t1)
        if start >= stop:
            continue
        if start > 0 or not current:
            if len(current) > 1:
                pieces.append(current)
            current = [a + way * start]
        current.append(a + way * stop)
        if stop < 1:
            pieces.append(current)
            current = []
    if len(current) > 1:
        pieces.append(current)
    return [np.array(piece) + centre for piece in pieces]


def clipped_loop(loop, convex) -> np.ndarray:
    """What of a loop lies within a convex one whose corners run clockwise on the sheet."""
    loop = np.asarray(loop, float)
    for a, b in zip(convex, np.roll(convex, -1, 0)):
        if len(loop) < 3:
            break
        normal = np.array([-(b - a)[1], (b - a)[0]])
        side = (loop - a) @ normal
        if (side >= 0).all():
            continue
        kept = []
        for i in range(len(loop)):
            p, q, s, t = loop[i - 1], loop[i], side[i - 1], side[i]
            if (s >= 0) != (t >= 0):
                kept.append(p + (q - p) * s / (s - t))
            if t >= 0:
                kept.append(q)
        loop = np.array(kept).reshape(-1, 2)
    return loop


def broken(view: View, from_x: float, to_x: float, random) -> View:
    """The view with what lies between two places along x left out, and the ends drawn as broken off.

    Only for views whose lines in between run along x.
    """
    gap = float((view.bounds()[1] - view.bounds()[0])[1]) * 0.15
    shift = to_x - from_x - gap
    low, high = view.bounds()

    def moved(x):
        return x - shift if x >= to_x else min(x, from_x)

    paths = []
    for path in view.paths:
        points = path.points
        x0, x1 = points[:, 0].min(), points[:, 0].max()
        if path.role == 'centre' or x1 <= from_x or x0 >= to_x:
            paths.append(replace(path, points=np.array([(x - shift if x >= to_x else x, y) for x, y in points])))
            continue
        if x0 > from_x and x1 < to_x:
            continue
        ring = np.vstack([points, points[:1]]) if path.closed else points
        for a, b in pairwise(ring):
            if a[0] > b[0]:
                a, b = b, a
            if b[0] <= from_x or a[0] >= to_x:
                paths.append(Path(path.role, np.array([(moved(a[0]), a[1]), (moved(b[0]), b[1])])))
                continue
            if a[0] < from_x:
                paths.append(Path(path.role, np.array([a, (from_x, a[1])])))
            if b[0] > to_x:
                paths.append(Path(path.role, np.array([(from_x + gap, b[1]), (b[0] - shift, b[1])])))
    kind = int(random.integers(3))
    for x in (from_x, from_x + gap):
        paths.append(Path('break', _break_line(x, low[1], high[1], kind)))
    result = replace(view, paths=paths)
    result.stations_x = [replace(s, at=s.at - shift if s.at >= to_x else s.at) for s in view.stations_x if not from_x < s.at < to_x]
    result.turned = [
        replace(t, start=np.array([moved(t.start[0]), t.start[1]]), end=np.array([moved(t.end[0]), t.end[1]])) for t in view.turned
    ]
    result.rounds = [replace(r, centre=np.array([moved(r.centre[0]), r.centre[1]])) for r in view.rounds if not from_x < r.centre[0] < to_x]
    result.chamfers = [replace(c, at=np.array([moved(c.at[0]), c.at[1]])) for c in view.chamfers]
    result.fillets = [f for f in view.fillets if f.centre[0] < from_x]
    result.corners = [c for c in view.corners if c.apex[0] < from_x]
    return result


def _break_line(x: float, top: float, bottom: float, kind: int) -> np.ndarray:
    """Freehand, a zigzag, or a slender S."""
    tall = bottom - top
    t = np.linspace(0, 1, 25)
    if kind == 0:
        return np.stack([x + tall * 0.03 * np.sin(t * 9) * np.cos(t * 23), top + tall * t], 1)
    if kind == 1:
        spike = tall * 0.07
        return np.array(
            [
                (x, top - spike),
                (x, top + tall * 0.44),
                (x + spike, top + tall * 0.48),
                (x - spike, top + tall * 0.52),
                (x, top + tall * 0.56),
                (x, bottom + spike),
            ]
        )
    return np.stack([x + tall * 0.06 * np.sin(t * 2 * np.pi), top + tall * t], 1)
