"""Linear dimensions around a view: chains, rows from one base, ordinates, and the overall size outside of them."""

import numpy as np

from .. import value
from ..geometry import angle_of, below, unit
from ..view import Station
from .draft import Draft
from .linear import draw_linear
from .ordinate import draw_ordinates, draw_running


class Side:
    """One side of a view: its axis, the way out, and how far out the next row goes."""

    def __init__(self, draft: Draft, axis: int, outward_sign: float):
        low, high = draft.view.bounds()
        self.axis = axis
        self.axis_deg = 0.0 if axis == 0 else 90.0
        self.outward = np.array([0.0, outward_sign] if axis == 0 else [outward_sign, 0.0])
        edge = high if outward_sign > 0 else low
        self.edge_mm = float(edge @ self.outward)
        self.next_mm = self.edge_mm + draft.manner.first_row_mm

    def point(self, station: Station) -> np.ndarray:
        return np.array([station.at, station.reach] if self.axis == 0 else [station.reach, station.at], float)

    def through(self, out_mm: float) -> np.ndarray:
        return self.outward * out_mm


def _merged(stations: list[Station], side: Side, least_mm: float) -> list[Station]:
    """Sorted, and of those that coincide the one nearest to this side."""
    out: list[Station] = []
    for station in sorted(stations, key=lambda s: s.at):
        if out and station.at - out[-1].at < least_mm:
            nearer = side.point(station) @ side.outward > side.point(out[-1]) @ side.outward
            out[-1] = station if nearer else out[-1]
        else:
            out.append(station)
    return out


def _draw(draft: Draft, side: Side, one: Station, two: Station, out_mm: float, count: int = 1) -> bool:
    """One dimension on the row at `out_mm`, or a little further out when something is in its way."""
    one, two = sorted((one, two), key=lambda station: station.at)
    span = (side.axis, round(one.at, 1), round(two.at, 1))
    if span in draft.spans:
        return False
    length = (two.at - one.at) * draft.per_mm
    callout = value.linear(length, draft.habit, draft.random, count)
    for step in (0.0, 0.5, 1.0):
        through = side.through(out_mm + step * draft.manner.row_mm)
        if draw_linear(draft, callout, side.point(one), side.point(two), through, side.axis_deg, careless=0.08) is not None:
            draft.spans.add(span)
            side.next_mm = max(side.next_mm, out_mm + (step + 1) * draft.manner.row_mm)
            return True
    return False


def _chain(draft: Draft, side: Side, stations: list[Station]) -> None:
    """One distance behind the other; equal ones perhaps as one dimension, `4x25`."""
    out, i = side.next_mm, 0
    gather = draft.chance(0.5)
    while i < len(stations) - 1:
        j, pitch = i + 1, stations[i + 1].at - stations[i].at
        while gather and j + 1 < len(stations) and abs(stations[j + 1].at - stations[j].at - pitch) < 0.05:
            j += 1
        if j - i > 2:
            _draw(draft, side, stations[i], stations[j], out, j - i)
        else:
            j = i + 1
            if draft.chance(0.93):
                _draw(draft, side, stations[i], stations[j], out)
        i = j


def _from_base(draft: Draft, side: Side, stations: list[Station]) -> None:
    if draft.chance(0.4):
        stations = stations[::-1]
    base = stations[0]
    for station in stations[1:]:
        _draw(draft, side, base, station, side.next_mm)


def _mixed(draft: Draft, side: Side, stations: list[Station]) -> None:
    """Distances here and there: between neighbours, over a few, or nested about a middle; short ones inside."""
    count = min(len(stations) + 1, 6)
    pairs: list[tuple[int, int]] = []
    nested = draft.chance(0.35)
    for k in range(count):
        if nested and k < len(stations) // 2:
            pairs.append((k, len(stations) - 1 - k))
            continue
        if nested and draft.chance(0.6):
            break
        i, j = sorted(draft.random.choice(len(stations), 2, replace=False).tolist())
        if draft.chance(0.55):
            j = i + 1
        if (i, j) not in pairs:
            pairs.append((i, j))
    pairs.sort(key=lambda pair: stations[pair[1]].at - stations[pair[0]].at)
    used: list[list[tuple[float, float]]] = []
    base = side.next_mm
    for i, j in pairs:
        start, end = stations[i].at, stations[j].at
        free = (r for r, spans in enumerate(used) if all(end <= s + 0.01 or start >= e - 0.01 for s, e in spans))
        row = next(free, len(used))
        if row == len(used):
            used.append([])
        used[row].append((start, end))
        _draw(draft, side, stations[i], stations[j], base + row * draft.manner.row_mm)


def dimension_axis(draft: Draft, axis: int, density: float) -> None:
    """Dimensions along one axis of the view, on one side of it or on both."""
    view, random = draft.view, draft.random
    stations = view.stations_x if axis == 0 else view.stations_y
    if len(stations) < 2:
        stations = _extremes(draft, axis)
    if len(stations) < 2:
        return
    sides = [Side(draft, axis, sign) for sign in ((1.0, -1.0) if draft.chance(0.5) else (-1.0, 1.0))]
    low, high = (bound[1 - axis] for bound in view.bounds())
    groups: list[list[Station]] = [[], []]
    one_sided = draft.chance(0.6)
    for station in stations:
        nearer = 0 if (station.reach - (low + high) / 2) * sides[0].outward.sum() >= 0 else 1
        groups[0 if one_sided else nearer].append(station)
    scheme = str(random.choice(['chain', 'base', 'mixed', 'ordinate', 'running'], p=[0.33, 0.21, 0.36, 0.07, 0.03]))
    for index, group in enumerate(groups):
        most = max(2, round(density * float(random.uniform(4, 10))))
        before = len(draft.labels)
        for side in (sides[index], sides[1 - index]):
            _dimension_side(draft, side, _few(draft, _merged(group, side, 0.15), most), scheme)
            # Where a table or another view takes the room, the other side has to do.
            if len(draft.labels) - before >= min(2, len(group) - 1):
                break
    if draft.chance(0.3 * density):
        side = sides[int(random.integers(2))]
        _dimension_side(draft, side, _few(draft, _merged(stations, side, 0.15), 4), 'mixed')
    if len(stations) > 2 and draft.chance(0.85):
        first, last = min(stations, key=lambda s: s.at), max(stations, key=lambda s: s.at)
        if last.at - first.at > 0.5:
            any(_draw(draft, side, first, last, side.next_mm) for side in sides)


def _extremes(draft: Draft, axis: int) -> list[Station]:
    """The outermost edges, for a view that names none of its own; a round one is left to its diameter."""
    view = draft.view
    if view.kind in ('detail', 'pictorial') or any(thing.of == 'outline' for thing in view.rounds) or not draft.chance(0.6):
        return []
    points = np.concatenate([path.points for path in view.paths if path.role != 'centre'])
    ends = points[[int(points[:, axis].argmin()), int(points[:, axis].argmax())]]
    return [Station(float(end[axis]), float(end[1 - axis])) for end in ends]


def _few(draft: Draft, stations: list[Station], most: int) -> list[Station]:
    if len(stations) <= most:
        return stations
    return [stations[i] for i in sorted(draft.random.choice(len(stations), most, replace=False).tolist())]


def _dimension_side(draft: Draft, side: Side, stations: list[Station], scheme: str) -> None:
    if len(stations) < 2:
        return
    if scheme in ('ordinate', 'running') and len(stations) > 2:
        points = [side.point(station) for station in stations]
        draw = draw_ordinates if scheme == 'ordinate' else draw_running
        if draft.chance(0.3):
            points = points[::-1]
        if draw(draft, points, side.axis_deg, side.outward, side.next_mm, lambda length: length * draft.per_mm):
            side.next_mm += 4 * draft.habit.text_mm
    elif scheme == 'base':
        _from_base(draft, side, stations)
    elif scheme == 'mixed' and len(stations) > 2:
        _mixed(draft, side, stations)
    else:
        _chain(draft, side, stations)


def dimension_inside(draft: Draft, axis: int) -> None:
    """A distance drawn within the view's outline, where it is closer to what it measures."""
    view, random = draft.view, draft.random
    stations = view.stations_x if axis == 0 else view.stations_y
    if len(stations) < 3:
        return
    i, j = sorted(random.choice(len(stations), 2, replace=False).tolist())
    one, two = sorted((stations[i], stations[j]), key=lambda s: s.at)
    if two.at - one.at < 2:
        return
    low, high = (bound[1 - axis] for bound in view.bounds())
    side = Side(draft, axis, 1.0)
    through = side.through(float(random.uniform(low, high)))
    callout = value.linear((two.at - one.at) * draft.per_mm, draft.habit, random)
    draw_linear(draft, callout, side.point(one), side.point(two), through, side.axis_deg, careless=0.1)


def dimension_slanted(draft: Draft) -> None:
    """The length of an edge that runs aslant, along it."""
    view, habit = draft.view, draft.habit
    edges = []
    for path in view.paths:
        if path.role == 'outline' and 2 <= len(path.points) <= 24:
            points = np.vstack([path.points, path.points[:1]]) if path.closed else np.asarray(path.points, float)
            steps = np.diff(points, axis=0)
            aslant = (np.abs(steps) > 0.05 * np.hypot(steps[:, 0], steps[:, 1])[:, None]).all(1) & (
                np.hypot(steps[:, 0], steps[:, 1]) > 1.5 * habit.text_mm
            )
            edges += [(points[i], points[i + 1]) for i in np.flatnonzero(aslant)]
    if not edges:
        return
    one, two = edges[int(draft.random.integers(len(edges)))]
    along, (low, high) = unit(two - one), view.bounds()
    out = below(along)
    if out @ ((one + two) / 2 - (low + high) / 2) < 0:
        out = -out
    length = float(np.hypot(*(two - one))) * draft.per_mm
    for rise in (1.0, 1.7, 2.6):
        through = (one + two) / 2 + out * draft.manner.first_row_mm * rise
        if draw_linear(draft, value.linear(length, habit, draft.random), one, two, through, angle_of(along), careless=0.0) is not None:
            return
