"""Feature control frames: a symbol, a tolerance and datums, in boxes."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..geometry import angle_of, size_of
from ..habit import Habit, Random
from ..scene import Label, Line, Scene
from .leader import attachment, draw_leader, leader_pen, room_near
from .office import choices_of, number_text, pick, symbol_grey, symbol_pen
from .pose import Pose, write_label

# Per symbol: how usual it is, how many datums it takes (least, most), and how often its zone is round.
_SYMBOLS = {
    '⏤': (4, 0, 0, 0.25),
    '⏥': (8, 0, 0, 0.0),
    '○': (5, 0, 0, 0.0),
    '⌭': (5, 0, 0, 0.0),
    '⌒': (4, 0, 3, 0.0),
    '⌓': (9, 0, 3, 0.0),
    '⟂': (11, 1, 2, 0.25),
    '∠': (5, 1, 2, 0.1),
    '∥': (10, 1, 2, 0.12),
    '⌯': (5, 1, 1, 0.0),
    '⌖': (18, 0, 3, 0.75),
    '◎': (8, 1, 1, 0.95),
    '↗': (8, 1, 2, 0.0),
    '⌰': (5, 1, 2, 0.0),
}
_TOLERANCES_MM = (
    0.002,
    0.005,
    0.008,
    0.01,
    0.012,
    0.015,
    0.02,
    0.025,
    0.03,
    0.04,
    0.05,
    0.06,
    0.08,
    0.1,
    0.12,
    0.15,
    0.2,
    0.25,
    0.3,
    0.4,
    0.5,
    0.6,
    0.8,
    1,
    1.2,
    1.5,
    2,
)
_TOLERANCES_INCH = (0.0002, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.007, 0.01, 0.012, 0.014, 0.015, 0.02, 0.028, 0.03, 0.06)
_MODIFIERS = ('CZ', ' CZ', 'SZ', 'Ⓕ', 'Ⓔ', 'Ⓣ', 'UZ-0.1', 'NC', ' MAX')
_MODIFIER_WEIGHTS = (6, 3, 2, 2, 1, 1, 1, 1, 1)


@dataclass
class Frame:
    """Rows of cells. A composite frame's rows share the cell of their symbol, which stands first in each."""

    rows: list[list[str]]

    @property
    def text(self) -> str:
        return '\n'.join('|'.join(row) for row in self.rows)


def tolerance_text(habit: Habit, random: Random) -> str:
    """A small number, with the decimals this office gives tolerances."""
    if habit.inches:
        value = pick(random, _TOLERANCES_INCH)
        decimals = 4 if value < 0.001 or habit.decimals == 4 else 3
    else:
        value = pick(random, _TOLERANCES_MM)
        decimals = 3 if value * 100 % 1 > 1e-6 else 2 if value * 10 % 1 > 1e-6 else max(1, habit.decimals)
    return number_text(value, decimals, habit)


def _zone(symbol: str, habit: Habit, random: Random, is_round: bool) -> str:
    space = ' ' if habit.spaced else ''
    text = tolerance_text(habit, random)
    if is_round:
        text = ('SØ' if symbol == '⌖' and random.random() < 0.05 else habit.diameter) + space + text
        if random.random() < 0.06:
            text = habit.diameter + space + '0Ⓜ'
    elif symbol in '⏤⏥∥⟂⌒⌓' and random.random() < 0.1:
        text += '/' + pick(random, ('100', '50', '25', '300', '□25', 'Ø20', '10'))
    if symbol in '⌖⟂∥∠◎⌯⏤' and 'Ⓜ' not in text and random.random() < 0.4:
        text += space + pick(random, 'ⓂⓁⓈ', (8, 2, 1))
    if random.random() < 0.16:
        text += pick(random, _MODIFIERS, _MODIFIER_WEIGHTS).replace('.', habit.decimal)
    if symbol in '⌖⟂' and random.random() < 0.1:
        text += 'Ⓟ' + str(int(random.integers(3, 60)))
    if symbol == '⌓' and random.random() < 0.12:
        text += 'Ⓤ' + tolerance_text(habit, random)
    return text


def _datums(symbol: str, random: Random) -> list[str]:
    least, most = _SYMBOLS[symbol][1:3]
    count = int(random.integers(least, most + 1))
    if random.random() < 0.45:
        letters = list('ABCDEF')
    else:
        letters = [str(letter) for letter in random.permutation(list('ABCDEFGHJKLMNPRSTUVWXYZ'))[:6]]
    cells = letters[:count]
    if count and random.random() < 0.1:
        cells[-1] = letters[count - 1] + pick(random, ('-', ' - ', '–')) + letters[count]
    for i in range(count):
        if symbol in '⌖⟂◎⌯⌓∥' and random.random() < 0.14:
            cells[i] = (f'({cells[i]})' if len(cells[i]) > 1 else cells[i]) + pick(random, 'ⓂⓁⓈ', (6, 2, 1))
        elif random.random() < 0.02:
            cells[i] += pick(random, ('[CZ]', 'Ⓕ', '1', '[SL]'))
    return cells


def sample_frame(random: Random, habit: Habit) -> Frame:
    symbols = list(_SYMBOLS)
    symbol = pick(random, symbols, [_SYMBOLS[s][0] for s in symbols])
    datums = _datums(symbol, random)
    is_round = random.random() < _SYMBOLS[symbol][3]
    rows = [[symbol, _zone(symbol, habit, random, is_round), *datums]]
    if random.random() < (0.16 if symbol in '⌖⌓' else 0.015):
        for _ in range(1 + (random.random() < 0.1)):
            rows.append([symbol, _zone(symbol, habit, random, is_round), *datums[: int(random.integers(0, len(datums) + 1))]])
    return Frame(rows)


def _written(cell: str, habit: Habit) -> str:
    """The cell in characters that this lettering has."""
    return cell if habit.lettering.can_write(cell) else ''.join(c for c in cell.replace('–', '-') if habit.lettering.can_write(c))


def _pieces(cell: str, text_mm: float, habit: Habit) -> tuple[list[tuple[str, float, float]], float]:
    """What a cell is written as: pieces of text with their heights and places, and the width of all.

    Some systems set Ø small and apart.
    """
    width = habit.lettering.width
    office = choices_of(habit, 'frame diameter')
    if cell[0] in 'Ø⌀' and len(cell) > 1 and office.random() < 0.2:
        small = text_mm * float(office.uniform(0.65, 1.0))
        start = width(cell[0], small) + text_mm * float(office.uniform(0.3, 0.8))
        rest = cell[1:].lstrip()
        return [(cell[0], small, 0.0), (rest, text_mm, start)], start + width(rest, text_mm)
    return [(cell, text_mm, 0.0)], width(cell, text_mm)


@dataclass
class _Layout:
    frame: Frame
    cell_mm: float  # height of a row
    text_mm: float
    widths: list[list[float]]

    @property
    def size(self) -> tuple[float, float]:
        return max(sum(row) for row in self.widths), self.cell_mm * len(self.widths)


def _layout(frame: Frame, habit: Habit) -> _Layout:
    """Proportions differ from one CAD system to the next, and stay the same over a sheet."""
    office = choices_of(habit, 'frame')
    text_mm = habit.text_mm * float(office.choice([1.0, 1.0, 0.9, 1.1, 0.8]))
    cell_mm = text_mm * float(office.uniform(1.6, 2.3))
    padding = text_mm * float(office.uniform(0.4, 1.2))
    narrowest = cell_mm * float(office.uniform(0.85, 1.15))
    symbol_mm = cell_mm * float(office.uniform(1.0, 1.3))
    frame = Frame([[_written(cell, habit) for cell in row] for row in frame.rows])
    widths = [[max(narrowest, _pieces(cell, text_mm, habit)[1] + padding) for cell in row] for row in frame.rows]
    if office.random() < 0.35:  # a symbol's cell is square in many systems
        for row in widths:
            row[0] = max(row[0], symbol_mm)
    for row in widths:
        row[0] = max(r[0] for r in widths)
    if len(widths) > 1 and office.random() < 0.6:  # composite rows have their separators in line
        for column in range(1, max(len(row) for row in widths)):
            widest = max(row[column] for row in widths if len(row) > column)
            for row in widths:
                if len(row) > column:
                    row[column] = widest
    return _Layout(frame, cell_mm, text_mm, widths)


def frame_size(frame: Frame, habit: Habit) -> tuple[float, float]:
    return _layout(frame, habit).size


def draw_frame(
    scene: Scene, frame: Frame, habit: Habit, random: Random, top_left, angle_deg: float = 0.0, touching: bool = False
) -> Label | None:
    """One frame, if there is room. `touching` lets its upper edge lie against something that is already there."""
    layout = _layout(frame, habit)
    frame, (width, height) = layout.frame, layout.size
    pose = Pose(top_left, angle_deg)
    quad = pose.quad(0, 0, width, height)
    slack = min(1.2, height * 0.25) if touching else 0.0
    if not scene.is_free(pose.quad(0, slack, width, height), 0.1 if touching else 0.6):
        return None
    office = choices_of(habit, 'frame look')
    pen, grey = symbol_pen(habit), symbol_grey(habit)
    pen = pen._replace(width_mm=pen.width_mm * float(office.choice([1.0, 1.0, 1.6])))
    if office.random() < 0.5:
        scene.blank(quad)
    symbol_width = layout.widths[0][0]
    scene.stroke(pose.quad(0, 0, symbol_width, height), pen, closed=True)
    pose.write(scene, habit.lettering, frame.rows[0][0], symbol_width / 2, (height + layout.text_mm) / 2, layout.text_mm, grey, 'centre')
    lines = []
    for i, (cells, widths) in enumerate(zip(frame.rows, layout.widths)):
        top, bottom = i * layout.cell_mm, (i + 1) * layout.cell_mm
        baseline = (top + bottom + layout.text_mm) / 2
        scene.stroke(pose.quad(symbol_width, top, sum(widths), bottom), pen, closed=True)
        x = symbol_width
        for cell, cell_width in zip(cells[1:], widths[1:]):
            if x > symbol_width:
                scene.line(pose.at(x, top), pose.at(x, bottom), pen)
            pieces, width_written = _pieces(cell, layout.text_mm, habit)
            for piece, height_mm, shift in pieces:
                foot = baseline - (layout.text_mm - height_mm) / 2
                pose.write(scene, habit.lettering, piece, x + (cell_width - width_written) / 2 + shift, foot, height_mm, grey)
            x += cell_width
        lines.append(Line('|'.join(cells), pose.quad(0, top, sum(widths), bottom)))
    scene.reserve(quad)
    return scene.label('gdt', quad, frame.text, lines)


def draw_frames(
    scene: Scene, frames: list[Frame], habit: Habit, random: Random, top_left, angle_deg: float = 0.0, touching: bool = False
) -> list[Label]:
    """Frames stacked under each other, each a label of its own; stops where there is no room."""
    labels: list[Label] = []
    pose, y = Pose(top_left, angle_deg), 0.0
    for i, frame in enumerate(frames):
        label = draw_frame(scene, frame, habit, random, pose.at(0, y), angle_deg, touching or i > 0)
        if label is None:
            break
        labels.append(label)
        y += size_of(label.quad)[1]
    return labels


def hang_frame(scene: Scene, label: Label, habit: Habit, random: Random) -> list[Label]:
    """Frames right under an existing text, at its angle: one, or two or three stacked."""
    office = choices_of(habit, 'frame hung')
    angle = angle_of(label.quad[1] - label.quad[0])
    pose = Pose(label.quad[3], angle)
    gap = habit.text_mm * float(office.choice([0.0, 0.15, 0.4]))
    frames = _some_frames(random, habit)
    indent = 0.0
    if office.random() < 0.4:
        indent = (size_of(label.quad)[0] - frame_size(frames[0], habit)[0]) / 2
    return draw_frames(scene, frames, habit, random, pose.at(indent, gap), angle, touching=True)


def _some_frames(random: Random, habit: Habit) -> list[Frame]:
    count = 1 + (random.random() < 0.14) + (random.random() < 0.03)
    return [sample_frame(random, habit) for _ in range(count)]


Callout = Callable[[Scene, np.ndarray, float], Label | None]  # writes a text over the baseline point given, at this angle


def lead_frame(
    scene: Scene,
    frames: Frame | list[Frame] | None,
    habit: Habit,
    random: Random,
    tip,
    outward,
    angle_deg: float = 0.0,
    callout: Callout | None = None,
) -> list[Label]:
    """Frames somewhere off `tip` towards `outward`, with a leader to it; `callout` may write a text above them."""
    frames = [frames] if isinstance(frames, Frame) else frames or _some_frames(random, habit)
    sizes = [frame_size(frame, habit) for frame in frames]
    width, height = max(w for w, _ in sizes), sum(h for _, h in sizes)
    quad = room_near(scene, habit, random, tip, outward, width, height, angle_deg)
    if quad is None:
        return []
    shelf = habit.text_mm * random.uniform(0.6, 3)
    pose = Pose(quad[0], angle_deg)
    x, _ = pose.local(tip)
    # From the side a leader may start at the first of several frames, from below only at the last.
    beside = not -2 * height < x < width + 2 * height
    foot = sizes[0][1] if beside and random.random() < 0.5 else height
    points = attachment(pose.quad(0, 0, width, foot), np.asarray(tip, float), shelf, random.random())
    labels = draw_frames(scene, frames, habit, random, quad[0], angle_deg)
    if not labels:
        return []
    draw_leader(scene, habit, points, 'dot' if random.random() < 0.08 else 'arrow')
    if any(frame.rows[0][0] in '⌓⌒' for frame in frames) and len(points) == 3 and random.random() < 0.5:
        _all_around(scene, habit, points[1], random)
    _write_around(scene, habit, random, labels, callout)
    return labels


def place_frame(scene: Scene, habit: Habit, random: Random, top_left, angle_deg: float = 0.0) -> list[Label]:
    """Frames without a leader, with their texts."""
    labels = draw_frames(scene, _some_frames(random, habit), habit, random, top_left, angle_deg)
    if labels:
        _write_around(scene, habit, random, labels, None)
    return labels


def _all_around(scene: Scene, habit: Habit, at, random: Random) -> None:
    radius = habit.text_mm * float(choices_of(habit, 'all around').uniform(0.35, 0.6))
    scene.circle(at, radius, leader_pen(habit))
    if random.random() < 0.25:  # all over
        scene.circle(at, radius * 1.6, leader_pen(habit))


def _write_around(scene: Scene, habit: Habit, random: Random, labels: list[Label], callout: Callout | None) -> None:
    """The callout over a frame and the words under it."""
    angle = angle_of(labels[0].quad[1] - labels[0].quad[0])
    office = choices_of(habit, 'frame words')
    gap = habit.text_mm * float(office.uniform(0.25, 0.5))
    top = Pose(labels[0].quad[0], angle)
    if callout is not None:
        callout(scene, top.at(0, -gap), angle)
    elif random.random() < 0.4:
        kind, text = _callout_text(habit, random)
        write_label(scene, habit, kind, text, top.at(0, -gap), angle, habit.text_mm, symbol_grey(habit), margin_mm=0.0)
    if random.random() < 0.1:
        foot = Pose(labels[-1].quad[3], angle)
        text = pick(random, ('SIM REQT', 'SEP REQT', 'BOUNDARY', 'LD', 'MD', 'ACS', 'LE', 'A ↔ B', 'BETWEEN A & B', '2 SURF', 'PD', 'NC'))
        write_label(scene, habit, 'note', text, foot.at(0, gap + habit.text_mm), angle, habit.text_mm, symbol_grey(habit), margin_mm=0.0)


def _callout_text(habit: Habit, random: Random) -> tuple[str, str]:
    """A hole, thread or count, as it stands over a frame."""
    space = ' ' if habit.spaced else ''
    count = f'{int(random.choice([2, 3, 4, 6, 8, 12]))}{habit.times}' if random.random() < 0.6 else ''
    draw = random.random()
    if draw < 0.14:
        size = pick(random, ('M3', 'M4', 'M5', 'M6', 'M8', 'M10x1', 'M12x1.5', 'M6-6H', 'M8-6H', 'M16')).replace('.', habit.decimal)
        return 'thread', count + size
    if draw < 0.24:
        return 'note', pick(random, ('2x', '4x', '6x', '3X', '2 SURF', '4 PLACES', '3x', '8x'))
    value = random.uniform(0.1, 2.5) if habit.inches else random.uniform(2, 80)
    text = count + habit.diameter + space + number_text(value, max(habit.decimals, 3 if habit.inches else 0), habit)
    if not habit.inches and random.random() < 0.45:
        text += ' ' + pick(random, ('H7', 'H6', 'H8', 'h6', 'g6', 'f7', 'P7', 'H11', 'n6', 'js6', 'm6', 'K7'))
    elif random.random() < 0.4:
        text += pick(random, ('±', ' ±', ' ± ')) + tolerance_text(habit, random)
    return 'dimension', text
