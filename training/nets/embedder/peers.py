"""What one would use without a net: descriptions of the whole page, compared by their product."""

import cv2
import numpy as np

from .embedding import unit

THUMBNAIL = (64, 48)
CELLS, BINS = (8, 6), 9
HASH_SIDE = 8


def thumbnail(page: np.ndarray) -> np.ndarray:
    small = cv2.resize(page, THUMBNAIL, interpolation=cv2.INTER_AREA).astype(np.float32).ravel()
    return unit(small - small.mean())


def gradients(page: np.ndarray) -> np.ndarray:
    """Which way the edges run, cell by cell."""
    small = cv2.resize(page, (CELLS[0] * 32, CELLS[1] * 32), interpolation=cv2.INTER_AREA).astype(np.float32)
    strength, angle = cv2.cartToPolar(cv2.Sobel(small, cv2.CV_32F, 1, 0), cv2.Sobel(small, cv2.CV_32F, 0, 1))
    bins = np.minimum((angle % np.pi) / np.pi * BINS, BINS - 1).astype(int)
    cell = (np.arange(small.shape[0]) // 32)[:, None] * CELLS[0] + np.arange(small.shape[1]) // 32
    sums = np.bincount((cell * BINS + bins).ravel(), strength.ravel(), CELLS[0] * CELLS[1] * BINS)
    return unit(np.sqrt(sums).astype(np.float32))


def perceptual_hash(page: np.ndarray) -> np.ndarray:
    """The signs of the lowest frequencies: the product of two says how many agree."""
    small = cv2.resize(page, (32, 32), interpolation=cv2.INTER_AREA).astype(np.float32)
    low = cv2.dct(small)[:HASH_SIDE, :HASH_SIDE].ravel()
    return np.where(low > np.median(low), 1.0, -1.0).astype(np.float32) / HASH_SIDE


PEERS = {'thumbnail': thumbnail, 'gradient histogram': gradients, 'perceptual hash': perceptual_hash}
