"""Builds a view: lines, holes, rounded corners, and the features that belong to them."""

import math
from typing import Literal, NamedTuple

import cv2
import numpy as np

from ..geometry import angle_of, arc, circle, direction, point, unit
from ..view import Chamfer, Corner, Fillet, Path, Role, Round, Section, Station, View


class Hole(NamedTuple):
    """A hole from its top down: perhaps a head (counterbore or countersink), then a bore, through or blind."""

    radius: float
    style: Literal['plain', 'counterbore', 'countersink', 'thread'] = 'plain'
    head_radius: float = 0.0
    head_depth: float = 0.0
    depth: float | None = None

    def flank(self, top: float, bottom: float) -> list[tuple[float, float]]:
        """Distance from the axis against height, from the top to where the bore ends."""
        end = bottom if self.depth is None else min(bottom, top + self.depth)
        core = self.radius * 0.84 if self.style == 'thread' else self.radius
        if self.style == 'counterbore':
            level = min(top + self.head_depth, (top + end) / 2)
            return [(self.head_radius, top), (self.head_radius, level), (core, level), (core, end)]
        if self.style == 'countersink':
            return [(self.head_radius, top), (core, min(top + self.head_radius - core, end)), (core, end)]
        return [(core, top), (core, end)]

    @property
    def widest(self) -> float:
        return max(self.radius, self.head_radius)


def sample_hole(random, radius: float, thickness: float) -> Hole:
    style = str(random.choice(['plain', 'counterbore', 'countersink', 'thread'], p=[0.55, 0.13, 0.12, 0.2]))
    head = radius * float(random.uniform(1.5, 2.0)) if style in ('counterbore', 'countersink') else 0.0
    blind = style in ('plain', 'thread') and thickness > radius * 3 and random.random() < 0.4
    depth = thickness * float(random.uniform(0.4, 0.75)) if blind else None
    return Hole(round(radius, 2), style, round(head, 1), round(thickness * float(random.uniform(0.25, 0.5)), 1), depth)


def eased(points, easings) -> tuple[np.ndarray, list[Fillet], list[Chamfer]]:
    """A polygon with its corners rounded (positive easing: the radius) or bevelled (negative: the leg)."""
    points = np.asarray(points, float)
    loop, fillets, chamfers = [], {}, []
    centroid = points.mean(0)
    for i, corner in enumerate(points):
        easing = float(easings[i])
        back, ahead = points[i - 1] - corner, points[(i + 1) % len(points)] - corner
        room = 0.49 * min(np.hypot(*back), np.hypot(*ahead))
        back, ahead = unit(back), unit(ahead)
        half = math.acos(float(np.clip(back @ ahead, -1, 1))) / 2
        if abs(easing) < 1e-6 or half > 1.54 or half < 0.03:
            loop.append(corner[None])
            continue
        if easing < 0:
            leg = min(-easing, room)
            loop.append(np.array([corner + back * leg, corner + ahead * leg]))
            middle = loop[-1].mean(0)
            chamfers.append(Chamfer(middle, angle_of(corner - middle if leg else corner - centroid), leg))
            continue
        tangent = min(easing / math.tan(half), room)
        radius = tangent * math.tan(half)
        centre = corner + unit(back + ahead) * radius / math.sin(half)
        start = angle_of(corner + back * tangent - centre)
        sweep = (angle_of(corner + ahead * tangent - centre) - start + 180) % 360 - 180
        loop.append(arc(centre, radius, start, start + sweep))
        key = round(radius, 2)
        if key in fillets:
            fillets[key].count += 1
        else:
            fillets[key] = Fillet(centre, radius, start + sweep / 2)
    return np.concatenate(loop), list(fillets.values()), chamfers


def belt(circles) -> np.ndarray:
    """The outline of a belt around circles given as (centre, radius)."""
    points = np.concatenate([arc(c, r, 0, 360, chord=max(r * 0.05, 0.05)) for c, r in circles])
    return cv2.convexHull(points.astype(np.float32))[:, 0].astype(float)


def slot(centre, length: float, width: float, angle_deg: float = 0.0) -> np.ndarray:
    """A loop with two round ends; `length` goes from one end's centre to the other's."""
    reach = direction(angle_deg) * length / 2
    centre = np.asarray(centre, float)
    return np.concatenate(
        [arc(centre + reach, width / 2, angle_deg - 90, angle_deg + 90), arc(centre - reach, width / 2, angle_deg + 90, angle_deg + 270)]
    )


def rectangle(x0: float, y0: float, x1: float, y1: float) -> np.ndarray:
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], float)


def regular(centre, radius: float, sides: int, turn_deg: float = 0.0) -> np.ndarray:
    angles = np.radians(turn_deg + np.arange(sides) * 360 / sides)
    return np.asarray(centre, float) + radius * np.stack([np.cos(angles), np.sin(angles)], 1)


def corner_between(a, b, c, d) -> Corner:
    """The angle between the edges a–b and c–d, about where their lines meet."""
    a, b, c, d = (np.asarray(p, float) for p in (a, b, c, d))
    (ux, uy), (vx, vy) = b - a, d - c
    across = ux * vy - uy * vx
    (wx, wy) = c - a
    apex = a + (b - a) * (wx * vy - wy * vx) / across if abs(across) > 1e-9 else (b + d) / 2
    left, right = (a + b) / 2 - apex, (c + d) / 2 - apex
    return Corner(apex, angle_of(left), angle_of(right), float(max(np.hypot(*left), np.hypot(*right))))


class Sketch:
    def __init__(self, kind: str):
        self.view = View(kind=kind)

    def path(self, points, role: Role = 'outline', closed: bool = False) -> None:
        self.view.paths.append(Path(role, np.asarray(points, float), closed))

    def line(self, start, end, role: Role = 'outline') -> None:
        self.path([start, end], role)

    def loop(self, points, role: Role = 'outline') -> None:
        self.path(points, role, True)

    def box(self, x0: float, y0: float, x1: float, y1: float, role: Role = 'outline') -> None:
        self.loop(rectangle(x0, y0, x1, y1), role)

    def circle(self, centre, radius: float, role: Role = 'outline') -> None:
        self.loop(circle(centre, radius)[:-1], role)

    def cross(self, centre, radius: float, turn_deg: float = 0.0) -> None:
        """A centre mark. It ends at the circle; `draw_view` lets it stick out."""
        for angle in (turn_deg, turn_deg + 90):
            reach = direction(angle) * radius
            self.line(np.asarray(centre) - reach, np.asarray(centre) + reach, 'centre')

    def keyed_bore(self, radius: float, half_width: float, depth: float) -> None:
        """A bore about the origin with a keyway at its top."""
        half_deg = math.degrees(math.asin(half_width / radius))
        top = -radius - depth
        self.loop(np.vstack([arc((0, 0), radius, -90 + half_deg, 270 - half_deg), [(-half_width, top), (half_width, top)]]))
        self.x(-half_width, top)
        self.x(half_width, top)
        self.y(top, half_width)
        self.y(radius, 0)

    def cut(self, loops) -> None:
        """A hatched face with its outline."""
        loops = [np.asarray(loop, float) for loop in loops]
        self.view.sections.append(Section(loops))
        for loop in loops:
            self.loop(loop)

    def eased(self, points, easings, role: Role = 'outline') -> np.ndarray:
        """Draws the polygon with its corners eased, and keeps what there is to say about them."""
        loop, fillets, chamfers = eased(points, easings)
        self.loop(loop, role)
        self.view.fillets += fillets
        self.view.chamfers += chamfers
        return loop

    def slanted_corners(self, points) -> None:
        """Keeps the corners of a polygon whose angle is not a right one."""
        points = np.asarray(points, float)
        for i, apex in enumerate(points):
            back, ahead = points[i - 1] - apex, points[(i + 1) % len(points)] - apex
            if abs(unit(back) @ unit(ahead)) > 0.08:
                self.view.corners.append(Corner(apex, angle_of(back), angle_of(ahead), float(min(np.hypot(*back), np.hypot(*ahead)))))

    def x(self, at: float, reach: float, of: str = 'edge') -> None:
        if all(abs(s.at - at) > 1e-3 for s in self.view.stations_x):
            self.view.stations_x.append(Station(float(at), float(reach), of))

    def y(self, at: float, reach: float, of: str = 'edge') -> None:
        if all(abs(s.at - at) > 1e-3 for s in self.view.stations_y):
            self.view.stations_y.append(Station(float(at), float(reach), of))

    def extent(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Stations at the edges of a box, reached from its lower and left sides."""
        self.x(x0, y1)
        self.x(x1, y1)
        self.y(y0, x0)
        self.y(y1, x0)

    def extent_of(self, loop) -> None:
        """Stations at the extremes of an outline, each reached from where it lies."""
        loop = np.asarray(loop, float)
        for axis, add in ((0, self.x), (1, self.y)):
            for extreme in (loop[:, axis].min(), loop[:, axis].max()):
                across = loop[np.abs(loop[:, axis] - extreme) < 1e-6, 1 - axis]
                add(extreme, across.max() if axis == 0 else across.min())

    def hole_in_plan(self, centre, hole: Hole, marked: bool = True, turn_deg: float = 0.0) -> None:
        if hole.style == 'thread':
            self.circle(centre, hole.radius * 0.84)
            self.path(arc(centre, hole.radius, 15, 285), 'thin')
        else:
            self.circle(centre, hole.radius)
        if hole.head_radius:
            self.circle(centre, hole.head_radius)
        if marked:
            self.cross(centre, hole.widest, turn_deg)

    def round_of(self, centre, hole: Hole, count: int = 1) -> None:
        bore = hole.head_radius if hole.style == 'counterbore' else None
        sink = hole.head_radius if hole.style == 'countersink' else None
        kind = 'thread' if hole.style == 'thread' else 'hole'
        self.view.rounds.append(Round(point(*centre), hole.radius, kind, count, hole.depth, bore, sink))

    def holes(self, centres, hole: Hole, marked: bool = True, stations: bool = True) -> None:
        """A group of equal holes in plan: one callout for all."""
        for centre in centres:
            self.hole_in_plan(centre, hole, marked)
            if stations:
                self.x(centre[0], centre[1], 'centre')
                self.y(centre[1], centre[0], 'centre')
        if len(centres):
            self.round_of(centres[-1 if len(centres) % 2 else 0], hole, len(centres))

    def slab(self, x0: float, y0: float, x1: float, y1: float, bores: list[tuple[float, Hole]], cut: bool, hidden: bool = True) -> None:
        """A plate seen along its surface, its holes opening upward: hatched between them, or with hidden lines."""
        if not cut:
            self.box(x0, y0, x1, y1)
        chain = [(x0, y1), (x0, y0)]
        free_from = x0
        for at, hole in sorted(bores, key=lambda bore: bore[0]):
            if at - hole.widest < free_from + 0.1 or at + hole.widest > x1 - 0.1:
                continue
            free_from = at + hole.widest
            flank = hole.flank(y0, y1)
            left, right = [(at - r, y) for r, y in flank], [(at + r, y) for r, y in flank]
            tip = [(at, min(y1, flank[-1][1] + flank[-1][0] * 0.58))] if hole.depth is not None else []
            if cut or hidden:
                self.line((at, y0), (at, y1), 'centre')
                rims = {(r, y) for r, y in flank if hole.depth is not None or y < y1}
                for r, y in sorted(rims):
                    self.line((at - r, y), (at + r, y), 'outline' if cut else 'hidden')
                if hole.style == 'thread':
                    for side in (-1, 1):
                        self.line((at + side * hole.radius, y0), (at + side * hole.radius, flank[-1][1]), 'thin' if cut else 'hidden')
            if not cut:
                if hidden:
                    self.path(left + tip, 'hidden')
                    self.path(right + tip, 'hidden')
                continue
            chain += left + tip
            if hole.depth is None:
                self.cut([chain])
                chain = right[::-1]
            else:
                chain += right[::-1]
        if cut:
            self.cut([[*chain, (x1, y0), (x1, y1)]])
        self.extent(x0, y0, x1, y1)


def arranged(random, low, high, margin: float, gap: float = 0.0) -> list[np.ndarray]:
    """Where a designer puts a group of holes in a rectangle: corners, rows, grids, rings or anywhere, `gap` apart."""
    kept = []
    for centre in _pattern(random, low, high, margin):
        if all(np.hypot(*(centre - other)) >= gap for other in kept):
            kept.append(centre)
    return kept


def _pattern(random, low, high, margin: float) -> list[np.ndarray]:
    low, high = np.asarray(low, float) + margin, np.asarray(high, float) - margin
    if (high <= low).any():
        return [(low + high) / 2]
    middle, (w, h) = (low + high) / 2, high - low
    kind = str(random.choice(['corners', 'row', 'pair', 'grid', 'ring', 'loose', 'one'], p=[0.3, 0.14, 0.14, 0.12, 0.12, 0.1, 0.08]))
    if kind == 'corners':
        a, b = np.round(np.array([w, h]) / 2 * random.uniform(0.6, 1.0, 2), 1)
        return [middle + point(i * a, j * b) for j in (-1, 1) for i in (-1, 1)]
    if kind == 'row':
        count, y = int(random.integers(3, 7)), low[1] + h * random.choice([0.15, 0.5, 0.85])
        return [point(x, y) for x in np.linspace(low[0], high[0], count)]
    if kind == 'pair':
        a = w / 2 * random.uniform(0.4, 1)
        return [middle + point(-a, 0), middle + point(a, 0)]
    if kind == 'grid':
        most = 5 if random.random() < 0.75 else 12
        rows, columns = int(random.integers(2, most)), int(random.integers(2, most + 1))
        return [point(x, y) for y in np.linspace(low[1], high[1], rows) for x in np.linspace(low[0], high[0], columns)]
    if kind == 'ring':
        radius, count = min(w, h) / 2 * random.uniform(0.6, 1), int(random.integers(3, 9))
        return list(regular(middle, radius, count, float(random.choice([0, 30, 45, 90]))))
    if kind == 'loose':
        return [low + random.uniform(0, 1, 2).round(2) * (w, h) for _ in range(int(random.integers(2, 6)))]
    return [middle]
