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

from .sheet import Nets, read_sheet

SEED = 20_260_000  # far from any training seed
DPIS = (100, 150, 200, 300, 400)
LEAST_CAP_PX = 9.0
SAME_BOX = 0.5


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
        guesses = sorted((g for g in read_sheet(nets, page) if g['kind'] != 'zone'), key=lambda g: -g['score'])
        judged += _compare(truths, guesses, faults)
    return judged


def _compare(truths: list[dict], guesses: list[dict], faults: tuple[str, ...]) -> list[Judged]:
    boxes = [Polygon(truth['quad']) for truth in truths]
    met: dict[int, dict] = {}
    judged = []
    for guess in guesses:
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
        kind_met = guess is not None and _alike(guess['kind'], truth['kind'])
        right = kind_met and _folded(guess['text']) == _folded(truth['text'])
        score, unsure = (guess['text_score'], guess['unsure']) if guess else (0.0, False)
        judged.append(Judged(truth['kind'], faults, truth['line_px'], _angle(truth['quad']), True, kind_met, right, unsure, score))
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
    """Markdown: by kind, by fault, by height and by angle; of dimensions, threads and frames unless by kind."""
    measures = [j for j in judged if j.kind in ('dimension', 'thread', 'gdt')]
    parts = [
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
    lines = [f'| {title} | texts | precision | recall | F1 | text right of those found |', '|---|---|---|---|---|---|']
    for name in sorted(groups):
        there = [j for j in groups[name] if j.there]
        found = sum(j.found for j in there)
        false = sum(not j.there for j in groups[name])
        if there:
            precision, recall = found / max(1, found + false), found / len(there)
            f1 = 2 * precision * recall / max(1e-9, precision + recall)
            right = sum(j.right for j in there) / max(1, found)
            lines.append(f'| {name} | {len(there)} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {right:.3f} |')
    return '\n'.join(lines) + '\n'
