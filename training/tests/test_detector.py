import numpy as np
import pytest
import torch
from shapely.geometry import Polygon

from draughtsman.geometry import quad_at
from draughtsman.scene import KINDS
from nets.blocks import multiply_adds, parameter_count
from nets.detector.decode import decode
from nets.detector.net import ALONG, BLOCK, CHANNELS, CORE, KIND, LINE, ROW, SIDE_MULTIPLE, STRIDE, Detector
from nets.detector.targets import TileLabel, draw_targets

SIDE_PX = 384


def perfect_answer(labels):
    """What a net would say that had learnt everything."""
    targets = draw_targets(labels, SIDE_PX)
    said = np.zeros((CHANNELS, SIDE_PX // STRIDE, SIDE_PX // STRIDE), np.float32)
    said[CORE] = np.where(targets.core, 6, -6)
    said[LINE] = np.where(targets.line, 6, -6)
    for index in range(len(KINDS)):
        said[KIND.start + index] = np.where(targets.kind == index, 8, 0)
    said[ALONG.start : BLOCK.stop] = targets.block
    said[ROW] = targets.row
    return said


def overlap(a, b):
    a, b = Polygon(a), Polygon(b)
    return a.intersection(b).area / a.union(b).area


def label_at(middle, angle_deg, width, height, kind=0):
    quad = quad_at(np.array(middle, float), angle_deg, -width / 2, -height / 2, width / 2, height / 2)
    return TileLabel(kind, quad, (quad,))


@pytest.mark.parametrize('angle_deg', [0, -90, 90, 180, 30, -45, 137])
def test_perfect_answers_decode_to_their_boxes_at_any_angle(angle_deg):
    random = np.random.default_rng(abs(angle_deg))
    worst = 1.0
    for _ in range(20):
        middles = [(80, 75), (290, 75), (80, 200), (290, 200), (190, 310)]
        labels = [label_at(m, angle_deg, random.uniform(9, 110), random.uniform(14, 30), int(random.integers(len(KINDS)))) for m in middles]
        founds = decode(perfect_answer(labels), 0.45, 0.45)
        assert len(founds) == len(labels)
        for label in labels:
            best = max(founds, key=lambda found: overlap(label.quad, found.quad))
            worst = min(worst, overlap(label.quad, best.quad))
            first_corner = np.hypot(*(best.quad[0] - label.quad[0]))
            assert first_corner < 4, 'the quad starts at the upper left in reading direction'
    assert worst >= 0.95


def test_a_stacked_tolerance_is_one_block_of_three_lines():
    nominal = quad_at(np.array([100.0, 100.0]), 0, 0, 0, 60, 20)
    upper, lower = (quad_at(np.array([170.0, 88.0 + 22 * i]), 0, 0, 0, 40, 17) for i in (0, 1))
    block = quad_at(np.array([100.0, 88.0]), 0, 0, 0, 110, 39)
    founds = decode(perfect_answer([TileLabel(0, block, (nominal, upper, lower))]), 0.45, 0.45)
    assert len(founds) == 1 and founds[0].kind == 'dimension'
    assert len(founds[0].lines) == 3
    for line in (nominal, upper, lower):
        assert max(overlap(line, found) for found in founds[0].lines) > 0.8


def test_a_size_that_touches_a_frame_stays_apart_from_it():
    size = label_at((120, 100), 0, 80, 20, KINDS.index('dimension'))
    frame = label_at((120, 128), 0, 100, 34, KINDS.index('gdt'))
    founds = decode(perfect_answer([size, frame]), 0.45, 0.45)
    assert sorted(found.kind for found in founds) == ['dimension', 'gdt']


def test_an_empty_answer_finds_nothing():
    assert decode(np.full((CHANNELS, 24, 24), -8, np.float32), 0.45, 0.45) == []


def test_the_net_keeps_to_its_budget():
    net = Detector()
    assert parameter_count(net) <= 1_000_000
    assert multiply_adds(net, torch.zeros(1, 1, 640, 640)) <= 1.5e9
    assert net(torch.zeros(1, 1, 2 * SIDE_MULTIPLE, SIDE_MULTIPLE)).shape == (
        1,
        CHANNELS,
        2 * SIDE_MULTIPLE // STRIDE,
        SIDE_MULTIPLE // STRIDE,
    )
