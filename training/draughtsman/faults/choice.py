"""Which faults a page gets: first its story, then what usually goes with that story."""

from enum import Enum

import cv2
import numpy as np

from . import camera, hand, ink, machine, paper


class Fault(str, Enum):
    """In the order in which they befall a sheet."""

    clean = 'clean'
    subpixel = 'subpixel'
    antialias_free = 'antialias_free'
    thin = 'thin'
    thick = 'thick'
    dropout = 'dropout'
    grid_paper = 'grid_paper'
    bleed = 'bleed'
    pencil = 'pencil'
    low_contrast = 'low_contrast'
    inverted = 'inverted'
    coloured_paper = 'coloured_paper'
    stain = 'stain'
    fold = 'fold'
    punch_holes = 'punch_holes'
    uneven = 'uneven'
    skew = 'skew'
    photo = 'photo'
    scan_grey = 'scan_grey'
    blur = 'blur'
    noise = 'noise'
    scan_bilevel = 'scan_bilevel'
    fax = 'fax'
    speckle = 'speckle'
    jpeg = 'jpeg'


FLAT = {
    Fault.subpixel: ink.subpixel,
    Fault.antialias_free: ink.antialias_free,
    Fault.thin: ink.thin,
    Fault.thick: ink.thick,
    Fault.dropout: ink.dropout,
    Fault.grid_paper: paper.grid_paper,
    Fault.bleed: paper.bleed,
    Fault.pencil: hand.pencil,
    Fault.low_contrast: ink.low_contrast,
    Fault.inverted: ink.inverted,
    Fault.coloured_paper: paper.coloured_paper,
    Fault.stain: paper.stain,
    Fault.fold: paper.fold,
    Fault.punch_holes: paper.punch_holes,
    Fault.uneven: paper.uneven,
    Fault.photo: camera.photo_light,
    Fault.scan_grey: machine.scan_grey,
    Fault.blur: machine.blur,
    Fault.noise: machine.noise,
    Fault.scan_bilevel: machine.scan_bilevel,
    Fault.fax: machine.fax,
    Fault.speckle: machine.speckle,
    Fault.jpeg: machine.jpeg,
}
MOVING = {Fault.skew: camera.skew, Fault.photo: camera.perspective}

# What may have befallen the sheet before anyone scanned it.
WORN = {
    Fault.pencil: 0.12,
    Fault.stain: 0.06,
    Fault.fold: 0.12,
    Fault.punch_holes: 0.06,
    Fault.thick: 0.1,
    Fault.thin: 0.1,
    Fault.dropout: 0.12,
    Fault.low_contrast: 0.1,
    Fault.coloured_paper: 0.1,
    Fault.bleed: 0.07,
    Fault.grid_paper: 0.05,
}

# Share of all pages, how strong faults may get, faults that always occur, and the chance of each other one.
STORIES = (
    (0.30, 0.3, (), {Fault.subpixel: 0.4, Fault.antialias_free: 0.15, Fault.jpeg: 0.15, Fault.thick: 0.08, Fault.blur: 0.1}),
    (0.08, 0.8, (), {Fault.jpeg: 0.6, Fault.blur: 0.5, Fault.antialias_free: 0.2, Fault.low_contrast: 0.3, Fault.noise: 0.3}),
    (
        0.05,
        1.0,
        (Fault.inverted,),
        {
            Fault.jpeg: 0.3,
            Fault.blur: 0.2,
            Fault.thick: 0.3,
            Fault.speckle: 0.15,
            Fault.noise: 0.15,
            Fault.fold: 0.15,
            Fault.skew: 0.3,
            Fault.dropout: 0.1,
            Fault.antialias_free: 0.15,
        },
    ),
    (0.20, 1.0, (Fault.scan_grey,), WORN | {Fault.skew: 0.6, Fault.uneven: 0.35, Fault.speckle: 0.15, Fault.jpeg: 0.4}),
    (0.18, 1.0, (Fault.scan_bilevel,), WORN | {Fault.skew: 0.6, Fault.speckle: 0.45, Fault.low_contrast: 0.03}),
    (0.03, 0.8, (Fault.fax,), {Fault.skew: 0.5, Fault.speckle: 0.3, Fault.pencil: 0.1, Fault.thick: 0.2}),
    (0.08, 1.0, (Fault.photo,), WORN | {Fault.noise: 0.15, Fault.blur: 0.15}),
    (0.08, 1.0, (Fault.coloured_paper,), WORN | {Fault.uneven: 0.5, Fault.jpeg: 0.3, Fault.blur: 0.3, Fault.skew: 0.4}),
)
# Of each pair, the second is left out: together they leave nothing to read.
RIVALS = (
    (Fault.thick, Fault.thin),
    (Fault.thin, Fault.antialias_free),
    (Fault.thin, Fault.low_contrast),
    (Fault.dropout, Fault.thin),
    (Fault.inverted, Fault.thin),
    (Fault.fax, Fault.thin),
    (Fault.low_contrast, Fault.dropout),
    (Fault.coloured_paper, Fault.low_contrast),
    (Fault.low_contrast, Fault.bleed),
    (Fault.fold, Fault.stain),
    (Fault.scan_bilevel, Fault.uneven),
    (Fault.scan_bilevel, Fault.stain),
    (Fault.scan_bilevel, Fault.bleed),
    (Fault.scan_bilevel, Fault.grid_paper),
    (Fault.photo, Fault.low_contrast),
    (Fault.photo, Fault.thin),
)


def spoil(image: np.ndarray, random: np.random.Generator, faults=None) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Makes a clean grey page one of real life, of the same size.

    Returns it with the homography that carries points of the clean page along, and the names of the faults. Given
    `faults` are applied as they are, plainly visible; else a story is drawn.
    """
    if faults is None:
        chosen, reach = _choose(random)
        least = 0.0
    else:
        chosen, reach, least = [Fault(fault) for fault in faults], 1.0, 0.4
    image, transform = np.array(image, np.uint8), np.eye(3)
    for fault in sorted(set(chosen), key=ORDER.index):
        strength = reach * random.uniform(least, 1)
        if fault in MOVING:
            image, move = MOVING[fault](image, random, strength)
            transform = move @ transform
        if fault in FLAT:
            image = FLAT[fault](image, random, strength)
    names = [fault.value for fault in ORDER if fault in chosen]
    return image, transform / transform[2, 2], names or [Fault.clean.value]


def spoil_tile(image: np.ndarray, random: np.random.Generator, severity: float = 1.0) -> np.ndarray:
    """The same for a tile, without the faults that move things; severity 0 to 1 weakens them and makes them rarer."""
    chosen, reach = _choose(random, severity)
    image = np.array(image, np.uint8)
    for fault in chosen:
        if fault in FLAT:
            image = FLAT[fault](image, random, reach * severity * random.random())
    return image


def carry(quad, transform: np.ndarray) -> np.ndarray:
    """The points of a clean page, where they lie on the spoilt one."""
    points = np.asarray(quad, float)
    return cv2.perspectiveTransform(points.reshape(-1, 1, 2), np.asarray(transform, float)).reshape(points.shape)


def _choose(random: np.random.Generator, severity: float = 1.0) -> tuple[list[Fault], float]:
    """The faults of one story, in order, and how strong they may get."""
    story = 0 if random.random() > severity else int(random.choice(len(STORIES), p=SHARES))
    _, reach, certain, likely = STORIES[story]
    draws = random.random(len(ORDER))
    chosen = [fault for fault, draw in zip(ORDER, draws) if fault in certain or draw < likely.get(fault, 0)]
    for keeper, victim in RIVALS:
        if keeper in chosen and victim in chosen and victim not in certain:
            chosen.remove(victim)
    return chosen, reach


ORDER = tuple(Fault)
SHARES = np.array([story[0] for story in STORIES]) / sum(story[0] for story in STORIES)
