"""Measures the shipped nets and writes the figures into their cards, between marks; the words around them are a person's."""

import re
from datetime import date
from pathlib import Path

import cv2
import numpy as np

from . import calibration, curves, development, evaluation, hard_pages, hard_set, runtime, sheet, tuning
from .reader.judge import unseen_lines
from .reader.spell import meant

RUNS = Path(__file__).resolve().parents[1] / 'runs'


def write(program: str, models: Path, hard_sheets: Path | None, hard_count: int) -> None:
    pictures = models / 'pictures'
    pictures.mkdir(exist_ok=True)
    detector, reader = models / 'detector.md', models / 'reader.md'
    thresholds = tuning.tune(program, models)
    annotations = runtime.read(program, models, development.PAGES_FOLDER)
    failed = evaluation.failures(annotations)
    cv2.imwrite(str(pictures / 'failures.png'), evaluation.gallery(failed))
    judged = hard_pages.judge(program, models, hard_sheets, hard_count)
    measured = f'Measured {date.today().isoformat()} with `python -m nets cards`.'
    put(detector, 'thresholds', thresholds)
    put(detector, 'pages', f'{measured}\n\n{evaluation.table(annotations)}')
    put(detector, 'failures', evaluation.by_cause(failed))
    put(detector, 'hard', f'{hard_count} sheets.\n\n{hard_set.tables(judged)}')
    put(reader, 'doubt', f'Real pages: unsure are {evaluation.doubt(annotations)}.\n\nHard sheets: {hard_set.doubt(judged)}.')
    _draw_reliability(sheet.shipped(models, threads=2), judged, pictures / 'reliability.png')
    for name in ('detector', 'reader'):
        if (RUNS / name / 'log.jsonl').exists():
            curves.draw(RUNS / name / 'log.jsonl', pictures / f'{name}-curves.png')


def _draw_reliability(nets: sheet.Nets, judged: list[hard_set.Judged], path: Path) -> None:
    texts, readings = unseen_lines(nets.reader)
    said = [(text, r) for text, r in zip(texts, readings) if r.text]
    chances = nets.calibration.chance(np.array([r.score for _, r in said]))
    found = [j for j in judged if j.there and j.found]
    groups = {
        'unseen lines': (chances, np.array([meant(text) == meant(r.text) for text, r in said], float)),
        'hard sheets': (np.array([j.text_score for j in found]), np.array([j.right for j in found], float)),
    }
    calibration.draw(groups, path)


def put(card: Path, mark: str, text: str) -> None:
    """Replaces what stands between `<!-- mark -->` and `<!-- /mark -->`."""
    before = card.read_text('utf8')
    after, count = re.subn(rf'(<!-- {mark} -->\n).*?(<!-- /{mark} -->)', lambda m: f'{m[1]}{text.strip()}\n{m[2]}', before, flags=re.DOTALL)
    if count != 1:
        raise ValueError(f'{card} has no place marked {mark}')
    card.write_text(after, 'utf8')
