"""The hard sheets as labelled pages in a folder, in the form of `shared/drawings`, for the runtime to read."""

import json
import tempfile
from pathlib import Path

import cv2
import numpy as np

from . import hard_set, runtime


def judge(program: str, models: Path, folder: Path | None, count: int) -> list[hard_set.Judged]:
    """What becomes of the texts of the sheets in a folder, drawn there first where there is none."""
    with tempfile.TemporaryDirectory() as unnamed:
        folder = folder or Path(unnamed) / 'pages'
        if not folder.exists():
            write(folder, count)
        return compare(folder, runtime.read(program, models, folder))


def write(folder: Path, count: int) -> None:
    folder.mkdir(parents=True)
    for number, (page, truths, faults) in enumerate(hard_set.sheets(count)):
        name = f'hard-{number:03}'
        cv2.imwrite(str(folder / f'{name}.png'), page)
        annotations = [{**truth, 'quad': np.round(truth['quad'], 2).tolist()} for truth in truths]
        label = {'image': f'{name}.png', 'width': page.shape[1], 'height': page.shape[0], 'faults': faults, 'annotations': annotations}
        (folder / f'{name}.json').write_text(json.dumps(label, ensure_ascii=False), 'utf8')


def compare(folder: Path, answers: runtime.Annotations) -> list[hard_set.Judged]:
    judged: list[hard_set.Judged] = []
    for name, guesses in answers.items():
        label = json.loads((folder / f'{name}.json').read_text('utf8'))
        judged += hard_set.compare(label['annotations'], [g for g in guesses if g['kind'] != 'zone'], tuple(label['faults']))
    return judged
