"""A lettering → fonts of a PDF: TrueType for what is filled, Type 3 for what is stroked."""

import io

import numpy as np
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from ..lettering import Lettering
from .file import PdfFile
from .layer import Layer

UNITS = 1000
CAP_UNITS = 700  # of the em's thousand: as tall as a capital usually is


def is_filled(lettering: Lettering, character: str) -> bool:
    """Can a TrueType font hold it?"""
    one = lettering.set_one(character)
    return one is not None and lettering.outlines.filled and not lettering.hollow and not one.strokes


class Font:
    """One font of one lettering, which learns its characters while a page is written."""

    def __init__(self, name: str, lettering: Lettering, filled: bool):
        self.name, self.lettering, self.filled = name, lettering, filled
        self._codes: dict[str, int] = {}

    def code(self, character: str) -> str:
        """In hex, as a string of this font holds it."""
        number = self._codes.setdefault(character, len(self._codes) + 1)
        return f'{number:04X}' if self.filled else f'{number:02X}'

    def is_full(self, character: str) -> bool:
        return not self.filled and character not in self._codes and len(self._codes) >= 255

    def write(self, file: PdfFile, layer: Layer) -> int:
        meant = '' if layer.codes == 'none' else f'/ToUnicode {file.add_stream(self._meaning(layer.codes == "wrong"))} 0 R'
        return self._true_type(file, meant) if self.filled else self._type3(file, meant)

    def _meaning(self, wrong: bool) -> str:
        width = 4 if self.filled else 2
        said = {code: _misnamed(character) if wrong else character for character, code in self._codes.items()}
        pairs = '\n'.join(f'<{code:0{width}X}> <{character.encode("utf-16-be").hex()}>' for code, character in said.items())
        return (
            '/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n'
            f'1 begincodespacerange <{"0" * width}> <{"F" * width}> endcodespacerange\n'
            f'{len(said)} beginbfchar\n{pairs}\nendbfchar\nendcmap end end'
        )

    def _width(self, character: str) -> int:
        return round(self.lettering.set_one(character).step * CAP_UNITS)

    def _true_type(self, file: PdfFile, meant: str) -> int:
        names = ['.notdef', *(f'g{code}' for code in self._codes.values())]
        builder = FontBuilder(UNITS, isTTF=True)
        builder.setupGlyphOrder(names)
        builder.setupCharacterMap({0xE000 + code: f'g{code}' for code in self._codes.values()})
        glyphs = {'.notdef': TTGlyphPen(None).glyph()}
        widths = {'.notdef': (UNITS, 0)}
        for character, code in self._codes.items():
            pen = TTGlyphPen(None)
            for loop in (loop for loops in self.lettering.set_one(character).fills for loop in loops):
                points = [(round(x * CAP_UNITS), round(-y * CAP_UNITS)) for x, y in loop]
                pen.moveTo(points[0])
                for point in points[1:]:
                    pen.lineTo(point)
                pen.closePath()
            glyphs[f'g{code}'] = pen.glyph()
            widths[f'g{code}'] = (self._width(character), 0)
        builder.setupGlyf(glyphs)
        builder.setupHorizontalMetrics(widths)
        builder.setupHorizontalHeader(ascent=900, descent=-250)
        builder.setupPost()
        builder.font.recalcTimestamp = False
        builder.updateHead(created=0, modified=0)
        packed = io.BytesIO()
        builder.save(packed)
        program = file.add_stream(packed.getvalue(), f'/Length1 {len(packed.getvalue())}')
        metrics = '/FontBBox [-200 -250 1200 900] /ItalicAngle 0 /Ascent 900 /Descent -250 /CapHeight 700 /StemV 80'
        name = f'/{"ABCDEF"}+{self.name}'
        descriptor = file.add(f'<< /Type /FontDescriptor /FontName {name} /Flags 4 {metrics} /FontFile2 {program} 0 R >>')
        widths_said = ' '.join(str(self._width(character)) for character in self._codes)
        descendant = file.add(
            f'<< /Type /Font /Subtype /CIDFontType2 /BaseFont {name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) '
            f'/Supplement 0 >> /FontDescriptor {descriptor} 0 R /CIDToGIDMap /Identity /W [1 [{widths_said}]] >>'
        )
        return file.add(
            f'<< /Type /Font /Subtype /Type0 /BaseFont {name} /Encoding /Identity-H /DescendantFonts [{descendant} 0 R] {meant} >>'
        )

    def _type3(self, file: PdfFile, meant: str) -> int:
        glyphs = [f'/g{code} {file.add_stream(self._drawing(character))} 0 R' for character, code in self._codes.items()]
        differences = ' '.join(f'/g{code}' for code in self._codes.values())
        widths = ' '.join(str(self._width(character)) for character in self._codes)
        return file.add(
            f'<< /Type /Font /Subtype /Type3 /FontBBox [-1000 -1000 2000 2000] /FontMatrix [0.001 0 0 0.001 0 0] /Resources << >> '
            f'/FirstChar 1 /LastChar {len(self._codes)} /Widths [{widths}] /CharProcs << {" ".join(glyphs)} >> '
            f'/Encoding << /Type /Encoding /Differences [1 {differences}] >> {meant} >>'
        )

    def _drawing(self, character: str) -> str:
        one = self.lettering.set_one(character)
        flipped = np.array([CAP_UNITS, -CAP_UNITS])
        words = [f'{self._width(character)} 0 d0 {self.lettering.stroke * CAP_UNITS:.0f} w 1 J 1 j']
        words += [f'{path(loop * flipped, ".0f")} S' for loop in one.strokes]
        for loops in one.fills:
            words.append(' '.join(f'{path(loop * flipped, ".0f")} h' for loop in loops) + ' f*')
        return '\n'.join(words)


def path(points: np.ndarray, form: str = '.3f') -> str:
    x, y = points[0]
    return f'{x:{form}} {y:{form}} m ' + ' '.join(f'{x:{form}} {y:{form}} l' for x, y in points[1:])


def _misnamed(character: str) -> str:
    """What a font says that was made from the wrong table: another sign of the same sort."""
    for signs in ('0123456789', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'):
        if character in signs:
            return signs[(signs.index(character) + 3) % len(signs)]
    return chr(ord(character) + 3)
