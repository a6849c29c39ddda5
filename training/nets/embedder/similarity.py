"""The figures of an embedder, shipped or in training, and its card."""

from pathlib import Path

import numpy as np

from .. import saying
from ..cards import put
from ..saying import Say
from ..training import Run, seed_of
from . import hardness, real
from .judge import on_real
from .peers import PEERS
from .task import TASK


def report(models: Path, run: Path | None, parts: int, distractors: int, workers: int, card: bool) -> None:
    say = _of_run(run) if run else saying.of_shipped(models / 'embedder.onnx')
    texts = {'hard': hardness.table(*hardness.recalls(say, parts, distractors, workers))}
    if real.available():
        texts = {'real': real_table(say)} | texts
    for name, text in texts.items():
        print(text)
        if card:
            put(models / 'embedder.md', name, text)


def _of_run(folder: Path) -> Say:
    return saying.of_module(Run(TASK, folder, seed_of(folder)).finished())


def real_table(say: Say) -> str:
    """Markdown: the real drawings, by one vector a drawing and by pairs, beside the peers."""
    figures = on_real(say)
    rows = {
        'embedder, sheet vector (`score.py retrieval`)': (figures['real_recall_at_1'], figures['real_map']),
        'embedder, score of two drawings': (figures['real_pair_recall_at_1'], figures['real_pair_map']),
    }
    for name, describe in PEERS.items():
        found = real.figures({doc: np.asarray(describe(real.page(doc))) for doc in real.relevance()['docs']})
        rows[name] = (found['recall_at_1'], found['map'])
    lines = [
        '| way | recall@1 | mAP |',
        '|---|---|---|',
        *(f'| {name} | {first:.3f} | {precision:.3f} |' for name, (first, precision) in rows.items()),
    ]
    return '\n'.join(lines) + '\n'
