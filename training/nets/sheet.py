"""A page, read whole: detector, reader and assembly in one. The reference for the runtime, and what is judged end to end."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import saying
from .assemble import assemble
from .calibration import Calibration
from .detector.find import find
from .export import MODELS
from .image import even
from .measure import as_measure, is_caption, is_frame, is_measure
from .reader.crop import crop
from .reader.spell import read
from .stack import lines_of
from .turn import set_upright

MEASURES = ('dimension', 'thread')


@dataclass
class Nets:
    detector: saying.Say
    reader: saying.Say
    score_threshold: float
    decode_threshold: float
    line_threshold: float
    unsure_below: float
    calibration: Calibration


def shipped(folder: Path = MODELS, threads: int = 1) -> Nets:
    detector, reader = (json.loads((folder / f'{name}.json').read_text('utf8')) for name in ('detector', 'reader'))
    thresholds = detector['thresholds']
    return Nets(
        saying.of_shipped(folder / detector['file'], threads), saying.of_shipped(folder / reader['file'], threads),
        thresholds['score'], thresholds['decode'], thresholds['line'], reader['thresholds']['unsure_below'],
        Calibration(reader['calibration']['slope'], reader['calibration']['offset']),
    )  # fmt: skip


def read_sheet(nets: Nets, grey: np.ndarray) -> list[dict]:
    """Annotations in the shape of the analysis, with two scores: of being there, and of the text."""
    founds = [f for f in find(nets.detector, grey, nets.decode_threshold, nets.line_threshold) if f.score >= nets.score_threshold]
    page = even(grey)
    set_upright(nets.reader, page, founds)
    for found in founds:
        if found.kind in MEASURES:
            found.lines = max(found.lines, lines_of(page, found.quad), key=len)
    pictures = [crop(page, line, found.kind) for found in founds for line in found.lines]
    readings = iter(read(nets.reader, pictures))
    annotations = []
    for found in founds:
        own = [next(readings) for _ in found.lines]
        text = assemble(found.quad, found.lines, own)
        if found.kind in MEASURES:
            text = as_measure(text)
        said = [reading for reading in own if reading.text]
        text_score = float(nets.calibration.chance(np.prod([reading.score for reading in said]))) if said else 0.0
        kind = _kind_of(found.kind, text)
        if kind is None:
            continue
        annotations.append({
            'kind': kind, 'quad': found.quad.tolist(), 'score': found.score, 'text': text, 'text_score': text_score,
            'unsure': text_score < nets.unsure_below,
        })  # fmt: skip
    return annotations


def _kind_of(seen: str, text: str) -> str | None:
    """What the text itself says of its kind: a reader that says nothing, or words in a size, speak against the detector."""
    if not text:
        return None
    if (seen in MEASURES and not is_measure(text)) or (seen == 'gdt' and not is_frame(text)):
        return 'label' if is_caption(text) else 'note'
    return seen
