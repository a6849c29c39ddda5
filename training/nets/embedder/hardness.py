"""How well a net answers the hard set, beside what one would use without a net."""

from collections import defaultdict
from collections.abc import Callable

import numpy as np

from ..saying import Say
from . import real
from .embedding import embedding, vectors_of
from .hard import Entry, synthetic
from .hard_real import real_copies
from .hard_sheets import KEPT
from .peers import PEERS
from .ranking import Collection

WANTED = 0.85
NET, SHEET = 'embedder', 'its sheet vector alone'
Recalls = dict[str, dict[str, float]]  # change -> way -> recall@1


def recalls(say: Say, parts: int, distractors: int, workers: int = 0) -> tuple[Recalls, int]:
    """By kind of change; and among how many kept drawings each question was asked."""
    entries = list(synthetic(parts, distractors, workers))
    if real.available():
        entries += real_copies(workers)
    kept = [entry for entry in entries if entry.change == KEPT]
    asked = defaultdict(list)
    for entry in entries:
        if entry.change != KEPT:
            asked[entry.change].append(entry)
    part_of_kept = np.array([entry.part for entry in kept])
    ways = _ways(say, kept)

    def recall(scores: Callable[[Entry], np.ndarray], questions: list[Entry]) -> float:
        return float(np.mean([part_of_kept[scores(question).argmax()] == question.part for question in questions]))

    found = {change: {name: recall(scores, questions) for name, scores in ways.items()} for change, questions in asked.items()}
    return found, len(kept)


def _ways(say: Say, kept: list[Entry]) -> dict[str, Callable[[Entry], np.ndarray]]:
    """Each gives the scores of all kept drawings for one question."""

    def embedded(entry: Entry):
        return embedding(vectors_of(say, entry.pictures), entry.weights)

    collection = Collection.of([embedded(entry) for entry in kept])
    ways = {NET: lambda entry: collection.scores(embedded(entry)), SHEET: lambda entry: collection.sheets @ embedded(entry).sheet}
    for name in PEERS:
        matrix = np.stack([entry.peers[name] for entry in kept])
        ways[name] = lambda entry, name=name, matrix=matrix: matrix @ entry.peers[name]
    return ways


def table(found: Recalls, kept: int) -> str:
    names = [NET, SHEET, *PEERS]
    lines = [f'Recall@1 among {kept} kept drawings.', '', f'| change | {" | ".join(names)} |', '|---' * (len(names) + 1) + '|']
    for change, by_way in found.items():
        lines.append(f'| {change} | ' + ' | '.join(f'{by_way[name]:.3f}' for name in names) + ' |')
    missed = [f'{change} ({by_way[NET]:.2f})' for change, by_way in found.items() if by_way[NET] < WANTED]
    told = f'missed for {", ".join(missed)}' if missed else 'met for all'
    return '\n'.join([*lines, '', f'Wanted of the embedder is {WANTED} for each kind of change: {told}.']) + '\n'
