"""Short texts that seem to slant, set upright where they read better so: a digit or two hardly tell their own angle.

On sheets nearly all of them stand along the axes; the reader is surer of them upright than askew, and decides.
"""

import numpy as np

from draughtsman.geometry import angle_of, rotated, size_of

from .detector.decode import Found
from .detector.slanting import SLANT_DEG
from .measure import is_measure
from .reader.crop import crop
from .reader.spell import read
from .saying import Say

SHORT = 1.6  # times as long as high
SURE = 0.9  # of a reading: such a one decides


def set_upright(reader: Say, page: np.ndarray, founds: list[Found]) -> None:
    """Turns the quads of short sizes, in place, to the way that reads best: as found, or along one of the two axes beside it."""
    short = [found for found in founds if _is_short(found) and abs(_off_axis_deg(found.quad)) > SLANT_DEG]
    ways = [_ways(found.quad) for found in short]
    readings = iter(read(reader, [crop(page, quad, found.kind) for found, quads in zip(short, ways, strict=True) for quad in quads]))
    for found, quads in zip(short, ways, strict=True):
        said = [next(readings) for _ in quads]
        worth = [reading.score if is_measure(reading.text) else 0.0 for reading in said]
        if worth[0] < SURE <= max(worth):  # a ring or a screw reads as a digit some way, but never surely
            found.quad = quads[int(np.argmax(worth))]
            found.lines = [found.quad]


def _is_short(found: Found) -> bool:
    width, height = size_of(found.quad)
    return found.kind == 'dimension' and len(found.lines) == 1 and width < SHORT * height


def _off_axis_deg(quad: np.ndarray) -> float:
    return (angle_of(quad[1] - quad[0]) + 45.0) % 90.0 - 45.0


def _ways(quad: np.ndarray) -> list[np.ndarray]:
    off = _off_axis_deg(quad)
    other = off - 90.0 if off > 0 else off + 90.0
    return [quad, *(rotated(quad, -turn, quad.mean(0)) for turn in (off, other))]
