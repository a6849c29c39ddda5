"""What the reader learns."""

from typing import NamedTuple

import torch
from torch import nn
from torch.nn import functional as F

from ..image import ink
from ..training import Batch, Task
from .judge import judge
from .lines import make_chunk
from .net import Reader


class Losses(NamedTuple):
    total: torch.Tensor
    parts: dict[str, float]


def _loss(net: nn.Module, batch: Batch) -> Losses:
    pictures, classes, lengths, steps = batch
    logits = net(ink(pictures).contiguous(memory_format=torch.channels_last))
    said = logits.permute(2, 0, 1).log_softmax(2)
    ctc = F.ctc_loss(said, classes, steps, lengths, reduction='none', zero_infinity=True)
    total = (ctc / lengths.clamp(min=1)).mean()
    return Losses(total, {'ctc': float(total.detach())})


TASK = Task(name='reader', make_net=Reader, make_chunk=make_chunk, loss=_loss, evaluate=judge)
