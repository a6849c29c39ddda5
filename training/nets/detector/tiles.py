"""A chunk of training data: a few sheets, cut into tiles with their faults and targets."""

import cv2
import numpy as np

from draughtsman.faults import spoil_tile
from draughtsman.page import Sheet, draw_page
from draughtsman.scene import KINDS, Stroke

from ..image import stretched
from .targets import TileLabel, draw_targets

SIDE_PX = 384
BATCH = 8
PAGES_IN_CHUNK = 8
LABELS_PER_TILE = 2.5
MOST_TILES_PER_PAGE = 40
BOX_PX = 20.0  # the height at which the net sees the box of a dimension's text
CAPS_PER_BOX = 1.2  # such a box is this many capitals high
SCALE_SPREAD = 0.28  # natural logarithm, each way

LABELLED_SHARE = 0.76  # of the tiles: around a text
DRAWN_SHARE = 0.16  # around something drawn, text or not: what is no text must be learnt too

TURNED_SHARE = 0.25
LEANING_SHARE = 0.08

KIND_INDEX = {kind: index for index, kind in enumerate(KINDS)}


def make_chunk(seed: int, index: int) -> list[tuple]:
    random = np.random.default_rng([seed, index])
    tiles = [tile for _ in range(PAGES_IN_CHUNK) for tile in tiles_of(draw_page(random), random)]
    order = random.permutation(len(tiles))
    whole = len(tiles) // BATCH * BATCH
    return [_batch([tiles[i] for i in order[start : start + BATCH]]) for start in range(0, whole, BATCH)]


def _batch(tiles: list[tuple[np.ndarray, list[TileLabel]]]) -> tuple:
    targets = [draw_targets(labels, SIDE_PX) for _, labels in tiles]
    images = np.stack([image for image, _ in tiles])[:, None]
    return (images, *(np.stack(field) for field in zip(*targets, strict=True)))


def tiles_of(sheet: Sheet, random: np.random.Generator) -> list[tuple[np.ndarray, list[TileLabel]]]:
    """Tiles of a sheet, most of them where something is written, at the scale the net is used at, give or take."""
    px_per_mm = BOX_PX / (CAPS_PER_BOX * sheet.habit.text_mm) * float(np.exp(random.uniform(-0.15, 0.15)))
    page = sheet.render(px_per_mm)
    labels = [
        TileLabel(KIND_INDEX[label.kind], label.quad * px_per_mm, tuple(line.quad * px_per_mm for line in label.lines))
        for label in sheet.labels
    ]
    weights = np.array([_interest(label) for label in labels])
    count = int(np.clip(len(labels) / LABELS_PER_TILE, 4, MOST_TILES_PER_PAGE))
    strokes = [item for item in sheet.scene.items if isinstance(item, Stroke)]
    severity = float(random.uniform(0.0, 1.0))
    tiles = []
    for _ in range(count):
        chance = random.random()
        if len(labels) and chance < LABELLED_SHARE:
            middle = labels[int(random.choice(len(labels), p=weights / weights.sum()))].quad.mean(0) + random.normal(0, SIDE_PX / 5, 2)
        elif strokes and chance < LABELLED_SHARE + DRAWN_SHARE:
            middle = _drawn_place(strokes, random) * px_per_mm
        else:
            middle = random.uniform((0, 0), (page.shape[1], page.shape[0]))
        image, kept = _cut(page, labels, middle, random)
        tiles.append((stretched(spoil_tile(image, random, severity)), kept))
    return tiles


def _drawn_place(strokes: list[Stroke], random: np.random.Generator) -> np.ndarray:
    points = strokes[int(random.integers(len(strokes)))].points
    return points[int(random.integers(len(points)))]


def _interest(label: TileLabel) -> float:
    """How much a tile around this text teaches: sheets are full of title blocks, and what is rare must still be learnt."""
    if KINDS[label.kind] in ('note', 'title', 'table', 'zone'):
        return 1.0
    along = label.quad[1] - label.quad[0]
    slanting = min(abs(along)) > 0.1 * max(abs(along))
    return 3.0 * (2.5 if len(label.lines) > 1 else 1.0) * (2.0 if slanting else 1.0)


def _cut(page: np.ndarray, labels: list[TileLabel], middle: np.ndarray, random: np.random.Generator):
    spread = SCALE_SPREAD - 0.15
    scale = float(np.exp(random.uniform(-spread, spread)))
    angle = np.radians(_turn_deg(random))
    cos, sin = scale * np.cos(angle), scale * np.sin(angle)
    tile_from_page = np.array([[cos, -sin, 0.0], [sin, cos, 0.0]])
    tile_from_page[:, 2] = SIDE_PX / 2 - tile_from_page[:, :2] @ middle
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    image = cv2.warpAffine(page, tile_from_page, (SIDE_PX, SIDE_PX), flags=how, borderValue=255)

    def moved(quad):
        return quad @ tile_from_page[:, :2].T + tile_from_page[:, 2]

    kept = []
    for label in labels:
        quad = moved(label.quad)
        if quad.max(0).min() < 4 or quad.min(0).max() > SIDE_PX - 4:
            continue
        quad = _clipped(quad)
        if quad is not None:
            lines = [clipped for line in label.lines if (clipped := _clipped(moved(line))) is not None]
            kept.append(TileLabel(label.kind, quad, tuple(lines)))
    return image, kept


def _turn_deg(random: np.random.Generator) -> float:
    """Most tiles stand as they are, some are skewed like a scan, and some are turned: slanting texts are rare on sheets, and a
    net that met only those would know neither their angle nor their ends. Some lean a little, as what is looked at twice does."""
    chance = random.random()
    if chance < TURNED_SHARE:
        return float(random.uniform(-65, 65))
    if chance < TURNED_SHARE + LEANING_SHARE:
        return float(random.normal(0, 5.0))
    return float(random.normal(0, 1.0)) if chance < 0.55 else 0.0


def _clipped(quad: np.ndarray) -> np.ndarray | None:
    """The part of a box that the tile shows, along the reading direction; None if hardly anything is left."""
    start, end = (quad[0] + quad[3]) / 2, (quad[1] + quad[2]) / 2
    length = float(np.hypot(*(end - start)))
    along = (end - start) / max(length, 1e-6)
    first, last = 0.0, length
    for axis in (0, 1):
        if abs(along[axis]) < 1e-6:
            if not 0 < start[axis] < SIDE_PX:
                return None
            continue
        enter, leave = sorted(((0 - start[axis]) / along[axis], (SIDE_PX - start[axis]) / along[axis]))
        first, last = max(first, enter), min(last, leave)
    if last - first < min(5.0, 0.5 * length):
        return None
    return np.stack([quad[0] + along * first, quad[0] + along * last, quad[3] + along * last, quad[3] + along * first])
