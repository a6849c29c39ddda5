"""Sizes with their tolerances: symmetric, as deviations, as limits, as a fit."""

from dataclasses import dataclass

from .habit import Habit, Random
from .number import decimal_text, length_text, pick, prefixed, space_or_not


@dataclass
class Row:
    """One row: the nominal, two lines on top of each other behind it, and what follows. Limits have an empty nominal."""

    main: str
    upper: str | None = None
    lower: str | None = None
    tail: str = ''

    @property
    def text(self) -> str:
        stacked = '/'.join(part for part in (self.upper, self.lower) if part)
        return ' '.join(part for part in (self.main, stacked, self.tail) if part)


def _step_mm(random: Random) -> float:
    return float(random.choice([0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.25, 0.3, 0.5], p=[0.12, 0.14, 0.06, 0.2, 0.22, 0.1, 0.03, 0.05, 0.08]))


def _deviation(value: float, habit: Habit, decimals: int, random: Random, full: bool, sign: str) -> str:
    """A deviation with its sign; `sign` is the one that a zero may take."""
    if abs(value) < 1e-9:
        bare = '0' if not full or random.random() < 0.5 else decimal_text(0, habit, decimals, True)
        return bare if random.random() < 0.75 else sign + bare
    return ('+' if value > 0 else '') + decimal_text(value, habit, decimals, full)


def _tolerance_decimals(habit: Habit, step: float) -> int:
    if habit.inches:
        return 4 if step < 0.02 else 3
    return 1 if step >= 0.1 and round(step * 10, 6) == round(step * 10) else 2 if step >= 0.01 else 3


def _grade_mm(length_mm: float, grade: int) -> float:
    """The width of an ISO tolerance grade, nearly."""
    length_mm = max(1.0, length_mm)
    return 0.001 * (0.45 * length_mm ** (1 / 3) + 0.001 * length_mm) * 10 * 1.585 ** (grade - 6)


_HOLE_FITS = ('H7', 'H7', 'H7', 'H8', 'H6', 'H9', 'H11', 'H12', 'F8', 'E9', 'K7', 'M7', 'N9', 'P9', 'JS9', 'G7', 'N7', 'D10')
_SHAFT_FITS = (
    'h6',
    'h6',
    'h7',
    'g6',
    'g6',
    'f7',
    'k6',
    'm6',
    'n6',
    'p6',
    'js6',
    'h9',
    'e8',
    'h8',
    'd9',
    'r6',
    's6',
    'j6',
    'h11',
    'f6',
    'k5',
    'h5',
)


def _fit_deviations(fit: str, length_mm: float) -> tuple[float, float]:
    letter, grade = fit.rstrip('0123456789'), int(fit.lstrip('JSjsABCDEFGHKMNPRabcdefghkmnpr'))
    width = round(_grade_mm(length_mm, grade), 3)
    away = round(
        width
        * {'g': 0.4, 'f': 1.0, 'e': 1.8, 'd': 3.0, 'k': 0.12, 'm': 0.5, 'n': 0.9, 'p': 1.5, 'r': 2.0, 's': 2.6}.get(letter.lower(), 0),
        3,
    )
    if letter.lower() in ('js', 'j'):
        return width / 2, -width / 2
    if letter.lower() == 'h':
        return (width, 0.0) if letter == 'H' else (0.0, -width)
    upward = letter.islower() == (letter.lower() in 'kmnprs')
    return (away + width, away) if upward else (-away, -away - width)


def toleranced(prefix: str, length_mm: float, habit: Habit, random: Random, inner: bool | None = None, share: float = 0.22) -> Row:
    """A size with the tolerance it needs, most often none. `inner` says hole or shaft for a fit."""
    if random.random() > share * habit.strictness:
        return Row(prefixed(prefix, length_text(length_mm, habit, random), habit, random))
    chance = random.random()
    unit_mm = 25.4 if habit.inches else 1.0
    if chance < 0.16 and not habit.inches:
        return _fitted(prefix, length_mm, habit, random, inner)
    step = _step_mm(random)
    if step > 0.3 * length_mm:
        step = 0.01
    decimals = _tolerance_decimals(habit, step)
    if random.random() < 0.5:
        decimals = max(decimals, habit.decimals)
    shown = step if not habit.inches else max(0.0005, round(step / unit_mm * 2000) / 2000)
    full = habit.trailing_zeros or random.random() < 0.3
    nominal_decimals = min(decimals, max(habit.decimals, 1)) if random.random() < 0.5 else None
    main = prefixed(prefix, length_text(length_mm, habit, random, nominal_decimals), habit, random)
    if chance < 0.5:
        sign = '± ' if random.random() < 0.04 else pick(random, '±', '±', '±', ' ±', ' ±', ' ± ')
        return Row(main + sign + decimal_text(shown, habit, decimals, full))
    if chance < 0.8:
        other = pick(random, 0.0, 0.0, shown, shown * 2, shown * 3, shown / 2 if shown > 0.02 else shown)
        upper, lower = pick(random, (shown, -other), (other, -shown), (other, -shown), (shown, 0.0), (0.0, -shown))
        if random.random() < 0.07 and other:
            upper, lower = pick(random, (shown + other, other), (-other, -shown - other))
        if abs(upper) < 1e-9 > abs(lower):
            lower = -shown
        return Row(main, _deviation(upper, habit, decimals, random, full, '+'), _deviation(lower, habit, decimals, random, full, '-'))
    if chance < 0.93:
        value = length_mm / unit_mm
        low, high = value - pick(random, 0, 1, 0.5) * shown, value + shown
        high_text, low_text = decimal_text(high, habit, decimals, True), decimal_text(low, habit, decimals, True)
        if random.random() < 0.1:
            return Row(prefixed(prefix, low_text + pick(random, '-', ' - ') + high_text, habit, random))
        if random.random() < 0.25 and prefix:
            return Row(prefix, high_text, low_text)
        return Row('', prefixed(prefix, high_text, habit, random), prefixed(prefix, low_text, habit, random))
    return Row(main + ' ' + pick(random, 'MAX', 'MIN', 'MAX.', 'MIN.', 'max.', 'min.', 'max', 'TYP', 'REF', 'APPROX'))


def _fitted(prefix: str, length_mm: float, habit: Habit, random: Random, inner: bool | None) -> Row:
    inner = random.random() < 0.5 if inner is None else inner
    fit = pick(random, *(_HOLE_FITS if inner else _SHAFT_FITS))
    decimals = habit.decimals if habit.trailing_zeros else 0 if length_mm > 3 else 1
    main = prefixed(prefix, length_text(length_mm, habit, random, decimals), habit, random)
    chance = random.random()
    if chance < 0.1:
        return Row(main + space_or_not(habit, random) + pick(random, 'H7/g6', 'H7/h6', 'H8/f7', 'H7/k6', 'H7/p6', 'H6/js6', 'F8/h9'))
    if chance < 0.17:
        return Row(main, pick(random, 'H7', 'H8', 'F8'), pick(random, 'g6', 'h6', 'f7', 'k6', 'p6'))
    main += pick(random, ' ', ' ', '') + fit
    if chance < 0.38:
        upper, lower = _fit_deviations(fit, length_mm)
        upper, lower = (_deviation(value, habit, 3, random, True, '+') if value else '0' for value in (upper, lower))
        return Row(main, f'({upper}', f'{lower})') if random.random() < 0.6 else Row(main, upper, lower)
    return Row(main)
