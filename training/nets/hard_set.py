"""A synthetic set that a person would find hard: whole sheets as scans, faxes and photos at 100 to 400 dpi.

Every sheet follows from its number, so that two nets are judged on the same ones.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from shapely.geometry import Polygon

from draughtsman.faults import carry, spoil
from draughtsman.geometry import size_of
from draughtsman.lettering import canonical
from draughtsman.page import draw_page

from .reader.judge import distance
from .sheet import Nets, read_sheet

SEED = 20_260_000  # far from any training seed
DPIS = (100, 150, 200, 300, 400)
LEAST_CAP_PX = 9.0
SAME_BOX = 0.5
MEASURES = ('dimension', 'thread', 'gdt')


@dataclass
class Judged:
    """A text that is there, and what became of it; or one that is not there and was found."""

    kind: str
    faults: tuple[str, ...]
    height_px: float
    angle_deg: float
    there: bool
    found: bool
    right: bool
    unsure: bool = False
    text_score: float = 0.0
    characters: int = 0  # of the text, where it was found
    wrong_characters: int = 0


def sheets(count: int) -> Iterator[tuple[np.ndarray, list[dict], tuple[str, ...]]]:
    """Pixels, annotations and the names of the faults."""
    for number in range(count):
        random = np.random.default_rng([SEED, number])
        drawn = draw_page(random)
        dpi = float(random.choice(DPIS))
        px_per_mm = max(dpi / 25.4, LEAST_CAP_PX / drawn.habit.text_mm)
        page, transform, faults = spoil(drawn.render(px_per_mm), random)
        truths = [
            {
                'kind': label.kind,
                'quad': carry(label.quad * px_per_mm, transform),
                'text': label.text,
                'line_px': _line_px(label, px_per_mm),
            }
            for label in drawn.labels
            if label.kind != 'zone'
        ]
        yield page, truths, tuple(faults)


def _line_px(label, px_per_mm: float) -> float:
    return max(size_of(line.quad)[1] for line in label.lines) * px_per_mm


def judge(nets: Nets, count: int) -> list[Judged]:
    judged: list[Judged] = []
    for page, truths, faults in sheets(count):
        guesses = [g for g in read_sheet(nets, page) if g['kind'] != 'zone']
        judged += compare(truths, guesses, faults)
    return judged


def compare(truths: list[dict], guesses: list[dict], faults: tuple[str, ...]) -> list[Judged]:
    boxes = [Polygon(truth['quad']) for truth in truths]
    met: dict[int, dict] = {}
    judged = []
    for guess in sorted(guesses, key=lambda guess: -guess['score']):
        box = Polygon(guess['quad'])
        best, share = None, SAME_BOX
        for index, other in enumerate(boxes):
            if index not in met and box.intersects(other):
                overlap = box.intersection(other).area
                if overlap / (box.area + other.area - overlap) >= share:
                    best, share = index, overlap / (box.area + other.area - overlap)
        if best is None:
            quad = np.array(guess['quad'])
            judged.append(
                Judged(guess['kind'], faults, size_of(quad)[1], _angle(quad), False, True, False, guess['unsure'], guess['text_score'])
            )
        else:
            met[best] = guess
    for index, truth in enumerate(truths):
        guess = met.get(index)
        one = Judged(truth['kind'], faults, truth['line_px'], _angle(truth['quad']), True, False, False)
        if guess is not None and _alike(guess['kind'], truth['kind']):
            text, said = _folded(truth['text']), _folded(guess['text'])
            one.found, one.right, one.unsure, one.text_score = True, text == said, guess['unsure'], guess['text_score']
            one.characters, one.wrong_characters = len(text), distance(text, said)
        judged.append(one)
    return judged


def _alike(one: str, other: str) -> bool:
    """A size and a thread are told apart by their text, later."""
    measures = ('dimension', 'thread')
    return one == other or (one in measures and other in measures)


def _folded(text: str) -> str:
    return (
        canonical(text.replace('\n', ' ')).replace(' ', '').replace('|', '').replace('/', '').replace('X', 'x').replace(',', '.').casefold()
    )


def _angle(quad) -> float:
    x, y = np.array(quad)[1] - np.array(quad)[0]
    return float(np.degrees(np.arctan2(y, x)))


def tables(judged: list[Judged]) -> str:
    """Markdown: in all, by kind, by fault, by height and by angle; of dimensions, threads and frames unless by kind."""
    measures = [j for j in judged if j.kind in MEASURES]
    parts = [
        _table('in all', measures, lambda j: ['dimensions, threads and frames']),
        _table('kind', judged, lambda j: [j.kind]),
        _table('fault', measures, lambda j: list(j.faults)),
        _table('height of the line, px', measures, lambda j: [_bucket(j.height_px, (10, 14, 18, 24, 32, 48))]),
        _table('angle', measures, lambda j: [_angle_name(j.angle_deg)]),
    ]
    return '\n'.join(parts)


def _bucket(value: float, edges: tuple[int, ...]) -> str:
    low = max((edge for edge in edges if value >= edge), default=0)
    high = min((edge for edge in edges if value < edge), default=None)
    return f'{low:02d} to {high}' if high else f'{low} and more'


def _angle_name(angle_deg: float) -> str:
    for name, at in (('level', 0), ('upward', -90), ('downward', 90), ('upside down', 180)):
        if abs((angle_deg - at + 180) % 360 - 180) < 5:
            return name
    return 'slanting'


def _table(title: str, judged: list[Judged], groups_of: Callable[[Judged], list[str]]) -> str:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        for group in groups_of(one):
            groups[group].append(one)
    lines = [f'| {title} | texts | precision | recall | F1 | end-to-end F1 | CER |', '|---|---|---|---|---|---|---|']
    for name in sorted(groups):
        if any(j.there for j in groups[name]):
            f = figures(groups[name])
            lines.append(f'| {name} | {f["n"]} | {f["P"]:.3f} | {f["R"]:.3f} | {f["F1"]:.3f} | {f["e2eF1"]:.3f} | {100 * f["CER"]:.1f} % |')
    return '\n'.join(lines) + '\n'


def figures(judged: list[Judged]) -> dict[str, float]:
    """Named as the scorer of the real pages names them."""
    there = [j for j in judged if j.there]
    found, right, false = sum(j.found for j in there), sum(j.right for j in there), sum(not j.there for j in judged)
    both = max(1, len(there) + found + false)
    return {
        'n': len(there), 'P': found / max(1, found + false), 'R': found / max(1, len(there)),
        'F1': 2 * found / both, 'e2eF1': 2 * right / both,
        'CER': sum(j.wrong_characters for j in there) / max(1, sum(j.characters for j in there)),
    }  # fmt: skip


def doubt(judged: list[Judged]) -> str:
    """How many readings of dimensions, threads and frames were marked unsure, and how often they and the others were wrong."""
    found = [j for j in judged if j.there and j.found and j.kind in MEASURES]
    unsure, sure = [j for j in found if j.unsure], [j for j in found if not j.unsure]
    wrong = [1 - sum(j.right for j in some) / max(1, len(some)) for some in (unsure, sure)]
    return f'{len(unsure) / max(1, len(found)):.1%} of {len(found)}; {wrong[0]:.1%} of them are wrong, of the others {wrong[1]:.1%}'
