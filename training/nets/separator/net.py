"""The separator's net. Input: ink (1 black, 0 paper) of a page at work size, N×1×H×W, H and W multiples of 32.
Output: N×16×H/4×W/4, for each pixel of a cell, row by row, the logit that its ink is an edge of the part.

It is the detector with another head, and a run begins with the detector's weights: to find texts is to know what is drawn
around them.
"""

import numpy as np
import torch
from torch import nn

from ..blocks import ConvNorm
from ..detector.net import SIDE_MULTIPLE, STRIDE, Detector
from ..saying import Say

PIXELS = STRIDE * STRIDE
LONG_SIDE_PX = 1600  # the work size: a page's longer side
INK = 24  # darker than paper by so much, of 255, is judged; what is paler is paper


class Separator(Detector):
    def __init__(self, pyramid=32):
        super().__init__(pyramid=pyramid)
        self.head = nn.Sequential(ConvNorm(pyramid, pyramid), nn.Conv2d(pyramid, PIXELS, 1))


def with_features_of(detector: Detector) -> Separator:
    net = Separator()
    kept = {name: value for name, value in detector.state_dict().items() if not name.startswith('head.1.')}
    net.load_state_dict(net.state_dict() | kept)
    return net


def in_cells(pixels: np.ndarray) -> np.ndarray:
    """N×H×W → N×16×H/4×W/4, as the net says it."""
    count, height, width = pixels.shape
    cells = pixels.reshape(count, height // STRIDE, STRIDE, width // STRIDE, STRIDE)
    return cells.transpose(0, 2, 4, 1, 3).reshape(count, PIXELS, height // STRIDE, width // STRIDE)


def in_pixels(cells: np.ndarray) -> np.ndarray:
    """N×16×H/4×W/4 → N×H×W."""
    count, _, rows, columns = cells.shape
    pixels = cells.reshape(count, STRIDE, STRIDE, rows, columns).transpose(0, 3, 1, 4, 2)
    return pixels.reshape(count, rows * STRIDE, columns * STRIDE)


def edges_of_part(say: Say, work: np.ndarray) -> np.ndarray:
    """Of a stretched page at work size: where its ink, if there is any, is an edge of the part."""
    height, width = work.shape
    room = [(0, -side % SIDE_MULTIPLE) for side in work.shape]
    logits = say(np.pad(work, room, constant_values=255)[None, None])
    return in_pixels(logits)[0, :height, :width] > 0


def loss(said: torch.Tensor, is_edge: torch.Tensor, is_ink: torch.Tensor) -> torch.Tensor:
    """Paper teaches nothing. A page's ink counts as much as another's, however much of it there is."""
    each = nn.functional.binary_cross_entropy_with_logits(said, is_edge, reduction='none') * is_ink
    return (each.sum((1, 2, 3)) / is_ink.sum((1, 2, 3)).clamp(min=64.0)).mean()
