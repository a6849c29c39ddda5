import cv2
import numpy as np

from nets.image import even, stretched


def sheet(shade: np.ndarray, line: int) -> np.ndarray:
    """Some lines and a text on paper of such a shade."""
    page = shade.astype(np.uint8).copy()
    cv2.putText(page, 'R12.5', (300, 300), cv2.FONT_HERSHEY_SIMPLEX, 1.2, line, 2)
    for x in range(60, 780, 120):
        cv2.line(page, (x, 40), (x, 560), line, 2)
    return page


ACROSS = np.tile(np.linspace(0, 1, 800), (600, 1))


def test_a_shadow_is_divided_away():
    page = even(sheet(250 - 120 * ACROSS, 20))
    assert np.ptp(np.median(page, 0)[100:700:120]) < 12 and page[300, 420] < 60


def test_a_sheet_darker_than_its_lines_is_turned_round_whatever_its_shade():
    for shade in (90 + 0 * ACROSS, 90 - 40 * ACROSS, 100 - 40 * np.clip(ACROSS - 0.4, 0, 1), 60 + 60 * ACROSS):
        page = stretched(even(sheet(shade, 225)))
        assert np.median(page) > 240 and page[300, 420] < 60


def test_dark_lines_on_a_dim_sheet_stay_dark():
    for shade in (110 + 12 * ACROSS, 120 - 60 * ACROSS, 70 + 60 * ACROSS):
        page = stretched(even(sheet(shade, 10)))
        assert np.median(page) > 240 and page[300, 420] < 60
