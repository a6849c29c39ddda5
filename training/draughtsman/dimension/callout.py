"""Sets a callout: where its rows and its stacked tolerances stand, and how large it is; then writes it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..geometry import below, direction, quad_around, quad_at
from ..habit import Habit, Random
from ..scene import Label, Line, Scene
from ..value import Callout, Row

# Which point of a callout is given: of its foot, head or middle, and of its first row.
Anchor = Literal[
    'foot', 'head', 'middle', 'left', 'right', 'left foot', 'right foot', 'left head', 'right head', 'left first', 'right first'
]  # fmt: skip


@dataclass
class Setting:
    """How an office sets its callouts."""

    tolerances_centred: bool  # on the nominal's middle, else the lower one stands on its base line
    tolerance_flush: float  # 0 left, 0.5 centred, 1 right: the shorter tolerance against the longer
    tolerance_gap: float  # before the tolerances, in capitals
    rows_centred: bool
    leading: float  # from row to row, in letter heights
    tolerance_leading: float  # from the lower tolerance to the upper one, in their own height
    frame_margin: float  # of a basic dimension's box, in letter heights

    @classmethod
    def sample(cls, random: Random) -> 'Setting':
        return cls(
            tolerances_centred=random.random() < 0.45,
            tolerance_flush=float(random.choice([0.0, 0.5, 1.0], p=[0.4, 0.25, 0.35])),
            tolerance_gap=float(random.uniform(0.12, 0.6)),
            rows_centred=random.random() < 0.25,
            leading=float(random.uniform(1.35, 1.9)),
            tolerance_leading=float(random.uniform(1.22, 1.6)),
            frame_margin=float(random.uniform(0.15, 0.5)),
        )


@dataclass
class Piece:
    text: str
    x: float
    y: float  # of the base line
    height_mm: float


@dataclass
class Block:
    """A callout that is set. Its frame: x along the reading direction, y down from the first row's base line."""

    callout: Callout
    pieces: list[list[Piece]]  # of each row
    box: tuple[float, float, float, float]  # left, top, right, bottom, any frame included
    first_middle: float

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]

    def _from_anchor(self, anchor: Anchor) -> tuple[float, float]:
        left, top, right, bottom = self.box
        x = left if 'left' in anchor else right if 'right' in anchor else (left + right) / 2
        y = bottom if 'foot' in anchor else top if 'head' in anchor else self.first_middle if 'first' in anchor else (top + bottom) / 2
        return x, y

    def origin(self, at, angle_deg: float, anchor: Anchor) -> np.ndarray:
        along = direction(angle_deg)
        x, y = self._from_anchor(anchor)
        return np.asarray(at, float) - along * x - below(along) * y

    def quad(self, at, angle_deg: float, anchor: Anchor) -> np.ndarray:
        """Where the callout will stand, any frame included."""
        return quad_at(self.origin(at, angle_deg, anchor), angle_deg, *self.box)


def _set_row(row: Row, habit: Habit, setting: Setting) -> tuple[list[Piece], float]:
    """The pieces of a row on a base line at 0, and its advance."""
    lettering, height = habit.lettering, habit.text_mm
    pieces, x = [], 0.0
    if row.main:
        pieces.append(Piece(row.main, 0.0, 0.0, height))
        x = lettering.width(row.main, height) + height * setting.tolerance_gap
    if row.upper is not None:
        small = height * (habit.tolerance_share if row.main else 1.0)
        leading = small * (max(1.4, setting.tolerance_leading) if '(' in row.upper else setting.tolerance_leading)
        foot = (leading + small - height) / 2 if setting.tolerances_centred and row.main else 0.0
        width_upper, width_lower = lettering.width(row.upper, small), lettering.width(row.lower, small)
        width = max(width_upper, width_lower)
        flush = setting.tolerance_flush
        pieces.append(Piece(row.upper, x + flush * (width - width_upper), foot - leading, small))
        pieces.append(Piece(row.lower, x + flush * (width - width_lower), foot, small))
        x += width + height * setting.tolerance_gap
    if row.tail:
        pieces.append(Piece(row.tail, x, 0.0, height))
        x += lettering.width(row.tail, height)
    return pieces, x


def measure(callout: Callout, habit: Habit, setting: Setting) -> Block | None:
    """Sets the callout; None if the office's letters cannot write it."""
    lettering, height = habit.lettering, habit.text_mm
    written = callout.written_rows
    if not lettering.can_write(''.join(f'{row.main}{row.upper or ""}{row.lower or ""}{row.tail}' for row in written)):
        return None
    rows = [_set_row(row, habit, setting) for row in written]
    widest = max(advance for _, advance in rows)
    margin = 0.1 * height
    y, foot, boxes = 0.0, None, []
    for pieces, advance in rows:
        top = min(piece.y - piece.height_mm for piece in pieces)
        if foot is not None:
            y = foot + (setting.leading - 1) * height - top
        foot = y + max(piece.y for piece in pieces)
        shift = (widest - advance) / 2 if setting.rows_centred else 0.0
        for piece in pieces:
            piece.x, piece.y = piece.x + shift, piece.y + y
            left, up, right, down = lettering.ink(piece.text, piece.height_mm)
            boxes.append((piece.x + left, piece.y + up, piece.x + right, piece.y + down))
    boxes = np.array(boxes)
    low, high = boxes[:, :2].min(0) - margin, boxes[:, 2:].max(0) + margin
    if callout.boxed:
        low, high = low - setting.frame_margin * height, high + setting.frame_margin * height
    spread = max(0.0, 0.3 * height - (high[0] - low[0])) / 2
    first = rows[0][0][0]
    box = (float(low[0]) - spread, float(low[1]), float(high[0]) + spread, float(high[1]))
    return Block(callout, [pieces for pieces, _ in rows], box, first.y - first.height_mm / 2)


def write_block(scene: Scene, block: Block, habit: Habit, at, angle_deg: float, anchor: Anchor) -> Label:
    """Writes, reserves and labels the callout without asking whether there is room. Of a note each row is a label."""
    callout = block.callout
    whole = block.quad(at, angle_deg, anchor)
    if habit.blanks_behind_text:
        scene.blank(whole)
    origin, along = block.origin(at, angle_deg, anchor), direction(angle_deg)
    down = below(along)
    rows = [
        [
            Line(
                piece.text,
                habit.lettering.write(
                    scene, piece.text, origin + along * piece.x + down * piece.y, angle_deg, piece.height_mm, habit.dimension_grey
                ),
            )
            for piece in pieces
        ]
        for pieces in block.pieces
    ]
    scene.reserve(whole)
    if callout.kind == 'note':
        return next(scene.label('note', line.quad, line.text) for row in rows for line in row)
    lines = [line for row in rows for line in row]
    quad = quad_around([line.quad for line in lines], angle_deg)
    if callout.boxed:
        scene.stroke(whole, habit.dimension_pen, closed=True)
    return scene.label(callout.kind, quad, callout.text, lines)


def draw_callout(
    scene: Scene,
    callout: Callout,
    habit: Habit,
    random: Random,
    at,
    angle_deg: float = 0.0,
    anchor: Anchor = 'middle',
    setting: Setting | None = None,
) -> Label | None:
    """Writes a callout if there is room for it."""
    block = measure(callout, habit, setting or Setting.sample(random))
    if block is None or not scene.is_free(block.quad(at, angle_deg, anchor)):
        return None
    return write_block(scene, block, habit, at, angle_deg, anchor)
