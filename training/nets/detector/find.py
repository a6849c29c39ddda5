"""A whole page → its texts: at the scale the net was taught, found from the page itself."""

import cv2
import numpy as np

from ..image import even, stretched
from ..saying import Say
from .decode import Found, decode
from .net import SIDE_MULTIPLE
from .tiles import BOX_PX

START_SIDES_PX = (1150, 2600)  # the two sizes of page at which one looks for text first
LARGEST_SIDE_PX = 5600
SIZES_SEEN_PX = (12.0, 34.0)  # box heights that the net can be trusted with
MEASURED = ('dimension', 'thread')


def find(say: Say, grey: np.ndarray, threshold: float, line_threshold: float) -> list[Found]:
    """Texts of a page, in its own pixels."""
    page = even(grey)
    scale = best_scale(say, page, threshold, line_threshold)
    return _at_scale(say, page, scale, threshold, line_threshold)


def best_scale(say: Say, page: np.ndarray, threshold: float, line_threshold: float) -> float:
    """The scale that brings the boxes of dimensions to BOX_PX: that of the better of two looks, refined by what it found."""
    longest = max(page.shape)
    best = (0.0, 1600 / longest)
    for side in START_SIDES_PX:
        scale = side / longest
        founds = _at_scale(say, page, scale, threshold, line_threshold)
        rows = [(height * scale, f.score) for f in founds if f.kind in MEASURED and (height := _line_height(f)) > 0]
        trusted = [(height, score) for height, score in rows if SIZES_SEEN_PX[0] < height < SIZES_SEEN_PX[1] and score > 0.6]
        if trusted:
            worth = sum(score for _, score in trusted)
            if worth > best[0]:
                best = (worth, scale * BOX_PX / float(np.median([height for height, _ in trusted])))
    return min(best[1], LARGEST_SIDE_PX / longest)


def _line_height(found: Found) -> float:
    return max(float(np.hypot(*(line[3] - line[0]))) for line in found.lines)


def _at_scale(say: Say, page: np.ndarray, scale: float, threshold: float, line_threshold: float) -> list[Found]:
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    resized = stretched(cv2.resize(page, None, fx=scale, fy=scale, interpolation=how))
    height, width = resized.shape
    padded = np.full([-(-side // SIDE_MULTIPLE) * SIDE_MULTIPLE for side in (height, width)], 255, np.uint8)
    padded[:height, :width] = resized
    said = say(padded[None, None])[0]
    founds = decode(said, threshold, line_threshold)
    for found in founds:
        found.quad = found.quad / scale
        found.lines = [line / scale for line in found.lines]
    return founds
