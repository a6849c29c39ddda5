"""How good a reader is on the real pages, from true boxes: what it loses there no detector can win back."""

import numpy as np
from torch import nn

from .. import development, saying
from .crop import crop
from .spell import read

SCORED = ('dimension', 'thread', 'gdt')


def real_lines(names) -> list[tuple[np.ndarray, str, str]]:
    """Picture, text and kind of the lines whose boxes are known. Stacked tolerances, known as a whole only, are left out."""
    lines = []
    for name in names:
        page = development.image(name)
        for label in development.truth(name)['annotations']:
            if label['kind'] not in SCORED:
                continue
            if label.get('lines'):
                known = [(line['quad'], line['text']) for line in label['lines']]
            elif '\n' in label['text'] or _stacked(label['text']):
                continue
            else:
                known = [(label['quad'], label['text'])]
            lines += [(crop(page, np.array(quad, float), label['kind']), text, label['kind']) for quad, text in known]
    return lines


def _stacked(text: str) -> bool:
    return '/' in text and '|' not in text and not text.replace('/', '').isdigit()


def judge(net: nn.Module) -> dict[str, float]:
    if not development.available():
        return {}
    measures = {}
    norm, edit = development.scorer().norm, development.scorer().edit
    for half, names in (('tuning', development.TUNING), ('reporting', development.REPORTING)):
        lines = real_lines(names)
        readings = read(saying.of_module(net), [picture for picture, _, _ in lines])
        wrong = sum(edit(norm(text), norm(r.text)) for (_, text, _), r in zip(lines, readings, strict=True))
        measures[f'{half}_cer'] = wrong / sum(len(norm(text)) for _, text, _ in lines)
        measures[f'{half}_exact'] = float(np.mean([norm(text) == norm(r.text) for (_, text, _), r in zip(lines, readings, strict=True)]))
    return measures
