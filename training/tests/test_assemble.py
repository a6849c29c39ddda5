import numpy as np
import pytest

from draughtsman.geometry import quad_at
from nets.assemble import assemble
from nets.reader.spell import Reading


def block_of(*pieces, angle_deg=0.0):
    """Pieces are (text, left, top, width, height) in a block's frame."""
    origin = np.array([200.0, 300.0])
    lines = [quad_at(origin, angle_deg, x, y, x + w, y + h) for _, x, y, w, h in pieces]
    right, bottom = max(x + w for _, x, _, w, _ in pieces), max(y + h for _, _, y, _, h in pieces)
    readings = [Reading(text, 1.0, []) for text, *_ in pieces]
    return quad_at(origin, angle_deg, 0, 0, right, bottom), lines, readings


@pytest.mark.parametrize('angle_deg', [0, -90, 37])
@pytest.mark.parametrize(
    ('pieces', 'text'),
    [
        ([('35', 0, 8, 30, 20), ('+0.1', 34, 0, 40, 16), ('-0.2', 34, 18, 40, 16)], '35 +0.1/-0.2'),
        ([('Ø3,99 -0,02', 0, 20, 120, 20), ('0', 78, 0, 12, 18)], 'Ø3,99 0/-0,02'),
        ([('Ø0,158 0,000', 0, 20, 140, 20), ('+0,001', 80, 0, 60, 18)], 'Ø0,158 +0,001/0,000'),
        ([('2xØ4.80', 2, 23, 150, 34), ('+0.1', 138, 0, 71, 31), ('0', 143, 40, 50, 35)], '2xØ4.80 +0.1/0'),
        ([('Ø20', 0, 10, 40, 20), ('H7', 44, 0, 26, 18), ('g6', 44, 20, 26, 18)], 'Ø20 H7/g6'),
        ([('6.15', 0, 0, 50, 20), ('6.00', 0, 24, 50, 20)], '6.15/6.00'),
        ([('4x Ø6 THRU', 0, 0, 120, 20), ('⌴Ø11 ↧5', 0, 26, 100, 20)], '4x Ø6 THRU\n⌴Ø11 ↧5'),
        ([('2x', 0, 0, 24, 20), ('R5', 32, 1, 30, 20)], '2x R5'),
        ([('12', 0, 8, 20, 20), ('+0.1', 24, 0, 40, 16), ('0', 24, 18, 10, 16), ('THRU', 0, 44, 60, 20)], '12 +0.1/0\nTHRU'),
    ],
)
def test_lines_become_the_text_a_draughtsman_meant(pieces, text, angle_deg):
    assert assemble(*block_of(*pieces, angle_deg=angle_deg)) == text


def test_a_line_that_says_nothing_is_left_out():
    assert assemble(*block_of(('12', 0, 0, 20, 20), ('', 0, 24, 20, 20))) == '12'
