"""What happens to a drawing between the one that is kept and the one that is asked with."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from draughtsman.faults import Fault, carry, spoil
from draughtsman.geometry import grown, size_of
from families import Drawing

from .text import Text

SCAN = (Fault.scan_bilevel, Fault.skew, Fault.speckle)
PHOTO = (Fault.photo,)
SMALLER = 0.55
PARTIAL_SHARE = (0.6, 0.8)  # of the page's sides
MISSED = 0.05  # texts that detection does not find
UNSURE_PX = 1.0  # how far its boxes are off


@dataclass
class Shown:
    """A page and its texts, as detection would give them."""

    page: np.ndarray
    texts: list[Text]


def shown(drawing: Drawing, random: np.random.Generator) -> Shown:
    texts = [
        Text(label.kind, label.quad * drawing.px_per_mm, min(size_of(line.quad)[1] for line in label.lines) * drawing.px_per_mm)
        for label in drawing.labels
    ]
    return Shown(drawing.page, detected(texts, random))


def detected(texts: list[Text], random: np.random.Generator) -> list[Text]:
    """Most of the texts, nearly where they are."""
    return [
        replace(text, quad=grown(text.quad, float(random.normal(0, UNSURE_PX))) + random.normal(0, UNSURE_PX, 2))
        for text in texts
        if random.random() >= MISSED
    ]


def spoilt(one: Shown, random: np.random.Generator, faults=None) -> tuple[Shown, np.ndarray]:
    """Also gives the homography that carries points of the page along."""
    page, transform, _ = spoil(one.page, random, faults)
    return Shown(page, [replace(text, quad=carry(text.quad, transform)) for text in one.texts]), transform


def scanned(one: Shown, random: np.random.Generator) -> Shown:
    return spoilt(one, random, SCAN)[0]


def photographed(one: Shown, random: np.random.Generator) -> Shown:
    return spoilt(one, random, PHOTO)[0]


def turned(one: Shown, random: np.random.Generator) -> Shown:
    """By one, two or three quarter turns."""
    for _ in range(int(random.integers(1, 4))):
        height = one.page.shape[0]
        texts = [replace(text, quad=np.stack([height - text.quad[:, 1], text.quad[:, 0]], 1)) for text in one.texts]
        one = Shown(np.ascontiguousarray(np.rot90(one.page, -1)), texts)
    return one


def smaller(one: Shown, random: np.random.Generator) -> Shown:
    """The same drawing on a larger sheet, off its middle."""
    small = cv2.resize(one.page, None, fx=SMALLER, fy=SMALLER, interpolation=cv2.INTER_AREA)
    page = np.full_like(one.page, 255)
    spare = np.array(page.shape) - small.shape
    top, left = (spare * random.uniform(0, 1, 2)).astype(int)
    page[top : top + small.shape[0], left : left + small.shape[1]] = small
    return Shown(page, [replace(t, quad=t.quad * SMALLER + (left, top), line_height=t.line_height * SMALLER) for t in one.texts])


def partial(one: Shown, random: np.random.Generator) -> Shown:
    """A piece of the page, most of its larger half."""
    height, width = one.page.shape
    share = random.uniform(*PARTIAL_SHARE, 2)
    size = (np.array([width, height]) * share).astype(int)
    x, y = (np.array([width, height]) - size) * _heavier_corner(one.page)
    texts = [replace(text, quad=text.quad - (x, y)) for text in one.texts]
    inside = [text for text in texts if (text.quad.max(0) > 0).all() and (text.quad.min(0) < size).all()]
    return Shown(np.ascontiguousarray(one.page[y : y + size[1], x : x + size[0]]), inside)


def _heavier_corner(page: np.ndarray) -> np.ndarray:
    """0 or 1 each way: on which side there is more ink."""
    ink = 255.0 - page
    across, down = ink.sum(0), ink.sum(1)
    return np.array([side[len(side) // 2 :].sum() > side[: len(side) // 2].sum() for side in (across, down)], int)


COPIES = {'scan': scanned, 'photo': photographed, 'turned': turned, 'smaller': smaller, 'partial': partial}
