"""How alike two views are as shapes, whatever their size and however they are turned: what counts as the same view."""

import cv2
import numpy as np

from draughtsman.view import View

SIDE_PX = 96
SAME = 0.96  # so alike are a view and itself with one small hole moved by its diameter
SHAPE = ('outline', 'thin', 'hidden')


def picture(view: View) -> np.ndarray:
    """The view's lines, as large as fits, blurred so that what is near counts as near."""
    low, high = view.bounds()
    scale = (SIDE_PX - 8) / max(float((high - low).max()), 1e-9)
    image = np.zeros((SIDE_PX, SIDE_PX), np.uint8)
    middle = (low + high) / 2
    for path in view.paths:
        if path.role in SHAPE and len(path.points) > 1:
            points = np.round(((path.points - middle) * scale + SIDE_PX / 2) * 16).astype(np.int32)
            cv2.polylines(image, [points], path.closed, 255, 1, cv2.LINE_AA, 4)
    return cv2.GaussianBlur(image, (0, 0), 1.2).astype(np.float32)


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """Correlation of two pictures, the best over quarter turns and mirrorings."""
    return max(_correlation(one, turned) for turned in turns(other))


def turns(image: np.ndarray) -> list[np.ndarray]:
    return [np.rot90(hand, quarter) for hand in (image, image[:, ::-1]) for quarter in range(4)]


def _correlation(a: np.ndarray, b: np.ndarray) -> float:
    return float(_unit(a) @ _unit(b))


class Likenesses:
    """Many views, in any of whose eight ways of lying another may look the same."""

    def __init__(self, pictures: list[np.ndarray]):
        self._rows = np.stack([_unit(turned) for shown in pictures for turned in turns(shown)]) if pictures else np.zeros((0, SIDE_PX**2))

    @classmethod
    def of(cls, views: list[View]) -> 'Likenesses':
        return cls([picture(view) for view in views])

    def hold(self, view: View) -> bool:
        return bool((self._rows @ _unit(picture(view)) >= SAME).any())


def _unit(image: np.ndarray) -> np.ndarray:
    centred = (image - image.mean()).ravel()
    return centred / max(1e-9, float(np.linalg.norm(centred)))
