"""Things put together: boards with their parts, panels, stacks of plates, exploded views, screws and springs."""

import numpy as np

from ..geometry import arc, circle, point
from ..view import Round, Turned
from .closeup import detail_of
from .fitting import ANY, ON_BOARD, ON_PANEL, border_row, connector, grille, scattered, screw_head, spring, wheel
from .part import Part, chance, length, pick
from .pictorial import Pictorial
from .sketch import Hole, Sketch, eased, rectangle, regular

BOARDS = (
    'Circuit board',
    'Controller board',
    'Main PCB',
    'Interface board',
    'Sensor module',
    'Display module',
    'Expansion card',
    'Input module',
)
PANELS = ('Rear panel', 'Front panel', 'Control panel', 'Housing cover', 'Bezel', 'Fan cover', 'Power supply')
STACKS = (
    'Robot base',
    'Assembly',
    'Motor unit',
    'Gearbox',
    'Drive unit',
    'Camera mount',
    'Sensor head',
    'Test rig',
    'Gripper assembly',
    'Actuator',
)


def _outer(random, sketch: Sketch, w: float, h: float) -> np.ndarray:
    radius = min(w, h) * float(random.choice([0, 0.03, 0.06, 0.1]))
    loop = sketch.eased(rectangle(0, 0, w, h), [radius] * 4)
    sketch.extent_of(loop)
    return loop


def _mounting(random, sketch: Sketch, w: float, h: float, taken: list) -> tuple[list, Hole]:
    inset = min(w, h) * float(random.uniform(0.05, 0.1))
    hole = Hole(round(inset * 0.45, 2))
    centres = [point(x, y) for x in (inset, w - inset) for y in (inset, h - inset)]
    sketch.holes(centres, hole)
    if chance(random, 0.4):
        for centre in centres:
            sketch.circle(centre, inset * 0.8)
    taken += [(c, inset) for c in centres]
    return centres, hole


def sample_board(random) -> Part:
    w, thick = length(random, 20, 180), float(random.choice([0.8, 1.0, 1.6, 1.6]))
    h = round(w * float(random.uniform(0.35, 1.0)), 1)
    front = Sketch('front')
    outline = _outer(random, front, w, h)
    taken: list = []
    centres, hole = _mounting(random, front, w, h, taken)
    scattered(front, random, (0, 0), (w, h), ON_BOARD, int(random.integers(8, 60)), taken)
    # Sockets that stick out over the edge.
    heights = []
    for x in np.linspace(0.2, 0.8, int(random.integers(1, 5))) * w:
        a, b = w * 0.06, h * float(random.uniform(0.06, 0.15))
        if all(abs(x - c[0]) > a * 1.4 + r or c[1] > b + r for c, r in taken):
            front.box(x - a, -h * 0.02, x + a, b)
            front.x(x, 0, 'centre')
            heights.append((x, a, w * float(random.uniform(0.02, 0.1))))
    side = Sketch('side')
    side.box(0, 0, w, thick)
    for x, a, tall in heights:
        side.box(x - a, -tall, x + a, 0)
        side.y(-tall, x - a)
    for at, reach in taken[4:]:
        tall = w * float(random.uniform(0.005, 0.05))
        side.box(at[0] - reach * 0.6, -tall, at[0] + reach * 0.6, 0)
    side.extent(0, 0, w, thick)
    views = [front.view, side.view]
    if chance(random, 0.35):
        at, reach = taken[int(random.integers(len(taken)))]
        views.append(detail_of(front.view, at, max(reach * 1.4, w * 0.05), float(random.choice([2, 4, 5]))))
    picture = None
    if chance(random, 0.6):
        pictorial = Pictorial.sample(random)
        pictorial.extrude(outline * (1, -1), thick, holes=[regular(c * (1, -1), hole.radius, 24) for c in centres])
        blocks = [(at, reach * 0.55, reach * float(random.uniform(0.1, 0.8))) for at, reach in taken[4:]]
        blocks += [(point(x, h * 0.05), a, tall) for x, a, tall in heights]
        blocks.sort(key=lambda block: block[0] @ (pictorial.toward[:2] * (1, -1)))
        for (x, y), a, tall in blocks[:26]:
            if chance(random, 0.75):
                pictorial.box((x - a, -y - a * 0.8, thick), (x + a, -y + a * 0.8, thick + tall))
            else:
                pictorial.turn(
                    [(0, a * 0.7), (tall, a * 0.7)], origin=(x, -y, thick), bore=a * 0.3 if chance(random, 0.3) else 0.0, around=24
                )
        picture = pictorial.view()
    return Part(pick(random, BOARDS), views, picture, (w, h, thick))


def sample_panel(random) -> Part:
    w = length(random, 40, 300)
    h = round(w * float(random.uniform(0.25, 0.9)), 1)
    deep = round(w * float(random.uniform(0.05, 0.5)), 1)
    front = Sketch('front')
    _outer(random, front, w, h)
    if chance(random, 0.5):
        inset = min(w, h) * 0.03
        front.loop(eased(rectangle(inset, inset, w - inset, h - inset), [inset] * 4)[0], pick(random, ('outline', 'thin')))
    taken: list = []
    if chance(random, 0.6):
        border_row(front, random, (0, 0), (w, h), min(w, h) * 0.08)
        taken += [(c, min(w, h) * 0.08) for c in rectangle(0, 0, w, h)]
    if chance(random, 0.5):
        at, size = point(w * float(random.uniform(0.25, 0.75)), h / 2), min(w, h) * 0.3
        pick(random, (grille, connector, wheel))(front, random, at, size)
        front.view.rounds.append(Round(at, size, 'outline'))
        taken.append((at, size * 1.3))
    scattered(front, random, (0, 0), (w, h), ON_PANEL if chance(random, 0.7) else ANY, int(random.integers(4, 24)), taken)
    for at, _ in taken[-4:]:
        front.x(float(at[0]), float(at[1]), 'centre')
        front.y(float(at[1]), float(at[0]), 'centre')
    side = Sketch('side')
    side.box(0, 0, deep, h)
    side.extent(0, 0, deep, h)
    scattered(side, random, (0, 0), (deep, h), ON_PANEL, int(random.integers(0, 8)), [])
    picture = None
    if chance(random, 0.5):
        pictorial = Pictorial.sample(random)
        pictorial.box((0, 0, 0), (deep, w, h))
        face = (1, 0, 0) if pictorial.toward[0] > 0 else (-1, 0, 0)
        at_x = deep if face[0] > 0 else 0
        for (x, y), reach in taken[-12:]:
            pictorial.turn(
                [(0, reach * 0.5), (reach * 0.4, reach * 0.5)], origin=(at_x, x, h - y), along=face, bore=reach * 0.25, around=28
            )
        picture = pictorial.view()
    return Part(pick(random, PANELS), [front.view, side.view], picture, (w, h, deep))


def sample_stack(random) -> Part:
    """Plates, posts, blocks and cylinders one above the other, from the front, the side and above."""
    w = length(random, 40, 250)
    d = round(w * float(random.uniform(0.5, 1.0)), 1)
    front, side, top = Sketch('front'), Sketch('side'), Sketch('top')
    pictorial = Pictorial.sample(random) if chance(random, 0.75) else None
    apart = w * 0.25 if pictorial and chance(random, 0.4) else 0.0
    level, z, shares = 0.0, 0.0, [1.0]
    pieces = []
    count = int(random.integers(3, 8))
    for i in range(count):
        before = pieces[-1][0] if pieces else ''
        kind = str(random.choice(['plate', 'posts', 'block', 'turned', 'wheels' if i == 0 else 'block'], p=[0.34, 0.24, 0.16, 0.14, 0.12]))
        share = float(random.uniform(0.4, 1.0))
        if kind == 'posts' and (before == 'posts' or i == count - 1):
            kind = 'plate'
        if kind == 'posts' and before:
            share = shares[-1] * float(random.uniform(0.7, 0.95))
        if before == 'posts':
            share = max(share, shares[-1])
        shares.append(share)
        a, b = w / 2 * share, d / 2 * share
        tall = w * float(random.uniform(0.015, 0.04)) if kind == 'plate' else w * float(random.uniform(0.06, 0.3))
        pieces.append((kind, a, b))
        marks = pick(random, ((-0.85, 0.85), (-0.85, -0.4, 0.85), (-0.85, 0.0, 0.85)))
        collar = chance(random, 0.5)
        for sketch, half in ((front, a), (side, b)):
            _elevation(random, sketch, kind, half, -level - tall, -level, marks, collar)
        if kind == 'turned':
            front.view.turned.append(Turned(point(0, -level), point(0, -level - tall), a))
        if pictorial:
            _piece(random, pictorial, kind, a, b, tall, z)
        level, z = level + tall, z + tall + apart
    _plan(random, top, pieces)
    if pictorial and apart:
        pictorial.axis((0, 0, -w * 0.1), (0, 0, z))
    views = [front.view, side.view] + ([top.view] if chance(random, 0.7) else [])
    return Part(pick(random, STACKS), views, pictorial.view() if pictorial else None, (w, level, d))


def _elevation(random, sketch: Sketch, kind: str, half: float, y0: float, y1: float, marks, collar: bool) -> None:
    """One layer of a stack, from its side."""
    sketch.y(y0, -half)
    sketch.y(y1, -half)
    if kind == 'posts':
        thin = half * 0.05
        for x in marks:
            sketch.box(x * half - thin, y0, x * half + thin, y1)
            if collar:
                sketch.box(x * half - thin * 1.7, y1 - (y1 - y0) * 0.2, x * half + thin * 1.7, y1)
            sketch.x(x * half, y1, 'centre')
        return
    sketch.box(-half, y0, half, y1)
    sketch.x(-half, y1)
    sketch.x(half, y1)
    if kind == 'block':
        scattered(sketch, random, (-half, y0), (half, y1), ANY, int(random.integers(1, 9)), [])
    elif kind == 'wheels':
        at, r = point(0, (y0 + y1) / 2), (y1 - y0) * 0.8
        wheel(sketch, random, at, r)
        sketch.view.rounds.append(Round(at, r, 'outline'))
    elif kind == 'turned':
        sketch.line((0, y0), (0, y1), 'centre')


def _plan(random, top: Sketch, pieces) -> None:
    """From above: the topmost layer, and those that stick out from under it."""
    covered = 0.0, 0.0
    for kind, a, b in reversed(pieces):
        if kind == 'posts' or a <= covered[0] or b <= covered[1]:
            continue
        if kind == 'turned':
            r = min(a, b)
            if r <= np.hypot(*covered):
                continue
            top.circle((0, 0), r)
            top.cross((0, 0), r)
            top.view.rounds.append(Round(point(0, 0), r, 'outline'))
            reach = r * 0.7, r * 0.7
        else:
            top.extent_of(top.eased(rectangle(-a, -b, a, b), [min(a, b) * float(random.choice([0, 0.1, 0.2]))] * 4))
            reach = a, b
        if covered == (0.0, 0.0):
            taken: list = []
            if chance(random, 0.6):
                border_row(top, random, (-reach[0], -reach[1]), reach, min(reach) * 0.2)
                taken = [(c, min(reach) * 0.4) for c in rectangle(-reach[0], -reach[1], *reach)]
            scattered(top, random, (-reach[0], -reach[1]), reach, ANY, int(random.integers(1, 10)), taken)
        covered = reach
    if not top.view.paths:
        top.circle((0, 0), pieces[0][1])


def _piece(random, pictorial: Pictorial, kind: str, a: float, b: float, tall: float, z: float) -> None:
    if kind == 'posts':
        corners = [(x, y) for x in (-0.8 * a, 0.8 * a) for y in (-0.8 * b, 0.8 * b)]
        for x, y in sorted(corners, key=lambda c: c[0] * pictorial.toward[0] + c[1] * pictorial.toward[1]):
            pictorial.turn([(0, a * 0.06), (tall, a * 0.06)], origin=(x, y, z), around=16)
    elif kind == 'turned':
        r = min(a, b)
        pictorial.turn(
            [(0, r), (tall * 0.6, r), (tall * 0.6, r * 0.8), (tall, r * 0.8)],
            origin=(0, 0, z),
            bore=r * 0.3 if chance(random, 0.6) else 0.0,
        )
    else:
        outline = eased(rectangle(-a, -b, a, b), [min(a, b) * float(random.choice([0, 0.1, 0.4]))] * 4)[0]
        holes = [regular((x * a * 0.75, y * b * 0.75), a * 0.05, 20) for x in (-1, 1) for y in (-1, 1)]
        if kind == 'plate' and chance(random, 0.5):
            holes.append(circle((0, 0), min(a, b) * 0.3)[:-1])
        pictorial.extrude(outline, tall, (0, 0, z), holes=holes)


def sample_screw(random) -> Part:
    """A screw from its side and its head."""
    r = float(random.choice([1, 1.5, 2, 2.5, 3, 4, 5, 6, 8]))
    long = length(random, r * 3, r * 18)
    head, tall = round(r * 1.75, 1), round(r * float(random.choice([1.3, 2.0, 1.1])), 1)
    side, end = Sketch('front'), Sketch('side')
    hexed = chance(random, 0.4)
    if hexed:
        side.box(-tall, -head, 0, head)
        for y in (-head / 2, head / 2):
            side.line((-tall, y), (0, y))
        end.loop(regular((0, 0), head * 1.1, 6, 30))
        end.circle((0, 0), head * 0.92, 'thin')
        end.cross((0, 0), head * 1.1)
    else:
        side.eased(rectangle(-tall, -head, 0, head), [r * 0.3, 0, 0, r * 0.3])
        screw_head(end, random, point(0, 0), head)
        end.cross((0, 0), head)
    end.view.rounds.append(Round(point(0, 0), head, 'outline'))
    bare = long * float(random.choice([0, 0.3, 0.5]))
    c = r * 0.2
    side.path([(0, -r), (long - c, -r), (long, -r + c), (long, r - c), (long - c, r), (0, r)])
    side.line((long - c, -r), (long - c, r))
    if chance(random, 0.2):
        # Every turn of the thread drawn.
        for x in np.arange(bare, long - c, r * 0.35):
            side.line((x, -r), (x + r * 0.17, r), 'thin')
            side.line((x + r * 0.17, -r * 0.85), (x + r * 0.34, r * 0.85), 'thin')
    else:
        for y in (-r * 0.84, r * 0.84):
            side.line((bare, y), (long - c * 0.3, y), 'thin')
        if bare:
            side.line((bare, -r), (bare, r))
    side.line((-tall, 0), (long, 0), 'centre')
    for x, y in ((-tall, head), (0, head), (bare, r), (long, r - c)):
        side.x(x, y)
    side.view.turned += [Turned(point(bare, 0), point(long, 0), r, 'thread'), Turned(point(-tall, 0), point(0, 0), head)]
    picture = None
    if chance(random, 0.5):
        pictorial = Pictorial.sample(random)
        along = (-1, 0, 0) if pictorial.toward[0] > 0 else (1, 0, 0)
        pictorial.turn([(0, r), (long, r)], origin=-np.array(along) * long, along=along)
        if hexed:
            pictorial.extrude(regular((0, 0), head * 1.1, 6, 30), tall, along=tuple(-a for a in along), across=(0, 1, 0))
        else:
            pictorial.turn([(0, head), (tall, head)], along=tuple(-a for a in along), bore=head * 0.45)
        picture = pictorial.view()
    return Part(
        pick(random, ('Screw', 'Cap screw', 'Hexagon bolt', 'Set screw', 'Fastener')),
        [side.view, end.view],
        picture,
        (long + tall, 2 * head, 2 * head),
    )


def sample_spring(random) -> Part:
    size = length(random, 8, 80)
    side, end = Sketch('front'), Sketch('side')
    spring(side, random, point(0, 0), size)
    low, high = side.view.bounds()
    side.extent(float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    r = float(min(high - low)) / 2
    side.view.turned.append(
        Turned(point(low[0], 0), point(high[0], 0), r)
        if high[0] - low[0] > high[1] - low[1]
        else Turned(point(0, low[1]), point(0, high[1]), r)
    )
    for radius, of in ((r, 'outline'), (r * 0.8, 'hole')):
        end.circle((0, 0), radius)
        end.view.rounds.append(Round(point(0, 0), radius, of))
    end.path(arc((0, 0), r * 0.9, 0, 200), 'centre')
    end.cross((0, 0), r)
    return Part(pick(random, ('Compression spring', 'Spring', 'Return spring')), [side.view, end.view], None, (2 * size, 2 * r, 2 * r))
