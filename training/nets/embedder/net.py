"""The embedder's net. Input: ink (1 black, 0 paper) of one view, N×1×160×160. Output: N×256, not yet of length 1.

Its trunk is the detector's: what finds letters among lines knows lines, corners and arcs, and a run begins with those weights.
"""

import torch
from torch import nn

from ..blocks import ConvNorm, Residual
from ..detector.net import Detector
from .views import SIDE_PX

DIM = 256
STRIDE = 32
PLACED = 48  # channels of the map whose places are told apart


class Embedder(nn.Module):
    def __init__(self, widths=(12, 16, 32, 64, 112), depths=(1, 2, 3, 2)):
        super().__init__()
        stem, one, two, three, four = widths

        def stage(inputs, outputs, depth, stride):
            return nn.Sequential(*[Residual(inputs if i == 0 else outputs, outputs, stride if i == 0 else 1) for i in range(depth)])

        self.stem = nn.Sequential(ConvNorm(1, stem, 3, 2), ConvNorm(stem, one, 3, 2))
        self.at_4 = stage(one, one, depths[0], 1)
        self.at_8 = stage(one, two, depths[1], 2)
        self.at_16 = stage(two, three, depths[2], 2)
        self.at_32 = stage(three, four, depths[3], 2)
        self.narrow = ConvNorm(four, PLACED, 1)
        self.by_place = nn.Conv2d(PLACED, DIM, SIDE_PX // STRIDE)  # what stands where
        self.anywhere = nn.Conv2d(2 * four, DIM, 1)  # what there is, wherever it stands

    def forward(self, ink: torch.Tensor) -> torch.Tensor:
        x = self.at_32(self.at_16(self.at_8(self.at_4(self.stem(ink)))))
        pooled = torch.cat([x.mean((2, 3), keepdim=True), x.amax((2, 3), keepdim=True)], 1)
        return (self.by_place(self.narrow(x)) + self.anywhere(pooled)).flatten(1)


TRUNK = ('stem', 'at_4', 'at_8', 'at_16', 'at_32')


def with_trunk_of(detector: Detector) -> Embedder:
    net = Embedder()
    for name in TRUNK:
        getattr(net, name).load_state_dict(getattr(detector, name).state_dict())
    return net
