"""Logits → text: the likeliest character at each step, and how sure the whole is."""

import re
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from draughtsman.lettering.alphabet import ALPHABET

from ..saying import Say
from .crop import batch, filled_width
from .net import PX_PER_STEP

BATCH = 32
BLANK = 0
TWINS = {'.': ',', 'x': 'X'}  # written now so, now otherwise, and the same in every size
UNSURE_BELOW = 0.9  # texts whose chance of being right is less, after calibration, are marked


@dataclass
class Reading:
    text: str
    score: float  # of the whole text, before calibration
    character_scores: list[float]


def spell(logits: np.ndarray) -> Reading:
    """`logits` is classes × steps. A character is as sure as its surest step; the text as all ways to say it together."""
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
    return Reading(''.join(text), chance_of(''.join(text), sure), scores)


def meant(text: str) -> str:
    """Without spaces that part no figures, and with one sign for what means the same: what a line's chance is told of."""
    kept = re.sub(r'(?<!\d) +| +(?!\d| )', '', text)
    return kept.translate(str.maketrans({other: one for one, other in TWINS.items()}))


def chance_of(text: str, sure: np.ndarray) -> float:
    """That a line says what this text means, at whichever steps: the sum over all ways. `sure` is classes × steps."""
    said = sure.astype(float)
    for one, other in TWINS.items():
        both = [ALPHABET.index(one) + 1, ALPHABET.index(other) + 1]
        said[both] = said[both].sum(0)
    space = ALPHABET.index(' ') + 1
    letters = meant(text)
    figures = [letter.isdigit() or letter == ' ' for letter in letters]
    parted = [at > 0 and at < len(letters) and figures[at - 1] and figures[at] for at in range(len(letters) + 1)]
    gaps = [said[BLANK] + (0 if is_parted else said[space]) for is_parted in parted]
    rows = [gaps[0]]
    for letter, gap in zip(letters, gaps[1:], strict=True):
        rows += [said[ALPHABET.index(letter) + 1], gap]
    states = np.array(rows)
    # Between two letters nothing need be said, unless they are the same.
    may_skip = np.array([at % 2 == 1 and at > 1 and letters[at // 2] != letters[at // 2 - 1] for at in range(len(rows))])
    ways = np.zeros(len(rows))
    ways[0] = 1.0
    for step in states.T:
        before = ways.copy()
        before[1:] += ways[:-1]
        before[2:] += np.where(may_skip[2:], ways[:-2], 0)
        ways = before * step
    return float(ways[-2:].sum())


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
