"""A hard set: parts asked for by other drawings of them, among many that are nearly the same.

Family after family: the kept drawing of its part, one question for each kind of change, and its relatives as distractors.
Strangers are distractors too, but for those whose first view looks the same as that of a part that is asked for: a disc and
a larger disc differ in nothing that a search by shape could know.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

import numpy as np

from ..image import even
from ..workers import made_ahead
from .change import Shown
from .hard_sheets import NOBODY, Sheet, sheets_asked, sheets_of_strangers
from .kept import STORE, code_of, kept
from .peers import PEERS
from .views import VERSION, views_of, weights


@dataclass
class Entry:
    """A sheet of the set, as a search sees it."""

    part: int
    change: str
    pictures: np.ndarray
    weights: np.ndarray
    peers: dict[str, np.ndarray]

    @classmethod
    def of(cls, part: int, change: str, one: Shown) -> 'Entry':
        views = views_of(even(one.page), one.texts)[0]
        pictures = np.stack([view.picture for view in views])
        return cls(part, change, pictures, np.array(weights(views)), {name: describe(one.page) for name, describe in PEERS.items()})


def synthetic(parts: int, distractors: int, workers: int = 0, store: Path = STORE) -> Iterator[Entry]:
    """So many parts with their questions, and so many distractors, the parts' own relatives among them. All are kept on disk, so
    that the set is the same for every net: cut once, and anew as soon as the generator or the rules of the views change."""
    made = 0
    for entries in made_ahead(partial(_asked_for, store), range(parts), workers):
        for entry in entries:
            made += entry.part == NOBODY
            if entry.part != NOBODY or made <= distractors:
                yield entry
    if made >= distractors:
        return
    with closing(made_ahead(partial(_strangers, store, parts), count(parts), workers)) as strangers:
        for entries in strangers:
            yield from entries[: distractors - made]
            made += len(entries)
            if made >= distractors:
                return


def _asked_for(store: Path, number: int) -> list[Entry]:
    return kept(_folder(store) / 'asked' / f'{number:06d}.pickle.gz', lambda: _cut(sheets_asked(number, store)))


def _strangers(store: Path, parts: int, number: int) -> list[Entry]:
    path = _folder(store) / f'others of {parts}' / f'{number:06d}.pickle.gz'
    return kept(path, lambda: _cut(sheets_of_strangers(number, parts, store)))


def _folder(store: Path) -> Path:
    return store / 'hard' / f'{VERSION}-{code_of(__name__)}'


def _cut(sheets: list[Sheet]) -> list[Entry]:
    return [Entry.of(sheet.part, sheet.change, sheet.shown()) for sheet in sheets]
