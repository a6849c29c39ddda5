"""Text as a CAD system writes it: a face, its slant, width and weight, and one system's drawn symbols."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from ..geometry import angle_of, below, direction, grown, quad_around, quad_at
from ..scene import Fill, Pen, Scene, Stroke, Written
from .alphabet import CIRCLED, DRAWN, canonical
from .faces import FACES
from .outlines import Glyph, Outlines, load
from .symbols import circled, drawn_symbols

__all__ = ['Lettering', 'canonical']

Role = Literal['dimension', 'sheet', 'japanese', 'chinese', 'cyrillic']
Anchor = Literal['left', 'centre', 'right']
MARGIN = 0.1  # of the cap height, around the ink of a box

# Signs that every sheet needs and some faces lack are lent by a face that has them.
SIGNS = '°±#&_*µ'
LENDER = 'osifont'


@dataclass
class _Set:
    """A line of text in cap heights, y down: what is filled, what is stroked, and its extent."""

    fills: list[list[np.ndarray]]
    strokes: list[np.ndarray]
    advance: float
    ink: tuple[float, float, float, float]


class SetOne(NamedTuple):
    """A character in cap heights, y down: what is filled, what is stroked, and how far the pen moves."""

    fills: list[list[np.ndarray]]
    strokes: list[np.ndarray]
    step: float


class Lettering:
    def __init__(self, face: str, random: np.random.Generator):
        outlines = load(face)
        self.face = face
        self.outlines: Outlines = outlines
        self.random_seed = int(random.integers(1 << 31))
        own = np.random.default_rng(self.random_seed)
        uniform = own.uniform
        stroked = not outlines.filled
        self.stroke = float(uniform(0.05, 0.15) if stroked else uniform(0.06, 0.13))  # pen of strokes, in cap heights
        self.bold = float(uniform(0.01, 0.06)) if outlines.filled and own.random() < 0.2 else 0.0  # added around fills
        self.width_factor = float(np.clip(own.normal(1.0, 0.1), 0.72, 1.3) * (uniform(0.5, 0.9) if stroked and own.random() < 0.4 else 1.0))
        self.slant = float(own.choice([0.0, 0.27, 0.14], p=[0.86, 0.1, 0.04]))
        self.tracking = float(uniform(-0.03, 0.12)) if own.random() < 0.4 else 0.0
        if own.random() < (0.35 if stroked else 0.05):
            self.tracking = float(uniform(0.1, 0.5))
        # Markings on a part are often drawn as the outlines of their letters.
        self.hollow = outlines.filled and own.random() < 0.03
        # Creo's stroke letters stand on a fixed pitch, its "1" a bare line.
        self.pitch = float(uniform(0.85, 1.35)) if stroked and own.random() < 0.45 else None
        self.bare_one = stroked and own.random() < 0.5
        self.word_space = float(uniform(0.8, 1.4))
        self.symbols = drawn_symbols(own)
        self.circled = {mark: circled(outlines.glyphs[letter], own) for mark, letter in CIRCLED.items()}
        self.own_diameter = own.random() < 0.45
        self._known: dict[str, _Set] = {}

    @classmethod
    def sample(cls, random: np.random.Generator, role: Role = 'dimension') -> 'Lettering':
        if role in ('dimension', 'sheet'):
            faces = FACES
            weights = np.array([getattr(face, role) for face in faces], float)
        else:
            faces = tuple(face for face in FACES if role in face.scripts)
            weights = np.ones(len(faces))
        return cls(faces[int(random.choice(len(faces), p=weights / weights.sum()))].name, random)

    def can_write(self, text: str) -> bool:
        return all(self._parts(character) is not None for character in text)

    def width(self, text: str, height_mm: float) -> float:
        return self._set(text).advance * height_mm

    def ink(self, text: str, height_mm: float) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the ink, from the baseline's left end, y down."""
        left, top, right, bottom = self._set(text).ink
        return left * height_mm, top * height_mm, right * height_mm, bottom * height_mm

    def write(self, scene: Scene, text: str, at, angle_deg: float, height_mm: float, grey: int, anchor: Anchor = 'left') -> np.ndarray:
        """Writes a line of text from (or around, or up to) the baseline point `at`; returns the quad of its ink with a margin."""
        line = self._set(text)
        along = direction(angle_deg)
        shift = {'left': 0.0, 'centre': 0.5, 'right': 1.0}[anchor] * line.advance * height_mm
        origin = np.asarray(at, float) - along * shift
        first = len(scene.items)
        self._draw(scene, line, origin, np.array([along, below(along)]) * height_mm, height_mm, grey)
        scene.written.append(Written(text, self, origin, angle_deg, height_mm, grey, scene.items[first:]))
        left, top, right, bottom = (value * height_mm for value in line.ink)
        margin = MARGIN * height_mm
        # A bare "1" is a line: its box is kept wide enough to be a box.
        spread = max(0.0, 0.3 * height_mm - (right - left + 2 * margin)) / 2
        return quad_at(origin, angle_deg, left - margin - spread, top - margin, right + margin + spread, bottom + margin)

    def engrave(self, scene: Scene, text: str, centre, along, down, height_mm: float, grey: int) -> np.ndarray:
        """Writes on a face seen askew, whose axes are `along` and `down`; returns the smallest quad along the text that holds its ink."""
        line = self._set(text)
        frame = np.array([along, down]) * height_mm
        left, top, right, bottom = line.ink
        corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
        origin = np.asarray(centre, float) - corners.mean(0) @ frame
        self._draw(scene, line, origin, frame, height_mm, grey)
        return grown(quad_around([corners @ frame + origin], angle_of(np.asarray(along))), MARGIN * height_mm)

    def _draw(self, scene: Scene, line: _Set, origin: np.ndarray, frame: np.ndarray, height_mm: float, grey: int) -> None:
        for loops in line.fills if not self.hollow else ():
            scene.items.append(Fill([loop @ frame + origin for loop in loops], grey))
        if line.strokes:
            pen = Pen(self.stroke * height_mm, grey)
            scene.items.extend(Stroke(points @ frame + origin, pen) for points in line.strokes)
        if self.bold or self.hollow:
            pen = Pen((self.bold or self.stroke / 3) * height_mm, grey)
            scene.items.extend(Stroke(loop @ frame + origin, pen, True) for loops in line.fills for loop in loops)

    # Setting type

    def _parts(self, character: str) -> list[tuple[bool, Glyph]] | None:
        """The glyphs of a character, each filled or not."""
        glyphs, filled = self.outlines.glyphs, self.outlines.filled
        if character in CIRCLED:
            letter, ring = self.circled[character]
            return [(filled, letter), (False, ring)]
        if character in 'Ø⌀' and (self.own_diameter or character not in glyphs):
            return [(False, self.symbols['Ø'])]
        if character in DRAWN:
            return [(False, self.symbols[character])]
        if character == '1' and self.bare_one:
            return [(False, Glyph(0.6, (np.array([(0.3, 0.0), (0.3, 1.0)]),)))]
        if character in glyphs:
            return [(filled, glyphs[character])]
        if character in SIGNS:
            lent = load(LENDER)
            return [(lent.filled, lent.glyphs[character])]
        return None

    def set_one(self, character: str, x: float = 0.0) -> SetOne | None:
        """One character with the pen at `x`, in cap heights, y down."""
        parts = self._parts(character)
        if parts is None:
            return None
        advance = parts[0][1].advance * self.width_factor * (self.word_space if character == ' ' else 1.0)
        step, indent = advance + self.tracking * self.width_factor, 0.0
        if self.pitch is not None:
            step = max(self.pitch * (0.6 if character in '.,' else 1.0), advance + 0.1)
            indent = (step - advance) / 2
        fills: list[list[np.ndarray]] = []
        strokes: list[np.ndarray] = []
        for filled, glyph in parts:
            loops = [self._slanted(points, x + indent) for points in glyph.polylines]
            if filled:
                fills.append(loops)
            else:
                strokes.extend(loops)
        return SetOne(fills, strokes, step)

    def _set(self, text: str) -> _Set:
        if text not in self._known:
            self._known[text] = self._set_anew(text)
        return self._known[text]

    def _set_anew(self, text: str) -> _Set:
        fills: list[list[np.ndarray]] = []
        strokes: list[np.ndarray] = []
        x = 0.0
        for character in text:
            set_one = self.set_one(character, x)
            if set_one is None:
                raise ValueError(f'{self.face} cannot write {character!r} of {text!r}; ask can_write first')
            fills += set_one.fills
            strokes += set_one.strokes
            x += set_one.step
        drawn = [points for loops in fills for points in loops] + strokes
        if not drawn:
            return _Set([], [], x, (0.0, -1.0, x, 0.0))
        points = np.concatenate(drawn)
        edge = max(self.stroke / 2 if strokes else 0.0, self.bold / 2)
        low, high = points.min(0) - edge, points.max(0) + edge
        return _Set(fills, strokes, x, (float(low[0]), float(low[1]), float(high[0]), float(high[1])))

    def _slanted(self, points: np.ndarray, x: float) -> np.ndarray:
        out = np.empty_like(points)
        out[:, 0] = (points[:, 0] + self.slant * points[:, 1]) * self.width_factor + x
        out[:, 1] = -points[:, 1]
        return out
