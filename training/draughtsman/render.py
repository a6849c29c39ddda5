"""A scene → grey pixels."""

import math

import cv2
import numpy as np

from .scene import Fill, Hatch, Scene, Stroke

PAPER = 255
_SHIFT = 4
_ONE = 1 << _SHIFT


def render(scene: Scene, px_per_mm: float, oversampling: int = 2, only_part: bool = False) -> np.ndarray:
    """The sheet, or the edges of its part alone, as 8-bit grey. Drawn larger and averaged down, so that line widths need not
    be whole pixels."""
    width_px, height_px = round(scene.width_mm * px_per_mm), round(scene.height_mm * px_per_mm)
    image = np.full((height_px * oversampling, width_px * oversampling), PAPER, np.uint8)
    per_mm = px_per_mm * oversampling
    for item in scene.items:
        if only_part and not (isinstance(item, Stroke) and item.of_part):
            continue
        if isinstance(item, Stroke):
            _stroke(image, item.points, item.closed, item.pen.width_mm, item.pen.grey, per_mm)
        elif isinstance(item, Fill):
            cv2.fillPoly(image, [_fixed(loop, per_mm) for loop in item.loops], item.grey, cv2.LINE_AA, _SHIFT)
        else:
            _hatch(image, item, per_mm)
    if oversampling == 1:
        return image
    return cv2.resize(image, (width_px, height_px), interpolation=cv2.INTER_AREA)


def _fixed(points_mm: np.ndarray, per_mm: float) -> np.ndarray:
    """Whole numbers in sixteenths of a pixel; a pixel's centre lies at a half."""
    return np.round((points_mm * per_mm - 0.5) * _ONE).astype(np.int32)


def _stroke(image: np.ndarray, points_mm: np.ndarray, closed: bool, width_mm: float, grey: int, per_mm: float) -> None:
    width_px = width_mm * per_mm
    thickness = max(1, round(width_px))
    # A line thinner than a pixel is a pixel wide and paler, as a renderer's coverage would make it.
    if width_px < 1:
        grey = round(PAPER - (PAPER - grey) * max(0.45, width_px))
    cv2.polylines(image, [_fixed(points_mm, per_mm)], closed, grey, thickness, cv2.LINE_AA, _SHIFT)


def _hatch(image: np.ndarray, item: Hatch, per_mm: float) -> None:
    loops = [_fixed(loop, per_mm) for loop in item.loops]
    points = np.concatenate(loops) / _ONE
    height, width = image.shape
    x0, y0 = np.maximum(np.floor(points.min(0)).astype(int), 0)
    x1, y1 = np.minimum(np.ceil(points.max(0)).astype(int) + 1, (width, height))
    if x1 - x0 < 2 or y1 - y0 < 2:
        return
    inside = np.zeros((y1 - y0, x1 - x0), np.uint8)
    offset = np.array((x0, y0)) * _ONE
    cv2.fillPoly(inside, [loop - offset for loop in loops], 255, cv2.LINE_8, _SHIFT)
    lined = np.full_like(inside, PAPER)
    middle = np.array((x1 - x0, y1 - y0)) / 2
    reach = float(np.hypot(*middle)) + 1
    angle = math.radians(item.angle_deg)
    along, across = np.array([math.cos(angle), math.sin(angle)]), np.array([-math.sin(angle), math.cos(angle)])
    pitch_px = max(2.0, item.pitch_mm * per_mm)
    thickness = max(1, round(item.pen.width_mm * per_mm))
    for distance in np.arange(-reach, reach, pitch_px):
        ends = [middle + across * distance - along * reach, middle + across * distance + along * reach]
        cv2.polylines(lined, [np.round(np.array(ends) * _ONE).astype(np.int32)], False, item.pen.grey, thickness, cv2.LINE_AA, _SHIFT)
    window = image[y0:y1, x0:x1]
    np.copyto(window, np.minimum(window, lined), where=inside > 0)
