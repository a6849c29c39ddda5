"""With the shipped detector: what it makes of slanting sizes at a first look and at a second."""

import numpy as np
import pytest
from shapely.geometry import Polygon

from draughtsman.geometry import below, direction
from draughtsman.lettering import Lettering
from draughtsman.render import render
from draughtsman.scene import Pen, Scene
from nets import saying
from nets.detector.decode import decode
from nets.detector.find import SIDE_MULTIPLE
from nets.detector.slanting import again
from nets.export import MODELS

CAP_MM, PX_PER_MM, SIDE_MM = 3.5, 20 / (1.2 * 3.5), 134
ANGLES_DEG = (-75, -60, -45, -30, -20, 15, 25, 35, 50, 60)


def sheet_of_slanting_sizes():
    """Sizes over dimension lines with arrows, each at an angle of its own: pixels and quads."""
    lettering = Lettering('osifont', np.random.default_rng(5))
    scene, pen, quads = Scene(SIDE_MM, SIDE_MM), Pen(0.2), []
    for index, angle in enumerate(ANGLES_DEG):
        middle = np.array([25 + 42 * (index % 3), 22 + 30 * (index // 3)], float)
        along, down = direction(angle), below(direction(angle))
        foot = middle + down * CAP_MM
        for way in (along, -along):
            scene.line(foot, foot + way * 14, pen)
            scene.arrow(foot + way * 14, way, 3.0, 0.5, pen)
            scene.line(foot + way * 14 - down * 2, foot + way * 14 + down * 8, pen)
        quads.append(lettering.write(scene, f'{12.5 + index}', middle + down * CAP_MM / 2, angle, CAP_MM, 0, 'centre') * PX_PER_MM)
    page = render(scene, PX_PER_MM)
    padded = np.full([-(-side // SIDE_MULTIPLE) * SIDE_MULTIPLE for side in page.shape], 255, np.uint8)
    padded[: page.shape[0], : page.shape[1]] = page
    return padded, quads


def overlap(a, b):
    a, b = Polygon(a), Polygon(b)
    return a.intersection(b).area / a.union(b).area


@pytest.mark.skipif(not (MODELS / 'detector.onnx').exists(), reason='no detector is shipped')
def test_a_second_look_sets_slanting_boxes_right():
    page, quads = sheet_of_slanting_sizes()
    say = saying.of_shipped(MODELS / 'detector.onnx')
    first = decode(say(page[None, None])[0], 0.4, 0.75)
    second = again(say, page, first, 0.4, 0.75)

    def fits(founds):
        return np.array([max(overlap(quad, found.quad) for found in founds) for quad in quads])

    assert np.median(fits(second)) > 0.85 and fits(second).mean() > fits(first).mean() + 0.03
    assert fits(second).min() > 0.5
