"""Toothed parts: gears, belt pulleys, sprockets, ratchets and racks."""

import numpy as np

from ..geometry import circle, point
from ..view import Corner, Round, Turned
from .closeup import detail_of
from .part import Part, chance, length, pick
from .pictorial import Pictorial
from .sketch import Sketch, corner_between, regular

NAMES = {
    'gear': ('Gear', 'Spur gear', 'Pinion'),
    'pulley': ('Timing pulley', 'Motor pulley', 'Pulley'),
    'sprocket': ('Sprocket', 'Chain wheel'),
    'ratchet': ('Ratchet wheel', 'Index wheel'),
}


def _tooth(kind: str, half: float, root: float, tip: float) -> np.ndarray:
    """One tooth as (angle, radius), the angle in radians from its middle; `half` is half the pitch angle."""
    if kind == 'gear':
        heights = np.linspace(0, 1, 5)
        flank = np.stack([half * (0.68 - 0.1 * heights - 0.3 * heights**1.8), root + (tip - root) * heights], 1)
    elif kind == 'pulley':
        flank = np.array([(0.68, 0), (0.6, 0.04), (0.53, 0.18), (0.28, 0.93), (0.24, 1.0)]) * (half, tip - root) + (0, root)
    elif kind == 'sprocket':
        bend = np.linspace(0, np.pi / 2, 7)
        flank = np.stack([half * (1 - 0.62 * np.sin(bend)), root + (tip - root) * 0.6 * (1 - np.cos(bend))], 1)
        flank = np.vstack([flank, [(half * 0.12, tip)]])
    else:
        return np.array([(-half * 0.98, root), (half * 0.75, tip), (half * 0.98, root)])
    return np.vstack([flank * (-1, 1), flank[::-1]])


def wheel(kind: str, teeth: int, root: float, tip: float) -> np.ndarray:
    half = np.pi / teeth
    tooth = _tooth(kind, half, root, tip)
    angles = (np.arange(teeth)[:, None] * 2 * half + tooth[:, 0] - np.pi / 2).ravel()
    radii = np.tile(tooth[:, 1], teeth)
    return np.stack([radii * np.cos(angles), radii * np.sin(angles)], 1)


def sample_wheel(random) -> Part:
    kind = str(random.choice(['gear', 'pulley', 'sprocket', 'ratchet'], p=[0.4, 0.35, 0.15, 0.1]))
    teeth = int(random.integers(10, 42)) if kind != 'pulley' else int(random.integers(8, 24))
    tip = length(random, 4, 90)
    root = round(tip * (1 - float(random.uniform(1.5, 2.6)) / teeth), 2)
    bore = round(root * float(random.uniform(0.18, 0.55)), 1)
    wide = round(tip * float(random.choice([0.3, 0.5, 0.8, 1.2, 2.2])), 1)
    outline = wheel(kind, teeth, root, tip)
    simplified = chance(random, 0.1)
    front = _face(random, outline, teeth, root, tip, bore, simplified)
    side, loop_hub = _side(random, outline, tip, root, bore, wide)
    views = [front.view, side.view]
    if not simplified and chance(random, 0.4):
        reach = min(tip * 0.5, tip * 2.6 / teeth * 2)
        views.append(detail_of(front.view, point(0, -(root + tip) / 2), reach, float(random.choice([2, 4, 5]))))
        if kind == 'pulley':
            # The angle between the flanks of the tooth in the middle of the detail.
            views[-1].corners.append(corner_between(*(views[-1].per_mm ** -1 * (outline[[2, 3, 7, 6]] - (0, -(root + tip) / 2)))))
    picture = None
    if chance(random, 0.5):
        pictorial = Pictorial.sample(random)
        along = (1, 0, 0) if pictorial.toward[0] > 0 else (-1, 0, 0)
        pictorial.extrude(outline, wide, along=along, across=(0, 1, 0), holes=[] if loop_hub else [circle((0, 0), bore)[:-1]])
        if loop_hub:
            pictorial.turn([(0, loop_hub), (wide * 0.4, loop_hub)], origin=np.array(along) * wide, along=along, bore=bore)
        picture = pictorial.view()
    return Part(pick(random, NAMES[kind]), views, picture, (2 * tip, 2 * tip, wide))


def _face(random, outline, teeth, root, tip, bore, simplified: bool) -> Sketch:
    front = Sketch('front')
    if simplified:
        front.circle((0, 0), tip)
        front.circle((0, 0), root, 'thin')
    else:
        front.loop(outline)
    front.view.rounds += [Round(point(0, 0), tip, 'outline'), Round(point(0, 0), bore, 'hole')]
    if chance(random, 0.6):
        front.path(circle((0, 0), (root + tip) / 2)[:-1], 'centre', True)
        front.view.rounds.append(Round(point(0, 0), (root + tip) / 2, 'bolt_circle'))
    if chance(random, 0.5):
        front.view.rounds.append(Round(point(0, 0), root, 'outline'))
    if chance(random, 0.3):
        front.keyed_bore(bore, bore * 0.28, bore * 0.2)
    else:
        front.circle((0, 0), bore)
    for r in (bore * 1.12, bore * 1.5):
        if chance(random, 0.3) and bore < r < root * 0.9:
            front.circle((0, 0), r)
    if chance(random, 0.25) and root > bore * 2.2:
        r = (root - bore) * 0.24
        centres = regular((0, 0), (root + bore) / 2, 6, -90)
        for k, centre in enumerate(centres):
            front.circle(centre, r)
            front.cross(centre, r, 60.0 * k)
        front.view.rounds.append(Round(centres[1], r, 'hole', 6))
    if chance(random, 0.5):
        front.view.corners.append(Corner(point(0, 0), -90.0, -90 + 360 / teeth, tip))
    front.cross((0, 0), tip)
    return front


def _side(random, outline, tip, root, bore, wide) -> tuple[Sketch, float]:
    """Seen across the axis: in section, or with every edge of the teeth as a line."""
    hub = round(bore + (root - bore) * 0.5, 1) if chance(random, 0.4) else 0.0
    right = wide * 1.4 if hub else wide
    if chance(random, 0.5):
        side = Sketch('section')
        for way in (1, -1):
            side.cut(
                [np.array([(0, root), (wide, root)] + ([(wide, hub), (right, hub)] if hub else []) + [(right, bore), (0, bore)]) * (1, way)]
            )
            side.path([(0, way * root), (0, way * tip), (wide, way * tip), (wide, way * root)])
        side.line((0, -bore), (0, bore))
        side.line((right, -bore), (right, bore))
        side.view.turned.append(Turned(point(0, 0), point(right, 0), bore, 'bore'))
    else:
        side = Sketch('side')
        side.box(0, -tip, wide, tip)
        front = outline[outline[:, 0] > 0]
        radius = np.hypot(front[:, 0], front[:, 1])
        corners = front[(radius > tip * 0.999) | (radius < root * 1.001)]
        last = -tip
        for y in np.sort(corners[:, 1]):
            if y - last > tip * 0.02 and tip - y > tip * 0.02:
                side.line((0, y), (wide, y), 'thin' if len(outline) > 160 else 'outline')
                last = y
        if hub:
            side.box(wide, -hub, right, hub)
    side.view.turned.append(Turned(point(0, 0), point(wide, 0), tip))
    side.x(0, tip)
    side.x(wide, tip)
    if hub:
        side.x(right, hub)
        side.view.turned.append(Turned(point(wide, 0), point(right, 0), hub))
    side.line((0, 0), (right, 0), 'centre')
    return side, hub


def sample_rack(random) -> Part:
    teeth, module = int(random.integers(8, 40)), float(random.choice([0.5, 1, 1.5, 2, 3]))
    pitch = module * 3.1416
    height = round(module * float(random.uniform(6, 10)), 1)
    lead = pitch * float(random.uniform(0.3, 1))
    profile = []
    for i in range(teeth):
        x = lead + i * pitch
        profile += [(x, 2.25 * module), (x + pitch * 0.2, 0), (x + pitch * 0.45, 0), (x + pitch * 0.65, 2.25 * module)]
    long = lead * 2 + teeth * pitch - pitch * 0.35
    loop = np.array([(0, 2.25 * module), *profile, (long, 2.25 * module), (long, height), (0, height)])
    front, side = Sketch('front'), Sketch('side')
    front.loop(loop)
    front.line((0, module), (long, module), 'centre')
    front.x(0, height)
    front.x(long, height)
    front.x(lead + pitch * 0.325, 0, 'centre')
    front.x(lead + pitch * 1.325, 0, 'centre')
    for y in (0, module, height):
        front.y(y, 0)
    front.view.corners.append(Corner(loop[2] + (pitch * 0.125, -2 * module), 70.0, 110.0, 4 * module))
    wide = round(module * float(random.uniform(5, 12)), 1)
    side.box(0, 0, wide, height)
    side.line((0, 2.25 * module), (wide, 2.25 * module))
    side.extent(0, 0, wide, height)
    picture = None
    if chance(random, 0.4):
        pictorial = Pictorial.sample(random)
        pictorial.extrude(loop * (1, -1), wide, along=(0, 1, 0), across=(-1, 0, 0))
        picture = pictorial.view()
    views = [front.view, side.view]
    if chance(random, 0.4):
        views.append(detail_of(front.view, loop[4 * (teeth // 2) + 2], pitch * 1.2, 4.0))
    return Part(pick(random, ('Rack', 'Gear rack', 'Toothed rail', 'Saw blade')), views, picture, (long, height, wide))
