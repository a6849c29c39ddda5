"""python -m draughtsman.pdf --count 3 --out DIR     a folder for each layer, with PDFs and their labels"""

import argparse
import json
from pathlib import Path

import numpy as np

from ..faults import carry, spoil
from ..page import draw_page
from . import LAYERS, Layer, pdf_of

SEED = 20_270_000  # far from any training seed
DPI = 200.0  # of the pixels that labels are told in: what a drawn page is rendered at
MM_PER_INCH = 25.4


def write(folder: Path, layer: Layer, number: int) -> None:
    seed = [SEED, number, [one.name for one in LAYERS].index(layer.name)]
    random = np.random.default_rng(seed)
    sheet = draw_page(random)
    while max(sheet.scene.width_mm, sheet.scene.height_mm) > 450:
        sheet = draw_page(random)
    scene, px_per_mm = sheet.scene, DPI / MM_PER_INCH
    scan, transform = None, np.eye(3)
    if layer.letters == 'scan':
        scan, transform, _ = spoil(sheet.render(px_per_mm), random)
    width_px, height_px = (scan.shape[1], scan.shape[0]) if scan is not None else (scene.width_mm * px_per_mm, scene.height_mm * px_per_mm)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f'{number:02}.pdf').write_bytes(pdf_of(scene, layer, random, scan))
    annotations = [
        {'kind': label.kind, 'quad': carry(label.quad * px_per_mm, transform).round(2).tolist(), 'text': label.text}
        for label in scene.labels
        if label.kind != 'zone'
    ]
    page = {'image': f'{number:02}.pdf', 'width': round(width_px), 'height': round(height_px), 'annotations': annotations}
    (folder / f'{number:02}.json').write_text(json.dumps(page, ensure_ascii=False), encoding='utf8')


def main() -> None:
    parser = argparse.ArgumentParser(prog='python -m draughtsman.pdf', description=__doc__)
    parser.add_argument('--count', type=int, default=3, help='sheets of each layer')
    parser.add_argument('--layer', choices=[layer.name for layer in LAYERS], help='of one layer only')
    parser.add_argument('--out', type=Path, required=True)
    given = parser.parse_args()
    for layer in LAYERS:
        if given.layer in (None, layer.name):
            for number in range(given.count):
                write(given.out / layer.name, layer, number)


main()
