"""A hard set: parts asked for by other drawings of them, among many that are nearly the same.

Family after family: the kept drawing of its part, one question for each kind of change, and its relatives as distractors.
Then copies of the real drawings, asked among all of these.
"""

import gzip
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from families import family_of, redraw

from ..image import even
from . import real
from .change import COPIES, Shown, detected, shown
from .drawn import STORE
from .peers import PEERS
from .views import views_of, weights

SEED = 20_280_000
WHOLE_SHEETS = 0.4
KEPT = 'kept'
NOBODY = -1  # the part of a distractor
REAL_FIRST = 1_000_000  # the numbers of real parts begin here


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


def synthetic(parts: int, distractors: int, store: Path = STORE / 'hard') -> Iterator[Entry]:
    """So many parts with their questions, and so many distractors, the parts' own relatives among them."""
    number = made = 0
    while number < parts or made < distractors:
        asked = number < parts
        folder = store / ('asked' if asked else 'others')
        for entry in _stored(folder / f'{number:06d}.pickle.gz', lambda number=number, asked=asked: list(_family(number, asked))):
            made += entry.part == NOBODY
            if entry.part != NOBODY or made <= distractors:
                yield entry
        number += 1


def _stored(path: Path, make: Callable[[], list[Entry]]) -> list[Entry]:
    """Drawn once, then kept on disk: the set is the same for every net."""
    if path.exists():
        return pickle.loads(gzip.decompress(path.read_bytes()))
    made = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix('.part')
    part.write_bytes(gzip.compress(pickle.dumps(made), 3))
    part.replace(path)
    return made


def _family(number: int, asked: bool) -> Iterator[Entry]:
    random = np.random.default_rng([SEED, number, 1])
    family = family_of(number, SEED, revisions=int(asked))
    first = family.variants[0]

    def draw(part, mirrored: bool = False) -> Shown:
        return shown(redraw(part, random, random.random() < WHOLE_SHEETS, mirrored, bare_share=0.0), random)

    kept = draw(first.part)
    yield Entry.of(number if asked else NOBODY, KEPT, kept)
    for other in family.variants[1:]:
        yield Entry.of(NOBODY, KEPT, draw(other.part))
    if not asked:
        return
    yield Entry.of(number, 'redrawn', draw(first.part))
    yield Entry.of(number, 'other hand', draw(first.part, mirrored=True))
    for revised in first.revisions:
        yield Entry.of(number, 'revision', draw(revised))
    for name, copy in COPIES.items():
        yield Entry.of(number, name, copy(kept, random))


def real_copies(store: Path = STORE / 'hard' / 'real') -> Iterator[Entry]:
    """The real drawings, and a copy of each for every kind of change that needs no redrawing."""
    for name, number in real.part_numbers().items():
        yield from _stored(store / f'{name}.pickle.gz', lambda part=REAL_FIRST + number, name=name: list(_copies(part, name)))


def _copies(part: int, name: str) -> Iterator[Entry]:
    random = np.random.default_rng([SEED, part, *name.encode()])
    page = Shown(real.page(name), list(real.texts_on(name)))
    yield Entry.of(part, KEPT, page)
    for change, copy in COPIES.items():
        yield Entry.of(part, f'real, {change}', copy(Shown(page.page, detected(page.texts, random)), random))
