"""The title block: where it stands, how big it is, and what its cells show."""

import numpy as np

from ..habit import Habit
from ..scene import Pen, Scene
from .area import Area
from .facts import Facts
from .layouts import BY_LANGUAGE, LAYOUTS, made_up, strip
from .mark import draw_code, draw_emblem, draw_projection, draw_signature
from .sketch import Cell, Sketch
from .writer import Writer

Random = np.random.Generator
OVERFLOW = 1.1  # a text that is this much wider than its cell at the smallest height is left out


def draw_title_block(scene: Scene, habit: Habit, random: Random, writer: Writer, facts: Facts, free: Area) -> Area:
    """Draws the block into the lower right of what is free, reserves it, and returns it."""
    if random.random() < 0.03 and free.width > 250:
        return _column(scene, habit, random, writer, facts, free)
    draw, width, height = _layout(habit, random, facts)
    width = free.width if draw is strip or width > free.width * 0.92 else width * float(random.uniform(0.75, 1.3))
    if random.random() < 0.12 or width > free.width * 0.85:
        width = free.width
    height = min(height * float(random.uniform(0.75, 1.3)), free.height * 0.3)
    area = Area(free.right - width, free.bottom - height, free.right, free.bottom)
    if random.random() < 0.06:  # on the left, as some offices do
        area = Area(free.left, area.top, free.left + width, area.bottom)
    sketch = Sketch(facts, random)
    draw(sketch, area)
    _Look(habit, random, writer, height).draw(scene, sketch.cells, area)
    scene.reserve(area.quad, 1.0)
    return area


def _column(scene: Scene, habit: Habit, random: Random, writer: Writer, facts: Facts, free: Area) -> Area:
    """A block that fills the right edge of the sheet from top to bottom."""
    area = free._replace(left=free.right - float(random.uniform(35, 60)))
    sketch = Sketch(facts, random)
    for part in area.rows(*random.uniform(1, 3, int(random.integers(1, 3)))):
        made_up(sketch, part)
    _Look(habit, random, writer, 50).draw(scene, sketch.cells, area)
    scene.reserve(area.quad, 1.0)
    return area


def draw_corner_number(scene: Scene, habit: Habit, random: Random, writer: Writer, facts: Facts, free: Area) -> None:
    """The drawing number once more in the upper left corner, for whoever leafs through a drawer: upside down or turned."""
    height = float(random.uniform(2.5, 5))
    width, tall = writer.width(facts.number, height) + 3 * height, 2 * height
    angle = float(random.choice([180.0, 0.0, 90.0], p=[0.6, 0.2, 0.2]))
    area = Area(free.left, free.top, free.left + width, free.top + tall)
    at = area.centre[0], area.centre[1] + height / 2 * (1 if angle == 0 else -1)
    if angle == 90:
        area = Area(free.left, free.top, free.left + tall, free.top + width)
        at = area.centre[0] - height / 2, area.centre[1]
    if width < free.width * 0.4 and scene.is_free(area.inset(1.2).quad, 0.0):
        writer.line(facts.number, at, height, 'centre', angle)
        scene.stroke(area.quad, habit.frame_pen, closed=True)
        scene.reserve(area.quad, 1.0)


def _layout(habit: Habit, random: Random, facts: Facts):
    if facts.language in BY_LANGUAGE and random.random() < 0.65:
        return BY_LANGUAGE[facts.language]
    weights = np.array([layout[3][habit.standard] for layout in LAYOUTS])
    return LAYOUTS[int(random.choice(len(LAYOUTS), p=weights / weights.sum()))][:3]


class _Look:
    """How one block writes: heights of captions and values, where captions stand, which lines are thick."""

    def __init__(self, habit: Habit, random: Random, writer: Writer, height_mm: float):
        self.random = random
        self.writer = writer
        self.value_mm = float(np.clip(habit.sheet_text_mm * random.uniform(0.75, 1.2), 1.5, 3.6)) * float(
            np.clip(height_mm / 40, 0.75, 1.2)
        )
        self.caption_mm = max(1.0, self.value_mm * float(random.uniform(0.45, 0.85)))
        self.caption_grey = habit.text_grey if random.random() < 0.85 else int(random.integers(60, 170))
        self.inline = random.random() < 0.15
        self.captions = random.random() < 0.94
        self.centred = random.random() < 0.3
        self.pitch = float(random.uniform(1.3, 1.8))
        self.thin = Pen(habit.thin_mm, habit.frame_grey)
        self.thick = habit.frame_thick_pen
        self.ruled = Pen(min(self.thick.width_mm, 0.7), habit.frame_grey) if random.random() < 0.2 else self.thin
        self.first_angle = habit.standard == 'iso'

    def draw(self, scene: Scene, cells: list[Cell], area: Area) -> None:
        for cell in cells:
            if cell.paint != 'open':
                scene.stroke(cell.area.quad, self.ruled, closed=True)
            self._fill(scene, cell)
        if self.random.random() < 0.8:
            scene.stroke(area.quad, self.thick, closed=True)

    def _fill(self, scene: Scene, cell: Cell) -> None:
        random = self.random
        pad = float(np.clip(cell.area.height * 0.1, 0.4, 1.2))
        inner = cell.area.inset(pad + self.ruled.width_mm / 2)
        if cell.small:
            self._paragraph(cell, inner)
            return
        writer = self.writer.of_kind(cell.kind)
        if cell.area.height > 2 * cell.area.width and not cell.paint:
            self._upward(writer, cell, inner)
            return
        caption = cell.caption if self.captions or not cell.lines else ''
        body = inner
        if caption:
            body = self._caption(scene, cell, inner, caption)
        if cell.paint == 'projection' and inner.height > 3:
            draw_projection(scene, random, body.inset(0.2), self.thin, self.first_angle)
        elif cell.paint == 'emblem' and inner.height > 3:
            draw_emblem(scene, random, body.inset(body.height * 0.06), self.thin.grey if random.random() < 0.8 else 90)
        elif cell.paint == 'code' and inner.height > 3:
            draw_code(scene, random, body.inset(0.5), self.thin.grey)
        elif cell.paint == 'signature':
            draw_signature(scene, random, body, self.thin.grey)
        elif cell.lines:
            self._value(writer, cell, body)

    def _caption(self, scene: Scene, cell: Cell, inner: Area, caption: str) -> Area:
        writer = self.writer.of_kind(cell.kind, self.caption_grey)
        height = min(self.caption_mm, inner.height * (0.8 if not cell.lines else 0.45))
        height = writer.fitting(caption, height, inner.width)
        if writer.width(caption, height) > inner.width * OVERFLOW:
            return inner
        alone = not cell.lines and not cell.paint
        if cell.lines and self._beside(cell, inner, height, caption):
            writer.line(caption, (inner.left, inner.centre[1] + height / 2), height)
            return inner._replace(left=inner.left + writer.width(caption, height) + height)
        y = inner.centre[1] + height / 2 if alone and (self.centred or inner.height < height * 2.2) else inner.top + height
        centred = self.centred and _set_in_the_middle(caption)
        writer.line(caption, (inner.centre[0], y) if centred else (inner.left, y), height, 'centre' if centred else 'left')
        return inner._replace(top=min(inner.top + height * 1.45, inner.bottom - 0.8))

    def _upward(self, writer: Writer, cell: Cell, inner: Area) -> None:
        """Fills a tall and narrow cell: its text reads upwards."""
        text = ' '.join([cell.caption, *cell.lines])
        height = writer.fitting(text, min(self.value_mm, inner.width * 0.8), inner.height)
        if text and writer.width(text, height) <= inner.height * OVERFLOW:
            writer.line(text, (inner.centre[0] + height / 2, inner.bottom), height, 'left', -90.0)

    def _beside(self, cell: Cell, inner: Area, height: float, caption: str) -> bool:
        """Does the value stand on the caption's own line, by habit or because the cell is too flat?"""
        left_over = inner.width - self.writer.width(caption, height) - height
        flat = inner.height - height * 1.45 < self.value_mm * 0.65
        wanted = flat or (self.inline and inner.height < self.value_mm * 3)
        return wanted and left_over > self.writer.width(cell.lines[0], self.value_mm) * 0.6

    def _value(self, writer: Writer, cell: Cell, body: Area) -> None:
        lines = cell.lines
        height = min(self.value_mm * cell.scale, body.height / (1 + 1.35 * (len(lines) - 1)) * 0.85)
        align = cell.align if cell.align != 'auto' else ('centre' if self.centred else 'left')
        longest = max(lines, key=lambda text: writer.width(text, height))
        fitted = writer.fitting(longest, height, body.width)
        if fitted < height * 0.55 and body.height > height * 1.6:
            height = min(height, body.height / 2.4)
            lines = [line for text in lines for line in writer.wrapped(text, height, body.width)]
            height = min(height, body.height / (1.4 * len(lines)))
            fitted = min(writer.fitting(line, height, body.width) for line in lines)
        height = fitted
        if max(writer.width(line, height) for line in lines) > body.width * OVERFLOW:
            return
        pitch = min(self.pitch, max(1.25, (body.height / height - 1) / max(1, len(lines) - 1)))
        writer.column(lines, body, height, align, pitch, centred=True)

    def _paragraph(self, cell: Cell, inner: Area) -> None:
        writer = self.writer.of_kind(cell.kind, self.caption_grey)
        height = self.caption_mm
        for _ in range(5):
            lines = [line for text in cell.lines for line in writer.wrapped(text, height, inner.width)]
            if height * (1 + 1.35 * (len(lines) - 1)) <= inner.height or height < 0.95:
                break
            height = max(0.9, height * 0.85)
        lines = lines[: max(1, int((inner.height / height - 1) / 1.25) + 1)]
        pitch = min(self.pitch, 1.5, max(1.25, (inner.height / height - 1) / max(1, len(lines) - 1)))
        writer.column(lines, inner, height, cell.align if cell.align != 'auto' else 'left', pitch)


def _set_in_the_middle(text: str) -> bool:
    """A choice that falls the same way for the same caption."""
    return len(text) % 3 > 0
