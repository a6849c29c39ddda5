"""Whole pages judged: by page, by half, and with each family of drawings left out of the tuning."""

from pathlib import Path

import cv2
import numpy as np

from draughtsman.contact import overlay

from . import development
from .sheet import Nets, read_sheet

PAGES = development.TUNING + development.REPORTING


def evaluate(nets: Nets, overlays: Path | None) -> None:
    annotations = {name: read_sheet(nets, development.image(name)) for name in PAGES}
    for name in PAGES:
        print(row(name, annotations, (name,)))
    for half, names in (('tuning half', development.TUNING), ('reporting half', development.REPORTING), ('all', PAGES)):
        print(row(half, annotations, names))
    print(f'unsure: {doubt(annotations)}')
    if overlays:
        overlays.mkdir(parents=True, exist_ok=True)
        for name in PAGES:
            cv2.imwrite(str(overlays / f'{name}.png'), picture(name, annotations[name]))


def row(title: str, annotations: dict[str, list[dict]], names) -> str:
    figures = development.score(annotations, names)
    cer = figures['CER'] if figures['CER'] is not None else 0.0
    return (
        f'{title:28s} n {figures["gt"]:4d}  P {figures["P"]:.3f} R {figures["R"]:.3f} F1 {figures["F1"]:.3f}'
        f'  end-to-end {figures["e2eF1"]:.3f}  CER {100 * cer:.2f} %'
    )


def doubt(annotations: dict[str, list[dict]]) -> str:
    """How many readings were marked unsure, and how often they and the others were wrong."""
    right: dict[bool, list[bool]] = {True: [], False: []}
    for name, found in annotations.items():
        for truth, guess in matches(name, found):
            if truth is not None:
                norm = development.scorer().norm
                right[guess['unsure']].append(norm(truth['text']) == norm(guess['text']))
    total = max(1, len(right[True]) + len(right[False]))
    wrong = {doubtful: 1 - float(np.mean(said)) if said else 0.0 for doubtful, said in right.items()}
    return f'{len(right[True]) / total:.1%} of the matched readings; {wrong[True]:.1%} of them are wrong, of the others {wrong[False]:.2%}'


def matches(name: str, found: list[dict]) -> list[tuple[dict | None, dict]]:
    """Each scored annotation with the truth it matches strictly, if any."""
    scorer = development.scorer()
    truths = [a for a in development.truth(name)['annotations'] if a['kind'] in scorer.SCORED]
    guesses = sorted((a for a in found if a['kind'] in scorer.SCORED), key=lambda a: -a['score'])
    pairs = dict(
        (j, i) for i, j in scorer.match([scorer.poly(t['quad']) for t in truths], [scorer.poly(g['quad']) for g in guesses], scorer.strict)
    )
    return [(truths[pairs[j]] if j in pairs else None, guess) for j, guess in enumerate(guesses)]


def picture(name: str, found: list[dict]) -> np.ndarray:
    """The page with what was found; misses of the truth in red, and wrong texts written beside them."""
    image = overlay(development.image(name), found)
    scorer = development.scorer()
    pairs = matches(name, found)
    met = [id(truth) for truth, _ in pairs if truth is not None]
    for truth in development.truth(name)['annotations']:
        if truth['kind'] in scorer.SCORED and id(truth) not in met:
            cv2.polylines(image, [np.round(np.array(truth['quad'])).astype(np.int32)], True, (0, 0, 255), 4)
    for truth, guess in pairs:
        if truth is None or scorer.norm(truth['text']) != scorer.norm(guess['text']):
            said = guess['text'].encode('ascii', 'replace').decode().replace('\n', ' ')
            at = tuple(np.round(np.array(guess['quad'])[0]).astype(int) - (0, 6))
            cv2.putText(image, ('? ' if truth is None else '! ') + said, at, cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0, 0, 255), 2, cv2.LINE_AA)
    return image
