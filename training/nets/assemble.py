"""The lines of a block, read → its text: rows from the top down, stacked tolerances behind their size.

The reference of what the runtime does, so that the nets can be judged by whole texts.
"""

import re
from dataclasses import dataclass

import numpy as np

from .reader.spell import Reading

# What may be stacked behind a size: a deviation, a fit, a limit.
_STACKABLE = re.compile(r'[+\-±]?\s?[\d.,]+\s?[°"]?(mm)?|[A-Za-z]{1,2}\d{1,2}')
_LIMIT = re.compile(r'(S?Ø|R|SR)?\s?\d*[.,]?\d+\s?[°"]?')
# A size whose lower deviation stands on its own base line and so was taken for one line with it.
_WITH_LOWER = re.compile(r'(.*?\d[^+\-]*?)(?:\s*([+\-]\s?[\d.,]+[°"]?)|\s+(0[.,]?0*))')


@dataclass
class Piece:
    """A line of text in its block's frame: x along the reading direction, y down."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


def assemble(block: np.ndarray, lines: list[np.ndarray], readings: list[Reading]) -> str:
    pieces = [_piece(block, line, reading.text.strip()) for line, reading in zip(lines, readings, strict=True) if reading.text.strip()]
    pieces.sort(key=lambda piece: (piece.middle, piece.left))
    _join_stacks(pieces)
    rows = _rows(pieces)
    if len(rows) == 2 and all(_LIMIT.fullmatch(row) for row in rows):
        return '/'.join(rows)
    return '\n'.join(rows)


def _piece(block: np.ndarray, line: np.ndarray, text: str) -> Piece:
    along = block[1] - block[0]
    along = along / max(float(np.hypot(*along)), 1e-6)
    down = np.array([-along[1], along[0]])
    x, y = (line - block[0]) @ along, (line - block[0]) @ down
    return Piece(text, float(x.min()), float(x.max()), float(y.min()), float(y.max()))


def _join_stacks(pieces: list[Piece]) -> None:
    """Puts `+0.1` over `-0.2` behind the size to their left, in place."""
    for upper in list(pieces):
        for lower in list(pieces):
            if upper in pieces and lower in pieces and _stacked(upper, lower):
                size = _size_before(pieces, upper, lower)
                if size is not None:
                    _absorb(pieces, size, f'{size.text} {upper.text}/{lower.text}', [upper, lower])
    for upper in list(pieces):
        size = next((p for p in pieces if p is not upper and _hangs_over(upper, p)), None)
        if size is not None and _STACKABLE.fullmatch(upper.text):
            nominal, signed, zero = _WITH_LOWER.fullmatch(size.text).groups()
            _absorb(pieces, size, f'{nominal} {upper.text}/{signed or zero}', [upper])


def _stacked(upper: Piece, lower: Piece) -> bool:
    beside = min(upper.right, lower.right) - max(upper.left, lower.left)
    return (
        upper is not lower
        and upper.middle < lower.middle - 0.4 * min(upper.height, lower.height)
        and lower.top - upper.bottom < max(upper.height, lower.height)
        and beside > 0.4 * min(upper.right - upper.left, lower.right - lower.left)
        and bool(_STACKABLE.fullmatch(upper.text) and _STACKABLE.fullmatch(lower.text))
    )


def _size_before(pieces: list[Piece], upper: Piece, lower: Piece) -> Piece | None:
    start = min(upper.left, lower.left)
    before = [
        p
        for p in pieces
        if p is not upper and p is not lower and p.centre < start and upper.top - 0.3 * p.height < p.middle < lower.bottom + 0.3 * p.height
    ]
    return max(before, key=lambda p: p.right, default=None)


def _hangs_over(upper: Piece, size: Piece) -> bool:
    return (
        upper.middle < size.top + 0.2 * size.height
        and upper.left > size.left + 0.35 * (size.right - size.left)
        and size.top - upper.bottom < 0.8 * size.height
        and bool(_WITH_LOWER.fullmatch(size.text))
    )


def _absorb(pieces: list[Piece], size: Piece, text: str, parts: list[Piece]) -> None:
    size.text = text
    size.right = max(size.right, *(p.right for p in parts))
    for part in parts:
        pieces.remove(part)


def _rows(pieces: list[Piece]) -> list[str]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.middle):
        last = rows[-1][-1] if rows else None
        if last and min(last.bottom, piece.bottom) - max(last.top, piece.top) > 0.5 * min(last.height, piece.height):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [' '.join(piece.text for piece in sorted(row, key=lambda p: p.left)) for row in rows]
