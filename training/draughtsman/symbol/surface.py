"""Surface texture symbols: the check of ISO and ASME with its values, and the triangles of older Japanese drawings."""

import math
from dataclasses import dataclass, field

import numpy as np

from ..geometry import angle_of, arc, direction, quad_around
from ..habit import Habit, Random
from ..scene import Label, Line, Pen, Scene
from .leader import Touch, draw_leader, room_near
from .office import choices_of, pick, symbol_grey, symbol_pen
from .pose import Pose

_COT60 = 1 / math.sqrt(3)
_ROUGHNESS = ('0.025', '0.05', '0.1', '0.2', '0.4', '0.8', '1.6', '3.2', '6.3', '12.5', '25', '50', '1.2', '2.5', '4', '10', '16', '63')
_RA_WEIGHTS = (1, 1, 1, 2, 5, 9, 14, 14, 10, 5, 3, 1, 1, 2, 1, 1, 1, 1)
_MICROINCH = ('8', '16', '32', '63', '125', '250', '500', '4', '32', '63', '125')
_PROCESSES = (
    'ground',
    'milled',
    'turned',
    'TURNED',
    'GROUND',
    'MILL',
    'geschliffen',
    'gefräst',
    'Fe/Ni20p Cr r',
    'lapped',
    'HONED',
    'polished',
)
_NAMES = ('Ra ', 'Ra', 'Rz ', 'Rz', 'Rmax ', 'Ry ', 'RzJIS ', 'U Ra ', 'L Ra ', 'L Rz  ', 'Rt ')
_NAME_WEIGHTS = (10, 3, 6, 2, 1, 1, 0.4, 0.7, 0.4, 0.3, 0.5)
_LAY = ('=', '⟂', 'X', 'M', 'C', 'R', 'P')


@dataclass
class Surface:
    style: str  # 'bar': values under the bar; 'old': value over the short leg; 'triangles'
    values: list[str] = field(default_factory=list)
    process: str = ''  # over the bar
    lay: str = ''
    allowance: str = ''
    removal: str = 'any'  # 'any', 'required' (a bar closes the check), 'prohibited' (a circle)
    triangles: int = 0


def _value(habit: Habit, random: Random, named: bool) -> str:
    if habit.inches and random.random() < 0.7:
        text = pick(random, _MICROINCH)
    else:
        text = pick(random, _ROUGHNESS, _RA_WEIGHTS).replace('.', habit.decimal)
    if named:
        text = pick(random, _NAMES, _NAME_WEIGHTS) + text
    elif random.random() < 0.12:
        text = pick(random, ('N6', 'N7', 'N8', 'N9', 'N10', '6.3S', '12.5S', '25S', 'R20', '3.2a'))
    return text


def sample_surface(habit: Habit, random: Random) -> Surface:
    office = choices_of(habit, 'surface')
    styles = {'iso': (7, 3, 0.3), 'asme': (4, 6, 0), 'jis': (4, 2, 4)}[habit.standard]
    style = pick(office, ('bar', 'old', 'triangles'), styles)
    named = office.random() < (0.9 if style == 'bar' else 0.15)
    usual_removal = pick(office, ('required', 'any'), (7, 3))
    removal = usual_removal if random.random() < 0.85 else pick(random, ('any', 'required', 'prohibited'))
    if style == 'triangles':
        values = [_value(habit, random, named)] if random.random() < 0.6 else []
        return Surface(style, values, triangles=pick(random, (1, 2, 3, 4), (25, 42, 28, 5)))
    if random.random() < 0.04:
        return Surface(style, removal=removal)
    values = [_value(habit, random, named)]
    if random.random() < (0.12 if style == 'bar' else 0.06):
        values.append(_value(habit, random, named))
    if style == 'bar' and random.random() < 0.03:
        values.append(_value(habit, random, named))
    surface = Surface(style, values, removal=removal)
    if style == 'bar' and random.random() < 0.12:
        surface.process = pick(random, _PROCESSES)
    if random.random() < 0.1:
        surface.lay = pick(random, _LAY)
    if random.random() < 0.07:
        surface.allowance = pick(random, ('3', '2', '0.5', '1', '5', '1.5')).replace('.', habit.decimal)
    surface.values = [v for v in values if habit.lettering.can_write(v)]
    if not habit.lettering.can_write(surface.process):
        surface.process = ''
    return surface


@dataclass
class _Text:
    text: str
    x: float
    baseline: float


@dataclass
class _Drawn:
    """A symbol in its own frame: its tip at the origin, the surface along x, up negative."""

    strokes: list[np.ndarray]
    texts: list[_Text]
    text_mm: float
    box: tuple[float, float, float, float]


def _text_height(habit: Habit) -> float:
    return habit.text_mm * float(choices_of(habit, 'surface size').choice([1.0, 0.9, 0.8, 0.7]))


def _laid_out(surface: Surface, habit: Habit, text_mm: float) -> _Drawn:
    office = choices_of(habit, 'surface look')
    strokes: list[np.ndarray] = []
    texts: list[_Text] = []
    write = habit.lettering
    if surface.style == 'triangles':
        side = text_mm * float(office.uniform(1.1, 1.6))
        rise, width = side * 0.866, side * surface.triangles
        for i in range(surface.triangles):
            x = -width / 2 + i * side
            strokes.append(np.array([(x, -rise), (x + side, -rise), (x + side / 2, 0), (x, -rise)]))
        over = office.random() < 0.7
        for value in surface.values:
            length = write.width(value, text_mm)
            x, baseline = (-length / 2, -rise - text_mm * 0.3) if over else (width / 2 + text_mm * 0.3, -rise * 0.15)
            texts.append(_Text(value, x, baseline))
        return _boxed(strokes, texts, text_mm, write)

    short = text_mm * float(office.uniform(1.2, 1.7))
    lead = text_mm * float(office.uniform(1.35, 1.7))  # from one line of text to the next
    gap = text_mm * float(office.uniform(0.2, 0.4))
    if surface.style == 'bar':
        depth = gap + lead * len(surface.values) + text_mm * (0.7 if surface.lay else 0.3)
        high = max(short * float(office.uniform(1.7, 2.3)), depth)
        x = high * _COT60 + text_mm * float(office.uniform(0.0, 0.4))
        for i, value in enumerate(surface.values):
            texts.append(_Text(value, x, -high + gap + text_mm + i * lead))
        if surface.process:
            texts.append(_Text(surface.process, x, -high - gap))
        bar = max([write.width(t.text, text_mm) for t in texts], default=0.0) + text_mm * 0.3
        if bar > text_mm * 0.4 or office.random() < 0.3:
            strokes.append(np.array([(-short * _COT60, -short), (0, 0), (high * _COT60, -high), (x + bar, -high)]))
        else:
            strokes.append(np.array([(-short * _COT60, -short), (0, 0), (high * _COT60, -high)]))
    else:
        high = short * float(office.uniform(1.7, 2.4))
        strokes.append(np.array([(-short * _COT60, -short), (0, 0), (high * _COT60, -high)]))
        if office.random() < 0.12:
            strokes.append(np.array([(high * _COT60, -high), (high * _COT60 + text_mm * 2, -high)]))
        for i, value in enumerate(reversed(surface.values)):
            baseline = -short - gap - i * lead
            right = min(short * _COT60 * 0.9, -baseline * _COT60 - text_mm * 0.1)
            texts.insert(0, _Text(value, right - write.width(value, text_mm), baseline))
    if surface.removal == 'required':
        strokes.append(np.array([(-short * _COT60, -short), (short * _COT60, -short)]))
    elif surface.removal == 'prohibited':
        strokes.append(arc((0, -short * 0.62), short * 0.32))
    if surface.allowance:
        texts.append(_Text(surface.allowance, -short * _COT60 - write.width(surface.allowance, text_mm) - text_mm * 0.2, -short * 0.2))
    if surface.lay and write.can_write(surface.lay):
        texts.append(_Text(surface.lay, short * _COT60 + text_mm * 0.1, -text_mm * 0.05))
    return _boxed(strokes, texts, text_mm, write)


def _boxed(strokes, texts, text_mm, write) -> _Drawn:
    corners = list(strokes)
    for item in texts:
        left, top, right, bottom = write.ink(item.text, text_mm)
        margin = 0.1 * text_mm
        low, high = (left - margin, top - margin), (right + margin, bottom + margin)
        corners.append(np.array([low, high]) + (item.x, item.baseline))
    every = np.concatenate(corners)
    texts = sorted(texts, key=lambda item: (item.baseline, item.x))
    return _Drawn(strokes, texts, text_mm, (*map(float, every.min(0)), *map(float, every.max(0))))


def _reads_well(angle_deg: float) -> bool:
    """Can a text of this angle be read from below or from the right?"""
    return -93 < math.remainder(angle_deg, 360) <= 60


def draw_surface(
    scene: Scene, surface: Surface, habit: Habit, tip, angle_deg: float = 0.0, size: float = 1.0, margin_mm: float = 0.3, check: bool = True
) -> Label | None:
    """A symbol with its tip on a surface that runs along `angle_deg`, the symbol on its upper side."""
    text_mm = _text_height(habit) * size
    drawn = _laid_out(surface, habit, text_mm)
    pose = Pose(tip, angle_deg)
    left, top, right, bottom = drawn.box
    quad = pose.quad(left, top, right, bottom)
    free_box = pose.quad(left, top, right, min(bottom, -0.3))  # its tip may touch what it stands on
    if check and not scene.is_free(free_box, margin_mm):
        return None
    pen, grey = symbol_pen(habit), symbol_grey(habit)
    pen = pen._replace(width_mm=pen.width_mm * max(1.0, size**0.5))
    for points in drawn.strokes:
        scene.stroke(pose.points(points), pen)
    # A symbol that stands on its head keeps values that can be read from below or from the right.
    upside_down = not _reads_well(angle_deg)
    text_angle = angle_deg + 180 if upside_down else angle_deg
    lines = []
    for item in drawn.texts:
        if upside_down:
            x = item.x + habit.lettering.width(item.text, text_mm)
            text_pose = Pose(pose.at(x, item.baseline - text_mm), text_angle)
        else:
            text_pose = Pose(pose.at(item.x, item.baseline), text_angle)
        lines.append(Line(item.text, text_pose.write(scene, habit.lettering, item.text, 0, 0, text_mm, grey)))
    if upside_down:
        lines.reverse()
    scene.reserve(free_box)
    text = '\n'.join(line.text for line in lines)
    quad = quad_around([quad], text_angle)
    if surface.triangles:
        row = '▽' * surface.triangles
        return scene.label('surface', quad, ' '.join([row, *(line.text for line in lines)]), lines or [Line(row, quad)])
    return scene.label('surface', quad, text or '√', lines or [Line('√', quad)])


def stand_surface(scene: Scene, habit: Habit, random: Random, touch: Touch) -> Label | None:
    """A symbol standing on an edge, or on an extension of it. Where it could not be read, a leader holds it."""
    angle = angle_of(touch.outward) + 90
    surface = sample_surface(habit, random)
    if not _reads_well(angle) and surface.style == 'bar' and random.random() < 0.9:
        return lead_surface(scene, habit, random, touch.at, touch.outward)
    return draw_surface(scene, surface, habit, touch.at, round(angle, 3))


def lead_surface(scene: Scene, habit: Habit, random: Random, tip, outward) -> Label | None:
    """A symbol standing on the shelf of a leader."""
    surface = sample_surface(habit, random)
    text_mm = _text_height(habit)
    left, top, right, _ = _laid_out(surface, habit, text_mm).box
    width, height = right - left, -top
    angle = -90.0 if random.random() < 0.1 else 0.0
    for _ in range(4):
        quad = room_near(scene, habit, random, tip, outward, width, height, angle)
        if quad is None:
            return None
        foot = Pose(quad[3], angle)
        x, y = foot.local(tip)
        if y > 0 or not -0.05 * width < x < width * 1.05:
            break
    else:
        return None  # the leader would run through the symbol
    stand = foot.at(-left, 0)
    near, far = (-left - text_mm, -left + text_mm * 1.5) if x < width / 2 else (-left + text_mm * 1.5, -left - text_mm)
    if y < 0:
        near, far = (-text_mm * 0.2, far) if x < width / 2 else (width + text_mm * 0.2, far)
    draw_leader(scene, habit, [foot.at(far, 0), foot.at(near, 0), np.asarray(tip, float)])
    return draw_surface(scene, surface, habit, stand, angle, check=False)


def draw_general_surface(scene: Scene, habit: Habit, random: Random, at, size: float | None = None) -> list[Label]:
    """The large symbol beside the title block that rules the rest of the part: `√Ra 3.2 (√Ra 1.6 √Ra 0.8)`.

    The tip of the first stands at `at`.
    """
    size = size or random.uniform(1.0, 2.4)
    labels: list[Label] = []
    pen = symbol_pen(habit)
    gap = habit.text_mm * size * 0.8
    main = draw_surface(scene, sample_surface(habit, random), habit, at, 0.0, size)
    if main is None:
        return []
    labels.append(main)
    if random.random() < 0.35:
        return labels
    inner = size * float(random.choice([1.0, 0.75]))
    x = float(main.quad[:, 0].max()) + gap * 2.2
    y = float(at[1])
    start = x - gap * 0.9
    bare = random.random() < 0.5
    top = y - habit.text_mm * inner * 2
    for _ in range(1 if bare else int(random.integers(1, 4))):
        surface = Surface('old', removal='any') if bare else sample_surface(habit, random)
        left = _laid_out(surface, habit, _text_height(habit) * inner).box[0]
        label = draw_surface(scene, surface, habit, (x - left, y), 0.0, inner)
        if label is None:
            break
        labels.append(label)
        x = float(label.quad[:, 0].max()) + gap * 0.6
        top = min(top, float(label.quad[:, 1].min()))
    if len(labels) > 1:
        _bracket(scene, start, x, top, y, pen)
    return labels


def _bracket(scene: Scene, left: float, right: float, top: float, bottom: float, pen: Pen) -> None:
    """Round brackets around what stands between left and right."""
    radius = (bottom - top) * 0.75
    middle = (top + bottom) / 2
    for edge, facing in ((left, 180), (right, 0)):
        centre = np.array([edge, middle]) - direction(facing) * radius
        scene.stroke(arc(centre, radius, facing - 42, facing + 42), pen)
