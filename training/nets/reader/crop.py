"""A box on a page → the upright picture, 32 pixels high, that the reader reads."""

import cv2
import numpy as np

from ..image import stretched
from .net import HEIGHT_PX, WIDTH_MULTIPLE

# How much of the page around a box is shown, in heights of the box. A frame is its own margin.
MARGIN_ACROSS = 0.17
MARGIN_ALONG = 0.35
FRAME_MARGIN_ALONG, FRAME_MARGIN_ACROSS = 0.1, 0.02
NARROWEST_PX, WIDEST_PX = 8, 1024


def margins(kind: str) -> tuple[float, float]:
    """Along and across the line."""
    return (FRAME_MARGIN_ALONG, FRAME_MARGIN_ACROSS) if kind == 'gdt' else (MARGIN_ALONG, MARGIN_ACROSS)


def crop(page: np.ndarray, quad: np.ndarray, kind: str) -> np.ndarray:
    """The line as bytes, 32 high: paper 255, ink 0. The width follows the line's."""
    along, across = quad[1] - quad[0], quad[3] - quad[0]
    width, height = max(float(np.hypot(*along)), 1e-3), max(float(np.hypot(*across)), 1e-3)
    beside, above = margins(kind)
    right, down = along / width * beside * height, across * above
    corners = quad + np.array([-right - down, right - down, right + down, -right + down])
    scale = HEIGHT_PX / (height * (1 + 2 * above))
    width_px = int(min(WIDEST_PX, max(NARROWEST_PX, round((width + 2 * beside * height) * scale))))
    return stretched(upright(page, corners, width_px, HEIGHT_PX))


def upright(page: np.ndarray, corners: np.ndarray, width_px: int, height_px: int) -> np.ndarray:
    """The quad with these corners as a picture of its own."""
    target = np.array([(0, 0), (width_px, 0), (0, height_px)], np.float32)
    # Scaled down by more than a third, the page is averaged first: sampling alone would drop thin strokes.
    shrink = min(1.0, 1.5 * height_px / float(np.hypot(*(corners[3] - corners[0]))))
    if shrink < 1.0:
        low, high = np.floor(corners.min(0) - 4).astype(int), np.ceil(corners.max(0) + 4).astype(int)
        low, high = np.maximum(low, 0), np.minimum(high, page.shape[::-1])
        if (high - low).min() < 2:
            return np.full((height_px, width_px), 255, np.uint8)
        part = page[low[1] : high[1], low[0] : high[0]]
        page = cv2.resize(part, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        corners = (corners - low) * shrink
    source = (corners[[0, 1, 3]] - 0.5).astype(np.float32)
    return cv2.warpAffine(
        page,
        cv2.getAffineTransform(source, target - 0.5),
        (width_px, height_px),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=255,
    )


def filled_width(picture: np.ndarray) -> int:
    """How wide the net sees a picture: filled up with paper to the next multiple."""
    return -(-picture.shape[1] // WIDTH_MULTIPLE) * WIDTH_MULTIPLE


def batch(pictures: list[np.ndarray]) -> np.ndarray:
    """One above the other, filled up with paper on the right."""
    width = max(map(filled_width, pictures))
    out = np.full((len(pictures), 1, HEIGHT_PX, width), 255, np.uint8)
    for place, picture in zip(out, pictures, strict=True):
        place[0, :, : picture.shape[1]] = picture
    return out
