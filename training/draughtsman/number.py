"""Numbers as an office writes them: decimals, fractions of an inch, counts."""

import math

import numpy as np

from .habit import Habit, Random


def pick(random: Random, *choices):
    """One of the choices, all alike."""
    return choices[int(random.integers(len(choices)))]


def decimal_text(value: float, habit: Habit, decimals: int, trailing: bool | None = None) -> str:
    """A number by the office's rules for its mark and its zeros."""
    text = f'{value:.{decimals}f}'
    if '.' in text:
        if not (habit.trailing_zeros if trailing is None else trailing):
            text = text.rstrip('0').rstrip('.')
        if not habit.leading_zero:
            text = text.replace('0.', '.', 1) if text.lstrip('+-').startswith('0.') else text
    return '0' if text in ('-0', '') else text.replace('.', habit.decimal)


def fraction_text(inches: float, random: Random) -> str:
    """`1 3/8`, to a sixteenth mostly."""
    parts = int(random.choice([4, 8, 16, 32, 64], p=[0.1, 0.25, 0.4, 0.15, 0.1]))
    counted = max(1, round(inches * parts))
    whole, rest = divmod(counted, parts)
    if not rest:
        return str(whole)
    divisor = math.gcd(rest, parts)
    joint = pick(random, ' ', ' ', ' ', '-')
    return (f'{whole}{joint}' if whole else '') + f'{rest // divisor}/{parts // divisor}'


def feet_text(inches: float, random: Random) -> str:
    feet, rest = divmod(inches, 12)
    return f"{int(feet)}'" + pick(random, '-', ' ', '') + fraction_text(max(rest, 0.5), random) + '"'


def length_text(length_mm: float, habit: Habit, random: Random, decimals: int | None = None) -> str:
    """A length, converted to the sheet's unit and rounded as usual, with a seldom slip into another rounding."""
    if not habit.inches:
        if decimals is None:
            decimals = habit.decimals if random.random() < 0.85 else int(random.choice([0, 1, 2, 3], p=[0.4, 0.3, 0.25, 0.05]))
            if random.random() < (0.14 if length_mm < 10 else 0.05):
                length_mm = max(1, round(length_mm))
        while decimals < 3 and round(length_mm, decimals) == 0:
            decimals += 1
        return decimal_text(length_mm, habit, decimals) + (pick(random, 'mm', ' mm') if random.random() < 0.012 else '')
    inches = length_mm / 25.4
    if decimals is None and habit.fractions and random.random() < 0.85:
        if inches > 14 and random.random() < 0.3:
            return feet_text(inches, random)
        return fraction_text(inches, random) + ('"' if random.random() < 0.5 else '')
    if decimals is None:
        decimals = habit.decimals if random.random() < 0.85 else int(random.integers(1, 5))
    while decimals < 4 and round(inches, decimals) == 0:
        decimals += 1
    return decimal_text(inches, habit, decimals) + ('"' if random.random() < 0.06 else '')


def space_or_not(habit: Habit, random: Random) -> str:
    return ' ' if habit.spaced != (random.random() < 0.06) else ''


def prefixed(prefix: str, text: str, habit: Habit, random: Random) -> str:
    return prefix + space_or_not(habit, random) + text if prefix else text


def counted(count: int, text: str, habit: Habit, random: Random) -> str:
    """`4x Ø6`, `4-Ø6`, seldom `(4x) Ø6` or `R1 x4`."""
    if count < 2:
        return text
    chance = random.random()
    if chance < 0.05:
        return f'({count}{habit.times.strip() if habit.times != "-" else "x"}) {text}'
    if chance < 0.12:
        return f'{text}{pick(random, " x", "x", " X", "X")}{count}'
    if chance < 0.17:
        return f'{text} {pick(random, "TYP", "TYP.", f"{count} PLACES", f"{count} PLCS", f"({count}x)", "typ.")}'
    times = habit.times if random.random() < 0.9 else pick(random, 'x', 'X ', ' x ', '-')
    return f'{count}{times}{text}'


def invented_length(random: Random, low_mm: float = 0.4, high_mm: float = 400.0) -> float:
    """Some length: even ones more often than odd ones, small ones more often than large ones."""
    length = float(np.exp(random.uniform(math.log(low_mm), math.log(high_mm))))
    grain = float(random.choice([0.01, 0.05, 0.1, 0.5, 1.0, 5.0], p=[0.25, 0.15, 0.2, 0.2, 0.15, 0.05]))
    return max(grain, round(length / grain) * grain)
