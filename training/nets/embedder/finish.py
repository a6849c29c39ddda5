"""A trained embedder → the one that is shipped: what it learnt, beside what a view plainly looks like.

The net learnt from synthetic parts what stays when a part is drawn anew; a picture made small knows real drawings as well as any.
Each is a part of the vector, and its share says how much it counts.
"""

import numpy as np
import torch
from torch import nn

from ..image import ink
from .batches import POOL
from .drawn import drawn
from .net import DIM, Embedder
from .views import SIDE_PX

PLAIN_DIM = 96
LEARNT_SHARE = 0.35
CELL_PX = 8
FAMILIES = 200  # of those it learnt from: their pictures decide which directions are kept
BATCH = 64


class Finished(nn.Module):
    """Each part of a vector has the length that its share gives it."""

    def __init__(self, net: Embedder, learnt: torch.Tensor, plain: torch.Tensor, share: float = LEARNT_SHARE):
        super().__init__()
        self.net = _reduced(net, learnt)
        self.shrink = nn.AvgPool2d(CELL_PX)
        self.plain = nn.Conv2d(1, len(plain), SIDE_PX // CELL_PX, bias=False)
        self.plain.weight.data.copy_(plain.view(self.plain.weight.shape))
        self.share = share

    def forward(self, ink: torch.Tensor) -> torch.Tensor:
        learnt, plain = self.net(ink), self.plain(self.shrink(ink)).flatten(1)
        return torch.cat([_unit(learnt) * self.share**0.5, _unit(plain) * (1 - self.share) ** 0.5], 1)


def finished(net: Embedder, seed: int) -> Finished:
    """Keeps the directions in which the pictures that it learnt from differ most."""
    pictures = np.concatenate([drawn(number, seed).pictures for number in range(min(FAMILIES, POOL))])
    with torch.no_grad():
        batches = [ink(torch.from_numpy(pictures[i : i + BATCH, None])) for i in range(0, len(pictures), BATCH)]
        said = torch.cat([net(batch) for batch in batches])
        small = torch.cat([nn.functional.avg_pool2d(batch, CELL_PX).flatten(1) for batch in batches])
    return Finished(net, _directions(said, DIM - PLAIN_DIM), _directions(small, PLAIN_DIM)).eval()


def _directions(vectors: torch.Tensor, count: int) -> torch.Tensor:
    """Products of vectors of length 1 are kept as well as so few numbers can."""
    return torch.linalg.svd(_unit(vectors), full_matrices=False).Vh[:count]


def _unit(vectors: torch.Tensor) -> torch.Tensor:
    return vectors / torch.linalg.vector_norm(vectors, dim=1, keepdim=True).clamp(min=1e-6)


def _reduced(net: Embedder, directions: torch.Tensor) -> Embedder:
    """The same net, whose last layers say only how far its vector goes in these directions."""
    reduced = Embedder()
    reduced.load_state_dict(net.state_dict())
    for name in ('by_place', 'anywhere'):
        layer = getattr(net, name)
        kept = nn.Conv2d(layer.in_channels, len(directions), layer.kernel_size)
        kept.weight.data.copy_(torch.einsum('ok,kihw->oihw', directions, layer.weight))
        kept.bias.data.copy_(directions @ layer.bias)
        setattr(reduced, name, kept)
    return reduced
