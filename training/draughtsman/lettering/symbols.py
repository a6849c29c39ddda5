"""The symbols that fonts lack, drawn as strokes with the proportions of one CAD system or another.

Same units as outlines: cap heights, baseline 0, y up.
"""

import numpy as np

from .outlines import Glyph


def _line(*points) -> np.ndarray:
    return np.array(points, float)


def _arc(x, y, radius, start_deg=0.0, end_deg=360.0, count=21) -> np.ndarray:
    angles = np.radians(np.linspace(start_deg, end_deg, count))
    return np.stack([x + radius * np.cos(angles), y + radius * np.sin(angles)], 1)


def _runout_arrow(x: float, head: float, half_width: float) -> list[np.ndarray]:
    tip, along = np.array((x + 0.55, 1.0)), np.array((0.482, 0.876))
    side = np.array((-along[1], along[0])) * half_width
    back = tip - along * head
    return [_line((x, 0), tip), np.stack([back + side, tip, back - side])]


def drawn_symbols(random: np.random.Generator) -> dict[str, Glyph]:
    """One set of symbols, as one CAD system draws them."""
    uniform = random.uniform
    symbols: dict[str, Glyph] = {}

    def add(character: str, advance: float, *polylines: np.ndarray) -> None:
        symbols[character] = Glyph(advance, tuple(np.asarray(p, float) for p in polylines))

    width = uniform(1.0, 1.4)
    add('⏤', width + 0.2, _line((0.1, 0.5), (width + 0.1, 0.5)))
    lean = uniform(0.3, 0.5)
    add('⏥', 1.2 + lean, _line((0.05, 0.1), (lean + 0.05, 0.9), (lean + 1.05, 0.9), (1.05, 0.1), (0.05, 0.1)))
    add('○', 1.4, _arc(0.7, 0.5, uniform(0.42, 0.66)))
    radius, reach = uniform(0.28, 0.38), uniform(0.3, 0.42)
    add(
        '⌭', 1.3, _arc(0.6, 0.5, radius),
        _line((0.6 - radius - reach, 0), (0.6 - radius + reach * 0.55, 1)),
        _line((0.6 + radius - reach * 0.55, 0), (0.6 + radius + reach, 1)),
    )  # fmt: skip
    add('⌒', 1.3, _arc(0.65, 0.2, 0.55, 0, 180))
    add('⌓', 1.3, np.vstack([_arc(0.65, 0.2, 0.55, 0, 180), [(1.2, 0.2)]]))
    add('⟂', 1.2, _line((0.05, 0), (1.15, 0)), _line((0.6, 0), (0.6, 1)))
    wide = uniform(0.8, 1.2)
    add('∠', wide + 0.2, _line((wide + 0.1, 0), (0.05, 0), (wide * 0.85, uniform(0.6, 1.0))))
    lean = uniform(0.2, 0.45)
    add('∥', 0.6 + lean, _line((0.1, 0), (0.1 + lean, 1)), _line((0.45, 0), (0.45 + lean, 1)))
    add('⌯', 1.4, _line((0.1, 0.5), (1.3, 0.5)), _line((0.35, 0.8), (1.05, 0.8)), _line((0.35, 0.2), (1.05, 0.2)))
    radius, reach = uniform(0.28, 0.4), uniform(0.5, 0.62)
    add('⌖', 1.25, _arc(0.6, 0.5, radius), _line((0.6 - reach, 0.5), (0.6 + reach, 0.5)), _line((0.6, 0.5 - reach), (0.6, 0.5 + reach)))
    radius = uniform(0.42, 0.68)
    add('◎', 1.4, _arc(0.7, 0.5, radius), _arc(0.7, 0.5, radius * uniform(0.4, 0.68)))
    head, half_width = uniform(0.3, 0.4), uniform(0.1, 0.17)
    add('↗', 0.9, *_runout_arrow(0.15, head, half_width))
    joined = [_line((0.05, 0), (0.6, 0))] if random.random() < 0.6 else []
    add('⌰', 1.35, *_runout_arrow(0.05, head, half_width), *_runout_arrow(0.6, head, half_width), *joined)
    side = uniform(0.7, 0.95)
    add('□', side + 0.2, _line((0.1, 0), (0.1, side), (0.1 + side, side), (0.1 + side, 0), (0.1, 0)))
    depth = uniform(0.45, 0.75)
    add('⌴', 1.2, _line((0.1, 0.1 + depth), (0.1, 0.1), (1.1, 0.1), (1.1, 0.1 + depth)))
    add('⌵', 1.2, _line((0.1, 0.85), (0.6, uniform(0.0, 0.3)), (1.1, 0.85)))
    half, barb, rise = uniform(0.25, 0.5), uniform(0.12, 0.42), uniform(0.28, 0.62)
    add(
        '↧',
        1.0,
        _line((0.5 - half, 0.97), (0.5 + half, 0.97)),
        _line((0.5, 0.97), (0.5, 0)),
        _line((0.5 - barb, rise), (0.5, 0), (0.5 + barb, rise)),
    )
    add('▽', 1.1, _line((0.05, 0.87), (1.05, 0.87), (0.55, 0), (0.05, 0.87)))
    add('√', 1.2, _line((0.05, 0.4), (0.25, 0), (0.9, 1.2)))
    radius, stretch, lean = uniform(0.34, 0.5), uniform(1.15, 1.45), uniform(0.35, 0.8)
    slash = np.array((lean, 1.0)) / np.hypot(lean, 1.0) * radius * stretch
    middle = np.array((radius + 0.08, 0.48))
    add('Ø', 2 * radius + 0.2, _arc(*middle, radius), np.stack([middle - slash, middle + slash]))
    return symbols


def circled(letter: Glyph, random: np.random.Generator) -> tuple[Glyph, Glyph]:
    """A letter in a circle, such as Ⓜ: the letter, made small, and the circle. Both carry the whole advance."""
    share, radius = random.uniform(0.5, 0.68), random.uniform(0.58, 0.72)
    middle = np.array((radius + 0.06, 0.5))
    small = tuple((p - (letter.advance / 2, 0.5)) * share + middle for p in letter.polylines)
    advance = 2 * radius + 0.14
    return Glyph(advance, small), Glyph(advance, (_arc(*middle, radius, count=25),))
