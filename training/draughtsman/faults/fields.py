"""Random textures, cheap enough for every tile.

Grain is cut at a random place out of one fixed field: much faster than drawing as many numbers, and no eye or net
recognises the place. Clouds are small random grids, enlarged.
"""

from functools import lru_cache

import cv2
import numpy as np

FIELD_PX = 1024
GRAIN_SPREAD = 32.0
# The grey levels between a stroke and its ground that a person needs, with something in hand for later faults.
LEGIBLE = 55.0
STROKE = np.ones((3, 3), np.uint8)


@lru_cache(maxsize=1)
def _field() -> np.ndarray:
    grain = np.random.default_rng(20261121).standard_normal((FIELD_PX, FIELD_PX), np.float32)
    return np.clip(128 + GRAIN_SPREAD * grain, 0, 255).astype(np.uint8)


def grain(shape: tuple[int, int], random: np.random.Generator, cell_px: float | tuple[float, float] = 1.0) -> np.ndarray:
    """Normal noise around 128 with a spread of `GRAIN_SPREAD`; `cell_px` (or its x and y) makes it coarser."""
    cell_x, cell_y = cell_px if isinstance(cell_px, tuple) else (cell_px, cell_px)
    height, width = (int(np.ceil(side / cell)) + 1 for side, cell in zip(shape, (cell_y, cell_x)))
    x, y = random.integers(0, FIELD_PX, 2)
    field = _field()
    if y + height <= FIELD_PX and x + width <= FIELD_PX:
        cut = field[y : y + height, x : x + width]
    else:
        cut = field.take(np.arange(y, y + height) % FIELD_PX, 0).take(np.arange(x, x + width) % FIELD_PX, 1)
    if cell_x == 1 and cell_y == 1:
        return cut[: shape[0], : shape[1]]
    return cv2.resize(cut, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)


def grained(image: np.ndarray, random: np.random.Generator, spread: float, cell_px: float | tuple[float, float] = 1.0) -> np.ndarray:
    """The image with noise of this spread, in grey levels."""
    table = ((np.arange(256) - 128) * (spread / GRAIN_SPREAD)).round().astype(np.int16)
    return cv2.add(image, cv2.LUT(grain(image.shape, random, cell_px), table), dtype=cv2.CV_8U)


def clouds(shape: tuple[int, int], random: np.random.Generator, cells: int, low: float, high: float) -> np.ndarray:
    """A smooth field between two grey levels, `cells` bumps to the shorter side."""
    short = min(shape)
    rows, columns = (max(2, round(cells * side / short)) + 1 for side in shape)
    grid = random.uniform(low, high, (rows, columns)).astype(np.float32)
    return cv2.resize(grid.clip(0, 255).astype(np.uint8), (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)


def slope(shape: tuple[int, int], angle_deg: float, through: tuple[float, float]) -> np.ndarray:
    """The signed distance of each pixel from a line that runs at `angle_deg` `through` a point, in pixels."""
    angle = np.radians(angle_deg)
    across = (np.arange(shape[1], dtype=np.float32) - through[0]) * np.float32(-np.sin(angle))
    down = (np.arange(shape[0], dtype=np.float32) - through[1]) * np.float32(np.cos(angle))
    return across[None] + down[:, None]


def shaded(image: np.ndarray, light: np.ndarray) -> np.ndarray:
    """The image under a light of 255 for full."""
    return cv2.multiply(image, light, scale=1 / 255)


def between(low: float, high: float, strength: float) -> float:
    return low + (high - low) * strength


def chance(random: np.random.Generator, share: float) -> bool:
    return bool(random.random() < share)


def toned(image: np.ndarray, ink: float, paper: float, gamma: float = 1.0) -> np.ndarray:
    """Maps black to the grey `ink` and white to `paper`."""
    ramp = (np.arange(256) / 255.0) ** gamma
    return cv2.LUT(image, (ink + (paper - ink) * ramp).round().clip(0, 255).astype(np.uint8))


def paper_of(image: np.ndarray) -> int:
    """The grey of the paper: the commonest one, whether it is light or dark."""
    return int(np.bincount(image[::4, ::4].ravel() >> 2, minlength=64).argmax()) * 4 + 3


def pale_ink(image: np.ndarray, paper: int) -> float:
    """The contrast of the paler strokes to the paper, in grey levels: what a fault may take away ends there."""
    light = paper >= 128
    cores = cv2.erode(image, STROKE) if light else cv2.dilate(image, STROKE)
    contrast = np.abs(cores[::3, ::3].astype(np.int16) - paper)
    contrast = contrast[contrast > 30]
    return float(np.percentile(contrast, 20)) if contrast.size > 40 else 255.0


def least_span(image: np.ndarray, paper: int) -> float:
    """The span from black to white that still lets a person read the pale strokes."""
    return min(255.0, LEGIBLE * 255 / pale_ink(image, paper))
