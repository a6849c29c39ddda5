"""The lines of a page → where the part is: the fields that they enclose, but for those that only light lines part from the outside.

Offices draw a part's outline heavier than dimension, extension and leader lines (ISO 128-2: twice as heavy). All in whole numbers,
so that the runtime chooses the same fields.
"""

import cv2
import numpy as np

ACROSS_PX = 9  # so far a line is looked across
SLANTED = 181  # of 128: the pixels of a diagonal lie farther apart
LIGHT, HEAVY = 0.1, 0.9  # such shares of the middles of a page's lines are lighter than its light ones, and than its heavy ones
LIGHT_LEAST = 306  # 1.2 px of black; the weight of finer lines says little
OUTLINE = 0.6  # of the heavy ones' weight: what is lighter is no outline
ROUNDS = 50
Strokes = dict[tuple[int, int], int]


def part_fields(dark: np.ndarray, level: int, closed: np.ndarray, margin_px: int) -> np.ndarray | None:
    """1 where lines enclose the part, 0 outside, in its holes and on the outer half of its outline. `closed` is 1 where it is inked,
    gaps closed, with a margin around the page. Nothing where the lines are too fine to tell by their weight what they are."""
    weight = _weight(dark)
    middles = np.sort(weight[(dark > level) & (dark == cv2.dilate(dark, np.ones((3, 3), np.uint8)))])
    if not middles.size or _at(middles, LIGHT) < LIGHT_LEAST:
        return None
    heavy = _at(middles, HEAVY)
    heaviness = np.pad(np.minimum(weight, heavy), margin_px) - int(OUTLINE * heavy)
    fields, count = _fields(closed)
    is_part = _chosen(_strokes(fields, heaviness), count)
    return is_part[fields][margin_px:-margin_px, margin_px:-margin_px]


def _at(numbers: np.ndarray, share: float) -> int:
    return int(numbers[int(share * (numbers.size - 1))])


def _weight(dark: np.ndarray) -> np.ndarray:
    """How much ink lies across the line at each pixel, the least of four ways to cross it."""
    slanted = np.eye(ACROSS_PX, dtype=np.float32)
    ways = np.ones((1, ACROSS_PX)), np.ones((ACROSS_PX, 1)), slanted, slanted[::-1].copy()
    level, upright, down, up = (cv2.filter2D(dark, cv2.CV_32F, way, borderType=cv2.BORDER_CONSTANT).astype(np.int64) for way in ways)
    return np.minimum(np.minimum(level, upright), np.minimum(down, up) * SLANTED // 128)


def _fields(closed: np.ndarray) -> tuple[np.ndarray, int]:
    """To which field each pixel belongs, and how many they are. The first lies around the page. Lines are shared out to the
    fields beside them."""
    count, numbers = cv2.connectedComponents(1 - closed, connectivity=4)
    order, firsts = np.unique(numbers, return_index=True)
    rank = np.full(count, -1)
    rank[[number for _, number in sorted(zip(firsts, order, strict=True)) if number]] = np.arange(count - 1)
    return _grown(rank[numbers]), count - 1


def _grown(fields: np.ndarray) -> np.ndarray:
    """Step by step, a pixel that belongs to none (-1) to that of the first neighbour above, to the left, to the right or below that
    belongs to one. None lies at the edge."""
    width, flat = fields.shape[1], fields.ravel()
    beside = np.array([-width, -1, 1, width])
    left = np.flatnonzero(flat < 0)
    while left.size:
        near = flat[left[:, None] + beside]
        found = near[np.arange(left.size), (near >= 0).argmax(1)]
        reached = left[found >= 0]
        flat[reached] = found[found >= 0]
        left = np.unique(reached[:, None] + beside)
        left = left[flat[left] < 0]
    return fields


def _strokes(fields: np.ndarray, heaviness: np.ndarray) -> Strokes:
    """For each two fields that lie beside each other, the heaviness of the line between them, summed along it."""
    count = int(fields.max()) + 1
    pairs, values = [], []
    for one, other, at in ((fields[:, :-1], fields[:, 1:], heaviness[:, :-1]), (fields[:-1], fields[1:], heaviness[:-1])):
        apart = one != other
        pairs.append(np.minimum(one[apart], other[apart]) * count + np.maximum(one[apart], other[apart]))
        values.append(at[apart])
    found, index = np.unique(np.concatenate(pairs), return_inverse=True)
    sums = np.zeros(len(found), np.int64)
    np.add.at(sums, index, np.concatenate(values))
    return {divmod(int(pair), count): int(total) for pair, total in zip(found, sums, strict=True)}


def _chosen(strokes: Strokes, count: int) -> np.ndarray:
    """1 for each field that is the part's. A heavy line wants the part on one of its sides at least, a light one the same on both;
    a field that wins nothing is a hole. At first all fields are the part's; then each in turn becomes what suits its lines better,
    until all do."""
    beside = [[] for _ in range(count)]
    for (one, other), heaviness in strokes.items():
        beside[one].append((other, heaviness))
        beside[other].append((one, heaviness))
    is_part = np.ones(count, np.uint8)
    is_part[:1] = 0
    for _ in range(ROUNDS):
        before = is_part.copy()
        for field in range(1, count):
            is_part[field] = sum(_gain(heaviness, bool(is_part[other])) for other, heaviness in beside[field]) > 0
        if (is_part == before).all():
            break
    return is_part


def _gain(heaviness: int, other_is_part: bool) -> int:
    """What a field wins by being the part's."""
    if heaviness > 0:
        return 0 if other_is_part else heaviness
    return -heaviness if other_is_part else heaviness
