"""What the detector learns."""

import torch
from torch import nn

from draughtsman.scene import KINDS

from ..image import INPUT, ink
from ..training import Batch, Task
from .decode import LEAST_CELLS, LONG, LONG_SNAP_DEG, LYING, MOST_TURN_DEG, SNAP_DEG, SQUARE_SNAP_DEG
from .find import LARGEST_SIDE_PX, SIZES_SEEN_PX, START_SIDES_PX
from .judge import DECODE_THRESHOLD, LINE_THRESHOLD, judge
from .net import ALONG, BLOCK, CORE, END_LIMIT, KIND, LINE, REACH_PX, ROW, SIDE_MULTIPLE, STRIDE, Detector
from .slanting import AROUND, LONG_ENOUGH, LOOKS, SLANT_DEG
from .targets import SHRINK, Losses, loss
from .tiles import BOX_PX, make_chunk


def _loss(net: nn.Module, batch: Batch) -> Losses:
    images, *targets = batch
    said = net(ink(images).contiguous(memory_format=torch.channels_last))
    return loss(said, *(target.float() for target in targets))


def _describe(measures: dict[str, float]) -> dict:
    return {
        'input': {**INPUT, 'layout': 'N×1×H×W', 'side_multiple': SIDE_MULTIPLE, 'box_px': BOX_PX},
        'output': {
            'layout': 'N×channels×H/stride×W/stride', 'stride': STRIDE, 'reach_px': REACH_PX, 'end_limit': END_LIMIT,
            'channels': {
                'core': [CORE, CORE + 1], 'line': [LINE, LINE + 1], 'kind': [KIND.start, KIND.stop], 'along': [ALONG.start, ALONG.stop],
                'block': [BLOCK.start, BLOCK.stop], 'row': [ROW.start, ROW.stop],
            },
        },
        'kinds': list(KINDS),
        'kinds_left_out': ['zone'],
        'gives': 'blocks, each with its lines: a callout of several lines, or a stacked tolerance, is one block',
        'scale': {'start_sides_px': START_SIDES_PX, 'largest_side_px': LARGEST_SIDE_PX, 'sizes_seen_px': SIZES_SEEN_PX},
        'decode': {
            'core_shrink': SHRINK, 'least_cells': LEAST_CELLS, 'snap_deg': SNAP_DEG, 'long_snap_deg': LONG_SNAP_DEG,
            'square_snap_deg': SQUARE_SNAP_DEG, 'long': LONG, 'lying': LYING, 'most_turn_deg': MOST_TURN_DEG,
        },
        'slanting': {'slant_deg': SLANT_DEG, 'long_enough': LONG_ENOUGH, 'around': AROUND, 'looks': LOOKS},
        'thresholds': {'decode': DECODE_THRESHOLD, 'line': LINE_THRESHOLD, 'score': measures.get('threshold', 0.7)},
    }  # fmt: skip


TASK = Task(
    name='detector', make_net=Detector, make_chunk=make_chunk, loss=_loss, evaluate=judge, describe=_describe,
    example=lambda: torch.zeros(1, 1, 64, 96), dynamic_axes={0: 'batch', 2: 'height', 3: 'width'},
)  # fmt: skip
