"""What dimensions say: true lengths written the way an office writes them.

A `Callout` is the text beside one dimension: rows of text, of which a row may carry two small lines on top of each other
(deviations, limits, a fit). One function per feature; each takes the true size in millimetres, the habit and the random.
"""

from dataclasses import dataclass, replace

from .habit import Habit, Random
from .number import counted, decimal_text, invented_length, length_text, pick, prefixed, space_or_not
from .scene import Kind
from .thread import metric_size, thread_text
from .tolerance import Row, toleranced

__all__ = [
    'Callout', 'Row', 'angle', 'arc_length', 'boxed', 'chamfer', 'coordinates', 'deviating', 'diameter', 'hole', 'invented_length',
    'length_text', 'linear', 'pick', 'plain', 'radius', 'reference', 'remark', 'single_digit', 'slot', 'thread',
]  # fmt: skip


@dataclass
class Callout:
    kind: Kind
    rows: list[Row]
    boxed: bool = False  # a theoretically exact dimension
    bracketed: bool = False  # a reference dimension

    @property
    def written_rows(self) -> list[Row]:
        """The rows as they stand on the sheet, brackets included."""
        if not self.bracketed:
            return self.rows
        rows = list(self.rows)
        first = rows[0]
        rows[0] = replace(first, main='(' + first.main) if first.main else replace(first, upper=f'({first.upper}')
        last = rows[-1]
        if last.tail:
            rows[-1] = replace(last, tail=last.tail + ')')
        elif last.lower:
            rows[-1] = replace(last, lower=last.lower + ')')
        else:
            rows[-1] = replace(last, main=last.main + ')')
        return rows

    @property
    def text(self) -> str:
        return '\n'.join(row.text for row in self.written_rows)


def plain(text: str, kind: Kind = 'dimension') -> Callout:
    return Callout(kind, [Row(line) for line in text.split('\n')])


def _sized(
    prefix: str, length_mm: float, habit: Habit, random: Random, count: int = 1, inner: bool | None = None, share: float = 0.22
) -> Callout:
    row = toleranced(prefix, length_mm, habit, random, inner, share)
    if row.main and count > 1:
        row = (
            replace(row, main=counted(count, row.main, habit, random))
            if row.upper is None
            else replace(row, main=f'{count}{habit.times}{row.main}')
        )
    callout = Callout('dimension', [row])
    simple = row.upper is None and count == 1
    chance = random.random()
    if simple and chance < 0.045:
        callout.bracketed = True
    elif simple and chance < 0.045 + 0.04 * habit.strictness:
        callout.boxed = True
    elif simple and chance < 0.06 + 0.04 * habit.strictness:
        callout.rows[0].main += pick(random, ' TYP', ' REF', ' TYP.', ' mm')
    return callout


# One function for each feature


def linear(length_mm: float, habit: Habit, random: Random, count: int = 1) -> Callout:
    if count > 1 and random.random() < 0.4:
        each = length_text(length_mm / count, habit, random)
        return plain(
            f'{count}{pick(random, "x", " x ", "X", " X ", "×")}{each}'
            + (f'={length_text(length_mm, habit, random)}' if random.random() < 0.5 else '')
        )
    # Lone digits are what a detector misses first; a sheet has a few more of them than its sizes would give.
    if random.random() < 0.035:
        return single_digit(habit, random)
    return _sized('□' if random.random() < 0.008 else '', length_mm, habit, random)


def single_digit(habit: Habit, random: Random) -> Callout:
    # A bare "1" is a line like any other but for what stands around it: it wants more showing than the others.
    bare = habit.lettering.bare_one and random.random() < 0.35
    return plain('1' if bare else str(int(random.integers(1, 10))))


def boxed(length_mm: float, habit: Habit, random: Random) -> Callout:
    """A theoretically exact size."""
    prefix = pick(random, '', habit.diameter, 'R')
    return Callout('dimension', [Row(prefixed(prefix, length_text(length_mm, habit, random), habit, random))], boxed=True)


def deviating(length_mm: float, habit: Habit, random: Random) -> Callout:
    """A size that may deviate one way only: the zero, over or under the other, is easily lost."""
    step, full = pick(random, 0.01, 0.02, 0.05, 0.1, 0.001, 0.2), habit.trailing_zeros
    decimals = len(f'{step:g}') - 2
    zero = pick(random, '0', decimal_text(0, habit, decimals, full), '+0', '-0')
    off = decimal_text(step, habit, decimals, full)
    upper, lower = pick(random, (zero, '-' + off), (zero, '-' + off), ('+' + off, zero))
    main = prefixed(pick(random, '', '', habit.diameter, 'R'), length_text(length_mm, habit, random), habit, random)
    return Callout('dimension', [Row(main, upper, lower)])


def diameter(diameter_mm: float, habit: Habit, random: Random, count: int = 1, inner: bool | None = None) -> Callout:
    callout = _sized(habit.diameter, diameter_mm, habit, random, count, inner, share=0.3)
    row = callout.rows[0]
    if random.random() < 0.012 and row.main:
        row.main = 'S' + row.main
    return callout


def radius(radius_mm: float, habit: Habit, random: Random, count: int = 1) -> Callout:
    prefix = 'SR' if random.random() < 0.03 else 'R'
    return _sized(prefix, radius_mm, habit, random, count, share=0.1)


def arc_length(length_mm: float, habit: Habit, random: Random) -> Callout:
    return plain('⌒' + space_or_not(habit, random) + length_text(length_mm, habit, random))


def angle(angle_deg: float, habit: Habit, random: Random) -> Callout:
    chance = random.random()
    if chance < 0.72:
        decimals = (
            int(random.choice([0, 1, 2], p=[0.85, 0.1, 0.05]))
            if abs(angle_deg - round(angle_deg)) < 0.02
            else min(2, max(1, habit.decimals))
        )
        text = decimal_text(angle_deg, habit, decimals) + '°'
    elif chance < 0.8:
        text = decimal_text(angle_deg, habit, 1, True) + '°'
    elif chance < 0.9:
        minutes = round(angle_deg * 60) if random.random() < 0.3 else round(angle_deg) * 60 + int(random.choice([0, 15, 20, 30, 45]))
        text = f"{minutes // 60}°{minutes % 60}'" + (f'{int(random.integers(0, 60))}"' if random.random() < 0.3 else '')
    else:
        text = decimal_text(angle_deg, habit, 0) + '°'
    chance = random.random()
    if chance < 0.12:
        text += pick(random, '±', ' ±', ' ± ') + pick(
            random, '1°', '0.5°'.replace('.', habit.decimal), "30'", '2°', "15'", '0.1°'.replace('.', habit.decimal)
        )
    elif chance < 0.16:
        return Callout('dimension', [Row(text, pick(random, '+1°', "+30'", '+2°', '0°'), pick(random, '-1°', "-30'", '-2°'))])
    elif chance < 0.2:
        return Callout('dimension', [Row(text)], boxed=True)
    elif chance < 0.23:
        return Callout('dimension', [Row(text)], bracketed=True)
    elif chance < 0.26:
        text = pick(random, f'{text} TYP', f'{int(random.integers(2, 9))}{habit.times}{text}')
    return plain(text)


def chamfer(leg_mm: float, angle_deg: float, habit: Habit, random: Random, count: int = 1) -> Callout:
    leg, degrees = length_text(leg_mm, habit, random), f'{round(angle_deg)}°'
    if random.random() < 0.06:
        degrees = decimal_text(angle_deg, habit, 1, True) + '°'
    times = pick(random, 'x', 'x', ' x ', ' X ', 'X', '×', ' × ')
    chance = random.random()
    if round(angle_deg) == 45 and chance < (0.5 if habit.standard == 'jis' else 0.12):
        text = 'C' + space_or_not(habit, random) + leg
    elif chance < 0.76:
        text = leg + times + degrees
    elif chance < 0.82:
        text = degrees + times + leg
    else:
        word = pick(random, 'CHAMFER', 'CHAMFER', 'Chamfer', 'CHAM', 'CHAM.', 'Fase', 'Chanfrein', 'CHMF', 'FASE')
        text = f'{word} {leg}' + (times + degrees if random.random() < 0.3 else '')
    if count > 1:
        text = counted(count, text, habit, random)
    elif random.random() < 0.06:
        text = pick(random, f'{text} TYP', f'({text})', f'{text} BOTH ENDS', f'{text} MAX', f'{text} 2 PLACES')
    return plain(text)


def thread(diameter_mm: float, habit: Habit, random: Random, count: int = 1, depth_mm: float | None = None, inner: bool = True) -> Callout:
    """A thread of about this diameter; its depth behind it or in a row of its own, seldom its core hole before it."""
    text = thread_text(diameter_mm, habit, random, inner)
    rows = [text]
    if depth_mm is not None:
        rows = _with_depth(text, depth_mm, habit, random)
    elif random.random() < 0.15 and inner:
        rows = [f'{text} {_through(random)}']
    if inner and random.random() < 0.14:
        core = habit.diameter + length_text(metric_size(diameter_mm)[0] * 0.84, habit, random)
        rows.insert(0, f'{core} {_through(random)}' if depth_mm is None else ' '.join(_with_depth(core, depth_mm * 1.3, habit, random)))
    if count > 1:
        rows[0] = counted(count, rows[0], habit, random)
    return Callout('thread', [Row(row) for row in rows])


def _through(random: Random) -> str:
    return pick(random, 'THRU', 'THRU', 'THRU ALL', 'THRU ALL', 'THROUGH', 'THRU.', 'DURCHGEHEND', 'durch', 'thru')


def _with_depth(text: str, depth_mm: float, habit: Habit, random: Random) -> list[str]:
    depth = length_text(depth_mm, habit, random)
    chance = random.random()
    if chance < 0.6:
        symbol = pick(random, '↧', '↧', '↧ ') + depth
        return [f'{text} {symbol}'] if random.random() < 0.75 else [text, symbol]
    if chance < 0.85:
        words = (f'DEEP {depth}', f'{depth} DEEP', f'x {depth} DEEP', f'DEPTH {depth}', f'{depth} DP', f'{depth} tief', f'TIEFE {depth}')
        return [f'{text} {pick(random, *words, f"prof. {depth}")}']
    return [f'{text}{pick(random, "x", " x ", "/", " - ")}{depth}']


def hole(
    diameter_mm: float,
    habit: Habit,
    random: Random,
    count: int = 1,
    depth_mm: float | None = None,
    counterbore_mm: float | None = None,
    countersink_mm: float | None = None,
) -> Callout:
    """A hole's callout: its diameter, how deep, and what widens it, in one to four rows."""
    if depth_mm is None and counterbore_mm is None and countersink_mm is None and random.random() < 0.6:
        callout = diameter(diameter_mm, habit, random, count, inner=True)
        row = callout.rows[0]
        if random.random() < 0.12 and row.upper is None and not callout.bracketed and not callout.boxed:
            row.main += ' ' + pick(
                random, 'Holes', 'HOLES', 'holes', 'HOLE', 'EQ SP', 'EQ. SP.', 'Bohrungen', 'trous', 'DRILL', 'REAM', 'Durchgang', 'PLACES'
            )
        return callout
    size = toleranced(habit.diameter, diameter_mm, habit, random, True, share=0.15)
    rows = [size]
    if size.upper is None:
        tails = [f'{size.main} {_through(random)}'] if depth_mm is None else _with_depth(size.main, depth_mm, habit, random)
        if depth_mm is None and counterbore_mm is not None and random.random() < 0.4:
            tails = [size.main]
        rows = [Row(text) for text in tails]
        if count > 1:
            rows[0].main = counted(count, rows[0].main, habit, random)
    elif random.random() < 0.4:
        size.tail = _through(random)
    symbols = random.random() < 0.7
    if counterbore_mm is not None:
        bore = prefixed(habit.diameter, length_text(counterbore_mm * 2, habit, random), habit, random)
        depth = length_text(max(1.0, (depth_mm or diameter_mm) * float(random.uniform(0.3, 0.9))), habit, random)
        if symbols:
            head = '⌴' + pick(random, '', '', ' ') + bore
            rows += [Row(f'{head} ↧{pick(random, "", " ")}{depth}')] if random.random() < 0.75 else [Row(head), Row('↧' + depth)]
        else:
            rows.append(
                Row(
                    pick(
                        random,
                        f'CBORE {bore} x {depth} DEEP',
                        f"C'BORE {bore} DEEP {depth}",
                        f'{bore} CBORE',
                        f'{bore} C/B {depth} DP',
                        f'SENKUNG {bore} {depth} TIEF',
                        f'SF {bore}',
                    )
                )
            )
    if countersink_mm is not None:
        sink = prefixed(habit.diameter, length_text(countersink_mm * 2, habit, random), habit, random)
        degrees = f'{int(random.choice([82, 90, 90, 90, 100, 120]))}°'
        times = pick(random, ' x ', 'x', ' X ', ' ')
        rows.append(
            Row(
                f'⌵{pick(random, "", " ")}{sink}{times}{degrees}'
                if symbols
                else pick(random, f'CSK {sink}{times}{degrees}', f'{sink} CSK {degrees}', f'{degrees} CSK {sink}')
            )
        )
    return Callout('dimension', rows)


def slot(width_mm: float, habit: Habit, random: Random, count: int = 1) -> Callout:
    text = length_text(width_mm, habit, random)
    if random.random() < 0.3:
        text += (
            pick(random, ' x ', ' X ', 'x')
            + length_text(width_mm * float(random.uniform(1.4, 4)), habit, random)
            + pick(random, ' SLOT', '', ' Langloch')
        )
    else:
        text = 'R' + space_or_not(habit, random) + length_text(width_mm / 2, habit, random)
    return plain(counted(count, text, habit, random))


_REMARKS = (
    'BREAK SHARP EDGES', 'DEBURR', 'SEE NOTE 3', 'SEE NOTE 1', 'BOTH SIDES', 'FULL RADIUS', 'STAMP PART NO.', 'WELD ALL AROUND',
    'GRIND FLUSH', 'KNURL',
    'Press fit', 'Glue here', 'Adhesive tape', 'Pin 1', 'HARDEN THIS SURFACE', 'NO PAINT', 'Kante gebrochen', 'gratfrei', 'Schweissnaht',
    'ENGRAVE TEXT', 'Flat spot',
    'KEYWAY', 'OIL HOLE', 'CENTER DRILL', 'BEND LINE', 'BEND UP 90°', 'PARTING LINE', 'Gate mark', 'RELIEF GROOVE DIN 509',
    'O-RING GROOVE', 'MASK THREADS', 'Logo',
    'LASER MARK', 'QR CODE', 'Datum plane', 'THIS FACE FLUSH', 'FILLET ALL AROUND', 'TRUE R', 'DETAIL OMITTED', 'USB CONNECTOR',
    'LED window', 'CABLE EXIT', 'SCREW M4',
)  # fmt: skip


def remark(random: Random) -> Callout:
    """A free word about a place, for a leader; a label of its own for each line."""
    lines = [pick(random, *_REMARKS)]
    if random.random() < 0.2:
        lines.append(pick(random, *_REMARKS))
    return Callout('note', [Row(line) for line in lines])


def reference(random: Random) -> Callout:
    """Where a place is shown larger."""
    words = pick(
        random, 'SEE DETAIL {}', 'SEE DETAIL {}', 'See detail {}', 'DETAIL {}', 'SEE SHEET {}', 'SIEHE EINZELHEIT {}', 'SEE NOTE {}'
    )
    name = str(int(random.integers(1, 9))) if random.random() < 0.5 else pick(random, *'ABCDEF')
    return Callout('note', [Row(words.format(name))])


def coordinates(habit: Habit, random: Random) -> Callout:
    """Where a point lies, in words of its own: `P3 (25.5 | 16 | -93.35)`."""
    places = [decimal_text(float(random.uniform(-200, 200)), habit, max(1, habit.decimals)) for _ in range(int(random.integers(2, 4)))]
    text = pick(random, '(', ' (', ' ( ') + pick(random, ' | ', '; ', ' / ', '|', ', ').join(places) + ')'
    return Callout('note', [Row(pick(random, 'P', 'P', 'M', 'Pkt. ') + str(int(random.integers(1, 30))) + text)])
