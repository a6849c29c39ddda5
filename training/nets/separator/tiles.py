"""A chunk of training data: sheets and drawings cut out of sheets, in tiles, and which of their ink the part's edges are."""

import cv2
import numpy as np

from draughtsman.faults import spoil_tile
from draughtsman.page import draw_page
from draughtsman.part import sample_part
from draughtsman.render import render
from draughtsman.scene import Scene, Stroke
from families import redraw

from ..image import stretched
from .net import INK, LONG_SIDE_PX, in_cells

SIDE_PX = 320
BATCH = 8
DRAWINGS_IN_CHUNK = 8
TILES_OF_DRAWING = 12
WHOLE_SHEETS = 0.6
ZOOM = (0.5, 1.3)  # against the size that a page is looked at in: sheets are reduced, and pieces of sheets enlarged
ON_PART, ON_STROKES = 0.6, 0.9  # of the tiles: around an edge of the part; around any stroke
LEAN_DEG = 1.5
EDGE = 100  # what the part alone would darken by so much, of 255, is its edge


def make_chunk(seed: int, index: int) -> list[tuple]:
    random = np.random.default_rng([seed, index])
    tiles = [tile for _ in range(DRAWINGS_IN_CHUNK) for tile in tiles_of(random)]
    order = random.permutation(len(tiles))
    return [_batch([tiles[i] for i in order[start : start + BATCH]]) for start in range(0, len(tiles), BATCH)]


def _batch(tiles: list[tuple[np.ndarray, np.ndarray]]) -> tuple:
    pages, edges = (np.stack(field) for field in zip(*tiles, strict=True))
    return pages[:, None], in_cells(edges.astype(np.uint8)), in_cells((pages < 255 - INK).astype(np.uint8))


def tiles_of(random: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    """Stretched pixels, and where the part's edges lie."""
    scene, px_per_mm = _drawing(random)
    px_per_mm *= float(np.exp(random.uniform(*np.log(ZOOM))))
    page, part = render(scene, px_per_mm), render(scene, px_per_mm, only_part=True)
    strokes = [item for item in scene.items if isinstance(item, Stroke)]
    severity = float(random.uniform(0, 1))
    return [_tile(page, part, _middle(page, strokes, px_per_mm, random), severity, random) for _ in range(TILES_OF_DRAWING)]


def _drawing(random: np.random.Generator) -> tuple[Scene, float]:
    if random.random() < WHOLE_SHEETS:
        scene = draw_page(random).scene
        return scene, LONG_SIDE_PX / max(scene.width_mm, scene.height_mm)
    drawing = redraw(sample_part(random), random, whole_sheet=False, bare_share=0.1)
    return drawing.scene, drawing.px_per_mm


def _middle(page: np.ndarray, strokes: list[Stroke], px_per_mm: float, random: np.random.Generator) -> np.ndarray:
    chance = random.random()
    if chance < ON_PART:
        strokes = [stroke for stroke in strokes if stroke.of_part] or strokes
    if not strokes or chance > ON_STROKES:
        return random.uniform((0, 0), page.shape[::-1])
    points = strokes[int(random.integers(len(strokes)))].points
    return points[int(random.integers(len(points)))] * px_per_mm + random.normal(0, SIDE_PX / 5, 2)


def _tile(page: np.ndarray, part: np.ndarray, middle: np.ndarray, severity: float, random: np.random.Generator):
    turn = cv2.getRotationMatrix2D(tuple(middle), float(random.normal(0, LEAN_DEG)) * (random.random() < 0.4), 1.0)
    turn[:, 2] += SIDE_PX / 2 - middle

    def cut(image: np.ndarray) -> np.ndarray:
        return cv2.warpAffine(image, turn, (SIDE_PX, SIDE_PX), flags=cv2.INTER_LINEAR, borderValue=255)

    quarters, mirrored = int(random.integers(4)) if random.random() < 0.3 else 0, random.random() < 0.1
    spoilt = stretched(spoil_tile(cut(page), random, severity))
    return tuple(_laid(image, quarters, mirrored) for image in (spoilt, is_edge(cut(part))))


def is_edge(part: np.ndarray) -> np.ndarray:
    """Of a rendering of the part alone."""
    return part < 255 - EDGE


def _laid(image: np.ndarray, quarters: int, mirrored: bool) -> np.ndarray:
    return np.ascontiguousarray(np.rot90(image[:, ::-1] if mirrored else image, quarters))
