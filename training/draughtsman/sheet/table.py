"""Tables outside the title block: how they are ruled, and where they stand."""

import numpy as np

from ..habit import Habit
from ..scene import Pen, Scene
from .area import Area
from .facts import Facts
from .table_kinds import Table, bends, gear, holes, parts_list, pins, revisions, tolerances
from .writer import Writer

Random = np.random.Generator


class TableLook:
    """How this sheet rules its tables."""

    def __init__(self, habit: Habit, random: Random):
        self.text_mm = float(np.clip(habit.sheet_text_mm * random.uniform(0.8, 1.15), 1.5, 3.5))
        self.row_mm = self.text_mm * float(random.uniform(1.45, 2.4))
        self.pad_mm = self.text_mm * float(random.uniform(0.4, 1.2))
        self.thin = Pen(habit.thin_mm, habit.frame_grey)
        self.thick = habit.frame_thick_pen if random.random() < 0.5 else self.thin
        self.ruling = str(random.choice(['full', 'rows', 'columns', 'head', 'none'], p=[0.82, 0.07, 0.05, 0.04, 0.02]))
        # Spreadsheets come with a shaded head, some with the head white on black.
        self.head_grey = {0: int(random.integers(190, 240)), 1: int(random.integers(0, 60))}.get(int(random.integers(14)))
        self.align = str(random.choice(['own', 'l', 'c'], p=[0.7, 0.15, 0.15]))

    def size(self, writer: Writer, table: Table) -> tuple[list[float], float]:
        """Widths of the columns, and the height of all."""
        lines = [table.head, *table.rows] if table.head else table.rows
        widths = [max(4.0, max(writer.width(line[i], self.text_mm) for line in lines) + 2 * self.pad_mm) for i in range(len(lines[0]))]
        return widths, self.row_mm * (len(lines) + bool(table.title))

    def draw(self, scene: Scene, writer: Writer, table: Table, at: tuple[float, float], widths: list[float]) -> None:
        left, top = at
        edges = left + np.concatenate([[0.0], np.cumsum(widths)])
        right = float(edges[-1])
        lines = list(table.rows)
        head_at = -1
        if table.head:
            head_at = len(lines) if table.foot_first else 0
            lines.insert(head_at, table.head)
        y = top
        if table.title:
            area = Area(left, top, right, top + self.row_mm)
            writer.line(
                table.title,
                (area.centre[0], area.centre[1] + self.text_mm / 2),
                writer.fitting(table.title, self.text_mm, area.width - 1),
                'centre',
            )
            y += self.row_mm
        first = y
        for i, line in enumerate(lines):
            pen = writer
            if i == head_at and self.head_grey is not None:
                scene.fill([Area(left, y, right, y + self.row_mm).quad], self.head_grey)
                pen = writer.of_kind(writer.kind, 255 if self.head_grey < 100 else 0)
            foot = y + (self.row_mm + self.text_mm) / 2
            for j, text in enumerate(line):
                align = table.aligns[j] if self.align == 'own' else self.align
                if i == head_at and self.align == 'own':
                    align = 'c'
                x = {'l': edges[j] + self.pad_mm, 'c': (edges[j] + edges[j + 1]) / 2, 'r': edges[j + 1] - self.pad_mm}[align]
                pen.line(text, (x, foot), self.text_mm, {'l': 'left', 'c': 'centre', 'r': 'right'}[align])
            y += self.row_mm
            if i < len(lines) - 1 and (self.ruling in ('full', 'rows') or i == head_at or i + 1 == head_at):
                scene.line((left, y), (right, y), self.thin)
        if self.ruling in ('full', 'columns'):
            for x in edges[1:-1]:
                scene.line((x, first), (x, y), self.thin)
        if self.ruling != 'none':
            if table.title:
                scene.line((left, first), (right, first), self.thin)
            scene.stroke(Area(left, top, right, y).quad, self.thick, closed=True)


def draw_tables(scene: Scene, habit: Habit, random: Random, writer: Writer, facts: Facts, free: Area, block: Area | None) -> None:
    """Draws none, one or a few tables where they usually stand."""
    look = TableLook(habit, random)
    lower_right = block if block is not None and block.right >= free.right - 1 else Area(free.right, free.bottom, free.right, free.bottom)
    if random.random() < 0.2:
        _draw(scene, look, writer, revisions(habit, facts, random), free, ['top right'], lower_right, random)
    if random.random() < 0.2:
        _draw(
            scene,
            look,
            writer,
            parts_list(habit, facts, random),
            free,
            ['above block', 'above block', 'top right', 'top left'],
            lower_right,
            random,
        )
    for make, chance in ((holes, 0.08), (gear, 0.06), (bends, 0.03), (tolerances, 0.14), (pins, 0.06)):
        if random.random() < chance:
            _draw(
                scene,
                look,
                writer,
                make(habit, facts, random),
                free,
                ['top right', 'top left', 'bottom left', 'above block', 'beside block'],
                lower_right,
                random,
            )


def _draw(scene: Scene, look: TableLook, writer: Writer, table: Table, free: Area, places: list[str], block: Area, random: Random) -> None:
    widths, height = look.size(writer, table)
    if 'above block' in places and block.width > sum(widths) and random.random() < 0.4:
        widths = [width * block.width / sum(widths) for width in widths]
    width = sum(widths)
    if width > free.width * 0.75 or height > free.height * 0.55 or width * height > free.width * free.height * 0.16:
        return
    gap = 0.0 if random.random() < 0.6 else float(random.uniform(2, 8))
    spots = {
        'top right': (free.right - width - gap, free.top + gap),
        'top left': (free.left + gap, free.top + gap),
        'bottom left': (free.left + gap, free.bottom - height - gap),
        'above block': (free.right - width, block.top - height - gap),
        'beside block': (block.left - width - gap, free.bottom - height),
    }
    for place in random.permutation(places):
        left, top = spots[str(place)]
        area = Area(left, top, left + width, top + height)
        if left >= free.left - 0.1 and top >= free.top - 0.1 and scene.is_free(area.inset(1.2).quad, 0.0):
            look.draw(scene, writer, table, (left, top), widths)
            scene.reserve(area.quad, 1.0)
            return
