"""Marks of a hand on the sheet: ticks, rings, strokes and scribbles. They are nobody's text and get no label."""

import cv2
import numpy as np

from .fields import between, chance, grain


def pencil(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    """Pencil, or at times a pen, on whatever is drawn there."""
    height, width = image.shape
    layer = np.full_like(image, 255)
    count = 1 + random.poisson(between(0.5, 2, strength) * max(1.0, height * width / 500_000))
    for _ in range(min(count, 20)):
        mark = MARKS[random.choice(len(MARKS), p=SHARES)]
        size = random.uniform(14, 90)
        points = mark(random) * size * random.uniform(0.7, 1.3, 2)
        turn = np.radians(random.normal(0, 12))
        points = points @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        points = points + random.uniform(0, 1, 2) * (width, height)
        lightest, darkest = (190, 120) if mark is _scribble else (170, 60)
        grey = int(random.uniform(darkest, lightest))
        width_px = int(random.choice(3, p=(0.45, 0.4, 0.15))) + 1
        cv2.polylines(layer, [np.round(points * 16).astype(np.int32)], False, grey, width_px, cv2.LINE_AA, 4)
    if chance(random, 0.7):
        tooth = np.clip((np.arange(256) - 110) * random.uniform(2, 5), 0, 235).astype(np.uint8)
        layer = cv2.max(layer, cv2.LUT(grain(image.shape, random, random.uniform(1, 1.6)), tooth))
    return cv2.min(image, layer)


def _stroke(random: np.random.Generator) -> np.ndarray:
    """A line drawn without a ruler."""
    along = np.linspace(-1, 1, 12) * random.uniform(0.6, 2)
    sway = np.cumsum(random.normal(0, 0.035, 12))
    line = np.stack([along, sway], 1)
    return line if chance(random, 0.6) else line[:, ::-1]


def _tick(random: np.random.Generator) -> np.ndarray:
    corner, end = random.uniform(-0.05, 0.1), random.uniform(0.45, 0.8)
    return np.array([(-0.25, -0.2 + corner), (0, 0.15), (0.12, -0.1), (end, -random.uniform(0.5, 0.9))]) * 0.6


def _ring(random: np.random.Generator) -> np.ndarray:
    """Around something worth a second look."""
    angles = np.linspace(0, 2 * np.pi * random.uniform(0.95, 1.15), 40) + random.uniform(0, 6)
    radius = 0.6 + np.linspace(0, random.uniform(-0.1, 0.1), 40) + 0.04 * np.sin(angles * 2 + random.uniform(0, 6))
    return np.stack([np.cos(angles) * random.uniform(1, 1.7), np.sin(angles)], 1) * radius[:, None]


def _scribble(random: np.random.Generator) -> np.ndarray:
    turns = int(random.integers(6, 20))
    sides = np.where(np.arange(turns) % 2, 0.4, -0.4) + random.normal(0, 0.08, turns)
    return np.stack([np.linspace(-0.8, 0.8, turns) + random.normal(0, 0.03, turns), sides], 1)


def _arrow(random: np.random.Generator) -> np.ndarray:
    stem = _stroke(random)
    tip, back = stem[-1], (stem[-3] - stem[-1])
    back = back / (np.hypot(*back) + 1e-6) * 0.25
    side = np.array([-back[1], back[0]]) * 0.5
    return np.vstack([stem, tip + back + side, tip, tip + back - side])


def _curl(random: np.random.Generator) -> np.ndarray:
    """A smooth path of no meaning, like the start of a signature."""
    steps = np.cumsum(random.normal(0, 0.5, (int(random.integers(5, 10)), 2)), 0)
    fine = cv2.resize(steps.astype(np.float32), (2, 60), interpolation=cv2.INTER_CUBIC)
    fine = cv2.GaussianBlur(fine, (1, 9), 2)
    return (fine - fine.mean(0)) / (np.ptp(fine, 0).max() + 1e-6)


MARKS = (_stroke, _tick, _ring, _scribble, _arrow, _curl)
SHARES = (0.3, 0.2, 0.2, 0.12, 0.08, 0.1)
