"""A realistic choice of symbols, around a view and anywhere on a sheet."""

import numpy as np

from ..geometry import direction, unit
from ..habit import Habit, Random
from ..scene import Label, Scene
from ..view import View
from .balloon import balloon_row, balloon_stack, lead_balloon
from .datum import draw_datum, draw_datum_target, hang_datum
from .frame import lead_frame, place_frame
from .leader import Touch, is_clear, sample_touches
from .mark import (
    caption_lines,
    caption_view,
    cut_view,
    draw_caption,
    draw_centre_of_gravity,
    draw_cutting_plane,
    draw_detail_circle,
    draw_origin,
    draw_revision,
    draw_view_arrow,
)
from .marking import draw_marking
from .office import choices_of, datum_letter, pick
from .surface import draw_general_surface, lead_surface, stand_surface
from .weld import draw_weld

_TILTS = (15.0, -15.0, 30.0, -30.0, 45.0, -45.0, 60.0, -60.0)


def _frame_angle(random: Random) -> float:
    draw = random.random()
    if draw < 0.82:
        return 0.0
    return -90.0 if draw < 0.94 else float(pick(random, _TILTS))


def _frame_at(scene: Scene, habit: Habit, random: Random, touch: Touch) -> list[Label]:
    labels = lead_frame(scene, None, habit, random, touch.at, touch.outward, _frame_angle(random))
    if labels and random.random() < 0.12:
        labels.append(hang_datum(scene, labels[-1], habit, random))
    return labels


def _datum_at(scene: Scene, habit: Habit, random: Random, touch: Touch) -> Label | None:
    if touch.length_mm < habit.text_mm and random.random() < 0.85:  # a triangle stands badly on a curve
        return None
    return draw_datum(scene, habit, random, touch.at, touch.outward)


def _target_at(scene: Scene, habit: Habit, random: Random, touch: Touch) -> Label | None:
    inside = touch.at - touch.outward * habit.text_mm * random.uniform(0, 3)
    return draw_datum_target(scene, habit, random, inside, touch.outward)


def _surface_at(scene: Scene, habit: Habit, random: Random, touch: Touch) -> Label | None:
    stands = touch.length_mm > habit.text_mm * 2 and random.random() < 0.7
    return (stand_surface if stands else lead_surface)(scene, habit, random, *((touch,) if stands else (touch.at, touch.outward)))


def _weld_at(scene: Scene, habit: Habit, random: Random, touch: Touch) -> list[Label]:
    return draw_weld(scene, habit, random, touch.at, touch.outward)


def _balloon_at(scene: Scene, habit: Habit, random: Random, touch: Touch) -> list[Label]:
    tip = touch.at - touch.outward * habit.text_mm * random.uniform(0, 2)
    if random.random() < 0.06:
        return balloon_stack(scene, habit, random, tip, touch.outward, int(random.integers(2, 5)))
    return [lead_balloon(scene, habit, random, tip, touch.outward)]


def _view_arrow_at(scene: Scene, habit: Habit, random: Random, touch: Touch) -> Label | None:
    return draw_view_arrow(scene, habit, random, touch.at + touch.outward * habit.text_mm * random.uniform(0.5, 4), touch.outward)


def _detail_at(scene: Scene, habit: Habit, random: Random, touch: Touch) -> Label | None:
    return draw_detail_circle(scene, habit, random, touch.at, habit.text_mm * random.uniform(1.5, 6))


def _revision_at(scene: Scene, habit: Habit, random: Random, touch: Touch) -> Label | None:
    return draw_revision(scene, habit, random, touch.at + touch.outward * habit.text_mm * random.uniform(2, 8))


# What an office puts on its views, how often per view, and whether any office does (share of offices that use it at all).
_FAMILIES = (
    (_frame_at, 2.2, 0.6),
    (_datum_at, 1.1, 0.6),
    (_target_at, 0.6, 0.12),
    (_surface_at, 1.8, 0.5),
    (_weld_at, 1.2, 0.14),
    (_balloon_at, 3.5, 0.18),
    (_view_arrow_at, 0.4, 0.25),
    (_detail_at, 0.4, 0.4),
    (_revision_at, 0.5, 0.15),
)


def _flat(drawn) -> list[Label]:
    many = drawn if isinstance(drawn, list) else [drawn]
    return [label for label in many if label is not None]


def annotate_view(scene: Scene, view: View, habit: Habit, random: Random, density: float = 1.0) -> list[Label]:
    """Places symbols on and around a placed view, with leaders to its edges; what finds no room is left out.

    Call it after the view's dimensions, whose texts are reserved.
    """
    labels: list[Label] = []
    if view.kind == 'pictorial':
        if choices_of(habit, 'pictorial').random() < 0.3:
            labels += _balloons_around(scene, view, habit, random, max(1, round(4 * density)))
        if random.random() < 0.3 * min(density, 1.5):
            labels += caption_view(scene, view, habit, random)
        return labels

    office = choices_of(habit, 'families')
    cuts = office.random() < 0.5
    for _ in range(int(random.integers(1, 5)) if random.random() < 0.15 else 0):
        labels += _flat(draw_marking(scene, view, habit, random))
    wanted = [(draw, int(random.poisson(often * density))) for draw, often, share in _FAMILIES if office.random() < share]
    if cuts and random.random() < 0.3 * density:  # before the others, which keep off its line
        labels += cut_view(scene, view, habit, random)
    touches = iter(sample_touches(view, random, sum(count for _, count in wanted)))
    for draw, count in wanted:
        for _ in range(count):
            touch = next(touches, None)
            if touch is not None:
                labels += _flat(draw(scene, habit, random, touch))
    if view.kind in ('section', 'detail') or random.random() < 0.12 * density:
        labels += caption_view(scene, view, habit, random)
    if office.random() < 0.06:
        low, high = view.bounds()
        draw_centre_of_gravity(scene, habit, low + (high - low) * random.uniform(0.3, 0.7, 2), habit.text_mm * random.uniform(0.4, 0.9))
    if office.random() < 0.05:
        low, high = view.bounds()
        labels += draw_origin(scene, habit, random, (low[0], high[1]), habit.text_mm * random.uniform(2, 4))
    return labels


def _balloons_around(scene: Scene, view: View, habit: Habit, random: Random, count: int) -> list[Label]:
    """Balloons in a row beside the view, or each near its part."""
    touches = sample_touches(view, random, count)
    low, high = view.bounds()
    if len(touches) > 2 and random.random() < 0.5:
        pitch = habit.text_mm * random.uniform(4, 8)
        level = random.random() < 0.5
        away = habit.text_mm * random.uniform(4, 8)
        span = pitch * (len(touches) - 1)
        middle = (low + high) / 2
        if level:
            start, step = (middle[0] - span / 2, (low[1] - away) if random.random() < 0.6 else high[1] + away), (pitch, 0)
        else:
            start, step = (high[0] + away if random.random() < 0.6 else low[0] - away, middle[1] - span / 2), (0, pitch)
        return balloon_row(scene, habit, random, start, step, [touch.at for touch in touches])
    return [label for touch in touches for label in _flat(_balloon_at(scene, habit, random, touch))]


def scatter_symbols(scene: Scene, bounds, habit: Habit, random: Random, count: int) -> list[Label]:
    """Symbols of every family anywhere within bounds (low, high), with the short piece of an edge that each speaks of."""
    low, high = (np.asarray(corner, float) for corner in bounds)
    labels: list[Label] = []
    for _ in range(count):
        at = low + (high - low) * random.random(2)
        draw = int(random.integers(13))
        if draw < len(_FAMILIES):
            labels += _flat(_FAMILIES[draw][0](scene, habit, random, _loose_edge(scene, habit, random, at)))
        elif draw == 9:
            labels += place_frame(scene, habit, random, at, _frame_angle(random))
        elif draw == 10:
            labels += draw_general_surface(scene, habit, random, at)
        elif draw == 11:
            of = pick(random, ('section', 'detail', 'view'))
            labels += draw_caption(scene, habit, random, at, caption_lines(habit, random, of, _name(random)))
        else:
            way = direction(float(pick(random, (0, 90))))
            labels += draw_cutting_plane(scene, habit, random, [at, at + way * habit.text_mm * random.uniform(8, 25)], _name(random))
    return labels


def _name(random: Random) -> str:
    """Of a view or a section: a letter, now and then with a figure, or a figure."""
    if random.random() < 0.65:
        return datum_letter(random)
    return pick(random, 'ABCDXYZ' if random.random() < 0.8 else ('',)) + str(int(random.integers(1, 10)))


def _loose_edge(scene: Scene, habit: Habit, random: Random, at) -> Touch:
    """A stray piece of an edge, so that a symbol is not always seen on a whole part."""
    way = direction(float(pick(random, (0, 90, 180, 270))) if random.random() < 0.85 else random.uniform(0, 360))
    length = habit.text_mm * random.uniform(3, 12)
    ends = np.array([at - way * length * random.uniform(0.1, 1), at + way * length])
    if random.random() < 0.8 and is_clear(scene, ends):
        scene.stroke(ends, habit.part_pen)
    return Touch(np.asarray(at, float), unit(np.array([-way[1], way[0]])), length)
