"""Levers and links: bosses joined by tangents, forks, cranks, spanners."""

import math

import numpy as np

from ..geometry import angle_of, arc, circle, direction, point
from ..view import Corner, Fillet, Round
from .part import Part, chance, length, pick
from .pictorial import Pictorial
from .sketch import Hole, Sketch, belt, corner_between, rectangle, slot

NAMES = ('Lever', 'Link', 'Connecting rod', 'Crank', 'Rocker arm', 'Cam', 'Pawl', 'Handle', 'Swing arm', 'Tie bar', 'Suspension arm')


def tangents(a, radius_a: float, b, radius_b: float) -> list[tuple[np.ndarray, np.ndarray]]:
    """Both outer tangents of two circles, as the points where they touch."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    apart = math.hypot(*(b - a))
    turn = math.degrees(math.acos(max(-1.0, min(1.0, (radius_a - radius_b) / apart))))
    heading = angle_of(b - a)
    ways = [direction(heading + side * turn) for side in (-1, 1)]
    return [(a + radius_a * way, b + radius_b * way) for way in ways]


def sample_lever(random) -> Part:
    reach, thickness = length(random, 20, 220), length(random, 3, 25)
    big = round(reach * float(random.uniform(0.1, 0.25)), 1)
    small = round(big * float(random.uniform(0.45, 1.0)), 1)
    thickness = min(thickness, big)
    centres, radii = [point(0, 0), point(reach, 0)], [big, small]
    bent = chance(random, 0.3)
    if bent:
        way = direction(float(random.choice([-60, -90, -120, -45, -135])))
        centres.append(way * round(reach * float(random.uniform(0.5, 0.9))))
        radii.append(round(big * float(random.uniform(0.5, 0.9)), 1))
    elif chance(random, 0.5):
        turned = direction(float(random.choice([0, 0, 15, 30, -20])))
        centres[1] = turned * reach
    bores = [round(r * float(random.uniform(0.4, 0.7)), 1) for r in radii]
    front = Sketch('front')
    slender, keyed = chance(random, 0.5), chance(random, 0.25)
    outline = _arms(front, centres, radii, slender, bent)
    for centre, r, bore in zip(centres, radii, bores):
        if slender:
            front.circle(centre, r)
            front.view.rounds.append(Round(centre, r, 'outline'))
        elif not keyed and chance(random, 0.3):
            front.circle(centre, (bore + r) / 2)
        if keyed and not centre.any():
            front.keyed_bore(bore, bore * 0.28, min(bore * 0.25, (r - bore) * 0.6))
        else:
            front.circle(centre, bore)
        front.view.rounds.append(Round(centre, bore, 'hole'))
        front.cross(centre, r, angle_of(centres[1]) if not bent else 0)
        front.x(float(centre[0]), float(centre[1]), 'centre')
        front.y(float(centre[1]), float(centre[0]), 'centre')
        if not slender:
            front.view.fillets.append(Fillet(centre, r, angle_of(centre - centres[0]) if any(centre) else angle_of(-centres[1])))
    front.line(centres[0], centres[1], 'centre')
    if bent:
        front.line(centres[0], centres[2], 'centre')
        front.view.corners.append(Corner(centres[0], angle_of(centres[1]), angle_of(centres[2]), reach * 0.5))
    elif centres[1][1]:
        front.view.corners.append(Corner(centres[0], 0.0, angle_of(centres[1]), reach * 0.6))
    if chance(random, 0.35):
        gap = (reach - big - small) * 0.5
        middle = centres[1] / reach * (big + (reach - big - small) / 2)
        window = slot(middle, gap, small * 0.5, angle_of(centres[1]))
        front.loop(window)
        front.view.rounds.append(Round(middle, small * 0.25, 'slot'))
    views = [front.view, _top(random, reach, big, small, bores, thickness).view]
    picture = None
    if (slender or not bent) and chance(random, 0.5):
        pictorial = Pictorial.sample(random)
        pictorial.extrude(
            outline * (1, -1), thickness * 0.6, holes=[] if slender else [circle(c, b)[:-1] * (1, -1) for c, b in zip(centres, bores)]
        )
        if slender:
            flipped = [c * (1, -1) for c in centres]
            order = sorted(range(len(centres)), key=lambda i: float(np.append(flipped[i], 0) @ pictorial.toward))
            for i in order:
                pictorial.turn([(0, radii[i]), (thickness * 0.5, radii[i])], origin=(*flipped[i], thickness * 0.6), bore=bores[i])
        picture = pictorial.view()
    return Part(pick(random, NAMES), views, picture, (reach + big + small, 2 * big, thickness))


def _arms(front: Sketch, centres, radii, slender: bool, bent: bool) -> np.ndarray:
    """Draws the outline; gives a loop of it for the pictorial view."""
    if slender:
        for centre, r in zip(centres[1:], radii[1:]):
            for a, b in tangents(centres[0], radii[0] * 0.75, centre, r * 0.75):
                along = (b - a) / math.hypot(*(b - a))
                # The arms end where they run into the bosses.
                start = a + along * math.sqrt(1 - 0.75**2) * radii[0]
                stop = b - along * math.sqrt(1 - 0.75**2) * r
                front.line(start, stop)
        return belt([(c, r) for c, r in zip(centres, radii)])
    if not bent:
        loop = belt(list(zip(centres, radii)))
        front.loop(loop)
        return loop
    front.path(arc(centres[0], radii[0], *_free_arc(centres)))
    inner = []
    for i, other in ((1, 2), (2, 1)):
        lines = tangents(centres[0], radii[0], centres[i], radii[i])
        lines.sort(key=lambda ends: float(np.hypot(*(ends[1] - centres[other]))))
        inner.append(lines[0])
        front.line(*lines[1])
        heading = angle_of(centres[i])
        turn = abs((angle_of(lines[0][1] - centres[i]) - heading + 180) % 360 - 180)
        front.path(arc(centres[i], radii[i], heading - turn, heading + turn))
    # On the inside both arms end where they meet.
    knee = corner_between(*inner[0], *inner[1]).apex
    for _, end in inner:
        front.line(knee, end)
    return belt(list(zip(centres, radii)))


def _free_arc(centres) -> tuple[float, float]:
    """The part of the first boss that no arm covers."""
    first, second = sorted((angle_of(centres[1]) % 360, angle_of(centres[2]) % 360))
    if second - first < 180:
        first, second = second, first + 360
    return first + 85, second - 85


def _top(random, reach, big, small, bores, thickness) -> Sketch:
    cut = chance(random, 0.45)
    top = Sketch('section' if cut else 'top')
    web = thickness * float(random.uniform(0.35, 0.8))
    y0, y1 = (thickness - web) / 2, (thickness + web) / 2
    ends = ((0.0, big, bores[0]), (reach, small, bores[1]))
    if cut:
        for at, r, bore in ends:
            outward = -1 if at == 0 else 1
            top.cut([rectangle(at + outward * bore, 0, at + outward * r, thickness)])
        (a, ra, ba), (b, rb, bb) = ends
        top.cut(
            [
                [
                    (a + ba, 0),
                    (a + ra, 0),
                    (a + ra, y0),
                    (b - rb, y0),
                    (b - rb, 0),
                    (b - bb, 0),
                    (b - bb, thickness),
                    (b - rb, thickness),
                    (b - rb, y1),
                    (a + ra, y1),
                    (a + ra, thickness),
                    (a + ba, thickness),
                ]
            ]
        )
        for at, _, bore in ends:
            for y in (0, thickness):
                top.line((at - bore, y), (at + bore, y))
    else:
        for at, r, bore in ends:
            top.box(at - r, 0, at + r, thickness)
            for side in (-1, 1):
                top.line((at + side * bore, 0), (at + side * bore, thickness), 'hidden')
        top.line((big, y0), (reach - small, y0))
        top.line((big, y1), (reach - small, y1))
    for at, _, _ in ends:
        top.line((at, 0), (at, thickness), 'centre')
        top.x(at, thickness, 'centre')
    top.x(-big, thickness)
    top.x(reach + small, thickness)
    for y, x in ((0, -big), (thickness, -big), (y0, big), (y1, big)):
        top.y(y, x)
    return top


def sample_cam(random) -> Part:
    """A cam, an ellipse or an egg about an off-centre bore."""
    r = length(random, 8, 70)
    lift, nose = round(r * float(random.uniform(0.3, 1.1)), 1), round(r * float(random.uniform(0.3, 0.7)), 1)
    front = Sketch('front')
    tip = point(lift + r - nose * 0.3, 0)
    loop = belt([((0, 0), r), (tip, nose)])
    front.loop(loop)
    front.extent_of(loop)
    bore = Hole(round(r * float(random.uniform(0.25, 0.5)), 1))
    front.holes([point(0, 0)], bore)
    front.cross((0, 0), r)
    front.line((0, 0), tip + point(nose, 0), 'centre')
    front.view.fillets += [Fillet(point(0, 0), r, 150), Fillet(tip, nose, 20)]
    front.x(float(tip[0]), 0, 'centre')
    if chance(random, 0.5):
        front.holes([tip], Hole(round(nose * 0.4, 1)))
    wide = round(r * float(random.uniform(0.2, 0.8)), 1)
    side = Sketch('side')
    side.box(0, -r, wide, r)
    side.extent(0, -r, wide, r)
    side.line((0, 0), (wide, 0), 'centre')
    picture = None
    if chance(random, 0.4):
        pictorial = Pictorial.sample(random)
        pictorial.extrude(loop, wide, holes=[circle((0, 0), bore.radius)[:-1]])
        picture = pictorial.view()
    return Part(pick(random, ('Cam', 'Eccentric', 'Trip dog', 'Cam plate')), [front.view, side.view], picture, (2 * r + lift, 2 * r, wide))
