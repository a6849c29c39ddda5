"""What is written on the part itself, engraved, moulded or printed: it stands within a view and is no size, however it reads."""

import numpy as np

from ..dimension.lines import Lines
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
_TRIES = 6


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
