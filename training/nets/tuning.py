"""Thresholds from the tuning half, and what they are worth on families of drawings that had no say in them."""

import json
from pathlib import Path

import numpy as np

from . import development, runtime

DECODE = (0.35, 0.4, 0.45, 0.5, 0.55)
SCORE = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85)
FLAT = 0.01
PAGES = development.TUNING + development.REPORTING

Answers = dict[float, runtime.Annotations]  # by decode threshold


def tune(program: str, models: Path) -> str:
    """Chooses the thresholds on the tuning half, writes them into the detector's manifest; returns what they give, as Markdown."""
    answers = runtime.read_at(program, models, development.PAGES_FOLDER, DECODE, min(SCORE))
    decode, score = choose(answers, development.TUNING)
    lines = [
        '| pages | thresholds from | decode, score | n | precision | recall | F1 | end-to-end F1 | CER |',
        '|---|---|---|---|---|---|---|---|---|',
    ]
    lines.append(_row('tuning half', 'tuning half', answers, development.TUNING, (decode, score)))
    lines.append(_row('reporting half', 'tuning half', answers, development.REPORTING, (decode, score)))
    for family in development.FAMILIES:
        others = [name for name in development.TUNING if development.family(name) != family]
        own = [name for name in PAGES if development.family(name) == family]
        lines.append(_row(f'all of {family}', f'tuning half without {family}', answers, own, choose(answers, others)))
    manifest_path = models / 'detector.json'
    manifest = json.loads(manifest_path.read_text('utf8'))
    manifest['thresholds'] |= {'decode': decode, 'score': score}
    manifest_path.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + '\n', 'utf8')
    return '\n'.join(lines)


def figures(answers: Answers, names, decode: float, score: float) -> dict[str, float]:
    kept = {name: [a for a in answers[decode][name] if a['score'] >= score] for name in names}
    return development.score(kept, names)


def choose(answers: Answers, names) -> tuple[float, float]:
    """The middle of all pairs that do nearly best: on so few pages a peak is chance, and a flat range is not."""
    table = np.array([[figures(answers, names, decode, score)['F1'] for score in SCORE] for decode in DECODE])
    good = np.argwhere(table >= table.max() - FLAT)
    middle = good[np.argmin(np.square((good - good.mean(0)) / table.shape).sum(1))]
    return DECODE[middle[0]], SCORE[middle[1]]


def _row(pages: str, source: str, answers: Answers, names, thresholds: tuple[float, float]) -> str:
    f = figures(answers, names, *thresholds)
    return (
        f'| {pages} | {source} | {thresholds[0]}, {thresholds[1]} | {f["gt"]} | {f["P"]:.3f} | {f["R"]:.3f} | {f["F1"]:.3f}'
        f' | {f["e2eF1"]:.3f} | {100 * (f["CER"] or 0):.2f} % |'
    )
