"""The embedder: what it is shown of a page, what it learns from, and how its vectors are compared."""

import re
from pathlib import Path

import cv2
import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from families import family_of, redraw
from nets.blocks import multiply_adds, parameter_count
from nets.embedder.batches import roughened
from nets.embedder.drawn import cut, draw_family
from nets.embedder.embedding import Embedding, embedding, score, unit
from nets.embedder.finish import Finished
from nets.embedder.loss import loss
from nets.embedder.net import DIM, Embedder
from nets.embedder.ranking import Collection
from nets.embedder.shape import Text
from nets.embedder.task import TASK
from nets.embedder.views import OVERVIEW_SHARE, SIDE_PX, picture, views_of, weights
from nets.export import export, unfold
from nets.image import ink

SEED = 11
OPERATORS = Path(__file__).resolve().parents[2] / 'crate' / 'net' / 'src' / 'onnx' / 'operators.rs'
PLATE = ((520, 300), (1000, 620))


def upright_quad(x0, y0, x1, y1):
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], float)


def plate(page, thickness=3):
    cv2.rectangle(page, *PLATE, 0, thickness)
    cv2.circle(page, (600, 380), 40, 0, thickness)


def sheet():
    """A plate with a dimension, in a border with a title block; and its texts as detection gives them."""
    page = np.full((1131, 1600), 255, np.uint8)
    plate(page)
    texts = []

    def write(text, kind, x, y):
        cv2.putText(page, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2)
        (width, height), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.8, 2)
        texts.append(Text(kind, upright_quad(x - 2, y - height - 2, x + width + 2, y + 3), float(height + 5)))

    for x in (520, 1000):
        cv2.line(page, (x, 625), (x, 720), 0, 1)
    cv2.line(page, (520, 700), (1000, 700), 0, 1)
    write('480', 'dimension', 735, 692)
    cv2.rectangle(page, (40, 40), (1560, 1090), 0, 3)
    for x, y in ((1100, 850), (1330, 850), (1100, 970)):
        cv2.rectangle(page, (x, y), (1560, 1090), 0, 2)
    for i, word in enumerate(('PLATE', 'STEEL', '1:2')):
        write(word, 'title', 1120 + 220 * (i % 2), 910 + 120 * (i // 2))
    cv2.circle(page, (1450, 910), 30, 0, 2)  # a projection symbol
    return page, texts


def by_rules(views):
    return [view for view in views if not view.is_outlined]


@pytest.fixture(scope='module')
def drawings():
    return [draw_family(number, SEED) for number in range(2)]


def test_it_sees_the_part_and_not_the_sheet():
    views, _ = views_of(*sheet())
    for view in views:
        x, y, w, h = view.box
        assert np.abs(np.array([x, y, x + w, y + h]) - np.array(PLATE).ravel()).max() <= 8
    bare = np.full((1131, 1600), 255, np.uint8)
    plate(bare)
    alone, _ = views_of(bare, [])
    assert np.abs(views[0].picture.astype(int) - alone[0].picture).mean() < 4
    assert (alone[0].picture < 128).mean() > 0.02


def test_a_line_that_ends_just_before_the_title_block_does_not_bind_the_part_to_it():
    page, texts = sheet()
    alone, _ = views_of(page, texts)
    path = [(1000, 400), (1050, 400), (1050, 980), (1096, 980)]  # the title block begins at 1100
    cv2.polylines(page, [np.array(path)], False, 0, 1)
    views, _ = views_of(page, texts)
    assert [view.box for view in by_rules(views)] == [view.box for view in by_rules(alone)]


def test_without_its_texts_a_dimension_would_enclose_a_field_of_its_own():
    page, _ = sheet()
    views, _ = views_of(page, [])
    assert max(view.box[3] for view in views) > PLATE[1][1] - PLATE[0][1] + 60


def test_turned_pages_show_the_same_pictures():
    page, texts = sheet()
    upright, _ = views_of(page, texts)
    height = page.shape[0]
    turned = [Text(t.kind, np.stack([height - t.quad[:, 1], t.quad[:, 0]], 1), t.line_height) for t in texts]
    views, _ = views_of(np.ascontiguousarray(np.rot90(page, -1)), turned)
    assert np.abs(views[0].picture.astype(int) - upright[0].picture).mean() < 3


def test_a_sheet_on_a_page_twice_as_large_shows_the_same_picture_and_where_it_stands():
    page, texts = sheet()
    alone, _ = views_of(page, texts)
    larger = np.full((2 * page.shape[0], 2 * page.shape[1]), 255, np.uint8)
    larger[300 : 300 + page.shape[0], 900 : 900 + page.shape[1]] = page
    views, scale = views_of(larger, [Text(t.kind, t.quad + (900, 300), t.line_height) for t in texts])
    assert len(views) == 1 and np.abs(views[0].picture.astype(int) - alone[0].picture).mean() < 6
    assert np.abs(np.array(views[0].box) / scale - np.add(alone[0].box, (900, 300, 0, 0))).max() < 12


def test_a_view_in_any_of_eight_ways_is_laid_down_the_same_way():
    ink = np.zeros((90, 60), np.uint8)
    cv2.rectangle(ink, (2, 2), (57, 87), 255, 1)
    cv2.circle(ink, (18, 70), 9, 255, 2)
    shown = [picture(np.rot90(hand, quarter)) for hand in (ink, ink[:, ::-1]) for quarter in range(4)]
    assert all(np.abs(one.astype(int) - shown[0]).mean() < 1 for one in shown)


def test_most_drawn_views_are_cut_out_where_they_stand():
    found = drawn = 0
    for number in range(6):
        random = np.random.default_rng(number)
        drawing = redraw(family_of(number, SEED).variants[0].part, random, whole_sheet=number % 2 == 0)
        views, boxes = cut(drawing, random, spoil_it=False)
        for _, box in boxes:
            drawn += 1
            found += any(_overlap(view.box, box) > 0.5 for view in views if not view.is_overview)
    assert drawn >= 8 and found / drawn >= 0.6


def _overlap(box, bounds):
    x, y, w, h = box
    low, high = np.maximum((x, y), bounds[0]), np.minimum((x + w, y + h), bounds[1])
    shared = np.prod(np.clip(high - low, 0, None))
    return shared / (w * h + np.prod(bounds[1] - bounds[0]) - shared)


def test_a_page_without_ink_shows_one_empty_picture():
    views, _ = views_of(np.full((600, 800), 255, np.uint8), [])
    assert len(views) == 1 and (views[0].picture == 255).all() and weights(views) == [1.0]


def test_a_view_that_the_page_cuts_off_is_shown_by_its_lines():
    page = np.full((1131, 1600), 255, np.uint8)
    cv2.polylines(page, [np.array([(1599, 300), (900, 300), (900, 800), (1599, 800)])], False, 0, 1)
    views, _ = views_of(page, [])
    x, y, w, h = views[0].box
    assert np.abs(np.array([x, y, x + w, y + h]) - (899, 299, 1600, 802)).max() < 4 and (views[0].picture < 128).any()


def test_a_plate_that_the_page_cuts_off_is_shown_with_its_hole_and_without_its_border():
    page, texts = sheet()
    left, top = 700, 500
    views, _ = views_of(page[top:, left:], [Text(t.kind, t.quad - (left, top), t.line_height) for t in texts])
    assert len(views) == 1
    x, y, w, h = views[0].box
    scale = 1600 / (1600 - left)
    assert np.abs(np.array([x, y, x + w, y + h]) / scale - (0, 0, PLATE[1][0] - left, PLATE[1][1] - top)).max() < 8


def test_several_views_come_after_a_picture_of_all_of_them():
    page = np.full((1131, 1600), 255, np.uint8)
    plate(page)
    cv2.rectangle(page, (1200, 300), (1260, 620), 0, 3)
    views = by_rules(views_of(page, [])[0])
    assert [view.is_overview for view in views] == [True, False, False]
    x, y, w, h = views[0].box
    assert np.abs(np.array([x, y, x + w, y + h]) - (520, 300, 1260, 620)).max() < 9
    assert views[1].box[2] > views[2].box[2] and np.isclose(sum(weights(views)), 1) and np.isclose(weights(views)[0], OVERVIEW_SHARE)


LARGE_PLATE = ((200, 150), (1400, 800))


def dimensioned(heavy_px, light_px):
    """A plate with a dimension line of its own weight whose text nobody found: it encloses a field beside the plate."""
    page = np.full((1131, 1600), 255, np.uint8)
    cv2.rectangle(page, *LARGE_PLATE, 0, heavy_px)
    cv2.polylines(page, [np.array([(200, 802), (200, 950), (1400, 950), (1400, 802)])], False, 0, light_px)
    return views_of(page, [])[0]


def test_a_field_that_light_lines_enclose_is_no_part_by_their_weight():
    all_enclosed, by_weight = views = dimensioned(heavy_px=7, light_px=2)
    assert [view.is_outlined for view in views] == [False, True] and weights(views) == [0.6, 0.4]
    x, y, w, h = by_weight.box
    assert np.abs(np.array([x, y, x + w, y + h]) - np.array(LARGE_PLATE).ravel()).max() <= 8
    assert all_enclosed.box[3] > h + 100


def test_lines_that_are_too_fine_tell_nothing_by_their_weight():
    assert [view.is_outlined for view in dimensioned(heavy_px=1, light_px=1)] == [False]


def test_of_lines_of_one_weight_all_that_they_enclose_is_the_part():
    all_enclosed, by_weight = dimensioned(heavy_px=5, light_px=5)
    assert np.abs(np.array(all_enclosed.box) - np.array(by_weight.box)).max() <= 8


def test_a_family_holds_several_drawings_of_each_part(drawings):
    for family in drawings:
        assert family.pictures.shape[1:] == (SIDE_PX, SIDE_PX)
        for variant in np.unique(family.variant):
            assert len(np.unique(family.drawing[family.variant == variant])) >= 2
        for drawing in np.unique(family.drawing):
            assert family.weight[family.drawing == drawing].sum() == pytest.approx(1, abs=1e-5)
    again = draw_family(0, SEED)
    assert np.array_equal(again.pictures, drawings[0].pictures) and np.array_equal(again.label, drawings[0].label)


def test_the_loss_wants_same_views_near_and_other_parts_far():
    vectors = torch.eye(4)
    label, part = torch.tensor([0, 0, 9, 9]), torch.tensor([0, 0, 1, 1])
    drawing, weight = torch.tensor([0, 1, 2, 3]), torch.ones(4)

    def of(rows, label=label):
        return loss(vectors[rows], label, part, drawing, weight).total.item()

    assert of([0, 0, 1, 1]) < 0.01 < of([0, 1, 2, 3]) < of([0, 1, 0, 1])
    # Two views of one part that look different are neither drawn together nor pushed apart.
    unlike = torch.tensor([0, 3, 9, 9])
    together, apart = (loss(vectors[rows], unlike, part, drawing, weight).view for rows in ([0, 0, 1, 1], [0, 2, 1, 1]))
    assert together == apart


def test_training_lowers_the_loss(drawings):
    random = np.random.default_rng(0)
    rows = [(family.pictures[i], family.label[i] + 64 * n, family.variant[i] + 8 * n, family.drawing[i] + 20 * n, family.weight[i])
            for n, family in enumerate(drawings) for i in range(len(family.pictures))][:20]  # fmt: skip
    pictures, label, part, drawing, weight = zip(*rows, strict=True)
    _, drawing = np.unique(drawing, return_inverse=True)
    batch = (
        torch.from_numpy(np.stack([roughened(one, random) for one in pictures])[:, None]), torch.tensor(label), torch.tensor(part),
        torch.from_numpy(drawing), torch.tensor(weight),
    )  # fmt: skip
    torch.manual_seed(0)
    net = Embedder()
    optimiser = torch.optim.AdamW(net.parameters(), 1e-3)
    losses = []
    for _ in range(9):
        total = TASK.loss(net, batch).total
        optimiser.zero_grad()
        total.backward()
        optimiser.step()
        losses.append(total.item())
    assert losses[-1] < 0.6 * losses[0]


def test_a_pair_scores_by_sheet_and_by_best_views_and_a_collection_does_the_same():
    random = np.random.default_rng(0)

    def sample(count):
        return embedding(unit(random.normal(size=(count, DIM)).astype(np.float32)), random.uniform(0.1, 1, count))

    sheets = [sample(count) for count in (3, 1, 4, 2)]
    for query in sheets:
        scores = Collection.of(sheets).scores(query)
        assert np.allclose(scores, [score(query, other) for other in sheets], atol=1e-5)
        assert score(query, query) == pytest.approx(1, abs=1e-5)
    one = sheets[0]
    shuffled = Embedding(one.sheet, one.views[::-1], one.weights[::-1])
    assert score(one, shuffled) == pytest.approx(1, abs=1e-5)


def test_the_net_keeps_to_its_budget_and_to_the_operators_of_the_runtime(tmp_path):
    net, pictures = Embedder(), torch.rand(3, 1, SIDE_PX, SIDE_PX)
    assert parameter_count(net) <= 2_000_000
    assert multiply_adds(net, TASK.example()) <= 0.5e9
    net(pictures)  # its norms have seen something
    net.eval()
    path = tmp_path / 'net.onnx'
    export(net, pictures[:1], TASK.dynamic_axes, path)
    assert path.stat().st_size <= 3_000_000
    known = set(re.findall(r'"(\w+)" =>', OPERATORS.read_text())) | {'Cast', 'Constant'}
    assert {node.op_type for node in onnx.load(path).graph.node} <= known
    said = onnxruntime.InferenceSession(str(path)).run(None, {'ink': pictures.numpy()})[0]
    with torch.no_grad():
        expected = net(pictures).numpy()
        assert said.shape == (3, DIM) and np.abs(said - expected).max() < 0.02 * np.abs(expected).max()
        revived = unfold(path, Embedder(), [pictures])
        assert np.abs(revived(pictures).numpy() - said).max() < 0.02 * np.abs(said).max()


def test_what_is_shipped_compares_as_the_net_and_the_small_picture_do_together(drawings):
    pictures = torch.from_numpy(np.concatenate([family.pictures for family in drawings]))[:40, None]
    torch.manual_seed(1)
    net = Embedder().eval()
    with torch.no_grad():
        said, small = net(ink(pictures)), torch.nn.functional.avg_pool2d(ink(pictures), 8).flatten(1)
        alike = [torch.nn.functional.normalize(vectors) @ torch.nn.functional.normalize(vectors).T for vectors in (said, small)]
        every = [torch.linalg.svd(torch.nn.functional.normalize(vectors), full_matrices=False).Vh for vectors in (said, small)]
        finished = Finished(net, every[0][:160], every[1][:96], share=0.3).eval()(ink(pictures))
    assert finished.shape[1] <= DIM
    assert torch.allclose(finished.norm(dim=1), torch.ones(40), atol=1e-4)
    assert torch.allclose(finished @ finished.T, 0.3 * alike[0] + 0.7 * alike[1], atol=1e-3)
