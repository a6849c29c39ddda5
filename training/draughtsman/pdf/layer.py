"""What a PDF's own text can be like, from a help to a lie."""

from typing import Literal, NamedTuple


class Layer(NamedTuple):
    name: str
    letters: Literal['text', 'strokes', 'scan'] = 'text'  # what is seen
    symbols: Literal['text', 'strokes'] = 'text'  # Ø, ±, ° and those of frames
    codes: Literal['right', 'wrong', 'none'] = 'right'  # what the fonts say that their glyphs mean
    hidden: Literal['none', 'honest', 'shifted', 'misread', 'stale'] = 'none'  # text that is there and not seen


LAYERS = (
    Layer('fonts'),
    Layer('drawn-symbols', symbols='strokes'),
    Layer('hidden-letters', letters='strokes', hidden='honest'),
    Layer('no-layer', letters='strokes'),
    Layer('wrong-codes', codes='wrong'),
    Layer('no-codes', codes='none'),
    Layer('shifted', letters='strokes', hidden='shifted'),
    Layer('misread-scan', letters='scan', hidden='misread'),
    Layer('stale-beneath', hidden='stale'),
)
