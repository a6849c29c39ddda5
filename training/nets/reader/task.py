"""What the reader learns."""

from typing import NamedTuple

import torch
from torch import nn
from torch.nn import functional as F

from draughtsman.lettering.alphabet import ALPHABET, UNREADABLE

from ..image import INPUT, ink
from ..training import Batch, Task
from .crop import FRAME_MARGIN_ACROSS, FRAME_MARGIN_ALONG, MARGIN_ACROSS, MARGIN_ALONG, NARROWEST_PX, WIDEST_PX
from .judge import judge
from .lines import make_chunk
from .net import HEIGHT_PX, PX_PER_STEP, WIDTH_MULTIPLE, Reader
from .spell import UNSURE_BELOW


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


def _describe(measures: dict[str, float]) -> dict:
    return {
        'input': {
            **INPUT, 'layout': 'N×1×32×W', 'height_px': HEIGHT_PX, 'width_multiple': WIDTH_MULTIPLE, 'narrowest_px': NARROWEST_PX,
            'widest_px': WIDEST_PX,
            'margin_along': MARGIN_ALONG, 'margin_across': MARGIN_ACROSS, 'frame_margin_across': FRAME_MARGIN_ACROSS,
            'frame_margin_along': FRAME_MARGIN_ALONG,
        },
        'output': {
            'layout': 'N×classes×W/step', 'px_per_step': PX_PER_STEP,
            'decoding': 'CTC; class 0 is blank, class i is alphabet[i - 1]',
        },
        'alphabet': ALPHABET,
        'unreadable': UNREADABLE,
        'thresholds': {'unsure_below': UNSURE_BELOW},
        'calibration': {
            'of': 'the sum over all ways to say the text, idle spaces aside, as a logit',
            'slope': measures['calibration_slope'], 'offset': measures['calibration_offset'],
        },
    }  # fmt: skip


TASK = Task(
    name='reader', make_net=Reader, make_chunk=make_chunk, loss=_loss, evaluate=judge, describe=_describe,
    example=lambda: torch.zeros(1, 1, HEIGHT_PX, 64), dynamic_axes={0: 'batch', 3: 'width'},
)  # fmt: skip
