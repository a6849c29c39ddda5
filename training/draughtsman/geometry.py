"""Points, quads and arcs, in millimetres on the sheet: x to the right, y down, angles in degrees clockwise.

A *quad* is a 4×2 array: it starts at the text's own upper left and runs clockwise, as in `shared/drawings/README.md`.
A text that reads upward has the angle -90.
"""

import math

import numpy as np


def point(x: float, y: float) -> np.ndarray:
    return np.array([x, y], float)


def direction(angle_deg: float) -> np.ndarray:
    """The unit vector along which a text of this angle reads."""
    angle = math.radians(angle_deg)
    return np.array([math.cos(angle), math.sin(angle)])


def below(along: np.ndarray) -> np.ndarray:
    """The unit vector that points from a text's top to its foot, given its reading direction."""
    return np.array([-along[1], along[0]])


def unit(vector: np.ndarray) -> np.ndarray:
    length = float(np.hypot(*vector))
    return np.asarray(vector, float) / length if length > 1e-9 else np.array([1.0, 0.0])


def angle_of(vector: np.ndarray) -> float:
    return math.degrees(math.atan2(vector[1], vector[0]))


def quad_at(origin: np.ndarray, angle_deg: float, left: float, top: float, right: float, bottom: float) -> np.ndarray:
    """The quad of a box given in a text's own frame: x along the reading direction, y towards its foot."""
    along = direction(angle_deg)
    down = below(along)
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return np.array([origin + along * x + down * y for x, y in corners])


def quad_of(bounds_min: np.ndarray, bounds_max: np.ndarray) -> np.ndarray:
    """An upright quad."""
    (x0, y0), (x1, y1) = bounds_min, bounds_max
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], float)


def grown(quad: np.ndarray, margin: float) -> np.ndarray:
    """The quad with each side moved outward by `margin`."""
    along, down = unit(quad[1] - quad[0]), unit(quad[3] - quad[0])
    return quad + margin * np.array([-along - down, along - down, along + down, -along + down])


def quad_around(quads: list[np.ndarray], angle_deg: float) -> np.ndarray:
    """The smallest quad of this angle that holds all the others."""
    along = direction(angle_deg)
    down = below(along)
    points = np.concatenate(quads)
    x, y = points @ along, points @ down
    return quad_at(np.zeros(2), angle_deg, x.min(), y.min(), x.max(), y.max())


def size_of(quad: np.ndarray) -> tuple[float, float]:
    """Width along the reading direction, and height."""
    return float(np.hypot(*(quad[1] - quad[0]))), float(np.hypot(*(quad[3] - quad[0])))


def arc(centre, radius: float, start_deg: float = 0.0, end_deg: float = 360.0, chord: float = 0.0) -> np.ndarray:
    """Points along an arc, clockwise from `start_deg`; a chord of 0 picks one that the eye takes for round."""
    sweep = abs(end_deg - start_deg)
    chord = chord or min(1.2, max(0.12, radius * 0.12))
    count = max(6, math.ceil(math.radians(sweep) * max(radius, 1e-6) / chord)) + 1
    angles = np.radians(np.linspace(start_deg, end_deg, min(count, 181)))
    return np.asarray(centre, float) + radius * np.stack([np.cos(angles), np.sin(angles)], 1)


def circle(centre, radius: float) -> np.ndarray:
    return arc(centre, radius)


def rotated(points: np.ndarray, angle_deg: float, about=(0.0, 0.0)) -> np.ndarray:
    cos, sin = direction(angle_deg)
    about = np.asarray(about, float)
    return (np.asarray(points, float) - about) @ np.array([[cos, sin], [-sin, cos]]) + about


def dashes(points: np.ndarray, pattern: tuple[float, ...]) -> list[np.ndarray]:
    """Cuts a polyline into the drawn pieces of a dash pattern (drawn, gap, drawn, gap …), in the polyline's units."""
    steps = np.diff(points, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    ends = np.concatenate([[0.0], np.cumsum(lengths)])
    total = float(ends[-1])
    if total <= 0 or total / sum(pattern) > 4000:
        return [points]

    def at(distance: float) -> np.ndarray:
        i = min(int(np.searchsorted(ends, distance, 'right')) - 1, len(steps) - 1)
        share = (distance - ends[i]) / lengths[i] if lengths[i] else 0.0
        return points[i] + steps[i] * share

    pieces, distance, index = [], 0.0, 0
    while distance < total:
        stop = min(total, distance + pattern[index % len(pattern)])
        if index % 2 == 0:
            inner = points[1:-1][(ends[1:-1] > distance) & (ends[1:-1] < stop)]
            pieces.append(np.vstack([at(distance), inner, at(stop)]))
        distance, index = stop, index + 1
    return pieces
