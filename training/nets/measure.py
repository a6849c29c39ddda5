"""Could this text be a size? What the net took for one is a note if its words say so.

A stand-in for the grammar of the runtime, which knows far more: it only keeps sentences and captions from being scored as
dimensions.
"""

import re

# Words that stand beside sizes. Any other word of three letters or more makes the text a note.
_WORDS = frozenset(
    [
        'max',
        'min',
        'typ',
        'ref',
        'approx',
        'thru',
        'all',
        'deep',
        'long',
        'wide',
        'thick',
        'depth',
        'bore',
        'drill',
        'ream',
        'tap',
        'tapped',
        'thd',
        'thread',
        'radius',
        'rad',
        'dia',
        'diam',
        'full',
        'far',
        'near',
        'side',
        'sides',
        'both',
        'each',
        'on',
        'hole',
        'holes',
        'places',
        'plcs',
        'place',
        'plc',
        'equ',
        'eqs',
        'spaced',
        'spc',
        'pcd',
        'inch',
        'deg',
        'across',
        'flats',
        'square',
        'csk',
        'csink',
        'cbore',
        'sfc',
        'spotface',
        'chamfer',
        'cham',
        'fillet',
        'rounds',
        'unc',
        'unf',
        'unef',
        'unj',
        'npt',
        'nptf',
        'bsp',
        'bspt',
        'bsw',
        'bohrung',
        'bohrungen',
        'tief',
        'durch',
        'fase',
        'fasen',
        'trou',
        'trous',
        'prof',
        'chanfrein',
    ]
)
_WORD = re.compile(r'[^\W\d_]{3,}')


# A reader that sees a degree sign askew says a letter that no size has behind a digit.
_DEGREE = re.compile(r'(?<=\d)[oO](?=$|\s?[±x])')


def as_measure(text: str) -> str:
    return _DEGREE.sub('°', text)


# A scale has a colon, a parameter an equals sign, a frame its symbols and its cells; no size has.
_NEVER = frozenset(':=|⌖⏤⏥○⌭⌓∥⟂∠◎⌯↗⌰')


# Where a point lies: `P3 (25.5; 16; -93.35)`. Between a bar or a semicolon stands no tolerance.
_PLACE = r'\s*[+-]?\d[\d.,]*\s*'
_POINT = re.compile(rf'[A-Z][a-z.]*\s?\d+\s*\({_PLACE}(;{_PLACE})+\)|P[a-z.]*\s?\d+\s*\({_PLACE}([/,]{_PLACE})+\)')


def is_measure(text: str) -> bool:
    if not any(c.isdigit() for c in text) or not _NEVER.isdisjoint(text) or is_caption(text) or _POINT.fullmatch(text):
        return False
    return all(word.casefold() in _WORDS for word in _WORD.findall(text))


# What names a view: a letter or two, each with a figure where that can be no size, a view's word with whatever follows, a scale by itself.
_CAPTION = re.compile(
    r'([A-Z](\s?-\s?[A-Z])?|[AEFKVXY]\d|([A-Z]\d)\s?-\s?\3)(\s?\([\d\s:]+\))?'
    r'|(?i:section|sect|schnitt|coupe|detail|einzelheit|enlarged view|view|ansicht|vue|scale|massstab|ma.stab|echelle)\b.{0,24}'
    r'|(?i:isometric|top|front|side|bottom|rear) (?i:view)|(?i:flat pattern)'
)


def is_caption(text: str) -> bool:
    return bool(_CAPTION.fullmatch(text))


def is_frame(text: str) -> bool:
    """A feature control frame has cells."""
    return '|' in text
