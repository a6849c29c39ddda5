"""Outlines of the faces: built once from font files, then read from `faces/`.

    python -m draughtsman.lettering.outlines      rebuilds `faces/` where the fonts of faces.py are installed

A glyph is a list of polylines in cap heights, the baseline at 0 and y up; a face is either filled or stroked.
"""

import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from .alphabet import ALPHABET, CIRCLED, DRAWN, UNREADABLE
from .faces import FACES, Face

FOLDER = Path(__file__).parent / 'faces'
UNITS_PER_CAP = 1024
CURVE_STEPS = 4

LATIN = (
    ''.join(c for c in ALPHABET if c not in DRAWN and c not in CIRCLED and c != UNREADABLE)
    + '×⌀ÀÂÈÊËÎÏÔÙÛÇÑÓÚÍÁóúíáâêîôûùëïăąćęłńśźżČčŠšŽžěřů'
)
CYRILLIC = ''.join(map(chr, range(0x410, 0x450))) + 'Ёё№«»≥'
KANA = ''.join(map(chr, range(0x3041, 0x3097))) + ''.join(map(chr, range(0x30A1, 0x30FB))) + 'ー・（）：％、。'


class Glyph(NamedTuple):
    advance: float
    polylines: tuple[np.ndarray, ...]


class Outlines(NamedTuple):
    filled: bool
    glyphs: dict[str, Glyph]


@cache
def load(name: str) -> Outlines:
    with np.load(FOLDER / f'{name}.npz') as kept:
        characters = str(kept['characters'])
        advances = kept['advances'].astype(np.float32) / UNITS_PER_CAP
        points = kept['points'].astype(np.float32) / UNITS_PER_CAP
        lengths, counts = kept['lengths'], kept['counts']
        filled = bool(kept['filled'])
    polylines = np.split(points, np.cumsum(lengths)[:-1]) if len(lengths) else []
    glyphs, first = {}, 0
    for character, advance, count in zip(characters, advances, counts.tolist(), strict=True):
        glyphs[character] = Glyph(float(advance), tuple(polylines[first : first + count]))
        first += count
    return Outlines(filled, glyphs)


def save(name: str, outlines: Outlines) -> None:
    glyphs = outlines.glyphs
    polylines = [p for glyph in glyphs.values() for p in glyph.polylines]
    FOLDER.mkdir(exist_ok=True)
    np.savez_compressed(
        FOLDER / f'{name}.npz',
        characters=np.array(''.join(glyphs)),
        filled=np.array(outlines.filled),
        advances=np.array([round(g.advance * UNITS_PER_CAP) for g in glyphs.values()], np.int16),
        counts=np.array([len(g.polylines) for g in glyphs.values()], np.uint8),
        lengths=np.array([len(p) for p in polylines], np.uint16),
        points=np.round(np.concatenate(polylines) * UNITS_PER_CAP).astype(np.int16),
    )


def build(face: Face, characters: str) -> Outlines:
    return _from_hershey(face.file) if face.file.endswith('.jhf') else _from_font(face, characters)


def _from_font(face: Face, characters: str) -> Outlines:
    from fontTools.pens.basePen import BasePen
    from fontTools.ttLib import TTFont

    class Flatten(BasePen):
        def __init__(self, glyph_set):
            super().__init__(glyph_set)
            self.contours: list[list] = []

        def _moveTo(self, at):
            self.contours.append([at])

        def _lineTo(self, to):
            self.contours[-1].append(to)

        def _curveToOne(self, a, b, to):
            start = self.contours[-1][-1]
            for t in np.linspace(0, 1, CURVE_STEPS + 1)[1:]:
                s = 1 - t
                x, y = (s**3 * start[i] + 3 * s * s * t * a[i] + 3 * s * t * t * b[i] + t**3 * to[i] for i in (0, 1))
                self.contours[-1].append((x, y))

        def _qCurveToOne(self, a, to):
            start = self.contours[-1][-1]
            for t in np.linspace(0, 1, CURVE_STEPS)[1:]:
                s = 1 - t
                self.contours[-1].append(tuple(s * s * start[i] + 2 * s * t * a[i] + t * t * to[i] for i in (0, 1)))

    font = TTFont(face.file, fontNumber=0)
    names, glyph_set = font.getBestCmap(), font.getGlyphSet()

    def contours(character: str):
        pen = Flatten(glyph_set)
        glyph_set[names[ord(character)]].draw(pen)
        return [np.array(c, float) for c in pen.contours if len(c) > 2]

    cap = max(c[:, 1].max() for c in contours('H'))
    glyphs = {c: Glyph(glyph_set[names[ord(c)]].width / cap, tuple(p / cap for p in contours(c))) for c in characters if ord(c) in names}
    missing = [c for c in '0123456789ABCRM.,+-' if c not in glyphs]
    if missing:
        raise ValueError(f'{face.file} lacks {missing}')
    return Outlines(True, glyphs)


def _from_hershey(file: str) -> Outlines:
    """Hershey's format: a record is a number, a count of pairs, then pairs of letters that are coordinates around 'R'."""
    records, pending = [], ''
    for line in Path(file).read_text('ascii').splitlines():
        pending += line.rstrip('\r')
        if len(pending) >= 8 and len(pending) >= 8 + 2 * int(pending[5:8]):
            records.append(pending)
            pending = ''
    cap, baseline = 21.0, 9
    glyphs = {}
    for code, record in enumerate(records[:95], start=32):
        left, right = ord(record[8]) - 82, ord(record[9]) - 82
        pairs = [record[i : i + 2] for i in range(10, 8 + 2 * int(record[5:8]), 2)]
        polylines: list[list] = [[]]
        for pair in pairs:
            if pair == ' R':
                polylines.append([])
            else:
                polylines[-1].append((ord(pair[0]) - 82 - left, baseline - (ord(pair[1]) - 82)))
        drawn = tuple(np.array(p, float) / cap for p in polylines if len(p) > 1)
        if chr(code) in LATIN:
            glyphs[chr(code)] = Glyph((right - left) / cap, drawn)

    def ring(x, y, radius):
        angles = np.linspace(0, 2 * np.pi, 13)
        return np.stack([x + radius * np.cos(angles), y + radius * np.sin(angles)], 1)

    glyphs['°'] = Glyph(0.55, (ring(0.25, 0.8, 0.19),))
    glyphs['±'] = Glyph(1.1, tuple(np.array(p) for p in ([(0.1, 0.55), (0.95, 0.55)], [(0.52, 0.95), (0.52, 0.15)], [(0.1, 0), (0.95, 0)])))
    glyphs['×'] = Glyph(0.85, tuple(np.array(p) for p in ([(0.1, 0.1), (0.7, 0.7)], [(0.1, 0.7), (0.7, 0.1)])))
    return Outlines(False, glyphs)


def main() -> None:
    sheet = Path(__file__).parents[1] / 'sheet'
    written = ''.join(sorted(set(''.join(path.read_text('utf8') for path in sorted(sheet.glob('*.py'))))))
    han = ''.join(c for c in written if '\u4e00' <= c <= '\u9fff')
    scripts = {'cyrillic': CYRILLIC, 'japanese': KANA + han, 'chinese': KANA + han}
    for face in FACES:
        characters = ''.join(dict.fromkeys(LATIN + ''.join(scripts[s] for s in face.scripts)))
        outlines = build(face, characters)
        save(face.name, outlines)
        lacking = ''.join(c for c in LATIN if c not in outlines.glyphs)
        print(f'{face.name}: {len(outlines.glyphs)} glyphs; lacks {lacking}', file=sys.stderr)


if __name__ == '__main__':
    main()
