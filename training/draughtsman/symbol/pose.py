"""Where a symbol stands: its own frame of reference on the sheet, x along its reading direction, y towards its foot."""

from dataclasses import dataclass

import numpy as np

from ..geometry import below, direction, quad_at
from ..habit import Habit
from ..lettering import Lettering
from ..scene import Scene


@dataclass
class Pose:
    origin: np.ndarray
    angle_deg: float = 0.0

    def __post_init__(self):
        self.origin = np.asarray(self.origin, float)
        self.along = direction(self.angle_deg)
        self.down = below(self.along)

    def at(self, x: float, y: float) -> np.ndarray:
        return self.origin + self.along * x + self.down * y

    def points(self, local) -> np.ndarray:
        local = np.asarray(local, float)
        return self.origin + local[:, :1] * self.along + local[:, 1:] * self.down

    def quad(self, left: float, top: float, right: float, bottom: float) -> np.ndarray:
        return quad_at(self.origin, self.angle_deg, left, top, right, bottom)

    def local(self, where) -> tuple[float, float]:
        """The inverse of `at`."""
        offset = np.asarray(where, float) - self.origin
        return float(offset @ self.along), float(offset @ self.down)

    def write(
        self, scene: Scene, lettering: Lettering, text: str, x: float, y: float, height_mm: float, grey: int, anchor: str = 'left'
    ) -> np.ndarray:
        """Writes with the baseline through (x, y); returns the quad of the ink."""
        return lettering.write(scene, text, self.at(x, y), self.angle_deg, height_mm, grey, anchor)


def ink_quad(pose: Pose, lettering: Lettering, text: str, x: float, y: float, height_mm: float, anchor: str = 'left') -> np.ndarray:
    """Where `Pose.write` would put its ink: to ask for room first."""
    left, top, right, bottom = lettering.ink(text, height_mm)
    shift = {'left': 0.0, 'centre': 0.5, 'right': 1.0}[anchor] * lettering.width(text, height_mm)
    margin = 0.1 * height_mm
    return pose.quad(x - shift + left - margin, y + top - margin, x - shift + right + margin, y + bottom + margin)


def write_label(
    scene: Scene,
    habit: Habit,
    kind,
    text: str,
    at,
    angle_deg: float,
    height_mm: float,
    grey: int,
    anchor: str = 'left',
    lettering: Lettering | None = None,
    margin_mm: float = 0.3,
):
    """One line of text as a label of its own, if there is room: the label, or None."""
    lettering = lettering or habit.lettering
    pose = Pose(at, angle_deg)
    if not lettering.can_write(text) or not scene.is_free(ink_quad(pose, lettering, text, 0, 0, height_mm, anchor), margin_mm):
        return None
    quad = pose.write(scene, lettering, text, 0, 0, height_mm, grey, anchor)
    scene.reserve(quad)
    return scene.label(kind, quad, text)
