"""With the shipped reader: digits whose box was found askew."""

from dataclasses import replace

import numpy as np

from draughtsman.geometry import rotated
from draughtsman.lettering import Lettering
from draughtsman.render import render
from draughtsman.scene import Scene
from nets import saying
from nets.detector.decode import Found
from nets.export import MODELS
from nets.turn import set_upright

PX_PER_MM = 6.0


def found_askew(text, angle_deg, wrong_deg):
    lettering, scene = Lettering('liberation-sans', np.random.default_rng(4)), Scene(40, 40)
    quad = lettering.write(scene, text, (20, 20), angle_deg, 3.5, 0, 'centre') * PX_PER_MM
    askew = rotated(quad, wrong_deg, quad.mean(0))
    return render(scene, PX_PER_MM), quad, Found('dimension', 0.9, askew, 20.0, [askew])


def test_a_digit_that_lies_askew_is_set_upright():
    reader = saying.of_shipped(MODELS / 'reader.onnx')
    for text, angle_deg, wrong_deg in (('2', 0, 40), ('5', -90, 38), ('7', -90, -35), ('8', 0, 43)):
        page, quad, found = found_askew(text, angle_deg, wrong_deg)
        twin = replace(found)
        set_upright(reader, page, [found, twin])
        for one in (found, twin):
            assert np.allclose(one.quad, quad, atol=0.5) and one.lines == [one.quad], text


def test_a_slanting_text_that_reads_well_is_left_as_it_lies():
    reader = saying.of_shipped(MODELS / 'reader.onnx')
    page, quad, found = found_askew('45', 30, 0)
    set_upright(reader, page, [found])
    assert np.allclose(found.quad, quad)
