#!/usr/bin/env python3
"""Makes cjk-fallback.bin, the font for East Asian text whose own font a PDF does not hold.

    pip install fonttools
    python3 make-cjk-font.py DroidSansFallbackFull.ttf cjk-fallback.bin

The source is Droid Sans Fallback (Apache License 2.0, Debian package fonts-droid-fallback). Kept are kana,
punctuation, full-width forms, the kanji of JIS X 0208 level 1, the hanzi of GB 2312 level 1 and those of
Big5 with few strokes; hinting, layout tables and glyph names are dropped. The source has no hangul.

What is written is no font file: the page gets it compressed with the module around it, and columns of like
numbers compress a fifth better than TrueType's tables. src/pdf/cjk_font.rs builds the font when a page needs
it. In the file, as LEB128 numbers ("zigzag": signed):

    units per em, ascent (zigzag), descent (zigzag), count of characters
    per character: the gap to the one before
    per glyph (the box for all other characters first, then one per character): advance
    per glyph: count of its pieces, outlines that glyphs share
    per piece of a glyph: how far back it is counted from the first piece not yet used (0: that one)
    count of pieces
    per piece: count of contours
    per contour: count of points
    per point: x as distance from the point before (zigzag), counted anew in each piece
    per point: y, likewise
    per point: is it on the curve? eight to a byte, lowest bit first
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

BOX = "box"
BIG5_ROWS = range(0xA4, 0xB0)  # of 0xa4 to 0xc6, sorted by strokes


def of_rows(encoding, first_bytes, second_bytes):
    for first in first_bytes:
        for second in second_bytes:
            try:
                yield ord(bytes([first, second]).decode(encoding))
            except (UnicodeDecodeError, TypeError):
                pass


def wanted():
    trail = range(0xA1, 0xFF)
    chars = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100))
    chars |= set(of_rows("euc_jp", range(0xA1, 0xA9), trail))  # punctuation, kana, Greek, Cyrillic, lines
    chars |= set(of_rows("euc_jp", range(0xB0, 0xD0), trail))  # level 1
    chars |= set(of_rows("gb2312", range(0xB0, 0xD8), trail))  # level 1
    chars |= set(of_rows("big5", BIG5_ROWS, [*range(0x40, 0x7F), *trail]))
    chars |= set(range(0x2460, 0x2474)) | set(range(0x3000, 0x3100)) | set(range(0xFF01, 0xFFEF))
    chars |= {ord(c) for c in "⌀∅±×÷°µΩ≤≥≒√∠⊥∥⌒⌓⏥⌭⌖◎○●□■△▲▽▼◇◆☆★①②③㎜㎝㎡㎏㈱№℃℡"}
    return chars


def main(source, target):
    font = TTFont(source)
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 13]
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "vhea", "vmtx", "DSIG", "gasp", "kern", "BASE"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted())
    subsetter.subset(font)

    em = font["head"].unitsPerEm
    present = dict(font.getBestCmap())
    for char in range(0x2000, 0x2010):
        present.setdefault(char, present[0x20])
    pieces = {BOX: box(em)}
    glyphs = [([BOX], em)]
    for char in sorted(present):
        names = pieces_of(font["glyf"], present[char])
        for name in names:
            outline, ends, flags = font["glyf"][name].getCoordinates(font["glyf"])
            pieces.setdefault(name, (list(outline), list(ends), [flag & 1 for flag in flags]))
        glyphs.append((names, font["hmtx"][present[char]][0]))
    packed = pack(font, sorted(present), glyphs, pieces)
    Path(target).write_bytes(packed)
    print(f"{target}: {len(present)} characters, {len(pieces)} pieces, {len(packed)} bytes")


def pieces_of(glyf, name):
    """The outlines that the glyph is put together from; this font moves none of them."""
    glyph = glyf[name]
    if not glyph.isComposite():
        return [name] if glyph.numberOfContours > 0 else []
    assert all((c.x, c.y) == (0, 0) and not hasattr(c, "transform") for c in glyph.components)
    return [piece for c in glyph.components for piece in pieces_of(glyf, c.glyphName)]


def box(em):
    """A square with a square hole: (points, last point of each contour, which points are on the curve)."""
    edge, top, line = em * 8 // 100, em * 82 // 100, em * 5 // 100
    points = []
    for inset, turn in ((0, 1), (line, -1)):
        low, left, right, high = inset, edge + inset, em - edge - inset, top - inset
        points += [(left, low), (left, high), (right, high), (right, low)][::turn]
    return points, [3, 7], [1] * 8


def pack(font, chars, glyphs, pieces):
    gaps, advances, counts, back, contours, points, xs, ys, on_curve = (bytearray() for _ in range(9))
    flags = []
    for before, char in zip([0, *chars], chars):
        gaps += number(char - before)
    order = list(pieces)
    known = 0
    for names, advance in glyphs:
        advances += number(advance)
        counts += number(len(names))
        for name in names:
            index = order.index(name) if name not in order[known : known + 1] else known
            back += number(known - index)
            known = max(known, index + 1)
    for outline, ends, on in pieces.values():
        contours += number(len(ends))
        for before, end in zip([-1, *ends], ends):
            points += number(end - before)
        for (x, y), (x_before, y_before) in zip(outline, [(0, 0), *outline]):
            xs += signed(x - x_before)
            ys += signed(y - y_before)
        flags += on
    for start in range(0, len(flags), 8):
        on_curve.append(sum(flag << bit for bit, flag in enumerate(flags[start : start + 8])))
    head = number(font["head"].unitsPerEm) + signed(font["hhea"].ascent) + signed(font["hhea"].descent)
    columns = gaps + advances + counts + back + number(known) + contours + points + xs + ys + on_curve
    return bytes(head + number(len(chars)) + columns)


def number(value):
    """LEB128."""
    parts = bytearray()
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*parts, value])


def signed(value):
    """Zigzag: small magnitudes stay small."""
    return number(value * 2 if value >= 0 else -value * 2 - 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
