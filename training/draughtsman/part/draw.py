"""Draws a placed view with an office's pens."""

import math

import numpy as np

from ..geometry import unit
from ..habit import Habit
from ..scene import Fill, Pen, Scene
from ..view import Path, View

CENTRE_OVERSHOOT = 0.7  # of the letter height: how far a centre line sticks out
CUT_OVERSHOOT = 2.0
SEEN = ('outline', 'thin')  # roles of edges that every office draws
FINE = 6.0  # of the thick pen's width: what is smaller would be a blot


def centre_style(habit: Habit) -> str:
    """Centre marks as an office draws them all: chain lines, plain crosses, or a small cross with a line beyond the gap."""
    return ('chain', 'chain', 'solid', 'gapped')[int(habit.thin_mm * 1e6) % 4]


def extended(points: np.ndarray, overshoot_mm: float) -> np.ndarray:
    """The polyline with both of its ends moved outward."""
    points = np.array(points, float)
    start, end = unit(points[0] - points[1]), unit(points[-1] - points[-2])
    points[0] += start * overshoot_mm
    points[-1] += end * overshoot_mm
    return points


def cutting_line(path: Path, habit: Habit) -> np.ndarray:
    """Where a cutting plane's line runs on the sheet, out to its ends where arrows and letters stand."""
    return extended(path.points, CUT_OVERSHOOT * habit.text_mm)


def draw_view(scene: Scene, view: View, habit: Habit, random: np.random.Generator) -> None:
    # Shades go beneath all that is on the sheet already: they must not hide a labelled text.
    scene.items[:0] = [Fill(face.loops, face.grey) for face in view.faces]
    if view.sections:
        _hatch(scene, view, habit, random)
    thick_cut = random.random() < 0.5
    for path in view.paths:
        if path.role == 'centre':
            _centre_line(scene, path, habit)
        elif path.role == 'cut' and not path.closed:
            _cutting_plane(scene, cutting_line(path, habit), habit, thick_cut)
        else:
            scene.stroke(path.points, _pen(path, view, habit), path.closed, path.role in SEEN)


def _pen(path: Path, view: View, habit: Habit) -> Pen:
    if path.role == 'hidden':
        return habit.hidden_pen
    if path.role == 'phantom':
        return Pen(habit.thin_mm, habit.part_grey, (7.0, 1.1, 1.3, 1.1, 1.3, 1.1))
    if path.role == 'outline' and float(np.ptp(path.points, 0).max()) < FINE * habit.thick_mm:
        return habit.thin_pen
    if path.role == 'outline' and not (view.kind == 'pictorial' and (view.faces or len(view.paths) > 90)):
        return habit.part_pen
    return habit.thin_pen


def _hatch(scene: Scene, view: View, habit: Habit, random: np.random.Generator) -> None:
    low, high = view.bounds()
    extent = float(np.max(high - low))
    pitch = float(np.clip(extent * random.uniform(0.012, 0.05), 0.8, 5.0))
    angle = float(random.choice([-45, 45, -30, -60, 60], p=[0.5, 0.38, 0.04, 0.04, 0.04]))
    pen = Pen(habit.thin_mm, habit.part_grey, (7.0, 1.0, 1.0, 1.0) if random.random() < 0.04 else None)
    crossed = random.random() < 0.04
    grey = int(random.integers(170, 240)) if random.random() < 0.05 else None
    for section in view.sections:
        if grey is not None:
            scene.items.insert(0, Fill(section.loops, grey))
        scene.hatch(section.loops, pen._replace(dash=None), angle, pitch)
        if crossed:
            scene.hatch(section.loops, pen._replace(dash=None), angle + 90, pitch)


def _centre_line(scene: Scene, path: Path, habit: Habit) -> None:
    if path.closed or len(path.points) > 2:
        scene.stroke(path.points, habit.centre_pen, path.closed)
        return
    start, end = extended(path.points, CENTRE_OVERSHOOT * habit.text_mm)
    span = float(np.hypot(*(end - start)))
    style = centre_style(habit)
    pen = habit.centre_pen._replace(dash=None)
    if style == 'solid' or span < 6:
        scene.line(start, end, pen)
    elif style == 'gapped' and span < 30:
        middle, along = (start + end) / 2, unit(end - start)
        arm = min(1.5, span * 0.12)
        scene.line(middle - along * arm, middle + along * arm, pen)
        scene.line(start, middle - along * arm * 2, pen)
        scene.line(middle + along * arm * 2, end, pen)
    else:
        # A chain line begins and ends with a long dash.
        dash = habit.centre_pen.dash
        if span < 2 * sum(dash):
            dash = (span * 0.36, span * 0.09, span * 0.1, span * 0.09)
        else:
            periods = max(1, round((span - dash[0]) / sum(dash)))
            stretch = span / (periods * sum(dash) + dash[0])
            dash = tuple(d * stretch for d in dash)
        scene.stroke([start, end], pen._replace(dash=dash))


def _cutting_plane(scene: Scene, points: np.ndarray, habit: Habit, thick: bool) -> None:
    """A chain line, thick at its ends and where it turns."""
    scene.stroke(points, habit.centre_pen)
    heavy = Pen(habit.thick_mm * (1.5 if thick else 1.0), habit.part_grey)
    reach = habit.text_mm * 1.6
    last = len(points) - 1
    for i, at in enumerate(points):
        for j in (i - 1, i + 1):
            if 0 <= j <= last:
                way = points[j] - at
                step = min(reach if i in (0, last) else reach * 0.5, math.hypot(*way) / 2)
                scene.line(at, at + unit(way) * step, heavy)
