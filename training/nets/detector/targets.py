"""Labels of a tile → what the net is to say of it, and the loss of saying something else."""

from typing import NamedTuple

import cv2
import numpy as np
import torch
from torch.nn import functional as F

from draughtsman.geometry import unit
from draughtsman.scene import KINDS

from .net import ALONG, BLOCK, CORE, END_LIMIT, KIND, LINE, REACH_PX, ROW, STRIDE

KIND_INDEX = {kind: index for index, kind in enumerate(KINDS)}
SHRINK = 0.22  # of the shorter side: how far a core keeps from its box's edge
LEAST_CORE_PX = 6.0
# Weights within blocks of several lines: of the gaps between the lines, and of the lines.
GAP_WEIGHT, LINE_WEIGHT = 8.0, 3.0


class TileLabel(NamedTuple):
    kind: int
    quad: np.ndarray  # pixels of the tile
    lines: tuple[np.ndarray, ...]


class Targets(NamedTuple):
    core: np.ndarray  # H×W uint8
    line: np.ndarray
    kind: np.ndarray  # H×W uint8, meaningful where core
    block: np.ndarray  # 6×H×W float16: along 2, block 4
    row: np.ndarray  # 2×H×W float16, meaningful where line
    apart: np.ndarray  # H×W uint8: within a block of several lines, which must be told from each other


def core_of(quad: np.ndarray) -> np.ndarray:
    """The quad shrunk towards its middle line, but never to nothing: a single "1" must keep a heart of a cell or two."""
    along, down = unit(quad[1] - quad[0]), unit(quad[3] - quad[0])
    width, height = float(np.hypot(*(quad[1] - quad[0]))), float(np.hypot(*(quad[3] - quad[0])))
    inset = SHRINK * min(width, height)
    x = min(inset, max(0.0, (width - LEAST_CORE_PX) / 2))
    y = min(inset, max(0.0, (height - LEAST_CORE_PX) / 2))
    return quad + np.array([along * x + down * y, -along * x + down * y, -along * x - down * y, along * x - down * y])


def _cells(quad: np.ndarray, shape: tuple[int, int]):
    """Rows and columns of the cells whose centre lies in the quad."""
    corners = np.round((quad / STRIDE - 0.5) * 16).astype(np.int32)
    x0, y0 = np.maximum(np.floor(corners.min(0) / 16).astype(int) - 1, 0)
    x1, y1 = np.minimum(np.ceil(corners.max(0) / 16).astype(int) + 2, (shape[1], shape[0]))
    if x1 <= x0 or y1 <= y0:
        return None
    mask = np.zeros((y1 - y0, x1 - x0), np.uint8)
    cv2.fillConvexPoly(mask, corners - np.array([x0, y0]) * 16, 1, cv2.LINE_8, 4)
    rows, columns = np.nonzero(mask)
    return (rows + y0, columns + x0) if len(rows) else None


def draw_targets(labels: list[TileLabel], side_px: int) -> Targets:
    side = side_px // STRIDE
    shape = (side, side)
    core, line, kind, apart = (np.zeros(shape, np.uint8) for _ in range(4))
    block, row = np.zeros((6, *shape), np.float16), np.zeros((2, *shape), np.float16)
    for label in labels:
        cells = _cells(core_of(label.quad), shape)
        if cells is None:
            continue
        along, across, down, height = _frame(label.quad, cells)
        width = float(np.hypot(*(label.quad[1] - label.quad[0])))
        core[cells], kind[cells] = 1, label.kind
        block[(0, *cells)], block[(1, *cells)] = along
        block[(2, *cells)], block[(3, *cells)] = down / REACH_PX, (height - down) / REACH_PX
        block[(4, *cells)] = np.clip(across / REACH_PX, -1, END_LIMIT)
        block[(5, *cells)] = np.clip((width - across) / REACH_PX, -1, END_LIMIT)
        if len(label.lines) > 1:
            apart[_cells(label.quad, shape)] = 1
        for quad in label.lines:
            cells = _cells(core_of(quad), shape)
            if cells is None:
                continue
            _, _, down, height = _frame(quad, cells)
            line[cells] = 1
            row[(0, *cells)], row[(1, *cells)] = down / REACH_PX, (height - down) / REACH_PX
    return Targets(core, line, kind, block, row, apart)


def _frame(quad: np.ndarray, cells):
    """For each cell: how far along the quad and how far down it lies; with the quad's direction and height."""
    along = unit(quad[1] - quad[0])
    below = np.array([-along[1], along[0]])
    offset = np.stack([(cells[1] + 0.5) * STRIDE, (cells[0] + 0.5) * STRIDE], 1) - quad[0]
    return along, offset @ along, offset @ below, float((quad[3] - quad[0]) @ below)


class Losses(NamedTuple):
    total: torch.Tensor
    parts: dict[str, float]


def loss(said: torch.Tensor, core, line, kind, block, row, apart) -> Losses:
    """All arguments are batches of `Targets` fields."""
    core, line = core.float(), line.float()
    # The gaps between the lines of a block are few cells, and on them hangs what is read of it.
    core_weight = core * (1 + (LINE_WEIGHT - 1) * apart)
    telling = torch.where(apart > 0, torch.where(line > 0, LINE_WEIGHT, GAP_WEIGHT), 1.0)
    parts = {
        'core': 4 * _found(said[:, CORE], core),
        'core_overlap': _overlap(said[:, CORE], core),
        'line': 2 * _found(said[:, LINE], line, telling),
        'line_overlap': 0.5 * _overlap(said[:, LINE], line),
        'kind': _mean(F.cross_entropy(said[:, KIND], kind.long(), reduction='none'), core),
        # Not squared: the mean of two directions that may both be is neither, and leans to the level.
        'along': _mean(F.smooth_l1_loss(said[:, ALONG], block[:, :2], reduction='none', beta=0.05).sum(1), core_weight),
        'block': 0.7 * _mean(F.smooth_l1_loss(said[:, BLOCK], block[:, 2:], reduction='none', beta=0.1).sum(1), core_weight),
        'row': 0.7 * _mean(F.smooth_l1_loss(said[:, ROW], row, reduction='none', beta=0.1).sum(1), line),
    }
    return Losses(sum(parts.values()), {name: float(part.detach()) for name, part in parts.items()})


def _found(logit, truth, weight=None):
    return F.binary_cross_entropy_with_logits(logit, truth, weight, pos_weight=torch.tensor(1.5, device=logit.device))


def _overlap(logit, truth):
    """One minus the Dice overlap, which does not drown in the empty paper."""
    sure = logit.sigmoid()
    return 1 - (2 * (sure * truth).sum() + 1) / (sure.square().sum() + truth.sum() + 1)


def _mean(value, where):
    return (value * where).sum() / (where.sum() + 1)
