"""The sizes of paper that drawings come on."""

import numpy as np

# Name, width and height in millimetres, and how often it is drawn on.
SIZES = (
    ('A4', 210.0, 297.0, 0.13),
    ('A4', 297.0, 210.0, 0.25),
    ('A3', 420.0, 297.0, 0.27),
    ('A3', 297.0, 420.0, 0.02),
    ('A2', 594.0, 420.0, 0.11),
    ('A1', 841.0, 594.0, 0.03),
    ('A0', 1189.0, 841.0, 0.01),
    ('A', 279.4, 215.9, 0.05),
    ('A', 215.9, 279.4, 0.02),
    ('B', 431.8, 279.4, 0.07),
    ('C', 558.8, 431.8, 0.025),
    ('D', 863.6, 558.8, 0.01),
    ('E', 1117.6, 863.6, 0.005),
)


def sample_size(random: np.random.Generator) -> tuple[float, float]:
    """Width and height in millimetres."""
    weights = np.array([size[3] for size in SIZES])
    _, width_mm, height_mm, _ = SIZES[int(random.choice(len(SIZES), p=weights / weights.sum()))]
    return width_mm, height_mm


def name_of(width_mm: float, height_mm: float) -> str:
    """What the title block calls the size that is nearest."""
    return min(SIZES, key=lambda size: abs(size[1] - width_mm) + abs(size[2] - height_mm))[0]
