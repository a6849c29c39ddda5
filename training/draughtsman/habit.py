"""How one office draws: everything that stays the same over a sheet.

`Habit.sample(random)` picks a standard, a CAD system's look and a hand. The rest of the generator asks the habit and
decides nothing that an office would decide once.
"""

from dataclasses import dataclass

import numpy as np

from .lettering import Lettering
from .scene import Pen

Random = np.random.Generator


@dataclass
class Habit:
    standard: str  # 'iso', 'asme', 'jis'
    inches: bool
    fractions: bool  # inches as 1 3/8 rather than 1.375
    decimal: str  # '.' or ','
    decimals: int  # usual digits after it
    trailing_zeros: bool
    leading_zero: bool  # 0.5 rather than .5
    times: str  # what stands after a count: 'x', 'X', '×', ' x ', '-'
    diameter: str  # 'Ø' or '⌀'
    spaced: bool  # 'Ø 12' rather than 'Ø12'
    text_mm: float  # height of a capital in dimensions
    text_place: str  # 'above', 'inline', 'level' (horizontal whatever the line does)
    blanks_behind_text: bool
    arrow: str
    arrow_mm: float
    arrow_half_width_mm: float
    thin_mm: float
    thick_mm: float
    part_grey: int
    dimension_grey: int
    frame_grey: int
    text_grey: int
    lettering: Lettering  # dimensions
    sheet_lettering: Lettering  # title block and notes
    sheet_text_mm: float
    tolerance_share: float  # height of stacked tolerances against the nominal
    scale: float  # sheet millimetres per part millimetre
    strictness: float  # how much oftener than usual sizes carry tolerances and boxes
    dash_scale: float = 1.0  # of broken lines against the standards' lengths

    @property
    def part_pen(self) -> Pen:
        return Pen(self.thick_mm, self.part_grey)

    @property
    def thin_pen(self) -> Pen:
        """Thin lines of the part itself: threads, tangent edges."""
        return Pen(self.thin_mm, self.part_grey)

    @property
    def hidden_pen(self) -> Pen:
        return Pen(self.thin_mm, self.part_grey, (2.4 * self.dash_scale, 1.1 * self.dash_scale))

    @property
    def centre_pen(self) -> Pen:
        return Pen(self.thin_mm, self.part_grey, tuple(self.dash_scale * length for length in (7.0, 1.2, 1.2, 1.2)))

    @property
    def dimension_pen(self) -> Pen:
        return Pen(self.thin_mm, self.dimension_grey)

    @property
    def frame_pen(self) -> Pen:
        return Pen(self.thin_mm, self.frame_grey)

    @property
    def frame_thick_pen(self) -> Pen:
        return Pen(self.thick_mm * 1.2, self.frame_grey)

    @classmethod
    def sample(cls, random: Random) -> 'Habit':
        standard = str(random.choice(['iso', 'asme', 'jis'], p=[0.55, 0.27, 0.18]))
        inches = (standard == 'asme' and random.random() < 0.6) or (standard == 'iso' and random.random() < 0.04)
        decimal = ',' if standard == 'iso' and random.random() < 0.5 else '.'
        text_mm = float(random.choice([1.8, 2.0, 2.5, 3.0, 3.18, 3.5, 4.0, 5.0], p=[0.05, 0.08, 0.25, 0.18, 0.14, 0.2, 0.05, 0.05]))
        lettering = Lettering.sample(random, role='dimension')
        sheet_lettering = lettering if random.random() < 0.6 else Lettering.sample(random, role='sheet')
        # CAD exports draw a part in black and often its dimensions in a colour or a grey.
        coloured = random.random() < 0.3
        dimension_grey = int(random.integers(60, 170)) if coloured else 0
        thin_mm = float(random.uniform(0.1, 0.28))
        return cls(
            standard=standard,
            inches=inches,
            fractions=inches and random.random() < 0.3,
            decimal=decimal,
            decimals=int(random.choice([0, 1, 2, 3], p=[0.3, 0.3, 0.32, 0.08]))
            if not inches
            else int(random.choice([2, 3, 4], p=[0.4, 0.5, 0.1])),
            trailing_zeros=random.random() < (0.75 if inches else 0.4),
            leading_zero=not inches or random.random() < 0.35,
            times=str(random.choice(['x', 'X', '×', ' x ', ' X ', 'x ', 'X ', '-'], p=[0.28, 0.2, 0.14, 0.08, 0.05, 0.08, 0.07, 0.1])),
            diameter=str(random.choice(['Ø', '⌀'], p=[0.75, 0.25])),
            spaced=random.random() < 0.15,
            text_mm=text_mm,
            text_place=str(
                random.choice(
                    ['above', 'inline', 'level'],
                    p={'iso': [0.8, 0.06, 0.14], 'jis': [0.9, 0.04, 0.06], 'asme': [0.25, 0.1, 0.65]}[standard],
                )
            ),
            blanks_behind_text=random.random() < 0.5,
            arrow=str(random.choice(['filled', 'open', 'closed', 'tick', 'dot'], p=[0.72, 0.12, 0.06, 0.07, 0.03])),
            arrow_mm=text_mm * float(random.uniform(0.7, 1.4)),
            arrow_half_width_mm=text_mm * float(random.uniform(0.1, 0.28)),
            thin_mm=thin_mm,
            thick_mm=thin_mm * float(random.uniform(1.0, 3.0)),
            part_grey=int(random.integers(0, 110)) if random.random() < 0.15 else 0,
            dimension_grey=dimension_grey,
            frame_grey=dimension_grey if coloured and random.random() < 0.5 else 0,
            text_grey=dimension_grey if coloured and random.random() < 0.3 else 0,
            lettering=lettering,
            sheet_lettering=sheet_lettering,
            sheet_text_mm=text_mm * float(random.uniform(0.55, 1.1)),
            tolerance_share=float(random.choice([1.0, 0.7, 0.6, 0.8])),
            scale=1.0,
            strictness=float(random.choice([0.3, 1.0, 2.2, 3.2], p=[0.3, 0.35, 0.2, 0.15])),
        )
