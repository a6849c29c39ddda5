"""Whole real pages judged, by page and by half, and what went wrong as pictures."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from draughtsman.contact import overlay
from draughtsman.geometry import angle_of, size_of

from . import development
from .runtime import Annotations

PAGES = development.TUNING + development.REPORTING


def report(annotations: Annotations, overlays: Path | None) -> None:
    """Prints the table and draws the overlays."""
    print(table(annotations))
    print(f'\nunsure: {doubt(annotations)}')
    if overlays:
        overlays.mkdir(parents=True, exist_ok=True)
        for name in annotations:
            cv2.imwrite(str(overlays / f'{name}.png'), picture(name, annotations[name]))


def table(annotations: Annotations) -> str:
    """Markdown: by page, by half and in all."""
    lines = ['| page | half | n | precision | recall | F1 | end-to-end F1 | CER |', '|---|---|---|---|---|---|---|---|']
    halves = {half: [name for name in names if name in annotations] for half, names in development.HALVES.items()}
    halves = {half: names for half, names in halves.items() if names}
    lines += [_row(name, half, annotations, (name,)) for half, names in halves.items() for name in names]
    if len(halves) > 1:
        halves['all'] = list(annotations)
    lines += [_row('**in all**', half, annotations, names) for half, names in halves.items()]
    return '\n'.join(lines)


def _row(title: str, half: str, annotations: Annotations, names) -> str:
    f = development.score(annotations, names)
    cer = f'{100 * f["CER"]:.2f} %' if f['CER'] is not None else '-'
    return f'| {title} | {half} | {f["gt"]} | {f["P"]:.3f} | {f["R"]:.3f} | {f["F1"]:.3f} | {f["e2eF1"]:.3f} | {cer} |'


def doubt(annotations: Annotations) -> str:
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
    """Each scored annotation with the truth it matches strictly, if any; what lies on a text that does not count is left out."""
    scorer = development.scorer()
    truths = [a for a in development.truth(name)['annotations'] if a['kind'] in scorer.SCORED]
    others = [scorer.poly(a['quad']) for a in development.truth(name)['annotations'] if a['kind'] not in scorer.SCORED]
    guesses = sorted((a for a in found if a['kind'] in scorer.SCORED), key=lambda a: -a['score'])
    boxes = [scorer.poly(g['quad']) for g in guesses]
    pairs = dict((j, i) for i, j in scorer.match([scorer.poly(t['quad']) for t in truths], boxes, scorer.strict))
    return [
        (truths[pairs[j]] if j in pairs else None, guess)
        for j, guess in enumerate(guesses)
        if j in pairs or not any(other.intersection(boxes[j]).area >= 0.5 * boxes[j].area for other in others)
    ]


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


@dataclass
class Failure:
    cause: str
    page: str
    quad: list
    said: str


ASKEW_DEG = 3.0
CAUSES = ('missed, one character', 'missed', 'not there', 'box askew', 'a line lost', 'misread')


def failures(annotations: Annotations) -> list[Failure]:
    """What was missed, invented or misread on the real pages, by what can be told of the cause."""
    return [failure for name in PAGES for failure in _failures_of(name, annotations[name])]


def _failures_of(name: str, found: list[dict]) -> Iterator[Failure]:
    norm, pairs = development.scorer().norm, matches(name, found)
    for truth, guess in pairs:
        if truth is None:
            yield Failure('not there', name, guess['quad'], guess['text'])
        elif norm(truth['text']) != norm(guess['text']):
            yield Failure(_cause(truth, guess), name, guess['quad'], guess['text'])
    met = [id(truth) for truth, _ in pairs if truth is not None]
    for truth in development.truth(name)['annotations']:
        if truth['kind'] in development.scorer().SCORED and id(truth) not in met:
            yield Failure('missed, one character' if len(truth['text']) == 1 else 'missed', name, truth['quad'], truth['text'])


def _cause(truth: dict, guess: dict) -> str:
    one, other = (np.array(a['quad'])[1] - np.array(a['quad'])[0] for a in (truth, guess))
    turn_deg = abs((angle_of(one) - angle_of(other) + 180) % 360 - 180)
    if turn_deg > ASKEW_DEG:
        return 'box askew'
    heights = [size_of(np.array(a['quad']))[1] for a in (truth, guess)]
    return 'a line lost' if heights[1] < 0.8 * heights[0] else 'misread'


def by_cause(failed: list[Failure]) -> str:
    """Markdown: how often each cause, and on which pages."""
    lines = ['| cause | tuning half | reporting half | pages |', '|---|---|---|---|']
    for cause in CAUSES:
        own = [failure for failure in failed if failure.cause == cause]
        tuning = sum(failure.page in development.TUNING for failure in own)
        if own:
            lines.append(f'| {cause} | {tuning} | {len(own) - tuning} | {", ".join(sorted({failure.page for failure in own}))} |')
    return '\n'.join(lines)


def gallery(failed: list[Failure], columns: int = 6) -> np.ndarray:
    """The failures cut out of their pages, by cause, side by side: a caption over each."""
    ordered = sorted(failed, key=lambda failure: CAUSES.index(failure.cause))
    cells = [_cell(development.image(f.page), f.quad, f'{f.cause}: {f.said}') for f in ordered]
    if not cells:
        return np.full((8, 8, 3), 255, np.uint8)
    cells += [np.full_like(cells[0], 255)] * (-len(cells) % columns)
    return np.vstack([np.hstack(cells[i : i + columns]) for i in range(0, len(cells), columns)])


def _cell(page: np.ndarray, quad, caption: str, side_px: int = 200) -> np.ndarray:
    quad = np.array(quad)
    reach = max(60.0, 0.8 * float(np.ptp(quad, axis=0).max()))
    middle = quad.mean(0)
    scale = side_px / (2 * reach)
    cell_from_page = np.array([[scale, 0, side_px / 2 - scale * middle[0]], [0, scale, side_px / 2 - scale * middle[1]]])
    cell = cv2.warpAffine(page, cell_from_page, (side_px, side_px), flags=cv2.INTER_AREA, borderValue=255)
    cell = cv2.cvtColor(cell, cv2.COLOR_GRAY2BGR)
    corners = quad @ cell_from_page[:, :2].T + cell_from_page[:, 2]
    cv2.polylines(cell, [np.round(corners).astype(np.int32)], True, (0, 0, 220), 1, cv2.LINE_AA)
    cv2.putText(
        cell, caption.encode('ascii', 'replace').decode()[:28], (4, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (0, 0, 160), 1, cv2.LINE_AA
    )
    cv2.rectangle(cell, (0, 0), (side_px - 1, side_px - 1), (190, 190, 190), 1)
    return cell
