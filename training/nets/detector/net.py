"""The detector's net. Input: ink (1 black, 0 paper), N×1×H×W, H and W multiples of 32. Output: N×21×H/4×W/4.

Channels, in this order:
    core      1   logit: the cell lies in the heart of a text block
    line      1   logit: it lies in the heart of one line of text
    kind     11   logits, one for each of KINDS
    along     2   cosine and sine of the reading direction
    block     4   distances to the block's top, bottom, left and right in its own frame, in units of REACH_PX; left and
                  right are cut off at END_CELLS, so that far ends need no guess
    row       2   distances to the line's top and bottom
"""

from torch import nn

from draughtsman.scene import KINDS

from ..blocks import ConvNorm, Residual, doubled

STRIDE = 4
SIDE_MULTIPLE = 32
REACH_PX = 16.0
END_LIMIT = 2.5  # of REACH_PX

CORE, LINE = 0, 1
KIND = slice(2, 2 + len(KINDS))
ALONG = slice(KIND.stop, KIND.stop + 2)
BLOCK = slice(ALONG.stop, ALONG.stop + 4)
ROW = slice(BLOCK.stop, BLOCK.stop + 2)
CHANNELS = ROW.stop


class Detector(nn.Module):
    def __init__(self, widths=(12, 16, 32, 64, 112), depths=(1, 2, 3, 2), pyramid=32):
        super().__init__()
        stem, one, two, three, four = widths

        def stage(inputs, outputs, depth, stride):
            return nn.Sequential(*[Residual(inputs if i == 0 else outputs, outputs, stride if i == 0 else 1) for i in range(depth)])

        self.stem = nn.Sequential(ConvNorm(1, stem, 3, 2), ConvNorm(stem, one, 3, 2))
        self.at_4 = stage(one, one, depths[0], 1)
        self.at_8 = stage(one, two, depths[1], 2)
        self.at_16 = stage(two, three, depths[2], 2)
        self.at_32 = stage(three, four, depths[3], 2)
        self.from_32 = ConvNorm(four, pyramid, 1, relu=False)
        self.from_16 = ConvNorm(three, pyramid, 1, relu=False)
        self.from_8 = ConvNorm(two, pyramid, 1, relu=False)
        self.from_4 = ConvNorm(one, pyramid, 1, relu=False)
        self.merge_16 = ConvNorm(pyramid, pyramid)
        self.merge_8 = ConvNorm(pyramid, pyramid)
        self.head = nn.Sequential(ConvNorm(pyramid, pyramid), nn.Conv2d(pyramid, CHANNELS, 1))
        nn.init.zeros_(self.head[-1].bias)
        nn.init.constant_(self.head[-1].bias[: LINE + 1], -3.0)  # most of a sheet is empty

    def forward(self, ink):
        at_4 = self.at_4(self.stem(ink))
        at_8 = self.at_8(at_4)
        at_16 = self.at_16(at_8)
        seen = self.merge_16(self.from_16(at_16) + doubled(self.from_32(self.at_32(at_16))))
        seen = self.merge_8(self.from_8(at_8) + doubled(seen))
        return self.head(self.from_4(at_4) + doubled(seen))
