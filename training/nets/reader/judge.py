"""How good a reader is, from true boxes: what it loses there no detector can win back."""

import numpy as np
from torch import nn

from draughtsman.lettering.alphabet import ALPHABET

from .. import calibration, development, saying
from .crop import crop
from .lines import make_chunk
from .spell import UNSURE_BELOW, Reading, meant, read, spell

SCORED = ('dimension', 'thread', 'gdt')
UNSEEN_SEED, UNSEEN_CHUNKS = 90_210, 2


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
    say = saying.of_module(net)
    measures = _on_unseen_sheets(say)
    if development.available():
        for half, names in (('tuning', development.TUNING), ('reporting', development.REPORTING)):
            lines = real_lines(names)
            readings = read(say, [picture for picture, _, _ in lines])
            measures |= {f'{half}_{k}': v for k, v in _errors([text for _, text, _ in lines], readings).items()}
    return measures


def unseen_lines(say: saying.Say) -> tuple[list[str], list[Reading]]:
    """Lines as in training, of sheets that no training draws: what is written and what is read."""
    texts, readings = [], []
    for chunk in range(UNSEEN_CHUNKS):
        for pictures, classes, lengths, steps in make_chunk(UNSEEN_SEED, chunk):
            for logits, row, length, count in zip(say(pictures), classes, lengths, steps, strict=True):
                texts.append(''.join(ALPHABET[index - 1] for index in row[:length]))
                readings.append(spell(logits[:, :count]))
    return texts, readings


def _on_unseen_sheets(say: saying.Say) -> dict[str, float]:
    texts, readings = unseen_lines(say)
    measures = {f'unseen_{k}': v for k, v in _errors(texts, readings).items()}
    read_texts = [(text, r) for text, r in zip(texts, readings) if r.text]
    right = np.array([meant(text) == meant(r.text) for text, r in read_texts], float)
    fitted = calibration.fit(np.array([r.score for _, r in read_texts]), right)
    chances = fitted.chance(np.array([r.score for _, r in read_texts]))
    nothings = [r for text, r in zip(texts, readings) if not text]
    return measures | {
        'calibration_slope': fitted.slope,
        'calibration_offset': fitted.offset,
        'calibration_error': calibration.expected_error(chances, right),
        'unsure_share': float((chances < UNSURE_BELOW).mean()),
        'wrong_though_sure': float(1 - right[chances >= UNSURE_BELOW].mean()) if (chances >= UNSURE_BELOW).any() else 0.0,
        'invented': float(np.mean([bool(r.text) for r in nothings])),
    }


def _errors(texts: list[str], readings: list[Reading]) -> dict[str, float]:
    """Character error and share of exact texts, by the scorer's rules where it is at hand."""
    norm, edit = (development.scorer().norm, development.scorer().edit) if development.available() else (str, distance)
    pairs = [(norm(text), norm(reading.text)) for text, reading in zip(texts, readings, strict=True)]
    wrong = sum(edit(text, said) for text, said in pairs)
    return {'cer': wrong / max(1, sum(len(text) for text, _ in pairs)), 'exact': float(np.mean([text == said for text, said in pairs]))}


def distance(one: str, other: str) -> int:
    """How many characters must be put in, left out or changed."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]
