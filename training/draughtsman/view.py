"""One view of a part: its lines, and what a draughtsman would dimension on it.

Lengths are in the view's own millimetres, y down. `placed` gives the same view on the sheet; what it says in numbers
(`length` of a feature) stays true to the part through `per_mm`.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

Role = Literal['outline', 'thin', 'hidden', 'centre', 'phantom', 'cut', 'break']


@dataclass
class Path:
    role: Role
    points: np.ndarray
    closed: bool = False


@dataclass
class Section:
    """A cut face, to be hatched."""

    loops: list[np.ndarray]


@dataclass
class Face:
    """A shaded face of a pictorial view."""

    loops: list[np.ndarray]
    grey: int


@dataclass
class Station:
    """A place along an axis that a linear dimension may start from: an edge, a hole's centre, a shoulder.

    `at` is its coordinate along the axis, `reach` the coordinate across, from which the extension line starts.
    """

    at: float
    reach: float
    of: Literal['edge', 'centre'] = 'edge'


@dataclass
class Round:
    """A circle to be called out: a hole, a boss, a bolt circle, a thread in plan, a turned outline seen from its end."""

    centre: np.ndarray
    radius: float
    of: Literal['hole', 'outline', 'bolt_circle', 'thread', 'slot'] = 'hole'
    count: int = 1
    depth: float | None = None  # None goes through
    counterbore: float | None = None  # its radius
    countersink: float | None = None


@dataclass
class Fillet:
    """An arc to be called out by its radius."""

    centre: np.ndarray
    radius: float
    middle_deg: float  # where along the arc the leader points
    count: int = 1


@dataclass
class Corner:
    """Two edges that meet at an angle: `apex`, and the directions of the edges in degrees."""

    apex: np.ndarray
    start_deg: float
    end_deg: float
    reach: float  # how far the edges go


@dataclass
class Chamfer:
    """A bevelled edge: where a leader may touch it, which way is out, and its legs."""

    at: np.ndarray
    outward_deg: float
    leg: float
    angle_deg: float = 45.0


@dataclass
class Turned:
    """A cylinder seen from the side: dimensioned by its diameter across, anywhere between `start` and `end`."""

    start: np.ndarray  # a point on the axis
    end: np.ndarray  # another
    radius: float
    of: Literal['outside', 'bore', 'thread'] = 'outside'


@dataclass
class View:
    paths: list[Path] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    faces: list[Face] = field(default_factory=list)
    stations_x: list[Station] = field(default_factory=list)
    stations_y: list[Station] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    fillets: list[Fillet] = field(default_factory=list)
    corners: list[Corner] = field(default_factory=list)
    chamfers: list[Chamfer] = field(default_factory=list)
    turned: list[Turned] = field(default_factory=list)
    per_mm: float = 1.0  # millimetres of the part for one of this view's
    kind: Literal['front', 'side', 'top', 'section', 'detail', 'pictorial', 'flat'] = 'front'

    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        points = [path.points for path in self.paths if path.role != 'centre']
        points += [loop for face in self.faces for loop in face.loops]
        stacked = np.concatenate(points)
        return stacked.min(0), stacked.max(0)

    def placed(self, scale: float, top_left: np.ndarray) -> 'View':
        """The view scaled, with the upper left of its bounds at `top_left`."""
        low, _ = self.bounds()
        top_left = np.asarray(top_left, float)

        def move(points):
            return (np.asarray(points, float) - low) * scale + top_left

        def loops(many):
            return [move(loop) for loop in many]

        def grown(value):
            return None if value is None else value * scale

        def stations(many, axis):
            other = 1 - axis
            return [
                replace(s, at=(s.at - low[axis]) * scale + top_left[axis], reach=(s.reach - low[other]) * scale + top_left[other])
                for s in many
            ]

        return View(
            paths=[replace(p, points=move(p.points)) for p in self.paths],
            sections=[Section(loops(s.loops)) for s in self.sections],
            faces=[replace(f, loops=loops(f.loops)) for f in self.faces],
            stations_x=stations(self.stations_x, 0),
            stations_y=stations(self.stations_y, 1),
            rounds=[
                replace(
                    r,
                    centre=move(r.centre),
                    radius=r.radius * scale,
                    depth=grown(r.depth),
                    counterbore=grown(r.counterbore),
                    countersink=grown(r.countersink),
                )
                for r in self.rounds
            ],
            fillets=[replace(f, centre=move(f.centre), radius=f.radius * scale) for f in self.fillets],
            corners=[replace(c, apex=move(c.apex), reach=c.reach * scale) for c in self.corners],
            chamfers=[replace(c, at=move(c.at), leg=c.leg * scale) for c in self.chamfers],
            turned=[replace(t, start=move(t.start), end=move(t.end), radius=t.radius * scale) for t in self.turned],
            per_mm=self.per_mm / scale,
            kind=self.kind,
        )
