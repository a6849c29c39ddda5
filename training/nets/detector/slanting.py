"""Slanting texts, looked at again: cut out of the page so that they stand level, where the net knows angles, ends and lines best."""

from dataclasses import replace

import cv2
import numpy as np

from draughtsman.geometry import angle_of, size_of

from ..saying import Say
from .decode import Found, decode, holds
from .net import SIDE_MULTIPLE

SLANT_DEG = 3.0  # off the sheet's axes
AROUND = 2.5  # times its height: what of the page is shown on each side of a text
LOOKS = 2
LONG_ENOUGH = 1.2  # times as long as high; a lone digit says nothing new at a second look (`turn.py` asks the reader)


def again(say: Say, page: np.ndarray, founds: list[Found], threshold: float, line_threshold: float) -> list[Found]:
    """The same texts, the slanting ones as a second look finds them. `page` and quads are in the net's pixels."""
    kept: list[Found] = []
    for found in sorted(founds, key=lambda found: -found.score):
        if _off_axis_deg(found.quad) > SLANT_DEG and _elongation(found.quad) > LONG_ENOUGH:
            if any(holds(other.quad, found.quad.mean(0)) for other in kept):
                continue  # a piece of a text that the second look found whole
            for _ in range(LOOKS):
                found = _look(say, page, found, threshold, line_threshold)
        kept.append(found)
    return kept


def _elongation(quad: np.ndarray) -> float:
    width, height = size_of(quad)
    return width / height


def _off_axis_deg(quad: np.ndarray) -> float:
    return abs((angle_of(quad[1] - quad[0]) + 45.0) % 90.0 - 45.0)


def _look(say: Say, page: np.ndarray, found: Found, threshold: float, line_threshold: float) -> Found:
    width, height = size_of(found.quad)
    side = -(-int(width + 2 * AROUND * height) // SIDE_MULTIPLE) * SIDE_MULTIPLE
    along = (found.quad[1] - found.quad[0]) / width
    turn = np.array([along, (-along[1], along[0])])  # window's axes on the page, as rows
    shift = side / 2 - turn @ found.quad.mean(0)
    # Pixel centres lie at halves.
    window_from_page = np.column_stack([turn, shift + turn @ (0.5, 0.5) - 0.5])
    window = cv2.warpAffine(page, window_from_page, (side, side), flags=cv2.INTER_LINEAR, borderValue=255)
    seen = decode(say(window[None, None])[0], threshold, line_threshold, settle=False)
    middle = np.array([side / 2, side / 2])
    same = [other for other in seen if holds(other.quad, middle)]
    if not same:
        return found
    best = max(same, key=lambda other: other.score)
    return replace(
        best,
        kind=found.kind,
        score=max(found.score, best.score),
        quad=(best.quad - shift) @ turn,
        lines=[(line - shift) @ turn for line in best.lines],
    )
