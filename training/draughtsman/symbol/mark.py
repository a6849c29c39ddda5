"""Marks that name views: cutting planes, view arrows, detail circles, captions, revision triangles; and signs without text."""

import math

import numpy as np

from ..geometry import arc, below, circle, direction, unit
from ..habit import Habit, Random
from ..scene import Label, Pen, Scene
from ..view import View
from .leader import LEADER_ARROWS, is_clear, leader_pen, reserve_line
from .office import choices_of, datum_letter, pick, symbol_grey, symbol_pen
from .pose import Pose, ink_quad, write_label


def letter_height(habit: Habit) -> float:
    """Letters that name views are larger than dimensions."""
    return habit.text_mm * float(choices_of(habit, 'view letters').choice([1.0, 1.2, 1.4, 1.6, 2.0]))


def _letter(scene: Scene, habit: Habit, letter: str, centre, margin_mm: float = 0.2) -> Label | None:
    height = letter_height(habit)
    foot = np.asarray(centre) + (0, height / 2)
    return write_label(scene, habit, 'label', letter, foot, 0, height, symbol_grey(habit), 'centre', margin_mm=margin_mm)


def arrow_length(habit: Habit) -> float:
    return habit.text_mm * float(choices_of(habit, 'plane arrow length').uniform(1.8, 4))


def _plane_arrow(scene: Scene, habit: Habit, tail, toward, pen: Pen, touching: bool) -> np.ndarray:
    """The arrow of a cutting plane or of a view; returns its far end."""
    office = choices_of(habit, 'plane arrow')
    length = arrow_length(habit)
    head = min(length * 0.7, habit.text_mm * float(office.uniform(0.9, 1.8)))
    end = np.asarray(tail) + toward * length
    style = habit.arrow if habit.arrow in LEADER_ARROWS else 'filled'
    tip, back = (tail, end) if touching else (end, tail)
    scene.line(tip, back, pen)
    scene.arrow(tip, unit(np.asarray(tip) - back), head, head * float(office.uniform(0.15, 0.3)), pen, style)
    reserve_line(scene, [tip, back])
    return end


def draw_cutting_plane(scene: Scene, habit: Habit, random: Random, path, letter: str) -> list[Label]:
    """A cutting plane along a path of two or more points that reaches beyond the view: A … A, with the way of looking."""
    path = np.asarray(path, float)
    office = choices_of(habit, 'cutting plane')
    height = letter_height(habit)
    thin = leader_pen(habit)
    thick = thin._replace(width_mm=max(habit.thick_mm * 1.3, habit.thin_mm * 2))
    full, bare, phantom = office.random() < 0.2, office.random() < 0.12, office.random() < 0.2
    touching = office.random() < 0.2
    start_way, end_way = unit(path[1] - path[0]), unit(path[-1] - path[-2])
    look = below(start_way) * pick(random, (-1, 1))
    beside = office.random() < 0.5

    def place(end, out):
        """Where the letter goes: beyond the line's end, or beside the arrow's far end."""
        if beside:
            return end + look * arrow_length(habit) * 0.7 + out * height * 1.2
        return end + look * (arrow_length(habit) + height)

    ends = ((path[0], -start_way), (path[-1], end_way))
    centres = [place(end, out) for end, out in ends]
    pose_free = [scene.is_free(Pose(c).quad(-height * 0.6, -height * 0.6, height * 0.6, height * 0.6), 0.1) for c in centres]
    if not all(pose_free) or not is_clear(scene, path):
        return []
    stub = habit.text_mm * float(office.uniform(1.2, 3))
    if not bare:
        dash = (8, 1, 1, 1, 1, 1) if phantom else (7, 1.2, 1.2, 1.2)
        scene.stroke(path, (thick if full else thin)._replace(dash=dash))
    for end, out in ends:
        scene.line(end, end - out * stub, thick)
        reserve_line(scene, [end, end - out * stub])
        _plane_arrow(scene, habit, end, look, thin if office.random() < 0.5 else thick, touching)
    for before, corner, after in zip(path, path[1:], path[2:]):
        scene.stroke([corner + unit(before - corner) * stub * 0.6, corner, corner + unit(after - corner) * stub * 0.6], thick)
    return [label for label in (_letter(scene, habit, letter, centre, 0.0) for centre in centres) if label]


def cut_view(scene: Scene, view: View, habit: Habit, random: Random, letter: str | None = None) -> list[Label]:
    """A cutting plane through a placed view, upright or level, now and then stepped."""
    letter = letter or datum_letter(random)
    low, high = view.bounds()
    size = high - low
    axis = int(random.integers(2))  # along which the plane runs
    other = 1 - axis
    for attempt in range(4):
        over = habit.text_mm * random.uniform(1.5, 5 + 3 * attempt)
        share = 0.5 if random.random() < 0.5 else random.uniform(0.2, 0.8)
        level = low[other] + size[other] * share
        if view.rounds and random.random() < 0.4:
            level = float(np.asarray(pick(random, view.rounds).centre)[other])
        along = [low[axis] - over, high[axis] + over]
        levels = [level, level]
        if random.random() < 0.15:
            middle = low[axis] + size[axis] * random.uniform(0.3, 0.7)
            second = low[other] + size[other] * random.uniform(0.2, 0.8)
            along, levels = [along[0], middle, middle, along[1]], [level, level, second, second]
        path = np.empty((len(along), 2))
        path[:, axis], path[:, other] = along, levels
        labels = draw_cutting_plane(scene, habit, random, path, letter)
        if labels:
            return labels
    return []


def draw_view_arrow(scene: Scene, habit: Habit, random: Random, tip, outward, letter: str | None = None) -> Label | None:
    """An arrow that says from where a view is taken; it points at `tip` from outside."""
    letter = letter or datum_letter(random)
    outward = unit(outward)
    height = letter_height(habit)
    reach = arrow_length(habit)
    aside = below(outward) * height * 1.2
    for centre in (tip + outward * (reach + height), tip + outward * reach * 0.6 + aside, tip + outward * reach * 0.6 - aside):
        if scene.is_free(Pose(centre).quad(-height * 0.6, -height * 0.6, height * 0.6, height * 0.6)):
            pen = leader_pen(habit)._replace(width_mm=habit.thick_mm)
            _plane_arrow(scene, habit, tip, outward, pen, touching=True)
            return _letter(scene, habit, letter, centre, 0.0)
    return None


def draw_detail_circle(scene: Scene, habit: Habit, random: Random, centre, radius: float, letter: str | None = None) -> Label | None:
    """A ring around a part of a view that is drawn larger elsewhere, with its letter."""
    letter = letter or datum_letter(random)
    office = choices_of(habit, 'detail circle')
    height = letter_height(habit)
    led = office.random() < 0.35
    words = f'DETAIL {letter}' if office.random() < 0.06 else letter
    half = habit.lettering.width(words, height) / 2
    for _ in range(8):
        way = direction(float(random.uniform(0, 360)))
        gap = habit.text_mm * random.uniform(2, 5) if led else height * 0.25
        away = radius + gap + height * 0.75 + abs(way[0]) * (half - height * 0.4)
        at = np.asarray(centre) + way * away
        if scene.is_free(ink_quad(Pose(at), habit.lettering, words, 0, height / 2, height, 'centre'), 0.2):
            break
    else:
        return None
    ring = arc(centre, radius, chord=radius * 0.5)
    if not is_clear(scene, ring):
        return None
    dash = pick(office, (None, None, (7, 1.2, 1.2, 1.2), (3, 1)))
    scene.circle(centre, radius, leader_pen(habit)._replace(dash=dash))
    reserve_line(scene, ring)
    if led:
        end = at - way * (height * 0.8 + abs(way[0]) * (half - height * 0.4))
        scene.line(np.asarray(centre) + way * radius, end, leader_pen(habit))
    return _letter(scene, habit, words, at, 0.0)


# Captions

_SECTION = (
    '{0}-{0}',
    '{0} - {0}',
    'SECTION {0}-{0}',
    'SCHNITT {0}-{0}',
    'COUPE {0}-{0}',
    'Section {0}-{0}',
    'SECTION {0} - {0}',
    '{0}–{0}',
    'SECT {0}-{0}',
    'Schnitt {0}-{0}',
)
_DETAIL = ('DETAIL {0}', '{0}', 'Detail {0}', 'EINZELHEIT {0}', 'DETAIL  {0}', 'Einzelheit {0}', 'SEE DETAIL {0}', 'ENLARGED VIEW {0}')
_VIEW = (
    'VIEW {0}',
    'ANSICHT {0}',
    '{0}',
    'Ansicht {0}',
    'VUE {0}',
    'VIEW {0}-{0}',
    'ISOMETRIC VIEW',
    'TOP VIEW',
    'FRONT VIEW',
    'SIDE VIEW',
    'FLAT PATTERN',
    'BOTTOM VIEW',
    'Ansicht von hinten',
)
_SCALES = ('2:1', '5:1', '1:1', '1:2', '10:1', '1:5', '4:1', '20:1', '3:1', '1:10')


def view_name(habit: Habit, random: Random) -> str:
    """A letter, or in some offices a number."""
    return str(int(random.integers(1, 7))) if choices_of(habit, 'view names').random() < 0.15 else datum_letter(random)


def caption_lines(habit: Habit, random: Random, of: str, letter: str) -> list[str]:
    """The one or two lines under a view. `of`: section, detail or view."""
    office = choices_of(habit, f'caption {of}')
    forms = {'section': _SECTION, 'detail': _DETAIL}.get(of, _VIEW)
    words = pick(office, forms[:6]) if random.random() < 0.8 else pick(random, forms)
    first = words.format(letter)
    scale = pick(random, _SCALES)
    spaced = scale.replace(':', ' : ')
    style = int(office.choice(6, p=[0.27, 0.23, 0.13, 0.17, 0.1, 0.1]))
    if style == 0 and of != 'detail':
        return [first]
    if style in (0, 1):
        return [f'{first} ({scale})']
    if style == 2:
        return [f'{first} ( {spaced} )']
    word = pick(office, ('SCALE', 'SCALE', 'MASSSTAB', 'Scale', 'ECHELLE'))
    if style == 5:  # as Creo says it, and under a plain view it says no more
        ratio = f'{word} {pick(random, (0.5, 1, 1, 2, 4, 5, 10)):.{int(office.integers(1, 4))}f}'
        return [ratio] if of == 'view' else [first, ratio]
    return [first, f'{word} {scale}' if style == 3 else f'{word} {spaced}']


def draw_caption(scene: Scene, habit: Habit, random: Random, at, lines: list[str]) -> list[Label]:
    """Lines centred under the point `at`, each a label of its own; the first may be underlined."""
    office = choices_of(habit, 'caption look')
    height = letter_height(habit)
    second = height * float(office.choice([1.0, 0.7]))
    underlined = office.random() < 0.25
    lettering = habit.lettering if office.random() < 0.6 else habit.sheet_lettering
    labels, y = [], height
    for i, text in enumerate(lines):
        size = height if i == 0 else second
        where = np.asarray(at, float) + (0, y)
        margin_mm = 0.3 if i == 0 else -0.2
        label = write_label(scene, habit, 'label', text, where, 0, size, symbol_grey(habit), 'centre', lettering, margin_mm)
        if label is None:
            break
        labels.append(label)
        if underlined and i == 0:
            half, drop = lettering.width(text, size) / 2, size * 0.35
            scene.line(where + (-half, drop), where + (half, drop), symbol_pen(habit))
        y += second * 1.6 + (height * 0.3 if underlined else 0)
    return labels


def caption_view(scene: Scene, view: View, habit: Habit, random: Random, letter: str | None = None) -> list[Label]:
    """The caption of a placed view, under it or over it."""
    of = view.kind if view.kind in ('section', 'detail') else 'view'
    lines = caption_lines(habit, random, of, letter or view_name(habit, random))
    low, high = view.bounds()
    height = letter_height(habit)
    below_it = choices_of(habit, 'caption place').random() < 0.65
    for attempt in range(6):
        gap = habit.text_mm * random.uniform(1.5, 4 + 3 * attempt)
        depth = height * 1.7 * len(lines)
        for under in (below_it, not below_it):
            at = ((low[0] + high[0]) / 2 + (random.normal(0, 8) if attempt > 2 else 0), high[1] + gap if under else low[1] - gap - depth)
            labels = draw_caption(scene, habit, random, at, lines)
            if labels:
                return labels
    return []


# Small signs


def draw_revision(scene: Scene, habit: Habit, random: Random, centre) -> Label | None:
    """A revision's letter or number in a triangle, a ring or a square."""
    office = choices_of(habit, 'revision')
    text = str(int(random.integers(1, 10))) if office.random() < 0.5 else pick(random, 'ABCDEFG')
    text_mm = habit.text_mm * float(office.choice([1.0, 0.8]))
    shape = pick(office, ('triangle', 'circle', 'hexagon'), (8, 1.5, 1))
    radius = text_mm * float(office.uniform(1.2, 1.6) if shape == 'triangle' else office.uniform(0.9, 1.2))
    angles = {'triangle': np.arange(-90, 270, 120), 'hexagon': np.arange(0, 360, 60)}.get(shape, np.arange(0, 360, 15))
    ring = np.asarray(centre) + radius * np.stack([np.cos(np.radians(angles)), np.sin(np.radians(angles))], 1)
    quad = Pose(centre).quad(-radius * 0.9, -radius, radius * 0.9, radius * 0.6 if shape == 'triangle' else radius)
    if not scene.is_free(quad):
        return None
    pen = symbol_pen(habit)
    scene.stroke(ring, pen, closed=True)
    baseline, height = (0.42, 0.85) if shape == 'triangle' else (0.5, 1.0)
    ink = Pose(centre).write(scene, habit.lettering, text, 0, text_mm * baseline, text_mm * height, pen.grey, 'centre')
    scene.reserve(quad)
    return scene.label('label', ink, text)


def draw_centre_of_gravity(scene: Scene, habit: Habit, centre, radius: float) -> None:
    """A ring with two filled quarters."""
    pen = symbol_pen(habit)
    scene.circle(centre, radius, pen)
    for start in (0, 180):
        scene.fill([np.vstack([[centre], arc(centre, radius, start, start + 90)])], pen.grey)
    for way in ((1.5, 0), (0, 1.5)):
        scene.line(np.asarray(centre) - radius * np.array(way), np.asarray(centre) + radius * np.array(way), pen)


def draw_origin(scene: Scene, habit: Habit, random: Random, centre, length: float) -> list[Label]:
    """The origin of coordinates: a ring and two arrows, X and Y."""
    pen, centre = symbol_pen(habit), np.asarray(centre, float)
    scene.circle(centre, length * 0.12, pen)
    labels = []
    for way, name in (((1, 0), 'X'), ((0, -1), 'Y')):
        end = centre + length * np.array(way, float)
        scene.line(centre, end, pen)
        scene.arrow(end, way, habit.arrow_mm, habit.arrow_half_width_mm, pen, 'filled')
        at = end + habit.text_mm * np.array([0.5 * way[0] + (0.3 if way[1] else 0), 0.5 + 0.0 * way[1]])
        if random.random() < 0.8:
            labels.append(write_label(scene, habit, 'label', name, at, 0, habit.text_mm, pen.grey, margin_mm=0.0))
    return [label for label in labels if label]


def draw_projection_symbol(scene: Scene, habit: Habit, centre, height_mm: float, third_angle: bool) -> None:
    """A cone from the side and from its end. It has no text."""
    office = choices_of(habit, 'projection')
    pen = Pen(habit.thin_mm * float(office.uniform(1, 1.8)), habit.frame_grey)
    axis = Pen(habit.thin_mm, habit.frame_grey, (2.4, 0.6, 0.6, 0.6))
    large, small = height_mm * 0.5, height_mm * float(office.uniform(0.22, 0.3))
    length, gap = height_mm * float(office.uniform(0.9, 1.2)), height_mm * float(office.uniform(0.25, 0.5))
    width = length + gap + 2 * large
    pose = Pose(centre)
    # What is seen from the left stands left in third angle, right in first; the cone's small end is on its left.
    rings_x = (width / 2 - large) * (-1 if third_angle else 1)
    small_x = width / 2 - length if third_angle else -width / 2
    large_x = small_x + length
    scene.stroke(pose.points([(small_x, -small), (large_x, -large), (large_x, large), (small_x, small)]), pen, closed=True)
    for radius in (small, large):
        scene.stroke(circle(pose.at(rings_x, 0), radius), pen, closed=True)
    over = height_mm * 0.12
    scene.stroke([pose.at(small_x - over, 0), pose.at(large_x + over, 0)], axis)
    scene.stroke([pose.at(rings_x - large - over, 0), pose.at(rings_x + large + over, 0)], axis)
    scene.stroke([pose.at(rings_x, -large - over), pose.at(rings_x, large + over)], axis)
    if office.random() < 0.15:
        scene.stroke(circle(centre, math.hypot(width, height_mm) * 0.56), pen, closed=True)
