"""One view's dimensions in the making: how this office draws them, what is drawn so far, and whether a plan has room."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field

import cv2
import numpy as np

from ..geometry import grown, unit
from ..habit import Habit, Random
from ..scene import Label, Scene
from ..value import Callout
from ..view import View
from .callout import Anchor, Block, Setting, measure, write_block
from .lines import Lines


@dataclass
class Manner:
    """What the habit leaves open, the same over one view."""

    gap_mm: float  # between the part and an extension line
    overshoot_mm: float  # of an extension line over the dimension line
    text_gap_mm: float  # between a text and the line below it
    first_row_mm: float
    row_mm: float  # from one dimension line to the next
    tail: float  # of arrows that stand outside, in arrow lengths
    line_between: bool  # do outside arrows have a line between them?
    text_below: bool
    off_centre: float  # share of texts that are dragged along their line
    dragged: float  # share of narrow dimensions whose text goes on a shelf with a leader
    leader_text: str  # 'above' its shelf, 'beside' it, 'first' row beside it, 'along' a straight leader
    shelf_mm: float  # of a shelf beside its text

    @classmethod
    def sample(cls, habit: Habit, random: Random) -> 'Manner':
        uniform, height = random.uniform, habit.text_mm
        text_gap = height * float(uniform(0.05, 0.45))
        beside = {'iso': 0.25, 'jis': 0.15, 'asme': 0.75}[habit.standard]
        return cls(
            gap_mm=float({'iso': uniform(0, 1), 'jis': uniform(0, 0.5), 'asme': uniform(0.8, 2)}[habit.standard]),
            overshoot_mm=float(uniform(0.4, 1.1)) * height,
            text_gap_mm=text_gap,
            first_row_mm=height * float(uniform(2.2, 4.0)),
            row_mm=height * float(uniform(1.75, 3.2)) + text_gap,
            tail=float(uniform(1.5, 2.8)),
            line_between=random.random() < 0.6,
            text_below=random.random() < 0.03,
            off_centre=0.06 if random.random() < 0.7 else 0.4,
            dragged=0.05 if random.random() < 0.8 else 0.5,
            leader_text=('first' if random.random() < 0.5 else 'beside')
            if random.random() < beside
            else 'along'
            if random.random() < 0.2
            else 'above',
            shelf_mm=height * float(uniform(0.5, 2.0)),
        )


@dataclass
class Plan:
    """A dimension that is not drawn yet: its text's place, its lines, its arrowheads."""

    block: Block
    at: np.ndarray
    angle_deg: float
    anchor: Anchor
    strokes: list[np.ndarray] = field(default_factory=list)
    arrows: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)  # tip, and where it points

    @property
    def quad(self) -> np.ndarray:
        return self.block.quad(self.at, self.angle_deg, self.anchor)


class Draft:
    def __init__(self, scene: Scene, habit: Habit, random: Random, view: View | None = None):
        self.scene, self.habit, self.random, self.view = scene, habit, random, view
        self.manner = Manner.sample(habit, random)
        self.setting = Setting.sample(random)
        self.labels: list[Label] = []
        self.spans: set[tuple] = set()  # axis, start and end of the linear dimensions drawn
        self.per_mm = view.per_mm if view else 1.0
        self.lines = Lines(scene)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def measure(self, callout: Callout) -> Block | None:
        return measure(callout, self.habit, self.setting)

    @property
    def arrow_mm(self) -> float:
        return self.habit.arrow_mm

    def is_clear(self, points) -> bool:
        """Does a line keep off the texts that stand already?"""
        points = np.asarray(points, float)
        if len(points) > 9:
            points = points[np.linspace(0, len(points) - 1, 9).astype(int)]
        for start, end in itertools.pairwise(points):
            along = unit(end - start)
            side = np.array([-along[1], along[0]]) * 0.15
            if not self.scene.is_free(np.array([start - side, end - side, end + side, start + side]), 0.2):
                return False
        return True

    def has_room(self, plan: Plan, crossings: int = 0) -> bool:
        quad = plan.quad
        return (
            self.scene.is_free(quad, 0.35)
            and all(self.is_clear(stroke) for stroke in plan.strokes)
            and self.lines.through(grown(quad, -0.1 * self.habit.text_mm)) <= crossings
        )

    def draw(self, plan: Plan) -> Label:
        pen = self.habit.dimension_pen
        for stroke in plan.strokes:
            self.scene.stroke(stroke, pen)
            self.lines.add(stroke)
        for tip, toward in plan.arrows:
            self.arrow(tip, toward)
        if self._is_hatched(plan.quad) and self.chance(0.6):
            self.scene.blank(plan.quad)
        label = write_block(self.scene, plan.block, self.habit, plan.at, plan.angle_deg, plan.anchor)
        self.labels.append(label)
        return label

    def _is_hatched(self, quad: np.ndarray) -> bool:
        if self.view is None or not self.view.sections:
            return False
        points = [tuple(map(float, point)) for point in (*quad, quad.mean(0))]
        for section in self.view.sections:
            loops = [np.asarray(loop, np.float32) for loop in section.loops]
            if any(sum(cv2.pointPolygonTest(loop, point, False) > 0 for loop in loops) % 2 for point in points):
                return True
        return False

    def arrow(self, tip, toward) -> None:
        habit = self.habit
        half_width = max(habit.arrow_half_width_mm, 1.4 * habit.thin_mm)
        self.scene.arrow(tip, toward, habit.arrow_mm, half_width, habit.dimension_pen, habit.arrow)

    def first_with_room(self, plans: Iterable[Plan], careless: float = 0.2) -> Label | None:
        """Draws the first plan that has room; a careless office lets a text stand on a line when none has."""
        plans = list(plans)
        for plan in plans:
            if self.has_room(plan):
                return self.draw(plan)
        if plans and self.chance(careless):
            for plan in plans:
                if self.has_room(plan, crossings=3):
                    return self.draw(plan)
        return None
