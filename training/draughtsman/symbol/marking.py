"""What is written on the part itself, engraved, moulded or printed: it stands within a view and is no size, however it reads."""

import numpy as np

from ..dimension.lines import Lines
from ..geometry import direction
from ..habit import Habit, Random
from ..lettering import Lettering
from ..scene import Label, Scene
from ..view import View
from .office import pick
from .pose import Pose, ink_quad, write_label

_WORDS = (
    'TOP', 'BOT', 'TOP side', 'FRONT', 'REAR', 'UP', 'IN', 'OUT', 'L', 'R', 'ON', 'OFF', 'USB', 'PWR', 'RST', 'PCB', 'LOGO', 'MAX',
    'MIN', 'OPEN', 'PUSH', 'PIN 1', 'GND', 'CAUTION', 'Made in EU', 'No step', '+', '-',
)  # fmt: skip
_PRINTED = ('R', 'C', 'U', 'J', 'D', 'Q', 'L', 'TP', 'SW', 'CN', 'P', 'X', 'H', 'K')
_TRIES = 6
MOST_CROSSED = 3  # lines that may run through letters engraved on a face seen askew


def _text(random: Random) -> str:
    number = f'{random.uniform(0, 9.9):.{int(random.integers(0, 3))}f}'
    whole = int(random.integers(0, 400))
    chance = random.random()
    if chance < 0.35:
        return pick(random, _WORDS)
    if chance < 0.6:
        return pick(random, (f'H={number}', f'H={number}', f't={number}', f'{number}t', f'{number}t {pick(random, _WORDS)}', f'H{whole}'))
    if chance < 0.75:
        return pick(random, (f'PN {whole:04d}-0{whole % 9}', f'>PA6-GF{whole % 40}<', f'A{whole}', f'REV {whole % 9}', f'LOT {whole}'))
    if chance < 0.9:
        return pick(random, (str(whole), number, f'{whole % 48}V', f'{whole} kg', f'{whole % 13}.9', f'{whole % 60} min'))
    return f'{pick(random, _WORDS)} {pick(random, _WORDS)}'


def draw_marking(scene: Scene, view: View, habit: Habit, random: Random) -> Label | None:
    """Letters on a blank spot of the view, most often as the outlines that a CAD system makes of them."""
    lettering = Lettering.sample(random, 'sheet')
    lettering.hollow = lettering.outlines.filled and random.random() < 0.65
    text, lines = _text(random), Lines(scene)
    if not lettering.can_write(text):
        return None
    low, high = view.bounds()
    height = habit.text_mm * float(np.exp(random.uniform(np.log(0.5), np.log(3.0))))
    height = min(height, 0.6 * float((high - low)[0]) / max(lettering.width(text, 1.0), 0.3))
    angle = float(pick(random, (0, -90, random.uniform(-60, 60)), (0.85, 0.1, 0.05)))
    for _ in range(_TRIES if height > 0.45 * habit.text_mm else 0):
        at = random.uniform(low + 0.1 * (high - low), low + 0.9 * (high - low))
        quad = ink_quad(Pose(at, angle), lettering, text, 0, 0, height, 'centre')
        if (quad > low).all() and (quad < high).all() and not lines.through(quad):
            return write_label(scene, habit, 'note', text, at, angle, height, habit.part_grey, 'centre', lettering)
    return None


def mark_view(scene: Scene, view: View, habit: Habit, random: Random) -> list[Label]:
    """All that is written on a part: engraved words, or the numbers beside the parts of a board; askew where the view is."""
    printed = random.random() < 0.3
    count = int(random.integers(3, 16)) if printed else int(random.integers(1, 5))
    if view.kind == 'pictorial':
        face = _face(random)
        drawn = [_engrave(scene, view, habit, random, _printed(random) if printed else _text(random), face) for _ in range(count)]
    elif printed:
        drawn = _print(scene, view, habit, random, count)
    else:
        drawn = [draw_marking(scene, view, habit, random) for _ in range(count)]
    return [label for label in drawn if label]


def _printed(random: Random) -> str:
    return f'{pick(random, _PRINTED)}{int(random.integers(1, 60))}' if random.random() < 0.85 else str(int(random.integers(1, 21)))


def _print(scene: Scene, view: View, habit: Habit, random: Random, count: int) -> list[Label | None]:
    lettering, (low, high) = Lettering.sample(random, 'sheet'), view.bounds()
    height = habit.text_mm * float(np.exp(random.uniform(np.log(0.5), np.log(1.1))))
    labels = []
    for _ in range(count):
        at, angle = random.uniform(low, high), float(pick(random, (0, -90), (0.75, 0.25)))
        labels.append(write_label(scene, habit, 'note', _printed(random), at, angle, height, habit.part_grey, 'centre', lettering))
    return labels


def _face(random: Random) -> tuple[np.ndarray, np.ndarray]:
    """Along and down of a box's face seen askew, so that letters on it are not mirrored."""
    up, down = direction(-float(random.uniform(12, 45))), direction(float(random.uniform(12, 45)))
    upright = np.array([0.0, 0.9])
    return pick(random, ((up, down), (down, -up), (up, upright), (down, upright)))


def _engrave(scene: Scene, view: View, habit: Habit, random: Random, text: str, face: tuple[np.ndarray, np.ndarray]) -> Label | None:
    lettering = Lettering.sample(random, 'sheet')
    lettering.hollow = lettering.outlines.filled and random.random() < 0.5
    if not lettering.can_write(text):
        return None
    low, high = view.bounds()
    height = habit.text_mm * float(np.exp(random.uniform(np.log(0.5), np.log(2.0))))
    height = min(height, 0.5 * float((high - low)[0]) / max(lettering.width(text, 1.0), 0.3))
    lines, start = Lines(scene), len(scene.items)
    for _ in range(_TRIES if height > 0.45 * habit.text_mm else 0):
        at = random.uniform(low + 0.15 * (high - low), low + 0.85 * (high - low))
        quad = lettering.engrave(scene, text, at, *face, height, habit.part_grey)
        if scene.is_free(quad) and lines.through(quad) <= MOST_CROSSED:
            scene.reserve(quad)
            return scene.label('note', quad, text)
        del scene.items[start:]
    return None
