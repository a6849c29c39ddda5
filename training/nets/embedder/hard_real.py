"""The real drawings in the hard set: asked for by copies of them that need no redrawing."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np

from ..workers import made_ahead
from . import real
from .change import COPIES, Shown, detected
from .hard import Entry
from .hard_sheets import KEPT, SEED
from .kept import STORE, code_of, kept
from .views import VERSION

REAL_FIRST = 1_000_000  # the numbers of real parts begin here


def real_copies(workers: int = 0) -> Iterator[Entry]:
    """The real drawings, and a copy of each for every kind of change."""
    folder = STORE / 'hard' / f'{VERSION}-real-{code_of(__name__)}-{real.texts_found_by()}'
    for entries in made_ahead(partial(_entries, folder), range(len(real.part_numbers())), workers):
        yield from entries


def _entries(folder: Path, index: int) -> list[Entry]:
    name, number = list(real.part_numbers().items())[index]
    return kept(folder / f'{name}.pickle.gz', lambda: list(_copies(REAL_FIRST + number, name)))


def _copies(part: int, name: str) -> Iterator[Entry]:
    random = np.random.default_rng([SEED, part, *name.encode()])
    page = Shown(real.page(name), list(real.texts_on(name)))
    yield Entry.of(part, KEPT, page)
    for change, copy in COPIES.items():
        yield Entry.of(part, f'real, {change}', copy(Shown(page.page, detected(page.texts, random)), random))
