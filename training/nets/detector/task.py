"""What the detector learns."""

import torch
from torch import nn

from ..image import ink
from ..training import Batch, Task
from .judge import judge
from .net import Detector
from .targets import Losses, loss
from .tiles import make_chunk


def _loss(net: nn.Module, batch: Batch) -> Losses:
    images, *targets = batch
    said = net(ink(images).contiguous(memory_format=torch.channels_last))
    return loss(said, *(target.float() for target in targets))


TASK = Task(name='detector', make_net=Detector, make_chunk=make_chunk, loss=_loss, evaluate=judge)
