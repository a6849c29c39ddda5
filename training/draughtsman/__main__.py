"""python -m draughtsman sheets --count 12 --out sheets.png             a contact sheet, beside real pages if there are any
python -m draughtsman sheet --seed 7 --dpi 200 --out sheet.png [--labels] [--spoil]
"""

import argparse
from pathlib import Path

import cv2
import numpy as np

from .contact import contact_sheet, overlay, real_pages
from .faults import carry, spoil
from .page import draw_page

MM_PER_INCH = 25.4


def draw(seed: int, dpi: float, labels: bool, spoilt: bool) -> np.ndarray:
    random = np.random.default_rng(seed)
    sheet = draw_page(random)
    px_per_mm = dpi / MM_PER_INCH
    image, transform = sheet.render(px_per_mm), np.eye(3)
    if spoilt:
        image, transform, _ = spoil(image, random)
    if not labels:
        return image
    return overlay(image, [{'kind': label.kind, 'quad': carry(label.quad * px_per_mm, transform)} for label in sheet.labels])


def main() -> None:
    parser = argparse.ArgumentParser(prog='python -m draughtsman')
    commands = parser.add_subparsers(dest='command', required=True)
    one = commands.add_parser('sheet', help='draw one sheet')
    many = commands.add_parser('sheets', help='draw a contact sheet')
    many.add_argument('--count', type=int, default=12)
    many.add_argument('--beside', type=Path, help='a folder of real pages to set among them')
    for command in (one, many):
        command.add_argument('--seed', type=int, default=1)
        command.add_argument('--dpi', type=float, default=150)
        command.add_argument('--labels', action='store_true', help='show what stands where')
        command.add_argument('--spoil', action='store_true', help='scan, fax or photograph it')
        command.add_argument('--out', type=Path, required=True)
    given = parser.parse_args()
    if given.command == 'sheet':
        cv2.imwrite(str(given.out), draw(given.seed, given.dpi, given.labels, given.spoil))
        return
    images = [draw(given.seed + i, given.dpi, given.labels, given.spoil) for i in range(given.count)]
    names = [f'seed {given.seed + i}' for i in range(given.count)]
    if given.beside:
        for page in real_pages(given.beside):
            images.append(page.image)
            names.append(page.name)
    contact_sheet(images, 4, given.out, 2400, names)


main()
