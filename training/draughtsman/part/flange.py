"""Flanges and discs: bolt circles from the front, and the section through them."""

import numpy as np

from ..geometry import arc, circle, point
from ..view import Corner, Fillet, Round, Turned
from .part import Part, chance, length, pick
from .pictorial import Pictorial
from .sketch import Hole, Sketch, regular, sample_hole, slot

NAMES = (
    'Flange',
    'Hub',
    'Disc',
    'End cap',
    'Bearing cover',
    'Wheel',
    'Retaining ring',
    'Adapter flange',
    'Brake disc',
    'Lid',
    'Camera adapter',
    'Blind flange',
)


def sample_flange(random) -> Part:
    radius = length(random, 12, 180)
    thickness = round(radius * float(random.uniform(0.06, 0.3)), 1)
    bore = round(radius * float(random.uniform(0.15, 0.5)), 1) if chance(random, 0.85) else 0.0
    hub = round(max(bore, radius * 0.15) + radius * float(random.uniform(0.06, 0.2)), 1) if chance(random, 0.6) else 0.0
    tall = round(thickness * float(random.uniform(1.5, 4)), 1) if hub else thickness
    pitch = round((max(bore, hub) + radius) / 2, 1)
    bolt = round(min((radius - max(bore, hub)) * float(random.uniform(0.12, 0.26)), pitch * 0.2), 1)
    hole = sample_hole(random, max(0.3, bolt), thickness)
    if hole.widest > (radius - max(bore, hub)) * 0.42:
        hole = Hole(hole.radius)
    hole = hole._replace(depth=None)
    count, turn = (
        int(random.choice([3, 4, 5, 6, 8, 12], p=[0.15, 0.3, 0.07, 0.28, 0.15, 0.05])),
        float(random.choice([-90, -90, 0, 45, 30])),
    )
    front = _front(random, radius, bore, hub, pitch, hole, count, turn)
    cut = chance(random, 0.75)
    side = _section(random, radius, thickness, bore, hub, tall, pitch, hole) if cut else _side(radius, thickness, hub, tall)
    if cut and chance(random, 0.7):
        front.line((0, -radius), (0, radius), 'cut')
    views = [front.view, side.view] if chance(random, 0.7) else [side.view, front.view]
    picture = None
    if chance(random, 0.5):
        pictorial = Pictorial.sample(random)
        holes = [circle(c, hole.radius)[:-1] for c in regular((0, 0), pitch, count, turn)]
        inner = [circle((0, 0), bore)[:-1]] if bore and not hub else []
        along = (1, 0, 0) if chance(random, 0.5) else (0, 0, 1)
        across = (0, 1, 0) if along[0] else (1, 0, 0)
        if np.dot(along, pictorial.toward) < 0:
            along = tuple(-a for a in along)
        pictorial.extrude(circle((0, 0), radius)[:-1], thickness, along=along, across=across, holes=holes + inner)
        if hub:
            pictorial.turn([(0, hub), (tall - thickness, hub)], origin=np.array(along) * thickness, along=along, bore=bore)
        picture = pictorial.view()
    return Part(pick(random, NAMES), views, picture, (2 * radius, 2 * radius, tall))


def _front(random, radius, bore, hub, pitch, hole, count, turn) -> Sketch:
    front = Sketch('front')
    notched = chance(random, 0.15)
    if notched:
        half = float(random.uniform(15, 35))
        front.loop(arc((0, 0), radius, 90 + half, 450 - half))
    else:
        front.circle((0, 0), radius)
    front.view.rounds.append(Round(point(0, 0), radius, 'outline'))
    if chance(random, 0.25):
        front.circle((0, 0), radius * 0.97)
    if hub:
        front.circle((0, 0), hub)
        front.view.rounds.append(Round(point(0, 0), hub, 'outline'))
    if bore:
        front.view.rounds.append(Round(point(0, 0), bore, 'hole'))
        if (not hub or hub > bore * 1.3) and chance(random, 0.3):
            front.keyed_bore(bore, bore * 0.25, bore * 0.2)
        else:
            front.circle((0, 0), bore)
    centres = regular((0, 0), pitch, count, turn)
    if chance(random, 0.12) and pitch > hole.radius * 8:
        # Curved slots rather than holes.
        reach = 130 / count
        for a in turn + np.arange(count) * 360 / count:
            ends = regular((0, 0), pitch, 1, a - reach / 2)[0], regular((0, 0), pitch, 1, a + reach / 2)[0]
            r = hole.radius
            front.loop(
                np.concatenate(
                    [
                        arc((0, 0), pitch + r, a - reach / 2, a + reach / 2),
                        arc(ends[1], r, a + reach / 2, a + reach / 2 + 180),
                        arc((0, 0), pitch - r, a + reach / 2, a - reach / 2),
                        arc(ends[0], r, a - reach / 2 + 180, a - reach / 2 + 360),
                    ]
                )
            )
            front.line((0, 0), ends[0], 'centre')
            front.line((0, 0), ends[1], 'centre')
        front.view.corners.append(Corner(point(0, 0), turn - reach / 2, turn + reach / 2, pitch))
        front.view.fillets.append(Fillet(ends[1], hole.radius, a + reach / 2 + 90, count))
    else:
        for i, centre in enumerate(centres):
            front.hole_in_plan(centre, hole, marked=False)
            angle = np.radians(turn + i * 360 / count)
            out = point(np.cos(angle), np.sin(angle)) * hole.widest
            front.line(centre - out, centre + out, 'centre')
            if chance(random, 0.02):
                front.cross(centre, hole.widest)
        front.round_of(centres[int(random.integers(count))], hole, count)
        if count > 2 and chance(random, 0.4):
            front.view.corners.append(Corner(point(0, 0), turn, turn + 360 / count, pitch))
            for centre in centres[:2]:
                front.line((0, 0), centre, 'centre')
        if count == 4 and turn == 45:
            for x, y in centres:
                front.x(x, y, 'centre')
                front.y(y, x, 'centre')
    front.path(circle((0, 0), pitch)[:-1], 'centre', True)
    front.view.rounds.append(Round(point(0, 0), pitch, 'bolt_circle'))
    front.cross((0, 0), radius)
    # Between two bolts there may be a smaller hole or a slot.
    between = regular((0, 0), pitch, 1, turn + 180 / count)[0]
    room = pitch * np.sin(np.pi / count) - hole.widest
    if chance(random, 0.2):
        front.holes([between], Hole(max(0.3, round(min(hole.radius * 0.5, room * 0.5), 1))))
    elif chance(random, 0.15) and room > hole.radius:
        front.loop(slot(between, room * 0.8, min(hole.radius, room * 0.4), turn + 180 / count + 90))
    return front


def _section(random, radius, thickness, bore, hub, tall, pitch, hole) -> Sketch:
    """Axis along x; the flange's back is at x = 0."""
    side = Sketch('section')
    # A bolt hole with its head on the front side, drawn as a flank against depth from that side.
    flank = [(r, thickness - d) for r, d in hole.flank(0.0, thickness)]
    for way in (-1, 1):
        outer = [(0, pitch + flank[-1][0])] + [(x, pitch + r) for r, x in flank[::-1]]
        outer += [(thickness, radius), (0, radius)]
        inner = [(0, pitch - flank[-1][0])] + [(x, pitch - r) for r, x in flank[::-1]]
        inner += [(thickness, hub), (tall, hub), (tall, bore), (0, bore)] if hub else [(thickness, bore), (0, bore)]
        side.cut([np.array(outer) * (1, way)])
        if bore:
            side.cut([np.array(inner) * (1, way)])
        for r, x in flank:
            side.line((x, way * (pitch - r)), (x, way * (pitch + r)))
        side.line((0, way * pitch), (thickness, way * pitch), 'centre')
        side.y(way * pitch, 0, 'centre')
    if not bore:
        half = np.array(inner[:-2])
        side.cut([np.vstack([half, half[::-1] * (1, -1)])])
    else:
        side.line((0, -bore), (0, bore))
        side.line((tall, -bore), (tall, bore))
        side.view.turned.append(Turned(point(0, 0), point(tall, 0), bore, 'bore'))
    side.view.turned.append(Turned(point(0, 0), point(thickness, 0), radius))
    side.x(0, radius)
    side.x(thickness, radius)
    if hub:
        side.x(tall, hub)
        side.view.turned.append(Turned(point(thickness, 0), point(tall, 0), hub))
    side.line((0, 0), (tall, 0), 'centre')
    return side


def _side(radius, thickness, hub, tall) -> Sketch:
    side = Sketch('side')
    side.box(0, -radius, thickness, radius)
    side.extent(0, -radius, thickness, radius)
    if hub:
        side.box(thickness, -hub, tall, hub)
        side.x(tall, hub)
        side.view.turned.append(Turned(point(thickness, 0), point(tall, 0), hub))
    side.line((0, 0), (tall, 0), 'centre')
    return side
