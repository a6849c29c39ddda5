"""InfoNCE with a margin: what is the same must be nearer than anything else in the batch, by so much."""

from dataclasses import dataclass

import torch
from torch.nn import functional as F

SHARPNESS = 16.0
MARGIN = 0.1
SHEET_WEIGHT = 0.5


@dataclass
class Losses:
    view: torch.Tensor
    sheet: torch.Tensor

    @property
    def total(self) -> torch.Tensor:
        return self.view + SHEET_WEIGHT * self.sheet

    @property
    def parts(self) -> dict[str, float]:
        return {'view': self.view.item(), 'sheet': SHEET_WEIGHT * self.sheet.item()}


def loss(said: torch.Tensor, label: torch.Tensor, part: torch.Tensor, drawing: torch.Tensor, weight: torch.Tensor) -> Losses:
    """One row a view. `label` is equal for views that look the same (negative: nobody knows), `part` for drawings of one part;
    `drawing` counts the drawings of the batch, and `weight` is the view's in its sheet."""
    vectors = F.normalize(said)
    count = int(drawing.max()) + 1
    sheets = torch.zeros(count, vectors.shape[1], dtype=vectors.dtype, device=said.device)
    sheets = F.normalize(sheets.index_add(0, drawing, vectors * weight[:, None]))
    part_of = torch.zeros(count, dtype=part.dtype, device=said.device).index_copy(0, drawing, part)

    known = label >= 0
    other_drawing = drawing[:, None] != drawing[None]
    alike = (label[:, None] == label[None]) & other_drawing & known[:, None] & known[None]
    # Two views of one part need not look alike, but nothing says that they must not.
    unlike = (part[:, None] != part[None]) & (label[:, None] != label[None]) & known[:, None] & known[None]
    apart = part_of[:, None] != part_of[None]
    same = ~apart & ~torch.eye(count, dtype=torch.bool, device=said.device)
    return Losses(_nce(vectors, alike, unlike), _nce(sheets, same, apart))


def _nce(vectors: torch.Tensor, same: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
    near = vectors @ vectors.T
    others = torch.logsumexp((near * SHARPNESS).masked_fill(~other, -torch.inf), 1, keepdim=True)
    own = (near - MARGIN) * SHARPNESS
    each = F.softplus(others - own).masked_fill(~same, 0.0)
    return each.sum() / same.sum().clamp(min=1)
