"""Noto's symbol fonts → symbols.woff: what drawings use and many fonts lack, in one small file.

    npm pack @fontsource/noto-sans-symbols @fontsource/noto-sans-math @fontsource/noto-sans-symbols-2
    for t in *.tgz; do tar xzf $t --one-top-level=${t%-[0-9]*}; done
    .tools/python/bin/python npm/src/viewer/symbols/symbols-font.py FOLDER
"""

import sys
import tempfile
from pathlib import Path

from fontTools import merge, subset
from fontTools.ttLib import TTFont

TAKEN = {
    'noto-sans-symbols-symbols': '⌴⌵ⓂⓁⓅⒺⒻⓈⓊⓉ⏤⌭⌯⌰⏊⌀⌒⌓⏥',
    'noto-sans-math-latin': '↧⟂∥↗∠□◎▽√◁▷○⏎',
    'noto-sans-symbols-2-symbols': '⌖',
}
NAME = 'Draftlens Symbols'
COPYRIGHT, FAMILY, STYLE, FULL_NAME, POSTSCRIPT_NAME, LICENCE = 0, 1, 2, 4, 6, 13
NOT_NEEDED = ['GSUB', 'GPOS', 'GDEF', 'MATH', 'STAT', 'gasp', 'vhea', 'vmtx']


def taken_from(font: Path, characters: str, to: Path) -> str:
    options = subset.Options()
    options.drop_tables += NOT_NEEDED
    options.name_IDs = [COPYRIGHT, LICENCE]
    options.hinting = False
    whole = TTFont(font)
    part = subset.Subsetter(options)
    part.populate(text=characters)
    part.subset(whole)
    whole.flavor = None
    whole.save(to)
    return str(to)


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as parts:
        found = {stem: next(folder.rglob(f'{stem}-400-normal.woff')) for stem in TAKEN}
        paths = [taken_from(path, TAKEN[stem], Path(parts) / f'{stem}.ttf') for stem, path in found.items()]
        font = merge.Merger().merge(paths)
    names = {FAMILY: NAME, STYLE: 'Regular', FULL_NAME: NAME, POSTSCRIPT_NAME: NAME.replace(' ', '')}
    for number, text in names.items():
        font['name'].setName(text, number, 3, 1, 0x409)
    font.flavor = 'woff'
    font.save(Path(__file__).with_name('symbols.woff'))


if __name__ == '__main__':
    main(Path(sys.argv[1]))
