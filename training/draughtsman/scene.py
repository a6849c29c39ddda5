"""The vectors of one sheet, with the labels that say what stands where.

Everything is in millimetres on the sheet. A `Scene` is drawn in the order of its items; `render` turns it into pixels.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

import cv2
import numpy as np

from .geometry import below, circle, dashes, grown, unit

if TYPE_CHECKING:
    from .lettering import Lettering

# What a label can be: the kinds of the analysis, and `zone`, the letters of a sheet's border, which the detector learns
# in order to leave them out.
KINDS = ('dimension', 'thread', 'gdt', 'surface', 'datum', 'note', 'balloon', 'label', 'title', 'table', 'zone')
Kind = Literal['dimension', 'thread', 'gdt', 'surface', 'datum', 'note', 'balloon', 'label', 'title', 'table', 'zone']

OCCUPANCY_PER_MM = 2.0


class Pen(NamedTuple):
    """How a line looks: its width, its grey (0 black, 255 paper) and its dashes (drawn, gap …), if any."""

    width_mm: float
    grey: int = 0
    dash: tuple[float, ...] | None = None


@dataclass
class Line:
    """One line of text: what the reader is to say for it, and its box."""

    text: str
    quad: np.ndarray


@dataclass
class Label:
    """One text of the sheet as the detector is to find it. A callout of several lines is one label."""

    kind: Kind
    quad: np.ndarray
    text: str
    lines: list[Line] = field(default_factory=list)


@dataclass
class Stroke:
    points: np.ndarray
    pen: Pen
    closed: bool = False
    of_part: bool = False  # an edge that can be seen, not what is said about it


@dataclass
class Fill:
    """Loops filled by the even-odd rule."""

    loops: list[np.ndarray]
    grey: int


@dataclass
class Hatch:
    """Parallel lines within loops."""

    loops: list[np.ndarray]
    pen: Pen
    angle_deg: float
    pitch_mm: float


@dataclass
class Written:
    """A line of text as it was set, beside the items that it was drawn with: what a PDF can hold as text."""

    text: str
    lettering: 'Lettering'
    origin: np.ndarray  # the baseline's left end
    angle_deg: float
    height_mm: float
    grey: int
    items: list[Stroke | Fill]


class Scene:
    def __init__(self, width_mm: float, height_mm: float):
        self.width_mm = width_mm
        self.height_mm = height_mm
        self.items: list[Stroke | Fill | Hatch] = []
        self.labels: list[Label] = []
        self.written: list[Written] = []
        shape = (int(height_mm * OCCUPANCY_PER_MM) + 1, int(width_mm * OCCUPANCY_PER_MM) + 1)
        self._occupied = np.zeros(shape, np.uint8)

    # Drawing

    def stroke(self, points, pen: Pen, closed: bool = False, of_part: bool = False) -> None:
        points = np.asarray(points, float)
        if pen.dash is None:
            self.items.append(Stroke(points, pen, closed, of_part))
            return
        if closed:
            points = np.vstack([points, points[:1]])
        solid = pen._replace(dash=None)
        self.items.extend(Stroke(piece, solid) for piece in dashes(points, pen.dash))

    def line(self, start, end, pen: Pen) -> None:
        self.stroke([start, end], pen)

    def circle(self, centre, radius: float, pen: Pen) -> None:
        self.stroke(circle(centre, radius), pen)

    def fill(self, loops, grey: int) -> None:
        self.items.append(Fill([np.asarray(loop, float) for loop in loops], grey))

    def hatch(self, loops, pen: Pen, angle_deg: float, pitch_mm: float) -> None:
        self.items.append(Hatch([np.asarray(loop, float) for loop in loops], pen, angle_deg, pitch_mm))

    def blank(self, quad: np.ndarray, grey: int = 255) -> None:
        """Whites out what lies under a text, as many CAD systems do."""
        self.fill([quad], grey)

    def arrow(self, tip, toward, length_mm: float, half_width_mm: float, pen: Pen, style: str = 'filled') -> None:
        """An arrowhead at `tip` whose point looks along `toward`. Styles: filled, open, closed, tick, dot."""
        tip, toward = np.asarray(tip, float), unit(np.asarray(toward, float))
        side = below(toward) * half_width_mm
        back = tip - toward * length_mm
        if style == 'filled':
            self.fill([[tip, back + side, back - side]], pen.grey)
        elif style == 'open':
            self.stroke([back + side, tip, back - side], pen)
        elif style == 'closed':
            self.stroke([tip, back + side, back - side], pen, closed=True)
        elif style == 'tick':
            slant = unit(toward + below(toward)) * length_mm * 0.5
            self.line(tip - slant, tip + slant, pen)
        else:
            self.fill([circle(tip, length_mm * 0.25)], pen.grey)

    # Labels, and room for them

    def label(self, kind: Kind, quad: np.ndarray, text: str, lines: list[Line] | None = None) -> Label:
        """Says that this text stands here. Without `lines` it is one line of its own."""
        label = Label(kind, np.asarray(quad, float), text, lines or [Line(text, np.asarray(quad, float))])
        self.labels.append(label)
        return label

    def is_free(self, quad: np.ndarray, margin_mm: float = 0.6) -> bool:
        """Is the quad on the sheet, and clear of all that was reserved?"""
        quad = np.asarray(quad, float)
        on_sheet = (quad.min(0) >= 0).all() and quad[:, 0].max() <= self.width_mm and quad[:, 1].max() <= self.height_mm
        if not on_sheet:
            return False
        mask, window = self._mask(grown(quad, margin_mm))
        return mask is None or not (self._occupied[window] & mask).any()

    def reserve(self, quad: np.ndarray, margin_mm: float = 0.0) -> None:
        """Keeps later texts off this quad."""
        mask, window = self._mask(grown(np.asarray(quad, float), margin_mm))
        if mask is not None:
            self._occupied[window] |= mask

    def _mask(self, quad: np.ndarray):
        cells = quad * OCCUPANCY_PER_MM
        height, width = self._occupied.shape
        x0, y0 = np.floor(cells.min(0)).astype(int)
        x1, y1 = np.ceil(cells.max(0)).astype(int) + 1
        x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, width), min(y1, height)
        if x1 <= x0 or y1 <= y0:
            return None, None
        mask = np.zeros((y1 - y0, x1 - x0), np.uint8)
        cv2.fillConvexPoly(mask, np.round((cells - (x0, y0)) * 16).astype(np.int32), 1, cv2.LINE_8, 4)
        return mask, (slice(y0, y1), slice(x0, x1))
