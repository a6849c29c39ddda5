"""What the net said → boxes: the blocks of text with their kind and score, and the lines within each."""

from dataclasses import dataclass, field

import cv2
import numpy as np

from draughtsman.scene import KINDS

from .net import ALONG, BLOCK, CORE, END_LIMIT, KIND, LINE, REACH_PX, ROW, STRIDE
from .targets import SHRINK

# Symbols in a box of their own may touch a size: they are kept apart by kind. Plain texts never touch end to end, so their
# cells are joined first and then vote on the kind; else a note with a number in it would fall to pieces.
SYMBOLS = ('gdt', 'surface', 'datum', 'balloon')
HOLDERS = ('surface', 'datum', 'balloon')  # drawn around a text that is smaller than they are
GROUP = np.array([1 + SYMBOLS.index(kind) if kind in SYMBOLS else 0 for kind in KINDS])
LEAST_CELLS = 3
SNAP_DEG = 6.0  # short texts take the sheet's own axes; their own angle is not sure enough
LONG_SNAP_DEG = 1.5
MOST_TURN_DEG = 15.0
LONG = 2.5  # times as long as high: such a text tells the sheet's skew


@dataclass
class Found:
    kind: str
    score: float
    quad: np.ndarray
    line_height: float = 0.0  # as the net says of its rows, whether or not they were told apart
    lines: list[np.ndarray] = field(default_factory=list)


@dataclass
class _Blob:
    """Cells that belong together, in pixels, with how sure each is."""

    points: np.ndarray
    sure: np.ndarray
    said: np.ndarray  # channels × cells

    @property
    def angle_deg(self) -> float:
        """As the net says; of a long text, a third of the way to how its cells lie."""
        x, y = (self.said[ALONG] * self.sure).sum(1)
        said = float(np.degrees(np.arctan2(y, x)))
        if len(self.points) < 2 * LEAST_CELLS:
            return said
        spread, axes = np.linalg.eigh(np.cov((self.points - self.points.mean(0)).T))
        if spread[1] < LONG**2 * max(float(spread[0]), STRIDE**2 / 12):
            return said
        lies = float(np.degrees(np.arctan2(axes[1, 1], axes[0, 1])))
        turn = (lies - said + 90) % 180 - 90
        return said + turn / 3 if abs(turn) < MOST_TURN_DEG else said


def decode(said: np.ndarray, threshold: float, line_threshold: float) -> list[Found]:
    """`said` is channels × rows × columns; quads come in pixels of the input."""
    core, line = _sigmoid(said[CORE]), _sigmoid(said[LINE])
    group = GROUP[said[KIND].argmax(0)]
    blobs = [blob for index in np.unique(group[core > threshold]) for blob in _blobs(said, core, (core > threshold) & (group == index))]
    angles = _settled([blob.angle_deg for blob in blobs], [_elongation(blob) for blob in blobs])
    founds = [found for blob, angle in zip(blobs, angles, strict=True) if (found := _block(blob, angle)) is not None]
    _give_lines(founds, _blobs(said, line, line > line_threshold))
    return founds


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def _blobs(said: np.ndarray, sure: np.ndarray, mask: np.ndarray) -> list[_Blob]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    blobs = []
    for index in range(1, count):
        x, y, width, height, area = stats[index]
        if area < LEAST_CELLS:
            continue
        rows, columns = np.nonzero(labels[y : y + height, x : x + width] == index)
        rows, columns = rows + y, columns + x
        points = np.stack([(columns + 0.5) * STRIDE, (rows + 0.5) * STRIDE], 1)
        blobs.append(_Blob(points, sure[rows, columns], said[:, rows, columns]))
    return blobs


def _elongation(blob: _Blob) -> float:
    angle = np.radians(blob.angle_deg)
    along = np.array([np.cos(angle), np.sin(angle)])
    spread = np.ptp(blob.points @ along) + STRIDE
    return float(spread / max(STRIDE, np.ptp(blob.points @ np.array([-along[1], along[0]])) + STRIDE))


def _settled(angles_deg: list[float], elongations: list[float]) -> list[float]:
    """Turns short texts to the sheet's axes, whose skew the long texts tell."""
    off_axis = np.array([(a + 45) % 90 - 45 for a in angles_deg])
    long = (np.array(elongations) > LONG) & (np.abs(off_axis) < SNAP_DEG) if len(off_axis) else np.zeros(0, bool)
    skew = float(np.median(off_axis[long])) if long.sum() >= 5 else 0.0
    reach = np.where(np.array(elongations) > LONG, LONG_SNAP_DEG, SNAP_DEG)
    return [angle - off + skew if abs(off - skew) < r else angle for angle, off, r in zip(angles_deg, off_axis, reach, strict=True)]


def _block(blob: _Blob, angle_deg: float) -> Found | None:
    along, down = _axes(angle_deg)
    x, y = blob.points @ along, blob.points @ down
    to_top, to_bottom, to_left, to_right = blob.said[BLOCK] * REACH_PX
    top, bottom = np.average(y - to_top, weights=blob.sure), np.average(y + to_bottom, weights=blob.sure)
    height = max(bottom - top, 3.0)
    left = _end(x - to_left, to_left, blob.sure, x.min() - SHRINK * height)
    right = _end(x + to_right, to_right, blob.sure, x.max() + SHRINK * height)
    if right - left < 2:
        return None
    votes = (_softmax(blob.said[KIND]) * blob.sure).sum(1)
    kind = int(votes.argmax())
    row_height = float(np.average(blob.said[ROW].sum(0) * REACH_PX, weights=blob.sure))
    score = float(np.average(blob.sure, weights=blob.sure))
    return Found(KINDS[kind], score, _quad(along, down, left, top, right, bottom), row_height)


def _end(place: np.ndarray, distance: np.ndarray, sure: np.ndarray, otherwise: float) -> float:
    """Where the box ends, by the cells near enough to know; else where the core ends."""
    near = distance < (END_LIMIT - 0.5) * REACH_PX
    return float(np.average(place[near], weights=sure[near])) if near.sum() >= 2 else float(otherwise)


def _axes(angle_deg: float) -> tuple[np.ndarray, np.ndarray]:
    along = np.array([np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))])
    return along, np.array([-along[1], along[0]])


def _quad(along, down, left, top, right, bottom) -> np.ndarray:
    return np.array([along * left + down * top, along * right + down * top, along * right + down * bottom, along * left + down * bottom])


def _softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(0))
    return powers / powers.sum(0)


def _give_lines(founds: list[Found], blobs: list[_Blob]) -> None:
    """Each line goes to the block that holds its middle. A plain text with one line, or a block without, is its own line."""
    parts: list[list[np.ndarray]] = [[] for _ in founds]
    for blob in blobs:
        middle = np.average(blob.points, axis=0, weights=blob.sure)
        for found, lines in zip(founds, parts, strict=True):
            if _holds(found.quad, middle):
                lines.append(_line(blob, found.quad))
                break
    for found, lines in zip(founds, parts, strict=True):
        own = len(lines) > 1 or (lines and found.kind in HOLDERS)
        found.lines = lines if own else [found.quad]


def _holds(quad: np.ndarray, point: np.ndarray) -> bool:
    return cv2.pointPolygonTest(quad.astype(np.float32), (float(point[0]), float(point[1])), False) > 0


def _line(blob: _Blob, block: np.ndarray) -> np.ndarray:
    along = (block[1] - block[0]) / np.hypot(*(block[1] - block[0]))
    down = np.array([-along[1], along[0]])
    x, y = blob.points @ along, blob.points @ down
    to_top, to_bottom = blob.said[ROW] * REACH_PX
    top, bottom = np.average(y - to_top, weights=blob.sure), np.average(y + to_bottom, weights=blob.sure)
    spare = SHRINK * (bottom - top)
    left, right = max(x.min() - STRIDE / 2 - spare, block[0] @ along), min(x.max() + STRIDE / 2 + spare, block[1] @ along)
    return _quad(along, down, left, top, right, bottom)
