"""The part's ink → its views, each as the small picture that the net sees: all of them as they stand, then one by one, the
largest first; and where lines tell by their weight what is the part's, the views that follow from that beside them."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from .outline import part_fields
from .shape import GAP_PX, LEAST_FIELDS, Text, at_work_size, closed_lines, fitted, part_ink, solids, without_lines

VERSION = '4'  # of these rules: to be counted up with any change that changes a vector, as old ones no longer compare
SIDE_PX = 160
MARGIN_PX = 6
MOST_VIEWS = 6
OVERVIEW_SHARE = 0.15  # of the sheet's vector
OUTLINED_SHARE = 0.4  # of it and of a query's views, where there are views by the weight of lines
JOIN_PX = 11  # shapes nearer than this are one view
RIM_PX = 7  # lines so near to a shape are its own
LEAST_LONG_PX = 48
LEAST_SHORT_PX = 8
LEAST_SHARE = 0.015  # of the area of the largest view's box
TABLE_TEXTS = 3  # so many texts of a title block or a table: a shape that holds them is one
TABLE_KINDS = ('title', 'table')
OPEN_JOIN_PX = 25  # lines that enclose nothing are grouped when nearer than this
OPEN_LONG_PX = 160
STRONG = 97  # percentile of a view's inked pixels that becomes black
ENCLOSED_LEAST = 0.3  # of the ink must lie in shapes, or open views are looked for too


@dataclass
class View:
    box: tuple[float, float, float, float]  # left, top, width, height at work size
    picture: np.ndarray  # SIDE_PX × SIDE_PX bytes, 255 paper
    is_overview: bool = False  # all views as they stand
    is_outlined: bool = False  # by the weight of its lines


def views_of(page: np.ndarray, texts: list[Text]) -> tuple[list[View], float]:
    """Of an evened page, in any size; and the scale of the boxes against it."""
    work, scale = at_work_size(page)
    return views_at_work_size(work, [Text(t.kind, t.quad * scale, t.line_height * scale) for t in texts]), scale


def views_at_work_size(work: np.ndarray, texts: list[Text]) -> list[View]:
    """At least one: of a page on which nothing is found, all that is left of it."""
    work, by, corner = fitted(work)
    texts = [Text(t.kind, (t.quad - corner) * by, t.line_height * by) for t in texts]
    dark, level = part_ink(work, texts, 0 if by == 1 else LEAST_FIELDS)
    closed = closed_lines(dark, level)
    found = _enclosed(dark, solids(closed), texts)
    inked = np.count_nonzero(dark)
    if sum(np.count_nonzero(ink) for _, ink in found) < ENCLOSED_LEAST * inked:
        found += _open(dark, [box for box, _ in found])
    if not found:
        box = cv2.boundingRect((dark > 0).astype(np.uint8)) if inked else (0, 0, *dark.shape[::-1])
        found = [(box, _cut(dark, box))]
    found = _largest(found)
    views = [View(box, picture(ink)) for box, ink in found]
    overview = [_overview(found, dark.shape)] if len(found) > 1 else []
    return [replace(view, box=_in_page(view.box, by, corner)) for view in (*overview, *views, *_outlined(dark, level, closed, texts))]


def _in_page(box: tuple, by: float, corner: tuple[int, int]) -> tuple:
    x, y, w, h = box
    return box if by == 1 else (x / by + corner[0], y / by + corner[1], w / by, h / by)


def _largest(found: list[tuple[tuple, np.ndarray]]) -> list[tuple[tuple, np.ndarray]]:
    return sorted(found, key=lambda item: -item[0][2] * item[0][3])[:MOST_VIEWS]


def _outlined(dark: np.ndarray, level: int, closed: np.ndarray, texts: list[Text]) -> list[View]:
    """Without the fields of dimensions, leaders and balloons."""
    fields = part_fields(dark, level, closed, GAP_PX)
    found = [] if fields is None else _enclosed(dark, without_lines(fields), texts)
    return [View(box, picture(ink), is_outlined=True) for box, ink in _largest(found)]


def _overview(found: list[tuple[tuple, np.ndarray]], shape: tuple[int, int]) -> View:
    """How a cut falls may differ from copy to copy; how the views stand together hardly does."""
    sheet = np.zeros(shape, np.uint8)
    for box, ink in found:
        window = _cut(sheet, box)
        np.maximum(window, ink, out=window)
    box = cv2.boundingRect((sheet > 0).astype(np.uint8))
    return View(box, picture(_cut(sheet, box)), is_overview=True)


def _enclosed(dark: np.ndarray, solid: np.ndarray, texts: list[Text]) -> list[tuple[tuple, np.ndarray]]:
    """Views with closed outlines: what lies within them and on them, and nothing of what stands around."""
    joined = cv2.dilate(solid, np.ones((JOIN_PX, JOIN_PX), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=4)
    own = np.where(cv2.dilate(solid, np.ones((RIM_PX, RIM_PX), np.uint8)) > 0, labels, 0)
    spare = (JOIN_PX - RIM_PX) // 2  # a shape grows by half of either
    boxes = [(x + spare, y + spare, w - 2 * spare, h - 2 * spare) for x, y, w, h, _ in stats[1:]]
    largest = max((w * h for _, _, w, h in boxes), default=0)
    tables = set(_tables(own, texts).tolist())
    found = []
    for index, box in enumerate(boxes, 1):
        _, _, w, h = box
        small = max(w, h) < LEAST_LONG_PX or min(w, h) < LEAST_SHORT_PX or w * h < LEAST_SHARE * largest
        if small or index in tables:
            continue
        found.append((box, np.where(_cut(own, box) == index, _cut(dark, box), 0)))
    return found


def _open(dark: np.ndarray, taken: list[tuple]) -> list[tuple[tuple, np.ndarray]]:
    """Views whose outline does not close: cut off by the page's edge, or torn by a bad scan."""
    near = cv2.dilate((dark > 0).astype(np.uint8), np.ones((OPEN_JOIN_PX, OPEN_JOIN_PX), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=4)
    found = []
    for index, (*wide, _) in enumerate(stats[1:], 1):
        ink = np.where(_cut(labels, wide) == index, _cut(dark, wide), 0)
        x, y, w, h = cv2.boundingRect((ink > 0).astype(np.uint8))
        box = (wide[0] + x, wide[1] + y, w, h)
        if max(w, h) >= OPEN_LONG_PX and min(w, h) >= LEAST_LONG_PX and not any(_overlap(box, other) for other in taken):
            found.append((box, _cut(ink, (x, y, w, h))))
    return found


def _cut(image: np.ndarray, box) -> np.ndarray:
    x, y, w, h = box
    return image[y : y + h, x : x + w]


def _overlap(a, b) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def _tables(own: np.ndarray, texts: list[Text]) -> np.ndarray:
    """The numbers of the shapes in which several texts of a title block or a table stand."""
    height, width = own.shape
    middles = np.array([text.quad.mean(0) for text in texts if text.kind in TABLE_KINDS]).reshape(-1, 2).astype(int)
    inside = middles[((middles >= 0) & (middles < (width, height))).all(1)]
    numbers, counts = np.unique(own[inside[:, 1], inside[:, 0]], return_counts=True)
    return numbers[counts >= TABLE_TEXTS]


def picture(ink: np.ndarray) -> np.ndarray:
    """The view as the net sees it: as large as fits, lying on its longer side, its heavier end to the left and above."""
    ink = upright(ink)
    height, width = ink.shape
    scale = (SIDE_PX - 2 * MARGIN_PX) / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(ink, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    shown = np.zeros((SIDE_PX, SIDE_PX), np.uint8)
    left, top = (SIDE_PX - size[0]) // 2, (SIDE_PX - size[1]) // 2
    shown[top : top + size[1], left : left + size[0]] = small
    return 255 - strengthened(shown)


def upright(ink: np.ndarray) -> np.ndarray:
    """One of the eight ways to lay a view down, so that turned and mirrored drawings mostly look the same."""
    if ink.shape[0] > ink.shape[1]:
        ink = np.rot90(ink)
    columns, rows = ink.sum(0, dtype=np.float64), ink.sum(1, dtype=np.float64)
    if _leans_back(columns):
        ink = ink[:, ::-1]
    if _leans_back(rows):
        ink = ink[::-1]
    return np.ascontiguousarray(ink)


def _leans_back(weights: np.ndarray) -> bool:
    """Does the longer tail point towards the beginning?"""
    at = np.arange(len(weights)) - np.average(np.arange(len(weights)), weights=weights + 1e-9)
    return float((weights * at**3).sum()) < 0


def strengthened(ink: np.ndarray) -> np.ndarray:
    """Lines that a reduction made pale are dark again: so dark that few pixels are darker is black."""
    dark = ink[ink > 0]
    if not dark.size:
        return ink
    peak = max(40.0, float(np.percentile(dark, STRONG)))
    return np.clip(ink * (255.0 / peak), 0, 255).astype(np.uint8)


def weights(views: list[View]) -> list[float]:
    """What each counts for in the sheet's vector: the overview its share, the views as the sides of their boxes, so that no view
    drowns the others; those by the weight of lines their share together."""
    overview = OVERVIEW_SHARE if any(view.is_overview for view in views) else 0.0
    outlined = OUTLINED_SHARE if any(view.is_outlined for view in views) else 0.0
    sides = [0.0 if view.is_overview else float(view.box[2] * view.box[3]) ** 0.5 for view in views]
    total = {kind: sum(side for view, side in zip(views, sides, strict=True) if view.is_outlined == kind) for kind in (False, True)}
    share = {False: (1 - outlined) * (1 - overview), True: outlined}
    return [
        (1 - outlined) * overview if view.is_overview else share[view.is_outlined] * side / total[view.is_outlined]
        for view, side in zip(views, sides, strict=True)
    ]
