"""The faces that sheets are lettered in, where their outlines come from, and how often each is met.

`name, file, dimension, sheet`: the last two are weights, how often the face is picked for dimensions and for the sheet's
other text. Files are those of Debian's packages; what is kept in `faces/` is their outlines, so that nobody needs the
packages to train. Licences: FACES.md.
"""

from typing import NamedTuple


class Face(NamedTuple):
    name: str
    file: str
    dimension: float
    sheet: float
    scripts: tuple[str, ...] = ()


_TT = '/usr/share/fonts/truetype/'
_OT = '/usr/share/fonts/opentype/'
_TG = '/usr/share/texmf/fonts/opentype/public/tex-gyre/'
_HF = '/usr/share/hershey-fonts/'

FACES = (
    Face('osifont', _TT + 'osifont/osifont.ttf', 7, 5),
    Face('routed-gothic', _TT + 'routed-gothic/routed-gothic.ttf', 3, 2),
    Face('routed-gothic-narrow', _TT + 'routed-gothic/routed-gothic-narrow.ttf', 2, 1),
    Face('routed-gothic-wide', _TT + 'routed-gothic/routed-gothic-wide.ttf', 1, 0.5),
    Face('osp-din', _TT + 'opendin/OSP-DIN.ttf', 2.5, 2),
    Face('adventor', _TG + 'texgyreadventor-regular.otf', 6, 3),
    Face('adventor-bold', _TG + 'texgyreadventor-bold.otf', 0.6, 1),
    Face('heros', _TG + 'texgyreheros-regular.otf', 2, 2),
    Face('heros-narrow', _TG + 'texgyreheroscn-regular.otf', 2, 1.5),
    Face('cursor', _TG + 'texgyrecursor-regular.otf', 0.6, 0.6),
    Face('cursor-bold', _TG + 'texgyrecursor-bold.otf', 0.4, 0.4),
    Face('liberation-sans', _TT + 'liberation2/LiberationSans-Regular.ttf', 5, 6),
    Face('liberation-sans-bold', _TT + 'liberation2/LiberationSans-Bold.ttf', 0.8, 2),
    Face('liberation-mono', _TT + 'liberation2/LiberationMono-Regular.ttf', 1, 1),
    Face('liberation-serif', _TT + 'liberation2/LiberationSerif-Regular.ttf', 0.8, 1.5),
    Face('dejavu-sans', _TT + 'dejavu/DejaVuSans.ttf', 2.5, 2, ('cyrillic',)),
    Face('dejavu-sans-condensed', _TT + 'dejavu/DejaVuSansCondensed.ttf', 1, 1, ('cyrillic',)),
    Face('dejavu-sans-light', _TT + 'dejavu/DejaVuSans-ExtraLight.ttf', 0.7, 0.3),
    Face('dejavu-sans-mono', _TT + 'dejavu/DejaVuSansMono.ttf', 1, 0.7),
    Face('noto-sans', _TT + 'noto/NotoSans-Regular.ttf', 3, 2, ('cyrillic',)),
    Face('noto-sans-mono', _TT + 'noto/NotoSansMono-Regular.ttf', 0.6, 0.4),
    Face('open-sans', _TT + 'open-sans/OpenSans-Regular.ttf', 2.5, 2),
    Face('lato', _TT + 'lato/Lato-Regular.ttf', 1, 1),
    Face('roboto', _TT + 'roboto/unhinted/RobotoTTF/Roboto-Regular.ttf', 1.5, 1.5),
    Face('roboto-light', _TT + 'roboto/unhinted/RobotoTTF/Roboto-Light.ttf', 0.8, 0.4),
    Face('roboto-condensed', _TT + 'roboto/unhinted/RobotoCondensed-Regular.ttf', 1, 1),
    Face('cantarell', _OT + 'cantarell/Cantarell-Regular.otf', 0.6, 0.6),
    Face('cantarell-light', _OT + 'cantarell/Cantarell-Light.otf', 0.5, 0.2),
    Face('comfortaa', _TT + 'comfortaa/Comfortaa-Regular.ttf', 0.5, 0.3),
    Face('inconsolata', _TT + 'inconsolata/Inconsolata.otf', 0.7, 0.4),
    Face('b612', _OT + 'b612/B612-Regular.otf', 0.8, 0.5),
    Face('hack', _TT + 'hack/Hack-Regular.ttf', 0.4, 0.4),
    Face('vl-gothic', _TT + 'vlgothic/VL-Gothic-Regular.ttf', 1.2, 1, ('japanese',)),
    Face('vl-pgothic', _TT + 'vlgothic/VL-PGothic-Regular.ttf', 0.8, 0.8, ('japanese',)),
    Face('noto-sans-cjk', _OT + 'noto/NotoSansCJK-Regular.ttc', 0.5, 0.5, ('japanese', 'chinese')),
    Face('hershey-roman-simplex', _HF + 'rowmans.jhf', 8, 5),
    Face('hershey-sans', _HF + 'futural.jhf', 8, 4),
    Face('hershey-roman-duplex', _HF + 'rowmand.jhf', 1, 0.7),
    Face('hershey-sans-bold', _HF + 'futuram.jhf', 0.7, 0.7),
    Face('hershey-times', _HF + 'timesr.jhf', 0.4, 0.4),
)
