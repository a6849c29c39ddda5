"""A chunk of training data: a few families, some drawings of each of their parts, their pictures roughened on the way."""

import cv2
import numpy as np

from .drawn import Drawn, drawn
from .views import MARGIN_PX, SIDE_PX

POOL = 2000  # families that training draws from
FAMILIES_IN_BATCH = 8
BATCHES_IN_CHUNK = 2
DRAWINGS_OF_EACH = 2
VIEWS_OF_DRAWING = 4  # the overview among them
LABELS_OF_FAMILY = 64
VARIANTS_OF_FAMILY = 8


def make_chunk(seed: int, index: int) -> list[tuple]:
    random = np.random.default_rng([seed, index])
    return [_batch(_families(seed, index * BATCHES_IN_CHUNK + step), seed, random) for step in range(BATCHES_IN_CHUNK)]


def _families(seed: int, batch: int) -> np.ndarray:
    """Each family once before any comes again."""
    batches = POOL // FAMILIES_IN_BATCH
    order = np.random.default_rng([seed, batch // batches, 7]).permutation(POOL)
    first = batch % batches * FAMILIES_IN_BATCH
    return order[first : first + FAMILIES_IN_BATCH]


def _batch(families: np.ndarray, seed: int, random: np.random.Generator) -> tuple:
    pictures, labels, parts, drawings, weights = [], [], [], [], []
    count = 0
    for family in families:
        kept = drawn(int(family), seed)
        for row_sets in _picked(kept, random):
            for rows in row_sets:
                pictures += [roughened(kept.pictures[row], random) for row in rows]
                known = kept.label[rows] >= 0
                labels += np.where(known, kept.label[rows] + LABELS_OF_FAMILY * family, -1).tolist()
                parts += (kept.variant[rows] + VARIANTS_OF_FAMILY * family).tolist()
                weights += (kept.weight[rows] / kept.weight[rows].sum()).tolist()
                drawings += [count] * len(rows)
                count += 1
    return (
        np.stack(pictures)[:, None], np.array(labels, np.int64), np.array(parts, np.int64), np.array(drawings, np.int64),
        np.array(weights, np.float32),
    )  # fmt: skip


def _picked(kept: Drawn, random: np.random.Generator) -> list[list[np.ndarray]]:
    """For each part of the family, the rows of two of its drawings."""
    picked = []
    for variant in np.unique(kept.variant):
        own = np.unique(kept.drawing[kept.variant == variant])
        chosen = random.permutation(own)[:DRAWINGS_OF_EACH]
        picked.append([np.flatnonzero(kept.drawing == drawing)[:VIEWS_OF_DRAWING] for drawing in chosen])
    return picked


def roughened(picture: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Another cut, pen and copy of the same view."""
    ink = 255 - picture
    if random.random() < 0.25:
        ink = np.rot90(ink[:, ::-1] if random.random() < 0.5 else ink, int(random.integers(4)))
    ink = cv2.warpAffine(np.ascontiguousarray(ink), _jitter(random), (SIDE_PX, SIDE_PX), flags=cv2.INTER_LINEAR)
    if random.random() < 0.3:
        ink = _pen(ink, random)
    if random.random() < 0.3:
        _litter(ink, random)
    if random.random() < 0.25:
        ink = cv2.add(ink, random.normal(0, random.uniform(4, 25), ink.shape), dtype=cv2.CV_8U)
    ink = cv2.convertScaleAbs(ink, alpha=float(random.uniform(0.6, 1.25)))
    return 255 - ink


def _jitter(random: np.random.Generator) -> np.ndarray:
    """A little shift, turn and stretch; now and then a cut that shows only a part of the view, as large as fits."""
    zoom = float(random.uniform(0.9, 1.06)) * (float(random.uniform(1.1, 1.6)) if random.random() < 0.12 else 1.0)
    stretch = float(np.exp(random.normal(0, 0.03)))
    angle = np.radians(random.normal(0, 1.5))
    cos, sin = np.cos(angle), np.sin(angle)
    linear = zoom * np.array([[cos * stretch, -sin], [sin, cos / stretch]])
    middle = np.full(2, SIDE_PX / 2)
    reach = max(3.0, (zoom - 1) * (SIDE_PX / 2 - MARGIN_PX))
    return np.hstack([linear, (middle - linear @ middle + random.uniform(-reach, reach, 2))[:, None]])


def _pen(ink: np.ndarray, random: np.random.Generator) -> np.ndarray:
    kind = int(random.integers(3))
    if kind == 0:
        return cv2.dilate(ink, np.ones((2, 2), np.uint8))
    if kind == 1:
        return cv2.GaussianBlur(ink, (0, 0), float(random.uniform(0.4, 1.0)))
    return cv2.addWeighted(ink, 0.5, cv2.erode(ink, np.ones((2, 2), np.uint8)), 0.5, 0)


def _litter(ink: np.ndarray, random: np.random.Generator) -> None:
    """What masking leaves or takes wrongly: holes where a text stood, stray lines and leaders."""
    for _ in range(int(random.integers(1, 4))):
        start = random.uniform(0, SIDE_PX, 2)
        if random.random() < 0.5:
            size = random.uniform(6, 26, 2) if random.random() < 0.5 else random.uniform(4, 12, 2)
            (x0, y0), (x1, y1) = np.clip([start, start + size], 0, SIDE_PX).astype(int)
            ink[y0:y1, x0:x1] = 0
        else:
            end = start + random.normal(0, 40, 2) * (random.random(2) < 0.7)
            cv2.line(ink, start.astype(int).tolist(), end.astype(int).tolist(), int(random.integers(80, 256)), 1, cv2.LINE_AA)
