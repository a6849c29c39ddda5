#!/usr/bin/env python3
"""Makes cjk-fallback.ttf, the font for East Asian text whose own font a PDF does not hold.

    pip install fonttools
    python3 make-cjk-font.py DroidSansFallbackFull.ttf cjk-fallback.ttf

The source is Droid Sans Fallback (Apache License 2.0, Debian package fonts-droid-fallback). Kept are kana,
punctuation, full-width forms, the kanji of JIS X 0208 level 1, the hanzi of GB 2312 level 1 and those of
Big5 with few strokes; hinting, layout tables and glyph names are dropped. The source has no hangul.

Every other character maps to a box. Without that the PDF reader would take the character's number in the
PDF for a glyph number of this font, and draw a wrong character in the place of one that is missing.
"""

import sys

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from fontTools.pens.ttGlyphPen import TTGlyphPen

BIG5_ROWS = range(0xA4, 0xB0)  # of 0xa4 to 0xc6, sorted by strokes
BOX = "box"


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
    glyphs, metrics = font["glyf"], font["hmtx"]
    pen = TTGlyphPen(None)
    edge, top, line = em * 8 // 100, em * 82 // 100, em * 5 // 100
    for inset, is_inner in ((0, False), (line, True)):
        low, left, right, high = inset, edge + inset, em - edge - inset, top - inset
        corners = [(left, low), (left, high), (right, high), (right, low)]
        corners = corners[::-1] if is_inner else corners
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()
    order = [*font.getGlyphOrder(), BOX]
    font.setGlyphOrder(order)
    box = pen.glyph()
    glyphs[BOX], metrics[BOX] = box, (em, edge)
    glyphs[".notdef"], metrics[".notdef"] = box, (em, edge)

    present = font.getBestCmap()
    space = present[0x20]
    mapping = dict(present)
    for code in range(0x2000, 0x2010):
        mapping.setdefault(code, space)
    # Everything that is not a control character or a private one is at least a box.
    for low, high in ((0xA0, 0xD800), (0xF900, 0x10000), (0x20000, 0x33480)):
        for code in range(low, high):
            mapping.setdefault(code, BOX)
    table = CmapSubtable.newSubtable(13)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.format, table.reserved, table.cmap = 13, 0, mapping
    font["cmap"].tables = [table]
    for platform in font["name"].names:
        if platform.nameID == 1:
            platform.string = "Draftlens CJK Fallback"
    font["post"].formatType = 3.0
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(target)
    kept = sum(1 for name in mapping.values() if name != BOX)
    print(f"{target}: {kept} characters, {len(order)} glyphs")


if __name__ == "__main__":
    main(*sys.argv[1:])
