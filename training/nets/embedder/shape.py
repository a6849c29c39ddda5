"""A page and what detection knows of it → the ink that may be the part's, and the solid shapes that its lines enclose.

Everything is in pixels of a page whose longer side is LONG_SIDE_PX. The runtime does the same.
"""

import cv2
import numpy as np

from draughtsman.geometry import grown, size_of

from ..image import stretched
from .text import Text

LONG_SIDE_PX = 1600
FIT_BELOW = 0.65  # of the page: a drawing that is smaller is looked at as large as the page …
FIT_MOST = 2.0  # … but not more than so many times as large: lines would become shapes …
FIT_MARGIN = 0.02  # … with so much around it, of its own size
FIT_LEAST_PX = 24  # what is smaller both ways is a speck or a letter, and not what tells how large the drawing is
INK_LEVEL = 60  # darker than paper by so much, of 255, is ink …
INK_OF_LINES, INK_LEAST = 0.6, 16  # … on a page of pale lines by this share of what its lines are, but not by less
LINE_LEAST = 12  # as dark are lines at least
TEXT_MARGIN = 0.1  # of the line height, around a text
LETTER_REACH = 0.5  # of the line height: ink that reaches farther out of a text than this is no letter
ON_LINES = ('dimension', 'thread')
CUT_REACH = 0.6  # of the line height, below a text: the dimension line that runs there is cut
CUT_SHARE, CUT_LEAST_PX = 0.4, 11  # how much of it: a share of the text's width, but more than closing would close again
LONG_LINE_PX = 41
FRAMED = ('gdt',)  # its box is drawn around it and goes with it
FRAME_SPAN = 0.78  # of the page, both ways: so large is a border
FRAME_BAND, FRAME_COVER = 0.07, 0.5  # along its own edges, so near to them, it has ink over this share …
LEAST_EDGES, LEAST_COVERED = 3, 2  # … along so many of the four, those counted that the page cuts off, and along so many that it does not
LEAST_FIELDS, FIELD_LEAST_PX = 3, 600  # so many of such an area has what fills a page only since it was enlarged, if it is a border
FIELD_SHARE = 0.08  # of the page: smaller fields within a border are the title block's, a table's or the zones'
LEAST_LEFT = 0.12  # of the lines must be left once borders are gone, or they were none
SOLID_PX = 25  # ink that holds a square of this size is no line
GAP_PX = 5  # gaps in an outline that are closed
CUT_SPAN = 0.8  # of a page's edge: what the page cuts off is less wide there
THIN_PX = 5  # what is thinner is a line, not a shape


def at_work_size(page: np.ndarray) -> tuple[np.ndarray, float]:
    """An evened page as the rules below want it, its ink stretched, and its scale."""
    scale = LONG_SIDE_PX / max(page.shape)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return stretched(page if scale == 1 else cv2.resize(page, None, fx=scale, fy=scale, interpolation=how)), scale


def fitted(work: np.ndarray) -> tuple[np.ndarray, float, tuple[int, int]]:
    """A drawing that fills little of its page, such as a reduced copy on a larger sheet, as large as one that fills it; by how much it
    grew, and what of the page's left and top was cut off before."""
    dark = 255 - work
    _, _, stats, _ = cv2.connectedComponentsWithStats(_inked(dark, ink_level(dark)), connectivity=8)
    x, y, w, h, _ = stats[1:][stats[1:, 2:4].max(1) >= FIT_LEAST_PX].T
    if not x.size:
        return work, 1.0, (0, 0)
    low, high = np.array([x.min(), y.min()]), np.array([(x + w).max(), (y + h).max()])
    size = (high - low).max()
    if size >= FIT_BELOW * max(work.shape):
        return work, 1.0, (0, 0)
    margin = round(FIT_MARGIN * size)
    (x0, y0), (x1, y1) = np.maximum(low - margin, 0), np.minimum(high + margin, work.shape[::-1])
    by = min(FIT_MOST, LONG_SIDE_PX / max(x1 - x0, y1 - y0))
    return cv2.resize(work[y0:y1, x0:x1], None, fx=by, fy=by, interpolation=cv2.INTER_LINEAR), by, (x0, y0)


def part_ink(page: np.ndarray, texts: list[Text], least_fields: int = 0) -> tuple[np.ndarray, int]:
    """Darkness (0 paper) of a stretched page without its texts and without its border, title block and tables; and what is
    darker is ink. A border has so many small fields at least."""
    dark = 255 - page
    level = ink_level(dark)
    _cut_dimension_lines(dark, level, texts)
    _erase_letters(dark, level, texts)
    return _without_frames(dark, level, least_fields), level


def ink_level(dark: np.ndarray) -> int:
    """Half of the lines of a page, along their middles, are darker than the level follows from. The table around a photographed sheet
    is no line."""
    thin = _without_solids(_inked(dark, LINE_LEAST - 1))
    lines = dark[(dark == cv2.dilate(dark, np.ones((3, 3), np.uint8))) & (thin > 0)]
    return int(np.clip(INK_OF_LINES * np.percentile(lines, 50, method='lower'), INK_LEAST, INK_LEVEL)) if lines.size else INK_LEVEL


def _inked(dark: np.ndarray, level: int) -> np.ndarray:
    return (dark > level).astype(np.uint8)


def _without_solids(ink: np.ndarray) -> np.ndarray:
    return ink & ~cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((SOLID_PX, SOLID_PX), np.uint8))


def _cut_dimension_lines(dark: np.ndarray, level: int, texts: list[Text]) -> None:
    """Parts the long line that a size stands on or in: else extension lines would enclose a field that is not the part's."""
    ink = _inked(dark, level)
    bars = {True: np.zeros_like(ink), False: np.zeros_like(ink)}
    for text in texts:
        along = np.abs(text.quad[1] - text.quad[0])
        if text.kind in ON_LINES and along.min() < 0.1 * along.max():
            _fill(bars[bool(along[0] > along[1])], _bar(text))
    for is_level, bar in bars.items():
        window = np.ones((1, LONG_LINE_PX) if is_level else (LONG_LINE_PX, 1), np.uint8)
        lines = cv2.dilate(cv2.morphologyEx(ink, cv2.MORPH_OPEN, window), np.ones((3, 3), np.uint8))
        dark[(bar > 0) & (lines > 0)] = 0


def _bar(text: Text) -> np.ndarray:
    """Down the middle of a text, and a little below it, where the line is that it stands on."""
    width, height = size_of(text.quad)
    along = (text.quad[1] - text.quad[0]) / max(width, 1e-6)
    half = along * max(width * CUT_SHARE, CUT_LEAST_PX) / 2
    down = np.array([-along[1], along[0]])
    top, foot = -down * height / 2, down * (height / 2 + CUT_REACH * text.line_height)
    return text.quad.mean(0) + np.array([top - half, top + half, foot + half, foot - half])


def _fill(mask: np.ndarray, quad: np.ndarray) -> None:
    cv2.fillConvexPoly(mask, np.round(quad).astype(np.int32), 1)


def _erase_letters(dark: np.ndarray, level: int, texts: list[Text]) -> None:
    """Takes out what a text's box holds, but not the lines that only pass through it: outlines stay whole."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(_inked(dark, level), connectivity=8)
    height, width = dark.shape
    for text in texts:
        quad = grown(text.quad, TEXT_MARGIN * text.line_height)
        x0, y0 = np.maximum(np.floor(quad.min(0)).astype(int), 0)
        x1, y1 = np.minimum(np.ceil(quad.max(0)).astype(int) + 1, (width, height))
        if x1 <= x0 or y1 <= y0:
            continue
        held = np.zeros((y1 - y0, x1 - x0), np.uint8)
        _fill(held, quad - (x0, y0))
        window = labels[y0:y1, x0:x1]
        if text.kind not in FRAMED:
            reach = LETTER_REACH * text.line_height
            for index in np.unique(window[held > 0]):
                x, y, w, h, _ = stats[index]
                if index and not (x0 - reach <= x and y0 - reach <= y and x + w <= x1 + reach and y + h <= y1 + reach):
                    held[window == index] = 0
        dark[y0:y1, x0:x1][held > 0] = 0


def _without_frames(dark: np.ndarray, level: int, least_fields: int) -> np.ndarray:
    """A border, and the title block and tables that hang on it, are one piece of ink that runs along most of the page's edges.

    It goes, and with it all that stands in its smaller fields, as long as lines enough are left; the table around a photographed
    sheet is no line. A bad copy tears thin lines, so gaps are closed; but where the part hangs on its border by such a gap, it is the
    lines as they are that tell one from the other.
    """
    ink = _inked(dark, level)
    lines = _without_solids(ink)
    for gap in (GAP_PX, 1):
        drop = _frames(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8)), least_fields)
        if (lines & ~drop).sum() >= LEAST_LEFT * lines.sum():
            return np.where(drop, 0, dark)
    return dark


def _frames(whole: np.ndarray, least_fields: int) -> np.ndarray:
    """True where borders are and in their smaller fields."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(whole, connectivity=8)
    height, width = whole.shape
    framed = np.zeros(count, bool)
    for index in range(1, count):
        x, y, w, h, _ = stats[index]
        if w >= FRAME_SPAN * width and h >= FRAME_SPAN * height:
            cut = (y == 0, y + h == height, x == 0, x + w == width)
            framed[index] = _runs_along_its_edges(labels[y : y + h, x : x + w] == index, cut)
    if not framed.any():
        return framed[labels]
    frame = cv2.dilate(framed[labels].astype(np.uint8), np.ones((3, 3), np.uint8))
    _, fields, stats, _ = cv2.connectedComponentsWithStats(1 - frame, connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] < FIELD_SHARE * whole.size
    if (small & (stats[:, cv2.CC_STAT_AREA] >= FIELD_LEAST_PX)).sum() < least_fields:
        return np.zeros_like(frame, bool)
    return (frame > 0) | small[fields]


def _runs_along_its_edges(piece: np.ndarray, cut: tuple[bool, ...]) -> bool:
    """Along enough of them, those counted that the page's edges `cut` off."""
    height, width = piece.shape
    deep, wide = max(2, round(FRAME_BAND * height)), max(2, round(FRAME_BAND * width))
    covers = (piece[:deep].any(0), piece[-deep:].any(0), piece[:, :wide].any(1), piece[:, -wide:].any(1))
    covered = [bool(cover.mean() >= FRAME_COVER) for cover in covers]
    return sum(covered) >= LEAST_COVERED and sum(map(max, covered, cut)) >= LEAST_EDGES


def _close_at_page_edges(ink: np.ndarray) -> None:
    """An outline that the page cuts off meets the page's edge at two places: it is closed between them."""
    _, labels = cv2.connectedComponents(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((GAP_PX, GAP_PX), np.uint8)), connectivity=8)
    for edge in (np.s_[0], np.s_[-1], np.s_[:, 0], np.s_[:, -1]):
        there, line = labels[edge], ink[edge]
        for index in np.unique(there[there > 0]):
            first, last = np.flatnonzero(there == index)[[0, -1]]
            if last - first < CUT_SPAN * len(line):
                line[first : last + 1] = 1


def closed_lines(dark: np.ndarray, level: int) -> np.ndarray:
    """1 where it is inked, gaps closed, with GAP_PX around the page."""
    ink = _inked(dark, level)
    _close_at_page_edges(ink)
    return cv2.morphologyEx(np.pad(ink, GAP_PX), cv2.MORPH_CLOSE, np.ones((GAP_PX, GAP_PX), np.uint8))


def solids(closed: np.ndarray) -> np.ndarray:
    """Where the sheet is enclosed by lines: 1 within closed outlines, 0 outside of them and on lines that enclose nothing."""
    around = closed.copy()
    cv2.floodFill(around, None, (0, 0), 2)
    return without_lines((around[GAP_PX:-GAP_PX, GAP_PX:-GAP_PX] != 2).astype(np.uint8))


def without_lines(inside: np.ndarray) -> np.ndarray:
    return cv2.morphologyEx(inside, cv2.MORPH_OPEN, np.ones((THIN_PX, THIN_PX), np.uint8))
