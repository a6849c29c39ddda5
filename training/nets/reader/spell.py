"""Logits → text: the likeliest character at each step, and how sure the whole is."""

from dataclasses import dataclass
from itertools import groupby

import numpy as np

from draughtsman.lettering.alphabet import ALPHABET

from ..saying import Say
from .crop import batch, filled_width
from .net import PX_PER_STEP

BATCH = 32
UNSURE_BELOW = 0.9  # texts whose chance of being right is less, after calibration, are marked


@dataclass
class Reading:
    text: str
    score: float  # of the whole text, before calibration
    character_scores: list[float]


def spell(logits: np.ndarray) -> Reading:
    """`logits` is classes × steps. A character is as sure as its surest step; the text as the product of all steps."""
    powers = np.exp(logits - logits.max(0))
    sure = powers / powers.sum(0)
    best = sure.argmax(0)
    text, scores = [], []
    before = 0
    for step, index in enumerate(best):
        if index and index != before:
            text.append(ALPHABET[index - 1])
            scores.append(float(sure[index, step]))
        elif index:
            scores[-1] = max(scores[-1], float(sure[index, step]))
        before = index
    return Reading(''.join(text), float(np.exp(np.log(sure.max(0)).sum())), scores)


def read(say: Say, pictures: list[np.ndarray]) -> list[Reading]:
    """Readings in the order of the pictures. The paper on the right changes the last steps a little, so only pictures that are
    filled up to the same width share a batch: what is read of a line depends on that line alone."""

    def width(i: int) -> int:
        return filled_width(pictures[i])

    readings: dict[int, Reading] = {}
    for _, group in groupby(sorted(range(len(pictures)), key=width), width):
        alike = list(group)
        for start in range(0, len(alike), BATCH):
            some = alike[start : start + BATCH]
            for i, logits in zip(some, say(batch([pictures[i] for i in some])), strict=True):
                readings[i] = spell(logits[:, : -(-pictures[i].shape[1] // PX_PER_STEP)])
    return [readings[i] for i in range(len(pictures))]
