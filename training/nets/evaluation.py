"""Whole real pages judged, by page and by half, and what went wrong as pictures."""

from pathlib import Path

import cv2
import numpy as np

from draughtsman.contact import overlay

from . import development
from .sheet import Nets, read_sheet

PAGES = development.TUNING + development.REPORTING


def evaluate(nets: Nets, overlays: Path | None) -> dict[str, list[dict]]:
    """Reads every page, prints the table and draws the overlays; returns the annotations by page."""
    annotations = {name: read_sheet(nets, development.image(name)) for name in PAGES}
    print(table(annotations))
    print(f'\nunsure: {doubt(annotations)}')
    if overlays:
        overlays.mkdir(parents=True, exist_ok=True)
        for name in PAGES:
            cv2.imwrite(str(overlays / f'{name}.png'), picture(name, annotations[name]))
    return annotations


def table(annotations: dict[str, list[dict]]) -> str:
    """Markdown: by page, by half and in all."""
    lines = ['| page | half | n | precision | recall | F1 | end-to-end F1 | CER |', '|---|---|---|---|---|---|---|---|']
    lines += [_row(name, 'tuning' if name in development.TUNING else 'reporting', annotations, (name,)) for name in PAGES]
    for half, names in (('tuning', development.TUNING), ('reporting', development.REPORTING), ('all', PAGES)):
        lines.append(_row('**in all**', half, annotations, names))
    return '\n'.join(lines)


def _row(title: str, half: str, annotations: dict[str, list[dict]], names) -> str:
    f = development.score(annotations, names)
    cer = f'{100 * f["CER"]:.2f} %' if f['CER'] is not None else '-'
    return f'| {title} | {half} | {f["gt"]} | {f["P"]:.3f} | {f["R"]:.3f} | {f["F1"]:.3f} | {f["e2eF1"]:.3f} | {cer} |'


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


def failures(annotations: dict[str, list[dict]], most: int = 24) -> np.ndarray:
    """What was missed, invented or misread on the real pages, cut out of them, side by side: a caption over each."""
    cells = []
    for name in PAGES:
        page, norm = development.image(name), development.scorer().norm
        pairs = matches(name, annotations[name])
        met = [id(truth) for truth, _ in pairs if truth is not None]
        for truth, guess in pairs:
            if truth is None:
                cells.append(_cell(page, guess['quad'], f'not there: {guess["text"]}'))
            elif norm(truth['text']) != norm(guess['text']):
                cells.append(_cell(page, guess['quad'], f'read: {guess["text"]}'))
        for truth in development.truth(name)['annotations']:
            if truth['kind'] in development.scorer().SCORED and id(truth) not in met:
                cells.append(_cell(page, truth['quad'], 'missed'))
    cells = cells[:: max(1, len(cells) // most)][:most]
    columns = 6
    rows = [np.hstack(cells[i : i + columns]) for i in range(0, len(cells) - columns + 1, columns)]
    return np.vstack(rows) if rows else np.full((8, 8, 3), 255, np.uint8)


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
