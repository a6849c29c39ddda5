"""A chunk of training data: lines cut from sheets as a detector would cut them, strings without a sheet, and nothings."""

import numpy as np

from draughtsman.faults import spoil_tile
from draughtsman.geometry import arc, direction, quad_at
from draughtsman.lettering import Lettering, canonical
from draughtsman.lettering.alphabet import ALPHABET
from draughtsman.page import draw_page
from draughtsman.render import render
from draughtsman.scene import Pen, Scene

from .crop import WIDEST_PX, batch, crop
from .net import PX_PER_STEP
from .strings import string

BATCH = 32
PAGES_IN_CHUNK = 14
STRINGS_IN_CHUNK = 250
NOTHINGS_PER_PAGE = 12
CAP_PX = (8.5, 26.0)  # capitals on the page before the crop is scaled to the reader's height
SHEET_TEXT_SHARE = 0.35  # of the lines of notes, tables and title blocks, which would outnumber the dimensions
LONGEST = 48

CLASS = {character: index + 1 for index, character in enumerate(ALPHABET)}


def make_chunk(seed: int, index: int) -> list[tuple]:
    random = np.random.default_rng([seed, index])
    samples = [sample for _ in range(PAGES_IN_CHUNK) for sample in _from_page(random)]
    samples += [sample for _ in range(STRINGS_IN_CHUNK) if (sample := _from_string(random)) is not None]
    samples.sort(key=lambda sample: sample[0].shape[1])
    groups = [samples[start : start + BATCH] for start in range(0, len(samples) - BATCH + 1, BATCH)]
    return [_pack(groups[i]) for i in random.permutation(len(groups))]


def _pack(group: list[tuple[np.ndarray, str]]) -> tuple:
    pictures = batch([picture for picture, _ in group])
    classes = np.zeros((len(group), max(1, max(len(text) for _, text in group))), np.int64)
    for row, (_, text) in zip(classes, group, strict=True):
        row[: len(text)] = [CLASS[character] for character in text]
    lengths = np.array([len(text) for _, text in group], np.int64)
    steps = np.array([-(-picture.shape[1] // PX_PER_STEP) for picture, _ in group], np.int64)
    return pictures, classes, lengths, steps


def _fits(picture: np.ndarray, text: str) -> bool:
    """Can the text be spelt in so many steps? Twins need a step between them."""
    twins = sum(a == b for a, b in zip(text, text[1:], strict=False))
    return len(text) <= LONGEST and picture.shape[1] < WIDEST_PX and len(text) + twins <= picture.shape[1] // PX_PER_STEP


def _from_page(random: np.random.Generator) -> list[tuple[np.ndarray, str]]:
    sheet = draw_page(random)
    cap_px = float(np.exp(random.uniform(*np.log(CAP_PX))))
    px_per_mm = min(cap_px / sheet.habit.text_mm, 9000 / max(sheet.scene.width_mm, sheet.scene.height_mm))
    page = sheet.render(px_per_mm)
    severity = float(random.uniform(0, 1))
    samples = []
    for label in sheet.labels:
        if label.kind in ('note', 'title', 'table', 'zone') and random.random() > SHEET_TEXT_SHARE:
            continue
        for line in label.lines:
            quad = line.quad * px_per_mm
            if np.hypot(*(quad[3] - quad[0])) < 7:
                continue
            picture = _seen(page, _misplaced(quad, random), label.kind, severity, random)
            text = canonical(line.text)
            if _fits(picture, text):
                samples.append((picture, text))
    taken = [label.quad * px_per_mm for label in sheet.labels]
    for _ in range(NOTHINGS_PER_PAGE):
        height = cap_px * random.uniform(1, 1.5)
        width = height * np.exp(random.uniform(-0.5, 1.6))
        middle = random.uniform((0, 0), page.shape[::-1])
        quad = quad_at(middle, float(random.choice([0, -90, random.uniform(-90, 90)])), -width / 2, -height / 2, width / 2, height / 2)
        if not any(_near(quad, other) for other in taken):
            samples.append((_seen(page, quad, 'dimension', severity, random), ''))
    return samples


def _near(quad: np.ndarray, other: np.ndarray) -> bool:
    """Could the two boxes touch? Judged by their bounds, with room to spare."""
    spare = 0.5 * np.hypot(*(quad[3] - quad[0]))
    return bool((quad.min(0) - spare < other.max(0)).all() and (other.min(0) < quad.max(0) + spare).all())


def _misplaced(quad: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The box as a detector would give it: a little off at each side, and turned a little."""
    along, down = quad[1] - quad[0], quad[3] - quad[0]
    width, height = max(float(np.hypot(*along)), 1e-6), float(np.hypot(*down))
    left, right = np.clip(random.normal(0, 0.13, 2), -0.3, 0.4) * height / width
    top, bottom = np.clip(random.normal(0, 0.06, 2), -0.09, 0.2)
    turn = float(random.normal(0, 1.0)) * min(1.0, 4 * height / width)
    out = quad + np.array(
        [-along * left - down * top, along * right - down * top, along * right + down * bottom, -along * left + down * bottom]
    )
    middle = out.mean(0)
    axis = direction(turn)
    return (out - middle) @ np.array([[axis[0], axis[1]], [-axis[1], axis[0]]]) + middle


def _seen(page: np.ndarray, quad: np.ndarray, kind: str, severity: float, random: np.random.Generator) -> np.ndarray:
    """Cut with some page around it, spoilt as a page would be, and then cropped."""
    spare = 0.8 * float(np.hypot(*(quad[3] - quad[0]))) + 4
    low = np.maximum(np.floor(quad.min(0) - spare).astype(int), 0)
    high = np.minimum(np.ceil(quad.max(0) + spare).astype(int), page.shape[::-1])
    if (high - low).min() < 4:
        low, high = np.zeros(2, int), np.array([16, 16])
    window = spoil_tile(np.ascontiguousarray(page[low[1] : high[1], low[0] : high[0]]), random, severity)
    return crop(window, quad - low, kind)


def _from_string(random: np.random.Generator) -> tuple[np.ndarray, str] | None:
    """A string in any face, among stray lines."""
    lettering = Lettering.sample(random, 'sheet' if random.random() < 0.25 else 'dimension')
    text = ''.join(c for c in string(random) if lettering.can_write(c)).strip() or '0'
    cap_mm = 3.0
    width_mm = lettering.width(text, cap_mm)
    scene = Scene(width_mm + 8 * cap_mm, 5 * cap_mm)
    grey = int(random.integers(0, 120)) if random.random() < 0.3 else 0
    quad = lettering.write(scene, text, (4 * cap_mm, 3 * cap_mm), 0, cap_mm, grey)
    pen = Pen(float(random.uniform(0.04, 0.15)) * cap_mm, grey)
    for _ in range(int(random.integers(0, 3))):
        _stray(scene, quad, pen, random)
    px_per_mm = float(np.exp(random.uniform(*np.log(CAP_PX)))) / cap_mm
    picture = _seen(render(scene, px_per_mm), _misplaced(quad * px_per_mm, random), 'dimension', float(random.uniform(0, 1)), random)
    text = canonical(text)
    return (picture, text) if _fits(picture, text) else None


def _stray(scene: Scene, quad: np.ndarray, pen: Pen, random: np.random.Generator) -> None:
    """What stands beside text: the dimension line under it, an extension line, the side of a box, a leader, an arc."""
    (left, top), (right, bottom) = quad[0], quad[2]
    height = bottom - top
    off = float(random.uniform(0.05, 0.35)) * height
    where = random.integers(6)
    if where == 0:
        scene.line((left - height, bottom + off), (right + height, bottom + off), pen)
    elif where == 1:
        scene.line((left - height, top - off), (right + height, top - off), pen)
    elif where in (2, 3):
        x = left - off if where == 2 else right + off
        scene.line((x, top - height), (x, bottom + height), pen)
    elif where == 4:
        scene.stroke(arc(((left + right) / 2, bottom + off + 30), 30, 220, 320), pen)
    else:
        start = np.array([right + off, bottom + off])
        scene.line(start, start + direction(float(random.uniform(0, 360))) * height * 2, pen)
