"""What happens to the sheet: its colour, its squares, what shines through, creases, stains and holes."""

import cv2
import numpy as np

from .fields import between, chance, clouds, grain, grained, shaded, slope


def coloured_paper(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    """A ground of 180 to 235 with the texture of its fibres."""
    ground = random.uniform(180, 235)
    image = shaded(image, np.full_like(image, round(ground)))
    fibres = (random.uniform(1, 5), random.uniform(1, 2.5))
    image = grained(image, random, between(1, 6, strength), fibres)
    return shaded(image, clouds(image.shape, random, random.integers(3, 12), 236, 255))


def grid_paper(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    """Squared or millimetre paper."""
    pitch_px, every = (random.uniform(7, 10), (5, 10)[random.integers(2)]) if chance(random, 0.4) else (random.uniform(18, 45), 0)
    fine = int(between(240, 195, strength * random.random()))
    bold = fine - 22

    def ruled(length: int) -> np.ndarray:
        profile = np.full(length, 255, np.uint8)
        numbers = np.arange(int(length / pitch_px) + 2)
        at = np.round((numbers - random.random()) * pitch_px).astype(int)
        inside = (at >= 0) & (at < length)
        profile[at[inside]] = fine
        if every:
            profile[at[inside & (numbers % every == 0)]] = bold
        return profile

    return cv2.min(image, np.minimum(ruled(image.shape[1])[None], ruled(image.shape[0])[:, None]))


def bleed(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    """The back of the sheet shines through: a mirror image, so nothing a person would read."""
    back = cv2.flip(image, 1 if chance(random, 0.7) else 0)
    back = np.roll(back, tuple(random.integers(-image.shape[0] // 3, image.shape[0] // 3, 2)), (0, 1))
    back = cv2.GaussianBlur(back, (0, 0), random.uniform(0.8, 2.2))
    weight = between(0.06, 0.24, strength)
    return cv2.min(image, cv2.convertScaleAbs(back, alpha=weight, beta=255 * (1 - weight)))


def uneven(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    """A sheet yellowed in patches, or the shadow of a lid or a book's spine."""
    dark = between(240, 165, strength)
    if chance(random, 0.5):
        bumps = int(random.integers(1, 5))
        return shaded(image, clouds(image.shape, random, bumps, dark + (255 - dark) * 0.12 * bumps, 255))
    height, width = image.shape
    reach = random.uniform(0.15, 1.0) * max(height, width)
    away = slope(image.shape, random.uniform(-180, 180), (random.uniform(0, width), random.uniform(0, height)))
    table = dark + (255 - dark) * (0.5 + 0.5 * np.tanh((np.arange(256) - 128) / 50))
    steps = np.clip(away * (128 / reach) + 128, 0, 255).astype(np.uint8)
    return shaded(image, cv2.LUT(steps, table.astype(np.uint8)))


def fold(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    """Creases: a shade on either side, and ink worn off along the edge."""
    height, width = image.shape
    creases = 1 if min(height, width) < 800 else random.integers(1, 4)
    distance = np.arange(256) - 128.0
    for _ in range(creases):
        angle = (90 if chance(random, 0.5) else 0) + random.uniform(-1.5, 1.5)
        away = slope(image.shape, angle, (random.uniform(0.1, 0.9) * width, random.uniform(0.1, 0.9) * height))
        near = np.clip(away * 4 + 128, 0, 255).astype(np.uint8)
        depth, reach = between(12, 60, strength), random.uniform(8, 60)
        side = np.sign(random.uniform(-1, 1))
        shade = -depth * 0.5 * np.exp(-np.abs(distance) / reach) * (distance * side > 0) + depth * 0.3 * np.exp(-np.abs(distance) / 5)
        if chance(random, 0.6):
            shade -= depth * np.exp(-(((distance - 6 * side) / 4) ** 2))
        image = cv2.add(image, cv2.LUT(near, shade.round().astype(np.int16)), dtype=cv2.CV_8U)
        worn = np.clip(150 - np.abs(distance) * random.uniform(5, 20), 0, 255).astype(np.uint8)
        worn = cv2.LUT(near, worn)
        bare = cv2.LUT(grain(image.shape, random, random.uniform(1, 3)), np.clip((np.arange(256) - 120) * 8, 0, 255).astype(np.uint8))
        image = cv2.max(image, shaded(cv2.multiply(worn, np.full_like(worn, 2)), bare))
    return image


def stain(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    """Rings of cups, blots and finger marks."""
    coarse = 4
    height, width = image.shape[0] // coarse + 1, image.shape[1] // coarse + 1
    light = np.full((height, width), 255, np.uint8)
    for _ in range(random.integers(1, 3)):
        centre = (int(random.uniform(0, width)), int(random.uniform(0, height)))
        axes = tuple(int(axis) for axis in random.uniform(0.85, 1.15, 2) * random.uniform(8, 70))
        depth = 255 - int(between(15, 80, strength * random.uniform(0.4, 1)))
        turn, start = random.uniform(0, 180), random.uniform(0, 360)
        if chance(random, 0.5):
            cv2.ellipse(light, centre, axes, turn, start, start + random.uniform(150, 360), depth, int(random.integers(1, 4)))
        else:
            cv2.ellipse(light, centre, axes, turn, 0, 360, (depth + 255) // 2, -1)
            cv2.ellipse(light, centre, axes, turn, 0, 360, depth, 1)
    light = cv2.GaussianBlur(light, (0, 0), random.uniform(0.6, 2))
    return shaded(image, cv2.resize(light, image.shape[::-1], interpolation=cv2.INTER_LINEAR))


def punch_holes(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    """Two holes in the filing margin of a page; on a tile one at its rim."""
    height, width = image.shape
    radius = random.uniform(15, 25)
    dark = chance(random, 0.6)
    inside, rim = (random.uniform(0, 70), 120) if dark else (random.uniform(225, 255), random.uniform(60, 170))
    if min(height, width) < 800:
        turn = random.integers(4)
        along = random.uniform(0, 1)
        x, y = ((0, along), (1, along), (along, 0), (along, 1))[turn]
        centres = [(x * width, y * height)]
    else:
        middle, half, x = height * random.uniform(0.46, 0.54), 315, random.uniform(2, 3.2) * radius
        centres = [(x, middle - half), (x, middle + half)]
    for centre in centres:
        at = tuple(int(16 * value) for value in centre)
        cv2.circle(image, at, int(16 * radius), inside, -1, cv2.LINE_AA, 4)
        cv2.circle(image, at, int(16 * radius), rim, 1, cv2.LINE_AA, 4)
    return image
