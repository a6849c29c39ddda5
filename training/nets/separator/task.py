"""What the separator learns."""

from dataclasses import dataclass

import torch
from torch import nn

from ..detector.net import SIDE_MULTIPLE, STRIDE, Detector
from ..export import MODELS, unfold
from ..image import INPUT, ink
from ..training import Batch, Task
from .judge import judge
from .net import INK, LONG_SIDE_PX, Separator, loss, with_features_of
from .tiles import make_chunk


@dataclass
class Losses:
    total: torch.Tensor

    @property
    def parts(self) -> dict[str, float]:
        return {'edge': self.total.item()}


def _loss(net: nn.Module, batch: Batch) -> Losses:
    pages, edges, inked = batch
    said = net(ink(pages).contiguous(memory_format=torch.channels_last))
    return Losses(loss(said, edges.float(), inked.float()))


def _begin(seed: int) -> Separator:
    """The features as the shipped detector has them, their norms set by what the separator will see."""
    return with_features_of(unfold(MODELS / 'detector.onnx', Detector(), [ink(torch.from_numpy(b[0])) for b in make_chunk(seed, 0)]))


def _describe(_measures: dict[str, float]) -> dict:
    return {
        'input': {**INPUT, 'layout': 'N×1×H×W', 'side_multiple': SIDE_MULTIPLE, 'long_side_px': LONG_SIDE_PX},
        'output': {'layout': 'N×16×H/stride×W/stride', 'stride': STRIDE, 'ink_least': INK,
                   'gives': 'for each pixel of a cell, row by row, the logit that its ink is an edge of the part'},
    }  # fmt: skip


TASK = Task(
    name='separator', make_net=Separator, make_chunk=make_chunk, loss=_loss, evaluate=judge, describe=_describe,
    example=lambda: torch.zeros(1, 1, 64, 96), dynamic_axes={0: 'batch', 2: 'height', 3: 'width'}, begin=_begin,
)  # fmt: skip
