"""Turned parts: shafts with shoulders, threads, undercuts and keyways, and bushes in section."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..geometry import arc, circle, point
from ..view import Chamfer, Round, Turned
from .closeup import broken, detail_of
from .part import Part, chance, length, pick
from .pictorial import Pictorial
from .sketch import Hole, Sketch, regular, slot

SHAFTS = (
    'Shaft',
    'Drive shaft',
    'Spindle',
    'Axle',
    'Stud',
    'Pin',
    'Bolt',
    'Dowel pin',
    'Motor shaft',
    'Piston rod',
    'Roller',
    'Shoulder screw',
    'Plunger',
)
BUSHES = (
    'Bush',
    'Sleeve',
    'Guide bush',
    'Bearing housing',
    'Spacer',
    'Nut',
    'Ring',
    'Nozzle',
    'Adapter',
    'Candle holder',
    'Knob',
    'Valve seat',
    'Coupling',
)


@dataclass
class Step:
    """A piece of a turned part, from left to right."""

    length: float
    radius: float
    chamfer_left: float = 0.0
    chamfer_right: float = 0.0
    thread: bool = False
    undercut: float = 0.0  # width of a groove at its right end


def outer_profile(steps: list[Step]) -> np.ndarray:
    """Points (x, radius) along the outside."""
    points, x = [], 0.0
    for step in steps:
        end = x + step.length
        points += [(x, step.radius - step.chamfer_left), (x + step.chamfer_left, step.radius)] if step.chamfer_left else [(x, step.radius)]
        stop = end - step.undercut
        points += (
            [(stop - step.chamfer_right, step.radius), (stop, step.radius - step.chamfer_right)]
            if step.chamfer_right
            else [(stop, step.radius)]
        )
        if step.undercut:
            low = step.radius * 0.86
            points += [(stop, low), (end, low)]
        x = end
    return np.array(points)


def sample_steps(random, total: float, biggest: float) -> list[Step]:
    count = int(random.choice([1, 2, 3, 4, 5, 6, 7], p=[0.08, 0.17, 0.22, 0.22, 0.15, 0.1, 0.06]))
    peak = int(random.integers(count))
    radii = [biggest * float(random.uniform(0.72, 0.9)) ** abs(i - peak) for i in range(count)]
    shares = random.dirichlet(np.full(count, 2.2))
    steps = []
    for i, (radius, share) in enumerate(zip(radii, shares)):
        radius, span = max(0.5, round(radius, 1)), round(max(total * float(share), total * 0.04), 1)
        step = Step(span, radius)
        chamfer = min(round(radius * float(random.uniform(0.06, 0.15)), 1), span / 4)
        if i == 0 and chance(random, 0.8):
            step.chamfer_left = chamfer
        if i == count - 1 and chance(random, 0.8):
            step.chamfer_right = chamfer
        step.thread = i in (0, count - 1) and chance(random, 0.25) and span > radius * 0.6
        step.undercut = round(min(span * 0.2, radius * 0.3), 1) if i < count - 1 and not step.chamfer_right and chance(random, 0.2) else 0.0
        steps.append(step)
    return steps


def draw_outside(sketch: Sketch, steps: list[Step], sides=(1, -1)) -> np.ndarray:
    """The side view of a turned part on the axis y = 0: outline, shoulders, threads; one half only if so asked."""
    profile = outer_profile(steps)
    both = len(sides) == 2
    for side in sides:
        chain = profile * (1, side)
        sketch.path(np.vstack([[(chain[0, 0], 0)], chain, [(chain[-1, 0], 0)]]))
    for i in range(1, len(profile) - 1):
        x, r = profile[i]
        r = max(
            r, profile[i - 1, 1] if abs(profile[i - 1, 0] - x) < 1e-6 else 0, profile[i + 1, 1] if abs(profile[i + 1, 0] - x) < 1e-6 else 0
        )
        sketch.line((x, -r if both else 0), (x, r * sides[0] if not both else r))
    x = 0.0
    for step in steps:
        stop = x + step.length - step.undercut
        if step.thread:
            for side in sides:
                sketch.line((x + step.chamfer_left * 0.8, side * step.radius * 0.86), (stop, side * step.radius * 0.86), 'thin')
        sketch.view.turned.append(
            Turned(
                point(x + step.chamfer_left, 0), point(stop - step.chamfer_right, 0), step.radius, 'thread' if step.thread else 'outside'
            )
        )
        sketch.x(x, step.radius * 0.9 if both else step.radius * sides[0])
        x += step.length
    sketch.x(x, steps[-1].radius * 0.9 if both else 0.0)
    _chamfers(sketch, steps, x, -1 if -1 in sides else 1)
    sketch.line((0, 0), (x, 0), 'centre')
    return profile


def _chamfers(sketch: Sketch, steps: list[Step], end: float, side: int) -> None:
    first, last = steps[0], steps[-1]
    if first.chamfer_left:
        at = point(first.chamfer_left / 2, side * (first.radius - first.chamfer_left / 2))
        sketch.view.chamfers.append(Chamfer(at, side * 135.0, first.chamfer_left))
    if last.chamfer_right:
        at = point(end - last.chamfer_right / 2, side * (last.radius - last.chamfer_right / 2))
        sketch.view.chamfers.append(Chamfer(at, side * 45.0, last.chamfer_right))


def end_view(random, steps: list[Step], bore: float = 0.0, flats: int = 0) -> Sketch:
    """Seen along the axis, from the right."""
    sketch = Sketch('side')
    biggest = max(step.radius for step in steps)
    shown = 0.0
    for step in reversed(steps):
        if step.radius <= shown:
            continue
        shown = step.radius
        sketch.circle((0, 0), step.radius)
        if step.chamfer_right:
            sketch.circle((0, 0), step.radius - step.chamfer_right)
        if step.thread:
            sketch.path(arc((0, 0), step.radius * 0.86, 100, 370), 'thin')
        sketch.view.rounds.append(Round(point(0, 0), step.radius, 'thread' if step.thread else 'outline'))
    if bore:
        sketch.circle((0, 0), bore)
        sketch.view.rounds.append(Round(point(0, 0), bore, 'hole'))
    if flats:
        sketch.loop(regular((0, 0), biggest / np.cos(np.pi / flats), flats, 30 if flats == 6 else 45))
    sketch.cross((0, 0), biggest)
    return sketch


def _keyways(random, sketch: Sketch, steps: list[Step]) -> None:
    x = 0.0
    for step in steps:
        wide = step.radius * 0.5
        if not step.thread and step.length > wide * 3 and chance(random, 0.3):
            run = step.length * float(random.uniform(0.4, 0.7)) - wide
            middle = point(x + step.length / 2, 0)
            sketch.loop(slot(middle, run, wide))
            sketch.x(middle[0] - run / 2 - wide / 2, 0)
            sketch.x(middle[0] + run / 2 + wide / 2, 0)
            sketch.y(-wide / 2, middle[0] + run / 2)
            sketch.y(wide / 2, middle[0] + run / 2)
        elif step.length > step.radius * 1.2 and chance(random, 0.15):
            middle = point(x + step.length / 2, 0)
            sketch.holes([middle], Hole(round(step.radius * 0.25, 1)))
        elif step.length > step.radius and chance(random, 0.12):
            _knurl(sketch, x + step.chamfer_left, x + step.length - step.undercut - step.chamfer_right, step.radius)
        elif step.length > step.radius and chance(random, 0.15):
            # A flat: a rectangle with a diagonal cross of thin lines.
            a, b, r = x + step.length * 0.2, x + step.length * 0.8, step.radius * 0.55
            sketch.box(a, -r, b, r)
            sketch.line((a, -r), (b, r), 'thin')
            sketch.line((a, r), (b, -r), 'thin')
        x += step.length


def _knurl(sketch: Sketch, x0: float, x1: float, radius: float) -> None:
    pitch = max(radius / 5, (x1 - x0) / 30)
    for slant in (1, -1):
        for start in np.arange(x0 - 2 * radius, x1, pitch):
            a, b = max(start, x0), min(start + 2 * radius, x1)
            if b > a:
                sketch.line((a, slant * (a - start - radius)), (b, slant * (b - start - radius)), 'thin')


def sample_shaft(random) -> Part:
    total = length(random, 15, 400)
    steps = sample_steps(random, total, max(1.5, total * float(random.uniform(0.05, 0.25))))
    front = Sketch('front')
    draw_outside(front, steps)
    biggest = 2 * max(step.radius for step in steps)
    views = [front.view]
    longest = max(range(len(steps)), key=lambda i: steps[i].length)
    before = sum(step.length for step in steps[:longest])
    total = sum(step.length for step in steps)
    if steps[longest].length > biggest * 4 and chance(random, 0.45):
        views = [broken(front.view, before + steps[longest].length * 0.3, before + steps[longest].length * 0.75, random)]
    else:
        _keyways(random, front, steps)
        if chance(random, 0.25):
            _centre_hole(front, steps)
        if chance(random, 0.25):
            views.append(_cross_section(random, front, steps, before + steps[longest].length / 2, steps[longest].radius))
        if len(steps) > 1 and chance(random, 0.25):
            at = point(steps[0].length, -min(steps[0].radius, steps[1].radius))
            views.append(
                detail_of(front.view, at, max(steps[0].radius * 0.4, steps[0].undercut * 1.5), float(random.choice([2, 4, 5, 10])))
            )
    if chance(random, 0.65):
        views.append(end_view(random, steps).view)
    picture = None
    if chance(random, 0.4):
        pictorial = Pictorial.sample(random)
        pictorial.turn(outer_profile(steps), along=(1, 0, 0))
        picture = pictorial.view()
    return Part(pick(random, SHAFTS), views, picture, (total, biggest, biggest))


def _cross_section(random, front: Sketch, steps: list[Step], x: float, radius: float):
    """What a plane across the axis shows: a disc with a keyway or a flat, or a cross bore."""
    reach = max(step.radius for step in steps)
    front.path([(x, -reach), (x, reach)], 'cut')
    sketch = Sketch('section')
    kind = int(random.integers(3))
    if kind == 0:
        half, floor = radius * 0.25, -radius * 0.6
        edge = float(np.degrees(np.arcsin(0.25)))
        loop = np.vstack([arc((0, 0), radius, -90 + edge, 270 - edge), [(-half, floor), (half, floor)]])
        sketch.x(-half, floor)
        sketch.x(half, floor)
        sketch.y(floor, half)
        sketch.y(radius, 0)
    elif kind == 1:
        loop = arc((0, 0), radius, -50, 230)
        sketch.y(float(loop[0, 1]), float(loop[0, 0]))
        sketch.y(radius, 0)
    else:
        loop = circle((0, 0), radius)[:-1]
    hollows = [circle((0, 0), radius * 0.35)[:-1]] if chance(random, 0.3) else []
    sketch.cut([loop, *hollows])
    sketch.view.rounds.append(Round(point(0, 0), radius, 'outline'))
    if hollows:
        sketch.view.rounds.append(Round(point(0, 0), radius * 0.35, 'hole'))
    sketch.cross((0, 0), radius)
    return sketch.view


def _centre_hole(sketch: Sketch, steps: list[Step]) -> None:
    r = steps[0].radius * 0.3
    deep = min(r * 4, steps[0].length * 0.8)
    sketch.path(
        [(0, -r), (r * 0.5, -r * 0.6), (deep, -r * 0.6), (deep + r * 0.35, 0), (deep, r * 0.6), (r * 0.5, r * 0.6), (0, r)], 'hidden'
    )
    sketch.view.turned.append(Turned(point(0, 0), point(deep, 0), r * 0.6, 'bore'))


def sample_bush(random) -> Part:
    total = length(random, 6, 120)
    steps = sample_steps(random, total, max(2.0, total * float(random.uniform(0.3, 1.3))))[:4]
    total = sum(step.length for step in steps)
    for step in steps:
        step.undercut = 0.0
    least = min(step.radius for step in steps)
    bore = round(least * float(random.uniform(0.25, 0.75)), 1)
    inside = _bores(random, steps, total, bore, least)
    half = chance(random, 0.35)
    front = Sketch('section')
    outer = outer_profile(steps)
    for side in (1,) if half else (1, -1):
        front.cut([np.vstack([outer, inside[::-1]]) * (1, -side)])
    for x, r in inside:
        front.line((x, -r), (x, 0 if half else r))
    for (x0, r), (x1, q) in pairwise(inside):
        if r == q and x1 - x0 > 1e-6:
            front.view.turned.append(Turned(point(x0, 0), point(x1, 0), r, 'bore'))
    if half:
        draw_outside(front, steps, (1,))
    else:
        x = 0.0
        for step in steps:
            front.view.turned.append(Turned(point(x, 0), point(x + step.length, 0), step.radius, 'thread' if step.thread else 'outside'))
            front.x(x, step.radius)
            if step.thread:
                for side in (1, -1):
                    front.line(
                        (x + step.chamfer_left, side * step.radius * 0.88),
                        (x + step.length - step.chamfer_right, side * step.radius * 0.88),
                        'thin',
                    )
            x += step.length
        front.x(x, steps[-1].radius - steps[-1].chamfer_right)
        front.line((0, 0), (x, 0), 'centre')
        _chamfers(front, steps, x, -1)
    for x, r in inside[1:-1]:
        front.x(x, r)
    end = end_view(random, steps, bore, 6 if chance(random, 0.12) else 0)
    views = [front.view, end.view]
    if chance(random, 0.3):
        outside = Sketch('front')
        draw_outside(outside, steps)
        outside.path([(x, -r) for x, r in inside], 'hidden')
        outside.path([(x, r) for x, r in inside], 'hidden')
        views = [outside.view, front.view]
        if chance(random, 0.6):
            outside.line((0, 0), (total, 0), 'cut')
    elif not half and chance(random, 0.5):
        reach = max(step.radius for step in steps)
        end.line((0, -reach), (0, reach), 'cut')
    picture = None
    if chance(random, 0.5):
        pictorial = Pictorial.sample(random)
        pictorial.turn(outer, along=pick(random, ((1, 0, 0), (0, 0, 1))), bore=bore)
        picture = pictorial.view()
    biggest = 2 * max(step.radius for step in steps)
    return Part(pick(random, BUSHES), views, picture, (total, biggest, biggest))


def _bores(random, steps: list[Step], total: float, bore: float, least: float) -> np.ndarray:
    """Points (x, radius) along the inside, from left to right."""
    kind = int(random.integers(4))
    deep = round(total * float(random.uniform(0.2, 0.6)), 1)
    wide = round(bore + (least * 0.88 - bore) * float(random.uniform(0.3, 0.9)), 1)
    if kind == 0:
        return np.array([(0, bore), (total, bore)])
    if kind == 1:
        return np.array([(0, wide), (deep, wide), (deep, bore), (total, bore)])
    if kind == 2:
        return np.array([(0, bore), (total - deep, bore), (total - deep, wide), (total, wide)])
    c = min(bore * 0.2, total * 0.1, (least - bore) * 0.5)
    return np.array([(0, bore + c), (c, bore), (total - c, bore), (total, bore + c)])
