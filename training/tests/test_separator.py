"""The separator: what it learns from, and what it costs."""

import re
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

from nets.blocks import multiply_adds
from nets.export import export
from nets.separator.judge import judged
from nets.separator.net import INK, LONG_SIDE_PX, Separator, edges_of_part, in_cells, in_pixels
from nets.separator.task import TASK
from nets.separator.tiles import SIDE_PX, make_chunk

SEED = 7
OPERATORS = Path(__file__).resolve().parents[2] / 'crate' / 'net' / 'src' / 'onnx' / 'operators.rs'


@pytest.fixture(scope='module')
def batches():
    return make_chunk(SEED, 0)


def test_cells_hold_every_pixel_once():
    pixels = np.arange(2 * 8 * 12).reshape(2, 8, 12)
    cells = in_cells(pixels)
    assert cells.shape == (2, 16, 2, 3) and (in_pixels(cells) == pixels).all()
    assert cells[0, 5, 1, 2] == pixels[0, 4 + 1, 8 + 1]


def test_tiles_teach_edges_and_other_ink_and_follow_from_the_seed(batches):
    edge_share = []
    for pages, edges, inked in batches:
        assert pages.shape[1:] == (1, SIDE_PX, SIDE_PX)
        assert (in_pixels(inked).astype(bool) == (pages[:, 0] < 255 - INK)).all()
        edge_share.append(float((edges & inked).sum() / inked.sum()))
    assert 0.05 < np.mean(edge_share) < 0.8
    again = make_chunk(SEED, 0)
    assert all(np.array_equal(a, b) for one, other in zip(batches, again, strict=True) for a, b in zip(one, other, strict=True))


def test_training_lowers_the_loss(batches):
    torch.manual_seed(0)
    net, optimiser, losses = Separator(), None, []
    batch = tuple(torch.from_numpy(field[:4]) for field in batches[0])
    optimiser = torch.optim.AdamW(net.parameters(), 2e-3)
    for _ in range(8):
        total = TASK.loss(net, batch).total
        optimiser.zero_grad()
        total.backward()
        optimiser.step()
        losses.append(total.item())
    assert losses[-1] < 0.7 * losses[0]


def test_a_page_of_any_size_is_judged_pixel_by_pixel():
    work = np.full((70, 101), 255, np.uint8)
    work[20:40, 30:60] = 0

    def darker_than_grey(pages):
        return in_cells(127.0 - pages[:, 0])

    assert (edges_of_part(darker_than_grey, work) == (work < 127)).all()
    assert judged(darker_than_grey, [(work[None, None, :64, :64], *2 * [in_cells((work[None, :64, :64] < 127).astype(np.uint8))])]) == {
        'ink_precision': 1.0, 'ink_recall': 1.0
    }  # fmt: skip


def test_the_net_keeps_to_the_operators_of_the_runtime_and_to_its_budget(tmp_path):
    net = Separator()
    net(torch.rand(2, 1, 64, 96))  # its norms have seen something
    net.eval()
    path = tmp_path / 'net.onnx'
    export(net, TASK.example(), TASK.dynamic_axes, path)
    known = set(re.findall(r'"(\w+)" =>', OPERATORS.read_text())) | {'Cast', 'Constant'}
    assert {node.op_type for node in onnx.load(path).graph.node} <= known
    assert path.stat().st_size <= 1_500_000
    a4 = torch.zeros(1, 1, LONG_SIDE_PX, 1152)
    assert multiply_adds(net, a4) <= 6e9
