"""What tables say: parts lists, revisions, holes, gears, bends, tolerances, pins."""

from dataclasses import dataclass

import numpy as np

from ..habit import Habit
from . import phrases, words
from .facts import Facts
from .words import pick

Random = np.random.Generator


@dataclass
class Table:
    head: list[str]
    rows: list[list[str]]
    aligns: str  # one of l, c, r for each column
    title: str = ''
    foot_first: bool = False  # the head stands below, and the rows grow upwards


def parts_list(habit: Habit, facts: Facts, random: Random) -> Table:
    keys = [
        key
        for key in ('item', 'quantity', 'part_number', 'description', 'material', 'mass', 'remark')
        if key in ('item', 'description') or random.random() < 0.5
    ]
    if random.random() < 0.3:
        keys = [keys[0], *[str(key) for key in random.permutation(keys[1:])]]
    count = int(min(18, 1 + random.geometric(0.16)))

    def value(key: str, i: int) -> str:
        if key == 'item':
            return str(i + 1)
        if key == 'quantity':
            return str(int(min(40, random.geometric(0.4))))
        if key == 'part_number':
            return words.number(random) if random.random() < 0.9 else ''
        if key == 'description':
            return words.bought_part(random) if random.random() < 0.35 else words.part(random, facts.language)
        if key == 'material':
            return pick(random, words.MATERIALS)
        if key == 'mass':
            return f'{random.exponential(0.5):.3f}'.replace('.', habit.decimal)
        return (
            pick(random, words.TREATMENTS + words.FINISHES + ('DIN 912', 'ISO 4032', f'L={words.digits(random, 2)}'))
            if random.random() < 0.3
            else ''
        )

    rows = [[value(key, i) for key in keys] for i in range(count)]
    rows += [[''] * len(keys)] * int(random.integers(0, 3))
    upward = random.random() < 0.5
    aligns = ''.join('c' if key in ('item', 'quantity') and random.random() < 0.7 else 'l' for key in keys)
    return Table([facts.caption(key) for key in keys], rows[::-1] if upward else rows, aligns, foot_first=upward)


def revisions(habit: Habit, facts: Facts, random: Random) -> Table:
    keys = [
        key
        for key in ('zone', 'revision', 'change', 'name', 'date', 'approved')
        if key in ('revision', 'change', 'date') or random.random() < 0.4
    ]
    changes = (
        'INITIAL RELEASE',
        'First issue',
        'Ø{mm} was Ø{c}',
        'Hole pattern changed',
        '{mm} was {c}',
        'Tolerance ±{tol} added',
        'Released for production',
        'Modify screw through hole size to {mm}',
        'Neu gezeichnet',
        'Radius R{mm} geändert',
        'ECN {n}{n2}',
        'M{n} -> M{n}',
        'Material changed',
        'New view added',
        'CHAMFER {mm}x45° ADDED',
        'Bohrung {m} entfällt',
        'UPDATED PER ECO {n2}{n3}',
    )
    letters = 'ABCDEF' if random.random() < 0.6 else '123456'

    def value(key: str, i: int) -> str:
        return {
            'zone': pick(random, 'ABCD') + str(int(random.integers(1, 7))),
            'revision': letters[i],
            'date': facts.date(),
            'name': facts.person(),
            'approved': facts.person(),
            'change': phrases.filled(random, pick(random, changes), facts.language, habit.decimal),
        }[key]

    count = int(min(6, random.integers(0, 5)))
    rows = [[value(key, i) for key in keys] for i in range(count)] or [[''] * len(keys)]
    return Table(
        [facts.caption(key) for key in keys],
        rows,
        ''.join('l' if key == 'change' else 'c' for key in keys),
        pick(random, ('', '', 'REVISIONS', 'REVISION HISTORY')),
        random.random() < 0.2,
    )


def holes(habit: Habit, facts: Facts, random: Random) -> Table:
    decimals = int(random.choice([0, 1, 2, 3], p=[0.1, 0.3, 0.5, 0.1]))

    def length() -> str:
        return f'{random.uniform(-20 if random.random() < 0.2 else 0, 180):.{decimals}f}'.replace('.', habit.decimal)

    groups = int(random.integers(1, 4))
    sizes = [
        pick(
            random,
            ('Ø3', 'Ø4.5', 'Ø5.5 THRU', 'M4', 'M5x0.8 - 6H', 'Ø6 H7', 'M6 ↧12', 'Ø3.3 ↧10', 'Ø8', '.250', 'Ø8.5 THRU ALL', 'Ø10 ⌴Ø18'),
        ).replace('.', habit.decimal)
        for _ in range(groups)
    ]
    rows = []
    for group, hole in enumerate(sizes):
        for i in range(int(random.integers(2, 8))):
            rows.append([f'{"ABCD"[group]}{i + 1}', length(), length(), hole])
    head = [
        facts.caption('hole'),
        pick(random, ('X LOC', 'X', 'X-Pos', 'XDIM')),
        pick(random, ('Y LOC', 'Y', 'Y-Pos', 'YDIM')),
        facts.caption('size_of_hole'),
    ]
    if random.random() < 0.3:
        head, rows = head[:3], [row[:3] for row in rows]
    return Table(head, rows, ('crrl' if random.random() < 0.5 else 'cccl')[: len(head)], pick(random, ('', '', 'HOLE TABLE', 'Hole Chart')))


def gear(habit: Habit, facts: Facts, random: Random) -> Table:
    module, teeth = float(random.choice([0.5, 1, 1.25, 1.5, 2, 2.5, 3])), int(random.integers(12, 90))
    japanese = facts.language == 'ja'
    names = {
        'de': (
            'Modul',
            'Zähnezahl',
            'Eingriffswinkel',
            'Teilkreis',
            'Kopfkreis',
            'Schrägungswinkel',
            'Profilverschiebung',
            'Verzahnungsqualität',
            'Zahnweite',
        ),
        'ja': ('モジュール', '歯数', '圧力角', '基準円直径', '歯先円直径', 'ねじれ角', '転位係数', '精度', 'またぎ歯厚'),
    }.get(
        facts.language,
        (
            'Module',
            'Number of teeth',
            'Pressure angle',
            'Pitch diameter',
            'Tip diameter',
            'Helix angle',
            'Profile shift',
            'Quality',
            'Span width',
        ),
    )
    values = (
        f'{module:g}',
        str(teeth),
        pick(random, ('20°', '20°', '14.5°')),
        f'{module * teeth:g}',
        f'Ø{module * (teeth + 2):g}',
        pick(random, ('0°', '15°', '20° RH')),
        f'{random.uniform(-0.3, 0.5):.3f}',
        pick(random, ('8 e 25 DIN 3967', '7', 'JIS B 1702 5', 'ISO 1328 7')),
        f'{random.uniform(5, 60):.3f} -0.05',
    )
    count = int(random.integers(4, 10))
    letters = ('m', 'z', 'α', 'd', 'da', 'β', 'x', '', 'W')
    rows = [[name, value.replace('.', habit.decimal)] for name, value in zip(names[:count], values)]
    if not japanese and random.random() < 0.4:
        rows = [[row[0], letter.replace('α', 'a').replace('β', 'b'), row[1]] for row, letter in zip(rows, letters)]
    return Table(
        [],
        rows,
        'l' + 'c' * (len(rows[0]) - 2) + pick(random, 'lcr'),
        pick(random, ('', 'GEAR DATA', 'Verzahnungsdaten' if facts.language == 'de' else 'Spur gear')),
    )


def bends(habit: Habit, facts: Facts, random: Random) -> Table:
    radius = pick(random, ('1', '1.5', '2', '0.8')).replace('.', habit.decimal)
    rows = [
        [
            str(i + 1),
            pick(random, ('UP', 'DOWN')),
            pick(random, ('90°', '90°', '45°', '135°', '30°')),
            radius,
            f'{random.uniform(1, 4):.2f}'.replace('.', habit.decimal),
        ]
        for i in range(int(random.integers(2, 9)))
    ]
    return Table(
        ['Tag', 'Direction', 'Angle', pick(random, ('Inner Radius', 'R', 'Radius')), pick(random, ('Deduction', 'BA', 'Allowance'))],
        rows,
        'ccccc',
        pick(random, ('', 'BEND TABLE')),
    )


def tolerances(habit: Habit, facts: Facts, random: Random) -> Table:
    d = habit.decimal
    way = int(random.integers(3))
    if way == 0:
        grades = {
            'f': ('0.05', '0.05', '0.1', '0.15', '0.2', '0.3'),
            'm': ('0.1', '0.1', '0.2', '0.3', '0.5', '0.8'),
            'c': ('0.2', '0.3', '0.5', '0.8', '1.2', '2'),
        }
        chosen = [grade for grade in grades if random.random() < 0.5] or ['m']
        dash = pick(random, ('–', '-', '...', ' to ', '~'))
        ends = ('0.5', '3', '6', '30', '120', '400', '1000')
        rows = [
            [
                f'{a}{dash if dash == " to " else " " + dash + " "}{b}'.replace('.', d) if dash != '...' else f'{a.replace(".", d)}...{b}',
                *(f'±{grades[g][i]}'.replace('.', d) for g in chosen),
            ]
            for i, (a, b) in enumerate(zip(ends, ends[1:]))
        ]
        if random.random() < 0.4:  # lying
            rows = [list(column) for column in zip(*rows)]
            rows = [[name, *row] for name, row in zip(['ISO 2768', *chosen], rows)]
            return Table([], rows, 'c' * len(rows[0]), pick(random, ('', facts.caption('tolerance'))))
        return Table(
            [pick(random, ('mm', 'Range', facts.caption('size'))), *chosen],
            rows,
            'c' * (1 + len(chosen)),
            pick(random, ('', 'ISO 2768-1', facts.caption('tolerance'))),
        )
    if way == 1:
        fits = [
            (pick(random, ('Ø', '')) + str(int(random.integers(3, 90))), pick(random, ('H7', 'g6', 'h6', 'k6', 'H8', 'f7', 'N9', 'js9')))
            for _ in range(int(random.integers(1, 5)))
        ]
        rows = [
            [
                a + b,
                pick(random, ('+0.021', '+0.015', '0', '+0.018', '-0.007')).replace('.', d),
                pick(random, ('0', '-0.013', '-0.02', '+0.002', '-0.043')).replace('.', d),
            ]
            for a, b in fits
        ]
        return Table(
            [
                pick(random, ('Passung', 'FIT', 'Passmaß')),
                pick(random, ('ES/es', 'max.', 'Oberes Abmaß')),
                pick(random, ('EI/ei', 'min.', 'Unteres Abmaß')),
            ],
            rows,
            'ccc',
        )
    rows = [['.X', '±0.5'], ['.XX', '±0.25'], ['.XXX', '±0.125'], [pick(random, ('ANGLES', 'ANG.')), pick(random, ('±0.5°', '±1°'))]]
    return Table(['DECIMAL', 'TOL'] if random.random() < 0.5 else [], rows, 'lc', pick(random, ('', 'TOLERANCES')))


def pins(habit: Habit, facts: Facts, random: Random) -> Table:
    """Names and values of a variant or a connector."""
    if random.random() < 0.5:
        rows = [
            [str(i + 1), pick(random, ('GND', 'VCC', 'NC', 'SDA', 'SCL', '+5V', '24V DC', 'CAN-H', 'CAN-L', 'IO_3', 'BOARD_ID')), '']
            for i in range(int(random.integers(3, 11)))
        ]
        return Table(['Pin', 'Function', 'Note'], rows, 'cll', pick(random, ('', 'Pin definition', 'CONNECTOR J1')))
    names = ['A', 'B', 'C', 'D', 'L1', 'L2'][: int(random.integers(2, 6))]
    rows = [
        [f'-{i + 1:02}', *(f'{random.uniform(3, 120):.1f}'.replace('.', habit.decimal) for _ in names)]
        for i in range(int(random.integers(2, 8)))
    ]
    return Table([pick(random, ('Type', 'Var.', 'DASH NO.', 'Size')), *names], rows, 'c' * (len(names) + 1))
