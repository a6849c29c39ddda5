"""A whole page → its texts: at the scale the net was taught, found from the page itself."""

import cv2
import numpy as np

from draughtsman.geometry import size_of

from ..image import even, stretched
from ..saying import Say
from .decode import Found, decode
from .net import SIDE_MULTIPLE
from .slanting import again
from .tiles import BOX_PX

START_SIDES_PX = (1150, 2600)  # the two sizes of page at which one looks for text first
LARGEST_SIDE_PX = 5600
SIZES_SEEN_PX = (12.0, 34.0)  # box heights that the net can be trusted with
MEASURED = ('dimension', 'thread')
TRUSTED_SCORE = 0.6


def find(say: Say, grey: np.ndarray, threshold: float, line_threshold: float) -> list[Found]:
    """Texts of a page, in its own pixels."""
    page = even(grey)
    scale = best_scale(say, page, threshold, line_threshold)
    return _at_scale(say, page, scale, threshold, line_threshold, closely=True)


def best_scale(say: Say, page: np.ndarray, threshold: float, line_threshold: float) -> float:
    """The scale that brings the lines of dimensions to BOX_PX: that of the better of two looks, then refined once."""
    longest = max(page.shape)
    looks = [_look(say, page, side / longest, threshold, line_threshold) for side in START_SIDES_PX]
    worth, scale = max(looks)
    if not worth:
        return 1600 / longest
    scale = min(scale, LARGEST_SIDE_PX / longest)
    refined_worth, refined = _look(say, page, scale, threshold, line_threshold)
    return min(refined if refined_worth else scale, LARGEST_SIDE_PX / longest)


def _look(say: Say, page: np.ndarray, scale: float, threshold: float, line_threshold: float) -> tuple[float, float]:
    """How much was found at this scale, and the scale that it asks for. Long texts count more: at a scale that is far too
    large every speckle of a scan passes for a digit, but none for three."""
    founds = [f for f in _at_scale(say, page, scale, threshold, line_threshold) if f.kind in MEASURED and f.score > TRUSTED_SCORE]
    trusted = [f for f in founds if SIZES_SEEN_PX[0] < f.line_height < SIZES_SEEN_PX[1]]
    if not trusted:
        return 0.0, scale
    heights = np.array([f.line_height for f in trusted])
    weights = np.array([f.score * np.clip(size_of(f.quad)[0] * scale / f.line_height - 1, 0.05, 4) for f in trusted])
    order = np.argsort(heights)
    middle = heights[order][np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2)]
    return float(weights.sum()), scale * BOX_PX / float(middle)


def _at_scale(say: Say, page: np.ndarray, scale: float, threshold: float, line_threshold: float, closely: bool = False) -> list[Found]:
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    resized = stretched(cv2.resize(page, None, fx=scale, fy=scale, interpolation=how))
    height, width = resized.shape
    padded = np.full([-(-side // SIDE_MULTIPLE) * SIDE_MULTIPLE for side in (height, width)], 255, np.uint8)
    padded[:height, :width] = resized
    said = say(padded[None, None])[0]
    founds = decode(said, threshold, line_threshold)
    if closely:
        founds = again(say, padded, founds, threshold, line_threshold)
    for found in founds:
        found.quad = found.quad / scale  # line_height stays in the net's pixels
        found.lines = [line / scale for line in found.lines]
    return founds
