"""What scanners, fax machines and compression do."""

import cv2
import numpy as np

from .fields import between, chance, grain, grained, pale_ink, paper_of, toned

BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], np.float32)


def scan_grey(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    """Another resolution, a soft lens, sharpening, and greys that are no longer black and white."""
    scale = random.uniform(between(1.0, 0.55, strength), 1.2)
    image = _resampled(image, scale)
    if chance(random, 0.5):
        soft = cv2.GaussianBlur(image, (0, 0), random.uniform(0.8, 1.6))
        image = cv2.addWeighted(image, 1.7, soft, -0.7, 0)
    image = toned(image, random.uniform(0, between(20, 80, strength)), random.uniform(228, 262))
    return grained(image, random, random.uniform(0.5, between(2, 6, strength)), 1.0 if chance(random, 0.6) else 1.6)


def scan_bilevel(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    """Black and white at 100 to 600 dpi, at times dithered."""
    height, width = image.shape
    fine = chance(random, 0.35)
    scale = random.uniform(1.3, 2.0) if fine and height * width < 1_000_000 else random.uniform(between(1.0, 0.6, strength), 1.1)
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    scanned = cv2.resize(image, size, interpolation=cv2.INTER_LINEAR if scale > 1 else cv2.INTER_AREA)
    threshold, margin = _threshold(scanned, random)
    if chance(random, 0.3):
        swing = margin * random.uniform(0.5, 1.15)
        if chance(random, 0.5):
            table = ((np.arange(256) - 128) * (swing / 64)).round().astype(np.int16)
            ripple = cv2.LUT(grain(scanned.shape, random), table)
        else:
            rows, columns = -(-scanned.shape[0] // 4), -(-scanned.shape[1] // 4)
            tiled = np.tile(((BAYER - 7.5) / 7.5 * swing).astype(np.int16), (rows, columns))
            ripple = tiled[: scanned.shape[0], : scanned.shape[1]]
        scanned = cv2.add(scanned, ripple, dtype=cv2.CV_8U)
    elif chance(random, 0.5):
        scanned = grained(scanned, random, min(between(2, 10, strength), margin / 2.5))
    bilevel = cv2.threshold(scanned, threshold, 255, cv2.THRESH_BINARY)[1]
    back = cv2.INTER_AREA if scale > 1.15 else cv2.INTER_NEAREST if chance(random, 0.5) else cv2.INTER_LINEAR
    bilevel = cv2.resize(bilevel, (width, height), interpolation=back)
    if chance(random, 0.6):
        bilevel = cv2.threshold(bilevel, random.uniform(110, 170), 255, cv2.THRESH_BINARY)[1]
    return bilevel


def fax(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    """Standard mode: half as fine down the page as across, and now and then a line sent twice."""
    height, width = image.shape
    scale = between(1.0, 0.8, strength)
    rows = max(8, round(height * scale * random.uniform(0.5, 0.62)))
    sent = cv2.resize(image, (max(8, round(width * scale)), rows), interpolation=cv2.INTER_AREA)
    threshold, margin = _threshold(sent, random)
    sent = grained(sent, random, min(between(2, 8, strength), margin / 2.5))
    sent = cv2.threshold(sent, threshold, 255, cv2.THRESH_BINARY)[1]
    if chance(random, 0.5):
        lost = np.flatnonzero(random.random(rows) < between(0.002, 0.015, strength))
        sent[lost] = sent[np.maximum(lost - 1, 0)]
    if chance(random, 0.15):
        at = random.integers(0, sent.shape[1])
        sent[:, at : at + 1] = random.choice((0, 255))
    return cv2.resize(sent, (width, height), interpolation=cv2.INTER_NEAREST if chance(random, 0.6) else cv2.INTER_LINEAR)


def speckle(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    """Dust: black on the paper, white in the ink."""
    height, width = image.shape
    density = 10 ** random.uniform(-4.2, between(-3.6, -2.4, strength))
    count = int(random.poisson(height * width * density))
    x, y = random.integers(0, width - 1, count), random.integers(0, height - 1, count)
    size = random.random(count)
    paper = paper_of(image)
    dirt = int(random.uniform(0, 110)) if paper > 127 else int(random.uniform(150, 255))
    image[y, x] = dirt
    wide, high = size > 0.5, (size > 0.7) | (size < 0.1)
    image[y[wide], x[wide] + 1] = dirt
    image[y[high] + 1, x[high]] = dirt
    both = size > 0.85
    image[y[both] + 1, x[both] + 1] = dirt
    for at in range(min(count // 60, 150)):
        cv2.circle(image, (int(x[at]), int(y[at])), int(random.integers(1, 4)), dirt, -1, cv2.LINE_AA)
    holes = random.integers(0, (height - 1, width - 1), (2 * count, 2)).T
    image[holes[0], holes[1]] = paper
    return image


def jpeg(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    quality = int(random.uniform(between(75, 18, strength), 85))
    return cv2.imdecode(cv2.imencode('.jpg', image, (cv2.IMWRITE_JPEG_QUALITY, quality))[1], cv2.IMREAD_GRAYSCALE)


def blur(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    """Out of focus, or moved."""
    if chance(random, 0.7):
        return cv2.GaussianBlur(image, (0, 0), random.uniform(0.4, between(0.7, 1.7, strength)))
    length = random.uniform(2, between(3, 6, strength))
    angle = random.uniform(0, np.pi)
    reach = np.array([np.cos(angle), np.sin(angle)]) * length / 2
    kernel = np.zeros((9, 9), np.float32)
    for share in np.linspace(-1, 1, 24):
        x, y = np.round(4 + reach * share).astype(int)
        kernel[y, x] += 1
    return cv2.filter2D(image, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE)


def noise(image: np.ndarray, random: np.random.Generator, strength: float) -> np.ndarray:
    cell_px = 1.0 if chance(random, 0.6) else random.uniform(1.2, 2.5)
    image = grained(image, random, between(2, 16, strength * random.uniform(0.4, 1)), cell_px)
    if chance(random, 0.2):
        count = int(image.size * between(0.0005, 0.006, strength))
        at = random.integers(0, image.size, count)
        image.reshape(-1)[at] = np.where(np.arange(count) % 2, 255, 0)
    return image


def _resampled(image: np.ndarray, scale: float) -> np.ndarray:
    """There and back again, through another resolution."""
    height, width = image.shape
    there = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    image = cv2.resize(image, (round(width * scale), round(height * scale)), interpolation=there)
    return cv2.resize(image, (width, height), interpolation=cv2.INTER_LINEAR)


def _threshold(image: np.ndarray, random: np.random.Generator) -> tuple[float, float]:
    """Where a scanner parts ink from paper so that the pale strokes stay, and how far that is from the paper."""
    paper = paper_of(image)
    margin = max(16.0, pale_ink(image, paper) * random.uniform(0.35, 0.85))
    return (paper - margin, margin) if paper >= 128 else (paper + margin, margin)
