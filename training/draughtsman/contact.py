"""Sheets of pictures for the eye: labels drawn over pages, many pages side by side, real ones among them."""

import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

# Blue, green, red.
COLOURS = {
    'dimension': (40, 140, 20),
    'thread': (180, 140, 0),
    'gdt': (30, 30, 220),
    'surface': (0, 130, 240),
    'datum': (200, 0, 200),
    'note': (220, 110, 40),
    'balloon': (160, 30, 120),
    'label': (20, 90, 150),
    'title': (130, 130, 40),
    'table': (110, 110, 110),
    'zone': (180, 170, 150),
    'other': (90, 90, 90),
}
PAPER = 255


@dataclass
class RealPage:
    """A real page with what a person said stands on it; annotations as in the file, their quads as arrays."""

    name: str
    image: np.ndarray
    annotations: list[dict]


def real_pages(folder) -> list[RealPage]:
    """The annotated pages of a folder in the format of `shared/drawings`, by name."""
    pages = []
    for path in sorted(Path(folder).glob('*.json')):
        described = json.loads(path.read_text(encoding='utf-8'))
        if 'annotations' not in described:
            continue
        image = cv2.imread(str(path.parent / described['image']), cv2.IMREAD_GRAYSCALE)
        if image is None:
            continue
        annotations = [item | {'quad': np.array(item['quad'], float)} for item in described['annotations']]
        pages.append(RealPage(path.stem, image, annotations))
    return pages


def overlay(image: np.ndarray, labels_px) -> np.ndarray:
    """The image in colour with each quad in the colour of its kind, and a dot at its first corner.

    A label is anything with `kind` and `quad` in pixels, a `Label` or a dict.
    """
    drawn = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR) if image.ndim == 2 else image.copy()
    for label in labels_px:
        kind, quad = (label['kind'], label['quad']) if isinstance(label, dict) else (label.kind, label.quad)
        colour = COLOURS.get(kind, COLOURS['other'])
        corners = np.round(np.asarray(quad, float) * 16).astype(np.int32)
        cv2.polylines(drawn, [corners], True, colour, 2, cv2.LINE_AA, 4)
        cv2.circle(drawn, tuple(int(value) for value in corners[0]), 5 * 16, colour, -1, cv2.LINE_AA, 4)
    return drawn


def contact_sheet(images, columns: int, path, width: int = 1800, names=None) -> None:
    """Writes the images side by side, each as wide as its column, at most `width` pixels in all."""
    gap_px = 6
    cell_px = (width - gap_px * (columns + 1)) // columns
    images = list(images)
    names = list(names) if names is not None else [''] * len(images)
    bands = []
    for start in range(0, len(images), columns):
        cells = [_cell(image, name, cell_px) for image, name in zip(images[start : start + columns], names[start : start + columns])]
        band = np.full((max(len(cell) for cell in cells) + gap_px, width, 3), 200, np.uint8)
        for column, cell in enumerate(cells):
            left = gap_px + column * (cell_px + gap_px)
            band[: len(cell), left : left + cell_px] = cell
        bands.append(band)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    if bands:
        cv2.imwrite(str(path), np.vstack(bands))


def _cell(image: np.ndarray, name: str, width_px: int) -> np.ndarray:
    """One picture at the width of its column, its name above it."""
    colour = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR) if image.ndim == 2 else image
    height_px = max(1, round(colour.shape[0] * width_px / colour.shape[1]))
    shrinking = width_px < colour.shape[1]
    scaled = cv2.resize(colour, (width_px, height_px), interpolation=cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR)
    if not name:
        return scaled
    strip = np.full((20, width_px, 3), PAPER, np.uint8)
    cv2.putText(strip, name, (4, 15), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (0, 0, 160), 1, cv2.LINE_AA)
    return np.vstack([strip, scaled])
