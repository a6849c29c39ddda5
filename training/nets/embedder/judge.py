"""How good an embedder is while it is being trained: on the real drawings, and on families it never met."""

import numpy as np
from torch import nn

from .. import saying
from ..saying import Say
from . import real
from .drawn import drawn
from .embedding import embedding, vectors_of
from .ranking import Collection, first_is_right

UNSEEN_SEED = 20_270_000
UNSEEN_FAMILIES = 60


def unseen(say: Say, count: int = UNSEEN_FAMILIES) -> dict[str, float]:
    """Each drawing of a family's first part asks for another of the same, among all drawings of all parts."""
    embeddings, parts = [], []
    for number in range(count):
        family = drawn(number, UNSEEN_SEED)
        vectors = vectors_of(say, family.pictures)
        for drawing in np.unique(family.drawing):
            rows = family.drawing == drawing
            embeddings.append(embedding(vectors[rows], family.weight[rows]))
            parts.append((number, int(family.variant[rows][0])))
    collection = Collection.of(embeddings)
    keys = np.array([number * 100 + variant for number, variant in parts])
    asked = [i for i, (_, variant) in enumerate(parts) if variant == 0]

    def recall(scores_of) -> float:
        return float(np.mean([first_is_right(scores_of(embeddings[i]), keys == keys[i], i) for i in asked]))

    return {'unseen_recall_at_1': recall(collection.scores), 'unseen_by_sheet': recall(lambda one: collection.sheets @ one.sheet)}


def on_real(say: Say) -> dict[str, float]:
    """By the sheet's vector alone, as `score.py retrieval` does it, and by the score of two drawings."""
    embeddings = real.embed_all(say)
    by_sheet = real.figures({name: one.sheet for name, one in embeddings.items()})
    collection = Collection.of(list(embeddings.values()))
    by_both = real.ranked(list(embeddings), lambda name: collection.scores(embeddings[name]))
    return {
        'real_recall_at_1': by_sheet['recall_at_1'], 'real_map': by_sheet['map'],
        'real_pair_recall_at_1': by_both['recall_at_1'], 'real_pair_map': by_both['map'],
    }  # fmt: skip


def judge(net: nn.Module) -> dict[str, float]:
    say = saying.of_module(net)
    return unseen(say) | (on_real(say) if real.available() else {})
