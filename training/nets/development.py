"""The real pages that are for development: which half tunes, which half reports, and how predictions are scored.

No net is trained on them. Thresholds are chosen on TUNING and every figure is reported on REPORTING; UNSEEN are pages that had
no say in anything (`training/unseen/README.md`).
"""

import importlib.util
import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from types import ModuleType

import cv2
import numpy as np

FOLDER = Path(__file__).resolve().parents[3] / 'shared' / 'drawings'
PAGES_FOLDER = FOLDER / 'pages'
UNSEEN_FOLDER = Path(__file__).resolve().parents[1] / 'unseen'

TUNING = (
    'edocr2_Candle_holder', 'edocr2_halter', 'fw_card_print', 'fwi_c1pcb_p2', 'odri_center_pulley', 'odri_center_pulley_photo',
    'odri_form_cutter', 'odri_testbed_shaft_in', 'rpm_lidar',
)  # fmt: skip
REPORTING = (
    'edocr2_Gripper', 'fwi_b_p1', 'odri_motor_pulley_in', 'odri_motor_shaft', 'odri_wire_edm', 'rpm_main', 'rpm_plate',
    'rpm_plate_scan1', 'rpm_rs',
)  # fmt: skip
UNSEEN = tuple(sorted(path.stem for path in UNSEEN_FOLDER.glob('*.json')))
HALVES = {'tuning': TUNING, 'reporting': REPORTING, 'unseen': UNSEEN}
FAMILIES = ('edocr2', 'fw', 'odri', 'rpm')


def available() -> bool:
    return (FOLDER / 'score.py').exists()


@lru_cache
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location('score', FOLDER / 'score.py')
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@lru_cache
def truth(name: str) -> dict:
    return json.loads((_folder(name) / f'{name}.json').read_text('utf8'))


@lru_cache
def image(name: str) -> np.ndarray:
    return cv2.imread(str(_folder(name) / truth(name)['image']), cv2.IMREAD_GRAYSCALE)


def _folder(name: str) -> Path:
    return UNSEEN_FOLDER if name in UNSEEN else PAGES_FOLDER


def family(name: str) -> str:
    return next(f for f in FAMILIES if name.startswith(f))


def score(annotations: dict[str, list[dict]], names: Iterable[str]) -> dict[str, float]:
    """The scorer's figures over these pages, for annotations by page in the analysis' own shape."""
    results = [scorer().page(truth(name), {'annotations': annotations.get(name, [])}) for name in names]
    return scorer().figures(scorer().total(results))
