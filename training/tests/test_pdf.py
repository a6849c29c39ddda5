import re
import zlib

import numpy as np
import pytest

from draughtsman.page import draw_page
from draughtsman.pdf import LAYERS, pdf_of

SEED = 5


@pytest.fixture(scope='module')
def scene():
    return draw_page(np.random.default_rng(SEED)).scene


def streams(file: bytes) -> list[str]:
    found = re.findall(rb'/FlateDecode /Length \d+ >>\nstream\n(.*?)\nendstream', file, re.S)
    return [zlib.decompress(data).decode('latin-1') for data in found]


def content(file: bytes) -> str:
    return next(stream for stream in streams(file) if ' cm 1 J 1 j' in stream)


def written(layer_name: str, scene) -> bytes:
    layer = next(layer for layer in LAYERS if layer.name == layer_name)
    return pdf_of(scene, layer, np.random.default_rng(1), np.full((20, 30), 255, np.uint8) if layer.letters == 'scan' else None)


def meanings(file: bytes) -> list[str]:
    pairs = [pair for stream in streams(file) if 'beginbfchar' in stream for pair in re.findall(r'^<\w+> <(\w+)>$', stream, re.M)]
    return [bytes.fromhex(pair).decode('utf-16-be') for pair in pairs]


def test_fonts_name_every_character_that_is_written(scene):
    assert set(meanings(written('fonts', scene))) == set(''.join(one.text for one in scene.written))
    assert meanings(written('no-codes', scene)) == []
    assert set(meanings(written('wrong-codes', scene))) != set(meanings(written('fonts', scene)))


def test_symbols_that_are_drawn_stand_in_no_font(scene):
    assert 'Ø' in ''.join(one.text for one in scene.written) or '±' in ''.join(one.text for one in scene.written)
    assert not set('Ø⌀±°') & set(meanings(written('drawn-symbols', scene)))


def test_letters_as_strokes_are_no_text_and_hidden_text_is_not_seen(scene):
    assert ' Tj' not in content(written('no-layer', scene))
    for name in ('hidden-letters', 'shifted', 'misread-scan'):
        runs = re.findall(r'BT .*? ET', content(written(name, scene)))
        assert runs and all(' 3 Tr ' in run for run in runs), name
    stale = re.findall(r'BT .*? ET', content(written('stale-beneath', scene)))
    assert {' 1 g ' in run for run in stale} == {True, False}


def test_a_seed_gives_the_same_file(scene):
    for layer in LAYERS:
        assert written(layer.name, scene) == written(layer.name, scene), layer.name
