"""What the embedder learns."""

import torch
from torch import nn

from ..detector.net import Detector
from ..export import MODELS, unfold
from ..image import INPUT, ink
from ..training import Batch, Task
from . import outline, shape, views
from .batches import make_chunk
from .embedding import SHEET_SHARE, VIEW_POWER
from .finish import LEARNT_SHARE, PLAIN_DIM, finished
from .judge import judge
from .loss import Losses, loss
from .net import DIM, Embedder, with_trunk_of


def _loss(net: nn.Module, batch: Batch) -> Losses:
    pictures, label, part, drawing, weight = batch
    said = net(ink(pictures).contiguous(memory_format=torch.channels_last))
    return loss(said, label, part, drawing, weight)


def _begin(seed: int) -> Embedder:
    """The trunk as the shipped detector has it, its norms set by what the embedder will see."""
    batches = [ink(torch.from_numpy(batch[0])) for batch in make_chunk(seed, 0)]
    return with_trunk_of(unfold(MODELS / 'detector.onnx', Detector(), batches))


def _describe(measures: dict[str, float]) -> dict:
    return {
        'version': views.VERSION,
        'input': {**INPUT, 'layout': f'N×1×{views.SIDE_PX}×{views.SIDE_PX}, one view each', 'side_px': views.SIDE_PX,
                  'margin_px': views.MARGIN_PX},
        'output': {'layout': 'N×dim', 'dim': DIM, 'length': 'to be divided by its own length',
                   'parts': {'learnt': {'numbers': DIM - PLAIN_DIM, 'share': LEARNT_SHARE},
                             'plain': {'numbers': PLAIN_DIM, 'share': 1 - LEARNT_SHARE}}},
        'views': {
            'long_side_px': shape.LONG_SIDE_PX, 'fit_below': shape.FIT_BELOW, 'fit_most': shape.FIT_MOST, 'fit_margin': shape.FIT_MARGIN,
            'fit_least_px': shape.FIT_LEAST_PX, 'ink_level': shape.INK_LEVEL, 'ink_of_lines': shape.INK_OF_LINES,
            'ink_least': shape.INK_LEAST, 'line_least': shape.LINE_LEAST, 'text_margin': shape.TEXT_MARGIN,
            'letter_reach': shape.LETTER_REACH, 'on_lines': shape.ON_LINES,
            'framed': shape.FRAMED, 'long_line_px': shape.LONG_LINE_PX, 'cut_least_px': shape.CUT_LEAST_PX,
            'cut_reach': shape.CUT_REACH, 'cut_share': shape.CUT_SHARE, 'frame_span': shape.FRAME_SPAN,
            'frame_band': shape.FRAME_BAND, 'frame_cover': shape.FRAME_COVER, 'field_share': shape.FIELD_SHARE,
            'least_fields': shape.LEAST_FIELDS, 'field_least_px': shape.FIELD_LEAST_PX,
            'least_left': shape.LEAST_LEFT, 'solid_px': shape.SOLID_PX,
            'gap_px': shape.GAP_PX, 'cut_span': shape.CUT_SPAN, 'thin_px': shape.THIN_PX, 'most': views.MOST_VIEWS,
            'join_px': views.JOIN_PX,
            'rim_px': views.RIM_PX, 'strong': views.STRONG, 'least_long_px': views.LEAST_LONG_PX, 'least_short_px': views.LEAST_SHORT_PX,
            'least_share': views.LEAST_SHARE, 'table_texts': views.TABLE_TEXTS, 'table_kinds': views.TABLE_KINDS,
            'open_join_px': views.OPEN_JOIN_PX, 'open_long_px': views.OPEN_LONG_PX, 'enclosed_least': views.ENCLOSED_LEAST,
        },
        'overview': 'where there are several views, a picture of all of them as they stand comes first and counts as one more',
        'outlined': f'views of the fields that heavy lines part from the outside, last, where the lightest {outline.LIGHT} of the lines '
                    f'weigh {outline.LIGHT_LEAST} across {outline.ACROSS_PX} px; heavy is {outline.OUTLINE} of the {outline.HEAVY}th',
        'sheet_vector': {
            'overview_share': views.OVERVIEW_SHARE,
            'rule': 'overview_share · the overview’s vector + (1 − overview_share) · the mean of the views’, each weighted by the square '
                    f'root of its box’s area; with outlined views {1 - views.OUTLINED_SHARE} · that + {views.OUTLINED_SHARE} · their mean; '
                    'of length 1',
        },
        'score': {
            'sheet_share': SHEET_SHARE, 'view_power': VIEW_POWER,
            'rule': 'sheet_share · (sheet · sheet) + (1 − sheet_share) · mean of the power view_power over the query’s views, weighted '
                    'as in its sheet vector, of the largest product with any view of the other, 0 where that is negative',
        },
    }  # fmt: skip


TASK = Task(
    name='embedder', make_net=Embedder, make_chunk=make_chunk, loss=_loss, evaluate=judge, describe=_describe,
    example=lambda: torch.zeros(1, 1, views.SIDE_PX, views.SIDE_PX), dynamic_axes={0: 'batch'}, begin=_begin, finish=finished,
)  # fmt: skip
