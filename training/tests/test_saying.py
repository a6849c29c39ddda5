import numpy as np

from nets.saying import remembering


def test_what_was_shown_once_is_not_worked_out_again():
    shown = []

    def say(pixels):
        shown.append(pixels)
        return pixels.astype(np.float32).sum((2, 3))

    say_once = remembering(say)
    page = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(1, 2, 3, 4)
    other, reshaped = page.copy(), page.reshape(1, 2, 4, 3)
    other[0, 0, 0, 0] = 9
    for pixels in (page, other, page.copy(), reshaped, other[:, :, ::-1]):
        assert np.array_equal(say_once(pixels), pixels.astype(np.float32).sum((2, 3)))
    assert len(shown) == 4
