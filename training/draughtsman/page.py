"""A seed → one sheet: border and title block, the views of a part with their dimensions and symbols, and its pixels."""

from dataclasses import dataclass, replace

import numpy as np

from .dimension import dimension_view, remark_view, scatter_dimensions
from .geometry import quad_of
from .habit import Habit
from .part import draw_view, sample_part, shade, strew
from .render import render
from .scene import Label, Scene
from .sheet import draw_sheet, sample_size
from .sheet.area import Area
from .symbol import annotate_view, mark_view, scatter_symbols
from .view import View

Random = np.random.Generator


@dataclass
class Sheet:
    scene: Scene
    habit: Habit

    @property
    def labels(self) -> list[Label]:
        return self.scene.labels

    def render(self, px_per_mm: float) -> np.ndarray:
        return render(self.scene, px_per_mm)


def draw_page(random: Random) -> Sheet:
    habit = Habit.sample(random)
    habit.dash_scale = float(np.exp(random.uniform(np.log(0.4), np.log(1.6))))
    shaded_grey = int(random.integers(120, 240)) if random.random() < 0.08 else None
    scene = Scene(*sample_size(random))
    part = sample_part(random)
    area = draw_sheet(scene, habit, random, part.name)
    views = list(part.views)
    # Big sheets hold more than one part, or one would be lost on them.
    while (area.width * area.height) ** 0.5 > 62 * habit.text_mm * (len(views) + 1) ** 0.5 and random.random() < 0.9:
        views += sample_part(random).views
    pictorial = part.pictorial if random.random() < 0.6 else None
    rooms = cells(area, len(views) + (pictorial is not None), random)
    density = float(random.uniform(0.6, 2.0))
    for view, room in zip([*views, pictorial] if pictorial else views, rooms, strict=False):
        _draw_in_cell(scene, view, room, habit, random, density, shaded_grey)
    if random.random() < 0.5:
        own = _another_size(habit, random) if random.random() < 0.2 else habit
        scatter_dimensions(scene, area.quad[[0, 2]], own, random, int(random.integers(1, 14)))
    if random.random() < 0.4:
        scatter_symbols(scene, area.quad[[0, 2]], habit, random, int(random.integers(1, 8)))
    return Sheet(scene, habit)


def _draw_in_cell(
    scene: Scene, view: View, cell: np.ndarray, habit: Habit, random: Random, density: float, shaded_grey: int | None
) -> None:
    placed = placed_in(scene, view, cell, habit, random)
    if placed is None:
        return
    pictorial = placed.kind == 'pictorial'
    if shaded_grey is not None and not pictorial:
        shade(placed, random, shaded_grey)
    if random.random() < (0.5 if pictorial else 0.35):
        strew(placed, random, habit.text_mm, int(random.integers(1, 9)))
    draw_view(scene, placed, habit, random)
    if random.random() < (0.25 if pictorial else 0.15):
        mark_view(scene, placed, habit, random)
    if pictorial:
        if random.random() < 0.3:
            annotate_view(scene, placed, habit, random, 0.6)
        if random.random() < 0.2:
            remark_view(scene, placed, habit, random, int(random.integers(1, 9)))
        return
    dimension_view(scene, placed, _another_size(habit, random) if random.random() < 0.1 else habit, random, density)
    annotate_view(scene, placed, habit, random, density)
    if random.random() < 0.06:
        remark_view(scene, placed, habit, random, int(random.integers(1, 4)))


def _another_size(habit: Habit, random: Random) -> Habit:
    """The same office's letters, larger or smaller: sheets are put together, and views carry their sizes with them."""
    share = float(np.exp(random.uniform(np.log(0.75), np.log(1.5))))
    return replace(habit, text_mm=habit.text_mm * share, arrow_mm=habit.arrow_mm * share)


def placed_in(scene: Scene, view: View, cell: np.ndarray, habit: Habit, random: Random) -> View | None:
    """The view within its cell, with room for dimensions around it, clear of the title block and the tables."""
    low, high = view.bounds()
    size = np.maximum(high - low, 1e-6)
    room = cell[1] - cell[0]
    margin = min(habit.text_mm * float(random.uniform(4, 10)), float(room.min()) * 0.28)
    largest = float(((room - 2 * margin) / size).min()) * float(random.uniform(0.8, 1.0))
    for share in np.repeat((1.0, 0.8, 0.62, 0.45, 0.3), 4):
        scale = largest * float(share)
        spare = room - 2 * margin - size * scale
        top_left = cell[0] + margin + spare * random.uniform(0.1, 0.9, 2)
        around = quad_of(top_left - margin / 2, top_left + size * scale + margin / 2)
        if scene.is_free(around):
            return view.placed(scale, top_left)
    return None


def cells(area: Area, count: int, random: Random) -> list[np.ndarray]:
    """Divides the area for so many views, the larger cells first, by cutting the largest across its longer side."""
    cells = [np.array([(area.left, area.top), (area.right, area.bottom)], float)]
    while len(cells) < count:
        cells.sort(key=lambda c: -float(np.prod(c[1] - c[0])))
        cell = cells.pop(0)
        axis = int(np.argmax(cell[1] - cell[0]))
        cut = cell[0][axis] + (cell[1] - cell[0])[axis] * float(random.uniform(0.4, 0.62))
        first, second = cell.copy(), cell.copy()
        first[1][axis] = second[0][axis] = cut
        cells += [first, second]
    cells.sort(key=lambda c: -float(np.prod(c[1] - c[0])))
    return cells
