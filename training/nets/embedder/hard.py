"""A hard set: parts asked for by other drawings of them, among many that are nearly the same.

Family after family: the kept drawing of its part, one question for each kind of change, and its relatives as distractors.
Strangers are distractors too, but for those whose first view looks the same as that of a part that is asked for: a disc and
a larger disc differ in nothing that a search by shape could know.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import count
from pathlib import Path

import numpy as np

from draughtsman.part import Part
from families import Drawing, Family, Likenesses, family_of, redraw

from ..image import even
from ..workers import made_ahead
from .change import COPIES, Shown, shown
from .kept import STORE, code_of, kept
from .peers import PEERS
from .views import VERSION, views_of, weights

SEED = 20_280_000
WHOLE_SHEETS = 0.4
KEPT = 'kept'
TRIES = 8
NOBODY = -1  # the part of a distractor


@dataclass
class Entry:
    """A drawing: one that is kept, or a question for the kept one of the same part."""

    part: int
    change: str  # KEPT, or what happened to it
    pictures: np.ndarray
    weights: np.ndarray
    peers: dict[str, np.ndarray]

    @classmethod
    def of(cls, part: int, change: str, one: Shown) -> 'Entry':
        views = views_of(even(one.page), one.texts)[0]
        pictures = np.stack([view.picture for view in views])
        return cls(part, change, pictures, np.array(weights(views)), {name: describe(one.page) for name, describe in PEERS.items()})


def synthetic(parts: int, distractors: int, workers: int = 0, store: Path = STORE / 'hard') -> Iterator[Entry]:
    """So many parts with their questions, and so many distractors, the parts' own relatives among them. All are kept on disk, so
    that the set is the same for every net: drawn once, and anew as soon as the generator or the rules of the views change."""
    folder = store / f'{VERSION}-{code_of(__name__)}'
    made = 0
    for entries in made_ahead(partial(_asked_for, folder), range(parts), workers):
        for entry in entries:
            made += entry.part == NOBODY
            if entry.part != NOBODY or made <= distractors:
                yield entry
    if made >= distractors:
        return
    with closing(made_ahead(partial(_strangers, folder, parts), count(parts), workers)) as strangers:
        for entries in strangers:
            yield from entries[: distractors - made]
            made += len(entries)
            if made >= distractors:
                return


def _asked_for(folder: Path, number: int) -> list[Entry]:
    return kept(folder / 'asked' / f'{number:06d}.pickle.gz', lambda: list(_asked(number)))


def _strangers(folder: Path, parts: int, number: int) -> list[Entry]:
    return kept(folder / f'others of {parts}' / f'{number:06d}.pickle.gz', lambda: list(_others(number, _sought(parts))))


@lru_cache
def _sought(parts: int) -> Likenesses:
    return Likenesses.of([family_of(number, SEED, revisions=0).variants[0].part.views[0] for number in range(parts)])


def _asked(number: int) -> Iterator[Entry]:
    random, family = _random(number), family_of(number, SEED, revisions=1)
    first, *others = family.variants
    telling = telling_views(family)
    kept = drawn_with(first.part, random, telling)
    kept_page = shown(kept, random)
    yield Entry.of(number, KEPT, kept_page)
    for other in others:
        yield Entry.of(NOBODY, KEPT, shown(drawn_with(other.part, random), random))
    common = telling & shown_views(kept)
    yield Entry.of(number, 'redrawn', shown(drawn_with(first.part, random, common), random))
    yield Entry.of(number, 'other hand', shown(drawn_with(first.part, random, common, mirrored=True), random))
    for revised in first.revisions:
        yield Entry.of(number, 'revision', shown(drawn_with(revised, random, common), random))
    for name, copy in COPIES.items():
        yield Entry.of(number, name, copy(kept_page, random))


def _others(number: int, sought: Likenesses) -> Iterator[Entry]:
    random = _random(number)
    for variant in family_of(number, SEED, revisions=0).variants:
        if not sought.hold(variant.part.views[0]):
            yield Entry.of(NOBODY, KEPT, shown(drawn_with(variant.part, random), random))


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
