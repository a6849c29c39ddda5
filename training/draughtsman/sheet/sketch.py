"""What a title block consists of: cells, and a sketch that collects them."""

from dataclasses import dataclass, field

import numpy as np

from . import words
from .area import Area
from .facts import Facts

Random = np.random.Generator


@dataclass
class Cell:
    """One field: a small caption above, its value below, or something drawn."""

    area: Area
    caption: str = ''
    lines: list[str] = field(default_factory=list)
    scale: float = 1.0  # height of the value against the block's usual one
    align: str = 'auto'
    paint: str = ''  # 'emblem', 'projection', 'signature', 'code'; 'open' has no lines around it
    kind: str = 'title'
    small: bool = False  # a paragraph in the caption's height


class Sketch:
    """Collects the cells of one block."""

    def __init__(self, facts: Facts, random: Random):
        self.facts = facts
        self.random = random
        self.cells: list[Cell] = []

    def put(self, area: Area, key: str, scale: float = 1.0, align: str = 'auto') -> None:
        value = self.facts.value(key)
        self.cells.append(Cell(area, self.facts.caption(key), [value] if value else [], scale, align))

    def row(self, area: Area, keys: str, shares=None, scale: float = 1.0) -> None:
        names = keys.split()
        for part, key in zip(area.columns(*(shares or [1] * len(names))), names):
            self.put(part, key, scale)

    def text(self, area: Area, *lines: str, scale: float = 1.0, align: str = 'auto', kind: str = 'title') -> None:
        self.cells.append(Cell(area, '', [line for line in lines if line], scale, align, kind=kind))

    def bare(self, area: Area, key: str, align: str = 'auto') -> None:
        """A caption alone."""
        self.cells.append(Cell(area, self.facts.caption(key)) if align == 'auto' else Cell(area, '', [self.facts.caption(key)], 0.7, align))

    def paragraph(self, area: Area, text_lines: list[str], kind: str = 'title', align: str = 'left') -> None:
        self.cells.append(Cell(area, '', text_lines, align=align, kind=kind, small=True))

    def paint(self, area: Area, what: str, caption: str = '') -> None:
        self.cells.append(Cell(area, caption, paint=what))

    def company(self, area: Area) -> None:
        """The firm: its mark, its name, or both, and maybe its address."""
        random, facts = self.random, self.facts
        way = random.random()
        if way < 0.45 and area.width > area.height * 1.6:
            left, right = area.columns(area.height, area.width - area.height)
            self.cells.append(Cell(left, paint='emblem'))
            self.cells.append(Cell(right, '', [facts.firm], 1.8, 'left', paint='open'))
        elif way < 0.6:
            street = f'{words.pick(random, words.FAMILY)}str. {int(random.integers(1, 200))}'
            town = f'{words.digits(random, 5)} {words.pick(random, ("Bergstadt", "Northfield", "Lindby", "Novigrad", "Eastport"))}'
            self.cells.append(
                Cell(
                    area,
                    '',
                    [facts.firm, street, town, f'Tel. +{words.digits(random, 2)} {words.digits(random, 3)} {words.digits(random, 5)}'][
                        : int(random.integers(2, 5))
                    ],
                    0.9,
                    'centre',
                )
            )
        elif way < 0.72:
            self.cells.append(Cell(area, paint='emblem'))
        else:
            self.cells.append(Cell(area, '', [facts.firm] if random.random() < 0.85 else [], 1.5, 'centre'))

    def approvals(self, area: Area, rows: int, heading: bool = True, order: str = 'name signature date') -> None:
        """The grid of who drew, checked and approved, and when."""
        names = order.split()
        keys = ['drawn', 'checked', 'approved', 'made', 'quality', ''][: max(1, rows - heading)]
        shares = [1.1] + [{'name': 1.4, 'signature': 1.2, 'date': 1.1}[name] for name in names]
        strips = area.rows(*([1] * (len(keys) + heading)))
        if heading:
            cells = strips.pop(0).columns(*shares)
            self.text(cells[0])
            for cell, name in zip(cells[1:], names):
                self.bare(cell, name, 'centre')
        for strip, key in zip(strips, keys):
            cells = strip.columns(*shares)
            if key:
                self.bare(cells[0], key, 'left')
            else:
                self.text(cells[0])
            used = self.random.random() < self.facts.filled_share
            for cell, name in zip(cells[1:], names):
                if name == 'signature' and used and self.random.random() < 0.4:
                    self.paint(cell, 'signature')
                else:
                    text = self.facts.value(name) if used and key and name != 'signature' else ''
                    self.text(cell, text, scale=0.8, align='left' if self.random.random() < 0.6 else 'centre')

    def changes(self, area: Area, rows: int) -> None:
        """The grid of revisions that stands in many blocks; the heading is often below."""
        names = ('revision', 'change', 'date', 'name')
        strips = area.rows(*([1] * rows))
        heading = strips.pop(-1 if self.random.random() < 0.6 else 0)
        shares = (0.6, 2.2, 1.2, 1)
        for cell, name in zip(heading.columns(*shares), names):
            self.cells.append(Cell(cell, '', [self.facts.caption(name)] if self.random.random() < 0.8 else [], 0.6, 'centre', kind='table'))
        used = int(self.random.integers(0, 3)) if self.random.random() < 0.6 else 0
        for i, strip in enumerate(strips):
            values = (
                ('ABCDEFGH'[i % 8], 'ECN ' + words.digits(self.random, 3), self.facts.date(), self.facts.person())
                if i < used
                else ('', '', '', '')
            )
            for cell, value in zip(strip.columns(*shares), values):
                self.cells.append(Cell(cell, '', [value] if value else [], 0.75, 'left', kind='table'))
