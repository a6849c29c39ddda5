"""A block → its lines, by the white between them.

A size and the tolerances stacked behind it stand so close that the net's map, a cell to four pixels, often runs them together.
"""

import numpy as np

from draughtsman.geometry import grown, size_of

from .image import stretched
from .reader.crop import upright

HEIGHT_PX = 40  # at which a block is looked at
INK = 96  # below the paper: what counts as ink
CLEAR_PX = 2  # as wide must the white be that parts two pieces
MARGIN = 0.1  # around the ink of a line, in its height, as everywhere
LEAST_SHARE = 0.25  # of a piece's height: what stands above or below the white is a row and no speck


def lines_of(page: np.ndarray, quad: np.ndarray) -> list[np.ndarray]:
    """The block's lines as quads on the page: itself, where there is nothing to part."""
    width, height = (float(np.hypot(*(quad[i] - quad[0]))) for i in (1, 3))
    size = (max(8, round(width * HEIGHT_PX / height)), HEIGHT_PX)
    ink = stretched(upright(page, quad, *size)) < 255 - INK
    along, down = (quad[1] - quad[0]) / size[0], (quad[3] - quad[0]) / size[1]
    boxes = _parted(ink)
    if len(boxes) < 2:
        return [quad]
    lines = [np.array([quad[0] + along * x + down * y for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]) for x0, y0, x1, y1 in boxes]
    return [grown(line, MARGIN * size_of(line)[1]) for line in lines]


Box = tuple[int, int, int, int]


def _parted(ink: np.ndarray, left: int = 0, top: int = 0) -> list[Box]:
    """Boxes of the lines in the picture: its rows, and in a row what stands before two that are stacked, and these."""
    bounds = _bounds(ink)
    if bounds is None:
        return []
    x0, y0, x1, y1 = bounds
    ink, left, top = ink[y0:y1, x0:x1], left + x0, top + y0
    for start in _starts(ink):
        white = _white_row(ink[:, start:])
        if white is not None:
            x0, y0, x1, y1 = _bounds(ink[:, :start]) or (0, 0, 0, 0)
            before = [(left + x0, top + y0, left + x1, top + y1)] if x1 else []
            return [*before, *_parted(ink[:white, start:], left + start, top), *_parted(ink[white:, start:], left + start, top + white)]
    return [(left, top, left + ink.shape[1], top + ink.shape[0])]


def _bounds(ink: np.ndarray) -> Box | None:
    rows, columns = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
    return (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1) if len(rows) else None


def _starts(ink: np.ndarray) -> list[int]:
    """Where a piece may begin: at the left edge, and behind every white column."""
    return [0, *(x for _, x in _runs(~ink.any(0)))]


def _white_row(ink: np.ndarray) -> int | None:
    """The middle of the widest white band that has a row's worth of ink on either side."""
    rows = np.flatnonzero(ink.any(1))
    if not len(rows):
        return None
    least = LEAST_SHARE * (rows[-1] + 1 - rows[0])
    bands = [
        (stop - start, (start + stop) // 2)
        for start, stop in _runs(~ink.any(1))
        if start - rows[0] >= least and rows[-1] + 1 - stop >= least
    ]
    return max(bands)[1] if bands else None


def _runs(mask: np.ndarray) -> list[tuple[int, int]]:
    """Starts and ends of the stretches of at least CLEAR_PX."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return [(int(start), int(stop)) for start, stop in zip(edges[::2], edges[1::2]) if stop - start >= CLEAR_PX]
