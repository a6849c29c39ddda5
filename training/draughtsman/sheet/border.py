"""The border of a sheet: frame, zones, centring marks, trimming and folding marks; sometimes nothing at all."""

import numpy as np

from ..habit import Habit
from ..lettering import Lettering
from ..scene import Pen, Scene
from . import size
from .area import Area
from .writer import Writer

Random = np.random.Generator


def draw_border(scene: Scene, habit: Habit, random: Random) -> Area:
    """Draws the border and returns what it encloses; all outside is reserved."""
    sheet = Area(0.0, 0.0, scene.width_mm, scene.height_mm)
    style = str(random.choice(['none', 'single', 'zoned'], p=[0.14, 0.3, 0.56]))
    grey = int(random.integers(90, 200)) if random.random() < 0.2 else habit.frame_grey
    thin = Pen(habit.thin_mm * float(random.uniform(0.7, 1.3)), grey)
    thick = thin if random.random() < 0.4 else Pen(max(habit.thick_mm, thin.width_mm * 1.5) * float(random.uniform(1.0, 1.6)), grey)
    if style == 'none':
        inside = sheet.inset(float(random.uniform(4, 12)))
    else:
        margin = float(random.choice([5.0, 6.0, 8.0, 10.0, 12.0, 15.0, 20.0]))
        outside = sheet.inset(margin)
        if random.random() < 0.3:
            outside = outside._replace(left=max(margin, 20.0))
        inside = outside
        scene.stroke(outside.quad, thick, closed=True)
        if style == 'zoned':
            inside = _zones(scene, habit, random, outside, thin, thick, grey)
    if random.random() < (0.1 if style == 'none' else 0.35):
        _centring(scene, random, inside, thick)
    if random.random() < 0.12:
        _trimming(scene, random, grey)
    if random.random() < 0.08 and scene.width_mm > 400:
        _folding(scene, random, inside, thin)
    _reserve_outside(scene, inside)
    return inside


def _zones(scene: Scene, habit: Habit, random: Random, outside: Area, thin: Pen, thick: Pen, grey: int) -> Area:
    """Draws a second frame within the first, with the letters and figures of the zones between them."""
    strip = float(random.choice([3.5, 4.0, 5.0, 6.0, 7.0, 10.0]))
    inside = outside.inset(strip)
    if random.random() < 0.85:
        scene.stroke(inside.quad, thick if random.random() < 0.6 else thin, closed=True)
    count_x, count_y = _counts(scene, random)
    letters = [letter for letter in 'ABCDEFGHIJKLMNPQRSTUVW' if letter != 'I' or random.random() < 0.3]
    figures = [str(i + 1) for i in range(max(count_x, count_y))]
    across, down = (letters[:count_x], figures[:count_y]) if random.random() < 0.25 else (figures[:count_x], letters[:count_y])
    if random.random() < (0.85 if habit.standard == 'asme' else 0.4):
        across, down = across[::-1], down[::-1]
    lettering = habit.sheet_lettering if random.random() < 0.7 else Lettering.sample(random, role='sheet')
    letter_grey = grey if random.random() < 0.8 else int(random.integers(0, 160))
    writer = Writer(scene, 'zone', lettering, grey=letter_grey)
    height = min(strip * float(random.uniform(0.4, 0.72)), float(random.choice([1.8, 2.5, 3.0, 3.5, 5.0])))
    # Some systems count the zones from the sheet's edges, some from the frame's.
    from_edges = random.random() < 0.15 and min(scene.width_mm / count_x, scene.height_mm / count_y) > 3 * inside.left
    span = Area(0.0, 0.0, scene.width_mm, scene.height_mm) if from_edges else outside
    both = random.random() < 0.85
    turned = -90.0 if random.random() < 0.06 else 0.0
    rising = height * (0.5 if random.random() < 0.9 else 0.7)
    ticks = random.random() < 0.9
    middle = (
        (outside.left + inside.left) / 2,
        (outside.top + inside.top) / 2,
        (outside.right + inside.right) / 2,
        (outside.bottom + inside.bottom) / 2,
    )
    for i, cell in enumerate(span.columns(*([1] * count_x))):
        x = cell.centre[0]
        for y in (middle[1], middle[3]) if both else (middle[1],):
            writer.line(across[i], (x, y + rising), height, 'centre')
        if i and ticks:
            scene.line((cell.left, outside.top), (cell.left, inside.top), thin)
            scene.line((cell.left, inside.bottom), (cell.left, outside.bottom), thin)
    for i, cell in enumerate(span.rows(*([1] * count_y))):
        y = cell.centre[1]
        for x in (middle[0], middle[2]) if both else (middle[0],):
            at = (x + rising, y) if turned else (x, y + rising)
            writer.line(down[i], at, height, 'centre', turned)
        if i and ticks:
            scene.line((outside.left, cell.top), (inside.left, cell.top), thin)
            scene.line((inside.right, cell.top), (outside.right, cell.top), thin)
    if random.random() < 0.25 and span is outside and inside.width / count_x > 10 * height:
        name = size.name_of(scene.width_mm, scene.height_mm)
        writer.of_kind('title').line(name, (inside.right, middle[3] + rising), height, 'right')
    return inside


def _counts(scene: Scene, random: Random) -> tuple[int, int]:
    """How many zones across and down: about one in 50 mm, or the few of a small company sheet."""
    pitch = 50.0 if random.random() < 0.5 else float(random.uniform(35, 110))
    across, down = (int(np.clip(round(length / pitch), 2, 19)) for length in (scene.width_mm, scene.height_mm))
    if random.random() < 0.8:
        across, down = across + across % 2, down + down % 2
    return across, down


def _centring(scene: Scene, random: Random, inside: Area, pen: Pen) -> None:
    """Marks in the middle of each side: a line across the frame, or one with a triangle at its tip."""
    reach = float(random.choice([0.0, 5.0, 5.0, 8.0]))
    triangle = float(random.uniform(3, 6)) if random.random() < 0.45 else 0.0
    filled = random.random() < 0.3
    start = 0.0 if random.random() < 0.6 else float(random.uniform(2, 6))
    x, y = (scene.width_mm / 2, scene.height_mm / 2) if random.random() < 0.5 else inside.centre
    marks = (
        ((x, start), (x, inside.top), (0, 1)),
        ((x, scene.height_mm - start), (x, inside.bottom), (0, -1)),
        ((start, y), (inside.left, y), (1, 0)),
        ((scene.width_mm - start, y), (inside.right, y), (-1, 0)),
    )
    for edge, frame, toward in marks:
        frame, toward = np.array(frame), np.array(toward, float)
        if triangle:
            scene.line(edge, frame, pen)
            scene.arrow(frame, toward, triangle, triangle * 0.55, pen, 'filled' if filled else 'closed')
        else:
            scene.line(edge, frame + toward * reach, pen)


def _trimming(scene: Scene, random: Random, grey: int) -> None:
    """Marks at the corners along which the sheet is cut."""
    leg = float(random.uniform(5, 10))
    thickness = float(random.uniform(0.5, 2.0))
    solid = random.random() < 0.3
    for x, to_x in ((0.0, 1), (scene.width_mm, -1)):
        for y, to_y in ((0.0, 1), (scene.height_mm, -1)):
            if solid:
                scene.fill([[(x, y), (x + leg * to_x, y), (x, y + leg * to_y)]], grey)
            else:
                scene.stroke([(x + leg * to_x, y), (x, y), (x, y + leg * to_y)], Pen(thickness, grey))


def _folding(scene: Scene, random: Random, inside: Area, pen: Pen) -> None:
    """Ticks at the edges where the sheet is folded to A4."""
    for x in np.arange(scene.width_mm - 190.0, inside.left + 20, -190.0):
        scene.line((x, 0), (x, inside.top), pen)
        scene.line((x, inside.bottom), (x, scene.height_mm), pen)
    for y in np.arange(scene.height_mm - 297.0, inside.top + 20, -297.0):
        scene.line((0, y), (inside.left, y), pen)


def _reserve_outside(scene: Scene, inside: Area) -> None:
    right, bottom = scene.width_mm, scene.height_mm
    for band in (
        Area(0, 0, right, inside.top),
        Area(0, inside.bottom, right, bottom),
        Area(0, 0, inside.left, bottom),
        Area(inside.right, 0, right, bottom),
    ):
        scene.reserve(band.quad)
