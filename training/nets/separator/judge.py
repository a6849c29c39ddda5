"""How well a separator tells a part's edges from all other ink, on sheets it never saw."""

from collections.abc import Iterable

import numpy as np
from torch import nn

from .. import saying
from ..saying import Say
from .net import in_pixels
from .tiles import make_chunk

SEED = 20_290_000
CHUNKS = 4


def judge(net: nn.Module) -> dict[str, float]:
    return judged(saying.of_module(net), (batch for index in range(CHUNKS) for batch in make_chunk(SEED, index)))


def judged(say: Say, batches: Iterable[tuple]) -> dict[str, float]:
    hit = said = true = 0
    for pages, edges, inked in batches:
        found, edge, ink = (in_pixels(cells) > 0 for cells in (say(pages), edges, inked))
        hit += np.count_nonzero(found & edge & ink)
        said += np.count_nonzero(found & ink)
        true += np.count_nonzero(edge & ink)
    return {'ink_precision': hit / max(1, said), 'ink_recall': hit / max(1, true)}
