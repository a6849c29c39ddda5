import numpy as np
import torch
from test_detector import label_at, perfect_answer
from torch import nn

from draughtsman.geometry import quad_at
from draughtsman.scene import KINDS
from nets.ablation import SHAPES, judge
from nets.blocks import multiply_adds, parameter_count
from nets.detector.net import CORE
from nets.detector.targets import TileLabel


class Says(nn.Module):
    """A net that always says the same."""

    def __init__(self, said: np.ndarray):
        super().__init__()
        self.said = nn.Parameter(torch.from_numpy(said)[None])

    def forward(self, ink):
        return self.said


def stacked(middle) -> TileLabel:
    quads = [quad_at(np.array(middle, float), 0, *box) for box in ((0, 0, 60, 20), (70, -12, 110, 5), (70, 10, 110, 27))]
    return TileLabel(0, quad_at(np.array(middle, float), 0, 0, -12, 110, 27), tuple(quads))


def test_what_is_found_whole_counts_and_what_is_not_there_does_not():
    image = np.full((384, 384), 255, np.uint8)
    labels = [label_at((80, 75), 0, 60, 20, KINDS.index('note')), label_at((290, 200), -90, 60, 20), stacked((100, 300))]
    said = perfect_answer(labels)
    assert judge(Says(said), [(image, labels)]) == {'f1': 1.0, 'kind': 1.0, 'parted': 1.0, 'askew': 0.0}
    half = judge(Says(said), [(image, labels[:2])])
    assert half['f1'] == 0.8 and half['kind'] == 1.0  # the stack is one too many
    assert judge(Says(np.where(np.arange(len(said)) == CORE, -6, said.T).T.astype(np.float32)), [(image, labels)])['f1'] == 0.0


def test_a_box_turned_counts_as_askew():
    image = np.full((384, 384), 255, np.uint8)
    said = perfect_answer([label_at((190, 190), 12, 90, 30)])
    assert judge(Says(said), [(image, [label_at((190, 190), 0, 90, 30)])])['askew'] == 1.0


def test_shapes_differ_in_what_they_are_compared_for():
    example = torch.zeros(1, 1, 64, 64)
    cost = {name: (parameter_count(make()), multiply_adds(make(), example)) for name, make in SHAPES.items()}
    shipped = cost['as shipped']
    assert cost['fewer channels'][1] < 0.75 * shipped[1] and cost['fewer channels'][0] < 0.5 * shipped[0]
    assert cost['nothing at stride 32 but a mean'][0] < shipped[0]
    assert 0.8 < cost['depthwise, as many multiply-adds'][1] / shipped[1] < 1.25
