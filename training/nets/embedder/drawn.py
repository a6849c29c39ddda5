"""A family → the pictures of its views as the pipeline would cut them, kept on disk: drawing them is what takes the time."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from draughtsman.faults import carry
from families import Drawing, family_of, redraw

from ..image import even, stretched
from .change import shown, spoilt
from .kept import STORE, code_of
from .views import VERSION, View, views_at_work_size, weights

DRAWINGS_OF_FIRST, DRAWINGS_OF_OTHERS = 4, 2
WHOLE_SHEETS = 0.07
SPOILT = 0.5
OTHER_HAND = 0.12
SAME_PLACE = 0.5  # overlap of a found view with a drawn one
UNKNOWN = -1


@dataclass
class Drawn:
    """One row a picture."""

    pictures: np.ndarray  # N×SIDE×SIDE bytes
    variant: np.ndarray
    drawing: np.ndarray  # counted over the family
    label: np.ndarray  # of views that look the same; UNKNOWN where the cut met no view
    weight: np.ndarray  # in the sheet's vector

    FIELDS = ('pictures', 'variant', 'drawing', 'label', 'weight')


def drawn(number: int, seed: int, store: Path = STORE) -> Drawn:
    path = store / f'{seed}' / f'{VERSION}-{code_of(__name__)}' / f'{number:06d}.npz'
    if path.exists():
        with np.load(path) as kept:
            return Drawn(**{name: kept[name] for name in Drawn.FIELDS})
    family = draw_family(number, seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f'{path.stem}.{id(family)}.part.npz')
    np.savez_compressed(part, **{name: getattr(family, name) for name in Drawn.FIELDS})
    part.replace(path)
    return family


def draw_family(number: int, seed: int) -> Drawn:
    family = family_of(number, seed)
    random = np.random.default_rng([seed, number, 1])
    rows, drawing = [], 0
    for index, variant in enumerate(family.variants):
        for turn in range(DRAWINGS_OF_FIRST if index == 0 else DRAWINGS_OF_OTHERS):
            part = variant.revisions[turn - 1] if 0 < turn <= len(variant.revisions) else variant.part
            sheet = redraw(part, random, random.random() < WHOLE_SHEETS, random.random() < OTHER_HAND)
            views, boxes = cut(sheet, random, random.random() < SPOILT)
            for view, weight in zip(views, weights(views), strict=True):
                rows.append((view.picture, index, drawing, _label(view, boxes, variant.view_labels), weight))
            drawing += 1
    pictures, variants, drawings, labels, shares = zip(*rows, strict=True)
    return Drawn(
        np.stack(pictures), np.array(variants, np.int64), np.array(drawings, np.int64), np.array(labels, np.int64),
        np.array(shares, np.float32),
    )  # fmt: skip


def cut(sheet: Drawing, random: np.random.Generator, spoil_it: bool) -> tuple[list[View], list[tuple[int, np.ndarray]]]:
    """The views that the pipeline finds on a drawing, and where the drawn ones stand in the same pixels: index and bounds."""
    page, transform = shown(sheet, random), np.eye(3)
    if spoil_it:
        page, transform = spoilt(page, random)
    views = views_at_work_size(stretched(even(page.page)), page.texts)
    quads = [(view.index, carry(view.quad, transform)) for view in sheet.views]
    return views, [(index, np.array([quad.min(0), quad.max(0)])) for index, quad in quads]


def _label(view: View, boxes: list[tuple[int, np.ndarray]], labels: list[int]) -> int:
    if view.is_overview:
        return UNKNOWN
    x, y, w, h = view.box
    found = np.array([(x, y), (x + w, y + h)], float)
    index, share = max(((index, _overlap(found, box)) for index, box in boxes), key=lambda item: item[1], default=(0, 0.0))
    return labels[index] if share > SAME_PLACE else UNKNOWN


def _overlap(a: np.ndarray, b: np.ndarray) -> float:
    shared = float(np.prod(np.clip(np.minimum(a[1], b[1]) - np.maximum(a[0], b[0]), 0, None)))
    return shared / max(1e-6, float(np.prod(a[1] - a[0]) + np.prod(b[1] - b[0])) - shared)
