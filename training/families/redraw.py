"""A part → one of the many drawings that offices would make of it."""

from dataclasses import dataclass, replace

import numpy as np

from draughtsman.dimension import dimension_view
from draughtsman.geometry import quad_of
from draughtsman.habit import Habit
from draughtsman.page import cells, placed_in
from draughtsman.part import Part, draw_view
from draughtsman.render import render
from draughtsman.scene import Label, Scene
from draughtsman.sheet import draw_sheet
from draughtsman.sheet.area import Area
from draughtsman.symbol import annotate_view
from draughtsman.view import View

LONG_SIDE_PX = 1600
WHOLE_SIZES_MM = ((297.0, 210.0), (420.0, 297.0), (210.0, 297.0), (279.4, 215.9), (594.0, 420.0))
CUT_LONG_SIDE_MM = (100.0, 170.0)  # of an A4 at LONG_SIDE_PX: a drawing without its sheet, cheap to draw
BARE = 0.5  # of such drawings have no dimensions, which are what takes the time


@dataclass
class PlacedView:
    """Which view of the part stands where, in pixels of the page."""

    index: int  # -1 is the pictorial view
    quad: np.ndarray


@dataclass
class Drawing:
    page: np.ndarray
    scene: Scene
    px_per_mm: float
    views: list[PlacedView]

    @property
    def labels(self) -> list[Label]:
        return self.scene.labels


def redraw(part: Part, random: np.random.Generator, whole_sheet: bool, mirrored: bool = False, bare_share: float = BARE) -> Drawing:
    habit = Habit.sample(random)
    scene, area, px_per_mm = _paper(part, habit, random, whole_sheet)
    chosen = _chosen(part, random)
    rooms = cells(area, len(chosen), random)
    bare = not whole_sheet and random.random() < bare_share
    density = float(random.uniform(0.2, 1.6))
    views = []
    for (index, view), room in zip(chosen, rooms, strict=True):
        view = _styled(view, random)
        placed = placed_in(scene, other_hand(view) if mirrored else view, room, habit, random)
        if placed is None:
            continue
        draw_view(scene, placed, habit, random)
        if placed.kind != 'pictorial' and not bare:
            dimension_view(scene, placed, habit, random, density)
            if random.random() < 0.4:
                annotate_view(scene, placed, habit, random, density)
        views.append(PlacedView(index, quad_of(*placed.bounds()) * px_per_mm))
    return Drawing(render(scene, px_per_mm), scene, px_per_mm, views)


def _paper(part: Part, habit: Habit, random: np.random.Generator, whole_sheet: bool) -> tuple[Scene, Area, float]:
    if whole_sheet:
        width_mm, height_mm = WHOLE_SIZES_MM[int(random.choice(len(WHOLE_SIZES_MM), p=(0.4, 0.3, 0.15, 0.1, 0.05)))]
        scene = Scene(width_mm, height_mm)
        return scene, draw_sheet(scene, habit, random, part.name), LONG_SIDE_PX / max(width_mm, height_mm)
    long_mm = float(random.uniform(*CUT_LONG_SIDE_MM))
    sides = (long_mm, long_mm * float(random.uniform(0.5, 0.9)))
    scene = Scene(*(sides if random.random() < 0.6 else sides[::-1]))
    return scene, Area(2, 2, scene.width_mm - 2, scene.height_mm - 2), LONG_SIDE_PX / WHOLE_SIZES_MM[0][0]


def _chosen(part: Part, random: np.random.Generator) -> list[tuple[int, View]]:
    """Which views this office shows: the first nearly always, for it is what the part is known by."""
    views = [(i, view) for i, view in enumerate(part.views[:4]) if random.random() < (0.95 if i == 0 else 0.75)]
    views = views or [(0, part.views[0])]
    if part.pictorial is not None and random.random() < 0.35:
        views.append((-1, part.pictorial))
    order = random.permutation(len(views)) if random.random() < 0.3 else range(len(views))
    return [views[i] for i in order]


def _styled(view: View, random: np.random.Generator) -> View:
    """What one CAD system shows and another leaves out."""
    dropped = {role for role, share in (('hidden', 0.35), ('centre', 0.2), ('cut', 0.3)) if random.random() < share}
    sections = [] if view.sections and random.random() < 0.1 else view.sections
    return replace(view, paths=[path for path in view.paths if path.role not in dropped] or view.paths, sections=sections)


def other_hand(view: View) -> View:
    """The view in a mirror that stands upright beside it."""
    flip = np.array([-1.0, 1.0])

    def turned(angle_deg: float) -> float:
        return 180.0 - angle_deg

    return replace(
        view,
        paths=[replace(p, points=p.points * flip) for p in view.paths],
        sections=[replace(s, loops=[np.asarray(loop) * flip for loop in s.loops]) for s in view.sections],
        faces=[replace(f, loops=[np.asarray(loop) * flip for loop in f.loops]) for f in view.faces],
        stations_x=[replace(s, at=-s.at) for s in view.stations_x],
        stations_y=[replace(s, reach=-s.reach) for s in view.stations_y],
        rounds=[replace(r, centre=r.centre * flip) for r in view.rounds],
        fillets=[replace(f, centre=np.asarray(f.centre) * flip, middle_deg=turned(f.middle_deg)) for f in view.fillets],
        corners=[
            replace(c, apex=np.asarray(c.apex) * flip, start_deg=turned(c.end_deg), end_deg=turned(c.start_deg)) for c in view.corners
        ],
        chamfers=[replace(c, at=np.asarray(c.at) * flip, outward_deg=turned(c.outward_deg)) for c in view.chamfers],
        turned=[replace(t, start=np.asarray(t.start) * flip, end=np.asarray(t.end) * flip) for t in view.turned],
    )
