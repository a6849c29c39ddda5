"""The hard sheets as labelled pages in a folder, in the form of `shared/drawings`: what `draftlens eval` reads can be judged there.

python -m nets hard --count 30 --pages DIR                     writes them
draftlens eval DIR --out ANSWERS                               the runtime reads them
python -m nets hard --pages DIR --answers ANSWERS              and this says how well, by kind, fault, height and angle
"""

import json
from pathlib import Path

import cv2
import numpy as np

from . import hard_set


def write(folder: Path, count: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, (page, truths, faults) in enumerate(hard_set.sheets(count)):
        name = f'hard-{number:03}'
        cv2.imwrite(str(folder / f'{name}.png'), page)
        annotations = [{**truth, 'quad': np.round(truth['quad'], 2).tolist()} for truth in truths]
        label = {'image': f'{name}.png', 'width': page.shape[1], 'height': page.shape[0], 'faults': faults, 'annotations': annotations}
        (folder / f'{name}.json').write_text(json.dumps(label, ensure_ascii=False), 'utf8')


def judge(folder: Path, answers: Path) -> list[hard_set.Judged]:
    """What became of the texts of all pages that were answered."""
    judged: list[hard_set.Judged] = []
    for path in sorted(answers.glob('*.json')):
        label = json.loads((folder / path.name).read_text('utf8'))
        guesses = [g for g in json.loads(path.read_text('utf8'))['annotations'] if g['kind'] != 'zone']
        judged += hard_set.compare(label['annotations'], guesses, tuple(label['faults']))
    return judged
