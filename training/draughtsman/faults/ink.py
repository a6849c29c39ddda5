"""What happens to the ink: lines grow, shrink, break, fade, or turn white on a dark ground."""

import cv2
import numpy as np

from .fields import LEGIBLE, between, chance, clouds, grain, grained, least_span, pale_ink, paper_of, shaded, toned

CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))


def subpixel(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    """Lines no longer lie on the pixel grid."""
    x, y = random.uniform(-0.5, 0.5, 2)
    shift = np.array([[1, 0, x], [0, 1, y]], np.float32)
    return cv2.warpAffine(image, shift, image.shape[::-1], flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def antialias_free(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    """A renderer that knows black and white only."""
    return cv2.threshold(image, int(random.uniform(150, 230)), 255, cv2.THRESH_BINARY)[1]


def thick(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    """A copy of a copy, its lines run together."""
    kernel = np.ones((2, 2), np.uint8) if strength < 0.4 else CROSS
    swollen = cv2.erode(image, kernel)
    share = random.uniform(0.5, 1.0)
    return cv2.addWeighted(image, 1 - share, swollen, share, 0)


def thin(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    """An eroded copy. The finest lines go pale, not away."""
    share = min(between(0.2, 0.6, strength), max(0.0, 1 - LEGIBLE / pale_ink(image, paper_of(image))))
    return cv2.addWeighted(image, 1 - share, cv2.dilate(image, CROSS), share, 0)


def dropout(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    """Lines broken in places; at times a white streak across."""
    cell_px = random.uniform(2.0, 7.0)
    bare = grain(image.shape, random, cell_px)
    edge = 128 + between(60, 30, strength * random.uniform(0.4, 1))
    ramp = np.clip((np.arange(256) - edge) * random.uniform(12, 60), 0, random.uniform(150, 255)).astype(np.uint8)
    image = cv2.max(image, cv2.LUT(bare, ramp))
    if chance(random, 0.25):
        for _ in range(random.integers(1, 4)):
            upright = chance(random, 0.6)
            at, width = random.integers(0, image.shape[upright]), random.integers(1, 3)
            streak = (slice(None), slice(at, at + width)) if upright else (slice(at, at + width), slice(None))
            image[streak] = np.maximum(image[streak], int(random.uniform(140, 255)))
    return image


def low_contrast(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    """Pencil, or ink that light has bleached."""
    paper = random.uniform(205, 255)
    span = max(between(150, 75, strength * random.uniform(0.6, 1)), least_span(image, paper_of(image)))
    ink = max(0.0, paper - span)
    faded = toned(image, ink, paper, random.uniform(0.8, 1.1))
    if chance(random, 0.4):
        tooth = cv2.LUT(
            grain(image.shape, random, random.uniform(1, 2)),
            np.clip(paper - 60 + (np.arange(256) - 150) * random.uniform(0.4, 1.2), 0, paper).astype(np.uint8),
        )
        faded = cv2.addWeighted(faded, 0.55, cv2.max(faded, tooth), 0.45, 0)
    return faded


def inverted(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    """White on black, as on a screen or a film, or the pale lines of a blueprint on its dark grey."""
    if chance(random, 0.45):
        return toned(image, random.uniform(215, 255), random.uniform(0, 35))
    ground = random.uniform(45, 110)
    span = max(between(145, 85, strength), least_span(image, paper_of(image)))
    blueprint = toned(image, min(255.0, ground + span), ground, random.uniform(0.9, 1.2))
    blueprint = shaded(blueprint, clouds(image.shape, random, 3, 200, 255))
    return grained(blueprint, random, between(1, 6, strength), random.uniform(1, 2.5))
