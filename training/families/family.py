"""A number → a part, its revisions, and the parts that are easily taken for it."""

from dataclasses import dataclass, field

import numpy as np

from draughtsman.part import Part, sample_part

from .bent import Bent, all_moved, one_moved
from .likeness import SAME, likeness, picture

TRIES = 6
REVISION_STILL = 0.6  # a revision whose views are less alike than this is another part


@dataclass
class Variant:
    """A part as it is bought: what a search must find again. Revisions of it are it; other variants are not."""

    part: Part
    revisions: list[Part] = field(default_factory=list)
    # Views of the same label, anywhere in the family, look the same. The last is the pictorial view's.
    view_labels: list[int] = field(default_factory=list)


@dataclass
class Family:
    number: int
    variants: list[Variant]


def family_of(number: int, seed: int, revisions: int = 2) -> Family:
    """The part itself first, then one of other proportions and one that begins like it and ends otherwise."""
    random = np.random.default_rng([seed, number])
    part, draws = _sampled([seed, number, 0])
    variants = [Variant(part, _revisions(random, [seed, number, 0], part, draws, revisions))]
    for other in _siblings(random, [seed, number, 0], draws):
        if all(_unlike(other, variant.part) for variant in variants):
            variants.append(Variant(other))
    _label(variants)
    return Family(number, variants)


def _sampled(seed, **bent) -> tuple[Part, int]:
    stream = Bent(seed, **bent)
    return sample_part(stream), stream.draws


def _revisions(random, seed, part: Part, draws: int, count: int) -> list[Part]:
    found: list[Part] = []
    for _ in range(TRIES * count):
        if len(found) == count:
            break
        revised, _ = _sampled(seed, bend=one_moved(int(random.integers(draws)), random))
        if len(revised.views) == len(part.views) and REVISION_STILL < _least_likeness(revised, part) < 0.999:
            found.append(revised)
    return found


def _siblings(random, seed, draws: int):
    for bent in (
        lambda: {'bend': all_moved(random)},
        lambda: {'fork_at': int(draws * random.uniform(0.3, 0.75)), 'fork_seed': int(random.integers(2**32))},
    ):
        yield _sampled(seed, **bent())[0]


def _least_likeness(one: Part, other: Part) -> float:
    return min(likeness(picture(a), picture(b)) for a, b in zip(one.views, other.views, strict=True))


def _unlike(one: Part, other: Part) -> bool:
    return likeness(picture(one.views[0]), picture(other.views[0])) < SAME


def _label(variants: list[Variant]) -> None:
    """Gives views that look the same one label: the edge view of two plates tells nothing of their holes."""
    known: list[np.ndarray] = []
    for variant in variants:
        for view in variant.part.views:
            shown = picture(view)
            same = next((i for i, other in enumerate(known) if likeness(shown, other) >= SAME), len(known))
            if same == len(known):
                known.append(shown)
            variant.view_labels.append(same)
    for index, variant in enumerate(variants):
        variant.view_labels.append(len(known) + index)
