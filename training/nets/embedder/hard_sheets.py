"""The sheets of the hard set: each part with a question for each kind of change, its relatives, and strangers.

They are drawn apart from being cut into views, since the rules of the cut change more often than the generator.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from draughtsman.part import Part
from families import Drawing, Family, Likenesses, family_of, redraw

from .change import COPIES, Shown, shown
from .kept import STORE, code_of, kept
from .text import Text

SEED = 20_280_000
WHOLE_SHEETS = 0.4
KEPT = 'kept'
TRIES = 8
NOBODY = -1  # the part of a distractor


@dataclass
class Sheet:
    """A drawing: one that is kept, or a question for the kept one of the same part."""

    part: int
    change: str  # KEPT, or what happened to it
    png: bytes
    texts: list[Text]

    @classmethod
    def of(cls, part: int, change: str, one: Shown) -> 'Sheet':
        return cls(part, change, cv2.imencode('.png', one.page)[1].tobytes(), one.texts)

    def shown(self) -> Shown:
        return Shown(cv2.imdecode(np.frombuffer(self.png, np.uint8), cv2.IMREAD_GRAYSCALE), self.texts)


def sheets_asked(number: int, store: Path = STORE) -> list[Sheet]:
    return _kept(store, f'asked/{number:06d}', lambda: asked(number))


def sheets_of_strangers(number: int, parts: int, store: Path = STORE) -> list[Sheet]:
    """Who look like none of so many parts."""
    return _kept(store, f'others of {parts}/{number:06d}', lambda: others(number, _sought(parts)))


def _kept(store: Path, name: str, draw: Callable[[], Iterator[Sheet]]) -> list[Sheet]:
    return kept(store / 'hard-sheets' / code_of(__name__) / f'{name}.pickle.gz', lambda: list(draw()))


@lru_cache
def _sought(parts: int) -> Likenesses:
    return Likenesses.of([family_of(number, SEED, revisions=0).variants[0].part.views[0] for number in range(parts)])


def asked(number: int) -> Iterator[Sheet]:
    random, family = _random(number), family_of(number, SEED, revisions=1)
    first, *others = family.variants
    telling = telling_views(family)
    kept = drawn_with(first.part, random, telling)
    kept_page = shown(kept, random)
    yield Sheet.of(number, KEPT, kept_page)
    for other in others:
        yield Sheet.of(NOBODY, KEPT, shown(drawn_with(other.part, random), random))
    common = telling & shown_views(kept)
    yield Sheet.of(number, 'redrawn', shown(drawn_with(first.part, random, common), random))
    yield Sheet.of(number, 'other hand', shown(drawn_with(first.part, random, common, mirrored=True), random))
    for revised in first.revisions:
        yield Sheet.of(number, 'revision', shown(drawn_with(revised, random, common), random))
    for name, copy in COPIES.items():
        yield Sheet.of(number, name, copy(kept_page, random))


def others(number: int, sought: Likenesses) -> Iterator[Sheet]:
    random = _random(number)
    for variant in family_of(number, SEED, revisions=0).variants:
        if not sought.hold(variant.part.views[0]):
            yield Sheet.of(NOBODY, KEPT, shown(drawn_with(variant.part, random), random))


def _random(number: int) -> np.random.Generator:
    return np.random.default_rng([SEED, number, 1])


def telling_views(family: Family) -> set[int]:
    """The views by which the first part is known from its relatives. The pictorial one, whose label comes last, is -1."""
    first, *others = family.variants
    common = {label for other in others for label in other.view_labels}
    indices = [*range(len(first.view_labels) - 1), -1]
    return {index for index, label in zip(indices, first.view_labels, strict=True) if label not in common}


def drawn_with(part: Part, random: np.random.Generator, among: set[int] | None = None, mirrored: bool = False) -> Drawing:
    """A drawing that shows one of these views, if that can be had: what is not on both drawings cannot be found."""
    for _ in range(TRIES):
        drawing = redraw(part, random, random.random() < WHOLE_SHEETS, mirrored, bare_share=0.0)
        if not among or shown_views(drawing) & among:
            break
    return drawing


def shown_views(drawing: Drawing) -> set[int]:
    return {view.index for view in drawing.views}
