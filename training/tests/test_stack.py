import numpy as np
import pytest
from shapely.geometry import Polygon

from draughtsman.geometry import below, direction, quad_around
from draughtsman.lettering import Lettering
from draughtsman.render import render
from draughtsman.scene import Scene
from nets.stack import lines_of

PX_PER_MM = 6.0


def block_of(pieces, angle_deg, face='osifont'):
    """Pieces are (text, x, y of the base line, height) in mm of the block's frame: the page, its block and its lines."""
    lettering, scene = Lettering(face, np.random.default_rng(2)), Scene(90, 90)
    lettering.slant, along = 0.0, direction(angle_deg)
    quads = [
        lettering.write(scene, text, np.array([45, 45]) + along * (x - 12) + below(along) * y, angle_deg, height, 0)
        for text, x, y, height in pieces
    ]
    return render(scene, PX_PER_MM), quad_around(quads, angle_deg) * PX_PER_MM, [quad * PX_PER_MM for quad in quads]


def overlap(a, b):
    a, b = Polygon(a), Polygon(b)
    return a.intersection(b).area / a.union(b).area


STACKED = [('35', 0, 0, 3.5), ('+0.1', 9, -2, 2.5), ('0', 9, 1.5, 2.5)]
LOWER_ON_THE_LINE = [('Ø4 -0,02', 0, 0, 3.5), ('0', 13, -4.6, 3.5)]
LIMITS = [('6.15', 0, 0, 3.5), ('6.00', 0, 5, 3.5)]
ROWS = [('4x Ø6', 0, 0, 3.5), ('35', 0, 6, 3.5), ('+0.2', 9, 4.4, 2), ('-0.1', 9, 7.4, 2)]


@pytest.mark.parametrize('angle_deg', [0, -90, 37])
@pytest.mark.parametrize('pieces', [STACKED, LOWER_ON_THE_LINE, LIMITS, ROWS])
def test_the_white_between_lines_parts_them(pieces, angle_deg):
    page, block, quads = block_of(pieces, angle_deg)
    lines = lines_of(page, block)
    assert len(lines) == len(quads)
    assert min(max(overlap(quad, line) for line in lines) for quad in quads) > 0.6


@pytest.mark.parametrize('text', ['12.5±0.1', '45°', 'Ø38 H12', '1 3/8"', 'R1 x6', '10:1', '2-M4', 'i=j', '0.8'])
def test_a_single_line_stays_whole(text):
    page, block, quads = block_of([(text, 0, 0, 3.5)], -30)
    (line,) = lines_of(page, block)
    assert overlap(line, quads[0]) > 0.95
