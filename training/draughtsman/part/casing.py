"""Moulded things with soft outlines: casings, knobs, wheels, lenses; many nested curves and few dimensions."""

import numpy as np

from ..geometry import arc, circle, point
from ..view import Corner, Fillet, Round, Turned
from .fitting import ANY, emblem, grille, scattered, screw_head, wheel
from .part import Part, chance, length, pick
from .pictorial import Pictorial
from .sketch import Sketch, eased, rectangle, regular, slot


def sample_casing(random) -> Part:
    """A rounded casing: nested outlines, a lens or a display, vents, feet."""
    w = length(random, 20, 200)
    h, d = round(w * float(random.uniform(0.25, 0.8)), 1), round(w * float(random.uniform(0.15, 0.6)), 1)
    radius = round(min(w, h) * float(random.choice([0.1, 0.2, 0.3, 0.5])), 1)
    front, side, top = Sketch('front'), Sketch('side'), Sketch('top')
    outline = front.eased(rectangle(0, 0, w, h), [radius] * 4)
    front.extent_of(outline)
    for inset in (0.03, 0.06)[: int(random.integers(0, 3))]:
        k = min(w, h) * inset
        front.loop(eased(rectangle(k, k, w - k, h - k), [max(radius - k, 0)] * 4)[0], pick(random, ('thin', 'outline')))
    taken, behind = [], 0
    if chance(random, 0.6):
        at = point(w * float(random.choice([0.5, 0.3, 0.7])), h / 2)
        _lens(random, front, at, h * float(random.uniform(0.15, 0.32)))
        taken.append((at, h * 0.35))
    elif chance(random, 0.6):
        k = min(w, h) * 0.15
        front.loop(eased(rectangle(k, k, w - k, h * 0.6), [k * 0.2] * 4)[0])
        front.x(k, h * 0.6)
        front.y(h * 0.6, k)
        taken += [(point(x, h * 0.35), h * 0.35) for x in np.linspace(k, w - k, 5)]
        behind = len(taken)
    scattered(
        front,
        random,
        (radius * 0.3, radius * 0.3),
        (w - radius * 0.3, h - radius * 0.3),
        (grille, emblem, screw_head, *ANY),
        int(random.integers(1, 14)),
        taken,
    )
    soft = min(d, h) * float(random.choice([0.05, 0.15, 0.3]))
    side.extent_of(side.eased(rectangle(0, 0, d, h), [soft] * 4))
    seam = d * float(random.uniform(0.3, 0.7))
    side.line((seam, 0), (seam, h), pick(random, ('outline', 'thin')))
    side.x(seam, h)
    if chance(random, 0.5):
        for y in np.linspace(0.3, 0.7, int(random.integers(3, 9))) * h:
            side.loop(slot((d * 0.25, y), d * 0.2, h * 0.02))
    top.extent_of(top.eased(rectangle(0, 0, w, d), [soft, soft, radius * 0.3, radius * 0.3]))
    top.line((0, d - seam), (w, d - seam), 'thin')
    for x in (radius, w - radius):
        top.line((x, 0), (x, d), 'thin')
    scattered(top, random, (0, 0), (w, d), ANY, int(random.integers(0, 8)), [])
    picture = None
    if chance(random, 0.7):
        pictorial = Pictorial.sample(random)
        face = 1.0 if pictorial.toward[0] > 0 else -1.0
        pictorial.extrude(outline * (1, -1), d, along=(face, 0, 0), across=(0, face, 0))
        for (x, y), reach in taken[behind : behind + 8]:
            pictorial.turn(
                [(0, reach * 0.7), (reach * 0.3, reach * 0.7)],
                origin=(face * d, face * x, -y),
                along=(face, 0, 0),
                bore=reach * 0.4,
                around=32,
            )
        picture = pictorial.view()
    views = [front.view, side.view] + ([top.view] if chance(random, 0.6) else [])
    return Part(
        pick(random, ('Camera', 'Casing', 'Sensor', 'Enclosure', 'Remote unit', 'Charger', 'Reader', 'Lidar housing')),
        views,
        picture,
        (w, h, d),
    )


def _lens(random, sketch: Sketch, at, radius: float) -> None:
    for share in np.linspace(1, 0.15, int(random.integers(2, 7))):
        sketch.circle(at, radius * float(share))
    sketch.cross(at, radius)
    sketch.view.rounds.append(Round(at, radius, 'outline'))
    sketch.x(float(at[0]), float(at[1]), 'centre')
    sketch.y(float(at[1]), float(at[0]), 'centre')


def sample_road_wheel(random) -> Part:
    r = length(random, 8, 120)
    front, side = Sketch('front'), Sketch('side')
    wheel(front, random, point(0, 0), r)
    front.cross((0, 0), r)
    front.view.rounds += [Round(point(0, 0), r, 'outline'), Round(point(0, 0), r * 0.1, 'hole'), Round(point(0, 0), r * 0.8, 'outline')]
    wide = round(r * float(random.uniform(0.2, 0.9)), 1)
    loop = side.eased(rectangle(0, -r, wide, r), [min(wide * 0.2, r * 0.1)] * 4)
    side.extent_of(loop)
    treads = int(random.integers(0, 24))
    for y in r * np.sin(np.linspace(-1.4, 1.4, treads)):
        side.line((wide * 0.15, y), (wide * 0.85, y), 'thin')
    hub = r * 0.3
    side.box(wide, -hub, wide * 1.15, hub)
    side.x(wide * 1.15, hub)
    side.view.turned += [Turned(point(0, 0), point(wide, 0), r), Turned(point(wide, 0), point(wide * 1.15, 0), hub)]
    side.line((0, 0), (wide * 1.15, 0), 'centre')
    picture = None
    if chance(random, 0.6):
        pictorial = Pictorial.sample(random)
        pictorial.turn(
            [(0, r * 0.95), (wide * 0.1, r), (wide * 0.9, r), (wide, r * 0.95), (wide, r * 0.3), (wide * 1.15, r * 0.3)],
            along=(1, 0, 0),
            bore=r * 0.1,
        )
        picture = pictorial.view()
    return Part(
        pick(random, ('Wheel', 'Caster', 'Road wheel', 'Hand wheel', 'Fan')), [front.view, side.view], picture, (2 * r, 2 * r, wide)
    )


def sample_knob(random) -> Part:
    """A lobed or star-shaped grip with a threaded insert."""
    r, lobes = length(random, 8, 50), int(random.integers(3, 9))
    h = round(r * float(random.uniform(0.5, 1.2)), 1)
    front, side = Sketch('front'), Sketch('side')
    angles = np.linspace(0, 2 * np.pi, 181)[:-1]
    radius = r * (0.88 + 0.12 * np.cos(lobes * angles))
    loop = np.stack([radius * np.cos(angles), radius * np.sin(angles)], 1)
    front.loop(loop)
    front.loop(loop * 0.93, 'thin')
    insert = round(r * float(random.uniform(0.15, 0.3)), 1)
    front.circle((0, 0), insert * 0.84)
    front.path(arc((0, 0), insert, 10, 280), 'thin')
    front.circle((0, 0), insert * 1.5)
    front.cross((0, 0), r)
    front.view.rounds += [Round(point(0, 0), r, 'outline'), Round(point(0, 0), insert, 'thread')]
    front.view.corners.append(Corner(point(0, 0), 0.0, 360 / lobes, r))
    front.view.fillets.append(Fillet(point(r * 0.76, 0), r * 0.24, -20, lobes))
    cap = round(h * float(random.uniform(0.4, 0.6)), 1)
    side.extent_of(side.eased(rectangle(-r, 0, r, cap), [cap * 0.3, cap * 0.3, 0, 0]))
    side.box(-insert * 1.5, cap, insert * 1.5, h)
    side.y(h, insert * 1.5)
    for k in range(lobes):
        x = r * float(np.cos(2 * np.pi * (k + 0.5) / lobes)) * 0.8
        side.line((x, cap * 0.25), (x, cap), 'thin')
    for way in (-1, 1):
        side.line((way * insert, cap * 0.4), (way * insert, h), 'hidden')
        side.line((way * insert * 0.84, cap * 0.4), (way * insert * 0.84, h), 'hidden')
    side.line((0, 0), (0, h), 'centre')
    side.view.turned.append(Turned(point(0, cap), point(0, h), insert * 1.5))
    picture = None
    if chance(random, 0.6):
        pictorial = Pictorial.sample(random)
        pictorial.turn([(0, insert * 1.5), (h - cap, insert * 1.5)])
        pictorial.extrude(loop[::2], cap, origin=(0, 0, h - cap))
        picture = pictorial.view()
    return Part(pick(random, ('Knob', 'Star grip', 'Handle', 'Thumb nut')), [front.view, side.view], picture, (2 * r, 2 * r, h))


def sample_fan_plate(random) -> Part:
    """A square with a big round opening and the usual four holes, or a ring of vanes."""
    w = float(pick(random, (25, 30, 40, 50, 60, 80, 92, 120)))
    front, side = Sketch('front'), Sketch('side')
    front.extent_of(front.eased(rectangle(0, 0, w, w), [w * 0.06] * 4))
    middle, r, inset = point(w / 2, w / 2), w * 0.46, w * 0.09
    front.circle(middle, r)
    front.circle(middle, w * 0.17)
    front.cross(middle, r)
    front.view.rounds.append(Round(middle, r, 'hole'))
    blades, sweep = int(random.integers(5, 12)), float(random.uniform(20, 50))
    for k in range(blades):
        a = k * 360 / blades
        inner, outer = regular(middle, w * 0.17, 1, a)[0], regular(middle, r * 0.96, 1, a + sweep)[0]
        bulge = (inner + outer) / 2 + (outer - inner)[::-1] * (1, -1) * 0.15
        t = np.linspace(0, 1, 12)[:, None]
        front.path((1 - t) ** 2 * inner + 2 * t * (1 - t) * bulge + t**2 * outer)
    centres = [point(x, y) for x in (inset, w - inset) for y in (inset, w - inset)]
    for centre in centres:
        front.circle(centre, w * 0.035)
        front.cross(centre, w * 0.035)
        front.x(float(centre[0]), float(centre[1]), 'centre')
        front.y(float(centre[1]), float(centre[0]), 'centre')
    front.view.rounds.append(Round(centres[1], w * 0.035, 'hole', 4))
    deep = float(pick(random, (10, 15, 20, 25)))
    side.box(0, 0, deep, w)
    side.extent(0, 0, deep, w)
    for x in (deep * 0.15, deep * 0.85):
        side.line((x, 0), (x, w))
        side.x(x, w)
    picture = None
    if chance(random, 0.5):
        pictorial = Pictorial.sample(random)
        pictorial.extrude(
            eased(rectangle(0, -w, w, 0), [w * 0.06] * 4)[0],
            deep,
            holes=[circle(middle * (1, -1), r)[:-1]] + [regular(c * (1, -1), w * 0.035, 20) for c in centres],
        )
        pictorial.turn([(0, w * 0.17), (deep * 0.9, w * 0.17)], origin=(w / 2, -w / 2, 0))
        picture = pictorial.view()
    return Part(pick(random, ('Fan', 'Axial fan', 'Fan guard', 'Stepper flange')), [front.view, side.view], picture, (w, w, deep))
