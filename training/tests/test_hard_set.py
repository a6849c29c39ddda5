"""What became of the texts of a hard sheet, and the figures that follow."""

import numpy as np
import pytest

from draughtsman.geometry import quad_at
from nets.hard_set import compare, doubt, figures, tables


def truth(kind: str, middle, text: str) -> dict:
    return {'kind': kind, 'quad': quad_at(np.array(middle, float), 0, 0, 0, 60, 20), 'text': text, 'line_px': 16.0}


def guess(kind: str, middle, text: str, score: float = 0.9, unsure: bool = False) -> dict:
    quad = quad_at(np.array(middle, float), 0, 0, 0, 60, 20).tolist()
    return {'kind': kind, 'quad': quad, 'text': text, 'score': score, 'text_score': 0.95, 'unsure': unsure}


TRUTHS = [
    truth('dimension', (0, 0), '12,5'),
    truth('thread', (100, 0), 'M8x1'),
    truth('gdt', (200, 0), '⏥|0.1'),
    truth('note', (300, 0), 'A'),
]


def test_found_read_missed_and_invented_are_told_apart():
    guesses = [
        guess('dimension', (3, 1), '12.5'),
        guess('dimension', (100, 0), 'M8x7', unsure=True),  # a size and a thread are alike
        guess('note', (200, 0), '0.1'),  # of the wrong kind: the frame is missed
        guess('dimension', (500, 0), '7'),
    ]
    judged = compare(TRUTHS, guesses, ('fax',))
    f = figures([j for j in judged if j.kind != 'note'])
    assert (f['n'], f['P'], f['R']) == (3, pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert f['F1'] == pytest.approx(2 / 3) and f['e2eF1'] == pytest.approx(1 / 3)
    assert f['CER'] == pytest.approx(1 / 8)
    assert doubt(judged) == '50.0% of 2; 100.0% of them are wrong, of the others 0.0%'


def test_a_box_found_twice_is_invented_once():
    judged = compare(TRUTHS[:1], [guess('dimension', (2, 0), '12,6', 0.7), guess('dimension', (0, 0), '12,5', 0.9)], ())
    f = figures(judged)
    assert f['R'] == 1.0 and f['P'] == 0.5 and f['e2eF1'] == pytest.approx(2 / 3)


def test_tables_are_by_kind_fault_height_and_angle():
    judged = compare(TRUTHS, [guess('dimension', (0, 0), '12,5')], ('fax', 'skew'))
    said = tables(judged)
    for row in ('| dimension | 1 | 1.000 |', '| note | 1 | 0.000 |', '| fax | 3 |', '| skew | 3 |', '| 14 to 18 | 3 |', '| level | 3 |'):
        assert row in said
