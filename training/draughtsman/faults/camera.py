"""Where the sheet lies in the picture, and the light of a photo.

Homographies map points of the clean page to points of the picture. Pixel i covers i to i + 1.
"""

import cv2
import numpy as np

from .fields import between, chance, clouds, grained, paper_of, shaded, slope
from .machine import jpeg

HALF_PIXEL = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1.0]])


def skew(image: np.ndarray, random: np.random.Generator, strength: float) -> tuple[np.ndarray, np.ndarray]:
    """A sheet laid down askew; the scanner's glass keeps all of it."""
    height, width = image.shape
    turn = np.radians(random.uniform(0.2, between(0.6, 3.5, strength)) * random.choice((-1, 1)))
    cos, sin = np.cos(turn), np.sin(turn)
    centre = np.array([width, height]) / 2
    fit = min(width / (width * cos + height * abs(sin)), height / (height * cos + width * abs(sin)))
    stretch = random.uniform(0.995, 1.005)
    linear = fit * np.array([[cos * stretch, -sin], [sin * stretch, cos]])
    transform = np.eye(3)
    transform[:2, :2] = linear
    transform[:2, 2] = centre - linear @ centre + random.uniform(-1, 1, 2)
    lid = paper_of(image) if chance(random, 0.8) else int(random.uniform(20, 90))
    return _warped(image, transform, np.full_like(image, lid)), transform


def perspective(image: np.ndarray, random: np.random.Generator, strength: float) -> tuple[np.ndarray, np.ndarray]:
    """A sheet on a desk, seen by a camera held in a hand."""
    height, width = image.shape
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    inward = np.sign((width / 2, height / 2) - corners)
    margins = random.uniform(0.004, between(0.015, 0.06, strength), (4, 2)) * min(width, height)
    seen = (corners + inward * margins).astype(np.float32)
    transform = cv2.getPerspectiveTransform(corners, seen)
    desk = grained(
        clouds(image.shape, random, 4, *sorted(random.uniform(30, 150, 2))),
        random,
        random.uniform(2, 8),
        (random.uniform(2, 40), random.uniform(1, 3)),
    )
    return _warped(image, transform, desk), transform


def photo_light(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    """A lamp to one side, the shadow of a hand, a dark rim, soft focus, moiré and JPEG."""
    height, width = image.shape
    away = slope(image.shape, random.uniform(-180, 180), (width / 2, height / 2))
    lamp = np.arange(256) / 255.0
    dim = between(0.9, 0.68, strength)
    steps = np.clip(away * (128 / np.hypot(width, height)) + 128, 0, 255).astype(np.uint8)
    image = shaded(image, cv2.LUT(steps, (255 * (dim + (1 - dim) * lamp)).astype(np.uint8)))
    if chance(random, 0.5):
        image = shaded(image, _shadow(image.shape, random, strength))
    if chance(random, 0.5):
        image = shaded(image, _vignette(image.shape, random, strength))
    if chance(random, 0.25):
        image = _moire(image, random, strength)
    image = cv2.GaussianBlur(image, (0, 0), random.uniform(0.4, between(0.7, 1.3, strength)))
    image = grained(image, random, random.uniform(1, between(2, 5, strength)), 1.0 if chance(random, 0.5) else 1.5)
    return jpeg(image, random, strength * 0.7) if chance(random, 0.7) else image


def _warped(image: np.ndarray, transform: np.ndarray, ground: np.ndarray) -> np.ndarray:
    matrix = np.linalg.inv(HALF_PIXEL) @ transform @ HALF_PIXEL
    return cv2.warpPerspective(image, matrix, image.shape[::-1], ground, cv2.INTER_LINEAR, cv2.BORDER_TRANSPARENT)


def _shadow(shape: tuple[int, int], random: np.random.Generator, strength: float) -> np.ndarray:
    """Cast by a hand or a telephone: a rounded outline, soft at its edge."""
    coarse = 8 if min(shape) < 800 else 16
    height, width = shape[0] // coarse + 1, shape[1] // coarse + 1
    light = np.full((height, width), 255, np.uint8)
    angles = np.sort(random.uniform(0, 2 * np.pi, 7))
    outline = np.stack([np.cos(angles), np.sin(angles)], 1) * random.uniform(0.3, 0.9, (7, 1)) * min(width, height)
    outline += random.uniform(0, 1, 2) * (width, height)
    cv2.fillPoly(light, [outline.astype(np.int32)], int(255 * between(0.85, 0.58, strength)))
    light = cv2.GaussianBlur(light, (0, 0), random.uniform(1, 6))
    return cv2.resize(light, shape[::-1], interpolation=cv2.INTER_LINEAR)


def _vignette(shape: tuple[int, int], random: np.random.Generator, strength: float) -> np.ndarray:
    coarse = 16
    height, width = shape[0] // coarse + 1, shape[1] // coarse + 1
    x, y = (np.linspace(-1, 1, side, dtype=np.float32) + random.uniform(-0.2, 0.2) for side in (width, height))
    depth = between(0.05, 0.3, strength)
    light = 255 * (1 - depth * np.minimum(1, (x[None] ** 2 + y[:, None] ** 2) / 2))
    return cv2.resize(light.astype(np.uint8), shape[::-1], interpolation=cv2.INTER_LINEAR)


def _moire(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    """Waves, slightly bent, as from a photographed screen."""
    height, width = image.shape
    wave_px, angle, bend = random.uniform(3, 25), random.uniform(0, np.pi), random.uniform(-2e-4, 2e-4)

    def phase(length: int, rate: float) -> np.ndarray:
        at = np.arange(length)
        return ((at * rate + at * at * bend / 10) * 256 % 256).astype(np.uint8)

    # Bytes wrap round, as phases do.
    phases = phase(width, np.cos(angle) / wave_px)[None] + phase(height, np.sin(angle) / wave_px)[:, None]
    swing = between(2, 6, strength) * np.sin(np.arange(256) * (2 * np.pi / 256))
    return cv2.add(image, cv2.LUT(phases, swing.round().astype(np.int16)), dtype=cv2.CV_8U)
