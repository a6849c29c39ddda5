import cv2
import numpy as np
import pytest

from draughtsman.page import draw_page
from draughtsman.scene import KINDS

SEEDS = range(40)
PX_PER_MM = 6.0


@pytest.fixture(scope='module')
def sheets():
    return [draw_page(np.random.default_rng(seed)) for seed in SEEDS]


def test_a_seed_gives_the_same_sheet_to_the_pixel(sheets):
    for seed in (0, 7, 23):
        again = draw_page(np.random.default_rng(seed))
        assert [(label.kind, label.text) for label in again.labels] == [(label.kind, label.text) for label in sheets[seed].labels]
        assert np.array_equal(again.render(4), sheets[seed].render(4))
    assert not np.array_equal(sheets[0].render(2), sheets[1].render(2))


def test_every_kind_is_drawn(sheets):
    drawn = {label.kind for sheet in sheets for label in sheet.labels}
    assert drawn == set(KINDS)


def test_every_label_lies_on_its_sheet_and_has_ink(sheets):
    for sheet in sheets[:12]:
        page = sheet.render(PX_PER_MM)
        for label in sheet.labels:
            corners = np.round(label.quad * PX_PER_MM).astype(np.int32)
            x0, y0 = np.maximum(corners.min(0), 0)
            x1, y1 = np.minimum(corners.max(0) + 1, page.shape[::-1])
            assert x1 > x0 and y1 > y0, (label.kind, label.text)
            assert np.ptp(page[y0:y1, x0:x1]) > 20, (label.kind, label.text)


def test_quads_run_clockwise_from_the_texts_own_upper_left(sheets):
    for sheet in sheets:
        for label in sheet.labels:
            along, down = label.quad[1] - label.quad[0], label.quad[3] - label.quad[0]
            assert along[0] * down[1] - along[1] * down[0] > 0, (label.kind, label.text)


def test_lines_lie_within_their_block_and_tell_its_text(sheets):
    for sheet in sheets:
        for label in sheet.labels:
            assert label.lines, label
            block = cv2.boxPoints(cv2.minAreaRect((label.quad * 8).astype(np.float32)))
            for line in label.lines:
                middle = tuple(float(v) for v in line.quad.mean(0) * 8)
                assert cv2.pointPolygonTest(block, middle, False) >= 0, (label.kind, label.text, line.text)


def test_measures_of_one_sheet_do_not_cover_each_other(sheets):
    """A text under a text could be read by nobody; a few that touch are as in life."""
    covered = total = 0
    for sheet in sheets:
        boxes = [(label.quad.min(0), label.quad.max(0)) for label in sheet.labels if label.kind in ('dimension', 'thread', 'gdt')]
        for i, (low, high) in enumerate(boxes):
            total += 1
            for other_low, other_high in boxes[:i]:
                shared = np.minimum(high, other_high) - np.maximum(low, other_low)
                covered += bool((shared > 0).all() and np.prod(shared) > 0.3 * np.prod(high - low))
    assert covered <= 0.03 * total
