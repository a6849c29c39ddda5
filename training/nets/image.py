"""What both nets see of a page: ink between 0 (paper) and 1 (the darkest line), whatever the paper, lamp and pencil.

`even` and `ink` are the normalisation of the manifests; the runtime does the same.
"""

import cv2
import numpy as np
import torch

INK_SHARE = 0.004  # the darkest such share of the pixels counts as fully inked
LEAST_CONTRAST = 60
LINE_REACH = 3  # what is narrower on a page an eighth as large is a line
PAPER_SLACK = 6  # greys below the paper's own that still count as paper

INPUT = {
    'values': '1 ink … 0 paper, f32',
    'normalisation': {
        'paper': 'the grey around which most pixels lie (sum over 9 greys); a page darker than its lines is inverted first',
        'ink_share': INK_SHARE, 'least_contrast': LEAST_CONTRAST, 'paper_slack': PAPER_SLACK,
    },
}  # fmt: skip


def even(grey: np.ndarray) -> np.ndarray:
    """Divides a page by its slowly changing background, where there is one: shadows and vignettes of photos. A sheet that is
    darker than its lines is turned round first, else they would pass for the paper."""
    height, width = grey.shape
    small = cv2.resize(grey, (max(8, width // 8), max(8, height // 8)), interpolation=cv2.INTER_AREA)
    is_dark = _histogram(small)[1] < 128 and _has_light_lines(small)
    if is_dark:
        small = 255 - small
    reach = max(3, min(small.shape) // 12) | 1
    paper = cv2.GaussianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8)), (0, 0), reach / 3)
    if not is_dark and np.percentile(paper, 95) - np.percentile(paper, 5) < 25:
        return grey
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    return np.clip((255 - grey if is_dark else grey) / np.maximum(paper, 30) * 250, 0, 255).astype(np.uint8)


def _has_light_lines(small: np.ndarray) -> bool:
    """Is what is thin lighter than what is around it?"""
    kernel = np.ones((LINE_REACH, LINE_REACH), np.uint8)
    light, dark = (cv2.morphologyEx(small, how, kernel).sum(dtype=float) for how in (cv2.MORPH_TOPHAT, cv2.MORPH_BLACKHAT))
    return light > dark


def stretched(grey: np.ndarray) -> np.ndarray:
    """Paper to 255 and the darkest ink to 0. What is darker than its lines is turned round."""
    histogram, paper = _histogram(grey)
    if paper < 128 and histogram[paper + 1 :].sum() > histogram[:paper].sum():
        grey = 255 - grey
        histogram, paper = _histogram(grey)
    share = np.cumsum(histogram) / grey.size
    dark = min(int(np.searchsorted(share, INK_SHARE)), paper - LEAST_CONTRAST)
    table = np.clip((np.arange(256) - dark) * 255.0 / (max(paper - PAPER_SLACK, 1) - dark), 0, 255).astype(np.uint8)
    return cv2.LUT(grey, table)


def _histogram(grey: np.ndarray) -> tuple[np.ndarray, int]:
    """How often each grey occurs, and the grey around which most pixels lie: the paper."""
    histogram = np.bincount(grey.ravel(), minlength=256).astype(float)
    return histogram, int(np.convolve(histogram, np.ones(9), 'same').argmax())


def ink(grey: torch.Tensor) -> torch.Tensor:
    """Bytes of a stretched page → the nets' input."""
    return (255.0 - grey.float()) / 255.0
