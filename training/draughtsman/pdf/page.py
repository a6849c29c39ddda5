"""A scene → one page of a PDF."""

import math

import numpy as np

from ..geometry import below, direction
from ..lettering.alphabet import CIRCLED, DRAWN
from ..scene import Fill, Hatch, Scene, Stroke, Written
from .file import PdfFile
from .font import CAP_UNITS, UNITS, Font, is_filled, path
from .layer import Layer

POINTS_PER_MM = 72 / 25.4
SYMBOLS = frozenset(DRAWN) | frozenset(CIRCLED) | frozenset('Ø⌀±°')
# Creo's hidden letters are narrower than those that are seen.
HIDDEN_WIDTH = 0.85
SHIFT_MM = np.array((7.0, -4.0))
SHARE_MISREAD = 0.12
SHARE_STALE = 0.4
_HELVETICA = '/H << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>'


class _Page:
    def __init__(self, layer: Layer, random: np.random.Generator):
        self.layer, self.random = layer, random
        self.said: list[str] = []
        self.fonts: list[Font] = []

    def font(self, written: Written, character: str) -> Font:
        filled = is_filled(written.lettering, character)
        for font in self.fonts:
            if font.lettering is written.lettering and font.filled == filled and not font.is_full(character):
                return font
        self.fonts.append(Font(f'F{len(self.fonts)}', written.lettering, filled))
        return self.fonts[-1]

    def draw(self, item: Stroke | Fill | Hatch) -> None:
        if isinstance(item, Stroke):
            self.said.append(f'{item.pen.grey / 255:.3f} G {item.pen.width_mm:.3f} w {path(item.points)} {"s" if item.closed else "S"}')
        elif isinstance(item, Fill):
            self.said.append(f'{item.grey / 255:.3f} g {_loops(item.loops)} f*')
        else:
            self.said.append(f'q {_loops(item.loops)} W* n {item.pen.grey / 255:.3f} G {item.pen.width_mm:.3f} w')
            self.said += [f'{path(line)} S' for line in _hatching(item)]
            self.said.append('Q')

    def write(self, written: Written) -> None:
        """Each character by its font, or as lines where this layer draws symbols so."""
        x, runs = 0.0, []
        for character in written.text:
            one = written.lettering.set_one(character)
            if self.layer.symbols == 'strokes' and character in SYMBOLS:
                self._draw_character(written, one, x)
                runs.append(None)
            else:
                font = self.font(written, character)
                if not runs or runs[-1] is None or runs[-1][0] is not font:
                    runs.append((font, x, []))
                runs[-1][2].append(font.code(character))
            x += one.step
        bold = written.lettering.bold
        for font, start, codes in filter(None, runs):
            pen = f'2 Tr {bold * written.height_mm:.3f} w {written.grey / 255:.3f} G' if bold and font.filled else '0 Tr'
            place = _text_matrix(written, start, written.height_mm * UNITS / CAP_UNITS)
            self.said.append(f'BT /{font.name} 1 Tf {pen} {written.grey / 255:.3f} g {place} Tm <{"".join(codes)}> Tj ET')

    def _draw_character(self, written: Written, one, x: float) -> None:
        along = direction(written.angle_deg)
        frame = np.array([along, below(along)]) * written.height_mm
        origin = written.origin + along * x * written.height_mm
        pen = f'{written.grey / 255:.3f} G {written.lettering.stroke * written.height_mm:.3f} w'
        self.said += [f'{pen} {path(points @ frame + origin)} S' for points in one.strokes]
        fills = [[loop @ frame + origin for loop in loops] for loops in one.fills]
        self.said += [f'{written.grey / 255:.3f} g {_loops(loops)} f*' for loops in fills]

    def hide(self, written: Written) -> None:
        """The same text once more, where nobody sees it; signs that Helvetica lacks leave their room empty."""
        kind = self.layer.hidden
        text, colour, shift = written.text, '3 Tr', np.zeros(2)
        if kind == 'shifted':
            shift = SHIFT_MM
        elif kind == 'misread':
            text = self._misread(text)
        elif kind == 'stale':
            if self.random.random() > SHARE_STALE or not any(c.isdigit() for c in text):
                return
            text, colour = self._misread(text, '0123456789', 0.6), '0 Tr 1 g'
        places = np.cumsum([0.0, *(written.lettering.set_one(character).step for character in written.text)])
        size = written.height_mm / 0.72
        start = 0
        for end in range(len(text) + 1):
            if end < len(text) and _in_helvetica(text[end]):
                continue
            piece = text[start:end].replace('⌀', 'Ø')
            if piece.strip():
                width = (places[end] - places[start]) * written.height_mm * HIDDEN_WIDTH
                stretch = 100 * width / (0.52 * size * len(piece))
                said = piece.replace('\\', r'\\').replace('(', r'\(').replace(')', r'\)')
                place = _text_matrix(written, places[start], size, shift)
                self.said.append(f'BT /H 1 Tf {colour} {stretch:.1f} Tz {place} Tm ({said}) Tj ET')
            start = end + 1

    def _misread(self, text: str, signs: str = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', share: float = SHARE_MISREAD) -> str:
        other = {True: '0123456789', False: 'OlISBZ8|'}
        changed = (str(self.random.choice(list(other[c.isdigit()]))) if c in signs and self.random.random() < share else c for c in text)
        return ''.join(changed)


def pdf_of(scene: Scene, layer: Layer, random: np.random.Generator, scan: np.ndarray | None = None) -> bytes:
    """A page that shows the scene, or `scan`, which are grey pixels of all of it."""
    page, file = _Page(layer, random), PdfFile()
    width_pt, height_pt = scene.width_mm * POINTS_PER_MM, scene.height_mm * POINTS_PER_MM
    resources = ''
    if scan is not None:
        size = f'/Width {scan.shape[1]} /Height {scan.shape[0]}'
        picture = f'/Type /XObject /Subtype /Image {size} /ColorSpace /DeviceGray /BitsPerComponent 8'
        resources = f'/XObject << /I {file.add_stream(scan.tobytes(), picture)} 0 R >> '
        page.said.append(f'q {width_pt:.3f} 0 0 {height_pt:.3f} 0 0 cm /I Do Q')
    page.said.append(f'{POINTS_PER_MM:.6f} 0 0 {-POINTS_PER_MM:.6f} 0 {height_pt:.3f} cm 1 J 1 j')
    text_of = {id(item): written for written in scene.written for item in written.items}
    met: set[int] = set()
    for item in scene.items if scan is None else ():
        written = text_of.get(id(item))
        if written is None or layer.letters == 'strokes':
            page.draw(item)
        elif id(written) not in met:
            met.add(id(written))
            if layer.hidden == 'stale':
                page.hide(written)
            page.write(written)
    if layer.hidden not in ('none', 'stale'):
        for written in scene.written:
            page.hide(written)
    fonts = ' '.join(f'/{font.name} {font.write(file, layer)} 0 R' for font in page.fonts)
    file.add_page(width_pt, height_pt, f'{resources}/Font << {_HELVETICA} {fonts} >>', '\n'.join(page.said))
    return file.bytes()


def _in_helvetica(character: str) -> bool:
    return character == '⌀' or character.encode('cp1252', 'ignore') != b''


def _text_matrix(written: Written, x: float, size_mm: float, shift_mm: np.ndarray | None = None) -> str:
    """The page's y runs down, a font's up."""
    along = direction(written.angle_deg)
    at = written.origin + along * x * written.height_mm + (0 if shift_mm is None else shift_mm)
    (ax, ay), up = along * size_mm, -below(along) * size_mm
    return f'{ax:.5f} {ay:.5f} {up[0]:.5f} {up[1]:.5f} {at[0]:.3f} {at[1]:.3f}'


def _loops(loops: list[np.ndarray]) -> str:
    return ' '.join(f'{path(np.asarray(loop, float))} h' for loop in loops)


def _hatching(item: Hatch) -> list[np.ndarray]:
    points = np.concatenate(item.loops)
    middle = (points.min(0) + points.max(0)) / 2
    reach = float(np.hypot(*(points.max(0) - points.min(0)))) / 2 + 1
    angle = math.radians(item.angle_deg)
    along, across = np.array([math.cos(angle), math.sin(angle)]), np.array([-math.sin(angle), math.cos(angle)])
    places = np.arange(-reach, reach, item.pitch_mm)
    return [np.array([middle + across * place - along * reach, middle + across * place + along * reach]) for place in places]
