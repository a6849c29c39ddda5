import pytest

from nets.measure import as_measure, is_caption, is_frame, is_measure


@pytest.mark.parametrize(
    'text',
    [
        '12',
        'Ø38 H12',
        '4 x CHAMFER 0,2',
        '4-Ø3 Holes',
        'M6x1 - 6H THRU',
        '1 3/8"',
        'R1 x6',
        '2xØ4.80 +0.1/0',
        '(25,5)',
        '45°',
        'C2',
        'R5 (+0.1/-0.2)',
    ],
)
def test_sizes_are_measures(text):
    assert is_measure(text)


@pytest.mark.parametrize(
    'text',
    [
        'SCALE 1.0',
        'SEE DETAIL 3',
        'A (20 : 1)',
        'H=0.4',
        'Center Pulley AT3 T10 - 11.8.2020',
        'TYP',
        '',
        'P4(7,55 | 46,79)',
        'P3 (25.5; 16; -93.35)',
        'P1 (1.5 / -2.0)',
    ],
)
def test_captions_and_notes_are_not(text):
    assert not is_measure(text)


@pytest.mark.parametrize(
    'text', ['A', 'B-B', 'A - A (2:1)', 'SECTION C-C', 'Detail B ( 5 : 1 )', 'SCALE 1.0', 'ISOMETRIC VIEW', 'X2', 'B1 - B1']
)
def test_captions_name_views(text):
    assert is_caption(text) and not is_measure(text)


@pytest.mark.parametrize('text', ['TYP', 'H=0.4', 'BREAK SHARP EDGES', 'a', 'AB', '12', 'C2', 'M3', 'R2-3'])
def test_other_words_do_not(text):
    assert not is_caption(text)


def test_an_o_behind_a_digit_is_a_degree_sign():
    assert [as_measure(text) for text in ('36o', '1x45o', '60,0O ±1°', '2 Holes', 'M6x1')] == [
        '36°',
        '1x45°',
        '60,0° ±1°',
        '2 Holes',
        'M6x1',
    ]


@pytest.mark.parametrize('text', ['⌖0.1', '⏥|0.2', '∥ 0.02 A', 'Ø0,02|A'])
def test_what_stands_in_a_frame_is_no_size(text):
    assert not is_measure(text)


def test_a_frame_has_cells():
    assert is_frame('⌖|Ø0.1Ⓜ|A') and not is_frame('R')
