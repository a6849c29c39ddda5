"""Writes labelled text: every line that leaves here has its label."""

import re
import unicodedata

import numpy as np

from ..lettering import Lettering
from ..scene import Kind, Scene
from .area import Area

SMALLEST_MM = 0.9
_WORDS = re.compile('[\u3000-\u9fff]|[^\\s\u3000-\u9fff]+\\s*|\\s+')


class Writer:
    """A pen for one kind of text, with a second face for the letters that the first one lacks."""

    def __init__(self, scene: Scene, kind: Kind, lettering: Lettering, foreign: Lettering | None = None, grey: int = 0):
        self.scene = scene
        self.kind = kind
        self.lettering = lettering
        self.foreign = foreign
        self.grey = grey

    def of_kind(self, kind: Kind, grey: int | None = None) -> 'Writer':
        return Writer(self.scene, kind, self.lettering, self.foreign, self.grey if grey is None else grey)

    def face(self, text: str) -> tuple[Lettering | None, str]:
        """The face that can write this text, and what it then writes: without accents if need be."""
        for candidate in (text, text.translate(_PLAIN), _plain(text)):
            for lettering in (self.lettering, self.foreign):
                if lettering is not None and lettering.can_write(candidate):
                    return lettering, candidate
        return None, text

    def width(self, text: str, height_mm: float) -> float:
        lettering, text = self.face(text)
        return lettering.width(text, height_mm) if lettering else 0.0

    def fitting(self, text: str, height_mm: float, width_mm: float) -> float:
        """The height, or the smaller one at which the text is no wider than this."""
        width = self.width(text, height_mm)
        return max(SMALLEST_MM, height_mm * width_mm / width) if width > width_mm > 0 else height_mm

    def wrapped(self, text: str, height_mm: float, width_mm: float) -> list[str]:
        """The text in lines no wider than this, broken between words, or between letters of scripts without blanks."""
        lines, line = [], ''
        for word in _WORDS.findall(text):
            if line and self.width((line + word).rstrip(), height_mm) > width_mm:
                lines.append(line.rstrip())
                line = ''
            line += word
        return [*lines, line] if line else lines

    def line(self, text: str, at, height_mm: float, anchor: str = 'left', angle_deg: float = 0.0) -> np.ndarray | None:
        """One line from its baseline point, labelled; its quad, or None if no face can write it."""
        text = text.strip()
        lettering, text = self.face(text)
        if lettering is None or not text:
            return None
        quad = lettering.write(self.scene, text, np.asarray(at, float), angle_deg, height_mm, self.grey, anchor=anchor)
        self.scene.label(self.kind, quad, text)
        return quad

    def column(
        self, lines: list[str], area: Area, height_mm: float, align: str = 'left', pitch: float = 1.6, centred: bool = False
    ) -> None:
        """Lines below each other from the top of the area, or about its middle; `pitch` is baseline to baseline in heights."""
        x = {'left': area.left, 'centre': area.centre[0], 'right': area.right}[align]
        y = area.top + height_mm
        if centred:
            y += max(0.0, (area.height - height_mm * (1 + pitch * (len(lines) - 1))) / 2)
        for text in lines:
            self.line(text, (x, y), height_mm, align)
            y += height_mm * pitch


_PLAIN = str.maketrans('ø–≤≥µ、。：·•»«ºª', 'o-<>u,.:.-""oa') | {ord('ß'): 'ss', ord('æ'): 'ae', ord('©'): '(C)'}


def _plain(text: str) -> str:
    """The text without accents and rare signs."""
    parts = unicodedata.normalize('NFKD', text.translate(_PLAIN))
    return unicodedata.normalize('NFC', ''.join(c for c in parts if not '\u0300' <= c <= '\u036f'))
