"""Pictorial views: solids seen askew, as line art without its hidden lines, or as shaded faces.

Faces are painted from the back to the front into a small buffer of face numbers; a piece of an edge can be seen where
one of its own faces shows there.
"""

import math
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from ..view import Face, Path, View

BUFFER_PX = 700
AROUND = 44  # steps around a turned solid


@dataclass
class _Painted:
    """A patch of surface: where it lies in the picture, and its shaded facets if there are any."""

    loops: list[np.ndarray]
    number: int
    facets: list[Face]


@dataclass
class _Edge:
    points: np.ndarray
    faces: tuple[int, ...]
    closed: bool = False


class Pictorial:
    """Add solids from the farthest to the nearest, then ask for the view."""

    def __init__(self, azimuth_deg: float = 45.0, elevation_deg: float = 35.26, shade: int | None = None):
        az, el = math.radians(azimuth_deg), math.radians(elevation_deg)
        self.toward = np.array([math.cos(el) * math.cos(az), math.cos(el) * math.sin(az), math.sin(el)])
        right = np.array([-math.sin(az), math.cos(az), 0.0])
        self.project = np.stack([right, -np.cross(self.toward, right)], 1)
        light = self.toward + 0.5 * right + np.array([0, 0, 0.7])
        self.light = light / np.linalg.norm(light)
        self.shade = shade
        self.painted: list[_Painted] = []
        self.edges: list[_Edge] = []
        self.axes: list[np.ndarray] = []
        self.numbers = 0

    @classmethod
    def sample(cls, random: np.random.Generator) -> 'Pictorial':
        shade = int(random.integers(90, 245)) if random.random() < 0.35 else None
        if random.random() < 0.6:
            return cls(float(random.choice([45, -45, 45, 135])), 35.26, shade)
        return cls(float(random.uniform(-70, 70)), float(random.uniform(15, 55)), shade)

    def flat(self, points) -> np.ndarray:
        return np.asarray(points, float) @ self.project

    def _number(self) -> int:
        self.numbers += 1
        return self.numbers

    def _paint(self, loops, number: int, facets=(), normals=()) -> None:
        """Loops and facets are flat already; without facets the patch is one facet itself."""
        faces = []
        if self.shade is not None:
            greys = self.shade * (0.35 + 0.65 * np.maximum(np.atleast_2d(normals) @ self.light, 0.0))
            greys = np.clip(greys, 0, 255).astype(int)
            # The patch as a whole lies under its facets, or paper would shine through their seams.
            faces = [Face(loops, int(greys.mean()))] + [Face([loop], int(grey)) for loop, grey in zip(facets, greys)]
        self.painted.append(_Painted(loops, number, faces))

    def axis(self, start, end) -> None:
        """A chain line along which pieces were pulled apart."""
        self.axes.append(self.flat([start, end]))

    def extrude(self, outline, depth: float, origin=(0, 0, 0), along=(0, 0, 1), across=(1, 0, 0), holes=()) -> None:
        """A flat outline pulled `depth` along a direction; `across` is where the outline's x goes."""
        w, u = np.asarray(along, float), np.asarray(across, float)
        v = np.cross(w, u)
        origin = np.asarray(origin, float)
        if w @ self.toward < 0:
            origin, w = origin + w * depth, -w
        loops = [np.asarray(loop, float) for loop in (outline, *holes)]
        near = [origin + loop[:, :1] * u + loop[:, 1:] * v + w * depth for loop in loops]
        for i in (*range(1, len(loops)), 0):
            self._walls(loops[i], near[i], u, v, w * depth, inward=i > 0)
        cap = self._number()
        near = [self.flat(loop) for loop in near]
        self._paint(near, cap, normals=w)
        self.edges += [_Edge(loop, (cap,), True) for loop in near]

    def _walls(self, loop, near, u, v, pulled, inward: bool) -> None:
        count = len(loop)
        ahead = np.roll(loop, -1, 0) - loop
        lengths = np.maximum(np.hypot(ahead[:, 0], ahead[:, 1]), 1e-9)
        area = float(np.sum(loop[:, 0] * np.roll(loop[:, 1], -1) - np.roll(loop[:, 0], -1) * loop[:, 1]))
        sign = (1 if area > 0 else -1) * (-1 if inward else 1)
        normals = (ahead[:, 1:] * u - ahead[:, :1] * v) * sign / lengths[:, None]
        facing = normals @ self.toward > 1e-6
        heading = np.arctan2(ahead[:, 1], ahead[:, 0])
        turn = np.abs((heading - np.roll(heading, 1) + np.pi) % (2 * np.pi) - np.pi)
        sharp = turn > 0.42
        starts = [i for i in range(count) if sharp[i] or facing[i] != facing[i - 1]]
        runs = []
        for k, start in enumerate(starts):
            stop = starts[(k + 1) % len(starts)]
            stop += count if stop <= start else 0
            if facing[start]:
                walls = [i % count for i in range(start, stop)]
                runs.append((float(near[walls].mean(0) @ self.toward), walls))
        runs.sort(key=lambda run: run[0])
        top = self.flat(near)
        shift = self.flat(pulled)
        for _, walls in runs:
            number = self._number()
            rim = np.array([*walls, (walls[-1] + 1) % count])
            upper = top[rim]
            lower = upper - shift
            facets = np.stack([upper[:-1], upper[1:], lower[1:], lower[:-1]], 1) if self.shade is not None else ()
            self._paint([np.vstack([upper, lower[::-1]])], number, facets, normals[walls])
            self.edges.append(_Edge(lower, (number,)))
            self.edges += [_Edge(np.array([upper[k], lower[k]]), (number,)) for k in (0, -1)]

    def box(self, low, high) -> None:
        low, high = np.asarray(low, float), np.asarray(high, float)
        (x0, y0, _), (x1, y1, _) = low, high
        self.extrude([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], high[2] - low[2], (0, 0, low[2]))

    def turn(self, profile, origin=(0, 0, 0), along=(0, 0, 1), bore: float = 0.0, around: int = AROUND) -> None:
        """A turned solid: `profile` holds (distance along the axis, radius)."""
        a, origin = np.asarray(along, float), np.asarray(origin, float)
        profile = [(float(z), float(r)) for z, r in profile]
        if a @ self.toward < 0:
            total = profile[-1][0]
            origin, a = origin + a * total, -a
            profile = [(total - z, r) for z, r in reversed(profile)]
        u = np.cross(a, [0.0, 0.0, 1.0] if abs(a[2]) < 0.9 else [1.0, 0.0, 0.0])
        u /= np.linalg.norm(u)
        v = np.cross(a, u)
        angles = np.linspace(0, 2 * np.pi, around, endpoint=False)
        radial = np.cos(angles)[:, None] * u + np.sin(angles)[:, None] * v
        between = radial + np.roll(radial, -1, 0)
        between /= np.linalg.norm(between, axis=1)[:, None]
        flat_origin, flat_a, flat_radial = self.flat(origin), self.flat(a), self.flat(radial)

        def ring(z: float, r: float) -> np.ndarray:
            return flat_origin + flat_a * z + flat_radial * r

        for (z0, r0), (z1, r1) in pairwise(profile):
            if z1 - z0 > 1e-6:
                normals = between * (z1 - z0) - a * (r1 - r0)
                self._band(ring(z0, r0), ring(z1, r1), normals / np.linalg.norm(normals, axis=1)[:, None])
            elif r1 < r0:
                self._disc(ring(z0, r0), a)
        z, r = profile[-1]
        self._disc(ring(z, r), a)
        if bore:
            inner = self._disc(ring(z, bore), -a)
            self.edges.append(_Edge(ring(z - min(z, bore * 1.1), bore), (inner,), True))

    def _disc(self, rim: np.ndarray, normal) -> int:
        number = self._number()
        self._paint([rim], number, normals=normal)
        self.edges.append(_Edge(rim, (number,), True))
        return number

    def _band(self, back: np.ndarray, front: np.ndarray, normals: np.ndarray) -> None:
        """The wall between two rings. It can be seen as far as it faces the viewer; the silhouette runs where that ends."""
        count = len(back)
        facing = normals @ self.toward > 1e-6
        flips = np.flatnonzero(facing != np.roll(facing, 1))
        if not len(flips) and not facing[0]:
            return
        number = self._number()
        start, stop = (0, count) if not len(flips) else flips if facing[flips[0]] else (flips[1], flips[0] + count)
        walls = np.arange(start, stop) % count
        rim = np.arange(start, stop + 1) % count
        ahead = (walls + 1) % count
        facets = np.stack([back[walls], back[ahead], front[ahead], front[walls]], 1) if self.shade is not None else ()
        loops = [np.vstack([back[rim], front[rim][::-1]])] if len(flips) else [back, front]
        self._paint(loops, number, facets, normals[walls])
        self.edges += [_Edge(edge[rim], (number,)) for edge in (back, front)]
        self.edges += [_Edge(np.array([back[i], front[i]]), (number,)) for i in flips]

    def view(self) -> View:
        everything = np.concatenate([loop for face in self.painted for loop in face.loops])
        low, high = everything.min(0), everything.max(0)
        zoom = BUFFER_PX / float((high - low).max())
        buffer = np.zeros((int((high - low)[1] * zoom) + 12, int((high - low)[0] * zoom) + 12), np.uint16)
        for face in self.painted:
            loops = [np.round(((loop - low) * zoom + 6) * 16).astype(np.int32) for loop in face.loops]
            cv2.fillPoly(buffer, loops, face.number, cv2.LINE_8, 4)
        view = View(kind='pictorial')
        if self.shade is not None:
            view.faces = [face for patch in self.painted for face in patch.facets]
        view.paths = self._visible(buffer, low, zoom)
        view.paths += [Path('centre', ends) for ends in self.axes]
        return view

    def _visible(self, buffer: np.ndarray, low, zoom: float) -> list[Path]:
        runs, owners = [], []
        for edge in self.edges:
            points = np.vstack([edge.points, edge.points[:1]]) if edge.closed else edge.points
            steps = np.hypot(*np.diff(points, axis=0).T)
            ends = np.concatenate([[0.0], np.cumsum(steps)])
            at = np.linspace(0, ends[-1], max(3, int(ends[-1] * zoom / 2.5)))
            runs.append(np.stack([np.interp(at, ends, points[:, 0]), np.interp(at, ends, points[:, 1])], 1))
            owners.append((edge.faces * 2)[:2])
        samples = np.round((np.concatenate(runs) - low) * zoom + 6).astype(int)
        counts = [len(run) for run in runs]
        owner = np.repeat(np.array(owners), counts, axis=0)
        seen = np.zeros(len(samples), bool)
        for dx, dy in ((0, 0), (2, 0), (-2, 0), (0, 2), (0, -2), (2, 2), (-2, -2), (2, -2), (-2, 2)):
            under = buffer[samples[:, 1] + dy, samples[:, 0] + dx]
            seen |= (under == owner[:, 0]) | (under == owner[:, 1])
        paths, first = [], 0
        for edge, run, count in zip(self.edges, runs, counts):
            mask = seen[first : first + count]
            first += count
            if mask.all():
                paths.append(Path('outline', edge.points, edge.closed))
                continue
            flips = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
            for start, stop in zip(flips[::2], flips[1::2]):
                if stop - start >= 4:
                    paths.append(Path('outline', run[start:stop]))
        return paths
