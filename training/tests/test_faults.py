"""Spoilt pages: the same by seed, of the same shape, still legible, and their labels carried along."""

import cv2
import numpy as np
import pytest

from draughtsman.contact import contact_sheet, overlay
from draughtsman.faults import Fault, carry, spoil, spoil_tile

MARKS = [(60, 70), (520, 90), (300, 210), (90, 330), (540, 350)]
MARK_RADIUS_PX = 7


def drawing(width: int = 384, height: int = 384) -> np.ndarray:
    """Text of 20 px on white, some of it grey, and lines."""
    image = np.full((height, width), 255, np.uint8)
    for row, y in enumerate(range(40, height, 60)):
        cv2.putText(image, f'{row}2.50 +0.1  R{row}5', (20, y), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 90 * (row % 2), 2, cv2.LINE_AA)
        cv2.line(image, (10, y + 15), (width - 20, y + 15), 0, 1, cv2.LINE_AA)
    return image


def marked_page() -> np.ndarray:
    page = np.full((420, 600), 255, np.uint8)
    for x, y in MARKS:
        # Pixel i covers i to i + 1, OpenCV draws around the pixel's middle.
        cv2.circle(page, ((2 * x - 1) * 8, (2 * y - 1) * 8), MARK_RADIUS_PX * 16, 0, -1, cv2.LINE_AA, 4)
    return page


def mark_near(image: np.ndarray, at: np.ndarray) -> np.ndarray:
    """The centre of the darkness around a point."""
    left, top = np.round(at - 14).astype(int)
    window = image[top : top + 28, left : left + 28].astype(float)
    dark = np.clip(np.median(window) - 25 - window, 0, None)
    y, x = np.mgrid[top : top + 28, left : left + 28] + 0.5
    return np.array([(x * dark).sum(), (y * dark).sum()]) / dark.sum()


@pytest.mark.parametrize('fault', [fault.value for fault in Fault])
def test_every_fault_keeps_shape_and_type_and_repeats_by_seed(fault):
    clean = drawing(500, 400)
    before = clean.copy()
    spoilt, transform, names = spoil(clean, np.random.default_rng(3), [fault])
    again, transform_again, _ = spoil(clean, np.random.default_rng(3), [fault])
    assert spoilt.shape == clean.shape and spoilt.dtype == np.uint8
    assert names == [fault]
    assert np.array_equal(spoilt, again) and np.array_equal(transform, transform_again)
    assert np.array_equal(clean, before)
    if fault not in ('skew', 'photo'):
        assert np.array_equal(transform, np.eye(3))
    if fault != 'clean':
        assert any(not np.array_equal(spoil(clean, np.random.default_rng(seed), [fault])[0], clean) for seed in range(3))


def test_tiles_repeat_by_seed_and_differ_by_seed():
    clean = drawing()
    before = clean.copy()
    tiles = [spoil_tile(clean, np.random.default_rng(seed)) for seed in range(40)]
    again = [spoil_tile(clean, np.random.default_rng(seed)) for seed in range(40)]
    assert all(np.array_equal(one, other) for one, other in zip(tiles, again))
    assert all(tile.shape == clean.shape and tile.dtype == np.uint8 for tile in tiles)
    assert np.array_equal(clean, before)
    assert len({tile.tobytes() for tile in tiles}) > 25


def test_no_severity_leaves_most_tiles_nearly_as_they_are():
    clean = drawing()
    random = np.random.default_rng(1)
    change = [np.abs(spoil_tile(clean, random, 0.0).astype(int) - clean).mean() for _ in range(40)]
    assert np.median(change) < 4


def test_about_a_third_of_the_pages_is_clean_or_nearly():
    clean = drawing()
    random = np.random.default_rng(2)
    change = np.array([np.abs(spoil_tile(clean, random).astype(int) - clean).mean() for _ in range(300)])
    assert 0.15 < (change < 2).mean() < 0.5


def test_what_was_written_is_still_there():
    """Black or white, each spoilt tile still goes with its clean one."""
    clean = drawing()
    random = np.random.default_rng(4)
    likeness = []
    for _ in range(300):
        spoilt = cv2.GaussianBlur(spoil_tile(clean, random), (0, 0), 1.0).astype(float)
        detail = spoilt - cv2.blur(spoilt, (31, 31))
        original = clean - cv2.blur(clean.astype(float), (31, 31))
        likeness.append(abs(np.corrcoef(detail.ravel(), original.ravel())[0, 1]))
    assert min(likeness) > 0.3
    assert np.mean(likeness) > 0.7


@pytest.mark.parametrize('fault', ['skew', 'photo'])
@pytest.mark.parametrize('seed', range(6))
def test_labels_are_carried_to_where_the_marks_went(fault, seed):
    spoilt, transform, _ = spoil(marked_page(), np.random.default_rng(seed), [fault])
    carried = carry(np.array(MARKS, float), transform)
    assert np.abs(carried - MARKS).max() > 1
    for at in carried:
        assert np.hypot(*(mark_near(spoilt, at) - at)) < 0.8


@pytest.mark.parametrize('fault', ['skew', 'photo'])
def test_the_whole_sheet_stays_in_the_picture(fault):
    corners = np.array([(0, 0), (600, 0), (600, 420), (0, 420)], float)
    for seed in range(20):
        _, transform, _ = spoil(marked_page(), np.random.default_rng(seed), [fault])
        carried = carry(corners, transform)
        assert (carried > -3).all() and (carried < np.array([603, 423])).all()


def test_carry_keeps_the_shape_of_what_it_carries():
    shift = np.array([[1, 0, 5], [0, 1, -2], [0, 0, 1.0]])
    quads = np.zeros((3, 4, 2))
    assert carry(quads, shift).shape == quads.shape
    assert np.allclose(carry([(1, 2)], shift), [(6, 0)])


def test_contact_sheet_shows_labels(tmp_path):
    page = drawing()
    labelled = overlay(page, [{'kind': 'dimension', 'quad': [(10, 10), (100, 10), (100, 50), (10, 50)]}])
    assert labelled.shape == (*page.shape, 3)
    assert len(np.unique(labelled.reshape(-1, 3), axis=0)) > len(np.unique(page))
    contact_sheet([page, labelled, page], 2, tmp_path / 'sheet.png', 400, ['clean', 'labelled', 'clean'])
    assert cv2.imread(str(tmp_path / 'sheet.png')).shape[1] == 400
