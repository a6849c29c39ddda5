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
# Texts take the sheet's own axes where their own angle is not sure enough: within 15° over their elongation, but at most and at
# least within so many degrees.
SQUARE_SNAP_DEG, SNAP_DEG, LONG_SNAP_DEG = 15.0, 6.0, 1.5
LONG = 2.5  # times as long as high: such a text tells the sheet's skew
# How a line's cells lie tells its angle better than the net does, the more the longer it is: nothing and all at these elongations.
LYING = (2.5, 8.0)
MOST_TURN_DEG = 30.0


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
        """As the net says."""
        x, y = (self.said[ALONG] * self.sure).sum(1)
        return float(np.degrees(np.arctan2(y, x)))

    @property
    def middle(self) -> np.ndarray:
        return np.average(self.points, axis=0, weights=self.sure)

    @property
    def lying(self) -> tuple[float, float]:
        """The angle along which the cells lie, and how many times longer than high they do."""
        if len(self.points) < 2 * LEAST_CELLS:
            return 0.0, 1.0
        spread, axes = np.linalg.eigh(np.cov(self.points.T))
        return float(np.degrees(np.arctan2(axes[1, 1], axes[0, 1]))), float(np.sqrt(spread[1] / max(float(spread[0]), STRIDE**2 / 12)))


def decode(said: np.ndarray, threshold: float, line_threshold: float, settle: bool = True) -> list[Found]:
    """`said` is channels × rows × columns; quads come in pixels of the input. `settle` turns short texts to the sheet's axes."""
    core, line = _sigmoid(said[CORE]), _sigmoid(said[LINE])
    group = GROUP[said[KIND].argmax(0)]
    blobs = [blob for index in np.unique(group[core > threshold]) for blob in _blobs(said, core, (core > threshold) & (group == index))]
    lines = _blobs(said, line, line > line_threshold)
    angles = [_angle_deg(blob, lines) for blob in blobs]
    if settle:
        angles = _settled(angles, [_elongation(blob) for blob in blobs])
    founds = [found for blob, angle in zip(blobs, angles, strict=True) if (found := _block(blob, angle)) is not None]
    _give_lines(founds, lines)
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


def _angle_deg(blob: _Blob, lines: list[_Blob]) -> float:
    """As the net says, or as the longest line within lies."""
    said = blob.angle_deg
    block = _block(blob, said)
    within = [line.lying for line in lines if block is not None and holds(block.quad, line.middle)]
    lies, elongation = max(within, key=lambda lying: lying[1], default=(said, 1.0))
    turn = (lies - said + 90) % 180 - 90
    share = float(np.clip((elongation - LYING[0]) / (LYING[1] - LYING[0]), 0, 1))
    return said + share * turn if abs(turn) < MOST_TURN_DEG else said


def _elongation(blob: _Blob) -> float:
    angle = np.radians(blob.angle_deg)
    along = np.array([np.cos(angle), np.sin(angle)])
    spread = np.ptp(blob.points @ along) + STRIDE
    return float(spread / max(STRIDE, np.ptp(blob.points @ np.array([-along[1], along[0]])) + STRIDE))


def _settled(angles_deg: list[float], elongations: list[float]) -> list[float]:
    """Turns short texts to the sheet's axes, whose skew the long texts tell."""
    off_axis = np.array([(a + 45) % 90 - 45 for a in angles_deg])
    elongations = np.array(elongations)
    long = (elongations > LONG) & (np.abs(off_axis) < SNAP_DEG) if len(off_axis) else np.zeros(0, bool)
    skew = float(np.median(off_axis[long])) if long.sum() >= 5 else 0.0
    reach = np.clip(SQUARE_SNAP_DEG / elongations, LONG_SNAP_DEG, SNAP_DEG)
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
        for found, lines in zip(founds, parts, strict=True):
            if holds(found.quad, blob.middle):
                lines.append(_line(blob, found.quad))
                break
    for found, lines in zip(founds, parts, strict=True):
        own = len(lines) > 1 or (lines and found.kind in HOLDERS)
        found.lines = lines if own else [found.quad]


def holds(quad: np.ndarray, point: np.ndarray) -> bool:
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
