"""What the reader can say.

The one home of the alphabet: the manifest of the reader is written from here. Text on a sheet may hold more than this;
`canonical` folds what looks the same, and what no reader of ours can tell becomes `UNREADABLE`, so that a foreign letter
is noticed and never passed off as a Latin one.
"""

UNREADABLE = '�'

GEOMETRIC = '⏤⏥○⌭⌒⌓⟂∠∥⌯⌖◎↗⌰'
CIRCLED = {'Ⓜ': 'M', 'Ⓛ': 'L', 'Ⓟ': 'P', 'Ⓔ': 'E', 'Ⓕ': 'F', 'Ⓢ': 'S', 'Ⓤ': 'U', 'Ⓣ': 'T'}
HOLE = '⌴⌵↧□'
SURFACE = '▽√'
DRAWN = GEOMETRIC + HOLE + SURFACE  # drawn as strokes, whatever the face

ALPHABET = (
    ' 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
    '.,+-/()[]:;=°±%#&\'"_<>*@!?~|'
    'ØµÄÖÜäöüßÅåÉéèàçñ' + GEOMETRIC + ''.join(CIRCLED) + HOLE + SURFACE + UNREADABLE
)

_SAME = str.maketrans({
    '×': 'x', '✕': 'x', '⌀': 'Ø', '∅': 'Ø', 'φ': 'Ø', 'Φ': 'Ø', 'ø': 'Ø', 'º': '°', '˚': '°',
    '−': '-', '–': '-', '—': '-', '”': '"', '“': '"', '″': '"', '’': "'", '′': "'", 'μ': 'µ', '．': '.', '∨': '⌵', '\u00a0': ' ',
})  # fmt: skip
_KNOWN = frozenset(ALPHABET)


def canonical(text: str) -> str:
    """The text as the reader is to say it: look-alikes folded, runs of blanks and of unreadable letters made one."""
    said: list[str] = []
    for character in text.translate(_SAME).strip():
        character = character if character in _KNOWN else UNREADABLE
        if said and character == said[-1] and character in (' ', UNREADABLE):
            continue
        said.append(character)
    return ''.join(said)
