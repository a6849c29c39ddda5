"""What an office decides once about its symbols and the habit leaves open."""

import zlib

import numpy as np

from ..habit import Habit, Random
from ..scene import Pen


def choices_of(habit: Habit, family: str) -> Random:
    """A generator that draws the same for the same office: every frame of a sheet gets the same proportions.

    It is seeded with the office's line width, which no two offices share.
    """
    return np.random.default_rng([int(habit.thin_mm * 1e9), zlib.crc32(family.encode())])


def symbol_grey(habit: Habit) -> int:
    """Symbols have the colour of dimensions in some offices and that of text in others."""
    return habit.dimension_grey if choices_of(habit, 'grey').random() < 0.5 else habit.text_grey


def symbol_pen(habit: Habit) -> Pen:
    return Pen(habit.thin_mm * float(choices_of(habit, 'pen').uniform(1.0, 1.5)), symbol_grey(habit))


def number_text(value: float, decimals: int, habit: Habit) -> str:
    """A number as this office writes it."""
    text = f'{value:.{decimals}f}'
    if '.' in text and not habit.trailing_zeros:
        text = text.rstrip('0').rstrip('.')
    if text.startswith('0.') and not habit.leading_zero:
        text = text[1:]
    return text.replace('.', habit.decimal)


def pick(random: Random, options, weights=None):
    """One of the options, which may be of any type."""
    if weights is None:
        return options[int(random.integers(len(options)))]
    share = np.cumsum(np.asarray(weights, float))
    return options[min(int(np.searchsorted(share, random.random() * share[-1], 'right')), len(options) - 1)]


def datum_letter(random: Random) -> str:
    """A, B and C are the usual ones."""
    return pick(random, 'ABC') if random.random() < 0.75 else pick(random, 'DEFGHJKLMNPRSTUVWXYZ')
