"""Thread designations: ISO metric, Unified, pipe, trapezoidal."""

from .habit import Habit, Random

# Nominal diameter, coarse pitch, fine pitches.
_METRIC = (
    (1, 0.25, ()), (1.2, 0.25, ()), (1.4, 0.3, ()), (1.6, 0.35, ()), (2, 0.4, (0.25,)), (2.5, 0.45, (0.35,)), (3, 0.5, (0.35,)),
    (4, 0.7, (0.5,)), (5, 0.8, (0.5,)),
    (6, 1.0, (0.75, 0.5)), (8, 1.25, (1.0, 0.75)), (10, 1.5, (1.25, 1.0)), (12, 1.75, (1.5, 1.25, 1.0)), (14, 2.0, (1.5,)),
    (16, 2.0, (1.5, 1.0)), (18, 2.5, (1.5,)),
    (20, 2.5, (1.5, 2.0)), (22, 2.5, (1.5,)), (24, 3.0, (2.0, 1.5)), (27, 3.0, (2.0,)), (30, 3.5, (2.0, 1.5)), (33, 3.5, (2.0,)),
    (36, 4.0, (3.0, 1.5)), (42, 4.5, (3.0,)),
    (48, 5.0, (3.0, 1.5)), (56, 5.5, (4.0,)), (64, 6.0, (4.0,)),
)  # fmt: skip
# Diameter in inches, name, threads an inch: coarse, fine.
_UNIFIED = (
    (0.086, '#2', 56, 64), (0.112, '#4', 40, 48), (0.138, '#6', 32, 40), (0.164, '#8', 32, 36), (0.19, '#10', 24, 32),
    (0.19, '10', 24, 32), (0.25, '1/4', 20, 28),
    (0.3125, '5/16', 18, 24), (0.375, '3/8', 16, 24), (0.4375, '7/16', 14, 20), (0.5, '1/2', 13, 20), (0.625, '5/8', 11, 18),
    (0.75, '3/4', 10, 16), (0.875, '7/8', 9, 14),
    (1.0, '1', 8, 12), (1.25, '1 1/4', 7, 12), (1.5, '1 1/2', 6, 12), (2.0, '2', 4.5, 12),
)  # fmt: skip
_PIPE = (
    (6.0, '1/16'),
    (9.7, '1/8'),
    (13.2, '1/4'),
    (16.7, '3/8'),
    (21.0, '1/2'),
    (26.4, '3/4'),
    (33.2, '1'),
    (41.9, '1 1/4'),
    (47.8, '1 1/2'),
    (59.6, '2'),
)


def _nearest(table, size: float):
    return min(table, key=lambda entry: abs(entry[0] - size))


def metric_size(diameter_mm: float):
    """The metric thread nearest to a diameter: nominal, coarse pitch, fine pitches."""
    return _nearest(_METRIC, diameter_mm)


def _pick(random: Random, *choices):
    return choices[int(random.integers(len(choices)))]


def thread_text(diameter_mm: float, habit: Habit, random: Random, inner: bool) -> str:
    chance = random.random()
    if chance < (0.75 if habit.inches else 0.04):
        return _unified(diameter_mm, random, inner)
    if 0.88 < chance < 0.95 and diameter_mm > 5:
        return _pipe(diameter_mm, habit, random)
    if chance >= 0.97 and diameter_mm > 8:
        size = round(diameter_mm / 2) * 2
        return f'Tr{_pick(random, "", " ")}{size}{_pick(random, "x", "×", " x ")}{_pick(random, 2, 3, 4, 5, 6)}' + _pick(
            random, '', '', ' LH', '-7e', ' - 7H'
        )
    return _metric(diameter_mm, habit, random, inner)


def _metric(diameter_mm: float, habit: Habit, random: Random, inner: bool) -> str:
    nominal, coarse, fine = _nearest(_METRIC, diameter_mm)
    text = f'M{" " if habit.spaced else ""}{nominal:g}'
    chance = random.random()
    times = _pick(random, 'x', 'x', '×', ' x ', ' X ', 'X')
    if chance < 0.3:
        text += f'{times}{coarse:g}' if random.random() < 0.7 else f'{times}{coarse:.2f}'
    elif chance < 0.45 and fine:
        text += f'{times}{_pick(random, *fine):g}'
    text = text.replace('.', habit.decimal)
    if random.random() < 0.3:
        text += _pick(random, '-', ' - ', '-', ' ') + (
            _pick(random, '6H', '6H', '6H', '5H', '7H') if inner else _pick(random, '6g', '6g', '6h', '4g6g')
        )
    if random.random() < 0.05:
        text += _pick(random, '-LH', ' LH', ' LEFT HAND')
    return text


def _unified(diameter_mm: float, random: Random, inner: bool) -> str:
    _, name, coarse, fine = _nearest(_UNIFIED, diameter_mm / 25.4)
    series = str(random.choice(['UNC', 'UNF', 'UNEF'], p=[0.55, 0.4, 0.05]))
    pitch = coarse if series == 'UNC' else fine if series == 'UNF' else 32
    text = f'{name}-{pitch:g}{_pick(random, " ", " ", "")}{series}'
    if random.random() < 0.65:
        text += _pick(random, '-', '-', ' - ', ' ') + _pick(random, '2', '2', '2', '3') + ('B' if inner else 'A')
    return text + (_pick(random, ' LH', '-LH') if random.random() < 0.03 else '')


def _pipe(diameter_mm: float, habit: Habit, random: Random) -> str:
    _, name = _nearest(_PIPE, diameter_mm)
    if habit.inches:
        return f'{name}{_pick(random, "-27", "-18", "-14", "")} {_pick(random, "NPT", "NPTF", "NPT", "NPSM")}'
    if habit.standard == 'jis':
        return _pick(random, 'Rc', 'R', 'PT', 'Rp', 'G') + name
    return _pick(
        random, f'G{name}', f'G {name}', f'G{name}"', f'G{name} A', f'R{name}', f'R {name}"', f'Rc{name}', f'{name} NPT', f'{name}" BSP'
    )
