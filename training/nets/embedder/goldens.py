"""python -m nets.embedder.goldens     writes what the tests of crate/drawing compare with: the views of two bundled drawings

The texts are kept with them, so that a new detector needs no new pictures.
"""

import json
from pathlib import Path

import cv2
import numpy as np

from draughtsman.geometry import size_of

from .. import saying
from ..detector.find import find
from ..export import MODELS
from ..image import even
from .text import Text
from .views import views_of, weights

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / 'demo' / 'qa' / 'samples'
GOLDENS = ROOT / 'crate' / 'drawing' / 'tests' / 'views'
PAGES = ('odri_motor_shaft', 'rpm_plate')


def write(name: str) -> None:
    page = cv2.imread(str(SAMPLES / f'{name}.png'), cv2.IMREAD_GRAYSCALE)
    thresholds = json.loads((MODELS / 'detector.json').read_text('utf8'))['thresholds']
    founds = find(saying.of_shipped(MODELS / 'detector.onnx'), page, thresholds['decode'], thresholds['line'])
    founds = [found for found in founds if found.score >= thresholds['score']]
    texts = [Text(found.kind, found.quad, min(size_of(line)[1] for line in found.lines)) for found in founds]
    views, scale = views_of(even(page), texts)
    golden = {
        'image': f'{name}.png',
        'texts': [{'kind': found.kind, 'quad': found.quad.round(3).tolist(), 'lines': [line.round(3).tolist() for line in found.lines]}
                  for found in founds],
        'views': [{'box': [round(side / scale, 3) for side in view.box], 'is_overview': view.is_overview, 'weight': round(weight, 6)}
                  for view, weight in zip(views, weights(views), strict=True)],
    }  # fmt: skip
    GOLDENS.mkdir(parents=True, exist_ok=True)
    (GOLDENS / f'{name}.json').write_text(json.dumps(golden) + '\n', 'utf8')
    cv2.imwrite(str(GOLDENS / f'{name}.png'), np.vstack([view.picture for view in views]))


if __name__ == '__main__':
    for name in PAGES:
        write(name)
