"""The reader's net. Input: ink (1 black, 0 paper), N×1×32×W, W a multiple of 32 (the net would do with 8; fewer widths are
fewer shapes to plan). Output: N×classes×W/4, logits.

Class 0 is "no new character" of connectionist temporal classification; class i is ALPHABET[i - 1].
"""

from torch import nn

from draughtsman.lettering.alphabet import ALPHABET

from ..blocks import Along, ConvNorm, Residual

HEIGHT_PX = 32
WIDTH_MULTIPLE = 32
PX_PER_STEP = 4
CLASSES = len(ALPHABET) + 1


class Reader(nn.Module):
    def __init__(self, widths=(16, 32, 64, 128), along=192, depth=5):
        super().__init__()
        one, two, three, four = widths
        self.look = nn.Sequential(
            ConvNorm(1, one),
            ConvNorm(one, one, 3, 2),  # 16 high, half the width
            Residual(one, one),
            Residual(one, two, 2),  # 8 high, a quarter of the width
            Residual(two, two),
            Residual(two, three, (2, 1)),  # 4 high
            Residual(three, three),
            Residual(three, four, (2, 1)),  # 2 high
            ConvNorm(four, along, (2, 1), padding=(0, 0)),  # 1 high
        )
        self.spell = nn.Sequential(*[Along(along) for _ in range(depth)], nn.Conv2d(along, CLASSES, 1))

    def forward(self, ink):
        return self.spell(self.look(ink)).squeeze(2)
